/* SPDX-License-Identifier: MIT */
/* tame/batches.h: every number against its definition, the draws, the second
 * thread, stopping and going on. */
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_randist.h>

#include "image_files.h"
#include "run_tests.h"
#include "tame/base.h"
#include "tame/batches.h"
#include "tame/dataset.h"
#include "tame/rng.h"

enum { N = 23, C = 3, H = 5, W = 7, CLASSES = 4 };
static const uint32_t SEED = 2385;

/* N images of C x H x W, and a selection of M = N - 2 of them, not in order,
 * in groups 0 to 2. */
static tame_images images;
static tame_selection chosen;

static void make_images(void)
{
  make_dir();
  images = (tame_images){.n = N, .c = C, .h = H, .w = W, .n_classes = CLASSES};
  images.pixel = tame_calloc(N * C * H * W, 1);
  images.label = tame_calloc(N, 1);
  images.n_sources = 1;
  images.source = tame_calloc(1, sizeof *images.source);
  tame_sha256_text(images.source->sha256, "a file");
  for (size_t i = 0; i < N * C * H * W; i++)
    images.pixel[i] = (uint8_t)(i * i * 31 + i * 17 + 11);
  for (size_t i = 0; i < N; i++) images.label[i] = (uint8_t)(i * 3 % CLASSES);
  chosen = tame_selection_all(&images);
  for (size_t i = 0; i < N; i++) {
    chosen.index[i] = i * 5 % N;
    chosen.label[i] = images.label[chosen.index[i]];
    chosen.group[i] = (int)(i % 3);
  }
  ck_assert_int_eq(tame_selection_range(&chosen, 1, N - 2, NULL), TAME_OK);
}

static void remove_images(void)
{
  tame_selection_free(&chosen);
  tame_images_free(&images);
  remove_dir();
}

static const tame_tone VEIL[2] = {{0.6, -0.5}, {0.1, 0.8}};

/* Everything switched on. */
static tame_batch_options all_options(void)
{
  return (tame_batch_options){.batch = 8,
                              .is_shuffled = true,
                              .frame = 1,
                              .crop = 3,
                              .is_flipped = true,
                              .mean = {0.4914, 0.4822, 0.4465},
                              .sd = {0.2023, 0.1994, 0.2010},
                              .tone = VEIL,
                              .n_tones = 2};
}

static tame_batches_f64 *begin(const tame_batch_options *o)
{
  tame_batches_f64 *w;
  tame_error err = {""};
  ck_assert_msg(tame_batches_open_f64(&w, &chosen, o, SEED, &err) == TAME_OK,
                "%s", err.text);
  return w;
}

/* --- the definition ------------------------------------------------------- */

/* Pixel (y, x) of channel C of image INDEX, -1 outside. */
static int pixel(size_t index, size_t c, long y, long x)
{
  if (y < 0 || y >= H || x < 0 || x >= W) return -1;
  return images.pixel[((index * C + c) * H + (size_t)y) * W + (size_t)x];
}

static double expected(const tame_batch_options *o, size_t position, size_t c,
                       long y, long x, const long offset[2], bool is_flipped)
{
  const long frame = (long)o->frame, crop = (long)o->crop;
  const long width = W + 2 * frame;
  const size_t g = (size_t)chosen.group[position];
  const tame_tone tone = g < o->n_tones ? o->tone[g] : (tame_tone){0.0, 1.0};
  if (is_flipped) x = width - 1 - x;
  const int p = pixel(chosen.index[position], c, y + offset[0] - crop - frame,
                      x + offset[1] - crop - frame);
  const double v = p < 0 ? 0.0 : tone.offset + tone.gain * (p / 255.0);
  return (v - o->mean[c]) / o->sd[c];
}

