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
  SPEED_STATED,   /* seconds that were asked for, whatever the machine */
  N_SPEED_KINDS
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
  /* Operations in floating point (+ and * one each) of the plain algorithm, and
   * bytes between memory and processor, of one call, for its share of the
   * machine's limit; 0: not counted. */
  double flops, bytes;
  bool is_float; /* operations in single precision */
  bool is_wall;  /* wall time; else processor time, of one thread */
} speed;

/* Comparisons; {0} is none. */
enum { MAX_SPEEDS = 256 };
typedef struct {
  size_t n;
  speed of[MAX_SPEEDS]; /* whose texts are owned */
  /* seconds of a call, NaN where the peer is missing */
  double ours[MAX_SPEEDS * REPEATS], theirs[MAX_SPEEDS * REPEATS];
  /* of the machine's limit that ours reaches; NaN where not counted */
  double share[MAX_SPEEDS];
} speeds;

void speeds_free(speeds *s);

/* Add a comparison; all texts are copied.  ours, theirs [REPEATS]: seconds of a
 * call in runs one after the other; theirs = NULL where the peer is missing. */
void speeds_add(speeds *s, const speed *c, const double *ours,
                const double *theirs);

/* Works `ours` and `theirs` of those that time_works timed, or the first and
 * seconds that were stated. */
typedef struct {
  speed of;
  size_t ours, theirs;
  double stated; /* seconds of a call; 0: those of `theirs` */
} speed_of_works;

void speeds_add_works(speeds *s, const speed_of_works *c,
                      const double *seconds);

/* share <- the larger of the shares of operations and bytes a second that M can
 * do, by the median of our seconds */
void speeds_set_shares(speeds *s, const machine *m);

/* q [3] <- median, least and largest speed of comparison i, NaN without peer */
void speeds_ratio(double q[3], const speeds *s, size_t i);

/* 1 where the speed asked is reached, 0 where missed, else NaN */
double speeds_met(const speeds *s, size_t i);

/* A line for each comparison; those that miss what is asked say so. */
void speeds_print(const speeds *s);

/* GROUP: a column over the comparisons for each of name, kind, peer, medians,
 * speed, asked, share, what and why, and the single runs in GROUP/runs. */
void speeds_write(tame_h5 *f, const char *group, const char *title,
                  const speeds *s);
/* Add those of GROUP, named PREFIX.NAME. */
tame_status speeds_read(speeds *s, const tame_h5 *f, const char *group,
                        const char *prefix, tame_error *err);

#endif
