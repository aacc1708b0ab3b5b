/* SPDX-License-Identifier: MIT */
/* Subset-sum-interval as a bilevel programme.
 *
 * Instance (tame/instance.h): q_1, ..., q_k, R, r.  With
 *
 *     S(x) = R + sum_{i<r} 2^i x_i,                    x in [0,1]^r,
 *     Q(x, y) = (q.y - S(x))^2 + M sum_j y_j (1 - y_j), y in [0,1]^k,
 *     P(x, y) = N sum_i x_i (1 - x_i) - Q(x, y),
 *     M = max(4 max q, |q|^2),   N = 2 4^(r-1),
 *
 * Q(x, .) is concave, so min_y Q(x, y) is attained at a vertex and equals the
 * squared distance from S(x) to the nearest subset sum, and the value function
 * (optimistic and pessimistic alike) is
 *
 *     phi(x) = N sum_i x_i (1 - x_i) - dist(S(x), sums)^2.
 *
 * When every integer of [R, R + 2^r) is a subset sum, phi >= 0 on all of
 * [0,1]^r; otherwise phi <= -1 at some binary x.  So deciding whether the
 * optimal value of this programme is negative decides subset-sum-interval,
 * which is complete for the second level of the polynomial hierarchy (Eggermont
 * and Woeginger).  That hardness is the statement of arXiv 2407.12372; M, N and
 * these two polynomials are ours. */
#ifndef TAME_SUBSET_SUM_H
#define TAME_SUBSET_SUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tame/instance.h"
#include "tame/splitmix.h"
#include "tame/status.h"

/* --- instances ------------------------------------------------------------ */

/* A whole number from LO to HI, lo + out mod (hi - lo + 1), as the reference
 * values of the experiments have it. */
int64_t tame_splitmix_integer(int64_t lo, int64_t hi, tame_splitmix *g);

/* q_1, ..., q_k uniform on 1, ..., q_max, then R uniform on
 * 1, ..., max(1, sum q - 2^r), all from splitmix64 seeded by SEED.  Aborts when
 * k or r are out of range or k q_max is 2^31 or more. */
tame_subset_sum tame_subset_sum_random(uint64_t seed, size_t k, size_t r,
                                       int64_t q_max);

/* --- the decision, directly ----------------------------------------------- */

/* The set of all subset sums: bit s of the set for each s from 0 to sum q,
 * k shifts of it.  At most 2^28 bytes. */
typedef struct tame_sums tame_sums;
tame_sums *tame_sums_alloc(const tame_subset_sum *inst);
void tame_sums_free(tame_sums *s); /* NULL is accepted */
bool tame_sums_has(const tame_sums *s, int64_t sum);

/* Distance from S, any finite number, to the nearest subset sum. */
double tame_sums_distance(const tame_sums *s, double at);

/* Is an S in [R, R + 2^r) the sum of no subset?  *witness <- the first. */
bool tame_subset_sum_decide(int64_t *witness, const tame_subset_sum *inst,
                            const tame_sums *s);

/* --- the bilevel programme ------------------------------------------------ */

int64_t tame_subset_sum_curvature(const tame_subset_sum *inst); /* M */
int64_t tame_subset_sum_penalty(const tame_subset_sum *inst);   /* N */
double tame_subset_sum_target(const tame_subset_sum *inst,
                              const double *x); /* S(x), x [r] */

/* Q(x, y) at S = S(x), y [k]; and its gradient in y [k]. */
double tame_subset_sum_lower(const tame_subset_sum *inst, double target,
                             const double *y);
void tame_subset_sum_gradient(double *grad, const tame_subset_sum *inst,
                              double target, const double *y);

/* phi(x), x [r] in [0,1]^r. */
double tame_subset_sum_value(const tame_subset_sum *inst, const tame_sums *s,
                             const double *x);

/* The optimal value over binary x, in integers: for each of the 2^r vertices x
 * the minimum of Q(x, .) over all 2^k vertices y.  On NO instances, and by phi
 * >= 0, it is the optimal value over [0,1]^r. */
typedef struct {
  int64_t value;    /* min over binary x of -min_y Q */
  int64_t target;   /* an S(x) that attains it, the first in Gray order */
  uint64_t visited; /* vertices (x, y) looked at: 2^(k + r) */
} tame_subset_sum_optimum;
tame_subset_sum_optimum tame_subset_sum_enumerate(const tame_subset_sum *inst);

/* --- local search --------------------------------------------------------- */

/* Projected gradient descent on Q at S(x) = target, y [k] <- clip(y - step
 * grad Q) until no coordinate moves by 1e-15 or MAX_ITER steps are done;
 * returns the number of steps.  A local method: its answer has no
 * certificate, which is the point of measuring it. */
size_t tame_subset_sum_descend(double *y, const tame_subset_sum *inst,
                               double target, double step, size_t max_iter);

/* The number of vertices y in {0,1}^k that are strict local minima of Q on the
 * cube at S = TARGET: those where Q rises at first order along every edge,
 * M + (1 - 2 y_j) 2 q_j (q.y - S) > 0 for all j.  (Where one of these is 0, Q
 * falls along that edge at second order, being concave.) */
uint64_t tame_subset_sum_local_minima(const tame_subset_sum *inst,
                                      int64_t target);

#endif
