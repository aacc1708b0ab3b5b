/* SPDX-License-Identifier: MIT */
/* tame/read.h: what is read, and that everything malformed is refused with its
 * line number. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/read.h"
#include "tame/sets.h"

static char path[] = "/tmp/check_read.XXXXXX";

/* A temporary file for each test, removed after it. */
static void make_file(void)
{
  strcpy(path, "/tmp/check_read.XXXXXX");
  const int fd = mkstemp(path);
  ck_assert_int_ge(fd, 0);
  close(fd);
}

static void remove_file(void) { unlink(path); }

static void fill(const char *text, size_t length)
{
  FILE *f = fopen(path, "wb");
  ck_assert_ptr_nonnull(f);
  ck_assert_uint_eq(fwrite(text, 1, length, f), length);
  ck_assert_int_eq(fclose(f), 0);
}

typedef tame_status reader(tame_table *t, const char *path, tame_error *err);

static tame_status libsvm(tame_table *t, const char *from, tame_error *err)
{
  return tame_read_libsvm(t, from, 1000, err);
}

typedef struct {
  const char *text, *message; /* what follows "path:" */
} bad_file;

/* Each text is refused with its message, and the table is left empty. */
static void refuses(reader *read, const bad_file *bad, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    tame_table t = {.n = 7};
    tame_error err = {""};
    char expected[512];
    fill(bad[i].text, strlen(bad[i].text));
    snprintf(expected, sizeof expected, "%s:%s", path, bad[i].message);
    ck_assert_int_eq(read(&t, path, &err), TAME_EFORMAT);
    ck_assert_str_eq(err.text, expected);
    ck_assert_ptr_null(t.x);
    ck_assert_ptr_null(t.y);
    ck_assert_uint_eq(t.n, 0);
    ck_assert_int_eq(read(&t, path, NULL), TAME_EFORMAT);
  }
}

START_TEST(libsvm_fills_absent_features_with_zero)
{
  const char text[] =
      "-1.5 1:2.385 3:-7e-2\n"
      "  4\n" /* a line without features */
      "+.5\t2:1e3 4:0 \r\n"
      "90 1:6"; /* no last newline */
  const double x[16] = {2.385, 0, -7e-2, 0, 0, 0, 0, 0, 0, 1e3, 0, 0, 6};
  const double y[4] = {-1.5, 4, 0.5, 90};
  tame_table t;
  tame_error err = {""};
  fill(text, sizeof text - 1);
  ck_assert_int_eq(tame_read_libsvm(&t, path, 4, &err), TAME_OK);
  ck_assert_uint_eq(t.n, 4);
  ck_assert_uint_eq(t.p, 4);
  ck_assert_uint_eq(t.m, 1);
  for (size_t i = 0; i < 16; i++) ck_assert_double_eq(t.x[i], x[i]);
  for (size_t i = 0; i < 4; i++) ck_assert_double_eq(t.y[i], y[i]);
  tame_table_free(&t);
  ck_assert_ptr_null(t.x);
  tame_table_free(&t); /* twice is allowed */
}
END_TEST

START_TEST(libsvm_says_in_which_line_a_file_is_wrong)
{
  static const bad_file BAD[] = {
      {"", "1: the file is empty"},
      {"\n", "1: target: '' is not a finite number"},
      {"1 1:2\n\n2 1:3\n", "2: target: '' is not a finite number"},
      {"1 1:2\n3 1:4\n\n", "3: target: '' is not a finite number"},
      {"1\n2\n", "3: no line has a feature"},
      {"1 0:2\n", "1: index 0: they start at 1"},
      {"1 1:2\n1 2:1 2:3\n", "2: index 2 comes after 2"},
      {"1 1:2\n1 5:1 3:3\n", "2: index 3 comes after 5"},
      {"1 1001:2\n", "1: index: '1001' is more than 1000"},
      {"1 99999999999999999999999999:2\n",
       "1: index: '99999999999999999999...' is more than 1000"},
      {"1 -1:2\n", "1: index: '-1' is not a whole number"},
      {"1 +1:2\n", "1: index: '+1' is not a whole number"},
      {"1 1.0:2\n", "1: index: '1.0' is not a whole number"},
      {"1 :2\n", "1: index: '' is not a whole number"},
      {"1 3\n", "1: index 3 has no value"},
      {"1 3 :4\n", "1: index 3 has no value"},
      {"1 1:\n", "1: value: '' is not a finite number"},
      {"1 1: 2\n", "1: value: '' is not a finite number"},
      {"1 1:2:3\n", "1: value: '2:3' is not a finite number"},
      {"1 1:2x\n", "1: value: '2x' is not a finite number"},
      {"1 1:1e\n", "1: value: '1e' is not a finite number"},
      {"1 1:--1\n", "1: value: '--1' is not a finite number"},
      {"1 1:1,5\n", "1: value: '1,5' is not a finite number"},
      {"1 1:nan\n", "1: value: 'nan' is not a finite number"},
      {"1 1:2\ninf 1:2\n", "2: target: 'inf' is not a finite number"},
      {"1 1:0x10\n", "1: value: '0x10' is not a finite number"},
      {"1 1:1e999\n", "1: value: '1e999' is not a finite number"},
      {"1 qid:3 1:2\n", "1: index: 'qid' is not a whole number"},
      {"1 1:2 # note\n", "1: index: '#' is not a whole number"},
      {"one 1:2\n", "1: target: 'one' is not a finite number"},
      {"1 1:2\n3 1:4\ntrailing garbage",
       "3: target: 'trailing' is not a finite number"},
      {"1 1:2\n\x7f\x01\xffzz\n",
       "2: target: '\?\?\?zz' is not a finite number"},
  };
  refuses(libsvm, BAD, sizeof BAD / sizeof *BAD);
}
END_TEST

