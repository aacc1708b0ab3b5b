/* SPDX-License-Identifier: MIT */
/* Can the comparison of results be trusted?  Every bit of the numbers in a
 * small file is flipped, one at a time, and each of its attributes; types,
 * shapes, axes and objects are exchanged.  check_determinism.c flips a bit of
 * everything in every result. */
#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hdf5_hl.h>

#include "alter.h"
#include "run_tests.h"
#include "tame/base.h"
#include "tame/h5.h"

static char folder[] = "/tmp/tame-check-compare-XXXXXX";
static char original[64], changed[64];

static void set_up(void)
{
  strcpy(folder + strlen(folder) - 6, "XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  snprintf(original, sizeof original, "%s/a.h5", folder);
  snprintf(changed, sizeof changed, "%s/b.h5", folder);
}

static void tear_down(void)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  ck_assert_int_eq(system(command), 0);
}

/* --- what the comparison says -------------------------------------------- */

/* The two files differ in one thing, and START is how that is told. */
static void assert_one(const char *start, bool numbers_only)
{
  sayings s;
  compare(&s, original, changed, numbers_only);
  ck_assert_msg(s.n == 1, "%zu differences for '%s'%s%s", s.n, start,
                s.n ? ": " : "", s.n ? s.text[0] : "");
  ck_assert_msg(strncmp(s.text[0], start, strlen(start)) == 0, "'%s' for '%s'",
                s.text[0], start);
  forget(&s);
}

static void assert_none(bool numbers_only)
{
  sayings s;
  compare(&s, original, changed, numbers_only);
  ck_assert_msg(s.n == 0, "%s", s.text[0]);
}

/* --- a small file -------------------------------------------------------- */

enum { LONG = 20000 };

static void write_sample(const char *path)
{
  static const double x[3] = {0.5, 1.25, 4}, y[6] = {1, 2, 3, NAN, 5, -0.0};
  static char text[LONG + 1];
  tame_h5 *f;
  tame_error err;
  memset(text, 'a', LONG);
  ck_assert_int_eq(tame_h5_create(&f, path, NULL), TAME_OK);
  tame_h5_attr(f, "/", "title", "a sample");
  tame_h5_group(f, "panel", "a panel");
  tame_h5_axis(f, "panel/x", x, 3, "abscissa", "s");
  tame_h5_axis(f, "panel/other", x, 3, "another abscissa", "s");
  tame_h5_codes(f, "panel/method", "slow fast", "method");
  tame_h5_write(f, "panel/y", "method x", y, "ordinate", "1");
  tame_h5_write_measured(f, "panel/time", "x", x, "time", "s");
  tame_h5_write_scalar(f, "panel/z", 2.385, "a number", "m");
  tame_h5_panel(f, "panel", "y", "method x");
  tame_h5_attr_number(f, "panel", "alpha", 0.25);
  tame_h5_attr_integer(f, "panel", "large", 1L << 60);
  tame_h5_attr(f, "panel", "long", text);
  tame_h5_group(f, "provenance", "how");
  tame_h5_attr(f, "provenance", "program", "sample");
  tame_h5_group(f, "provenance/run", "when");
  tame_h5_attr_number(f, "provenance/run", "cpu_seconds", 1.0);
  ck_assert_msg(tame_h5_commit(f, &err) == TAME_OK, "%s", err.text);
}

/* The second file, open for a change; close_changed seals it again. */
static hid_t open_changed(void)
{
  write_sample(original);
  return alter_open(changed, original);
}

static void close_changed(hid_t file) { alter_close(file, changed); }

START_TEST(a_copy_is_the_same)
{
  close_changed(open_changed());
  assert_none(false);
}
END_TEST

START_TEST(every_bit_of_every_number_counts)
{
  static const struct {
    const char *path, *says;
    size_t count;
  } sets[] = {{"panel/x", "panel/x: 1 of 3 numbers", 3},
              {"panel/y", "panel/y: 1 of 6 numbers", 6},
              {"panel/method", "panel/method: 1 of 2 numbers", 2},
              {"panel/z", "panel/z: 1 of 1 numbers", 1}};
  for (size_t s = 0; s < sizeof sets / sizeof *sets; s++)
    for (size_t i = 0; i < sets[s].count; i++)
      for (unsigned bit = 0; bit < 64; bit++) {
        const hid_t file = open_changed();
        alter_number(file, sets[s].path, i, bit);
        close_changed(file);
        assert_one(sets[s].says, false);
      }
}
END_TEST

