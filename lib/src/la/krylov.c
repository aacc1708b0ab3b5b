/* SPDX-License-Identifier: MIT */
#include "tame/krylov.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"

struct tame_krylov {
  size_t n, m; /* m: steps of a GMRES cycle */
  tame_krylov_options opt;
  double *v;    /* [(m + 1) x n] basis, a vector a row (GMRES); the 5 vectors of
                BiCGStab; head of the block that free() releases */
  double *keep; /* [n] x before what may not improve it */
  double *h;    /* [m x (m + 1)] column j of the Hessenberg matrix, triangular
                after the rotations */
  double *c, *s; /* [m] rotations */
  double *g;     /* [m + 1] right-hand side, then the coefficients */
  double *t;     /* [m + 1] second pass of Gram-Schmidt */
};

/* One solve. */
typedef struct {
  const double *b;
  void (*product)(double *y, const double *z, void *ctx);
  void *ctx;
  size_t products;
  double target; /* tol |b| */
} problem;

tame_krylov *tame_krylov_alloc(size_t n, const tame_krylov_options *opt)
{
  const bool gmres = opt->method == TAME_GMRES;
  if (n == 0 || opt->max_products == 0) return NULL;
  if (!(opt->tol > 0.0) || (gmres && opt->restart == 0)) return NULL;
  if (!gmres && opt->method != TAME_BICGSTAB) return NULL;
  const size_t m = !gmres ? 0 : opt->restart < n ? opt->restart : n;
  tame_krylov *w = tame_calloc(1, sizeof *w);
  w->n = n;
  w->m = m;
  w->opt = *opt;
  const size_t basis = (gmres ? m + 1 : 5) * n;
  w->v = tame_vec(basis + n + m * (m + 1) + 2 * m + 2 * (m + 1));
  w->keep = w->v + basis;
  w->h = w->keep + n;
  w->c = w->h + m * (m + 1);
  w->s = w->c + m;
  w->g = w->s + m;
  w->t = w->g + m + 1;
  return w;
}

void tame_krylov_free(tame_krylov *w)
{
  if (!w) return;
  free(w->v);
  free(w);
}

static double dot(const double *x, const double *y, size_t n)
{
  return cblas_ddot((int)n, x, 1, y, 1);
}

static double norm(const double *x, size_t n)
{
  return cblas_dnrm2((int)n, x, 1);
}

/* r [n] <- b - M x; returns its length. */
static double residual(double *r, const double *x, problem *q, size_t n)
{
  q->product(r, x, q->ctx);
  q->products++;
  for (size_t i = 0; i < n; i++) r[i] = q->b[i] - r[i];
  return norm(r, n);
}

/* --- GMRES ---------------------------------------------------------------- */

/* Make row j + 1 of the basis orthogonal to the rows before it, and column j of
 * h its coefficients.  Twice is enough. */
static void orthogonalise(tame_krylov *w, size_t j)
{
  const int n = (int)w->n, k = (int)j + 1;
  double *z = w->v + (j + 1) * w->n, *h = w->h + j * (w->m + 1);
  cblas_dgemv(CblasRowMajor, CblasNoTrans, k, n, 1.0, w->v, n, z, 1, 0.0, h, 1);
  cblas_dgemv(CblasRowMajor, CblasTrans, k, n, -1.0, w->v, n, h, 1, 1.0, z, 1);
  cblas_dgemv(CblasRowMajor, CblasNoTrans, k, n, 1.0, w->v, n, z, 1, 0.0, w->t,
              1);
  cblas_dgemv(CblasRowMajor, CblasTrans, k, n, -1.0, w->v, n, w->t, 1, 1.0, z,
              1);
  cblas_daxpy(k, 1.0, w->t, 1, h, 1);
  h[j + 1] = norm(z, w->n);
}

/* Turn column j into a triangular one, and g with it. */
static void rotate(tame_krylov *w, size_t j)
{
  double *h = w->h + j * (w->m + 1);
  for (size_t i = 0; i < j; i++) {
    const double a = h[i], b = h[i + 1];
    h[i] = w->c[i] * a + w->s[i] * b;
    h[i + 1] = w->c[i] * b - w->s[i] * a;
  }
  const double r = hypot(h[j], h[j + 1]);
  w->c[j] = r > 0.0 ? h[j] / r : 1.0;
  w->s[j] = r > 0.0 ? h[j + 1] / r : 0.0;
  h[j] = r;
  h[j + 1] = 0.0;
  w->g[j + 1] = -w->s[j] * w->g[j];
  w->g[j] = w->c[j] * w->g[j];
}

/* x += the combination of k basis vectors.  The last column is left out when
 * its diagonal is rounding: M is singular on the space and would move x along
 * its kernel. */
static void combine(double *x, tame_krylov *w, size_t k)
{
  const size_t ld = w->m + 1;
  double largest = 0.0;
  for (size_t j = 0; j < k; j++) largest = fmax(largest, w->h[j * ld + j]);
  while (k > 0 && w->h[(k - 1) * ld + k - 1] <= DBL_EPSILON * largest) k--;
  for (size_t i = k; i-- > 0;) {
    for (size_t j = i + 1; j < k; j++) w->g[i] -= w->h[j * ld + i] * w->g[j];
    w->g[i] /= w->h[i * ld + i];
  }
  if (k > 0) {
    cblas_dgemv(CblasRowMajor, CblasTrans, (int)k, (int)w->n, 1.0, w->v,
                (int)w->n, w->g, 1, 1.0, x, 1);
  }
}

