/* SPDX-License-Identifier: MIT */
/* How fast can products of heavy-ball Jacobians grow?  With M1 and M2 as in
 * heavy_ball.c, for many beta, the set of all derivatives of the k-th iterate
 * at 0 has the convex hull
 *
 *     P_0 = {(1, 1)},   P_{k+1} = hull(M1 P_k u M2 P_k),
 *
 * since products are linear in each factor.  g_k is the largest norm in P_k and
 * its growth factor per step is exp of the slope of log g_k over the later half
 * of the iterations; the joint spectral radius of {M1, M2} is its limit.  Beside
 * it: the factor of the 4-cycle, rho(M1 M1 M2 M2)^{1/4}, of the best 11-cycle,
 * and beta where the 4-cycle's is 1.  A cell is one beta. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/hull.h"
#include "tame/la.h"
#include "tame/stats.h"

static const double BETA[] = {0.50, 0.52, 0.54, 0.56, 0.58, 0.60,
                              0.62, 0.64, 0.65, 0.66, 0.68, 0.69,
                              0.70, 0.72, 0.74, 0.75, 0.76, 0.77};
enum { N_BETA = sizeof BETA / sizeof *BETA, CYCLE = 11, MOST_VERTICES = 4096 };

static const tame_option PARAMS[] = {
    {"steps", {400, 400, 2000}, 400, 1e5, "iterations of the hull", NULL}, {0}};

/* m1, m2 [2 x 2] for one beta: alpha = 1, f'' = 1 and 1/4. */
static void matrices(double m1[4], double m2[4], double beta)
{
  const double one[4] = {beta, -beta, 1.0, 0.0};
  const double two[4] = {0.75 + beta, -beta, 1.0, 0.0};
  memcpy(m1, one, sizeof one);
  memcpy(m2, two, sizeof two);
}

/* c <- a b, 2 x 2 */
static void times(double c[4], const double a[4], const double b[4])
{
  const double p[4] = {a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
                       a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3]};
  memcpy(c, p, sizeof p);
}

/* Spectral radius of a 2 x 2 matrix, to the power 1/length. */
static double factor(const double m[4], size_t length)
{
  double re[2], im[2];
  if (tame_la_eigenvalues(re, im, m, 2) < 0) return (double)NAN;
  const double radius = fmax(hypot(re[0], im[0]), hypot(re[1], im[1]));
  return pow(radius, 1.0 / (double)length);
}

/* Growth per step of the cycle whose bit i says M2 (1) or M1 (0) in step i. */
static double cycle_factor(unsigned bits, size_t length, double beta)
{
  double m[2][4], product[4] = {1.0, 0.0, 0.0, 1.0};
  matrices(m[0], m[1], beta);
  for (size_t i = 0; i < length; i++) times(product, m[bits >> i & 1], product);
  return factor(product, length);
}

static const unsigned FOUR_CYCLE = 3; /* M1 M1 M2 M2: M2, M2 first */

static double best_cycle(size_t length, double beta)
{
  double best = 0.0;
  for (unsigned bits = 0; bits < 1u << length; bits++)
    best = fmax(best, cycle_factor(bits, length, beta));
  return best;
}

/* beta at which the 4-cycle neither grows nor decays, by bisection. */
static double threshold(void)
{
  double lo = 0.5, hi = 0.77;
  while (hi - lo > 1e-12) {
    const double mid = 0.5 * (lo + hi);
    *(cycle_factor(FOUR_CYCLE, 4, mid) < 1.0 ? &lo : &hi) = mid;
  }
  return 0.5 * (lo + hi);
}

