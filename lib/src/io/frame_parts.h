/* SPDX-License-Identifier: MIT */
/* Private to io: how the readers build a frame. */
#ifndef TAME_IO_FRAME_PARTS_H
#define TAME_IO_FRAME_PARTS_H

#include "tame/csv.h"
#include "tame/frame.h"

/* Empty columns without names, of file PATH. */
void tame_frame_init(tame_frame *f, const char *path, size_t cols);

/* F has ROWS rows of NaN from now on, and what it had. */
void tame_frame_resize(tame_frame *f, size_t rows);

/* Column COL becomes categorical with the different words of WORD [rows] in
 * the order of their bytes; NULL is missing. */
void tame_frame_words(tame_frame *f, size_t col, char *const *word);

/* "path:line: column 'name': " and WHY as TAME_EFORMAT. */
tame_status tame_frame_fail(const tame_frame *f, size_t row, size_t col,
                            const char *why, tame_error *err);

/* TAME_EFORMAT when LIST, which may be NULL, names a column that F lacks. */
tame_status tame_frame_known(const tame_frame *f, const char *const *list,
                             tame_error *err);
bool tame_is_listed(const char *const *list, const char *word);

/* F <- the table T, whose cells are cut to their words. */
tame_status tame_frame_take_csv(tame_frame *f, const tame_csv *t,
                                const tame_frame_options *opt, tame_error *err);

/* Leave out the columns of LIST. */
void tame_frame_ignore(tame_frame *f, const char *const *list);

#endif
