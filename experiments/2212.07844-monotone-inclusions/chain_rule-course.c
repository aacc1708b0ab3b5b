/* SPDX-License-Identifier: MIT */
#include "chain_rule.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/diff_path.h"
#include "tame/stats.h"

const double NODES[N_RULES] = {16, 32, 64, 128, 256, 512, 1024};

/* --- the curve --------------------------------------------------------------- */

tame_status course_at(double *x, double *dx, int *pattern, double t, void *ctx)
{
  course *c = ctx;
  tame_curve_at(c->theta, c->dtheta, c->curve, t, &c->e);
  if (c->drop_second) c->dtheta[1] = 0.0;
  const tame_status s = tame_inclusion_solve(c->x, c->theta, c->e.q);
  if (s < 0) return s;
  if (s != TAME_CONVERGED) return TAME_ESINGULAR;
  if (x) memcpy(x, c->x, c->n * sizeof *x);
  if (pattern) tame_inclusion_pattern(pattern, c->x, c->theta, c->e.q);
  if (!dx) return TAME_OK;
  return tame_inclusion_derivative(dx, c->dtheta, c->x, c->theta, c->e.q);
}

tame_status course_begin(course *c, tame_curve_kind curve, bool large)
{
  *c = (course){.curve = curve};
  /* tv keeps its 40 samples: 2000 would have as many kinks, each between pieces
   * with dense systems; tv.c has the long signal */
  TAME_TRY(tame_example_init(&c->e, tame_curve_example(curve),
                             large && curve != TAME_CURVE_TV));
  c->n = tame_inclusion_n(c->e.q);
  c->p = tame_inclusion_p(c->e.q);
  c->x = tame_vec(c->n + 2 * c->p);
  c->theta = c->x + c->n;
  c->dtheta = c->theta + c->p;
  return TAME_OK;
}

void course_end(course *c)
{
  tame_example_free(&c->e);
  free(c->x);
}

static tame_path path_of(course *c)
{
  return (tame_path){.n = c->n,
                     .n_pattern = tame_inclusion_n_pattern(c->e.q),
                     .at = course_at,
                     .ctx = c};
}

/* --- integrals --------------------------------------------------------------- */

/* Where a solver of its own tolerance decides the pattern, 1e-9; 1e-12 where
 * solutions are exact (section 8 of the specification). */
static double width_of(const course *c)
{
  const bool exact = c->e.kind == TAME_NET || c->e.kind == TAME_TV;
  return exact || c->e.kind == TAME_GROUP ? 1e-12 : 1e-9;
}

/* error <- |int - change|_inf by the midpoint rules up to LIMIT nodes */
static tame_status midpoints(double *error, course *c, const double *change,
                             size_t limit)
{
  const tame_path path = path_of(c);
  double *integral = tame_vec(c->n);
  tame_status s = TAME_OK;
  for (size_t i = 0; i < N_RULES && s >= 0; i++) {
    error[i] = NAN;
    if (NODES[i] > (double)limit) continue;
    s = tame_path_midpoint(integral, &path, (size_t)NODES[i]);
    error[i] = tame_distance_max(integral, change, c->n);
  }
  free(integral);
  return s;
}

static tame_status kinks(integrals *r, course *c, const tame_run *run)
{
  const size_t grid = tame_run_count(run, "grid");
  const tame_path path = path_of(c);
  const double width = width_of(c);
  if (tame_run_count(run, "recount") == 1) {
    const tame_status s = tame_path_kinks(r->kinks, &r->n_again, MAX_KINKS,
                                          &path, 2 * grid, width);
    if (s != TAME_OK) return TAME_ESINGULAR;
  }
  const tame_status s =
      tame_path_kinks(r->kinks, &r->n_kinks, MAX_KINKS, &path, grid, width);
  return s == TAME_OK ? s : TAME_ESINGULAR;
}

tame_status course_integrate(integrals *r, course *c, const tame_run *run)
{
  const size_t cuts = tame_run_count(run, "cuts");
  const size_t nodes = tame_run_count(run, "nodes");
  const size_t limit = tame_run_count(run, "midpoint");
  const tame_path path = path_of(c);
  double *change = tame_vec(2 * c->n), *integral = change + c->n;
  tame_status s = tame_path_change(change, &path);
  if (s >= 0) s = kinks(r, c, run);
  if (s >= 0)
    s = tame_path_gauss(integral, &path, r->kinks, r->n_kinks, cuts, nodes);
  r->gauss_error = tame_distance_max(integral, change, c->n);
  if (s >= 0) s = midpoints(r->midpoint_error, c, change, limit);
  r->change = 0.0;
  for (size_t i = 0; i < c->n; i++)
    r->change = tame_worse(r->change, fabs(change[i]));
  r->control = NAN;
  for (size_t i = 0; i < N_RULES; i++) r->control_midpoint[i] = NAN;
  if (c->curve == TAME_CURVE_NET_LOOP && s >= 0) {
    c->drop_second = true;
    s = tame_path_gauss(integral, &path, r->kinks, r->n_kinks, cuts, nodes);
    r->control = tame_distance_max(integral, change, c->n);
    if (s >= 0) s = midpoints(r->control_midpoint, c, change, limit);
    c->drop_second = false;
  }
  free(change);
  return s;
}
