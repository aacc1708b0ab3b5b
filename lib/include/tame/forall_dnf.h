/* SPDX-License-Identifier: MIT */
/* Exists-forall 3-DNF as a bilevel programme.
 *
 * Is there an x in {0,1}^n such that D(x, y) holds for all y in {0,1}^m?  D is a
 * disjunction of terms (tame/instance.h).  Write a literal as z or 1 - z; then
 *
 *     Q(x, y) = sum over terms of the product of its literals,
 *     P(x, y) = N sum_i x_i (1 - x_i) - Q(x, y),
 *     N = 2 max_i (number of terms that contain x_i, at least 1),
 *
 * and at Boolean points Q counts the true terms.  Q(x, .) is affine in each
 * y_j, so its minimum over [0,1]^m is attained at a vertex; the value function
 *
 *     phi(x) = N sum_i x_i (1 - x_i) - min_y Q(x, y)
 *
 * is at least 0 on all of [0,1]^n when the answer is NO (for every binary x some
 * y makes all terms false), and at most -1 at some binary x when it is YES.
 * The problem is the canonical complete one of the second level of the
 * polynomial hierarchy; this reduction is ours. */
#ifndef TAME_FORALL_DNF_H
#define TAME_FORALL_DNF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tame/instance.h"
#include "tame/status.h"

/* N_TERMS terms of three literals from splitmix64 seeded by SEED: in every
 * second term, from the first, one variable is an x; the others are different
 * y; then three signs.  m >= 3.  Released by tame_dnf_free. */
tame_dnf tame_dnf_random(uint64_t seed, size_t n, size_t m, size_t n_terms);

/* The number of true terms at the Boolean point x (bit i for x_i), y. */
size_t tame_dnf_true_terms(const tame_dnf *dnf, uint64_t x, uint64_t y);

/* The quantifiers evaluated as they stand: the first x, if there is one, such
 * that every y makes a term true.  *evaluated <- points (x, y) looked at; the
 * search leaves an x at the first y that makes all terms false. */
bool tame_dnf_decide(uint64_t *witness, uint64_t *evaluated,
                     const tame_dnf *dnf);

/* The lower level at a binary x: the fewest true terms over all 2^m vertices y,
 * 64 of them a word. */
typedef struct {
  size_t fewest;
  uint64_t y;       /* a vertex that attains it */
  uint64_t visited; /* vertices looked at: 2^m */
} tame_dnf_fewest;
tame_dnf_fewest tame_dnf_lower(const tame_dnf *dnf, uint64_t x);

/* The optimal value over binary x, in integers. */
typedef struct {
  int64_t value; /* min over binary x of -min_y Q */
  uint64_t x;    /* the first x in Gray order that attains it */
  uint64_t visited;
} tame_dnf_optimum;
tame_dnf_optimum tame_dnf_enumerate(const tame_dnf *dnf);

/* N, and Q at any point of the cubes, x [n], y [m]. */
double tame_dnf_penalty(const tame_dnf *dnf);
double tame_dnf_multilinear(const tame_dnf *dnf, const double *x,
                            const double *y);

/* phi(x), x [n], by all 2^m vertices y. */
double tame_dnf_value(const tame_dnf *dnf, const double *x);

#endif
