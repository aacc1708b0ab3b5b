/* SPDX-License-Identifier: MIT */
/* tame/encode.h and tame/split.h: inputs of a network from a frame, and which
 * rows it is trained on. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/arff.h"
#include "tame/base.h"
#include "tame/dataset.h"
#include "tame/encode.h"
#include "tame/rng.h"
#include "tame/split.h"

static void read_text(tame_frame *f, const char *text)
{
  tame_error err = {""};
  write_text("t.csv", text);
  ck_assert_msg(tame_frame_open(f, in_dir("t.csv"), NULL, &err) == TAME_OK,
                "%s", err.text);
}

static void fit(tame_encoder *e, const tame_frame *f, const size_t *row,
                size_t n, const tame_encode_options *opt)
{
  tame_error err = {""};
  ck_assert_msg(tame_encoder_fit(e, f, row, n, opt, &err) == TAME_OK, "%s",
                err.text);
}

static size_t input(const tame_encoder *e, const char *name)
{
  for (size_t j = 0; j < e->d; j++)
    if (strcmp(e->input[j].name, name) == 0) return j;
  ck_abort_msg("no input '%s'", name);
}

static bool has_note(const tame_encoder *e, const char *text)
{
  for (size_t k = 0; k < e->notes.n; k++)
    if (strstr(e->notes.line[k], text)) return true;
  return false;
}

START_TEST(numbers_have_mean_0_and_deviation_1_in_the_training_rows)
{
  static const size_t TRAIN[3] = {0, 2, 3};
  tame_frame f;
  tame_encoder e;
  double x[4];
  read_text(&f, "a\n1\n1000\n4\n10\n");
  fit(&e, &f, TRAIN, 3, NULL);
  ck_assert_uint_eq(e.d, 1);
  ck_assert_uint_eq(e.notes.n, 0);
  tame_encode(x, &e, &f, NULL, 4);
  const double sd = sqrt((16.0 + 1.0 + 25.0) / 3.0); /* about the mean 5 */
  ck_assert_double_eq_tol(x[0], -4.0 / sd, 1e-15);
  ck_assert_double_eq_tol(x[1], 995.0 / sd, 1e-12);
  ck_assert_double_eq_tol(x[0] + x[2] + x[3], 0.0, 1e-14);
  ck_assert_double_eq_tol(x[0] * x[0] + x[2] * x[2] + x[3] * x[3], 3.0, 1e-14);
  tame_encode(x, &e, &f, TRAIN + 2, 1);
  ck_assert_double_eq_tol(x[0], 5.0 / sd, 1e-15);
  tame_encoder_free(&e);
  fit(&e, &f, TRAIN, 3, &(tame_encode_options){.raw_numbers = true});
  tame_encode(x, &e, &f, NULL, 4);
  ck_assert_double_eq(x[1], 1000.0);
  tame_encoder_free(&e);
  tame_frame_free(&f);
}
END_TEST

START_TEST(a_missing_number_is_the_mean_and_says_so)
{
  tame_frame f;
  tame_encoder e;
  double x[6], y[3];
  read_text(&f, "a,b\n1,5\n?,6\n3,7\n");
  fit(&e, &f, NULL, 3,
      &(tame_encode_options){.skip = (const char *const[]){"b", NULL}});
  ck_assert_uint_eq(e.d, 2);
  tame_encode(x, &e, &f, NULL, 3);
  ck_assert_double_eq(x[2], 0.0);
  ck_assert_double_eq(x[3], 1.0);
  ck_assert_double_eq(x[1], 0.0);
  ck_assert_double_eq_tol(x[0], -1.0, 1e-15);
  ck_assert(has_note(&e, "'a': missing in 1 of 3 training rows"));
  tame_encoder_free(&e);
  /* missing in the test rows only: no input says so */
  static const size_t TRAIN[2] = {0, 2};
  fit(&e, &f, TRAIN, 2,
      &(tame_encode_options){.skip = (const char *const[]){"b", NULL}});
  ck_assert_uint_eq(e.d, 1);
  tame_encode(y, &e, &f, NULL, 3);
  ck_assert_double_eq(y[1], 0.0);
  tame_encoder_free(&e);
  tame_frame_free(&f);
}
END_TEST

