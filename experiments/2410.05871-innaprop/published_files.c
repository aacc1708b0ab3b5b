/* SPDX-License-Identifier: MIT */
/* All of the authors' published result files in one: a group for each CSV file,
 * with its path and SHA-256, and a data set for each column of numbers.  A
 * column of words that has one word is an attribute; with more, numbers of the
 * words and the words as an attribute.  A file without rows is a group without
 * data. One cell reads and checks everything. */
#include <math.h>

#include "published.h"

/* The only file that begins with a row: the columns are those of its
 * siblings. */
static const char HEADLESS[] =
    "classification/results/train/mnist/lenet/innaprop_alpha_0.1_beta_0.9/"
    "results_2024-02-22_19-23.csv";
static const char HEADER[] =
    "run_id,epoch,train_loss,train_accuracy,test_loss,test_accuracy,optimizer,"
    "lr,param_norm,grad_norm,adjusted_grad,momentum_norm";

static tame_status read_any(tame_csv *t, const char *file, tame_error *err)
{
  const char separator = strncmp(file, "GPT-2_scratch/", 14) == 0 ? ';' : ',';
  const bool is_headless = strcmp(file, HEADLESS) == 0;
  return published_read(t, file, separator, is_headless ? HEADER : NULL, err);
}

/* The manifest's files of the set, one after the other from *at on. */
static const tame_dataset *next_file(size_t *at)
{
  size_t n;
  const tame_dataset *d = tame_dataset_manifest(&n);
  while (*at < n && strcmp(d[*at].name, SET) != 0) ++*at;
  return *at < n ? &d[(*at)++] : NULL;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const tame_dataset *d;
  size_t at = 0, files = 0, rows = 0;
  (void)cell;
  (void)run;
  while ((d = next_file(&at))) {
    tame_csv t;
    TAME_TRY(read_any(&t, d->file, err));
    files++;
    rows += t.rows;
    tame_csv_free(&t);
  }
  tame_h5_write_scalar(out, "files", (double)files, "files", "1");
  tame_h5_write_scalar(out, "rows", (double)rows, "rows", "1");
  return TAME_OK;
}

/* --- one file ------------------------------------------------------------- */

static const char *unit_of(const char *name)
{
  return strstr(name, "acc") ? "%" : "1";
}

/* Column J as words. */
static tame_status write_words(tame_h5 *out, const char *group,
                               const char *path, const tame_csv *t, size_t j,
                               tame_error *err)
{
  enum { MAX_WORDS = 16 };
  const char **words;
  char text[1024];
  size_t n, at = 0, *code = tame_calloc(t->rows, sizeof *code);
  double *x = tame_vec(t->rows);
  const tame_status s =
      tame_csv_categories(code, &words, &n, t, j, MAX_WORDS, err);
  for (size_t i = 0; i < t->rows && s >= 0; i++) x[i] = (double)code[i];
  for (size_t k = 0; s >= 0 && k < n; k++)
    at += (size_t)snprintf(text + at, sizeof text - at, "%s%s", k ? "\n" : "",
                           words[k]);
  if (s >= 0) {
    tame_h5_attr(out, group, t->name[j], text);
    if (n > 1)
      tame_h5_write(out, path, "row", x, "number of a word of the attribute",
                    "1");
    free(words);
  }
  free(code);
  free(x);
  return s;
}

static tame_status write_columns(tame_h5 *out, const char *group,
                                 const tame_csv *t, tame_error *err)
{
  double *x = tame_vec(t->rows);
  char path[128];
  const char *signal = NULL;
  tame_status s = TAME_OK;
  for (size_t j = 0; j < t->cols && s >= 0; j++) {
    const char *name = *t->name[j] ? t->name[j] : "unnamed";
    snprintf(path, sizeof path, "%s/%s", group, name);
    if (tame_csv_numbers(x, t, j, "", NULL) < 0) {
      s = write_words(out, group, path, t, j, err);
      continue;
    }
    tame_h5_write(out, path, "row", x, name, unit_of(name));
    if (!signal && strstr(name, "loss")) signal = name;
  }
  if (signal) tame_h5_panel(out, group, signal, "row");
  free(x);
  return s;
}

static tame_status write_file(tame_h5 *out, size_t number,
                              const tame_dataset *d, tame_error *err)
{
  char group[32], path[64];
  tame_csv t;
  TAME_TRY(read_any(&t, d->file, err));
  snprintf(group, sizeof group, "file_%03zu", number);
  snprintf(path, sizeof path, "%s/row", group);
  tame_h5_group(out, group, d->file);
  tame_h5_attr(out, group, "sha256", d->sha256);
  tame_h5_attr_integer(out, group, "rows", (long)t.rows);
  tame_status s = TAME_OK;
  if (t.rows > 0) {
    tame_h5_index(out, path, t.rows, "row of the file");
    s = write_columns(out, group, &t, err);
  }
  tame_csv_free(&t);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const tame_dataset *d;
  double files, rows;
  size_t at = 0, number = 0;
  (void)run;
  TAME_TRY(tame_cells_gather(&files, cells, "files", 1, err));
  TAME_TRY(tame_cells_gather(&rows, cells, "rows", 1, err));
  tame_h5_group(out, "total", "What was imported");
  tame_h5_write_scalar(out, "total/files", files, "files", "1");
  tame_h5_write_scalar(out, "total/rows", rows, "rows of all files", "1");
  while ((d = next_file(&at))) TAME_TRY(write_file(out, ++number, d, err));
  published_note(out, NULL, NULL);
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, 1; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "all-%zu", index);
  snprintf(cell->group, sizeof cell->group, "all files");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2410.05871/published_files",
          .title = "All of the authors' published result files",
          .figures = "none",
          .about = "Import of every CSV file that the authors published, "
                   "whether a figure uses it or not.",
          .input = published_input,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
