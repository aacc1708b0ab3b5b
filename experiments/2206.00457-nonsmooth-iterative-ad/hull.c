/* SPDX-License-Identifier: MIT */
/* An illustration of ours: how fast the set of all piggyback derivatives of the
 * heavy ball grows at the kink of kinked.h, against beta.
 *
 *     P_0 = {(1, 1)},   P_{k+1} = hull(M1 P_k u M2 P_k),
 *     g_k = max { |J| : J in P_k },
 *
 * where hull is the vertices of the convex hull, so that g_k is the maximum over
 * all 2^k products.  It grows like the joint spectral radius of {M1, M2}, which
 * is at least rho(product)^(1/length) for every product; all up to a length
 * are tried.  A cell is one beta.
 *
 * scale     steps  length  one core
 * smoke       400      11  0.1 s
 * default     400      11  0.1 s
 * paper       400      14  0.45 s */
#include <stdio.h>
#include <stdlib.h>

#include "kinked.h"
#include "tame/exp.h"
#include "tame/hull.h"

enum { STEPS = 400, FIT_FROM = 100, MAX_LENGTH = 20, N_GRID = 57 };
static const double BETA[] = {0.50, 0.52, 0.54, 0.56, 0.58, 0.60,
                              0.62, 0.64, 0.65, 0.66, 0.68, 0.69,
                              0.70, 0.72, 0.74, 0.75, 0.76, 0.77};
enum { N_BETA = sizeof BETA / sizeof *BETA };

static const tame_option PARAMS[] = {
    {"length", {11, 11, 14}, 11, MAX_LENGTH, "longest product tried", NULL},
    {0}};

/* --- one beta --------------------------------------------------------------- */

/* g [STEPS + 1]; *most: the largest number of vertices. */
static void hulls(double *g, double *most, const double *m1, const double *m2)
{
  size_t n = 1;
  double *p = tame_vec(2);
  p[0] = p[1] = 1.0;
  *most = 1.0;
  for (size_t k = 0;; k++) {
    g[k] = 0.0;
    for (size_t i = 0; i < n; i++) g[k] = fmax(g[k], tame_norm(p + 2 * i, 2));
    if (k == STEPS) break;
    double *next = tame_vec(4 * n);
    for (size_t i = 0; i < n; i++) {
      for (size_t c = 0; c < 2; c++) {
        next[2 * i + c] = m1[2 * c] * p[2 * i] + m1[2 * c + 1] * p[2 * i + 1];
        next[2 * (n + i) + c] =
            m2[2 * c] * p[2 * i] + m2[2 * c + 1] * p[2 * i + 1];
      }
    }
    free(p);
    p = next;
    n = tame_convex_hull(p, 2 * n);
    *most = fmax(*most, (double)n);
  }
  free(p);
}

static double growth(const double *g)
{
  double k[STEPS + 1], y[STEPS + 1];
  for (size_t i = FIT_FROM; i <= STEPS; i++) {
    k[i] = (double)i;
    y[i] = log(g[i]);
  }
  return exp(
      tame_fit_line(k + FIT_FROM, y + FIT_FROM, STEPS + 1 - FIT_FROM).slope);
}

/* best [longest] <- max over products of length l + 1 of rho^(1/(l + 1)) */
static void cycles(double *best, size_t longest, const double *m1,
                   const double *m2)
{
  for (size_t l = 1; l <= longest; l++) {
    best[l - 1] = 0.0;
    for (unsigned word = 0; word < 1U << l; word++) {
      double product[4] = {1, 0, 0, 1}, next[4];
      for (size_t i = 0; i < l; i++) {
        multiply(next, word >> i & 1U ? m2 : m1, product);
        memcpy(product, next, sizeof product);
      }
      best[l - 1] = fmax(best[l - 1], pow(radius(product), 1.0 / (double)l));
    }
  }
}

/* The axis 1, 2, ..., LONGEST. */
static void write_lengths(tame_h5 *out, const char *path, size_t longest)
{
  double x[MAX_LENGTH];
  for (size_t i = 0; i < longest; i++) x[i] = (double)(i + 1);
  tame_h5_axis(out, path, x, longest, "length of a product", "1");
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  double m1[4], m2[4], g[STEPS + 1], best[MAX_LENGTH], most;
  const double beta = BETA[cell->coord[0]];
  const size_t longest = tame_run_count(run, "length");
  (void)err;
  step_matrix(m1, beta, SLOPE_1);
  step_matrix(m2, beta, SLOPE_2);
  hulls(g, &most, m1, m2);
  cycles(best, longest, m1, m2);
  tame_h5_index(out, "iteration", STEPS + 1, "iteration k");
  write_lengths(out, "length", longest);
  tame_h5_write(out, "largest", "iteration", g, "largest", "1");
  tame_h5_write(out, "cycle", "length", best, "cycle", "1");
  tame_h5_write_scalar(out, "factor", growth(g), "factor", "1");
  tame_h5_write_scalar(out, "vertices", most, "vertices", "1");
  return TAME_OK;
}

/* --- the whole ---------------------------------------------------------------- */

static double four_cycle_factor(double beta)
{
  double m[4];
  four_cycle(m, beta);
  return pow(radius(m), 0.25);
}

/* beta at which the four-cycle neither grows nor shrinks */
static double threshold(void)
{
  double lo = 0.6, hi = 0.75;
  while (hi - lo > 1e-14) {
    const double mid = 0.5 * (lo + hi);
    if (mid == lo || mid == hi) break;
    if (four_cycle_factor(mid) < 1.0) {
      lo = mid;
    } else {
      hi = mid;
    }
  }
  return 0.5 * (lo + hi);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  static const tame_field FIELDS[] = {
      {"largest", "beta iteration", "largest |J| of all products of k matrices",
       "1"},
      {"factor", "beta", "fitted growth of it in one step", "1"},
      {"cycle", "beta length",
       "growth in one step of the best periodic product", "1"},
      {"vertices", "beta", "largest number of vertices of a hull", "1"}};
  double grid[N_GRID], four[N_GRID];
  tame_h5_group(out, "growth", "All products of derivatives, against beta");
  tame_h5_axis(out, "growth/beta", BETA, N_BETA, "inertia beta", "1");
  tame_h5_index(out, "growth/iteration", STEPS + 1, "iteration k");
  write_lengths(out, "growth/length", tame_run_count(run, "length"));
  TAME_TRY(tame_fields_merge(out, "growth", FIELDS, 4, cells, err));
  tame_h5_panel(out, "growth", "factor", "beta");
  for (size_t i = 0; i < N_GRID; i++) {
    grid[i] = 0.5 + 0.005 * (double)i;
    four[i] = four_cycle_factor(grid[i]);
  }
  tame_h5_group(out, "four_cycle", "The product M1 M1 M2 M2, against beta");
  tame_h5_axis(out, "four_cycle/beta", grid, N_GRID, "inertia beta", "1");
  tame_h5_write(out, "four_cycle/factor", "beta", four,
                "spectral radius to the power 1/4", "1");
  tame_h5_write_scalar(out, "four_cycle/threshold", threshold(),
                       "beta at which it is 1", "1");
  tame_h5_panel(out, "four_cycle", "factor", "beta");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_BETA;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "beta%g", BETA[index]);
  snprintf(cell->group, sizeof cell->group, "all beta");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.00457/hull",
          .title = "Growth of all piggyback derivatives of the heavy ball",
          .figures = "illus-hull",
          .about = "Exact growth of the largest product of derivatives of the "
                   "heavy ball at a kink, by planar convex hulls, and of the "
                   "best periodic products.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .cost = {0.1, 0.1, 0.45},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
