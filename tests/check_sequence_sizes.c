/* SPDX-License-Identifier: MIT */
/* tame/sequence.h at sizes where layers are cut into several parts, at mistakes,
 * and GELU as floats have it. */
#include <math.h>
#include <string.h>

#include "run_tests.h"
#include "sequence_nets.h"
#include "tame/base.h"
#include "tame/rng.h"

/* GELU through e^x and polynomials of our own, against erf and tanh: entries
 * from -12 to 12, with a margin of five over rounding */
static const double pi = 3.14159265358979323846;

START_TEST(gelu_of_floats_is_accurate)
{
  enum { MANY_X = 4801 };
  tame_net *net = tame_net_alloc(1, 1, MANY_X);
  tame_net_activation(net, 0, _i ? TAME_GELU_TANH : TAME_GELU);
  tame_nn_f32 *nn = tame_nn_alloc_f32(
      net, &(tame_nn_options){.batch = 1, .has_input_gradient = true});
  float x[MANY_X];
  for (int i = 0; i < MANY_X; i++) x[i] = 0.005f * (float)(i - 2400);
  const float *y = tame_nn_forward_f32(nn, x, 1, true);
  for (int i = 0; i < MANY_X; i++) tame_nn_output_gradient_f32(nn)[i] = 1.0f;
  tame_nn_backward_f32(nn);
  const float *slope = tame_nn_input_gradient_f32(nn);
  for (int i = 0; i < MANY_X; i++) {
    const double z = (double)x[i];
    const double u = sqrt(2.0 / pi) * (z + 0.044715 * z * z * z);
    const double s = 1.0 / (1.0 + exp(-2.0 * u));
    const double p = 0.5 * erfc(-z / sqrt(2.0));
    const double dp = exp(-z * z / 2.0) / sqrt(2.0 * pi);
    const double ds =
        2.0 * s * (1.0 - s) * sqrt(2.0 / pi) * (1.0 + 3.0 * 0.044715 * z * z);
    ck_assert_double_eq_tol((double)y[i], z * (_i ? s : p),
                            6e-7 * fmax(1.0, fabs(z)));
    ck_assert_double_eq_tol((double)slope[i], _i ? s + z * ds : p + z * dp,
                            1.5e-6);
  }
  tame_nn_free_f32(nn);
  tame_net_free(net);
}
END_TEST

START_TEST(gelu_is_finite_far_out)
{
  const double x[6] = {-1e150, -1e3, -40.0, 40.0, 1e3, 1e100};
  tame_net *net = tame_net_alloc(1, 1, 6);
  tame_net_activation(net, 0, _i ? TAME_GELU_TANH : TAME_GELU);
  tame_nn_f64 *nn = tame_nn_alloc_f64(
      net, &(tame_nn_options){.batch = 1, .has_input_gradient = true});
  const double *y = tame_nn_forward_f64(nn, x, 1, true);
  for (int i = 0; i < 6; i++) {
    ck_assert_double_eq_tol(y[i], i < 3 ? 0.0 : x[i], 1e-15 * fabs(x[i]));
    tame_nn_output_gradient_f64(nn)[i] = 1.0;
  }
  tame_nn_backward_f64(nn);
  for (int i = 1; i < 5; i++)
    ck_assert_double_eq_tol(tame_nn_input_gradient_f64(nn)[i],
                            i < 3 ? 0.0 : 1.0, 1e-15);
  tame_nn_free_f64(nn);
  tame_net_free(net);
}
END_TEST

