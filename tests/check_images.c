/* SPDX-License-Identifier: MIT */
/* tame/images.h and tame/selection.h: sets by name, and what is selected. */
#include <math.h>
#include <stdlib.h>

#include "image_files.h"
#include "run_tests.h"
#include "tame/base.h"
#include "tame/batches.h"
#include "tame/idx.h"
#include "tame/rng.h"

/* --- sets by name --------------------------------------------------------- */

START_TEST(unknown_and_incomplete_sets_are_refused)
{
  tame_images x;
  tame_batch_options o;
  tame_error err = {""};
  assert_refused_as(TAME_EINVAL, tame_images_open(&x, "svhn", TAME_TRAIN, &err),
                    &err, "svhn");
  assert_refused_as(TAME_EMISSING,
                    tame_images_open(&x, "cifar10-first4000", TAME_TEST, &err),
                    &err, "has no test part");
  ck_assert_ptr_null(x.pixel);
  ck_assert_int_eq(tame_batch_standard(&o, "svhn"), TAME_EINVAL);
}
END_TEST

/* A set whose contents, or whose size, are not those of the manifest. */
START_TEST(another_set_under_the_name_is_refused)
{
  uint8_t bytes[8192];
  const size_t dims[3] = {10, 28, 28}, few[3] = {10, 4, 4};
  tame_images x;
  tame_error err = {""};
  setenv("TAME_DATA", dir, 1);
  ck_assert_int_eq(system("mkdir \"$TAME_DATA/fashion-mnist\""), 0);
  write_gzip("fashion-mnist/t10k-images-idx3-ubyte.gz", bytes,
             make_idx(bytes, 3, dims, 256), "wb");
  write_gzip("fashion-mnist/t10k-labels-idx1-ubyte.gz", bytes,
             make_idx(bytes, 1, few, 10), "wb");
  assert_refused(tame_images_open(&x, "fashion-mnist", TAME_TEST, &err), &err,
                 "t10k-images-idx3-ubyte.gz: not the file that the manifest");
  ck_assert_ptr_null(x.pixel);
  unsetenv("TAME_DATA");
}
END_TEST

/* The set, if it is on this machine. */
static bool open_set(tame_images *x, const char *name, tame_images_part part)
{
  tame_error err = {""};
  const tame_status s = tame_images_open(x, name, part, &err);
  ck_assert_msg(s == TAME_OK || s == TAME_EMISSING, "%s", err.text);
  return s == TAME_OK;
}

/* Pixels 0 to 255, the moments within half a unit of their last digit. */
static void check_moments(const tame_images *x, const char *name,
                          double sd_slack)
{
  tame_batch_options o;
  tame_selection s = tame_selection_all(x);
  double mean[TAME_IMAGES_MAX_CHANNELS], sd[TAME_IMAGES_MAX_CHANNELS];
  ck_assert_int_eq(tame_batch_standard(&o, name), TAME_OK);
  tame_selection_moments(mean, sd, &s);
  for (size_t c = 0; c < x->c; c++) {
    ck_assert_double_eq_tol(mean[c], o.mean[c], 5e-5 + sd_slack);
    ck_assert_double_eq_tol(sd[c], o.sd[c], 5e-5 + sd_slack);
  }
  tame_selection_free(&s);
}

START_TEST(real_sets_have_their_published_moments)
{
  static const char *const NAME[] = {"fashion-mnist", "mnist"};
  for (size_t k = 0; k < 2; k++) {
    tame_images x;
    if (!open_set(&x, NAME[k], TAME_TRAIN)) continue;
    ck_assert_uint_eq(x.n, 60000);
    check_moments(&x, NAME[k], 0.0);
    tame_selection s = tame_selection_all(&x);
    for (int label = 0; label < 10 && k == 0; label++)
      ck_assert_uint_eq(tame_selection_count_label(&s, label), 6000);
    tame_selection_free(&s);
    tame_images_free(&x);
    ck_assert(open_set(&x, NAME[k], TAME_TEST));
    ck_assert_uint_eq(x.n, 10000);
    tame_images_free(&x);
  }
}
END_TEST

START_TEST(genuine_colour_images_are_near_the_usual_moments)
{
  tame_images x;
  if (!open_set(&x, "cifar10-first4000", TAME_TRAIN)) return;
  ck_assert_uint_eq(x.n, 4000);
  check_moments(&x, "cifar10-first4000", 0.07);
  /* the published first labels: frog, truck, truck, deer, automobile */
  static const uint8_t FIRST[5] = {6, 9, 9, 4, 1};
  ck_assert_mem_eq(x.label, FIRST, 5);
  tame_images_free(&x);
}
END_TEST

