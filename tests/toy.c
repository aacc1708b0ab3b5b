/* SPDX-License-Identifier: MIT */
/* The smallest experiment: means of n normal numbers for several n.  Used by
 * check_exp.c to try what every experiment inherits: options, cells, restart,
 * shards, errors.  --pause makes each cell last, so that a test can kill it;
 * --fail makes one cell fail. */
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/text.h"

static const tame_option PARAMS[] = {
    {"sizes", {2, 3, 5}, 1, 20, "number of sizes, n = 10, 20, 40, ...", NULL},
    {"seeds", {2, 4, 9}, 1, 1000, "repetitions per size", NULL},
    {"shift", {0.5, 0.5, 0.5}, -10, 10, "added to every number", "real"},
    {"law", {0, 0, 0}, 0, 0, "distribution", "normal uniform"},
    {"pause", {0, 0, 0}, 0, 10000, "milliseconds that each cell waits", NULL},
    {"fail", {0, 0, 0}, 0, 1000, "the cell that fails, counted from 1", NULL},
    {"data", {0, 0, 0}, 0, 0, "real data set to name", "none missing"},
    {"offset", {0}, 0, 0, "holds one number to add as well", "file"},
    {"label", {0}, 0, 0, "is kept with the means", "text"},
    {0}};

/* *x <- the number in the file of --offset, 0 without one. */
static tame_status read_offset(double *x, const tame_run *run, tame_error *err)
{
  const char *path = tame_run_file(run, "offset");
  char *text, *end;
  *x = 0.0;
  if (!path) return TAME_OK;
  TAME_TRY(tame_text_read(&text, path, err));
  *x = strtod(text, &end);
  const bool good = end > text && strcmp(end, "\n") == 0;
  free(text);
  return good ? TAME_OK
              : tame_fail(err, TAME_EFORMAT, "%s:1: not one number", path);
}

static tame_status check(const tame_run *run, tame_error *err)
{
  double offset;
  return read_offset(&offset, run, err);
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "sizes") * tame_run_count(run, "seeds");
}

static void cell(tame_cell *c, size_t index, const tame_run *run)
{
  const size_t seeds = tame_run_count(run, "seeds");
  c->coord[0] = index / seeds;
  c->coord[1] = index % seeds;
  snprintf(c->name, sizeof c->name, "size%zu-seed%zu", c->coord[0],
           c->coord[1]);
  snprintf(c->group, sizeof c->group, "size %zu", c->coord[0]);
}

static const char *input(const tame_run *run)
{
  return tame_run_count(run, "data") ? "no-such-set" : NULL;
}

static const tame_field FIELDS[] = {{"mean", "size seed", "mean", "1"}};

static tame_status run_cell(tame_h5 *out, const tame_cell *c,
                            const tame_run *run, tame_error *err)
{
  const size_t n = (size_t)10 << c->coord[0];
  const long ms = (long)tame_run_count(run, "pause");
  nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
  if (tame_run_count(run, "fail") == c->index + 1)
    return tame_fail(err, TAME_EINVAL, "cell %s: asked to fail", c->name);

  double offset, *x = tame_vec(n);
  gsl_rng *rng = tame_run_rng(run, "data", c->index);
  if (tame_run_count(run, "law") == 0)
    tame_rng_normal(x, n, rng);
  else
    tame_rng_uniform(x, n, -1.0, 1.0, rng);
  const tame_status s = read_offset(&offset, run, err);
  const double mean = tame_run_real(run, "shift") + offset + tame_mean(x, n);
  tame_fields_write(out, FIELDS, &mean, 1);
  gsl_rng_free(rng);
  free(x);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t sizes = tame_run_count(run, "sizes");
  const size_t seeds = tame_run_count(run, "seeds");
  double *mean = tame_vec(sizes * seeds), *size = tame_vec(sizes);
  double *median = tame_vec(sizes);
  tame_status s = tame_cells_gather(mean, cells, "mean", 1, err);
  for (size_t i = 0; i < sizes; i++) {
    size[i] = ldexp(10.0, (int)i);
    median[i] = tame_quantile(mean + i * seeds, seeds, 0.5);
  }
  tame_h5_group(out, "means", "means of n numbers");
  tame_h5_axis(out, "means/size", size, sizes, "numbers n", "1");
  tame_h5_index(out, "means/seed", seeds, "repetition");
  if (s >= 0) s = tame_fields_merge(out, "means", FIELDS, 1, cells, err);
  tame_h5_write(out, "means/median", "size", median, "median over seeds", "1");
  tame_h5_panel(out, "means", "median", "size");
  const char *label = tame_run_text(run, "label");
  if (label) tame_h5_attr(out, "means", "label", label);
  free(mean);
  free(size);
  free(median);
  return s;
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){.id = "toy/means",
                         .title = "Means of a few numbers",
                         .figures = "none",
                         .about = "Draws n numbers and stores their mean, for "
                                  "several n and seeds.",
                         .params = PARAMS,
                         .cost = {0.1, 0.1, 0.1},
                         .input = input,
                         .check = check,
                         .n_cells = n_cells,
                         .cell = cell,
                         .run_cell = run_cell,
                         .merge = merge});
}
