/* SPDX-License-Identifier: MIT */
/* The chain rule along curves in the parameters of six monotone inclusions: for
 * a conservative Jacobian X of theta -> x(theta) and any absolutely continuous
 * curve gamma,
 *
 *     x(gamma(1)) - x(gamma(0)) = int_0^1 X(gamma(t)) gamma'(t) dt,
 *
 * kinks or not, and 0 on loops (arXiv 2212.07844; curves and problems are those
 * of tame/inclusion_examples.h).  The integral is taken twice (tame/diff_path.h):
 * by Gauss-Legendre between kinks, which are found by bisection of the pattern,
 * and by the midpoint rule, which knows no kinks.  On the loop of the elastic
 * net a negative control leaves out the column of lambda2.
 *
 * A cell is one curve; it also samples the solution along it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/diff_path.h"
#include "tame/exp.h"
#include "tame/inclusion_examples.h"
#include "tame/la.h"
#include "tame/tv_path.h"

enum { MAX_KINKS = 4000, N_RULES = 7 };
/* nodes of the midpoint rule */
static const double NODES[N_RULES] = {16, 32, 64, 128, 256, 512, 1024};

static const tame_option PARAMS[] = {
    {"grid",
     {20, 60, 200},
     2,
     100000,
     "points at which patterns are compared",
     NULL},
    {"cuts", {4, 16, 16}, 1, 1000, "pieces that kinks divide further", NULL},
    {"nodes", {4, 8, 4}, 1, 64, "Gauss-Legendre nodes a piece", NULL},
    {"midpoint", {64, 1024, 64}, 16, 1024, "largest midpoint rule", NULL},
    {"samples", {50, 200, 200}, 2, 100000, "solutions drawn", NULL},
    {"recount",
     {0, 1, 0},
     0,
     1,
     "count kinks on a grid twice as fine too",
     NULL},
    {"large", {0, 0, 1}, 0, 1, "the larger problems", NULL},
    {0}};

typedef struct {
  tame_example e;
  tame_curve_kind curve;
  size_t n, p;
  bool drop_second; /* negative control: the second column counts as zero */
  double *theta, *dtheta, *x;
} course;

static tame_status along(double *x, double *dx, int *pattern, double t,
                         void *ctx)
{
  course *c = ctx;
  tame_curve_at(c->theta, c->dtheta, c->curve, t, &c->e);
  if (c->drop_second) c->dtheta[1] = 0.0;
  const tame_status s = tame_inclusion_solve(c->x, c->theta, c->e.q);
  if (s < 0) return s;
  if (s != TAME_CONVERGED) return TAME_ESINGULAR;
  if (x) memcpy(x, c->x, c->n * sizeof *x);
  if (pattern) tame_inclusion_pattern(pattern, c->x, c->theta, c->e.q);
  if (!dx) return TAME_OK;
  return tame_inclusion_derivative(dx, c->dtheta, c->x, c->theta, c->e.q);
}

static tame_status make(course *c, tame_curve_kind curve, bool large)
{
  *c = (course){.curve = curve};
  /* tv keeps its 40 samples: 2000 would have as many kinks, each between pieces
   * with dense systems; tv.c has the long signal */
  TAME_TRY(tame_example_init(&c->e, tame_curve_example(curve),
                             large && curve != TAME_CURVE_TV));
  c->n = tame_inclusion_n(c->e.q);
  c->p = tame_inclusion_p(c->e.q);
  c->x = tame_vec(c->n + 2 * c->p);
  c->theta = c->x + c->n;
  c->dtheta = c->theta + c->p;
  return TAME_OK;
}

static void done(course *c)
{
  tame_example_free(&c->e);
  free(c->x);
}

static tame_path path_of(course *c)
{
  return (tame_path){.n = c->n,
                     .n_pattern = tame_inclusion_n_pattern(c->e.q),
                     .at = along,
                     .ctx = c};
}

static double distance_max(const double *a, const double *b, size_t n)
{
  double worst = 0.0;
  for (size_t i = 0; i < n; i++) {
    const double e = fabs(a[i] - b[i]);
    if (e > worst || isnan(e)) worst = e;
  }
  return worst;
}

/* --- integrals ------------------------------------------------------------- */

typedef struct {
  size_t n_kinks, n_again; /* on the grid and on one twice as fine */
  double kinks[MAX_KINKS];
  double change, gauss_error, midpoint_error[N_RULES];
  double control, control_midpoint[N_RULES]; /* without the second column */
} integrals;

/* Where a solver of its own tolerance decides the pattern, 1e-9; 1e-12 where
 * solutions are exact (section 8 of the specification). */
