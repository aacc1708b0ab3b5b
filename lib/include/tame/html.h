/* SPDX-License-Identifier: MIT */
/* Pieces of a static HTML page: escaped text, numbers for people, tables.
 * Every function prints to OUT; errors show when the file is committed. */
#ifndef TAME_HTML_H
#define TAME_HTML_H

#include <stdbool.h>
#include <stdio.h>

#include "tame/text.h"

/* Everything up to <body>: English, UTF-8, a style of its own, readable on a
 * phone and in print, no scripts. */
void tame_html_begin(FILE *out, const char *title);
void tame_html_end(FILE *out);

/* TEXT with the characters that mean something in HTML replaced; right in
 * element content and between the quotes of an attribute. */
void tame_html_text(FILE *out, const char *text);

/* One paragraph's worth of Markdown: `code`, *emphasis*, **strong**,
 * [text](address) and https://address; x_k, E_β, x_{k+1} and 10^{-5} get an index
 * or exponent; anything else is text. */
void tame_html_markdown(FILE *out, const char *text);

/* A number of a result to four significant digits, 1.234×10⁻⁵ rather than
 * 1.234e-05, a dash for NaN; text that is no number as it is. */
void tame_html_number(FILE *out, const char *text);

/* Seconds as "0.42 s", "3 min 20 s" or "2 h 5 min", bytes as "35 MB". */
void tame_html_seconds(FILE *out, double seconds);
void tame_html_bytes(FILE *out, double bytes);

/* Table T with row 0 as its header, in a box that scrolls sideways. */
void tame_html_table(FILE *out, const tame_tsv *t);

/* PATH as seen from the page in folder FROM, both relative to one place:
 * "data/a.h5" from "figures" is "../data/a.h5".  Released with free(). */
char *tame_html_relative(const char *path, const char *from);

#endif
