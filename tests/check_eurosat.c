/* SPDX-License-Identifier: MIT */
/* tame/eurosat.h on archives made here. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <zip.h>

#include "image_files.h"
#include "run_tests.h"
#include "tame/dataset.h"
#include "tame/eurosat.h"

/* Colour of pixel (y, x) of image K: ramps to the right and down. */
static int colour(int k, int c, int y, int x)
{
  return c == 0 ? 10 + 3 * x : c == 1 ? 20 + 3 * y : 11 * k % 256;
}

/* *data <- image K of SIDE x SIDE as JPEG; returns its size. */
static size_t encode(uint8_t **data, int k, int side, bool is_grey)
{
  struct jpeg_compress_struct c;
  struct jpeg_error_mgr e;
  unsigned long size = 0;
  uint8_t row[3 * 128], *p = row;
  *data = NULL;
  c.err = jpeg_std_error(&e);
  jpeg_create_compress(&c);
  jpeg_mem_dest(&c, data, &size);
  c.image_width = c.image_height = (JDIMENSION)side;
  c.input_components = is_grey ? 1 : 3;
  c.in_color_space = is_grey ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&c);
  jpeg_set_quality(&c, 100, TRUE);
  jpeg_start_compress(&c, TRUE);
  for (int y = 0; y < side; y++) {
    for (int x = 0; x < side; x++)
      for (int j = 0; j < c.input_components; j++)
        row[x * c.input_components + j] = (uint8_t)colour(k, j, y, x);
    jpeg_write_scanlines(&c, &p, 1);
  }
  jpeg_finish_compress(&c);
  jpeg_destroy_compress(&c);
  return size;
}

static zip_t *archive; /* being made */

static void begin(void)
{
  archive = zip_open(in_dir("a.zip"), ZIP_CREATE | ZIP_TRUNCATE, NULL);
  ck_assert_ptr_nonnull(archive);
}

/* Entry NAME of DATA [n], which is given away. */
static void put(const char *name, uint8_t *data, size_t n)
{
  zip_source_t *s = zip_source_buffer(archive, data, n, 1);
  ck_assert_int_ge(zip_file_add(archive, name, s, 0), 0);
}

static void put_image(const char *name, int k, int side, bool is_grey)
{
  uint8_t *data;
  const size_t n = encode(&data, k, side, is_grey);
  put(name, data, n);
}

static void put_text(const char *name, const char *text)
{
  put(name, (uint8_t *)strdup(text), strlen(text));
}

static tame_status finish_and_read(tame_images *x, tame_error *err)
{
  ck_assert_int_eq(zip_close(archive), 0);
  return tame_eurosat_read(x, in_dir("a.zip"), err);
}

START_TEST(images_come_by_class_and_number)
{
  static const char *const NAME[5] = {
      "River/River_2.jpg", "Forest/Forest_10.jpg", "River/River_1.jpg",
      "Forest/Forest_9.jpg", "SeaLake/SeaLake_3000.jpg"};
  static const int ORDER[5] = {3, 1, 2, 0, 4}, LABEL[5] = {1, 1, 8, 8, 9};
  tame_images x;
  tame_error err = {""};
  char name[64], hex[65];
  begin();
  zip_dir_add(archive, "EuroSAT_RGB/River/", 0);
  for (int k = 0; k < 5; k++) {
    snprintf(name, sizeof name, "EuroSAT_RGB/%s", NAME[k]);
    put_image(name, k, 64, false);
  }
  put_text("EuroSAT_RGB/readme.txt", "not an image");
  ck_assert_msg(finish_and_read(&x, &err) == TAME_OK, "%s", err.text);
  ck_assert(x.n == 5 && x.c == 3 && x.h == 64 && x.w == 64);
  ck_assert_uint_eq(x.n_classes, TAME_EUROSAT_CLASSES);
  for (int i = 0; i < 5; i++) {
    int farthest = 0;
    ck_assert_int_eq(x.label[i], LABEL[i]);
    for (int k = 0; k < 3 * 64 * 64; k++) {
      const int d = x.pixel[i * 3 * 64 * 64 + k] -
                    colour(ORDER[i], k / 4096, k / 64 % 64, k % 64);
      if (abs(d) > farthest) farthest = abs(d);
    }
    ck_assert_int_le(farthest, 6); /* JPEG, with halved colours */
  }
  ck_assert_int_eq(tame_sha256_file(hex, in_dir("a.zip"), &err), TAME_OK);
  ck_assert_str_eq(x.source[0].sha256, hex);
  ck_assert_str_eq(tame_eurosat_class(LABEL[4]), "SeaLake");
  tame_images_free(&x);
}
END_TEST

