/* SPDX-License-Identifier: MIT */
/* What gadget.c and sat.c share: everything that is measured on one 3-SAT
 * formula and its network F (tame/sat.h).
 *
 *   - the truth table, by the formula itself and by F at all sign vectors;
 *   - Clarke: gradients of F near the first satisfying and falsifying sign
 *     vectors s, at s * (1 + i/1024).  F is piecewise linear and homogeneous, so
 *     these are Clarke subgradients at 0, and lexicographic gradients at 0 too,
 *     along directions that begin with this one;
 *   - conservative: two elements of the autodiff conservative gradient at 0,
 *     D = 0 and a path. */
#ifndef FORMULA_H
#define FORMULA_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/sat.h"
#include "tame/stats.h"
#include "tame/timer.h"

/* One number each; FACTS in order. */
enum {
  CLAUSES,
  UNITS,
  ENTRIES,
  LAYERS,
  SOLUTIONS,
  EVALUATIONS,
  OUTSIDE,
  DISAGREE,
  GRADIENTS,
  BAD_GRADIENTS,
  DISTANCE,
  LEXICOGRAPHIC,
  VISITED,
  ELEMENT,
  SECONDS_NETWORK,
  SECONDS_SCALAR,
  SECONDS_FORMULA,
  SECONDS_GRADIENT,
  SECONDS_ELEMENT,
  N_FACTS
};
static const struct {
  const char *name, *meaning, *units;
} FACTS[N_FACTS] = {
    {"clauses", "clauses m", "1"},
    {"units", "units that pass a ReLU", "1"},
    {"entries", "entries of the matrices that are not zero", "1"},
    {"layers", "matrices", "1"},
    {"solutions", "satisfying assignments", "1"},
    {"evaluations", "evaluations of F until the first 1; 2^n if there is none",
     "1"},
    {"outside", "sign vectors s with F(s) neither 0 nor 1", "1"},
    {"disagree", "sign vectors s where F(s) is not the formula", "1"},
    {"gradients", "distinct gradients found near sign vectors", "1"},
    {"bad_gradients", "of them: neither 0 nor an axis up to sign", "1"},
    {"distance", "largest distance between two of them", "1"},
    {"lexicographic",
     "lexicographic gradients at 0, first along the way to a sign vector, that "
     "are not the gradient there",
     "1"},
    {"visited", "entries visited for two conservative elements", "1"},
    {"element", "distance of the two conservative elements at 0", "1"},
    {"seconds_network", "F at all sign vectors, 512 at a time", "s"},
    {"seconds_scalar", "F at all sign vectors, one at a time", "s"},
    {"seconds_formula", "formula at all sign vectors, 64 at a time", "s"},
    {"seconds_gradient", "one gradient of F by backpropagation", "s"},
    {"seconds_element", "two elements of the conservative gradient", "s"}};

/* Processor seconds of one call: the shortest of three timings, each over enough
 * calls for the clock; of one when a call is long. */
static inline double seconds_of(void (*work)(void *ctx), void *ctx,
                                double cost_guess)
{
  const size_t calls = cost_guess > 5e-4 ? 1 : (size_t)(5e-4 / cost_guess) + 1;
  const size_t repeats = cost_guess > 0.05 ? 1 : 3;
  double shortest = INFINITY;
  for (size_t k = 0; k < repeats; k++)
    shortest = fmin(shortest, tame_time_calls(work, ctx, 0, calls).cpu);
  return shortest;
}

/* --- a formula, its network, and its tables ------------------------------- */

typedef struct {
  const tame_cnf *f;
  tame_relu_net net;
  size_t n, words;        /* 2^n assignments in so many words */
  uint64_t *truth, *bits; /* [words], [TAME_SAT_BITS x words] */
  double *element;        /* [n] not zero, in the conservative gradient at 0 */
  double *z, *d, *work;   /* [rows] each */
  double *x, *v;          /* [n] */
  double *m, *g;          /* [n x n] directions, [n] lexicographic gradient */
  double *zero;           /* [n] zeros */
  double *found;          /* [n_found x n] distinct gradients */
  size_t n_found;
} formula;

enum { SAMPLES = 20 }; /* satisfying, and as many falsifying, sign vectors */

