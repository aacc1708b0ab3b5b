/* SPDX-License-Identifier: MIT */
/* tame/csv.h: what is accepted, and every refusal with its line. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/csv.h"

/* The table of TEXT. */
static void read_text(tame_csv *t, const char *text, char separator,
                      const char *header)
{
  tame_error err = {""};
  write_text("t.csv", text);
  ck_assert_msg(tame_csv_read(t, in_dir("t.csv"), separator, header, &err) ==
                    TAME_OK,
                "%s", err.text);
}

START_TEST(a_plain_table_is_read_with_either_line_end)
{
  static const char *const TEXT[4] = {"a,b\n1,2\n3,4\n",
                                      "a,b\r\n1,2\r\n3,4\r\n", "a,b\n1,2\n3,4",
                                      ("\xEF\xBB\xBF"
                                       "a,b\n1,2\n3,4\n")};
  for (size_t k = 0; k < 4; k++) {
    tame_csv t;
    double x[2];
    size_t col;
    read_text(&t, TEXT[k], ',', NULL);
    ck_assert_uint_eq(t.rows, 2);
    ck_assert_uint_eq(t.cols, 2);
    ck_assert_str_eq(t.name[0], "a");
    ck_assert_str_eq(tame_csv_cell(&t, 1, 0), "3");
    ck_assert_int_eq(tame_csv_column(&col, &t, "b", NULL), TAME_OK);
    ck_assert_int_eq(tame_csv_numbers(x, &t, col, NULL, NULL), TAME_OK);
    ck_assert_double_eq(x[0], 2.0);
    ck_assert_double_eq(x[1], 4.0);
    tame_csv_free(&t);
  }
}
END_TEST

START_TEST(quotes_protect_separators_newlines_and_quotes)
{
  tame_csv t;
  read_text(&t,
            "name,\"x,y\",z\n"
            "\"INNAprop, (0.1,0.9)\",1,\"\"\n"
            "\"two\nlines\",2,\"say \"\"so\"\"\"\n"
            "plain,3,'q'\n",
            ',', NULL);
  ck_assert_uint_eq(t.rows, 3);
  ck_assert_str_eq(t.name[1], "x,y");
  ck_assert_str_eq(tame_csv_cell(&t, 0, 0), "INNAprop, (0.1,0.9)");
  ck_assert_str_eq(tame_csv_cell(&t, 0, 2), "");
  ck_assert_str_eq(tame_csv_cell(&t, 1, 0), "two\nlines");
  ck_assert_str_eq(tame_csv_cell(&t, 1, 2), "say \"so\"");
  ck_assert_str_eq(tame_csv_cell(&t, 2, 2), "'q'");
  ck_assert_uint_eq(t.line[1], 3);
  ck_assert_uint_eq(t.line[2], 5); /* the newline in quotes counts */
  tame_csv_free(&t);
}
END_TEST

START_TEST(semicolons_keep_commas_and_tabs_keep_both)
{
  tame_csv t;
  read_text(&t, "step;optimizer\n0;INNAprop, (0.1, 0.9)\n", ';', NULL);
  ck_assert_str_eq(tame_csv_cell(&t, 0, 1), "INNAprop, (0.1, 0.9)");
  tame_csv_free(&t);
  read_text(&t, "a\tb\n1;2\t3,4\n", '\t', NULL);
  ck_assert_str_eq(tame_csv_cell(&t, 0, 0), "1;2");
  tame_csv_free(&t);
}
END_TEST

START_TEST(a_file_may_have_a_header_only_or_none)
{
  tame_csv t;
  double x[2];
  read_text(&t, "a,b\n", ',', NULL);
  ck_assert_uint_eq(t.rows, 0);
  ck_assert_uint_eq(t.cols, 2);
  tame_csv_free(&t);
  read_text(&t, "0,2.385\n1,-1e-3\n", ',', "epoch,loss");
  ck_assert_uint_eq(t.rows, 2);
  ck_assert_uint_eq(t.line[0], 1);
  ck_assert_str_eq(t.name[1], "loss");
  ck_assert_int_eq(tame_csv_numbers(x, &t, 1, NULL, NULL), TAME_OK);
  ck_assert_double_eq(x[1], -1e-3);
  tame_csv_free(&t);
}
END_TEST

START_TEST(an_index_column_has_no_name)
{
  tame_csv t;
  size_t col;
  read_text(&t, ",lr\n0,0.1\n", ',', NULL);
  ck_assert_int_eq(tame_csv_column(&col, &t, "", NULL), TAME_OK);
  ck_assert_uint_eq(col, 0);
  tame_csv_free(&t);
}
END_TEST

