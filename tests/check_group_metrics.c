/* SPDX-License-Identifier: MIT */
/* tame/group_metrics.h and group_runs.h: what is counted, the times that follow
 * from it, and curves over runs of different length. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/base.h"
#include "tame/group_metrics.h"
#include "tame/group_runs.h"

/* 10 samples with A = 0 and 40 with A = 1, of which so many are right; each
 * loss is that of its group. */
static tame_group_sums epoch(size_t right0, size_t right1, double loss0,
                             double loss1)
{
  double loss[50];
  bool is_correct[50];
  size_t a[50];
  for (size_t i = 0; i < 50; i++) {
    a[i] = i % 5 == 0 ? 0 : 1;
    loss[i] = a[i] ? loss1 : loss0;
    const size_t seen = a[i] ? i - i / 5 - 1 : i / 5;
    is_correct[i] = seen < (a[i] ? right1 : right0);
  }
  tame_group_sums s = {0};
  /* batches of 20, 20 and 10: 4, 4 and 2 of A = 0 in each */
  const double mean = 0.2 * loss0 + 0.8 * loss1;
  for (size_t k = 0; k < 3; k++)
    tame_group_add(&s, loss + 20 * k, is_correct + 20 * k, a + 20 * k,
                   k < 2 ? 20 : 10, mean);
  return s;
}

static double curve_at(const tame_group_log *g, tame_group_quantity q,
                       tame_group_who who, tame_group_kind kind, size_t e)
{
  return tame_group_curve(g, TAME_ON_TRAIN, q, who, kind)[e - 1];
}

START_TEST(groups_are_counted_apart_and_together)
{
  tame_group_log *g = tame_group_log_alloc(2, false);
  const tame_group_sums s = epoch(3, 38, 2.5, 0.25);
  ck_assert_int_eq(tame_group_log_add(g, &s, NULL), TAME_OK);
  ck_assert_uint_eq(tame_group_epochs(g), 1);
  ck_assert_uint_eq(tame_group_size(g, TAME_ON_TRAIN, 0), 10);
  ck_assert_uint_eq(tame_group_size(g, TAME_ON_TRAIN, 1), 40);
  ck_assert_double_eq(tame_group_share(g, TAME_ON_TRAIN), 0.2);
  static const double ACCURACY[3] = {30.0, 95.0, 82.0},
                      LOSS[3] = {2.5, 0.25, 0.7};
  for (int who = 0; who < 3; who++) {
    const tame_group_who w = (tame_group_who)who;
    ck_assert_double_eq(curve_at(g, TAME_GROUP_ACCURACY, w, TAME_GROUP_RAW, 1),
                        ACCURACY[who]);
    ck_assert_double_eq_tol(curve_at(g, TAME_GROUP_LOSS, w, TAME_GROUP_BEST, 1),
                            LOSS[who], 1e-15);
  }
  ck_assert_ptr_null(tame_group_curve(g, TAME_ON_TEST, TAME_GROUP_LOSS,
                                      TAME_GROUP_A0, TAME_GROUP_RAW));
  tame_group_log_free(g);
}
END_TEST

/* One epoch after another, right answers of A = 0 and A = 1. */
static tame_group_log *history(const size_t (*right)[2], size_t epochs)
{
  tame_group_log *g = tame_group_log_alloc(epochs, false);
  for (size_t e = 0; e < epochs; e++) {
    const tame_group_sums s =
        epoch(right[e][0], right[e][1], 10.0 - (double)right[e][0],
              40.0 - (double)right[e][1]);
    ck_assert_int_eq(tame_group_log_add(g, &s, NULL), TAME_OK);
  }
  return g;
}

START_TEST(best_curves_keep_the_best_and_raw_ones_do_not)
{
  static const size_t RIGHT[4][2] = {{2, 30}, {5, 20}, {4, 35}, {1, 1}};
  static const double BEST[4] = {20, 50, 50, 50}, LOSS[4] = {8, 5, 5, 5},
                      ALL[4] = {64, 64, 78, 78};
  tame_group_log *g = history(RIGHT, 4);
  for (size_t e = 1; e <= 4; e++) {
    ck_assert_double_eq(
        curve_at(g, TAME_GROUP_ACCURACY, TAME_GROUP_A0, TAME_GROUP_RAW, e),
        10.0 * (double)RIGHT[e - 1][0]);
    ck_assert_double_eq(
        curve_at(g, TAME_GROUP_ACCURACY, TAME_GROUP_A0, TAME_GROUP_BEST, e),
        BEST[e - 1]);
    ck_assert_double_eq(
        curve_at(g, TAME_GROUP_LOSS, TAME_GROUP_A0, TAME_GROUP_BEST, e),
        LOSS[e - 1]);
    ck_assert_double_eq(
        curve_at(g, TAME_GROUP_ACCURACY, TAME_GROUP_ALL, TAME_GROUP_BEST, e),
        ALL[e - 1]);
  }
  tame_group_log_free(g);
}
END_TEST

