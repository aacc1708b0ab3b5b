/* SPDX-License-Identifier: MIT */
#include "tame/bias.h"

#include <math.h>

#include <gsl/gsl_cblas.h>

tame_bias_view tame_bias_look(const double *g0, const double *g1, size_t n,
                              double p)
{
  const int m = (int)n;
  const double norm0 = cblas_dnrm2(m, g0, 1), norm1 = cblas_dnrm2(m, g1, 1);
  double full2 = 0.0, inner = 0.0;
  for (size_t i = 0; i < n; i++) {
    const double full = p * g0[i] + (1.0 - p) * g1[i];
    full2 += full * full;
    inner += full * g1[i];
  }
  return (tame_bias_view){
      .inner = inner,
      .cosine = inner / (sqrt(full2) * norm1),
      .ratio = p * norm0 / ((1.0 - p) * norm1),
      .is_adverse = inner <= 0.0,
      .is_dominated = p * norm0 < (1.0 - p) * norm1,
  };
}

double tame_bias_gap_bound(double g0_norm, double lambda_min, double p)
{
  return p / (1.0 - p) * g0_norm / lambda_min;
}

double tame_bias_time(double delta, double g0_norm, double p)
{
  return g0_norm > 0.0 ? delta / (p * g0_norm) : (double)INFINITY;
}

/* log(1 + Lambda delta/(p gamma)) */
static double growth(double delta, double g0_norm, double p, double lipschitz)
{
  return g0_norm > 0.0 ? log1p(lipschitz * delta / (p * g0_norm))
                       : (double)INFINITY;
}

double tame_bias_time_lipschitz(double delta, double g0_norm, double p,
                                double lipschitz)
{
  return growth(delta, g0_norm, p, lipschitz) / lipschitz;
}

double tame_bias_steps_lipschitz(double delta, double g0_norm, double p,
                                 double lipschitz, double step)
{
  return growth(delta, g0_norm, p, lipschitz) / log1p(step * lipschitz);
}
