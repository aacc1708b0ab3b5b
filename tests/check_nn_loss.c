/* SPDX-License-Identifier: MIT */
/* Losses of tame/nn.h against closed forms, also where exp would overflow; and
 * NaN: whatever a net is given, its loss tells. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn_nets.h"
#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"

/* one example of two classes, label 0 */
static double pair(double a, double b)
{
  const double z[] = {a, b};
  const int label = 0;
  return tame_cross_entropy_f64(NULL, NULL, z, &label, 2, 1, 0.0);
}

START_TEST(two_classes_are_logistic_regression)
{
  static const double D[] = {-37.2, -1.25, 0.0, 0.7, 5.5, 30.0};
  for (size_t i = 0; i < sizeof D / sizeof D[0]; i++) {
    const double want = log1p(exp(D[i]));
    ck_assert_double_eq_tol(pair(1.5, 1.5 + D[i]), want, 1e-14 * fmax(want, 1));
  }
}
END_TEST

START_TEST(huge_logits_do_not_overflow)
{
  ck_assert_double_eq(pair(1e300, 0.0), 0.0);
  ck_assert_double_eq(pair(0.0, 1e300), 1e300);
  ck_assert_double_eq(pair(-1e300, -1e300), log(2.0) - 1e300 + 1e300);
  const float z[] = {-FLT_MAX / 4, FLT_MAX / 4, 0.0f};
  float dz[3];
  const int label = 2;
  ck_assert_double_eq(tame_cross_entropy_f32(dz, NULL, z, &label, 3, 1, 0.0),
                      (double)(FLT_MAX / 4));
  ck_assert(dz[0] == 0.0f && dz[1] == 1.0f && dz[2] == -1.0f);
}
END_TEST

START_TEST(smoothing_mixes_with_the_uniform_distribution)
{
  enum { K = 5, N = 3 };
  static const double A[N] = {0.0, 2.5, -700.0};
  const double s = 0.1;
  const int label[N] = {0, 0, 3};
  double z[K * N] = {0.0}, dz[K * N], loss[N], total = 0.0;
  for (size_t i = 0; i < N; i++) z[i] = A[i];
  const double mean = tame_cross_entropy_f64(dz, loss, z, label, K, N, s);
  for (size_t i = 0; i < N; i++) {
    const double log_total = log(exp(A[i]) + K - 1);
    const double right = label[i] == 0 ? A[i] : 0.0;
    const double want = log_total - (1.0 - s) * right - s * A[i] / K;
    ck_assert_double_eq_tol(loss[i], want, 1e-14 * fmax(1.0, fabs(want)));
    total += want / N;
    double sum = 0.0;
    for (size_t k = 0; k < K; k++) {
      const double p = exp(z[k * N + i] - log_total);
      const double q = (k == (size_t)label[i] ? 1.0 - s : 0.0) + s / K;
      ck_assert_double_eq_tol(dz[k * N + i], (p - q) / N, 1e-15);
      sum += dz[k * N + i];
    }
    ck_assert_double_eq_tol(sum, 0.0, 1e-15);
  }
  ck_assert_double_eq_tol(mean, total, 1e-13);
  tame_cross_entropy_f64(z, NULL, z, label, K, N, s); /* in place */
  ck_assert_mem_eq(z, dz, sizeof z);
}
END_TEST

START_TEST(squares_through_a_sigmoid)
{
  const double z[] = {0.0, log(3.0), -1e4, 1e4};
  const int label[] = {0, 1, 1, 1};
  const double want[] = {0.25, 0.0625, 1.0, 0.0};
  const double slope[] = {0.25, -2 * 0.25 * 0.75 * 0.25, 0.0, 0.0};
  double dz[4], loss[4];
  ck_assert_double_eq_tol(tame_sigmoid_squares_f64(dz, loss, z, label, 4),
                          1.3125, 1e-15);
  for (size_t i = 0; i < 4; i++) {
    ck_assert_double_eq_tol(loss[i], want[i], 1e-15);
    ck_assert_double_eq_tol(dz[i], slope[i], 1e-15);
  }
}
END_TEST

START_TEST(the_smallest_of_equal_classes_is_predicted)
{
  const float z[] = {1, 5, -3, 0, /* [3 classes][4] */
                     1, 5, -2, 0, 1, 6, -2, -0.0f};
  const int want[] = {0, 2, 1, 0};
  int predicted[4];
  tame_argmax_f32(predicted, z, 3, 4);
  ck_assert_mem_eq(predicted, want, sizeof want);
}
END_TEST

/* --- NaN ------------------------------------------------------------------ */

