/* SPDX-License-Identifier: MIT */
/* Subset-sum-interval: the two levels, exact enumeration, local search. */
#include <math.h>

#include "tame/base.h"
#include "tame/gray.h"
#include "tame/subset_sum.h"

int64_t tame_subset_sum_curvature(const tame_subset_sum *inst)
{
  int64_t largest = 0, squares = 0;
  for (size_t j = 0; j < inst->k; j++) {
    if (inst->q[j] > largest) largest = inst->q[j];
    squares += inst->q[j] * inst->q[j];
  }
  return 4 * largest > squares ? 4 * largest : squares;
}

int64_t tame_subset_sum_penalty(const tame_subset_sum *inst)
{
  return INT64_C(2) << (2 * (inst->r - 1));
}

double tame_subset_sum_target(const tame_subset_sum *inst, const double *x)
{
  double target = (double)inst->start;
  for (size_t i = 0; i < inst->r; i++) target += ldexp(x[i], (int)i);
  return target;
}

static double residual(const tame_subset_sum *inst, double target,
                       const double *y)
{
  double sum = -target;
  for (size_t j = 0; j < inst->k; j++) sum += (double)inst->q[j] * y[j];
  return sum;
}

double tame_subset_sum_lower(const tame_subset_sum *inst, double target,
                             const double *y)
{
  const double d = residual(inst, target, y);
  double off = 0.0;
  for (size_t j = 0; j < inst->k; j++) off += y[j] * (1.0 - y[j]);
  return d * d + (double)tame_subset_sum_curvature(inst) * off;
}

void tame_subset_sum_gradient(double *grad, const tame_subset_sum *inst,
                              double target, const double *y)
{
  const double d = residual(inst, target, y);
  const double curvature = (double)tame_subset_sum_curvature(inst);
  for (size_t j = 0; j < inst->k; j++)
    grad[j] = 2.0 * (double)inst->q[j] * d + curvature * (1.0 - 2.0 * y[j]);
}

double tame_subset_sum_value(const tame_subset_sum *inst, const tame_sums *s,
                             const double *x)
{
  double off = 0.0;
  for (size_t i = 0; i < inst->r; i++) off += x[i] * (1.0 - x[i]);
  const double d = tame_sums_distance(s, tame_subset_sum_target(inst, x));
  return (double)tame_subset_sum_penalty(inst) * off - d * d;
}

tame_subset_sum_optimum tame_subset_sum_enumerate(const tame_subset_sum *inst)
{
  tame_subset_sum_optimum best = {.value = INT64_MAX};
  for (uint64_t t = 0; t < UINT64_C(1) << inst->r; t++) {
    const int64_t target = inst->start + (int64_t)tame_gray_code(t);
    const tame_gray_nearest nearest =
        tame_gray_nearest_sum(inst->q, inst->k, target);
    const int64_t value = -nearest.distance * nearest.distance;
    best.visited += nearest.visited;
    if (value < best.value) {
      best.value = value;
      best.target = target;
    }
  }
  return best;
}

/* --- local search --------------------------------------------------------- */

size_t tame_subset_sum_descend(double *y, const tame_subset_sum *inst,
                               double target, double step, size_t max_iter)
{
  const double curvature = (double)tame_subset_sum_curvature(inst);
  for (size_t iter = 1; iter <= max_iter; iter++) {
    const double d = residual(inst, target, y);
    double move = 0.0;
    for (size_t j = 0; j < inst->k; j++) {
      const double grad =
          2.0 * (double)inst->q[j] * d + curvature * (1.0 - 2.0 * y[j]);
      const double next = fmin(1.0, fmax(0.0, y[j] - step * grad));
      move = fmax(move, fabs(next - y[j]));
      y[j] = next;
    }
    if (move < 1e-15) return iter;
  }
  return max_iter;
}

uint64_t tame_subset_sum_local_minima(const tame_subset_sum *inst,
                                      int64_t target)
{
  const int64_t curvature = tame_subset_sum_curvature(inst);
  int64_t sum = -target;
  uint64_t count = 0;
  for (uint64_t t = 0; t < UINT64_C(1) << inst->k; t++) {
    const uint64_t y = tame_gray_code(t);
    if (t > 0) {
      const unsigned j = tame_gray_flip(t);
      sum += y >> j & 1 ? inst->q[j] : -inst->q[j];
    }
    bool is_minimum = true;
    for (size_t j = 0; j < inst->k && is_minimum; j++) {
      const int64_t slope = (y >> j & 1 ? -2 : 2) * inst->q[j] * sum;
      is_minimum = slope > -curvature;
    }
    count += is_minimum;
  }
  return count;
}
