/* SPDX-License-Identifier: MIT */
/* tame/safetensors.h against files that the package safetensors wrote
 * (tests/reference/safetensors_files.py), and every refusal. */
#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/base.h"
#include "tame/dataset.h"
#include "tame/safetensors.h"

#define TYPES  "tests/reference/types.safetensors"
#define FLOATS "tests/reference/floats.safetensors"

static tame_safetensors *opened(const char *path)
{
  tame_safetensors *f;
  tame_error err = {""};
  ck_assert_msg(tame_safetensors_open(&f, path, &err) == TAME_OK, "%s",
                err.text);
  return f;
}

/* x [count] <- array NAME, in both precisions, which must agree. */
static void read_both(double *x, size_t count, const tame_safetensors *f,
                      const char *name)
{
  const tame_tensor *t;
  float y[16];
  ck_assert_int_eq(tame_safetensors_find(&t, f, name, NULL), TAME_OK);
  ck_assert_uint_eq(t->count, count);
  ck_assert_int_eq(tame_safetensors_read_f64(x, f, t, NULL), TAME_OK);
  ck_assert_int_eq(tame_safetensors_read_f32(y, f, t, NULL), TAME_OK);
  for (size_t i = 0; i < count; i++)
    ck_assert(y[i] == (float)x[i] || (isnan(y[i]) && isnan(x[i])));
}

START_TEST(every_floating_type_is_read_at_its_edges)
{
  static const double HALF[11] = {0.0,     -0.0,     0x1p-24,  -0x1.ff8p-15,
                                  0x1p-14, 1.0,      -2.0,     0x1.554p-2,
                                  65504.0, INFINITY, -INFINITY};
  static const double BRAIN[6] = {1.0,        -2.0,     0x1p-133,
                                  0x1.fep127, INFINITY, 3.140625};
  tame_safetensors *f = opened(TYPES);
  double x[12];
  read_both(x, 12, f, "half");
  for (size_t i = 0; i < 11; i++) {
    ck_assert_double_eq(x[i], HALF[i]);
    ck_assert_int_eq(signbit(x[i]) != 0, signbit(HALF[i]) != 0);
  }
  ck_assert_double_nan(x[11]);
  read_both(x, 6, f, "brain");
  for (size_t i = 0; i < 6; i++) ck_assert_double_eq(x[i], BRAIN[i]);
  read_both(x, 4, f, "single");
  ck_assert_double_eq(x[0], 1.5);
  ck_assert_double_eq(x[1], -2.25);
  ck_assert_double_eq(x[2], (double)3e38f);
  ck_assert_double_eq(x[3], 0x1p-149);
  read_both(x, 1, f, "double");
  ck_assert_double_eq(x[0], 0.1);
  read_both(x, 0, f, "empty");
  tame_safetensors_close(f);
}
END_TEST

START_TEST(the_header_is_seen_whole)
{
  tame_safetensors *f = opened(TYPES);
  const tame_tensor *t;
  tame_error err = {""};
  size_t n;
  double x[5];
  const tame_tensor *all = tame_safetensors_list(&n, f);
  ck_assert_uint_eq(n, 7);
  for (size_t k = 1; k < n; k++) ck_assert(all[k - 1].offset <= all[k].offset);
  ck_assert_int_eq(tame_safetensors_find(&t, f, "single", NULL), TAME_OK);
  ck_assert_uint_eq(t->n_dims, 3);
  ck_assert_uint_eq(t->shape[0], 2);
  ck_assert_uint_eq(t->shape[1], 1);
  ck_assert_int_eq(t->dtype, TAME_F32);
  ck_assert_str_eq(tame_safetensors_metadata(f, "note"), "caf\xC3\xA9");
  ck_assert_ptr_null(tame_safetensors_metadata(f, "format"));
  ck_assert_int_eq(tame_safetensors_find(&t, f, "none", &err), TAME_EMISSING);
  ck_assert_str_eq(err.text, TYPES ": no array 'none'");
  ck_assert_int_eq(tame_safetensors_find(&t, f, "mask", NULL), TAME_OK);
  ck_assert_int_eq(tame_safetensors_read_f64(x, f, t, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "'mask': no floating-point numbers"));
  tame_safetensors_close(f);
}
END_TEST

/* --- writing -------------------------------------------------------------- */

static const double BIAS[3] = {0.1, -0.0, 1e300};
static const float WEIGHT[6] = {0.0f, 0.125f, 0.25f, 0.375f, 0.5f, 0.625f};
static const float SCALAR = 7.25f;
static const tame_tensor_data ARRAYS[3] = {
    {"h.0.weight", TAME_F32, 2, {2, 3}, WEIGHT},
    {"a.bias", TAME_F64, 1, {3}, BIAS},
    {"h.0.x\"y", TAME_F32, 0, {0}, &SCALAR}};
static const char *const FORMAT[3] = {"format", "np", NULL};

