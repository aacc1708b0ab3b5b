/* SPDX-License-Identifier: MIT */
/* What lasso.c, covariance.c and trend_filtering.c share: an iteration that
 * carries its Jacobian along, and error curves over repetitions. */
#ifndef CURVES_H
#define CURVES_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/exp.h"
#include "tame/stats.h"

/* Rates are fitted where errors lie between these. */
static const double FIT_LO = 1e-11, FIT_HI = 1e-4;

/* --- an iteration --------------------------------------------------------- */

typedef struct {
  tame_map map;
  const double *theta;
  double *x, *jac;           /* [n], [n x p]: x_k and J_k */
  double *x_next, *jac_next; /* the next ones, swapped with these */
} iteration;

/* From x0 [n], NULL: zero, with J_0 = 0; the map and theta are borrowed. */
static inline iteration iteration_begin(const tame_map *map,
                                        const double *theta, const double *x0)
{
  const size_t n = map->n;
  iteration it = {*map,        theta,
                  tame_vec(n), tame_vec(n * map->p),
                  tame_vec(n), tame_vec(n * map->p)};
  if (x0) memcpy(it.x, x0, n * sizeof *x0);
  return it;
}

static inline void iteration_end(iteration *it)
{
  free(it->x);
  free(it->jac);
  free(it->x_next);
  free(it->jac_next);
}

/* J_{k+1} = A J_k + B with [A, B] at x_k, then x_{k+1} = F(x_k). */
static inline tame_status iteration_step(iteration *it)
{
  TAME_TRY(
      tame_diff_piggyback(it->jac_next, it->jac, it->x, it->theta, &it->map));
  it->map.value(it->x_next, it->x, it->theta, it->map.ctx);
  double *x = it->x, *jac = it->jac;
  it->x = it->x_next;
  it->jac = it->jac_next;
  it->x_next = x;
  it->jac_next = jac;
  return TAME_OK;
}

/* Value only: at most max_steps from x [n], in place, until a step moves less
 * than TOL |x|.  Returns the number of steps. */
static inline size_t iterate_until(double *x, const tame_map *map,
                                   const double *theta, double tol,
                                   size_t max_steps)
{
  double *next = tame_vec(map->n), move = INFINITY;
  size_t k = 0;
  while (k < max_steps && move > tol * tame_norm(x, map->n)) {
    map->value(next, x, theta, map->ctx);
    move = tame_distance(next, x, map->n);
    memcpy(x, next, map->n * sizeof *x);
    k++;
  }
  free(next);
  return k;
}

/* Frobenius distance of columns [from, to) of the first n rows of jac, of P
 * columns, and of exact, of Q columns; jac NULL counts as zero. */
static inline double columns_distance(const double *jac, size_t p,
                                      const double *exact, size_t q, size_t n,
                                      size_t from, size_t to)
{
  double *d = tame_vec(n), *row = tame_vec(to - from);
  for (size_t i = 0; i < n; i++) {
    for (size_t j = from; j < to; j++)
      row[j - from] = (jac ? jac[i * p + j] : 0.0) - exact[i * q + j];
    d[i] = tame_norm(row, to - from);
  }
  const double distance = tame_norm(d, n);
  free(d);
  free(row);
  return distance;
}

/* Error of the derivative over that of the iterate; missing once the latter is
 * near rounding level. */
static inline double error_ratio(double jacobian, double iterate)
{
  return iterate > 1e-12 ? jacobian / iterate : (double)NAN;
}

/* --- files ------------------------------------------------------------------
 * A cell stores curves over /iteration and numbers; the merge stores them in
 * groups, over (repeat, iteration) and over (repeat). */

typedef struct {
  const char *name, *meaning;
} quantity;

typedef struct {
  tame_h5 *out;
  const tame_cells *cells;
  size_t repeats, length; /* length: iterations + 1 */
  tame_error *err;
} merger;

/* In a cell: a number, and a curve divided by NORM. */
static inline void write_number(tame_h5 *out, const char *name, double x)
{
  tame_h5_write_scalar(out, name, x, name, "1");
}

static inline void write_curve(tame_h5 *out, const char *name, const double *x,
                               size_t length, double norm)
{
  double *scaled = tame_vec(length);
  for (size_t k = 0; k < length; k++) scaled[k] = x[k] / norm;
  tame_h5_write(out, name, "iteration", scaled, name, "1");
  free(scaled);
}

