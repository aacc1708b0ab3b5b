/* SPDX-License-Identifier: MIT */
/* JSON files, parsed by Jansson, with the project's errors. */
#ifndef TAME_JSON_H
#define TAME_JSON_H

#include <stddef.h>

#include <jansson.h>

#include "tame/status.h"

/* *root <- the object that is the whole of text [n], to be released with
 * json_decref.  Names in an object differ.  TAME_EFORMAT with "PATH:line: what
 * is wrong" (one line, printable) for what is no JSON or no object. */
tame_status tame_json_object(json_t **root, const char *text, size_t n,
                             const char *path, tame_error *err);

#endif
