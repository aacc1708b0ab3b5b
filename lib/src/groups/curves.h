/* SPDX-License-Identifier: MIT */
/* Private to groups: how the curves are numbered and described. */
#ifndef TAME_GROUPS_CURVES_H
#define TAME_GROUPS_CURVES_H

#include "tame/group_metrics.h"

size_t tame_curve_index(tame_group_set set, tame_group_quantity quantity,
                        tame_group_who who, tame_group_kind kind);

/* Curve K as GROUP/NAME SUFFIX over the axis epoch, meaning " and WHAT". */
void tame_curve_write(tame_h5 *f, const char *group, size_t k,
                      const char *suffix, const char *what, const double *x);

/* The axis epoch: 1, ..., n. */
void tame_curve_axis(tame_h5 *f, const char *group, size_t n);

/* PATH <- GROUP/NAME, or NAME for the group "". */
void tame_curve_path(char path[256], const char *group, const char *name);

#endif
