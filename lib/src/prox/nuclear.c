/* SPDX-License-Identifier: MIT */
#include "tame/prox_matrix.h"

#include <stdlib.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/spectral.h"

#include "common.h"

struct tame_prox_nuclear {
  size_t rows, cols, k, p; /* k = min(rows, cols) */
  tame_param weight;
  double gamma;
  tame_kink kink;
  tame_svd *svd;

  bool is_known; /* what follows belongs to (v, t) */
  bool is_valid;
  double t;
  double *v;     /* [rows x cols]; head of the block that free() releases */
  double *u;     /* [rows x k] P */
  double *vt;    /* [k x cols] Q' */
  double *sigma; /* [k] */
  double *f;     /* [k] soft threshold of sigma */
  double *keep;  /* [k] its slope: 1 above t, 0 below, at_kink at it */
  double *g, *h; /* [k x k] divided differences */
  double *edge;  /* [k] those with the singular values 0 in excess */
  double *m, *b; /* [k x k] each: work */
  double *z;     /* [max(rows, cols) x k] work */
};

tame_prox_nuclear *tame_prox_nuclear_alloc(size_t rows, size_t cols)
{
  TAME_REQUIRE(rows > 0 && cols > 0);
  tame_prox_nuclear *w = tame_calloc(1, sizeof *w);
  const size_t k = rows < cols ? rows : cols, longer = rows + cols - k;
  w->rows = rows;
  w->cols = cols;
  w->k = k;
  w->svd = tame_svd_alloc(rows, cols);
  w->v = tame_vec(rows * cols + (rows + cols + longer) * k + 4 * k * k + 4 * k);
  w->u = w->v + rows * cols;
  w->vt = w->u + rows * k;
  w->z = w->vt + k * cols;
  w->g = w->z + longer * k;
  w->h = w->g + k * k;
  w->m = w->h + k * k;
  w->b = w->m + k * k;
  w->sigma = w->b + k * k;
  w->f = w->sigma + k;
  w->keep = w->f + k;
  w->edge = w->keep + k;
  return w;
}

void tame_prox_nuclear_free(tame_prox_nuclear *w)
{
  if (!w) return;
  tame_svd_free(w->svd);
  free(w->v);
  free(w);
}

tame_status tame_prox_nuclear_init(tame_prox_nuclear *w, size_t p,
                                   tame_param weight, double gamma,
                                   tame_kink kink)
{
  if (!is_weight(weight, p) || !is_step(gamma) || !is_kink(kink)) {
    return TAME_EINVAL;
  }
  w->p = p;
  w->weight = weight;
  w->gamma = gamma;
  w->kink = kink;
  w->is_known = false;
  return TAME_OK;
}

/* c [m x n] <- op(a) op(b), the inner length r */
static void multiply(double *c, const double *a, enum CBLAS_TRANSPOSE ta,
                     const double *b, enum CBLAS_TRANSPOSE tb, size_t m,
                     size_t n, size_t r)
{
  cblas_dgemm(CblasRowMajor, ta, tb, (int)m, (int)n, (int)r, 1.0, a,
              (int)(ta == CblasNoTrans ? r : m), b,
              (int)(tb == CblasNoTrans ? n : r), 0.0, c, (int)n);
}

/* G between singular values with excesses a and b over t, a tie counting as 0;
 * KEEP is the slope at a tie. */
static double difference(double a, double b, double keep)
{
  if (a == 0.0 && b == 0.0) return keep;
  if (a >= 0.0 && b >= 0.0) return 1.0;
  if (a <= 0.0 && b <= 0.0) return 0.0;
  return a > b ? a / (a - b) : b / (b - a);
}

static void differences(tame_prox_nuclear *w)
{
  const size_t k = w->k;
  double *excess = w->edge; /* filled in last */
  for (size_t i = 0; i < k; i++) {
    const double over = w->sigma[i] - w->t;
    const bool tie = fabs(over) <= w->kink.width;
    w->f[i] = over > 0.0 ? over : 0.0;
    w->keep[i] = tie ? w->kink.at_kink : over > 0.0 ? 1.0 : 0.0;
    excess[i] = tie ? 0.0 : over;
  }
  for (size_t i = 0; i < k; i++) {
    for (size_t j = 0; j < k; j++) {
      const double sum = w->sigma[i] + w->sigma[j];
      w->g[i * k + j] = difference(excess[i], excess[j], w->keep[i]);
      w->h[i * k + j] = sum > 0.0 ? (w->f[i] + w->f[j]) / sum : w->keep[i];
    }
  }
  for (size_t i = 0; i < k; i++)
    w->edge[i] = w->sigma[i] > 0.0 ? w->f[i] / w->sigma[i] : w->keep[i];
}

