/* SPDX-License-Identifier: MIT */
/* Convex hulls in the plane. */
#ifndef TAME_HULL_H
#define TAME_HULL_H

#include <stddef.h>

/* points [n x 2], rows (x, y), are replaced by the vertices of their convex
 * hull, counterclockwise from the smallest x; the return value is how many
 * there are.  Points on edges and doubles are not vertices.  Andrew's monotone
 * chain (1979), O(n log n).  Allocates.  Points must be finite. */
size_t tame_convex_hull(double *points, size_t n);

#endif
