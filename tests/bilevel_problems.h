/* SPDX-License-Identifier: MIT */
/* Problems of the tests of bilevel programs. */
#ifndef BILEVEL_PROBLEMS_H
#define BILEVEL_PROBLEMS_H

#include "tame/double_well.h"
#include "tame/rng.h"
#include "tame/stats.h"

enum { N = 2, P = 4 };

/* Many wells with a reflection; random W, v, x_hat. */
typedef struct {
  tame_many_wells w;
  double m[P * N], u[P * P], v[P], x_hat[N], work[4 * P], last[N];
} wells;

static inline tame_bilevel make_wells(wells *q, gsl_rng *rng)
{
  double unit[P];
  tame_rng_normal(q->m, P * N, rng);
  tame_rng_uniform(q->v, P, 0.1, 1.0, rng);
  tame_rng_uniform(q->x_hat, N, -1.0, 1.0, rng);
  tame_rng_normal(unit, P, rng);
  const double length = tame_norm(unit, P);
  for (int i = 0; i < P; i++)
    for (int j = 0; j < P; j++)
      q->u[i * P + j] = (i == j) - 2.0 * unit[i] * unit[j] / (length * length);
  q->w = (tame_many_wells){N, P, q->m, q->u, q->v, q->x_hat, q->work, q->last};
  return tame_many_wells_problem(&q->w);
}

#endif
