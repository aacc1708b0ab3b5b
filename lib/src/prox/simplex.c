/* SPDX-License-Identifier: MIT */
#include "tame/prox_pieces.h"

#include "common.h"

enum { CHUNK = 64 }; /* columns of a Jacobian treated together */

/* The active sets on both sides of a kink: S+ with the entries at tau, S-
 * without; `plus` and `minus` weigh the elements of the two. */
typedef struct {
  double tau, width, plus, minus;
  double n_plus, n_minus; /* |S+|, |S-| */
} active;

/* Michelot: tau of the set { v > tau } grows until the set no longer shrinks. A
 * NaN stays in the set and makes tau a NaN. */
static double level(const double *v, size_t n, double total)
{
  double tau = -(double)INFINITY;
  for (size_t before = n + 1;;) {
    double sum = 0.0;
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
      if (v[i] <= tau) continue;
      sum += v[i];
      count++;
    }
    if (count == before || count == 0) return tau;
    before = count;
    tau = (sum - total) / (double)count;
  }
}

static active active_at(const tame_prox_simplex *q, const double *v,
                        const double *theta)
{
  const double total = param_value(q->total, theta);
  const bool valid = total > 0.0 && isfinite(total);
  active a = {.tau = valid ? level(v, q->n, total) : (double)NAN,
              .width = q->kink.width,
              .plus = q->kink.at_kink,
              .minus = 1.0 - q->kink.at_kink};
  for (size_t i = 0; i < q->n; i++) {
    if (v[i] - a.tau >= -a.width) a.n_plus += 1.0;
    if (v[i] - a.tau > a.width) a.n_minus += 1.0;
  }
  if (a.n_minus == 0.0) { /* a width that covers everything */
    a.plus = 1.0;
    a.minus = 0.0;
    a.n_minus = 1.0;
  }
  return a;
}

/* The coefficients with which entry i takes part in S+ and S-. */
static double in_plus(const active *a, double v)
{
  return v - a->tau >= -a->width ? a->plus : 0.0;
}
static double in_minus(const active *a, double v)
{
  return v - a->tau > a->width ? a->minus : 0.0;
}

static void value(double *xnew, const double *v, const double *theta, void *ctx)
{
  const tame_prox_simplex *q = ctx;
  const active a = active_at(q, v, theta);
  for (size_t i = 0; i < q->n; i++)
    xnew[i] = v[i] <= a.tau ? 0.0 : v[i] - a.tau;
}

/* y_i = sum over the two sets S of  1_S(i) (d_i + (shift - sum_S d)/|S|);
 * returns the weighted sum of the means. */
static double apply(double *y, const double *d, const double *v,
                    const active *a, double shift, size_t n)
{
  double plus = 0.0, minus = 0.0;
  for (size_t i = 0; i < n; i++) {
    if (v[i] - a->tau >= -a->width) plus += d[i];
    if (v[i] - a->tau > a->width) minus += d[i];
  }
  const double mean_plus = plus / a->n_plus, mean_minus = minus / a->n_minus;
  for (size_t i = 0; i < n; i++)
    y[i] = in_plus(a, v[i]) * (d[i] - mean_plus + shift / a->n_plus) +
           in_minus(a, v[i]) * (d[i] - mean_minus + shift / a->n_minus);
  return a->plus * mean_plus + a->minus * mean_minus;
}

static void poison(double *y, size_t n)
{
  for (size_t i = 0; i < n; i++) y[i] = (double)NAN;
}

static void jvp(double *dxnew, const double *dx, const double *dtheta,
                const double *v, const double *theta, void *ctx)
{
  const tame_prox_simplex *q = ctx;
  const active a = active_at(q, v, theta);
  if (isnan(a.tau)) {
    poison(dxnew, q->n);
  } else {
    apply(dxnew, dx, v, &a, param_direction(q->total, dtheta), q->n);
  }
}

static void vjp(double *dx, double *dtheta, const double *u, const double *v,
                const double *theta, void *ctx)
{
  const tame_prox_simplex *q = ctx;
  const active a = active_at(q, v, theta);
  if (isnan(a.tau)) {
    poison(dx, q->n);
    param_cotangent(dtheta, q->total, (double)NAN);
  } else {
    param_cotangent(dtheta, q->total, apply(dx, u, v, &a, 0.0, q->n));
  }
}

static void apply_columns(double *jac_new, const double *jac, const double *v,
                          const active *a, size_t n, size_t p, size_t m)
{
  double plus[CHUNK] = {0}, minus[CHUNK] = {0};
  for (size_t i = 0; i < n; i++) {
    const double one = v[i] - a->tau >= -a->width ? 1.0 : 0.0;
    const double two = v[i] - a->tau > a->width ? 1.0 : 0.0;
    if (one == 0.0) continue;
    for (size_t j = 0; j < m; j++) plus[j] += one * jac[i * p + j];
    for (size_t j = 0; j < m; j++) minus[j] += two * jac[i * p + j];
  }
  for (size_t i = 0; i < n; i++) {
    const double one = in_plus(a, v[i]), two = in_minus(a, v[i]);
    const double b = one / a->n_plus, c = two / a->n_minus;
    double *row = jac_new + i * p;
    scale_row(row, jac + i * p, one + two, m);
    if (one + two == 0.0) continue;
    for (size_t j = 0; j < m; j++) row[j] -= b * plus[j] + c * minus[j];
  }
}

static void piggyback(double *jac_new, const double *jac, const double *v,
                      const double *theta, void *ctx)
{
  const tame_prox_simplex *q = ctx;
  const size_t n = q->n, p = q->p;
  const active a = active_at(q, v, theta);
  if (isnan(a.tau)) {
    poison(jac_new, n * p);
    return;
  }
  if (!jac) memset(jac_new, 0, n * p * sizeof *jac_new);
  for (size_t j = 0; jac && j < p; j += CHUNK)
    apply_columns(jac_new + j, jac + j, v, &a, n, p,
                  p - j < CHUNK ? p - j : CHUNK);
  for (size_t i = 0; i < n; i++)
    param_cotangent(jac_new + i * p, q->total,
                    in_plus(&a, v[i]) / a.n_plus +
                        in_minus(&a, v[i]) / a.n_minus);
}

tame_status tame_prox_simplex_init(tame_prox_simplex *q, size_t n, size_t p,
                                   tame_param total, tame_kink kink)
{
  if (n == 0 || !is_weight(total, p) || !is_kink(kink)) return TAME_EINVAL;
  if (total.index == TAME_FIXED && !(total.factor > 0.0)) return TAME_EINVAL;
  *q = (tame_prox_simplex){n, p, total, kink};
  return TAME_OK;
}

tame_map tame_prox_simplex_map(tame_prox_simplex *q)
{
  return (tame_map){.n = q->n,
                    .p = q->p,
                    .value = value,
                    .jvp = jvp,
                    .vjp = vjp,
                    .piggyback = piggyback,
                    .ctx = q};
}