START_TEST(sources_are_stored_without_their_folders)
{
  uint8_t bytes[512];
  const size_t dims[3] = {3, 4, 4};
  tame_images x;
  tame_h5 *f;
  tame_error err = {""};
  char *text, expected[256];
  write_bytes("l", bytes, make_idx(bytes, 1, dims, 2));
  write_bytes("i", bytes, make_idx(bytes, 3, dims, 256));
  ck_assert_int_eq(tame_idx_read_images(&x, in_dir("i"), in_dir("l"), 2, &err),
                   TAME_OK);
  tame_h5_create(&f, in_dir("r.h5"), &err);
  tame_h5_group(f, "g", "a group");
  tame_images_write_sources(f, "g", &x);
  ck_assert_int_eq(tame_h5_commit(f, &err), TAME_OK);
  ck_assert_int_eq(tame_h5_open(&f, in_dir("r.h5"), &err), TAME_OK);
  ck_assert_int_eq(tame_h5_read_attr(&text, f, "g", "image_files", &err),
                   TAME_OK);
  snprintf(expected, sizeof expected, "%s  i\n%s  l", x.source[0].sha256,
           x.source[1].sha256);
  ck_assert_str_eq(text, expected);
  free(text);
  tame_h5_close(f);
  tame_images_free(&x);
}
END_TEST

/* --- selections ----------------------------------------------------------- */

enum { N = 60, CLASSES = 5 };

/* N images without pixels, labels i i mod CLASSES: 0 1 4 4 1 */
static tame_images *labels_only(void)
{
  static uint8_t label[N];
  static tame_images x;
  for (size_t i = 0; i < N; i++) label[i] = (uint8_t)(i * i % CLASSES);
  x = (tame_images){
      .n = N, .c = 1, .h = 1, .w = 1, .n_classes = CLASSES, .label = label};
  return &x;
}

static void check_kept(const tame_selection *s, const tame_selection *before)
{
  for (size_t i = 0, k = 0; i < s->n; i++, k++) { /* a subsequence */
    while (k < before->n && before->index[k] != s->index[i]) k++;
    ck_assert_uint_lt(k, before->n);
  }
}

START_TEST(the_first_of_each_class_are_in_file_order)
{
  const int some[3] = {4, 0, 1};
  tame_error err = {""};
  tame_selection s = tame_selection_all(labels_only());
  assert_refused_as(TAME_EINVAL, tame_selection_first_of_classes(&s, 3, &err),
                    &err, "class 2: 3 images wanted, there are 0");
  ck_assert_uint_eq(s.n, N);
  ck_assert_int_eq(tame_selection_classes(&s, some, 3, &err), TAME_OK);
  ck_assert_int_eq(tame_selection_first_of_classes(&s, 3, &err), TAME_OK);
  /* labels 0 1 4 4 1 0 1 4 4 1 0 become 1 2 0 0 2 1 2 0 0 2 1 */
  static const size_t INDEX[9] = {0, 1, 2, 3, 4, 5, 6, 7, 10};
  static const int LABEL[9] = {1, 2, 0, 0, 2, 1, 2, 0, 1};
  ck_assert_uint_eq(s.n, 9);
  ck_assert_uint_eq(s.n_classes, 3);
  ck_assert_mem_eq(s.index, INDEX, sizeof INDEX);
  ck_assert_mem_eq(s.label, LABEL, sizeof LABEL);
  tame_selection_free(&s);
}
END_TEST

START_TEST(thinning_keeps_the_first_or_a_random_subset)
{
  tame_error err = {""};
  tame_selection all = tame_selection_all(labels_only());
  tame_selection s = tame_selection_copy(&all);
  ck_assert_int_eq(tame_selection_thin(&s, 4, 5, NULL, &err), TAME_OK);
  ck_assert_uint_eq(s.n, N - 24 + 5);
  ck_assert_uint_eq(tame_selection_count_label(&s, 4), 5);
  check_kept(&s, &all);
  for (size_t i = 0; i < s.n; i++)
    ck_assert(s.label[i] != 4 || s.index[i] <= 12);
  tame_selection_free(&s);

  size_t hits[N] = {0};
  gsl_rng *rng = tame_rng_alloc(0, "check_images/thin", 0);
  enum { TRIES = 4000 };
  for (size_t k = 0; k < TRIES; k++) {
    s = tame_selection_copy(&all);
    ck_assert_int_eq(tame_selection_thin(&s, 4, 6, rng, &err), TAME_OK);
    ck_assert_uint_eq(tame_selection_count_label(&s, 4), 6);
    check_kept(&s, &all);
    for (size_t i = 0; i < s.n; i++) hits[s.index[i]]++;
    tame_selection_free(&s);
  }
  /* 6 of 24: binomial, mean 1000, standard deviation 27.4; 5 of them */
  for (size_t i = 0; i < N; i++) {
    if (all.label[i] == 4)
      ck_assert_double_eq_tol((double)hits[i], 1000.0, 137.0);
    else
      ck_assert_uint_eq(hits[i], TRIES);
  }
  gsl_rng_free(rng);
  tame_selection_free(&all);
}
END_TEST

