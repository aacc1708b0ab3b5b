/* SPDX-License-Identifier: MIT */
/* Shared by the parts of published_curves.c: curves in the authors' result
 * files. A file holds several runs (run_id) or one. */
#ifndef PUBLISHED_CURVES_H
#define PUBLISHED_CURVES_H

#include <stdbool.h>
#include <stddef.h>

#include "published.h"

enum { MAX_FILES = 3, MAX_RUNS = 5, MAX_SERIES = 32 };

typedef struct {
  const char *panel, *method; /* words */
  const char *label;          /* column optimizer */
  const char *file[MAX_FILES];
} series;

/* A family of files with the same columns. */
typedef struct {
  const char *word;           /* --data WORD */
  const char *panels, *title; /* words of the panels, in order */
  char separator;
  const char *x, *x_name; /* column, meaning */
  const char *run;        /* column that numbers the runs, or NULL */
  /* quantities: columns of the files (exp:COLUMN is its exponential), and our
   * names for them; the last is the one of the table */
  const char *columns, *names;
  bool is_minimised; /* the smaller the better: losses; else accuracies */
  const series *series;
  size_t n_series, n_x;
  double last_x;
} family;

/* Number K of the words of the option --data. */
const family *published_family(size_t k);

/* The INDEX-th word of LIST, in WORD; false after the last. */
static inline bool word_at(char word[64], const char *list, size_t index)
{
  for (size_t i = 0; i < index && *list; i++) {
    list += strcspn(list, " ");
    list += strspn(list, " ");
  }
  snprintf(word, 64, "%.*s", (int)strcspn(list, " "), list);
  return *list != '\0';
}

static inline size_t n_words(const char *list)
{
  char word[64];
  size_t n = 0;
  while (word_at(word, list, n)) n++;
  return n;
}

tame_status merge_curves(tame_h5 *out, const tame_cells *cells, const family *f,
                         tame_error *err);

#endif
