/* SPDX-License-Identifier: MIT */
/* The parts of wells.c: what is computed for one case. */
#ifndef WELLS_H
#define WELLS_H

#include "wells_problem.h"

/* (i), wells-local.c: x [2 x 2^p], value [2^p] <- stationary points of all
 * branches, by gradient descent from 0; the best branch, certified, where FOUND
 * is the value that descent found. */
void wells_stationary(double *x, double *value, const wells *q);
tame_status wells_best_local(tame_mixed_certificate *cert, const wells *q,
                             double found, tame_error *err);

/* (ii), wells-local.c: *changes += changes of the pattern along the run from z =
 * I; *distance <- the larger of it and the distance of the end to x_star. */
tame_status wells_single_steps(double *changes, double *distance, wells *q,
                               size_t pattern, const double x_star[2]);

/* (iii), wells-global.c: different patterns that occur around a circle as
 * certified global lower minimisers, and the bilevel solution. */
typedef struct {
  double lower, upper, x[2], where; /* 0 in a sector, 1 on a ray, 2 origin */
  double boxes, open;
  size_t pattern;
} wells_solution;
size_t wells_count_patterns(const wells *q);
tame_status wells_global_lower(wells_solution *r, const wells *q,
                               tame_error *err);

/* Angle of ray i, i <= 2p, orthogonal to some w_j. */
double wells_ray_angle(const wells *q, size_t i);

#endif
