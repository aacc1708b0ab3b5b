/* SPDX-License-Identifier: MIT */
/* I3, an illustration of ours: isotropic quadratics (tame/bias_quadratic.h) with
 * theta1 = 0, theta0 = e1, sigma1^2 = 1 in dimensions 2, 3, 5: shares of the unit
 * ball that are adverse, or not dominated by the majority, counted at uniform
 * points and exact.  For a count k of n points and an exact share q, the two-sided
 * tail is min(1, 2 P(X <= k), 2 P(X >= k)), X binomial (n, q).  A cell is one
 * dimension; its models see the same points. */
#include <gsl/gsl_cdf.h>

#include "tame/bias_quadratic.h"
#include "theory.h"

enum { N_DIMS = 3, N_MODELS = 8, N_CURVE = 61 };
static const double DIMENSION[N_DIMS] = {2, 3, 5};
static const double P[N_MODELS] = {0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.3, 0.4};
static const double VARIANCE[N_MODELS] = {1, 1, 1, 1, 1, 1, 0.5, 1};
static const double CURVE_FROM = 0.005, CURVE_TO = 0.45;

static const tame_option PARAMS[] = {{"points",
                                      {20000, 1000000, 10000000},
                                      100,
                                      1000000000,
                                      "random points in a ball",
                                      NULL},
                                     {0}};

static double tail(size_t count, size_t n, double q)
{
  if (isnan(q)) return (double)NAN;
  const double below = gsl_cdf_binomial_P((unsigned)count, q, (unsigned)n);
  const double above =
      count == 0 ? 1.0
                 : gsl_cdf_binomial_Q((unsigned)count - 1, q, (unsigned)n);
  return fmin(1.0, 2.0 * fmin(below, above));
}

/* NaN for a share that no point showed: nothing to draw on a logarithmic axis */
static double drawn(size_t count, size_t n)
{
  return count > 0 ? (double)count / (double)n : (double)NAN;
}

static tame_bias_isotropic isotropic(double p, double variance)
{
  return (tame_bias_isotropic){p, variance, 1.0, 1.0};
}

/* NAME_count, _exact, _tail, _drawn of one zone */
static void keep_zone(tame_h5 *out, const char *name, const size_t *count,
                      const double *exact, size_t n)
{
  double x[4][N_MODELS];
  static const char *const PART[4] = {"count", "exact", "tail", "drawn"};
  for (size_t k = 0; k < N_MODELS; k++) {
    x[0][k] = (double)count[k];
    x[1][k] = exact[k];
    x[2][k] = tail(count[k], n, exact[k]);
    x[3][k] = drawn(count[k], n);
  }
  for (size_t j = 0; j < 4; j++) {
    char path[64];
    snprintf(path, sizeof path, "%s_%s", name, PART[j]);
    tame_cell_put(out, path, x[j], N_MODELS);
  }
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  (void)err;
  const size_t d = (size_t)DIMENSION[cell->index];
  const size_t n = tame_run_count(run, "points");
  tame_bias_isotropic model[N_MODELS];
  size_t adverse[N_MODELS], undominated[N_MODELS];
  double exact[2][N_MODELS], curve[2][N_CURVE];
  for (size_t k = 0; k < N_MODELS; k++) {
    model[k] = isotropic(P[k], VARIANCE[k]);
    exact[0][k] = tame_bias_isotropic_adverse(&model[k], d, 1.0);
    exact[1][k] = tame_bias_isotropic_undominated(&model[k], d, 1.0);
  }
  gsl_rng *rng = tame_run_rng(run, "points", d);
  tame_bias_isotropic_count(adverse, undominated, model, N_MODELS, d, 1.0, n,
                            rng);
  gsl_rng_free(rng);
  keep_zone(out, "adverse", adverse, exact[0], n);
  keep_zone(out, "undominated", undominated, exact[1], n);
  for (size_t i = 0; i < N_CURVE; i++) {
    const double p = CURVE_FROM * pow(CURVE_TO / CURVE_FROM,
                                      (double)i / (double)(N_CURVE - 1));
    const tame_bias_isotropic q = isotropic(p, 1.0);
    curve[0][i] = tame_bias_isotropic_adverse(&q, d, 1.0);
    curve[1][i] = tame_bias_isotropic_undominated(&q, d, 1.0);
  }
  tame_cell_put(out, "adverse_curve", curve[0], N_CURVE);
  tame_cell_put(out, "undominated_curve", curve[1], N_CURVE);
  return TAME_OK;
}

static tame_status merge_zone(tame_h5 *out, const tame_cells *cells,
                              const char *zone, tame_error *err)
{
  static const char *const PART[4][2] = {
      {"count", "points counted"},
      {"exact", "exact share of the ball; NaN when not inside it"},
      {"tail", "two-sided binomial tail probability of the count"},
      {"drawn", "share counted; NaN for no point"}};
  for (size_t j = 0; j < 4; j++) {
    char name[32], path[64];
    snprintf(name, sizeof name, "%s_%s", zone, PART[j][0]);
    snprintf(path, sizeof path, "shares/%s", name);
    TAME_TRY(tame_cells_collect(out, cells, name, N_MODELS, path,
                                "dimension model", PART[j][1], err));
  }
  char name[32], path[64];
  snprintf(name, sizeof name, "%s_curve", zone);
  snprintf(path, sizeof path, "exact/%s", zone);
  return tame_cells_collect(out, cells, name, N_CURVE, path, "dimension p",
                            "exact share of the ball, variance factor 1", err);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double p[N_CURVE];
  (void)run;
  for (size_t i = 0; i < N_CURVE; i++)
    p[i] = CURVE_FROM *
           pow(CURVE_TO / CURVE_FROM, (double)i / (double)(N_CURVE - 1));
  tame_h5_axis(out, "dimension", DIMENSION, N_DIMS, "dimension", "1");
  tame_h5_group(out, "shares", "Shares of the unit ball about theta1");
  tame_h5_index(out, "shares/model", N_MODELS, "pair (p, variance factor)");
  tame_h5_write(out, "shares/p", "model", P, "minority share p", "1");
  tame_h5_write(out, "shares/variance", "model", VARIANCE,
                "variance factor sigma0^2 of the minority", "1");
  tame_h5_write_scalar(out, "shares/points",
                       (double)tame_run_count(run, "points"), "random points",
                       "1");
  tame_h5_group(out, "exact", "Exact shares against p");
  tame_h5_axis(out, "exact/p", p, N_CURVE, "minority share p", "1");
  TAME_TRY(merge_zone(out, cells, "adverse", err));
  TAME_TRY(merge_zone(out, cells, "undominated", err));
  tame_h5_panel(out, "shares", "adverse_drawn", "dimension model");
  tame_h5_panel(out, "exact", "adverse", "dimension p");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, N_DIMS; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->weight = DIMENSION[index];
  snprintf(cell->name, sizeof cell->name, "dimension%g", DIMENSION[index]);
  snprintf(cell->group, sizeof cell->group, "all");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/balls",
          .title = "Isotropic quadratics: shares of a ball by chance and exact",
          .figures = "illus-shares",
          .about = "Shares of a ball about the stereotypical predictor that "
                   "are adverse, or not dominated by the majority, counted at "
                   "random points and exact.  An illustration, not an "
                   "experiment of the paper.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
