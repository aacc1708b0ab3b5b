/* SPDX-License-Identifier: MIT */
/* Where real data sets are, and which one was used.
 *
 * data/sets/manifest.tsv names each set, its files, their address, size,
 * SHA-256 and licence; it is compiled into the library.  A file FILE of set
 * NAME is looked for as
 *   1. DIR/NAME/FILE for each DIR of the colon-separated TAME_DATA,
 *   2. data/sets/NAME/FILE below the current directory, where `make data` and
 *      `make deps` put what they fetch,
 *   3. the place where a Debian package installs it, if any.
 * The first readable one is taken. */
#ifndef TAME_DATASET_H
#define TAME_DATASET_H

#include <stddef.h>

#include "tame/status.h"

typedef struct {
  const char *name, *file;
  const char *system;  /* path installed by a Debian package, or "" */
  const char *package; /* that package, or "" */
  const char *url;     /* "" when it only comes from the package */
  /* of the file itself; "content:HEX" of what a .gz file holds, which its
   * reader checks; "" when there is no published sum and the reader checks the
   * contents */
  const char *sha256;
  const char *licence, *origin; /* for provenance and captions */
  const char *note;             /* sizes and the like */
} tame_dataset;

/* The manifest, in file order; *n is its length. */
const tame_dataset *tame_dataset_manifest(size_t *n);

/* Path of FILE of set NAME, released with free(); FILE = NULL means the first
 * file of the set.  TAME_EMISSING with a message that says what to fetch,
 * TAME_EINVAL when the manifest has no such set, TAME_EFORMAT when the file
 * found has another SHA-256 than the manifest says. */
tame_status tame_dataset_find(char **path, const char *name, const char *file,
                              tame_error *err);

/* SHA-256 of a file as 64 hexadecimal digits. */
tame_status tame_sha256_file(char hex[65], const char *path, tame_error *err);
void tame_sha256_text(char hex[65], const char *text);
void tame_sha256_bytes(char hex[65], const void *bytes, size_t n);

#endif
