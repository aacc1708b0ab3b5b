/* SPDX-License-Identifier: MIT */
/* Piggyback derivatives of forward-backward (Figure 2, first column of arXiv
 * 2206.00457): on the lasso, and on ridge regression as a smooth control (an
 * illustration of ours).  Problems and references: lasso_problem.h.
 *
 * x_0 = 0, J_0 = 0.  theta is lambda, and in the first repetitions (lambda, b).
 * Once the support is found, the errors of x and of J contract by
 *
 *     rho = 1 - a sigma_min(A_S)^2  <=  rho_global = 1 - a sigma_min(A)^2;
 *
 * for ridge the rate is rho_global/(1 + a lambda) for x and J, times k for J
 * (lasso-ridge.c).  With more columns than rows (lasso_wide: 50 x 100) rho_global
 * is 1, so that only the local rate rho is left.
 *
 * scale     repeats   m   n   one core
 * smoke           4  100  50   0.08 s
 * default       100  100  50   1.3 s   (lasso_wide 4 s)
 * paper         100  100  50   1.3 s   (lasso_wide 4 s) */
#include "lasso.h"

static const tame_option PARAMS[] = {
    {"repeats", {4, 100, 100}, 1, 10000, "random problems", NULL},
    {"b-repeats",
     {1, 10, 10},
     0,
     10000,
     "those of them in which b is differentiated too",
     NULL},
    {"steps", {400, 400, 400}, 10, 100000, "iterations", NULL},
    {"rows", {100, 100, 100}, 10, MAX_M, "rows of A", NULL},
    {"columns", {50, 50, 50}, 10, MAX_N, "columns of A", NULL},
    {0}};

/* --- curves ------------------------------------------------------------------ */

/* By hand: whether the mask of v = x - a A'(Ax - b) is the final support; and
 * the affine recursion D (I - a A'A) of the error of the lambda column. */
static bool on_final_support(const double *x, const reference *r,
                             const problem *t)
{
  const int m = (int)t->m, n = (int)t->n;
  double res[MAX_M];
  memcpy(res, t->theta + 1, t->m * sizeof *res);
  subtract_from_image(res, x, t);
  for (size_t i = 0; i < t->n; i++) {
    const double v = x[i] - t->step * cblas_ddot(m, t->a + i, n, res, 1);
    if ((fabs(v) > t->step * t->theta[0]) != (r->e[i] != 0.0)) return false;
  }
  return true;
}

static double affine_defect(const double *next, const double *jac,
                            const reference *r, const problem *t, size_t p)
{
  const int n = (int)t->n;
  double error[MAX_N], predicted[MAX_N], got[MAX_N];
  for (size_t i = 0; i < t->n; i++) {
    error[i] = jac[i * p] - r->jac[i * t->p];
    got[i] = next[i * p] - r->jac[i * t->p];
  }
  memcpy(predicted, error, t->n * sizeof *error);
  cblas_dgemv(CblasRowMajor, CblasNoTrans, n, n, -t->step, t->gram, n, error, 1,
              1.0, predicted, 1);
  for (size_t i = 0; i < t->n; i++)
    if (r->e[i] == 0.0) predicted[i] = 0.0;
  return tame_distance(got, predicted, t->n) / tame_norm(error, t->n);
}

/* |<mode, x - y>| */
static double component(const double *x, const double *y, const double *mode,
                        size_t n)
{
  double sum = 0.0;
  for (size_t i = 0; i < n; i++) sum += mode[i] * (x[i] - y[i]);
  return fabs(sum);
}

curves curves_begin(size_t length)
{
  double *x = tame_vec(6 * length);
  return (curves){.length = length,
                  .x = x,
                  .jac = x + length,
                  .jac_b = x + 2 * length,
                  .ratio = x + 3 * length,
                  .defect = x + 4 * length,
                  .slow = x + 5 * length};
}

