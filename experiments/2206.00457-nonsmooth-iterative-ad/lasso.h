/* SPDX-License-Identifier: MIT */
/* Errors along forward-backward on one problem, lasso or ridge. */
#ifndef LASSO_H
#define LASSO_H

#include "curves.h"
#include "lasso_problem.h"

typedef struct {
  size_t length;
  double *x, *jac, *jac_b, *ratio, *defect; /* [length], absolute errors */
  double *slow;                             /* [length] |<mode, x_k - xbar>| */
  size_t identified; /* first k from which on the mask is the final one */
} curves;

curves curves_begin(size_t length); /* release x with free() */

/* The iteration from x_0 = 0, J_0 = 0; mode [n] may be NULL. */
tame_status record(curves *c, const algorithm *w, const problem *t,
                   const reference *r, double lambda, const double *mode);

/* Curves as PREFIX_x, ..., divided by the norms of the references. */
void write_curves(tame_h5 *out, const char *prefix, const curves *c,
                  const reference *r);

/* lasso-ridge.c: the problem with the ridge in a cell. */
tame_status run_ridge(tame_h5 *out, const problem *t, size_t p, size_t length);

#endif
