/* SPDX-License-Identifier: MIT */
/* tame/nn.h: what passes repeat and what they leave alone: dropout, evaluation,
 * parts of a batch. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn_layer.h"
#include "nn_nets.h"
#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"

/* --- dropout -------------------------------------------------------------- */

enum { MANY = 20000 };

static tame_net *only_dropout(double rate)
{
  tame_net *net = tame_net_alloc(1, 1, MANY);
  tame_net_dropout(net, 0, rate);
  return net;
}

START_TEST(dropout_keeps_the_mean_and_goes_backward_as_forward)
{
  static double x[MANY];
  const double rate = 0.3;
  for (size_t i = 0; i < MANY; i++) x[i] = 1.0;
  layer l = pass_sum(only_dropout(rate), x, 1);
  double sum = 0.0;
  for (size_t i = 0; i < MANY; i++) {
    ck_assert(l.y[i] == 0.0 || l.y[i] == 1.0 / (1.0 - rate));
    ck_assert_double_eq(l.dx[i], l.y[i]);
    sum += l.y[i];
  }
  /* standard deviation of one entry sqrt(rate/(1 - rate)) */
  const double sd = sqrt(rate / (1.0 - rate) / MANY);
  ck_assert_double_eq_tol(sum / MANY, 1.0, 4.0 * sd);
  const double *y = tame_nn_forward_f64(l.nn, x, 1, false);
  for (size_t i = 0; i < MANY; i++) ck_assert_double_eq(y[i], 1.0);
  layer_end(&l);
}
END_TEST

START_TEST(dropout_repeats_itself_from_its_seed_only)
{
  static double x[MANY], first[3][MANY];
  tame_net *net = only_dropout(0.5);
  for (size_t i = 0; i < MANY; i++) x[i] = 1.0;
  for (uint64_t run = 0; run < 3; run++) {
    tame_nn_f64 *nn = tame_nn_alloc_f64(net, &(tame_nn_options){.batch = 1});
    gsl_rng *rng = tame_rng_alloc(run / 2, "check_nn_passes", 0);
    tame_nn_init_f64(nn, rng);
    memcpy(first[run], tame_nn_forward_f64(nn, x, 1, true), sizeof x);
    size_t same = 0; /* in another pass, half of the entries */
    const double *y = tame_nn_forward_f64(nn, x, 1, true);
    for (size_t i = 0; i < MANY; i++) same += y[i] == first[run][i];
    ck_assert_double_eq_tol((double)same / MANY, 0.5, 4 * 0.5 / sqrt(MANY));
    gsl_rng_free(rng);
    tame_nn_free_f64(nn);
  }
  ck_assert_mem_eq(first[0], first[1], sizeof x);
  ck_assert_mem_ne(first[0], first[2], sizeof x);
  tame_net_free(net);
}
END_TEST

/* --- what a pass leaves alone --------------------------------------------- */

enum { BATCH = 7, PART = 3 };

static gsl_rng *generator(void)
{
  return tame_rng_alloc(0, "check_nn_passes", 1);
}

static double *images(const tame_net *net, size_t batch)
{
  const tame_node *in = tame_net_node(net, 0);
  const size_t n = in->c * batch * in->h * in->w;
  double *x = tame_vec(n);
  gsl_rng *rng = generator();
  tame_rng_normal(x, n, rng);
  gsl_rng_free(rng);
  return x;
}

static void init(tame_nn_f64 *nn)
{
  gsl_rng *rng = generator();
  tame_nn_init_f64(nn, rng);
  gsl_rng_free(rng);
}

static tame_nn_f64 *start(const tame_net *net, size_t batch)
{
  tame_nn_f64 *nn = tame_nn_alloc_f64(net, &(tame_nn_options){.batch = batch});
  init(nn);
  return nn;
}

static double train_pass(tame_nn_f64 *nn, const double *x, size_t classes,
                         size_t batch)
{
  static const int LABEL[BATCH] = {0, 2, 1, 2, 0, 1, 2};
  const double loss = tame_cross_entropy_f64(
      tame_nn_output_gradient_f64(nn), NULL,
      tame_nn_forward_f64(nn, x, batch, true), LABEL, classes, batch, 0.0);
  tame_nn_backward_f64(nn);
  return loss;
}

START_TEST(evaluation_leaves_statistics_and_dropout_alone)
{
  tame_net *net = SMALL_NETS[_i]();
  const size_t n = tame_net_n_parameters(net), k = tame_net_output(net)->c;
  const size_t size = tame_net_n_state(net) * sizeof(double);
  double *x = images(net, BATCH);
  tame_nn_f64 *a = start(net, BATCH), *b = start(net, BATCH);
  train_pass(a, x, k, BATCH);
  train_pass(b, x, k, BATCH);
  tame_nn_forward_f64(b, x, BATCH, false);
  tame_nn_forward_f64(b, x, 1, false);
  ck_assert_mem_eq(tame_nn_state_f64(a), tame_nn_state_f64(b), size);
  ck_assert(train_pass(a, x, k, BATCH) == train_pass(b, x, k, BATCH));
  ck_assert_mem_eq(tame_nn_gradient_f64(a), tame_nn_gradient_f64(b),
                   n * sizeof(double));
  tame_nn_free_f64(a);
  tame_nn_free_f64(b);
  free(x);
  tame_net_free(net);
}
END_TEST

/* In a net with room for more, and what a whole batch left in it, a part of a
 * batch is what it is in a net of its size; only the order of sums differs. */
START_TEST(a_part_of_a_batch_is_a_batch)
{
  tame_net *net = SMALL_NETS[_i]();
  const size_t n = tame_net_n_parameters(net), k = tame_net_output(net)->c;
  double *x = images(net, BATCH), *y = images(net, PART), largest = 0.0;
  tame_nn_f64 *a = start(net, BATCH), *b = start(net, PART);
  train_pass(a, x, k, BATCH);
  init(a);
  ck_assert_double_eq_tol(train_pass(a, y, k, PART), train_pass(b, y, k, PART),
                          1e-14);
  const double *g = tame_nn_gradient_f64(a), *h = tame_nn_gradient_f64(b);
  for (size_t i = 0; i < n; i++) largest = fmax(largest, fabs(h[i]));
  for (size_t i = 0; i < n; i++)
    ck_assert_double_eq_tol(g[i], h[i], 1e-12 * largest);
  for (size_t i = 0; i < tame_net_n_state(net); i++)
    ck_assert_double_eq_tol(tame_nn_state_f64(a)[i], tame_nn_state_f64(b)[i],
                            1e-13);
  tame_nn_free_f64(a);
  tame_nn_free_f64(b);
  free(x);
  free(y);
  tame_net_free(net);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("nn_passes");
  tcase_add_test(t, dropout_keeps_the_mean_and_goes_backward_as_forward);
  tcase_add_test(t, dropout_repeats_itself_from_its_seed_only);
  tcase_add_loop_test(t, evaluation_leaves_statistics_and_dropout_alone, 0,
                      N_SMALL_NETS);
  tcase_add_loop_test(t, a_part_of_a_batch_is_a_batch, 0, N_SMALL_NETS);
  return run_tests(t);
}