/* One epoch of W by the book, with draws from a generator of the test's own. */
static void check_epoch(tame_batches_f64 *w, const tame_batch_options *o,
                        size_t epoch)
{
  const size_t h = H + 2 * o->frame, width = W + 2 * o->frame;
  size_t order[N];
  long offset[N][2] = {{0}};
  bool is_flipped[N] = {false};
  gsl_rng *rng = tame_rng_alloc(SEED, "epoch", epoch);
  for (size_t i = 0; i < chosen.n; i++) order[i] = i;
  if (o->is_shuffled) gsl_ran_shuffle(rng, order, chosen.n, sizeof *order);
  for (size_t i = 0; i < chosen.n; i++) {
    for (size_t k = 0; k < 2 && o->crop > 0; k++)
      offset[i][k] = (long)gsl_rng_uniform_int(rng, 2 * o->crop + 1);
    if (o->is_flipped) is_flipped[i] = gsl_rng_uniform_int(rng, 2) == 1;
  }
  gsl_rng_free(rng);

  size_t i = 0;
  const tame_batch_f64 *b;
  for (size_t number = 0; (b = tame_batches_next_f64(w)) != NULL; number++) {
    ck_assert_uint_eq(b->number, number);
    ck_assert_uint_eq(b->epoch, epoch);
    const size_t left = chosen.n - number * o->batch;
    ck_assert_uint_eq(b->n, left < o->batch ? left : o->batch);
    ck_assert(b->c == C && b->h == h && b->w == width);
    for (size_t j = 0; j < b->n; j++, i++) {
      ck_assert_uint_eq(b->position[j], order[i]);
      ck_assert_int_eq(b->label[j], chosen.label[order[i]]);
      ck_assert_int_eq(b->group[j], chosen.group[order[i]]);
      size_t wrong = 0; /* one assertion an image: each costs a write */
      for (size_t k = 0; k < C * h * width; k++) {
        const size_t c = k / (h * width), at = k % (h * width);
        wrong += b->x[(c * b->n + j) * h * width + at] !=
                 expected(o, order[i], c, (long)(at / width),
                          (long)(at % width), offset[i], is_flipped[i]);
      }
      ck_assert_uint_eq(wrong, 0);
    }
  }
  ck_assert_uint_eq(i, chosen.n);
}

START_TEST(every_number_is_that_of_the_definition)
{
  for (unsigned mask = 0; mask < 128; mask++) {
    tame_batch_options o = all_options();
    if (mask & 1) o.is_shuffled = false;
    if (mask & 2) o.frame = 0;
    if (mask & 4) o.crop = mask & 64 ? 0 : 11; /* 11: images can vanish */
    if (mask & 8) o.is_flipped = false;
    if (mask & 16) o.n_tones = 0;
    if (mask & 32) o.batch = mask & 64 ? 1 : 21 + mask % 3;
    tame_batches_f64 *w = begin(&o);
    ck_assert_uint_eq(tame_batches_per_epoch_f64(w),
                      (chosen.n + o.batch - 1) / o.batch);
    for (size_t epoch = 0; epoch < 3; epoch++) {
      ck_assert_uint_eq(tame_batches_epoch_f64(w), epoch);
      check_epoch(w, &o, epoch);
    }
    tame_batches_rewind_f64(w, 7);
    check_epoch(w, &o, 7);
    tame_batches_close_f64(w);
  }
}
END_TEST

START_TEST(floats_are_the_rounded_doubles)
{
  const tame_batch_options o = all_options();
  tame_batches_f64 *w = begin(&o);
  tame_batches_f32 *v;
  ck_assert_int_eq(tame_batches_open_f32(&v, &chosen, &o, SEED, NULL), TAME_OK);
  for (size_t k = 0; k < 8; k++) {
    const tame_batch_f64 *b = tame_batches_next_f64(w);
    const tame_batch_f32 *a = tame_batches_next_f32(v);
    ck_assert_int_eq(a == NULL, b == NULL);
    if (!a) continue;
    ck_assert_mem_eq(a->position, b->position, a->n * sizeof *a->position);
    size_t wrong = 0;
    for (size_t i = 0; i < a->c * a->n * a->h * a->w; i++)
      wrong += a->x[i] != (float)b->x[i];
    ck_assert_uint_eq(wrong, 0);
  }
  tame_batches_close_f64(w);
  tame_batches_close_f32(v);
}
END_TEST

