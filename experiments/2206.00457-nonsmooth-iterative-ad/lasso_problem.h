/* SPDX-License-Identifier: MIT */
/* The problems of lasso.c: data, algorithm, and the limit with its derivatives
 * by other means than iteration.
 *
 *     min_x 1/2 |Ax - b|^2 + lambda |x|_1        (lasso)
 *     min_x 1/2 |Ax - b|^2 + lambda/2 |x|^2      (ridge)
 *
 * A [m x n] with entries N(0, 1/m); x0 with s entries N(0, 1), others 0;
 * b = A x0 + 0.1 (|A x0|/sqrt(m)) N(0, I); lambda = 0.1 |A'b|_inf for the
 * lasso, 0.1 for ridge; step a = 1/|A|_2^2.  Sizes and step are our choice.
 *
 * With S = supp x, e = sign x_S,
 *     x_S = (A_S'A_S)^{-1} (A_S'b - lambda e),
 *     dx_S/dlambda = -(A_S'A_S)^{-1} e,   dx_S/db = (A_S'A_S)^{-1} A_S';
 * for ridge, with H = A'A + lambda I,
 *     x = H^{-1} A'b,   dx/dlambda = -H^{-1} x,   dx/db = H^{-1} A'. */
#ifndef LASSO_PROBLEM_H
#define LASSO_PROBLEM_H

#include <stdbool.h>

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_randist.h>

#include "curves.h"
#include "tame/la.h"
#include "tame/monotone.h"
#include "tame/prox.h"
#include "tame/rng.h"
#include "tame/splitting.h"

enum { MAX_M = 100, MAX_N = 100, S = 10, MAX_P = 1 + MAX_M };
static const double RIDGE = 0.1, DIFFERENCE = 1e-5;

/* --- the problem ----------------------------------------------------------- */

typedef struct {
  size_t m, n, p;             /* p = 1 + m: lambda, b */
  double a[MAX_M * MAX_N];    /* [m x n] */
  double gram[MAX_N * MAX_N]; /* [n x n] A'A */
  double theta[MAX_P];        /* [p] */
  double step, mu;
} problem;

/* y [m] <- A x - y */
static inline void subtract_from_image(double *y, const double *x,
                                       const problem *t)
{
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)t->m, (int)t->n, 1.0, t->a,
              (int)t->n, x, 1, -1.0, y, 1);
}

/* Step 1/|A|^2, lambda, A'A. */
static inline void set_constants(problem *t)
{
  const int m = (int)t->m, n = (int)t->n;
  double w[MAX_N], top = 0.0;
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, n, n, m, 1.0, t->a, n,
              t->a, n, 0.0, t->gram, n);
  cblas_dgemv(CblasRowMajor, CblasTrans, m, n, 1.0, t->a, n, t->theta + 1, 1,
              0.0, w, 1);
  for (size_t i = 0; i < t->n; i++) top = fmax(top, fabs(w[i]));
  t->theta[0] = 0.1 * top;
  TAME_REQUIRE(tame_la_eigen_symmetric(w, NULL, t->gram, t->n) == TAME_OK);
  t->step = 1.0 / w[n - 1];
  t->mu = fmax(w[0], 0.0);
}

static inline void draw(problem *t, size_t rep, const tame_run *run)
{
  double *b = t->theta + 1, x0[MAX_N] = {0}, noise[MAX_M];
  size_t index[MAX_N], chosen[S];
  t->m = tame_run_count(run, "rows");
  t->n = tame_run_count(run, "columns");
  t->p = 1 + t->m;
  const double spread = 1.0 / sqrt((double)t->m);
  gsl_rng *rng = tame_run_rng(run, "data", rep);
  tame_rng_normal(t->a, t->m * t->n, rng);
  cblas_dscal((int)(t->m * t->n), spread, t->a, 1);
  for (size_t i = 0; i < t->n; i++) index[i] = i;
  gsl_ran_choose(rng, chosen, S, index, t->n, sizeof *index);
  for (size_t i = 0; i < S; i++) tame_rng_normal(x0 + chosen[i], 1, rng);
  tame_rng_normal(noise, t->m, rng);
  gsl_rng_free(rng);
  memset(b, 0, t->m * sizeof *b);
  subtract_from_image(b, x0, t);
  cblas_daxpy((int)t->m, 0.1 * tame_norm(b, t->m) / sqrt((double)t->m), noise,
              1, b, 1);
  set_constants(t);
}

/* The algorithm: forward-backward with a prox, theta [p]. */
typedef struct {
  tame_op_least_squares gradient;
  tame_prox_l1 prox;
  tame_splitting *splitting;
  tame_map map;
} algorithm;

static inline void algorithm_end(algorithm *w)
{
  tame_op_least_squares_free(&w->gradient);
  tame_splitting_free(w->splitting);
}

/* theta is lambda alone (p = 1) or (lambda, b) (p = t->p); the derivative of the
 * soft threshold at a tie is 0. */
