/* SPDX-License-Identifier: MIT */
/* Attribute-relation files, the format of Weka:
 *
 *     % a comment
 *     @relation credit
 *     @attribute duration  numeric        (real and integer mean the same)
 *     @attribute 'own car' { yes, 'no, or unknown' }
 *     @attribute remark    string
 *     @data
 *     12, yes, 'paid back'
 *     ?, ?, ?
 *
 * Keywords and types in any case; names and values are quoted with ' or " when
 * they hold a space, a comma, a brace, a quote or %, and a backslash in quotes
 * protects the next character; values are separated by commas; ? without
 * quotes is missing; % begins a comment wherever a value may not.  A nominal
 * attribute's levels are those declared, in that order, also when no row has
 * them; a string attribute's are its different values, in the order of bytes.
 *
 * Refused, each with its line: sparse rows, weights, date and relational
 * attributes, values that are not declared, names and levels twice. */
#ifndef TAME_ARFF_H
#define TAME_ARFF_H

#include "tame/frame.h"

tame_status tame_arff_read(tame_frame *f, const char *path, tame_error *err);

#endif
