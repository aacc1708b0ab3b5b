/* SPDX-License-Identifier: MIT */
/* I2, an illustration of ours: a map of the plane of parameters for two pairs of
 * groups, isotropic quadratics (p = .3, sigma = 1, theta1 = 0, theta0 = (1, 0))
 * and logistic groups (logistic2.h, p = .1, s = 1): the boundaries of the adverse
 * zone and of the zone that the majority does not dominate, found on rays by
 * bisection, and flow lines of L and of l1.  A cell is one model. */
#include <stdbool.h>
#include <string.h>

#include "logistic2.h"
#include "tame/bias_quadratic.h"
#include "tame/ode.h"
#include "theory.h"

enum { N_MODELS = 2, N_LINES = 12, N_TIMES = 121, N_MARKS = 3 };
static const double PI = 3.14159265358979323846, T_END = 400.0;

static const tame_option PARAMS[] = {{"rays",
                                      {61, 361, 1441},
                                      9,
                                      100001,
                                      "rays of a boundary, first = last",
                                      NULL},
                                     {0}};

typedef struct {
  double p, radius; /* of the circle on which flow lines begin */
  double theta0[DIM], theta1[DIM];
  const population *minority, *majority; /* NULL: quadratics */
  bool is_majority_alone;                /* follow l1 instead of L */
} model;

static void gradients(double *g0, double *g1, const double *theta,
                      const model *m)
{
  if (m->minority) {
    tame_bias_logistic_gradient(g0, theta, &m->minority->group);
    tame_bias_logistic_gradient(g1, theta, &m->majority->group);
    return;
  }
  for (size_t i = 0; i < DIM; i++) {
    g0[i] = theta[i] - m->theta0[i];
    g1[i] = theta[i] - m->theta1[i];
  }
}

static void descent(double *d, double t, const double *theta, void *ctx)
{
  const model *m = ctx;
  double g0[DIM], g1[DIM];
  (void)t;
  gradients(g0, g1, theta, m);
  const double share0 = m->is_majority_alone ? 0.0 : m->p;
  for (size_t i = 0; i < DIM; i++)
    d[i] = -share0 * g0[i] - (1.0 - share0) * g1[i];
}

static tame_status find_star(double *star, const model *m)
{
  if (m->minority) return minimiser(star, m->minority, m->majority, m->p);
  const double eye[DIM * DIM] = {1, 0, 0, 1};
  return tame_bias_quadratic_minimiser(
      star, &(tame_bias_quadratic){DIM, eye, eye, m->theta0, m->theta1, m->p});
}

/* --- boundaries ------------------------------------------------------------------ */

typedef enum { ADVERSE, UNDOMINATED } zone;

static bool is_inside(const double *from, double angle, double r, zone z,
                      const model *m)
{
  const double theta[DIM] = {from[0] + r * cos(angle),
                             from[1] + r * sin(angle)};
  double g0[DIM], g1[DIM];
  gradients(g0, g1, theta, m);
  const tame_bias_view v = tame_bias_look(g0, g1, DIM, m->p);
  return z == ADVERSE ? v.is_adverse : !v.is_dominated;
}

/* Length of the ray at ANGLE inside the zone; NaN when it does not leave it
 * within 3 radii, or when FROM is outside. */
static double ray(const double *from, double angle, zone z, const model *m)
{
  enum { MARCH = 2000 };
  const double step = 3.0 * m->radius / MARCH;
  double lo = 0.0, hi = step;
  if (!is_inside(from, angle, 0.0, z, m)) return (double)NAN;
  while (is_inside(from, angle, hi, z, m)) {
    lo = hi;
    hi += step;
    if (hi > 3.0 * m->radius) return (double)NAN;
  }
  for (int k = 0; k < 60 && hi - lo > 0.0; k++) {
    const double r = 0.5 * (lo + hi);
    if (is_inside(from, angle, r, z, m))
      lo = r;
    else
      hi = r;
  }
  return lo;
}

/* x [2 x n] <- the boundary of Z seen from FROM; *area <- of the polygon. */
static void boundary(double *x, double *area, size_t n, const double *from,
                     zone z, const model *m)
{
  for (size_t i = 0; i < n; i++) {
    const double angle = 2.0 * PI * (double)i / (double)(n - 1);
    const double r = ray(from, angle, z, m);
    x[i] = from[0] + r * cos(angle);
    x[n + i] = from[1] + r * sin(angle);
  }
  *area = 0.0;
  for (size_t i = 0; i + 1 < n; i++)
    *area += 0.5 * (x[i] * x[n + i + 1] - x[i + 1] * x[n + i]);
}

/* --- flow lines ------------------------------------------------------------------- */

