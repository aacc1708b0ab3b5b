/* SPDX-License-Identifier: MIT */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tame/base.h"
#include "tame/dataset.h"
#include "tame/text.h"

enum { EXIT_USAGE = 2 };

/* --- folders and locks --------------------------------------------------- */

/* mkdir -p; with only_parents, all but the last part of PATH. */
static tame_status make_folders(const char *path, tame_error *err)
{
  char *part = tame_strdup(path);
  tame_status s = TAME_OK;
  for (char *c = part + 1; s == TAME_OK; c++) {
    if (*c != '/' && *c) continue;
    const char end = *c;
    *c = '\0';
    if (mkdir(part, 0777) != 0 && errno != EEXIST)
      s = tame_fail(err, TAME_EIO, "%s: cannot create: %s", part,
                    strerror(errno));
    *c = end;
    if (!end) break;
  }
  free(part);
  return s;
}

/* Lock the file NAME among the cells, for writing; the lock goes with the
 * descriptor *fd.  Without `waits`, an error when another process holds it. */
static tame_status lock_file(int *fd, const tame_run *run, const char *name,
                             bool waits, tame_error *err)
{
  const size_t size = strlen(run->cell_dir) + strlen(name) + 2;
  char *path = tame_calloc(size, 1);
  tame_status s = TAME_OK;
  snprintf(path, size, "%s/%s", run->cell_dir, name);
  *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (*fd < 0) {
    s = tame_fail(err, TAME_EIO, "%s: cannot create: %s", path,
                  strerror(errno));
  } else if (fcntl(*fd, waits ? F_SETLKW : F_SETLK, &whole) != 0) {
    const bool is_held = errno == EACCES || errno == EAGAIN;
    s = tame_fail(err, TAME_EIO, "%s: cannot lock%s%s", run->cell_dir,
                  is_held ? "; is another process computing it?" : ": ",
                  is_held ? "" : strerror(errno));
    close(*fd);
  }
  free(path);
  return s;
}

/* --- phases -------------------------------------------------------------- */

/* Find the real data set and say which one it is. */
static tame_status resolve_input(tame_run *run, tame_error *err)
{
  run->input_name = run->exp->input ? run->exp->input(run) : NULL;
  if (!run->input_name) return TAME_OK;
  TAME_TRY(tame_dataset_find(&run->input_path, run->input_name, NULL, err));
  TAME_TRY(tame_sha256_file(run->input_sha256, run->input_path, err));
  printf("  DATA  %s: %s (sha256 %.12s)\n", run->input_name, run->input_path,
         run->input_sha256);
  fflush(stdout);
  return TAME_OK;
}

/* The files that the user gave. */
static tame_status resolve_files(tame_run *run, tame_error *err)
{
  for (size_t i = 0; i < run->n_params; i++) {
    const char *name = run->exp->params[i].name;
    if (!tame_option_is_file(&run->exp->params[i]) || !run->word[i]) continue;
    TAME_TRY(tame_sha256_file(run->sha256[i], run->word[i], err));
    printf("  DATA  %s: %s (sha256 %.12s)\n", name, run->word[i],
           run->sha256[i]);
    fflush(stdout);
  }
  return TAME_OK;
}

/* A folder would take no result, which is to be known before it is computed. */
static tame_status check_out(const tame_run *run, tame_error *err)
{
  struct stat info;
  const bool is_folder = run->out[strlen(run->out) - 1] == '/' ||
                         (stat(run->out, &info) == 0 && S_ISDIR(info.st_mode));
  if (!is_folder) return TAME_OK;
  return tame_fail(err, TAME_EIO, "--out: %s: is a folder", run->out);
}

static bool in_shard(const tame_run *run, size_t index)
{
  return index % run->n_shards == run->shard - 1;
}

/* Is the cell after INDEX of another group (in this shard)? */
static bool ends_group(const tame_cells *cells, size_t index)
{
  const size_t next = index + cells->run->n_shards;
  return next >= cells->n ||
         strcmp(cells->cell[index].group, cells->cell[next].group) != 0;
}

static tame_status run_cells(tame_progress *p, const tame_cells *cells,
                             tame_error *err)
{
  double weight = 0.0;
  size_t n_todo = 0, n_reused = 0;
  bool *todo = tame_calloc(cells->n, sizeof *todo);
  for (size_t i = 0; i < cells->n; i++) {
    if (!in_shard(cells->run, i)) continue;
    todo[i] = !tame_cell_is_done(cells, i);
    n_reused += !todo[i];
    n_todo += todo[i];
    if (todo[i])
      weight += cells->cell[i].weight > 0.0 ? cells->cell[i].weight : 1.0;
  }
  tame_progress_begin(p, cells, n_todo, weight);
  p->n_reused = n_reused;

  tame_status s = TAME_OK;
  for (size_t i = 0; i < cells->n && s >= 0; i++) {
    if (!todo[i]) continue;
    tame_progress_cell_begin(p, i);
    s = tame_cell_run(cells, i, err);
    if (s >= 0) tame_progress_cell_end(p, i, ends_group(cells, i));
  }
  tame_progress_clear(p);
  free(todo);
  return s;
}

