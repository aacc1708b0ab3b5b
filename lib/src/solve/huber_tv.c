/* SPDX-License-Identifier: MIT */
#include "tame/huber_tv.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/la.h"
#include "tame/tv_path.h"

struct tame_huber_tv {
  size_t n, steps;
  double mu, norm;   /* norm: |grad F|_inf */
  double *h;         /* [n x n]; head of the block */
  double *smooth;    /* [n x n] H'H + mu I */
  double *hessian;   /* [n x n] and its factor */
  double *hb;        /* [n] H'b */
  double *grad, *d;  /* [n] gradient, Newton's step */
  double *trial, *r; /* [n] point tried, H x - b */
  double *dx, *u;    /* [n] D x, clipped */
};

tame_huber_tv *tame_huber_tv_alloc(size_t n)
{
  TAME_REQUIRE(n >= 2);
  tame_huber_tv *w = tame_calloc(1, sizeof *w);
  w->n = n;
  w->h = tame_vec(3 * n * n + 7 * n);
  w->smooth = w->h + n * n;
  w->hessian = w->smooth + n * n;
  w->hb = w->hessian + n * n;
  w->grad = w->hb + n;
  w->d = w->grad + n;
  w->trial = w->d + n;
  w->r = w->trial + n;
  w->dx = w->r + n;
  w->u = w->dx + n;
  return w;
}

void tame_huber_tv_free(tame_huber_tv *w)
{
  if (!w) return;
  free(w->h);
  free(w);
}

static bool all_finite(const double *x, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite(x[i])) return false;
  return true;
}

tame_status tame_huber_tv_init(tame_huber_tv *w, const double *h, double mu)
{
  const int n = (int)w->n;
  if (!all_finite(h, w->n * w->n) || !(mu > 0.0 && isfinite(mu)))
    return TAME_EINVAL;
  memcpy(w->h, h, w->n * w->n * sizeof *h);
  w->mu = mu;
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, n, n, n, 1.0, h, n, h, n,
              0.0, w->smooth, n);
  for (size_t i = 0; i < w->n; i++) w->smooth[i * w->n + i] += mu;
  return TAME_OK;
}

/* F(x), with r = Hx - b and dx = Dx left behind. */
static double objective(const double *x, tame_huber_tv *w, const double *b,
                        double lambda, double delta)
{
  const size_t n = w->n;
  double sum = 0.5 * w->mu * cblas_ddot((int)n, x, 1, x, 1);
  memcpy(w->r, b, n * sizeof *b);
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)n, (int)n, 1.0, w->h, (int)n, x,
              1, -1.0, w->r, 1);
  sum += 0.5 * cblas_ddot((int)n, w->r, 1, w->r, 1);
  tame_tv_difference(w->dx, x, n);
  for (size_t i = 0; i + 1 < n; i++) {
    const double t = fabs(w->dx[i]);
    sum += t <= lambda * delta ? t * t / (2.0 * delta)
                               : lambda * t - 0.5 * lambda * lambda * delta;
  }
  return sum;
}

/* grad <- H'r + mu x + D'u, from what objective(x) left */
static void gradient(const double *x, tame_huber_tv *w, double lambda,
                     double delta)
{
  const size_t n = w->n;
  for (size_t i = 0; i + 1 < n; i++)
    w->u[i] = fmin(fmax(w->dx[i] / delta, -lambda), lambda);
  tame_tv_difference_t(w->grad, w->u, n);
  cblas_daxpy((int)n, w->mu, x, 1, w->grad, 1);
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)n, (int)n, 1.0, w->h, (int)n,
              w->r, 1, 1.0, w->grad, 1);
  w->norm = 0.0;
  for (size_t i = 0; i < n; i++) w->norm = fmax(w->norm, fabs(w->grad[i]));
}

/* d <- -(H'H + mu I + D_E'D_E/delta)^{-1} grad, E from dx */
static tame_status newton_direction(tame_huber_tv *w, double lambda,
                                    double delta)
{
  const size_t n = w->n;
  memcpy(w->hessian, w->smooth, n * n * sizeof *w->hessian);
  for (size_t i = 0; i + 1 < n; i++) {
    if (fabs(w->dx[i]) > lambda * delta) continue;
    w->hessian[i * n + i] += 1.0 / delta;
    w->hessian[(i + 1) * n + i + 1] += 1.0 / delta;
    w->hessian[i * n + i + 1] -= 1.0 / delta;
  }
  TAME_TRY(tame_la_cholesky(w->hessian, n));
  for (size_t i = 0; i < n; i++) w->d[i] = -w->grad[i];
  tame_la_cholesky_solve(w->d, w->hessian, n);
  return TAME_OK;
}

