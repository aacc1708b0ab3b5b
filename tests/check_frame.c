/* SPDX-License-Identifier: MIT */
/* tame/frame.h and tame/adult.h: kinds of columns, levels, what is missing,
 * and what is refused. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/adult.h"
#include "tame/dataset.h"
#include "tame/frame.h"

static void read_text(tame_frame *f, const char *name, const char *text,
                      const tame_frame_options *opt)
{
  tame_error err = {""};
  write_text(name, text);
  ck_assert_msg(tame_frame_open(f, in_dir(name), opt, &err) == TAME_OK, "%s",
                err.text);
}

static void refuses(const char *name, const char *text,
                    const tame_frame_options *opt, tame_status status,
                    const char *why)
{
  tame_frame f;
  tame_error err = {""};
  write_text(name, text);
  ck_assert_int_eq(tame_frame_open(&f, in_dir(name), opt, &err), status);
  ck_assert_msg(strstr(err.text, why), "no '%s' in: %s", why, err.text);
  ck_assert_ptr_null(f.x);
}

static double at(const tame_frame *f, size_t row, size_t col)
{
  return f->x[row * f->cols + col];
}

START_TEST(a_column_is_numeric_when_all_its_cells_are)
{
  tame_frame f;
  read_text(&f, "t.csv",
            "n,c,m\n"
            "1.5,b,12x\n"
            " 2e1 , a ,3\n"
            "?,NA,4\n"
            ",b,5\n",
            NULL);
  ck_assert_uint_eq(f.rows, 4);
  ck_assert(!f.column[0].is_categorical);
  ck_assert_double_eq(at(&f, 1, 0), 20.0);
  ck_assert(isnan(at(&f, 2, 0)) && isnan(at(&f, 3, 0)) && isnan(at(&f, 2, 1)));
  ck_assert(f.column[1].is_categorical);
  ck_assert_uint_eq(f.column[1].n_levels, 2);
  ck_assert_str_eq(f.column[1].level[0], "a");
  ck_assert_double_eq(at(&f, 0, 1), 1.0);
  ck_assert_double_eq(at(&f, 1, 1), 0.0);
  ck_assert(f.column[2].is_categorical);
  ck_assert_uint_eq(f.column[2].word_line, 2);
  ck_assert_uint_eq(f.line[3], 5);
  tame_frame_free(&f);
}
END_TEST

START_TEST(levels_do_not_depend_on_the_order_of_rows)
{
  tame_frame f, g;
  read_text(&f, "f.csv", "c\nz\na\nm\n", NULL);
  read_text(&g, "g.csv", "c\nm\nz\na\n", NULL);
  for (size_t k = 0; k < 3; k++)
    ck_assert_str_eq(f.column[0].level[k], g.column[0].level[k]);
  ck_assert_double_eq(at(&f, 0, 0), at(&g, 1, 0));
  tame_frame_free(&f);
  tame_frame_free(&g);
}
END_TEST

START_TEST(options_say_the_kind_and_what_to_leave_out)
{
  static const char *const ZIP[] = {"zip", NULL}, *const ID[] = {"id", NULL},
                           *const NONE[] = {"none", NULL};
  const tame_frame_options opt = {
      .categorical = ZIP, .ignore = ID, .missing = NONE};
  tame_frame f;
  read_text(&f, "t.csv", "id,zip,x\n1,01234,1\n2,31000,none\n3,01234,2\n",
            &opt);
  ck_assert_uint_eq(f.cols, 2);
  ck_assert_str_eq(f.column[0].level[0], "01234");
  ck_assert_double_eq(at(&f, 1, 0), 1.0);
  ck_assert_double_eq(at(&f, 2, 1), 2.0);
  ck_assert(isnan(at(&f, 1, 1)));
  tame_frame_free(&f);
  refuses("t.csv", "x\n1\n2\none\n",
          &(tame_frame_options){.numeric = (const char *const[]){"x", NULL}},
          TAME_EFORMAT, ":4: column 'x': 'one' is not a finite number");
  refuses("t.csv", "x,y\n1,2\n", &opt, TAME_EFORMAT,
          "no column 'zip'; there are 'x', 'y'");
}
END_TEST

START_TEST(the_separator_follows_the_name_and_the_first_line)
{
  tame_frame f;
  static const char *const NAME[4] = {"a.csv", "b.csv", "c.tsv", "d.txt"};
  static const char *const TEXT[4] = {"x,y;z\n1,2\n", "x;y\n1;2\n",
                                      "x\ty,z\n1\t2\n", "x;y\n1;2\n"};
  for (size_t k = 0; k < 4; k++) {
    const tame_frame_options semicolon = {.separator = ';'};
    read_text(&f, NAME[k], TEXT[k], k == 3 ? &semicolon : NULL);
    ck_assert_uint_eq(f.cols, 2);
    ck_assert_double_eq(at(&f, 0, 1), 2.0);
    tame_frame_free(&f);
  }
  refuses("d.txt", "x\n1\n", NULL, TAME_EINVAL, "ends in .csv, .tsv or .arff");
  refuses("e.csv", "x,y\n1\n", NULL, TAME_EFORMAT, ":2: 1 cells");
  tame_error err = {""};
  ck_assert_int_eq(tame_frame_open(&f, in_dir("no.csv"), NULL, &err),
                   TAME_EMISSING);
}
END_TEST

START_TEST(an_arff_file_is_adjusted_by_the_options)
{
  static const char *const N[] = {"n", NULL}, *const C[] = {"c", NULL};
  const tame_frame_options opt = {.categorical = N, .ignore = C};
  tame_frame f;
  read_text(&f, "t.arff",
            "@relation r\n@attribute c {a,b}\n@attribute n real\n@data\n"
            "a,10\nb,?\na,2\nb,0.1\n",
            &opt);
  ck_assert_uint_eq(f.cols, 1);
  ck_assert_uint_eq(f.column[0].n_levels, 3);
  ck_assert_str_eq(f.column[0].level[0], "0.1"); /* by size, not by bytes */
  ck_assert_str_eq(f.column[0].level[2], "10");
  ck_assert_double_eq(at(&f, 0, 0), 2.0);
  ck_assert(isnan(at(&f, 1, 0)));
  tame_frame_free(&f);
}
END_TEST

