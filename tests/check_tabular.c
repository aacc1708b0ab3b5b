/* SPDX-License-Identifier: MIT */
/* build/bin/2505.13122/tabular on small tables: what it reports of good ones,
 * and that bad ones are refused in one line, with nothing written. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/h5.h"

/* People: every eighth is of group F, whose label goes against the score. */
static void write_people(const char *name, int rows, char separator)
{
  FILE *f = fopen(in_dir(name), "w");
  unsigned state = 7;
  ck_assert_ptr_nonnull(f);
  fprintf(f, "id%csex%cage%cscore%ccity%cincome\n", separator, separator,
          separator, separator, separator);
  for (int i = 0; i < rows; i++) {
    state = state * 1664525u + 1013904223u;
    const double score = (double)(state >> 8) / (1 << 23) - 1.0;
    const int is_f = i % 8 == 3;
    char age[8] = "";
    if (i % 20 != 1) snprintf(age, sizeof age, "%d", 18 + (int)(state % 50));
    fprintf(f, "%d%c%s%c%s%c%.4f%c%s%c%s\n", i, separator, is_f ? "F" : "M",
            separator, age, separator, score, separator,
            i % 11 == 4 ? "?"
            : i % 3     ? "Lyon"
                        : "Nice",
            separator, (score > 0.0) != is_f ? "high" : "low");
  }
  ck_assert_int_eq(fclose(f), 0);
}

static void people(void)
{
  make_dir();
  write_people("p.csv", 400, ',');
}

/* tabular --csv FILE --out t.h5 MORE */
static const outcome *tabular(const char *file, const char *more)
{
  return run("2505.13122/tabular --csv %s --out %s %s", in_dir(file),
             in_dir("t.h5"), more);
}

static void assert_says(const outcome *o, const char *text)
{
  ck_assert_msg(o->status == 0, "%s", o->text);
  ck_assert_msg(strstr(o->text, text) != NULL, "no '%s' in: %s", text, o->text);
}

static double number(const char *path)
{
  tame_h5 *f;
  tame_h5_shape shape;
  tame_error err;
  double *x;
  ck_assert_msg(tame_h5_open(&f, in_dir("t.h5"), &err) == TAME_OK, "%s",
                err.text);
  ck_assert_msg(tame_h5_read(&x, &shape, f, path, &err) == TAME_OK, "%s",
                err.text);
  const double first = x[0];
  free(x);
  tame_h5_close(f);
  return first;
}

#define USUAL "--group sex --label income --ignore id --runs 2 --epochs 300"

START_TEST(a_table_is_reported_in_words)
{
  const outcome *o = tabular("p.csv", USUAL);
  assert_says(o, "p.csv: 400 rows, 5 columns read\n");
  assert_says(o, "label: high (");
  assert_says(o,
              "minority (A = 0): F, 39 training rows (12.9 % of all), 11 "
              "test rows");
  assert_says(o, "majority (A = 1): M, 264 training rows");
  assert_says(o, "note: group 'sex': the minority is 'F', the rarer of two");
  assert_says(o, "note: column 'age': missing in ");
  assert_says(o, "note: column 'city': missing in ");
  assert_says(o, "the group is among them");
  assert_says(o, "at most 300 epochs, 2 runs");
  assert_says(o,
              "T_early, the first epoch with accuracy of all training rows "
              "above 90 %: ");
  assert_says(o, "extra training: ");
  assert_says(o, "test accuracy, %");
  ck_assert_double_eq(number("times/n0"), 39.0);
  ck_assert_double_eq(number("times/n1"), 264.0);
  ck_assert(number("times/T_final") > number("times/T_early"));
  ck_assert(number("times/minority_at_early") < 90.0);
  ck_assert_double_eq(number("times/has_diverged"), 0.0);
  ck_assert(number("run_1/train_loss_a0_raw") > 0.0);
  ck_assert(number("run_1/test_acc_a1") >= 0.0);
  ck_assert_int_ne(access(in_dir("t.h5.cells"), F_OK), 0);
}
END_TEST

START_TEST(the_same_table_gives_the_same_result)
{
  ck_assert_int_eq(tabular("p.csv", USUAL)->status, 0);
  ck_assert_int_eq(rename(in_dir("t.h5"), in_dir("s.h5")), 0);
  ck_assert_int_eq(tabular("p.csv", USUAL)->status, 0);
  const outcome *o = run("h5same %s %s", in_dir("s.h5"), in_dir("t.h5"));
  ck_assert_msg(o->status == 0, "%s", o->text);
  /* a word in another file, told apart by the separator alone */
  write_people("q.csv", 400, ';');
  ck_assert_int_eq(tabular("q.csv", USUAL)->status, 0);
  o = run("h5same --numbers %s %s", in_dir("s.h5"), in_dir("t.h5"));
  ck_assert_msg(o->status == 0, "%s", o->text);
  ck_assert_int_eq(tabular("p.csv", USUAL " --seed 1")->status, 0);
  ck_assert_int_eq(
      run("h5same --numbers %s %s", in_dir("s.h5"), in_dir("t.h5"))->status, 1);
}
END_TEST

