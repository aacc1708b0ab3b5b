/* SPDX-License-Identifier: MIT */
#include "hyper.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "tame/timer.h"

tame_status loss_at(double *loss, double *gradient, const double *z,
                    size_t unroll, tame_validation *v)
{
  const tame_status s = tame_validation_loss(loss, gradient, z, unroll, v);
  return s <= TAME_OK ? s : TAME_ESINGULAR;
}

static tame_status evaluate(point *at, descent *d)
{
  d->evaluations++;
  return loss_at(&at->loss, at->gradient, at->z, d->unroll, d->h->valid);
}

/* Norm of the gradient projected on the box: 0 at a stationary point. */
static double stationarity(const point *at, const tame_validation_problem *h)
{
  double sum = 0.0;
  for (size_t j = 0; j < 2; j++) {
    const double to =
        fmin(fmax(at->z[j] - at->gradient[j], h->lo[j]), h->hi[j]);
    sum += (to - at->z[j]) * (to - at->z[j]);
  }
  return sqrt(sum);
}

/* One step of projected descent; the step length is doubled before it and
 * halved until Armijo's rule holds; *moved tells whether it did. */
static tame_status step_down(point *at, double *length, bool *moved, descent *d)
{
  const double longest = fmax(fabs(at->gradient[0]), fabs(at->gradient[1]));
  *moved = false;
  if (longest == 0.0) return TAME_OK;
  *length = fmin(2.0 * *length, 1.0 / longest); /* at most a factor e */
  for (int k = 0; k < 40; k++, *length *= 0.5) {
    point next = *at;
    double predicted = 0.0;
    for (size_t j = 0; j < 2; j++) {
      next.z[j] = fmin(fmax(at->z[j] - *length * at->gradient[j], d->h->lo[j]),
                       d->h->hi[j]);
      predicted += at->gradient[j] * (next.z[j] - at->z[j]);
    }
    TAME_TRY(evaluate(&next, d));
    if (next.loss <= at->loss + 1e-4 * predicted && predicted < 0.0) {
      *at = next;
      *moved = true;
      return TAME_OK;
    }
  }
  return TAME_OK;
}

static void record(double *table, size_t n, size_t k, const point *at,
                   const descent *d, const tame_timer *timer)
{
  const double row[N_COLUMNS] = {
      at->z[0] / log(10.0),   at->z[1] / log(10.0),   at->loss,
      stationarity(at, d->h), (double)d->evaluations, timer->cpu};
  for (size_t c = 0; c < N_COLUMNS; c++) table[c * n + k] = row[c];
}

tame_status descend(double *table, point *at, descent *d, size_t iterations)
{
  tame_timer timer = {0};
  double length = 1e300;
  bool moved = true;
  memcpy(at->z, d->h->start, sizeof at->z);
  tame_timer_start(&timer);
  TAME_TRY(evaluate(at, d));
  tame_timer_stop(&timer);
  record(table, iterations + 1, 0, at, d, &timer);
  for (size_t k = 1; k <= iterations; k++) {
    tame_timer_start(&timer);
    if (moved) TAME_TRY(step_down(at, &length, &moved, d));
    tame_timer_stop(&timer);
    record(table, iterations + 1, k, at, d, &timer);
  }
  return TAME_OK;
}
