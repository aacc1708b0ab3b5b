/* SPDX-License-Identifier: MIT */
/* The authors' heat maps over (alpha, beta): VGG11 and ResNet18 on CIFAR-10,
 * 20, 50 and 200 epochs, weight decay 0.01 and 0; each cell is one run of
 * theirs.  A file holds the smallest mean training loss over the epochs and the
 * best test accuracy.  Beside them their grid of AdamW over step size and
 * weight decay. Stored: what the files say, log10 of the loss, and rank
 * correlations with alpha beta. A cell of this program is one file. */
#include <math.h>

#include <gsl/gsl_statistics.h>

#include "pieces.h"
#include "published.h"

enum { N_GRID = 10, N_CELL = N_GRID * N_GRID, N_MAPS = 12, N_FILES = 14 };
enum { N_RATES = 5, N_QUANTITIES = 3 };
static const double GRID[N_GRID] = {0.1, 0.5, 0.9, 1, 1.5, 2, 2.5, 3, 3.5, 4};
static const double RATES[N_RATES] = {1e-4, 5e-4, 1e-3, 5e-3, 1e-2};
static const double DECAYS[N_RATES] = {0, 1e-4, 1e-3, 1e-2, 1e-1};
static const char *const NETWORK[2] = {"vgg11", "resnet18"};
static const int EPOCHS[3] = {20, 50, 200};
static const double DECAY[2] = {0.01, 0};
/* when each was written, which its name says: network, epochs, decay */
static const char *const DATE[N_MAPS] = {
    "2024-06-11_12-22", "2024-06-11_12-23", "2024-06-04_08-30",
    "2024-06-05_08-36", "2024-05-04_12-58", "2024-06-05_08-41",
    "2024-06-11_12-23", "2024-06-11_12-23", "2024-06-04_08-30",
    "2024-06-05_08-41", "2024-05-04_12-58", "2024-06-05_08-41"};
#define TEN "[0.1, 0.5, 0.9, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0]"

static void file_name(char name[512], size_t index)
{
  static const char FOLDER[] =
      "classification/results/best_learning_rates/"
      "cifar10";
  if (index >= N_MAPS) {
    snprintf(name, 512, "%s/%s/adam/best_lr_2024-04-30_10-%d.csv", FOLDER,
             NETWORK[index - N_MAPS], index == N_MAPS ? 37 : 38);
    return;
  }
  snprintf(name, 512,
           "%s/%s/innaprop_alpha_" TEN "_beta_" TEN
           "_epochs_%d_wd_%s/best_lr_%s.csv",
           FOLDER, NETWORK[index / 6], EPOCHS[index / 2 % 3],
           index % 2 ? "0.0" : "0.01", DATE[index]);
}

/* Place of X among GRID [n], or n. */
static size_t place(const double *grid, size_t n, double x)
{
  size_t i = 0;
  while (i < n && fabs(grid[i] - x) > 1e-12) i++;
  return i;
}

/* Where the rows of a file go: two columns with their values. */
typedef struct {
  const char *row, *col;
  const double *row_value, *col_value;
  size_t n;
} layout;
static const layout MAP = {"alpha", "beta", GRID, GRID, N_GRID};
static const layout ADAMW = {"lr", "weight_decay", RATES, DECAYS, N_RATES};

/* q [n_quantities x n x n] <- the table T, every place exactly once */
static tame_status fill(double *q, const tame_csv *t, const layout *a,
                        size_t n_quantities, tame_error *err)
{
  static const char *const COLUMN[N_QUANTITIES] = {"train_loss", "test_acc",
                                                   "train_acc"};
  const size_t size = a->n * a->n;
  double *x = tame_vec((2 + n_quantities) * t->rows);
  double *row = x + n_quantities * t->rows, *col = row + t->rows;
  tame_status s = published_column(row, t, a->row, err);
  if (s >= 0) s = published_column(col, t, a->col, err);
  for (size_t j = 0; j < n_quantities && s >= 0; j++)
    s = published_column(x + j * t->rows, t, COLUMN[j], err);
  for (size_t i = 0; i < n_quantities * size; i++) q[i] = (double)NAN;
  for (size_t i = 0; i < t->rows && s >= 0; i++) {
    const size_t u = place(a->row_value, a->n, row[i]);
    const size_t v = place(a->col_value, a->n, col[i]);
    if (u == a->n || v == a->n || !isnan(q[u * a->n + v]) || t->rows != size) {
      s = tame_fail(err, TAME_EFORMAT, "%s:%zu: not a grid of %zu x %zu",
                    t->path, t->line[i], a->n, a->n);
      break;
    }
    for (size_t j = 0; j < n_quantities; j++)
      q[j * size + u * a->n + v] = x[j * t->rows + i];
  }
  free(x);
  return s;
}

