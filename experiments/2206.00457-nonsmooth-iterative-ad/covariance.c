/* SPDX-License-Identifier: MIT */
/* Piggyback derivatives of Douglas-Rachford on sparse inverse covariance
 * selection (Figure 2, second column of arXiv 2206.00457).  Problem and
 * reference: covariance_problem.h.  theta = lambda, Z_0 = I, J_0 = 0, gamma =
 * 1, symmetrised after each step.
 *
 * Rate: with D = indicator of S, X = Q diag(phi) Q' at the limit and Gamma_ij =
 * phi_i phi_j/(phi_i phi_j + gamma), the step's derivative on symmetric V is
 *
 *     M(V) = V - D o V + Q (Gamma o (Q'(2 D o V - V) Q)) Q',
 *     rho(M) <= (1 + delta)/2,  delta = max_i |(phi_i^2 - gamma)/(phi_i^2 + gamma)|;
 *
 * the errors of Z fall like rho^k, those of J like k rho^k, because Gamma
 * depends on Z.
 *
 * scale     repeats   d  steps  one core
 * smoke           3  20    150  0.07 s
 * default        20  20    150  0.5 s
 * paper         100  50    300  17 s */
#include "covariance_problem.h"
#include "curves.h"

static const tame_option PARAMS[] = {
    {"repeats", {3, 20, 100}, 1, 10000, "random problems", NULL},
    {"dim", {20, 20, 50}, 2, 200, "size d of the matrices", NULL},
    {"steps", {150, 150, 300}, 10, 100000, "iterations", NULL},
    {0}};

/* Dimensions of the Krylov space in which rho is computed. */
enum { KRYLOV = 150 };

/* --- one repetition ----------------------------------------------------------- */

typedef struct {
  size_t length;
  double *z, *jz, *x, *jx, *ratio; /* [length], absolute Frobenius errors */
  size_t identified;
} curves;

static void symmetrise(double *a, size_t d)
{
  for (size_t i = 0; i < d; i++)
    for (size_t j = 0; j < i; j++)
      a[i * d + j] = a[j * d + i] = 0.5 * (a[i * d + j] + a[j * d + i]);
}

static bool on_final_support(const double *z, const reference *r, double lambda)
{
  for (size_t i = 0; i < r->n; i++)
    if ((fabs(z[i]) > GAMMA * lambda) != (r->e[i] != 0.0)) return false;
  return true;
}

static tame_status record(curves *c, const algorithm *w, const problem *p,
                          const reference *r)
{
  const double one = 1.0;
  double *z0 = tame_vec(p->n), *x = tame_vec(p->n);
  for (size_t i = 0; i < p->d; i++) z0[i * (p->d + 1)] = 1.0;
  iteration it = iteration_begin(&w->map, &p->lambda, z0);
  tame_status s = TAME_OK;
  c->identified = 0;
  for (size_t k = 0; k < c->length && s >= 0; k++) {
    c->z[k] = tame_distance(it.x, r->z, p->n);
    c->jz[k] = tame_distance(it.jac, r->jz, p->n);
    w->prox.value(x, it.x, &p->lambda, w->prox.ctx);
    c->x[k] = tame_distance(x, r->x, p->n);
    w->prox.jvp(x, it.jac, &one, it.x, &p->lambda, w->prox.ctx);
    c->jx[k] = tame_distance(x, r->jx, p->n);
    c->ratio[k] = error_ratio(c->jz[k], c->z[k]);
    if (!on_final_support(it.x, r, p->lambda)) c->identified = k + 1;
    s = iteration_step(&it);
    symmetrise(it.x, p->d);
    symmetrise(it.jac, p->d);
  }
  iteration_end(&it);
  free(z0);
  free(x);
  return s;
}

/* The limit from Z_0 = I: iterates until nothing moves, then Newton.  *valid:
 * whether it is optimal. */
static reference *find_reference(bool *valid, const algorithm *w,
                                 const problem *p)
{
  double *z = tame_vec(p->n);
  for (size_t i = 0; i < p->d; i++) z[i * (p->d + 1)] = 1.0;
  iterate_until(z, &w->map, &p->lambda, 1e-14, 5000);
  reference *r = reference_begin(p, z, p->lambda);
  *valid = reference_solve(r, p, p->lambda);
  if (!*valid) r->z[0] = r->x[0] = r->jz[0] = r->jx[0] = (double)NAN;
  free(z);
  return r;
}

/* dX/dlambda against central differences, relative, step 1e-5 lambda: Newton on
 * the same support, of which optimality is checked again. */
