/* SPDX-License-Identifier: MIT */
/* The comparisons of a benchmark: a work of ours, a peer, the seconds of both in
 * paired runs, and the speed asked.  All benchmarks print and write them in this
 * one form; collect.c joins their files. */
#ifndef BENCH_SPEEDS_H
#define BENCH_SPEEDS_H

#include <stdbool.h>
#include <stddef.h>

#include "machine.h"
#include "tame/h5.h"
#include "works.h"

typedef enum {
  SPEED_LIBRARY, /* another library does the same, or more, or less: `what` */
  SPEED_MACHINE, /* the machine's limit for this work, or its BLAS calls alone */
  SPEED_BASELINE, /* another way or size of our own, a loop by hand */
  SPEED_STATED    /* seconds that were asked for, whatever the machine */
} speed_kind;
#define SPEED_KINDS "library machine baseline stated"

/* The peer's seconds over ours is the speed: more is better, 1 is as fast. */
typedef struct {
  const char *name; /* one word, its own in this benchmark */
  const char *what; /* one sentence: what is compared */
  const char *peer; /* "PyTorch 1.13.1", "loop by hand" */
  const char *why;  /* one sentence, shown where `asked` is missed; or NULL */
  speed_kind kind;
  double asked; /* the least speed; 0: none */
  /* Operations in floating point (+ and * one each) and bytes between memory
   * and processor that one call needs at least, for its share of the machine's
   * limit; 0: not counted. */
  double flops, bytes;
  bool is_float; /* operations in single precision */
  bool is_wall;  /* wall time; else processor time, of one thread */
} speed;

enum { MAX_SPEEDS = 64 };

typedef struct {
  size_t n;
  speed of[MAX_SPEEDS];
  char peer[MAX_SPEEDS][64]; /* copies: a peer may end before we write */
  /* seconds of a call, NaN where the peer is missing */
  double ours[MAX_SPEEDS * REPEATS], theirs[MAX_SPEEDS * REPEATS];
} speeds;

/* Add a comparison.  ours, theirs [REPEATS]: seconds of a call in runs one after
 * the other; theirs = NULL where the peer is missing.  The texts but `peer` must
 * live as long as S. */
void speeds_add(speeds *s, const speed *c, const double *ours,
                const double *theirs);

/* q [3] <- median, least and largest speed of comparison i, NaN without peer */
void speeds_ratio(double q[3], const speeds *s, size_t i);

/* Largest of the shares of the machine's operations and bytes a second that
 * comparison i reaches, by the median of its seconds; NaN where not counted. */
double speeds_share(const speeds *s, size_t i, const machine *m);

/* A line for each comparison; those that miss what is asked say so. */
void speeds_print(const speeds *s, const machine *m);

/* Group `speeds`: a column over the comparisons for each of name, kind, peer,
 * medians, speed, asked, share, what and why, and the single runs in
 * `speeds/runs`. */
void speeds_write(tame_h5 *f, const speeds *s, const machine *m);

#endif