/* That the whole file has the weight decay of its folder, and step 1e-3. */
static tame_status check_settings(const tame_csv *t, double decay,
                                  tame_error *err)
{
  double *x = tame_vec(2 * t->rows);
  tame_status s = published_column(x, t, "weight_decay", err);
  if (s >= 0) s = published_column(x + t->rows, t, "lr", err);
  for (size_t i = 0; i < t->rows && s >= 0; i++)
    if (x[i] != decay || x[t->rows + i] != 1e-3)
      s = tame_fail(err, TAME_EFORMAT, "%s:%zu: another step or decay", t->path,
                    t->line[i]);
  free(x);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  (void)run;
  const bool is_map = cell->index < N_MAPS;
  char name[512];
  double q[N_QUANTITIES * N_CELL];
  tame_csv t;
  file_name(name, cell->index);
  TAME_TRY(published_read(&t, name, ',', NULL, err));
  tame_status s = fill(q, &t, is_map ? &MAP : &ADAMW, is_map ? 3 : 2, err);
  if (s >= 0 && is_map) s = check_settings(&t, DECAY[cell->index % 2], err);
  tame_csv_free(&t);
  TAME_TRY(s);
  tame_cell_put(out, "quantities", q,
                is_map ? N_QUANTITIES * N_CELL : 2 * N_RATES * N_RATES);
  return TAME_OK;
}

/* --- the whole ------------------------------------------------------------ */

typedef struct {
  double loss[N_MAPS * N_CELL], log_loss[N_MAPS * N_CELL],
      test[N_MAPS * N_CELL], train[N_MAPS * N_CELL];
  double rho_loss[N_MAPS], rho_test[N_MAPS];
} maps;

static void correlate(maps *m, size_t i)
{
  double product[N_CELL], work[2 * N_CELL];
  for (size_t k = 0; k < N_CELL; k++)
    product[k] = GRID[k / N_GRID] * GRID[k % N_GRID];
  m->rho_loss[i] =
      gsl_stats_spearman(product, 1, m->log_loss + i * N_CELL, 1, N_CELL, work);
  m->rho_test[i] =
      gsl_stats_spearman(product, 1, m->test + i * N_CELL, 1, N_CELL, work);
}

static tame_status gather(maps *m, const tame_cells *cells, tame_error *err)
{
  for (size_t i = 0; i < N_MAPS; i++) {
    double *q;
    tame_h5_shape shape;
    TAME_TRY(tame_cells_read(&q, &shape, cells, i, "quantities", err));
    for (size_t k = 0; k < N_CELL; k++) {
      m->loss[i * N_CELL + k] = q[k];
      m->log_loss[i * N_CELL + k] = log10(q[k]);
      m->test[i * N_CELL + k] = q[N_CELL + k];
      m->train[i * N_CELL + k] = q[2 * N_CELL + k];
    }
    free(q);
    correlate(m, i);
  }
  return TAME_OK;
}