START_TEST(names_that_are_no_images_of_a_class_are_refused)
{
  static const char *const BAD[] = {
      "Forest_1.jpg",     "River/Forest_1.jpg",  "XRiver/River_1.jpg",
      "River/River_.jpg", "River/River_1x.jpg",  "River/River1.jpg",
      "Lake/Lake_1.jpg",  "River/\nRiver_1.jpg", "River/River_1234567890.jpg"};
  for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++) {
    tame_images x;
    tame_error err = {""};
    begin();
    put_image(BAD[k], 1, 64, false);
    assert_refused(finish_and_read(&x, &err), &err,
                   "is no CLASS/CLASS_NUMBER.jpg");
    ck_assert_ptr_null(x.pixel);
  }
}
END_TEST

START_TEST(images_that_are_not_as_they_should_be_are_refused)
{
  tame_images x;
  tame_error err = {""};
  uint8_t *data;
  begin();
  put_image("River/River_1.jpg", 1, 63, false);
  assert_refused(finish_and_read(&x, &err), &err,
                 "River_1.jpg: 63 x 63 pixels of 3, not 64 x 64 of 3");
  begin();
  put_image("River/River_1.jpg", 1, 64, true);
  assert_refused(finish_and_read(&x, &err), &err, "64 x 64 pixels of 1, not");
  begin();
  put_image("River/River_1.jpg", 1, 64, false);
  put_image("R/River/River_1.jpg", 1, 64, false);
  assert_refused(finish_and_read(&x, &err), &err, "is there twice");
  begin();
  put_text("River/River_1.jpg", "no picture");
  assert_refused(finish_and_read(&x, &err), &err, "Not a JPEG file");
  begin(); /* the second half is missing, the first is fine */
  const size_t n = encode(&data, 1, 64, false);
  put("River/River_1.jpg", data, n / 2);
  assert_refused(finish_and_read(&x, &err), &err, "River_1.jpg: Premature end");
  begin();
  put_text("readme", "empty but for this");
  assert_refused(finish_and_read(&x, &err), &err, "holds no image");
}
END_TEST

START_TEST(broken_archives_are_refused)
{
  static uint8_t bytes[1 << 16];
  tame_images x;
  tame_error err = {""};
  begin();
  put_image("River/River_1.jpg", 1, 64, false);
  ck_assert_int_eq(finish_and_read(&x, &err), TAME_OK);
  tame_images_free(&x);
  const size_t n = read_back(bytes, sizeof bytes, "a.zip");
  const char *path = write_bytes("cut.zip", bytes, n / 2);
  assert_refused(tame_eurosat_read(&x, path, &err), &err, "cut.zip");
  bytes[n / 2] ^= 8; /* inside the image: its check sum differs */
  path = write_bytes("bit.zip", bytes, n);
  assert_refused(tame_eurosat_read(&x, path, &err), &err,
                 "River_1.jpg: cannot be extracted");
  assert_refused_as(TAME_EMISSING,
                    tame_eurosat_read(&x, in_dir("none.zip"), &err), &err,
                    "none.zip");
  ck_assert_int_lt(tame_eurosat_read(&x, dir, &err), 0);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("eurosat");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, images_come_by_class_and_number);
  tcase_add_test(t, names_that_are_no_images_of_a_class_are_refused);
  tcase_add_test(t, images_that_are_not_as_they_should_be_are_refused);
  tcase_add_test(t, broken_archives_are_refused);
  return run_tests(t);
}
