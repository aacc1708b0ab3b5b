/* SPDX-License-Identifier: MIT */
#include "tame/logistic.h"

#include <math.h>

/* Everything comes from e = exp(-|t|) <= 1, which cannot overflow. */

double tame_logistic_loss(double m)
{
  return fmax(-m, 0.0) + log1p(exp(-fabs(m)));
}

double tame_logistic_sigma(double t)
{
  const double e = exp(-fabs(t));
  return (t >= 0.0 ? 1.0 : e) / (1.0 + e);
}

tame_logistic_slopes tame_logistic_loss_slopes(double t, double y)
{
  const double e = exp(-fabs(t)), q = 1.0 / (1.0 + e);
  const double against = y * t >= 0.0 ? e * q : q; /* sigma(-y t) */
  const double second = e * q * q;
  return (tame_logistic_slopes){.first = -y * against,
                                .second = second,
                                .third = second * copysign((1.0 - e) * q, -t)};
}
