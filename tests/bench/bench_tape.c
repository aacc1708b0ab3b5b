/* SPDX-License-Identifier: MIT */
/* The tape against CppAD and ADOL-C (where they are installed: make bench-deps):
 * value and gradient at a new point, recording already done, and memory.
 *
 *   bench_tape OUT.h5 [--quick] */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/h5.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/tape.h"
#include "tame/tape_cost.h"
#include "tame/tape_vector.h"
#include "tame/timer.h"
#include "tape_peers.h"
#include "works.h"

/* --- the functions -------------------------------------------------------- */

static tame_var product(tame_vars x)
{
  tame_var y = tame_vars_at(x, 0);
  for (size_t i = 1; i < x.n; i++) y = tame_var_mul(y, tame_vars_at(x, i));
  return y;
}

static tame_var chain(tame_vars x)
{
  tame_var y = tame_vars_at(x, 0);
  for (size_t i = 0; i < LINKS; i += 4) {
    y = tame_var_add(y, tame_vars_at(x, chain_input(i, x.n)));
    y = tame_var_mul(y, tame_vars_at(x, chain_input(i + 1, x.n)));
    y = tame_var_sub(y, tame_vars_at(x, chain_input(i + 2, x.n)));
    y = tame_var_mulc(y, 0.9);
  }
  return y;
}

/* One unit: weights and inputs in turn. */
static tame_var unit(tame_vars weight, const tame_var *h, tame_var bias)
{
  tame_var s = tame_var_mul(tame_vars_at(weight, 0), h[0]);
  for (size_t k = 1; k < WIDTH; k++)
    s = tame_var_add(s, tame_var_mul(tame_vars_at(weight, k), h[k]));
  return tame_var_add(s, bias);
}

static tame_var network(tame_vars x)
{
  const size_t w = WIDTH, biases = w + 2 * w * w + w;
  tame_var h[WIDTH], z[WIDTH];
  tame_vars_list(h, tame_vars_part(x, 0, w));
  for (size_t layer = 0, j = 0; layer < 3; layer++) {
    const size_t rows = layer < 2 ? w : 1;
    for (size_t i = 0; i < rows; i++, j++)
      z[i] = unit(tame_vars_part(x, w + j * w, w), h,
                  tame_vars_at(x, biases + j));
    for (size_t i = 0; i < rows; i++)
      h[i] = layer < 2 ? tame_var_relu(z[i]) : z[i];
  }
  return tame_var_abs(tame_var_addc(h[0], -1.0));
}

static tame_var network_by_vectors(tame_vars x)
{
  const size_t w = WIDTH, biases = w + 2 * w * w + w;
  tame_vars h = tame_vars_part(x, 0, w);
  for (size_t layer = 0; layer < 3; layer++) {
    const size_t rows = layer < 2 ? w : 1;
    tame_vars z = tame_vars_matvec(
        tame_vars_part(x, w + layer * w * w, rows * w), h);
    z = tame_vars_add(z, tame_vars_part(x, biases + layer * w, rows));
    h = layer < 2 ? tame_vars_relu(z) : z;
  }
  return tame_var_abs(tame_var_addc(tame_vars_at(h, 0), -1.0));
}

static tame_var weighted(tame_var *r, size_t n)
{
  tame_var y = r[0];
  for (size_t i = 1; i < n; i++)
    y = tame_var_add(y, tame_var_mulc(r[i], (double)(i + 1)));
  return y;
}

static tame_var *residuals(tame_vars x)
{
  tame_var *r = tame_calloc(x.n, sizeof *r);
  for (size_t i = 0; i < x.n; i++)
    r[i] = tame_var_abs(tame_var_addc(tame_vars_at(x, i), -1.0));
  return r;
}

static tame_var sorting(tame_vars x)
{
  const size_t n = x.n;
  tame_var *r = residuals(x);
  for (size_t p = 1; p < n; p *= 2)
    for (size_t k = p; k >= 1; k /= 2)
      for (size_t j = k % p; j + k < n; j += 2 * k)
        for (size_t i = j; i < j + k && i + k < n; i++) {
          if (i / (2 * p) != (i + k) / (2 * p)) continue;
          const tame_var lo = tame_var_min(r[i], r[i + k]);
          r[i + k] = tame_var_max(r[i], r[i + k]);
          r[i] = lo;
        }
  const tame_var y = weighted(r, n);
  free(r);
  return y;
}

