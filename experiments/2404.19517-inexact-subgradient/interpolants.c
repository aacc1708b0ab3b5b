/* SPDX-License-Identifier: MIT */
/* I10, an illustration of ours: affine interpolants (tame/interpolant.h) against
 * solutions of the inclusion x' in -df(x) + eps B, as the constant step a -> 0.
 *
 *   sharp   f = |x|, x_0 = 0.7, no errors: max(0.7 - t, 0) on [0, 2];
 *   valley  nonsmooth Chebyshev-Rosenbrock from (0.5, 0), no errors:
 *           (0.5 + t/20, t/10) on [0, 8];
 *   uphill  the same with errors of half the size eps* uphill: half that speed;
 *   random  f = |x1| + x2^2/2 from (0.7, 1), random errors of size 1/2: centred,
 *           so the limit is the flow without errors, (max(0.7 - t, 0), e^{-t}) on
 *           [0, 2], approached like sqrt a; mean over seeds.
 *
 * The first three have the slope 1 in a.  `choices`: f = -|x| from 0, where three
 * selections of df(0) = [-1, 1] give three solutions of one inclusion. */
#include "parts.h"

#include "tame/interpolant.h"

enum { SHARP, VALLEY, UPHILL, RANDOM, N_CASES, MAX_Q = 6, N_CURVE = 81 };

static const tame_option PARAMS[] = {
    {"steps", {4, 6, 6}, 3, MAX_Q, "steps 2^-4, 2^-6, ...", NULL},
    {"seeds", {3, 20, 200}, 1, 10000, "repetitions with random errors", NULL},
    {0}};

static double step_at(size_t i) { return ldexp(1.0, -4 - 2 * (int)i); }
static const double END[N_CASES] = {2, 8, 8, 2};

/* --- solutions -------------------------------------------------------------------- */

static void sharp_flow(double *y, double t, void *ctx)
{
  (void)ctx;
  y[0] = fmax(0.7 - t, 0.0);
}

/* ctx: eps */
static void valley_flow(double *y, double t, void *ctx)
{
  const double *eps = ctx;
  tame_valley_flow(y, t, *eps);
}

static void random_flow(double *y, double t, void *ctx)
{
  (void)ctx;
  y[0] = fmax(0.7 - t, 0.0);
  y[1] = exp(-t);
}

static void uphill(double *g, const double *x, double eps, size_t n, void *ctx)
{
  (void)x;
  (void)n;
  (void)ctx;
  g[0] += eps / sqrt(5.0);
  g[1] += 2.0 * eps / sqrt(5.0);
}

/* --- cells ------------------------------------------------------------------------ */

/* Run one case with step a into P, and its sup distance. */
static tame_status follow(double *sup, tame_interpolant *p, size_t which,
                          double a, gsl_rng *rng)
{
  static const double X0[N_CASES][2] = {{0.7, 0}, {0.5, 0}, {0.5, 0}, {0.7, 1}};
  void (*const curve[N_CASES])(double *, double, void *) = {
      sharp_flow, valley_flow, valley_flow, random_flow};
  double eps = which == UPHILL ? 0.5 * TAME_VALLEY_THRESHOLD : 0.0;
  tame_power power = {1, 1.0};
  tame_partly_smooth partly = {2.0};
  const tame_nonsmooth f = which == SHARP ? tame_power_nonsmooth(&power)
                           : which == RANDOM
                               ? tame_partly_smooth_nonsmooth(&partly)
                               : tame_valley_nonsmooth();
  const tame_inexact e = {.kind = which == UPHILL   ? TAME_ERROR_CUSTOM
                                  : which == RANDOM ? TAME_ERROR_RANDOM
                                                    : TAME_ERROR_NONE,
                          .eps = which == RANDOM ? 0.5 : eps,
                          .rng = rng,
                          .add = uphill};
  tame_subgradient *w = tame_subgradient_alloc(f.n);
  tame_status s = tame_subgradient_init(
      w, &f, &e, &(tame_step_rule){a, 1.0, 0.0}, X0[which], NULL);
  if (s >= 0) s = tame_interpolant_follow(p, w, END[which]);
  if (s == TAME_OK)
    s = tame_interpolant_distance(sup, p, END[which], 1, curve[which], &eps);
  tame_subgradient_free(w);
  return s;
}