/* Know (v, theta); compared bit by bit. */
static void look(tame_prox_nuclear *w, const double *v, const double *theta)
{
  const size_t size = w->rows * w->cols;
  const double t = w->gamma * weight_value(w->weight, theta);
  if (w->is_known && memcmp(&t, &w->t, sizeof t) == 0 &&
      memcmp(v, w->v, size * sizeof *v) == 0) {
    return;
  }
  memcpy(w->v, v, size * sizeof *v);
  w->t = t;
  w->is_known = true;
  w->is_valid = !isnan(t) &&
                tame_svd_factor(w->u, w->sigma, w->vt, w->v, w->svd) == TAME_OK;
  if (w->is_valid) differences(w);
}

static void poison(double *y, size_t count)
{
  for (size_t i = 0; i < count; i++) y[i] = (double)NAN;
}

static void value(double *xnew, const double *v, const double *theta, void *ctx)
{
  tame_prox_nuclear *w = ctx;
  look(w, v, theta);
  if (!w->is_valid) {
    poison(xnew, w->rows * w->cols);
    return;
  }
  for (size_t i = 0; i < w->rows; i++)
    for (size_t j = 0; j < w->k; j++)
      w->z[i * w->k + j] = w->u[i * w->k + j] * w->f[j];
  multiply(xnew, w->z, CblasNoTrans, w->vt, CblasNoTrans, w->rows, w->cols,
           w->k);
}

/* b <- G o sym(M) + H o skew(M) - dt diag(keep), M = w->m */
static void middle(tame_prox_nuclear *w, double dt)
{
  const size_t k = w->k;
  for (size_t i = 0; i < k; i++) {
    for (size_t j = 0; j < k; j++) {
      const double a = w->m[i * k + j], at = w->m[j * k + i];
      w->b[i * k + j] =
          0.5 * (w->g[i * k + j] * (a + at) + w->h[i * k + j] * (a - at));
    }
    w->b[i * k + i] -= dt * w->keep[i];
  }
}

/* y <- dR/dV d - dt P diag(keep) Q'; leaves M = P' d Q in w->m.  Along the
 * directions that the longer side has in excess, dR is edge times d. */
static void apply(double *y, const double *d, tame_prox_nuclear *w, double dt)
{
  const size_t r = w->rows, c = w->cols, k = w->k;
  if (r <= c) { /* z [k x c] <- P'd; y = P ((b - edge M) Q' + edge z) */
    multiply(w->z, w->u, CblasTrans, d, CblasNoTrans, k, c, r);
    multiply(w->m, w->z, CblasNoTrans, w->vt, CblasTrans, k, k, c);
    middle(w, dt);
    for (size_t i = 0; i < k; i++) {
      for (size_t j = 0; j < k; j++)
        w->b[i * k + j] -= w->edge[i] * w->m[i * k + j];
      for (size_t j = 0; j < c; j++) w->z[i * c + j] *= w->edge[i];
    }
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)k, (int)c,
                (int)k, 1.0, w->b, (int)k, w->vt, (int)c, 1.0, w->z, (int)c);
    multiply(y, w->u, CblasNoTrans, w->z, CblasNoTrans, r, c, k);
  } else { /* z [r x k] <- d Q; y = (P (b - M edge) + z edge) Q' */
    multiply(w->z, d, CblasNoTrans, w->vt, CblasTrans, r, k, c);
    multiply(w->m, w->u, CblasTrans, w->z, CblasNoTrans, k, k, r);
    middle(w, dt);
    for (size_t i = 0; i < k; i++)
      for (size_t j = 0; j < k; j++)
        w->b[i * k + j] -= w->m[i * k + j] * w->edge[j];
    for (size_t i = 0; i < r; i++)
      for (size_t j = 0; j < k; j++) w->z[i * k + j] *= w->edge[j];
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)r, (int)k,
                (int)k, 1.0, w->u, (int)k, w->b, (int)k, 1.0, w->z, (int)k);
    multiply(y, w->z, CblasNoTrans, w->vt, CblasNoTrans, r, c, k);
  }
}

static void jvp(double *dxnew, const double *dx, const double *dtheta,
                const double *v, const double *theta, void *ctx)
{
  tame_prox_nuclear *w = ctx;
  look(w, v, theta);
  if (w->is_valid) {
    apply(dxnew, dx, w, w->gamma * param_direction(w->weight, dtheta));
  } else {
    poison(dxnew, w->rows * w->cols);
  }
}

/* dR/dV is symmetric; the cotangent of t is -trace(diag(keep) P'uQ). */
static void vjp(double *dx, double *dtheta, const double *u, const double *v,
                const double *theta, void *ctx)
{
  tame_prox_nuclear *w = ctx;
  double sum = 0.0;
  look(w, v, theta);
  if (w->is_valid) {
    apply(dx, u, w, 0.0);
    for (size_t i = 0; i < w->k; i++) sum += w->keep[i] * w->m[i * (w->k + 1)];
  } else {
    poison(dx, w->rows * w->cols);
    sum = (double)NAN;
  }
  param_cotangent(dtheta, w->weight, -w->gamma * sum);
}

tame_map tame_prox_nuclear_map(tame_prox_nuclear *w)
{
  return (tame_map){.n = w->rows * w->cols,
                    .p = w->p,
                    .value = value,
                    .jvp = jvp,
                    .vjp = vjp,
                    .ctx = w};
}