START_TEST(a_logit_that_is_no_number_makes_no_loss)
{
  for (size_t at = 0; at < 3; at++) {
    double z[] = {0.3, -1.0, 2.0}, loss[1];
    const int label = 1;
    z[at] = (double)NAN;
    ck_assert(isnan(tame_cross_entropy_f64(NULL, loss, z, &label, 3, 1, 0.0)));
    ck_assert(isnan(loss[0]));
    z[at] = (double)INFINITY;
    ck_assert(isnan(tame_cross_entropy_f64(NULL, NULL, z, &label, 3, 1, 0.1)));
  }
  const double z = (double)NAN;
  const int label = 1;
  ck_assert(isnan(tame_sigmoid_squares_f64(NULL, NULL, &z, &label, 1)));
}
END_TEST

enum { BATCH = 5 };

static double loss_of(tame_nn_f32 *nn, const float *x, size_t classes,
                      bool is_training)
{
  static const int LABEL[BATCH] = {0, 2, 1, 2, 0};
  return tame_cross_entropy_f32(NULL, NULL,
                                tame_nn_forward_f32(nn, x, BATCH, is_training),
                                LABEL, classes, BATCH, 0.0);
}

/* every STEP-th of the parameters and numbers of the input in turn */
static void check_nans(tame_net *net, tame_nn_options o, size_t step)
{
  const tame_node *in = tame_net_node(net, 0);
  const size_t n = tame_net_n_parameters(net), k = tame_net_output(net)->c;
  const size_t n_x = in->c * BATCH * in->h * in->w;
  o.batch = BATCH;
  tame_nn_f32 *nn = tame_nn_alloc_f32(net, &o);
  gsl_rng *rng = tame_rng_alloc(0, "check_nn_loss", 0);
  tame_nn_init_f32(nn, rng);
  float *x = tame_calloc(n_x, sizeof *x), *theta = tame_nn_parameters_f32(nn);
  for (size_t i = 0; i < n_x; i++) x[i] = (float)gsl_rng_uniform(rng);
  ck_assert(isfinite(loss_of(nn, x, k, false)));
  for (size_t i = 0; i < n + n_x; i += step) {
    float *at = i < n ? &theta[i] : &x[i - n];
    const float before = *at;
    *at = NAN;
    ck_assert_msg(isnan(loss_of(nn, x, k, false)), "number %zu is lost", i);
    *at = before;
  }
  x[0] = NAN;
  ck_assert(isnan(loss_of(nn, x, k, true)));
  gsl_rng_free(rng);
  free(x);
  tame_nn_free_f32(nn);
  tame_net_free(net);
}

/* layers that a maximum or a comparison could hide it in */
static tame_net *comparing(void)
{
  tame_net *net = tame_net_alloc(3, 12, 12);
  int x = tame_net_conv(
      net, 0, CONV(.channels = 4, .kernel = 5, .pad = 2, .has_bias = true));
  x = tame_net_max_pool(net, relu(net, x), WINDOW(.kernel = 2));
  x = tame_net_conv(
      net, x, CONV(.channels = 8, .kernel = 3, .pad = 1, .has_bias = true));
  x = tame_net_activation(net, relu(net, x), TAME_LEAKY_RELU);
  x = tame_net_max_pool(net, x, WINDOW(.kernel = 3, .stride = 2, .pad = 1));
  x = tame_net_max_pool(net, x, WINDOW(.kernel = 3, .stride = 1, .pad = 1));
  x = relu(net, tame_net_linear(net, x, CONV(.channels = 6)));
  tame_net_linear(net, x, CONV(.channels = 3, .has_bias = true));
  return net;
}

START_TEST(no_layer_hides_what_is_no_number)
{
  small_net *make = _i < N_SMALL_NETS ? SMALL_NETS[_i] : comparing;
  check_nans(make(), (tame_nn_options){0}, 1);
  check_nans(make(), (tame_nn_options){.is_reference = true}, 13);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("nn_loss");
  tcase_set_timeout(t, 60);
  tcase_add_test(t, two_classes_are_logistic_regression);
  tcase_add_test(t, huge_logits_do_not_overflow);
  tcase_add_test(t, smoothing_mixes_with_the_uniform_distribution);
  tcase_add_test(t, squares_through_a_sigmoid);
  tcase_add_test(t, the_smallest_of_equal_classes_is_predicted);
  tcase_add_test(t, a_logit_that_is_no_number_makes_no_loss);
  tcase_add_loop_test(t, no_layer_hides_what_is_no_number, 0, N_SMALL_NETS + 1);
  return run_tests(t);
}