START_TEST(classes_labels_and_groups_can_be_changed)
{
  const int pair[2] = {4, 1}, super[2] = {0, 0}, map[CLASSES] = {1, 0, 0, 0, 1};
  tame_error err = {""};
  tame_selection s = tame_selection_all(labels_only());
  ck_assert_int_eq(tame_selection_range(&s, 10, 20, &err), TAME_OK);
  ck_assert_uint_eq(s.n, 20);
  ck_assert_uint_eq(s.index[0], 10);
  ck_assert_int_eq(tame_selection_relabel(&s, map, 2, &err), TAME_OK);
  ck_assert_uint_eq(s.n_classes, 2);
  for (size_t i = 0; i < s.n; i++)
    ck_assert_int_eq(s.label[i], i % 5 != 1 && i % 5 != 4);
  tame_selection_free(&s);

  s = tame_selection_all(labels_only());
  ck_assert_int_eq(tame_selection_classes(&s, pair, 2, &err), TAME_OK);
  ck_assert_uint_eq(s.n, 48);
  tame_selection_group_by_label(&s, 1);
  ck_assert_uint_eq(tame_selection_count_group(&s, 0), 24);
  ck_assert_int_eq(tame_selection_group(&s, 0, &err), TAME_OK);
  ck_assert_uint_eq(s.n, 24);
  for (size_t i = 0; i < s.n; i++) {
    ck_assert_int_eq(s.label[i], 1);
    ck_assert_uint_eq(s.index[i] * s.index[i] % 5, 1);
  }
  ck_assert_int_eq(tame_selection_relabel(&s, super, 1, &err), TAME_OK);
  ck_assert_int_eq(s.label[3], 0);
  for (size_t i = 0; i < s.n; i++) s.group[i] = (int)s.index[i];
  ck_assert_int_eq(tame_selection_range(&s, 7, 9, &err), TAME_OK);
  for (size_t i = 0; i < s.n; i++)
    ck_assert_int_eq(s.group[i], (int)s.index[i]);
  tame_selection_free(&s);
}
END_TEST

START_TEST(impossible_selections_are_refused_and_change_nothing)
{
  const int twice[2] = {4, 4}, empty[2] = {4, 2},
            map[CLASSES] = {0, 1, 2, 3, 0};
  tame_error err = {""};
  gsl_rng *rng = tame_rng_alloc(0, "check_images/refused", 0);
  tame_selection s = tame_selection_all(labels_only());
#define REFUSED(call, why)                                                     \
  assert_refused_as(TAME_EINVAL, call, &err, why);                             \
  ck_assert_uint_eq(s.n, N);                                                   \
  ck_assert_uint_eq(s.n_classes, CLASSES)
  REFUSED(tame_selection_range(&s, 50, 11, &err), "the selection has 60");
  REFUSED(tame_selection_range(&s, 50, SIZE_MAX, &err), "the selection has 60");
  REFUSED(tame_selection_range(&s, 0, 0, &err), "the selection has 60");
  REFUSED(tame_selection_thin(&s, 4, 25, rng, &err), "class 4: 25 images");
  REFUSED(tame_selection_thin(&s, 4, 0, NULL, &err), "class 4: 0 images");
  REFUSED(tame_selection_thin(&s, 9, 1, NULL, &err), "class 9: 1 images");
  REFUSED(tame_selection_classes(&s, twice, 2, &err), "class 4 is asked");
  REFUSED(tame_selection_classes(&s, empty, 2, &err), "class 2: 1 images");
  REFUSED(tame_selection_classes(&s, empty, 0, &err), "no class");
  REFUSED(tame_selection_relabel(&s, map, 3, &err), "new label 3");
  REFUSED(tame_selection_group(&s, 1, &err), "group 1 is empty");
  tame_selection_free(&s);
  gsl_rng_free(rng);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("images");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, unknown_and_incomplete_sets_are_refused);
  tcase_add_test(t, another_set_under_the_name_is_refused);
  tcase_add_test(t, real_sets_have_their_published_moments);
  tcase_add_test(t, genuine_colour_images_are_near_the_usual_moments);
  tcase_add_test(t, sources_are_stored_without_their_folders);
  tcase_add_test(t, the_first_of_each_class_are_in_file_order);
  tcase_add_test(t, thinning_keeps_the_first_or_a_random_subset);
  tcase_add_test(t, classes_labels_and_groups_can_be_changed);
  tcase_add_test(t, impossible_selections_are_refused_and_change_nothing);
  return run_tests(t);
}
