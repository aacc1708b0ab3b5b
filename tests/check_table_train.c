/* SPDX-License-Identifier: MIT */
/* tame/table_train.h: an epoch against softmax regression written out, counts
 * before each update, orders and seeds, single rows, divergence, bad
 * options. */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/nets.h"
#include "tame/rng.h"
#include "tame/table_train.h"
#include "tame/tabnet.h"
#include "tame/two_groups.h"

enum { N = 101, D = 4, BATCH = 25 };

static double X[N * D];
static size_t LABELS[N], GROUPS[N];
static tame_group_rows ROWS;

static void draw_rows(void)
{
  gsl_rng *rng = tame_rng_alloc(0, "check_table_train/data", 0);
  tame_error err;
  const tame_two_groups o = {.n = N,
                             .d = D - 1,
                             .p = 0.2,
                             .scale = {0.5, 1},
                             .cosine = -0.5,
                             .noise = 0.1};
  ck_assert_msg(tame_two_groups_draw(X, LABELS, GROUPS, &o, rng, &err) == 0,
                "%s", err.text);
  ROWS = (tame_group_rows){.n = N, .x = X, .label = LABELS, .a = GROUPS};
  gsl_rng_free(rng);
}

static tame_net *softmax_net(void)
{
  tame_net *net = tame_net_alloc(D, 1, 1);
  tame_net_linear(net, 0,
                  (tame_conv){.channels = 2,
                              .has_bias = true,
                              .init = TAME_INIT_NORMAL,
                              .sd = 0.1});
  return net;
}

static tame_table_training training(const tame_net *net)
{
  return (tame_table_training){.net = net,
                               .train = &ROWS,
                               .batch = BATCH,
                               .opt = tame_opt_defaults(TAME_OPT_SGD),
                               .rate = 0.1};
}

static tame_table_trainer *begin(const tame_table_training *o, size_t rep)
{
  tame_error err;
  tame_table_trainer *t = tame_table_trainer_alloc(o, &err);
  ck_assert_msg(t != NULL, "%s", err.text);
  gsl_rng *rng = tame_rng_alloc(0, "check_table_train/parameters", rep);
  ck_assert_int_eq(tame_table_trainer_init(t, rng), TAME_OK);
  gsl_rng_free(rng);
  return t;
}

static gsl_rng *order_of(size_t rep)
{
  return tame_rng_alloc(0, "check_table_train/order", rep);
}

/* --- one epoch, written out ----------------------------------------------- */

/* theta [w of class 0, w of class 1, b of 0, b of 1] */
static double margin(const double *theta, size_t i)
{
  double z = theta[2 * D + 1] - theta[2 * D];
  for (size_t c = 0; c < D; c++) z += (theta[D + c] - theta[c]) * X[i * D + c];
  return LABELS[i] ? z : -z;
}

static void descend(double *theta, const size_t *row, size_t m, double rate)
{
  double g[2 * D + 2] = {0};
  for (size_t j = 0; j < m; j++) {
    const size_t i = row[j];
    const double s = 1.0 / (1.0 + exp(margin(theta, i))) / (double)m;
    const double sign = LABELS[i] ? 1.0 : -1.0;
    for (size_t c = 0; c < D; c++) {
      g[D + c] -= sign * s * X[i * D + c];
      g[c] += sign * s * X[i * D + c];
    }
    g[2 * D + 1] -= sign * s;
    g[2 * D] += sign * s;
  }
  for (size_t k = 0; k < 2 * D + 2; k++) theta[k] -= rate * g[k];
}

