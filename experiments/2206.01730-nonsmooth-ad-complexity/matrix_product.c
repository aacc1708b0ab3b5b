/* SPDX-License-Identifier: MIT */
/* An illustration of ours: p directional derivatives are a matrix product.
 *
 * F(x) = |A B x|_1 with A, B in {-1, 1}^{p x p} has F'(0; h) = |A B h|_1.  Its
 * derivatives along the p axes are the column norms of C = A B: by p forward
 * sweeps, of 2 p^3 - p additions and sign changes; by a classical product, of
 * 2 p^3 - p^2 operations, or Strassen's, of 7^(k+1) - 6 4^k for p = 2^k.  One
 * reverse sweep at a point where F is smooth gives the gradient for
 * (2 p^2 - 1) + 2 p (p - 1).
 *
 * Counted, for p = 2, 4, ..., 4096, and timed.  Times are processor time, medians
 * over repetitions in which all methods are timed in turn; Strassen's recursion
 * stops at 64, above three loops; sweeps by hand multiply by BLAS, vector by
 * vector; the tape's forward mode takes several directions at once.  A cell is
 * one p that is timed. */
#include <gsl/gsl_cblas.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/strassen.h"
#include "tame/tape_forward.h"
#include "tame/tape_vector.h"
#include "tame/timer.h"

enum {
  FORWARD,
  LOOPS,
  BLAS,
  STRASSEN,
  REVERSE,
  TAPE_FORWARD,
  TAPE_REVERSE,
  N_METHODS
};
static const char METHODS[] =
    "forward loops blas strassen reverse tape_forward tape_reverse";
enum { N_COUNTED = 4, FIRST_TIMED = 5, CUTOFF = 64, MOST_P = 12 };
static const char COUNTED[] = "forward classical strassen reverse";

static const tame_option PARAMS[] = {
    {"largest", {6, 9, 11}, 5, 13, "log2 of the largest p that is timed", NULL},
    {"repeats", {3, 5, 3}, 1, 100, "repetitions of the timing", NULL},
    {0}};

/* --- one size -------------------------------------------------------------- */

typedef struct {
  size_t p;
  double *a, *b, *c, *work;  /* [p x p], strassen's */
  double *x, *t, *s, *g, *h; /* [p] each */
  double *identity;          /* [p x p] */
  tame_tape *tape;           /* of F, two matrix-vector products and a norm */
  tame_var f;
  double *norms; /* [N_METHODS x p] what each method finds */
} problem;

/* y <- M x, or M' x */
static void times(double *y, const double *m, enum CBLAS_TRANSPOSE transpose,
                  const double *x, size_t p)
{
  cblas_dgemv(CblasRowMajor, transpose, (int)p, (int)p, 1.0, m, (int)p, x, 1,
              0.0, y, 1);
}

static double norm1(const double *x, size_t p)
{
  double sum = 0.0;
  for (size_t i = 0; i < p; i++) sum += fabs(x[i]);
  return sum;
}

static void run_forward(void *ctx)
{
  const problem *q = ctx;
  for (size_t j = 0; j < q->p; j++) {
    memset(q->x, 0, q->p * sizeof *q->x);
    q->x[j] = 1.0;
    times(q->t, q->b, CblasNoTrans, q->x, q->p);
    times(q->s, q->a, CblasNoTrans, q->t, q->p);
    q->norms[FORWARD * q->p + j] = norm1(q->s, q->p);
  }
}

/* norms <- column norms of c */
static void column_norms(double *norms, const problem *q)
{
  memset(norms, 0, q->p * sizeof *norms);
  for (size_t i = 0; i < q->p; i++)
    for (size_t j = 0; j < q->p; j++) norms[j] += fabs(q->c[i * q->p + j]);
}

static void run_loops(void *ctx)
{
  const problem *q = ctx;
  tame_matmul_loops(q->c, q->p, q->a, q->p, q->b, q->p, q->p);
  column_norms(q->norms + LOOPS * q->p, q);
}

static void run_blas(void *ctx)
{
  const problem *q = ctx;
  tame_matmul_blas(q->c, q->p, q->a, q->p, q->b, q->p, q->p);
  column_norms(q->norms + BLAS * q->p, q);
}

static void run_strassen(void *ctx)
{
  const problem *q = ctx;
  tame_strassen(q->c, q->work, q->a, q->b, q->p, CUTOFF, tame_matmul_loops);
  column_norms(q->norms + STRASSEN * q->p, q);
}

/* The gradient B' A' sign(A B x); <g, x> = F(x) is left in norms. */
static void run_reverse(void *ctx)
{
  const problem *q = ctx;
  for (size_t i = 0; i < q->p; i++) q->x[i] = sin((double)(i + 1));
  times(q->t, q->b, CblasNoTrans, q->x, q->p);
  times(q->s, q->a, CblasNoTrans, q->t, q->p);
  const double f = norm1(q->s, q->p);
  for (size_t i = 0; i < q->p; i++)
    q->s[i] = (double)((q->s[i] > 0.0) - (q->s[i] < 0.0));
  times(q->t, q->a, CblasTrans, q->s, q->p);
  times(q->g, q->b, CblasTrans, q->t, q->p);
  q->norms[REVERSE * q->p] = cblas_ddot((int)q->p, q->g, 1, q->x, 1) / f - 1.0;
}

