/* SPDX-License-Identifier: MIT */
/* What one thread of this machine can do, measured in the same run as the
 * benchmark: a large matrix product of its BLAS in both precisions, and an update
 * in place of arrays beyond the processor's own caches (STREAM's triad in place:
 * two arrays read, one written, and no line fetched only to be overwritten). */
#ifndef BENCH_MACHINE_H
#define BENCH_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/h5.h"

typedef struct {
  double flops_f64, flops_f32; /* of the matrix product, per second */
  double bytes;                /* between memory and processor, per second */
  double busy; /* wall over processor time, median: 1 on an idle machine */
} machine;

/* The best of several runs, in processor time; a quick one has small sizes. */
machine machine_measure(bool is_quick);
void machine_print(const machine *m);
/* Group `machine`. */
void machine_write(tame_h5 *f, const machine *m);

/* a [n] <- a + c b: 3 n numbers between memory and processor */
void machine_update_f32(float *restrict a, const float *restrict b, float c,
                        size_t n);
void machine_update_f64(double *restrict a, const double *restrict b, double c,
                        size_t n);

#endif
