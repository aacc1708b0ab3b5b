/* SPDX-License-Identifier: MIT */
/* The implicit conservative Jacobian of the solution map at generic points of
 * six problems (tame/inclusion_examples.h), by four routes:
 *
 *   implicit     X = (I - J1(I - gamma B1))^{-1} (J2 - gamma J1 B2), also with
 *                5 gamma and gamma/10, which must give the same X;
 *   differences  (x(theta + h e_j) - x(theta - h e_j))/(2h), column by column;
 *   piggyback    the limit of differentiated iterations: forward-backward,
 *                Chambolle-Pock for deblurring;
 *   closed form  of the elastic net on its support S with signs s,
 *                X_S = (X_S'X_S + lambda2 I)^{-1} [-s, -w_S, X_S'].
 *
 * And the contraction |J1 (I - gamma B1)|_2 at the solution against its bound
 * sqrt(1 - 2 gamma m + gamma^2 L^2), m and L those of B.  A cell is one point. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/deblur_pock.h"
#include "tame/diff.h"
#include "tame/exp.h"
#include "tame/inclusion_examples.h"
#include "tame/la.h"
#include "tame/stats.h"

static const struct {
  const char *name;
  tame_example_kind kind;
  double theta0;     /* in place of the first parameter, unless NaN */
  double step;       /* of the central differences */
  size_t iterations; /* of the piggyback recursion */
} POINTS[] = {{"net", TAME_NET, NAN, 1e-5, 1000},
              {"group", TAME_GROUP, NAN, 1e-5, 1000},
              {"tv_0.05", TAME_TV, 0.05, 1e-6, 3000},
              {"tv_0.3", TAME_TV, 0.3, 1e-6, 3000},
              {"tv_1", TAME_TV, 1.0, 1e-6, 3000},
              {"svm", TAME_SVM, NAN, 1e-5, 3000},
              {"deblur", TAME_DEBLUR, NAN, 1e-5, 1500},
              {"robust", TAME_ROBUST, NAN, 1e-5, 60000}};
#define WORDS "net group tv_0.05 tv_0.3 tv_1 svm deblur robust"
enum { N_POINTS = sizeof POINTS / sizeof *POINTS };

static const tame_option PARAMS[] = {{0}};

/* What a cell says about its point in single numbers. */
enum {
  UNKNOWNS,
  PARAMETERS,
  NORM,
  COLUMN0,
  COLUMN1,
  DIFFERENCE_ERROR,
  PIGGYBACK_ERROR,
  CLOSED_FORM,
  GAMMA,
  GAMMA_DEPENDENCE,
  CONTRACTION,
  BOUND,
  RADIUS,
  DATA_NORM,
  N_SCALARS
};
static const struct {
  const char *path, *name;
} SCALARS[N_SCALARS] = {
    {"unknowns", "length of the solution x"},
    {"parameters", "length of theta"},
    {"solution_norm", "|x|_2"},
    {"column_0", "|dx/dtheta_1|_2, first parameter"},
    {"column_1", "|dx/dtheta_2|_2, second parameter"},
    {"difference_error",
     "implicit - central differences, largest over columns of "
     "|column|_inf/max(1, |column of X|_2)"},
    {"piggyback_error", "piggyback limit - implicit, largest entry"},
    {"closed_form_error", "implicit - closed form, largest entry"},
    {"gamma", "step gamma"},
    {"gamma_dependence",
     "change of X with 5 gamma and gamma/10, largest entry"},
    {"contraction", "|J1 (I - gamma B1)|_2"},
    {"bound", "sqrt(1 - 2 gamma m + gamma^2 L^2)"},
    {"spectral_radius", "spectral radius of J1 (I - gamma B1)"},
    {"data_norm", "|dx/ddata|_2, the columns from the third on"}};

typedef struct {
  tame_example e;
  size_t n, p, count;
  double *x, *jac, *fd, *pig, *work; /* [n], [n x p] four times */
  double s[N_SCALARS];
} point;

static double distance_max(const double *a, const double *b, size_t n)
{
  double worst = 0.0;
  for (size_t i = 0; i < n; i++) {
    const double e = fabs(a[i] - b[i]);
    if (e > worst || isnan(e)) worst = e;
  }
  return worst;
}