START_TEST(levels_and_what_is_missing_have_an_input_each)
{
  tame_frame f;
  tame_encoder e;
  read_text(&f, "c,n\nu,1\nv,2\n?,3\nw,4\nu,5\n");
  fit(&e, &f, NULL, 5, NULL);
  ck_assert_uint_eq(e.d, 5);
  double x[25];
  tame_encode(x, &e, &f, NULL, 5);
  for (size_t i = 0; i < 5; i++) {
    double sum = 0.0;
    for (size_t j = 0; j < 5; j++)
      if (e.input[j].col == 0) sum += x[i * 5 + j];
    ck_assert_double_eq(sum, 1.0);
  }
  ck_assert_double_eq(x[0 * 5 + input(&e, "c=u")], 1.0);
  ck_assert_double_eq(x[2 * 5 + input(&e, "c missing")], 1.0);
  ck_assert(has_note(&e, "'c': missing in 1 of 5 training rows: a level"));
  tame_encoder_free(&e);
  /* rows 0 and 1 train: w and missing are then all zeros */
  fit(&e, &f, NULL, 2, NULL);
  ck_assert_uint_eq(e.d, 3);
  tame_encode(x, &e, &f, NULL, 5);
  ck_assert_double_eq(x[2 * 3] + x[2 * 3 + 1], 0.0);
  ck_assert_double_eq(x[3 * 3] + x[3 * 3 + 1], 0.0);
  ck_assert(has_note(&e, "'c': 1 of 3 levels in no training row, left out"));
  tame_encoder_free(&e);
  tame_frame_free(&f);
}
END_TEST

START_TEST(what_does_not_vary_is_left_out_or_kept_on_demand)
{
  tame_frame f;
  tame_encoder e;
  double x[16];
  read_text(&f, "k,c,x,m\n0.1,only,1,\n0.1,only,2,\n0.1,only,3,\n");
  fit(&e, &f, NULL, 3, NULL);
  ck_assert_uint_eq(e.d, 1);
  ck_assert_str_eq(e.input[0].name, "x");
  ck_assert(has_note(&e, "'k': 0.1 in all training rows"));
  ck_assert(has_note(&e, "'c': the same in all training rows, left out"));
  ck_assert(has_note(&e, "'m': missing in all training rows, left out"));
  tame_encoder_free(&e);
  fit(&e, &f, NULL, 3, &(tame_encode_options){.keep_constant = true});
  ck_assert_uint_eq(e.d, 3);
  tame_encode(x, &e, &f, NULL, 3);
  ck_assert_double_eq(x[0], 0.0);
  ck_assert_double_eq(x[1], 1.0);
  tame_encoder_free(&e);
  tame_frame_free(&f);
}
END_TEST

START_TEST(codes_come_first_and_numbers_after_them)
{
  tame_frame f;
  tame_encoder e;
  double x[12];
  read_text(&f, "n,c,m,d\n1,b,5,x\n3,a,6,y\n1,?,7,y\n3,b,8,x\n");
  fit(&e, &f, NULL, 4,
      &(tame_encode_options){.encoding = TAME_CODES,
                             .skip = (const char *const[]){"m", NULL}});
  ck_assert_uint_eq(e.d, 3);
  ck_assert_str_eq(e.input[0].name, "c");
  ck_assert_str_eq(e.input[1].name, "d");
  ck_assert_str_eq(e.input[2].name, "n");
  tame_encode(x, &e, &f, NULL, 4);
  static const double EXPECTED[12] = {1, 0, -1, 0, 1, 1, 2, 1, -1, 1, 0, 1};
  for (size_t k = 0; k < 12; k++)
    ck_assert_double_eq_tol(x[k], EXPECTED[k], 1e-15);
  tame_encoder_free(&e);
  tame_frame_free(&f);
}
END_TEST

START_TEST(what_cannot_be_encoded_is_refused)
{
  tame_frame f;
  tame_encoder e;
  tame_error err = {""};
  const tame_encode_options two = {.max_levels = 2},
                            odd = {.skip = (const char *const[]){"q", NULL}};
  read_text(&f, "a\n1\nx\n3\n");
  ck_assert_int_eq(tame_encoder_fit(&e, &f, NULL, 3, &two, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, ":3: column 'a' has a word"));
  ck_assert_int_eq(tame_encoder_fit(&e, &f, NULL, 3, &odd, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "no column 'q'"));
  ck_assert_int_eq(tame_encoder_fit(&e, &f, NULL, 0, NULL, &err), TAME_EINVAL);
  ck_assert_int_eq(tame_encoder_fit(&e, &f, NULL, 1, NULL, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "no column varies"));
  ck_assert_ptr_null(e.input);
  tame_frame_free(&f);
  read_text(&f, "a\n-1e308\n1e308\n1.5e308\n");
  ck_assert_int_eq(tame_encoder_fit(&e, &f, NULL, 3, NULL, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "column 'a': no mean"));
  tame_frame_free(&f);
}
END_TEST

