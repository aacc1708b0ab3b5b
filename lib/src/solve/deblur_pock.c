/* SPDX-License-Identifier: MIT */
#include "tame/deblur_pock.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/la.h"
#include "tame/linear.h"
#include "tame/prox.h"
#include "tame/prox_quadratic.h"
#include "tame/splitting.h"

struct tame_deblur_pock {
  size_t n;
  tame_prox_quadratic *smooth;
  tame_prox_box clip;
  tame_linear d;
  tame_splitting *splitting;
  double *hth;   /* [n x n] H'H + mu I; head of the block */
  double *c;     /* [n x (n + 2)] dependence of H'b on theta */
  double *eigen; /* [n] */
};

tame_deblur_pock *tame_deblur_pock_alloc(size_t n)
{
  TAME_REQUIRE(n >= 2);
  tame_deblur_pock *w = tame_calloc(1, sizeof *w);
  w->n = n;
  w->smooth = tame_prox_quadratic_alloc(n, n + 2);
  w->splitting = tame_splitting_alloc();
  w->d = tame_linear_difference(n, 1);
  w->hth = tame_vec(n * n + n * (n + 2) + n);
  w->c = w->hth + n * n;
  w->eigen = w->c + n * (n + 2);
  return w;
}

void tame_deblur_pock_free(tame_deblur_pock *w)
{
  if (!w) return;
  tame_prox_quadratic_free(w->smooth);
  tame_splitting_free(w->splitting);
  free(w->hth);
  free(w);
}

tame_status tame_deblur_pock_init(tame_deblur_pock *w, const double *h,
                                  double mu, double delta)
{
  const size_t n = w->n;
  const tame_kink kink = {0.0, 0.0};
  if (!(mu > 0.0 && isfinite(mu) && delta > 0.0 && isfinite(delta)))
    return TAME_EINVAL;
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)n, (int)n, (int)n,
              1.0, h, (int)n, h, (int)n, 0.0, w->hth, (int)n);
  for (size_t i = 0; i < n; i++) {
    w->hth[i * n + i] += mu;
    w->c[i * (n + 2)] = w->c[i * (n + 2) + 1] = 0.0;
    for (size_t j = 0; j < n; j++) w->c[i * (n + 2) + 2 + j] = h[j * n + i];
  }
  TAME_TRY(tame_la_eigen_symmetric(w->eigen, NULL, w->hth, n));
  const double pi = 3.14159265358979323846, mu_x = w->eigen[0];
  const double norm = 2.0 * cos(pi / (2.0 * (double)n)); /* |D|_2 */
  const double tau = 0.5 * sqrt(delta / mu_x) / norm;
  const double sigma = 0.5 * sqrt(mu_x / delta) / norm;
  TAME_TRY(tame_prox_quadratic_init(w->smooth, w->hth, NULL, w->c, tau));
  TAME_TRY(tame_prox_box_init(&w->clip, n - 1, n + 2,
                              tame_param_scaled(0, -1.0), tame_param_theta(0),
                              tame_param_theta(1), sigma, kink));
  const tame_map f = tame_prox_quadratic_map(w->smooth);
  const tame_map g = tame_prox_box_map(&w->clip);
  return tame_chambolle_pock_init(w->splitting, &f, &g, &w->d, tau, sigma);
}

tame_map tame_deblur_pock_map(tame_deblur_pock *w)
{
  return tame_splitting_map(w->splitting);
}