static inline tame_status algorithm_begin(algorithm *w, const problem *t,
                                          size_t p, bool ridge)
{
  const tame_params b =
      p == t->p ? (tame_params){.index = 1}
                : (tame_params){.index = TAME_FIXED, .fixed = t->theta + 1};
  const tame_param zero = tame_param_fixed(0.0), lambda = tame_param_theta(0);
  const tame_kink kink = {.at_kink = 0.0};
  *w = (algorithm){.splitting = tame_splitting_alloc()};
  TAME_TRY(
      tame_op_least_squares_init(&w->gradient, t->a, t->m, t->n, p, zero, b));
  TAME_TRY(tame_prox_elastic_net_init(&w->prox, t->n, p, ridge ? zero : lambda,
                                      ridge ? lambda : zero, t->step, kink));
  const tame_map prox = tame_prox_l1_map(&w->prox);
  const tame_map gradient = tame_op_least_squares_map(&w->gradient);
  TAME_TRY(tame_forward_backward_init(w->splitting, &prox, &gradient, t->step));
  w->map = tame_splitting_map(w->splitting);
  return TAME_OK;
}

/* --- references ------------------------------------------------------------- */

typedef struct {
  size_t n, p;
  double x[MAX_N], jac[MAX_N * MAX_P]; /* the limit, its derivative [n x p] */
  double e[MAX_N];                     /* sign of x; 1 everywhere for ridge */
  size_t size;                         /* of the support */
  double rate;                         /* rho */
} reference;

/* From the support and the signs in r->e, by Cholesky.  ridge: H = A'A + lambda I
 * and S is everything. */
static inline tame_status solve_on_support(reference *r, const problem *t,
                                           double lambda, bool ridge)
{
  const size_t n = t->n, p = t->p;
  size_t on[MAX_N], k = 0;
  double *h = tame_vec(n * n), *many = tame_vec(n * p), rhs[MAX_N], w[MAX_N];
  for (size_t i = 0; i < n; i++)
    if (r->e[i] != 0.0) on[k++] = i;
  for (size_t i = 0; i < k; i++) {
    for (size_t j = 0; j < k; j++) h[i * k + j] = t->gram[on[i] * n + on[j]];
    if (ridge) h[i * k + i] += lambda;
    rhs[i] = ridge ? 0.0 : -lambda * r->e[on[i]];
    for (size_t c = 0; c < t->m; c++) {
      many[i * p + 1 + c] = t->a[c * n + on[i]];
      rhs[i] += t->a[c * n + on[i]] * t->theta[1 + c];
    }
  }
  memset(r->x, 0, sizeof r->x);
  memset(r->jac, 0, sizeof r->jac);
  r->n = n;
  r->p = p;
  r->size = k;
  tame_status s = tame_la_eigen_symmetric(w, NULL, h, k);
  if (k > 0) r->rate = 1.0 - t->step * w[0];
  if (ridge) r->rate = (1.0 - t->step * t->mu) / (1.0 + t->step * lambda);
  if (s >= 0) s = tame_la_cholesky(h, k);
  if (s >= 0) {
    tame_la_cholesky_solve(rhs, h, k);
    for (size_t i = 0; i < k; i++) many[i * p] = ridge ? -rhs[i] : -r->e[on[i]];
    tame_la_cholesky_solve_many(many, h, k, p);
    for (size_t i = 0; i < k; i++) {
      r->x[on[i]] = rhs[i];
      memcpy(r->jac + on[i] * p, many + i * p, p * sizeof *many);
    }
  }
  free(h);
  free(many);
  return s;
}

/* |A'(Ax - b)|_inf <= lambda (1 + 1e-9) and the signs are e. */
static inline bool is_optimal(const reference *r, const problem *t,
                              double lambda)
{
  const int m = (int)t->m, n = (int)t->n;
  double res[MAX_M];
  for (size_t i = 0; i < t->n; i++)
    if (r->e[i] * r->x[i] < 0.0 || (r->e[i] != 0.0) != (r->x[i] != 0.0))
      return false;
  memcpy(res, t->theta + 1, t->m * sizeof *res);
  subtract_from_image(res, r->x, t);
  for (size_t i = 0; i < t->n; i++)
    if (!(fabs(cblas_ddot(m, t->a + i, n, res, 1)) <= lambda * (1.0 + 1e-9)))
      return false;
  return true;
}

/* The lasso's at lambda, x [n] a start that ends at the limit: iterates until
 * nothing moves, takes the signs, solves exactly. */
static inline bool lasso_reference(reference *r, double *x, const problem *t,
                                   const tame_map *map, double lambda)
{
  const double theta = lambda;
  for (int attempt = 0; attempt < 10; attempt++) {
    iterate_until(x, map, &theta, 1e-15, 2000);
    for (size_t i = 0; i < t->n; i++)
      r->e[i] = (double)(x[i] > 0.0) - (double)(x[i] < 0.0);
    if (solve_on_support(r, t, lambda, false) >= 0 && is_optimal(r, t, lambda))
      return true;
  }
  return false;
}

/* |d x/d lambda by central differences - reference| relative, step 1e-5
 * lambda */
static inline double difference_error(const reference *r, const problem *t,
                                      const tame_map *map)
{
  reference *side = tame_calloc(1, sizeof *side);
  const double lambda = t->theta[0], h = DIFFERENCE * lambda;
  double x[MAX_N], d[MAX_N] = {0}, exact[MAX_N], scale = 0.5 / h;
  for (int sign = 1; sign >= -1; sign -= 2) {
    memcpy(x, r->x, sizeof x);
    if (!lasso_reference(side, x, t, map, lambda + sign * h)) scale = NAN;
    for (size_t i = 0; i < t->n; i++) d[i] += sign * scale * side->x[i];
  }
  for (size_t i = 0; i < t->n; i++) exact[i] = r->jac[i * t->p];
  free(side);
  return tame_distance(d, exact, t->n) / tame_norm(exact, t->n);
}

#endif
