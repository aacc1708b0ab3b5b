/* SPDX-License-Identifier: MIT */
/* Certified global minimisation on a box by branch and bound,
 *
 *     min f(x)  over  x in X_1 x ... x X_n,   c(x) <= 0,
 *
 * for functions given by interval extensions: value(x) encloses f over the box x
 * (tame/interval.h).  Boxes are bounded from below by the extension itself and,
 * with gradients, by the mean value form f(m) + sum g_i(X)(X_i - m_i); thrown
 * away when the bound is above the best value known, when f is strictly monotone
 * in one variable (first-order test; at the border of the domain the box shrinks
 * to the border), when a second derivative f_ii is negative (second-order test),
 * or when c > 0; else halved.  The box with the smallest bound is next.
 *
 * What comes back is a certificate, whatever the outcome:
 *     lower <= min f <= upper = f at the point returned, up to its rounding, which
 *     is included; every global minimiser is in one of the regions. */
#ifndef TAME_BOX_MIN_H
#define TAME_BOX_MIN_H

#include "tame/interval.h"
#include "tame/status.h"

enum { TAME_BOX_MAX_DIM = 8, TAME_BOX_MAX_REGIONS = 64 };

typedef struct {
  size_t n; /* 1 <= n <= TAME_BOX_MAX_DIM */
  tame_interval (*value)(const tame_interval *x, void *ctx);
  /* g [n] encloses the gradient; NULL: no first-order test */
  void (*gradient)(tame_interval *g, const tame_interval *x, void *ctx);
  /* d [n] encloses f_11, ..., f_nn; NULL: no second-order test */
  void (*curvature)(tame_interval *d, const tame_interval *x, void *ctx);
  /* encloses c; NULL: no constraint.  A point is feasible when it is <= 0 for
   * sure, so that the set c <= 0 should have an interior. */
  tame_interval (*constraint)(const tame_interval *x, void *ctx);
  void *ctx;
} tame_box_problem;

typedef struct {
  double value_tol; /* >= 0: stop when upper - lower is at most this */
  double x_tol;     /* > 0: and all boxes left are at most this wide */
  /* boxes that cannot contain a value <= cutoff are thrown away; INFINITY: all
   * count.  With it, lower = min(cutoff, true lower bound). */
  double cutoff;
  size_t max_boxes; /* boxes looked at, >= 1 */
} tame_box_options;

typedef struct {
  double lower, upper;        /* infinite upper: no feasible point was found */
  double x[TAME_BOX_MAX_DIM]; /* where `upper` is attained */
  size_t boxes;               /* looked at */
  /* unions of touching boxes that are left; region[i * n + j] is side j of
   * number i.  When there are too many, the last one holds all others. */
  size_t n_regions;
  tame_interval region[TAME_BOX_MAX_REGIONS * TAME_BOX_MAX_DIM];
} tame_box_certificate;

/* TAME_OK: both tolerances are met, or lower = infinity: nothing feasible, or
 * nothing below the cutoff, in the box.  TAME_MAX_ITER: the limit of boxes came first.
 * TAME_STALLED: boxes of a few units in the last place do not separate, the
 * extension is not sharp enough for value_tol.  TAME_EINVAL, with the reason in
 * *err: empty or unbounded box, dimension or options out of range.  Allocates. */
tame_status tame_box_minimize(tame_box_certificate *cert,
                              const tame_box_problem *p,
                              const tame_interval *box,
                              const tame_box_options *opt, tame_error *err);

/* --- choice of a branch ----------------------------------------------------
 * The mixed-integer view of a bilevel program whose lower solutions are finitely
 * many smooth branches: min over i < n_branches and x of phi_i(x) = f(x, y_i(x))
 * where branch i is a global lower minimiser: that is a box of its own, or a
 * constraint c_i(x) <= 0 (or neither, when any branch will do). */

typedef struct {
  size_t n_branches;
  /* phi_i and c_i; box [n] <- where it is minimised */
  tame_box_problem (*branch)(tame_interval *box, size_t i, void *ctx);
  void *ctx;
} tame_mixed_problem;

typedef struct {
  size_t best;               /* branch of the best value */
  tame_box_certificate cert; /* of the whole; boxes is the sum over branches,
                              * regions are those of the best branch */
  size_t n_open; /* branches that may contain a value <= upper, the best among
                  * them: more than 1 is a tie at the tolerances given */
} tame_mixed_certificate;

/* lower [n_branches] <- lower bound of each branch; where a branch was given up
 * because it is above the best value found before, the next double.  Statuses as
 * tame_box_minimize, the worst of all branches. */
tame_status tame_mixed_minimize(tame_mixed_certificate *cert, double *lower,
                                const tame_mixed_problem *p,
                                const tame_box_options *opt, tame_error *err);

#endif