static void write_maps(tame_h5 *out, const maps *m)
{
  static const char AXES[] = "network epochs decay alpha beta";
  static const double TIME[3] = {20, 50, 200};
  double alpha[N_CELL], beta[N_CELL];
  tame_h5_codes(out, "network", "vgg11 resnet18", "network, on CIFAR-10");
  tame_h5_axis(out, "epochs", TIME, 3, "epochs run", "1");
  tame_h5_codes(out, "decay", "decay_0.01 decay_0", "weight decay lambda");
  tame_h5_group(out, "heat", "The authors' runs over (alpha, beta)");
  tame_h5_axis(out, "heat/alpha", GRID, N_GRID, "alpha", "1");
  tame_h5_axis(out, "heat/beta", GRID, N_GRID, "beta", "1");
  tame_h5_write(out, "heat/train_loss", AXES, m->loss,
                "smallest mean training loss of an epoch", "1");
  tame_h5_write(out, "heat/log_loss", AXES, m->log_loss, "its log10", "1");
  tame_h5_write(out, "heat/test_accuracy", AXES, m->test, "best test accuracy",
                "%");
  tame_h5_write(out, "heat/train_accuracy", AXES, m->train,
                "training accuracy in the file", "%");
  tame_h5_write(out, "heat/rank_loss", "network epochs decay", m->rho_loss,
                "Spearman correlation of alpha beta with log loss", "1");
  tame_h5_write(out, "heat/rank_accuracy", "network epochs decay", m->rho_test,
                "Spearman correlation of alpha beta with test accuracy", "1");
  tame_h5_panel(out, "heat", "log_loss", AXES);
  for (size_t k = 0; k < N_CELL; k++) {
    alpha[k] = (double)(k / N_GRID);
    beta[k] = (double)(k % N_GRID);
  }
  tame_h5_group(out, "drawn", "The same, all places of a map in one column");
  tame_h5_index(out, "drawn/place", N_CELL, "place in the map");
  tame_h5_write(out, "drawn/alpha", "place", alpha, "number of alpha", "1");
  tame_h5_write(out, "drawn/beta", "place", beta, "number of beta", "1");
  tame_h5_write(out, "drawn/log_loss", "network epochs decay place",
                m->log_loss, "log10 of the training loss", "1");
  tame_h5_write(out, "drawn/test_accuracy", "network epochs decay place",
                m->test, "best test accuracy", "%");
}

static tame_status write_adamw(tame_h5 *out, const tame_cells *cells,
                               tame_error *err)
{
  enum { SIZE = N_RATES * N_RATES };
  double loss[2 * SIZE], test[2 * SIZE];
  for (size_t i = 0; i < 2; i++) {
    double *q;
    tame_h5_shape shape;
    TAME_TRY(tame_cells_read(&q, &shape, cells, N_MAPS + i, "quantities", err));
    memcpy(loss + i * SIZE, q, SIZE * sizeof *q);
    memcpy(test + i * SIZE, q + SIZE, SIZE * sizeof *q);
    free(q);
  }
  tame_h5_group(out, "adamw", "The authors' runs of AdamW, 200 epochs");
  tame_h5_axis(out, "adamw/rate", RATES, N_RATES, "step size gamma", "1");
  tame_h5_axis(out, "adamw/decay", DECAYS, N_RATES, "weight decay lambda", "1");
  tame_h5_write(out, "adamw/train_loss", "network rate decay", loss,
                "smallest mean training loss of an epoch", "1");
  tame_h5_write(out, "adamw/test_accuracy", "network rate decay", test,
                "best test accuracy", "%");
  tame_h5_panel(out, "adamw", "test_accuracy", "network rate decay");
  return TAME_OK;
}

static bool was_read(const char *file, const void *ctx)
{
  char name[512];
  (void)ctx;
  for (size_t i = 0; i < N_FILES; i++) {
    file_name(name, i);
    if (strcmp(name, file) == 0) return true;
  }
  return false;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  (void)run;
  maps *m = tame_calloc(1, sizeof *m);
  tame_status s = gather(m, cells, err);
  if (s >= 0) {
    write_maps(out, m);
    s = write_adamw(out, cells, err);
    published_note(out, was_read, NULL);
  }
  free(m);
  return s;
}

static size_t n_cells(const tame_run *run) { return (void)run, N_FILES; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "file-%zu", index);
  snprintf(cell->group, sizeof cell->group, "all files");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2410.05871/published_heat",
          .title = "The authors' heat maps of INNAprop on CIFAR-10",
          .figures = "published-heat-vgg11 published-heat-vgg11-nodecay "
                     "published-heat-resnet18 published-heat-resnet18-nodecay "
                     "published-heat-50",
          .about = "Import of the authors' published result files: training "
                   "loss and test accuracy over a 10 x 10 grid of (alpha, "
                   "beta), two networks, 20, 50 and 200 epochs.",
          .input = published_input,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
