/* SPDX-License-Identifier: MIT */
/* The binary task of eurosat.c out of the real EuroSAT archive: two classes,
 * A = 0 the bluest images of both.  The authors read a prepared file; what
 * bluish is there is not known.  Here it is the share of blue in an image,
 *
 *     sum of blue / (sum of red + sum of green + sum of blue). */
#ifndef BLUISH_H
#define BLUISH_H

#include <gsl/gsl_randist.h>
#include <string.h>

#include "tame/base.h"
#include "tame/selection.h"

typedef struct {
  size_t train, test;       /* images in all */
  size_t train_a0, test_a0; /* of these with A = 0 */
} bluish_sizes;

static inline double bluish_share(const tame_images *x, size_t image)
{
  const size_t area = x->h * x->w;
  const uint8_t *pixel = x->pixel + image * x->c * area;
  double sum[3] = {0.0, 0.0, 0.0};
  for (size_t c = 0; c < 3; c++)
    for (size_t k = 0; k < area; k++) sum[c] += (double)pixel[c * area + k];
  const double all = sum[0] + sum[1] + sum[2];
  return all > 0.0 ? sum[2] / all : 0.0;
}

/* group <- 0 for the N bluest, 1 for the others; of equal ones the first. */
static inline void bluish_groups(tame_selection *s, size_t n)
{
  double *x = tame_vec(s->n);
  size_t *order = tame_calloc(s->n, sizeof *order);
  for (size_t i = 0; i < s->n; i++) {
    order[i] = i;
    s->group[i] = 1;
    x[i] = -bluish_share(s->images, s->index[i]);
  }
  for (size_t i = 0; i < n; i++) {
    size_t best = i;
    for (size_t k = i + 1; k < s->n; k++)
      if (x[order[k]] < x[order[best]] ||
          (x[order[k]] == x[order[best]] && order[k] < order[best]))
        best = k;
    const size_t chosen = order[best];
    order[best] = order[i];
    order[i] = chosen;
    s->group[chosen] = 0;
  }
  free(order);
  free(x);
}

/* to keep [s->n]: a uniformly random subset of M of group A gets MARK, of those
 * that are 0 */
static inline void bluish_draw(int *keep, const tame_selection *s, int a,
                               size_t m, int mark, gsl_rng *rng)
{
  size_t *from = tame_calloc(s->n, sizeof *from), n = 0;
  size_t *chosen = tame_calloc(m, sizeof *chosen);
  for (size_t i = 0; i < s->n; i++)
    if (s->group[i] == a && keep[i] == 0) from[n++] = i;
  gsl_ran_choose(rng, chosen, m, from, n, sizeof *from);
  for (size_t k = 0; k < m; k++) keep[chosen[k]] = mark;
  free(from);
  free(chosen);
}

static inline tame_selection bluish_part(const tame_selection *s,
                                         const int *keep, int mark)
{
  tame_selection part = tame_selection_copy(s);
  part.n = 0;
  for (size_t i = 0; i < s->n; i++) {
    if (keep[i] != mark) continue;
    part.index[part.n] = s->index[i];
    part.label[part.n] = s->label[i];
    part.group[part.n++] = s->group[i];
  }
  return part;
}

/* part [2] <- training and test images of classes CLASSES of X; released by
 * tame_selection_free.  TAME_EINVAL when there are too few. */
static inline tame_status
bluish_split(tame_selection part[2], const tame_images *x, const int classes[2],
             const bluish_sizes *n, gsl_rng *rng, tame_error *err)
{
  tame_selection s = tame_selection_all(x);
  tame_status status = tame_selection_classes(&s, classes, 2, err);
  if (status >= 0 && s.n < n->train + n->test)
    status =
        tame_fail(err, TAME_EINVAL, "%zu images of both classes, %zu asked",
                  s.n, n->train + n->test);
  if (status < 0) {
    tame_selection_free(&s);
    return status;
  }
  int *keep = tame_calloc(s.n, sizeof *keep);
  bluish_groups(&s, n->train_a0 + n->test_a0);
  bluish_draw(keep, &s, 0, n->train_a0, 1, rng);
  bluish_draw(keep, &s, 0, n->test_a0, 2, rng);
  bluish_draw(keep, &s, 1, n->train - n->train_a0, 1, rng);
  bluish_draw(keep, &s, 1, n->test - n->test_a0, 2, rng);
  part[0] = bluish_part(&s, keep, 1);
  part[1] = bluish_part(&s, keep, 2);
  free(keep);
  tame_selection_free(&s);
  return TAME_OK;
}

#endif
