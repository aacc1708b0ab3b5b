/* SPDX-License-Identifier: MIT */
/* Cooling schedules beta(t), t >= 0, the inverse temperature:
 *
 *   constant      beta = a,
 *   power         beta = a (1 + t)^g               (swarm),
 *   logarithmic   beta = a + ln(1 + t) / g         (simulated annealing; g is
 *                 compared with the critical depth of the potential). */
#ifndef TAME_SWARM_SCHEDULE_H
#define TAME_SWARM_SCHEDULE_H

#include "tame/status.h"

typedef enum { TAME_CONSTANT, TAME_POWER, TAME_LOGARITHMIC } tame_cooling;

typedef struct {
  tame_cooling kind;
  double a; /* beta at t = 0, >= 0 */
  double g; /* >= 0 for a power, > 0 for a logarithm; else not used */
} tame_schedule;

/* TAME_EINVAL with the reason when a or g is outside its range. */
tame_status tame_schedule_check(const tame_schedule *s, tame_error *err);

double tame_schedule_beta(double t, const tame_schedule *s);
double tame_schedule_slope(double t, const tame_schedule *s); /* beta'(t) */

#endif
