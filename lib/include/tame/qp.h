/* SPDX-License-Identifier: MIT */
/* Convex quadratic programs by Mehrotra's predictor-corrector interior point
 * method, offered as a differentiable map.
 *
 *     min_x  x'Qx/2 + q'x   subject to   Gx <= h,  Ax = b,
 *
 * x [n], p inequalities, m equalities.  The iterate is v = (x, s, z, y) with
 * s [p] the slacks, z [p] and y [m] the multipliers, in all N = n + 2p + m
 * numbers; the parameter is theta = (q, h, b), n + p + m numbers.  With
 *
 *     R(v) = (Qx + G'z + A'y + q,  s o z,  Gx + s - h,  Ax - b)
 *     M(v) = dR/dv = [Q 0 G' A';  0 diag(z) diag(s) 0;  G I 0 0;  A 0 0 0]
 *
 * one update is (experiment "interior point" of arXiv 2305.13768, from the authors' code):
 *
 *     Da = -M^{-1} R                                          predictor
 *     alpha_a = min(1, -s_i/Da_s,i, -z_i/Da_z,i : Da_.,i < 0)
 *     tau = (s + alpha_a Da_s)'(z + alpha_a Da_z) / s'z,  sigma = tau^3
 *     r2 = (0, sigma s'z/p - Da_s o Da_z, 0, 0)
 *     D = Da + M^{-1} r2                                      corrector
 *     alpha = min(1, fraction (-s_i/D_s,i), fraction (-z_i/D_z,i) : D_.,i < 0)
 *     v+ = v + alpha D
 *
 * Derivatives are hand-written.  The step lengths are differentiated through
 * the index that limits them, and not at all where they are 1; at a tie the
 * first index counts.
 *
 * Life cycle:  alloc -> init -> start -> { step of a trajectory, look } -> free
 * or alloc -> init -> solve -> free.  The map is the algorithm: with
 * tame_qp_map, tame/map.h iterates it and tame/diff.h differentiates it. */
#ifndef TAME_QP_H
#define TAME_QP_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "tame/map.h"
#include "tame/status.h"

/* What is not differentiated.  Row-major; n >= 1, and p >= 1 because the
 * method needs complementarity to reduce: without inequalities the problem is
 * one linear system.  m = 0 is allowed, A may then be NULL. */
typedef struct {
  size_t n, p, m;
  const double *Q; /* [n x n] symmetric positive semidefinite, both triangles */
  const double *G; /* [p x n] */
  const double *A; /* [m x n] of full rank */
} tame_qp;

/* How systems with M and M' are solved. */
typedef enum {
  TAME_KKT_DENSE,  /* LU of M [N x N], as in the authors' code */
  TAME_KKT_REDUCED /* s and x eliminated, which needs Q positive definite:
                    * Cholesky of Q and, in each update, of
                    * C Q^{-1} C' + diag(s/z, 0) [p + m x p + m], C = [G; A] */
} tame_kkt;

typedef struct {
  /* Part of the way to the boundary that a step may go, 0 < fraction < 1;
   * 0.99999 in the authors' code.  No default. */
  double fraction;
} tame_qp_options;

/* Of the last update computed in a workspace (a product without a record may
 * compute one). */
typedef struct {
  double alpha_affine, alpha; /* step lengths of predictor and update */
  double sigma;               /* centring */
  double mu;                  /* s'z/p before the update */
  double centring;            /* |r2|_2, which the stopping test looks at */
  size_t guards; /* starts since init at which the guard on z fired */
} tame_qp_report;

typedef struct tame_qp_solver tame_qp_solver;

/* Workspace; aborts when memory is exhausted.  Nothing below allocates, except
 * tame_qp_solve through the trajectory's own memory. */
tame_qp_solver *tame_qp_alloc(size_t n, size_t p, size_t m, tame_kkt kkt);
void tame_qp_free(tame_qp_solver *w); /* NULL is accepted */

/* The arrays of QP are borrowed until the next init.  TAME_EINVAL when a size
 * is not the workspace's or not allowed, Q is not symmetric or holds a NaN, or
 * the fraction is out of range; TAME_ESINGULAR when W is reduced and Q not
 * positive definite. */
tame_status tame_qp_init(tame_qp_solver *w, const tame_qp *qp,
                         const tame_qp_options *opt);

/* The update as a map, n = N, p = n + p + m, with jvp, vjp and records (the
 * factors of M, Da and M^{-1} r2).  Its ctx is W, so the map lives as long as W
 * and its calls share W, which remembers the last point that `value` saw: a
 * product at exactly that point does not factor again.  A singular matrix makes
 * the result NaN, which a trajectory reports as TAME_DIVERGED. */
tame_map tame_qp_map(tame_qp_solver *w);

const tame_qp_report *tame_qp_last(const tame_qp_solver *w);

/* --- the starting point ----------------------------------------------------
 * [Q G' A'; G -I 0; A 0 0](x, ., y) = (-q, h, b), r = Gx - h, s = -r, z = r;
 * if max r >= 0, 1 + max r is added to s and z (authors' code).  That may leave
 * z <= 0: then 1 - min z is added to z, and counted (choice of ours). */

/* Doubles that the starting point's factors take. */
size_t tame_qp_start_size(const tame_qp_solver *w);

/* v0 [N] <- the starting point.  RECORD [tame_qp_start_size] keeps the factors
 * for the adjoint; it may be NULL.  TAME_ESINGULAR when there is none. */
tame_status tame_qp_start(double *v0, double *record, const double *theta,
                          tame_qp_solver *w);

/* dtheta [n + p + m] <- dtheta + (dv0/dtheta)' dv0, at the v0 that start gave;
 * without RECORD the system is factored again. */
tame_status tame_qp_start_vjp(double *dtheta, const double *dv0,
                              const double *record, const double *v0,
                              const double *theta, tame_qp_solver *w);

/* --- the whole solve ------------------------------------------------------ */

typedef struct {
  double centring;    /* stop after an update with |r2|_2 below this; 1e-10 */
  size_t max_updates; /* 50 in the authors' code */
} tame_qp_stopping;

/* T, a trajectory of W's map with room for max_updates + 1 steps, <- start,
 * updates until the stopping test is met, and then, in either case, one update
 * more, the one that one-step differentiation looks at (authors' code).
 * START_RECORD as in tame_qp_start.  TAME_CONVERGED, TAME_MAX_ITER,
 * TAME_DIVERGED, or TAME_ESINGULAR from the start. */
tame_status tame_qp_solve(tame_trajectory *t, double *start_record,
                          const double *theta, const tame_qp_stopping *stop,
                          tame_qp_solver *w);

/* Implicit differentiation at a solution v [N] of R(v) = 0: with M'l = u,
 * u [N] a cotangent of v, dtheta <- dtheta + (-l1, l3, l4).  TAME_ESINGULAR. */
tame_status tame_qp_implicit_vjp(double *dtheta, const double *u,
                                 const double *v, tame_qp_solver *w);

/* Data of the experiment, all uniform on [-1, 1] in the order B [n x 2n],
 * A [m x n], G [p x n], theta = (q, h, b), with Q [n x n] = BB'; n >= 1.
 * Feasible with probability one when m + p < n.  Allocates. */
void tame_qp_random(double *Q, double *A, double *G, double *theta, size_t n,
                    size_t p, size_t m, gsl_rng *rng);

#endif
