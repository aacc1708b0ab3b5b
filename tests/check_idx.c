/* SPDX-License-Identifier: MIT */
/* tame/idx.h: what is accepted, plain and compressed, and every refusal. */
#include "image_files.h"
#include "run_tests.h"
#include "tame/dataset.h"
#include "tame/idx.h"

enum { MUCH = 1 << 18 };

START_TEST(plain_and_compressed_files_hold_the_same)
{
  static uint8_t bytes[MUCH];
  const size_t dims[4] = {3, 2, 5, 7};
  for (size_t rank = 1; rank <= 4; rank++) {
    tame_idx x, y, z;
    tame_error err = {""};
    char hex[65];
    const size_t n = make_idx(bytes, rank, dims, 256);
    const char *plain = write_bytes("p", bytes, n);
    const char *packed = write_gzip("z", bytes, n, "wb");
    ck_assert_int_eq(tame_sha256_file(hex, plain, &err), TAME_OK);
    ck_assert_int_eq(tame_idx_read(&x, plain, &err), TAME_OK);
    ck_assert_int_eq(tame_idx_read(&y, packed, &err), TAME_OK);
    /* in two members, one of them empty, cut inside the header */
    write_gzip("m", bytes, 6, "wb");
    write_gzip("m", bytes, 0, "ab");
    ck_assert_int_eq(
        tame_idx_read(&z, write_gzip("m", bytes + 6, n - 6, "ab"), &err),
        TAME_OK);
    ck_assert_uint_eq(x.rank, rank);
    ck_assert_uint_eq(x.count, n - 4 - 4 * rank);
    for (size_t k = 0; k < rank; k++) ck_assert_uint_eq(x.dims[k], dims[k]);
    ck_assert_mem_eq(x.x, bytes + 4 + 4 * rank, x.count);
    ck_assert_mem_eq(y.x, x.x, x.count);
    ck_assert_mem_eq(z.x, x.x, x.count);
    ck_assert_str_eq(x.sha256, hex);
    ck_assert_str_eq(y.sha256, hex);
    ck_assert_str_eq(z.sha256, hex);
    tame_idx_free(&x);
    tame_idx_free(&y);
    tame_idx_free(&z);
    ck_assert_ptr_null(x.x);
  }
}
END_TEST

START_TEST(a_file_longer_than_all_buffers_is_read_whole)
{
  static uint8_t bytes[MUCH];
  const size_t dims[2] = {501, 499};
  tame_idx x;
  tame_error err = {""};
  const size_t n = make_idx(bytes, 2, dims, 251);
  for (size_t k = 0; k < 2; k++) {
    const char *path =
        k ? write_gzip("z", bytes, n, "wb") : write_bytes("p", bytes, n);
    ck_assert_int_eq(tame_idx_read(&x, path, &err), TAME_OK);
    ck_assert_mem_eq(x.x, bytes + 12, x.count);
    tame_idx_free(&x);
  }
}
END_TEST

/* Overwrite BYTES[AT], read as NAME, and put it back. */
static void refuse_byte(uint8_t *bytes, size_t n, size_t at, uint8_t value,
                        const char *why)
{
  tame_idx x;
  tame_error err = {""};
  const uint8_t old = bytes[at];
  bytes[at] = value;
  assert_refused(tame_idx_read(&x, write_bytes("bad", bytes, n), &err), &err,
                 why);
  ck_assert_ptr_null(x.x);
  bytes[at] = old;
}

START_TEST(wrong_headers_are_refused_at_their_byte)
{
  uint8_t bytes[256] = {0};
  const size_t dims[2] = {5, 9};
  tame_idx x;
  tame_error err = {""};
  const size_t n = make_idx(bytes, 2, dims, 256);
  refuse_byte(bytes, n, 0, 1, "begins with 01 00 08 02");
  refuse_byte(bytes, n, 1, 9, "begins with 00 09 08 02");
  refuse_byte(bytes, n, 2, 0x0d, "byte 2: numbers of type 0d");
  refuse_byte(bytes, n, 3, 0, "byte 3: 0 dimensions");
  refuse_byte(bytes, n, 3, 5, "byte 3: 5 dimensions");
  refuse_byte(bytes, n, 7, 0, "byte 4: dimension 1 of 2 is 0");
  refuse_byte(bytes, n, 11, 0, "byte 8: dimension 2 of 2 is 0");
  /* a claim of 2^32 numbers is not believed */
  refuse_byte(bytes, n, 4, 255, "the numbers end after 45 of");
  for (size_t cut = 0; cut < 12; cut++)
    assert_refused(
        tame_idx_read(&x, write_bytes("bad", bytes, cut), &err), &err,
        cut < 4 ? "bytes are no IDX file" : "ends inside its header");
  memset(bytes + 3, 4, 1);
  memset(bytes + 4, 0x7f, 16);
  assert_refused(tame_idx_read(&x, write_bytes("bad", bytes, 64), &err), &err,
                 "with the others more than memory holds");
}
END_TEST

START_TEST(short_and_long_files_are_refused_with_their_sizes)
{
  uint8_t bytes[256] = {0};
  const size_t dims[2] = {5, 9};
  tame_idx x;
  tame_error err = {""};
  const size_t n = make_idx(bytes, 2, dims, 256);
  for (size_t k = 0; k < 2; k++) {
    const char *path = k ? write_gzip("s.gz", bytes, n - 1, "wb")
                         : write_bytes("s", bytes, n - 1);
    assert_refused(tame_idx_read(&x, path, &err), &err,
                   "the numbers end after 44 of 45 bytes");
    path = k ? write_gzip("l.gz", bytes, n + 1, "wb")
             : write_bytes("l", bytes, n + 1);
    assert_refused(tame_idx_read(&x, path, &err), &err,
                   "more after its 57 bytes of contents");
  }
}
END_TEST