/* Of 10000 images in one epoch: each offset and each side as often. */
START_TEST(places_and_sides_are_uniform)
{
  enum { MANY = 10000, P = 2 };
  uint8_t dot[25] = {[12] = 255};
  tame_images x = {.n = 1,
                   .c = 1,
                   .h = 5,
                   .w = 5,
                   .n_classes = 1,
                   .pixel = dot,
                   .label = dot};
  tame_selection s = {.images = &x, .n = MANY, .n_classes = 1};
  s.index = tame_calloc(MANY, sizeof *s.index);
  s.label = tame_calloc(MANY, sizeof *s.label);
  s.group = tame_calloc(MANY, sizeof *s.group);
  const tame_batch_options o = {.batch = MANY, .crop = P, .sd = {1.0}};
  size_t seen[25] = {0};
  tame_batches_f32 *w;
  tame_batches_open_f32(&w, &s, &o, SEED, NULL);
  const tame_batch_f32 *b = tame_batches_next_f32(w);
  for (size_t i = 0; i < (size_t)MANY * 25; i++)
    if (b->x[i] == 1.0F) seen[i % 25]++;
  /* binomial, mean 400, standard deviation 19.6; 5 of them */
  for (size_t k = 0; k < 25; k++)
    ck_assert_double_eq_tol((double)seen[k], 400.0, 98.0);
  tame_batches_close_f32(w);

  /* mirrored: the mark of the first column is in the last */
  memset(dot, 0, sizeof dot);
  dot[0] = 255;
  const tame_batch_options flip = {
      .batch = MANY, .is_flipped = true, .sd = {1.0}};
  size_t flipped = 0;
  tame_batches_open_f32(&w, &s, &flip, SEED, NULL);
  b = tame_batches_next_f32(w);
  for (size_t i = 0; i < MANY; i++) flipped += b->x[25 * i + 4] == 1.0F;
  ck_assert_double_eq_tol((double)flipped, 5000.0, 250.0);
  tame_batches_close_f32(w);
  tame_selection_free(&s);
}
END_TEST

/* --- the second thread, and going on -------------------------------------- */

/* The next batches of both are equal; MANY of them, ends of epochs counted. */
static void check_same(tame_batches_f64 *w, tame_batches_f64 *v, size_t many)
{
  for (size_t k = 0; k < many; k++) {
    const tame_batch_f64 *a = tame_batches_next_f64(w);
    const tame_batch_f64 *b = tame_batches_next_f64(v);
    ck_assert_int_eq(a == NULL, b == NULL);
    if (!a) continue;
    ck_assert(a->n == b->n && a->epoch == b->epoch && a->number == b->number);
    ck_assert_mem_eq(a->x, b->x, a->c * a->n * a->h * a->w * sizeof *a->x);
    ck_assert_mem_eq(a->label, b->label, a->n * sizeof *a->label);
    ck_assert_mem_eq(a->group, b->group, a->n * sizeof *a->group);
    ck_assert_mem_eq(a->position, b->position, a->n * sizeof *a->position);
  }
}

START_TEST(a_second_thread_changes_nothing)
{
  for (size_t batch = 1; batch < 25; batch += 3) {
    tame_batch_options o = all_options();
    o.batch = batch;
    tame_batches_f64 *w = begin(&o);
    o.has_thread = true;
    tame_batches_f64 *v = begin(&o);
    check_same(w, v, 100);
    tame_batches_rewind_f64(w, 3);
    tame_batches_rewind_f64(v, 3);
    check_same(w, v, 10);
    tame_batches_close_f64(w);
    tame_batches_close_f64(v);
    tame_batches_close_f64(begin(&o)); /* before its first batch is taken */
  }
  tame_batches_close_f64(NULL);
}
END_TEST

/* The state of W in a file, read into V. */
static void carry_over(tame_batches_f64 *v, const tame_batches_f64 *w)
{
  tame_h5 *f;
  tame_error err = {""};
  ck_assert_int_eq(tame_h5_create(&f, in_dir("s.h5"), &err), TAME_OK);
  tame_batches_save_f64(f, "train/batches", w);
  ck_assert_int_eq(tame_h5_commit(f, &err), TAME_OK);
  ck_assert_int_eq(tame_h5_open(&f, in_dir("s.h5"), &err), TAME_OK);
  ck_assert_msg(tame_batches_load_f64(v, f, "train/batches", &err) == TAME_OK,
                "%s", err.text);
  tame_h5_close(f);
}

START_TEST(going_on_is_as_if_never_stopped)
{
  /* 3 batches and an end make 4 calls an epoch */
  for (size_t calls = 0; calls < 10; calls++) {
    tame_batch_options o = all_options();
    o.has_thread = calls % 2 == 0;
    tame_batches_f64 *w = begin(&o);
    o.has_thread = calls % 3 == 0;
    tame_batches_f64 *v = begin(&o);
    for (size_t k = 0; k < calls; k++) tame_batches_next_f64(w);
    for (size_t k = 0; k < 2; k++) tame_batches_next_f64(v);
    carry_over(v, w);
    ck_assert_uint_eq(tame_batches_epoch_f64(v), calls / 4);
    check_same(w, v, 20);
    tame_batches_close_f64(w);
    tame_batches_close_f64(v);
  }
}
END_TEST

