/* SPDX-License-Identifier: MIT */
#include "tame/sets.h"

#include <string.h>

#include "tame/base.h"

tame_status tame_set_cpusmall(tame_table *t, const char *path, tame_error *err)
{
  double sum = 0.0;
  TAME_TRY(tame_read_libsvm(t, path, 1000, err));
  for (size_t i = 0; i < t->n; i++) sum += t->y[i]; /* whole numbers: exact */
  if (t->n == 8192 && t->p == 12 && sum == 687873.0) return TAME_OK;
  const tame_status s = tame_fail(
      err, TAME_EFORMAT,
      "%s: %zu rows, %zu features, sum of targets %.15g: not cpusmall, which "
      "has 8192, 12 and 687873",
      path, t->n, t->p, sum);
  tame_table_free(t);
  return s;
}

/* *t <- the rows of A, then those of B, which have the same columns */
static void stack(tame_table *t, const tame_table *a, const tame_table *b)
{
  const size_t n = a->n + b->n, p = a->p, m = a->m;
  *t = (tame_table){n, p, m, tame_vec(n * p), tame_vec(n * m)};
  memcpy(t->x, a->x, a->n * p * sizeof *t->x);
  memcpy(t->x + a->n * p, b->x, b->n * p * sizeof *t->x);
  memcpy(t->y, a->y, a->n * m * sizeof *t->y);
  memcpy(t->y + a->n * m, b->y, b->n * m * sizeof *t->y);
}

static tame_status read_half(tame_table *t, const char *path, tame_error *err)
{
  TAME_TRY(tame_read_fann(t, path, err));
  if (t->n == 2104 && t->p == 14 && t->m == 3) return TAME_OK;
  return tame_fail(err, TAME_EFORMAT,
                   "%s: %zu rows, %zu inputs, %zu outputs: not building, "
                   "which has 2104, 14 and 3",
                   path, t->n, t->p, t->m);
}

tame_status tame_set_building(tame_table *t, const char *train,
                              const char *test, tame_error *err)
{
  tame_table a = {0}, b = {0};
  *t = (tame_table){0};
  tame_status s = read_half(&a, train, err);
  if (s >= 0) s = read_half(&b, test, err);
  if (s >= 0) stack(t, &a, &b);
  tame_table_free(&a);
  tame_table_free(&b);
  return s;
}
