/* SPDX-License-Identifier: MIT */
#include "tame/group_runs.h"

#include <math.h>
#include <stdlib.h>

#include "curves.h"
#include "tame/base.h"

void tame_runs_merge(double *mean, double *sd, double *going, size_t n,
                     const double *const *x, const size_t *length, size_t runs)
{
  for (size_t r = 0; r < runs; r++) TAME_REQUIRE(length[r] <= n);
  for (size_t i = 0; i < n; i++) {
    double sum = 0.0, squares = 0.0;
    size_t m = 0;
    for (size_t r = 0; r < runs; r++) {
      if (i >= length[r] || isnan(x[r][i])) continue;
      sum += x[r][i];
      m++;
    }
    mean[i] = sum / (double)m; /* NaN for m = 0 */
    for (size_t r = 0; r < runs; r++) {
      if (i >= length[r] || isnan(x[r][i])) continue;
      squares += (x[r][i] - mean[i]) * (x[r][i] - mean[i]);
    }
    sd[i] = m > 1 ? sqrt(squares / (double)(m - 1)) : (double)NAN;
    going[i] = (double)m;
  }
}

double tame_runs_overcost(const double *early, const double *final, size_t runs)
{
  double extra = 0.0, first = 0.0;
  for (size_t r = 0; r < runs; r++) {
    if (isnan(early[r]) || isnan(final[r])) continue;
    extra += final[r] - early[r];
    first += early[r];
  }
  return 100.0 * extra / first; /* 0/0 is NaN */
}

void tame_group_run_free(tame_group_run *r)
{
  for (size_t k = 0; k < TAME_GROUP_CURVES; k++) free(r->curve[k]);
  *r = (tame_group_run){0};
}

static tame_status read_curves(tame_group_run *r, const tame_h5 *f,
                               const char *group, tame_error *err)
{
  for (size_t k = 0; k < TAME_GROUP_CURVES; k++) {
    char name[32], path[256];
    tame_h5_shape shape;
    tame_group_curve_name(name, k);
    tame_curve_path(path, group, name);
    if (k >= TAME_GROUP_CURVES / 2 && !tame_h5_exists(f, path)) continue;
    TAME_TRY(tame_h5_read(&r->curve[k], &shape, f, path, err));
    if (k == 0) r->epochs = shape.count;
    if (shape.count != r->epochs)
      return tame_fail(err, TAME_EFORMAT, "%s: %zu epochs, the others have %zu",
                       path, shape.count, r->epochs);
  }
  return TAME_OK;
}

tame_status tame_group_run_read(tame_group_run *r, const tame_h5 *f,
                                const char *group, tame_error *err)
{
  *r = (tame_group_run){0};
  const tame_status s = read_curves(r, f, group, err);
  if (s < 0) tame_group_run_free(r);
  return s;
}

/* --- writing ----------------------------------------------------------------- */

/* Room for one curve over the runs. */
typedef struct {
  double *mean, *sd, *going, *lo, *hi;
  const double **x;
  size_t *length, n;
} merged;

static void merge(merged *m, const tame_group_run *run, size_t runs, size_t k)
{
  for (size_t r = 0; r < runs; r++) m->x[r] = run[r].curve[k];
  tame_runs_merge(m->mean, m->sd, m->going, m->n, m->x, m->length, runs);
  for (size_t i = 0; i < m->n; i++) {
    m->lo[i] = m->mean[i] - m->sd[i];
    m->hi[i] = m->mean[i] + m->sd[i];
  }
}

static void write_going(tame_h5 *f, const char *group, const merged *m,
                        size_t runs)
{
  char path[256];
  double *going = tame_vec(m->n);
  for (size_t i = 0; i < m->n; i++)
    for (size_t r = 0; r < runs; r++) going[i] += i < m->length[r];
  tame_curve_axis(f, group, m->n);
  tame_curve_path(path, group, "going");
  tame_h5_write(f, path, "epoch", going, "runs that reach this epoch", "1");
  free(going);
}

static bool all_have(const tame_group_run *run, size_t runs, size_t k)
{
  for (size_t r = 0; r < runs; r++)
    if (!run[r].curve[k]) return false;
  return true;
}

void tame_group_runs_write(tame_h5 *f, const char *group,
                           const tame_group_run *run, size_t runs)
{
  TAME_REQUIRE(runs > 0);
  merged m = {.x = tame_calloc(runs, sizeof *m.x),
              .length = tame_calloc(runs, sizeof *m.length)};
  for (size_t r = 0; r < runs; r++) {
    m.length[r] = run[r].epochs;
    if (m.n < run[r].epochs) m.n = run[r].epochs;
  }
  m.mean = tame_vec(5 * m.n);
  m.sd = m.mean + m.n;
  m.going = m.sd + m.n;
  m.lo = m.going + m.n;
  m.hi = m.lo + m.n;
  write_going(f, group, &m, runs);
  for (size_t k = 0; k < TAME_GROUP_CURVES; k++) {
    if (!all_have(run, runs, k)) continue;
    merge(&m, run, runs, k);
    tame_curve_write(f, group, k, "", "; mean over runs", m.mean);
    tame_curve_write(f, group, k, "_sd", "; sample deviation over runs", m.sd);
    tame_curve_write(f, group, k, "_lo", "; mean - deviation over runs", m.lo);
    tame_curve_write(f, group, k, "_hi", "; mean + deviation over runs", m.hi);
  }
  free(m.mean);
  free(m.x);
  free(m.length);
}
