/* SPDX-License-Identifier: MIT */
/* Putting the results of subset_sum.c together. */
#include "subset_sum.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "assemble.h"
#include "decisions.h"
#include "tame/base.h"
#include "tame/stats.h"

enum { MAX_N_K = (MAX_K - FIRST_K) / 2 + 1 };

/* x [n] <- data set NAME of cells FIRST, ..., each of COUNT numbers. */
static tame_status collect(double *x, const tame_cells *cells, size_t first,
                           size_t n, const char *name, size_t count,
                           tame_error *err)
{
  for (size_t i = 0; i < n; i++) {
    double *one;
    tame_h5_shape shape;
    TAME_TRY(tame_cells_read(&one, &shape, cells, first + i, name, err));
    for (size_t j = 0; j < count; j++) x[i * count + j] = one[j];
    free(one);
  }
  return TAME_OK;
}

/* --- agreement -------------------------------------------------------------- */

/* One row a k: sums over r and seeds. */
static void sum_decisions(tame_h5 *out, const double *direct,
                          const double *bilevel, const double *visited,
                          size_t nk, size_t seeds)
{
  double x[DECISION_COLUMNS * MAX_N_K] = {0};
  char words[512] = "";
  size_t used = 0;
  for (size_t k = 0; k < nk; k++) {
    used +=
        (size_t)snprintf(words + used, sizeof words - used, "%ssubset_sum_k%zu",
                         k ? " " : "", FIRST_K + 2 * k);
    for (size_t i = k * N_R * seeds; i < (k + 1) * N_R * seeds; i++) {
      x[k]++;
      x[nk + k] += direct[i];
      x[2 * nk + k] += direct[i] == bilevel[i];
      x[3 * nk + k] += visited[i];
    }
  }
  write_decisions(out, words, x, nk);
}

tame_status merge_agreement(tame_h5 *out, const tame_cells *cells, size_t nk,
                            size_t seeds, tame_error *err)
{
  static const char *const NAME[4] = {"direct", "bilevel", "value", "visited"};
  static const char *const MEANING[4] = {
      "1: YES by the set of all subset sums", "1: YES by the optimal value",
      "optimal bilevel value", "vertices evaluated"};
  const size_t n = nk * N_R * seeds;
  double *x = tame_vec(4 * n), axis[MAX_N_K], *yes = tame_vec(nk * N_R);
  tame_status s = TAME_OK;
  tame_h5_group(out, "agreement", "Random instances, decided in two ways");
  for (size_t i = 0; i < nk; i++) axis[i] = (double)(FIRST_K + 2 * i);
  tame_h5_axis(out, "agreement/k", axis, nk, "integers k", "1");
  for (size_t i = 0; i < N_R; i++) axis[i] = (double)(i + 1);
  tame_h5_axis(out, "agreement/r", axis, N_R, "r", "1");
  tame_h5_index(out, "agreement/seed", seeds, "repetition");
  for (size_t c = 0; c < 4 && s >= 0; c++) {
    char path[64];
    snprintf(path, sizeof path, "agreement/%s", NAME[c]);
    s = collect(x + c * n, cells, 0, nk * N_R, NAME[c], seeds, err);
    tame_h5_write(out, path, "k r seed", x + c * n, MEANING[c], "1");
  }
  for (size_t i = 0; i < n; i++) yes[i / seeds] += x[i];
  tame_h5_write(out, "agreement/yes", "k r", yes, "instances that are YES",
                "1");
  tame_h5_panel(out, "agreement", "yes", "k r");
  sum_decisions(out, x, x + n, x + 3 * n, nk, seeds);
  free(x);
  free(yes);
  return s;
}

/* --- continuous ------------------------------------------------------------- */

