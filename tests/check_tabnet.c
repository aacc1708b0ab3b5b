/* SPDX-License-Identifier: MIT */
/* tame/tabnet.h: its number of parameters, its output against the formulas of
 * the header in plain loops, its gradient against differences, float against
 * double. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"
#include "tame/tabnet.h"

enum { N = 9, D = 5, CLASSES = 3, N_D = 3, N_A = 4, STEPS = 3, M = N_D + N_A };

static const tame_tabnet SMALL = {.inputs = D,
                                  .classes = CLASSES,
                                  .n_d = N_D,
                                  .n_a = N_A,
                                  .steps = STEPS,
                                  .gamma = 1.5};
static const int LABEL[N] = {0, 1, 2, 2, 1, 0, 0, 1, 2};

static tame_net *small(void) { return tame_net_tabnet(&SMALL); }

static void draw(double *theta, double *x, const tame_net *net)
{
  gsl_rng *rng = tame_rng_alloc(0, "check_tabnet", 1);
  const size_t n = tame_net_n_parameters(net);
  tame_rng_normal(theta, n, rng);
  for (size_t i = 0; i < n; i++) theta[i] *= 0.7;
  tame_rng_normal(x, N * D, rng);
  gsl_rng_free(rng);
}

START_TEST(parameters_are_counted)
{
  static const size_t COUNT[][3] = {/* inputs, classes, parameters */
                                    {15, 2, 35651},
                                    {14, 2, 35092},
                                    {15, 1, 35458},
                                    {63, 2, 62483}};
  for (size_t k = 0; k < sizeof COUNT / sizeof COUNT[0]; k++) {
    const tame_tabnet o = tame_tabnet_defaults(COUNT[k][0], COUNT[k][1]);
    tame_net *net = tame_net_tabnet(&o);
    tame_error err;
    ck_assert_msg(tame_net_check(net, &err) == TAME_OK, "%s", err.text);
    ck_assert_uint_eq(tame_net_n_parameters(net), COUNT[k][2]);
    tame_net_free(net);
  }
}
END_TEST

/* --- the formulas, rows of the batch first: x [N][inputs] ----------------- */

static const double *next; /* parameters not yet used */

static void dense(double *y, const double *x, size_t in, size_t out)
{
  const double *w = next, *b = next + in * out;
  for (size_t e = 0; e < N; e++)
    for (size_t i = 0; i < out; i++) {
      y[e * out + i] = b[i];
      for (size_t j = 0; j < in; j++)
        y[e * out + i] += w[i * in + j] * x[e * in + j];
    }
  next += in * out + out;
}

static void relu(double *x, size_t n)
{
  for (size_t i = 0; i < n; i++) x[i] = fmax(x[i], 0.0);
}

static void normalise(double *x, size_t c)
{
  for (size_t j = 0; j < c; j++) {
    double mean = 0.0, var = 0.0;
    for (size_t e = 0; e < N; e++) mean += x[e * c + j] / N;
    for (size_t e = 0; e < N; e++)
      var += (x[e * c + j] - mean) * (x[e * c + j] - mean) / N;
    for (size_t e = 0; e < N; e++)
      x[e * c + j] =
          next[j] * (x[e * c + j] - mean) / sqrt(var + 1e-5) + next[c + j];
  }
  next += 2 * c;
}

static void transform(double *d, double *a, const double *x)
{
  double u[N * M], v[N * M];
  dense(u, x, D, M);
  relu(u, N * M);
  normalise(u, M);
  dense(v, u, M, M);
  relu(v, N * M);
  normalise(v, M);
  for (size_t e = 0; e < N; e++) {
    memcpy(d + e * N_D, v + e * M, N_D * sizeof *d);
    memcpy(a + e * N_A, v + e * M + N_D, N_A * sizeof *a);
  }
}

static void softmax(double *x)
{
  double total = 0.0;
  for (size_t j = 0; j < D; j++) total += exp(x[j]);
  for (size_t j = 0; j < D; j++) x[j] = exp(x[j]) / total;
}

