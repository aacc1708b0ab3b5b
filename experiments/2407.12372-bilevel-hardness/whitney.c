/* SPDX-License-Identifier: MIT */
/* E2: Whitney's discs under two functions on [0,1], to increasing depth
 * (tame/whitney.h): |x - 1/2|, and Takagi's function with 23 jumps downwards
 * (tame/takagi.h).  phi_D <= phi increases to phi.
 *
 * A cell is one function.  Errors are taken at the mid-points (i + 1/2) / 512
 * and at i / 120, which contains all jumps but those with q = 7. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/stats.h"
#include "tame/takagi.h"
#include "tame/whitney.h"

enum {
  FIRST = 4,
  DRAWN = 6,
  FITTED = 10,
  MID = 512,
  TWELFTHS = 120,
  N_CURVE = 1921,
  N_FUNCTIONS = 2
};
static const char FUNCTIONS[] = "abs rough";
static const double TOL = 1e-12;

static const tame_option PARAMS[] = {{"depth",
                                      {6, 10, 13},
                                      DRAWN,
                                      TAME_WHITNEY_MAX_DEPTH,
                                      "largest depth D",
                                      NULL},
                                     {0}};

/* --- the two functions ------------------------------------------------------ */

static double abs_at(long num, long den)
{
  return fabs((double)num / (double)den - 0.5);
}

static double abs_below(double lo, double hi, void *ctx)
{
  (void)ctx;
  return lo <= 0.5 && hi >= 0.5 ? 0.0 : fmin(fabs(lo - 0.5), fabs(hi - 0.5));
}

static double rough_below(double lo, double hi, void *ctx)
{
  return tame_takagi_below(ctx, lo, hi);
}

typedef struct {
  double (*at)(long num, long den);
  tame_whitney *w;
} covered;

static double value(const covered *c, size_t depth, long num, long den)
{
  return tame_whitney_value(c->w, depth, (double)num / (double)den);
}

/* --- one depth -------------------------------------------------------------- */

typedef struct {
  double discs, mean, max_mid, max_twelfths, violations, decreases;
} errors;

/* phi - phi_D over the points num = first, first + step, ... <= last over den;
 * before [..]: phi_D of the depth before, replaced by that of this one. */
static double sweep(errors *e, double *most, double *before, const covered *c,
                    size_t depth, long first, long step, long last, long den)
{
  double sum = 0.0;
  for (long num = first; num <= last; num += step) {
    const double phi = c->at(num, den), v = value(c, depth, num, den);
    double *old = &before[(num - first) / step];
    sum += phi - v;
    *most = fmax(*most, phi - v);
    e->violations += v > phi + TOL;
    e->decreases += v < *old - TOL;
    *old = v;
  }
  return sum / (double)((last - first) / step + 1);
}

static errors measure(const covered *c, size_t depth, double *before)
{
  errors e = {.discs = (double)tame_whitney_count(c->w, depth)};
  e.mean = sweep(&e, &e.max_mid, before, c, depth, 1, 2, 2 * MID - 1, 2 * MID);
  sweep(&e, &e.max_twelfths, before + MID, c, depth, 0, 1, TWELFTHS, TWELFTHS);
  return e;
}

static void write_errors(tame_h5 *out, const covered *c, size_t depth)
{
  const size_t n = depth - FIRST + 1;
  double *d = tame_vec(7 * n), *before = tame_vec(MID + TWELFTHS + 1);
  double *log_mean = tame_vec(n);
  for (size_t i = 0; i < MID + TWELFTHS + 1; i++) before[i] = -INFINITY;
  for (size_t i = 0; i < n; i++) {
    const errors e = measure(c, FIRST + i, before);
    d[i] = (double)(FIRST + i);
    d[n + i] = e.discs;
    d[2 * n + i] = e.mean;
    d[3 * n + i] = e.max_mid;
    d[4 * n + i] = e.max_twelfths;
    d[5 * n + i] = e.violations;
    d[6 * n + i] = e.decreases;
    log_mean[i] = log2(e.mean);
  }
  const size_t fitted = n < FITTED - FIRST + 1 ? n : FITTED - FIRST + 1;
  tame_h5_axis(out, "depth", d, n, "depth", "1");
  tame_h5_write(out, "discs", "depth", d + n, "discs", "1");
  tame_h5_write(out, "mean", "depth", d + 2 * n, "mean", "1");
  tame_h5_write(out, "max_mid", "depth", d + 3 * n, "max_mid", "1");
  tame_h5_write(out, "max_twelfths", "depth", d + 4 * n, "max_twelfths", "1");
  tame_h5_write(out, "violations", "depth", d + 5 * n, "violations", "1");
  tame_h5_write(out, "decreases", "depth", d + 6 * n, "decreases", "1");
  tame_h5_write_scalar(out, "slope", tame_fit_line(d, log_mean, fitted).slope,
                       "slope", "1");
  free(d);
  free(before);
  free(log_mean);
}

/* --- what is drawn ---------------------------------------------------------- */

