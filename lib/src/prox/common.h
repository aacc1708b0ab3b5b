/* SPDX-License-Identifier: MIT */
/* What the operators share: numbers of the problem, their checks, and the
 * Jacobian products of operators that act entry by entry. */
#ifndef TAME_PROX_COMMON_H
#define TAME_PROX_COMMON_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "tame/prox.h"

/* --- numbers ------------------------------------------------------------- */

static inline double param_value(tame_param q, const double *theta)
{
  return q.index == TAME_FIXED ? q.factor : q.factor * theta[q.index];
}

/* One that must be finite and not negative; NaN when it is not. */
static inline double weight_value(tame_param q, const double *theta)
{
  const double value = param_value(q, theta);
  return value >= 0.0 && isfinite(value) ? value : (double)NAN;
}

/* The direction dtheta [p] (or NULL) seen by the number. */
static inline double param_direction(tame_param q, const double *dtheta)
{
  return q.index == TAME_FIXED || !dtheta ? 0.0 : q.factor * dtheta[q.index];
}

/* dtheta [p] (or NULL) += the cotangent U of the number. */
static inline void param_cotangent(double *dtheta, tame_param q, double u)
{
  if (q.index != TAME_FIXED && dtheta) dtheta[q.index] += q.factor * u;
}

static inline bool is_step(double gamma)
{
  return gamma > 0.0 && isfinite(gamma);
}

static inline bool is_param(tame_param q, size_t p)
{
  if (q.index != TAME_FIXED) return q.index < p && isfinite(q.factor);
  return !isnan(q.factor);
}

static inline bool is_weight(tame_param q, size_t p)
{
  if (q.index != TAME_FIXED) return q.index < p && isfinite(q.factor);
  return q.factor >= 0.0 && isfinite(q.factor);
}

static inline bool is_kink(tame_kink kink)
{
  return kink.at_kink >= 0.0 && kink.at_kink <= 1.0 && kink.width >= 0.0 &&
         isfinite(kink.width);
}

static inline bool is_vector(tame_params q, size_t n, size_t p)
{
  if (q.index != TAME_FIXED) return n <= p && q.index <= p - n;
  for (size_t i = 0; q.fixed && i < n; i++)
    if (!isfinite(q.fixed[i])) return false;
  return true;
}

/* The vector, or NULL for zero. */
static inline const double *params_value(tame_params q, const double *theta)
{
  return q.index == TAME_FIXED ? q.fixed : theta + q.index;
}

/* row [p] <- scale old, old NULL counting as zero.  A factor 0 clears the row
 * whatever it held. */
static inline void scale_row(double *row, const double *old, double scale,
                             size_t p)
{
  if (!old || scale == 0.0) {
    memset(row, 0, p * sizeof *row);
  } else {
    for (size_t j = 0; j < p; j++) row[j] = scale * old[j];
  }
}

/* --- operators that act entry by entry --------------------------------------
 * An operator says what happens to one entry; the loops are here, inlined into
 * each operator's file. */

enum { MAX_PARAMS = 3 };

typedef struct {
  double value, slope;  /* R, dR/dv */
  double d[MAX_PARAMS]; /* dR/d(number) */
} entry;

/* What it needs: the numbers at this theta in LOCAL, entry i with value v. */
typedef entry (*entry_function)(const void *local, size_t i, double v);

typedef struct {
  size_t n, p, n_params;
  tame_param param[MAX_PARAMS];
} separable;

static inline void separable_value(double *xnew, const double *v, size_t n,
                                   entry_function f, const void *local)
{
  for (size_t i = 0; i < n; i++) xnew[i] = f(local, i, v[i]).value;
}

static inline void separable_jvp(double *dxnew, const double *dx,
                                 const double *dtheta, const double *v,
                                 const separable *s, entry_function f,
                                 const void *local)
{
  double d[MAX_PARAMS] = {0};
  for (size_t k = 0; k < s->n_params; k++)
    d[k] = param_direction(s->param[k], dtheta);
  for (size_t i = 0; i < s->n; i++) {
    const entry e = f(local, i, v[i]);
    double sum = e.slope * dx[i];
    for (size_t k = 0; k < s->n_params; k++) sum += e.d[k] * d[k];
    dxnew[i] = sum;
  }
}

static inline void separable_vjp(double *dx, double *dtheta, const double *u,
                                 const double *v, const separable *s,
                                 entry_function f, const void *local)
{
  double sum[MAX_PARAMS] = {0};
  for (size_t i = 0; i < s->n; i++) {
    const entry e = f(local, i, v[i]);
    dx[i] = e.slope * u[i];
    for (size_t k = 0; k < s->n_params; k++) sum[k] += e.d[k] * u[i];
  }
  for (size_t k = 0; k < s->n_params; k++)
    param_cotangent(dtheta, s->param[k], sum[k]);
}

static inline void separable_piggyback(double *jac_new, const double *jac,
                                       const double *v, const separable *s,
                                       entry_function f, const void *local)
{
  for (size_t i = 0; i < s->n; i++) {
    const entry e = f(local, i, v[i]);
    double *row = jac_new + i * s->p;
    scale_row(row, jac ? jac + i * s->p : NULL, e.slope, s->p);
    for (size_t k = 0; k < s->n_params; k++)
      param_cotangent(row, s->param[k], e.d[k]);
  }
}

/* The four functions of a map whose ctx is a TYPE, from  LOCAL name(const TYPE
 * *, const double *theta)  and an entry function. */
#define SEPARABLE_MAP(TYPE, LOCAL, local_at, shape, f)                         \
  static void value(double *xnew, const double *v, const double *theta,        \
                    void *ctx)                                                 \
  {                                                                            \
    const TYPE *q = ctx;                                                       \
    const LOCAL local = local_at(q, theta);                                    \
    separable_value(xnew, v, q->n, f, &local);                                 \
  }                                                                            \
  static void jvp(double *dxnew, const double *dx, const double *dtheta,       \
                  const double *v, const double *theta, void *ctx)             \
  {                                                                            \
    const TYPE *q = ctx;                                                       \
    const LOCAL local = local_at(q, theta);                                    \
    const separable s = shape(q);                                              \
    separable_jvp(dxnew, dx, dtheta, v, &s, f, &local);                        \
  }                                                                            \
  static void vjp(double *dx, double *dtheta, const double *u,                 \
                  const double *v, const double *theta, void *ctx)             \
  {                                                                            \
    const TYPE *q = ctx;                                                       \
    const LOCAL local = local_at(q, theta);                                    \
    const separable s = shape(q);                                              \
    separable_vjp(dx, dtheta, u, v, &s, f, &local);                            \
  }                                                                            \
  static void piggyback(double *jac_new, const double *jac, const double *v,   \
                        const double *theta, void *ctx)                        \
  {                                                                            \
    const TYPE *q = ctx;                                                       \
    const LOCAL local = local_at(q, theta);                                    \
    const separable s = shape(q);                                              \
    separable_piggyback(jac_new, jac, v, &s, f, &local);                       \
  }

#endif
