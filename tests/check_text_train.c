/* SPDX-License-Identifier: MIT */
/* tame/text_train.h: examples, batches, steps against the same steps made by
 * hand. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
static const char *const PATH = "build/check_text_train.h5";
#include "tame/base.h"
#include "tame/schedule.h"
#include "text_runs.h"

/* --- examples ------------------------------------------------------------- */

START_TEST(windows_are_shifted_by_one)
{
  fixture f;
  tame_tokens *stream;
  tame_error err;
  int a[T], b[T], c[T], d[T];
  set_up(&f, false);
  ck_assert_int_eq(tame_tokens_write(PATH, f.id, N_TEXT, &err), TAME_OK);
  ck_assert_int_eq(tame_tokens_open(&stream, PATH, V, &err), TAME_OK);
  const tame_text_windows w = {.stream = stream, .n = N_TEXT, .length = T};
  const tame_text_set s = tame_text_set_of_windows(&w);
  ck_assert_uint_eq(s.n, N_TEXT - T);
  ck_assert_uint_eq(f.o.train.n, N_TEXT - T);
  for (size_t i = 0; i < s.n; i++) {
    ck_assert_int_eq(s.get(a, b, i, s.ctx, &err), TAME_OK);
    ck_assert_int_eq(f.o.train.get(c, d, i, f.o.train.ctx, &err), TAME_OK);
    for (size_t t = 0; t < T; t++) {
      ck_assert_int_eq(a[t], (int)f.id[i + t]);
      ck_assert_int_eq(b[t], (int)f.id[i + t + 1]);
    }
    ck_assert_mem_eq(a, c, sizeof a);
    ck_assert_mem_eq(b, d, sizeof b);
  }
  tame_tokens_close(stream);
  const tame_text_windows none = {.id = f.id, .n = T, .length = T};
  ck_assert_uint_eq(tame_text_set_of_windows(&none).n, 0);
  tear_down(&f);
}
END_TEST

START_TEST(sequences_count_behind_what_is_given)
{
  static const uint32_t id[] = {3, 1, 4, 1, 5, 2, 6};
  static const size_t first[] = {0, 5, 7}, given[] = {2, 1};
  const tame_text_sequences s = {
      .n = 2, .length = 4, .id = id, .first = first, .given = given};
  const tame_text_set set = tame_text_set_of_sequences(&s);
  static const int TOKEN[2][4] = {{3, 1, 4, 1}, {2, 0, 0, 0}};
  static const int TARGET[2][4] = {{-1, 4, 1, 5}, {6, -1, -1, -1}};
  int token[4], target[4];
  for (size_t i = 0; i < 2; i++) {
    ck_assert_int_eq(set.get(token, target, i, set.ctx, NULL), TAME_OK);
    ck_assert_mem_eq(token, TOKEN[i], sizeof token);
    ck_assert_mem_eq(target, TARGET[i], sizeof target);
  }
}
END_TEST

/* --- steps ---------------------------------------------------------------- */

/* counts how often each example is asked for */
typedef struct {
  tame_text_set inner;
  size_t asked[N_SEQUENCES], calls;
} counter;

static tame_status count(int *token, int *target, size_t i, const void *ctx,
                         tame_error *err)
{
  counter *c;
  memcpy(&c, ctx, sizeof c);
  c->asked[i]++;
  c->calls++;
  return c->inner.get(token, target, i, c->inner.ctx, err);
}

START_TEST(an_epoch_takes_each_example_once)
{
  fixture f;
  set_up(&f, false);
  counter c = {.inner = f.o.valid}, *at = &c;
  f.o.train = (tame_text_set){.n = N_SEQUENCES, .get = count, .ctx = &at};
  f.o.is_shuffled = true;
  tame_text_trainer *t = begin(&f);
  for (size_t epoch = 1; epoch <= 3; epoch++) { /* batches of 4, 4, 3 */
    ck_assert_int_eq(tame_text_trainer_advance(t, 3 * epoch, NULL), TAME_OK);
    ck_assert_uint_eq(c.calls, epoch * N_SEQUENCES);
    for (size_t i = 0; i < N_SEQUENCES; i++)
      ck_assert_uint_eq(c.asked[i], epoch);
  }
  tame_text_trainer_free(t);
  tear_down(&f);
}
END_TEST

