/* SPDX-License-Identifier: MIT */
#include "tame/nonsmooth_data.h"

#include <gsl/gsl_cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/tape_vector.h"

/* The three blocks of theta. */
typedef struct {
  const double *a, *w, *b; /* [units], [d x units], [units] */
} blocks;

static blocks split(const double *theta, const tame_relu *q)
{
  return (blocks){theta, theta + q->units, theta + q->units * (q->d + 1)};
}

/* hidden [n x units] <- <w_k, z_i> + b_k */
static void affine(double *hidden, const double *theta, const double *z,
                   size_t n, const tame_relu *q)
{
  const blocks t = split(theta, q);
  for (size_t i = 0; i < n; i++)
    memcpy(hidden + i * q->units, t.b, q->units * sizeof *hidden);
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)n, (int)q->units,
              (int)q->d, 1.0, z, (int)q->d, t.w, (int)q->units, 1.0, hidden,
              (int)q->units);
}

/* not fmax, which is a call of a function */
static double relu(double t) { return t > 0.0 ? t : 0.0; }

/* out [n] <- sum_k a_k hidden_ik^+.  Sums of ROWS rows grow side by side, each
 * in the order of k: one alone would wait for its last addition. */
static void outputs(double *out, const double *hidden, const double *a,
                    size_t n, size_t units)
{
  enum { ROWS = 8 };
  for (size_t i = 0; i < n; i += ROWS) {
    const size_t rows = n - i < ROWS ? n - i : ROWS;
    const double *h = hidden + i * units;
    double sum[ROWS] = {0.0};
    if (rows == ROWS)
      for (size_t k = 0; k < units; k++)
        for (size_t r = 0; r < ROWS; r++)
          sum[r] += a[k] * relu(h[r * units + k]);
    else
      for (size_t r = 0; r < rows; r++)
        for (size_t k = 0; k < units; k++)
          sum[r] += a[k] * relu(h[r * units + k]);
    memcpy(out + i, sum, rows * sizeof *out);
  }
}

void tame_relu_output(double *out, const double *theta, const double *z,
                      size_t n, const tame_relu *q)
{
  double *hidden = tame_vec(n * q->units);
  affine(hidden, theta, z, n, q);
  outputs(out, hidden, theta, n, q->units);
  free(hidden);
}

static double relu_value(const double *theta, void *ctx)
{
  const tame_relu *q = ctx;
  const size_t p = tame_relu_parameters(q);
  double sum = 0.0, size = 0.0;
  affine(q->work, theta, q->z, q->n, q);
  outputs(q->out, q->work, theta, q->n, q->units);
  for (size_t i = 0; i < q->n; i++) {
    const double r = q->out[i] - q->y[i];
    sum += r * r;
  }
  for (size_t j = 0; j < p; j++) size += theta[j] * theta[j];
  return 0.5 * sum / (double)q->n + 0.5 * q->lambda * size;
}

/* The terms of row i in the sums below; h [units] holds h_ik, then s_ik. */
static void push_row(double *restrict da, double *restrict db,
                     double *restrict h, const double *restrict a, double r,
                     size_t units)
{
  for (size_t k = 0; k < units; k++) {
    const double t = h[k], s = r * a[k];
    da[k] += r * relu(t);
    h[k] = t > 0.0 ? s : 0.0;
    db[k] += h[k];
  }
}

/* With r_i = (out_i - y_i)/n and h_ik the hidden values:
 *   df/da_k = sum_i r_i h_ik^+,   s_ik = r_i a_k 1[h_ik > 0],
 *   df/dw_k = sum_i s_ik z_i,     df/db_k = sum_i s_ik;  plus lambda theta. */
static void relu_subgradient(double *v, const double *theta, void *ctx)
{
  const tame_relu *q = ctx;
  const size_t u = q->units, p = tame_relu_parameters(q);
  double *dw = v + u, *db = v + u * (q->d + 1);
  affine(q->work, theta, q->z, q->n, q);
  outputs(q->out, q->work, theta, q->n, u);
  for (size_t j = 0; j < p; j++) v[j] = q->lambda * theta[j];
  for (size_t i = 0; i < q->n; i++)
    push_row(v, db, q->work + i * u, theta,
             (q->out[i] - q->y[i]) / (double)q->n, u);
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)q->d, (int)u,
              (int)q->n, 1.0, q->z, (int)q->d, q->work, (int)u, 1.0, dw,
              (int)u);
}

tame_nonsmooth tame_relu_nonsmooth(tame_relu *q)
{
  return (tame_nonsmooth){.n = tame_relu_parameters(q),
                          .value = relu_value,
                          .subgradient = relu_subgradient,
                          .ctx = q};
}

tame_status tame_relu_init(tame_relu *q, size_t n, size_t d, size_t units,
                           const double *z, const double *y, double lambda)
{
  *q = (tame_relu){0};
  if (n < 1 || d < 1 || units < 1 || !(lambda > 0.0) || !isfinite(lambda))
    return TAME_EINVAL;
  for (size_t i = 0; i < n * d; i++)
    if (!isfinite(z[i])) return TAME_EINVAL;
  for (size_t i = 0; i < n; i++)
    if (!isfinite(y[i])) return TAME_EINVAL;
  double *work = tame_vec(n * units + n);
  *q = (tame_relu){n, d, units, lambda, z, y, work, work + n * units};
  return TAME_OK;
}

void tame_relu_free(tame_relu *q)
{
  free(q->work);
  *q = (tame_relu){0};
}

size_t tame_relu_parameters(const tame_relu *q)
{
  return q->units * (q->d + 2);
}

/* (w, b) is the (d + 1) x units matrix that the rows (z_i, 1) multiply. */
tame_var tame_relu_record(tame_tape *t, const tame_relu *q)
{
  const size_t p = tame_relu_parameters(q), width = q->d + 1;
  double *rows = tame_vec(q->n * width), *zero = tame_vec(p);
  for (size_t i = 0; i < q->n; i++) {
    memcpy(rows + i * width, q->z + i * q->d, q->d * sizeof *rows);
    rows[i * width + q->d] = 1.0;
  }
  const tame_vars theta = tame_tape_input_vector(t, zero, p);
  const tame_vars a = tame_vars_part(theta, 0, q->units);
  const tame_vars w = tame_vars_part(theta, q->units, width * q->units);
  const tame_vars data = tame_tape_constant_vector(t, rows, q->n * width);
  const tame_vars y = tame_tape_constant_vector(t, q->y, q->n);
  const tame_vars hidden =
      tame_vars_relu(tame_vars_matmul(data, w, q->n, width, q->units));
  const tame_vars r = tame_vars_sub(tame_vars_matvec(hidden, a), y);
  free(rows);
  free(zero);
  return tame_var_add(
      tame_var_mulc(tame_vars_dot(r, r), 0.5 / (double)q->n),
      tame_var_mulc(tame_vars_dot(theta, theta), 0.5 * q->lambda));
}
