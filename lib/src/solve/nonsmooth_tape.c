/* SPDX-License-Identifier: MIT */
#include "tame/nonsmooth_tape.h"

#include <math.h>

static double recorded_value(const double *x, void *ctx)
{
  const tame_tape_function *q = ctx;
  if (tame_tape_replay(q->tape, x) < 0) return (double)NAN;
  return tame_var_value(q->f);
}

static void recorded_subgradient(double *v, const double *x, void *ctx)
{
  const tame_tape_function *q = ctx;
  if (tame_tape_replay(q->tape, x) == TAME_OK &&
      tame_tape_gradient(v, q->f) == TAME_OK)
    return;
  for (size_t i = 0; i < tame_tape_inputs(q->tape); i++) v[i] = (double)NAN;
}

tame_nonsmooth tame_tape_nonsmooth(tame_tape_function *q)
{
  return (tame_nonsmooth){.n = tame_tape_inputs(q->tape),
                          .value = recorded_value,
                          .subgradient = recorded_subgradient,
                          .ctx = q};
}