/* mean loss over the first N_VALID sequences, one by one, in double */
static double loss_by_hand(const fixture *f, const float *theta)
{
  double sum = 0.0, n = 0.0, loss[T];
  int token[T], target[T];
  tame_nn_f64 *nn = tame_nn_alloc_f64(f->net, &(tame_nn_options){.batch = 1});
  for (size_t i = 0; i < tame_net_n_parameters(f->net); i++)
    tame_nn_parameters_f64(nn)[i] = (double)theta[i];
  for (size_t i = 0; i < N_VALID; i++) {
    f->o.valid.get(token, target, i, f->o.valid.ctx, NULL);
    (void)tame_nn_forward_tokens_f64(nn, token, 1, false);
    (void)tame_nn_token_loss_f64(nn, TAME_GPT_TABLE, target,
                                 (tame_token_loss){0}, loss);
    for (size_t t = 0; t < T; t++) {
      sum += loss[t];
      n += target[t] >= 0;
    }
  }
  tame_nn_free_f64(nn);
  return sum / n;
}

START_TEST(evaluation_is_the_mean_over_all_targets)
{
  fixture f;
  double loss;
  set_up(&f, false);
  tame_text_trainer *t = begin(&f);
  ck_assert_int_eq(tame_text_trainer_advance(t, 5, NULL), TAME_OK);
  ck_assert_int_eq(tame_text_trainer_evaluate(&loss, t, NULL), TAME_OK);
  const float *theta = tame_nn_parameters_f32(tame_text_trainer_nn(t));
  ck_assert(fabs(loss - loss_by_hand(&f, theta)) < 1e-6);
  static const size_t AT[] = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0};
  f.o.at = AT;
  tame_text_trainer *u = begin(&f);
  double other;
  ck_assert_int_eq(tame_text_trainer_advance(u, 5, NULL), TAME_OK);
  ck_assert_int_eq(tame_text_trainer_evaluate(&other, u, NULL), TAME_OK);
  ck_assert(fabs(loss - other) < 1e-6);
  tame_text_trainer_free(t);
  tame_text_trainer_free(u);
  tear_down(&f);
}
END_TEST

/* The same run with nothing of the trainer but its examples: an epoch whose
 * order does not matter, since the batch is all of it. */
START_TEST(steps_are_those_of_the_definition)
{
  enum { PARTS = 2 };
  fixture f;
  set_up(&f, false);
  f.o.is_shuffled = true;
  f.o.batch = N_SEQUENCES;
  f.o.accumulate = PARTS;
  f.o.smoothing = 0.1;
  f.o.opt.eps = 1e-3; /* else rounding decides the sign of small gradients */
  f.o.peak = 0.01;
  f.o.train = f.o.valid;
  f.o.schedule = _i ? TAME_WARMUP_LINEAR : TAME_WARMUP_COSINE;
  tame_text_trainer *t = begin(&f);
  const size_t n = tame_net_n_parameters(f.net);
  tame_nn_f64 *nn =
      tame_nn_alloc_f64(f.net, &(tame_nn_options){.batch = N_SEQUENCES});
  double *theta = tame_nn_parameters_f64(nn);
  for (size_t i = 0; i < n; i++)
    theta[i] = (double)tame_nn_parameters_f32(tame_text_trainer_nn(t))[i];
  tame_opt_group group[64];
  const size_t n_groups = tame_net_decay_groups(group, f.net, 0.1);
  tame_opt_f64 *opt = tame_opt_alloc_f64(n, 2);
  ck_assert_int_eq(tame_opt_init_f64(opt, &f.o.opt, group, n_groups, theta),
                   TAME_OK);
  int token[N_SEQUENCES * T], target[N_SEQUENCES * T];
  for (size_t i = 0; i < N_SEQUENCES; i++)
    f.o.train.get(token + i * T, target + i * T, i, f.o.train.ctx, NULL);
  for (size_t k = 0; k < STEPS; k++) {
    (void)tame_nn_forward_tokens_f64(nn, token, N_SEQUENCES, true);
    (void)tame_nn_token_loss_f64(
        nn, TAME_GPT_TABLE, target,
        (tame_token_loss){.smoothing = 0.1, .has_gradient = true}, NULL);
    tame_nn_backward_f64(nn);
    tame_clip_norm_f64(tame_nn_gradient_f64(nn), n, 0.5);
    const double rate = _i ? tame_warmup_linear(k, 3, STEPS, 0.01)
                           : tame_warmup_cosine(k, 3, STEPS, 0.01, 0.001);
    ck_assert_int_eq(
        tame_opt_step_f64(opt, theta, tame_nn_gradient_f64(nn), rate), TAME_OK);
  }
  ck_assert_int_eq(tame_text_trainer_advance(t, STEPS, NULL), TAME_OK);
  const float *ours = tame_nn_parameters_f32(tame_text_trainer_nn(t));
  double worst = 0.0, largest = 0.0;
  for (size_t i = 0; i < n; i++) {
    worst = fmax(worst, fabs((double)ours[i] - theta[i]));
    largest = fmax(largest, fabs(theta[i]));
  }
  /* floats, and 20 steps that enlarge their rounding */
  ck_assert_msg(worst < 1e-5 * largest, "%g of %g", worst, largest);
  tame_opt_free_f64(opt);
  tame_nn_free_f64(nn);
  tame_text_trainer_free(t);
  tear_down(&f);
}
END_TEST