static tame_var sorting_by_vectors(tame_vars x)
{
  tame_var *r = residuals(x);
  tame_var_sort(r, r, x.n);
  const tame_var y = weighted(r, x.n);
  free(r);
  return y;
}

enum { N_OWN = N_FUNCTIONS + 2 }; /* two of them by vectors as well */
static tame_var (*const FUNCTION[N_OWN])(tame_vars) = {
    product, network, chain, sorting, network_by_vectors, sorting_by_vectors};
static const int SAME_AS[N_OWN] = {PRODUCT, NETWORK, CHAIN,
                                   SORTING, NETWORK, SORTING};
static const size_t INPUTS[N_FUNCTIONS] = {
    1000, WIDTH + 2 * WIDTH *WIDTH + WIDTH + 2 * WIDTH + 1, 1000, 512};
static const char *const TITLE[N_OWN] = {"product of 1000",
                                         "relu network, scalars",
                                         "chain of 10^6",
                                         "sorting network, 512",
                                         "relu network, vectors",
                                         "sort as one operation, 512"};

/* --- who differentiates them ---------------------------------------------- */

/* The tape with the face of a peer. */
typedef struct {
  tame_tape *t;
  tame_var y;
} own;

static void *own_record(int function, const double *x, size_t n)
{
  own *o = tame_calloc(1, sizeof *o);
  o->t = tame_tape_alloc();
  o->y = FUNCTION[function](tame_tape_input_vector(o->t, x, n));
  return o;
}

static double own_gradient(void *tape, double *grad, const double *x, size_t n)
{
  own *o = tape;
  (void)n;
  TAME_REQUIRE(tame_tape_replay(o->t, x) == TAME_OK);
  TAME_REQUIRE(tame_tape_gradient(grad, o->y) == TAME_OK);
  return tame_var_value(o->y);
}

static size_t own_bytes(const void *tape)
{
  const own *o = tape;
  return tame_tape_bytes(o->t);
}

static void own_clear(void *tape)
{
  own *o = tape;
  tame_tape_free(o->t);
  free(o);
}

static const tape_peer OWN = {"tame", own_record, own_gradient, own_bytes,
                              own_clear};
/* --- works ---------------------------------------------------------------- */

typedef struct {
  const tape_peer *peer;
  int function;
  size_t n, calls; /* inputs, gradients in one timing */
  double *x, *grad;
  void *tape;
} task;

static void run_gradient(void *ctx, tame_timer *t)
{
  task *k = ctx;
  tame_timer_start(t);
  for (size_t i = 0; i < k->calls; i++) {
    k->x[i % k->n] *= 1.0 + 1e-12; /* another point each time */
    k->peer->gradient(k->tape, k->grad, k->x, k->n);
  }
  tame_timer_stop(t);
}

static void run_record(void *ctx, tame_timer *t)
{
  task *k = ctx;
  if (k->tape) k->peer->clear(k->tape);
  tame_timer_start(t);
  k->tape = k->peer->record(k->function, k->x, k->n);
  tame_timer_stop(t);
}

static double *point(int function)
{
  const size_t n = INPUTS[function];
  gsl_rng *rng = tame_rng_alloc(0, "bench_tape", (size_t)function);
  double *x = tame_vec(n);
  if (function == NETWORK) {
    tame_rng_normal(x, n, rng);
    for (size_t i = WIDTH; i < n; i++) x[i] *= sqrt(2.0 / WIDTH);
  } else {
    tame_rng_uniform(x, n, 0.9, 1.1, rng);
  }
  gsl_rng_free(rng);
  return x;
}

/* --- measuring ------------------------------------------------------------ */

enum { LIBRARIES = 3 }; /* ours, CppAD, ADOL-C */
static const char LIBRARY_NAMES[] = "tame CppAD ADOL-C";
static const char PROGRAM_NAMES[] =
    "product network chain sorting network_vectors sorting_vectors";

