/* SPDX-License-Identifier: MIT */
#include "tame/diff_path.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_integration.h>

#include "tame/base.h"
#include "tame/status.h"

/* --- kinks ---------------------------------------------------------------- */

typedef struct {
  const tame_path *path;
  double width;
  double *kinks;
  size_t count, max;
  int *middle; /* [depth x n_pattern] one pattern a level of the recursion */
} search;

/* Halvings that bring 1/grid down to width, and no more than the digits of t
 * can tell apart. */
static size_t halvings(size_t grid, double width)
{
  size_t k = 0;
  for (double h = 1.0 / (double)grid; h > width && k < 60; h *= 0.5) k++;
  return k;
}

/* The kinks of [a, b], where the patterns at the ends differ. */
static tame_status bisect(search *s, double a, double b, const int *at_a,
                          const int *at_b, size_t level)
{
  const size_t m = s->path->n_pattern;
  if (level == 0) {
    if (s->count == s->max) return TAME_MAX_ITER;
    s->kinks[s->count++] = 0.5 * (a + b);
    return TAME_OK;
  }
  int *here = s->middle + (level - 1) * m;
  const double t = 0.5 * (a + b);
  TAME_TRY(s->path->at(NULL, NULL, here, t, s->path->ctx));
  tame_status left = TAME_OK;
  if (memcmp(at_a, here, m * sizeof *here) != 0) {
    left = bisect(s, a, t, at_a, here, level - 1);
    if (left != TAME_OK) return left;
  }
  if (memcmp(here, at_b, m * sizeof *here) == 0) return TAME_OK;
  return bisect(s, t, b, here, at_b, level - 1);
}

static tame_status scan(search *s, int *before, int *here, size_t grid,
                        size_t levels)
{
  const size_t m = s->path->n_pattern;
  TAME_TRY(s->path->at(NULL, NULL, before, 0.0, s->path->ctx));
  for (size_t i = 1; i <= grid; i++) {
    const double a = (double)(i - 1) / (double)grid;
    const double b = (double)i / (double)grid;
    TAME_TRY(s->path->at(NULL, NULL, here, b, s->path->ctx));
    if (memcmp(before, here, m * sizeof *here) != 0) {
      const tame_status outcome = bisect(s, a, b, before, here, levels);
      if (outcome != TAME_OK) return outcome;
    }
    memcpy(before, here, m * sizeof *here);
  }
  return TAME_OK;
}

tame_status tame_path_kinks(double *kinks, size_t *n_kinks, size_t max_kinks,
                            const tame_path *path, size_t grid, double width)
{
  const size_t m = path->n_pattern;
  *n_kinks = 0;
  if (grid == 0 || !(width > 0.0) || m == 0) return TAME_EINVAL;
  const size_t levels = halvings(grid, width);
  int *patterns = tame_calloc((levels + 2) * m, sizeof *patterns);
  search s = {path, width, kinks, 0, max_kinks, patterns + 2 * m};
  const tame_status outcome = scan(&s, patterns, patterns + m, grid, levels);
  *n_kinks = s.count;
  free(patterns);
  return outcome;
}

/* --- integrals ------------------------------------------------------------ */

/* integral += weight J gamma' at t */
static tame_status add(double *integral, double *dx, const tame_path *path,
                       double t, double weight)
{
  TAME_TRY(path->at(NULL, dx, NULL, t, path->ctx));
  for (size_t i = 0; i < path->n; i++) integral[i] += weight * dx[i];
  return TAME_OK;
}

static tame_status piece(double *integral, double *dx, const tame_path *path,
                         double a, double b,
                         const gsl_integration_glfixed_table *table)
{
  for (size_t k = 0; b > a && k < table->n; k++) {
    double t, weight;
    gsl_integration_glfixed_point(a, b, k, &t, &weight, table);
    TAME_TRY(add(integral, dx, path, t, weight));
  }
  return TAME_OK;
}

/* Pieces end at the kinks and at i/cuts, taken in order. */
static tame_status pieces(double *integral, double *dx, const tame_path *path,
                          const double *kinks, size_t n_kinks, size_t cuts,
                          const gsl_integration_glfixed_table *table)
{
  double a = 0.0;
  for (size_t i = 1, k = 0; i <= cuts;) {
    const double cut = (double)i / (double)cuts;
    const bool is_kink = k < n_kinks && kinks[k] < cut;
    const double b = is_kink ? kinks[k++] : cut;
    if (!is_kink) i++;
    TAME_TRY(piece(integral, dx, path, a, b, table));
    a = b;
  }
  return TAME_OK;
}

tame_status tame_path_gauss(double *integral, const tame_path *path,
                            const double *kinks, size_t n_kinks, size_t cuts,
                            size_t nodes)
{
  if (nodes == 0 || cuts == 0) return TAME_EINVAL;
  for (size_t k = 0; k < n_kinks; k++) {
    if (!(kinks[k] >= (k > 0 ? kinks[k - 1] : 0.0) && kinks[k] <= 1.0)) {
      return TAME_EINVAL;
    }
  }
  gsl_integration_glfixed_table *table =
      gsl_integration_glfixed_table_alloc(nodes);
  TAME_REQUIRE(table);
  double *dx = tame_vec(path->n);
  memset(integral, 0, path->n * sizeof *integral);
  const tame_status s = pieces(integral, dx, path, kinks, n_kinks, cuts, table);
  free(dx);
  gsl_integration_glfixed_table_free(table);
  return s;
}

tame_status tame_path_midpoint(double *integral, const tame_path *path,
                               size_t nodes)
{
  if (nodes == 0) return TAME_EINVAL;
  const double h = 1.0 / (double)nodes;
  double *dx = tame_vec(path->n);
  tame_status s = TAME_OK;
  memset(integral, 0, path->n * sizeof *integral);
  for (size_t k = 0; k < nodes && s >= 0; k++)
    s = add(integral, dx, path, ((double)k + 0.5) / (double)nodes, h);
  free(dx);
  return s;
}

tame_status tame_path_change(double *change, const tame_path *path)
{
  double *start = tame_vec(path->n);
  tame_status s = path->at(start, NULL, NULL, 0.0, path->ctx);
  if (s >= 0) s = path->at(change, NULL, NULL, 1.0, path->ctx);
  for (size_t i = 0; s >= 0 && i < path->n; i++) change[i] -= start[i];
  free(start);
  return s < 0 ? s : TAME_OK;
}
