/* SPDX-License-Identifier: MIT */
/* What the theory programs of this paper share: the axis of minority shares,
 * slopes. */
#ifndef THEORY_H
#define THEORY_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/stats.h"

/* p = 10^-4, ..., 10^-1/2 in steps of 1/PER_DECADE decades, PER_DECADE even. */
static inline size_t n_shares(const tame_run *run)
{
  return 7 * tame_run_count(run, "per_decade") / 2 + 1;
}

static inline double share(size_t i, const tame_run *run)
{
  return pow(10.0,
             -4.0 + (double)i / (double)tame_run_count(run, "per_decade"));
}

static inline void write_shares(tame_h5 *out, const tame_run *run)
{
  const size_t n = n_shares(run);
  double *p = tame_vec(n);
  for (size_t i = 0; i < n; i++) p[i] = share(i, run);
  tame_h5_axis(out, "p", p, n, "minority share p", "1");
  free(p);
}

#define SHARES_OPTION                                                          \
  {                                                                            \
    "per_decade", {2, 2, 16}, 2, 64, "shares p in a decade, an even number",   \
        NULL                                                                   \
  }

static inline tame_status check_shares(const tame_run *run, tame_error *err)
{
  return tame_run_count(run, "per_decade") % 2 == 0
             ? TAME_OK
             : tame_fail(err, TAME_EINVAL, "--per_decade: must be even");
}

/* slope [n_rows] <- log-log slopes of y [n_rows x n] over the x [n] that do not
 * exceed LAST. */
static inline void slopes_below(double *slope, const double *x, const double *y,
                                size_t n_rows, size_t n, double last)
{
  double *lx = tame_vec(2 * n), *ly = lx + n;
  for (size_t r = 0; r < n_rows; r++) {
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
      if (x[i] <= last * (1.0 + 1e-12)) {
        lx[m] = log(x[i]);
        ly[m++] = log(y[r * n + i]);
      }
    slope[r] = tame_fit_line(lx, ly, m).slope;
  }
  free(lx);
}

/* In merge: the slopes of field NAME [n_rows x shares] for p <= LAST, as PATH
 * over AXIS. */
static inline tame_status write_slopes(tame_h5 *out, const tame_cells *cells,
                                       const char *name, size_t n_rows,
                                       double last, const char *path,
                                       const char *axis, const char *meaning,
                                       const tame_run *run, tame_error *err)
{
  const size_t n = n_shares(run);
  double *p = tame_vec(n * (n_rows + 1) + n_rows), *y = p + n,
         *slope = y + n * n_rows;
  for (size_t i = 0; i < n; i++) p[i] = share(i, run);
  const tame_status s = tame_cells_gather(y, cells, name, 1, err);
  if (s >= 0) {
    slopes_below(slope, p, y, n_rows, n, last);
    tame_h5_write(out, path, axis, slope, meaning, "1");
  }
  free(p);
  return s;
}

#endif