START_TEST(minorities_are_named_in_three_ways)
{
#define AGE "--group age --label income --ignore id --runs 1 --epochs 3 "
  assert_says(tabular("p.csv", AGE "--minority '<30'"),
              "minority (A = 0): age < 30, ");
  assert_says(tabular("p.csv", AGE "--minority '18|19|20'"),
              "minority (A = 0): 18|19|20, ");
  assert_says(tabular("p.csv", USUAL " --minority M"),
              "minority (A = 0): M, 264 training rows");
  assert_says(tabular("p.csv", USUAL " --minority M"), "is the larger group");
  ck_assert_double_eq(number("times/n0"), 264.0);
  assert_says(tabular("p.csv", USUAL " --hide_group yes --keep 0.5"),
              "the group is not among them");
  ck_assert_double_eq(number("times/n0"), 19.0);
}
END_TEST

START_TEST(test_rows_may_have_a_file_of_their_own)
{
  char more[700];
  write_people("q.csv", 80, ',');
  snprintf(more, sizeof more, "%s --test_csv %s", USUAL, in_dir("q.csv"));
  const outcome *o = tabular("p.csv", more);
  assert_says(o, "480 rows");
  assert_says(o, "F, 50 training rows (12.5 % of all), 10 test rows");
  write_text("q.csv", "id,sex,age,score,income\n1,F,2,3,high\n");
  o = tabular("p.csv", more);
  ck_assert_int_eq(o->status, 1);
  ck_assert_ptr_nonnull(strstr(o->text, "q.csv"));
}
END_TEST

START_TEST(no_test_rows_and_the_other_network_are_possible)
{
  const outcome *o =
      tabular("p.csv", USUAL " --net tabnet --test 0 --categorical age");
  assert_says(o, "training: tabnet with ");
  assert_says(o, "1 standardised numbers, 3 codes of categories");
  ck_assert_ptr_null(strstr(o->text, "test accuracy"));
  ck_assert(isnan(number("times/test_a0")));
}
END_TEST

START_TEST(divergence_and_limits_are_said)
{
  const outcome *o = tabular("p.csv", USUAL " --epochs 1");
  assert_says(o, "not reached in 1 epochs");
  assert_says(o, "extra training: unknown");
  ck_assert(isnan(number("times/T_final")));
  o = tabular("p.csv", USUAL " --rate 100 --hidden 512 --batch 16");
  assert_says(o, "run 0 diverged after ");
  ck_assert_double_eq(number("times/has_diverged"), 1.0);
  o = tabular("p.csv", USUAL " --rate 100 --hidden 4096 --batch 4");
  assert_says(o, "run 1 diverged after 0 epochs");
  ck_assert(isnan(number("times/score")));
}
END_TEST

START_TEST(columns_that_look_odd_are_pointed_out)
{
  FILE *f = fopen(in_dir("odd.csv"), "w");
  ck_assert_ptr_nonnull(f);
  fputs("key,sex,score,y\n", f);
  for (int i = 0; i < 60; i++)
    fprintf(f, "%d,%s,%s%d.%d,%d\n", 100 - i, i % 5 ? "m" : "f",
            i == 7 ? "O" : "", i, i % 3, i % 2);
  ck_assert_int_eq(fclose(f), 0);
  const outcome *o =
      tabular("odd.csv", "--group sex --label y --runs 1 --epochs 2");
  assert_says(o, "note: column 'key': another whole number in every row");
  assert_says(o,
              "note: column 'score': 59 of its 60 levels are numbers, but "
              "line 9 has a word");
  ck_assert_ptr_null(strstr(o->text, "column 'y'"));
  o = tabular("p.csv", USUAL);
  ck_assert_ptr_null(strstr(o->text, "whole number"));
  ck_assert_ptr_null(strstr(o->text, "are numbers, but"));
}
END_TEST

/* --- refusals ------------------------------------------------------------- */

