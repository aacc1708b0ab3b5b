/* SPDX-License-Identifier: MIT */
/* Many double wells, coupled by a rotation of y and by the upper level. */
#include <gsl/gsl_cblas.h>
#include <math.h>
#include <string.h>

#include "tame/double_well.h"

void tame_many_wells_tau(double *tau, const tame_many_wells *w, const double *x)
{
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)w->p, (int)w->n, 1.0, w->w,
              (int)w->n, x, 1, 0.0, tau, 1);
}

void tame_many_wells_rotate(double *out, const tame_many_wells *w,
                            const double *y)
{
  if (w->u)
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)w->p, (int)w->p, 1.0, w->u,
                (int)w->p, y, 1, 0.0, out, 1);
  else
    memcpy(out, y, w->p * sizeof *y);
}

/* tau, z: the first halves of work */
static void coordinates(const tame_many_wells *w, const double *x,
                        const double *y)
{
  const size_t bytes = w->n * sizeof *x;
  if (!w->last || memcmp(w->last, x, bytes) != 0) {
    tame_many_wells_tau(w->work, w, x);
    if (w->last) memcpy(w->last, x, bytes);
  }
  tame_many_wells_rotate(w->work + w->p, w, y);
}

static double dot_vz(const tame_many_wells *w, const double *y)
{
  tame_many_wells_rotate(w->work + w->p, w, y);
  return cblas_ddot((int)w->p, w->v, 1, w->work + w->p, 1);
}

static double upper(const double *x, const double *y, void *ctx)
{
  const tame_many_wells *w = ctx;
  const double s = dot_vz(w, y);
  double sum = s * s;
  for (size_t i = 0; i < w->n; i++)
    sum += (x[i] - w->x_hat[i]) * (x[i] - w->x_hat[i]);
  return sum / 2.0;
}

static void upper_gradient(double *fx, double *fy, const double *x,
                           const double *y, void *ctx)
{
  const tame_many_wells *w = ctx;
  const double s = dot_vz(w, y);
  for (size_t i = 0; i < w->n; i++) fx[i] = x[i] - w->x_hat[i];
  tame_many_wells_rotate(fy, w, w->v);
  for (size_t j = 0; j < w->p; j++) fy[j] *= s;
}

static double lower(const double *x, const double *y, void *ctx)
{
  const tame_many_wells *w = ctx;
  double sum = 0.0;
  coordinates(w, x, y);
  for (size_t j = 0; j < w->p; j++)
    sum += tame_double_well_at(w->work[j], w->work[w->p + j]).g;
  return sum;
}

static void lower_gradient(double *gy, const double *x, const double *y,
                           void *ctx)
{
  const tame_many_wells *w = ctx;
  double *part = w->work + 2 * w->p;
  coordinates(w, x, y);
  for (size_t j = 0; j < w->p; j++)
    part[j] = tame_double_well_at(w->work[j], w->work[w->p + j]).y;
  tame_many_wells_rotate(gy, w, part);
}

/* U diag(G_zz) U v */
static void hessian_times(double *out, const double *v, const double *x,
                          const double *y, void *ctx)
{
  const tame_many_wells *w = ctx;
  double *part = w->work + 2 * w->p;
  coordinates(w, x, y);
  tame_many_wells_rotate(part, w, v);
  for (size_t j = 0; j < w->p; j++)
    part[j] *= tame_double_well_at(w->work[j], w->work[w->p + j]).yy;
  tame_many_wells_rotate(out, w, part);
}

/* g_xy v = W' diag(G_tau_z) U v */
static void cross_times(double *out, double scale, const double *v,
                        const double *x, const double *y, void *ctx)
{
  const tame_many_wells *w = ctx;
  double *part = w->work + 2 * w->p;
  coordinates(w, x, y);
  tame_many_wells_rotate(part, w, v);
  for (size_t j = 0; j < w->p; j++)
    part[j] *= tame_double_well_at(w->work[j], w->work[w->p + j]).xy;
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)w->p, (int)w->n, scale, w->w,
              (int)w->n, part, 1, 1.0, out, 1);
}

/* g_yx dx = U diag(G_tau_z) W dx */
static void cross_transposed(double *out, double scale, const double *dx,
                             const double *x, const double *y, void *ctx)
{
  const tame_many_wells *w = ctx;
  double *part = w->work + 2 * w->p, *turned = w->work + 3 * w->p;
  coordinates(w, x, y);
  tame_many_wells_tau(part, w, dx);
  for (size_t j = 0; j < w->p; j++)
    part[j] *= tame_double_well_at(w->work[j], w->work[w->p + j]).xy;
  tame_many_wells_rotate(turned, w, part);
  cblas_daxpy((int)w->p, scale, turned, 1, out, 1);
}

tame_bilevel tame_many_wells_problem(tame_many_wells *w)
{
  if (w->last) w->last[0] = NAN; /* no x */
  return (tame_bilevel){.n = w->n,
                        .m = w->p,
                        .upper = upper,
                        .upper_gradient = upper_gradient,
                        .lower = lower,
                        .lower_gradient = lower_gradient,
                        .hessian_times = hessian_times,
                        .cross_times = cross_times,
                        .cross_transposed = cross_transposed,
                        .ctx = w};
}