/* x <- x(theta); anything but convergence is an error here */
static tame_status solve(double *x, const double *theta, const point *t)
{
  const tame_status s = tame_inclusion_solve(x, theta, t->e.q);
  return s == TAME_CONVERGED ? TAME_OK : s < 0 ? s : TAME_ESINGULAR;
}

static tame_status make(point *t, size_t index)
{
  *t = (point){0};
  for (size_t i = 0; i < N_SCALARS; i++) t->s[i] = NAN;
  TAME_TRY(tame_example_init(&t->e, POINTS[index].kind, false));
  if (!isnan(POINTS[index].theta0)) t->e.theta[0] = POINTS[index].theta0;
  t->n = tame_inclusion_n(t->e.q);
  t->p = tame_inclusion_p(t->e.q);
  t->count = t->n * t->p;
  t->x = tame_vec(t->n);
  t->jac = tame_vec(4 * t->count);
  t->fd = t->jac + t->count;
  t->pig = t->fd + t->count;
  t->work = t->pig + t->count;
  t->s[UNKNOWNS] = (double)t->n;
  t->s[PARAMETERS] = (double)t->p;
  return TAME_OK;
}

static void done(point *t)
{
  tame_example_free(&t->e);
  free(t->x);
  free(t->jac);
}

static double column_norm(const double *jac, size_t j, const point *t)
{
  return cblas_dnrm2((int)t->n, jac + j, (int)t->p);
}

static tame_status differences(point *t, double h)
{
  double *theta = tame_vec_copy(t->e.theta, t->p);
  double *up = tame_vec(t->n), *down = tame_vec(t->n), worst = 0.0;
  tame_status s = TAME_OK;
  for (size_t j = 0; j < t->p && s >= 0; j++) {
    memcpy(up, t->x, t->n * sizeof *up);
    memcpy(down, t->x, t->n * sizeof *up);
    theta[j] = t->e.theta[j] + h;
    s = solve(up, theta, t);
    theta[j] = t->e.theta[j] - h;
    if (s >= 0) s = solve(down, theta, t);
    theta[j] = t->e.theta[j];
    double error = 0.0;
    for (size_t i = 0; i < t->n; i++) {
      t->fd[i * t->p + j] = (up[i] - down[i]) / (2.0 * h);
      error = fmax(error, fabs(t->fd[i * t->p + j] - t->jac[i * t->p + j]));
    }
    worst = fmax(worst, error / fmax(1.0, column_norm(t->jac, j, t)));
  }
  t->s[DIFFERENCE_ERROR] = worst;
  free(theta);
  free(up);
  free(down);
  return s < 0 ? s : solve(t->x, t->e.theta, t);
}

/* jac <- the limit of piggyback from x_0 = 0, J_0 = 0 along the iterates */
static tame_status piggyback(point *t, const tame_map *map, size_t iterations)
{
  double *x = tame_vec(t->n), *next = tame_vec(t->n);
  double *from = tame_vec(t->count), *to = t->pig;
  tame_status s = TAME_OK;
  for (size_t k = 0; k < iterations && s >= 0; k++) {
    s = tame_diff_piggyback(t->work, from, x, t->e.theta, map);
    memcpy(from, t->work, t->count * sizeof *from);
    map->value(next, x, t->e.theta, map->ctx);
    memcpy(x, next, t->n * sizeof *x);
  }
  memcpy(to, from, t->count * sizeof *to);
  t->s[PIGGYBACK_ERROR] = distance_max(t->pig, t->jac, t->count);
  free(x);
  free(next);
  free(from);
  return s;
}

static tame_status piggyback_limit(point *t, size_t iterations)
{
  if (t->e.kind != TAME_DEBLUR)
    return piggyback(t, tame_inclusion_map(t->e.q), iterations);
  tame_deblur_pock *w = tame_deblur_pock_alloc(t->e.n);
  tame_status s = tame_deblur_pock_init(w, t->e.x, 0.02, t->e.theta[1]);
  if (s >= 0) {
    const tame_map map = tame_deblur_pock_map(w);
    s = piggyback(t, &map, iterations);
  }
  tame_deblur_pock_free(w);
  return s;
}

