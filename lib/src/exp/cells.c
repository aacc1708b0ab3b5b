/* SPDX-License-Identifier: MIT */
#include "run.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tame/base.h"

void tame_cells_init(tame_cells *cells, const tame_run *run)
{
  cells->run = run;
  cells->n = run->exp->n_cells(run);
  cells->cell = tame_calloc(cells->n, sizeof *cells->cell);
  for (size_t i = 0; i < cells->n; i++) {
    tame_cell *c = &cells->cell[i];
    c->index = i;
    run->exp->cell(c, i, run);
    TAME_REQUIRE(c->name[0]);
    for (const char *s = c->name; *s; s++)
      TAME_REQUIRE(isalnum((unsigned char)*s) || strchr("-_.", *s));
  }
}

void tame_cells_clear(tame_cells *cells) { free(cells->cell); }

size_t tame_cells_count(const tame_cells *cells) { return cells->n; }

/* FOLDER/NAME, released with free(). */
static char *join(const char *folder, const char *name, const char *ending)
{
  const size_t size = strlen(folder) + strlen(name) + strlen(ending) + 2;
  char *path = tame_calloc(size, 1);
  snprintf(path, size, "%s/%s%s", folder, name, ending);
  return path;
}

static char *cell_path(const tame_cells *cells, size_t index)
{
  return join(cells->run->cell_dir, cells->cell[index].name, ".h5");
}

char *tame_cell_checkpoint(const tame_run *run, const tame_cell *cell)
{
  return join(run->cell_dir, cell->name, ".checkpoint.h5");
}

char *tame_cell_identity(const tame_run *run, const tame_cell *cell)
{
  return join(run->fingerprint, cell->name, "");
}

static void remove_checkpoint(const tame_run *run, const tame_cell *cell)
{
  char *path = tame_cell_checkpoint(run, cell);
  unlink(path);
  free(path);
}

bool tame_cell_is_done(const tame_cells *cells, size_t index)
{
  tame_h5 *f;
  char *path = cell_path(cells, index), *mark = NULL;
  bool is_done = false;
  if (tame_h5_open(&f, path, NULL) == TAME_OK) {
    if (tame_h5_read_attr(&mark, f, "/", "fingerprint", NULL) == TAME_OK)
      is_done = strcmp(mark, cells->run->fingerprint) == 0;
    tame_h5_close(f);
  }
  free(mark);
  free(path);
  return is_done;
}

tame_status tame_cell_run(const tame_cells *cells, size_t index,
                          tame_error *err)
{
  const tame_run *run = cells->run;
  char *path = cell_path(cells, index), started[32];
  tame_timer clock = {0};
  tame_h5 *out;

  tame_run_time(started);
  tame_timer_start(&clock);
  tame_status s = tame_h5_create(&out, path, err);
  free(path);
  if (s < 0) return s;
  tame_h5_attr(out, "/", "fingerprint", run->fingerprint);
  s = run->exp->run_cell(out, &cells->cell[index], run, err);
  tame_timer_stop(&clock);
  if (s < 0) {
    tame_h5_discard(out);
    return s;
  }
  tame_run_write_cost(out, started, clock.wall, clock.cpu,
                      (double)tame_peak_rss());
  s = tame_h5_commit(out, err);
  if (s >= 0) remove_checkpoint(run, &cells->cell[index]);
  return s;
}

/* Everything in the folder is ours: cells, unfinished cells, the lock. */
void tame_cells_remove(const tame_cells *cells)
{
  DIR *dir = opendir(cells->run->cell_dir);
  if (!dir) return;
  for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
    if (e->d_name[0] == '.') continue;
    char *path = join(cells->run->cell_dir, e->d_name, "");
    unlink(path);
    free(path);
  }
  closedir(dir);
  rmdir(cells->run->cell_dir);
}

/* --- for merge ----------------------------------------------------------- */

tame_status tame_cells_read(double **x, tame_h5_shape *shape,
                            const tame_cells *cells, size_t index,
                            const char *path, tame_error *err)
{
  tame_h5 *f;
  TAME_REQUIRE(index < cells->n);
  char *file = cell_path(cells, index);
  tame_status s = tame_h5_open(&f, file, err);
  free(file);
  if (s < 0) return s;
  s = tame_h5_read(x, shape, f, path, err);
  tame_h5_close(f);
  return s;
}

tame_status tame_cells_gather(double *x, const tame_cells *cells,
                              const char *path, size_t count, tame_error *err)
{
  for (size_t i = 0; i < cells->n; i++) {
    double *one;
    tame_h5_shape shape;
    TAME_TRY(tame_cells_read(&one, &shape, cells, i, path, err));
    const bool fits = shape.count == count;
    if (fits) memcpy(x + i * count, one, count * sizeof *x);
    free(one);
    if (!fits)
      return tame_fail(err, TAME_EFORMAT,
                       "cell %s: %s has %zu numbers, not "
                       "%zu",
                       cells->cell[i].name, path, shape.count, count);
  }
  return TAME_OK;
}
