/* SPDX-License-Identifier: MIT */
/* E7: a Cantor-like value function from a linear lower level.
 *
 *     F(z) = z^2 + c, c = -3, beta = (1 + sqrt(1 - 4c))/2,
 *     Q = (F^n(x)^2 - beta^2) y, y in [0,1], P = 1 - y,
 *
 * so phi = 0 on K_n = {|F^n(x)| <= beta}, which is 2^n intervals, and 1 elsewhere:
 * circuits of size n, polynomials of degree 2^(n+1).  The intervals follow from
 * inverse branches +-sqrt(u - c); the value function is evaluated on a grid by
 * iterating F, once in doubles and once with intervals, which say where the sign
 * of F^n(x)^2 - beta^2 is certain.
 *
 * A cell is one n. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "examples.h"
#include "tame/base.h"
#include "tame/exp.h"
#include "tame/interval.h"
#include "tame/value_function.h"

enum { DRAWN = 7, FIT_FROM = 8, MAX_LEVEL = 20 };
static const double C = -3.0, CLIP = 1e3;

static const tame_option PARAMS[] = {
    {"level", {8, 12, 16}, 8, MAX_LEVEL, "largest n", NULL},
    {"points", {2001, 20001, 200001}, 3, 10000001, "grid points", NULL},
    {0}};

static double beta(void) { return 0.5 * (1.0 + sqrt(1.0 - 4.0 * C)); }

typedef struct {
  double lo, hi;
} segment;

/* The 2^n intervals of K_n, increasing; n levels of inverse branches. */
static segment *intervals(size_t n)
{
  segment *s = tame_calloc((size_t)1 << n, sizeof *s);
  segment *next = tame_calloc((size_t)1 << n, sizeof *s);
  s[0] = (segment){-beta(), beta()};
  for (size_t level = 0; level < n; level++) {
    const size_t count = (size_t)1 << level;
    for (size_t i = 0; i < count; i++) {
      const double lo = sqrt(s[i].lo - C), hi = sqrt(s[i].hi - C);
      next[count + i] = (segment){lo, hi};
      next[count - 1 - i] = (segment){-hi, -lo};
    }
    segment *swap = s;
    s = next;
    next = swap;
  }
  free(next);
  return s;
}

static double value_at(double sign)
{
  const double p = -1.0;
  return tame_linear_level(&sign, 1.0, &p, 1).optimistic;
}

/* phi by iterating F in doubles. */
static double iterated(double x, size_t n)
{
  for (size_t k = 0; k < n; k++) x = fmin(CLIP, x * x + C);
  return value_at(x * x - beta() * beta());
}

/* The same by intervals; NaN where the sign is not certain. */
static double certain(double x, size_t n)
{
  tame_interval z = tame_point(x);
  const tame_interval edge = tame_interval_scale(
      0.5, tame_interval_add(tame_point(1.0),
                             tame_interval_sqrt(tame_point(1.0 - 4.0 * C))));
  for (size_t k = 0; k < n; k++) {
    z = tame_interval_add(tame_interval_sqr(z), tame_point(C));
    z = tame_interval_min(z, tame_point(CLIP));
  }
  const tame_interval c =
      tame_interval_sub(tame_interval_sqr(z), tame_interval_sqr(edge));
  return c.lo > 0.0 || c.hi < 0.0 ? value_at(c.lo) : (double)NAN;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t n = cell->coord[0], count = (size_t)1 << n;
  const size_t points = tame_run_count(run, "points");
  segment *s = intervals(n);
  double length = 0.0, overlaps = 0.0, mismatch = 0.0, uncertain = 0.0;
  double wrong = 0.0;
  (void)err;
  for (size_t i = 0; i < count; i++) {
    length += s[i].hi - s[i].lo;
    overlaps += i > 0 && s[i].lo <= s[i - 1].hi;
  }
  for (size_t i = 0, at = 0; i < points; i++) {
    const double x = beta() * (2.0 * (double)i / (double)(points - 1) - 1.0);
    while (at + 1 < count && s[at].hi < x) at++;
    const double inside = s[at].lo <= x && x <= s[at].hi ? 0.0 : 1.0;
    const double sure = certain(x, n);
    mismatch += iterated(x, n) != inside;
    uncertain += isnan(sure);
    wrong += !isnan(sure) && sure != inside;
  }
  tame_h5_write_scalar(out, "count", (double)count - overlaps, "count", "1");
  tame_h5_write_scalar(out, "length", length, "length", "1");
  tame_h5_write_scalar(out, "mismatch", mismatch, "mismatch", "1");
  tame_h5_write_scalar(out, "uncertain", uncertain, "uncertain", "1");
  tame_h5_write_scalar(out, "wrong", wrong, "wrong", "1");
  free(s);
  return TAME_OK;
}