static tame_status step_dependence(point *t)
{
  static const double FACTOR[2] = {5.0, 0.1};
  const double gamma = tame_inclusion_step(t->e.q);
  double worst = 0.0;
  t->s[GAMMA] = gamma;
  for (size_t i = 0; i < 2; i++) {
    TAME_TRY(tame_inclusion_set_step(t->e.q, FACTOR[i] * gamma));
    TAME_TRY(tame_diff_implicit(t->work, t->x, t->e.theta,
                                tame_inclusion_map(t->e.q)));
    worst = fmax(worst, distance_max(t->work, t->jac, t->count));
  }
  t->s[GAMMA_DEPENDENCE] = worst;
  return tame_inclusion_set_step(t->e.q, gamma);
}

/* Largest modulus of an eigenvalue of a [n x n]. */
static tame_status spectral_radius(double *radius, const double *a, size_t n)
{
  double *re = tame_vec(2 * n), *im = re + n;
  const tame_status s = tame_la_eigenvalues(re, im, a, n);
  *radius = 0.0;
  for (size_t i = 0; i < n; i++) *radius = fmax(*radius, hypot(re[i], im[i]));
  free(re);
  return s;
}

/* |J1 (I - gamma B1)|_2, and the bound by the eigenvalues of the symmetric part
 * of B1 and its norm, both for the affine operators here. */
static tame_status contraction(point *t)
{
  const size_t n = t->n;
  const double gamma = tame_inclusion_step(t->e.q);
  double *a = tame_vec(n * n), *b = tame_vec(n * n), *eigen = tame_vec(n);
  double norm = NAN;
  tame_status s = tame_diff_jacobians(a, NULL, t->x, t->e.theta,
                                      tame_inclusion_map(t->e.q));
  if (s >= 0) s = tame_la_norm2(&t->s[CONTRACTION], a, n, n);
  if (s >= 0) s = spectral_radius(&t->s[RADIUS], a, n);
  if (s >= 0)
    s = tame_diff_jacobians(b, NULL, t->x, t->e.theta,
                            tame_inclusion_operator(t->e.q));
  if (s >= 0) s = tame_la_norm2(&norm, b, n, n);
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      a[i * n + j] = 0.5 * (b[i * n + j] + b[j * n + i]);
  if (s >= 0) s = tame_la_eigen_symmetric(eigen, NULL, a, n);
  t->s[BOUND] =
      sqrt(1.0 - 2.0 * gamma * eigen[0] + gamma * gamma * norm * norm);
  free(a);
  free(b);
  free(eigen);
  return s;
}

/* closed [n x p] <- 0 off the support, (X_S'X_S + lambda2 I)^{-1} [-s, -w_S,
 * X_S'] on it */
static tame_status closed_form(point *t)
{
  const size_t n = t->n, p = t->p, m = t->e.m;
  double *h = tame_vec(n * n), *rhs = tame_vec(t->count);
  size_t *at = tame_calloc(n, sizeof *at), k = 0;
  for (size_t j = 0; j < n; j++)
    if (t->x[j] != 0.0) at[k++] = j;
  for (size_t i = 0; i < k; i++) {
    const double *xi = t->e.x + at[i];
    for (size_t j = 0; j < k; j++)
      h[i * k + j] = cblas_ddot((int)m, xi, (int)n, t->e.x + at[j], (int)n);
    h[i * k + i] += t->e.theta[1];
    rhs[i * p] = t->x[at[i]] > 0.0 ? -1.0 : 1.0;
    rhs[i * p + 1] = -t->x[at[i]];
    for (size_t r = 0; r < m; r++) rhs[i * p + 2 + r] = xi[r * n];
  }
  tame_status s = tame_la_cholesky(h, k);
  if (s >= 0) tame_la_cholesky_solve_many(rhs, h, k, p);
  memset(t->work, 0, t->count * sizeof *t->work);
  for (size_t i = 0; i < k; i++)
    memcpy(t->work + at[i] * p, rhs + i * p, p * sizeof *rhs);
  t->s[CLOSED_FORM] = distance_max(t->work, t->jac, t->count);
  free(h);
  free(rhs);
  free(at);
  return s;
}

