/* SPDX-License-Identifier: MIT */
/* An iteration  x+ = F(x, theta)  written with tape operations, as a tame_map:
 * then tame/diff.h differentiates its limit, and nobody writes a jvp or a vjp.
 *
 *     static void heron(tame_var *xnew, const tame_var *x,
 *                       const tame_var *theta, void *ctx)
 *     {
 *       xnew[0] = tame_var_mulc(
 *           tame_var_add(x[0], tame_var_div(theta[0], x[0])), 0.5);
 *     }
 *
 *     tame_recorded *r = tame_recorded_alloc(1, 1, heron, &x0, &theta0, NULL);
 *     tame_map map = tame_recorded_map(r);
 *
 * The step is recorded once, at (x0, theta0), and replayed elsewhere: branches
 * must be recorded operations.  Choices at kinks are those of the tape. */
#ifndef TAME_TAPE_MAP_H
#define TAME_TAPE_MAP_H

#include "tame/map.h"
#include "tame/tape.h"

typedef struct tame_recorded tame_recorded;

/* xnew [n] <- F(x, theta), x [n], theta [p]. */
typedef void tame_record_step(tame_var *xnew, const tame_var *x,
                              const tame_var *theta, void *ctx);

/* Record one step at x0 [n], theta0 [p]; n >= 1, and theta0 may be NULL when
 * p = 0.  CTX is handed to RECORD and not kept. */
tame_recorded *tame_recorded_alloc(size_t n, size_t p, tame_record_step *record,
                                   const double *x0, const double *theta0,
                                   void *ctx);
void tame_recorded_free(tame_recorded *r); /* NULL is accepted */

/* The map, with value, jvp, vjp and piggyback; valid until R is freed.  It
 * evaluates on the tape of R, so it is for one thread.  A product at the point
 * of the last call does not evaluate F again.  Where x or theta is not finite
 * all results are NaN. */
tame_map tame_recorded_map(tame_recorded *r);

/* The tape, to choose at kinks or to count. */
tame_tape *tame_recorded_tape(tame_recorded *r);

#endif
