/* SPDX-License-Identifier: MIT */
#include "tame/tv_path.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

/* Samples first .. last of b, between coordinates first - 1 and last of u; its
 * free coordinates are first .. last - 1. */
typedef struct {
  size_t first, last;
  int left, right; /* s_L, s_R */
  double next;     /* largest lambda at which one of them is saturated */
  size_t hit;      /* that coordinate, */
  int sign;        /* with this sign */
} run;

struct tame_tv_path {
  size_t n;
  double *b;     /* [n]; head of the block of doubles */
  double *at;    /* [n - 1] breakpoints */
  double *value; /* [n - 1] breakpoint of each coordinate */
  size_t *order; /* [n - 1] */
  int *sign;     /* [n - 1] */
  run *runs;     /* [n] */
};

tame_tv_path *tame_tv_path_alloc(size_t n)
{
  TAME_REQUIRE(n >= 2);
  tame_tv_path *w = tame_calloc(1, sizeof *w);
  w->n = n;
  w->b = tame_vec(n + 2 * (n - 1));
  w->at = w->b + n;
  w->value = w->at + (n - 1);
  w->order = tame_calloc(n - 1, sizeof *w->order);
  w->sign = tame_calloc(n - 1, sizeof *w->sign);
  w->runs = tame_calloc(n, sizeof *w->runs);
  return w;
}

void tame_tv_path_free(tame_tv_path *w)
{
  if (!w) return;
  free(w->b);
  free(w->order);
  free(w->sign);
  free(w->runs);
  free(w);
}

static double run_mean(const double *b, size_t first, size_t last)
{
  double sum = 0.0;
  for (size_t i = first; i <= last; i++) sum += b[i];
  return sum / (double)(last - first + 1);
}

/* The next event of R, not above LIMIT: rounding may put it there when a
 * coordinate beside the one just saturated follows at once. */
static void find_next(run *r, const double *b, double limit)
{
  const double mean = run_mean(b, r->first, r->last);
  const double length = (double)(r->last - r->first + 1);
  double a = 0.0;
  r->next = -1.0; /* none: below every lambda >= 0 */
  for (size_t k = r->first; k < r->last; k++) {
    const double j = (double)(k - r->first + 1);
    const double d = r->left + j / length * (r->right - r->left);
    a += mean - b[k];
    const int sign = (a > 0.0) - (a < 0.0);
    const double room = 1.0 - sign * d; /* a = 0 is saturated at lambda = 0 */
    double t = sign == 0 ? 0.0 : room > 0.0 ? fabs(a) / room : limit;
    if (t > limit) t = limit;
    if (t > r->next) {
      r->next = t;
      r->hit = k;
      r->sign = sign;
    }
  }
}

tame_status tame_tv_path_init(tame_tv_path *w, const double *b)
{
  for (size_t i = 0; i < w->n; i++)
    if (!isfinite(b[i])) return TAME_EINVAL;
  memcpy(w->b, b, w->n * sizeof *b);
  w->runs[0] = (run){.first = 0, .last = w->n - 1};
  find_next(&w->runs[0], b, INFINITY);
  for (size_t e = 0; e + 1 < w->n; e++) { /* event e finds e + 1 runs */
    size_t best = 0;
    for (size_t i = 1; i <= e; i++)
      if (w->runs[i].next > w->runs[best].next) best = i;
    const run r = w->runs[best];
    w->at[e] = w->value[r.hit] = r.next;
    w->order[e] = r.hit;
    w->sign[r.hit] = r.sign;
    run *left = &w->runs[best], *right = &w->runs[e + 1];
    *left = (run){r.first, r.hit, r.left, r.sign, 0.0, 0, 0};
    *right = (run){r.hit + 1, r.last, r.sign, r.right, 0.0, 0, 0};
    find_next(left, b, r.next);
    find_next(right, b, r.next);
  }
  return TAME_OK;
}

const double *tame_tv_path_breakpoints(const tame_tv_path *w) { return w->at; }

const size_t *tame_tv_path_order(const tame_tv_path *w) { return w->order; }

const int *tame_tv_path_signs(const tame_tv_path *w) { return w->sign; }

static bool saturated(const tame_tv_path *w, size_t k, double lambda,
                      bool free_at_break)
{
  return free_at_break ? w->value[k] > lambda : w->value[k] >= lambda;
}

void tame_tv_path_pattern(int *s, const tame_tv_path *w, double lambda,
                          bool free_at_break)
{
  for (size_t k = 0; k + 1 < w->n; k++)
    s[k] = saturated(w, k, lambda, free_at_break) ? w->sign[k] : 0;
}

/* out [n - 1] <- lambda times the slope of u plus, where OFFSET, its part that
 * does not depend on lambda; the runs are those at AT. */
static void walk(double *out, const tame_tv_path *w, double at,
                 bool free_at_break, double lambda, bool offset)
{
  int left = 0;
  size_t first = 0;
  while (first < w->n) {
    size_t last = first;
    while (last + 1 < w->n && !saturated(w, last, at, free_at_break)) last++;
    const int right = last + 1 < w->n ? w->sign[last] : 0;
    const double length = (double)(last - first + 1);
    const double mean = offset ? run_mean(w->b, first, last) : 0.0;
    double a = 0.0;
    for (size_t k = first; k < last; k++) {
      const double j = (double)(k - first + 1);
      if (offset) a += mean - w->b[k];
      out[k] = a + lambda * (left + j / length * (right - left));
    }
    if (last + 1 < w->n) out[last] = lambda * right;
    left = right;
    first = last + 1;
  }
}

tame_status tame_tv_path_solve(double *u, const tame_tv_path *w, double lambda)
{
  if (!(lambda >= 0.0)) return TAME_EINVAL;
  walk(u, w, lambda, true, isinf(lambda) ? 0.0 : lambda, true);
  return TAME_OK;
}

tame_status tame_tv_path_slope(double *du, const tame_tv_path *w, double lambda,
                               bool free_at_break)
{
  if (!(lambda >= 0.0)) return TAME_EINVAL;
  walk(du, w, lambda, free_at_break, 1.0, false);
  return TAME_OK;
}

void tame_tv_difference(double *out, const double *x, size_t n)
{
  for (size_t k = 0; k + 1 < n; k++) out[k] = x[k + 1] - x[k];
}

void tame_tv_difference_t(double *out, const double *u, size_t n)
{
  for (size_t i = 0; i < n; i++)
    out[i] = (i > 0 ? u[i - 1] : 0.0) - (i + 1 < n ? u[i] : 0.0);
}

void tame_tv_path_primal(double *x, const double *u, const double *b, size_t n)
{
  tame_tv_difference_t(x, u, n);
  for (size_t i = 0; i < n; i++) x[i] = b[i] - x[i];
}
