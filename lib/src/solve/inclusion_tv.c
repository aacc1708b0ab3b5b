/* SPDX-License-Identifier: MIT */
/* Setting 2, first: the dual of 1-D total variation, solved by its path. */
#include "inclusion_parts.h"

#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/monotone.h"
#include "tame/prox.h"
#include "tame/tv_path.h"

typedef struct {
  size_t n; /* samples */
  tame_kink kink;
  tame_op_tv_dual op;
  tame_prox_box box;
  tame_tv_path *path;
  double *b; /* [n] of the path at hand */
  bool has_path;
} tv;

static void tv_free(void *data)
{
  tv *d = data;
  tame_op_tv_dual_free(&d->op);
  tame_tv_path_free(d->path);
  free(d->b);
  free(d);
}

static tame_status tv_resolvent(tame_map *map, double gamma, void *data)
{
  tv *d = data;
  TAME_TRY(tame_prox_box_init(&d->box, d->n - 1, d->n + 1,
                              tame_param_scaled(0, -1.0), tame_param_theta(0),
                              tame_param_fixed(0.0), gamma, d->kink));
  *map = tame_prox_box_map(&d->box);
  return TAME_OK;
}

static tame_status tv_step(double *gamma, const double *theta, void *data)
{
  (void)data;
  *gamma = 0.25; /* |DD'| < 4 */
  return positive(theta[0]) ? TAME_OK : TAME_EINVAL;
}

/* The path of theta's b, computed when b has changed. */
static const tame_tv_path *path_of(tv *d, const double *theta)
{
  if (!d->has_path || memcmp(d->b, theta + 1, d->n * sizeof *d->b) != 0) {
    memcpy(d->b, theta + 1, d->n * sizeof *d->b);
    d->has_path = tame_tv_path_init(d->path, d->b) == TAME_OK;
    TAME_REQUIRE(d->has_path); /* theta is finite */
  }
  return d->path;
}

static tame_status tv_solve(double *x, const double *theta, tame_inclusion *q)
{
  TAME_TRY(tame_tv_path_solve(x, path_of(q->data, theta), theta[0]));
  return TAME_CONVERGED;
}

static void tv_pattern(int *pattern, const double *x, const double *theta,
                       void *data)
{
  (void)x;
  tame_tv_path_pattern(pattern, path_of(data, theta), theta[0], true);
}

static void tv_active(bool *active, const int *pattern, void *data)
{
  const tv *d = data;
  for (size_t k = 0; k + 1 < d->n; k++) active[k] = pattern[k] == 0;
}

static const inclusion_class TV = {.resolvent = tv_resolvent,
                                   .step = tv_step,
                                   .solve = tv_solve,
                                   .pattern = tv_pattern,
                                   .active = tv_active,
                                   .free = tv_free};

tame_status tame_inclusion_tv(tame_inclusion **q, size_t samples,
                              double at_kink, double kink_width)
{
  *q = NULL;
  if (samples < 2) return TAME_EINVAL;
  tv *d = tame_calloc(1, sizeof *d);
  d->n = samples;
  d->kink = (tame_kink){at_kink, kink_width};
  d->path = tame_tv_path_alloc(samples);
  d->b = tame_vec(samples);
  const tame_params b = {1, NULL};
  TAME_REQUIRE(tame_op_tv_dual_init(&d->op, samples, samples + 1, b) >= 0);
  return tame_inclusion_make(q, &TV, d, tame_op_tv_dual_map(&d->op),
                             samples - 1);
}