/* z [N][CLASSES]; x [N][D] */
static void by_the_formulas(double *z, const double *theta, const double *x)
{
  enum { ALL = (STEPS + 1) * N_D };
  double d[N * N_D], a[N * N_A], all[N * ALL], prior[N * D], mask[N * D];
  next = theta;
  transform(d, a, x);
  for (size_t i = 0; i < N * D; i++) prior[i] = 1.0;
  for (size_t s = 0;; s++) {
    for (size_t e = 0; e < N; e++)
      memcpy(all + e * ALL + s * N_D, d + e * N_D, N_D * sizeof *d);
    if (s == STEPS) break;
    dense(mask, a, N_A, D);
    normalise(mask, D);
    for (size_t e = 0; e < N; e++) softmax(mask + e * D);
    for (size_t i = 0; i < N * D; i++) {
      mask[i] *= prior[i];
      prior[i] *= SMALL.gamma - mask[i];
      mask[i] *= x[i];
    }
    transform(d, a, mask);
  }
  dense(z, all, ALL, CLASSES);
}

START_TEST(the_output_is_that_of_the_formulas)
{
  tame_net *net = small();
  tame_nn_f64 *nn = tame_nn_alloc_f64(net, &(tame_nn_options){.batch = N + 3});
  double x[D * N], rows[N * D], z[N * CLASSES];
  draw(tame_nn_parameters_f64(nn), x, net);
  for (size_t e = 0; e < N; e++)
    for (size_t j = 0; j < D; j++) rows[e * D + j] = x[j * N + e];
  by_the_formulas(z, tame_nn_parameters_f64(nn), rows);
  ck_assert_uint_eq((size_t)(next - tame_nn_parameters_f64(nn)),
                    tame_net_n_parameters(net));
  const double *y = tame_nn_forward_f64(nn, x, N, true);
  for (size_t e = 0; e < N; e++)
    for (size_t k = 0; k < CLASSES; k++)
      ck_assert_double_eq_tol(y[k * N + e], z[e * CLASSES + k], 1e-12);
  tame_nn_free_f64(nn);
  tame_net_free(net);
}
END_TEST

/* --- gradient ------------------------------------------------------------- */

static double loss_of(tame_nn_f64 *nn, const double *x, double *dz)
{
  const double *z = tame_nn_forward_f64(nn, x, N, true);
  return tame_cross_entropy_f64(dz, NULL, z, LABEL, CLASSES, N, 0.0);
}

/* the central difference of order 4 */
static double difference(tame_nn_f64 *nn, double *at, const double *x)
{
  const double h = 1e-4, was = *at;
  double f[4];
  static const double STEP[4] = {-2, -1, 1, 2};
  for (size_t k = 0; k < 4; k++) {
    *at = was + STEP[k] * h;
    f[k] = loss_of(nn, x, NULL);
  }
  *at = was;
  return (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * h);
}

static double largest(const double *x, size_t n)
{
  double m = 0.0;
  for (size_t i = 0; i < n; i++) m = fmax(m, fabs(x[i]));
  return m;
}

START_TEST(gradients_agree_with_differences)
{
  tame_net *net = small();
  tame_nn_f64 *nn = tame_nn_alloc_f64(
      net, &(tame_nn_options){.batch = N, .has_input_gradient = true});
  const size_t n = tame_net_n_parameters(net);
  double x[D * N], *theta = tame_nn_parameters_f64(nn), *g = tame_vec(n);
  draw(theta, x, net);
  loss_of(nn, x, tame_nn_output_gradient_f64(nn));
  tame_nn_backward_f64(nn);
  memcpy(g, tame_nn_gradient_f64(nn), n * sizeof *g);
  double dx[D * N];
  memcpy(dx, tame_nn_input_gradient_f64(nn), sizeof dx);
  const double m = largest(g, n), mx = largest(dx, D * N);
  size_t moving = 0;
  for (size_t i = 0; i < n; i++) {
    ck_assert_double_eq_tol(difference(nn, &theta[i], x), g[i], 1e-6 * m);
    moving += fabs(g[i]) > 1e-6 * m;
  }
  for (size_t i = 0; i < D * N; i++)
    ck_assert_double_eq_tol(difference(nn, &x[i], x), dx[i], 1e-6 * mx);
  ck_assert_uint_gt(moving, n / 2);
  free(g);
  tame_nn_free_f64(nn);
  tame_net_free(net);
}
END_TEST

