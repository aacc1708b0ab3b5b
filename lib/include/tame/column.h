/* SPDX-License-Identifier: MIT */
/* One column of numbers out of a result file, named as on the command line of
 * `h5cols` and in the figure scripts.
 *
 *     group/name            a whole 1-D data set, or a scalar (one row)
 *     group/name[2]         row 2 of a 2-D data set
 *     group/name[0,1]       the same for a 3-D one: leading indices
 *     group/name[:,1]       all along the first axis, index 1 along the second
 *     group/name[one_step]  the index that an axis with named values (CF
 *                           attribute flag_meanings) gives to that word
 *
 * Indices start at 0; axes after the last one written are kept whole.  What
 * remains has at most one axis. */
#ifndef TAME_COLUMN_H
#define TAME_COLUMN_H

#include <stddef.h>

#include "tame/h5.h"
#include "tame/status.h"

/* x [n] <- the column SPEC of F; *x is released with free().  TAME_EINVAL when
 * SPEC cannot be read, an index is out of range or more than one axis remains;
 * TAME_EMISSING and TAME_EFORMAT as tame_h5_read. */
tame_status tame_column_read(double **x, size_t *n, const tame_h5 *f,
                             const char *spec, tame_error *err);

/* Path of the scale along dimension DIM of data set DSET, looked for in its
 * group and then in the groups above; released with free().  TAME_EMISSING
 * when that dimension has none. */
tame_status tame_axis_path(char **path, const tame_h5 *f, const char *dset,
                           size_t dim, tame_error *err);

/* The attribute flag_meanings of PATH, words separated by spaces, released
 * with free(); NULL when the data set holds plain numbers. */
char *tame_axis_words(const tame_h5 *f, const char *path);

/* Word number INDEX of WORDS, which are separated by single spaces: its start
 * and, in *length, how long it is; NULL when there are fewer. */
const char *tame_word_at(size_t *length, const char *words, size_t index);

#endif
