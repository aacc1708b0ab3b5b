/* SPDX-License-Identifier: MIT */
#include "tame/logistic.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/la.h"
#include "tame/stats.h"

/* Rows of X that are read, weighted and added to H at a time: X then comes
 * from memory once for the margins, the gradient and the Hessian together.
 * 256 is the depth at which OpenBLAS cuts the product anyway. */
enum { BLOCK = 256 };

const tame_logistic_options tame_logistic_authors = {.max_steps = 49,
                                                     .gradient_tol = 1e-10,
                                                     .c1 = 0.001,
                                                     .c2 = 0.7,
                                                     .max_halvings = 50};

struct tame_logistic {
  tame_logistic_problem problem;
  tame_map map;
  double step, gradient_norm;

  /* the point where H was last formed */
  bool has_point;
  tame_status at;      /* TAME_OK when H could be factored there */
  double *beta;        /* [p]; head of the block that free() releases */
  double *weights, *t; /* [n], t = X beta */
  double *d;           /* [p], H^{-1} g */
  double *factor;      /* [p x p], upper */

  /* scratch */
  double *g, *v; /* [p] */
  double *a, *c; /* [n] */
  double *rows;  /* [BLOCK x p] */
};

/* --- products with X ------------------------------------------------------ */

/* out [n] <- X b */
static void forward(double *out, const double *b, const tame_logistic *w)
{
  const int n = (int)w->problem.n, p = (int)w->problem.p;
  cblas_dgemv(CblasRowMajor, CblasNoTrans, n, p, 1.0, w->problem.x, p, b, 1,
              0.0, out, 1);
}

/* out [p] <- X'r */
static void adjoint(double *out, const double *r, const tame_logistic *w)
{
  const int n = (int)w->problem.n, p = (int)w->problem.p;
  cblas_dgemv(CblasRowMajor, CblasTrans, n, p, 1.0, w->problem.x, p, r, 1, 0.0,
              out, 1);
}

double tame_logistic_objective(const double *beta, const double *weights,
                               tame_logistic *w)
{
  const size_t n = w->problem.n, p = w->problem.p;
  double sum = 0.0;
  forward(w->a, beta, w);
  for (size_t i = 0; i < n; i++)
    sum += weights[i] * tame_logistic_loss(w->problem.y[i] * w->a[i]);
  return sum + 0.5 * w->problem.lambda * cblas_ddot((int)p, beta, 1, beta, 1);
}

void tame_logistic_gradient(double *grad, const double *beta,
                            const double *weights, tame_logistic *w)
{
  const size_t n = w->problem.n, p = w->problem.p;
  forward(w->a, beta, w);
  for (size_t i = 0; i < n; i++)
    w->a[i] =
        weights[i] * tame_logistic_loss_slopes(w->a[i], w->problem.y[i]).first;
  adjoint(grad, w->a, w);
  cblas_daxpy((int)p, w->problem.lambda, beta, 1, grad, 1);
}

/* --- gradient, Hessian and direction at a point --------------------------- */

/* t, and the contributions to g and H, of COUNT observations from FIRST on */
static void add_rows(tame_logistic *w, size_t first, size_t count)
{
  const size_t p = w->problem.p;
  const int rows = (int)count, cols = (int)p;
  const double *x = w->problem.x + first * p, *y = w->problem.y + first;
  const double *weights = w->weights + first;
  double *t = w->t + first, *r = w->a + first;

  cblas_dgemv(CblasRowMajor, CblasNoTrans, rows, cols, 1.0, x, cols, w->beta, 1,
              0.0, t, 1);
  for (size_t i = 0; i < count; i++) {
    const tame_logistic_slopes s = tame_logistic_loss_slopes(t[i], y[i]);
    const double root = sqrt(weights[i] * s.second);
    r[i] = weights[i] * s.first;
    for (size_t j = 0; j < p; j++) w->rows[i * p + j] = root * x[i * p + j];
  }
  cblas_dgemv(CblasRowMajor, CblasTrans, rows, cols, 1.0, x, cols, r, 1, 1.0,
              w->g, 1);
  cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, cols, rows, 1.0, w->rows,
              cols, first == 0 ? 0.0 : 1.0, w->factor, cols);
}