/* What a pipeline with O and SEED says of the place in s.h5. */
static void refuse(const tame_batch_options *o, uint32_t seed, const char *why)
{
  tame_h5 *f;
  tame_batches_f64 *w, *v;
  tame_error err = {""};
  ck_assert_int_eq(tame_batches_open_f64(&w, &chosen, o, seed, &err), TAME_OK);
  ck_assert_int_eq(tame_batches_open_f64(&v, &chosen, o, seed, &err), TAME_OK);
  ck_assert_int_eq(tame_h5_open(&f, in_dir("s.h5"), &err), TAME_OK);
  tame_batches_next_f64(w);
  tame_batches_next_f64(v);
  assert_refused(tame_batches_load_f64(w, f, "train/batches", &err), &err, why);
  check_same(w, v, 3); /* as it was */
  assert_refused_as(TAME_EMISSING, tame_batches_load_f64(w, f, "other", &err),
                    &err, "other: no such group");
  tame_h5_close(f);
  tame_batches_close_f64(w);
  tame_batches_close_f64(v);
}

START_TEST(the_place_of_another_pipeline_is_refused)
{
  const tame_batch_options o = all_options();
  tame_batch_options other;
  tame_batches_f64 *w = begin(&o);
  carry_over(w, w);
  tame_batches_close_f64(w);
  refuse(&o, SEED + 1, "seed was 2385, is 2386");
#define OTHER(field, value, why)                                               \
  other = o;                                                                   \
  other.field = value;                                                         \
  refuse(&other, SEED, why)
  OTHER(batch, 7, "batch was 8, is 7");
  OTHER(frame, 2, "frame was 1, is 2");
  OTHER(crop, 0, "crop was 3, is 0");
  OTHER(is_flipped, false, "is_flipped was 1, is 0");
  OTHER(is_shuffled, false, "is_shuffled was 1, is 0");
  OTHER(sd[1], 0.25, "sd_1 was 0.1994, is 0.25");
  OTHER(n_tones, 1, "other images, labels or groups");
  chosen.label[5] ^= 1;
  refuse(&o, SEED, "other images, labels or groups");
  chosen.label[5] ^= 1;
  chosen.group[5] ^= 1;
  refuse(&o, SEED, "other images, labels or groups");
  chosen.group[5] ^= 1;
  images.source->sha256[0] ^= 1;
  refuse(&o, SEED, "other images, labels or groups");
  images.source->sha256[0] ^= 1;
  chosen.index[5] = chosen.index[6];
  refuse(&o, SEED, "other images, labels or groups");
}
END_TEST

START_TEST(bad_options_are_refused)
{
  tame_batches_f32 *w;
  tame_error err = {""};
  tame_batch_options o = all_options();
  const tame_tone bad = {NAN, 1.0};
#define REFUSED(field, value, why)                                             \
  o = all_options();                                                           \
  o.field = value;                                                             \
  assert_refused_as(TAME_EINVAL,                                               \
                    tame_batches_open_f32(&w, &chosen, &o, SEED, &err), &err,  \
                    why);                                                      \
  ck_assert_ptr_null(w)
  REFUSED(batch, 0, "batches of 0 images");
  REFUSED(sd[2], 0.0, "channel 2: mean 0.4465, sd 0");
  REFUSED(sd[0], NAN, "channel 0");
  REFUSED(mean[1], INFINITY, "channel 1");
  REFUSED(crop, 5000, "crop 5000: at most");
  REFUSED(frame, SIZE_MAX, "at most");
  REFUSED(tone, &bad, "tone of group 0");
  chosen.n = 0;
  REFUSED(batch, 8, "no images");
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("batches");
  tcase_add_checked_fixture(t, make_images, remove_images);
  tcase_add_test(t, every_number_is_that_of_the_definition);
  tcase_add_test(t, floats_are_the_rounded_doubles);
  tcase_add_test(t, places_and_sides_are_uniform);
  tcase_add_test(t, a_second_thread_changes_nothing);
  tcase_add_test(t, going_on_is_as_if_never_stopped);
  tcase_add_test(t, the_place_of_another_pipeline_is_refused);
  tcase_add_test(t, bad_options_are_refused);
  return run_tests(t);
}
