/* SPDX-License-Identifier: MIT */
/* tame/arff.h: what is accepted, and every refusal with its line. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/arff.h"
#include "tame/dataset.h"

static void read_text(tame_frame *f, const char *text)
{
  tame_error err = {""};
  write_text("t.arff", text);
  ck_assert_msg(tame_arff_read(f, in_dir("t.arff"), &err) == TAME_OK, "%s",
                err.text);
}

static double at(const tame_frame *f, size_t row, size_t col)
{
  return f->x[row * f->cols + col];
}

START_TEST(kinds_and_values_are_as_declared)
{
  tame_frame f;
  read_text(&f,
            "% first\n"
            "@RELATION 'a name'\n"
            "\n"
            "@Attribute n Numeric\n"
            "@attribute 'a b' {x, 'y z', \"q'%\"} % and this\n"
            "@attribute r\treal\n"
            "@attribute i INTEGER\n"
            "@DATA\n"
            "% in between\n"
            " 1.5 , 'y z' , -2e3,7\n"
            "\n"
            "?,?,0,1 % tail\r\n"
            "2,\"q'%\",0.25,?");
  ck_assert_uint_eq(f.rows, 3);
  ck_assert_uint_eq(f.cols, 4);
  ck_assert_str_eq(f.column[1].name, "a b");
  ck_assert(f.column[1].is_categorical && !f.column[2].is_categorical);
  ck_assert_uint_eq(f.column[1].n_levels, 3);
  ck_assert_str_eq(f.column[1].level[2], "q'%");
  ck_assert_double_eq(at(&f, 0, 0), 1.5);
  ck_assert_double_eq(at(&f, 0, 1), 1.0);
  ck_assert_double_eq(at(&f, 0, 2), -2000.0);
  ck_assert(isnan(at(&f, 1, 0)) && isnan(at(&f, 1, 1)) && isnan(at(&f, 2, 3)));
  ck_assert_double_eq(at(&f, 2, 1), 2.0);
  ck_assert_uint_eq(f.line[0], 10);
  ck_assert_uint_eq(f.line[2], 13);
  tame_frame_free(&f);
}
END_TEST

START_TEST(levels_keep_the_declared_order_and_need_not_occur)
{
  tame_frame f;
  read_text(&f, "@relation r\n@attribute c {za,z,a,m}\n@data\nm\nz\n");
  ck_assert_str_eq(f.column[0].level[0], "za");
  ck_assert_str_eq(f.column[0].level[2], "a");
  ck_assert_double_eq(at(&f, 0, 0), 3.0);
  ck_assert_double_eq(at(&f, 1, 0), 1.0); /* not za, which begins alike */
  ck_assert_uint_eq(f.column[0].word_line, 0);
  tame_frame_free(&f);
}
END_TEST

START_TEST(strings_become_levels_and_quotes_may_be_protected)
{
  tame_frame f;
  read_text(&f,
            "@relation r\n@attribute s string\n@attribute n real\n@data\n"
            "'it\\'s', 1\nplain,2\n?,3\n\"it's\",4\n'a, b',5\nplain,6");
  ck_assert_uint_eq(f.column[0].n_levels, 3);
  ck_assert_str_eq(f.column[0].level[0], "a, b");
  ck_assert_str_eq(f.column[0].level[1], "it's");
  ck_assert_double_eq(at(&f, 0, 0), 1.0);
  ck_assert_double_eq(at(&f, 3, 0), 1.0);
  ck_assert_double_eq(at(&f, 1, 0), at(&f, 5, 0));
  ck_assert(isnan(at(&f, 2, 0)));
  ck_assert_double_eq(at(&f, 5, 1), 6.0);
  tame_frame_free(&f);
}
END_TEST

START_TEST(a_file_may_hold_no_rows_or_many)
{
  tame_frame f;
  read_text(&f, "@relation r\n@attribute n real\n@data\n");
  ck_assert_uint_eq(f.rows, 0);
  tame_frame_free(&f);
  FILE *out = fopen(in_dir("long.arff"), "w");
  fputs("@relation r\n@attribute n real\n@attribute s string\n@data\n", out);
  for (int i = 0; i < 3000; i++) fprintf(out, "%d,w%04d\n", i * i, i);
  fclose(out);
  ck_assert_int_eq(tame_arff_read(&f, in_dir("long.arff"), NULL), TAME_OK);
  ck_assert_uint_eq(f.rows, 3000);
  for (size_t i = 0; i < 3000; i++) {
    ck_assert_double_eq(at(&f, i, 0), (double)(i * i));
    ck_assert_double_eq(at(&f, i, 1), (double)i);
    ck_assert_uint_eq(f.line[i], i + 5);
  }
  tame_frame_free(&f);
}
END_TEST

#define HEAD "@relation r\n@attribute n real\n@attribute c {a,b}\n@data\n"

