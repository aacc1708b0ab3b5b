/* SPDX-License-Identifier: MIT */
#include "tame/batches.h"

#include <math.h>
#include <string.h>

tame_status tame_batch_standard(tame_batch_options *o, const char *name)
{
  static const struct {
    const char *name;
    double mean[3], sd[3];
  } KNOWN[] = {
      {"mnist", {0.1307}, {0.3081}},
      {"fashion-mnist", {0.2860}, {0.3530}},
      {"cifar10", {0.4914, 0.4822, 0.4465}, {0.2023, 0.1994, 0.2010}},
      {"cifar10-first4000", {0.4914, 0.4822, 0.4465}, {0.2023, 0.1994, 0.2010}},
      {"cifar100", {0.4914, 0.4822, 0.4465}, {0.2023, 0.1994, 0.2010}},
  };
  for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
    if (strcmp(KNOWN[i].name, name) != 0) continue;
    memcpy(o->mean, KNOWN[i].mean, sizeof KNOWN[i].mean);
    memcpy(o->sd, KNOWN[i].sd, sizeof KNOWN[i].sd);
    return TAME_OK;
  }
  return TAME_EINVAL;
}

/* Whole numbers until the end, hence exact for fewer than 2^53/255^2 pixels. */
void tame_selection_moments(double *mean, double *sd, const tame_selection *s)
{
  const tame_images *x = s->images;
  const size_t area = x->h * x->w;
  const double count = (double)(s->n * area);
  for (size_t c = 0; c < x->c; c++) {
    uint64_t sum = 0, squares = 0;
    for (size_t i = 0; i < s->n; i++) {
      const uint8_t *p = x->pixel + (s->index[i] * x->c + c) * area;
      for (size_t k = 0; k < area; k++) {
        sum += p[k];
        squares += (uint64_t)p[k] * p[k];
      }
    }
    const double m = (double)sum / count;
    mean[c] = m / 255.0;
    sd[c] = sqrt(fmax(0.0, (double)squares / count - m * m)) / 255.0;
  }
}
