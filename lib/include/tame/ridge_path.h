/* SPDX-License-Identifier: MIT */
/* Three estimates of Jbar = dwbar/dtheta along gradient descent on ridge
 * regression (tame/ridge.h), their errors and what each costs (arXiv
 * 2305.13768, experiment of figure 3).  From w_0 = 0,
 *
 *   autodiff  J_{k+1} = (I - eta H) J_k - eta C(w_k) from J_0 = 0;
 *   1-step    the same from J = 0 at k = K - block: the step that is
 *             differentiated is a block of gradient steps;
 *   implicit  -H^{-1} C(w_k).
 *
 * Errors are |w_k - wbar| / |wbar| and |J - Jbar|_F / |Jbar|_F, looked at every
 * few steps while no clock runs. */
#ifndef TAME_RIDGE_PATH_H
#define TAME_RIDGE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/ridge.h"

enum {
  TAME_RIDGE_AUTODIFF,
  TAME_RIDGE_ONE_STEP,
  TAME_RIDGE_IMPLICIT,
  TAME_RIDGE_N_ESTIMATES
};
#define TAME_RIDGE_ESTIMATE_WORDS "autodiff one_step implicit"

typedef struct {
  size_t iterations, every, block; /* K; steps between two looks; of 1-step */
  /* [K / every + 1] each: error of w, error of each J, and seconds spent so
   * far on descent and on that J.  The implicit estimate is paid once, at K,
   * although its error is looked at along the way. */
  double *iterate, *jacobian[TAME_RIDGE_N_ESTIMATES];
  double *wall[TAME_RIDGE_N_ESTIMATES], *cpu[TAME_RIDGE_N_ESTIMATES];
} tame_ridge_path;

/* Run it: W is initialised and has its step size.  With AHEAD,
 * the term C is taken at w_{k+1}, as the authors' code does.  EVERY divides
 * ITERATIONS and BLOCK <= ITERATIONS, else TAME_EINVAL.  Release with
 * tame_ridge_path_free. */
tame_status tame_ridge_path_run(tame_ridge_path *path, tame_ridge *w,
                                size_t iterations, size_t every, size_t block,
                                bool ahead);
void tame_ridge_path_free(tame_ridge_path *path); /* clears *path */

#endif
