/* SPDX-License-Identifier: MIT */
/* The tape against CppAD and ADOL-C (where they are there: make bench-deps):
 * value and gradient at a new point, recording already done, and memory.
 *
 * usage: tape OUT.h5 [--quick] */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "tame/base.h"
#include "tame/rng.h"
#include "tame/tape.h"
#include "tame/tape_cost.h"
#include "tape_peers.h"
#include "tape_works.h"

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
static const char *const PEER_NAMES[LIBRARIES] = {"tame", "CppAD", "ADOL-C"};
static const char PROGRAM_NAMES[] =
    "product network chain sorting network_vectors sorting_vectors";

/* [programs x libraries], NaN where a library is missing or has no such
 * program */
typedef struct {
  double operations[N_OWN]; /* scalar operations of the program */
  double recorded[N_OWN];   /* these and the inputs, which are recorded too */
  double gradient[N_OWN * LIBRARIES * REPEATS]; /* seconds of a call */
  double record[N_OWN * LIBRARIES * REPEATS];   /* ns an operation */
  double bytes[N_OWN * LIBRARIES];              /* an operation or input */
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

/* seconds [2 x REPEATS]: recording, then gradients, of one library */
static void keep_times(results *m, const double *seconds, const task *k,
                       size_t program, size_t lib)
{
  const size_t at = program * LIBRARIES + lib;
  const double n = m->operations[program];
  for (size_t r = 0; r < REPEATS; r++) {
    m->record[at * REPEATS + r] = 1e9 * seconds[r] / n;
    m->gradient[at * REPEATS + r] = seconds[REPEATS + r] / (double)k->calls;
  }
  m->bytes[at] = (double)k->peer->bytes(k->tape) / m->recorded[program];
}

/* All libraries on one program in turn; their gradients at one point must
 * agree. */
static void measure_program(results *m, size_t program, double work_size)
{
  const int function = SAME_AS[program];
  const size_t n = INPUTS[function];
  double *x = point(function), seconds[2 * LIBRARIES * REPEATS];
  m->operations[program] = count_operations((int)program, x);
  m->recorded[program] = m->operations[program] + (double)n;
  task tasks[LIBRARIES];
  work works[2 * LIBRARIES];
  size_t count = 0, lib_of[LIBRARIES];
  for (size_t lib = 0; lib < LIBRARIES; lib++) {
    const tape_peer *peer = library(lib, program);
    if (!peer) continue;
    lib_of[count] = lib;
    tasks[count] = (task){peer,
                          (int)program,
                          n,
                          1 + (size_t)(work_size / m->operations[program]),
                          tame_vec_copy(x, n),
                          tame_vec(n),
                          NULL};
    works[2 * count] = (work){run_record, &tasks[count]};
    works[2 * count + 1] = (work){run_gradient, &tasks[count]};
    count++;
  }
  time_works(seconds, works, 2 * count);
  for (size_t i = 0; i < count; i++) {
    keep_times(m, seconds + 2 * i * REPEATS, &tasks[i], program, lib_of[i]);
    tasks[i].peer->gradient(tasks[i].tape, tasks[i].grad, x, n);
    m->difference[program * LIBRARIES + lib_of[i]] =
        tame_distance(tasks[i].grad, tasks[0].grad, n) /
        tame_norm(tasks[0].grad, n);
  }
  for (size_t i = 0; i < count; i++) {
    tasks[i].peer->clear(tasks[i].tape);
    free(tasks[i].grad);
    free(tasks[i].x);
  }
  free(x);
}

/* --- results -------------------------------------------------------------- */

static double seconds_a_call(const results *m, size_t program, size_t lib)
{
  return library(lib, program)
             ? median_of(m->gradient, program * LIBRARIES + lib)
             : (double)NAN;
}

static void print_row(const double *x, double factor)
{
  for (size_t lib = 0; lib < LIBRARIES; lib++) {
    if (isnan(x[lib]))
      printf(" %8s", "-");
    else
      printf(" %8.3g", factor * x[lib]);
  }
  printf("  ");
}

static void print_results(const results *m)
{
  double worst = 0.0;
  printf(
      "%-28s %10s  ns an operation: gradient       recording                "
      "   byte an operation or input (asked <= 24, and 8 for a constant)\n"
      "%-28s %10s  (each: tame, CppAD, ADOL-C)\n",
      "", "operations", "", "");
  for (size_t p = 0; p < N_OWN; p++) {
    double gradient[LIBRARIES], record[LIBRARIES];
    for (size_t lib = 0; lib < LIBRARIES; lib++) {
      gradient[lib] = seconds_a_call(m, p, lib) / m->operations[p];
      record[lib] = library(lib, p) ? median_of(m->record, p * LIBRARIES + lib)
                                    : (double)NAN;
      worst = fmax(worst, m->difference[p * LIBRARIES + lib]);
    }
    printf("%-28s %10.0f ", TITLE[p], m->operations[p]);
    print_row(gradient, 1e9);
    print_row(record, 1.0);
    print_row(m->bytes + p * LIBRARIES, 1.0);
    printf("\n");
  }
  printf("largest relative difference of two gradients: %.1e\n", worst);
  for (size_t lib = 1; lib < LIBRARIES; lib++)
    if (!library(lib, PRODUCT))
      printf("%s is not there: make bench-deps\n", PEER_NAMES[lib]);
}

/* The scalar programs against each library, those by vectors against the same
 * by scalars. */
static void add_speeds(speeds *s, const results *m)
{
  static const char *const NAMES[N_OWN][2] = {
      {"product_cppad", "product_adolc"}, {"network_cppad", "network_adolc"},
      {"chain_cppad", "chain_adolc"},     {"sorting_cppad", "sorting_adolc"},
      {"network_vectors", NULL},          {"sorting_vectors", NULL}};
  for (size_t p = 0; p < N_OWN; p++) {
    const double *ours = m->gradient + p * LIBRARIES * REPEATS;
    const bool is_own = p >= N_FUNCTIONS;
    char what[192];
    snprintf(what, sizeof what,
             "Value and gradient of a %s at a new point, nothing recorded "
             "anew%s.",
             TITLE[p], is_own ? ", against one operation a scalar" : "");
    speed c = {.what = what,
               .kind = is_own ? SPEED_BASELINE : SPEED_LIBRARY,
               .asked = is_own ? 0.0 : 1.5};
    /* the long tape leaves the processor's own caches, forward and back */
    if (p == CHAIN) c.bytes = 2.0 * m->bytes[p * LIBRARIES] * m->recorded[p];
    for (size_t k = 0; k < 2 && NAMES[p][k]; k++) {
      const tape_peer *peer = library(k + 1, p);
      c.name = NAMES[p][k];
      c.peer = is_own ? "scalar operations"
               : peer ? peer->name
                      : PEER_NAMES[k + 1];
      speeds_add(s, &c, ours,
                 is_own ? m->gradient + (size_t)SAME_AS[p] * LIBRARIES * REPEATS
                 : peer ? ours + (k + 1) * REPEATS
                        : NULL);
    }
  }
}

static void write_results(tame_h5 *f, const results *m)
{
  tame_h5_group(f, "gradient", "recording, and memory of the gradient");
  tame_h5_codes(f, "gradient/program", PROGRAM_NAMES, "program");
  tame_h5_codes(f, "gradient/library", LIBRARY_NAMES, "library");
  tame_h5_index(f, "gradient/repetition", REPEATS, "repetition");
  tame_h5_write(f, "gradient/operations", "program", m->operations,
                "scalar operations of the program", "1");
  tame_h5_write_measured(f, "gradient/record", "program library repetition",
                         m->record, "recording, processor time an operation",
                         "ns");
  tame_h5_write(f, "gradient/bytes", "program library", m->bytes,
                "memory an operation or input", "byte");
  tame_h5_panel(f, "gradient", "bytes", "program library");
}

static void run(tame_h5 *f, speeds *s, bool is_quick)
{
  static results m;
  set_nan(m.gradient, sizeof m.gradient / sizeof(double));
  set_nan(m.record, sizeof m.record / sizeof(double));
  set_nan(m.bytes, sizeof m.bytes / sizeof(double));
  set_nan(m.difference, sizeof m.difference / sizeof(double));
  for (size_t p = 0; p < N_OWN; p++)
    measure_program(&m, p, is_quick ? 1e5 : 1e7);
  print_results(&m);
  add_speeds(s, &m);
  write_results(f, &m);
}

int main(int argc, char **argv)
{
  return bench_main(argc, argv,
                    &(bench){"tape", "The tape against CppAD and ADOL-C", run});
}
