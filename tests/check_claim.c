/* SPDX-License-Identifier: MIT */
/* Verdicts of claims on a small tree of results made here. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/claim.h"

static char folder[] = "/tmp/tame-check-claim-XXXXXX";
static char table[16384]; /* the TSV of the last run */

static void write_result(const char *scale_folder, double x)
{
  char path[256];
  const double three[3] = {x, x / 2, -4 * x}, axis[3] = {0, 1, 2};
  tame_h5 *f;
  snprintf(path, sizeof path, "mkdir -p %s/%sdata/0000.00000", folder,
           scale_folder);
  ck_assert_int_eq(system(path), 0);
  snprintf(path, sizeof path, "%s/%sdata/0000.00000/exp.h5", folder,
           scale_folder);
  ck_assert_int_eq(tame_h5_create(&f, path, NULL), TAME_OK);
  tame_h5_write_scalar(f, "x", x, "a number", "1");
  tame_h5_axis(f, "i", axis, 3, "index", "1");
  tame_h5_write(f, "three", "i", three, "three numbers", "1");
  ck_assert_int_eq(tame_h5_commit(f, NULL), TAME_OK);
}

static void set_up(void)
{
  strcpy(folder + strlen(folder) - 6, "XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  write_result("", 2.385);
  write_result("scale/smoke/", 1.5);
}

static void tear_down(void)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  ck_assert_int_eq(system(command), 0);
}

/* --- measurements --------------------------------------------------------- */

static tame_status scalar(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "exp", "x");
}

static tame_status absent(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "never_run", "x");
}

static tame_status lacking(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "exp", "no/such");
}

static tame_status infinite(double *v, const tame_results *r)
{
  (void)r;
  *v = (double)INFINITY;
  return TAME_OK;
}

static tame_status not_a_number(double *v, const tame_results *r)
{
  (void)r;
  *v = (double)NAN;
  return TAME_OK;
}

static tame_status worst(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "exp", "three", 1.0);
}

/* of a result with more numbers than this one has */
static tame_status beyond(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "exp", "three"));
  *v = x[50];
  free(x);
  return shape.count == 3 ? TAME_OK : TAME_EFORMAT;
}

/* Evaluate one claim at a scale; its row is left in `table`. */
static void judge(const char *scale, const tame_claim *claim)
{
  char out[128], option[16];
  snprintf(out, sizeof out, "%s/claims.tsv", folder);
  snprintf(option, sizeof option, "%s", scale);
  char program[] = "claims", a[] = "--scale", b[] = "--tree", c[] = "--out";
  char *argv[] = {program, a, option, b, folder, c, out, NULL};
  ck_assert_int_eq(tame_claims_main(7, argv, "0000.00000", claim, 1), 0);
  FILE *f = fopen(out, "r");
  ck_assert_ptr_nonnull(f);
  table[fread(table, 1, sizeof table - 1, f)] = '\0';
  fclose(f);
}

static void assert_row(const char *row)
{
  const char *line = strchr(table, '\n');
  ck_assert_ptr_nonnull(line);
  ck_assert_str_eq(line + 1, row);
}

#define CLAIM(...)                                                             \
  (&(tame_claim){.id = "0000.00000-C1",                                        \
                 .sentence = "a sentence",                                     \
                 .paper = "2",                                                 \
                 .exp = "exp",                                                 \
                 __VA_ARGS__})

START_TEST(a_number_inside_passes_and_outside_fails)
{
  judge("default",
        CLAIM(.scale = TAME_DEFAULT, .lo = 2, .hi = 3, .measure = scalar));
  ck_assert_ptr_eq(
      strstr(table,
             "claim\tsentence\tpaper\tmeasured\taccepted\tscale\tverdict"),
      table);
  assert_row("0000.00000-C1\ta sentence\t2\t2.385\t[2, 3]\tdefault\tPASS\t\n");
  judge("default", CLAIM(.scale = TAME_DEFAULT, .lo = 0, .hi = 2,
                         .measure = scalar, .reason = "because"));
  assert_row(
      "0000.00000-C1\ta sentence\t2\t2.385\t[0, 2]\tdefault\tFAIL\tbecause\n");
}
END_TEST