/* Move the workspace to (beta, weights) unless it is there already: t, |g|,
 * the factor of H and d.  TAME_ESINGULAR when H is not positive definite. */
static tame_status linearise(tame_logistic *w, const double *beta,
                             const double *weights)
{
  const size_t n = w->problem.n, p = w->problem.p;
  if (w->has_point && memcmp(w->beta, beta, p * sizeof *beta) == 0 &&
      memcmp(w->weights, weights, n * sizeof *weights) == 0)
    return w->at;

  memcpy(w->beta, beta, p * sizeof *beta);
  memcpy(w->weights, weights, n * sizeof *weights);
  for (size_t j = 0; j < p; j++) w->g[j] = w->problem.lambda * beta[j];
  for (size_t i = 0; i < n; i += BLOCK)
    add_rows(w, i, n - i < BLOCK ? n - i : BLOCK);
  for (size_t j = 0; j < p; j++) w->factor[j * p + j] += w->problem.lambda;

  w->has_point = true;
  w->gradient_norm = tame_norm(w->g, p);
  w->at = tame_la_cholesky(w->factor, p);
  if (w->at == TAME_OK) {
    memcpy(w->d, w->g, p * sizeof *w->d);
    tame_la_cholesky_solve(w->d, w->factor, p);
  }
  return w->at;
}

/* --- the map -------------------------------------------------------------- */

static void fill_nan(double *x, size_t n)
{
  for (size_t i = 0; i < n; i++) x[i] = NAN;
}

static void value(double *xnew, const double *x, const double *theta, void *ctx)
{
  tame_logistic *w = ctx;
  const size_t p = w->problem.p;
  if (linearise(w, x, theta) != TAME_OK) {
    fill_nan(xnew, p);
    return;
  }
  for (size_t j = 0; j < p; j++) xnew[j] = x[j] - w->step * w->d[j];
}

static void jvp(double *dxnew, const double *dx, const double *dtheta,
                const double *x, const double *theta, void *ctx)
{
  tame_logistic *w = ctx;
  const size_t n = w->problem.n, p = w->problem.p;
  const double s = w->step;
  if (linearise(w, x, theta) != TAME_OK) {
    fill_nan(dxnew, p);
    return;
  }
  forward(w->a, w->d, w);
  forward(w->c, dx, w);
  for (size_t i = 0; i < n; i++) {
    const tame_logistic_slopes slopes =
        tame_logistic_loss_slopes(w->t[i], w->problem.y[i]);
    const double dw = dtheta ? dtheta[i] : 0.0;
    w->c[i] = theta[i] * slopes.third * w->a[i] * w->c[i] +
              dw * (slopes.second * w->a[i] - slopes.first);
  }
  adjoint(w->v, w->c, w);
  tame_la_cholesky_solve(w->v, w->factor, p);
  for (size_t j = 0; j < p; j++) dxnew[j] = (1.0 - s) * dx[j] + s * w->v[j];
}

/* A'u and B'u from t = X beta, d = H^{-1} g and, in w->v, H^{-1} u */
static void pull_back(double *dx, double *dtheta, const double *u,
                      const double *t, const double *d, const double *theta,
                      tame_logistic *w)
{
  const size_t n = w->problem.n, p = w->problem.p;
  const double s = w->step;
  forward(w->a, d, w);
  forward(w->c, w->v, w);
  for (size_t i = 0; i < n; i++) {
    const tame_logistic_slopes slopes =
        tame_logistic_loss_slopes(t[i], w->problem.y[i]);
    const double a = w->a[i], c = w->c[i];
    if (dtheta) dtheta[i] += s * c * (slopes.second * a - slopes.first);
    w->a[i] = theta[i] * slopes.third * a * c;
  }
  adjoint(w->v, w->a, w);
  for (size_t j = 0; j < p; j++) dx[j] = (1.0 - s) * u[j] + s * w->v[j];
}

