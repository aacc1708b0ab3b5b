/* SPDX-License-Identifier: MIT */
/* Synthetic tables with a minority that is small and carries a weak signal.
 *
 * Group a in {0, 1} has scale s_a and direction b_a.  A row is
 *
 *     z ~ N(0, I_d),  e ~ N(0, 1),   x = (s_a z, 2 a - 1)   [d + 1]
 *     label = 1 if  z . b_a + noise e > 0,  else 0,
 *     b_1 = e_1,  b_0 = c e_1 + sqrt(1 - c^2) e_2,
 *
 * with floor(p n) rows of A = 0 first and the others after them.  A model that
 * follows b_1 is right on A = 0 with probability 1 - arccos(c) / pi, without
 * noise: 1/3 for c = -1/2, worse than a coin.  p is the imbalance of the
 * population, s_0 / s_1 that of the variance. */
#ifndef TAME_TWO_GROUPS_H
#define TAME_TWO_GROUPS_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "tame/status.h"

typedef struct {
  size_t n, d; /* d >= 2 */
  double p;    /* 0 <= p <= 1 */
  double scale[2];
  double cosine; /* c, of the angle between the directions; -1 <= c <= 1 */
  double noise;
} tame_two_groups;

/* x [n x (d + 1)], label [n], a [n].  TAME_EINVAL outside the ranges above. */
tame_status tame_two_groups_draw(double *x, size_t *label, size_t *a,
                                 const tame_two_groups *opt, gsl_rng *rng,
                                 tame_error *err);

#endif
