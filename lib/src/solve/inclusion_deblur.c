/* SPDX-License-Identifier: MIT */
/* Setting 3, first: deblurring with Huber's total variation. */
#include "inclusion_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/huber_tv.h"
#include "tame/la.h"
#include "tame/monotone.h"
#include "tame/prox.h"
#include "tame/prox_compose.h"
#include "tame/tv_path.h"

typedef struct {
  size_t n;
  double mu_x, top; /* smallest and largest eigenvalue of H'H + mu I */
  tame_op_saddle op;
  tame_prox_box parts[2];
  tame_map maps[2]; /* identity, clip */
  tame_prox_product product;
  tame_huber_tv *solver;
  double *h;          /* [n x n]; head of the block */
  double *k;          /* [(n - 1) x n] D */
  double delta, norm; /* |B1|_2 at delta */
  double *b1;         /* [(2n - 1)^2] B1 without delta */
  double *work;       /* [n x n + n] */
} deblur;

static void deblur_free(void *data)
{
  deblur *d = data;
  tame_op_saddle_free(&d->op);
  tame_huber_tv_free(d->solver);
  free(d->h);
  free(d);
}

static tame_status deblur_resolvent(tame_map *map, double gamma, void *data)
{
  deblur *d = data;
  const size_t n = d->n, p = n + 2;
  const tame_kink kink = {0.0, 0.0};
  const tame_param none = tame_param_fixed(0.0);
  TAME_TRY(tame_prox_box_init(&d->parts[0], n, p, tame_param_fixed(-INFINITY),
                              tame_param_fixed(INFINITY), none, gamma, kink));
  TAME_TRY(tame_prox_box_init(&d->parts[1], n - 1, p,
                              tame_param_scaled(0, -1.0), tame_param_theta(0),
                              none, gamma, kink));
  d->maps[0] = tame_prox_box_map(&d->parts[0]);
  d->maps[1] = tame_prox_box_map(&d->parts[1]);
  return tame_prox_product_init(map, &d->product, d->maps, 2);
}

/* b1 <- [[H'H + mu I, D'], [-D, 0]] and mu_x */
static tame_status form_b1(deblur *d, double mu)
{
  const size_t n = d->n, size = 2 * n - 1;
  double *hth = d->work, *eigen = d->work + n * n;
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)n, (int)n, (int)n,
              1.0, d->h, (int)n, d->h, (int)n, 0.0, hth, (int)n);
  TAME_TRY(tame_la_eigen_symmetric(eigen, NULL, hth, n));
  d->mu_x = eigen[0] + mu;
  d->top = eigen[n - 1] + mu;
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++)
      d->b1[i * size + j] = hth[i * n + j] + (i == j ? mu : 0.0);
    for (size_t r = 0; r + 1 < n; r++) {
      d->b1[i * size + n + r] = d->k[r * n + i];
      d->b1[(n + r) * size + i] = -d->k[r * n + i];
    }
  }
  return TAME_OK;
}

/* |B1|_2.  From EXACT unknowns on the bound |symmetric part| + |D| is used,
 * |D| < 2: a singular value decomposition for each delta would cost more than
 * everything else, and gamma decides nothing but the speed of T. */
enum { EXACT = 200 };
static tame_status norm_of_b1(deblur *d)
{
  const size_t n = d->n, size = 2 * n - 1;
  if (size > EXACT) {
    d->norm = fmax(d->top, d->delta) + 2.0;
    return TAME_OK;
  }
  for (size_t i = n; i < size; i++) d->b1[i * size + i] = d->delta;
  return tame_la_norm2(&d->norm, d->b1, size, size);
}

/* gamma = m/L^2,  m = min(lambda_min(H'H) + mu, delta),  L = |B1|_2 */
static tame_status deblur_step(double *gamma, const double *theta, void *data)
{
  deblur *d = data;
  if (!positive(theta[0]) || !positive(theta[1])) return TAME_EINVAL;
  if (theta[1] != d->delta) {
    d->delta = theta[1];
    TAME_TRY(norm_of_b1(d));
  }
  *gamma = fmin(d->mu_x, d->delta) / (d->norm * d->norm);
  return TAME_OK;
}

static tame_status deblur_solve(double *x, const double *theta,
                                tame_inclusion *q)
{
  deblur *d = q->data;
  const tame_huber_tv_options opt = {
      .decrease = 1e-4, .tol = 1e-14, .max_steps = 1000};
  const tame_status s = tame_huber_tv_solve(x, x + d->n, d->solver, theta + 2,
                                            theta[0], theta[1], &opt);
  /* rounding of D x is divided by delta, so 1e-14 is not always met */
  if (s >= 0 && tame_huber_tv_gradient(d->solver) <= 1e-11)
    return TAME_CONVERGED;
  return s;
}

static void deblur_pattern(int *pattern, const double *x, const double *theta,
                           void *data)
{
  const deblur *d = data;
  for (size_t i = 0; i + 1 < d->n; i++) {
    const double dx = x[i + 1] - x[i];
    pattern[i] = fabs(dx) >= theta[0] * theta[1] ? sign_of(dx) : 0;
  }
}

static void deblur_active(bool *active, const int *pattern, void *data)
{
  const deblur *d = data;
  for (size_t i = 0; i < d->n; i++) active[i] = true;
  for (size_t i = 0; i + 1 < d->n; i++) active[d->n + i] = pattern[i] == 0;
}

static const inclusion_class DEBLUR = {.resolvent = deblur_resolvent,
                                       .step = deblur_step,
                                       .solve = deblur_solve,
                                       .pattern = deblur_pattern,
                                       .active = deblur_active,
                                       .free = deblur_free};

tame_status tame_inclusion_deblur(tame_inclusion **q, const double *h, size_t n,
                                  double mu)
{
  *q = NULL;
  if (n < 2 || !positive(mu)) return TAME_EINVAL;
  const size_t size = 2 * n - 1;
  deblur *d = tame_calloc(1, sizeof *d);
  d->n = n;
  d->delta = NAN;
  d->solver = tame_huber_tv_alloc(n);
  d->h = tame_vec(n * n + (n - 1) * n + size * size + n * n + n);
  d->k = d->h + n * n;
  d->b1 = d->k + (n - 1) * n;
  d->work = d->b1 + size * size;
  memcpy(d->h, h, n * n * sizeof *h);
  for (size_t i = 0; i + 1 < n; i++) {
    d->k[i * n + i] = -1.0;
    d->k[i * n + i + 1] = 1.0;
  }
  d->op = (tame_op_saddle){.n = n,
                           .m = n - 1,
                           .r = n,
                           .p = n + 2,
                           .h = d->h,
                           .k = d->k,
                           .mu = tame_param_fixed(mu),
                           .delta = tame_param_theta(1),
                           .b = {2, NULL}};
  tame_status s = tame_huber_tv_init(d->solver, h, mu);
  if (s >= 0) s = tame_op_saddle_init(&d->op);
  if (s >= 0) s = form_b1(d, mu);
  if (s < 0) {
    deblur_free(d);
    return s;
  }
  return tame_inclusion_make(q, &DEBLUR, d, tame_op_saddle_map(&d->op), n - 1);
}