START_TEST(an_epoch_is_that_of_softmax_regression)
{
  tame_net *net = softmax_net();
  const tame_table_training o = training(net);
  tame_table_trainer *t = begin(&o, 0);
  gsl_rng *ours = order_of(0), *other = order_of(0);
  double theta[2 * D + 2];
  size_t order[N];
  for (size_t k = 0; k < 2 * D + 2; k++)
    theta[k] = (double)tame_nn_parameters_f32(tame_table_trainer_nn(t))[k];
  for (size_t i = 0; i < N; i++) order[i] = i;
  for (int e = 0; e < 3; e++) {
    tame_group_sums s;
    double loss[2] = {0.0, 0.0};
    size_t correct[2] = {0, 0};
    gsl_ran_shuffle(other, order, N, sizeof *order);
    for (size_t i = 0; i < N; i += BATCH) {
      const size_t m = N - i < BATCH ? N - i : BATCH;
      for (size_t j = i; j < i + m; j++) {
        loss[GROUPS[order[j]]] += log1p(exp(-margin(theta, order[j])));
        correct[GROUPS[order[j]]] += margin(theta, order[j]) > 0.0;
      }
      descend(theta, order + i, m, o.rate);
    }
    ck_assert_int_eq(tame_table_trainer_epoch(&s, NULL, t, ours), TAME_OK);
    for (size_t a = 0; a < 2; a++) {
      ck_assert_uint_eq(s.n[a], a ? N - 20 : 20);
      ck_assert_uint_eq(s.correct[a], correct[a]);
      ck_assert_double_eq_tol(s.loss[a], loss[a], 1e-4);
    }
    ck_assert_double_eq_tol(s.total, loss[0] + loss[1], 1e-4);
  }
  for (size_t k = 0; k < 2 * D + 2; k++)
    ck_assert_double_eq_tol(
        theta[k], (double)tame_nn_parameters_f32(tame_table_trainer_nn(t))[k],
        1e-6);
  gsl_rng_free(ours);
  gsl_rng_free(other);
  tame_table_trainer_free(t);
  tame_net_free(net);
}
END_TEST

/* Mean loss of the first n rows, with running statistics. */
static double loss_of_rows(tame_nn_f32 *nn, size_t n)
{
  float x[D * N], loss[N];
  int label[N];
  for (size_t i = 0; i < n; i++) {
    for (size_t c = 0; c < D; c++) x[c * n + i] = (float)X[i * D + c];
    label[i] = (int)LABELS[i];
  }
  const float *z = tame_nn_forward_f32(nn, x, n, false);
  return tame_cross_entropy_f32(NULL, loss, z, label, 2, n, 0.0);
}

START_TEST(test_rows_are_counted_after_the_epoch_with_running_statistics)
{
  enum { M = 24 }; /* a batch holds them */
  tame_net *net = tame_net_alloc(D, 1, 1);
  const int x = tame_net_batch_norm(net, 0);
  tame_net_linear(net, x, (tame_conv){.channels = 2});
  tame_table_training o = training(net);
  tame_group_rows few = ROWS;
  few.n = M;
  o.test = &few;
  tame_table_trainer *t = begin(&o, 0);
  gsl_rng *order = order_of(0);
  tame_group_sums train, test, again;
  tame_table_trainer_epoch(&train, &test, t, order);
  tame_table_trainer_evaluate(&again, t, &few);
  ck_assert_mem_eq(&test, &again, sizeof test);
  ck_assert_uint_eq(test.n[0], 20);
  ck_assert_uint_eq(test.n[1], M - 20);
  ck_assert_double_eq_tol(test.total / M,
                          loss_of_rows(tame_table_trainer_nn(t), M), 1e-6);
  gsl_rng_free(order);
  tame_table_trainer_free(t);
  tame_net_free(net);
}
END_TEST

/* --- repetition ----------------------------------------------------------- */

/* theta after five epochs */
static void five(float *theta, const tame_net *net, size_t rep,
                 size_t rep_order, tame_team *team, tame_opt_kind kind)
{
  tame_table_training o = training(net);
  o.team = team;
  o.opt = tame_opt_defaults(kind);
  o.rate = 0.01;
  tame_table_trainer *t = begin(&o, rep);
  gsl_rng *order = order_of(rep_order);
  tame_group_sums s;
  for (int e = 0; e < 5; e++)
    ck_assert_int_eq(tame_table_trainer_epoch(&s, NULL, t, order), TAME_OK);
  memcpy(theta, tame_nn_parameters_f32(tame_table_trainer_nn(t)),
         tame_net_n_parameters(net) * sizeof *theta);
  gsl_rng_free(order);
  tame_table_trainer_free(t);
}