START_TEST(what_is_written_is_what_the_package_writes)
{
  char ours[65], theirs[65];
  tame_error err = {""};
  ck_assert_msg(tame_safetensors_write(in_dir("w"), ARRAYS, 3, FORMAT, &err) ==
                    TAME_OK,
                "%s", err.text);
  ck_assert_int_eq(tame_sha256_file(ours, in_dir("w"), NULL), TAME_OK);
  ck_assert_int_eq(tame_sha256_file(theirs, FLOATS, NULL), TAME_OK);
  ck_assert_str_eq(ours, theirs);
  ck_assert_int_ne(access(in_dir("w.tmp"), F_OK), 0);
}
END_TEST

START_TEST(long_arrays_come_back)
{
  enum { MANY = 20011 };
  float *x = tame_calloc(MANY, sizeof *x), *y = tame_calloc(MANY, sizeof *y);
  for (size_t i = 0; i < MANY; i++) x[i] = sinf((float)i);
  const tame_tensor_data long_one[2] = {{"", TAME_F32, 1, {MANY}, x},
                                        {"none", TAME_F32, 2, {0, 5}, NULL}};
  ck_assert_int_eq(tame_safetensors_write(in_dir("l"), long_one, 2, NULL, NULL),
                   TAME_OK);
  tame_safetensors *f = opened(in_dir("l"));
  const tame_tensor *t;
  ck_assert_int_eq(tame_safetensors_find(&t, f, "", NULL), TAME_OK);
  ck_assert_int_eq(tame_safetensors_read_f32(y, f, t, NULL), TAME_OK);
  ck_assert_mem_eq(x, y, MANY * sizeof *x);
  tame_safetensors_close(f);
  free(x);
  free(y);
}
END_TEST

START_TEST(bad_names_and_places_are_refused_before_writing)
{
  static const struct {
    const char *first, *second, *why;
  } BAD[] = {{"x", "x", "array 'x': two arrays of this name"},
             {"x", "__metadata__", "this name is taken"},
             {"x", "\xFF\n", "its name is not UTF-8"}};
  tame_error err = {""};
  for (size_t k = 0; k < 3; k++) {
    const tame_tensor_data two[2] = {
        {BAD[k].first, TAME_F32, 0, {0}, &SCALAR},
        {BAD[k].second, TAME_F32, 0, {0}, &SCALAR}};
    ck_assert_int_eq(tame_safetensors_write(in_dir("b"), two, 2, NULL, &err),
                     TAME_EINVAL);
    ck_assert_msg(strstr(err.text, BAD[k].why), "%s", err.text);
    ck_assert_int_ne(access(in_dir("b"), F_OK), 0);
  }
  ck_assert_int_eq(
      tame_safetensors_write(in_dir("no/such"), ARRAYS, 3, NULL, &err),
      TAME_EIO);
}
END_TEST

/* --- refusals ------------------------------------------------------------- */

/* A file with this header, N in front of it, and DATA zero bytes. */
static void write_file(const char *name, const char *header, size_t data)
{
  FILE *out = fopen(in_dir(name), "w");
  const size_t n = strlen(header);
  ck_assert_ptr_nonnull(out);
  for (size_t i = 0; i < 8; i++)
    fputc((int)((uint64_t)n >> (8 * i) & 0xFF), out);
  fputs(header, out);
  for (size_t i = 0; i < data; i++) fputc(0, out);
  ck_assert_int_eq(fclose(out), 0);
}

static void assert_refused(const char *name, tame_status status,
                           const char *why)
{
  tame_safetensors *f;
  tame_error err = {""};
  ck_assert_int_eq(tame_safetensors_open(&f, in_dir(name), &err), status);
  ck_assert_msg(strstr(err.text, why), "no '%s' in: %s", why, err.text);
  ck_assert_ptr_null(f);
}

#define ONE(dtype, shape, begin, end)                                          \
  "{\"x\":{\"dtype\":\"" dtype "\",\"shape\":[" shape                          \
  "],\"data_offsets\":[" begin "," end "]}}"
#define TWO(begin, end, begin2, end2)                                          \
  "{\"x\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[" begin "," end    \
  "]},\"y\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[" begin2         \
  "," end2 "]}}"