tame_status record(curves *c, const algorithm *w, const problem *t,
                   const reference *r, double lambda, const double *mode)
{
  double theta[MAX_P];
  memcpy(theta, t->theta, t->p * sizeof *theta);
  theta[0] = lambda;
  iteration it = iteration_begin(&w->map, theta, NULL);
  const size_t n = t->n, p = w->map.p, all = t->p;
  tame_status s = TAME_OK;
  c->identified = 0;
  for (size_t k = 0; k < c->length && s >= 0; k++) {
    c->x[k] = tame_distance(it.x, r->x, n);
    c->jac[k] = columns_distance(it.jac, p, r->jac, all, n, 0, 1);
    c->jac_b[k] = p == all ? columns_distance(it.jac, p, r->jac, all, n, 1, all)
                           : (double)NAN;
    c->ratio[k] = error_ratio(c->jac[k], c->x[k]);
    c->slow[k] = mode ? component(it.x, r->x, mode, n) : (double)NAN;
    if (!on_final_support(it.x, r, t)) c->identified = k + 1;
    s = iteration_step(&it);
    c->defect[k] = affine_defect(it.jac, it.jac_next, r, t, p);
  }
  iteration_end(&it);
  return s;
}

/* Largest defect of the affine recursion once the support is found, while the
 * error exceeds 1e-5: below, the rounding of the last bits shows.  NaN when
 * there is no such iteration. */
static double largest_defect(const curves *c)
{
  double worst = -1.0;
  for (size_t k = c->identified; k < c->length; k++)
    if (!(c->jac[k] <= 1e-5)) worst = tame_worse(worst, c->defect[k]);
  return worst >= 0.0 ? worst : (double)NAN;
}

void write_curves(tame_h5 *out, const char *prefix, const curves *c,
                  const reference *r)
{
  const size_t n = r->n, p = r->p;
  const struct {
    const char *name;
    const double *x;
    double norm;
  } all[] = {
      {"x_error", c->x, tame_norm(r->x, n)},
      {"jacobian_error", c->jac, columns_distance(NULL, p, r->jac, p, n, 0, 1)},
      {"jacobian_b_error", c->jac_b,
       columns_distance(NULL, p, r->jac, p, n, 1, p)},
      {"ratio", c->ratio, 1.0}};
  char path[64];
  for (size_t i = 0; i < 4; i++) {
    snprintf(path, sizeof path, "%s%s", prefix, all[i].name);
    write_curve(out, path, all[i].x, c->length, all[i].norm);
  }
}

static void write_lasso(tame_h5 *out, const curves *c, const reference *r,
                        const problem *t)
{
  const size_t last = c->length - 1;
  write_curves(out, "", c, r);
  write_number(out, "lambda", t->theta[0]);
  write_number(out, "support", (double)r->size);
  write_number(out, "identified", (double)c->identified);
  write_number(out, "rho", r->rate);
  write_number(out, "rho_global", 1.0 - t->step * t->mu);
  write_number(out, "x_rate", tame_fit_rate(c->x, c->length, FIT_LO, FIT_HI));
  write_number(out, "jacobian_rate",
               tame_fit_rate(c->jac, c->length, FIT_LO, FIT_HI));
  write_number(out, "jacobian_b_rate",
               tame_fit_rate(c->jac_b, c->length, FIT_LO, FIT_HI));
  write_number(out, "x_last", c->x[last]);
  write_number(out, "jacobian_last", c->jac[last]);
  write_number(out, "affine_defect", largest_defect(c));
}

/* --- the experiment ----------------------------------------------------------- */

static tame_status run_lasso(tame_h5 *out, const problem *t, size_t p,
                             size_t length)
{
  algorithm alone, w; /* theta = lambda, for the reference; theta [p] */
  reference *r = tame_calloc(1, sizeof *r);
  curves c = curves_begin(length);
  double x[MAX_N] = {0};
  tame_status s = algorithm_begin(&alone, t, 1, false);
  if (s >= 0) s = algorithm_begin(&w, t, p, false);
  if (s >= 0) {
    const bool valid = lasso_reference(r, x, t, &alone.map, t->theta[0]);
    write_number(out, "valid", valid);
    if (!valid) r->x[0] = r->jac[0] = r->jac[1] = r->rate = NAN;
    write_number(out, "difference_error",
                 valid ? difference_error(r, t, &alone.map) : (double)NAN);
    s = record(&c, &w, t, r, t->theta[0], NULL);
    write_lasso(out, &c, r, t);
  }
  algorithm_end(&alone);
  algorithm_end(&w);
  free(c.x);
  free(r);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t rep = cell->coord[0], length = tame_run_count(run, "steps") + 1;
  problem *t = tame_calloc(1, sizeof *t);
  tame_h5_index(out, "iteration", length, "iteration k");
  draw(t, rep, run);
  const size_t p = rep < tame_run_count(run, "b-repeats") ? t->p : 1;
  tame_status s = run_lasso(out, t, p, length);
  if (s >= 0) s = run_ridge(out, t, p, length);
  free(t);
  return s >= 0 ? TAME_OK : tame_fail(err, s, "repetition %zu", rep);
}

