/* SPDX-License-Identifier: MIT */
/* The authors' published result files: a set of CSV files (data/sets), found
 * through TAME_DATA or data/sets/, each refused when its SHA-256 is another. */
#ifndef PUBLISHED_H
#define PUBLISHED_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/csv.h"
#include "tame/dataset.h"
#include "tame/exp.h"

static const char SET[] = "2410.05871";

/* as optimisers are labelled in the files */
#define INNAPROP(pair) "INNAprop, ($\\alpha$, $\\beta$)= (" pair ")"

static inline const char *published_input(const tame_run *run)
{
  return (void)run, SET;
}

static inline tame_status published_read(tame_csv *t, const char *file,
                                         char separator, const char *header,
                                         tame_error *err)
{
  char *path;
  TAME_TRY(tame_dataset_find(&path, SET, file, err));
  const tame_status s = tame_csv_read(t, path, separator, header, err);
  free(path);
  return s;
}

/* x [rows] <- column NAME, all numbers */
static inline tame_status published_column(double *x, const tame_csv *t,
                                           const char *name, tame_error *err)
{
  size_t col;
  TAME_TRY(tame_csv_column(&col, t, name, err));
  return tame_csv_numbers(x, t, col, NULL, err);
}

/* /provenance/input_files of OUT: one line "SHA-256  path" for each file that
 * WAS_READ, or for all when it is NULL. */
static inline void published_note(tame_h5 *out,
                                  bool (*was_read)(const char *file,
                                                   const void *ctx),
                                  const void *ctx)
{
  size_t n, size = 1, at = 0;
  const tame_dataset *d = tame_dataset_manifest(&n);
  for (size_t i = 0; i < n; i++) size += strlen(d[i].file) + 70;
  char *text = tame_calloc(size, 1);
  for (size_t i = 0; i < n; i++)
    if (strcmp(d[i].name, SET) == 0 && (!was_read || was_read(d[i].file, ctx)))
      at += (size_t)snprintf(text + at, size - at, "%s%s  %s", at ? "\n" : "",
                             d[i].sha256, d[i].file);
  tame_h5_attr(out, "provenance", "input_files", text);
  free(text);
}

#endif
