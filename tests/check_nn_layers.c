/* SPDX-License-Identifier: MIT */
/* tame/nn.h: descriptions that do not fit, closed forms of single layers, what
 * happens at kinks and ties. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn_layer.h"
#include "nn_nets.h"
#include "run_tests.h"
#include "tame/base.h"

/* --- descriptions --------------------------------------------------------- */

#define MISFIT(name, expression)                                               \
  static int name(tame_net *n) { return expression; }

/* on images of 3 x 5 x 6 */
MISFIT(wide, tame_net_conv(n, 0, CONV(.channels = 2, .kernel = 7)))
MISFIT(padded, tame_net_conv(n, 0, CONV(.channels = 2, .kernel = 3, .pad = 3)))
MISFIT(empty, tame_net_conv(n, 0, CONV(.channels = 2)))
MISFIT(mute, tame_net_conv(n, 0, CONV(.kernel = 1)))
MISFIT(uneven_in,
       tame_net_conv(n, 0, CONV(.channels = 2, .kernel = 1, .groups = 2)))
MISFIT(uneven_out,
       tame_net_conv(n, 0, CONV(.channels = 4, .kernel = 1, .groups = 3)))
MISFIT(from_nothing, tame_net_linear(n, 1, CONV(.channels = 2)))
MISFIT(from_before, tame_net_activation(n, -1, TAME_RELU))
MISFIT(wide_pool, tame_net_max_pool(n, 0, WINDOW(.kernel = 7)))
MISFIT(no_pool, tame_net_average_pool(n, 0, WINDOW(.pad = 0)))
MISFIT(padded_pool, tame_net_max_pool(n, 0, WINDOW(.kernel = 3, .pad = 2)))
MISFIT(all_dropped, tame_net_dropout(n, 0, 1.0))
MISFIT(nan_dropped, tame_net_dropout(n, 0, (double)NAN))
MISFIT(other_sum,
       tame_net_add(n, 0,
                    tame_net_conv(n, 0, CONV(.channels = 2, .kernel = 1))))
MISFIT(other_image, tame_net_concat(n, 0, tame_net_global_average(n, 0)))

static const struct {
  int (*add)(tame_net *net);
  const char *message;
} MISFITS[] = {
    {wide, "node 1, convolution: window larger than the image"},
    {padded, "node 1, convolution: pad not smaller than the window"},
    {empty, "node 1, convolution: window of size 0"},
    {mute, "node 1, convolution: no channels"},
    {uneven_in, "node 1, convolution: groups do not divide the channels"},
    {uneven_out, "node 1, convolution: groups do not divide the channels"},
    {from_nothing, "node 1, linear: no such input"},
    {from_before, "node 1, activation: no such input"},
    {wide_pool, "node 1, pooling: window larger than the image"},
    {no_pool, "node 1, pooling: window of size 0"},
    {padded_pool, "node 1, pooling: pad above half the window"},
    {all_dropped, "node 1, dropout: rate is not in [0, 1)"},
    {nan_dropped, "node 1, dropout: rate is not in [0, 1)"},
    {other_sum, "node 2, sum: shapes differ"},
    {other_image, "node 2, concatenation: shapes differ"},
};
enum { N_MISFITS = sizeof MISFITS / sizeof MISFITS[0] };

START_TEST(a_layer_that_does_not_fit_says_why)
{
  tame_net *net = tame_net_alloc(3, 5, 6);
  tame_error err;
  int x = MISFITS[_i].add(net);
  ck_assert_int_eq(x, -1);
  /* later mistakes follow from it */
  x = tame_net_batch_norm(net, x);
  x = tame_net_max_pool(net, x, WINDOW(.kernel = 2));
  x = tame_net_global_average(net, tame_net_dropout(net, x, 0.5));
  x = tame_net_concat(net, x, tame_net_add(net, x, 0));
  ck_assert_int_eq(tame_net_linear(net, x, CONV(.channels = 2)), -1);
  ck_assert_int_eq(tame_net_check(net, &err), TAME_EINVAL);
  ck_assert_str_eq(err.text, MISFITS[_i].message);
  tame_net_free(net);
}
END_TEST

