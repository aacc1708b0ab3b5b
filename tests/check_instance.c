/* SPDX-License-Identifier: MIT */
/* tame/instance.h: what is read, and that everything malformed is refused with
 * its line number. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run_tests.h"
#include "tame/instance.h"

static char path[] = "/tmp/check_instance.XXXXXX";

static void make_file(void)
{
  strcpy(path, "/tmp/check_instance.XXXXXX");
  const int fd = mkstemp(path);
  ck_assert_int_ge(fd, 0);
  close(fd);
}

static void remove_file(void) { unlink(path); }

static void fill(const char *text)
{
  FILE *f = fopen(path, "wb");
  ck_assert_ptr_nonnull(f);
  fputs(text, f);
  ck_assert_int_eq(fclose(f), 0);
}

typedef struct {
  const char *text, *message; /* what follows "path:" */
} bad_file;

static void refused(tame_status s, const tame_error *err, const char *message)
{
  char expected[512];
  snprintf(expected, sizeof expected, "%s:%s", path, message);
  ck_assert_int_eq(s, TAME_EFORMAT);
  ck_assert_str_eq(err->text, expected);
}

START_TEST(a_subset_sum_file_may_hold_comments_and_free_lines)
{
  tame_subset_sum inst;
  tame_error err = {""};
  fill("c first\n\n  c second\np ssi 4 3 16\n3\t5\nc between\n9 \r\n 31");
  ck_assert_msg(tame_read_subset_sum(&inst, path, &err) == TAME_OK, "%s",
                err.text);
  ck_assert_uint_eq(inst.k, 4);
  ck_assert_uint_eq(inst.r, 3);
  ck_assert_int_eq(inst.start, 16);
  const int64_t q[4] = {3, 5, 9, 31};
  for (size_t j = 0; j < 4; j++) ck_assert_int_eq(inst.q[j], q[j]);
  ck_assert_int_eq(tame_subset_sum_validate(&inst, &err), TAME_OK);
}
END_TEST

START_TEST(subset_sum_says_in_which_line_a_file_is_wrong)
{
  static const bad_file BAD[] = {
      {"", "1: expected a line 'p ssi ...'"},
      {"c only\n", "2: expected a line 'p ssi ...'"},
      {"p dnf 2 1 3\n1 2\n", "1: expected a line 'p ssi ...'"},
      {"p ssix 2 1 3\n1 2\n", "1: expected a line 'p ssi ...'"},
      {"p ssi 2 1\n1 2\n", "1: R: '' is not a whole number"},
      {"p ssi 2 1 3 4\n1 2\n", "1: more in the line than 'p ssi k r R'"},
      {"p ssi 0 1 3\n", "1: k = 0: there are no integers"},
      {"p ssi 37 1 3\n", "1: k = 37 is more than 36"},
      {"p ssi 36 5 3\n", "1: k + r = 41 is more than 40"},
      {"p ssi 2 0 3\n1 2\n", "1: r = 0 is not from 1 to min(k, 20)"},
      {"p ssi 2 3 3\n1 2\n", "1: r = 3 is not from 1 to min(k, 20)"},
      {"p ssi 2 1 0\n1 2\n", "1: R = 0: [R, R + 2^r) leaves [1, 2^31)"},
      {"p ssi 2 1 2147483646\n1 2\n",
       "1: R = 2147483646: [R, R + 2^r) leaves [1, 2^31)"},
      {"p ssi 2 1 2147483648\n1 2\n",
       "1: R: '2147483648' is more than 2147483647"},
      {"p ssi 2 1 99999999999999999999999\n1 2\n",
       "1: R: '99999999999999999999...' is more than 2147483647"},
      {"p ssi 2 1 3\n1\n", "3: the file ends after 1 of 2 integers"},
      {"p ssi 2 1 3\n1 2\n3\n", "3: more after the last of 2 integers"},
      {"p ssi 2 1 3\n1\n0\n", "3: q_2 is 0"},
      {"p ssi 2 1 3\n1\n-4\n", "3: integer: '-4' is not a whole number"},
      {"p ssi 2 1 3\n1 2.5\n", "2: integer: '2.5' is not a whole number"},
      {"p ssi 2 1 3\n1 c\n", "2: integer: 'c' is not a whole number"},
      {"p ssi 2 1 3\n2147483647\n1\n", "3: q_1 + ... + q_2 is 2^31 or more"}};
  for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
    tame_subset_sum inst;
    tame_error err = {""};
    fill(BAD[i].text);
    refused(tame_read_subset_sum(&inst, path, &err), &err, BAD[i].message);
    ck_assert_int_eq(tame_read_subset_sum(&inst, path, NULL), TAME_EFORMAT);
  }
}
END_TEST

