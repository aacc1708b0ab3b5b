/* SPDX-License-Identifier: MIT */
/* Private to io/: the file object behind tame/h5.h. */
#ifndef TAME_H5_FILE_H
#define TAME_H5_FILE_H

#include <stdbool.h>

#include <hdf5.h>

#include "tame/h5.h"

struct tame_h5 {
  hid_t file;
  int fd;          /* of tmp, locked; -1 when reading */
  char *path;      /* the name that readers see */
  char *tmp;       /* written to until commit; NULL when reading */
  bool has_failed; /* sticky: the first failure of a writer */
  tame_error error;
};

/* Why the last HDF5 call failed: the innermost message of its error stack that
 * names a system error, else the outermost. */
void tame_h5_why(char *text, size_t size);

/* Remember the first failure of a writer, with HDF5's reason. */
void tame_h5_fail(tame_h5 *f, const char *path);

/* An attribute of any type and shape; variable-length UTF-8 text. */
void tame_h5_put_attr(tame_h5 *f, const char *path, const char *name,
                      hid_t type, hid_t space, const void *value);
hid_t tame_h5_text_type(void);

/* Creation property list: order of links and attributes kept, times off. */
hid_t tame_h5_ordered(hid_t class);

/* Could the file hold what a header promises (h5_fits.c): COUNT numbers of a
 * data set, at most 1032 bytes of them for each byte of the file; the bytes of
 * an attribute?  What is kept in other files is not in this one. */
bool tame_h5_data_fits(const tame_h5 *f, hid_t data, size_t count);
bool tame_h5_attr_fits(const tame_h5 *f, hid_t attr);

/* Path in the file of the scale at dimension DIM of the data set PATH, released
 * with free(); NULL without one. */
char *tame_h5_axis_path(const tame_h5 *f, const char *path, size_t dim);

/* The line with a SHA-256 that ends every file (h5_seal.c). */
enum { TAME_H5_SEAL_SIZE = 13 + 64 + 1 };
void tame_h5_seal(char seal[TAME_H5_SEAL_SIZE + 1], const void *image,
                  size_t size);
tame_status tame_h5_check_seal(const char *path, tame_error *err);

/* HDF5 prints its error stack unless told not to. */
void tame_h5_quiet(void);

#endif