static double width_of(const course *c)
{
  const bool exact = c->e.kind == TAME_NET || c->e.kind == TAME_TV;
  return exact || c->e.kind == TAME_GROUP ? 1e-12 : 1e-9;
}

/* error <- |int - change|_inf by the midpoint rules up to LIMIT nodes */
static tame_status midpoints(double *error, course *c, const double *change,
                             size_t limit)
{
  const tame_path path = path_of(c);
  double *integral = tame_vec(c->n);
  tame_status s = TAME_OK;
  for (size_t i = 0; i < N_RULES && s >= 0; i++) {
    error[i] = NAN;
    if (NODES[i] > (double)limit) continue;
    s = tame_path_midpoint(integral, &path, (size_t)NODES[i]);
    error[i] = distance_max(integral, change, c->n);
  }
  free(integral);
  return s;
}

static tame_status kinks(integrals *r, course *c, const tame_run *run)
{
  const size_t grid = tame_run_count(run, "grid");
  const tame_path path = path_of(c);
  const double width = width_of(c);
  if (tame_run_count(run, "recount") == 1) {
    const tame_status s = tame_path_kinks(r->kinks, &r->n_again, MAX_KINKS,
                                          &path, 2 * grid, width);
    if (s != TAME_OK) return TAME_ESINGULAR;
  }
  const tame_status s =
      tame_path_kinks(r->kinks, &r->n_kinks, MAX_KINKS, &path, grid, width);
  return s == TAME_OK ? s : TAME_ESINGULAR;
}

static tame_status integrate(integrals *r, course *c, const tame_run *run)
{
  const size_t cuts = tame_run_count(run, "cuts");
  const size_t nodes = tame_run_count(run, "nodes");
  const size_t limit = tame_run_count(run, "midpoint");
  const tame_path path = path_of(c);
  double *change = tame_vec(2 * c->n), *integral = change + c->n;
  tame_status s = tame_path_change(change, &path);
  if (s >= 0) s = kinks(r, c, run);
  if (s >= 0)
    s = tame_path_gauss(integral, &path, r->kinks, r->n_kinks, cuts, nodes);
  r->gauss_error = distance_max(integral, change, c->n);
  if (s >= 0) s = midpoints(r->midpoint_error, c, change, limit);
  r->change = 0.0;
  for (size_t i = 0; i < c->n; i++)
    r->change = fmax(r->change, fabs(change[i]));
  r->control = NAN;
  for (size_t i = 0; i < N_RULES; i++) r->control_midpoint[i] = NAN;
  if (c->curve == TAME_CURVE_NET_LOOP && s >= 0) {
    c->drop_second = true;
    s = tame_path_gauss(integral, &path, r->kinks, r->n_kinks, cuts, nodes);
    r->control = distance_max(integral, change, c->n);
    if (s >= 0) s = midpoints(r->control_midpoint, c, change, limit);
    c->drop_second = false;
  }
  free(change);
  return s;
}

/* --- samples --------------------------------------------------------------- */

/* What is drawn of a solution: the signal of tv and deblurring, the weights of
 * robust regression, else all of x. */
static size_t n_coordinates(const course *c)
{
  switch (c->e.kind) {
  case TAME_NET:
  case TAME_GROUP:
  case TAME_SVM:
    return c->n;
  case TAME_TV:
  case TAME_DEBLUR:
  case TAME_ROBUST:
    return c->e.n;
  }
  return 0;
}

static void coordinates(double *to, const course *c)
{
  if (c->e.kind == TAME_TV) {
    tame_tv_path_primal(to, c->x, c->theta + 1, c->e.n);
  } else {
    memcpy(to, c->x, n_coordinates(c) * sizeof *to);
  }
}

/* |dx/dy|_2 of the elastic net, to be compared with 1/(2 sqrt(lambda2)) */
static tame_status data_norm(double *norm, course *c)
{
  const size_t m = c->p - 2;
  double *jac = tame_vec(c->n * c->p);
  tame_status s =
      tame_diff_implicit(jac, c->x, c->theta, tame_inclusion_map(c->e.q));
  for (size_t i = 0; i < c->n; i++)
    memmove(jac + i * m, jac + i * c->p + 2, m * sizeof *jac);
  if (s >= 0) s = tame_la_norm2(norm, jac, c->n, m);
  *norm *= 2.0 * sqrt(c->theta[1]);
  free(jac);
  return s;
}

