/* SPDX-License-Identifier: MIT */
/* Between the parts of subset_sum: what its merge does, one part of the result
 * each. */
#ifndef SUBSET_SUM_H
#define SUBSET_SUM_H

#include "tame/exp.h"

enum { FIRST_K = 4, N_R = 4, MAX_K = 24 };

static inline size_t n_k(size_t largest) { return (largest - FIRST_K) / 2 + 1; }

/* Cells 0, ..., nk N_R - 1: random instances for k = 4, 6, ... */
tame_status merge_agreement(tame_h5 *out, const tame_cells *cells, size_t nk,
                            size_t seeds, tame_error *err);
/* Four cells from FIRST: k [2] x r [2]. */
tame_status merge_continuous(tame_h5 *out, const tame_cells *cells,
                             size_t first, const double *k, const double *r,
                             size_t seeds, tame_error *err);
/* N cells from FIRST: the work for k = 4, 6, ... */
tame_status merge_work(tame_h5 *out, const tame_cells *cells, size_t first,
                       size_t n, tame_error *err);
tame_status merge_instance(tame_h5 *out, const tame_cells *cells, size_t cell,
                           tame_error *err);

#endif