START_TEST(every_node_is_read)
{
  tame_net *net = tame_net_alloc(1, 4, 4);
  tame_error err;
  ck_assert_int_eq(tame_net_check(net, &err), TAME_EINVAL);
  ck_assert_str_eq(err.text, "a net without a layer");
  const int x = relu(net, 0);
  tame_net_linear(net, x, CONV(.channels = 2));
  ck_assert_int_eq(tame_net_check(net, &err), TAME_OK);
  tame_net_linear(net, x, CONV(.channels = 2));
  ck_assert_int_eq(tame_net_check(net, &err), TAME_EINVAL);
  ck_assert_str_eq(err.text, "node 2: no layer reads it");
  tame_net_free(net);
}
END_TEST

/* --- one layer, values and gradients known -------------------------------- */

START_TEST(average_pooling_divides_by_the_whole_window)
{
  tame_net *net = tame_net_alloc(1, 4, 4);
  double x[16];
  for (size_t i = 0; i < 16; i++) x[i] = 1.0;
  tame_net_average_pool(net, 0, WINDOW(.kernel = 3, .stride = 1, .pad = 1));
  layer l = pass_sum(net, x, 1);
  for (size_t i = 0; i < 4; i++)
    for (size_t j = 0; j < 4; j++) { /* and the layer is its own transpose */
      const double rows = i == 0 || i == 3 ? 2.0 : 3.0;
      const double cols = j == 0 || j == 3 ? 2.0 : 3.0;
      ck_assert_double_eq_tol(l.y[4 * i + j], rows * cols / 9.0, 1e-15);
      ck_assert_double_eq_tol(l.dx[4 * i + j], rows * cols / 9.0, 1e-15);
    }
  layer_end(&l);
}
END_TEST

/* Gradient of the sum of a max-pooling at 0, where all entries are equal. */
static void check_ties(tame_window o, const double *want)
{
  const double x[2 * 16] = {0.0};
  tame_net *net = tame_net_alloc(1, 4, 4);
  tame_net_max_pool(net, 0, o);
  layer l = pass_sum(net, x, 2);
  for (size_t i = 0; i < 32; i++)
    ck_assert_msg(fabs(l.dx[i] - want[i % 16]) < 1e-15,
                  "tie %d, entry %zu: %g, not %g", (int)o.tie, i, l.dx[i],
                  want[i % 16]);
  layer_end(&l);
}

START_TEST(ties_of_a_maximum_are_broken_as_asked)
{
  static const double FIRST[16] = {1, 0, 1, 0, 0, 0, 0, 0,
                                   1, 0, 1, 0, 0, 0, 0, 0};
  static const double LAST[16] = {0, 0, 0, 0, 0, 1, 0, 1,
                                  0, 0, 0, 0, 0, 1, 0, 1};
  /* windows of 3 x 3 at every other place, padded: 4, 6, 6 and 9 entries */
  static const double SPLIT[16] = {
      1. / 4,          1. / 4 + 1. / 6, 1. / 6,
      1. / 6,          1. / 4 + 1. / 6, 1. / 4 + 2. / 6 + 1. / 9,
      1. / 6 + 1. / 9, 1. / 6 + 1. / 9, 1. / 6,
      1. / 6 + 1. / 9, 1. / 9,          1. / 9,
      1. / 6,          1. / 6 + 1. / 9, 1. / 9,
      1. / 9};
  static const double FIRST_OF_3[16] = {1, 1, 0, 0, 1, 1, 0, 0,
                                        0, 0, 0, 0, 0, 0, 0, 0};
  static const double LAST_OF_3[16] = {0, 0, 0, 0, 0, 1, 0, 1,
                                       0, 0, 0, 0, 0, 1, 0, 1};
  double quarter[16];
  for (size_t i = 0; i < 16; i++) quarter[i] = 0.25;
  check_ties(WINDOW(.kernel = 2, .tie = TAME_TIE_FIRST), FIRST);
  check_ties(WINDOW(.kernel = 2, .tie = TAME_TIE_LAST), LAST);
  check_ties(WINDOW(.kernel = 2, .tie = TAME_TIE_SPLIT), quarter);
  tame_window o = WINDOW(.kernel = 3, .stride = 2, .pad = 1);
  check_ties(o, FIRST_OF_3);
  o.tie = TAME_TIE_LAST;
  check_ties(o, LAST_OF_3);
  o.tie = TAME_TIE_SPLIT;
  check_ties(o, SPLIT);
}
END_TEST