static double difference_error(const reference *r, const problem *p)
{
  double *d = tame_vec(p->n), scale = 0.5 / (DIFFERENCE * p->lambda);
  for (int sign = 1; sign >= -1; sign -= 2) {
    reference *side = reference_begin(p, r->z, p->lambda);
    memcpy(side->x, r->x, p->n * sizeof *r->x);
    const double lambda = p->lambda * (1.0 + sign * DIFFERENCE);
    if (!reference_solve(side, p, lambda)) scale = NAN;
    for (size_t i = 0; i < p->n; i++) d[i] += sign * scale * side->x[i];
    reference_end(side);
  }
  const double error = tame_distance(d, r->jx, p->n) / tame_norm(r->jx, p->n);
  free(d);
  return error;
}

/* --- the rate ------------------------------------------------------------------ */

typedef struct {
  const tame_map *map;
  const double *z, *theta;
} linear_part;

static void apply(double *y, const double *x, void *ctx)
{
  const linear_part *m = ctx;
  m->map->jvp(y, x, NULL, m->z, m->theta, m->map->ctx);
}

/* Spectral radius of the step's derivative at the limit, on symmetric
 * matrices. */
static tame_status spectral_radius(double *rho, double *residual,
                                   const algorithm *w, const reference *r,
                                   const problem *p, const tame_run *run,
                                   size_t rep)
{
  const size_t dim = p->d * (p->d + 1) / 2;
  linear_part m = {&w->map, r->z, &p->lambda};
  double *start = tame_vec(p->n);
  gsl_rng *rng = tame_run_rng(run, "krylov", rep);
  tame_rng_normal(start, p->n, rng);
  gsl_rng_free(rng);
  symmetrise(start, p->d);
  const tame_status s = tame_la_spectral_radius(
      rho, residual, apply, &m, start, p->n, dim < KRYLOV ? dim : KRYLOV);
  free(start);
  return s;
}

/* (1 + delta)/2 from the eigenvalues of X */
static double rate_bound(const reference *r)
{
  double *phi = tame_vec(r->d), delta = 0.0;
  TAME_REQUIRE(tame_la_eigen_symmetric(phi, NULL, r->x, r->d) == TAME_OK);
  for (size_t i = 0; i < r->d; i++) {
    const double q = phi[i] * phi[i];
    delta = tame_worse(delta, fabs((q - GAMMA) / (q + GAMMA)));
  }
  free(phi);
  return 0.5 + 0.5 * delta;
}

/* Largest difference of the two formulas of Gamma at the limit, each eigenvalue
 * of W taken twice; W has eigenvalues phi - gamma/phi. */
static double gamma_defect(const reference *r)
{
  const size_t n = 2 * r->d;
  double *ell = tame_vec(n), *g = tame_vec(n * n), worst = 0.0;
  TAME_REQUIRE(tame_la_eigen_symmetric(ell, NULL, r->x, r->d) == TAME_OK);
  for (size_t i = 0; i < r->d; i++) {
    ell[i] -= GAMMA / ell[i];
    ell[r->d + i] = ell[i];
  }
  tame_prox_logdet_differences(g, ell, n, GAMMA);
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++) {
      const double ri = sqrt(ell[i] * ell[i] + 4.0 * GAMMA);
      const double rj = sqrt(ell[j] * ell[j] + 4.0 * GAMMA);
      const double sum = 0.5 * (1.0 + (ell[i] + ell[j]) / (ri + rj));
      worst = tame_worse(worst, fabs(g[i * n + j] - sum));
    }
  }
  free(ell);
  free(g);
  return worst;
}

/* Entries of X that are not zero. */
static double support_size(const reference *r)
{
  return cblas_dasum((int)r->n, r->e, 1);
}

/* The line through the ratio J-error/Z-error against k, from max(20,
 * identification + 15) while the Z-error exceeds 1e-11. */
static tame_line fit_ratio(const curves *c)
{
  size_t from = c->identified + 15, n = 0;
  double *k = tame_vec(c->length);
  if (from < 20) from = 20;
  while (from + n < c->length && c->z[from + n] > 1e-11) {
    k[n] = (double)(from + n);
    n++;
  }
  const tame_line line = tame_fit_line(k, c->ratio + (n ? from : 0), n);
  free(k);
  return line;
}

/* --- the experiment ------------------------------------------------------------ */