/* g [steps + 1] and the number of vertices of the last hull. */
static size_t grow(double *g, size_t steps, double beta)
{
  double m[2][4], *points = tame_vec(2 * MOST_VERTICES);
  double *images = tame_vec(4 * MOST_VERTICES);
  size_t n = 1;
  points[0] = points[1] = 1.0;
  matrices(m[0], m[1], beta);
  for (size_t k = 0; k <= steps; k++) {
    g[k] = 0.0;
    for (size_t i = 0; i < n; i++)
      g[k] = fmax(g[k], hypot(points[2 * i], points[2 * i + 1]));
    for (size_t side = 0; side < 2; side++)
      for (size_t i = 0; i < n; i++) {
        const double *p = points + 2 * i;
        double *q = images + 2 * (side * n + i);
        q[0] = m[side][0] * p[0] + m[side][1] * p[1];
        q[1] = p[0];
      }
    n = tame_convex_hull(images, 2 * n);
    TAME_REQUIRE(n <= MOST_VERTICES);
    memcpy(points, images, 2 * n * sizeof *points);
  }
  free(points);
  free(images);
  return n;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t steps = tame_run_count(run, "steps");
  const double beta = BETA[cell->index];
  double *g = tame_vec(steps + 1), *k = tame_vec(steps + 1);
  double *y = tame_vec(steps + 1);
  (void)err;
  const size_t vertices = grow(g, steps, beta);
  for (size_t i = 0; i <= steps; i++) {
    k[i] = (double)i;
    y[i] = log(g[i]);
  }
  const size_t half = steps / 2;
  tame_h5_axis(out, "k", k, steps + 1, "iteration k", "1");
  tame_h5_write(out, "norm", "k", g, "largest norm", "1");
  tame_h5_write_scalar(
      out, "growth",
      exp(tame_fit_line(k + half, y + half, steps + 1 - half).slope),
      "growth factor", "1");
  tame_h5_write_scalar(out, "vertices", (double)vertices, "vertices", "1");
  tame_h5_write_scalar(out, "cycle4", cycle_factor(FOUR_CYCLE, 4, beta),
                       "growth factor", "1");
  tame_h5_write_scalar(out, "cycle11", best_cycle(CYCLE, beta), "growth factor",
                       "1");
  free(g);
  free(k);
  free(y);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  static const char *const NUMBERS[][2] = {
      {"growth", "growth factor of g_k per step"},
      {"vertices", "vertices of the last hull"},
      {"cycle4", "growth per step of M1 M1 M2 M2"},
      {"cycle11", "growth per step of the best product of 11"}};
  const size_t steps = tame_run_count(run, "steps");
  double *k = tame_vec(steps + 1), *g = tame_vec(N_BETA * (steps + 1));
  char path[64];
  tame_status s = tame_cells_gather(g, cells, "norm", steps + 1, err);
  for (size_t i = 0; i <= steps; i++) k[i] = (double)i;
  tame_h5_group(out, "hull", "growth of the set of derivatives");
  tame_h5_axis(out, "hull/beta", BETA, N_BETA, "momentum beta", "1");
  tame_h5_axis(out, "hull/k", k, steps + 1, "iteration k", "1");
  tame_h5_write(out, "hull/norm", "beta k", g, "largest norm g_k", "1");
  for (size_t i = 0; i < 4 && s >= 0; i++) {
    double x[N_BETA];
    s = tame_cells_gather(x, cells, NUMBERS[i][0], 1, err);
    snprintf(path, sizeof path, "hull/%s", NUMBERS[i][0]);
    tame_h5_write(out, path, "beta", x, NUMBERS[i][1], "1");
  }
  tame_h5_write_scalar(out, "hull/threshold", threshold(),
                       "beta where the 4-cycle neither grows nor decays", "1");
  tame_h5_panel(out, "hull", "norm", "beta k");
  free(k);
  free(g);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_BETA;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "beta%.2f", BETA[index]);
  snprintf(cell->group, sizeof cell->group, "all beta");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.00457/hull",
          .title = "Growth of the set of heavy-ball derivatives at a kink",
          .figures = "illus-hull",
          .about = "Convex hulls of all products of the two Jacobians of heavy "
                   "ball at a kink, applied to one vector, for many momentum "
                   "parameters.  An illustration, not an experiment of the "
                   "paper.",
          .params = PARAMS,
          .cost = {0.3, 0.3, 1.0},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