START_TEST(layers_that_do_not_fit_are_told)
{
  tame_error err;
  for (int k = 0; k < 7; k++) {
    tame_net *net = tame_net_alloc_tokens(VOCABULARY, LENGTH);
    const int x = tame_net_embedding(net, 0, 6, 0.5);
    switch (k) {
    case 0:
      tame_net_attention(net, x, 4);
      break;
    case 1:
      tame_net_embedding(net, x, 6, 0.5);
      break;
    case 2:
      tame_net_conv(net, x, CONV(.channels = 3, .kernel = 1, .stride = 2));
      break;
    case 3:
      tame_net_batch_norm(net, x);
      break;
    case 4:
      tame_net_linear(net, x, CONV(.channels = 3));
      break;
    case 5:
      tame_net_add_parts(net, x, x, 2, 1, 1.0);
      break;
    default:
      tame_net_token_linear(net, 0, CONV(.channels = 3));
    }
    ck_assert_msg(tame_net_check(net, &err) == TAME_EINVAL, "case %d", k);
    tame_net_free(net);
  }
  tame_net *net = tame_net_alloc(3, 4, 4);
  ck_assert_int_eq(tame_net_layer_norm(net, 0, true), -1);
  tame_net_free(net);
  net = tame_net_alloc(3, 4, 4);
  tame_net_set_frozen(net, true);
  tame_net_linear(net, 0, CONV(.channels = 2));
  ck_assert(tame_net_check(net, &err) == TAME_EINVAL);
  ck_assert_ptr_nonnull(strstr(err.text, "frozen"));
  tame_net_free(net);
}
END_TEST

/* several blocks of queries, tiles of columns, chunks of the vocabulary and
 * tiles of the loss */
static tame_net *large(void)
{
  tame_net *net = tame_net_alloc_tokens(1500, 301);
  int x = tame_net_embedding(net, 0, 8, 0.5);
  x = tame_net_positions(net, x, 0.5);
  int y = tame_net_layer_norm(net, x, true);
  y = tame_net_token_linear(net, y, CONV(.channels = 24, .has_bias = true));
  y = tame_net_attention(net, y, 2);
  x = tame_net_add(net, tame_net_token_linear(net, y, CONV(.channels = 8)), x);
  tame_net_layer_norm(net, x, false);
  return net;
}

enum { MANY = 3 * 301 };

static double large_gradient(tame_nn_f64 *nn, size_t logits)
{
  int token[MANY], target[MANY];
  const tame_token_loss o = {.has_gradient = true, .logits = logits};
  gsl_rng *rng = tame_rng_alloc(0, "check_sequence", 2);
  tame_nn_init_f64(nn, rng);
  for (size_t i = 0; i < MANY; i++) {
    token[i] = (int)gsl_rng_uniform_int(rng, 1500);
    target[i] = i % 7 ? (int)gsl_rng_uniform_int(rng, 1500) : -1;
  }
  gsl_rng_free(rng);
  tame_nn_forward_tokens_f64(nn, token, 3, true);
  const double loss = tame_nn_token_loss_f64(nn, TABLE, target, o, NULL);
  tame_nn_backward_f64(nn);
  return loss;
}

START_TEST(tiles_agree_with_the_definitions)
{
  tame_net *net = large();
  tame_team *team = tame_team_alloc(2);
  tame_nn_options o = {.batch = 3, .team = team};
  tame_nn_f64 *a = tame_nn_alloc_f64(net, &o);
  o = (tame_nn_options){.batch = 3, .is_reference = true};
  tame_nn_f64 *b = tame_nn_alloc_f64(net, &o);
  ck_assert_double_eq_tol(large_gradient(a, 1500 * 100), large_gradient(b, 0),
                          1e-12);
  const double *g = tame_nn_gradient_f64(a), *h = tame_nn_gradient_f64(b);
  double largest = 0.0;
  for (size_t i = 0; i < tame_net_n_parameters(net); i++)
    largest = fmax(largest, fabs(h[i]));
  for (size_t i = 0; i < tame_net_n_parameters(net); i++)
    ck_assert_double_eq_tol(g[i], h[i], 1e-12 * largest);
  tame_nn_free_f64(a);
  tame_nn_free_f64(b);
  tame_net_free(net);
  tame_team_free(team);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("sequence_sizes");
  tcase_set_timeout(t, 120);
  tcase_add_loop_test(t, gelu_of_floats_is_accurate, 0, 2);
  tcase_add_loop_test(t, gelu_is_finite_far_out, 0, 2);
  tcase_add_test(t, layers_that_do_not_fit_are_told);
  tcase_add_test(t, tiles_agree_with_the_definitions);
  return run_tests(t);
}