START_TEST(a_test_file_joins_its_training_file)
{
  tame_frame f, g;
  char place[256];
  tame_error err = {""};
  read_text(&f, "f.csv", "c,x,u\nb,1,\nd,2,\n", NULL);
  read_text(&g, "g.csv", "c,x,u\na,3,w\nd,?,v\n", NULL);
  ck_assert_int_eq(tame_frame_append(&f, &g, &err), TAME_OK);
  ck_assert_uint_eq(f.rows, 4);
  ck_assert_str_eq(f.column[0].level[2], "a"); /* new ones come last */
  ck_assert_double_eq(at(&f, 2, 0), 2.0);
  ck_assert_double_eq(at(&f, 3, 0), at(&f, 1, 0));
  ck_assert_double_eq(at(&f, 2, 1), 3.0);
  ck_assert(isnan(at(&f, 3, 1)) && isnan(at(&f, 0, 2)));
  ck_assert(f.column[2].is_categorical);
  ck_assert_str_eq(f.column[2].level[(size_t)at(&f, 2, 2)], "w");
  tame_frame_place(place, &f, 1);
  ck_assert_ptr_nonnull(strstr(place, "f.csv:3"));
  tame_frame_place(place, &f, 3);
  ck_assert_ptr_nonnull(strstr(place, "g.csv:3"));
  tame_frame_free(&g);
  read_text(&g, "g.csv", "c,x,u\n1,3,w\n", NULL);
  ck_assert_int_eq(tame_frame_append(&f, &g, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "'c' is numbers, but in "));
  tame_frame_free(&g);
  read_text(&g, "g.csv", "c,y,u\na,3,w\n", NULL);
  ck_assert_int_eq(tame_frame_append(&f, &g, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "column 2 is 'y', but in "));
  ck_assert_uint_eq(f.rows, 4);
  tame_frame_free(&g);
  tame_frame_free(&f);
}
END_TEST