/* Sum of the cells' cost; the start of the earliest. */
static void sum_cost(tame_h5 *out, const tame_cells *cells)
{
  double wall = 0.0, cpu = 0.0, rss = 0.0;
  char started[32] = "~";
  for (size_t i = 0; i < cells->n; i++) {
    double w = 0.0, c = 0.0, r = 0.0;
    char *text = NULL;
    tame_h5 *f;
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.h5", cells->run->cell_dir,
             cells->cell[i].name);
    if (tame_h5_open(&f, path, NULL) < 0) continue;
    tame_h5_read_attr_number(&w, f, "provenance/run", "wall_seconds", NULL);
    tame_h5_read_attr_number(&c, f, "provenance/run", "cpu_seconds", NULL);
    tame_h5_read_attr_number(&r, f, "provenance/run", "max_rss_bytes", NULL);
    if (tame_h5_read_attr(&text, f, "provenance/run", "started", NULL) == 0 &&
        strcmp(text, started) < 0)
      snprintf(started, sizeof started, "%s", text);
    free(text);
    tame_h5_close(f);
    wall += w;
    cpu += c;
    if (r > rss) rss = r;
  }
  tame_run_write_cost(out, started, wall, cpu, rss);
}

static tame_status merge(const tame_cells *cells, tame_error *err)
{
  const tame_run *run = cells->run;
  tame_h5 *out;
  TAME_TRY(tame_h5_create(&out, run->out, err));
  tame_run_write_provenance(out, run);
  const tame_status s = run->exp->merge(out, cells, run, err);
  if (s < 0) {
    tame_h5_discard(out);
    return s;
  }
  sum_cost(out, cells);
  return tame_h5_commit(out, err);
}

/* Has this very result been written already (by another shard)? */
static bool is_merged(const tame_run *run)
{
  tame_h5 *f;
  char *mark = NULL;
  if (tame_h5_open(&f, run->out, NULL) < 0) return false;
  const bool same =
      tame_h5_read_attr(&mark, f, "provenance", "fingerprint", NULL) == 0 &&
      strcmp(mark, run->fingerprint) == 0;
  free(mark);
  tame_h5_close(f);
  return same;
}

static void report(const tame_progress *p, const tame_cells *cells)
{
  printf("  RUN   %s  %zu cells, %.1f s", cells->run->out, cells->n,
         tame_progress_seconds(p));
  if (p->n_reused) printf(" (%zu of them finished before)", p->n_reused);
  putchar('\n');
}

static tame_status finish(const tame_progress *p, const tame_cells *cells,
                          tame_error *err)
{
  const tame_run *run = cells->run;
  size_t n_missing = 0;
  tame_status s = TAME_OK;
  int lock;
  TAME_TRY(lock_file(&lock, run, "merge.lock", true, err)); /* one merges */
  for (size_t i = 0; i < cells->n; i++)
    n_missing += !tame_cell_is_done(cells, i);
  if (n_missing == 0) {
    s = merge(cells, err);
    if (s >= 0) tame_cells_remove(cells);
    if (s >= 0) report(p, cells);
  } else if (is_merged(run)) {
    tame_cells_remove(cells);
    report(p, cells);
  } else {
    printf(
        "  RUN   %s: shard %zu/%zu done, %zu of %zu cells are still "
        "missing, no result yet\n",
        run->out, run->shard, run->n_shards, n_missing, cells->n);
  }
  close(lock);
  return s;
}

static tame_status run_all(tame_run *run, tame_error *err)
{
  tame_cells cells = {0};
  tame_progress progress;
  TAME_TRY(check_out(run, err));
  TAME_TRY(resolve_input(run, err));
  TAME_TRY(resolve_files(run, err));
  if (run->exp->check) TAME_TRY(run->exp->check(run, err));
  TAME_TRY(tame_run_identify(run, err));
  if (run->n_shards > 1 && is_merged(run)) {
    printf("  RUN   %s: already complete\n", run->out);
    return TAME_OK;
  }
  TAME_TRY(make_folders(run->cell_dir, err));
  char name[64];
  snprintf(name, sizeof name, "shard-%zu-of-%zu.lock", run->shard,
           run->n_shards);
  int lock;
  TAME_TRY(lock_file(&lock, run, name, false, err));
  tame_cells_init(&cells, run);
  tame_status s = run_cells(&progress, &cells, err);
  if (s >= 0) s = finish(&progress, &cells, err);
  tame_cells_clear(&cells);
  close(lock);
  return s;
}

static tame_status print_list(const tame_run *run, tame_error *err)
{
  tame_cells cells = {0};
  if (run->exp->check) TAME_TRY(run->exp->check(run, err));
  tame_cells_init(&cells, run);
  for (size_t i = 0; i < cells.n; i++)
    if (in_shard(run, i))
      printf("%zu\t%s\t%s\n", i, cells.cell[i].name, cells.cell[i].group);
  tame_cells_clear(&cells);
  return TAME_OK;
}

int tame_exp_main(int argc, char **argv, const tame_experiment *exp)
{
  tame_error err = {""};
  tame_run run = {.exp = exp};
  int code = EXIT_SUCCESS;
  const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
  run.program = slash ? slash + 1 : argc > 0 ? argv[0] : exp->id;

  signal(SIGXFSZ, SIG_IGN); /* a full quota is an error message, not a kill */
  tame_pin_blas(argv);
  if (tame_run_parse(&run, argc, argv, &err) < 0) {
    code = EXIT_USAGE;
  } else if (run.wants_help) {
    tame_run_print_help(&run);
  } else if ((run.wants_list ? print_list(&run, &err) : run_all(&run, &err)) <
             0) {
    code = EXIT_FAILURE;
  }
  if (code)
    fprintf(stderr, "%s: %s\n", run.program, err.text);
  else if (run.wants_help || run.wants_list)
    code = tame_stdout_end(run.program);
  tame_run_clear(&run);
  return code;
}
