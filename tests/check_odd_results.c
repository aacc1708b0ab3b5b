/* SPDX-License-Identifier: MIT */
/* Result files that are whole and sealed, but not as we write them: numbers kept
 * elsewhere, links that lead out of the file, lists of scales that are none.
 * They are made by changing a good file through HDF5 and sealing it again. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hdf5_hl.h>

#include "../lib/src/io/h5_file.h"
#include "run_tests.h"
#include "sandbox.h"
#include "tame/base.h"
#include "tame/column.h"
#include "tame/compare.h"

enum { MOST = 1 << 20 };

static void write_good(const char *name)
{
  static const double x[4] = {0.5, 1.5, 2.5, 3.5};
  static char texts[20001];
  tame_h5 *f;
  memset(texts, 't', sizeof texts - 1);
  ck_assert_int_ge(tame_h5_create(&f, in_dir(name), NULL), 0);
  tame_h5_axis(f, "x", x, 2, "abscissa", "1");
  tame_h5_write(f, "y", "x", x, "ordinate", "1");
  tame_h5_group(f, "g", "a group");
  tame_h5_codes(f, "g/method", "slow fast", "method");
  tame_h5_write(f, "g/z", "method x", x, "values", "s");
  tame_h5_attr(f, "g", "texts", texts);
  ck_assert_int_ge(tame_h5_commit(f, NULL), 0);
}

static char *good, *odd; /* paths */

static void set_up(void)
{
  make_dir();
  good = tame_strdup(in_dir("good.h5"));
  odd = tame_strdup(in_dir("odd.h5"));
  write_good("good.h5");
}

static void tear_down(void)
{
  free(good);
  free(odd);
  remove_dir();
}

/* ODD <- GOOD after CHANGE, sealed. */
static void make_odd(void (*change)(hid_t file))
{
  static char bytes[MOST];
  char seal[TAME_H5_SEAL_SIZE + 1];
  FILE *in = fopen(good, "rb"), *out = fopen(odd, "wb");
  ck_assert(in && out);
  const size_t n = fread(bytes, 1, MOST, in) - TAME_H5_SEAL_SIZE;
  fclose(in);
  const hid_t f = H5LTopen_file_image(bytes, n, H5LT_FILE_IMAGE_OPEN_RW);
  ck_assert_int_ge(f, 0);
  tame_h5_quiet();
  change(f);
  H5Fflush(f, H5F_SCOPE_GLOBAL);
  const ssize_t size = H5Fget_file_image(f, bytes, MOST);
  ck_assert_int_gt(size, 0);
  H5Fclose(f);
  tame_h5_seal(seal, bytes, (size_t)size);
  fwrite(bytes, 1, (size_t)size, out);
  fwrite(seal, 1, TAME_H5_SEAL_SIZE, out);
  ck_assert_int_eq(fclose(out), 0);
}

static tame_h5 *open_odd(void)
{
  tame_h5 *f;
  tame_error err;
  ck_assert_msg(tame_h5_open(&f, odd, &err) == TAME_OK, "%s", err.text);
  return f;
}

/* A data set PATH of N numbers, by creation list HOW. */
static void put(hid_t file, const char *path, hid_t space, hid_t how)
{
  H5Ldelete(file, path, H5P_DEFAULT);
  H5Dclose(H5Dcreate2(file, path, H5T_IEEE_F64LE, space, H5P_DEFAULT, how,
                      H5P_DEFAULT));
  H5Sclose(space);
  if (how != H5P_DEFAULT) H5Pclose(how);
}

static hid_t line(hsize_t n) { return H5Screate_simple(1, &n, NULL); }

/* --- numbers ---------------------------------------------------------------- */

static void no_numbers(hid_t f)
{
  put(f, "y", H5Screate(H5S_NULL), H5P_DEFAULT);
}

static void of_another_file(hid_t f)
{
  const hid_t how = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_external(how, "/etc/passwd", 0, 16);
  put(f, "y", line(2), how);
}

