/* SPDX-License-Identifier: MIT */
#include "curves.h"

#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/group_runs.h"

/* The parts of curve K, slowest first. */
typedef struct {
  size_t set, quantity, who, kind;
} parts;

static parts take_apart(size_t k)
{
  TAME_REQUIRE(k < TAME_GROUP_CURVES);
  return (parts){k / 12, k / 6 % 2, k / 2 % 3, k % 2};
}

size_t tame_curve_index(tame_group_set set, tame_group_quantity quantity,
                        tame_group_who who, tame_group_kind kind)
{
  return (((size_t)set * 2 + (size_t)quantity) * 3 + (size_t)who) * 2 +
         (size_t)kind;
}

void tame_group_curve_name(char name[32], size_t k)
{
  static const char *const SET[] = {"train", "test"},
                           *const QUANTITY[] = {"loss", "acc"},
                           *const WHO[] = {"a0", "a1", "all"},
                           *const KIND[] = {"", "_raw"};
  const parts p = take_apart(k);
  snprintf(name, 32, "%s_%s_%s%s", SET[p.set], QUANTITY[p.quantity], WHO[p.who],
           KIND[p.kind]);
}

void tame_curve_path(char path[256], const char *group, const char *name)
{
  const int n = snprintf(path, 256, "%s%s%s", group, *group ? "/" : "", name);
  TAME_REQUIRE(n > 0 && n < 256);
}

void tame_curve_write(tame_h5 *f, const char *group, size_t k,
                      const char *suffix, const char *what, const double *x)
{
  static const char *const SET[] = {"training", "test"},
                           *const QUANTITY[] = {"mean loss", "accuracy"},
                           *const WHO[] = {"the samples with A = 0",
                                           "the samples with A = 1",
                                           "all samples"},
                           *const KIND[] = {"best so far", "of the epoch"};
  const parts p = take_apart(k);
  char name[32], full[48], path[256], meaning[160];
  tame_group_curve_name(name, k);
  snprintf(full, sizeof full, "%s%s", name, suffix);
  tame_curve_path(path, group, full);
  snprintf(meaning, sizeof meaning, "%s of %s of the %s set, %s%s",
           QUANTITY[p.quantity], WHO[p.who], SET[p.set], KIND[p.kind], what);
  tame_h5_write(f, path, "epoch", x, meaning,
                p.quantity == TAME_GROUP_LOSS ? "1" : "%");
}

void tame_curve_axis(tame_h5 *f, const char *group, size_t n)
{
  char path[256];
  double *epoch = tame_vec(n);
  for (size_t e = 0; e < n; e++) epoch[e] = (double)(e + 1);
  tame_curve_path(path, group, "epoch");
  tame_h5_axis(f, path, epoch, n, "epoch, from 1", "1");
  free(epoch);
}