static void vjp(double *dx, double *dtheta, const double *dxnew,
                const double *x, const double *theta, void *ctx)
{
  tame_logistic *w = ctx;
  const size_t n = w->problem.n, p = w->problem.p;
  if (linearise(w, x, theta) != TAME_OK) {
    fill_nan(dx, p);
    if (dtheta) fill_nan(dtheta, n);
    return;
  }
  memcpy(w->v, dxnew, p * sizeof *dxnew);
  tame_la_cholesky_solve(w->v, w->factor, p);
  pull_back(dx, dtheta, dxnew, w->t, w->d, theta, w);
}

/* A record is t [n], d [p], then the rows of the factor's upper triangle. */
static void value_record(double *xnew, double *record, const double *x,
                         const double *theta, void *ctx)
{
  tame_logistic *w = ctx;
  const size_t n = w->problem.n, p = w->problem.p;
  value(xnew, x, theta, ctx);
  memcpy(record, w->t, n * sizeof *record);
  memcpy(record + n, w->d, p * sizeof *record);
  double *packed = record + n + p;
  for (size_t i = 0; i < p; i++) {
    memcpy(packed, w->factor + i * p + i, (p - i) * sizeof *packed);
    packed += p - i;
  }
}

static void vjp_record(double *dx, double *dtheta, const double *dxnew,
                       const double *record, const double *x,
                       const double *theta, void *ctx)
{
  (void)x;
  tame_logistic *w = ctx;
  const size_t n = w->problem.n, p = w->problem.p;
  const double *t = record, *d = record + n, *packed = record + n + p;
  memcpy(w->v, dxnew, p * sizeof *dxnew);
  cblas_dtpsv(CblasRowMajor, CblasUpper, CblasTrans, CblasNonUnit, (int)p,
              packed, w->v, 1);
  cblas_dtpsv(CblasRowMajor, CblasUpper, CblasNoTrans, CblasNonUnit, (int)p,
              packed, w->v, 1);
  pull_back(dx, dtheta, dxnew, t, d, theta, w);
}

/* --- life cycle ----------------------------------------------------------- */

tame_logistic *tame_logistic_alloc(size_t n, size_t p)
{
  TAME_REQUIRE(n >= 1 && p >= 1);
  tame_logistic *w = tame_calloc(1, sizeof *w);
  const size_t block = n < BLOCK ? n : BLOCK;
  w->beta = tame_vec(4 * p + 4 * n + p * p + block * p);
  w->d = w->beta + p;
  w->g = w->d + p;
  w->v = w->g + p;
  w->weights = w->v + p;
  w->t = w->weights + n;
  w->a = w->t + n;
  w->c = w->a + n;
  w->factor = w->c + n;
  w->rows = w->factor + p * p;
  w->problem = (tame_logistic_problem){.n = n, .p = p};
  w->map = (tame_map){.n = p,
                      .p = n,
                      .value = value,
                      .jvp = jvp,
                      .vjp = vjp,
                      .n_record = n + p + p * (p + 1) / 2,
                      .value_record = value_record,
                      .vjp_record = vjp_record,
                      .ctx = w};
  return w;
}

void tame_logistic_free(tame_logistic *w)
{
  if (!w) return;
  free(w->beta);
  free(w);
}

tame_status tame_logistic_init(tame_logistic *w,
                               const tame_logistic_problem *problem)
{
  if (problem->n != w->problem.n || problem->p != w->problem.p ||
      !(problem->lambda >= 0.0) || !isfinite(problem->lambda))
    return TAME_EINVAL;
  for (size_t i = 0; i < problem->n; i++)
    if (fabs(problem->y[i]) != 1.0) return TAME_EINVAL;
  w->problem = *problem;
  w->step = 1.0;
  w->has_point = false;
  return TAME_OK;
}