static void promised_only(hid_t f)
{
  put(f, "y", line((hsize_t)1 << 30), H5P_DEFAULT);
}

static void one_in_a_large_chunk(hid_t f)
{
  const hsize_t one = 1, most = H5S_UNLIMITED, chunk = 1 << 28;
  const hid_t how = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_chunk(how, 1, &chunk);
  put(f, "y", H5Screate_simple(1, &one, &most), how);
}

static void rank_seven(hid_t f)
{
  const hsize_t dims[7] = {1, 1, 1, 1, 1, 1, 1};
  put(f, "y", H5Screate_simple(7, dims, NULL), H5P_DEFAULT);
}

START_TEST(numbers_that_the_file_does_not_hold_are_refused)
{
  static void (*const CHANGE[])(hid_t) = {no_numbers, of_another_file,
                                          promised_only, one_in_a_large_chunk,
                                          rank_seven};
  double *x;
  tame_error err;
  make_odd(CHANGE[_i]);
  tame_h5 *f = open_odd();
  ck_assert_int_eq(tame_h5_read(&x, NULL, f, "y", &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "y has an unusable shape"));
  tame_h5_close(f);
}
END_TEST

/* --- links ------------------------------------------------------------------ */

static void links(hid_t f)
{
  H5Lcreate_external(good, "x", f, "outside", H5P_DEFAULT, H5P_DEFAULT);
  H5Lcreate_soft("/y", f, "soft", H5P_DEFAULT, H5P_DEFAULT);
  H5Lcreate_soft("/none", f, "dangling", H5P_DEFAULT, H5P_DEFAULT);
  H5Lcreate_hard(f, "g", f, "g/circle", H5P_DEFAULT, H5P_DEFAULT);
}

static bool count_object(const char *path, bool is_group, void *ctx)
{
  (void)is_group;
  ck_assert_ptr_null(strstr(path, "outside"));
  ck_assert_ptr_null(strstr(path, "soft"));
  ++*(size_t *)ctx;
  return true;
}

START_TEST(links_that_we_never_make_lead_nowhere)
{
  size_t n = 0;
  make_odd(links);
  tame_h5 *f = open_odd();
  ck_assert(tame_h5_exists(f, "y") && tame_h5_exists(f, "g/z"));
  ck_assert(!tame_h5_exists(f, "outside") && !tame_h5_exists(f, "soft"));
  ck_assert(!tame_h5_exists(f, "dangling"));
  ck_assert_int_eq(tame_h5_walk(f, "/", count_object, &n, NULL), TAME_OK);
  ck_assert_uint_eq(n, 6); /* x y g g/method g/z g/circle, and no further */
  tame_h5_close(f);
}
END_TEST

/* --- scales ----------------------------------------------------------------- */

/* HDF5 1.10 reads these into an array of one list for each dimension. */
static void scales_are_numbers(hid_t f)
{
  static double x[1000];
  H5Adelete_by_name(f, "g/z", "DIMENSION_LIST", H5P_DEFAULT);
  H5LTset_attribute_double(f, "g/z", "DIMENSION_LIST", x, 1000);
}

static void scale_of_a_long_name(hid_t f)
{
  static char name[600];
  memset(name, 'n', sizeof name - 1);
  H5Lmove(f, "x", f, name, H5P_DEFAULT, H5P_DEFAULT);
}

START_TEST(a_list_of_scales_that_is_none_is_no_list)
{
  char *name;
  make_odd(scales_are_numbers);
  tame_h5 *f = open_odd();
  ck_assert_int_eq(tame_h5_axis_name(&name, f, "g/z", 0, NULL), TAME_EMISSING);
  tame_h5_close(f);
  /* nor is it one for a comparison */
  ck_assert_int_eq(run("h5same %s %s", odd, odd)->status, 0);
  const outcome *o = run("h5same %s %s", good, odd);
  ck_assert_int_eq(o->status, 1);
  ck_assert_ptr_nonnull(strstr(o->text, "g/z: axis 0: "));
}
END_TEST