START_TEST(labels_and_groups_must_be_known_words)
{
  static const char *const A[] = {"a", NULL}, *const Q[] = {"q", NULL};
  tame_frame f;
  size_t code[3];
  bool is[3];
  tame_error err = {""};
  read_text(&f, "t.csv", "c,x,m\na,1,u\nb,2,?\na,3,v\n", NULL);
  ck_assert_int_eq(tame_frame_codes(code, &f, 0, &err), TAME_OK);
  ck_assert(code[0] == 0 && code[1] == 1 && code[2] == 0);
  ck_assert_int_eq(tame_frame_is(is, &f, 0, A, &err), TAME_OK);
  ck_assert(is[0] && !is[1] && is[2]);
  ck_assert_int_eq(tame_frame_is(is, &f, 0, Q, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(
      strstr(err.text, "column 'c' has no 'q'; there are 'a', 'b'"));
  ck_assert_int_eq(tame_frame_codes(code, &f, 1, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "column 'x' holds numbers"));
  ck_assert_int_eq(tame_frame_codes(code, &f, 2, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, ":3: column 'm': missing"));
  tame_frame_free(&f);
}
END_TEST

#define PERSON(AGE, LABEL)                                                     \
  AGE ", Private, 77516, Bachelors, 13, Never-married, ?, Unmarried, "         \
      "White, Male, 2174, 0, 40, Cuba, " LABEL "\n"

START_TEST(adult_rows_lose_the_dot_and_the_first_line)
{
  tame_frame f, g;
  tame_error err = {""};
  read_text(&f, "adult.data", PERSON("39", "<=50K") PERSON("50", ">50K") "\n",
            NULL);
  read_text(&g, "adult.test",
            "|1x3 Cross validator\n" PERSON("25", ">50K.")
                PERSON("61", "<=50K.") "\n",
            NULL);
  ck_assert_uint_eq(f.cols, 15);
  ck_assert_uint_eq(g.rows, 2);
  ck_assert_uint_eq(g.line[0], 2);
  ck_assert_double_eq(at(&g, 1, 0), 61.0);
  ck_assert(!f.column[4].is_categorical && f.column[9].is_categorical);
  ck_assert(isnan(at(&f, 0, 6)));
  ck_assert_int_eq(tame_frame_append(&f, &g, &err), TAME_OK);
  ck_assert_uint_eq(f.column[14].n_levels, 2);
  ck_assert_double_eq(at(&f, 2, 14), at(&f, 1, 14));
  tame_frame_free(&f);
  tame_frame_free(&g);
}
END_TEST

START_TEST(broken_adult_rows_are_refused)
{
  refuses("adult.data", PERSON("39", "<=50K") PERSON("39", "50K"), NULL,
          TAME_EFORMAT, ":2: column 'income': neither <=50K nor >50K");
  refuses("adult.data", PERSON("old", "<=50K"), NULL, TAME_EFORMAT,
          ":1: column 'age': 'old' is not a finite number");
  refuses("adult.test", "|x\n" PERSON("39", "<=50K.") "1, 2\n", NULL,
          TAME_EFORMAT, ":3: 2 cells");
  refuses("adult.data", PERSON("39", "<=50K") "\n" PERSON("39", "<=50K"), NULL,
          TAME_EFORMAT, ":2: an empty line");
}
END_TEST

/* Rows and high incomes that the set's documentation states. */
START_TEST(the_real_adult_files_are_read_whole)
{
  static const char *const FILES[2] = {"adult.data", "adult.test"};
  static const size_t ROWS[2] = {32561, 16281}, RICH[2] = {7841, 3846};
  for (size_t k = 0; k < 2; k++) {
    char *path;
    tame_frame f;
    size_t rich = 0;
    tame_error err = {""};
    if (tame_dataset_find(&path, "adult", FILES[k], &err) < 0) {
      printf("skipped: %s\n", err.text);
      return;
    }
    ck_assert_msg(tame_frame_open(&f, path, NULL, &err) == TAME_OK, "%s",
                  err.text);
    ck_assert_uint_eq(f.rows, ROWS[k]);
    ck_assert_str_eq(f.column[14].level[1], ">50K");
    for (size_t i = 0; i < f.rows; i++) rich += at(&f, i, 14) > 0.5;
    ck_assert_uint_eq(rich, RICH[k]);
    tame_frame_free(&f);
    free(path);
  }
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("frame");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, a_column_is_numeric_when_all_its_cells_are);
  tcase_add_test(t, levels_do_not_depend_on_the_order_of_rows);
  tcase_add_test(t, options_say_the_kind_and_what_to_leave_out);
  tcase_add_test(t, the_separator_follows_the_name_and_the_first_line);
  tcase_add_test(t, an_arff_file_is_adjusted_by_the_options);
  tcase_add_test(t, a_test_file_joins_its_training_file);
  tcase_add_test(t, labels_and_groups_must_be_known_words);
  tcase_add_test(t, adult_rows_lose_the_dot_and_the_first_line);
  tcase_add_test(t, broken_adult_rows_are_refused);
  tcase_add_test(t, the_real_adult_files_are_read_whole);
  return run_tests(t);
}
