/* SPDX-License-Identifier: MIT */
/* Ridge regression, where every error is known mode by mode.  With A'A v_i =
 * d_i v_i, d_1 the smallest, rho_i = (1 - a d_i)/(1 + a lambda), s =
 * a/(1 + a lambda) and, as x_0 = 0 and J_0 = 0, c_i = -<v_i, xbar>, C_i =
 * -<v_i, Jbar> (the lambda column),
 *
 *     <v_i, x_k - xbar> = c_i rho_i^k,
 *     <v_i, J_k - Jbar> = (C_i - k s c_i) rho_i^k.
 *
 * So log |x_k - xbar| is convex in k, its slope rises to log rho_1 = log rho and
 * a rate fitted to a window of iterations is at most rho.  How much lower it is
 * depends on the instance: on the share of v_1 in xbar and on rho_2.  What every
 * instance must show is the rate rho of its slowest mode, and fitted rates equal
 * to those fitted to the two formulas. */
#include "lasso.h"

#include "tame/stats.h"

typedef struct {
  double v[MAX_N]; /* the slowest mode */
  double x_rate, jacobian_rate, second, overlap;
} modes;

/* Rates by the formulas, fitted like those of the iteration. */
static tame_status predict(modes *m, const problem *t, const reference *r,
                           size_t length)
{
  const double a = t->step, shrink = 1.0 + a * RIDGE;
  const size_t n = t->n;
  double *v = tame_vec(n * n), d[MAX_N], rho[MAX_N];
  double c[MAX_N] = {0}, cc[MAX_N] = {0};
  double *x = tame_vec(2 * length), *jac = x + length;
  const tame_status s = tame_la_eigen_symmetric(d, v, t->gram, n);
  for (size_t i = 0; i < n; i++) {
    rho[i] = (1.0 - a * d[i]) / shrink;
    m->v[i] = v[i * n];
    for (size_t j = 0; j < n; j++) {
      c[i] -= v[j * n + i] * r->x[j];
      cc[i] -= v[j * n + i] * r->jac[j * t->p];
    }
  }
  for (size_t k = 0; k < length; k++) {
    double ex[MAX_N], ej[MAX_N];
    for (size_t i = 0; i < n; i++) {
      const double power = pow(rho[i], (double)k);
      ex[i] = c[i] * power;
      ej[i] = (cc[i] - (double)k * a / shrink * c[i]) * power;
    }
    x[k] = tame_norm(ex, n);
    jac[k] = tame_norm(ej, n);
  }
  m->x_rate = tame_fit_rate(x, length, FIT_LO, FIT_HI);
  m->jacobian_rate = tame_fit_rate(jac, length, FIT_LO, FIT_HI);
  m->second = rho[1];
  m->overlap = fabs(c[0]) / tame_norm(c, n);
  free(v);
  free(x);
  return s == TAME_OK ? s : TAME_ESINGULAR;
}

static void write_ridge(tame_h5 *out, const curves *c, const reference *r,
                        const modes *m)
{
  const size_t n = c->length;
  write_curves(out, "ridge_", c, r);
  write_number(out, "ridge_rho", r->rate);
  write_number(out, "ridge_x_rate", tame_fit_rate(c->x, n, FIT_LO, FIT_HI));
  write_number(out, "ridge_jacobian_rate",
               tame_fit_rate(c->jac, n, FIT_LO, FIT_HI));
  write_number(out, "ridge_slow_rate",
               tame_fit_rate(c->slow, n, FIT_LO, FIT_HI));
  write_number(out, "ridge_x_rate_modes", m->x_rate);
  write_number(out, "ridge_jacobian_rate_modes", m->jacobian_rate);
  write_number(out, "ridge_second", m->second);
  write_number(out, "ridge_overlap", m->overlap);
}

tame_status run_ridge(tame_h5 *out, const problem *t, size_t p, size_t length)
{
  algorithm w;
  modes m;
  reference *r = tame_calloc(1, sizeof *r);
  curves c = curves_begin(length);
  for (size_t i = 0; i < t->n; i++) r->e[i] = 1.0;
  tame_status s = algorithm_begin(&w, t, p, true);
  if (s >= 0) s = solve_on_support(r, t, RIDGE, true);
  if (s >= 0) s = predict(&m, t, r, length);
  if (s >= 0) s = record(&c, &w, t, r, RIDGE, m.v);
  if (s >= 0) write_ridge(out, &c, r, &m);
  algorithm_end(&w);
  free(c.x);
  free(r);
  return s;
}