/* |columns from the third on|_2 */
static tame_status data_norm(point *t)
{
  const size_t m = t->p - 2;
  if (m == 0) return TAME_OK;
  for (size_t i = 0; i < t->n; i++)
    memcpy(t->work + i * m, t->jac + i * t->p + 2, m * sizeof *t->work);
  return tame_la_norm2(&t->s[DATA_NORM], t->work, t->n, m);
}

static tame_status compute(point *t, size_t index)
{
  TAME_TRY(solve(t->x, t->e.theta, t));
  TAME_TRY(
      tame_diff_implicit(t->jac, t->x, t->e.theta, tame_inclusion_map(t->e.q)));
  t->s[NORM] = tame_norm(t->x, t->n);
  t->s[COLUMN0] = column_norm(t->jac, 0, t);
  t->s[COLUMN1] = column_norm(t->jac, 1, t);
  TAME_TRY(differences(t, POINTS[index].step));
  TAME_TRY(step_dependence(t));
  TAME_TRY(contraction(t));
  TAME_TRY(data_norm(t));
  if (t->e.kind == TAME_NET) TAME_TRY(closed_form(t));
  return piggyback_limit(t, POINTS[index].iterations);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  point t;
  (void)run;
  tame_status s = make(&t, cell->index);
  if (s >= 0) s = compute(&t, cell->index);
  if (s < 0) {
    done(&t);
    return tame_fail(err, s, "%s: %s", cell->name, tame_status_str(s));
  }
  double *at = tame_vec(t.count);
  for (size_t i = 0; i < t.count; i++) at[i] = (double)i;
  tame_h5_axis(out, "entry", at, t.count, "entry of X, row-major", "1");
  tame_h5_write(out, "implicit", "entry", t.jac, "X", "1");
  tame_h5_write(out, "difference", "entry", t.fd, "differences", "1");
  tame_h5_write(out, "piggyback", "entry", t.pig, "piggyback", "1");
  tame_h5_axis(out, "scalar", at, N_SCALARS, "number", "1");
  tame_h5_write(out, "scalars", "scalar", t.s, "numbers of the point", "1");
  tame_h5_axis(out, "unknown", at, t.n, "entry of x", "1");
  tame_h5_write(out, "solution", "unknown", t.x, "x", "1");
  free(at);
  done(&t);
  return TAME_OK;
}

/* --- the whole ------------------------------------------------------------- */

/* Group `name` <- the entries of one point. */
static tame_status merge_entries(tame_h5 *out, const tame_cells *cells,
                                 size_t index, tame_error *err)
{
  static const struct {
    const char *path, *name;
  } SETS[3] = {{"implicit", "entry of X, implicit"},
               {"difference", "the same entry, central differences"},
               {"piggyback", "the same entry, piggyback"}};
  const char *name = POINTS[index].name;
  char path[64], title[96];
  double *x[3] = {NULL}, *solution = NULL;
  tame_h5_shape shape = {0}, unknowns = {0};
  tame_status s = TAME_OK;
  for (size_t i = 0; i < 3 && s >= 0; i++)
    s = tame_cells_read(&x[i], &shape, cells, index, SETS[i].path, err);
  if (s >= 0)
    s = tame_cells_read(&solution, &unknowns, cells, index, "solution", err);
  if (s >= 0) {
    double *at = tame_vec(shape.count);
    for (size_t i = 0; i < shape.count; i++) at[i] = (double)i;
    snprintf(title, sizeof title, "Entries of the Jacobian: %s", name);
    tame_h5_group(out, name, title);
    snprintf(path, sizeof path, "%s/entry", name);
    tame_h5_axis(out, path, at, shape.count, "row * parameters + column", "1");
    snprintf(path, sizeof path, "%s/unknown", name);
    tame_h5_axis(out, path, at, unknowns.count, "entry of the solution", "1");
    snprintf(path, sizeof path, "%s/solution", name);
    tame_h5_write(out, path, "unknown", solution, "solution x(theta)", "1");
    for (size_t i = 0; i < 3; i++) {
      snprintf(path, sizeof path, "%s/%s", name, SETS[i].path);
      tame_h5_write(out, path, "entry", x[i], SETS[i].name, "1");
      if (i == 0) continue;
      for (size_t j = 0; j < shape.count; j++) /* below 1e-17 nothing is seen */
        at[j] = fmax(fabs(x[i][j] - x[0][j]), 1e-17);
      snprintf(path, sizeof path, "%s/%s_error", name, SETS[i].path);
      tame_h5_write(out, path, "entry", at,
                    "its distance to the implicit entry, at least 1e-17", "1");
    }
    free(at);
  }
  for (size_t i = 0; i < 3; i++) free(x[i]);
  free(solution);
  return s;
}

