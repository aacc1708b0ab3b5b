/* SPDX-License-Identifier: MIT */
#include "run_curves.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/bootstrap.h"

enum { RESAMPLES = 1000 };

typedef struct {
  const tame_run_curves *o;
  size_t methods;
  double *all;                      /* [methods x runs x n] */
  double *mean, *best, *low, *high; /* [methods x n] */
} merger;

static void write_summary(tame_h5 *out, const merger *m,
                          const tame_run_curve *c, const char *suffix,
                          const char *meaning, const double *x)
{
  char path[128], text[192];
  snprintf(path, sizeof path, "%s/%s%s", m->o->group, c->name, suffix);
  snprintf(text, sizeof text, "%s: %s", c->meaning, meaning);
  tame_h5_write(out, path, "method x", x, text, c->units);
}

static void summarise(merger *m, size_t method, gsl_rng *rng)
{
  const size_t n = m->o->n, at = method * n, runs = m->o->runs;
  const double *x = m->all + method * runs * n;
  for (size_t k = 0; k < n; k++) {
    double sum = 0.0;
    for (size_t r = 0; r < runs; r++) sum += x[r * n + k];
    m->mean[at + k] = sum / (double)runs;
    const bool is_best = k == 0 || !(m->best[at + k - 1] <= m->mean[at + k]);
    m->best[at + k] = is_best ? m->mean[at + k] : m->best[at + k - 1];
    if (isnan(m->mean[at + k])) m->best[at + k] = (double)NAN;
  }
  tame_bootstrap_mean(m->low + at, m->high + at, x, runs, n, 0.95, RESAMPLES,
                      rng);
}

static tame_status merge_curve(tame_h5 *out, merger *m, const tame_run_curve *c,
                               const tame_cells *cells, gsl_rng *rng,
                               tame_error *err)
{
  char path[128];
  const size_t count = m->methods * m->o->runs * m->o->n;
  TAME_TRY(tame_cells_gather(m->all, cells, c->source, m->o->n, err));
  for (size_t i = 0; i < count && c->is_exp; i++) m->all[i] = exp(m->all[i]);
  for (size_t i = 0; i < m->methods; i++) summarise(m, i, rng);
  snprintf(path, sizeof path, "%s/%s", m->o->group, c->name);
  tame_h5_write(out, path, "method run x", m->all, c->meaning, c->units);
  write_summary(out, m, c, "_mean", "mean over runs", m->mean);
  if (m->o->has_best)
    write_summary(out, m, c, "_best", "smallest so far of the mean", m->best);
  write_summary(out, m, c, "_low", "lower end of the bootstrap band", m->low);
  write_summary(out, m, c, "_high", "upper end of the bootstrap band", m->high);
  return TAME_OK;
}

static void write_axes(tame_h5 *out, const tame_run_curves *o)
{
  char path[128];
  tame_h5_group(out, o->group, o->title);
  snprintf(path, sizeof path, "%s/method", o->group);
  tame_h5_codes(out, path, o->words, "optimiser");
  snprintf(path, sizeof path, "%s/run", o->group);
  tame_h5_index(out, path, o->runs, "run, a seed each");
  snprintf(path, sizeof path, "%s/x", o->group);
  tame_h5_axis(out, path, o->x, o->n, o->x_name, "1");
}

tame_status tame_run_curves_merge(tame_h5 *out, const tame_cells *cells,
                                  const tame_run_curves *o, gsl_rng *rng,
                                  tame_error *err)
{
  merger m = {.o = o, .methods = tame_cells_count(cells) / o->runs};
  TAME_REQUIRE(m.methods * o->runs == tame_cells_count(cells) &&
               strlen(o->group) < 64);
  m.all = tame_vec(m.methods * o->runs * o->n);
  m.mean = tame_vec(4 * m.methods * o->n);
  m.best = m.mean + m.methods * o->n;
  m.low = m.best + m.methods * o->n;
  m.high = m.low + m.methods * o->n;
  write_axes(out, o);
  tame_status s = TAME_OK;
  for (size_t j = 0; j < o->n_curves && s >= 0; j++)
    s = merge_curve(out, &m, &o->curve[j], cells, rng, err);
  free(m.all);
  free(m.mean);
  return s;
}