START_TEST(libsvm_guards_the_number_of_features)
{
  tame_table t;
  fill("1 8:2\n", 6);
  ck_assert_int_eq(tame_read_libsvm(&t, path, 7, NULL), TAME_EFORMAT);
  ck_assert_int_eq(tame_read_libsvm(&t, path, 8, NULL), TAME_OK);
  ck_assert_uint_eq(t.p, 8);
  tame_table_free(&t);
}
END_TEST

START_TEST(libsvm_reads_a_line_of_a_million_characters)
{
  enum { FEATURES = 100000 };
  char *text = tame_calloc(FEATURES, 16);
  size_t length = (size_t)sprintf(text, "3");
  for (size_t j = 1; j <= FEATURES; j++)
    length += (size_t)sprintf(text + length, " %zu:%zu.5", j, j % 97);
  fill(text, length);
  tame_table t;
  ck_assert_int_eq(tame_read_libsvm(&t, path, FEATURES, NULL), TAME_OK);
  ck_assert_uint_eq(t.n, 1);
  ck_assert_uint_eq(t.p, FEATURES);
  for (size_t j = 1; j <= FEATURES; j++)
    ck_assert_double_eq(t.x[j - 1], (double)(j % 97) + 0.5);
  tame_table_free(&t);
  free(text);
}
END_TEST

START_TEST(fann_alternates_inputs_and_outputs)
{
  /* lines end where they like, as FANN itself reads */
  const char text[] = "2 3 2\r\n0.5 -1 2e-3 7.25\n8 1\n\n1 1\t0 -0.75";
  const double x[6] = {0.5, -1, 2e-3, 1, 1, 1}, y[4] = {7.25, 8, 0, -0.75};
  tame_table t;
  fill(text, sizeof text - 1);
  ck_assert_int_eq(tame_read_fann(&t, path, NULL), TAME_OK);
  ck_assert_uint_eq(t.n, 2);
  ck_assert_uint_eq(t.p, 3);
  ck_assert_uint_eq(t.m, 2);
  for (size_t i = 0; i < 6; i++) ck_assert_double_eq(t.x[i], x[i]);
  for (size_t i = 0; i < 4; i++) ck_assert_double_eq(t.y[i], y[i]);
  tame_table_free(&t);
}
END_TEST

START_TEST(fann_says_in_which_line_a_file_is_wrong)
{
  static const bad_file BAD[] = {
      {"", "1: number of rows: '' is not a whole number"},
      {"\n1 1 1\n2 3\n", "1: number of rows: '' is not a whole number"},
      {"1 2\n3 4 5\n", "1: number of outputs: '' is not a whole number"},
      {"1 1 1 5\n3\n", "1: more than the three counts in the first line"},
      {"-1 1 1\n2 3\n", "1: number of rows: '-1' is not a whole number"},
      {"1.0 1 1\n2 3\n", "1: number of rows: '1.0' is not a whole number"},
      {"0 1 1\n", "1: 0 rows of 1 inputs and 1 outputs"},
      {"1 0 1\n2\n", "1: 1 rows of 0 inputs and 1 outputs"},
      {"1 1 0\n2\n", "1: 1 rows of 1 inputs and 0 outputs"},
      {"1000000000000 1 1\n2 3\n",
       "1: number of rows: '1000000000000' is more than 12"},
      {"3 3 3\n2 3\n", "1: 3 rows of 6 numbers do not fit into this file"},
      /* counts that lie a little: 5 numbers of 6, and 7 */
      {"2 2 1\n1.5 2.5\n3.5\n1.5 2.5\n", "5: the file ends in row 2 of 2"},
      {"2 2 1\n1 2\n3\n1 2\n3\n8\n", "6: more after the last of 2 rows"},
      {"1 1 1\n2 3 end\n", "2: more after the last of 1 rows"},
      {"1 1 1\n2 end\n", "2: output: 'end' is not a finite number"},
      {"2 1 1\n2 3\n\n-nan 4\n", "4: input: '-nan' is not a finite number"},
      {"1 1 1\n2 1e400\n", "2: output: '1e400' is not a finite number"},
  };
  refuses(tame_read_fann, BAD, sizeof BAD / sizeof *BAD);
}
END_TEST

