/* SPDX-License-Identifier: MIT */
/* A curve in the parameters of a monotone inclusion, and integrals along it. */
#ifndef CHAIN_RULE_H
#define CHAIN_RULE_H

#include "tame/exp.h"
#include "tame/inclusion_examples.h"

enum { MAX_KINKS = 4000, N_RULES = 7 };
extern const double NODES[N_RULES]; /* of the midpoint rules */

typedef struct {
  tame_example e;
  tame_curve_kind curve;
  size_t n, p;
  bool drop_second; /* negative control: the second column counts as zero */
  double *theta, *dtheta, *x;
} course;

tame_status course_begin(course *c, tame_curve_kind curve, bool large);
void course_end(course *c);

/* c->x <- x(gamma(t)); x, dx = X gamma'(t) and the pattern when not NULL.
 * Anything but convergence is an error. */
tame_status course_at(double *x, double *dx, int *pattern, double t, void *ctx);

typedef struct {
  size_t n_kinks, n_again; /* on the grid and on one twice as fine */
  double kinks[MAX_KINKS];
  double change, gauss_error, midpoint_error[N_RULES];
  double control, control_midpoint[N_RULES]; /* without the second column */
} integrals;

tame_status course_integrate(integrals *r, course *c, const tame_run *run);

#endif
