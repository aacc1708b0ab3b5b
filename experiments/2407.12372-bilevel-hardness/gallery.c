/* SPDX-License-Identifier: MIT */
/* E1: eight lower semicontinuous functions as value functions of smooth,
 * unconstrained lower levels (tame/smooth_level.h), with a proof of h > 0 below
 * each computed value; and by how much plain double arithmetic, where
 * exp(-eps / t) underflows, displaces a jump.
 *
 * A cell is one function.  `refine` makes every grid that many times finer. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "examples.h"
#include "tame/base.h"
#include "tame/exp.h"
#include "tame/smooth_level.h"

static const double LO = -4.0, HI = 4.0, TOL = 1e-12, GAP = 1e-9;
static const double EPS[] = {1.0, 1e-1, 1e-2, 1e-3};
enum { N_EPS = sizeof EPS / sizeof *EPS };

static const tame_option PARAMS[] = {
    {"refine", {1, 1, 8}, 1, 1000, "refinement of the grids", NULL}, {0}};

/* What is kept of one function. */
typedef enum {
  POINTS,     /* of the grid */
  ERROR,      /* largest |value - target| */
  INFINITE,   /* points with value +inf */
  WRONG,      /* points where only one of value and target is +inf */
  LOW,        /* points with value <= -1/10 */
  LOW_WANTED, /* points with target <= -1/10 */
  UNPROVED,   /* points without certificate */
  BOXES,      /* largest number of intervals of a certificate */
  N_SUMMARY
} summary;

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const tame_smooth_example *e = &tame_smooth_gallery()[cell->coord[0]];
  const long fine = (long)tame_run_count(run, "refine");
  const long first = e->first * fine, den = e->den * fine, stride = e->stride;
  const size_t n = (size_t)((e->last * fine - first) / stride) + 1;
  double *x = tame_vec(n), *value = tame_vec(n), *target = tame_vec(n);
  double *boxes = tame_vec(n), *top = tame_vec(n), s[N_SUMMARY] = {0};
  (void)err;
  s[POINTS] = (double)n;
  for (size_t i = 0; i < n; i++) {
    const long num = first + (long)i * stride;
    x[i] = (double)num / (double)den;
    const tame_smooth_value v =
        tame_smooth_level_value(&e->level, x[i], LO, HI, TOL, GAP);
    value[i] = v.value;
    target[i] = e->target(num, den);
    boxes[i] = (double)v.boxes;
    top[i] = isinf(v.value) ? 1.0 : (double)NAN;
    s[INFINITE] += isinf(v.value) != 0;
    if (isinf(v.value) != isinf(target[i]))
      s[WRONG]++;
    else if (!isinf(v.value))
      s[ERROR] = fmax(s[ERROR], fabs(v.value - target[i]));
    s[LOW] += v.value <= -0.1 + 1e-9;
    s[LOW_WANTED] += target[i] <= -0.1 + 1e-9;
    s[UNPROVED] += !v.is_certified;
    s[BOXES] = fmax(s[BOXES], boxes[i]);
  }
  tame_h5_axis(out, "x", x, n, "x", "1");
  tame_h5_write(out, "value", "x", value, "value", "1");
  tame_h5_write(out, "target", "x", target, "target", "1");
  tame_h5_write(out, "top", "x", top, "top", "1");
  tame_h5_write(out, "boxes", "x", boxes, "boxes", "1");
  tame_h5_index(out, "quantity", N_SUMMARY, "quantity");
  tame_h5_write(out, "summary", "quantity", s, "summary", "1");
  free(x);
  free(value);
  free(target);
  free(boxes);
  free(top);
  return TAME_OK;
}

/* --- the whole -------------------------------------------------------------- */

static tame_status merge_function(tame_h5 *out, const tame_cells *cells,
                                  size_t index, tame_error *err)
{
  static const struct {
    const char *from, *meaning;
  } PART[] = {
      {"value", "value function of the smooth programme"},
      {"target", "prescribed function"},
      {"top", "1 where the value is +inf"},
      {"boxes", "intervals that prove h > 0 below the value"},
  };
  const char *name = tame_smooth_gallery()[index].name;
  char path[64];
  double *x;
  tame_h5_shape shape;
  snprintf(path, sizeof path, "gallery_%s", name);
  tame_h5_group(out, path, name);
  for (size_t i = 0; i <= sizeof PART / sizeof *PART; i++) {
    const char *from = i == 0 ? "x" : PART[i - 1].from;
    TAME_TRY(tame_cells_read(&x, &shape, cells, index, from, err));
    snprintf(path, sizeof path, "gallery_%s/%s", name, from);
    if (i == 0)
      tame_h5_axis(out, path, x, shape.count, "x", "1");
    else
      tame_h5_write(out, path, "x", x, PART[i - 1].meaning, "1");
    free(x);
  }
  snprintf(path, sizeof path, "gallery_%s", name);
  tame_h5_panel(out, path, "value", "x");
  return TAME_OK;
}

