/* SPDX-License-Identifier: MIT */
/* Heaps of boxes, and unions of boxes that touch. */
#ifndef BILEVEL_BOXES_H
#define BILEVEL_BOXES_H

#include "tame/box_min.h"

/* A binary heap, smallest lower bound first.  Begin with {.n = n}. */
typedef struct {
  size_t n, count, capacity;
  double *lower;    /* [capacity] */
  tame_interval *x; /* [capacity x n] */
} boxes;

void tame_boxes_push(boxes *h, const tame_interval *x, double lower);
void tame_boxes_pop(tame_interval *x, double *lower, boxes *h); /* count >= 1 */
void tame_boxes_free(boxes *h);

/* Add box x [n] to the regions of CERT; when all has been added, join those that
 * touch. */
void tame_regions_add(tame_box_certificate *cert, const tame_interval *x,
                      size_t n);
void tame_regions_join(tame_box_certificate *cert, size_t n);

#endif
