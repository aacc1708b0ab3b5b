/* SPDX-License-Identifier: MIT */
/* A truncated inner solver: f(x) = |C H^{-1} B x - d|^2/2 with N gradient steps
 * in place of H^{-1}. */
#include "sources.h"

#include <gsl/gsl_cblas.h>
#include <string.h>

#include "parts.h"

#include "tame/la.h"
#include "tame/rng.h"

enum { N_INNER = 8 };
enum { STATE = 20, DIM = 5, ROWS = 10 };
typedef struct {
  double q[STATE * STATE], h[STATE], b[STATE * DIM], c[ROWS * STATE], d[ROWS];
} inner;

/* m [ROWS x DIM] <- C S B, S = Q diag(s) Q'. */
static void outer_matrix(double *m, const inner *p, const double *s)
{
  double qb[STATE * DIM], sb[STATE * DIM];
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, STATE, DIM, STATE, 1.0,
              p->q, STATE, p->b, DIM, 0.0, qb, DIM);
  for (size_t i = 0; i < STATE * DIM; i++) qb[i] *= s[i / DIM];
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, STATE, DIM, STATE, 1.0,
              p->q, STATE, qb, DIM, 0.0, sb, DIM);
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, ROWS, DIM, STATE, 1.0,
              p->c, STATE, sb, DIM, 0.0, m, DIM);
}

/* x [DIM] <- argmin |m x - d|^2 by QR. */
static tame_status least_squares(double *x, const double *m, const double *d)
{
  double q[ROWS * DIM], r[DIM * DIM];
  memcpy(q, m, sizeof q);
  TAME_TRY(tame_la_qr(q, r, ROWS, DIM));
  cblas_dgemv(CblasRowMajor, CblasTrans, ROWS, DIM, 1.0, q, DIM, d, 1, 0.0, x,
              1);
  cblas_dtrsv(CblasRowMajor, CblasUpper, CblasNoTrans, CblasNonUnit, DIM, r,
              DIM, x, 1);
  return TAME_OK;
}

/* g [DIM] <- m'(m x - d) */
static void outer_gradient(double *g, const double *m, const double *x,
                           const double *d)
{
  double r[ROWS];
  memcpy(r, d, sizeof r);
  cblas_dgemv(CblasRowMajor, CblasNoTrans, ROWS, DIM, 1.0, m, DIM, x, 1, -1.0,
              r, 1);
  cblas_dgemv(CblasRowMajor, CblasTrans, ROWS, DIM, 1.0, m, DIM, r, 1, 0.0, g,
              1);
}

tame_status run_inner(tame_h5 *out, gsl_rng *rng)
{
  inner *p = tame_calloc(1, sizeof *p);
  double exact[ROWS * DIM], m[ROWS * DIM], s[STATE], best[DIM], x[DIM];
  double g[DIM], zero[DIM], distance[N_INNER], eps[N_INNER];
  tame_la_random_orthogonal(p->q, STATE, rng);
  tame_rng_normal(p->b, STATE * DIM, rng);
  tame_rng_normal(p->c, ROWS * STATE, rng);
  tame_rng_normal(p->d, ROWS, rng);
  for (size_t i = 0; i < STATE; i++) {
    p->h[i] = 0.1 + 0.9 * (double)i / (STATE - 1);
    s[i] = 1.0 / p->h[i];
  }
  outer_matrix(exact, p, s);
  tame_status status = least_squares(best, exact, p->d);
  for (size_t k = 0; k < N_INNER && status == TAME_OK; k++) {
    const double n = 20.0 * (double)(k + 1);
    for (size_t i = 0; i < STATE; i++)
      s[i] = (1.0 - pow(1.0 - p->h[i], n)) / p->h[i];
    outer_matrix(m, p, s);
    status = least_squares(x, m, p->d);
    distance[k] = tame_distance(x, best, DIM);
    outer_gradient(g, exact, x, p->d);
    outer_gradient(zero, m, x, p->d);
    eps[k] = tame_distance(g, zero, DIM);
  }
  put(out, "distance", distance, N_INNER);
  put(out, "eps", eps, N_INNER);
  free(p);
  return status;
}

tame_status merge_inner(tame_h5 *out, const tame_cells *cells, tame_error *err)
{
  const column c[] = {
      {"distance", "inner", "steps", N_INNER, "|x_N - x*|"},
      {"eps", "inner", "steps", N_INNER, "error eps_N of the gradient at x_N"}};
  double steps[N_INNER], guide[N_INNER], logs[N_INNER], *x, *eps;
  for (size_t i = 0; i < N_INNER; i++) steps[i] = 20.0 * (double)(i + 1);
  tame_h5_group(out, "inner", "Truncated inner solver");
  tame_h5_axis(out, "inner/steps", steps, N_INNER, "inner steps N", "1");
  TAME_TRY(merge_columns(out, cells, INNER, 1, c, 2, err));
  TAME_TRY(stack(&x, cells, INNER, 1, "distance", N_INNER, err));
  TAME_TRY(stack(&eps, cells, INNER, 1, "eps", N_INNER, err));
  for (size_t i = 0; i < N_INNER; i++) {
    logs[i] = log(x[i]);
    guide[i] = x[0] * pow(0.9, steps[i] - steps[0]);
  }
  tame_h5_write(out, "inner/guide", "steps", guide, "rate 0.9 from the first",
                "1");
  tame_h5_write_scalar(out, "inner/rate",
                       tame_fit_line(steps, logs, N_INNER).slope,
                       "slope of ln |x_N - x*| against N", "1");
  tame_h5_write_scalar(out, "inner/slope", log_fit(eps, x, N_INNER).slope,
                       "slope of log |x_N - x*| against log eps_N", "1");
  tame_h5_panel(out, "inner", "distance", "steps");
  free(x);
  free(eps);
  return TAME_OK;
}