/* x [TAME_N_SMOOTH x N_SUMMARY]; all are lower semicontinuous. */
static void write_rows(tame_h5 *out, const double *x)
{
  example row[TAME_N_SMOOTH];
  for (size_t f = 0; f < TAME_N_SMOOTH; f++) {
    const char *name = tame_smooth_gallery()[f].name;
    row[f] = (example){.name = name,
                       .is_semialgebraic = strcmp(name, "max_min") != 0,
                       .is_lsc = 1,
                       .is_bounded = strcmp(name, "indicator") != 0,
                       .points = x[f * N_SUMMARY + POINTS],
                       .error = x[f * N_SUMMARY + ERROR]};
  }
  write_examples(out, row, TAME_N_SMOOTH);
}

static tame_status merge_summary(tame_h5 *out, const tame_cells *cells,
                                 tame_error *err)
{
  static const struct {
    const char *name, *meaning;
  } COLUMN[N_SUMMARY] = {
      {"points", "points of the grid"},
      {"error", "largest difference to the prescribed function"},
      {"infinite", "points with value +inf"},
      {"wrong", "points where only one of value and target is +inf"},
      {"low", "points with value <= -1/10"},
      {"low_wanted", "points with target <= -1/10"},
      {"unproved", "points without certificate"},
      {"boxes", "most intervals of a certificate"},
  };
  double x[TAME_N_SMOOTH * N_SUMMARY], column[TAME_N_SMOOTH];
  char words[256] = "", path[64];
  size_t used = 0;
  TAME_TRY(tame_cells_gather(x, cells, "summary", N_SUMMARY, err));
  tame_h5_group(out, "summary", "All functions");
  for (size_t f = 0; f < TAME_N_SMOOTH; f++)
    used += (size_t)snprintf(words + used, sizeof words - used, "%s%s",
                             f ? " " : "", tame_smooth_gallery()[f].name);
  tame_h5_codes(out, "summary/function", words, "prescribed function");
  for (size_t c = 0; c < N_SUMMARY; c++) {
    for (size_t f = 0; f < TAME_N_SMOOTH; f++) column[f] = x[f * N_SUMMARY + c];
    snprintf(path, sizeof path, "summary/%s", COLUMN[c].name);
    tame_h5_write(out, path, "function", column, COLUMN[c].meaning, "1");
  }
  tame_h5_panel(out, "summary", "error", "function");
  write_rows(out, x);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double threshold[N_EPS], ratio[N_EPS];
  (void)run;
  for (size_t f = 0; f < TAME_N_SMOOTH; f++)
    TAME_TRY(merge_function(out, cells, f, err));
  TAME_TRY(merge_summary(out, cells, err));
  for (size_t i = 0; i < N_EPS; i++) {
    threshold[i] = tame_theta_underflow(EPS[i]);
    ratio[i] = threshold[i] / EPS[i];
  }
  tame_h5_group(out, "underflow", "Jumps in plain double arithmetic");
  tame_h5_axis(out, "underflow/eps", EPS, N_EPS, "eps", "1");
  tame_h5_write(out, "underflow/threshold", "eps", threshold,
                "largest t with exp(-eps/t) = 0: where a jump at 0 appears",
                "1");
  tame_h5_write(out, "underflow/ratio", "eps", ratio, "threshold / eps", "1");
  tame_h5_panel(out, "underflow", "threshold", "eps");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return TAME_N_SMOOTH;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "%s",
           tame_smooth_gallery()[index].name);
  snprintf(cell->group, sizeof cell->group, "all functions");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2407.12372/gallery",
          .title = "Value functions of smooth lower levels",
          .figures = "illus-smooth-gallery tab01-examples",
          .about = "Eight lower semicontinuous functions, realised as value "
                   "functions of smooth unconstrained bilevel programmes and "
                   "computed with certificates.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.2, 0.2, 1.5},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