/* One curve into GROUP, with its median and its first and last decile over
 * repetitions; median [length] may be NULL. */
static inline tame_status merge_curve(const merger *m, const char *group,
                                      quantity q, double *median)
{
  static const struct {
    const char *suffix, *words;
    double f;
  } PART[] = {{"_median", "median over repetitions", 0.5},
              {"_low", "first decile over repetitions", 0.1},
              {"_high", "last decile over repetitions", 0.9}};
  double *x = tame_vec(m->repeats * m->length), *part = tame_vec(m->length);
  char path[128], name[256];
  TAME_TRY(tame_cells_gather(x, m->cells, q.name, m->length, m->err));
  snprintf(path, sizeof path, "%s/%s", group, q.name);
  tame_h5_write(m->out, path, "repeat iteration", x, q.meaning, "1");
  for (size_t i = 0; i < 3; i++) {
    tame_quantile_columns(part, x, m->repeats, m->length, PART[i].f);
    snprintf(path, sizeof path, "%s/%s%s", group, q.name, PART[i].suffix);
    snprintf(name, sizeof name, "%s, %s", q.meaning, PART[i].words);
    tame_h5_write(m->out, path, "iteration", part, name, "1");
    if (i == 0 && median) memcpy(median, part, m->length * sizeof *median);
  }
  free(x);
  free(part);
  return TAME_OK;
}

/* The line of slope log(rate), 3 times above the median curve where that falls
 * below 1e-7; named GROUP/NAME_guide. */
static inline void write_guide(const merger *m, const char *group,
                               const char *name, const double *median,
                               double rate)
{
  double *guide = tame_vec(m->length);
  char path[128];
  size_t at = 0;
  while (at + 1 < m->length && !(median[at] < 1e-7)) at++;
  for (size_t k = 0; k < m->length; k++)
    guide[k] = 3.0 * median[at] * pow(rate, (double)k - (double)at);
  snprintf(path, sizeof path, "%s/%s_guide", group, name);
  tame_h5_write(m->out, path, "iteration", guide,
                "guide: decay by the median over repetitions of the rate rho",
                "1");
  free(guide);
}

/* One number a repetition; x [repeats] may be NULL. */
static inline tame_status merge_number(const merger *m, quantity q, double *x)
{
  double *all = tame_vec(m->repeats);
  char path[128];
  TAME_TRY(tame_cells_gather(all, m->cells, q.name, 1, m->err));
  snprintf(path, sizeof path, "repeats/%s", q.name);
  tame_h5_write(m->out, path, "repeat", all, q.meaning, "1");
  if (x) memcpy(x, all, m->repeats * sizeof *x);
  free(all);
  return TAME_OK;
}

/* The whole file: numbers, of which the first is the rate of the guides, and
 * curves; the first two of the curves get a guide. */
static inline tame_status merge_all(const merger *m, const quantity *numbers,
                                    size_t n_numbers, const quantity *all,
                                    size_t n_curves)
{
  double *median = tame_vec(m->length), *rho = tame_vec(m->repeats), rate = 0.0;
  tame_status s = TAME_OK;
  tame_h5_group(m->out, "curves", "Errors against iterations");
  tame_h5_group(m->out, "repeats", "Numbers of each repetition");
  tame_h5_index(m->out, "repeat", m->repeats, "repetition");
  tame_h5_index(m->out, "iteration", m->length, "iteration k");
  for (size_t i = 0; i < n_numbers && s >= 0; i++) {
    s = merge_number(m, numbers[i], rho);
    if (i == 0) rate = tame_quantile(rho, m->repeats, 0.5);
  }
  for (size_t i = 0; i < n_curves && s >= 0; i++) {
    s = merge_curve(m, "curves", all[i], median);
    if (s >= 0 && i < 2) write_guide(m, "curves", all[i].name, median, rate);
  }
  tame_h5_panel(m->out, "curves", "jacobian_error_median", "iteration");
  tame_h5_panel(m->out, "repeats", "jacobian_rate", "repeat");
  free(median);
  free(rho);
  return s;
}

/* A cell is one repetition. */
static inline size_t one_cell_a_repeat(const tame_run *run)
{
  return tame_run_count(run, "repeats");
}

static inline void describe_repeat(tame_cell *cell, size_t index,
                                   const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "repeat%zu", index);
  snprintf(cell->group, sizeof cell->group, "all repetitions");
}

#endif
