/* SPDX-License-Identifier: MIT */
/* Piggyback derivatives of ADMM on l1 trend filtering (Figure 2, third column
 * of arXiv 2206.00457).  Problem and reference: trend_problem.h.  theta =
 * lambda, in the first repetitions (lambda, b); z_0 = u_0 = 0, J_0 = 0.  x_k is
 * the point computed from (z_k, u_k).
 *
 * Once S is found, v = Dx + u moves by an affine map with matrix
 *
 *     M = T (2 D_S - I) + I - D_S,   T = r D (I + r D'D)^{-1} D',
 *
 * so that the errors of x and of J both contract by its spectral radius rho,
 * which is also that of the derivative of a step.
 *
 * scale     repeats   n  steps  one core
 * smoke           3  50   1500  0.06 s
 * default        20  50   1500  0.35 s
 * paper         100  50   1500  1.4 s */
#include "curves.h"
#include "trend_problem.h"

static const tame_option PARAMS[] = {
    {"repeats", {3, 20, 100}, 1, 10000, "random problems", NULL},
    {"b-repeats",
     {1, 5, 10},
     0,
     10000,
     "those of them in which b is differentiated too",
     NULL},
    {"steps", {1500, 1500, 1500}, 10, 100000, "iterations", NULL},
    {0}};

/* --- one repetition -------------------------------------------------------------- */

typedef struct {
  size_t length;
  double *x, *jac, *jac_b, *ratio; /* [length], absolute errors */
  size_t identified;
} curves;

/* The mask of v = Dx + u from the iterate after: v = z + u there. */
static bool on_final_support(const double *state, const reference *r,
                             const problem *t)
{
  const double *z = state + N, *u = z + ROWS;
  for (size_t i = 0; i < ROWS; i++)
    if ((fabs(z[i] + u[i]) > t->theta[0] / t->r) != (r->e[i] != 0.0))
      return false;
  return true;
}

static tame_status record(curves *c, const algorithm *w, const problem *t,
                          const reference *r)
{
  const size_t p = w->map.p;
  iteration it = iteration_begin(&w->map, t->theta, NULL);
  tame_status s = TAME_OK;
  c->identified = 0;
  for (size_t k = 0; k < c->length && s >= 0; k++) {
    s = iteration_step(&it);
    c->x[k] = tame_distance(it.x, r->x, N);
    c->jac[k] = columns_distance(it.jac, p, r->jac, P, N, 0, 1);
    c->jac_b[k] =
        p == P ? columns_distance(it.jac, p, r->jac, P, N, 1, P) : (double)NAN;
    c->ratio[k] = error_ratio(c->jac[k], c->x[k]);
    if (!on_final_support(it.x, r, t)) c->identified = k + 1;
  }
  iteration_end(&it);
  return s;
}

static void signs(double *e, const double *z)
{
  for (size_t i = 0; i < ROWS; i++)
    e[i] = (double)(z[i] > 0.0) - (double)(z[i] < 0.0);
}

/* The limit: iterates until nothing moves, then solves for the signs of z. */
static bool find_reference(reference *r, const algorithm *w, const problem *t)
{
  double state[STATE] = {0};
  for (int attempt = 0; attempt < 10; attempt++) {
    iterate_until(state, &w->map, t->theta, 1e-15, 3000);
    signs(r->e, state + N);
    if (reference_solve(r, t, t->theta[0])) return true;
  }
  return false;
}

/* dx/dlambda against central differences, relative, step 1e-5 lambda: solved
 * for the same signs, of which optimality is checked again. */
static double difference_error(const reference *r, const problem *t)
{
  reference *side = tame_calloc(1, sizeof *side);
  const double lambda = t->theta[0], h = DIFFERENCE * lambda;
  double d[N] = {0}, exact[N], scale = 0.5 / h;
  memcpy(side->e, r->e, sizeof side->e);
  for (int sign = 1; sign >= -1; sign -= 2) {
    if (!reference_solve(side, t, lambda + sign * h)) scale = NAN;
    for (size_t i = 0; i < N; i++) d[i] += sign * scale * side->x[i];
  }
  for (size_t i = 0; i < N; i++) exact[i] = r->jac[i * P];
  free(side);
  return tame_distance(d, exact, N) / tame_norm(exact, N);
}

/* --- the rate, by two routes --------------------------------------------------------- */

/* Of the derivative of a step at the limit (x, z, u). */
static double radius_of_step(const reference *r, const algorithm *w,
                             const problem *t)
{
  double state[STATE], *a = tame_vec((size_t)STATE * STATE), rho = NAN;
  memcpy(state, r->x, sizeof r->x);
  memcpy(state + N, r->z, sizeof r->z);
  memcpy(state + N + ROWS, r->u, sizeof r->u);
  if (tame_diff_jacobians(a, NULL, state, t->theta, &w->map) == TAME_OK)
    tame_la_radius(&rho, a, STATE);
  free(a);
  return rho;
}

