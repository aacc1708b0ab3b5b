/* SPDX-License-Identifier: MIT */
/* What inclusion.c knows of a problem, and each problem of inclusion.c. */
#ifndef TAME_SOLVE_INCLUSION_PARTS_H
#define TAME_SOLVE_INCLUSION_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/inclusion.h"
#include "tame/splitting.h"

typedef struct {
  /* resolvent with step gamma; *map <- it */
  tame_status (*resolvent)(tame_map *map, double gamma, void *data);
  /* *gamma <- the step at theta; TAME_EINVAL when theta is not one */
  tame_status (*step)(double *gamma, const double *theta, void *data);
  /* with the step set; x is start and result */
  tame_status (*solve)(double *x, const double *theta, tame_inclusion *q);
  void (*pattern)(int *pattern, const double *x, const double *theta,
                  void *data);
  /* active [n] <- which rows of J1 are not zero, from the pattern */
  void (*active)(bool *active, const int *pattern, void *data);
  void (*free)(void *data);
} inclusion_class;

struct tame_inclusion {
  size_t n, p, n_pattern;
  double gamma;
  tame_map op, resolvent, map;
  tame_splitting *splitting;
  const inclusion_class *class;
  void *data;
  int *pattern;                /* [n_pattern] */
  bool *active;                /* [n] */
  size_t *rows;                /* [n] the active ones */
  int *pivot;                  /* [n] */
  double *system;              /* [n x n]; head of the block */
  double *unit, *row, *change; /* [n] */
};

/* A problem with n, p, n_pattern and the operator given; takes DATA, also when
 * it fails. */
tame_status tame_inclusion_make(tame_inclusion **q,
                                const inclusion_class *class, void *data,
                                tame_map op, size_t n_pattern);

static inline bool positive(double x) { return x > 0.0 && x < 1e300; }

static inline int sign_of(double x) { return (x > 0.0) - (x < 0.0); }

#endif
