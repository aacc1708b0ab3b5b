/* SPDX-License-Identifier: MIT */
#include "epoch.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_randist.h>

#include "tame/base.h"
#include "tame/dataset.h"
#include "tame/rng.h"

enum { MAX_BORDER = 1 << 12 };

void tame_epoch_draw(tame_shot *shot, size_t n, const tame_batch_options *o,
                     uint32_t seed, size_t epoch, gsl_rng *rng)
{
  const size_t places = 2 * o->crop + 1;
  gsl_rng_set(rng, tame_seed(seed, "epoch", epoch));
  for (size_t i = 0; i < n; i++) shot[i] = (tame_shot){.position = i};
  if (o->is_shuffled) gsl_ran_shuffle(rng, shot, n, sizeof *shot);
  for (size_t i = 0; i < n; i++) {
    if (o->crop > 0) {
      shot[i].down = gsl_rng_uniform_int(rng, places);
      shot[i].right = gsl_rng_uniform_int(rng, places);
    }
    if (o->is_flipped) shot[i].is_flipped = gsl_rng_uniform_int(rng, 2) == 1;
  }
}

tame_status tame_epoch_check(const tame_selection *s,
                             const tame_batch_options *o, tame_error *err)
{
  if (s->n == 0) return tame_fail(err, TAME_EINVAL, "batches: no images");
  if (o->batch == 0) return tame_fail(err, TAME_EINVAL, "batches of 0 images");
  if (o->frame > MAX_BORDER || o->crop > MAX_BORDER)
    return tame_fail(err, TAME_EINVAL,
                     "batches: frame %zu, crop %zu: at most %d", o->frame,
                     o->crop, MAX_BORDER);
  for (size_t c = 0; c < s->images->c; c++)
    if (!isfinite(o->mean[c]) || !isfinite(o->sd[c]) || !(o->sd[c] > 0.0))
      return tame_fail(err, TAME_EINVAL, "batches: channel %zu: mean %g, sd %g",
                       c, o->mean[c], o->sd[c]);
  for (size_t g = 0; g < o->n_tones; g++)
    if (!isfinite(o->tone[g].offset) || !isfinite(o->tone[g].gain))
      return tame_fail(err, TAME_EINVAL, "batches: tone of group %zu: %g, %g",
                       g, o->tone[g].offset, o->tone[g].gain);
  return TAME_OK;
}

double tame_epoch_scale(int value, size_t c, const tame_tone *tone,
                        const tame_batch_options *o)
{
  const double x = tone->offset + tone->gain * (value / 255.0);
  return (x - o->mean[c]) / o->sd[c];
}

/* --- place ---------------------------------------------------------------- */

typedef struct {
  char name[32];
  double value;
} setting;

enum { N_FIXED = 6, N_SETTINGS = N_FIXED + 2 * TAME_IMAGES_MAX_CHANNELS };

/* What must be the same; returns how many there are. */
static size_t settings_of(setting x[N_SETTINGS], const tame_selection *s,
                          const tame_batch_options *o, uint32_t seed)
{
  const setting fixed[N_FIXED] = {{"seed", (double)seed},
                                  {"batch", (double)o->batch},
                                  {"is_shuffled", (double)o->is_shuffled},
                                  {"frame", (double)o->frame},
                                  {"crop", (double)o->crop},
                                  {"is_flipped", (double)o->is_flipped}};
  size_t n = N_FIXED;
  memcpy(x, fixed, sizeof fixed);
  for (size_t c = 0; c < s->images->c; c++) {
    snprintf(x[n].name, sizeof x[n].name, "mean_%zu", c);
    x[n++].value = o->mean[c];
    snprintf(x[n].name, sizeof x[n].name, "sd_%zu", c);
    x[n++].value = o->sd[c];
  }
  return n;
}

/* SHA-256 of the images' files, of which images of them, with their labels,
 * groups and tones. */
static void digest_of(char hex[65], const tame_selection *s,
                      const tame_batch_options *o)
{
  const size_t files = s->images->n_sources * 64, index = s->n * sizeof(size_t),
               words = s->n * sizeof(int), tones = o->n_tones * sizeof *o->tone;
  uint8_t *all = tame_calloc(files + index + 2 * words + tones, 1), *at = all;
  for (size_t k = 0; k < s->images->n_sources; k++, at += 64)
    memcpy(at, s->images->source[k].sha256, 64);
  memcpy(at, s->index, index);
  memcpy(at += index, s->label, words);
  memcpy(at += words, s->group, words);
  if (tones > 0) memcpy(at + words, o->tone, tones);
  tame_sha256_bytes(hex, all, files + index + 2 * words + tones);
  free(all);
}

void tame_epoch_save(tame_h5 *f, const char *group,
                     const tame_epoch_place *place, const tame_selection *s,
                     const tame_batch_options *o, uint32_t seed)
{
  setting x[N_SETTINGS];
  char hex[65];
  const size_t n = settings_of(x, s, o, seed);
  tame_h5_group(f, group, "Place in the batches of an epoch");
  for (size_t i = 0; i < n; i++)
    tame_h5_attr_number(f, group, x[i].name, x[i].value);
  digest_of(hex, s, o);
  tame_h5_attr(f, group, "images", hex);
  tame_h5_attr_integer(f, group, "epoch", (long)place->epoch);
  tame_h5_attr_integer(f, group, "position", (long)place->position);
}

static tame_status check_images(const tame_selection *s,
                                const tame_batch_options *o, const tame_h5 *f,
                                const char *group, tame_error *err)
{
  char hex[65], *stored;
  digest_of(hex, s, o);
  TAME_TRY(tame_h5_read_attr(&stored, f, group, "images", err));
  const bool is_same = strcmp(stored, hex) == 0;
  free(stored);
  if (is_same) return TAME_OK;
  return tame_fail(err, TAME_EFORMAT,
                   "%s: a place among other images, labels or groups", group);
}

/* *x <- a whole number of at most MAX */
static tame_status read_count(size_t *x, size_t max, const char *name,
                              const tame_h5 *f, const char *group,
                              tame_error *err)
{
  double value;
  TAME_TRY(tame_h5_read_attr_number(&value, f, group, name, err));
  if (!(value >= 0.0 && value <= (double)max && value == floor(value)))
    return tame_fail(err, TAME_EFORMAT, "%s: %s is %g", group, name, value);
  *x = (size_t)value;
  return TAME_OK;
}

tame_status tame_epoch_load(tame_epoch_place *place, const tame_selection *s,
                            const tame_batch_options *o, uint32_t seed,
                            const tame_h5 *f, const char *group,
                            tame_error *err)
{
  setting x[N_SETTINGS];
  size_t epoch = 0, position = 0;
  const size_t n = settings_of(x, s, o, seed);
  if (!tame_h5_exists(f, group))
    return tame_fail(err, TAME_EMISSING, "%s: no such group", group);
  for (size_t i = 0; i < n; i++) {
    double value;
    TAME_TRY(tame_h5_read_attr_number(&value, f, group, x[i].name, err));
    if (value != x[i].value)
      return tame_fail(err, TAME_EFORMAT, "%s: %s was %g, is %g", group,
                       x[i].name, value, x[i].value);
  }
  TAME_TRY(check_images(s, o, f, group, err));
  TAME_TRY(read_count(&epoch, (size_t)1 << 32, "epoch", f, group, err));
  TAME_TRY(read_count(&position, place->per_epoch, "position", f, group, err));
  place->epoch = epoch;
  place->position = position;
  return TAME_OK;
}