START_TEST(german_credit_has_63_inputs_of_which_two_are_constant)
{
  char *path;
  tame_frame f;
  tame_encoder e;
  tame_error err = {""};
  if (tame_dataset_find(&path, "credit-g", NULL, &err) < 0) {
    printf("skipped: %s\n", err.text);
    return;
  }
  ck_assert_int_eq(tame_arff_read(&f, path, &err), TAME_OK);
  tame_encode_options opt = {.keep_constant = true,
                             .skip = (const char *const[]){"class", NULL}};
  fit(&e, &f, NULL, f.rows, &opt);
  ck_assert_uint_eq(e.d, 63);
  tame_encoder_free(&e);
  opt.keep_constant = false;
  fit(&e, &f, NULL, f.rows, &opt);
  ck_assert_uint_eq(e.d, 61);
  ck_assert(has_note(&e, "'purpose': 1 of 11 levels"));
  ck_assert(has_note(&e, "'personal_status': 1 of 5 levels"));
  tame_encoder_free(&e);
  tame_frame_free(&f);
  free(path);
}
END_TEST

START_TEST(decimal_fractions_are_rounded_down_as_decimals)
{
  size_t wrong = 0;
  for (size_t n = 1; n <= 3000; n++)
    for (size_t k = 0; k <= 1000; k++)
      wrong += tame_fraction((double)k / 1000.0, n) != k * n / 1000;
  ck_assert_uint_eq(wrong, 0);
  ck_assert_uint_eq(tame_fraction(nextafter(0.5, 0.0) - 1e-13, 2), 0);
}
END_TEST

START_TEST(every_row_trains_or_tests_and_strata_keep_their_share)
{
  enum { N = 1000 };
  size_t stratum[N], seen[N] = {0}, test[2] = {0};
  gsl_rng *rng = tame_rng_alloc(0, "split", 0);
  for (size_t i = 0; i < N; i++) stratum[i] = i % 10 == 3;
  tame_split s = tame_split_rows(stratum, N, 0.25, rng);
  ck_assert_uint_eq(s.n_test, 25 + 225);
  for (size_t k = 0; k < s.n_test; k++) {
    ck_assert(k == 0 || s.test[k - 1] < s.test[k]);
    test[stratum[s.test[k]]]++;
    seen[s.test[k]]++;
  }
  for (size_t k = 0; k < s.n_train; k++) {
    ck_assert(k == 0 || s.train[k - 1] < s.train[k]);
    seen[s.train[k]]++;
  }
  for (size_t i = 0; i < N; i++) ck_assert_uint_eq(seen[i], 1);
  ck_assert_uint_eq(test[1], 25);
  gsl_rng_free(rng);
  /* the same name, the same rows; another, others */
  for (size_t rep = 0; rep < 2; rep++) {
    rng = tame_rng_alloc(0, "split", rep);
    tame_split again = tame_split_rows(stratum, N, 0.25, rng);
    const int d = memcmp(again.test, s.test, s.n_test * sizeof *s.test);
    ck_assert(rep == 0 ? d == 0 : d != 0);
    tame_split_free(&again);
    gsl_rng_free(rng);
  }
  tame_split_free(&s);
  s = tame_split_rows(NULL, 0, 0.5, NULL);
  ck_assert_uint_eq(s.n_train + s.n_test, 0);
  tame_split_free(&s);
}
END_TEST

START_TEST(thinning_keeps_the_others_and_a_share_of_the_group)
{
  enum { N = 300 };
  size_t row[N];
  bool in_group[2 * N];
  gsl_rng *rng = tame_rng_alloc(0, "thin", 0);
  for (size_t i = 0; i < 2 * N; i++) in_group[i] = i % 3 == 0;
  for (size_t i = 0; i < N; i++) row[i] = 2 * i; /* a third of them inside */
  const size_t left = tame_thin(row, N, in_group, 0.03, rng);
  ck_assert_uint_eq(left, 200 + 3);
  size_t inside = 0;
  for (size_t i = 0; i < left; i++) {
    inside += in_group[row[i]];
    ck_assert(i == 0 || row[i - 1] < row[i]);
  }
  ck_assert_uint_eq(inside, 3);
  gsl_rng_free(rng);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("encode");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, numbers_have_mean_0_and_deviation_1_in_the_training_rows);
  tcase_add_test(t, a_missing_number_is_the_mean_and_says_so);
  tcase_add_test(t, levels_and_what_is_missing_have_an_input_each);
  tcase_add_test(t, what_does_not_vary_is_left_out_or_kept_on_demand);
  tcase_add_test(t, codes_come_first_and_numbers_after_them);
  tcase_add_test(t, what_cannot_be_encoded_is_refused);
  tcase_add_test(t, german_credit_has_63_inputs_of_which_two_are_constant);
  tcase_add_test(t, decimal_fractions_are_rounded_down_as_decimals);
  tcase_add_test(t, every_row_trains_or_tests_and_strata_keep_their_share);
  tcase_add_test(t, thinning_keeps_the_others_and_a_share_of_the_group);
  return run_tests(t);
}
