/* SPDX-License-Identifier: MIT */
/* The data of network.c. */
#ifndef NETWORK_H
#define NETWORK_H

#include <stddef.h>

#include "tame/exp.h"
#include "tame/status.h"

#define NETWORK_SETS "synthetic building cpusmall"

typedef struct {
  size_t n, d;
  double *z, *y; /* [n x d], [n]; one block */
} network_data;

/* The set of the option `set`, with `rows` rows: synthetic ones drawn, real ones
 * taken at even distances; then, for real sets, centred and scaled to deviation
 * 1 (a constant column becomes 0). */
tame_status network_load(network_data *data, const tame_run *run,
                         tame_error *err);
void network_data_free(network_data *data);

/* Name of the real data set of this run, or NULL. */
const char *network_input(const tame_run *run);

#endif