/* status STATUS, a last line "tabular: ... WHY", and nothing written */
static void assert_refused(const outcome *o, int status, const char *why)
{
  ck_assert_msg(o->status == status, "%d: %s", o->status, o->text);
  const char *last = strstr(o->text, "tabular: ");
  ck_assert_ptr_nonnull(last);
  ck_assert_msg(strstr(last, why) != NULL, "no '%s' in: %s", why, last);
  ck_assert_ptr_eq(strchr(last, '\n') + 1, last + strlen(last));
  ck_assert_int_ne(access(in_dir("t.h5"), F_OK), 0);
  ck_assert_int_ne(access(in_dir("t.h5.cells"), F_OK), 0);
}

START_TEST(bad_tables_are_refused_with_their_line)
{
  static const char *const BAD[][2] = {
      /* text of the table, complaint */
      {"", "bad.csv"},
      {"sex,income\n", "bad.csv"},
      {"sex,income\nF,1\nM,2,3\n", "bad.csv:3:"},
      {"sex,income\nF,1\nM\n", "bad.csv:3:"},
      {"sex,income\nF,\"1\nM,2\n", "bad.csv:2:"},
      {"sex,sex\nF,1\nM,2\n", "bad.csv:1:"},
      {"sex,pay\nF,1\nM,2\n", "no column 'income'"},
      {"sx,income\nF,1\nM,2\n", "no column 'sex'"},
      {"sex,x,income\nF,1,1\nM,2,1\nF,1,1\nM,2,1\n", "the same label"},
      {"sex,x,income\nF,1,1\nM,2,2\nX,1,1\nM,2,1\n", "has 3 groups, not two"},
      {"sex,x,income\nF,1,1\nF,2,2\nF,1,1\nF,2,1\n", "has 1 groups"},
      {"sex,x,income\n,1,1\n?,2,2\nNA,1,1\n", "has 0 groups"},
      {"sex,income\nF,1\nM,2\nF,2\nM,1\n\xff,1\n", "bad.csv"}};
  for (size_t k = 0; k < sizeof BAD / sizeof BAD[0]; k++) {
    write_text("bad.csv", BAD[k][0]);
    assert_refused(tabular("bad.csv", "--group sex --label income --test 0"), 1,
                   BAD[k][1]);
  }
}
END_TEST

START_TEST(bad_wishes_are_refused)
{
  assert_refused(run("2505.13122/tabular --out %s", in_dir("t.h5")), 1,
                 "--csv: needs a table");
  assert_refused(tabular("p.csv", "--label income"), 1, "--group and --label");
  assert_refused(tabular("none.csv", USUAL), 1, "none.csv: No such file");
  write_people("p.txt", 40, ',');
  assert_refused(tabular("p.txt", USUAL), 1, "ends in .csv");
  assert_refused(tabular("p.csv", USUAL " --minority X"), 1, "'X'");
  assert_refused(tabular("p.csv", USUAL " --minority 'F|X'"), 1, "'X'");
  assert_refused(tabular("p.csv", USUAL " --minority '<3'"), 1, "'<3'");
  assert_refused(tabular("p.csv", USUAL " --ignore shoe"), 1, "'shoe'");
  assert_refused(tabular("p.csv", USUAL " --categorical shoe"), 1, "'shoe'");
  assert_refused(tabular("p.csv", "--group age --label income"), 1,
                 "groups, not two");
  assert_refused(tabular("p.csv", "--group age --label income --minority '<1'"),
                 1, "two groups are needed");
  assert_refused(tabular("p.csv", "--group sex --label score"), 1,
                 "different labels, more than 100");
  assert_refused(
      tabular("p.csv", "--group sex --label income --categorical id"), 1,
      "'id'");
  assert_refused(tabular("p.csv", USUAL " --net forest"), 2, "none of: mlp");
  assert_refused(tabular("p.csv", USUAL " --test 2"), 2, "--test");
  assert_refused(tabular("p.csv", USUAL " --minority ''"), 2, "empty");
  assert_refused(tabular("p.csv", USUAL " --batch 1"), 2, "--batch");
  assert_refused(tabular("p.csv", "--groups sex"), 2, "unknown option");
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("tabular");
  tcase_set_timeout(t, 120);
  tcase_add_checked_fixture(t, people, remove_dir);
  tcase_add_test(t, a_table_is_reported_in_words);
  tcase_add_test(t, the_same_table_gives_the_same_result);
  tcase_add_test(t, minorities_are_named_in_three_ways);
  tcase_add_test(t, test_rows_may_have_a_file_of_their_own);
  tcase_add_test(t, no_test_rows_and_the_other_network_are_possible);
  tcase_add_test(t, divergence_and_limits_are_said);
  tcase_add_test(t, columns_that_look_odd_are_pointed_out);
  tcase_add_test(t, bad_tables_are_refused_with_their_line);
  tcase_add_test(t, bad_wishes_are_refused);
  return run_tests(t);
}