/* Of M, T = r DD' (I + r DD')^{-1} by push-through. */
static double radius_of_formula(const reference *r, const problem *t)
{
  double *h = tame_vec((size_t)ROWS * ROWS), *m = tame_vec((size_t)ROWS * ROWS);
  double rho = NAN;
  for (size_t i = 0; i < (size_t)ROWS * ROWS; i++) {
    m[i] = t->r * t->gram[i];
    h[i] = m[i] + (i % (ROWS + 1) == 0 ? 1.0 : 0.0);
  }
  if (tame_la_cholesky(h, ROWS) == TAME_OK) {
    tame_la_cholesky_solve_many(m, h, ROWS, ROWS);
    for (size_t j = 0; j < ROWS; j++) {
      const double in = r->e[j] != 0.0 ? 1.0 : 0.0;
      for (size_t i = 0; i < ROWS; i++) m[i * ROWS + j] *= 2.0 * in - 1.0;
      m[j * ROWS + j] += 1.0 - in;
    }
    tame_la_radius(&rho, m, ROWS);
  }
  free(h);
  free(m);
  return rho;
}

/* --- the experiment -------------------------------------------------------------------- */

static void write_all(tame_h5 *out, const curves *c, const reference *r)
{
  const size_t n = c->length;
  write_curve(out, "x_error", c->x, n, tame_norm(r->x, N));
  write_curve(out, "jacobian_error", c->jac, n,
              columns_distance(NULL, P, r->jac, P, N, 0, 1));
  write_curve(out, "jacobian_b_error", c->jac_b, n,
              columns_distance(NULL, P, r->jac, P, N, 1, P));
  write_curve(out, "ratio", c->ratio, n, 1.0);
  write_number(out, "x_rate", tame_fit_rate(c->x, n, FIT_LO, FIT_HI));
  write_number(out, "jacobian_rate", tame_fit_rate(c->jac, n, FIT_LO, FIT_HI));
  write_number(out, "x_last", c->x[n - 1]);
  write_number(out, "jacobian_last", c->jac[n - 1]);
  write_number(out, "identified", (double)c->identified);
  write_number(out, "support", (double)r->size);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t rep = cell->coord[0], length = tame_run_count(run, "steps") + 1;
  const size_t p = rep < tame_run_count(run, "b-repeats") ? P : 1;
  problem *t = tame_calloc(1, sizeof *t);
  reference *r = tame_calloc(1, sizeof *r);
  double *block = tame_vec(4 * length);
  curves c = {
      length, block, block + length, block + 2 * length, block + 3 * length, 0};
  algorithm w, alone; /* alone: theta = lambda, for the reference */
  bool valid = false;
  draw(t, rep, run);
  tame_h5_index(out, "iteration", length, "iteration k");
  tame_status s = algorithm_begin(&alone, t, 1);
  const tame_status s_p = algorithm_begin(&w, t, p);
  if (s >= 0) s = s_p;
  if (s >= 0) {
    valid = find_reference(r, &alone, t);
    if (!valid) r->x[0] = r->jac[0] = r->jac[1] = NAN;
    s = record(&c, &w, t, r);
    write_all(out, &c, r);
  }
  write_number(out, "valid", valid);
  write_number(out, "lambda", t->theta[0]);
  write_number(out, "rho", valid ? radius_of_step(r, &alone, t) : (double)NAN);
  write_number(out, "rho_formula",
               valid ? radius_of_formula(r, t) : (double)NAN);
  write_number(out, "difference_error",
               valid ? difference_error(r, t) : (double)NAN);
  algorithm_end(&alone);
  algorithm_end(&w);
  free(block);
  free(r);
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

static const quantity NUMBERS[] = {
    {"rho", "spectral radius of the derivative of a step at the limit"},
    {"rho_formula", "the same from the matrix M of v"},
    {"valid", "whether the reference is optimal (1) or was discarded (0)"},
    {"lambda", "weight lambda"},
    {"support", "number of knots of the limit"},
    {"identified", "iteration from which on the support is the final one"},
    {"x_rate", "fitted rate of the error of x_k"},
    {"jacobian_rate", "fitted rate of the error of dx_k/dlambda"},
    {"x_last", "absolute error of the last x_k"},
    {"jacobian_last", "absolute error of the last dx_k/dlambda"},
    {"difference_error",
     "reference dx/dlambda against central differences, relative"}};

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
          .id = "2206.00457/trend_filtering",
          .title = "Piggyback derivatives of ADMM on trend filtering",
          .figures = "fig02 illus-ratio",
          .about = "Errors of the iterates of ADMM and of their derivatives in "
                   "the regularisation weight (and in b), on random trend "
                   "filtering problems.",
          .params = PARAMS,
          .cost = {0.06, 0.35, 1.4},
          .n_cells = one_cell_a_repeat,
          .cell = describe_repeat,
          .run_cell = run_cell,
          .merge = merge});
}
