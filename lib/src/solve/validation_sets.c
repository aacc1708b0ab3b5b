/* SPDX-License-Identifier: MIT */
#include "tame/validation_sets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/dataset.h"
#include "tame/inclusion_examples.h"
#include "tame/sets.h"
#include "tame/stats.h"

enum { DAYS = TAME_MAX_FOLDS, STACK = 3 };
enum { INPUTS = 14, FEATURES = INPUTS + INPUTS * (INPUTS + 1) / 2 };
enum { HALF = 2104, TRAIN = 162, VALID = 486, STRIDE = 13 };

static void set_box(tame_validation_problem *h, const double lo[2],
                    const double hi[2])
{
  for (size_t j = 0; j < 2; j++) {
    h->lo[j] = log(lo[j]);
    h->hi[j] = log(hi[j]);
    h->start[j] = h->lo[j] + 0.8 * (h->hi[j] - h->lo[j]);
  }
}

/* Leave-one-out: fold f is fitted to the other days. */
static tame_status make_stackloss(tame_validation_problem *h)
{
  static const double THETA[2] = {1.0, 1.0}, LO[2] = {0.01, 0.01};
  static const double HI[2] = {20.0, 20.0};
  double x[DAYS * STACK], t[DAYS];
  h->data = tame_vec(DAYS * STACK + DAYS);
  double *all = h->data, *target = all + DAYS * STACK;
  h->unroll = 1000;
  h->valid = tame_validation_alloc(DAYS, TAME_PSEUDO_HUBER);
  tame_stackloss(all, target);
  set_box(h, LO, HI);
  for (size_t f = 0; f < DAYS; f++) {
    size_t rows = 0;
    for (size_t i = 0; i < DAYS; i++) {
      if (i == f) continue;
      memcpy(x + rows * STACK, all + i * STACK, STACK * sizeof *x);
      t[rows++] = target[i];
    }
    TAME_TRY(tame_inclusion_robust(&h->q[f], x, t, rows, STACK, 0.1));
    h->n_folds++;
    TAME_TRY(tame_validation_set(h->valid, f, h->q[f], THETA, all + f * STACK,
                                 target + f, 1, STACK));
  }
  return TAME_OK;
}

/* to [FEATURES] <- the inputs of a row, their squares and products */
static void expand(double *to, const double *row)
{
  size_t k = INPUTS;
  memcpy(to, row, INPUTS * sizeof *to);
  for (size_t i = 0; i < INPUTS; i++)
    for (size_t j = i; j < INPUTS; j++) to[k++] = row[i] * row[j];
}

/* Row r of the three sets; the first half of the table is that of training and
 * validation: of every 13 rows one is fitted and three others are held out. */
static size_t source_row(size_t r)
{
  static const size_t OFFSET[3] = {3, 6, 9};
  if (r < TRAIN) return STRIDE * r % HALF;
  r -= TRAIN;
  if (r < VALID) return (STRIDE * (r / 3) + OFFSET[r % 3]) % HALF;
  return HALF + r - VALID;
}

/* Centre and scale columns by mean and deviation of the training rows; a column
 * that is constant there becomes 0.  y is treated alike. */
static void standardise(double *x, double *y, size_t rows)
{
  double column[TRAIN];
  for (size_t j = 0; j <= FEATURES; j++) {
    double *from = j < FEATURES ? x + j : y;
    const size_t stride = j < FEATURES ? FEATURES : 1;
    for (size_t i = 0; i < TRAIN; i++) column[i] = from[i * stride];
    const double mean = tame_mean(column, TRAIN), std = tame_std(column, TRAIN);
    /* features are divided by sqrt(TRAIN) too: X'X has ones on its diagonal */
    const double unit = j < FEATURES ? sqrt((double)TRAIN) : 1.0;
    for (size_t i = 0; i < rows; i++) {
      double *e = from + i * stride;
      *e = std > 1e-9 ? (*e - mean) / (std * unit) : 0.0;
    }
  }
}

static tame_status make_building(tame_validation_problem *h, const char *train,
                                 tame_error *err)
{
  enum { ROWS = TRAIN + VALID + HALF };
  static const double LO[2] = {1e-3, 1e-3}, HI[2] = {10.0, 10.0};
  tame_table t;
  char *test;
  TAME_TRY(tame_dataset_find(&test, "building", "building.test", err));
  const tame_status s = tame_set_building(&t, train, test, err);
  free(test);
  if (s < 0) return s;
  h->data = tame_vec(ROWS * (FEATURES + 1));
  double *x = h->data, *y = x + ROWS * FEATURES, theta[TRAIN + 2];
  for (size_t r = 0; r < ROWS; r++) {
    expand(x + r * FEATURES, t.x + source_row(r) * t.p);
    y[r] = t.y[source_row(r) * t.m];
  }
  tame_table_free(&t);
  standardise(x, y, ROWS);
  theta[0] = theta[1] = 1.0;
  memcpy(theta + 2, y, TRAIN * sizeof *y);
  h->unroll = 300;
  h->valid = tame_validation_alloc(1, TAME_SQUARE);
  h->test = tame_validation_alloc(1, TAME_SQUARE);
  set_box(h, LO, HI);
  TAME_TRY(tame_inclusion_elastic_net(&h->q[0], x, TRAIN, FEATURES));
  h->n_folds = 1;
  const double *xv = x + TRAIN * FEATURES, *yv = y + TRAIN;
  TAME_TRY(tame_validation_set(h->valid, 0, h->q[0], theta, xv, yv, VALID,
                               FEATURES));
  return tame_validation_set(h->test, 0, h->q[0], theta, xv + VALID * FEATURES,
                             yv + VALID, HALF, FEATURES);
}

tame_status tame_validation_problem_init(tame_validation_problem *h,
                                         const char *building, tame_error *err)
{
  *h = (tame_validation_problem){0};
  const tame_status s =
      building ? make_building(h, building, err) : make_stackloss(h);
  if (s < 0) tame_validation_problem_free(h);
  return s;
}

void tame_validation_problem_free(tame_validation_problem *h)
{
  tame_validation_free(h->valid);
  tame_validation_free(h->test);
  for (size_t f = 0; f < h->n_folds; f++) tame_inclusion_free(h->q[f]);
  free(h->data);
  *h = (tame_validation_problem){0};
}
