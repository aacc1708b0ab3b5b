/* SPDX-License-Identifier: MIT */
/* The families of exponent.c. */
#ifndef EXPONENT_H
#define EXPONENT_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "tame/nonsmooth.h"
#include "tame/nonsmooth_data.h"
#include "tame/subgradient.h"

#define FAMILIES                                                               \
  "power_1.5 power_2 power_3 power_4 power_6 partly_smooth double_well "       \
  "rotated lasso phase"
enum { N_FAMILIES = 10, MAX_DIM = 20 };

/* One function of a family with a reference point of crit f, a start, steps that
 * suit it, the largest eps, its exponent, and unit directions [n_directions x n]
 * in which crit_eps f reaches far. */
typedef struct {
  tame_nonsmooth f;
  double centre[MAX_DIM], x0[MAX_DIM];
  tame_step_rule rule;
  double largest_eps, exponent, radius;
  double directions[MAX_DIM * MAX_DIM];
  size_t n_directions;
  double share; /* of the steps asked for that this family needs */
  /* what f points to */
  tame_power power;
  tame_partly_smooth partly;
  tame_rotated_powers rotated;
  tame_lasso lasso;
  tame_phase phase;
  double p[3], u[9];
} member;

/* A random member; an error leaves nothing to free. */
tame_status member_init(member *m, size_t family, gsl_rng *rng);
void member_free(member *m);

#endif