/* The interpolant at N_CURVE times: curve [n x N_CURVE] */
static void sample(double *curve, const tame_interpolant *p, size_t n,
                   double end)
{
  double x[2] = {0};
  for (size_t j = 0; j < N_CURVE; j++) {
    const double t = end * (double)j / (N_CURVE - 1);
    TAME_REQUIRE(tame_interpolant_at(x, p, fmin(t, tame_interpolant_end(p))) ==
                 TAME_OK);
    for (size_t i = 0; i < n; i++) curve[i * N_CURVE + j] = x[i];
  }
}

static tame_status run_case(tame_h5 *out, size_t which, size_t n, size_t seeds,
                            const tame_run *run)
{
  const size_t dim = which == SHARP ? 1 : 2, reps = which == RANDOM ? seeds : 1;
  double *sup = tame_vec(n * reps), *curve = tame_vec(n * 2 * N_CURVE);
  tame_interpolant *p = tame_interpolant_alloc(dim);
  tame_status s = TAME_OK;
  for (size_t r = 0; r < reps && s == TAME_OK; r++) {
    gsl_rng *rng = tame_run_rng(run, "error", r);
    for (size_t i = 0; i < n && s == TAME_OK; i++) {
      s = follow(&sup[i * reps + r], p, which, step_at(i), rng);
      if (s == TAME_OK && r == 0)
        sample(curve + i * 2 * N_CURVE, p, dim, END[which]);
    }
    gsl_rng_free(rng);
  }
  tame_interpolant_free(p);
  put(out, "sup", sup, n * reps);
  put(out, "curve", curve, n * 2 * N_CURVE);
  free(sup);
  free(curve);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const tame_status s = run_case(out, cell->index, tame_run_count(run, "steps"),
                                 tame_run_count(run, "seeds"), run);
  return s == TAME_OK ? s : failed(err, cell->name, s);
}

/* --- the whole -------------------------------------------------------------------- */

/* f = -|x|: x' in [-1, 1] at 0; curves for the selections +1, -1, 0 of df(0). */
static tame_status write_choices(tame_h5 *out)
{
  static const double CHOICE[3] = {1, -1, 0};
  double curve[3 * N_CURVE], t[N_CURVE];
  const double a = 1.0 / 64.0;
  tame_interpolant *p = tame_interpolant_alloc(1);
  for (size_t i = 0; i < 3; i++) {
    double x = 0.0;
    tame_interpolant_clear(p);
    for (size_t k = 0; k <= 64; k++) {
      TAME_TRY(tame_interpolant_append(p, (double)k * a, &x));
      x -= a * (x == 0.0 ? CHOICE[i] : -tame_sign(x, 0.0));
    }
    sample(curve + i * N_CURVE, p, 1, 1.0);
  }
  tame_interpolant_free(p);
  for (size_t j = 0; j < N_CURVE; j++) t[j] = (double)j / (N_CURVE - 1);
  tame_h5_group(out, "choices", "f = -|x| from 0: three solutions");
  tame_h5_axis(out, "choices/choice", CHOICE, 3, "element of df(0) taken", "1");
  tame_h5_axis(out, "choices/time", t, N_CURVE, "time t", "1");
  tame_h5_write(out, "choices/x", "choice time", curve, "affine interpolant",
                "1");
  tame_h5_panel(out, "choices", "x", "choice time");
  return TAME_OK;
}

