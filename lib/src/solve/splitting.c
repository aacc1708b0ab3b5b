/* SPDX-License-Identifier: MIT */
#include "splitting.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

tame_splitting *tame_splitting_alloc(void)
{
  return tame_calloc(1, sizeof(tame_splitting));
}

static void release(tame_splitting *s)
{
  free(s->work);
  free(s->block);
  *s = (tame_splitting){0};
}

void tame_splitting_free(tame_splitting *s)
{
  if (!s) return;
  release(s);
  free(s);
}

tame_map tame_splitting_map(tame_splitting *s)
{
  TAME_REQUIRE(s->map.n > 0);
  return s->map;
}

bool tame_splitting_usable(const tame_map *map)
{
  return map->value && map->n > 0;
}

bool tame_splitting_positive(double x) { return isfinite(x) && x > 0.0; }

tame_status tame_splitting_refuse(tame_splitting *s)
{
  release(s);
  return TAME_EINVAL;
}

void tame_splitting_set(tame_splitting *s, tame_map map, const tame_map *first,
                        const tame_map *second, size_t points, size_t spare)
{
  const tame_map parts[2] = {*first, second ? *second : *first};
  release(s);
  s->map = map;
  s->map.ctx = s;
  s->first = parts[0];
  s->second = parts[1];
  if (!parts[0].jvp || !parts[1].jvp) s->map.jvp = NULL;
  if (!parts[0].jvp || !parts[1].jvp) s->map.piggyback = NULL;
  if (!parts[0].vjp || !parts[1].vjp) s->map.vjp = NULL;
  s->work = tame_vec(map.n + map.p + points + spare);
  s->x = s->work;
  s->theta = s->x + map.n;
  s->points = s->theta + map.p;
  s->spare = s->points + points;
}

bool tame_splitting_recall(tame_splitting *s, const double *x,
                           const double *theta)
{
  const size_t n = s->map.n * sizeof *x;
  const size_t p = theta ? s->map.p * sizeof *theta : 0;
  if (s->known && memcmp(s->x, x, n) == 0 &&
      (p == 0 || memcmp(s->theta, theta, p) == 0))
    return true;
  memcpy(s->x, x, n);
  if (p > 0) memcpy(s->theta, theta, p);
  s->known = true;
  return false;
}

double *tame_splitting_block(tame_splitting *s, size_t count)
{
  if (!s->block) s->block = tame_vec(count);
  return s->block;
}
