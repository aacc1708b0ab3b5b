/* SPDX-License-Identifier: MIT */
/* Do two result files say the same?  Groups, data sets, types, shapes, axes,
 * numbers and attributes are compared bit for bit.
 *
 * Left out, because they differ from run to run by their nature:
 *   - the values in the group /provenance/run (when, where, how long);
 *   - the numbers of data sets with the attribute volatile = 1 (measured times
 *     and what is derived from them); their shapes and attributes count. */
#ifndef TAME_COMPARE_H
#define TAME_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/h5.h"

/* Called once for every difference, with one line that says where and what. */
typedef void tame_difference(const char *text, void *ctx);

/* Number of differences between A and B.  NUMBERS_ONLY also leaves out
 * /provenance as a whole, and takes any NaN for any other (both mean missing),
 * to compare runs of two builds or machines. */
size_t tame_h5_compare(const tame_h5 *a, const tame_h5 *b, bool numbers_only,
                       tame_difference *say, void *ctx);

#endif