static tame_status write_distances(tame_h5 *out, const tame_cells *cells,
                                   const double *a, size_t n, size_t seeds,
                                   tame_error *err)
{
  double sup[N_CASES * MAX_Q], lo[MAX_Q], hi[MAX_Q], slope[N_CASES];
  double over[N_CASES * MAX_Q], *random, *x;
  for (size_t i = 0; i < RANDOM; i++) {
    TAME_TRY(stack(&x, cells, i, 1, "sup", n, err));
    for (size_t j = 0; j < n; j++) sup[i * n + j] = x[j];
    free(x);
  }
  TAME_TRY(stack(&random, cells, RANDOM, 1, "sup", n * seeds, err));
  for (size_t j = 0; j < n; j++) {
    sup[RANDOM * n + j] = tame_mean(random + j * seeds, seeds);
    lo[j] = tame_quantile(random + j * seeds, seeds, 0.1);
    hi[j] = tame_quantile(random + j * seeds, seeds, 0.9);
  }
  for (size_t i = 0; i < N_CASES; i++) {
    slope[i] = log_fit(a + 1, sup + i * n + 1, n - 1).slope;
    for (size_t j = 0; j < n; j++) over[i * n + j] = sup[i * n + j] / a[j];
  }
  tame_h5_write(out, "distance/sup", "case step", sup,
                "sup distance to the solution; random: mean over seeds", "1");
  tame_h5_write(out, "distance/over_step", "case step", over,
                "sup distance over a", "1");
  tame_h5_write(out, "distance/slope", "case", slope,
                "slope of log sup against log a, all a but the largest", "1");
  tame_h5_write(out, "distance/random", "step seed", random,
                "sup distance, random errors", "1");
  tame_h5_write(out, "distance/random_low", "step", lo,
                "the same, first decile over seeds", "1");
  tame_h5_write(out, "distance/random_high", "step", hi,
                "the same, last decile over seeds", "1");
  free(random);
  return TAME_OK;
}

/* The valley case: x1 of the interpolants against time, and the solution. */
static tame_status write_curves(tame_h5 *out, const tame_cells *cells,
                                const double *a, size_t n, tame_error *err)
{
  double t[N_CURVE], exact[N_CURVE], y[2], *x, *first = tame_vec(n * N_CURVE);
  TAME_TRY(stack(&x, cells, VALLEY, 1, "curve", n * 2 * N_CURVE, err));
  for (size_t j = 0; j < N_CURVE; j++) {
    t[j] = END[VALLEY] * (double)j / (N_CURVE - 1);
    tame_valley_flow(y, t[j], 0.0);
    exact[j] = y[0];
    for (size_t i = 0; i < n; i++)
      first[i * N_CURVE + j] = x[i * 2 * N_CURVE + j];
  }
  tame_h5_group(out, "curve", "Interpolants along the valley, no errors");
  tame_h5_axis(out, "curve/step", a, n, "constant step a", "1");
  tame_h5_axis(out, "curve/time", t, N_CURVE, "time t", "1");
  tame_h5_write(out, "curve/x1", "step time", first, "x1 of the interpolant",
                "1");
  tame_h5_write(out, "curve/exact", "time", exact, "x1 of the solution", "1");
  tame_h5_panel(out, "curve", "x1", "step time");
  free(first);
  free(x);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "steps");
  const size_t seeds = tame_run_count(run, "seeds");
  double a[MAX_Q];
  for (size_t i = 0; i < n; i++) a[i] = step_at(i);
  tame_h5_group(out, "distance", "Interpolants against solutions");
  tame_h5_codes(out, "distance/case", "sharp valley uphill random", "case");
  tame_h5_axis(out, "distance/step", a, n, "constant step a", "1");
  tame_h5_index(out, "distance/seed", seeds, "repetition");
  TAME_TRY(write_distances(out, cells, a, n, seeds, err));
  tame_h5_panel(out, "distance", "sup", "case step");
  TAME_TRY(write_curves(out, cells, a, n, err));
  return write_choices(out);
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_CASES;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  static const char *const NAME[N_CASES] = {"sharp", "valley", "uphill",
                                            "random"};
  (void)run;
  snprintf(cell->name, sizeof cell->name, "%s", NAME[index]);
  snprintf(cell->group, sizeof cell->group, "all cases");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2404.19517/interpolants",
          .title = "Affine interpolants and the differential inclusion",
          .figures = "illus-interpolants",
          .about =
              "Sup distance of affine interpolants of the subgradient "
              "method to solutions of its differential inclusion, against "
              "the step.  An illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.01, 0.1, 1},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