/* ... in particular the 51 bits that a NaN carries, but to another build */
START_TEST(another_NaN_is_missing_too_only_for_another_build)
{
  const hid_t file = open_changed();
  alter_number(file, "panel/y", 3, 17);
  close_changed(file);
  assert_one(
      "panel/y: 1 of 6 numbers differ, by at most 0; the first, at 3: "
      "NaN(0x",
      false);
  assert_none(true);
}
END_TEST

START_TEST(every_attribute_counts)
{
  static const char *const where[][2] = {{"/", "title"},
                                         {"panel", "title"},
                                         {"panel", "signal"},
                                         {"panel", "axes"},
                                         {"panel", "alpha"},
                                         {"panel", "large"},
                                         {"panel", "long"},
                                         {"panel/y", "units"},
                                         {"panel/time", "long_name"},
                                         {"panel/x", "NAME"},
                                         {"panel/method", "flag_values"},
                                         {"provenance", "program"}};
  for (size_t i = 0; i < sizeof where / sizeof *where; i++) {
    char says[128];
    const hid_t file = open_changed();
    alter_attr(file, where[i][0], where[i][1]);
    close_changed(file);
    snprintf(says, sizeof says, "%s: attribute %s: ", where[i][0], where[i][1]);
    assert_one(says, false);
  }
}
END_TEST

START_TEST(what_differs_from_run_to_run_does_not_count)
{
  const hid_t file = open_changed();
  for (size_t i = 0; i < 3; i++) alter_number(file, "panel/time", i, 40);
  alter_attr(file, "provenance/run", "cpu_seconds");
  close_changed(file);
  assert_none(false);
}
END_TEST

START_TEST(a_set_that_is_measured_in_one_file_only_is_compared)
{
  sayings s;
  const hid_t file = open_changed();
  alter_number(file, "panel/time", 1, 40);
  alter_attr(file, "panel/time", "volatile");
  close_changed(file);
  compare(&s, original, changed, false);
  ck_assert_uint_eq(s.n, 2); /* the attribute and the numbers */
  forget(&s);
}
END_TEST

/* --- types, shapes, axes -------------------------------------------------- */

