/* SPDX-License-Identifier: MIT */
/* What the files of this module share. */
#ifndef POLY_PARTS_H
#define POLY_PARTS_H

#include "tame/poly.h"

/* Sign of every number in a: -1, 1, 0 when a is [0, 0], UNKNOWN else. */
enum { UNKNOWN = 2 };
static inline int sign_of(tame_interval a)
{
  if (a.lo > 0.0) return 1;
  if (a.hi < 0.0) return -1;
  return a.lo == 0.0 && a.hi == 0.0 ? 0 : UNKNOWN;
}
static inline bool is_zero(tame_interval a) { return sign_of(a) == 0; }

/* p(y) at a point. */
tame_interval tame_poly_at(const tame_interval *c, size_t n, double y);

/* *degree <- n less leading coefficients that are exactly 0.  TAME_EINVAL as
 * in tame/poly.h. */
tame_status tame_poly_check(size_t *degree, const tame_interval *c, size_t n,
                            tame_error *err);

/* Sign changes of the sequence at y (infinite y allowed): TAME_STALLED when it
 * cannot be decided. */
tame_status tame_sturm_changes(size_t *changes, const tame_sturm *s, double y);

/* A polynomial with its derivative. */
typedef struct {
  size_t n;
  const tame_interval *c, *d; /* [n + 1], [n] */
} poly;

/* Shrink the enclosure r->y of exactly one root of p. */
void tame_root_refine(tame_poly_root *r, const poly *p, const tame_sturm *s);

/* Roots in the interval `in` by subdivision; at most CAP >= 1 enclosures,
 * neighbours that touch or do not find room joined. */
void tame_roots_subdivide(tame_poly_root *root, size_t *n_roots, size_t cap,
                          const poly *p, tame_interval in);

#endif
