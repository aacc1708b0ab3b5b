/* SPDX-License-Identifier: MIT */
/* I7: the authors' extra training of 72 CIFAR-10 experiments of two runs each,
 * from a table (--table; README.md says where its numbers come from): optimiser,
 * network, kappa, zeta in %, the two T_early, the two T_final, and the extra
 * training in %, which is compared with
 *
 *     100 (mean T_final - mean T_early) / mean T_early.
 *
 * Which T_early and which T_final belong to one run is not known: each pair is
 * unordered.  One cell. */
#include <stdbool.h>
#include <string.h>

#include "tame/csv.h"
#include "theory.h"

enum { N_OPT = 2, N_NET = 7, N_KAPPA = 2, N_ZETA = 3, N_RUNS = 2, N_ROWS = 72 };
enum { N_PLACES = N_OPT * N_NET * N_KAPPA * N_ZETA };
static const char OPTIMIZERS[] = "sgd adamw";
static const char NETWORKS[] =
    "mobilenet resnet18 resnet50 resnet101 squeezenet vgg11 vgg19";
static const double KAPPA[N_KAPPA] = {90, 99}, ZETA[N_ZETA] = {1, 10, 30};
static const char AXES[] = "optimizer network kappa zeta";

static const tame_option PARAMS[] = {
    {"table", {0}, 0, 0, "table of published values, CSV", "file"}, {0}};

/* NaN where there is no row */
typedef struct {
  double early[N_PLACES * N_RUNS], final[N_PLACES * N_RUNS];
  double printed[N_PLACES], extra[N_PLACES], overcost[N_PLACES];
  double margin[N_PLACES]; /* smallest T_final - largest T_early */
} values;

enum { EARLY_1, EARLY_2, FINAL_1, FINAL_2, PRINTED, N_NUMBERS };
static const char *const COLUMN[N_NUMBERS] = {"early_1", "early_2", "final_1",
                                              "final_2", "extra_percent"};

/* Place of WORD in the space-separated LIST of n words, or n. */
static size_t place_of_word(const char *word, const char *list, size_t n)
{
  const size_t length = strlen(word);
  for (size_t i = 0; i < n; i++) {
    const size_t here = strcspn(list, " ");
    if (here == length && length > 0 && strncmp(word, list, length) == 0)
      return i;
    list += here + 1;
  }
  return n;
}

static size_t place_of_number(double x, const double *list, size_t n)
{
  size_t i = 0;
  while (i < n && x != list[i]) i++;
  return i;
}

/* One row: its place and what it says there. */
static tame_status take(values *v, const tame_csv *t, size_t row,
                        const size_t *word_col, double kappa, double zeta,
                        const double *number, tame_error *err)
{
  const char *optimizer = tame_csv_cell(t, row, word_col[0]);
  const char *network = tame_csv_cell(t, row, word_col[1]);
  const size_t o = place_of_word(optimizer, OPTIMIZERS, N_OPT);
  const size_t n = place_of_word(network, NETWORKS, N_NET);
  const size_t k = place_of_number(kappa, KAPPA, N_KAPPA);
  const size_t z = place_of_number(zeta, ZETA, N_ZETA);
  if (o == N_OPT || n == N_NET || k == N_KAPPA || z == N_ZETA)
    return tame_fail(err, TAME_EFORMAT,
                     "%s:%zu: no experiment '%s', '%s', kappa %g, zeta %g",
                     t->path, t->line[row], optimizer, network, kappa, zeta);
  for (size_t j = 0; j < N_NUMBERS; j++)
    if (!(number[j] >= 1.0) || number[j] != floor(number[j]))
      return tame_fail(err, TAME_EFORMAT, "%s:%zu: %s is not a positive count",
                       t->path, t->line[row], COLUMN[j]);
  const size_t i = ((o * N_NET + n) * N_KAPPA + k) * N_ZETA + z;
  if (!isnan(v->printed[i]))
    return tame_fail(err, TAME_EFORMAT, "%s:%zu: the same experiment again",
                     t->path, t->line[row]);
  const double *early = number + EARLY_1, *final = number + FINAL_1;
  const double mean_early = 0.5 * (early[0] + early[1]);
  for (size_t r = 0; r < N_RUNS; r++) {
    v->early[i * N_RUNS + r] = early[r];
    v->final[i * N_RUNS + r] = final[r];
  }
  v->printed[i] = number[PRINTED];
  v->extra[i] = 0.5 * (final[0] + final[1]) - mean_early;
  v->overcost[i] = 100.0 * v->extra[i] / mean_early;
  v->margin[i] = fmin(final[0], final[1]) - fmax(early[0], early[1]);
  return TAME_OK;
}

