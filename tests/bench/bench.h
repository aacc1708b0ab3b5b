/* SPDX-License-Identifier: MIT */
/* main() of every benchmark:  NAME OUT.h5 [--quick] */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "speeds.h"

typedef struct {
  const char *name, *title;
  /* Measure everything: add the comparisons to S, print and write what tells
   * more than these.  A quick run has small sizes: all of it runs, nothing is
   * judged. */
  void (*run)(tame_h5 *f, speeds *s, bool is_quick);
} bench;

/* A number that is no speed, and where it should lie. */
typedef struct {
  const char *name, *what; /* a word, and what it is */
  double value, lo, hi;
} bench_quantity;

/* Print them, and write them as group `result`. */
void bench_write_quantities(tame_h5 *f, const bench_quantity *q, size_t n);

/* One BLAS thread; the machine, the comparisons, the file.  Exit status: 0 done,
 * also where a speed is missed; 1 error; 2 usage. */
int bench_main(int argc, char **argv, const bench *b);

#endif
