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

#include "jacobian.h"
#include "tame/base.h"
#include "tame/exp.h"

static const recipe POINTS[] = {{"net", TAME_NET, NAN, 1e-5, 1000},
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

static const tame_field SCALARS[N_SCALARS] = {
#define SCALAR(path, name)                                                     \
  {                                                                            \
    path, "point", name, "1"                                                   \
  }
    [UNKNOWNS] = SCALAR("unknowns", "length of the solution x"),
    [PARAMETERS] = SCALAR("parameters", "length of theta"),
    [NORM] = SCALAR("solution_norm", "|x|_2"),
    [COLUMN0] = SCALAR("column_0", "|dx/dtheta_1|_2, first parameter"),
    [COLUMN1] = SCALAR("column_1", "|dx/dtheta_2|_2, second parameter"),
    [DIFFERENCE_ERROR] =
        SCALAR("difference_error",
               "implicit - central differences, largest over columns of "
               "|column|_inf/max(1, |column of X|_2)"),
    [PIGGYBACK_ERROR] =
        SCALAR("piggyback_error", "piggyback limit - implicit, largest entry"),
    [CLOSED_FORM] =
        SCALAR("closed_form_error", "implicit - closed form, largest entry"),
    [GAMMA] = SCALAR("gamma", "step gamma"),
    [GAMMA_DEPENDENCE] =
        SCALAR("gamma_dependence",
               "change of X with 5 gamma and gamma/10, largest entry"),
    [CONTRACTION] = SCALAR("contraction", "|J1 (I - gamma B1)|_2"),
    [BOUND] = SCALAR("bound", "sqrt(1 - 2 gamma m + gamma^2 L^2)"),
    [RADIUS] =
        SCALAR("spectral_radius", "spectral radius of J1 (I - gamma B1)"),
    [DATA_NORM] =
        SCALAR("data_norm", "|dx/ddata|_2, the columns from the third on"),
#undef SCALAR
};

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  point t;
  (void)run;
  const tame_status s = point_compute(&t, &POINTS[cell->index]);
  if (s >= 0) {
    tame_h5_index(out, "entry", t.count, "entry of X, row-major");
    tame_h5_write(out, "implicit", "entry", t.jac, "X", "1");
    tame_h5_write(out, "difference", "entry", t.fd, "differences", "1");
    tame_h5_write(out, "piggyback", "entry", t.pig, "piggyback", "1");
    tame_h5_index(out, "unknown", t.n, "entry of x");
    tame_h5_write(out, "solution", "unknown", t.x, "x", "1");
    tame_fields_write(out, SCALARS, t.s, N_SCALARS);
  }
  point_free(&t);
  return s >= 0 ? TAME_OK
                : tame_fail(err, s, "%s: %s", cell->name, tame_status_str(s));
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
    double *error = tame_vec(shape.count);
    snprintf(title, sizeof title, "Entries of the Jacobian: %s", name);
    tame_h5_group(out, name, title);
    snprintf(path, sizeof path, "%s/entry", name);
    tame_h5_index(out, path, shape.count, "row * parameters + column");
    snprintf(path, sizeof path, "%s/unknown", name);
    tame_h5_index(out, path, unknowns.count, "entry of the solution");
    snprintf(path, sizeof path, "%s/solution", name);
    tame_h5_write(out, path, "unknown", solution, "solution x(theta)", "1");
    for (size_t i = 0; i < 3; i++) {
      snprintf(path, sizeof path, "%s/%s", name, SETS[i].path);
      tame_h5_write(out, path, "entry", x[i], SETS[i].name, "1");
      if (i == 0) continue;
      for (size_t j = 0; j < shape.count; j++) /* below 1e-17 nothing is seen */
        error[j] = fmax(fabs(x[i][j] - x[0][j]), 1e-17);
      snprintf(path, sizeof path, "%s/%s_error", name, SETS[i].path);
      tame_h5_write(out, path, "entry", error,
                    "its distance to the implicit entry, at least 1e-17", "1");
    }
    free(error);
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
  (void)run;
  tame_h5_group(out, "points", "Numbers of the points");
  tame_h5_codes(out, "points/point", WORDS, "problem and parameter");
  TAME_TRY(tame_fields_merge(out, "points", SCALARS, N_SCALARS, cells, err));
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
          .cost = {0.1, 0.1, 0.1},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