START_TEST(broken_headers_are_refused)
{
  static const struct {
    const char *header;
    size_t data;
    const char *why;
  } BAD[] = {
      {"[]", 0, "does not begin with {"},
      {" {}", 0, "does not begin with {"},
      {"", 0, "does not begin with {"},
      {"{", 0, ":1: "},
      {"{}", 1, "bytes after the last array"},
      {"{\"x\":1}", 0, "'x': expected dtype, shape and data_offsets"},
      {"{\"x\":{\"dtype\":\"F32\",\"shape\":[]}}", 0, "'x': expected dtype"},
      {ONE("F33", "1", "0", "4"), 4, "'x': its dtype is none of those"},
      {ONE("F32", "-1", "0", "4"), 4, "its shape has what is no size"},
      {ONE("F32", "1.0", "0", "4"), 4, "its shape has what is no size"},
      {ONE("F32", "1,1,1,1,1,1,1,1,1", "0", "4"), 4, "at most 8 numbers"},
      {ONE("F32", "4294967296,4294967296", "0", "4"), 4, "beyond all memory"},
      {ONE("F32", "4611686018427387904", "0", "4"), 4, "beyond all memory"},
      {ONE("F32", "2", "0", "4"), 4, "do not fit its shape"},
      {ONE("F32", "1", "0", "8"), 4, "leave the file"},
      {ONE("F32", "1", "4", "0"), 4, "leave the file"},
      {ONE("F32", "1", "-4", "0"), 4, "no two offsets"},
      {ONE("F32", "1", "0", "4.0"), 4, "no two offsets"},
      {ONE("F32", "1", "0", "4,8"), 8, "no two offsets"},
      {ONE("F32", "1", "4", "8"), 8, "'x': a hole before it"},
      {ONE("F32", "1", "0", "4"), 5, "bytes after the last array"},
      {TWO("0", "4", "3", "7"), 7, "'y': overlaps another"},
      {TWO("0", "4", "0", "4"), 4, "'y': overlaps another"},
      {TWO("5", "9", "0", "4"), 9, "'x': a hole before it"},
      {"{\"x\":1,\"x\":2}", 0, "duplicate object key"},
      {"{\"__metadata__\":[]}", 0, "no object of texts"},
      {"{\"__metadata__\":{\"a\":1}}", 0, "what is no text in it"},
      {"{\"a\\nb\":1}", 0, "array 'a?b': expected"}};
  for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++) {
    write_file("bad", BAD[k].header, BAD[k].data);
    assert_refused("bad", TAME_EFORMAT, BAD[k].why);
  }
}
END_TEST

START_TEST(order_spaces_and_empty_arrays_are_free)
{
  static const struct {
    const char *header;
    size_t data, n;
  } GOOD[] = {
      {"{}", 0, 0},
      {"{\"__metadata__\":{}}   ", 0, 0},
      {TWO("4", "8", "0", "4"), 8, 2},
      {ONE("F32", "4294967296,4294967296,0", "0", "0"), 0, 1},
      {"{\"x\":{\"data_offsets\":[0,1],\"shape\":[],\"dtype\":\"I8\"}}", 1, 1}};
  for (size_t k = 0; k < sizeof GOOD / sizeof *GOOD; k++) {
    size_t n;
    write_file("good", GOOD[k].header, GOOD[k].data);
    tame_safetensors *f = opened(in_dir("good"));
    (void)tame_safetensors_list(&n, f);
    ck_assert_uint_eq(n, GOOD[k].n);
    tame_safetensors_close(f);
  }
}
END_TEST

START_TEST(short_files_and_absurd_lengths_are_refused)
{
  write_text("short", "\x02");
  assert_refused("short", TAME_EFORMAT, "too short for a header");
  write_text("long", "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF{}");
  assert_refused("long", TAME_EFORMAT,
                 "a header of 18446744073709551615 bytes");
  write_file("cut", "{}", 0);
  ck_assert_int_eq(truncate(in_dir("cut"), 9), 0);
  assert_refused("cut", TAME_EFORMAT, "a header of 2 bytes");
  write_text("text", "This is no such file.\n");
  assert_refused("text", TAME_EFORMAT, "not a safetensors file");
  assert_refused("none", TAME_EMISSING, "No such file");
  assert_refused("", TAME_EIO, "not a file");
}
END_TEST

START_TEST(a_file_that_shrinks_is_an_error_when_read)
{
  write_file("s", ONE("F64", "2", "0", "16"), 16);
  tame_safetensors *f = opened(in_dir("s"));
  const tame_tensor *t;
  tame_error err = {""};
  double x[2];
  ck_assert_int_eq(tame_safetensors_find(&t, f, "x", NULL), TAME_OK);
  ck_assert_int_eq(truncate(in_dir("s"), 70), 0);
  ck_assert_int_eq(tame_safetensors_read_f64(x, f, t, &err), TAME_EIO);
  ck_assert_ptr_nonnull(strstr(err.text, "became shorter"));
  tame_safetensors_close(f);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("safetensors");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, every_floating_type_is_read_at_its_edges);
  tcase_add_test(t, the_header_is_seen_whole);
  tcase_add_test(t, what_is_written_is_what_the_package_writes);
  tcase_add_test(t, long_arrays_come_back);
  tcase_add_test(t, bad_names_and_places_are_refused_before_writing);
  tcase_add_test(t, broken_headers_are_refused);
  tcase_add_test(t, order_spaces_and_empty_arrays_are_free);
  tcase_add_test(t, short_files_and_absurd_lengths_are_refused);
  tcase_add_test(t, a_file_that_shrinks_is_an_error_when_read);
  return run_tests(t);
}
