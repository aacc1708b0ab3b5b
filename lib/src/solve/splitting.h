/* SPDX-License-Identifier: MIT */
/* What the algorithms of tame/splitting.h share: their parts, the memory of
 * the last point, and the workspaces.  Private. */
#ifndef TAME_SOLVE_SPLITTING_H
#define TAME_SOLVE_SPLITTING_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/splitting.h"

struct tame_splitting {
  tame_map map; /* the algorithm; map.n = 0 before a successful init */
  tame_map first, second; /* the parts; a missing second one has n = 0 */
  tame_linear linear;
  double a, b; /* step sizes, as each algorithm names them */

  double *work;   /* what follows, head of the block that free() releases */
  double *x;      /* [map.n] the last point, */
  double *theta;  /* [map.p] its parameter, */
  bool known;     /* whether there is one */
  double *points; /* intermediate points there, as each algorithm lays out */
  double *spare;  /* free for products */
  double *block;  /* for piggyback; NULL before the first */
};

/* Release all, then take the parts and room for POINTS and SPARE doubles.  The
 * products of MAP that a part lacks are taken out of it. */
void tame_splitting_set(tame_splitting *s, tame_map map, const tame_map *first,
                        const tame_map *second, size_t points, size_t spare);

/* Whether MAP can be a part: it has a value and n > 0. */
bool tame_splitting_usable(const tame_map *map);
/* Whether x is positive and finite. */
bool tame_splitting_positive(double x);

/* Forget everything; the return value of a failing init. */
tame_status tame_splitting_refuse(tame_splitting *s);

/* Whether `points` belong to (x, theta); if not, (x, theta) is remembered and
 * the caller computes them. */
bool tame_splitting_recall(tame_splitting *s, const double *x,
                           const double *theta);

/* [count] doubles for piggyback, the same at every call. */
double *tame_splitting_block(tame_splitting *s, size_t count);

#endif