START_TEST(a_text_is_learned)
{
  fixture f;
  tame_text_point p[N_POINTS];
  set_up(&f, false);
  ck_assert_uint_eq(tame_text_points(&f.o), N_POINTS); /* 0 6 12 18 20 */
  tame_text_trainer *t = begin(&f);
  ck_assert_int_eq(tame_text_trainer_run(p, t, NULL, "", 0.0, NULL), TAME_OK);
  static const double AT[] = {0, 6, 12, 18, 20};
  for (size_t i = 0; i < N_POINTS; i++) ck_assert(p[i].step == AT[i]);
  ck_assert(isnan(p[0].train_loss) && isnan(p[0].norm));
  ck_assert(fabs(p[0].valid_loss - log(V)) < 0.1);
  /* two of seven tokens are possible: it could fall by log(7/2) = 1.25 */
  ck_assert(p[4].valid_loss < p[0].valid_loss - 0.3);
  ck_assert(p[4].train_loss < p[1].train_loss - 0.1);
  ck_assert(p[4].norm > 0.0 && p[4].norm < 10.0);
  tame_text_trainer_free(t);
  tear_down(&f);
}
END_TEST

static tame_status no_example(int *token, int *target, size_t i,
                              const void *ctx, tame_error *err)
{
  (void)token, (void)target, (void)ctx;
  return tame_fail(err, TAME_EFORMAT, "example %zu", i);
}

START_TEST(what_does_not_fit_is_refused)
{
  fixture f;
  tame_error err;
  static const size_t AT[] = {N_SEQUENCES};
  set_up(&f, false);
  const tame_text_training good = f.o;
  f.o.table = 2;
  ck_assert_ptr_null(tame_text_trainer_alloc(&f.o, &err));
  ck_assert_ptr_nonnull(strstr(err.text, "token table"));
  f.o = good;
  f.o.every = 0;
  ck_assert_ptr_null(tame_text_trainer_alloc(&f.o, &err));
  f.o = good;
  f.o.warmup = STEPS + 1;
  ck_assert_ptr_null(tame_text_trainer_alloc(&f.o, &err));
  ck_assert_str_eq(err.text, "warm-up of 21 steps out of 20");
  f.o = good;
  f.o.train.n = 0;
  ck_assert_ptr_null(tame_text_trainer_alloc(&f.o, &err));
  f.o = good;
  f.o.at = AT;
  ck_assert_ptr_null(tame_text_trainer_alloc(&f.o, &err));
  ck_assert_str_eq(err.text, "validation example 11 of 11");
  f.o = good;
  f.o.train.get = no_example;
  tame_text_trainer *t = begin(&f);
  ck_assert_int_eq(tame_text_trainer_advance(t, 1, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "example"));
  tame_text_trainer_free(t);
  tear_down(&f);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("text_train");
  tcase_set_timeout(t, 120);
  tcase_add_test(t, windows_are_shifted_by_one);
  tcase_add_test(t, sequences_count_behind_what_is_given);
  tcase_add_test(t, an_epoch_takes_each_example_once);
  tcase_add_test(t, evaluation_is_the_mean_over_all_targets);
  tcase_add_loop_test(t, steps_are_those_of_the_definition, 0, 2);
  tcase_add_test(t, a_text_is_learned);
  tcase_add_test(t, what_does_not_fit_is_refused);
  return run_tests(t);
}