static void write_drawing(tame_h5 *out, const covered *c)
{
  const size_t n = tame_whitney_count(c->w, DRAWN);
  const tame_disc *disc = tame_whitney_discs(c->w);
  double *x = tame_vec(n), *y = tame_vec(n), *r = tame_vec(n);
  double *at = tame_vec(N_CURVE), *phi = tame_vec(N_CURVE);
  double *low = tame_vec(N_CURVE);
  for (size_t i = 0; i < n; i++) {
    x[i] = disc[i].x;
    y[i] = disc[i].y;
    r[i] = disc[i].r;
  }
  for (size_t i = 0; i < N_CURVE; i++) {
    at[i] = (double)i / (N_CURVE - 1);
    phi[i] = c->at((long)i, N_CURVE - 1);
    low[i] = value(c, DRAWN, (long)i, N_CURVE - 1);
  }
  tame_h5_index(out, "disc", n, "disc");
  tame_h5_write(out, "disc_x", "disc", x, "disc_x", "1");
  tame_h5_write(out, "disc_y", "disc", y, "disc_y", "1");
  tame_h5_write(out, "disc_r", "disc", r, "disc_r", "1");
  tame_h5_axis(out, "x", at, N_CURVE, "x", "1");
  tame_h5_write(out, "phi", "x", phi, "phi", "1");
  tame_h5_write(out, "phi_depth", "x", low, "phi_depth", "1");
  free(x);
  free(y);
  free(r);
  free(at);
  free(phi);
  free(low);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t depth = tame_run_count(run, "depth");
  const bool is_rough = cell->coord[0] == 1;
  tame_takagi_table *t = is_rough ? tame_takagi_alloc() : NULL;
  const covered c = {
      is_rough ? tame_takagi : abs_at,
      tame_whitney_alloc(depth, is_rough ? rough_below : abs_below, t)};
  (void)err;
  write_errors(out, &c, depth);
  write_drawing(out, &c);
  tame_whitney_free(c.w);
  tame_takagi_free(t);
  return TAME_OK;
}

/* --- the whole -------------------------------------------------------------- */

typedef struct {
  const char *name, *axes, *meaning;
} column;

static const column CURVES[] = {
    {"discs", "function depth", "discs of depth at most D"},
    {"mean", "function depth", "mean of phi - phi_D over 512 mid-points"},
    {"max_mid", "function depth", "largest phi - phi_D over 512 mid-points"},
    {"max_twelfths", "function depth", "largest phi - phi_D over x = i/120"},
    {"violations", "function depth", "points with phi_D > phi"},
    {"decreases", "function depth", "points where phi_D is below phi_{D-1}"},
    {"slope", "function",
     "slope of log2 of the mean error against D, D = 4, ..., 10"}};
enum { N_CURVES = sizeof CURVES / sizeof *CURVES };

static tame_status merge_errors(tame_h5 *out, const tame_cells *cells,
                                size_t depth, tame_error *err)
{
  const size_t n = depth - FIRST + 1;
  double *x = tame_vec(N_FUNCTIONS * n), *d = tame_vec(n);
  tame_status s = TAME_OK;
  for (size_t i = 0; i < n; i++) d[i] = (double)(FIRST + i);
  tame_h5_group(out, "error", "phi - phi_D against the depth D");
  tame_h5_codes(out, "error/function", FUNCTIONS, "prescribed function");
  tame_h5_axis(out, "error/depth", d, n, "depth D", "1");
  for (size_t i = 0; i < N_CURVES && s >= 0; i++) {
    char path[64];
    snprintf(path, sizeof path, "error/%s", CURVES[i].name);
    s = tame_cells_gather(x, cells, CURVES[i].name, i + 1 < N_CURVES ? n : 1,
                          err);
    if (s >= 0)
      tame_h5_write(out, path, CURVES[i].axes, x, CURVES[i].meaning, "1");
  }
  tame_h5_panel(out, "error", "mean", "function depth");
  free(x);
  free(d);
  return s;
}

static tame_status merge_drawing(tame_h5 *out, const tame_cells *cells,
                                 size_t index, const char *name,
                                 tame_error *err)
{
  static const column PART[] = {
      {"x", NULL, "x"},
      {"phi", "x", "phi"},
      {"phi_depth", "x", "phi_D at depth D = 6"},
      {"disc_x", "disc", "centre, x"},
      {"disc_y", "disc", "centre, y"},
      {"disc_r", "disc", "radius"},
  };
  char path[64];
  double *x;
  tame_h5_shape shape;
  snprintf(path, sizeof path, "drawing_%s", name);
  tame_h5_group(out, path, "Discs up to depth 6 under a function");
  for (size_t i = 0; i < sizeof PART / sizeof *PART; i++) {
    TAME_TRY(tame_cells_read(&x, &shape, cells, index, PART[i].name, err));
    if (i == 3) {
      snprintf(path, sizeof path, "drawing_%s/disc", name);
      tame_h5_index(out, path, shape.count, "disc");
    }
    snprintf(path, sizeof path, "drawing_%s/%s", name, PART[i].name);
    if (PART[i].axes)
      tame_h5_write(out, path, PART[i].axes, x, PART[i].meaning, "1");
    else
      tame_h5_axis(out, path, x, shape.count, PART[i].meaning, "1");
    free(x);
  }
  snprintf(path, sizeof path, "drawing_%s", name);
  tame_h5_panel(out, path, "phi", "x");
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  TAME_TRY(merge_errors(out, cells, tame_run_count(run, "depth"), err));
  TAME_TRY(merge_drawing(out, cells, 0, "abs", err));
  return merge_drawing(out, cells, 1, "rough", err);
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_FUNCTIONS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "%s", index ? "rough" : "abs");
  snprintf(cell->group, sizeof cell->group, "both functions");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2407.12372/whitney",
          .title = "Whitney's discs under a lower semicontinuous function",
          .figures = "illus-whitney illus-whitney-error",
          .about = "A smooth lower level for any lower semicontinuous value "
                   "function, built disc by disc to a finite depth, and the "
                   "error of its value function.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.05, 0.1, 0.4},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
