/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/bias.h"
#include "tame/bias_quadratic.h"
#include "tame/rng.h"
#include "tame/stats.h"

static double alpha(const tame_bias_isotropic *q)
{
  return q->p * q->s0 / ((1.0 - q->p) * q->s1);
}

double tame_bias_isotropic_gap(const tame_bias_isotropic *q)
{
  return alpha(q) / (1.0 + alpha(q)) * q->distance;
}

double tame_bias_isotropic_adverse(const tame_bias_isotropic *q, size_t n,
                                   double radius)
{
  const double gap = tame_bias_isotropic_gap(q);
  return gap <= radius ? pow(0.5 * gap / radius, (double)n) : (double)NAN;
}

double tame_bias_isotropic_undominated(const tame_bias_isotropic *q, size_t n,
                                       double radius)
{
  const double a = alpha(q);
  if (!(a < 1.0) || a / (1.0 - a) * q->distance > radius) return (double)NAN;
  return pow(a / (1.0 - a * a) * q->distance / radius, (double)n);
}

/* x [n] <- a uniform point of the ball */
static void draw(double *x, size_t n, double radius, gsl_rng *rng)
{
  tame_rng_normal(x, n, rng);
  const double scale =
      radius * pow(gsl_rng_uniform_pos(rng), 1.0 / (double)n) / tame_norm(x, n);
  for (size_t i = 0; i < n; i++) x[i] *= scale;
}

void tame_bias_isotropic_count(size_t *adverse, size_t *undominated,
                               const tame_bias_isotropic *model,
                               size_t n_models, size_t n, double radius,
                               size_t n_points, gsl_rng *rng)
{
  double *u = tame_vec(3 * n), *g0 = u + n, *g1 = g0 + n;
  for (size_t k = 0; k < n_models; k++) adverse[k] = undominated[k] = 0;
  for (size_t j = 0; j < n_points; j++) {
    draw(u, n, radius, rng);
    for (size_t k = 0; k < n_models; k++) {
      const tame_bias_isotropic *q = &model[k];
      for (size_t i = 0; i < n; i++) {
        g0[i] = q->s0 * (u[i] - (i == 0 ? q->distance : 0.0));
        g1[i] = q->s1 * u[i];
      }
      const tame_bias_view look = tame_bias_look(g0, g1, n, q->p);
      adverse[k] += look.is_adverse;
      undominated[k] += !look.is_dominated;
    }
  }
  free(u);
}
