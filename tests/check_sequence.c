/* SPDX-License-Identifier: MIT */
/* tame/sequence.h: gradients against finite differences, layers against their
 * definitions, the tied output layer against whole logits, results against the
 * number of threads, one position after another against all at once. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gpt_nets.h"
#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"

enum { M = BATCH * LENGTH };

/* A net with parameters, tokens and targets drawn from a seed. */
typedef struct {
  tame_net *net;
  tame_nn_f64 *nn;
  size_t n;
  int token[M], target[M];
} trial;

static trial begin(gpt_net *make, tame_nn_options o)
{
  trial t = {.net = make()};
  tame_error err;
  gsl_rng *rng = tame_rng_alloc(0, "check_sequence", 1);
  ck_assert_msg(tame_net_check(t.net, &err) == TAME_OK, "%s", err.text);
  o.batch = BATCH;
  t.nn = tame_nn_alloc_f64(t.net, &o);
  t.n = tame_net_n_parameters(t.net);
  tame_nn_init_f64(t.nn, rng);
  double *theta = tame_nn_parameters_f64(t.nn);
  double *frozen = tame_nn_frozen_f64(t.nn);
  for (size_t i = 0; i < t.n; i++)
    theta[i] += 0.6 * (gsl_rng_uniform(rng) - 0.5);
  for (size_t i = 0; i < tame_net_n_frozen(t.net); i++)
    frozen[i] += 0.6 * (gsl_rng_uniform(rng) - 0.5);
  for (size_t i = 0; i < M; i++) {
    t.token[i] = (int)gsl_rng_uniform_int(rng, VOCABULARY);
    t.target[i] = (int)gsl_rng_uniform_int(rng, VOCABULARY + 3) - 3;
    if (t.target[i] < 0) t.target[i] = -1;
  }
  gsl_rng_free(rng);
  return t;
}

static void end(trial *t)
{
  tame_nn_free_f64(t->nn);
  tame_net_free(t->net);
}

static double loss_of(trial *t, bool has_gradient)
{
  const tame_token_loss o = {.smoothing = 0.1, .has_gradient = has_gradient};
  tame_nn_forward_tokens_f64(t->nn, t->token, BATCH, true);
  return tame_nn_token_loss_f64(t->nn, TABLE, t->target, o, NULL);
}

static double gradient_of(trial *t)
{
  const double loss = loss_of(t, true);
  tame_nn_backward_f64(t->nn);
  return loss;
}

static double loss_at(gpt_net *make, size_t i, double step)
{
  trial t = begin(make, (tame_nn_options){0});
  tame_nn_parameters_f64(t.nn)[i] += step;
  const double loss = loss_of(&t, false);
  end(&t);
  return loss;
}

static double largest_of(const double *x, size_t n)
{
  double m = 0.0;
  for (size_t i = 0; i < n; i++) m = fmax(m, fabs(x[i]));
  return m;
}

START_TEST(gradients_agree_with_differences)
{
  gpt_net *make = GPT_NETS[_i];
  const double h = 2e-5;
  trial t = begin(make, (tame_nn_options){0});
  gradient_of(&t);
  const double *g = tame_nn_gradient_f64(t.nn);
  const double largest = largest_of(g, t.n);
  for (size_t i = 0; i < t.n; i++) {
    const double slope = (8.0 * (loss_at(make, i, h) - loss_at(make, i, -h)) -
                          loss_at(make, i, 2.0 * h) +
                          loss_at(make, i, -2.0 * h)) / (12.0 * h);
    ck_assert_msg(fabs(slope - g[i]) < 1e-8 * largest + 1e-6 * fabs(g[i]),
                  "%zu: %.12g, by differences %.12g", i, g[i], slope);
  }
  end(&t);
}
END_TEST

static void assert_near(const double *x, const double *y, size_t n,
                        const char *what)
{
  const double m = largest_of(y, n);
  for (size_t i = 0; i < n; i++)
    ck_assert_msg(fabs(x[i] - y[i]) <= 1e-12 * m, "%s %zu: %.17g, %.17g", what,
                  i, x[i], y[i]);
}

START_TEST(fast_kernels_agree_with_the_definitions)
{
  trial a = begin(GPT_NETS[_i], (tame_nn_options){0});
  trial b = begin(GPT_NETS[_i], (tame_nn_options){.is_reference = true});
  ck_assert(fabs(gradient_of(&a) - gradient_of(&b)) < 1e-13);
  assert_near(tame_nn_gradient_f64(a.nn), tame_nn_gradient_f64(b.nn), a.n,
              "gradient");
  end(&a);
  end(&b);
}
END_TEST

START_TEST(results_do_not_depend_on_threads)
{
  tame_team *team = tame_team_alloc(3);
  trial a = begin(GPT_NETS[_i], (tame_nn_options){0});
  trial b = begin(GPT_NETS[_i], (tame_nn_options){.team = team});
  for (int k = 0; k < 3; k++) {
    ck_assert(gradient_of(&a) == gradient_of(&b));
    ck_assert_mem_eq(tame_nn_gradient_f64(a.nn), tame_nn_gradient_f64(b.nn),
                     a.n * sizeof(double));
  }
  end(&a);
  end(&b);
  tame_team_free(team);
}
END_TEST