/* x <- x + s d, s = 1, 1/2, 1/4, ... until F decreases enough; false when that
 * takes s below the rounding of x. */
static bool descend(double *x, double f, double slope, tame_huber_tv *w,
                    const double *b, double lambda, double delta,
                    double decrease)
{
  for (double s = 1.0; s > DBL_EPSILON; s *= 0.5) {
    for (size_t i = 0; i < w->n; i++) w->trial[i] = x[i] + s * w->d[i];
    const double value = objective(w->trial, w, b, lambda, delta);
    if (value <= f + decrease * s * slope) {
      memcpy(x, w->trial, w->n * sizeof *x);
      return true;
    }
  }
  return false;
}

/* The same until |grad F|_2 decreases, which it does along d as well. */
static bool descend_gradient(double *x, tame_huber_tv *w, const double *b,
                             double lambda, double delta, double decrease)
{
  const double before = cblas_dnrm2((int)w->n, w->grad, 1);
  for (double s = 1.0; s > DBL_EPSILON; s *= 0.5) {
    for (size_t i = 0; i < w->n; i++) w->trial[i] = x[i] + s * w->d[i];
    objective(w->trial, w, b, lambda, delta);
    gradient(w->trial, w, lambda, delta);
    const double after = cblas_dnrm2((int)w->n, w->grad, 1);
    if (after <= (1.0 - decrease * s) * before) {
      memcpy(x, w->trial, w->n * sizeof *x);
      return true;
    }
  }
  return false;
}

/* Near the solution F is flat to rounding and no longer says which point is
 * better; the gradient does. */
static bool move(double *x, double f, tame_huber_tv *w, const double *b,
                 double lambda, double delta, double decrease)
{
  const double slope = cblas_ddot((int)w->n, w->grad, 1, w->d, 1);
  const double rounding = (double)w->n * DBL_EPSILON * fabs(f);
  if (-decrease * slope > rounding &&
      descend(x, f, slope, w, b, lambda, delta, decrease))
    return true;
  return descend_gradient(x, w, b, lambda, delta, decrease);
}

static bool is_problem(const double *x, const tame_huber_tv *w, const double *b,
                       double lambda, double delta,
                       const tame_huber_tv_options *opt)
{
  return lambda > 0.0 && isfinite(lambda) && delta > 0.0 && isfinite(delta) &&
         opt->decrease > 0.0 && opt->decrease < 0.5 && opt->tol > 0.0 &&
         all_finite(b, w->n) && all_finite(x, w->n);
}

tame_status tame_huber_tv_solve(double *x, double *u, tame_huber_tv *w,
                                const double *b, double lambda, double delta,
                                const tame_huber_tv_options *opt)
{
  const int n = (int)w->n;
  tame_status s = TAME_MAX_ITER;
  if (!is_problem(x, w, b, lambda, delta, opt)) return TAME_EINVAL;
  cblas_dgemv(CblasRowMajor, CblasTrans, n, n, 1.0, w->h, n, b, 1, 0.0, w->hb,
              1);
  double tol = 0.0;
  for (size_t i = 0; i < w->n; i++) tol = fmax(tol, fabs(w->hb[i]));
  tol = opt->tol * (1.0 + tol);
  double f = objective(x, w, b, lambda, delta);
  gradient(x, w, lambda, delta);
  for (w->steps = 0; w->steps < opt->max_steps; w->steps++) {
    if (w->norm <= tol) {
      s = TAME_CONVERGED;
      break;
    }
    TAME_TRY(newton_direction(w, lambda, delta));
    if (!move(x, f, w, b, lambda, delta, opt->decrease)) {
      s = TAME_STALLED;
      break;
    }
    f = objective(x, w, b, lambda, delta);
    gradient(x, w, lambda, delta);
  }
  objective(x, w, b, lambda, delta);
  gradient(x, w, lambda, delta);
  memcpy(u, w->u, (w->n - 1) * sizeof *u);
  return w->norm <= tol ? TAME_CONVERGED : s;
}

double tame_huber_tv_gradient(const tame_huber_tv *w) { return w->norm; }

size_t tame_huber_tv_steps(const tame_huber_tv *w) { return w->steps; }
