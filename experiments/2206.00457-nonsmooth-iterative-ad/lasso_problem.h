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

enum { M = 100, N = 50, S = 10, P = 1 + M };
static const double RIDGE = 0.1, DIFFERENCE = 1e-5;

/* --- the problem ----------------------------------------------------------- */

typedef struct {
  double a[M * N], gram[N * N];
  double theta[P]; /* lambda, b */
  double step, mu;
} problem;

static inline void draw(problem *t, size_t rep, const tame_run *run)
{
  double *b = t->theta + 1, x0[N] = {0}, noise[M], top = 0.0, w[N];
  size_t index[N], chosen[S];
  gsl_rng *rng = tame_run_rng(run, "data", rep);
  tame_rng_normal(t->a, (size_t)M * N, rng);
  cblas_dscal(M * N, 1.0 / sqrt((double)M), t->a, 1);
  for (size_t i = 0; i < N; i++) index[i] = i;
  gsl_ran_choose(rng, chosen, S, index, N, sizeof *index);
  for (size_t i = 0; i < S; i++) tame_rng_normal(x0 + chosen[i], 1, rng);
  tame_rng_normal(noise, M, rng);
  gsl_rng_free(rng);

  cblas_dgemv(CblasRowMajor, CblasNoTrans, M, N, 1.0, t->a, N, x0, 1, 0.0, b,
              1);
  cblas_daxpy(M, 0.1 * tame_norm(b, M) / sqrt((double)M), noise, 1, b, 1);
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, N, N, M, 1.0, t->a, N,
              t->a, N, 0.0, t->gram, N);
  cblas_dgemv(CblasRowMajor, CblasTrans, M, N, 1.0, t->a, N, b, 1, 0.0, w, 1);
  for (size_t i = 0; i < N; i++) top = fmax(top, fabs(w[i]));
  t->theta[0] = 0.1 * top;
  TAME_REQUIRE(tame_la_eigen_symmetric(w, NULL, t->gram, N) == TAME_OK);
  t->step = 1.0 / w[N - 1];
  t->mu = w[0];
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

/* theta is lambda alone (p = 1) or (lambda, b) (p = P); the derivative of the
 * soft threshold at a tie is 0. */
static inline tame_status algorithm_begin(algorithm *w, const problem *t,
                                          size_t p, bool ridge)
{
  const tame_params b =
      p == P ? (tame_params){.index = 1}
             : (tame_params){.index = TAME_FIXED, .fixed = t->theta + 1};
  const tame_param zero = tame_param_fixed(0.0), lambda = tame_param_theta(0);
  const tame_kink kink = {.at_kink = 0.0};
  *w = (algorithm){.splitting = tame_splitting_alloc()};
  TAME_TRY(tame_op_least_squares_init(&w->gradient, t->a, M, N, p, zero, b));
  TAME_TRY(tame_prox_elastic_net_init(&w->prox, N, p, ridge ? zero : lambda,
                                      ridge ? lambda : zero, t->step, kink));
  const tame_map prox = tame_prox_l1_map(&w->prox);
  const tame_map gradient = tame_op_least_squares_map(&w->gradient);
  TAME_TRY(tame_forward_backward_init(w->splitting, &prox, &gradient, t->step));
  w->map = tame_splitting_map(w->splitting);
  return TAME_OK;
}

/* --- references ------------------------------------------------------------- */

typedef struct {
  double x[N], jac[N * P]; /* the limit, and its derivative in (lambda, b) */
  double e[N];             /* sign of x; 1 everywhere for ridge */
  size_t size;             /* of the support */
  double rate;             /* rho */
} reference;

/* From the support and the signs in r->e, by Cholesky.  ridge: H = A'A + lambda I
 * and S is everything. */
static inline tame_status solve_on_support(reference *r, const problem *t,
                                           double lambda, bool ridge)
{
  size_t on[N], k = 0;
  double h[N * N], rhs[N], *many = tame_vec((size_t)N * P), w[N];
  for (size_t i = 0; i < N; i++)
    if (r->e[i] != 0.0) on[k++] = i;
  for (size_t i = 0; i < k; i++) {
    for (size_t j = 0; j < k; j++) h[i * k + j] = t->gram[on[i] * N + on[j]];
    if (ridge) h[i * k + i] += lambda;
    rhs[i] = ridge ? 0.0 : -lambda * r->e[on[i]];
    for (size_t c = 0; c < M; c++) {
      many[i * P + 1 + c] = t->a[c * N + on[i]];
      rhs[i] += t->a[c * N + on[i]] * t->theta[1 + c];
    }
  }
  memset(r->x, 0, sizeof r->x);
  memset(r->jac, 0, sizeof r->jac);
  r->size = k;
  tame_status s = tame_la_eigen_symmetric(w, NULL, h, k);
  if (k > 0) r->rate = 1.0 - t->step * w[0];
  if (ridge) r->rate = (1.0 - t->step * t->mu) / (1.0 + t->step * lambda);
  if (s >= 0) s = tame_la_cholesky(h, k);
  if (s >= 0) {
    tame_la_cholesky_solve(rhs, h, k);
    for (size_t i = 0; i < k; i++) many[i * P] = ridge ? -rhs[i] : -r->e[on[i]];
    tame_la_cholesky_solve_many(many, h, k, P);
    for (size_t i = 0; i < k; i++) {
      r->x[on[i]] = rhs[i];
      memcpy(r->jac + on[i] * P, many + i * P, P * sizeof *many);
    }
  }
  free(many);
  return s;
}

/* |A'(Ax - b)|_inf <= lambda (1 + 1e-9) and the signs are e. */
static inline bool is_optimal(const reference *r, const problem *t,
                              double lambda)
{
  double res[M];
  for (size_t i = 0; i < N; i++)
    if (r->e[i] * r->x[i] < 0.0 || (r->e[i] != 0.0) != (r->x[i] != 0.0))
      return false;
  cblas_dcopy(M, t->theta + 1, 1, res, 1);
  cblas_dgemv(CblasRowMajor, CblasNoTrans, M, N, 1.0, t->a, N, r->x, 1, -1.0,
              res, 1);
  for (size_t i = 0; i < N; i++)
    if (!(fabs(cblas_ddot(M, t->a + i, N, res, 1)) <= lambda * (1.0 + 1e-9)))
      return false;
  return true;
}

/* The lasso's at lambda, x [N] a start that ends at the limit: iterates until
 * nothing moves, takes the signs, solves exactly. */
static inline bool lasso_reference(reference *r, double *x, const problem *t,
                                   const tame_map *map, double lambda)
{
  const double theta = lambda;
  for (int attempt = 0; attempt < 10; attempt++) {
    iterate_until(x, map, &theta, 1e-15, 2000);
    for (size_t i = 0; i < N; i++)
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
  double x[N], d[N] = {0}, exact[N], scale = 0.5 / h;
  for (int sign = 1; sign >= -1; sign -= 2) {
    memcpy(x, r->x, sizeof x);
    if (!lasso_reference(side, x, t, map, lambda + sign * h)) scale = NAN;
    for (size_t i = 0; i < N; i++) d[i] += sign * scale * side->x[i];
  }
  for (size_t i = 0; i < N; i++) exact[i] = r->jac[i * P];
  free(side);
  return tame_distance(d, exact, N) / tame_norm(exact, N);
}

#endif