START_TEST(float_follows_double)
{
  const tame_tabnet o = tame_tabnet_defaults(15, 2);
  tame_net *net = tame_net_tabnet(&o);
  enum { B = 128 };
  tame_nn_options room = {.batch = B};
  tame_nn_f64 *a = tame_nn_alloc_f64(net, &room);
  tame_nn_f32 *b = tame_nn_alloc_f32(net, &room);
  const size_t n = tame_net_n_parameters(net);
  gsl_rng *rng = tame_rng_alloc(0, "check_tabnet", 2);
  double *x = tame_vec(15 * B);
  float *y = tame_calloc(15 * B, sizeof *y);
  int label[B];
  tame_rng_normal(x, 15 * B, rng);
  for (size_t i = 0; i < 15 * B; i++) y[i] = (float)x[i];
  for (size_t i = 0; i < B; i++) label[i] = x[i] > 0.0;
  tame_nn_init_f64(a, rng);
  for (size_t i = 0; i < n; i++)
    tame_nn_parameters_f32(b)[i] = (float)tame_nn_parameters_f64(a)[i];
  const double *z = tame_nn_forward_f64(a, x, B, true);
  const float *w = tame_nn_forward_f32(b, y, B, true);
  const double s = tame_cross_entropy_f64(tame_nn_output_gradient_f64(a), NULL,
                                          z, label, 2, B, 0.0);
  const double t = tame_cross_entropy_f32(tame_nn_output_gradient_f32(b), NULL,
                                          w, label, 2, B, 0.0);
  ck_assert_double_eq_tol(s, t, 1e-4);
  tame_nn_backward_f64(a);
  tame_nn_backward_f32(b);
  const double m = largest(tame_nn_gradient_f64(a), n);
  for (size_t i = 0; i < n; i++)
    ck_assert_double_eq_tol(tame_nn_gradient_f64(a)[i],
                            (double)tame_nn_gradient_f32(b)[i], 1e-3 * m);
  free(x);
  free(y);
  gsl_rng_free(rng);
  tame_nn_free_f64(a);
  tame_nn_free_f32(b);
  tame_net_free(net);
}
END_TEST

static tame_status check_of(int (*add)(tame_net *net, int x))
{
  tame_net *net = tame_net_alloc(4, 1, 1);
  const int x = tame_net_softmax(net, 0);
  ck_assert_int_eq(x, 1);
  ck_assert_int_eq(add(net, x), -1);
  const tame_status s = tame_net_check(net, NULL);
  tame_net_free(net);
  return s;
}

static int slice_outside(tame_net *net, int x)
{
  return tame_net_slice(net, x, 3, 2);
}

static int slice_empty(tame_net *net, int x)
{
  return tame_net_slice(net, x, 0, 0);
}

static int product_of_widths(tame_net *net, int x)
{
  return tame_net_product(net, x, tame_net_slice(net, x, 0, 2));
}

static int affine_of_nothing(tame_net *net, int x)
{
  return tame_net_affine(net, x + 1, 1.0, 0.0);
}

START_TEST(gates_that_do_not_fit_are_refused)
{
  ck_assert_int_eq(check_of(slice_outside), TAME_EINVAL);
  ck_assert_int_eq(check_of(slice_empty), TAME_EINVAL);
  ck_assert_int_eq(check_of(product_of_widths), TAME_EINVAL);
  ck_assert_int_eq(check_of(affine_of_nothing), TAME_EINVAL);
}
END_TEST

START_TEST(softmax_of_large_numbers_is_finite)
{
  tame_net *net = tame_net_alloc(3, 1, 1);
  tame_net_softmax(net, 0);
  tame_nn_f32 *nn = tame_nn_alloc_f32(net, &(tame_nn_options){.batch = 2});
  const float x[6] = {1e4f, -1e4f, 1e4f, 0.0f, -1e4f, 0.0f};
  const float *y = tame_nn_forward_f32(nn, x, 2, true);
  const float want[6] = {0.5f, 0.0f, 0.5f, 0.5f, 0.0f, 0.5f};
  for (size_t i = 0; i < 6; i++)
    ck_assert_msg(y[i] == want[i], "%zu: %g", i, (double)y[i]);
  const float bad[6] = {NAN, 1, 0, 1, 0, 1};
  y = tame_nn_forward_f32(nn, bad, 2, true);
  ck_assert(isnan(y[0]) && isnan(y[2]) && isnan(y[4]));
  ck_assert(!isnan(y[1]) && !isnan(y[3]) && !isnan(y[5]));
  tame_nn_free_f32(nn);
  tame_net_free(net);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("tabnet");
  tcase_add_test(t, parameters_are_counted);
  tcase_add_test(t, the_output_is_that_of_the_formulas);
  tcase_add_test(t, gradients_agree_with_differences);
  tcase_add_test(t, float_follows_double);
  tcase_add_test(t, gates_that_do_not_fit_are_refused);
  tcase_add_test(t, softmax_of_large_numbers_is_finite);
  return run_tests(t);
}
