/* SPDX-License-Identifier: MIT */
#include "tame/map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

struct tame_trajectory {
  const tame_map *map;
  size_t max_steps, steps;
  size_t n_record; /* 0 when no records are kept */
  double **x;      /* [max_steps + 1], each [n] or NULL when not reached yet */
  double **record; /* [max_steps], each [n_record] or NULL */
};

tame_trajectory *tame_trajectory_alloc(const tame_map *map, size_t max_steps,
                                       bool with_records)
{
  TAME_REQUIRE(map->value && map->n > 0);
  TAME_REQUIRE(map->n_record == 0 || (map->value_record && map->vjp_record));
  tame_trajectory *t = tame_calloc(1, sizeof *t);
  t->map = map;
  t->max_steps = max_steps;
  t->n_record = with_records ? map->n_record : 0;
  t->x = tame_calloc(max_steps + 1, sizeof *t->x);
  t->record = tame_calloc(max_steps, sizeof *t->record);
  t->x[0] = tame_vec(map->n);
  return t;
}

void tame_trajectory_free(tame_trajectory *t)
{
  if (!t) return;
  for (size_t k = 0; k <= t->max_steps; k++) free(t->x[k]);
  for (size_t k = 0; k < t->max_steps; k++) free(t->record[k]);
  free(t->x);
  free(t->record);
  free(t);
}

void tame_trajectory_init(tame_trajectory *t, const double *x0)
{
  memcpy(t->x[0], x0, t->map->n * sizeof *x0);
  t->steps = 0;
}

tame_status tame_trajectory_step(tame_trajectory *t, const double *theta)
{
  const tame_map *map = t->map;
  const size_t k = t->steps;
  if (k == t->max_steps) return TAME_MAX_ITER;

  /* blocks of an earlier run are used again */
  if (!t->x[k + 1]) t->x[k + 1] = tame_vec(map->n);
  if (t->n_record && !t->record[k]) t->record[k] = tame_vec(t->n_record);

  double *next = t->x[k + 1];
  if (t->n_record) {
    map->value_record(next, t->record[k], t->x[k], theta, map->ctx);
  } else {
    map->value(next, t->x[k], theta, map->ctx);
  }
  t->steps = k + 1;
  for (size_t i = 0; i < map->n; i++)
    if (!isfinite(next[i])) return TAME_DIVERGED;
  return TAME_OK;
}

size_t tame_trajectory_steps(const tame_trajectory *t) { return t->steps; }

const double *tame_trajectory_x(const tame_trajectory *t, size_t k)
{
  TAME_REQUIRE(k <= t->steps);
  return t->x[k];
}

const double *tame_trajectory_last(const tame_trajectory *t)
{
  return t->x[t->steps];
}

const double *tame_trajectory_record(const tame_trajectory *t, size_t k)
{
  TAME_REQUIRE(k < t->steps);
  return t->record[k];
}

size_t tame_trajectory_bytes(const tame_trajectory *t)
{
  const size_t iterates = (t->steps + 1) * t->map->n;
  return (iterates + t->steps * t->n_record) * sizeof(double);
}

const tame_map *tame_trajectory_map(const tame_trajectory *t) { return t->map; }
