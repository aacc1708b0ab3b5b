/* SPDX-License-Identifier: MIT */
/* Instances of two decision problems on the second level of the polynomial
 * hierarchy, and strict readers of them.  Both formats are DIMACS-like: lines
 * that begin with "c" are comments, one line "p ..." comes first, numbers are
 * free-form after it.
 *
 * Errors of the readers: TAME_EMISSING, TAME_EIO, and TAME_EFORMAT with
 * "path:line: what is wrong". */
#ifndef TAME_INSTANCE_H
#define TAME_INSTANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tame/status.h"

/* --- subset-sum-interval --------------------------------------------------
 * Positive integers q_1, ..., q_k, a positive integer R and 1 <= r <= k: is
 * there an S with R <= S < R + 2^r that is the sum of no subset of q?
 *
 * File:
 *     c a gap from 18 to 30
 *     p ssi 4 4 16            k r R
 *     3 5 9 31                q_1 ... q_k
 *
 * All sums stay below 2^31, so that squares of differences are exact in 64
 * bits; enumerating 2^(k + r) patterns is what one does with an instance, so
 * k + r is limited as well. */
enum {
  TAME_SUBSET_SUM_MAX_K = 36,
  TAME_SUBSET_SUM_MAX_R = 20,
  TAME_SUBSET_SUM_MAX_BITS = 40 /* k + r */
};
typedef struct {
  size_t k, r;
  int64_t start; /* R */
  int64_t q[TAME_SUBSET_SUM_MAX_K];
} tame_subset_sum;

tame_status tame_read_subset_sum(tame_subset_sum *inst, const char *path,
                                 tame_error *err);

/* TAME_EINVAL, with the reason, when INST breaks one of the rules above: for
 * instances that were made, not read. */
tame_status tame_subset_sum_validate(const tame_subset_sum *inst,
                                     tame_error *err);

/* --- exists-forall 3-DNF ------------------------------------------------
 * D(x, y) a disjunction of terms, each the conjunction of one to three
 * literals of different variables, x in {0,1}^n, y in {0,1}^m: is there an x
 * such that D(x, y) holds for all y?
 *
 * File, as in QDIMACS but with "dnf":
 *     c x1 and (y or not y)
 *     p dnf 2 2               variables terms
 *     e 1 0                   the x, in order; any number of variables
 *     a 2 0                   the y
 *     1 2 0                   a term; -v is the negation of v
 *     1 -2 0
 *
 * Each variable 1, ..., n + m stands once in one of the two lists, e comes
 * before a, and there is at least one of each. */
enum {
  TAME_DNF_MAX_N = 20,
  TAME_DNF_MAX_M = 36,
  TAME_DNF_MAX_BITS = 40, /* n + m */
  TAME_DNF_MAX_TERMS = 100000
};
typedef struct {
  size_t n_literals;    /* 1, 2 or 3 */
  unsigned variable[3]; /* 0 <= v < n: x_v; n <= v < n + m: y_{v - n} */
  bool is_positive[3];
} tame_dnf_term;
typedef struct {
  size_t n, m, n_terms;
  tame_dnf_term *term; /* [n_terms], released by tame_dnf_free */
} tame_dnf;

tame_status tame_read_dnf(tame_dnf *dnf, const char *path, tame_error *err);
void tame_dnf_free(tame_dnf *dnf); /* frees the array and clears *dnf */

#endif