START_TEST(an_instance_that_was_made_is_checked_like_one_that_was_read)
{
  const tame_subset_sum good = {.k = 2, .r = 1, .start = 3, .q = {1, 2}};
  tame_subset_sum bad;
  tame_error err = {""};
  ck_assert_int_eq(tame_subset_sum_validate(&good, &err), TAME_OK);
  bad = good, bad.k = 0;
  ck_assert_int_eq(tame_subset_sum_validate(&bad, &err), TAME_EINVAL);
  bad = good, bad.r = 3;
  ck_assert_int_eq(tame_subset_sum_validate(&bad, &err), TAME_EINVAL);
  bad = good, bad.start = -1;
  ck_assert_int_eq(tame_subset_sum_validate(&bad, &err), TAME_EINVAL);
  bad = good, bad.q[1] = 0;
  ck_assert_int_eq(tame_subset_sum_validate(&bad, &err), TAME_EINVAL);
  ck_assert_str_eq(err.text, "q_2 = 0 is not positive");
  bad = good, bad.q[1] = INT32_MAX;
  ck_assert_int_eq(tame_subset_sum_validate(&bad, &err), TAME_EINVAL);
  ck_assert_str_eq(err.text,
                   "q_1 + ... + q_2 with q = 2147483647 is 2^31 or more");
}
END_TEST

START_TEST(a_dnf_file_gives_terms_over_renumbered_variables)
{
  tame_dnf dnf;
  tame_error err = {""};
  fill(
      "c x is 3 1\np dnf 4 3\ne 3 1 0\na 2 4 0\n-3 2 0\nc note\n1 -2\n4 0\n"
      "4 0");
  ck_assert_msg(tame_read_dnf(&dnf, path, &err) == TAME_OK, "%s", err.text);
  ck_assert_uint_eq(dnf.n, 2);
  ck_assert_uint_eq(dnf.m, 2);
  ck_assert_uint_eq(dnf.n_terms, 3);
  ck_assert_uint_eq(dnf.term[0].n_literals, 2);
  ck_assert_uint_eq(dnf.term[0].variable[0], 0); /* 3 */
  ck_assert(!dnf.term[0].is_positive[0]);
  ck_assert_uint_eq(dnf.term[0].variable[1], 2); /* 2 */
  ck_assert(dnf.term[0].is_positive[1]);
  ck_assert_uint_eq(dnf.term[1].n_literals, 3);
  ck_assert_uint_eq(dnf.term[1].variable[2], 3); /* 4 */
  ck_assert_uint_eq(dnf.term[2].n_literals, 1);
  tame_dnf_free(&dnf);
  ck_assert_ptr_null(dnf.term);
  tame_dnf_free(&dnf);
}
END_TEST

