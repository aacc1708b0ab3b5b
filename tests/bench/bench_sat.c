/* SPDX-License-Identifier: MIT */
/* How long brute force takes on a random 3-SAT formula with 5n clauses, by the
 * formula and by the ReLU network made from it (tame/sat.h), and what two
 * elements of the network's conservative gradient take instead.
 *
 * usage: sat OUT.h5 [--quick]
 *
 * n = 20 (quick: 12).  All exhaustive works evaluate every assignment and must
 * find the same number of solutions.  The target is ours; a missed one is said,
 * and is no error. */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "tame/base.h"
#include "tame/sat.h"

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

static const speed_of_works COMPARISONS[] = {
    {{.name = "network",
      .peer = "10 seconds",
      .kind = SPEED_STATED,
      .what = "All assignments of 20 variables by the network, 512 at a time, "
              "in the time that was asked.",
      .asked = 1.0},
     NETWORK,
     0,
     10.0},
    {{.name = "network_one_by_one",
      .peer = "one at a time",
      .kind = SPEED_BASELINE,
      .what = "All assignments by the network, 512 at a time, against one at a "
              "time in integers."},
     NETWORK,
     NETWORK_SCALAR,
     0.0},
    {{.name = "network_formula",
      .peer = "formula, 64 at a time",
      .kind = SPEED_BASELINE,
      .what = "All assignments by the network against the formula it was made "
              "from, both in words of bits."},
     NETWORK,
     FORMULA,
     0.0},
    {{.name = "formula_one_by_one",
      .peer = "one at a time",
      .kind = SPEED_BASELINE,
      .what = "All assignments by the formula, 64 at a time, against one."},
     FORMULA,
     FORMULA_SCALAR,
     0.0}};

static void run(tame_h5 *f, speeds *s, bool is_quick)
{
  double seconds[N_WORKS * REPEATS];
  problem q;
  setup(&q, is_quick ? 12 : 20);
  const work works[N_WORKS] = {{network, &q},
                               {network_scalar, &q},
                               {formula, &q},
                               {formula_scalar, &q},
                               {elements, &q}};
  time_works(seconds, works, N_WORKS);
  for (size_t i = 1; i < ELEMENTS; i++)
    TAME_REQUIRE(q.solutions[i] == q.solutions[NETWORK]);
  printf("n = %zu, %zu clauses, %zu entries, %zu solutions\n", q.n,
         q.f.n_clauses, q.net.nnz, q.solutions[NETWORK]);
  for (size_t i = 0; i < sizeof COMPARISONS / sizeof *COMPARISONS; i++)
    speeds_add_works(s, &COMPARISONS[i], seconds);
  const double gradients = median_of(seconds, ELEMENTS);
  printf("two elements of the conservative gradient at 0: %.2g s\n", gradients);
  tame_h5_group(f, "formula", "what was looked at");
  tame_h5_write_measured(f, "formula/elements", "", &gradients,
                         "two elements of the conservative gradient at 0", "s");
  tame_h5_write_scalar(f, "formula/n", (double)q.n, "variables", "1");
  tame_h5_write_scalar(f, "formula/solutions", (double)q.solutions[NETWORK],
                       "satisfying assignments", "1");
  clear(&q);
}

int main(int argc, char **argv)
{
  return bench_main(
      argc, argv,
      &(bench){"sat", "Brute force on 3-SAT through a ReLU network", run});
}
