/* SPDX-License-Identifier: MIT */
#include "tame/swarm_schedule.h"

#include <math.h>

tame_status tame_schedule_check(const tame_schedule *s, tame_error *err)
{
  if (!(s->a >= 0.0) || !isfinite(s->a))
    return tame_fail(err, TAME_EINVAL,
                     "schedule: beta(0) = %g: must be finite and >= 0", s->a);
  if (s->kind == TAME_POWER && !(s->g >= 0.0 && isfinite(s->g)))
    return tame_fail(err, TAME_EINVAL,
                     "schedule: exponent %g: must be finite and >= 0", s->g);
  if (s->kind == TAME_LOGARITHMIC && !(s->g > 0.0 && isfinite(s->g)))
    return tame_fail(err, TAME_EINVAL,
                     "schedule: constant %g: must be finite and > 0", s->g);
  return TAME_OK;
}

double tame_schedule_beta(double t, const tame_schedule *s)
{
  switch (s->kind) {
  case TAME_POWER:
    return s->a * pow(1.0 + t, s->g);
  case TAME_LOGARITHMIC:
    return s->a + log1p(t) / s->g;
  case TAME_CONSTANT:
    break;
  }
  return s->a;
}

double tame_schedule_slope(double t, const tame_schedule *s)
{
  switch (s->kind) {
  case TAME_POWER:
    return s->a * s->g * pow(1.0 + t, s->g - 1.0);
  case TAME_LOGARITHMIC:
    return 1.0 / (s->g * (1.0 + t));
  case TAME_CONSTANT:
    break;
  }
  return 0.0;
}
