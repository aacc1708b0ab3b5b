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

#include "chain_rule.h"
#include "tame/base.h"
#include "tame/diff.h"
#include "tame/la.h"
#include "tame/tv_path.h"

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

/* The norm of dw/dy costs a dense system and a singular value: at every point,
 * or at every 20th of the large problem. */
static size_t norm_every(const tame_run *run)
{
  return tame_run_count(run, "large") == 1 ? 20 : 1;
}

static tame_status sample(tame_h5 *out, course *c, const tame_run *run)
{
  const size_t samples = tame_run_count(run, "samples");

  const size_t k = n_coordinates(c);
  double *t = tame_vec(3 * samples), *parameter = t + samples;
  double *norm = parameter + samples, *x = tame_vec(k);
  double *table = tame_vec(k * samples);
  tame_status s = TAME_OK;
  const bool net = c->e.kind == TAME_NET;
  for (size_t i = 0; i < samples && s >= 0; i++) {
    t[i] = (double)i / (double)(samples - 1);
    s = course_at(NULL, NULL, NULL, t[i], c);
    parameter[i] = tame_curve_parameter(c->curve, c->theta);
    coordinates(x, c);
    for (size_t j = 0; j < k; j++) table[j * samples + i] = x[j];
    norm[i] = NAN;
    if (net && i % norm_every(run) == 0 && s >= 0) s = data_norm(&norm[i], c);
  }
  tame_h5_axis(out, "t", t, samples, "time", "1");
  tame_h5_index(out, "coordinate", k, "coordinate");
  tame_h5_write(out, "parameter", "t", parameter, "parameter", "1");
  tame_h5_write(out, "data_norm", "t", norm, "norm", "1");
  tame_h5_write(out, "x", "coordinate t", table, "coordinates", "1");
  free(t);
  free(x);
  free(table);
  return s;
}

/* Times of the kinks and the parameter there; one NaN when there are none. */
static void write_kinks(tame_h5 *out, integrals *r, course *c)
{
  const size_t n = r->n_kinks > 0 ? r->n_kinks : 1;
  double *parameter = tame_vec(n);
  parameter[0] = NAN;
  if (r->n_kinks == 0) r->kinks[0] = NAN;
  for (size_t i = 0; i < r->n_kinks; i++) {
    tame_curve_at(c->theta, c->dtheta, c->curve, r->kinks[i], &c->e);
    parameter[i] = tame_curve_parameter(c->curve, c->theta);
  }
  tame_h5_index(out, "kink", n, "kink, in order");
  tame_h5_write(out, "time", "kink", r->kinks, "time", "1");
  tame_h5_write(out, "kink_parameter", "kink", parameter, "parameter", "1");
  free(parameter);
}

static const tame_field FIELDS[] = {
    {"kinks", "curve", "number of kinks", "1"},
    {"kinks_again", "curve",
     "the same with patterns compared on twice the grid", "1"},
    {"change", "curve", "|x(gamma(1)) - x(gamma(0))|_inf, 0 on loops", "1"},
    {"gauss_error", "curve", "|int - change|_inf, Gauss-Legendre between kinks",
     "1"},
    {"control", "curve", "the same without the column of the second parameter",
     "1"},
    {"unknowns", "curve", "length of x", "1"},
    {"midpoint_error", "curve nodes", "|int - change|_inf, midpoint rule", "1"},
    {"control_midpoint", "curve nodes",
     "the same without the column of the second parameter", "1"}};
enum { N_SCALARS = 6, N_FIELDS = sizeof FIELDS / sizeof *FIELDS };

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const bool again = tame_run_count(run, "recount") == 1;
  integrals *r = tame_calloc(1, sizeof *r);
  course c;
  tame_status s = course_begin(&c, (tame_curve_kind)cell->index,
                               tame_run_count(run, "large") == 1);
  if (s >= 0) s = course_integrate(r, &c, run);
  if (s >= 0) s = sample(out, &c, run);
  if (s >= 0) {
    const double scalars[N_SCALARS] = {
        (double)r->n_kinks, again ? (double)r->n_again : (double)NAN,
        r->change,          r->gauss_error,
        r->control,         (double)c.n};
    tame_fields_write(out, FIELDS, scalars, N_SCALARS);
    tame_h5_axis(out, "nodes", NODES, N_RULES, "nodes", "1");
    tame_h5_write(out, "midpoint_error", "nodes", r->midpoint_error, "error",
                  "1");
    tame_h5_write(out, "control_midpoint", "nodes", r->control_midpoint,
                  "error", "1");
    write_kinks(out, r, &c);
  }
  if (c.x) course_end(&c);
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
                               size_t index, tame_error *err)
{
  /* an axis stands before what is over it */
  static const struct {
    const char *path, *axes, *name, *index; /* index: a first axis to make */
  } SETS[] = {
      {"time", "kink", "times of the kinks", "kink"},
      {"t", "", "time t on the curve", NULL},
      {"kink_parameter", "kink", "the varied parameter at the kinks", NULL},
      {"parameter", "t", "the varied parameter", NULL},
      {"data_norm", "t", "elastic net: 2 sqrt(lambda2) |dw/dy|_2, at most 1",
       NULL},
      {"x", "coordinate t", "coordinates of the solution", "coordinate"}};
  char name[32], group[48], title[96], path[96];
  curve_name(name, index);
  snprintf(group, sizeof group, "curve_%s", name);
  snprintf(title, sizeof title, "Solution and kinks along the curve %s", name);
  tame_h5_group(out, group, title);
  for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++) {
    double *x;
    tame_h5_shape shape;
    TAME_TRY(tame_cells_read(&x, &shape, cells, index, SETS[i].path, err));
    if (SETS[i].index) {
      snprintf(path, sizeof path, "%s/%s", group, SETS[i].index);
      tame_h5_index(out, path, shape.dims[0],
                    i == 0 ? "kink, in order" : "coordinate");
    }
    snprintf(path, sizeof path, "%s/%s", group, SETS[i].path);
    if (*SETS[i].axes) {
      tame_h5_write(out, path, SETS[i].axes, x, SETS[i].name, "1");
    } else {
      tame_h5_axis(out, path, x, shape.count, SETS[i].name, "1");
    }
    free(x);
  }
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double guide[N_RULES];
  for (size_t i = 0; i < N_RULES; i++) guide[i] = 3.0 / NODES[i];
  tame_h5_group(out, "curves", "The chain rule along each curve");
  tame_h5_codes(out, "curves/curve", TAME_CURVE_WORDS, "curve");
  tame_h5_axis(out, "curves/nodes", NODES, N_RULES, "nodes N of the rule", "1");
  TAME_TRY(tame_fields_merge(out, "curves", FIELDS, N_FIELDS, cells, err));
  tame_h5_write(out, "curves/guide", "nodes", guide, "3/N, for the eye", "1");
  tame_h5_write_scalar(out, "curves/norm_every", (double)norm_every(run),
                       "data_norm is at every so many points, else missing",
                       "1");
  tame_h5_panel(out, "curves", "gauss_error", "curve");
  for (size_t c = 0; c < TAME_N_CURVES; c++)
    TAME_TRY(merge_curve(out, cells, c, err));
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
