/* SPDX-License-Identifier: MIT */
#include "boxes.h"

#include <stdlib.h>

#include "tame/base.h"

/* --- heap ----------------------------------------------------------------- */

static void grow(boxes *h)
{
  const size_t capacity = h->capacity ? 2 * h->capacity : 64;
  double *lower = tame_vec(capacity);
  tame_interval *x = tame_calloc(capacity * h->n, sizeof *x);
  if (h->count > 0) {
    memcpy(lower, h->lower, h->count * sizeof *lower);
    memcpy(x, h->x, h->count * h->n * sizeof *x);
  }
  tame_boxes_free(h);
  h->lower = lower;
  h->x = x;
  h->capacity = capacity;
}

static void put(boxes *h, size_t at, const tame_interval *x, double lower)
{
  h->lower[at] = lower;
  memmove(h->x + at * h->n, x, h->n * sizeof *x);
}

void tame_boxes_push(boxes *h, const tame_interval *x, double lower)
{
  if (h->count == h->capacity) grow(h);
  size_t at = h->count++;
  for (; at > 0 && lower < h->lower[(at - 1) / 2]; at = (at - 1) / 2)
    put(h, at, h->x + (at - 1) / 2 * h->n, h->lower[(at - 1) / 2]);
  put(h, at, x, lower);
}

void tame_boxes_pop(tame_interval *x, double *lower, boxes *h)
{
  memcpy(x, h->x, h->n * sizeof *x);
  *lower = h->lower[0];
  const size_t last = --h->count;
  const double key = h->lower[last];
  size_t at = 0;
  for (size_t child = 1; child < last; child = 2 * at + 1) {
    if (child + 1 < last && h->lower[child + 1] < h->lower[child]) child++;
    if (h->lower[child] >= key) break;
    put(h, at, h->x + child * h->n, h->lower[child]);
    at = child;
  }
  if (last > 0) put(h, at, h->x + last * h->n, key);
}

void tame_boxes_free(boxes *h)
{
  free(h->lower);
  free(h->x);
  h->lower = NULL;
  h->x = NULL;
  h->capacity = 0;
}

/* --- regions -------------------------------------------------------------- */

static bool touch(const tame_interval *a, const tame_interval *b, size_t n)
{
  tame_interval common;
  for (size_t i = 0; i < n; i++)
    if (!tame_interval_intersect(&common, a[i], b[i])) return false;
  return true;
}

static void reach(tame_interval *a, const tame_interval *b, size_t n)
{
  for (size_t i = 0; i < n; i++) a[i] = tame_interval_hull(a[i], b[i]);
}

void tame_regions_add(tame_box_certificate *cert, const tame_interval *x,
                      size_t n)
{
  for (size_t k = 0; k < cert->n_regions; k++)
    if (touch(cert->region + k * n, x, n)) {
      reach(cert->region + k * n, x, n);
      return;
    }
  if (cert->n_regions == TAME_BOX_MAX_REGIONS) {
    reach(cert->region + (cert->n_regions - 1) * n, x, n);
    return;
  }
  memcpy(cert->region + cert->n_regions++ * n, x, n * sizeof *x);
}

void tame_regions_join(tame_box_certificate *cert, size_t n)
{
  for (size_t i = 0; i < cert->n_regions; i++)
    for (size_t k = i + 1; k < cert->n_regions; k++) {
      tame_interval *a = cert->region + i * n, *b = cert->region + k * n;
      if (!touch(a, b, n)) continue;
      reach(a, b, n);
      memmove(b, cert->region + --cert->n_regions * n, n * sizeof *b);
      k = i; /* the larger one may touch others */
    }
}
