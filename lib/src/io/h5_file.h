/* SPDX-License-Identifier: MIT */
/* Private to io/: the file object behind tame/h5.h. */
#ifndef TAME_H5_FILE_H
#define TAME_H5_FILE_H

#include <stdbool.h>

#include <hdf5.h>

#include "tame/h5.h"

struct tame_h5 {
  hid_t file;
  char *path;      /* the name that readers see */
  char *tmp;       /* written to until commit; NULL when reading */
  bool has_failed; /* sticky: the first failure of a writer */
  tame_error error;
};

/* Why the last HDF5 call failed: the innermost message of its error stack that
 * names a system error, else the outermost. */
void tame_h5_why(char *text, size_t size);

/* HDF5 prints its error stack unless told not to. */
void tame_h5_quiet(void);

#endif
