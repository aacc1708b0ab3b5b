/* SPDX-License-Identifier: MIT */
/* Claims on the authors' extra training: they test our table and its import. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

enum { N_OPT = 2, N_NET = 7, N_KAPPA = 2, N_ZETA = 3 };
enum { N = N_OPT * N_NET * N_KAPPA * N_ZETA, N_PUBLISHED = 72 };

/* x [N_PUBLISHED] <- the numbers of PATH that are there, in order. */
static tame_status published(double *x, const tame_results *r, const char *path)
{
  double *all;
  tame_h5_shape shape;
  size_t n = 0;
  TAME_TRY(tame_results_read(&all, &shape, r, "published_extra", path));
  for (size_t i = 0; i < shape.count; i++)
    if (!isnan(all[i]) && n++ < N_PUBLISHED) x[n - 1] = all[i];
  free(all);
  return n == N_PUBLISHED ? TAME_OK : TAME_EFORMAT;
}

tame_status c24a(double *v, const tame_results *r)
{
  double ours[N_PUBLISHED], printed[N_PUBLISHED];
  TAME_TRY(published(ours, r, "published/overcost"));
  TAME_TRY(published(printed, r, "published/printed"));
  for (size_t i = 0; i < N_PUBLISHED; i++) ours[i] = fabs(ours[i] - printed[i]);
  *v = tame_claim_largest(ours, N_PUBLISHED);
  return TAME_OK;
}

tame_status c24b(double *v, const tame_results *r)
{
  double x[N_PUBLISHED];
  TAME_TRY(published(x, r, "published/margin"));
  *v = tame_claim_smallest(x, N_PUBLISHED);
  return TAME_OK;
}

/* x [N_NET x N_ZETA] <- overcost in % with SGD and kappa = 90 */
static tame_status sgd_90(double *x, const tame_results *r)
{
  double *all;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&all, &shape, r, "published_extra",
                             "published/overcost"));
  for (size_t i = 0; i < N_NET && shape.count == N; i++)
    for (size_t z = 0; z < N_ZETA; z++)
      x[i * N_ZETA + z] = all[i * N_KAPPA * N_ZETA + z];
  free(all);
  return shape.count == N ? TAME_OK : TAME_EFORMAT;
}

tame_status c24c(double *v, const tame_results *r)
{
  double x[N_NET * N_ZETA], drop[N_NET * (N_ZETA - 1)];
  TAME_TRY(sgd_90(x, r));
  for (size_t i = 0; i < N_NET; i++)
    for (size_t z = 0; z + 1 < N_ZETA; z++)
      drop[i * (N_ZETA - 1) + z] = x[i * N_ZETA + z] - x[i * N_ZETA + z + 1];
  *v = tame_claim_smallest(drop, N_NET * (N_ZETA - 1));
  return TAME_OK;
}

tame_status c24d(double *v, const tame_results *r)
{
  double x[N_NET * N_ZETA];
  TAME_TRY(sgd_90(x, r));
  *v = tame_claim_smallest(x, N_NET * N_ZETA);
  return TAME_OK;
}

tame_status c24e(double *v, const tame_results *r)
{
  double x[N_NET * N_ZETA];
  TAME_TRY(sgd_90(x, r));
  *v = tame_claim_largest(x, N_NET * N_ZETA);
  return TAME_OK;
}
