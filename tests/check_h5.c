/* SPDX-License-Identifier: MIT */
/* Result files: what is written is read back, described and ordered; whatever
 * is not a whole result of ours is refused. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/h5.h"
#include "tame/text.h"

static char folder[] = "/tmp/tame-check-h5-XXXXXX";
static char path[64], other[64];

static void set_up(void)
{
  strcpy(folder + strlen(folder) - 6, "XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/a.h5", folder);
  snprintf(other, sizeof other, "%s/b.h5", folder);
}

static void tear_down(void)
{
  char tmp[80];
  snprintf(tmp, sizeof tmp, "%s.tmp", path);
  unlink(tmp);
  unlink(path);
  unlink(other);
  ck_assert_int_eq(rmdir(folder), 0); /* nothing else was left behind */
}

static void write_sample(const char *where)
{
  static const double x[3] = {0.5, 1.25, 4}, y[6] = {1, 2, 3, NAN, 5, -0.0};
  tame_h5 *f;
  ck_assert_int_eq(tame_h5_create(&f, where, NULL), TAME_OK);
  tame_h5_group(f, "panel/inner", "a panel in a panel");
  tame_h5_axis(f, "panel/x", x, 3, "abscissa", "s");
  tame_h5_codes(f, "panel/inner/method", "slow fast", "method");
  tame_h5_write(f, "panel/inner/y", "method x", y, "ordinate", "1");
  tame_h5_write_measured(f, "panel/inner/time", "x", x, "time", "s");
  tame_h5_write_scalar(f, "panel/z", 2.385, "a number", "m");
  tame_h5_panel(f, "panel/inner", "y", "method x");
  tame_h5_attr_number(f, "panel", "alpha", 0.25);
  tame_error err;
  ck_assert_msg(tame_h5_commit(f, &err) == TAME_OK, "%s", err.text);
}

START_TEST(what_is_written_is_read_back)
{
  tame_h5 *f;
  tame_h5_shape shape;
  double *y, z;
  char *text;
  write_sample(path);
  ck_assert_int_eq(tame_h5_open(&f, path, NULL), TAME_OK);
  ck_assert_int_eq(tame_h5_read(&y, &shape, f, "panel/inner/y", NULL), TAME_OK);
  ck_assert_uint_eq(shape.rank, 2);
  ck_assert_uint_eq(shape.dims[0], 2);
  ck_assert_uint_eq(shape.dims[1], 3);
  ck_assert(y[0] == 1 && y[4] == 5 && isnan(y[3]) && signbit(y[5]));
  free(y);
  ck_assert_int_eq(tame_h5_read_scalar(&z, f, "panel/z", NULL), TAME_OK);
  ck_assert_double_eq(z, 2.385);
  ck_assert_int_eq(tame_h5_read_attr_number(&z, f, "panel", "alpha", NULL), 0);
  ck_assert_double_eq(z, 0.25);
  ck_assert_int_eq(tame_h5_read_attr(&text, f, "panel/inner/y", "units", NULL),
                   TAME_OK);
  ck_assert_str_eq(text, "1");
  free(text);
  ck_assert_int_eq(tame_h5_axis_name(&text, f, "panel/inner/y", 0, NULL), 0);
  ck_assert_str_eq(text, "method");
  free(text);
  ck_assert_int_eq(tame_h5_axis_name(&text, f, "panel/inner/y", 1, NULL), 0);
  ck_assert_str_eq(text, "x");
  free(text);
  ck_assert(tame_h5_exists(f, "panel/inner") && !tame_h5_exists(f, "no/no"));
  tame_h5_close(f);
}
END_TEST

static bool append(const char *object, bool is_group, void *ctx)
{
  char *all = ctx;
  strcat(all, object);
  strcat(all, is_group ? "/ " : " ");
  return true;
}

START_TEST(objects_are_walked_in_the_order_of_creation)
{
  tame_h5 *f;
  char all[256] = "";
  write_sample(path);
  ck_assert_int_eq(tame_h5_open(&f, path, NULL), TAME_OK);
  ck_assert_int_eq(tame_h5_walk(f, "panel", append, all, NULL), TAME_OK);
  ck_assert_str_eq(all,
                   "panel/inner/ panel/inner/method panel/inner/y "
                   "panel/inner/time panel/x panel/z ");
  ck_assert_int_eq(tame_h5_walk(f, "nothing", append, all, NULL),
                   TAME_EMISSING);
  tame_h5_close(f);
}
END_TEST