START_TEST(the_ends_of_the_interval_belong_to_it)
{
  judge("default", CLAIM(.scale = TAME_DEFAULT, .lo = 2.385, .hi = 2.385,
                         .measure = scalar));
  ck_assert_ptr_nonnull(strstr(table, "\t2.385\tdefault\tPASS\t"));
  judge("default", CLAIM(.scale = TAME_DEFAULT, .lo = 2.385, .hi = INFINITY,
                         .measure = scalar));
  ck_assert_ptr_nonnull(strstr(table, "\t>= 2.385\tdefault\tPASS\t"));
}
END_TEST

START_TEST(nan_and_infinity_fail_whatever_the_interval)
{
  judge("default", CLAIM(.scale = TAME_DEFAULT, .lo = -INFINITY, .hi = INFINITY,
                         .measure = not_a_number));
  ck_assert_ptr_nonnull(strstr(table, "\tFAIL\t"));
  judge("default", CLAIM(.scale = TAME_DEFAULT, .lo = 1.3, .hi = INFINITY,
                         .measure = infinite));
  ck_assert_ptr_nonnull(strstr(table, "\tFAIL\t"));
}
END_TEST

static tame_status about_others(double *v, const tame_results *r)
{
  TAME_TRY(scalar(v, r));
  return TAME_EMISSING;
}

START_TEST(numbers_behind_the_end_of_a_result_fail)
{
  judge("default", CLAIM(.scale = TAME_SMOKE, .lo = -1e300, .hi = 1e300,
                         .measure = beyond));
  ck_assert_ptr_nonnull(strstr(table, "\tnan\t"));
  ck_assert_ptr_nonnull(strstr(table, "\tFAIL\t"));
}
END_TEST

START_TEST(missing_results_are_not_run_but_missing_numbers_fail)
{
  judge("default", CLAIM(.scale = TAME_DEFAULT, .hi = 9,
                         .measure = about_others, .reason = "other sizes"));
  ck_assert_ptr_nonnull(strstr(table, "\tdefault\tNOT RUN\tother sizes\n"));
  judge("paper", CLAIM(.scale = TAME_DEFAULT, .hi = 9, .measure = about_others,
                       .reason = "other sizes"));
  ck_assert_ptr_nonnull(
      strstr(table, "\tpaper\tNOT RUN\texp at paper scale not found\n"));
  judge("default", CLAIM(.scale = TAME_DEFAULT, .hi = 9, .measure = absent));
  ck_assert_ptr_nonnull(strstr(table,
                               "\t-\t[0, 9]\tdefault\tNOT RUN\t"
                               "never_run at default scale not found\n"));
  judge("default", CLAIM(.scale = TAME_DEFAULT, .hi = 9, .measure = lacking));
  ck_assert_ptr_nonnull(strstr(table, "\tFAIL\t"));
}
END_TEST

/* a folder in place of the file: like one without permission, it is there and
 * does not read, also for root */
START_TEST(a_result_that_cannot_be_read_is_no_verdict)
{
  char out[128], command[256];
  const tame_claim claim[] = {{.id = "0000.00000-C1",
                               .sentence = "a sentence",
                               .paper = "2",
                               .exp = "exp",
                               .hi = 9,
                               .scale = TAME_DEFAULT,
                               .measure = absent}};
  snprintf(out, sizeof out, "%s/claims.tsv", folder);
  snprintf(command, sizeof command, "mkdir '%s/data/0000.00000/never_run.h5'",
           folder);
  ck_assert_int_eq(system(command), 0);
  char program[] = "claims", b[] = "--tree", c[] = "--out";
  char *argv[] = {program, b, folder, c, out, NULL};
  ck_assert_int_eq(tame_claims_main(5, argv, "0000.00000", claim, 1), 1);
  ck_assert_ptr_null(fopen(out, "r"));
}
END_TEST

START_TEST(a_claim_without_a_measurement_is_not_attempted)
{
  judge("default", CLAIM(.scale = TAME_PAPER, .reason = "needs a telescope"));
  ck_assert_ptr_nonnull(
      strstr(table, "\t-\t-\tpaper\tNOT ATTEMPTED\tneeds a telescope\n"));
}
END_TEST