/* z [V][n] of the positions that have a target, label [n] */
static size_t whole_logits(double *z, int *label, size_t *at, const trial *t,
                           const double *h, const double *e, size_t c)
{
  size_t n = 0;
  for (size_t j = 0; j < M; j++)
    if (t->target[j] >= 0) at[n++] = j;
  for (size_t j = 0; j < n; j++) {
    label[j] = t->target[at[j]];
    for (size_t v = 0; v < VOCABULARY; v++) {
      z[v * n + j] = 0.0;
      for (size_t k = 0; k < c; k++)
        z[v * n + j] += e[v * c + k] * h[k * M + at[j]];
    }
  }
  return n;
}

START_TEST(the_tied_loss_is_cross_entropy_of_all_logits)
{
  trial t = begin(GPT_NETS[_i], (tame_nn_options){0});
  const tame_token_loss o = {.smoothing = 0.1};
  double z[VOCABULARY * M], expected[M], loss[M], one[BATCH * VOCABULARY];
  int label[M];
  size_t at[M];
  const double *h = tame_nn_forward_tokens_f64(t.nn, t.token, BATCH, true);
  const tame_node *table = tame_net_node(t.net, TABLE);
  const double *e = (table->is_frozen ? tame_nn_frozen_f64(t.nn)
                                      : tame_nn_parameters_f64(t.nn)) +
                    table->parameter;
  const size_t n = whole_logits(z, label, at, &t, h, e, table->c);
  const double mean = tame_cross_entropy_f64(NULL, expected, z, label,
                                             VOCABULARY, n, o.smoothing);
  const double got = tame_nn_token_loss_f64(t.nn, TABLE, t.target, o, loss);
  ck_assert_double_eq_tol(mean, got, 1e-14);
  for (size_t j = 0; j < n; j++)
    ck_assert_double_eq_tol(loss[at[j]], expected[j], 1e-13);
  for (size_t j = 0; j < M; j++) ck_assert(t.target[j] >= 0 || loss[j] == 0.0);
  tame_nn_logits_f64(one, t.nn, TABLE, LENGTH - 1);
  for (size_t j = 0; j < n; j++)
    for (size_t v = 0; v < VOCABULARY && at[j] % LENGTH == LENGTH - 1; v++)
      ck_assert_double_eq_tol(one[at[j] / LENGTH * VOCABULARY + v],
                              z[v * n + j], 1e-13);
  end(&t);
}
END_TEST

START_TEST(one_position_after_another_agrees_with_all_at_once)
{
  trial t = begin(GPT_NETS[_i], (tame_nn_options){0});
  tame_nn_f64 *step = tame_nn_alloc_step_f64(t.nn, BATCH + 1);
  double all[BATCH * VOCABULARY], one[BATCH * VOCABULARY];
  const size_t order[2][BATCH] = {{2, 0, 1}, {1, 2, 0}};
  tame_nn_forward_tokens_f64(t.nn, t.token, BATCH, false);
  for (int again = 0; again < 2; again++) {
    tame_nn_step_begin_f64(step, BATCH);
    for (size_t k = 0; k < LENGTH; k++) {
      int token[BATCH];
      for (size_t i = 0; i < BATCH; i++) token[i] = t.token[i * LENGTH + k];
      if (k == 5) { /* there and back */
        tame_nn_step_choose_f64(step, order[0], BATCH);
        tame_nn_step_choose_f64(step, order[1], BATCH);
      }
      tame_nn_step_f64(step, token);
      tame_nn_logits_f64(all, t.nn, TABLE, k);
      tame_nn_logits_f64(one, step, TABLE, 0);
      assert_near(one, all, BATCH * VOCABULARY, "logit");
    }
  }
  tame_nn_free_f64(step);
  end(&t);
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
  assert_near(tame_nn_gradient_f64(a), tame_nn_gradient_f64(b),
              tame_net_n_parameters(net), "gradient");
  tame_nn_free_f64(a);
  tame_nn_free_f64(b);
  tame_net_free(net);
  tame_team_free(team);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("sequence");
  tcase_set_timeout(t, 120);
  tcase_add_loop_test(t, gradients_agree_with_differences, 0, N_GPT_NETS);
  tcase_add_loop_test(t, fast_kernels_agree_with_the_definitions, 0,
                      N_GPT_NETS);
  tcase_add_loop_test(t, results_do_not_depend_on_threads, 0, N_GPT_NETS);
  tcase_add_loop_test(t, the_tied_loss_is_cross_entropy_of_all_logits, 0,
                      N_GPT_NETS);
  tcase_add_loop_test(t, one_position_after_another_agrees_with_all_at_once, 0,
                      N_GPT_NETS);
  tcase_add_test(t, tiles_agree_with_the_definitions);
  return run_tests(t);
}