/* [programs x libraries], NaN where a library is missing or has no such
 * program */
typedef struct {
  double operations[N_OWN]; /* scalar operations of the program */
  double gradient[N_OWN * LIBRARIES * REPEATS]; /* ns an operation */
  double record[N_OWN * LIBRARIES * REPEATS];   /* ns an operation */
  double bytes[N_OWN * LIBRARIES];              /* an operation */
  double difference[N_OWN * LIBRARIES]; /* of gradients from ours, relative */
} results;

static void set_nan(double *x, size_t n)
{
  for (size_t i = 0; i < n; i++) x[i] = (double)NAN;
}

static const tape_peer *library(size_t i, size_t program)
{
  if (i == 0) return &OWN;
  if (program >= N_FUNCTIONS) return NULL;
#ifdef HAVE_CPPAD
  if (i == 1) return &peer_cppad;
#endif
#ifdef HAVE_ADOLC
  if (i == 2) return &peer_adolc;
#endif
  return NULL;
}

/* Every + - * abs relu min max counts 1. */
static double count_operations(int program, const double *x)
{
  own *o = own_record(SAME_AS[program], x, INPUTS[SAME_AS[program]]);
  const double n = tame_tape_cost(o->t, 1.0).value;
  own_clear(o);
  return n;
}

/* One library on one program: times of recording and of gradients. */
static void measure_one(results *m, task *k, size_t program, size_t lib)
{
  const size_t at = program * LIBRARIES + lib;
  const double n = m->operations[program];
  const work works[2] = {{run_record, k}, {run_gradient, k}};
  double seconds[2 * REPEATS];
  time_works(seconds, works, 2);
  for (size_t r = 0; r < REPEATS; r++) {
    m->record[at * REPEATS + r] = 1e9 * seconds[r] / n;
    m->gradient[at * REPEATS + r] =
        1e9 * seconds[REPEATS + r] / n / (double)k->calls;
  }
  m->bytes[at] = (double)k->peer->bytes(k->tape) / n;
}

/* All libraries on one program; their gradients at one point must agree. */
static void measure_program(results *m, size_t program, double work_size)
{
  const int function = SAME_AS[program];
  const size_t n = INPUTS[function];
  double *x = point(function), *own_grad = tame_vec(n);
  m->operations[program] = count_operations((int)program, x);
  for (size_t lib = 0; lib < LIBRARIES; lib++) {
    const tape_peer *peer = library(lib, program);
    if (!peer) continue;
    task k = {.peer = peer,
              .function = (int)program,
              .n = n,
              .calls = 1 + (size_t)(work_size / m->operations[program]),
              .x = tame_vec_copy(x, n),
              .grad = tame_vec(n)};
    measure_one(m, &k, program, lib);
    peer->gradient(k.tape, k.grad, x, n);
    if (lib == 0) memcpy(own_grad, k.grad, n * sizeof *x);
    m->difference[program * LIBRARIES + lib] =
        tame_distance(k.grad, own_grad, n) / tame_norm(own_grad, n);
    peer->clear(k.tape);
    free(k.grad);
    free(k.x);
  }
  free(own_grad);
  free(x);
}

/* --- results -------------------------------------------------------------- */

static double median_of(const double *x, size_t program, size_t lib)
{
  return tame_quantile(x + (program * LIBRARIES + lib) * REPEATS, REPEATS, 0.5);
}

/* Time of the best of the others over ours, NaN without others. */
static double speed(const results *m, size_t program)
{
  double best = (double)NAN;
  for (size_t lib = 1; lib < LIBRARIES; lib++)
    if (library(lib, program))
      best = fmin(best, median_of(m->gradient, program, lib));
  return best / median_of(m->gradient, program, 0);
}

