/* SPDX-License-Identifier: MIT */
/* What people wrote about a paper and its figures, at the place where they
 * wrote it: the README of the experiment and the head of the figure script. */
#ifndef TAME_DESCRIBE_H
#define TAME_DESCRIBE_H

#include <stdbool.h>

#include "tame/status.h"

/* The comment at the head of a gnuplot script:
 *
 *     # one line: what this is
 *     # usage: ...
 *     #
 *     # kind: figure | illustration
 *     # title: ...
 *     # caption: ...
 *     #   continued after at least two spaces
 *     # alt: what is seen, for who cannot see it
 *     # claims: ID ID ...
 *
 * Strings are "" where the script has no such line, never NULL, except title
 * and alt, for which the first line stands in. */
typedef struct {
  bool is_illustration; /* ours, not a figure of the paper */
  char *title, *caption, *alt, *claims;
} tame_figure_text;

/* TAME_EFORMAT when `kind` is neither of the two words or missing. */
tame_status tame_figure_text_read(tame_figure_text *t, const char *path,
                                  tame_error *err);
void tame_figure_text_free(tame_figure_text *t); /* clears *t */

/* Of a README in Markdown: the title and the paragraphs before the next
 * heading, list or table.  Paragraphs are separated by one newline, lines in
 * them joined. */
typedef struct {
  char *title, *text;
} tame_readme;

/* TAME_EFORMAT when the file does not begin with "# Title". */
tame_status tame_readme_read(tame_readme *r, const char *path, tame_error *err);
void tame_readme_free(tame_readme *r); /* clears *r */

#endif