START_TEST(only_the_equal_largest_entries_share)
{
  static const double X[4] = {3.0, 7.0, 7.0, 5.0};
  static const double WANT[3][4] = {
      {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0.5, 0.5, 0}};
  for (int tie = TAME_TIE_FIRST; tie <= TAME_TIE_SPLIT; tie++) {
    tame_net *net = tame_net_alloc(1, 2, 2);
    tame_net_max_pool(net, 0, WINDOW(.kernel = 2, .tie = (tame_tie)tie));
    layer l = pass_sum(net, X, 1);
    ck_assert_double_eq(l.y[0], 7.0);
    for (size_t i = 0; i < 4; i++) ck_assert_double_eq(l.dx[i], WANT[tie][i]);
    layer_end(&l);
  }
}
END_TEST

START_TEST(derivatives_at_the_kink_are_as_asked)
{
  static const double AT_ZERO[] = {0.0, 0.5, 1.0}, SLOPE = 0.2;
  const double x[] = {-2.0, 0.0, -0.0, 3.0};
  for (size_t k = 0; k < 3; k++)
    for (int kind = TAME_RELU; kind <= TAME_LEAKY_RELU; kind++) {
      tame_net *net = tame_net_alloc(1, 2, 2);
      tame_net_set_kink(net, AT_ZERO[k], SLOPE);
      tame_net_activation(net, 0, (tame_activation)kind);
      layer l = pass_sum(net, x, 1);
      const double left = kind == TAME_RELU ? 0.0 : SLOPE;
      const double middle = left + (1.0 - left) * AT_ZERO[k];
      const double want[] = {left, middle, middle, 1.0};
      for (size_t i = 0; i < 4; i++) {
        ck_assert_double_eq_tol(l.dx[i], want[i], 1e-15);
        ck_assert_double_eq(l.y[i], x[i] < 0 ? left * x[i] : x[i]);
      }
      layer_end(&l);
    }
}
END_TEST

/* A ReLU behind a layer that could compute it: the kink is the net's all the
 * same.  Images of 0 and no bias make every unit 0. */
START_TEST(a_layer_that_computes_the_relu_keeps_the_kink)
{
  static const double AT_ZERO[] = {0.0, 0.5, 1.0}, X[2 * 9] = {0.0};
  for (size_t k = 0; k < 3; k++) {
    tame_net *net = tame_net_alloc(1, 3, 3);
    tame_net_set_kink(net, AT_ZERO[k], 0.0);
    int x = relu(net, tame_net_conv(net, 0, CONV(.channels = 2, .kernel = 1)));
    x = relu(net, tame_net_add(net, x, x));
    tame_net_conv(net, x, CONV(.channels = 1, .kernel = 1));
    tame_nn_f64 *nn = tame_nn_alloc_f64(
        net, &(tame_nn_options){.batch = 2, .has_input_gradient = true});
    static const double THETA[] = {2.0, 3.0, 5.0, 7.0};
    memcpy(tame_nn_parameters_f64(nn), THETA, sizeof THETA);
    tame_nn_forward_f64(nn, X, 2, true);
    double *dy = tame_nn_output_gradient_f64(nn);
    for (size_t i = 0; i < 18; i++) dy[i] = 1.0;
    tame_nn_backward_f64(nn);
    const double want = 2.0 * AT_ZERO[k] * AT_ZERO[k] * (2 * 5 + 3 * 7);
    for (size_t i = 0; i < 18; i++)
      ck_assert_double_eq_tol(tame_nn_input_gradient_f64(nn)[i], want, 1e-13);
    tame_nn_free_f64(nn);
    tame_net_free(net);
  }
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("nn_layers");
  tcase_add_loop_test(t, a_layer_that_does_not_fit_says_why, 0, N_MISFITS);
  tcase_add_test(t, every_node_is_read);
  tcase_add_test(t, average_pooling_divides_by_the_whole_window);
  tcase_add_test(t, ties_of_a_maximum_are_broken_as_asked);
  tcase_add_test(t, only_the_equal_largest_entries_share);
  tcase_add_test(t, derivatives_at_the_kink_are_as_asked);
  tcase_add_test(t, a_layer_that_computes_the_relu_keeps_the_kink);
  return run_tests(t);
}