/* --- the whole -------------------------------------------------------------- */

static void write_bars(tame_h5 *out)
{
  enum { N = (2 << DRAWN) - 1 };
  double level[N], lo[N], hi[N];
  size_t k = 0;
  for (size_t n = 0; n <= DRAWN; n++) {
    segment *s = intervals(n);
    for (size_t i = 0; i < (size_t)1 << n; i++, k++) {
      level[k] = (double)n;
      lo[k] = s[i].lo;
      hi[k] = s[i].hi;
    }
    free(s);
  }
  tame_h5_group(out, "bars", "The intervals of K_0, ..., K_7");
  tame_h5_index(out, "bars/bar", N, "interval");
  tame_h5_write(out, "bars/level", "bar", level, "n", "1");
  tame_h5_write(out, "bars/left", "bar", lo, "left end", "1");
  tame_h5_write(out, "bars/right", "bar", hi, "right end", "1");
  tame_h5_panel(out, "bars", "level", "bar");
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  static const struct {
    const char *name, *meaning;
  } COLUMN[] = {{"count", "disjoint intervals of K_n"},
                {"mismatch", "grid points where iterating F disagrees"},
                {"uncertain", "grid points where intervals cannot decide"},
                {"wrong", "grid points where they decide otherwise"},
                {"length", "total length of K_n"}};
  const size_t n = tame_run_count(run, "level") + 1;
  double x[MAX_LEVEL + 1], ratio[MAX_LEVEL + 1], late = 0.0;
  example row = {"cantor_linear", 1, 1, 1, 1, 1, 1, 0, 0};
  tame_h5_group(out, "levels", "K_n against n");
  for (size_t i = 0; i < n; i++) x[i] = (double)i;
  tame_h5_axis(out, "levels/n", x, n, "n", "1");
  for (size_t c = 0; c < sizeof COLUMN / sizeof *COLUMN; c++) {
    char path[64];
    TAME_TRY(tame_cells_gather(x, cells, COLUMN[c].name, 1, err));
    snprintf(path, sizeof path, "levels/%s", COLUMN[c].name);
    tame_h5_write(out, path, "n", x, COLUMN[c].meaning, "1");
    for (size_t i = 0; i < n && c == 3; i++) row.error = fmax(row.error, x[i]);
  }
  for (size_t i = 0; i < n; i++) ratio[i] = i ? x[i] / x[i - 1] : (double)NAN;
  for (size_t i = FIT_FROM; i < n; i++)
    late = fmax(late, fabs(ratio[i] - ratio[n - 1]));
  tame_h5_write(out, "levels/ratio", "n", ratio,
                "length of K_n over that of K_{n-1}", "1");
  tame_h5_write_scalar(out, "levels/spread", late,
                       "largest difference of ratios to the last, n >= 8", "1");
  tame_h5_panel(out, "levels", "length", "n");
  write_bars(out);
  row.points = (double)(n * tame_run_count(run, "points"));
  write_examples(out, &row, 1);
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "level") + 1;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "n%zu", index);
  snprintf(cell->group, sizeof cell->group, "all n");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2407.12372/cantor",
          .title = "A Cantor-like value function from a linear lower level",
          .figures = "illus-cantor tab01-examples",
          .about = "The value function that is 0 on the points whose first n "
                   "iterates of a quadratic map stay bounded and 1 elsewhere, "
                   "from a lower level linear in y.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.01, 0.06, 0.65},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