START_TEST(dnf_says_in_which_line_a_file_is_wrong)
{
  static const bad_file BAD[] = {
      {"", "1: expected a line 'p dnf ...'"},
      {"p cnf 2 1\n", "1: expected a line 'p dnf ...'"},
      {"p dnf 41 1\n", "1: number of variables: '41' is more than 40"},
      {"p dnf 1 1\n", "1: 1 variables, 1 terms"},
      {"p dnf 2 0\ne 1 0\na 2 0\n", "1: 2 variables, 0 terms"},
      {"p dnf 2 100001\n", "1: number of terms: '100001' is more than 100000"},
      {"p dnf 2 99\ne 1 0\na 2 0\n1 0\n",
       "1: 99 terms do not fit into this file"},
      {"p dnf 2 1 7\n", "1: more in the line than 'p dnf variables terms'"},
      {"p dnf 2 1\na 1 0\ne 2 0\n1 0\n", "2: expected a line 'e variables 0'"},
      {"p dnf 2 1\ne 1 0\n1 0\n", "3: expected a line 'a variables 0'"},
      {"p dnf 2 1\ne 0\na 1 2 0\n1 0\n", "2: no variables"},
      {"p dnf 2 1\ne 1 2 0\na 0\n1 0\n", "3: no variables"},
      {"p dnf 2 1\ne 1 0\na 1 0\n1 0\n", "3: variable 1 is listed twice"},
      {"p dnf 3 1\ne 1 0\na 2 0\n1 0\n", "3: variable 3 is in neither list"},
      {"p dnf 2 1\ne 3 0\na 2 0\n1 0\n", "2: variable: '3' is more than 2"},
      {"p dnf 2 1\ne 1\na 2 0\n1 0\n", "2: variable: '' is not a whole number"},
      {"p dnf 2 1\ne 1 0 2\na 2 0\n1 0\n",
       "2: more in the line than 'variables 0'"},
      {"p dnf 2 1\ne 1 0\na 2 0\n0\n", "4: term 1 is empty"},
      {"p dnf 2 1\ne 1 0\na 2 0\n1 -1 0\n", "4: variable 1 twice in a term"},
      {"p dnf 2 1\ne 1 0\na 2 0\n1 1 0\n", "4: variable 1 twice in a term"},
      {"p dnf 2 1\ne 1 0\na 2 0\n3 0\n", "4: literal: '3' is more than 2"},
      {"p dnf 2 1\ne 1 0\na 2 0\n--1 0\n",
       "4: literal: '-1' is not a whole number"},
      {"p dnf 2 1\ne 1 0\na 2 0\n1 -0\n", "4: -0 is no literal"},
      {"p dnf 2 1\ne 1 0\na 2 0\n1 2\n", "5: the file ends in term 1 of 1"},
      {"p dnf 2 1\ne 1 0\na 2 0\n1 0\n2 0\n",
       "5: more after the last of 1 terms"},
      {"p dnf 4 1\ne 1 0\na 2 3 4 0\n1 2 3 4 0\n",
       "4: more than 3 literals in a term"}};
  for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
    tame_dnf dnf = {.n = 7};
    tame_error err = {""};
    fill(BAD[i].text);
    refused(tame_read_dnf(&dnf, path, &err), &err, BAD[i].message);
    ck_assert_ptr_null(dnf.term);
    ck_assert_uint_eq(dnf.n, 0);
    ck_assert_int_eq(tame_read_dnf(&dnf, path, NULL), TAME_EFORMAT);
  }
}
END_TEST

START_TEST(too_many_variables_of_one_kind_are_refused)
{
  tame_dnf dnf;
  tame_error err = {""};
  fill(
      "p dnf 22 1\n"
      "e 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 0\n"
      "a 22 0\n1 0\n");
  refused(tame_read_dnf(&dnf, path, &err), &err, "2: more than 20 variables");
}
END_TEST

START_TEST(a_file_that_is_not_there_is_missing)
{
  tame_subset_sum inst;
  tame_dnf dnf;
  tame_error err;
  ck_assert_int_eq(tame_read_subset_sum(&inst, "/nowhere/x", &err),
                   TAME_EMISSING);
  ck_assert_int_eq(tame_read_dnf(&dnf, "/nowhere/x", &err), TAME_EMISSING);
  ck_assert_int_eq(tame_read_dnf(&dnf, "/tmp", &err), TAME_EIO);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("instance");
  tcase_add_checked_fixture(t, make_file, remove_file);
  tcase_add_test(t, a_subset_sum_file_may_hold_comments_and_free_lines);
  tcase_add_test(t, subset_sum_says_in_which_line_a_file_is_wrong);
  tcase_add_test(t,
                 an_instance_that_was_made_is_checked_like_one_that_was_read);
  tcase_add_test(t, a_dnf_file_gives_terms_over_renumbered_variables);
  tcase_add_test(t, dnf_says_in_which_line_a_file_is_wrong);
  tcase_add_test(t, too_many_variables_of_one_kind_are_refused);
  tcase_add_test(t, a_file_that_is_not_there_is_missing);
  return run_tests(t);
}