enum { N_BINS = 17 }; /* decades from 1e-17 */

/* Histogram of log10 errors over all points: share of entries in each decade */
static tame_status merge_histogram(tame_h5 *out, const tame_cells *cells,
                                   tame_error *err)
{
  double count[2][N_BINS] = {{0}}, at[N_BINS];
  static const char *const SET[2] = {"difference", "piggyback"};
  for (size_t c = 0; c < N_POINTS; c++) {
    double *x = NULL, *y = NULL;
    tame_h5_shape shape;
    TAME_TRY(tame_cells_read(&x, &shape, cells, c, "implicit", err));
    for (size_t k = 0; k < 2; k++) {
      const tame_status s = tame_cells_read(&y, &shape, cells, c, SET[k], err);
      if (s < 0) {
        free(x);
        return s;
      }
      for (size_t i = 0; i < shape.count; i++) {
        const double e = floor(log10(fmax(fabs(x[i] - y[i]), 1e-17)) + 17.0);
        count[k][e < N_BINS - 1 ? (size_t)e : N_BINS - 1] += 1.0;
      }
      free(y);
    }
    free(x);
  }
  for (size_t i = 0; i < N_BINS; i++) at[i] = pow(10.0, (double)i - 16.5);
  tame_h5_group(out, "histogram", "Errors of all entries, by decade");
  tame_h5_axis(out, "histogram/error", at, N_BINS,
               "middle of a decade; the first holds all smaller ones", "1");
  tame_h5_write(out, "histogram/difference", "error", count[0],
                "entries whose difference to central differences is in it",
                "1");
  tame_h5_write(out, "histogram/piggyback", "error", count[1],
                "entries whose difference to the piggyback limit is in it",
                "1");
  tame_h5_panel(out, "histogram", "difference", "error");
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double scalars[N_POINTS * N_SCALARS], column[N_POINTS];
  char path[64];
  (void)run;
  TAME_TRY(tame_cells_gather(scalars, cells, "scalars", N_SCALARS, err));
  tame_h5_group(out, "points", "Numbers of the points");
  tame_h5_codes(out, "points/point", WORDS, "problem and parameter");
  for (size_t i = 0; i < N_SCALARS; i++) {
    for (size_t c = 0; c < N_POINTS; c++)
      column[c] = scalars[c * N_SCALARS + i];
    snprintf(path, sizeof path, "points/%s", SCALARS[i].path);
    tame_h5_write(out, path, "point", column, SCALARS[i].name, "1");
  }
  tame_h5_panel(out, "points", "difference_error", "point");
  TAME_TRY(merge_histogram(out, cells, err));
  for (size_t c = 0; c < N_POINTS; c++)
    TAME_TRY(merge_entries(out, cells, c, err));
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_POINTS;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = index;
  snprintf(cell->name, sizeof cell->name, "%s", POINTS[index].name);
  snprintf(cell->group, sizeof cell->group, "all points");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2212.07844/jacobian",
          .title = "Implicit Jacobians of solutions of monotone inclusions",
          .figures = "illus-jacobian",
          .about = "At generic points of six parametric monotone inclusions: "
                   "the implicit conservative Jacobian against central "
                   "differences, the piggyback limit and a closed form, with "
                   "three steps gamma; contraction of the forward-backward "
                   "map.  An illustration, not an experiment of the paper.",
          .params = PARAMS,
          .cost = {1, 1, 1},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