START_TEST(a_long_name_of_an_axis_is_not_cut)
{
  char *name;
  make_odd(scale_of_a_long_name);
  tame_h5 *f = open_odd();
  ck_assert_int_eq(tame_h5_axis_name(&name, f, "y", 0, NULL), TAME_OK);
  ck_assert_uint_eq(strlen(name), 599);
  free(name);
  tame_h5_close(f);
}
END_TEST

static void empty_axis(hid_t f) { put(f, "y", line(0), H5P_DEFAULT); }

START_TEST(an_index_of_an_empty_axis_is_refused_in_plain_words)
{
  double *x;
  size_t n;
  tame_error err;
  make_odd(empty_axis);
  tame_h5 *f = open_odd();
  ck_assert_int_eq(tame_column_read(&x, &n, f, "y[0]", &err), TAME_EINVAL);
  ck_assert_str_eq(err.text, "y: axis 0 is empty");
  tame_h5_close(f);
}
END_TEST

/* --- texts ------------------------------------------------------------------ */

static void last_letter(hid_t f)
{
  char text[20001], *value = text;
  memset(text, 't', 19999);
  strcpy(text + 19999, "\n");
  H5Adelete_by_name(f, "g", "texts", H5P_DEFAULT);
  const hid_t type = tame_h5_text_type(), space = H5Screate(H5S_SCALAR);
  const hid_t a = H5Acreate_by_name(f, "g", "texts", type, space, H5P_DEFAULT,
                                    H5P_DEFAULT, H5P_DEFAULT);
  ck_assert_int_ge(H5Awrite(a, type, &value), 0);
  H5Aclose(a);
  H5Sclose(space);
  H5Tclose(type);
}

START_TEST(a_long_text_that_differs_in_its_last_letter_differs)
{
  make_odd(last_letter);
  const outcome *o = run("h5same %s %s", good, odd);
  ck_assert_int_eq(o->status, 1);
  ck_assert_ptr_nonnull(strstr(o->text, "g: attribute texts: \"...t"));
  ck_assert_ptr_eq(strchr(o->text, '\n') + 1, o->text + strlen(o->text));
}
END_TEST

static void tabs_and_half_words(hid_t f)
{
  double x[2] = {0.5, 1.0};
  const hid_t d = H5Dopen2(f, "g/method", H5P_DEFAULT);
  H5Dwrite(d, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, x);
  H5Dclose(d);
  H5Ldelete(f, "g/z", H5P_DEFAULT);
  H5LTset_attribute_string(f, "y", "long_name", "a\tb\nc");
}

START_TEST(a_printed_table_stays_one)
{
  make_odd(tabs_and_half_words);
  const outcome *o = run("h5table / %s", odd); /* names of one letter */
  ck_assert_str_eq(o->text, "abscissa\ta b c\n0.5\t0.5\n1.5\t1.5\n");
  o = run("h5cols --list %s", odd);
  ck_assert_ptr_nonnull(strstr(o->text, "y(x=2)\t[1]\ta b c\n"));
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("odd_results");
  tcase_add_checked_fixture(t, set_up, tear_down);
  tcase_add_loop_test(t, numbers_that_the_file_does_not_hold_are_refused, 0, 5);
  tcase_add_test(t, links_that_we_never_make_lead_nowhere);
  tcase_add_test(t, a_list_of_scales_that_is_none_is_no_list);
  tcase_add_test(t, a_long_name_of_an_axis_is_not_cut);
  tcase_add_test(t, an_index_of_an_empty_axis_is_refused_in_plain_words);
  tcase_add_test(t, a_long_text_that_differs_in_its_last_letter_differs);
  tcase_add_test(t, a_printed_table_stays_one);
  return run_tests(t);
}