static tame_status sample(tame_h5 *out, course *c, size_t samples)
{
  const size_t k = n_coordinates(c);
  double *t = tame_vec(3 * samples), *parameter = t + samples;
  double *norm = parameter + samples, *x = tame_vec(k), *all = tame_vec(k);
  double *table = tame_vec(k * samples);
  tame_status s = TAME_OK;
  const bool net = c->e.kind == TAME_NET && c->e.n <= 100;
  for (size_t i = 0; i < samples && s >= 0; i++) {
    t[i] = (double)i / (double)(samples - 1);
    s = along(NULL, NULL, NULL, t[i], c);
    parameter[i] = tame_curve_parameter(c->curve, c->theta);
    coordinates(x, c);
    for (size_t j = 0; j < k; j++) table[j * samples + i] = x[j];
    norm[i] = NAN;
    if (net && s >= 0) s = data_norm(&norm[i], c);
  }
  for (size_t j = 0; j < k; j++) all[j] = (double)j;
  tame_h5_axis(out, "t", t, samples, "time", "1");
  tame_h5_axis(out, "coordinate", all, k, "coordinate", "1");
  tame_h5_write(out, "parameter", "t", parameter, "parameter", "1");
  tame_h5_write(out, "data_norm", "t", norm, "norm", "1");
  tame_h5_write(out, "x", "coordinate t", table, "coordinates", "1");
  free(t);
  free(x);
  free(all);
  free(table);
  return s;
}

/* The parameter at each kink, NaN beyond them. */
static void kink_parameters(double *to, const integrals *r, course *c)
{
  for (size_t i = 0; i < MAX_KINKS; i++) {
    to[i] = NAN;
    if (i >= r->n_kinks) continue;
    tame_curve_at(c->theta, c->dtheta, c->curve, r->kinks[i], &c->e);
    to[i] = tame_curve_parameter(c->curve, c->theta);
  }
}

enum { KINKS, KINKS_AGAIN, CHANGE, GAUSS_ERROR, CONTROL, SIZE, N_SCALARS };

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  integrals *r = tame_calloc(1, sizeof *r);
  double *at = tame_vec(MAX_KINKS), *parameter = tame_vec(MAX_KINKS);
  course c;
  tame_status s =
      make(&c, (tame_curve_kind)cell->index, tame_run_count(run, "large") == 1);
  if (s >= 0) s = integrate(r, &c, run);
  if (s >= 0) s = sample(out, &c, tame_run_count(run, "samples"));
  if (s >= 0) {
    const bool again = tame_run_count(run, "recount") == 1;
    const double scalars[N_SCALARS] = {
        (double)r->n_kinks, again ? (double)r->n_again : (double)NAN,
        r->change,          r->gauss_error,
        r->control,         (double)c.n};
    kink_parameters(parameter, r, &c);
    for (size_t i = 0; i < MAX_KINKS; i++) {
      at[i] = (double)i;
      if (i >= r->n_kinks) r->kinks[i] = NAN;
    }
    tame_h5_axis(out, "kink", at, MAX_KINKS, "kink", "1");
    tame_h5_axis(out, "nodes", NODES, N_RULES, "nodes", "1");
    tame_h5_axis(out, "scalar", at, N_SCALARS, "number", "1");
    tame_h5_write(out, "scalars", "scalar", scalars, "numbers", "1");
    tame_h5_write(out, "time", "kink", r->kinks, "time", "1");
    tame_h5_write(out, "kink_parameter", "kink", parameter, "parameter", "1");
    tame_h5_write(out, "midpoint", "nodes", r->midpoint_error, "error", "1");
    tame_h5_write(out, "control", "nodes", r->control_midpoint, "error", "1");
  }
  if (c.x) done(&c);
  free(at);
  free(parameter);
  free(r);
  return s >= 0 ? TAME_OK
                : tame_fail(err, s, "%s: %s", cell->name, tame_status_str(s));
}

/* --- the whole ------------------------------------------------------------- */

static const char *curve_name(char name[32], size_t index)
{
  const char *word = TAME_CURVE_WORDS;
  for (size_t i = 0; i < index; i++) word = strchr(word, ' ') + 1;
  snprintf(name, 32, "%.*s", (int)strcspn(word, " "), word);
  return name;
}

