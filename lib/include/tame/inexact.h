/* SPDX-License-Identifier: MIT */
/* Errors of subgradients:  g = v + e  with  |e| <= eps  (arXiv 2404.19517), and
 * approximate subgradients as they are met in practice.
 *
 * The kinds, with o = (x - point)/|x - point| (0 at the point itself):
 *
 *   none       e = 0
 *   outward    e = -eps o: the step is pushed away from `point` (adversarial)
 *   constant   e = eps `point`, a unit vector (deterministic bias)
 *   random     e = eps times a uniform point of the sphere; for n = 1 uniform
 *              on [-eps, eps]
 *   signs      e_i = +-eps/sqrt n with equal probability
 *   tilted     e = -eps s o, s = +-1, mean of s = `tilt`: a random error with
 *              a bias of tilt eps
 *   shrink     e = -min(eps, |v|) v/|v|: the subgradient loses length eps
 *   truncate   g_i = eps trunc(v_i/eps): towards 0 on a grid, |e|_inf < eps
 *   float32    g = v rounded to single precision; eps is not used
 *   custom     the caller's own */
#ifndef TAME_INEXACT_H
#define TAME_INEXACT_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

#include "tame/nonsmooth.h"
#include "tame/status.h"

typedef enum {
  TAME_ERROR_NONE,
  TAME_ERROR_OUTWARD,
  TAME_ERROR_CONSTANT,
  TAME_ERROR_RANDOM,
  TAME_ERROR_SIGNS,
  TAME_ERROR_TILTED,
  TAME_ERROR_SHRINK,
  TAME_ERROR_TRUNCATE,
  TAME_ERROR_FLOAT32,
  TAME_ERROR_CUSTOM,
  TAME_N_ERRORS
} tame_error_kind;
#define TAME_ERROR_WORDS                                                       \
  "none outward constant random signs tilted shrink truncate float32 custom"

typedef struct {
  tame_error_kind kind;
  double eps;          /* >= 0, finite; > 0 for truncate */
  const double *point; /* [n], borrowed: outward, tilted: the point; constant:
                          a unit vector, to 1e-8 */
  double tilt;         /* tilted: in [-1, 1] */
  gsl_rng *rng;        /* random, signs, tilted */
  /* custom: g [n] holds v on entry and v + e on return */
  void (*add)(double *g, const double *x, double eps, size_t n, void *ctx);
  void *ctx;
} tame_inexact;

/* TAME_EINVAL with the reason when a field that the kind needs is missing, not
 * finite or outside its range. */
tame_status tame_inexact_check(const tame_inexact *e, size_t n,
                               tame_error *err);

/* g [n] <- g + e at x [n]; work [n] is overwritten.  E has been checked. */
void tame_inexact_add(double *g, double *work, const tame_inexact *e,
                      const double *x, size_t n);

/* u [n] <- a uniform point of the unit sphere. */
void tame_sphere(double *u, size_t n, gsl_rng *rng);

/* --- derivatives as programs compute them ----------------------------------
 * The function F with another oracle:
 *   h > 0   v_i = (f(x + h e_i) - f(x)) / h, forward differences, where
 *   h = 0   v = a subgradient of F;
 *   single  x, the values of f and v are rounded to single precision, so that
 *           differences carry both truncation (about h L/2 for an L-smooth f)
 *           and rounding (about 2^-23 |f| / h).
 * distance and residual stay those of F. */
typedef struct {
  const tame_nonsmooth *f; /* borrowed */
  double h;
  bool single;
  double *work; /* [n], owned */
} tame_approximate;

/* TAME_EINVAL when h is negative or not finite, or f lacks what is needed. */
tame_status tame_approximate_init(tame_approximate *a, const tame_nonsmooth *f,
                                  double h, bool single);
void tame_approximate_free(tame_approximate *a);
tame_nonsmooth tame_approximate_nonsmooth(tame_approximate *a);

#endif
