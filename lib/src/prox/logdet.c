/* SPDX-License-Identifier: MIT */
#include "tame/prox_matrix.h"

#include <stdlib.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/spectral.h"

#include "common.h"

struct tame_prox_logdet {
  size_t d, p;
  tame_params c;
  double gamma;
  tame_eigen *eigen;

  bool is_known; /* what follows belongs to w */
  bool is_valid;
  double *w;     /* [d x d] sym(V - gamma C); head of the block */
  double *q;     /* [d x d] its eigenvectors, by columns */
  double *g;     /* [d x d] divided differences */
  double *x;     /* [d x d] R */
  double *ell;   /* [d] eigenvalues */
  double *s, *t; /* [d x d] each: work */
};

tame_prox_logdet *tame_prox_logdet_alloc(size_t d)
{
  TAME_REQUIRE(d > 0);
  tame_prox_logdet *w = tame_calloc(1, sizeof *w);
  w->d = d;
  w->eigen = tame_eigen_alloc(d);
  w->w = tame_vec(6 * d * d + d);
  w->q = w->w + d * d;
  w->g = w->q + d * d;
  w->x = w->g + d * d;
  w->s = w->x + d * d;
  w->t = w->s + d * d;
  w->ell = w->t + d * d;
  return w;
}

void tame_prox_logdet_free(tame_prox_logdet *w)
{
  if (!w) return;
  tame_eigen_free(w->eigen);
  free(w->w);
  free(w);
}

tame_status tame_prox_logdet_init(tame_prox_logdet *w, size_t p, tame_params c,
                                  double gamma)
{
  if (!is_step(gamma) || !is_vector(c, w->d * w->d, p)) return TAME_EINVAL;
  w->p = p;
  w->c = c;
  w->gamma = gamma;
  w->is_known = false;
  return TAME_OK;
}

/* (ell + r)/2, r = sqrt(ell^2 + 4 gamma); as 2 gamma/(r - ell) where the sum
 * would cancel. */
static double phi(double ell, double gamma)
{
  const double r = hypot(ell, 2.0 * sqrt(gamma));
  return ell > 0.0 ? 0.5 * (ell + r) : 2.0 * gamma / (r - ell);
}

void tame_prox_logdet_differences(double *g, const double *ell, size_t d,
                                  double gamma)
{
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j < d; j++) {
      const double product = phi(ell[i], gamma) * phi(ell[j], gamma);
      g[i * d + j] = product / (product + gamma);
    }
  }
}

/* y [d x d] <- sym(v - gamma c), c NULL counting as zero */
static void symmetrise(double *y, const double *v, const double *c,
                       double gamma, size_t d)
{
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j <= i; j++) {
      double a = v[i * d + j], b = v[j * d + i];
      if (c) {
        a -= gamma * c[i * d + j];
        b -= gamma * c[j * d + i];
      }
      y[i * d + j] = y[j * d + i] = 0.5 * (a + b);
    }
  }
}

/* c [d x d] <- op(a) op(b) */
static void multiply(double *c, const double *a, enum CBLAS_TRANSPOSE ta,
                     const double *b, enum CBLAS_TRANSPOSE tb, size_t d)
{
  const int n = (int)d;
  cblas_dgemm(CblasRowMajor, ta, tb, n, n, n, 1.0, a, n, b, n, 0.0, c, n);
}

/* Know W = sym(V - gamma C); compared bit by bit. */
static void look(tame_prox_logdet *w, const double *v, const double *theta)
{
  const size_t d = w->d;
  symmetrise(w->s, v, params_value(w->c, theta), w->gamma, d);
  if (w->is_known && memcmp(w->s, w->w, d * d * sizeof *w->s) == 0) return;
  memcpy(w->w, w->s, d * d * sizeof *w->s);
  w->is_known = true;
  w->is_valid = tame_eigen_factor(w->ell, w->q, w->w, w->eigen) == TAME_OK;
  if (!w->is_valid) return;
  tame_prox_logdet_differences(w->g, w->ell, d, w->gamma);
  /* R = (Q sqrt(phi)) (Q sqrt(phi))' is symmetric, and positive */
  for (size_t k = 0; k < d; k++) {
    const double root = sqrt(phi(w->ell[k], w->gamma));
    for (size_t i = 0; i < d; i++) w->s[i * d + k] = root * w->q[i * d + k];
  }
  multiply(w->x, w->s, CblasNoTrans, w->s, CblasTrans, d);
  symmetrise(w->x, w->x, NULL, 0.0, d);
}

/* y <- Q (G o (Q' s Q)) Q', s the matrix in w->s, symmetric */
static void apply(double *y, tame_prox_logdet *w)
{
  const size_t d = w->d;
  if (!w->is_valid) {
    for (size_t i = 0; i < d * d; i++) y[i] = (double)NAN;
    return;
  }
  multiply(w->t, w->s, CblasNoTrans, w->q, CblasNoTrans, d);
  multiply(w->s, w->q, CblasTrans, w->t, CblasNoTrans, d);
  for (size_t i = 0; i < d * d; i++) w->s[i] *= w->g[i];
  multiply(w->t, w->q, CblasNoTrans, w->s, CblasNoTrans, d);
  multiply(y, w->t, CblasNoTrans, w->q, CblasTrans, d);
  symmetrise(y, y, NULL, 0.0, d);
}

static void value(double *xnew, const double *v, const double *theta, void *ctx)
{
  tame_prox_logdet *w = ctx;
  look(w, v, theta);
  for (size_t i = 0; i < w->d * w->d; i++)
    xnew[i] = w->is_valid ? w->x[i] : (double)NAN;
}

static void jvp(double *dxnew, const double *dx, const double *dtheta,
                const double *v, const double *theta, void *ctx)
{
  tame_prox_logdet *w = ctx;
  const bool has_c = w->c.index != TAME_FIXED && dtheta;
  look(w, v, theta);
  symmetrise(w->s, dx, has_c ? dtheta + w->c.index : NULL, w->gamma, w->d);
  apply(dxnew, w);
}

/* dR/dV is symmetric, and dR/dC = -gamma dR/dV. */
static void vjp(double *dx, double *dtheta, const double *u, const double *v,
                const double *theta, void *ctx)
{
  tame_prox_logdet *w = ctx;
  look(w, v, theta);
  symmetrise(w->s, u, NULL, 0.0, w->d);
  apply(dx, w);
  if (w->c.index == TAME_FIXED || !dtheta) return;
  for (size_t i = 0; i < w->d * w->d; i++)
    dtheta[w->c.index + i] -= w->gamma * dx[i];
}

tame_map tame_prox_logdet_map(tame_prox_logdet *w)
{
  return (tame_map){.n = w->d * w->d,
                    .p = w->p,
                    .value = value,
                    .jvp = jvp,
                    .vjp = vjp,
                    .ctx = w};
}
