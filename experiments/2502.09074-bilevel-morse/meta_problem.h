/* SPDX-License-Identifier: MIT */
/* A small meta-learning problem: T = 8 tasks, each a fit of y_t = (w, beta) in
 * the model beta tanh(w u) to 20 numbers, drawn towards a common x in R^2:
 *
 *     g(x, y) = sum_t g_t(x, y_t),
 *     g_t(x, y_t) = 1/(2n) sum_i (beta tanh(w u_i) - V_ti)^2 + lam/2 |y_t - x|^2,
 *     f(x, y) = 1/T sum_t 1/(2n) sum_i (beta tanh(w u'_i) - V'_ti)^2 ,
 *
 * lam = 0.1.  g_xy = -lam I, so dy_t/dx = lam H_t^{-1}.  At x = 0, g is invariant
 * under y -> -y, and two mirrored branches tie. */
#ifndef META_PROBLEM_H
#define META_PROBLEM_H

#include <math.h>

#include "tame/bilevel.h"
#include "tame/box_min.h"

enum { TASKS = 8, DATA = 20, INNER_DIM = 2 * TASKS };

typedef struct {
  double u[DATA], u_val[DATA];               /* inputs: training, validation */
  double v[TASKS][DATA], v_val[TASKS][DATA]; /* targets */
} meta;

static const double META_LAMBDA = 0.1;

static inline void meta_init(meta *q)
{
  const double pi = 3.14159265358979323846;
  for (int i = 0; i < DATA; i++) {
    q->u[i] = -2.0 + 4.0 * (i + 0.5) / DATA;
    q->u_val[i] = -2.0 + 4.0 * i / (DATA - 1.0);
  }
  for (int t = 1; t <= TASKS; t++) {
    const double frequency = 1.0 + 0.5 * sin(2.0 * pi * t / TASKS);
    const double height = 1.0 + 0.3 * cos(2.0 * pi * t / TASKS);
    for (int i = 0; i < DATA; i++) {
      q->v[t - 1][i] = height * tanh(frequency * q->u[i]) +
                       0.05 * sin(37.0 * (i + 1) + 11.0 * t);
      q->v_val[t - 1][i] = height * tanh(frequency * q->u_val[i]);
    }
  }
}

/* 1/(2n) sum of squares of one task, its gradient [2] and Hessian [3] (w w, w
 * beta, beta beta); either may be NULL. */
static inline double meta_fit(double *grad, double *hess, const double *y,
                              const double *u, const double *v)
{
  double sum = 0.0, g[2] = {0, 0}, h[3] = {0, 0, 0};
  for (int i = 0; i < DATA; i++) {
    const double th = tanh(y[0] * u[i]), se = 1.0 - th * th;
    const double r = y[1] * th - v[i], jw = y[1] * u[i] * se;
    sum += r * r;
    g[0] += r * jw;
    g[1] += r * th;
    h[0] += jw * jw - r * 2.0 * y[1] * u[i] * u[i] * se * th;
    h[1] += jw * th + r * u[i] * se;
    h[2] += th * th;
  }
  for (int k = 0; k < 2 && grad; k++) grad[k] = g[k] / DATA;
  for (int k = 0; k < 3 && hess; k++) hess[k] = h[k] / DATA;
  return sum / (2.0 * DATA);
}

/* --- as a bilevel problem ------------------------------------------------- */

static inline double meta_upper(const double *x, const double *y, void *ctx)
{
  const meta *q = ctx;
  double sum = 0.0;
  (void)x;
  for (int t = 0; t < TASKS; t++)
    sum += meta_fit(NULL, NULL, y + 2 * t, q->u_val, q->v_val[t]);
  return sum / TASKS;
}
static inline void meta_upper_gradient(double *fx, double *fy, const double *x,
                                       const double *y, void *ctx)
{
  const meta *q = ctx;
  (void)x;
  fx[0] = fx[1] = 0.0;
  for (int t = 0; t < TASKS; t++)
    meta_fit(fy + 2 * t, NULL, y + 2 * t, q->u_val, q->v_val[t]);
  for (int i = 0; i < INNER_DIM; i++) fy[i] /= TASKS;
}

