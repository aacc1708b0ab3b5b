/* SPDX-License-Identifier: MIT */
/* tame/cifar.h: records of both sets, and every refusal. */
#include "image_files.h"
#include "run_tests.h"
#include "tame/cifar.h"
#include "tame/dataset.h"

enum { IMAGE = 3072, RECORDS = 70, MUCH = RECORDS * (IMAGE + 2) };

static uint8_t pixel(size_t record, size_t k)
{
  return (uint8_t)((record * 31 + k * 7 + k / 1024) % 253);
}

/* bytes <- N records with labels 3 i + 1 mod LIMIT[j]; returns their length. */
static size_t make_records(uint8_t *bytes, size_t n, size_t n_labels)
{
  const size_t limit[2] = {n_labels == 1 ? 10 : 20, 100};
  size_t at = 0;
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n_labels; j++)
      bytes[at++] = (uint8_t)((3 * i + 1) % limit[j]);
    for (size_t k = 0; k < IMAGE; k++) bytes[at++] = pixel(i, k);
  }
  return at;
}

static void check_pixels(const tame_images *x, size_t first, size_t n)
{
  size_t wrong = 0;
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < IMAGE; k++)
      wrong += x->pixel[(first + i) * IMAGE + k] != pixel(i, k);
  ck_assert_uint_eq(wrong, 0);
}

START_TEST(files_follow_one_another)
{
  static uint8_t bytes[MUCH];
  tame_images x;
  tame_error err = {""};
  char hex[65];
  const char *path[2];
  path[0] = write_bytes("a", bytes, make_records(bytes, RECORDS, 1));
  path[1] = write_gzip("b", bytes, make_records(bytes, 3, 1), "wb");
  ck_assert_int_eq(tame_cifar_read(&x, TAME_CIFAR_10, path, 2, &err), TAME_OK);
  ck_assert_uint_eq(x.n, RECORDS + 3);
  ck_assert_uint_eq(x.c, 3);
  ck_assert_uint_eq(x.h, 32);
  ck_assert_uint_eq(x.w, 32);
  ck_assert_uint_eq(x.n_classes, 10);
  for (size_t i = 0; i < x.n; i++)
    ck_assert_uint_eq(x.label[i], (3 * (i % RECORDS) + 1) % 10);
  check_pixels(&x, 0, RECORDS);
  check_pixels(&x, RECORDS, 3);
  ck_assert_uint_eq(x.n_sources, 2);
  tame_sha256_file(hex, path[0], NULL);
  ck_assert_str_eq(x.source[0].sha256, hex);
  tame_sha256_bytes(hex, bytes, 3 * (IMAGE + 1));
  ck_assert_str_eq(x.source[1].sha256, hex);
  ck_assert_str_eq(x.source[1].path, path[1]);
  tame_images_free(&x);
}
END_TEST

START_TEST(cifar100_has_a_fine_and_a_coarse_label)
{
  static uint8_t bytes[MUCH];
  tame_images fine, coarse;
  tame_error err = {""};
  const char *path = write_bytes("a", bytes, make_records(bytes, 40, 2));
  ck_assert_int_eq(tame_cifar_read(&fine, TAME_CIFAR_100, &path, 1, &err),
                   TAME_OK);
  ck_assert_int_eq(
      tame_cifar_read(&coarse, TAME_CIFAR_100_COARSE, &path, 1, &err), TAME_OK);
  ck_assert_uint_eq(fine.n_classes, 100);
  ck_assert_uint_eq(coarse.n_classes, 20);
  for (size_t i = 0; i < 40; i++) {
    ck_assert_uint_eq(fine.label[i], (3 * i + 1) % 100);
    ck_assert_uint_eq(coarse.label[i], (3 * i + 1) % 20);
  }
  check_pixels(&fine, 0, 40);
  check_pixels(&coarse, 0, 40);
  tame_images_free(&fine);
  tame_images_free(&coarse);
}
END_TEST

/* Both kinds of FILE [n], of which the last is wrong. */
static void refuse(tame_cifar_kind kind, const char *const *path, size_t n,
                   const char *why)
{
  tame_images x;
  tame_error err = {""};
  assert_refused(tame_cifar_read(&x, kind, path, n, &err), &err, why);
  ck_assert_ptr_null(x.pixel);
  ck_assert_uint_eq(x.n, 0);
}

START_TEST(bad_records_are_refused_with_their_number)
{
  static uint8_t bytes[MUCH];
  const char *path[2];
  size_t n = make_records(bytes, 3, 1);
  path[0] = write_bytes("good", bytes, n);
  path[1] = write_bytes("cut", bytes, n - 1);
  refuse(TAME_CIFAR_10, path, 2,
         "cut: record 2: the file ends after 3072 of 3073 bytes");
  path[1] = write_bytes("one", bytes, 1);
  refuse(TAME_CIFAR_10, path, 2,
         "one: record 0: the file ends after 1 of 3073 bytes");
  path[1] = write_bytes("none", bytes, 0);
  refuse(TAME_CIFAR_10, path, 2, "none: is empty");
  bytes[IMAGE + 1] = 10;
  path[1] = write_bytes("label", bytes, n);
  refuse(TAME_CIFAR_10, path, 2, "label: record 1: label 10 is not below 10");

  n = make_records(bytes, 3, 2);
  path[0] = write_bytes("cut", bytes, n - IMAGE - 1);
  refuse(TAME_CIFAR_100, path, 1,
         "cut: record 2: the file ends after 1 of 3074 bytes");
  bytes[0] = 20;
  path[0] = write_bytes("coarse", bytes, n);
  refuse(TAME_CIFAR_100, path, 1, "coarse: record 0: label 20 is not below 20");
  bytes[0] = 19;
  bytes[1] = 100;
  path[0] = write_bytes("fine", bytes, n);
  refuse(TAME_CIFAR_100_COARSE, path, 1,
         "fine: record 0: label 100 is not below 100");
}
END_TEST

START_TEST(missing_files_and_broken_compression_are_named)
{
  static uint8_t bytes[MUCH], packed[MUCH];
  tame_images x;
  tame_error err = {""};
  const char *path[2];
  path[0] = write_bytes("good", bytes, make_records(bytes, 3, 1));
  path[1] = in_dir("nowhere");
  assert_refused_as(TAME_EMISSING,
                    tame_cifar_read(&x, TAME_CIFAR_10, path, 2, &err), &err,
                    "nowhere");
  ck_assert_ptr_null(x.pixel);
  write_gzip("z", bytes, 3 * (IMAGE + 1), "wb");
  path[1] = write_bytes("z2", packed, read_back(packed, MUCH, "z") - 5);
  refuse(TAME_CIFAR_10, path, 2, "the gzip stream is cut short");
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("cifar");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, files_follow_one_another);
  tcase_add_test(t, cifar100_has_a_fine_and_a_coarse_label);
  tcase_add_test(t, bad_records_are_refused_with_their_number);
  tcase_add_test(t, missing_files_and_broken_compression_are_named);
  return run_tests(t);
}