START_TEST(times_are_strict_and_counted_from_1)
{
  /* all: 80, 86, 90, 92, 98 %; A = 0: 0, 30, 50, 90, 100 % */
  static const size_t RIGHT[5][2] = {
      {0, 40}, {3, 40}, {5, 40}, {9, 37}, {10, 39}};
  tame_group_log *g = history(RIGHT, 5);
  tame_group_times t = tame_group_times_of(g, 90.0, 90.0);
  ck_assert_double_eq(t.early, 4.0); /* not 3, where it is 90 exactly */
  ck_assert_double_eq(t.final, 5.0);
  ck_assert_double_eq(t.extra, 1.0);
  ck_assert_double_eq(t.overcost, 25.0);
  ck_assert_double_eq(t.minority_at_early, 90.0);
  t = tame_group_times_of(g, 79.0, 20.0);
  ck_assert_double_eq(t.early, 1.0);
  ck_assert_double_eq(t.final, 2.0);
  ck_assert_double_eq(t.minority_at_early, 0.0);
  t = tame_group_times_of(g, 99.0, 50.0);
  ck_assert(isnan(t.early) && isnan(t.extra) && isnan(t.overcost) &&
            isnan(t.minority_at_early));
  ck_assert_double_eq(t.final, 4.0);
  t = tame_group_times_of(g, 50.0, 100.0);
  ck_assert(isnan(t.final) && isnan(t.extra));
  ck_assert(isnan(tame_first_above(NULL, 0, 1.0)));
  tame_group_log_free(g);
}
END_TEST

/* Every share of n that equals a level of 0.5 % is not above it. */
START_TEST(a_share_that_equals_the_level_is_not_above_it)
{
  size_t wrong = 0;
  for (size_t n = 1; n <= 2000; n++) {
    for (size_t half = 0; half <= 200; half++) {
      const size_t c = half * n / 200; /* 200 c <= half n < 200 (c + 1) */
      const double level = 0.5 * (double)half;
      const double at = 100.0 * (double)c / (double)n;
      const double above = 100.0 * (double)(c + 1) / (double)n;
      wrong += at > level || !(above > level);
    }
  }
  ck_assert_uint_eq(wrong, 0);
}
END_TEST

START_TEST(a_wrong_sum_shows_as_a_mismatch)
{
  tame_group_log *g = tame_group_log_alloc(3, true);
  tame_group_sums s = epoch(3, 38, 2.385, 0.417);
  const tame_group_sums test = s;
  ck_assert_int_eq(tame_group_log_add(g, &s, &test), TAME_OK);
  ck_assert_double_lt(tame_group_mismatch(g, TAME_ON_TRAIN), 1e-15);
  const double right = s.total;
  s.total *= 1.001; /* as if the batch mean counted a sample twice */
  ck_assert_int_eq(tame_group_log_add(g, &s, &test), TAME_OK);
  ck_assert_double_eq_tol(tame_group_mismatch(g, TAME_ON_TRAIN), 0.001 / 1.001,
                          1e-12);
  ck_assert_double_lt(tame_group_mismatch(g, TAME_ON_TEST), 1e-15);
  s.total = right;
  s.loss[0] += 1.0;
  ck_assert_int_eq(tame_group_log_add(g, &s, &test), TAME_OK);
  ck_assert_double_eq_tol(tame_group_mismatch(g, TAME_ON_TRAIN), 1.0 / right,
                          1e-12);
  tame_group_log_free(g);
}
END_TEST

START_TEST(divergence_is_a_status_and_the_best_stays)
{
  tame_group_log *g = tame_group_log_alloc(4, false);
  tame_group_sums s = epoch(3, 38, 2.0, 1.0);
  ck_assert_int_eq(tame_group_log_add(g, &s, NULL), TAME_OK);
  s = epoch(4, 38, NAN, 1.0);
  ck_assert_int_eq(tame_group_log_add(g, &s, NULL), TAME_DIVERGED);
  s = epoch(4, 38, 2.0, INFINITY);
  ck_assert_int_eq(tame_group_log_add(g, &s, NULL), TAME_DIVERGED);
  ck_assert(
      isnan(curve_at(g, TAME_GROUP_LOSS, TAME_GROUP_A0, TAME_GROUP_RAW, 2)));
  for (size_t e = 1; e <= 3; e++)
    ck_assert_double_eq(
        curve_at(g, TAME_GROUP_LOSS, TAME_GROUP_A0, TAME_GROUP_BEST, e), 2.0);
  ck_assert(isnan(tame_group_mismatch(g, TAME_ON_TRAIN)));
  tame_group_log_free(g);
}
END_TEST