/* g_t */
static inline double meta_lower_task(const meta *q, int t, const double *x,
                                     const double *y)
{
  const double a = y[0] - x[0], b = y[1] - x[1];
  return meta_fit(NULL, NULL, y, q->u, q->v[t]) +
         META_LAMBDA / 2.0 * (a * a + b * b);
}
static inline double meta_lower(const double *x, const double *y, void *ctx)
{
  double sum = 0.0;
  for (int t = 0; t < TASKS; t++) sum += meta_lower_task(ctx, t, x, y + 2 * t);
  return sum;
}
static inline void meta_lower_gradient(double *gy, const double *x,
                                       const double *y, void *ctx)
{
  const meta *q = ctx;
  for (int t = 0; t < TASKS; t++) {
    meta_fit(gy + 2 * t, NULL, y + 2 * t, q->u, q->v[t]);
    for (int k = 0; k < 2; k++)
      gy[2 * t + k] += META_LAMBDA * (y[2 * t + k] - x[k]);
  }
}
static inline void meta_hessian(double *out, const double *v, const double *x,
                                const double *y, void *ctx)
{
  const meta *q = ctx;
  (void)x;
  for (int t = 0; t < TASKS; t++) {
    double h[3];
    meta_fit(NULL, h, y + 2 * t, q->u, q->v[t]);
    out[2 * t] = (h[0] + META_LAMBDA) * v[2 * t] + h[1] * v[2 * t + 1];
    out[2 * t + 1] = h[1] * v[2 * t] + (h[2] + META_LAMBDA) * v[2 * t + 1];
  }
}
static inline void meta_cross(double *out, double scale, const double *v,
                              const double *x, const double *y, void *ctx)
{
  (void)x;
  (void)y;
  (void)ctx;
  for (int i = 0; i < INNER_DIM; i++) out[i % 2] -= scale * META_LAMBDA * v[i];
}
static inline void meta_cross_transposed(double *out, double scale,
                                         const double *w, const double *x,
                                         const double *y, void *ctx)
{
  (void)x;
  (void)y;
  (void)ctx;
  for (int i = 0; i < INNER_DIM; i++) out[i] -= scale * META_LAMBDA * w[i % 2];
}

static inline tame_bilevel meta_problem(meta *q)
{
  return (tame_bilevel){.n = 2,
                        .m = INNER_DIM,
                        .upper = meta_upper,
                        .upper_gradient = meta_upper_gradient,
                        .lower = meta_lower,
                        .lower_gradient = meta_lower_gradient,
                        .hessian_times = meta_hessian,
                        .cross_times = meta_cross,
                        .cross_transposed = meta_cross_transposed,
                        .ctx = q};
}

/* --- enclosures of g_t ----------------------------------------------------- */

typedef struct {
  const meta *q;
  int task;
  const double *x;
} meta_task;

/* g_t over the box y; g [2], unless NULL, its gradient */
static inline tame_interval meta_enclose(tame_interval *g, const meta_task *c,
                                         const tame_interval *y)
{
  tame_interval sum = tame_point(0.0), gw = sum, gb = sum;
  for (int i = 0; i < DATA; i++) {
    const double u = c->q->u[i];
    const tame_interval th = tame_interval_tanh(tame_interval_scale(u, y[0]));
    const tame_interval r = tame_interval_sub(tame_interval_mul(y[1], th),
                                              tame_point(c->q->v[c->task][i]));
    sum = tame_interval_add(sum, tame_interval_sqr(r));
    if (!g) continue;
    const tame_interval se =
        tame_interval_sub(tame_point(1.0), tame_interval_sqr(th));
    gw = tame_interval_add(
        gw, tame_interval_mul(
                r, tame_interval_mul(tame_interval_scale(u, y[1]), se)));
    gb = tame_interval_add(gb, tame_interval_mul(r, th));
  }
  const tame_interval a = tame_interval_sub(y[0], tame_point(c->x[0]));
  const tame_interval b = tame_interval_sub(y[1], tame_point(c->x[1]));
  const tame_interval n = tame_point(DATA);
  if (g) {
    g[0] = tame_interval_add(tame_interval_div(gw, n),
                             tame_interval_scale(META_LAMBDA, a));
    g[1] = tame_interval_add(tame_interval_div(gb, n),
                             tame_interval_scale(META_LAMBDA, b));
  }
  return tame_interval_add(
      tame_interval_div(sum, tame_point(2.0 * DATA)),
      tame_interval_scale(
          META_LAMBDA / 2.0,
          tame_interval_add(tame_interval_sqr(a), tame_interval_sqr(b))));
}
static inline tame_interval meta_box_value(const tame_interval *y, void *ctx)
{
  return meta_enclose(NULL, ctx, y);
}
static inline void meta_box_gradient(tame_interval *g, const tame_interval *y,
                                     void *ctx)
{
  meta_enclose(g, ctx, y);
}

#endif