const tame_map *tame_logistic_map(const tame_logistic *w) { return &w->map; }

double tame_logistic_step(const tame_logistic *w) { return w->step; }

void tame_logistic_set_step(tame_logistic *w, double s) { w->step = s; }

double tame_logistic_gradient_norm(const tame_logistic *w)
{
  return w->gradient_norm;
}

/* --- Newton's method ------------------------------------------------------ */

/* phi(beta + s d) and its derivative in s, where margins move along t + s a:
 * O(n) a trial, no product with X. */
typedef struct {
  double value, slope;
} along_line;

static along_line evaluate(double s, const double *beta, const double *d,
                           const double *weights, const tame_logistic *w)
{
  const int p = (int)w->problem.p;
  const double lambda = w->problem.lambda;
  const double bd = cblas_ddot(p, beta, 1, d, 1);
  const double dd = cblas_ddot(p, d, 1, d, 1);
  const double bb = cblas_ddot(p, beta, 1, beta, 1);
  along_line at = {.value = 0.5 * lambda * (bb + s * (2.0 * bd + s * dd)),
                   .slope = lambda * (bd + s * dd)};
  for (size_t i = 0; i < w->problem.n; i++) {
    const double t = w->t[i] + s * w->a[i], y = w->problem.y[i];
    at.value += weights[i] * tame_logistic_loss(y * t);
    at.slope += weights[i] * w->a[i] * tame_logistic_loss_slopes(t, y).first;
  }
  return at;
}

tame_status tame_logistic_line_search(size_t *halvings, tame_logistic *w,
                                      const double *beta, const double *weights,
                                      const tame_logistic_options *opt)
{
  const size_t p = w->problem.p;
  TAME_TRY(linearise(w, beta, weights));
  double *d = w->v; /* the direction, -H^{-1} g */
  for (size_t j = 0; j < p; j++) d[j] = -w->d[j];
  forward(w->a, d, w);

  const along_line start = evaluate(0.0, beta, d, weights, w);
  const double m = -start.slope;
  double lo = 0.0, hi = 1.0, s = 0.5;
  size_t k = 0;
  for (; k < opt->max_halvings; k++) {
    const along_line at = evaluate(s, beta, d, weights, w);
    if (at.value > start.value + opt->c1 * s * m) {
      hi = s;
    } else if (at.slope < opt->c2 * m) {
      lo = s;
    } else {
      break;
    }
    s = 0.5 * (lo + hi);
  }
  w->step = s;
  if (halvings) *halvings = k;
  return TAME_OK;
}

tame_status tame_logistic_solve(tame_trajectory *t, tame_logistic *w,
                                const double *beta0, const double *weights,
                                const tame_logistic_options *opt)
{
  TAME_REQUIRE(tame_trajectory_map(t) == &w->map);
  tame_trajectory_init(t, beta0);
  TAME_TRY(tame_logistic_line_search(NULL, w, beta0, weights, opt));
  tame_status outcome = TAME_MAX_ITER;
  for (size_t k = 0; k < opt->max_steps && outcome == TAME_MAX_ITER; k++) {
    const tame_status s = tame_trajectory_step(t, weights);
    if (s != TAME_OK) return s;
    if (w->gradient_norm < opt->gradient_tol) outcome = TAME_CONVERGED;
  }
  const tame_status s = tame_trajectory_step(t, weights);
  return s == TAME_OK ? outcome : s;
}

tame_status tame_logistic_implicit(double *grad, const double *u,
                                   const double *beta, const double *weights,
                                   tame_logistic *w)
{
  TAME_TRY(linearise(w, beta, weights));
  memcpy(w->v, u, w->problem.p * sizeof *u);
  tame_la_cholesky_solve(w->v, w->factor, w->problem.p);
  forward(w->c, w->v, w);
  for (size_t i = 0; i < w->problem.n; i++) {
    const double y = w->problem.y[i];
    grad[i] = -tame_logistic_loss_slopes(w->t[i], y).first * w->c[i];
  }
  return TAME_OK;
}