START_TEST(binary_files_folders_and_missing_files_are_refused)
{
  reader *const readers[] = {libsvm, tame_read_fann};
  for (size_t r = 0; r < 2; r++) {
    tame_table t = {0};
    tame_error err = {""};
    fill("1 1:2\0junk", 10);
    ck_assert_int_eq(readers[r](&t, path, &err), TAME_EFORMAT);
    ck_assert_ptr_nonnull(strstr(err.text, path));
    ck_assert_int_eq(readers[r](&t, "/tmp", &err), TAME_EIO);
    ck_assert_ptr_nonnull(strstr(err.text, "/tmp"));
    ck_assert_int_eq(readers[r](&t, "/nonexistent/x", &err), TAME_EMISSING);
    ck_assert_ptr_nonnull(strstr(err.text, "/nonexistent/x"));
    ck_assert_ptr_null(t.x);
  }
}
END_TEST

/* HEAD and then N times ROW. */
static void fill_rows(const char *head, const char *row, size_t n)
{
  const size_t length = strlen(head) + n * strlen(row);
  char *text = tame_calloc(length + 1, 1);
  strcpy(text, head);
  for (size_t i = 0; i < n; i++)
    strcpy(text + strlen(head) + i * strlen(row), row);
  fill(text, length);
  free(text);
}

START_TEST(cpusmall_is_known_by_its_contents)
{
  static const char ROW[] = "83.5 3:1 12:-2.5\n";
  tame_table t;
  tame_error err = {""};
  fill_rows("3841 1:4\n", ROW, 8191); /* 3841 + 8191 * 83.5 = 687789.5 */
  ck_assert_int_eq(tame_set_cpusmall(&t, path, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "687789.5"));
  ck_assert_ptr_null(t.x);
  fill_rows("3924.5 1:4\n", ROW, 8191);
  ck_assert_int_eq(tame_set_cpusmall(&t, path, &err), TAME_OK);
  ck_assert_double_eq(t.x[8191 * 12 + 11], -2.5);
  tame_table_free(&t);
  fill_rows("3924.5 13:4\n", ROW, 8191);
  ck_assert_int_eq(tame_set_cpusmall(&t, path, &err), TAME_EFORMAT);
  fill_rows("4008 1:4\n", ROW, 8190);
  ck_assert_int_eq(tame_set_cpusmall(&t, path, &err), TAME_EFORMAT);
}
END_TEST

START_TEST(building_is_two_files_one_after_the_other)
{
  static const char ROW[] = "1 2 3 4 5 6 7 8 9 10 11 12 13 14\n0.25 0.5 0.75\n";
  tame_table t;
  tame_error err = {""};
  fill_rows("2104 14 3\n", ROW, 2104);
  ck_assert_int_eq(tame_set_building(&t, path, path, &err), TAME_OK);
  ck_assert_uint_eq(t.n, 4208);
  ck_assert_double_eq(t.x[4207 * 14 + 13], 14);
  ck_assert_double_eq(t.y[4207 * 3 + 1], 0.5);
  tame_table_free(&t);
  ck_assert_int_eq(tame_set_building(&t, path, "/nonexistent", &err),
                   TAME_EMISSING);
  ck_assert_ptr_null(t.x);
  fill_rows("2103 14 3\n", ROW, 2103);
  ck_assert_int_eq(tame_set_building(&t, path, path, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "not building"));
}
END_TEST

/* Any prefix of a good file, and the file with any one byte damaged, is read
 * or refused; the sanitizers watch. */
START_TEST(damaged_files_never_crash_a_reader)
{
  const char good[] = "2 2 1\n0.5 1:2.5\n3\n1 2:0.25\n-3e2\n";
  const size_t length = sizeof good - 1;
  reader *const readers[] = {libsvm, tame_read_fann};
  for (size_t i = 0; i < length; i++) {
    char text[sizeof good];
    for (int byte = -1; byte < 256; byte += 5) {
      memcpy(text, good, sizeof good);
      text[i] = (char)byte;
      fill(text, byte < 0 ? i : length);
      for (size_t r = 0; r < 2; r++) {
        tame_table t;
        tame_error err = {""};
        if (readers[r](&t, path, &err) < 0) {
          ck_assert_ptr_null(t.x);
          ck_assert_int_ne(err.text[0], '\0');
        }
        tame_table_free(&t);
      }
    }
  }
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("read");
  tcase_add_checked_fixture(t, make_file, remove_file);
  tcase_add_test(t, libsvm_fills_absent_features_with_zero);
  tcase_add_test(t, libsvm_says_in_which_line_a_file_is_wrong);
  tcase_add_test(t, libsvm_guards_the_number_of_features);
  tcase_add_test(t, libsvm_reads_a_line_of_a_million_characters);
  tcase_add_test(t, fann_alternates_inputs_and_outputs);
  tcase_add_test(t, fann_says_in_which_line_a_file_is_wrong);
  tcase_add_test(t, binary_files_folders_and_missing_files_are_refused);
  tcase_add_test(t, cpusmall_is_known_by_its_contents);
  tcase_add_test(t, building_is_two_files_one_after_the_other);
  tcase_add_test(t, damaged_files_never_crash_a_reader);
  return run_tests(t);
}
