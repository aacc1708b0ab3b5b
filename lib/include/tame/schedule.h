/* SPDX-License-Identifier: MIT */
/* Step sizes, and other hyper-parameters, that change during training.  Steps
 * count from 0; from the last one on the value stays.  All are the schedules
 * of arXiv 2410.05871 as its authors' code has them. */
#ifndef TAME_SCHEDULE_H
#define TAME_SCHEDULE_H

#include <stddef.h>

/* Cosine:  last + (first - last) (1 + cos(pi k / total)) / 2,  0 <= k <= total.
 * Per epoch for images (k is the epoch, constant inside it). */
double tame_cosine(size_t k, size_t total, double first, double last);

/* peak k / warmup for k < warmup, then a cosine from PEAK to LAST over the
 * steps warmup ... total.  The first step has size 0. */
double tame_warmup_cosine(size_t k, size_t warmup, size_t total, double peak,
                          double last);

/* peak k / warmup for k < warmup, then peak (total - k)/(total - warmup),
 * nothing from TOTAL on. */
double tame_warmup_linear(size_t k, size_t warmup, size_t total, double peak);

/* FIRST for k < hold, then a cosine from FIRST to LAST over the steps
 * hold ... total: the alpha-beta schedule, once for each. */
double tame_hold_cosine(size_t k, size_t hold, size_t total, double first,
                        double last);

#endif
