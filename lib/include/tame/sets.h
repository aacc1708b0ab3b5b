/* SPDX-License-Identifier: MIT */
/* The real tabular data sets of the papers, read and checked: what arrives is
 * the set, or there is an error that says what else it is.  Paths come from
 * tame_dataset_find. */
#ifndef TAME_SETS_H
#define TAME_SETS_H

#include "tame/read.h"
#include "tame/status.h"

/* cpusmall of the LIBSVM regression collection, unscaled: 8192 rows, 12
 * features, 1 target.  No checksum is published, so the contents are checked:
 * those sizes and a sum of targets of 687873; TAME_EFORMAT otherwise. */
tame_status tame_set_cpusmall(tame_table *t, const char *path, tame_error *err);

/* building of Proben1 in FANN's format: 4208 rows, those of the training file
 * and then those of the test file, 14 inputs, 3 outputs. */
tame_status tame_set_building(tame_table *t, const char *train,
                              const char *test, tame_error *err);

#endif