START_TEST(broken_compression_is_refused_wherever_it_breaks)
{
  uint8_t bytes[1024], packed[1024];
  const size_t dims[2] = {23, 37};
  tame_idx x;
  tame_error err = {""};
  const size_t n = make_idx(bytes, 2, dims, 251);
  write_gzip("z", bytes, n, "wb");
  const size_t size = read_back(packed, sizeof packed, "z");
  ck_assert_uint_gt(size, 30);
  for (size_t cut = 2; cut < size; cut++) {
    write_bytes("cut", packed, cut);
    assert_refused(tame_idx_read(&x, in_dir("cut"), &err), &err,
                   "the gzip stream is cut short");
  }
  /* the check sum of the contents, then garbage after the end */
  packed[size - 7] ^= 1;
  assert_refused(tame_idx_read(&x, write_bytes("crc", packed, size), &err),
                 &err, "incorrect data check");
  packed[size - 7] ^= 1;
  packed[size] = 'x';
  assert_refused(tame_idx_read(&x, write_bytes("more", packed, size + 1), &err),
                 &err, "more after the end of the gzip stream");
  packed[2] = 7; /* an unknown method */
  assert_refused(tame_idx_read(&x, write_bytes("how", packed, size), &err),
                 &err, "the gzip stream is broken");
}
END_TEST

START_TEST(images_and_labels_belong_together)
{
  uint8_t bytes[4096];
  const size_t grey[3] = {6, 4, 5}, colour[4] = {6, 3, 4, 5};
  tame_images x;
  tame_error err = {""};
  write_bytes("l", bytes, make_idx(bytes, 1, grey, 10));
  for (size_t k = 0; k < 2; k++) {
    const size_t n =
        k ? make_idx(bytes, 4, colour, 256) : make_idx(bytes, 3, grey, 256);
    ck_assert_int_eq(tame_idx_read_images(&x, write_gzip("i", bytes, n, "wb"),
                                          in_dir("l"), 10, &err),
                     TAME_OK);
    ck_assert_uint_eq(x.n, 6);
    ck_assert_uint_eq(x.c, k ? 3 : 1);
    ck_assert_uint_eq(x.h, 4);
    ck_assert_uint_eq(x.w, 5);
    ck_assert_uint_eq(x.n_classes, 10);
    ck_assert_uint_eq(x.n_sources, 2);
    ck_assert_str_eq(x.source[1].path, in_dir("l"));
    ck_assert_mem_eq(x.pixel, bytes + (k ? 20 : 16), 6 * x.c * 20);
    for (size_t i = 0; i < 6; i++) ck_assert_uint_eq(x.label[i], i * 7 % 10);
    tame_images_free(&x);
    ck_assert_ptr_null(x.pixel);
  }
}
END_TEST

START_TEST(images_and_labels_that_do_not_are_refused)
{
  uint8_t bytes[4096];
  const size_t grey[3] = {6, 4, 5}, flat[2] = {6, 4}, deep[4] = {2, 5, 2, 2},
               five[1] = {5};
  tame_images x;
  tame_error err = {""};
  write_bytes("l", bytes, make_idx(bytes, 1, grey, 10));
  write_bytes("l5", bytes, make_idx(bytes, 1, five, 10));
  write_bytes("l2", bytes, make_idx(bytes, 2, flat, 10));
  write_bytes("deep", bytes, make_idx(bytes, 4, deep, 256));
  write_bytes("i", bytes, make_idx(bytes, 3, grey, 256));
#define REFUSED(images, labels, classes, why)                                  \
  assert_refused(                                                              \
      tame_idx_read_images(&x, in_dir(images), in_dir(labels), classes, &err), \
      &err, why);                                                              \
  ck_assert_ptr_null(x.pixel)
  REFUSED("i", "l5", 10, "l5: 5 labels for 6 images");
  REFUSED("i", "l2", 10, "l2: byte 3: 2 dimensions; labels have 1");
  REFUSED("i", "l", 8, "l: byte 12: label 8 of image 4 is not below 8");
  REFUSED("l", "l", 10, "l: byte 3: 1 dimension; images have 3 or 4");
  REFUSED("deep", "l", 10, "deep: byte 8: 5 channels, at most 4");
  assert_refused_as(
      TAME_EMISSING,
      tame_idx_read_images(&x, in_dir("i"), in_dir("none"), 10, &err), &err,
      "none: No such file");
  assert_refused_as(TAME_EIO,
                    tame_idx_read_images(&x, dir, in_dir("l"), 10, &err), &err,
                    "could not be read");
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("idx");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, plain_and_compressed_files_hold_the_same);
  tcase_add_test(t, a_file_longer_than_all_buffers_is_read_whole);
  tcase_add_test(t, wrong_headers_are_refused_at_their_byte);
  tcase_add_test(t, short_and_long_files_are_refused_with_their_sizes);
  tcase_add_test(t, broken_compression_is_refused_wherever_it_breaks);
  tcase_add_test(t, images_and_labels_belong_together);
  tcase_add_test(t, images_and_labels_that_do_not_are_refused);
  return run_tests(t);
}
