/* SPDX-License-Identifier: MIT */
/* tame/sequence.h: gradients against finite differences, layers against their
 * definitions, the tied output layer against whole logits, results against the
 * number of threads, one position after another against all at once. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "sequence_nets.h"
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

static trial begin(sequence_net *make, tame_nn_options o)
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

static double loss_at(sequence_net *make, size_t i, double step)
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
  sequence_net *make = SEQUENCE_NETS[_i];
  const double h = 2e-5;
  trial t = begin(make, (tame_nn_options){0});
  gradient_of(&t);
  const double *g = tame_nn_gradient_f64(t.nn);
  const double largest = largest_of(g, t.n);
  for (size_t i = 0; i < t.n; i++) {
    const double slope =
        (8.0 * (loss_at(make, i, h) - loss_at(make, i, -h)) -
         loss_at(make, i, 2.0 * h) + loss_at(make, i, -2.0 * h)) /
        (12.0 * h);
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
  trial a = begin(SEQUENCE_NETS[_i], (tame_nn_options){0});
  trial b = begin(SEQUENCE_NETS[_i], (tame_nn_options){.is_reference = true});
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
  trial a = begin(SEQUENCE_NETS[_i], (tame_nn_options){0});
  trial b = begin(SEQUENCE_NETS[_i], (tame_nn_options){.team = team});
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
  trial t = begin(SEQUENCE_NETS[_i], (tame_nn_options){0});
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
  trial t = begin(SEQUENCE_NETS[_i], (tame_nn_options){0});
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

/* y_0 of the last position, without a tied output layer */
static double first_output(trial *t)
{
  const double *y = tame_nn_forward_tokens_f64(t->nn, t->token, BATCH, true);
  return y[M - 1];
}

START_TEST(the_table_has_its_gradient_without_a_tied_loss)
{
  sequence_net *make = SEQUENCE_NETS[_i];
  trial t = begin(make, (tame_nn_options){0});
  const tame_node *table = tame_net_node(t.net, TABLE);
  const double h = 1e-5;
  if (!table->is_frozen) {
    gradient_of(&t); /* of which nothing may be left */
    first_output(&t);
    double *dy = tame_nn_output_gradient_f64(t.nn);
    memset(dy, 0, tame_net_output(t.net)->c * M * sizeof *dy);
    dy[M - 1] = 1.0;
    tame_nn_backward_f64(t.nn);
    const double *g = tame_nn_gradient_f64(t.nn) + table->parameter;
    for (size_t i = 0; i < table->n_parameters; i++) {
      double y[2];
      for (int k = 0; k < 2; k++) {
        trial other = begin(make, (tame_nn_options){0});
        gradient_of(&other); /* dropout of the second pass */
        tame_nn_parameters_f64(other.nn)[table->parameter + i] += k ? h : -h;
        y[k] = first_output(&other);
        end(&other);
      }
      ck_assert_double_eq_tol(g[i], (y[1] - y[0]) / (2.0 * h), 1e-7);
    }
  }
  end(&t);
}
END_TEST

START_TEST(float_agrees_with_double)
{
  trial a = begin(SEQUENCE_NETS[_i], (tame_nn_options){0});
  const size_t n_frozen = tame_net_n_frozen(a.net);
  tame_nn_f32 *b = tame_nn_alloc_f32(a.net, &(tame_nn_options){.batch = BATCH});
  gsl_rng *rng = tame_rng_alloc(0, "check_sequence", 1);
  tame_nn_init_f32(b, rng); /* the same seed of dropout */
  gsl_rng_free(rng);
  for (size_t i = 0; i < a.n; i++)
    tame_nn_parameters_f32(b)[i] = (float)tame_nn_parameters_f64(a.nn)[i];
  for (size_t i = 0; i < n_frozen; i++)
    tame_nn_frozen_f32(b)[i] = (float)tame_nn_frozen_f64(a.nn)[i];
  const tame_token_loss o = {.smoothing = 0.1, .has_gradient = true};
  tame_nn_forward_tokens_f32(b, a.token, BATCH, true);
  const double loss = tame_nn_token_loss_f32(b, TABLE, a.target, o, NULL);
  tame_nn_backward_f32(b);
  ck_assert_double_eq_tol(loss, gradient_of(&a), 2e-6);
  const double *g = tame_nn_gradient_f64(a.nn);
  const double largest = largest_of(g, a.n);
  for (size_t i = 0; i < a.n; i++)
    ck_assert_double_eq_tol((double)tame_nn_gradient_f32(b)[i], g[i],
                            5e-6 * largest);
  tame_nn_free_f32(b);
  end(&a);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("sequence");
  tcase_set_timeout(t, 120);
  tcase_add_loop_test(t, gradients_agree_with_differences, 0, N_SEQUENCE_NETS);
  tcase_add_loop_test(t, fast_kernels_agree_with_the_definitions, 0,
                      N_SEQUENCE_NETS);
  tcase_add_loop_test(t, results_do_not_depend_on_threads, 0, N_SEQUENCE_NETS);
  tcase_add_loop_test(t, the_tied_loss_is_cross_entropy_of_all_logits, 0,
                      N_SEQUENCE_NETS);
  tcase_add_loop_test(t, one_position_after_another_agrees_with_all_at_once, 0,
                      N_SEQUENCE_NETS);
  tcase_add_loop_test(t, the_table_has_its_gradient_without_a_tied_loss, 0,
                      N_SEQUENCE_NETS);
  tcase_add_loop_test(t, float_agrees_with_double, 0, N_SEQUENCE_NETS);
  return run_tests(t);
}