static size_t slurp(char **bytes, const char *file)
{
  FILE *f = fopen(file, "rb");
  ck_assert_ptr_nonnull(f);
  fseek(f, 0, SEEK_END);
  const size_t n = (size_t)ftell(f);
  rewind(f);
  *bytes = tame_calloc(n, 1);
  ck_assert_uint_eq(fread(*bytes, 1, n, f), n);
  fclose(f);
  return n;
}

static void spill(const char *file, const char *bytes, size_t n)
{
  FILE *f = fopen(file, "wb");
  ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
  fclose(f);
}

START_TEST(equal_contents_are_equal_bytes)
{
  char *a, *b;
  write_sample(path);
  write_sample(other);
  const size_t n = slurp(&a, path);
  ck_assert_uint_eq(slurp(&b, other), n);
  ck_assert_mem_eq(a, b, n);
  free(a);
  free(b);
}
END_TEST

START_TEST(large_data_are_compressed_and_intact)
{
  enum { N = 300, M = 700 };
  tame_h5 *f;
  tame_h5_shape shape;
  struct stat st;
  double *x = tame_vec(N * M), *y, *axis = tame_vec(M);
  for (size_t i = 0; i < N * M; i++) x[i] = (double)(i % 17);
  ck_assert_int_eq(tame_h5_create(&f, path, NULL), TAME_OK);
  tame_h5_group(f, "g", "large");
  tame_h5_axis(f, "g/n", axis, N, "row", "1");
  tame_h5_axis(f, "g/m", axis, M, "column", "1");
  tame_h5_write(f, "g/x", "n m", x, "numbers", "1");
  ck_assert_int_eq(tame_h5_commit(f, NULL), TAME_OK);
  ck_assert_int_eq(stat(path, &st), 0);
  ck_assert_int_lt(st.st_size, N * M * 4);
  ck_assert_int_eq(tame_h5_open(&f, path, NULL), TAME_OK);
  ck_assert_int_eq(tame_h5_read(&y, &shape, f, "g/x", NULL), TAME_OK);
  ck_assert_mem_eq(x, y, N * M * sizeof *x);
  tame_h5_close(f);
  free(x);
  free(y);
  free(axis);
}
END_TEST

START_TEST(nothing_is_seen_before_commit_or_after_discard)
{
  tame_h5 *f, *g;
  tame_error err;
  ck_assert_int_eq(tame_h5_create(&f, path, NULL), TAME_OK);
  tame_h5_write_scalar(f, "x", 1, "one", "1");
  ck_assert_int_eq(tame_h5_open(&g, path, NULL), TAME_EMISSING);
  tame_h5_discard(f);
  ck_assert_int_eq(tame_h5_open(&g, path, &err), TAME_EMISSING);
  ck_assert_ptr_nonnull(strstr(err.text, "No such file"));
}
END_TEST

START_TEST(an_old_result_survives_a_discarded_one)
{
  tame_h5 *f;
  write_sample(path);
  ck_assert_int_eq(tame_h5_create(&f, path, NULL), TAME_OK);
  tame_h5_discard(f);
  ck_assert_int_eq(tame_h5_open(&f, path, NULL), TAME_OK);
  ck_assert(tame_h5_exists(f, "panel/z"));
  tame_h5_close(f);
}
END_TEST

START_TEST(a_truncated_file_is_refused_at_every_length)
{
  char *bytes;
  tame_h5 *f;
  tame_error err;
  write_sample(path);
  const size_t n = slurp(&bytes, path);
  for (size_t keep = 0; keep < n; keep += 1 + n / 61) {
    spill(path, bytes, keep);
    ck_assert_int_eq(tame_h5_open(&f, path, &err), TAME_EFORMAT);
    ck_assert_ptr_nonnull(strstr(err.text, path));
  }
  free(bytes);
}
END_TEST

START_TEST(a_file_with_one_flipped_byte_is_refused)
{
  char *bytes;
  write_sample(path);
  const size_t n = slurp(&bytes, path);
  for (size_t i = 0; i < n; i += 1 + n / 397) {
    tame_h5 *f;
    const char old = bytes[i];
    bytes[i] = (char)(old ^ 0x5a);
    spill(path, bytes, n);
    ck_assert_int_eq(tame_h5_open(&f, path, NULL), TAME_EFORMAT);
    bytes[i] = old;
  }
  free(bytes);
}
END_TEST

START_TEST(what_is_not_a_result_is_refused)
{
  tame_h5 *f;
  tame_error err;
  spill(path, "k,v\n1,2\n", 8);
  ck_assert_int_eq(tame_h5_open(&f, path, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "not an HDF5 file"));
  ck_assert_int_lt(tame_h5_open(&f, folder, &err), 0); /* a folder */
}
END_TEST

