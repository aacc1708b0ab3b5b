/* SPDX-License-Identifier: MIT */
/* Which rows train, which test, and which are left out.  Draws come from the
 * generator given, so that a split has a name (rng.h); the rows themselves
 * stay in increasing order. */
#ifndef TAME_SPLIT_H
#define TAME_SPLIT_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

/* floor(f n), 0 <= f <= 1, where f is a decimal fraction: 0.29 of 100 is 29,
 * although 0.29 * 100 < 29 in binary. */
size_t tame_fraction(double f, size_t n);

typedef struct {
  size_t n_train, n_test;
  size_t *train, *test; /* increasing */
} tame_split;

/* Of n rows, the share TEST of every stratum, rounded down, is drawn for the
 * test.  stratum [n] are small numbers, such as the codes of a label or group;
 * NULL means one stratum. */
tame_split tame_split_rows(const size_t *stratum, size_t n, double test,
                           gsl_rng *rng);
void tame_split_free(tame_split *s);

/* Thin out a group: of the rows ROW [n], keep all outside the group and the
 * share KEEP, rounded down, of those inside.  in_group is indexed by the row's
 * number.  Returns how many are left, in their order, at the head of ROW. */
size_t tame_thin(size_t *row, size_t n, const bool *in_group, double keep,
                 gsl_rng *rng);

#endif
