/* SPDX-License-Identifier: MIT */
/* How long brute force takes on a random 3-SAT formula with 5n clauses, by the
 * formula and by the ReLU network made from it (tame/sat.h), and what two
 * elements of the network's conservative gradient take instead.
 *
 * usage: sat OUT.h5 [--quick]
 *
 * n = 20 (quick: 12).  The works are timed in turn, REPEATS times over; seconds
 * and ratios are medians in processor time.  All exhaustive works evaluate every
 * assignment and must find the same number of solutions.  The target is ours; a
 * missed one is said, and is no error. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/h5.h"
#include "tame/sat.h"

#include "works.h"

/* --- the works ------------------------------------------------------------ */

typedef struct {
  size_t n, words, solutions[4];
  tame_cnf f;
  tame_relu_net net;
  uint64_t *table; /* [TAME_SAT_BITS x words] */
  int32_t *x, *z;
  double *element;
} problem;

enum { NETWORK, NETWORK_SCALAR, FORMULA, FORMULA_SCALAR, ELEMENTS, N_WORKS };
static const char WORKS[] =
    "network_512 network_one_by_one formula_64 formula_one_by_one "
    "two_conservative_elements";

static size_t ones(const uint64_t *table, size_t words)
{
  size_t count = 0;
  for (size_t w = 0; w < words; w++)
    count += (size_t)__builtin_popcountll(table[w]);
  return count;
}

static void network(void *ctx, tame_timer *t)
{
  problem *q = ctx;
  tame_timer_start(t);
  tame_relu_net_sign_table(q->table, 0, q->words, TAME_SAT_BITS, &q->net);
  q->solutions[NETWORK] = ones(q->table, q->words);
  tame_timer_stop(t);
}

static void network_scalar(void *ctx, tame_timer *t)
{
  problem *q = ctx;
  size_t count = 0;
  tame_timer_start(t);
  for (uint64_t b = 0; b < UINT64_C(1) << q->n; b++) {
    tame_sign_vector(q->x, b, q->n);
    count += tame_relu_net_value_int(q->z, q->x, &q->net) == 1;
  }
  q->solutions[NETWORK_SCALAR] = count;
  tame_timer_stop(t);
}

static void formula(void *ctx, tame_timer *t)
{
  problem *q = ctx;
  tame_timer_start(t);
  tame_sat_table(q->table, 0, q->words, &q->f);
  q->solutions[FORMULA] = ones(q->table, q->words);
  tame_timer_stop(t);
}

static void formula_scalar(void *ctx, tame_timer *t)
{
  problem *q = ctx;
  size_t count = 0;
  tame_timer_start(t);
  for (uint64_t b = 0; b < UINT64_C(1) << q->n; b++)
    count += tame_sat_holds(&q->f, b);
  q->solutions[FORMULA_SCALAR] = count;
  tame_timer_stop(t);
}

static void elements(void *ctx, tame_timer *t)
{
  problem *q = ctx;
  tame_timer_start(t);
  tame_relu_net_nonzero_element(q->element, &q->net);
  tame_timer_stop(t);
}

static void setup(problem *q, size_t n)
{
  tame_splitmix g = tame_splitmix_seed(1000 * n);
  *q = (problem){.n = n, .words = tame_sat_words(n)};
  q->f = tame_sat_random(n, 5 * n, &g);
  TAME_REQUIRE(tame_sat_gadget(&q->net, &q->f, NULL) == TAME_OK);
  q->table = tame_calloc(TAME_SAT_BITS * q->words, sizeof *q->table);
  q->x = tame_calloc(n, sizeof *q->x);
  q->z = tame_calloc(q->net.n_rows, sizeof *q->z);
  q->element = tame_vec(n);
}

static void clear(problem *q)
{
  tame_cnf_free(&q->f);
  tame_relu_net_free(&q->net);
  free(q->table);
  free(q->x);
  free(q->z);
  free(q->element);
}

/* --- the result ----------------------------------------------------------- */

static const struct {
  const char *what;
  double hi; /* target: at most this, s; NaN: none */
} TARGETS[N_WORKS] = {{"network, 512 assignments at a time, s", 10.0},
                      {"network, one by one in integers, s", NAN},
                      {"formula, 64 at a time, s", NAN},
                      {"formula, one by one, s", NAN},
                      {"two conservative elements at 0, s", NAN}};

static void write_results(tame_h5 *f, const double *seconds,
                          const double *median, const problem *q)
{
  tame_h5_attr(f, "/", "title", "Brute force on 3-SAT through a ReLU network");
  tame_h5_group(f, "time", "processor time of each work");
  tame_h5_codes(f, "time/work", WORKS, "what is timed");
  tame_h5_index(f, "time/repetition", REPEATS, "repetition");
  tame_h5_write_scalar(f, "time/n", (double)q->n, "variables", "1");
  tame_h5_write_scalar(f, "time/solutions", (double)q->solutions[NETWORK],
                       "satisfying assignments", "1");
  tame_h5_write_measured(f, "time/cpu", "work repetition", seconds,
                         "processor time", "s");
  tame_h5_write_measured(f, "time/median", "work", median,
                         "median processor time", "s");
  tame_h5_panel(f, "time", "cpu", "work repetition");
}

static void measure(double *seconds, double *median, problem *q)
{
  const work works[N_WORKS] = {{network, q},
                               {network_scalar, q},
                               {formula, q},
                               {formula_scalar, q},
                               {elements, q}};
  time_works(seconds, works, N_WORKS);
  printf("n = %zu, %zu clauses, %zu entries, %zu solutions\n", q->n,
         q->f.n_clauses, q->net.nnz, q->solutions[NETWORK]);
  for (size_t i = 0; i < N_WORKS; i++) {
    median[i] = tame_quantile(seconds + i * REPEATS, REPEATS, 0.5);
    printf("%-40s %10.3g", TARGETS[i].what, median[i]);
    if (!isnan(TARGETS[i].hi))
      printf("  <= %g%s", TARGETS[i].hi,
             median[i] <= TARGETS[i].hi ? "" : "   missed");
    printf("\n");
  }
  printf("%-40s %10.3g\n", "network, 512 over one by one",
         ratio(seconds, NETWORK, NETWORK_SCALAR));
  printf("%-40s %10.3g\n", "network over formula, both in words",
         ratio(seconds, NETWORK, FORMULA));
  for (size_t i = 1; i < ELEMENTS; i++)
    TAME_REQUIRE(q->solutions[i] == q->solutions[NETWORK]);
}

int main(int argc, char **argv)
{
  const bool is_quick = argc == 3 && strcmp(argv[2], "--quick") == 0;
  if ((argc != 2 && !is_quick) || argv[1][0] == '-') {
    fprintf(stderr, "usage: sat OUT.h5 [--quick]\n");
    return 2;
  }
  tame_pin_blas(argv);
  tame_error err;
  tame_h5 *f;
  problem q;
  double seconds[N_WORKS * REPEATS], median[N_WORKS];
  if (tame_h5_create(&f, argv[1], &err) < 0) {
    fprintf(stderr, "sat: %s\n", err.text);
    return 1;
  }
  setup(&q, is_quick ? 12 : 20);
  measure(seconds, median, &q);
  write_results(f, seconds, median, &q);
  clear(&q);
  if (tame_h5_commit(f, &err) < 0) {
    fprintf(stderr, "sat: %s\n", err.text);
    return 1;
  }
  return 0;
}