/* All rows of an open table. */
static tame_status take_all(values *v, const tame_csv *t, tame_error *err)
{
  size_t word_col[2], col;
  double *x = tame_vec((2 + N_NUMBERS) * t->rows);
  double *kappa = x, *zeta = x + t->rows, number[N_NUMBERS];
  tame_status s = tame_csv_column(&word_col[0], t, "optimizer", err);
  if (s >= 0) s = tame_csv_column(&word_col[1], t, "network", err);
  for (size_t j = 0; j < 2 + N_NUMBERS && s >= 0; j++) {
    const char *name = j == 0 ? "kappa" : j == 1 ? "zeta" : COLUMN[j - 2];
    s = tame_csv_column(&col, t, name, err);
    if (s >= 0) s = tame_csv_numbers(x + j * t->rows, t, col, NULL, err);
  }
  if (s >= 0 && t->rows != N_ROWS)
    s = tame_fail(err, TAME_EFORMAT, "%s:%zu: %zu rows, expected %d", t->path,
                  t->rows ? t->line[t->rows - 1] : 1, t->rows, N_ROWS);
  for (size_t i = 0; i < t->rows && s >= 0; i++) {
    for (size_t j = 0; j < N_NUMBERS; j++) number[j] = x[(2 + j) * t->rows + i];
    s = take(v, t, i, word_col, kappa[i], zeta[i], number, err);
  }
  free(x);
  return s;
}

static tame_status read_table(values *v, const tame_run *run, tame_error *err)
{
  const char *path = tame_run_file(run, "table");
  tame_csv t;
  if (!path)
    return tame_fail(err, TAME_EINVAL, "--table: needs the table of values");
  double *all = (double *)v;
  for (size_t i = 0; i < sizeof *v / sizeof *all; i++) all[i] = (double)NAN;
  TAME_TRY(tame_csv_read(&t, path, ',', NULL, err));
  const tame_status s = take_all(v, &t, err);
  tame_csv_free(&t);
  return s;
}

static tame_status check(const tame_run *run, tame_error *err)
{
  values *v = tame_calloc(1, sizeof *v);
  const tame_status s = read_table(v, run, err);
  free(v);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  (void)cell;
  values *v = tame_calloc(1, sizeof *v);
  const tame_status s = read_table(v, run, err);
  if (s >= 0) {
    tame_cell_put(out, "early", v->early, N_PLACES * N_RUNS);
    tame_cell_put(out, "final", v->final, N_PLACES * N_RUNS);
    tame_cell_put(out, "printed", v->printed, N_PLACES);
    tame_cell_put(out, "extra", v->extra, N_PLACES);
    tame_cell_put(out, "overcost", v->overcost, N_PLACES);
    tame_cell_put(out, "margin", v->margin, N_PLACES);
  }
  free(v);
  return s;
}

/* NAME of the cell as PATH over AXES and, for COUNT = 2, runs. */
static tame_status pass(tame_h5 *out, const tame_cells *cells, const char *name,
                        size_t count, const char *path, const char *meaning,
                        const char *units, tame_error *err)
{
  char axes[64];
  double *x = tame_vec(N_PLACES * count);
  snprintf(axes, sizeof axes, "%s%s", AXES, count > 1 ? " run" : "");
  const tame_status s =
      tame_cells_gather(x, cells, name, N_PLACES * count, err);
  if (s >= 0) tame_h5_write(out, path, axes, x, meaning, units);
  free(x);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  (void)run;
  tame_h5_group(out, "published",
                "Epochs of the authors' runs on CIFAR-10, tau = 90");
  tame_h5_codes(out, "published/optimizer", OPTIMIZERS, "optimiser");
  tame_h5_codes(out, "published/network", NETWORKS, "network");
  tame_h5_axis(out, "published/kappa", KAPPA, N_KAPPA,
               "threshold kappa of the minority's training accuracy", "%");
  tame_h5_axis(out, "published/zeta", ZETA, N_ZETA,
               "share zeta of the minority class that is kept", "%");
  tame_h5_index(out, "published/run", N_RUNS,
                "run; the order of each pair is not known");
  TAME_TRY(pass(out, cells, "early", N_RUNS, "published/early",
                "T_early: first epoch with training accuracy above 90 %",
                "epochs", err));
  TAME_TRY(pass(out, cells, "final", N_RUNS, "published/final",
                "T_final: first epoch with the minority above kappa", "epochs",
                err));
  TAME_TRY(pass(out, cells, "extra", 1, "published/extra",
                "mean T_final - mean T_early", "epochs", err));
  TAME_TRY(pass(out, cells, "overcost", 1, "published/overcost",
                "extra training over mean T_early", "%", err));
  TAME_TRY(pass(out, cells, "printed", 1, "published/printed",
                "the same, rounded, as the table has it", "%", err));
  TAME_TRY(pass(out, cells, "margin", 1, "published/margin",
                "smaller T_final - larger T_early", "epochs", err));
  tame_h5_panel(out, "published", "overcost", AXES);
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, 1; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)index;
  (void)run;
  snprintf(cell->name, sizeof cell->name, "table");
  snprintf(cell->group, sizeof cell->group, "table");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/published_extra",
          .title = "The authors' extra training until the minority is learned",
          .figures = "illus-published-extra",
          .about = "Import of 72 published experiments on CIFAR-10, two runs "
                   "each: epochs until the global accuracy exceeds 90 %, until "
                   "the minority's exceeds kappa, and the extra training.",
          .params = PARAMS,
          .check = check,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