/* One cycle from the residual in row 0 of the basis, of length BETA.  One
 * product is kept for the residual at its end. */
static void cycle(double *x, double beta, tame_krylov *w, problem *q)
{
  const size_t n = w->n;
  size_t k = 0;
  cblas_dscal((int)n, 1.0 / beta, w->v, 1);
  memset(w->g, 0, (w->m + 1) * sizeof *w->g);
  w->g[0] = beta;
  while (k < w->m && q->products + 1 < w->opt.max_products) {
    double *next = w->v + (k + 1) * n;
    q->product(next, w->v + k * n, q->ctx);
    q->products++;
    const double before = norm(next, n);
    orthogonalise(w, k);
    const double after = w->h[k * (w->m + 1) + k + 1];
    rotate(w, k);
    k++;
    if (!isfinite(after) || fabs(w->g[k]) <= q->target) break;
    if (after <= DBL_EPSILON * before) break; /* the space is invariant */
    cblas_dscal((int)n, 1.0 / after, next, 1);
  }
  combine(x, w, k);
}

static tame_status gmres(double *x, tame_krylov *w, problem *q, double *last)
{
  const size_t n = w->n;
  double r = residual(w->v, x, q, n);
  for (;;) {
    *last = r;
    if (!isfinite(r)) return TAME_DIVERGED;
    if (r <= q->target) return TAME_CONVERGED;
    if (q->products + 2 > w->opt.max_products) return TAME_MAX_ITER;
    memcpy(w->keep, x, n * sizeof *x);
    cycle(x, r, w, q);
    const double now = residual(w->v, x, q, n);
    if (!(now < r)) { /* a cycle minimises the residual: nothing more to gain */
      memcpy(x, w->keep, n * sizeof *x);
      return isfinite(now) ? TAME_STALLED : TAME_DIVERGED;
    }
    r = now;
  }
}

/* --- BiCGStab ------------------------------------------------------------- */

/* From the residual in row 0 until it is at the target by its own account, the
 * method breaks down, or the limit is near. */
static void stabilised(double *x, tame_krylov *w, problem *q)
{
  const size_t n = w->n;
  double *r = w->v, *shadow = r + n, *p = r + 2 * n, *v = r + 3 * n;
  double *t = r + 4 * n, rho = 1.0, alpha = 1.0, omega = 1.0;
  memcpy(shadow, r, n * sizeof *r);
  memset(p, 0, 2 * n * sizeof *p);
  while (q->products + 3 <= w->opt.max_products) {
    const double rho_new = dot(shadow, r, n);
    const double beta = rho_new / rho * (alpha / omega);
    for (size_t i = 0; i < n; i++) p[i] = r[i] + beta * (p[i] - omega * v[i]);
    q->product(v, p, q->ctx);
    q->products++;
    rho = rho_new;
    alpha = rho / dot(shadow, v, n);
    if (!isfinite(alpha)) return;
    cblas_daxpy((int)n, -alpha, v, 1, r, 1);
    cblas_daxpy((int)n, alpha, p, 1, x, 1);
    if (norm(r, n) <= q->target) return;
    q->product(t, r, q->ctx);
    q->products++;
    omega = dot(t, r, n) / dot(t, t, n);
    if (!isfinite(omega)) return;
    cblas_daxpy((int)n, omega, r, 1, x, 1);
    cblas_daxpy((int)n, -omega, t, 1, r, 1);
    if (norm(r, n) <= q->target || omega == 0.0 || rho == 0.0) return;
  }
}

/* Restarted from the true residual, as long as that decreases. */
static tame_status bicgstab(double *x, tame_krylov *w, problem *q, double *last)
{
  const size_t n = w->n;
  double r = residual(w->v, x, q, n);
  for (;;) {
    *last = r;
    if (!isfinite(r)) return TAME_DIVERGED;
    if (r <= q->target) return TAME_CONVERGED;
    if (q->products + 3 > w->opt.max_products) return TAME_MAX_ITER;
    memcpy(w->keep, x, n * sizeof *x);
    stabilised(x, w, q);
    const double now = residual(w->v, x, q, n);
    if (!(now < r)) {
      memcpy(x, w->keep, n * sizeof *x);
      if (q->products + 3 > w->opt.max_products) return TAME_MAX_ITER;
      return TAME_STALLED; /* not finite: a division by almost 0 broke it */
    }
    r = now;
  }
}

tame_status tame_krylov_solve(double *x, const double *b,
                              void (*product)(double *y, const double *z,
                                              void *ctx),
                              void *ctx, tame_krylov *w, tame_krylov_info *info)
{
  const double size = norm(b, w->n);
  problem q = {b, product, ctx, 0, w->opt.tol * size};
  double last = 0.0;
  tame_status s = TAME_CONVERGED;
  if (size == 0.0) {
    memset(x, 0, w->n * sizeof *x);
  } else if (w->opt.method == TAME_GMRES) {
    s = gmres(x, w, &q, &last);
  } else {
    s = bicgstab(x, w, &q, &last);
  }
  if (info) {
    *info = (tame_krylov_info){q.products, size == 0.0 ? 0.0 : last / size};
  }
  return s;
}
