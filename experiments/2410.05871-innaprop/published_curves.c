/* SPDX-License-Identifier: MIT */
/* The authors' curves, as their plotting notebooks make them: mean over runs at
 * each epoch or step, and a band of 2.5 to 97.5 percent of 1000 bootstrap means
 * (the seed of the resamples is ours).  Losses and perplexities also as the
 * smallest so far of the mean.  Published test accuracies are already the best
 * so far of each run.  published_curves-tables.c says which file is which
 * curve.  A cell is one curve: one method, all its runs. */
#include <math.h>

#include "pieces.h"
#include "tame/bootstrap.h"
#include "tame/stats.h"

#include "published_curves.h"

enum { N_RESAMPLES = 1000 };
static const double COVERAGE = 0.95;
static const tame_option PARAMS[] = {{"data",
                                      {0, 0, 0},
                                      0,
                                      0,
                                      "which files",
                                      "cifar10 food101 imagenet gpt lora"},
                                     {0}};

static const family *family_of(const tame_run *run)
{
  return published_family(tame_run_count(run, "data"));
}

/* --- one curve ------------------------------------------------------------ */

/* x and q [runs][n_q][n_x] of one series */
typedef struct {
  double x[256], *q;
  size_t runs, n_q, n_x;
} curve;

/* Rows of T are runs one after the other, each over the same x. */
static tame_status take_x(curve *c, const tame_csv *t, const family *f,
                          tame_error *err)
{
  double *x = tame_vec(t->rows), *run = tame_vec(t->rows);
  tame_status s = published_column(x, t, f->x, err);
  if (s >= 0 && f->run) s = published_column(run, t, f->run, err);
  if (s >= 0 &&
      (t->rows % f->n_x != 0 || c->runs + t->rows / f->n_x > MAX_RUNS ||
       t->rows == 0 || (!f->run && t->rows != f->n_x)))
    s = tame_fail(err, TAME_EFORMAT, "%s: %zu rows for runs of %zu", t->path,
                  t->rows, f->n_x);
  for (size_t i = 0; i < t->rows && s >= 0; i++) {
    if (c->runs == 0 && i < f->n_x) c->x[i] = x[i];
    if (x[i] != c->x[i % f->n_x] || (f->run && run[i] != (double)(i / f->n_x)))
      s = tame_fail(err, TAME_EFORMAT, "%s:%zu: not the %s expected", t->path,
                    t->line[i], f->x);
  }
  free(x);
  free(run);
  return s;
}

static tame_status take_quantities(curve *c, const tame_csv *t, const family *f,
                                   tame_error *err)
{
  double *y = tame_vec(t->rows);
  tame_status s = TAME_OK;
  for (size_t j = 0; j < c->n_q && s >= 0; j++) {
    char word[64];
    word_at(word, f->columns, j);
    const bool is_exp = strncmp(word, "exp:", 4) == 0;
    s = published_column(y, t, is_exp ? word + 4 : word, err);
    for (size_t i = 0; i < t->rows && s >= 0; i++)
      c->q[((c->runs + i / c->n_x) * c->n_q + j) * c->n_x + i % c->n_x] =
          is_exp ? exp(y[i]) : y[i];
  }
  free(y);
  return s;
}

static tame_status take_file(curve *c, const char *file, const series *one,
                             const family *f, tame_error *err)
{
  tame_csv t;
  size_t label;
  TAME_TRY(published_read(&t, file, f->separator, NULL, err));
  tame_status s = tame_csv_column(&label, &t, "optimizer", err);
  if (s >= 0) s = tame_csv_all_are(&t, label, one->label, err);
  if (s >= 0) s = take_x(c, &t, f, err);
  if (s >= 0) s = take_quantities(c, &t, f, err);
  if (s >= 0) c->runs += t.rows / f->n_x;
  tame_csv_free(&t);
  return s;
}

/* Two curves of the smallest so far: of MEAN [n_x], as the authors' notebooks
 * do; and of each run x [runs x n_x], then averaged. */