START_TEST(a_group_may_be_empty)
{
  static const double LOSS[2] = {1.0, 3.0};
  static const bool RIGHT[2] = {true, false};
  static const size_t A[2] = {1, 1};
  tame_group_log *g = tame_group_log_alloc(1, false);
  tame_group_sums s = {0};
  tame_group_add(&s, LOSS, RIGHT, A, 2, 2.0);
  tame_group_add(&s, NULL, NULL, NULL, 0, NAN);
  ck_assert_int_eq(tame_group_log_add(g, &s, NULL), TAME_OK);
  ck_assert(isnan(
      curve_at(g, TAME_GROUP_ACCURACY, TAME_GROUP_A0, TAME_GROUP_BEST, 1)));
  ck_assert_double_eq(
      curve_at(g, TAME_GROUP_ACCURACY, TAME_GROUP_ALL, TAME_GROUP_BEST, 1),
      50.0);
  ck_assert_double_eq(tame_group_mismatch(g, TAME_ON_TRAIN), 0.0);
  ck_assert(isnan(tame_group_times_of(g, 10.0, 10.0).final));
  tame_group_log_free(g);
}
END_TEST

/* --- over runs --------------------------------------------------------------- */

START_TEST(the_band_ends_where_one_run_is_left)
{
  static const double A[4] = {1, 2, 3, 4}, B[2] = {3, 6}, C[3] = {5, NAN, 9};
  static const double *const X[3] = {A, B, C};
  static const size_t LENGTH[3] = {4, 2, 3};
  double mean[4], sd[4], going[4];
  tame_runs_merge(mean, sd, going, 4, X, LENGTH, 3);
  static const double MEAN[4] = {3, 4, 6, 4}, GOING[4] = {3, 2, 2, 1};
  for (size_t i = 0; i < 4; i++) {
    ck_assert_double_eq(mean[i], MEAN[i]);
    ck_assert_double_eq(going[i], GOING[i]);
  }
  ck_assert_double_eq_tol(sd[0], 2.0, 1e-15);
  ck_assert_double_eq_tol(sd[1], sqrt(8.0), 1e-15);
  ck_assert_double_eq_tol(sd[2], sqrt(18.0), 1e-15);
  ck_assert(isnan(sd[3]));
  tame_runs_merge(mean, sd, going, 4, X + 1, LENGTH + 1, 1);
  ck_assert(isnan(sd[0]) && isnan(mean[3]) && going[3] < 0.5);
}
END_TEST

/* A row of the published table: two runs, 122 and 125 to 681 and 720 epochs. */
START_TEST(overcost_is_the_ratio_of_means)
{
  static const double EARLY[3] = {122, 125, NAN}, FINAL[3] = {681, 720, 9};
  ck_assert_double_eq_tol(tame_runs_overcost(EARLY, FINAL, 3),
                          100.0 * (559.0 + 595.0) / 247.0, 1e-10);
  ck_assert(isnan(tame_runs_overcost(EARLY + 2, FINAL + 2, 1)));
}
END_TEST

static double scalar(const tame_h5 *f, const char *path)
{
  double x = 0.0;
  tame_error err = {""};
  ck_assert_msg(tame_h5_read_scalar(&x, f, path, &err) == TAME_OK, "%s",
                err.text);
  return x;
}

