/* SPDX-License-Identifier: MIT */
/* status, rng, statistics, timers. */
#include <check.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/status.h"
#include "tame/timer.h"

/* --- status -------------------------------------------------------------- */

#define IS_DISTINCT(name, value, text)                                         \
  ck_assert_str_eq(tame_status_str(name), text);                               \
  ck_assert_str_eq(tame_status_name(name), #name);                             \
  ck_assert_int_eq(name, value);

START_TEST(every_status_has_its_text_and_name)
{
  TAME_STATUS_LIST(IS_DISTINCT)
  ck_assert_str_eq(tame_status_str((tame_status)77), "unknown status");
  ck_assert_str_eq(tame_status_name((tame_status)77), "TAME_UNKNOWN");
}
END_TEST

START_TEST(an_error_is_one_line_and_never_overflows)
{
  tame_error e;
  char longish[2000];
  memset(longish, 'x', sizeof longish);
  longish[sizeof longish - 1] = '\0';
  longish[3] = '\n';
  ck_assert_int_eq(tame_fail(&e, TAME_EIO, "%s: %s", "what", longish),
                   TAME_EIO);
  ck_assert_ptr_null(strchr(e.text, '\n'));
  ck_assert_uint_eq(strlen(e.text), sizeof e.text - 1);
  /* a name longer than all room leaves the reason behind it */
  tame_fail(&e, TAME_EIO, "%s: %s: no such file", longish, longish);
  ck_assert_uint_eq(strlen(e.text), sizeof e.text - 1);
  ck_assert_ptr_nonnull(strstr(e.text, " ... "));
  ck_assert_str_eq(e.text + sizeof e.text - 1 - strlen(": no such file"),
                   ": no such file");
  tame_fail(&e, TAME_EIO, "a\x1b[2Jb\x7f\tc");
  ck_assert_str_eq(e.text, "a?[2Jb? c");
  ck_assert_int_eq(tame_fail(NULL, TAME_EFORMAT, "%d", 3), TAME_EFORMAT);
}
END_TEST

START_TEST(a_failed_requirement_aborts) { TAME_REQUIRE(1 + 1 == 3); }
END_TEST

/* --- seeds and draws ----------------------------------------------------- */

/* The documented formula, worked out with sha256sum:
 * printf '0/2305.13768/newton/data/3' | sha256sum  begins 08119e47. */
START_TEST(a_seed_is_the_documented_hash)
{
  ck_assert_uint_eq(tame_seed(0, "2305.13768/newton/data", 3), 0x08119e47);
  ck_assert_uint_ne(tame_seed(0, "a", 1), tame_seed(0, "a", 2));
  ck_assert_uint_ne(tame_seed(0, "a", 1), tame_seed(1, "a", 1));
  ck_assert_uint_ne(tame_seed(0, "a", 1), tame_seed(0, "b", 1));
}
END_TEST

START_TEST(the_generator_is_mt19937)
{
  gsl_rng *rng = tame_rng_alloc(0, "x", 0),
          *same = gsl_rng_alloc(gsl_rng_mt19937);
  gsl_rng_set(same, tame_seed(0, "x", 0));
  for (int i = 0; i < 1000; i++)
    ck_assert_uint_eq(gsl_rng_get(rng), gsl_rng_get(same));
  gsl_rng_free(rng);
  gsl_rng_free(same);
}
END_TEST

START_TEST(draws_have_the_moments_of_their_law)
{
  enum { N = 200000 };
  gsl_rng *rng = tame_rng_alloc(0, "moments", 0);
  double *x = tame_vec(N);
  tame_rng_normal(x, N, rng);
  /* five standard errors of the mean and of the variance */
  ck_assert_double_le(fabs(tame_mean(x, N)), 5 / sqrt(N));
  ck_assert_double_le(fabs(pow(tame_std(x, N), 2) - 1), 5 * sqrt(2.0 / N));
  tame_rng_uniform(x, N, -2.5, 0.5, rng);
  ck_assert_double_ge(tame_min(x, N), -2.5);
  ck_assert_double_lt(tame_max(x, N), 0.5);
  ck_assert_double_le(fabs(tame_mean(x, N) + 1), 5 * sqrt(9.0 / 12 / N));
  free(x);
  gsl_rng_free(rng);
}
END_TEST

/* --- statistics ---------------------------------------------------------- */

START_TEST(quantiles_interpolate_between_order_statistics)
{
  const double x[5] = {3.1, -0.4, NAN, 2.2, 7.9}; /* -0.4 2.2 3.1 7.9 */
  ck_assert_double_eq_tol(tame_quantile(x, 5, 0.5), 2.65, 1e-15);
  ck_assert_double_eq_tol(tame_quantile(x, 5, 0.25), 1.55, 1e-15);
  ck_assert_double_eq(tame_quantile(x, 5, 0.0), -0.4);
  ck_assert_double_eq(tame_quantile(x, 5, 1.0), 7.9);
  ck_assert_double_eq_tol(tame_mean(x, 5), 3.2, 1e-15);
  ck_assert_double_eq_tol(tame_std(x, 5), sqrt(9.015), 1e-14);
}
END_TEST

START_TEST(statistics_of_nothing_are_nan)
{
  const double x[1] = {NAN};
  ck_assert(isnan(tame_mean(x, 1)) && isnan(tame_std(x, 0)));
  ck_assert(isnan(tame_quantile(x, 1, 0.5)) && isnan(tame_max(x, 1)));
  ck_assert(isnan(tame_fit_line(x, x, 1).slope));
}
END_TEST

START_TEST(a_line_is_recovered_and_missing_points_are_skipped)
{
  double x[6] = {0.3, 1.7, 2.2, NAN, 5.1, -2}, y[6];
  for (int i = 0; i < 6; i++) y[i] = 1.25 - 3.5 * x[i];
  y[1] = INFINITY;
  const tame_line line = tame_fit_line(x, y, 6);
  ck_assert_uint_eq(line.n_points, 4);
  ck_assert_double_eq_tol(line.slope, -3.5, 1e-14);
  ck_assert_double_eq_tol(line.intercept, 1.25, 1e-14);
  ck_assert_double_le(line.slope_stderr, 1e-14);
  ck_assert_double_eq_tol(line.r2, 1.0, 1e-14);
  /* y = 0, 1, 5 at 0, 1, 2: slope 5/2, residual sum of squares 3/2 of 14 */
  const double u[3] = {0, 1, 2}, v[3] = {0, 1, 5}, same[3] = {2, 2, 2};
  ck_assert_double_eq_tol(tame_fit_line(u, v, 3).r2, 1.0 - 1.5 / 14.0, 1e-14);
  ck_assert(isnan(tame_fit_line(u, same, 3).r2));
}
END_TEST

START_TEST(a_rate_is_fitted_where_the_error_is_neither_large_nor_rounding)
{
  double e[300];
  for (int k = 0; k < 300; k++)
    e[k] = k < 40 ? 1.0 : 3.7e-2 * pow(0.83, k - 40) + 1e-15;
  ck_assert_double_eq_tol(tame_fit_rate(e, 300, 1e-11, 1e-4), 0.83, 1e-5);
  /* the later half alone: the first half may do what it likes */
  e[80] = 0.9e-4;
  ck_assert_double_eq_tol(tame_fit_rate(e, 300, 1e-11, 1e-4), 0.83, 1e-5);
  ck_assert(isnan(tame_fit_rate(e, 40, 1e-11, 1e-4)));
}
END_TEST

START_TEST(quantiles_of_columns_skip_what_is_missing)
{
  const double x[8] = {1.5, 9, 2.5, NAN, 7.5, 1, 4.5, 3};
  double q[2];
  tame_quantile_columns(q, x, 4, 2, 0.5);
  ck_assert_double_eq(q[0], 3.5);
  ck_assert_double_eq(q[1], 3.0);
}
END_TEST

START_TEST(distance_does_not_overflow_and_agrees_with_the_norm)
{
  const double x[3] = {3e200, -1e200, 0}, y[3] = {0, 3e200, 0};
  ck_assert_double_eq_tol(tame_distance(x, y, 3) / 5e200, 1, 1e-15);
  const double u[3] = {2.385, -0.417, 1e-9}, zero[3] = {0, 0, 0};
  ck_assert_double_eq_tol(tame_distance(u, zero, 3), tame_norm(u, 3), 1e-15);
  ck_assert_double_eq(tame_distance(u, u, 3), 0);
  ck_assert_double_eq(tame_distance_max(u, zero, 3), 2.385);
  ck_assert_double_eq(tame_distance_max(zero, u, 3), 2.385);
  ck_assert_double_eq(tame_distance_max(u, zero, 0), 0);
  const double bad[2] = {NAN, 7};
  ck_assert(isnan(tame_norm(bad, 2)));
  ck_assert(isnan(tame_distance(bad, zero, 2)));
  ck_assert(isnan(tame_distance_max(bad, zero, 2)));
}
END_TEST

START_TEST(the_worse_of_two_errors_is_nan_when_one_is)
{
  ck_assert_double_eq(tame_worse(2.385, -3), 2.385);
  ck_assert_double_eq(tame_worse(-3, 2.385), 2.385);
  ck_assert(isnan(tame_worse(NAN, 1)));
  ck_assert(isnan(tame_worse(1, NAN)));
}
END_TEST

START_TEST(geometric_sampling_is_increasing_and_ends_at_the_last)
{
  size_t k[400];
  const size_t n = tame_geometric_sampling(k, 400, 5000, 1.1);
  ck_assert_uint_eq(k[0], 0);
  ck_assert_uint_eq(k[1], 1);
  ck_assert_uint_eq(k[n - 1], 5000);
  for (size_t i = 1; i < n; i++) ck_assert_uint_lt(k[i - 1], k[i]);
  ck_assert_uint_lt(n, 100);
  ck_assert_uint_eq(tame_geometric_sampling(k, 3, 5000, 1.1), 3);
  ck_assert_uint_eq(k[2], 5000);
  ck_assert_uint_eq(tame_geometric_sampling(k, 9, 0, 1.1), 1);
}
END_TEST

/* --- timers -------------------------------------------------------------- */

static void nap(void *ctx)
{
  (void)ctx;
  nanosleep(&(struct timespec){0, 20000000}, NULL);
}

START_TEST(the_stopwatch_counts_only_while_it_runs)
{
  tame_timer t = {0};
  tame_timer_start(&t);
  nap(NULL);
  tame_timer_stop(&t);
  const double once = t.wall;
  ck_assert_double_ge(once, 0.02);
  ck_assert_double_lt(t.cpu, once);
  nap(NULL); /* stopped */
  ck_assert_double_eq(t.wall, once);
  const tame_timer mean = tame_time_calls(nap, NULL, 1, 2);
  ck_assert_double_ge(mean.wall, 0.02);
}
END_TEST

static void take_memory(void *ctx)
{
  const size_t n = *(size_t *)ctx;
  char *p = tame_calloc(n, 1);
  for (size_t i = 0; i < n; i += 512) p[i] = (char)i;
  free(p);
}

static void crash(void *ctx)
{
  (void)ctx;
  raise(SIGKILL);
}

START_TEST(peak_memory_of_a_task_is_what_it_touched)
{
  size_t n = (size_t)64 << 20;
  const double bytes = (double)tame_peak_rss_of(take_memory, &n);
  /* the address sanitizer's shadow adds an eighth */
  ck_assert_double_ge(bytes / (double)n, 0.98);
  ck_assert_double_le(bytes / (double)n, 1.2);
  ck_assert_uint_eq(tame_peak_rss_of(crash, NULL), 0);
  ck_assert_uint_gt(tame_peak_rss(), 0);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("base");
  tcase_add_test(t, every_status_has_its_text_and_name);
  tcase_add_test(t, an_error_is_one_line_and_never_overflows);
  tcase_add_test(t, a_seed_is_the_documented_hash);
  tcase_add_test(t, the_generator_is_mt19937);
  tcase_add_test(t, draws_have_the_moments_of_their_law);
  tcase_add_test(t, quantiles_interpolate_between_order_statistics);
  tcase_add_test(t, statistics_of_nothing_are_nan);
  tcase_add_test(t, a_line_is_recovered_and_missing_points_are_skipped);
  tcase_add_test(
      t, a_rate_is_fitted_where_the_error_is_neither_large_nor_rounding);
  tcase_add_test(t, quantiles_of_columns_skip_what_is_missing);
  tcase_add_test(t, distance_does_not_overflow_and_agrees_with_the_norm);
  tcase_add_test(t, the_worse_of_two_errors_is_nan_when_one_is);
  tcase_add_test(t, geometric_sampling_is_increasing_and_ends_at_the_last);
  tcase_add_test(t, the_stopwatch_counts_only_while_it_runs);
  tcase_add_test(t, peak_memory_of_a_task_is_what_it_touched);
  const char *fork = getenv("CK_FORK"); /* a signal would end this process */
  if (!fork || strcmp(fork, "no") != 0)
    tcase_add_test_raise_signal(t, a_failed_requirement_aborts, SIGABRT);
  return run_tests(t);
}
