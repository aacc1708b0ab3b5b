/* SPDX-License-Identifier: MIT */
/* Real polynomials of one variable,  p(y) = c[0] + c[1] y + ... + c[n] y^n,
 * their real roots and their global minimum, with certificates.
 *
 * Certified routines take coefficients as intervals c [n + 1] (tame_poly_of
 * makes them from doubles): what they prove holds for every polynomial with
 * coefficients in them.  All their arithmetic is rounded outwards
 * (tame/interval.h), so a sign, a number of roots or an enclosure that is
 * returned with TAME_OK is a theorem.  Where the precision does not suffice, as
 * near a multiple root, they return TAME_STALLED: what they give then still
 * encloses, but does not separate.
 *
 * Errors, with the reason in *err (may be NULL): TAME_EINVAL for a degree above
 * TAME_POLY_MAX_DEGREE, a polynomial of degree zero, coefficients that are NaN
 * or infinite, an empty interval.  Nothing allocates. */
#ifndef TAME_POLY_H
#define TAME_POLY_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/interval.h"
#include "tame/status.h"

enum { TAME_POLY_MAX_DEGREE = 64, TAME_POLY_SIZE = TAME_POLY_MAX_DEGREE + 1 };

/* --- values --------------------------------------------------------------- */

/* p(y) by Horner's rule; with a bound on its rounding error, running along
 * (Higham, Accuracy and Stability, 2nd ed., section 5.1). */
double tame_poly_eval(const double *c, size_t n, double y);
double tame_poly_eval_bound(double *error, const double *c, size_t n, double y);

/* d [n] <- coefficients of p', n >= 1 (rounded; exact bounds below). */
void tame_poly_derivative(double *d, const double *c, size_t n);

/* out [n + 1] <- the points c[i]; d [n] <- p'. */
void tame_poly_of(tame_interval *out, const double *c, size_t n);
void tame_poly_derivative_interval(tame_interval *d, const tame_interval *c,
                                   size_t n);

/* Encloses { p(y) : y in Y }: Horner's rule and, when Y is finite, the mean
 * value form p(m) + p'(Y)(Y - m) about a point m of Y; the common part. */
tame_interval tame_poly_range(const tame_interval *c, size_t n,
                              tame_interval y);

/* --- Sturm sequences ------------------------------------------------------ */

/* p, p', minus the pseudo-remainders, each scaled by a positive number.  An
 * exact zero remainder ends the sequence before a constant: then p has a
 * multiple root (is_square_free false) and counts are of distinct roots.
 * 34 KiB; the fields are read only. */
typedef struct {
  size_t length; /* polynomials in the sequence, >= 2 */
  bool is_square_free;
  size_t degree[TAME_POLY_SIZE], start[TAME_POLY_SIZE]; /* of each, in c */
  tame_interval c[TAME_POLY_SIZE * (TAME_POLY_SIZE + 1) / 2];
} tame_sturm;

/* The sequence of p.  TAME_STALLED when the sign of a leading coefficient
 * cannot be decided. */
tame_status tame_sturm_init(tame_sturm *s, const tame_interval *c, size_t n,
                            tame_error *err);

/* *count <- number of distinct real roots in (lo, hi]; lo = -INFINITY and hi =
 * INFINITY are allowed.  TAME_STALLED when a sign at an end cannot be decided
 * (an end is at or very near a root), TAME_EINVAL unless lo < hi. */
tame_status tame_sturm_count(size_t *count, const tame_sturm *s, double lo,
                             double hi);

/* --- roots ---------------------------------------------------------------- */

typedef struct {
  tame_interval y; /* encloses the root */
  bool is_certain; /* y holds exactly one root; else any number of them */
  bool is_simple;  /* and p' does not vanish on y */
} tame_poly_root;

/* |y| <= bound for every root (Cauchy); infinity when it cannot be had. */
double tame_poly_root_bound(const tame_interval *c, size_t n);

/* All real roots, increasing, in enclosures that share at most an end point,
 * refined as far as the arithmetic goes; root [n], *n_roots <= n of them are
 * set.  TAME_OK: each holds exactly one root and there are no others.
 * TAME_STALLED: the enclosures still contain all real roots.  Isolated by Sturm
 * sequences, and where these stall by subdivision and signs of p and p';
 * refined by the interval Newton method. */
tame_status tame_poly_roots(tame_poly_root *root, size_t *n_roots,
                            const tame_interval *c, size_t n, tame_error *err);

/* --- global minimum ------------------------------------------------------- */

typedef enum {
  TAME_POLY_MINIMUM,   /* p'' > 0: a local minimum */
  TAME_POLY_MAXIMUM,   /* p'' < 0 */
  TAME_POLY_UNDECIDED, /* the sign of p'' is not known: degenerate or nearly */
  TAME_POLY_END        /* an end of [lo, hi] */
} tame_poly_kind;

typedef struct {
  tame_interval y, value, curvature; /* enclosures of y, p(y), p''(y) */
  tame_poly_kind kind;
  bool is_certain; /* exactly one critical point in y */
} tame_poly_critical;

typedef struct {
  tame_interval value; /* encloses the minimum of p over [lo, hi] */
  /* critical points and finite ends, increasing */
  size_t n_critical;
  tame_poly_critical critical[TAME_POLY_SIZE + 2];
  /* those of them that may be global minimisers, best first: their values
   * cannot be told apart, so more than one is a tie at working precision.
   * Every global minimiser is in one of them. */
  size_t n_minimisers;
  size_t minimiser[TAME_POLY_SIZE + 2];
  double gap; /* all others have values >= value.hi + gap; infinity if none */
} tame_poly_minimum;

/* Global minimum of p over [lo, hi], lo <= hi; -INFINITY, INFINITY allowed.
 * TAME_OK: certified, critical points counted exactly; TAME_STALLED: `value`
 * and the list still enclose, some critical points are not separated or not
 * told from none; TAME_DIVERGED: unbounded below, value = -inf. */
tame_status tame_poly_minimize(tame_poly_minimum *m, const tame_interval *c,
                               size_t n, double lo, double hi, tame_error *err);

#endif