static const quantity CURVES[] = {
    {"x_error", "distance of x_k to the limit, relative"},
    {"jacobian_error", "distance of dx_k/dlambda to its limit, relative"},
    {"jacobian_b_error",
     "distance of dx_k/db to its limit, relative, Frobenius; first "
     "repetitions"},
    {"ratio",
     "absolute error of dx_k/dlambda over that of x_k, "
     "until rounding"}};

static const quantity RIDGE_CURVES[] = {
    {"ridge_x_error", "ridge: distance of x_k to the limit, relative"},
    {"ridge_jacobian_error",
     "ridge: distance of dx_k/dlambda to its limit, relative"},
    {"ridge_jacobian_b_error",
     "ridge: distance of dx_k/db to its limit, relative; first repetitions"},
    {"ridge_ratio",
     "ridge: absolute error of dx_k/dlambda over that of x_k, "
     "until rounding"}};

static const quantity NUMBERS[] = {
    {"rho", "contraction on the final support, rho"},
    {"rho_global", "contraction on all of R^n, 1 - a mu"},
    {"valid", "whether the reference is optimal (1) or was discarded (0)"},
    {"lambda", "weight lambda"},
    {"support", "size of the support"},
    {"identified", "iteration from which on the support is the final one"},
    {"x_rate", "fitted rate of the error of x_k"},
    {"jacobian_rate", "fitted rate of the error of dx_k/dlambda"},
    {"jacobian_b_rate", "fitted rate of the error of dx_k/db"},
    {"x_last", "absolute error of the last x_k"},
    {"jacobian_last", "absolute error of the last dx_k/dlambda"},
    {"affine_defect", "largest relative defect of the affine recursion"},
    {"difference_error",
     "reference dx/dlambda against central differences, relative"},
    {"ridge_rho", "ridge: contraction (1 - a mu)/(1 + a lambda)"},
    {"ridge_x_rate", "ridge: fitted rate of the error of x_k"},
    {"ridge_jacobian_rate", "ridge: fitted rate of the error of dx_k/dlambda"},
    {"ridge_slow_rate", "ridge: fitted rate of the slowest mode of x_k"},
    {"ridge_x_rate_modes",
     "ridge: rate fitted to the error of x_k as the modes predict it"},
    {"ridge_jacobian_rate_modes",
     "ridge: rate fitted to the error of dx_k/dlambda as the modes predict it"},
    {"ridge_second", "ridge: rate of the second slowest mode"},
    {"ridge_overlap",
     "ridge: share of the slowest mode in x_0 minus the limit"}};

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const merger m = {out, cells, tame_cells_count(cells),
                    tame_run_count(run, "steps") + 1, err};
  double *median = tame_vec(m.length), *rho = tame_vec(m.repeats);
  tame_status s = merge_all(&m, NUMBERS, sizeof NUMBERS / sizeof *NUMBERS,
                            CURVES, sizeof CURVES / sizeof *CURVES);
  if (s >= 0) s = tame_cells_gather(rho, cells, "ridge_rho", 1, err);
  tame_h5_group(out, "ridge", "The same for ridge regression");
  for (size_t i = 0; i < sizeof RIDGE_CURVES / sizeof *RIDGE_CURVES && s >= 0;
       i++) {
    s = merge_curve(&m, "ridge", RIDGE_CURVES[i], median);
    if (i < 2)
      write_guide(&m, "ridge", RIDGE_CURVES[i].name, median,
                  tame_quantile(rho, m.repeats, 0.5));
  }
  tame_h5_panel(out, "ridge", "ridge_jacobian_error_median", "iteration");
  if (tame_run_count(run, "rows") < tame_run_count(run, "columns"))
    tame_h5_attr(out, "/", "figures", "illus-wide");
  free(median);
  free(rho);
  return s;
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.00457/lasso",
          .title = "Piggyback derivatives of forward-backward on the lasso",
          .figures = "fig02 illus-ratio illus-ridge",
          .about = "Errors of the iterates of forward-backward and of their "
                   "derivatives in the regularisation weight (and in b), on "
                   "random lasso problems, and on ridge regression as a smooth "
                   "control.",
          .params = PARAMS,
          .cost = {0.08, 1.3, 1.3},
          .n_cells = one_cell_a_repeat,
          .cell = describe_repeat,
          .run_cell = run_cell,
          .merge = merge});
}