START_TEST(broken_files_are_refused_with_their_line)
{
  static const struct {
    const char *text, *why;
  } BAD[] = {
      {"", ":1: the file ends before @data"},
      {"@relation r\n@attribute n real\n", ":3: the file ends before @data"},
      {"@relation r\n@data\n", ":2: @data before any @attribute"},
      {"n,c\n1,a\n", ":1: 'n' where @relation, @attribute or @data"},
      {"@relation\n", ":1: name of the relation: no value here"},
      {"@relation a b\n", ":1: 'b' where the line should end"},
      {"@attribute\n", ":1: name of an attribute: no value here"},
      {"@attribute n\n", ":1: type of an attribute: no value here"},
      {"@attribute d date 'yyyy'\n", ":1: type 'date'"},
      {"@attribute n real [0,1]\n", ":1: '[0,1]' where the line should end"},
      {"@attribute c {a b}\n", ":1: neither a comma nor } after the level 'a'"},
      {"@attribute c {a,\n", ":1: a level: no value here"},
      {"@attribute c {}\n", ":1: a level: no value here"},
      {"@attribute c {a,b,a}\n", ":1: the level 'a' twice"},
      {"@attribute c 'a\n", ":1: a quote is not closed"},
      {"@attribute n real\n@attribute n real\n@data\n",
       ":3: two attributes are called 'n'"},
      {HEAD "1,a\n1\n", ":6: 1 values, the header declares 2"},
      {HEAD "1 % x\n", ":5: 1 values, the header declares 2"},
      {HEAD "1,a,b\n", ":5: more than the 2 values"},
      {HEAD "1 a\n", ":5: no comma after value 1 of 2"},
      {HEAD "{0 1, 1 b}\n", ":5: a sparse row"},
      {HEAD "1,a,{2}\n", ":5: more than the 2 values"},
      {HEAD "1,a {2}\n", ":5: '{2}' where the line should end"},
      {HEAD "1,a\n\n% x\n2,A\n", ":8: c: 'A' is not a declared level"},
      {HEAD "one,a\n", ":5: n: 'one' is not a finite number"},
      {HEAD "1e999,a\n", ":5: n: '1e999' is not a finite number"},
      {HEAD ",a\n", ":5: n: '' is not a finite number"},
      {HEAD "1,\n", ":5: c: no value here"},
      {HEAD "1,'a\nb'\n", ":5: a quote is not closed"},
      {HEAD "1,'?'\n", ":5: c: '?' is not a declared level"},
      {HEAD "??,a\n", ":5: n: '\?\?' is not a finite number"}};
  for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++) {
    tame_frame f;
    tame_error err = {""};
    write_text("bad.arff", BAD[k].text);
    ck_assert_int_eq(tame_arff_read(&f, in_dir("bad.arff"), &err),
                     TAME_EFORMAT);
    ck_assert_msg(strstr(err.text, BAD[k].why), "no '%s' in: %s", BAD[k].why,
                  err.text);
    ck_assert_ptr_null(f.x);
  }
}
END_TEST

START_TEST(missing_files_and_folders_are_named)
{
  tame_frame f;
  tame_error err = {""};
  ck_assert_int_eq(tame_arff_read(&f, in_dir("none"), &err), TAME_EMISSING);
  ck_assert_int_eq(tame_arff_read(&f, dir, &err), TAME_EIO);
}
END_TEST

/* Where the file is: its numbers of rows, kinds and classes as its own
 * description states them. */
START_TEST(german_credit_is_read_whole)
{
  char *path;
  tame_frame f;
  size_t label, status, numeric = 0;
  tame_error err = {""};
  if (tame_dataset_find(&path, "credit-g", NULL, &err) < 0) {
    printf("skipped: %s\n", err.text);
    return;
  }
  ck_assert_msg(tame_arff_read(&f, path, &err) == TAME_OK, "%s", err.text);
  ck_assert_uint_eq(f.rows, 1000);
  ck_assert_uint_eq(f.cols, 21);
  for (size_t j = 0; j < f.cols; j++)
    if (!f.column[j].is_categorical) numeric++;
  ck_assert_uint_eq(numeric, 7);
  ck_assert_int_eq(tame_frame_find(&label, &f, "class", &err), TAME_OK);
  ck_assert_int_eq(tame_frame_find(&status, &f, "personal_status", &err),
                   TAME_OK);
  static const char *const WOMEN[] = {"female div/dep/mar", "female single",
                                      NULL},
                           *const BAD[] = {"bad", NULL};
  bool is[1000];
  size_t women = 0, bad = 0;
  ck_assert_int_eq(tame_frame_is(is, &f, status, WOMEN, &err), TAME_OK);
  for (size_t i = 0; i < f.rows; i++) women += is[i];
  ck_assert_int_eq(tame_frame_is(is, &f, label, BAD, &err), TAME_OK);
  for (size_t i = 0; i < f.rows; i++) bad += is[i];
  ck_assert_uint_eq(women, 310);
  ck_assert_uint_eq(bad, 300);
  for (size_t i = 0; i < f.rows * f.cols; i++) ck_assert(!isnan(f.x[i]));
  tame_frame_free(&f);
  free(path);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("arff");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, kinds_and_values_are_as_declared);
  tcase_add_test(t, levels_keep_the_declared_order_and_need_not_occur);
  tcase_add_test(t, strings_become_levels_and_quotes_may_be_protected);
  tcase_add_test(t, a_file_may_hold_no_rows_or_many);
  tcase_add_test(t, broken_files_are_refused_with_their_line);
  tcase_add_test(t, missing_files_and_folders_are_named);
  tcase_add_test(t, german_credit_is_read_whole);
  return run_tests(t);
}