/* NET's formula F is borrowed.  TAME_EINVAL as tame_sat_gadget. */
static inline tame_status formula_begin(formula *q, const tame_cnf *f,
                                        tame_error *err)
{
  *q = (formula){.f = f, .n = f->n_vars, .words = tame_sat_words(f->n_vars)};
  TAME_TRY(tame_sat_gadget(&q->net, f, err));
  q->truth = tame_calloc(q->words, sizeof *q->truth);
  q->bits = tame_calloc(TAME_SAT_BITS * q->words, sizeof *q->bits);
  q->element = tame_vec(q->n);
  q->z = tame_vec(3 * q->net.n_rows);
  q->d = q->z + q->net.n_rows;
  q->work = q->d + q->net.n_rows;
  q->x = tame_vec(2 * q->n);
  q->v = q->x + q->n;
  q->m = tame_vec(q->n * q->n + 2 * q->n);
  q->g = q->m + q->n * q->n;
  q->zero = q->g + q->n;
  q->found = tame_vec((2 * q->n + 1) * q->n);
  return TAME_OK;
}

static inline void formula_end(formula *q)
{
  tame_relu_net_free(&q->net);
  free(q->truth);
  free(q->bits);
  free(q->element);
  free(q->z);
  free(q->x);
  free(q->m);
  free(q->found);
}

static inline void run_formula(void *ctx)
{
  const formula *q = ctx;
  tame_sat_table(q->truth, 0, q->words, q->f);
}

static inline void run_network(void *ctx)
{
  const formula *q = ctx;
  tame_relu_net_sign_table(q->bits, 0, q->words, TAME_SAT_BITS, &q->net);
}

static inline void run_element(void *ctx)
{
  const formula *q = ctx;
  tame_relu_net_nonzero_element(q->element, &q->net);
}

static inline void run_gradient(void *ctx)
{
  const formula *q = ctx;
  tame_relu_net_value(q->z, q->x, &q->net);
  tame_relu_net_choice(q->d, q->z, 0.0, &q->net);
  tame_relu_net_element(q->v, q->work, q->d, &q->net);
}

/* --- the truth table ------------------------------------------------------ */

/* Does assignment b satisfy the formula, by its table? */
static inline bool formula_holds(const formula *q, uint64_t b)
{
  return q->truth[b / 64] >> (b % 64) & 1;
}

static inline void compare_tables(double *facts, const formula *q)
{
  const uint64_t count = UINT64_C(1) << q->n;
  double solutions = 0.0, outside = 0.0, disagree = 0.0;
  facts[EVALUATIONS] = (double)count;
  for (size_t w = 0; w < q->words; w++) {
    const uint64_t all = count < 64 ? (UINT64_C(1) << count) - 1 : ~UINT64_C(0);
    const uint64_t truth = q->truth[w] & all, one = q->bits[w];
    uint64_t high = 0;
    for (size_t p = 1; p < TAME_SAT_BITS; p++)
      high |= q->bits[p * q->words + w];
    if (truth && solutions == 0.0)
      facts[EVALUATIONS] = 64.0 * (double)w + __builtin_ctzll(truth) + 1.0;
    solutions += __builtin_popcountll(truth);
    outside += __builtin_popcountll(high & all);
    disagree += __builtin_popcountll(((truth ^ one) | high) & all);
  }
  facts[SOLUTIONS] = solutions;
  facts[OUTSIDE] = outside;
  facts[DISAGREE] = disagree;
}

/* F at one sign vector after the other, in integers; adds to DISAGREE where it
 * is not the truth table. */
static inline void run_scalar(double *facts, const formula *q)
{
  tame_timer t = {0};
  int32_t *x = tame_calloc(q->n, sizeof *x);
  int32_t *z = tame_calloc(q->net.n_rows, sizeof *z);
  tame_timer_start(&t);
  for (uint64_t b = 0; b < UINT64_C(1) << q->n; b++) {
    tame_sign_vector(x, b, q->n);
    const int32_t f = tame_relu_net_value_int(z, x, &q->net);
    if (f != formula_holds(q, b)) facts[DISAGREE]++;
  }
  tame_timer_stop(&t);
  facts[SECONDS_SCALAR] = t.cpu;
  free(x);
  free(z);
}

/* --- Clarke subgradients -------------------------------------------------- */