static void put_attr(hid_t file, const char *path, const char *name, hid_t type,
                     hid_t space, const void *value)
{
  if (H5Aexists_by_name(file, path, name, H5P_DEFAULT) > 0)
    H5Adelete_by_name(file, path, name, H5P_DEFAULT);
  const hid_t attr = H5Acreate_by_name(file, path, name, type, space,
                                       H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  ck_assert_int_ge(H5Awrite(attr, type, value), 0);
  H5Aclose(attr);
}

START_TEST(attributes_of_another_type_or_shape_or_place_count)
{
  static const double quarter = 0.25;
  static const hsize_t one = 1;
  const hid_t scalar = H5Screate(H5S_SCALAR);
  const hid_t vector = H5Screate_simple(1, &one, NULL);
  hid_t file = open_changed();
  const float same = 0.25F;
  put_attr(file, "panel", "alpha", H5T_NATIVE_FLOAT, scalar, &same);
  close_changed(file);
  assert_one("panel: attribute alpha: another type", false);

  file = open_changed();
  put_attr(file, "panel", "alpha", H5T_NATIVE_DOUBLE, vector, &quarter);
  close_changed(file);
  assert_one("panel: attribute alpha: another shape", false);

  file = open_changed();
  put_attr(file, "panel", "beta", H5T_NATIVE_DOUBLE, scalar, &quarter);
  close_changed(file);
  assert_one("panel: attribute beta only in the second", false);

  file = open_changed();
  H5Adelete_by_name(file, "provenance/run", "cpu_seconds", H5P_DEFAULT);
  close_changed(file);
  assert_one("provenance/run: attribute cpu_seconds only in the first", false);
  H5Sclose(vector);
  H5Sclose(scalar);
}
END_TEST

/* Write panel/z anew, with the same number. */
static void replace_z(hid_t file, hid_t type, hid_t space)
{
  static const double z = 2.385;
  ck_assert_int_ge(H5Ldelete(file, "panel/z", H5P_DEFAULT), 0);
  const hid_t data = H5Dcreate2(file, "panel/z", type, space, H5P_DEFAULT,
                                H5P_DEFAULT, H5P_DEFAULT);
  ck_assert_int_ge(
      H5Dwrite(data, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, &z), 0);
  H5Dclose(data);
  ck_assert_int_ge(H5LTset_attribute_string(file, "panel/z", "long_name", ""),
                   0);
}

/* Some difference is START; others, of attributes, come with it. */
static void assert_some(const char *start)
{
  sayings s;
  bool found = false;
  compare(&s, original, changed, false);
  for (size_t i = 0; i < s.n; i++)
    found = found || strncmp(s.text[i], start, strlen(start)) == 0;
  ck_assert_msg(found, "'%s' was not said", start);
  forget(&s);
}

START_TEST(sets_of_another_type_or_shape_or_place_count)
{
  static const hsize_t one = 1;
  const hid_t scalar = H5Screate(H5S_SCALAR);
  const hid_t vector = H5Screate_simple(1, &one, NULL);
  hid_t file = open_changed();
  replace_z(file, H5T_IEEE_F32LE, scalar);
  close_changed(file);
  assert_some("panel/z: not of type double in the second");

  file = open_changed();
  replace_z(file, H5T_IEEE_F64LE, vector);
  close_changed(file);
  assert_some("panel/z: another shape");

  file = open_changed();
  ck_assert_int_ge(H5Ldelete(file, "panel/z", H5P_DEFAULT), 0);
  close_changed(file);
  assert_one("panel/z: only in the first", false);

  file = open_changed();
  ck_assert_int_ge(
      H5Lcopy(file, "panel/z", file, "more", H5P_DEFAULT, H5P_DEFAULT), 0);
  close_changed(file);
  assert_one("more: only in the second", false);

  file = open_changed();
  ck_assert_int_ge(H5Ldelete(file, "panel/z", H5P_DEFAULT), 0);
  H5Gclose(H5Gcreate2(file, "panel/z", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  close_changed(file);
  assert_one("panel/z: a group in one, a data set in the other", false);
  H5Sclose(vector);
  H5Sclose(scalar);
}
END_TEST

START_TEST(another_axis_of_the_same_length_counts)
{
  const hid_t file = open_changed();
  const hid_t y = H5Dopen2(file, "panel/y", H5P_DEFAULT);
  const hid_t x = H5Dopen2(file, "panel/x", H5P_DEFAULT);
  const hid_t other = H5Dopen2(file, "panel/other", H5P_DEFAULT);
  ck_assert_int_ge(H5DSdetach_scale(y, x, 1), 0);
  ck_assert_int_ge(H5DSattach_scale(y, other, 1), 0);
  H5Dclose(other);
  H5Dclose(x);
  H5Dclose(y);
  close_changed(file);
  assert_one("panel/y: axis 1: /panel/x and /panel/other", false);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("compare");
  tcase_add_checked_fixture(t, set_up, tear_down);
  tcase_set_timeout(t, 120);
  tcase_add_test(t, a_copy_is_the_same);
  tcase_add_test(t, every_bit_of_every_number_counts);
  tcase_add_test(t, another_NaN_is_missing_too_only_for_another_build);
  tcase_add_test(t, every_attribute_counts);
  tcase_add_test(t, what_differs_from_run_to_run_does_not_count);
  tcase_add_test(t, a_set_that_is_measured_in_one_file_only_is_compared);
  tcase_add_test(t, attributes_of_another_type_or_shape_or_place_count);
  tcase_add_test(t, sets_of_another_type_or_shape_or_place_count);
  tcase_add_test(t, another_axis_of_the_same_length_counts);
  return run_tests(t);
}
