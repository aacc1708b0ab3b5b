/* SPDX-License-Identifier: MIT */
/* main() of every experiment.
 *
 * An experiment is a set of independent cells and a merge.  A cell is the unit
 * of work and of restart: it writes its own small result file, atomically,
 * under OUT.cells/; when all cells are there, `merge` reads them and writes
 * OUT.  An interrupted run continues from the finished cells; `--shard i/n`
 * runs every n-th cell and whoever finishes last merges.  Cells of another
 * program binary, seed or parameters are never reused.
 *
 * The programmer gives the table of parameters (one value per scale), the
 * cells, and the two functions; options, seeds, progress, provenance, locking,
 * and error messages are done here.
 *
 * Exit status: 0 done, 1 error, 2 usage. */
#ifndef TAME_EXP_H
#define TAME_EXP_H

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include <stdint.h>

#include "tame/h5.h"
#include "tame/status.h"

typedef enum { TAME_SMOKE, TAME_DEFAULT, TAME_PAPER } tame_scale;
#define TAME_N_SCALES 3
const char *tame_scale_name(tame_scale s);

/* A parameter: its value at each scale and the option --NAME that overrides
 * it.  A table ends with {0}. */
typedef struct {
  const char *name;
  double value[TAME_N_SCALES]; /* smoke, default, paper */
  double lo, hi;               /* accepted range of the option */
  const char *help;
  /* NULL: an integer.  "real": a real number.  "file": the path of a file that
   * the user gives, none by default; its contents become part of the run's
   * identity and of the provenance.  "text": one line that the user gives, none
   * by default, such as the name of a column; part of the identity.  Else the
   * words that the option accepts, separated by spaces; its value is the index
   * of the word. */
  const char *kind;
} tame_option;

/* What the command line and the scale resolve to; read by the callbacks. */
typedef struct tame_run tame_run;
size_t tame_run_count(const tame_run *run, const char *param);
double tame_run_real(const tame_run *run, const char *param);
const char *tame_run_word(const tame_run *run, const char *param);
/* Path given for an option of kind "file"; NULL when none was given. */
const char *tame_run_file(const tame_run *run, const char *param);
/* What was given for an option of kind "text"; NULL when nothing was. */
const char *tame_run_text(const tame_run *run, const char *param);
tame_scale tame_run_scale(const tame_run *run);
uint64_t tame_run_root(const tame_run *run); /* root seed, default 0 */
/* Path of the real data set that `input` named; NULL when none. */
const char *tame_run_input(const tame_run *run);

/* Generator for STREAM ("data", "start", ...) and repetition REP of this
 * experiment: tame_rng_alloc(root, "<id>/<stream>", rep).  Release with
 * gsl_rng_free. */
gsl_rng *tame_run_rng(const tame_run *run, const char *stream, size_t rep);

typedef struct {
  size_t index;
  char name[64];   /* file name: letters, digits, '-', '_' and '.' */
  char group[64];  /* cells of one group are reported on one line */
  size_t coord[4]; /* the experiment's own indices */
  /* Relative cost, used only for the time-left estimate; 0 counts as 1. */
  double weight;
} tame_cell;

/* For a cell of hours: the path of a file beside its result where it may keep a
 * checkpoint, and text that tells this cell of this program, seed and
 * parameters from all others; both released with free().  The file is removed
 * when the cell is done. */
char *tame_cell_checkpoint(const tame_run *run, const tame_cell *cell);
char *tame_cell_identity(const tame_run *run, const tame_cell *cell);

/* The finished cells, in order, for `merge`. */
typedef struct tame_cells tame_cells;
size_t tame_cells_count(const tame_cells *cells);

/* x [n_cells x count] <- data set PATH of every cell, each of COUNT numbers.
 * TAME_EFORMAT when a cell has another count. */
tame_status tame_cells_gather(double *x, const tame_cells *cells,
                              const char *path, size_t count, tame_error *err);
/* One cell's data set; *x is released with free(). */
tame_status tame_cells_read(double **x, tame_h5_shape *shape,
                            const tame_cells *cells, size_t index,
                            const char *path, tame_error *err);

/* Numbers without a unit that go from the cells into one array.
 *
 * In run_cell: x [n] under NAME. */
void tame_cell_put(tame_h5 *out, const char *name, const double *x, size_t n);
/* In merge: NAME of all cells, COUNT numbers each, becomes PATH over AXES. */
tame_status tame_cells_collect(tame_h5 *out, const tame_cells *cells,
                               const char *name, size_t count, const char *path,
                               const char *axes, const char *meaning,
                               tame_error *err);

/* A data set that every cell holds and that the result holds for all cells:
 * PATH in a cell; over AXES, those of the cells before the cell's own, in the
 * result. */
typedef struct {
  const char *path, *axes, *long_name, *units;
} tame_field;

/* In run_cell: the number x[i] into field i, for n fields. */
void tame_fields_write(tame_h5 *out, const tame_field *fields, const double *x,
                       size_t n);
/* In merge: n fields from the cells into GROUP of OUT; "" keeps their paths. */
tame_status tame_fields_merge(tame_h5 *out, const char *group,
                              const tame_field *fields, size_t n,
                              const tame_cells *cells, tame_error *err);

typedef struct {
  const char *id;      /* "2305.13768/newton": paper / name of the result */
  const char *title;   /* one line, also stored in the file */
  const char *figures; /* "fig02 illus-local", stored in the file */
  const char *about;   /* what is computed; a paragraph for --help */
  const tame_option *params;
  /* measured seconds on one core, for --help; 0 where not measured */
  double cost[TAME_N_SCALES];

  /* Name of the real data set this run reads, or NULL.  May itself be NULL. */
  const char *(*input)(const tame_run *run);
  /* Called first, before anything is written: read the user's files and refuse
   * what is wrong with them or with the options together.  May be NULL. */
  tame_status (*check)(const tame_run *run, tame_error *err);
  size_t (*n_cells)(const tame_run *run);
  void (*cell)(tame_cell *cell, size_t index, const tame_run *run);
  /* Compute CELL into OUT, which is already created; do not commit it. */
  tame_status (*run_cell)(tame_h5 *out, const tame_cell *cell,
                          const tame_run *run, tame_error *err);
  /* Assemble OUT from the cells; attributes and provenance are already there.
   */
  tame_status (*merge)(tame_h5 *out, const tame_cells *cells,
                       const tame_run *run, tame_error *err);
} tame_experiment;

/* Options:  --help  --scale smoke|default|paper  --seed N  --shard I/N
 * --out FILE  --id PAPER/NAME (the name under which the result is stored, when
 * one program serves several)  --list  and one per parameter.  An option given
 * twice counts as given last. */
int tame_exp_main(int argc, char **argv, const tame_experiment *exp);

/* Ensure one BLAS thread and pinned kernels: when the environment does not say
 * so, set it and execute this program again, once.  Called by tame_exp_main;
 * any other program that computes calls it first. */
void tame_pin_blas(char **argv);

#endif