START_TEST(runs_repeat_and_differ_by_seed)
{
  const tame_tabnet small = {
      .inputs = D, .classes = 2, .n_d = 4, .n_a = 3, .steps = 2, .gamma = 1.5};
  tame_net *net = tame_net_tabnet(&small);
  const size_t n = tame_net_n_parameters(net);
  const tame_opt_kind kind = _i ? TAME_OPT_ADAMW : TAME_OPT_SGD;
  float *a = tame_calloc(4 * n, sizeof *a), *b = a + n, *c = b + n, *d = c + n;
  tame_team *team = tame_team_alloc(3);
  five(a, net, 1, 1, NULL, kind);
  five(b, net, 1, 1, team, kind);
  five(c, net, 1, 2, NULL, kind);
  five(d, net, 2, 1, NULL, kind);
  ck_assert_mem_eq(a, b, n * sizeof *a);
  ck_assert_mem_ne(a, c, n * sizeof *a);
  ck_assert_mem_ne(a, d, n * sizeof *a);
  tame_team_free(team);
  free(a);
  tame_net_free(net);
}
END_TEST

/* 101 rows in batches of 25: the last row alone has no variance */
START_TEST(a_single_row_joins_the_batch_before)
{
  tame_net *net = tame_net_alloc(D, 1, 1);
  const int x = tame_net_batch_norm(net, 0);
  tame_net_linear(net, x, (tame_conv){.channels = 2});
  const tame_table_training o = training(net);
  tame_table_trainer *t = begin(&o, 0);
  gsl_rng *order = order_of(0);
  tame_group_sums s;
  ck_assert_int_eq(tame_table_trainer_epoch(&s, NULL, t, order), TAME_OK);
  ck_assert_uint_eq(s.n[0] + s.n[1], N);
  /* after four updates of momentum 0.1, not five, 0.9^4 of the first is left */
  const float *running = tame_nn_state_f32(tame_table_trainer_nn(t));
  double mean = 0.0;
  for (size_t i = 0; i < N; i++) mean += X[i * D + D - 1] / N;
  ck_assert_double_eq_tol((double)running[D - 1],
                          mean * (1.0 - 0.9 * 0.9 * 0.9 * 0.9), 0.02);
  gsl_rng_free(order);
  tame_table_trainer_free(t);
  tame_net_free(net);
}
END_TEST

/* --- whole runs ----------------------------------------------------------- */

START_TEST(a_run_ends_with_the_later_of_the_two_times)
{
  const size_t width[2] = {16, 2};
  tame_net *net = tame_net_mlp(D, 1, 1, width, 2, 0.25);
  const tame_table_training o = training(net);
  for (int whole = 0; whole < 2; whole++) {
    tame_table_trainer *t = begin(&o, 0);
    gsl_rng *order = order_of(0);
    tame_group_log *log = tame_group_log_alloc(800, false);
    const tame_table_plan plan = {800, 90.0, 90.0, whole};
    ck_assert_int_eq(tame_table_train(log, t, &plan, order), TAME_OK);
    const tame_group_times times = tame_group_times_of(log, 90.0, 90.0);
    ck_assert(times.early < times.final);
    ck_assert_double_eq((double)tame_group_epochs(log),
                        whole ? 800.0 : times.final);
    ck_assert(tame_group_mismatch(log, TAME_ON_TRAIN) < 1e-6);
    tame_group_log_free(log);
    gsl_rng_free(order);
    tame_table_trainer_free(t);
  }
  tame_net_free(net);
}
END_TEST

