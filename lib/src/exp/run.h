/* SPDX-License-Identifier: MIT */
/* Private to exp/: one run of an experiment, from command line to result. */
#ifndef TAME_RUN_H
#define TAME_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tame/exp.h"
#include "tame/h5.h"
#include "tame/timer.h"

struct tame_run {
  const tame_experiment *exp;
  const char *program; /* base name, for messages */
  const char *id;      /* "paper/name" under which the result is stored */
  tame_scale scale;
  uint64_t root;
  size_t shard, n_shards; /* 1 <= shard <= n_shards */
  char *out;              /* result file */
  char *cell_dir;         /* OUT.cells */
  size_t n_params;
  double *value; /* [n_params] */
  char **word;   /* [n_params] the same as text; of a file its path, or NULL */
  char (*sha256)[65]; /* [n_params] of the files */
  bool wants_help, wants_list;

  const char *input_name; /* real data set, or NULL */
  char *input_path, input_sha256[65];

  char *arguments; /* the options in full, in a fixed order */
  char *config;    /* "sizes=4 datasets=5": the parameters alone */
  char program_sha256[65];
  char fingerprint[65]; /* of program, id, seed, parameters and inputs */
};

/* --- options.c --- */

/* Does P name a file? */
bool tame_option_is_file(const tame_option *p);
/* ... hold a line of text?  Either, a string of the user's without a default?
 * Take one of several words? */
bool tame_option_is_text(const tame_option *p);
bool tame_option_is_given(const tame_option *p);
bool tame_option_is_word(const tame_option *p);
/* A value as text; a file or a text has none by default. */
void tame_option_text(char *text, size_t size, const tame_option *p, double v);
/* Fill RUN from the command line; TAME_EINVAL with a message on bad usage. */
tame_status tame_run_parse(tame_run *run, int argc, char **argv,
                           tame_error *err);
void tame_run_clear(tame_run *run);

/* --- arguments.c --- */

/* arguments, config and the words of RUN from its values. */
void tame_run_write_arguments(tame_run *run);

/* --- help.c --- */

void tame_run_print_help(const tame_run *run);

/* --- provenance.c --- */

/* Room for the lines "name path sha256" of all inputs; released with free(). */
char *tame_run_inputs(const tame_run *run);
/* Digests of the program and of all that determines the result. */
tame_status tame_run_identify(tame_run *run, tame_error *err);
/* File attributes and /provenance. */
void tame_run_write_provenance(tame_h5 *out, const tame_run *run);
/* /provenance/run: what differs from run to run. */
void tame_run_write_cost(tame_h5 *out, const char *started, double wall,
                         double cpu, double max_rss);
/* The time now as 2026-01-31T12:00:00Z. */
void tame_run_time(char text[32]);

/* --- cells.c --- */

struct tame_cells {
  const tame_run *run;
  size_t n;
  tame_cell *cell; /* [n] */
};

void tame_cells_init(tame_cells *cells, const tame_run *run);
void tame_cells_clear(tame_cells *cells);
/* Is CELL finished, by this very program and configuration? */
bool tame_cell_is_done(const tame_cells *cells, size_t index);
/* Compute CELL and write its file. */
tame_status tame_cell_run(const tame_cells *cells, size_t index,
                          tame_error *err);
/* Remove the folder of cells. */
void tame_cells_remove(const tame_cells *cells);

/* --- progress.c --- */

typedef struct {
  const tame_run *run;
  const tame_cells *cells;
  bool is_terminal;
  double started;                 /* monotonic seconds */
  double weight_all, weight_done; /* of the cells of this run */
  size_t n_all, n_done, n_reused;
  size_t group_cells; /* finished in the present group */
  double group_started;
} tame_progress;

void tame_progress_begin(tame_progress *p, const tame_cells *cells,
                         size_t n_todo, double weight);
void tame_progress_cell_begin(tame_progress *p, size_t index);
void tame_progress_cell_end(tame_progress *p, size_t index, bool ends_group);
void tame_progress_clear(tame_progress *p); /* wipe the line on a terminal */
double tame_progress_seconds(const tame_progress *p);

#endif