tame_status merge_continuous(tame_h5 *out, const tame_cells *cells,
                             size_t first, const double *k, const double *r,
                             size_t seeds, tame_error *err)
{
  double *x = tame_vec(4 * seeds), count = 0.0, least = INFINITY;
  tame_h5_group(out, "continuous", "NO instances: phi over [0,1]^r");
  tame_h5_axis(out, "continuous/k", k, 2, "integers k", "1");
  tame_h5_axis(out, "continuous/r", r, 2, "r", "1");
  tame_h5_index(out, "continuous/seed", seeds, "repetition");
  const tame_status s = collect(x, cells, first, 4, "least", seeds, err);
  for (size_t i = 0; i < 4 * seeds; i++) {
    if (isnan(x[i])) continue;
    count++;
    least = fmin(least, x[i]);
  }
  tame_h5_write(out, "continuous/least", "k r seed", x,
                "smallest phi over random x; NaN for YES instances", "1");
  tame_h5_write_scalar(out, "continuous/instances", count, "NO instances", "1");
  tame_h5_write_scalar(out, "continuous/smallest", least,
                       "smallest phi over all of them", "1");
  tame_h5_panel(out, "continuous", "least", "k r seed");
  free(x);
  return s;
}

/* --- work ------------------------------------------------------------------- */

tame_status merge_work(tame_h5 *out, const tame_cells *cells, size_t first,
                       size_t n, tame_error *err)
{
  double bits[MAX_N_K], evaluations[MAX_N_K], x[MAX_N_K], y[MAX_N_K];
  double difference = 0.0;
  for (size_t i = 0; i < n; i++) {
    const size_t k = FIRST_K + 2 * i;
    bits[i] = (double)(k + k / 2);
  }
  tame_h5_group(out, "work", "Enumeration of all vertices, r = k/2");
  tame_h5_axis(out, "work/bits", bits, n, "k + r", "1");
  TAME_TRY(collect(evaluations, cells, first, n, "evaluations", 1, err));
  tame_h5_write(out, "work/evaluations", "bits", evaluations,
                "vertices (x, y) evaluated", "1");
  TAME_TRY(collect(x, cells, first, n, "table", 1, err));
  tame_h5_write_measured(out, "work/table", "bits", x,
                         "processor time, sums of low bits from a table", "s");
  TAME_TRY(collect(x, cells, first, n, "plain", 1, err));
  tame_h5_write_measured(out, "work/plain", "bits", x,
                         "processor time, one Gray step a vertex", "s");
  TAME_TRY(collect(x, cells, first, n, "difference", 1, err));
  for (size_t i = 0; i < n; i++) difference += x[i];
  tame_h5_write_scalar(out, "work/difference", difference,
                       "differences of the two ways, in values and counts",
                       "1");
  for (size_t i = 0; i < n; i++) y[i] = log2(evaluations[i]);
  tame_h5_write_scalar(out, "work/slope", tame_fit_line(bits, y, n).slope,
                       "slope of log2(evaluations) against k + r", "1");
  tame_h5_panel(out, "work", "evaluations", "bits");
  return TAME_OK;
}

/* --- one instance ----------------------------------------------------------- */

tame_status merge_instance(tame_h5 *out, const tame_cells *cells, size_t cell,
                           tame_error *err)
{
  const part parts[] = {
      {cell, "instance", "S", NULL, "S"},
      {cell, "instance", "value", "S",
       "minus the squared distance to the nearest subset sum"},
      {cell, "instance", "path", NULL,
       "position along edges of the cube, vertices in Gray order"},
      {cell, "instance", "phi", "path", "value function"},
      {cell, "instance", "k", "", "integers k"},
      {cell, "instance", "r", "", "r"},
      {cell, "instance", "curvature", "", "M"},
      {cell, "instance", "penalty", "", "N"},
      {cell, "instance", "direct", "", "1: YES by the set of all subset sums"},
      {cell, "instance", "witness", "",
       "first S that is no subset sum; NaN if there is none"},
      {cell, "instance", "optimum", "", "optimal bilevel value"},
      {cell, "instance", "attained", "", "an S where it is attained"},
      {cell, "instance", "evaluations", "", "vertices (x, y) evaluated"}};
  tame_h5_group(out, "instance", "One instance");
  TAME_TRY(assemble(out, cells, parts, sizeof parts / sizeof *parts, err));
  tame_h5_panel(out, "instance", "value", "S");
  return TAME_OK;
}