/* Is the lexicographic gradient at 0 along x, e_2, ..., e_n not v? */
static inline bool is_other_lexicographic(formula *q)
{
  for (size_t i = 0; i < q->n; i++) {
    q->m[i * q->n] = q->x[i];
    for (size_t j = 1; j < q->n; j++) q->m[i * q->n + j] = i == j;
  }
  const tame_status s =
      tame_relu_net_lexicographic(q->g, q->zero, q->m, &q->net);
  TAME_REQUIRE(s == TAME_OK);
  return tame_distance_max(q->g, q->v, q->n) > 1e-12;
}

/* The gradient near sign vector b joins those found, when it is new. */
static inline void add_gradient(double *facts, formula *q, uint64_t b)
{
  for (size_t i = 0; i < q->n; i++) {
    const double sign = b >> (q->n - 1 - i) & 1 ? -1.0 : 1.0;
    q->x[i] = sign * (1.0 + (double)(i + 1) / 1024.0);
  }
  run_gradient(q);
  facts[LEXICOGRAPHIC] += is_other_lexicographic(q);
  for (size_t k = 0; k < q->n_found; k++)
    if (memcmp(q->found + k * q->n, q->v, q->n * sizeof *q->v) == 0) return;
  TAME_REQUIRE(q->n_found < 2 * q->n + 1);
  memcpy(q->found + q->n_found++ * q->n, q->v, q->n * sizeof *q->v);
}

static inline void find_gradients(double *facts, formula *q)
{
  const uint64_t count = UINT64_C(1) << q->n;
  size_t seen[2] = {0, 0};
  const size_t most = q->n <= 8 ? count : SAMPLES;
  for (uint64_t b = 0; b < count && (seen[0] < most || seen[1] < most); b++) {
    if (seen[0] >= most && q->truth[b / 64] == 0) {
      b |= 63; /* a word without solutions */
      continue;
    }
    if (seen[formula_holds(q, b)]++ < most) add_gradient(facts, q, b);
  }
  facts[GRADIENTS] = (double)q->n_found;
  for (size_t k = 0; k < q->n_found; k++) {
    double sum = 0.0;
    for (size_t i = 0; i < q->n; i++) sum += fabs(q->found[k * q->n + i]);
    facts[BAD_GRADIENTS] += sum != 0.0 && sum != 1.0;
    for (size_t j = 0; j < k; j++) {
      double square = 0.0;
      for (size_t i = 0; i < q->n; i++)
        square += pow(q->found[k * q->n + i] - q->found[j * q->n + i], 2);
      facts[DISTANCE] = fmax(facts[DISTANCE], sqrt(square));
    }
  }
}

/* --- all of it ------------------------------------------------------------ */

/* facts [N_FACTS]; the scalar evaluation only when with_scalar, else NaN. */
static inline void formula_measure(double *facts, formula *q, bool with_scalar)
{
  const double guess = 1.5e-11 * ldexp(1.0, (int)q->n);
  memset(facts, 0, N_FACTS * sizeof *facts);
  facts[CLAUSES] = (double)q->f->n_clauses;
  facts[UNITS] = (double)tame_relu_net_units(&q->net);
  facts[ENTRIES] = (double)q->net.nnz;
  facts[LAYERS] = (double)q->net.depth;
  facts[SECONDS_FORMULA] =
      seconds_of(run_formula, q, 1e-6 + guess * facts[CLAUSES]);
  facts[SECONDS_NETWORK] =
      seconds_of(run_network, q, 5e-6 + guess * facts[ENTRIES]);
  compare_tables(facts, q);
  facts[SECONDS_SCALAR] = NAN;
  if (with_scalar) run_scalar(facts, q);
  find_gradients(facts, q);
  facts[SECONDS_GRADIENT] = seconds_of(run_gradient, q, 5e-9 * facts[ENTRIES]);
  facts[VISITED] = (double)tame_relu_net_nonzero_element(q->element, &q->net);
  for (size_t i = 0; i < q->n; i++)
    facts[ELEMENT] += q->element[i] * q->element[i];
  facts[ELEMENT] = sqrt(facts[ELEMENT]);
  facts[SECONDS_ELEMENT] = seconds_of(run_element, q, 3e-9 * facts[ENTRIES]);
}

static inline bool is_measured(size_t fact) { return fact >= SECONDS_NETWORK; }

#endif
