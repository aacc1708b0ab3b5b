/* SPDX-License-Identifier: MIT */
#include "tame/ridge_path.h"

#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/stats.h"
#include "tame/timer.h"

enum { N_ESTIMATES = TAME_RIDGE_N_ESTIMATES };

typedef struct {
  size_t n, p, every;
  bool ahead;
  tame_ridge *w;
  double *best, *jbar;      /* wbar [p], Jbar [p x n] */
  double *points;           /* [every + 1, p] w_k, ..., w_{k + every} */
  double *jac[N_ESTIMATES]; /* each [p x n] */
  tame_timer descent, clock[N_ESTIMATES];
} walk;

static double relative(const double *x, const double *exact, size_t n)
{
  return tame_distance(x, exact, n) / tame_norm(exact, n);
}

static void look(tame_ridge_path *path, walk *s, size_t k)
{
  const size_t i = k / s->every;
  path->iterate[i] = relative(s->points, s->best, s->p);
  tame_ridge_implicit(s->jac[TAME_RIDGE_IMPLICIT], s->w, s->points);
  for (size_t e = 0; e < N_ESTIMATES; e++) {
    path->jacobian[e][i] = relative(s->jac[e], s->jbar, s->p * s->n);
    path->wall[e][i] = s->descent.wall + s->clock[e].wall;
    path->cpu[e][i] = s->descent.cpu + s->clock[e].cpu;
  }
}

/* EVERY steps, first of w and then, later, of each J through them, so that
 * reading the clock costs nothing beside what it measures. */
static void descend(walk *s)
{
  tame_timer_start(&s->descent);
  for (size_t i = 0; i < s->every; i++) {
    double *next = s->points + (i + 1) * s->p;
    memcpy(next, next - s->p, s->p * sizeof *next);
    tame_ridge_step(next, s->w);
  }
  tame_timer_stop(&s->descent);
}

/* J through the steps FIRST, ..., EVERY - 1 of those just made. */
static void propagate(walk *s, size_t estimate, size_t first)
{
  tame_timer_start(&s->clock[estimate]);
  for (size_t i = first; i < s->every; i++)
    tame_ridge_jacobian_step(s->jac[estimate], s->w,
                             s->points + (i + s->ahead) * s->p);
  tame_timer_stop(&s->clock[estimate]);
}

static void go(tame_ridge_path *path, walk *s)
{
  const size_t start = path->iterations - path->block, every = path->every;
  look(path, s, 0);
  for (size_t k = 0; k < path->iterations; k += every) {
    descend(s);
    propagate(s, TAME_RIDGE_AUTODIFF, 0);
    if (start < k + every)
      propagate(s, TAME_RIDGE_ONE_STEP, start > k ? start - k : 0);
    memcpy(s->points, s->points + every * s->p, s->p * sizeof *s->points);
    if (k + every == path->iterations) {
      tame_timer_start(&s->clock[TAME_RIDGE_IMPLICIT]);
      tame_ridge_implicit(s->jac[TAME_RIDGE_IMPLICIT], s->w, s->points);
      tame_timer_stop(&s->clock[TAME_RIDGE_IMPLICIT]);
    }
    look(path, s, k + every);
  }
}

tame_status tame_ridge_path_run(tame_ridge_path *path, tame_ridge *w,
                                size_t iterations, size_t every, size_t block,
                                bool ahead)
{
  *path = (tame_ridge_path){0};
  if (every == 0 || iterations % every != 0 || block > iterations)
    return TAME_EINVAL;
  const size_t n = tame_ridge_rows(w), p = tame_ridge_features(w);
  walk s = {.n = n, .p = p, .every = every, .ahead = ahead, .w = w};
  const size_t samples = iterations / every + 1;
  path->iterations = iterations;
  path->every = every;
  path->block = block;
  path->iterate = tame_vec(samples);
  s.best = tame_vec(p);
  s.jbar = tame_vec(p * n);
  s.points = tame_vec((every + 1) * p);
  for (size_t e = 0; e < N_ESTIMATES; e++) {
    path->jacobian[e] = tame_vec(samples);
    path->wall[e] = tame_vec(samples);
    path->cpu[e] = tame_vec(samples);
    s.jac[e] = tame_vec(p * n);
  }
  tame_ridge_solution(s.best, w);
  tame_ridge_implicit(s.jbar, w, s.best);
  go(path, &s);
  free(s.best);
  free(s.jbar);
  free(s.points);
  for (size_t e = 0; e < N_ESTIMATES; e++) free(s.jac[e]);
  return TAME_OK;
}

void tame_ridge_path_free(tame_ridge_path *path)
{
  free(path->iterate);
  for (size_t e = 0; e < N_ESTIMATES; e++) {
    free(path->jacobian[e]);
    free(path->wall[e]);
    free(path->cpu[e]);
  }
  *path = (tame_ridge_path){0};
}
