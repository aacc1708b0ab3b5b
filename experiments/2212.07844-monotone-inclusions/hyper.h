/* SPDX-License-Identifier: MIT */
/* Descent on a validation loss of two weights. */
#ifndef HYPER_H
#define HYPER_H

#include "tame/validation_sets.h"

typedef struct {
  double z[2], loss, gradient[2]; /* z = log theta */
} point;

typedef struct {
  tame_validation_problem *h;
  size_t unroll; /* 0: implicit */
  size_t evaluations;
} descent;

/* L(z) and its gradient (NULL: not asked for), z = log theta, through UNROLL
 * steps, 0: implicit; anything but success is an error. */
tame_status loss_at(double *loss, double *gradient, const double *z,
                    size_t unroll, tame_validation *v);

enum { LOG_0, LOG_1, LOSS, STATIONARITY, SO_FAR, SECONDS, N_COLUMNS };
/* table [N_COLUMNS x (iterations + 1)]: log10 theta, loss, stationarity,
 * evaluations and seconds so far; what follows the last step repeats it. */
tame_status descend(double *table, point *at, descent *d, size_t iterations);

#endif
