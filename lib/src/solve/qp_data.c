/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/la.h"
#include "tame/qp.h"
#include "tame/rng.h"

void tame_qp_random(double *Q, double *A, double *G, double *theta, size_t n,
                    size_t p, size_t m, gsl_rng *rng)
{
  const int rows = (int)n, cols = 2 * rows;
  double *B = tame_vec(2 * n * n);
  tame_rng_uniform(B, 2 * n * n, -1.0, 1.0, rng);
  /* one triangle and its mirror, so that Q is symmetric bit by bit */
  cblas_dsyrk(CblasRowMajor, CblasUpper, CblasNoTrans, rows, cols, 1.0, B, cols,
              0.0, Q, rows);
  tame_la_mirror(Q, n);
  free(B);
  tame_rng_uniform(A, m * n, -1.0, 1.0, rng);
  tame_rng_uniform(G, p * n, -1.0, 1.0, rng);
  tame_rng_uniform(theta, n + p + m, -1.0, 1.0, rng);
}