START_TEST(a_claim_is_measured_at_its_own_scale_or_above)
{
  judge("smoke", CLAIM(.scale = TAME_SMOKE, .hi = 2, .measure = scalar));
  ck_assert_ptr_nonnull(strstr(table, "\t1.5\t[0, 2]\tsmoke\tPASS"));
  judge("default", CLAIM(.scale = TAME_SMOKE, .hi = 3, .measure = scalar));
  ck_assert_ptr_nonnull(strstr(table, "\t2.385\t[0, 3]\tdefault\tPASS"));
  judge("smoke", CLAIM(.scale = TAME_DEFAULT, .hi = 3, .measure = scalar));
  ck_assert_ptr_nonnull(strstr(table, "\t2.385\t[0, 3]\tdefault\tPASS"));
  judge("default", CLAIM(.scale = TAME_PAPER, .hi = 3, .measure = scalar));
  ck_assert_ptr_nonnull(strstr(table, "\tpaper\tNOT RUN\t"));
  write_result("scale/paper/", 2.5);
  judge("default", CLAIM(.scale = TAME_PAPER, .hi = 3, .measure = scalar));
  ck_assert_ptr_nonnull(strstr(table, "\t2.5\t[0, 3]\tpaper\tPASS\t"));
}
END_TEST

START_TEST(the_worst_of_many_is_judged)
{
  judge("default",
        CLAIM(.scale = TAME_DEFAULT, .lo = -9, .hi = -9, .measure = worst));
  ck_assert_ptr_nonnull(strstr(table, "\t-9.54\t"));
  const double x[3] = {1, NAN, 2};
  ck_assert(isnan(tame_claim_largest(x, 3)));
  ck_assert(isnan(tame_claim_farthest(x, 3, 0)));
  ck_assert(isnan(tame_claim_smallest(x, 3)));
  ck_assert_double_eq(tame_claim_largest(x, 1), 1);
  ck_assert_double_eq(tame_claim_largest(x + 2, 1), 2);
  ck_assert_double_eq(tame_claim_smallest((const double[]){2, -9.54, 7}, 3),
                      -9.54);
  ck_assert(isnan(tame_claim_smallest(x, 0)));
  ck_assert(isnan(tame_claim_largest(x, 0)));
  ck_assert(isnan(tame_claim_farthest(x, 0, 1)));
}
END_TEST

START_TEST(bad_usage_is_status_two)
{
  char program[] = "claims", a[] = "--scale", bad[] = "huge", c[] = "--wat";
  char *scale[] = {program, a, bad, NULL}, *unknown[] = {program, c, bad, NULL};
  ck_assert_int_eq(tame_claims_main(3, scale, "x", NULL, 0), 2);
  ck_assert_int_eq(tame_claims_main(3, unknown, "x", NULL, 0), 2);
  ck_assert_int_eq(tame_claims_main(1, unknown, "x", NULL, 0), 2);
  char d[] = "--out", e[] = "/proc/none/x.tsv";
  char *nowhere[] = {program, d, e, NULL};
  ck_assert_int_eq(tame_claims_main(3, nowhere, "x", NULL, 0), 1);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("claim");
  tcase_add_checked_fixture(t, set_up, tear_down);
  tcase_add_test(t, a_number_inside_passes_and_outside_fails);
  tcase_add_test(t, the_ends_of_the_interval_belong_to_it);
  tcase_add_test(t, nan_and_infinity_fail_whatever_the_interval);
  tcase_add_test(t, numbers_behind_the_end_of_a_result_fail);
  tcase_add_test(t, missing_results_are_not_run_but_missing_numbers_fail);
  tcase_add_test(t, a_result_that_cannot_be_read_is_no_verdict);
  tcase_add_test(t, a_claim_without_a_measurement_is_not_attempted);
  tcase_add_test(t, a_claim_is_measured_at_its_own_scale_or_above);
  tcase_add_test(t, the_worst_of_many_is_judged);
  tcase_add_test(t, bad_usage_is_status_two);
  return run_tests(t);
}