static void put_smallest(tame_h5 *out, const char *name, double *mean,
                         const double *x, const curve *c)
{
  const size_t n = c->n_x;
  double *minima = tame_vec(n), best = INFINITY;
  char path[96];
  for (size_t i = 0; i < n; i++) mean[i] = best = fmin(best, mean[i]);
  for (size_t r = 0; r < c->runs; r++) {
    best = INFINITY;
    for (size_t i = 0; i < n; i++) {
      best = fmin(best, x[r * n + i]);
      minima[i] += best / (double)c->runs;
    }
  }
  snprintf(path, sizeof path, "%s_best", name);
  tame_cell_put(out, path, mean, n);
  snprintf(path, sizeof path, "%s_minima", name);
  tame_cell_put(out, path, minima, n);
  free(minima);
}

/* Mean and band of quantity j, over the runs of C. */
static void summarise(tame_h5 *out, const curve *c, size_t j, const char *name,
                      bool is_minimised, gsl_rng *rng)
{
  const size_t n = c->n_x;
  double *x = tame_vec(c->runs * n), *mean = tame_vec(n), *lo = tame_vec(n),
         *hi = tame_vec(n);
  char path[96];
  for (size_t r = 0; r < c->runs; r++)
    memcpy(x + r * n, c->q + (r * c->n_q + j) * n, n * sizeof *x);
  tame_bootstrap_mean(lo, hi, x, c->runs, n, COVERAGE, N_RESAMPLES, rng);
  for (size_t i = 0; i < n; i++)
    for (size_t r = 0; r < c->runs; r++)
      mean[i] += x[r * n + i] / (double)c->runs;
  snprintf(path, sizeof path, "%s_mean", name);
  tame_cell_put(out, path, mean, n);
  snprintf(path, sizeof path, "%s_low", name);
  tame_cell_put(out, path, lo, n);
  snprintf(path, sizeof path, "%s_high", name);
  tame_cell_put(out, path, hi, n);
  if (is_minimised) put_smallest(out, name, mean, x, c);
  free(x);
  free(mean);
  free(lo);
  free(hi);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const family *f = family_of(run);
  const series *one = &f->series[cell->index];
  curve c = {.n_q = n_words(f->columns), .n_x = f->n_x};
  const size_t size = MAX_RUNS * c.n_q * c.n_x;
  char name[64];
  c.q = tame_vec(size);
  for (size_t i = 0; i < size; i++) c.q[i] = (double)NAN;
  tame_status s = TAME_OK;
  for (size_t i = 0; i < MAX_FILES && one->file[i] && s >= 0; i++)
    s = take_file(&c, one->file[i], one, f, err);
  gsl_rng *rng = tame_run_rng(run, "bootstrap", cell->index);
  for (size_t j = 0; j < c.n_q && s >= 0; j++) {
    word_at(name, f->names, j);
    summarise(out, &c, j, name, f->is_minimised, rng);
  }
  gsl_rng_free(rng);
  tame_cell_put(out, "x", c.x, c.n_x);
  tame_cell_put(out, "runs", c.q, size);
  tame_h5_write_scalar(out, "n_runs", (double)c.runs, "runs", "1");
  free(c.q);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  return merge_curves(out, cells, family_of(run), err);
}

static size_t n_cells(const tame_run *run) { return family_of(run)->n_series; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  const series *one = &family_of(run)->series[index];
  snprintf(cell->name, sizeof cell->name, "%s-%s", one->panel, one->method);
  snprintf(cell->group, sizeof cell->group, "all curves");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2410.05871/published_cifar10",
          .title = "The authors' published curves",
          .figures = "fig02-published published-resnet18-cifar10 "
                     "published-food101 published-imagenet published-gpt "
                     "published-lora tab-accuracy tab-language",
          .about = "Import of the authors' published result files: curves of "
                   "training runs, their means and bootstrap bands.",
          .params = PARAMS,
          .input = published_input,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