START_TEST(numbers_may_be_missing_where_the_caller_says_so)
{
  tame_csv t;
  double x[4];
  tame_error err = {""};
  read_text(&t, "a\n 1.5 \n?\n  \n-2\n", ',', NULL);
  ck_assert_int_eq(tame_csv_numbers(x, &t, 0, "?", &err), TAME_OK);
  ck_assert_double_eq(x[0], 1.5);
  ck_assert(isnan(x[1]) && isnan(x[2]));
  ck_assert_double_eq(x[3], -2.0);
  ck_assert_int_eq(tame_csv_numbers(x, &t, 0, NULL, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(
      strstr(err.text, ":3: column 'a': '?' is not a finite number"));
  tame_csv_free(&t);
}
END_TEST

START_TEST(what_is_no_finite_decimal_number_is_refused)
{
  static const char *const CELL[] = {"nan", "inf", "1e999", "0x10", "1,5",
                                     "1 2", "--1", "1e",    "",     "one"};
  for (size_t k = 0; k < sizeof CELL / sizeof *CELL; k++) {
    tame_csv t;
    double x;
    char text[32];
    snprintf(text, sizeof text, "a;b\n%s;1\n", CELL[k]);
    read_text(&t, text, ';', NULL);
    ck_assert_msg(tame_csv_numbers(&x, &t, 0, NULL, NULL) == TAME_EFORMAT,
                  "'%s'", CELL[k]);
    tame_csv_free(&t);
  }
}
END_TEST

START_TEST(categories_are_numbered_as_they_appear)
{
  tame_csv t;
  size_t code[4], n;
  const char **words;
  tame_error err = {""};
  read_text(&t, "x,k\n1,red\n2,blue\n3,red\n4,\n", ',', NULL);
  ck_assert_int_eq(tame_csv_categories(code, &words, &n, &t, 1, 3, &err),
                   TAME_OK);
  ck_assert_uint_eq(n, 3);
  ck_assert_str_eq(words[1], "blue");
  ck_assert_uint_eq(code[2], 0);
  ck_assert_uint_eq(code[3], 2);
  free(words);
  ck_assert_int_eq(tame_csv_categories(code, &words, &n, &t, 1, 2, &err),
                   TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, ":5: column 'k'"));
  ck_assert_ptr_null(words);
  ck_assert_int_eq(tame_csv_all_are(&t, 1, "red", &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, ":3: column 'k': 'blue'"));
  tame_csv_free(&t);
}
END_TEST

START_TEST(broken_tables_are_refused_with_their_line)
{
  static const struct {
    const char *text, *why;
  } BAD[] = {{"", "not even a header"},
             {"a,b\n1,2\n3\n", ":3: 1 cells, the header has 2"},
             {"a,b\n1,2,3\n", ":2: 3 cells"},
             {"a,b\n1,2\n\n3,4\n", ":3: an empty line"},
             {"a,b\n1,2\n\n", ":3: an empty line"},
             {"a,a\n", ":1: two columns are called 'a'"},
             {"a,b\n\"1\nx,2\n", ":2: a quote is never closed"},
             {"a,b\n\"1\"x,2\n", ":2: text after a closing quote"},
             {"a,b\n1,2\"\n", ":2: a quote inside a cell"},
             {"a,b\n\"x\ny\",2\n3\n", ":4: 1 cells"}};
  for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++) {
    tame_csv t;
    tame_error err = {""};
    write_text("bad.csv", BAD[k].text);
    ck_assert_int_eq(tame_csv_read(&t, in_dir("bad.csv"), ',', NULL, &err),
                     TAME_EFORMAT);
    ck_assert_msg(strstr(err.text, BAD[k].why), "no '%s' in: %s", BAD[k].why,
                  err.text);
    ck_assert_ptr_null(t.text);
  }
}
END_TEST

START_TEST(missing_files_columns_and_folders_are_named)
{
  tame_csv t;
  size_t col;
  tame_error err = {""};
  ck_assert_int_eq(tame_csv_read(&t, in_dir("none"), ',', NULL, &err),
                   TAME_EMISSING);
  ck_assert_int_eq(tame_csv_read(&t, dir, ',', NULL, &err), TAME_EIO);
  read_text(&t, "a,b\n", ',', NULL);
  ck_assert_int_eq(tame_csv_column(&col, &t, "c", &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "no column 'c'"));
  tame_csv_free(&t);
}
END_TEST

START_TEST(many_rows_are_all_there)
{
  enum { ROWS = 1000 };
  tame_csv t;
  double x[ROWS];
  FILE *out = fopen(in_dir("long.csv"), "w");
  fputs("i;square\n", out);
  for (int i = 0; i < ROWS; i++) fprintf(out, "%d;%d\n", i, i * i);
  fclose(out);
  ck_assert_int_eq(tame_csv_read(&t, in_dir("long.csv"), ';', NULL, NULL),
                   TAME_OK);
  ck_assert_uint_eq(t.rows, ROWS);
  ck_assert_int_eq(tame_csv_numbers(x, &t, 1, NULL, NULL), TAME_OK);
  for (int i = 0; i < ROWS; i++) ck_assert_double_eq(x[i], i * i);
  ck_assert_uint_eq(t.line[ROWS - 1], ROWS + 1);
  tame_csv_free(&t);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("csv");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, a_plain_table_is_read_with_either_line_end);
  tcase_add_test(t, quotes_protect_separators_newlines_and_quotes);
  tcase_add_test(t, semicolons_keep_commas_and_tabs_keep_both);
  tcase_add_test(t, a_file_may_have_a_header_only_or_none);
  tcase_add_test(t, an_index_column_has_no_name);
  tcase_add_test(t, numbers_may_be_missing_where_the_caller_says_so);
  tcase_add_test(t, what_is_no_finite_decimal_number_is_refused);
  tcase_add_test(t, categories_are_numbered_as_they_appear);
  tcase_add_test(t, broken_tables_are_refused_with_their_line);
  tcase_add_test(t, missing_files_columns_and_folders_are_named);
  tcase_add_test(t, many_rows_are_all_there);
  return run_tests(t);
}
