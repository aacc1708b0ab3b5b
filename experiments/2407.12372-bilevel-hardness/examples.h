/* SPDX-License-Identifier: MIT */
/* One row per example of the table of examples: the same columns from every
 * program that has some, so that one table can be made of all. */
#ifndef EXAMPLES_H
#define EXAMPLES_H

#include <stdio.h>

#include "tame/h5.h"

typedef struct {
  const char *name;     /* one word */
  double is_convex;     /* lower level convex (linear included) */
  double is_polynomial; /* P and Q polynomial */
  double is_compact;    /* box compact */
  double is_semialgebraic, is_lsc, is_bounded; /* of the value function */
  double points, error; /* computed at, largest difference to the target */
} example;

enum { EXAMPLE_COLUMNS = 8, MAX_EXAMPLES = 16 };

static inline double example_column(const example *e, size_t column)
{
  const double x[EXAMPLE_COLUMNS] = {
      e->is_convex, e->is_polynomial, e->is_compact, e->is_semialgebraic,
      e->is_lsc,    e->is_bounded,    e->points,     e->error};
  return x[column];
}

static inline void write_examples(tame_h5 *out, const example *e, size_t n)
{
  static const struct {
    const char *name, *meaning;
  } COLUMN[EXAMPLE_COLUMNS] = {
      {"convex", "lower level convex"},
      {"polynomial", "P and Q polynomial"},
      {"compact", "box compact"},
      {"semialgebraic", "value function semi-algebraic"},
      {"lsc", "value function lower semicontinuous"},
      {"bounded", "value function bounded on bounded sets"},
      {"points", "points computed"},
      {"error", "largest difference to the prescribed phi over max(1, |phi|)"}};
  char words[512] = "", path[64];
  double x[MAX_EXAMPLES];
  size_t used = 0;
  for (size_t i = 0; i < n; i++)
    used += (size_t)snprintf(words + used, sizeof words - used, "%s%s",
                             i ? " " : "", e[i].name);
  tame_h5_group(out, "examples", "Examples: what they are (1 yes, 0 no)");
  tame_h5_codes(out, "examples/example", words, "example");
  for (size_t c = 0; c < EXAMPLE_COLUMNS; c++) {
    for (size_t i = 0; i < n; i++) x[i] = example_column(&e[i], c);
    snprintf(path, sizeof path, "examples/%s", COLUMN[c].name);
    tame_h5_write(out, path, "example", x, COLUMN[c].meaning, "1");
  }
  tame_h5_panel(out, "examples", "error", "example");
}

#endif