/* x [N_LINES x 2 x N_TIMES] <- positions at times T_END (k/(N_TIMES - 1))^4 */
static tame_status flow_lines(double *x, model *m)
{
  const tame_ode ode = {DIM, descent, m};
  const tame_ode_options opt = {1e-9, 1e-12, 1e-3};
  tame_ode_solver *w = tame_ode_alloc(DIM);
  tame_status s = TAME_OK;
  for (size_t i = 0; i < N_LINES && s == TAME_OK; i++) {
    const double angle = 2.0 * PI * (double)i / N_LINES;
    const double start[DIM] = {m->theta1[0] + m->radius * cos(angle),
                               m->theta1[1] + m->radius * sin(angle)};
    s = tame_ode_init(w, &ode, 0.0, start, &opt);
    for (size_t k = 0; k < N_TIMES && s == TAME_OK; k++) {
      const double u = (double)k / (N_TIMES - 1);
      s = tame_ode_advance(w, T_END * u * u * u * u);
      x[(2 * i) * N_TIMES + k] = tame_ode_state(w)[0];
      x[(2 * i + 1) * N_TIMES + k] = tame_ode_state(w)[1];
    }
  }
  tame_ode_free(w);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  population minority, majority;
  const size_t n = tame_run_count(run, "rays");
  populate(&minority, 1.0, THETA0);
  populate(&majority, 1.0, THETA1);
  model m = cell->index == 0
                ? (model){.p = 0.3, .radius = 1.2, .theta0 = {1.0, 0.0}}
                : (model){.p = 0.1,
                          .radius = 2.0,
                          .theta0 = {THETA0[0], THETA0[1]},
                          .theta1 = {THETA1[0], THETA1[1]},
                          .minority = &minority,
                          .majority = &majority};
  double *x = tame_vec(4 * n + 2 * N_LINES * 2 * N_TIMES), *lines = x + 4 * n;
  double mark[DIM * N_MARKS], area[2], star[DIM], middle[DIM];
  tame_status s = find_star(star, &m);
  for (size_t i = 0; i < DIM && s == TAME_OK; i++) {
    middle[i] = 0.5 * (star[i] + m.theta1[i]);
    mark[i * N_MARKS] = m.theta0[i];
    mark[i * N_MARKS + 1] = m.theta1[i];
    mark[i * N_MARKS + 2] = star[i];
  }
  if (s == TAME_OK) {
    boundary(x, &area[ADVERSE], n, middle, ADVERSE, &m);
    boundary(x + 2 * n, &area[UNDOMINATED], n, m.theta1, UNDOMINATED, &m);
    s = flow_lines(lines, &m);
  }
  m.is_majority_alone = true;
  if (s == TAME_OK) s = flow_lines(lines + N_LINES * 2 * N_TIMES, &m);
  if (s == TAME_OK) {
    tame_cell_put(out, "boundary", x, 4 * n);
    tame_cell_put(out, "area", area, 2);
    tame_cell_put(out, "mark", mark, DIM * N_MARKS);
    tame_cell_put(out, "line", lines, 2 * N_LINES * 2 * N_TIMES);
  }
  free(x);
  return s == TAME_OK ? TAME_OK
                      : tame_fail(err, TAME_ESINGULAR, "%s: %s", cell->name,
                                  tame_status_str(s));
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  static const double SHARE[N_MODELS] = {0.3, 0.1};
  const size_t n = tame_run_count(run, "rays");
  tame_h5_codes(out, "model", "quadratic logistic", "losses of the groups");
  tame_h5_codes(out, "zone", "adverse undominated", "zone");
  tame_h5_codes(out, "coordinate", "theta_1 theta_2", "coordinate");
  tame_h5_group(out, "zones", "Boundaries of zones and critical points");
  tame_h5_index(out, "zones/ray", n, "ray of the boundary");
  tame_h5_codes(out, "zones/point", "theta0 theta1 theta_star",
                "critical points of l0, l1, L");
  tame_h5_write(out, "zones/p", "model", SHARE, "minority share p", "1");
  TAME_TRY(tame_cells_collect(out, cells, "boundary", 4 * n, "zones/boundary",
                              "model zone coordinate ray",
                              "boundary of the zone", err));
  TAME_TRY(tame_cells_collect(out, cells, "area", 2, "zones/area", "model zone",
                              "area of the polygon of the boundary", err));
  TAME_TRY(tame_cells_collect(out, cells, "mark", DIM * N_MARKS, "zones/mark",
                              "model coordinate point", "critical points",
                              err));
  tame_h5_panel(out, "zones", "boundary", "model zone coordinate ray");
  tame_h5_group(out, "flow", "Flow lines of L and of l1");
  tame_h5_codes(out, "flow/loss", "whole majority", "loss that is descended");
  tame_h5_index(out, "flow/line", N_LINES, "start on the circle");
  tame_h5_index(out, "flow/place", N_TIMES, "place along the line");
  TAME_TRY(tame_cells_collect(
      out, cells, "line", 2 * N_LINES * 2 * N_TIMES, "flow/position",
      "model loss line coordinate place", "position", err));
  tame_h5_panel(out, "flow", "position", "model loss line coordinate place");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, N_MODELS; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "%s",
           index == 0 ? "quadratic" : "logistic");
  snprintf(cell->group, sizeof cell->group, "all");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/plane",
          .title = "Zones of the parameter plane, and flow lines",
          .figures = "illus-zones",
          .about = "Adverse zone, zone not dominated by the majority, and flow "
                   "lines for two quadratic and two logistic groups.  An "
                   "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
