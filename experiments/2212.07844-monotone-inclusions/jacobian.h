/* SPDX-License-Identifier: MIT */
/* A generic point of a solution map, and the Jacobian there by four routes. */
#ifndef JACOBIAN_H
#define JACOBIAN_H

#include "tame/inclusion_examples.h"

/* What is said about a point in single numbers. */
enum {
  UNKNOWNS,
  PARAMETERS,
  NORM,
  COLUMN0,
  COLUMN1,
  DIFFERENCE_ERROR,
  PIGGYBACK_ERROR,
  CLOSED_FORM,
  GAMMA,
  GAMMA_DEPENDENCE,
  CONTRACTION,
  BOUND,
  RADIUS,
  DATA_NORM,
  N_SCALARS
};

/* Which point. */
typedef struct {
  const char *name;
  tame_example_kind kind;
  double theta0;     /* in place of the first parameter, unless NaN */
  double step;       /* of the central differences */
  size_t iterations; /* of the piggyback recursion */
} recipe;

typedef struct {
  tame_example e;
  size_t n, p, count;            /* count = n p */
  double *x;                     /* [n] the solution */
  double *jac, *fd, *pig, *work; /* [n x p]: implicit, differences, piggyback */
  double s[N_SCALARS];           /* NaN where it does not apply */
} point;

/* All of a point; T is to be released also on error. */
tame_status point_compute(point *t, const recipe *r);
void point_free(point *t);

#endif