static void print_results(const results *m)
{
  printf("%-28s %10s  %27s  %s\n", "value and gradient,", "",
         "ns an operation", "others / ours");
  printf("%-28s %10s  %8s %8s %9s  %s\n", "nothing recorded anew", "operations",
         "tame", "CppAD", "ADOL-C", "(target >= 1.5)");
  for (size_t p = 0; p < N_OWN; p++) {
    printf("%-28s %10.0f ", TITLE[p], m->operations[p]);
    for (size_t lib = 0; lib < LIBRARIES; lib++)
      printf(" %8.3g", library(lib, p) ? median_of(m->gradient, p, lib) : NAN);
    const double q = speed(m, p);
    printf("   %.2f%s\n", q, q < 1.5 ? "   missed" : "");
  }
  printf("\n%-28s %10s  %s\n", "recording and memory", "",
         "ns an operation; bytes an operation (target <= 24, ours)");
  for (size_t p = 0; p < N_OWN; p++) {
    printf("%-28s %10s ", TITLE[p], "");
    for (size_t lib = 0; lib < LIBRARIES; lib++)
      printf(" %8.3g", library(lib, p) ? median_of(m->record, p, lib) : NAN);
    printf("  ");
    for (size_t lib = 0; lib < LIBRARIES; lib++)
      printf(" %8.3g", m->bytes[p * LIBRARIES + lib]);
    printf("\n");
  }
  double worst = 0.0;
  for (size_t i = 0; i < N_OWN * LIBRARIES; i++)
    worst = fmax(worst, m->difference[i]);
  printf("\nlargest relative difference of two gradients: %.1e\n", worst);
#ifndef HAVE_CPPAD
  printf("CppAD is not there: make bench-deps\n");
#endif
#ifndef HAVE_ADOLC
  printf("ADOL-C is not there: make bench-deps\n");
#endif
}

static void write_results(tame_h5 *f, const results *m)
{
  double ratio_to_best[N_OWN];
  for (size_t p = 0; p < N_OWN; p++) ratio_to_best[p] = speed(m, p);
  tame_h5_attr(f, "/", "title", "The tape against CppAD and ADOL-C");
  tame_h5_group(f, "gradient", "value and gradient, recording and memory");
  tame_h5_codes(f, "gradient/program", PROGRAM_NAMES, "program");
  tame_h5_codes(f, "gradient/library", LIBRARY_NAMES, "library");
  tame_h5_index(f, "gradient/repetition", REPEATS, "repetition");
  tame_h5_write(f, "gradient/operations", "program", m->operations,
                "scalar operations of the program", "1");
  tame_h5_write_measured(f, "gradient/time", "program library repetition",
                         m->gradient,
                         "value and gradient, processor time an operation",
                         "ns");
  tame_h5_write_measured(f, "gradient/record", "program library repetition",
                         m->record, "recording, processor time an operation",
                         "ns");
  tame_h5_write(f, "gradient/bytes", "program library", m->bytes,
                "memory an operation", "byte");
  tame_h5_write_measured(f, "gradient/speed", "program", ratio_to_best,
                         "time of the best other library over ours", "1");
  tame_h5_panel(f, "gradient", "speed", "program");
}

int main(int argc, char **argv)
{
  const bool is_quick = argc == 3 && strcmp(argv[2], "--quick") == 0;
  if ((argc != 2 && !is_quick) || argv[1][0] == '-') {
    fprintf(stderr, "usage: tape OUT.h5 [--quick]\n");
    return 2;
  }
  tame_pin_blas(argv);
  tame_error err;
  tame_h5 *f;
  if (tame_h5_create(&f, argv[1], &err) < 0) {
    fprintf(stderr, "tape: %s\n", err.text);
    return 1;
  }
  static results m;
  set_nan(m.gradient, sizeof m.gradient / sizeof(double));
  set_nan(m.record, sizeof m.record / sizeof(double));
  set_nan(m.bytes, sizeof m.bytes / sizeof(double));
  set_nan(m.difference, sizeof m.difference / sizeof(double));
  for (size_t p = 0; p < N_OWN; p++)
    measure_program(&m, p, is_quick ? 1e5 : 1e7);
  print_results(&m);
  write_results(f, &m);
  if (tame_h5_commit(f, &err) < 0) {
    fprintf(stderr, "tape: %s\n", err.text);
    return 1;
  }
  return 0;
}