START_TEST(a_run_goes_on_when_the_minority_is_first)
{
  const size_t width[2] = {16, 2};
  tame_net *net = tame_net_mlp(D, 1, 1, width, 2, 0.25);
  const tame_table_training o = training(net);
  tame_table_trainer *t = begin(&o, 0);
  gsl_rng *order = order_of(0);
  tame_group_log *log = tame_group_log_alloc(800, false);
  const tame_table_plan plan = {800, 90.0, 10.0, false};
  ck_assert_int_eq(tame_table_train(log, t, &plan, order), TAME_OK);
  const tame_group_times times = tame_group_times_of(log, 90.0, 10.0);
  ck_assert(times.final < times.early);
  ck_assert_double_eq((double)tame_group_epochs(log), times.early);
  tame_group_log_free(log);
  gsl_rng_free(order);
  tame_table_trainer_free(t);
  tame_net_free(net);
}
END_TEST

START_TEST(limits_and_divergence_are_told_apart)
{
  const size_t width[2] = {16, 2};
  tame_net *net = tame_net_mlp(D, 1, 1, width, 2, 0.25);
  tame_table_training o = training(net);
  const tame_status want[2] = {TAME_MAX_ITER, TAME_DIVERGED};
  const double rate[2] = {0.1, 1e30};
  for (size_t k = 0; k < 2; k++) {
    o.rate = rate[k];
    tame_table_trainer *t = begin(&o, 0);
    gsl_rng *order = order_of(0);
    tame_group_log *log = tame_group_log_alloc(2, false);
    const tame_table_plan plan = {2, 90.0, 99.9, false};
    ck_assert_int_eq(tame_table_train(log, t, &plan, order), want[k]);
    ck_assert_uint_eq(tame_group_epochs(log), k ? 0 : 2);
    tame_group_log_free(log);
    gsl_rng_free(order);
    tame_table_trainer_free(t);
  }
  tame_net_free(net);
}
END_TEST

/* --- refusals ------------------------------------------------------------- */

static void assert_refused(const tame_table_training *o, const char *why)
{
  tame_error err = {""};
  ck_assert_ptr_null(tame_table_trainer_alloc(o, &err));
  ck_assert_msg(strstr(err.text, why) != NULL, "no '%s' in: %s", why, err.text);
}

START_TEST(bad_options_are_refused)
{
  tame_net *net = softmax_net(), *image = tame_net_alloc(1, 2, 2);
  tame_net_activation(image, 0, TAME_RELU);
  tame_table_training o = training(net);
  o.batch = 0;
  assert_refused(&o, "batches of 0");
  o = training(net);
  o.rate = NAN;
  assert_refused(&o, "step size");
  o = training(net);
  o.opt.kind = TAME_OPT_SCHEDULE_FREE;
  assert_refused(&o, "schedule-free");
  o = training(image);
  assert_refused(&o, "a net of images");
  o = training(net);
  tame_group_rows none = ROWS;
  none.n = 0;
  o.train = &none;
  assert_refused(&o, "0 training rows");
  o = training(net);
  LABELS[7] = 2;
  assert_refused(&o, "row 7 has label 2");
  LABELS[7] = 0;
  GROUPS[8] = 3;
  o.test = &ROWS;
  assert_refused(&o, "row 8 has group 3");
  tame_net_free(net);
  tame_net_free(image);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("table_train");
  tcase_add_checked_fixture(t, draw_rows, NULL);
  tcase_add_test(t, an_epoch_is_that_of_softmax_regression);
  tcase_add_test(t,
                 test_rows_are_counted_after_the_epoch_with_running_statistics);
  tcase_add_loop_test(t, runs_repeat_and_differ_by_seed, 0, 2);
  tcase_add_test(t, a_single_row_joins_the_batch_before);
  tcase_add_test(t, a_run_ends_with_the_later_of_the_two_times);
  tcase_add_test(t, a_run_goes_on_when_the_minority_is_first);
  tcase_add_test(t, limits_and_divergence_are_told_apart);
  tcase_add_test(t, bad_options_are_refused);
  return run_tests(t);
}
