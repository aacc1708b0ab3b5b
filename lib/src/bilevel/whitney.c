/* SPDX-License-Identifier: MIT */
#include "tame/whitney.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

struct tame_whitney {
  size_t depth, cap;
  size_t count[TAME_WHITNEY_MAX_DEPTH + 1]; /* discs of at most this depth */
  tame_disc *disc;
};

static void append(tame_whitney *w, size_t n, tame_disc d)
{
  if (n == w->cap) {
    w->cap = 2 * w->cap + 64;
    tame_disc *more = tame_calloc(w->cap, sizeof *more);
    if (n) memcpy(more, w->disc, n * sizeof *more);
    free(w->disc);
    w->disc = more;
  }
  w->disc[n] = d;
}

tame_whitney *
tame_whitney_alloc(size_t depth,
                   double (*below)(double lo, double hi, void *ctx), void *ctx)
{
  tame_whitney *w = tame_calloc(1, sizeof *w);
  TAME_REQUIRE(depth >= TAME_WHITNEY_MIN_DEPTH &&
               depth <= TAME_WHITNEY_MAX_DEPTH);
  const size_t finest = (size_t)1 << depth;
  double *covered = tame_vec(finest); /* per column of the present depth */
  size_t n = 0;
  w->depth = depth;
  for (size_t i = 0; i < finest; i++) covered[i] = -1.0;
  for (size_t d = TAME_WHITNEY_MIN_DEPTH; d <= depth; d++) {
    const size_t columns = (size_t)1 << d;
    const double h = ldexp(1.0, -(int)d), r = 0.75 * sqrt(2.0) * h;
    for (size_t i = columns; i-- > 0 && d > TAME_WHITNEY_MIN_DEPTH;)
      covered[i] = covered[i / 2]; /* inherited, from the right */
    for (size_t i = 0; i < columns; i++) {
      const double c = ((double)i + 0.5) * h;
      const double top = below(c - r, c + r, ctx);
      for (; covered[i] + 0.5 * h + r < top; covered[i] += h)
        append(w, n++, (tame_disc){c, covered[i] + 0.5 * h, r});
    }
    w->count[d] = n;
  }
  free(covered);
  return w;
}

void tame_whitney_free(tame_whitney *w)
{
  if (!w) return;
  free(w->disc);
  free(w);
}

size_t tame_whitney_count(const tame_whitney *w, size_t depth)
{
  TAME_REQUIRE(depth >= TAME_WHITNEY_MIN_DEPTH && depth <= w->depth);
  return w->count[depth];
}

const tame_disc *tame_whitney_discs(const tame_whitney *w) { return w->disc; }

typedef struct {
  double lo, hi;
} chord;

static int by_start(const void *a, const void *b)
{
  const chord *x = a, *y = b;
  return (x->lo > y->lo) - (x->lo < y->lo);
}

double tame_whitney_value(const tame_whitney *w, size_t depth, double x)
{
  const size_t n = tame_whitney_count(w, depth);
  size_t n_chords = 0;
  for (size_t i = 0; i < n; i++)
    n_chords += fabs(x - w->disc[i].x) < w->disc[i].r;
  chord *c = tame_calloc(n_chords, sizeof *c);
  size_t k = 0;
  for (size_t i = 0; i < n; i++) {
    const tame_disc d = w->disc[i];
    if (!(fabs(x - d.x) < d.r)) continue;
    const double s = sqrt((d.r - (x - d.x)) * (d.r + (x - d.x)));
    c[k++] = (chord){d.y - s, d.y + s};
  }
  if (n_chords) qsort(c, n_chords, sizeof *c, by_start);
  double top = -1.0;
  for (k = 0; k < n_chords && c[k].lo <= top; k++) top = fmax(top, c[k].hi);
  free(c);
  return top;
}

bool tame_whitney_is_zero(const tame_whitney *w, size_t depth, double x,
                          double y)
{
  const size_t n = tame_whitney_count(w, depth);
  if (y < -1.0) return false;
  for (size_t i = 0; i < n; i++)
    if (hypot(x - w->disc[i].x, y - w->disc[i].y) < w->disc[i].r) return false;
  return true;
}