START_TEST(another_schema_version_is_refused)
{
  tame_h5 *f;
  tame_error err;
  ck_assert_int_eq(tame_h5_create(&f, path, NULL), TAME_OK);
  tame_h5_attr_integer(f, "/", "schema_version", TAME_SCHEMA_VERSION + 1);
  ck_assert_int_eq(tame_h5_commit(f, NULL), TAME_OK);
  ck_assert_int_eq(tame_h5_open(&f, path, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "schema version 2"));

  ck_assert_int_eq(tame_h5_create(&f, path, NULL), TAME_OK);
  tame_h5_attr(f, "/", "Conventions", "CF-1.8");
  ck_assert_int_eq(tame_h5_commit(f, NULL), TAME_OK);
  ck_assert_int_eq(tame_h5_open(&f, path, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "not a result file"));
}
END_TEST

START_TEST(missing_or_mistyped_objects_are_told_apart)
{
  tame_h5 *f;
  double x, *y;
  char *text;
  write_sample(path);
  ck_assert_int_eq(tame_h5_open(&f, path, NULL), TAME_OK);
  ck_assert_int_eq(tame_h5_read(&y, NULL, f, "panel/no", NULL), TAME_EMISSING);
  ck_assert_int_eq(tame_h5_read(&y, NULL, f, "panel", NULL), TAME_EFORMAT);
  ck_assert_int_eq(tame_h5_read_scalar(&x, f, "panel/x", NULL), TAME_EFORMAT);
  ck_assert_int_eq(tame_h5_read_attr(&text, f, "panel", "no", NULL),
                   TAME_EMISSING);
  ck_assert_int_eq(tame_h5_read_attr(&text, f, "panel", "alpha", NULL),
                   TAME_EFORMAT);
  ck_assert_int_eq(tame_h5_read_attr_number(&x, f, "panel", "title", NULL),
                   TAME_EFORMAT);
  ck_assert_int_eq(tame_h5_axis_name(&text, f, "panel/z", 0, NULL),
                   TAME_EMISSING);
  tame_h5_close(f);
}
END_TEST

START_TEST(a_place_that_cannot_be_written_is_an_error_of_one_line)
{
  tame_h5 *f;
  tame_error err;
  ck_assert_int_eq(tame_h5_create(&f, "/proc/no/x.h5", &err), TAME_EIO);
  ck_assert_ptr_nonnull(strstr(err.text, "/proc/no/x.h5: cannot create"));
}
END_TEST

/* a rename would replace it, for root even /dev/null */
START_TEST(a_device_or_a_pipe_is_no_place_for_output)
{
  tame_h5 *f;
  tame_output text;
  tame_error err;
  struct stat about;
  ck_assert_int_eq(mkfifo(path, 0600), 0);
  ck_assert_int_eq(tame_h5_create(&f, path, &err), TAME_EIO);
  ck_assert_ptr_nonnull(strstr(err.text, "not a regular file"));
  ck_assert_int_eq(tame_output_open(&text, path, &err), TAME_EIO);
  ck_assert_ptr_nonnull(strstr(err.text, "not a regular file"));
  ck_assert_int_eq(stat(path, &about), 0);
  ck_assert(S_ISFIFO(about.st_mode));
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("h5");
  tcase_add_checked_fixture(t, set_up, tear_down);
  tcase_add_test(t, what_is_written_is_read_back);
  tcase_add_test(t, objects_are_walked_in_the_order_of_creation);
  tcase_add_test(t, equal_contents_are_equal_bytes);
  tcase_add_test(t, large_data_are_compressed_and_intact);
  tcase_add_test(t, nothing_is_seen_before_commit_or_after_discard);
  tcase_add_test(t, an_old_result_survives_a_discarded_one);
  tcase_add_test(t, a_truncated_file_is_refused_at_every_length);
  tcase_add_test(t, a_file_with_one_flipped_byte_is_refused);
  tcase_add_test(t, what_is_not_a_result_is_refused);
  tcase_add_test(t, another_schema_version_is_refused);
  tcase_add_test(t, missing_or_mistyped_objects_are_told_apart);
  tcase_add_test(t, a_place_that_cannot_be_written_is_an_error_of_one_line);
  tcase_add_test(t, a_device_or_a_pipe_is_no_place_for_output);
  tcase_set_timeout(t, 60);
  return run_tests(t);
}