START_TEST(what_is_written_is_read_back)
{
  static const size_t RIGHT[3][2] = {{0, 40}, {9, 40}, {10, 40}};
  static const double KAPPA[2] = {80.0, 99.0};
  tame_group_log *g = history(RIGHT, 3);
  tame_h5 *f;
  tame_group_run run;
  char *text;
  tame_error err = {""};
  ck_assert_int_eq(tame_h5_create(&f, in_dir("g.h5"), &err), TAME_OK);
  tame_h5_group(f, "run/a", "one run");
  tame_group_write(f, "run/a", g, 90.0, KAPPA, 2);
  ck_assert_msg(tame_h5_commit(f, &err) == TAME_OK, "%s", err.text);
  ck_assert_int_eq(tame_h5_open(&f, in_dir("g.h5"), &err), TAME_OK);
  ck_assert_double_eq(scalar(f, "run/a/n0"), 10.0);
  ck_assert_double_eq(scalar(f, "run/a/p"), 0.2);
  ck_assert_double_eq(scalar(f, "run/a/T_early"), 2.0);
  ck_assert_double_eq(scalar(f, "run/a/T_final_80"), 2.0);
  ck_assert_double_eq(scalar(f, "run/a/T_final_99"), 3.0);
  ck_assert_double_eq(scalar(f, "run/a/overcost_99"), 50.0);
  ck_assert_int_eq(
      tame_h5_read_attr(&text, f, "run/a/train_acc_a0_raw", "long_name", &err),
      TAME_OK);
  ck_assert_str_eq(text,
                   "accuracy of the samples with A = 0 of the training "
                   "set, of the epoch");
  free(text);
  ck_assert_msg(tame_group_run_read(&run, f, "run/a", &err) == TAME_OK, "%s",
                err.text);
  ck_assert_uint_eq(run.epochs, 3);
  ck_assert_ptr_null(run.curve[12]);
  for (size_t k = 0; k < 12; k++) {
    char name[32];
    tame_group_curve_name(name, k);
    if (strcmp(name, "train_acc_a0_raw") == 0)
      ck_assert_double_eq(run.curve[k][1], 90.0);
    if (strcmp(name, "train_loss_a1") == 0)
      ck_assert_double_eq(run.curve[k][2], 0.0);
  }
  tame_group_run_free(&run);
  tame_h5_close(f);
  tame_group_log_free(g);
}
END_TEST

START_TEST(runs_are_merged_into_one_group)
{
  static const size_t RIGHT[3][2] = {{0, 40}, {9, 40}, {10, 40}};
  tame_group_run run[2];
  tame_error err = {""};
  tame_h5 *f;
  for (size_t r = 0; r < 2; r++) {
    tame_group_log *g = history(RIGHT + r, 3 - r);
    ck_assert_int_eq(tame_h5_create(&f, in_dir("r.h5"), &err), TAME_OK);
    tame_group_write(f, "", g, 90.0, NULL, 0);
    ck_assert_msg(tame_h5_commit(f, &err) == TAME_OK, "%s", err.text);
    ck_assert_int_eq(tame_h5_open(&f, in_dir("r.h5"), &err), TAME_OK);
    ck_assert_int_eq(tame_group_run_read(&run[r], f, "", &err), TAME_OK);
    tame_h5_close(f);
    tame_group_log_free(g);
  }
  ck_assert_int_eq(tame_h5_create(&f, in_dir("m.h5"), &err), TAME_OK);
  tame_h5_group(f, "mean", "over runs");
  tame_group_runs_write(f, "mean", run, 2);
  ck_assert_msg(tame_h5_commit(f, &err) == TAME_OK, "%s", err.text);
  ck_assert_int_eq(tame_h5_open(&f, in_dir("m.h5"), &err), TAME_OK);
  static const struct {
    const char *path;
    double x[3];
  } EXPECTED[] = {{"mean/going", {2, 2, 1}},
                  {"mean/epoch", {1, 2, 3}},
                  {"mean/train_acc_a0", {45, 95, 100}},
                  {"mean/train_acc_a0_hi",
                   {45 + 63.63961030678928, 95 + 7.0710678118654755, NAN}}};
  for (size_t k = 0; k < sizeof EXPECTED / sizeof *EXPECTED; k++) {
    double *x;
    tame_h5_shape shape;
    ck_assert_int_eq(tame_h5_read(&x, &shape, f, EXPECTED[k].path, &err),
                     TAME_OK);
    ck_assert_uint_eq(shape.count, 3);
    for (size_t i = 0; i < 3; i++) {
      if (isnan(EXPECTED[k].x[i]))
        ck_assert(isnan(x[i]));
      else
        ck_assert_double_eq_tol(x[i], EXPECTED[k].x[i], 1e-12);
    }
    free(x);
  }
  tame_h5_close(f);
  tame_group_run_free(&run[0]);
  tame_group_run_free(&run[1]);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("group_metrics");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, groups_are_counted_apart_and_together);
  tcase_add_test(t, best_curves_keep_the_best_and_raw_ones_do_not);
  tcase_add_test(t, times_are_strict_and_counted_from_1);
  tcase_add_test(t, a_share_that_equals_the_level_is_not_above_it);
  tcase_add_test(t, a_wrong_sum_shows_as_a_mismatch);
  tcase_add_test(t, divergence_is_a_status_and_the_best_stays);
  tcase_add_test(t, a_group_may_be_empty);
  tcase_add_test(t, the_band_ends_where_one_run_is_left);
  tcase_add_test(t, overcost_is_the_ratio_of_means);
  tcase_add_test(t, what_is_written_is_read_back);
  tcase_add_test(t, runs_are_merged_into_one_group);
  return run_tests(t);
}