/* The p directional derivatives at 0, all columns of the identity. */
static void run_tape_forward(void *ctx)
{
  const problem *q = ctx;
  memset(q->x, 0, q->p * sizeof *q->x);
  tame_tape_replay(q->tape, q->x);
  tame_tape_forward(q->norms + TAPE_FORWARD * q->p, q->identity, q->p,
                    TAME_DIRECTIONAL, &q->f, 1);
}

static void run_tape_reverse(void *ctx)
{
  const problem *q = ctx;
  for (size_t i = 0; i < q->p; i++) q->x[i] = sin((double)(i + 1));
  tame_tape_replay(q->tape, q->x);
  tame_tape_gradient(q->h, q->f);
}

static problem problem_begin(size_t p, const tame_run *run)
{
  const size_t size = p * p;
  problem q = {.p = p};
  gsl_rng *rng = tame_run_rng(run, "matrices", p);
  q.a = tame_vec(3 * size);
  q.b = q.a + size;
  q.c = q.b + size;
  q.work = tame_vec(tame_strassen_work(p, CUTOFF));
  q.x = tame_vec((5 + N_METHODS) * p);
  q.t = q.x + p;
  q.s = q.t + p;
  q.g = q.s + p;
  q.h = q.g + p;
  q.norms = q.h + p;
  for (size_t i = 0; i < 2 * size; i++)
    q.a[i] = gsl_rng_uniform(rng) < 0.5 ? 1.0 : -1.0;
  gsl_rng_free(rng);
  q.identity = tame_vec(size);
  for (size_t i = 0; i < p; i++) q.identity[i * p + i] = 1.0;
  q.tape = tame_tape_alloc();
  const tame_vars x = tame_tape_input_vector(q.tape, q.x, p);
  q.f =
      tame_vars_norm1(tame_vars_matvecc(q.a, p, tame_vars_matvecc(q.b, p, x)));
  return q;
}

static void problem_end(problem *q)
{
  free(q->a);
  free(q->work);
  free(q->x);
  free(q->identity);
  tame_tape_free(q->tape);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  static void (*const WORK[N_METHODS])(void *ctx) = {
      run_forward, run_loops,        run_blas,        run_strassen,
      run_reverse, run_tape_forward, run_tape_reverse};
  const size_t p = cell->coord[0], repeats = tame_run_count(run, "repeats");
  const double p2 = (double)p * (double)p;
  double *seconds = tame_vec(N_METHODS * repeats), found[2] = {0.0, 0.0};
  problem q = problem_begin(p, run);
  (void)err;
  for (size_t r = 0; r < repeats; r++)
    for (size_t m = 0; m < N_METHODS; m++) {
      const bool is_reverse = m == REVERSE || m == TAPE_REVERSE;
      const double guess = 2e-10 * p2 * (is_reverse ? 4.0 : (double)p);
      const size_t calls = guess > 2e-3 ? 1 : (size_t)(2e-3 / guess) + 1;
      seconds[m * repeats + r] =
          tame_time_calls(WORK[m], &q, r == 0 && calls > 1, calls).cpu;
    }
  for (size_t m = LOOPS; m < TAPE_REVERSE; m++)
    for (size_t j = 0; j < p && m != REVERSE; j++)
      found[0] += q.norms[m * p + j] != q.norms[j];
  found[1] =
      tame_worse(fabs(q.norms[REVERSE * p]), tame_distance_max(q.g, q.h, p));
  tame_h5_index(out, "time", N_METHODS * repeats, "method and repetition");
  tame_h5_index(out, "check", 2, "check");
  tame_h5_write_measured(out, "seconds", "time", seconds, "seconds", "s");
  tame_h5_write(out, "found", "check", found, "checks", "1");
  free(seconds);
  problem_end(&q);
  return TAME_OK;
}

/* --- the whole ------------------------------------------------------------- */

