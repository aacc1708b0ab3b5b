/* SPDX-License-Identifier: MIT */
/* The central object of the library: an iteration
 *
 *     x+ = F(x, theta),      x [n], theta [p],
 *
 * with products of an element of its conservative Jacobian [A, B], where
 * A = dF/dx [n x n] and B = dF/dtheta [n x p].  At a point where F is
 * differentiable this is the usual Jacobian; at a kink it is the element that
 * the algorithm's documented choices select.
 *
 * Every algorithm of the papers is offered as such a map, and tame/diff.h
 * differentiates the limit of any map: read the two headers together. */
#ifndef TAME_MAP_H
#define TAME_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/status.h"

typedef struct {
  size_t n; /* length of x */
  size_t p; /* length of theta */

  /* xnew [n] <- F(x, theta).  xnew does not overlap x. */
  void (*value)(double *xnew, const double *x, const double *theta, void *ctx);

  /* dxnew [n] <- A dx + B dtheta.  dtheta [p] may be NULL and then counts as
   * zero. */
  void (*jvp)(double *dxnew, const double *dx, const double *dtheta,
              const double *x, const double *theta, void *ctx);

  /* dx [n] <- A' dxnew  and  dtheta [p] <- dtheta + B' dxnew.  dtheta is
   * accumulated, because a sum over iterations is what callers want; it may be
   * NULL when only dx is wanted.  dx does not overlap dxnew. */
  void (*vjp)(double *dx, double *dtheta, const double *dxnew, const double *x,
              const double *theta, void *ctx);

  /* The same step with a memory: `value_record` computes xnew and leaves in
   * record [n_record] what the derivative at x will need again (a
   * factorisation, active sets); `vjp_record` uses it instead of recomputing.
   * Both NULL and n_record = 0 for maps that have nothing to remember. */
  size_t n_record;
  void (*value_record)(double *xnew, double *record, const double *x,
                       const double *theta, void *ctx);
  void (*vjp_record)(double *dx, double *dtheta, const double *dxnew,
                     const double *record, const double *x, const double *theta,
                     void *ctx);

  /* One step of the Jacobian of the iteration, all columns at once:
   * jac_new [n x p] <- A jac + B, row-major; jac [n x p] may be NULL and then
   * counts as zero; the two do not overlap.  NULL for maps that have no faster way than p products jvp;
   * tame_diff_piggyback uses it where there is one.  Formed by matrix-matrix
   * products, and with B added where it is not zero, it costs little more than
   * p values. */
  void (*piggyback)(double *jac_new, const double *jac, const double *x,
                    const double *theta, void *ctx);

  void *ctx; /* handed back to each function; neither copied nor freed */
} tame_map;

/* --- trajectories ---------------------------------------------------------
 * x_0, x_1, ..., x_K and, where asked for, the records of the K steps between
 * them: all that reverse differentiation of the iteration needs. */

typedef struct tame_trajectory tame_trajectory;

/* Room for at most max_steps steps of MAP, which is borrowed until free.  With
 * with_records, each step also keeps its n_record doubles; memory is taken
 * step by step, so a generous max_steps costs nothing. */
tame_trajectory *tame_trajectory_alloc(const tame_map *map, size_t max_steps,
                                       bool with_records);
void tame_trajectory_free(tame_trajectory *t); /* NULL is accepted */

/* Forget all steps and start at x0 [n], which is copied.  The memory of earlier
 * steps is kept for the next ones. */
void tame_trajectory_init(tame_trajectory *t, const double *x0);

/* Append x_{k+1} = F(x_k, theta).  TAME_DIVERGED when it is not finite (it is
 * appended all the same), TAME_MAX_ITER when there is no room left (nothing is
 * appended then). */
tame_status tame_trajectory_step(tame_trajectory *t, const double *theta);

size_t tame_trajectory_steps(const tame_trajectory *t); /* K */

/* x_k [n] for 0 <= k <= K, owned by T, valid until the next init. */
const double *tame_trajectory_x(const tame_trajectory *t, size_t k);
const double *tame_trajectory_last(const tame_trajectory *t); /* x_K */

/* Record of the step from x_k, k < K; NULL when none are kept. */
const double *tame_trajectory_record(const tame_trajectory *t, size_t k);

/* Bytes that x_0, ..., x_K and their records take. */
size_t tame_trajectory_bytes(const tame_trajectory *t);

const tame_map *tame_trajectory_map(const tame_trajectory *t);

#endif