/* Group curve_NAME: solution and kinks along one curve. */
static tame_status merge_curve(tame_h5 *out, const tame_cells *cells,
                               size_t index, size_t n_kinks, tame_error *err)
{
  static const struct {
    const char *path, *axes, *name;
  } SETS[] = {
      {"t", "", "time t on the curve"},
      {"time", "kink", "times of the kinks"},
      {"kink_parameter", "kink", "the varied parameter at the kinks"},
      {"parameter", "t", "the varied parameter"},
      {"data_norm", "t", "elastic net: 2 sqrt(lambda2) |dw/dy|_2, at most 1"},
      {"x", "coordinate t", "coordinates of the solution"}};
  char name[32], path[48], title[96], full[96];
  curve_name(name, index);
  snprintf(path, sizeof path, "curve_%s", name);
  snprintf(title, sizeof title, "Solution and kinks along the curve %s", name);
  tame_h5_group(out, path, title);
  const size_t room = n_kinks > 0 ? n_kinks : 1;
  double *at = tame_vec(MAX_KINKS);
  for (size_t i = 0; i < MAX_KINKS; i++) at[i] = (double)i;
  snprintf(full, sizeof full, "%s/kink", path);
  tame_h5_axis(out, full, at, room, "kink, in order", "1");
  free(at);
  for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++) {
    double *x;
    tame_h5_shape shape;
    TAME_TRY(tame_cells_read(&x, &shape, cells, index, SETS[i].path, err));
    snprintf(full, sizeof full, "%s/%s", path, SETS[i].path);
    if (i == 0) {
      tame_h5_axis(out, full, x, shape.count, SETS[i].name, "1");
    } else if (shape.rank == 2) {
      double *which = tame_vec(shape.dims[0]);
      for (size_t j = 0; j < shape.dims[0]; j++) which[j] = (double)j;
      snprintf(title, sizeof title, "%s/coordinate", path);
      tame_h5_axis(out, title, which, shape.dims[0], "coordinate", "1");
      free(which);
      tame_h5_write(out, full, SETS[i].axes, x, SETS[i].name, "1");
    } else {
      tame_h5_write(out, full, SETS[i].axes, x, SETS[i].name, "1");
    }
    free(x);
  }
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  static const struct {
    const char *path, *name;
  } SCALARS[N_SCALARS] = {
      {"kinks", "number of kinks"},
      {"kinks_again", "the same with patterns compared on twice the grid"},
      {"change", "|x(gamma(1)) - x(gamma(0))|_inf, 0 on loops"},
      {"gauss_error", "|int - change|_inf, Gauss-Legendre between kinks"},
      {"control", "the same without the column of the second parameter"},
      {"unknowns", "length of x"}};
  double scalars[TAME_N_CURVES * N_SCALARS], column[TAME_N_CURVES];
  double rules[TAME_N_CURVES * N_RULES];
  char path[64];
  (void)run;
  TAME_TRY(tame_cells_gather(scalars, cells, "scalars", N_SCALARS, err));
  tame_h5_group(out, "curves", "The chain rule along each curve");
  tame_h5_codes(out, "curves/curve", TAME_CURVE_WORDS, "curve");
  tame_h5_axis(out, "curves/nodes", NODES, N_RULES, "nodes N of the rule", "1");
  for (size_t i = 0; i < N_SCALARS; i++) {
    for (size_t c = 0; c < TAME_N_CURVES; c++)
      column[c] = scalars[c * N_SCALARS + i];
    snprintf(path, sizeof path, "curves/%s", SCALARS[i].path);
    tame_h5_write(out, path, "curve", column, SCALARS[i].name, "1");
  }
  TAME_TRY(tame_cells_gather(rules, cells, "midpoint", N_RULES, err));
  tame_h5_write(out, "curves/midpoint_error", "curve nodes", rules,
                "|int - change|_inf, midpoint rule", "1");
  TAME_TRY(tame_cells_gather(rules, cells, "control", N_RULES, err));
  tame_h5_write(out, "curves/control_midpoint", "curve nodes", rules,
                "the same without the column of the second parameter", "1");
  for (size_t i = 0; i < N_RULES; i++) rules[i] = 3.0 / NODES[i];
  tame_h5_write(out, "curves/guide", "nodes", rules, "3/N, for the eye", "1");
  tame_h5_panel(out, "curves", "gauss_error", "curve");
  for (size_t c = 0; c < TAME_N_CURVES; c++)
    TAME_TRY(merge_curve(out, cells, c, (size_t)scalars[c * N_SCALARS + KINKS],
                         err));
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return TAME_N_CURVES;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  curve_name(cell->name, index);
  snprintf(cell->group, sizeof cell->group, "all curves");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2212.07844/chain_rule",
          .title = "The chain rule along parameters of monotone inclusions",
          .figures = "illus-sweeps illus-chain-rule",
          .about = "Integrals of the implicit conservative Jacobian along "
                   "sweeps and loops in the parameters against the change of "
                   "the solution, kinks found and not.  An illustration, not "
                   "an experiment of the paper.",
          .params = PARAMS,
          .cost = {0.4, 2, 420},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