/* Operations for p = 2, 4, ..., and the slopes between neighbours. */
static void write_counts(tame_h5 *out)
{
  double count[N_COUNTED][MOST_P], slope[N_COUNTED][MOST_P], size[MOST_P];
  double relative[N_COUNTED][MOST_P];
  double crossing = NAN;
  for (size_t k = 0; k < MOST_P; k++) {
    const double p = size[k] = ldexp(2.0, (int)k);
    count[0][k] = 2.0 * p * p * p - p;
    count[1][k] = 2.0 * p * p * p - p * p;
    count[2][k] = tame_strassen_count((size_t)p, 1);
    count[3][k] = (2.0 * p * p - 1.0) + 2.0 * p * (p - 1.0);
    if (isnan(crossing) && count[2][k] < count[0][k]) crossing = p;
    for (size_t m = 0; m < N_COUNTED; m++)
      relative[m][k] = count[m][k] / count[0][k];
    for (size_t m = 0; m < N_COUNTED; m++)
      slope[m][k] = k ? log2(count[m][k] / count[m][k - 1]) : (double)NAN;
  }
  tame_h5_group(out, "count", "Operations for the derivatives along p axes");
  tame_h5_axis(out, "count/size", size, MOST_P, "inputs p", "1");
  tame_h5_codes(out, "count/method", COUNTED, "method");
  tame_h5_write(out, "count/operations", "method size", count[0],
                "operations: p forward sweeps, classical and Strassen's "
                "product, one reverse sweep",
                "1");
  tame_h5_write(out, "count/relative", "method size", relative[0],
                "operations over those of p forward sweeps", "1");
  tame_h5_write(out, "count/slope", "method size", slope[0],
                "log2 of the operations at p over those at p/2", "1");
  tame_h5_write_scalar(out, "count/crossing", crossing,
                       "first power of two where Strassen's product takes "
                       "fewer than p forward sweeps",
                       "1");
  tame_h5_panel(out, "count", "operations", "method size");
}

/* Median over repetitions, and the slopes over p >= 128 (over all p when there
 * are fewer than two such). */
static void write_times(tame_h5 *out, const double *seconds, const double *p,
                        size_t sizes, size_t repeats)
{
  double *median = tame_vec(N_METHODS * sizes), slope[N_METHODS];
  double *x = tame_vec(2 * sizes), *y = x + sizes;
  double *all = tame_vec(N_METHODS * sizes * repeats);
  const size_t first = sizes >= 4 ? 2 : 0; /* p = 128 */
  for (size_t m = 0; m < N_METHODS; m++) {
    for (size_t k = 0; k < sizes; k++) {
      double *to = all + (m * sizes + k) * repeats;
      memcpy(to, seconds + (k * N_METHODS + m) * repeats, repeats * sizeof *to);
      median[m * sizes + k] = tame_quantile(to, repeats, 0.5);
      x[k] = log(p[k]);
      y[k] = log(median[m * sizes + k]);
    }
    slope[m] = tame_fit_line(x + first, y + first, sizes - first).slope;
  }
  tame_h5_write_measured(out, "time/all", "method size repetition", all,
                         "processor time, all repetitions", "s");
  tame_h5_write_measured(out, "time/seconds", "method size", median,
                         "processor time, median", "s");
  tame_h5_write_measured(out, "time/slope", "method", slope,
                         "log-log slope of the time, p >= 128", "1");
  free(median);
  free(x);
  free(all);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t sizes = tame_cells_count(cells);
  const size_t repeats = tame_run_count(run, "repeats");
  double *seconds = tame_vec(sizes * N_METHODS * repeats);
  double *found = tame_vec(2 * sizes), *x = tame_vec(3 * sizes);
  tame_status s =
      tame_cells_gather(seconds, cells, "seconds", N_METHODS * repeats, err);
  if (s >= 0) s = tame_cells_gather(found, cells, "found", 2, err);
  for (size_t k = 0; k < sizes; k++) {
    x[k] = ldexp(1.0, (int)(FIRST_TIMED + k));
    x[sizes + k] = found[2 * k];
    x[2 * sizes + k] = found[2 * k + 1];
  }
  write_counts(out);
  tame_h5_group(out, "time", "Times of the derivatives along p axes");
  tame_h5_codes(out, "time/method", METHODS, "method");
  tame_h5_axis(out, "time/size", x, sizes, "inputs p", "1");
  tame_h5_index(out, "time/repetition", repeats, "repetition");
  write_times(out, seconds, x, sizes, repeats);
  tame_h5_write(out, "time/disagree", "size", x + sizes,
                "derivatives along axes that are not those of the forward "
                "sweeps: three products, the tape",
                "1");
  tame_h5_write(out, "time/euler", "size", x + 2 * sizes,
                "|<g, x> / F(x) - 1| for the gradient g of the reverse sweep, "
                "or its distance from the tape's where that is larger",
                "1");
  tame_h5_panel(out, "time", "seconds", "method size");
  free(seconds);
  free(found);
  free(x);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "largest") - FIRST_TIMED + 1;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = (size_t)1 << (FIRST_TIMED + index);
  cell->weight = pow((double)cell->coord[0], 3);
  snprintf(cell->name, sizeof cell->name, "size%zu", cell->coord[0]);
  snprintf(cell->group, sizeof cell->group, "all p");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.01730/matrix_product",
          .title =
              "Directional derivatives along all axes, and matrix products",
          .figures = "illus-matrix-product",
          .about = "Counts and times p directional derivatives of |A B x|_1 by "
                   "forward sweeps, by matrix products, and one reverse sweep. "
                   " An illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.1, 0.7, 51},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