static void write_curves(tame_h5 *out, const curves *c, const reference *r)
{
  const size_t n = c->length;
  const tame_line line = fit_ratio(c);
  write_curve(out, "z_error", c->z, n, tame_norm(r->z, r->n));
  write_curve(out, "jacobian_error", c->jz, n, tame_norm(r->jz, r->n));
  write_curve(out, "x_error", c->x, n, tame_norm(r->x, r->n));
  write_curve(out, "jacobian_x_error", c->jx, n, tame_norm(r->jx, r->n));
  write_curve(out, "ratio", c->ratio, n, 1.0);
  write_number(out, "z_rate", tame_fit_rate(c->z, n, FIT_LO, FIT_HI));
  write_number(out, "jacobian_rate", tame_fit_rate(c->jz, n, FIT_LO, FIT_HI));
  write_number(out, "z_last", c->z[n - 1]);
  write_number(out, "jacobian_last", c->jz[n - 1]);
  write_number(out, "identified", (double)c->identified);
  write_number(out, "ratio_slope", line.slope);
  write_number(out, "ratio_r2", line.r2);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t rep = cell->coord[0], length = tame_run_count(run, "steps") + 1;
  problem p = problem_begin(tame_run_count(run, "dim"), rep, run);
  double *block = tame_vec(5 * length), rho = NAN, residual = NAN;
  curves c = {length,
              block,
              block + length,
              block + 2 * length,
              block + 3 * length,
              block + 4 * length,
              0};
  algorithm w;
  bool valid = false;
  tame_h5_index(out, "iteration", length, "iteration k");
  tame_status s = algorithm_begin(&w, &p);
  if (s >= 0) {
    reference *r = find_reference(&valid, &w, &p);
    if (valid) s = spectral_radius(&rho, &residual, &w, r, &p, run, rep);
    if (s >= 0) s = record(&c, &w, &p, r);
    write_curves(out, &c, r);
    write_number(out, "support", support_size(r));
    write_number(out, "gamma_defect", valid ? gamma_defect(r) : (double)NAN);
    write_number(out, "bound", valid ? rate_bound(r) : (double)NAN);
    write_number(out, "difference_error",
                 valid ? difference_error(r, &p) : (double)NAN);
    reference_end(r);
  }
  write_number(out, "valid", valid);
  write_number(out, "lambda", p.lambda);
  write_number(out, "rho", rho);
  write_number(out, "rho_residual", residual);
  algorithm_end(&w);
  free(block);
  free(p.c);
  return s >= 0 ? TAME_OK : tame_fail(err, s, "repetition %zu", rep);
}

static const quantity CURVES[] = {
    {"z_error", "distance of Z_k to the limit, relative, Frobenius"},
    {"jacobian_error", "distance of dZ_k/dlambda to its limit, relative"},
    {"x_error", "distance of X_k to the limit, relative, Frobenius"},
    {"jacobian_x_error", "distance of dX_k/dlambda to its limit, relative"},
    {"ratio",
     "absolute error of dZ_k/dlambda over that of Z_k, "
     "until rounding"}};

static const quantity NUMBERS[] = {
    {"rho", "spectral radius of the derivative of a step at the limit"},
    {"rho_residual", "residual of the eigenvector behind it"},
    {"bound", "bound (1 + delta)/2 of the spectral radius"},
    {"valid", "whether the reference is optimal (1) or was discarded (0)"},
    {"lambda", "weight lambda"},
    {"support", "entries of X that are not zero, diagonal included"},
    {"identified", "iteration from which on the support is the final one"},
    {"z_rate", "fitted rate of the error of Z_k"},
    {"jacobian_rate", "fitted rate of the error of dZ_k/dlambda"},
    {"z_last", "absolute error of the last Z_k"},
    {"jacobian_last", "absolute error of the last dZ_k/dlambda"},
    {"ratio_slope", "slope of the ratio of the errors against k"},
    {"ratio_r2", "R^2 of that line"},
    {"gamma_defect", "largest difference of two formulas of Gamma"},
    {"difference_error",
     "reference dX/dlambda against central differences, relative"}};

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const merger m = {out, cells, tame_cells_count(cells),
                    tame_run_count(run, "steps") + 1, err};
  return merge_all(&m, NUMBERS, sizeof NUMBERS / sizeof *NUMBERS, CURVES,
                   sizeof CURVES / sizeof *CURVES);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.00457/covariance",
          .title = "Piggyback derivatives of Douglas-Rachford on sparse "
                   "inverse covariance selection",
          .figures = "fig02 illus-ratio",
          .about = "Errors of the iterates of Douglas-Rachford and of their "
                   "derivatives in the regularisation weight, on random "
                   "sparse inverse covariance problems.",
          .params = PARAMS,
          .cost = {0.07, 0.5, 17.0},
          .n_cells = one_cell_a_repeat,
          .cell = describe_repeat,
          .run_cell = run_cell,
          .merge = merge});
}
