/* SPDX-License-Identifier: MIT */
#include "tame/prox_pieces.h"

#include <stdlib.h>

#include "tame/base.h"

#include "common.h"

enum { CHUNK = 64 }; /* columns of a Jacobian treated together */

/* In a list of jumps: a cut without a sign. */
static const double NO_SIGN = 2.0;

/* Piece k holds entries start[k] <= i < start[k + 1] and its mean is shifted by
 * t shift[k]. */
typedef struct {
  size_t count;
  size_t *start; /* [n + 1] */
  double *shift; /* [n] */
} pieces;

struct tame_prox_tv {
  size_t n, p;
  tame_param weight;
  double gamma;
  tame_kink kink;

  bool is_known; /* what follows belongs to (v, t) */
  bool is_valid; /* and these are numbers */
  bool has_kink; /* coarse and fine differ */
  double t;
  pieces exact;  /* cut at all jumps: the value */
  pieces coarse; /* not cut at kinks */
  pieces fine;   /* cut at kinks */
  double *v;     /* [n]; head of the block that free() releases */
  double *x;     /* [n] R */
  double *jump;  /* [n] sign of the jump after entry i, 0 for none */
  double *knot, *slope, *shift; /* [2n] each: the dynamic program */
  double *below, *above;        /* [n] bounds that clip x_i given x_{i+1} */
  size_t *starts;               /* [3 (n + 1)] of the pieces */
};

static void piece_memory(pieces *set, size_t **start, double **shift, size_t n)
{
  set->start = *start;
  set->shift = *shift;
  *start += n + 1;
  *shift += n;
}

tame_prox_tv *tame_prox_tv_alloc(size_t n)
{
  TAME_REQUIRE(n > 0);
  tame_prox_tv *w = tame_calloc(1, sizeof *w);
  w->n = n;
  w->v = tame_vec(14 * n);
  w->starts = tame_calloc(3 * (n + 1), sizeof *w->starts);
  w->x = w->v + n;
  w->jump = w->x + n;
  w->knot = w->jump + n;
  w->slope = w->knot + 2 * n;
  w->shift = w->slope + 2 * n;
  w->below = w->shift + 2 * n;
  w->above = w->below + n;
  double *shift = w->above + n;
  size_t *start = w->starts;
  piece_memory(&w->exact, &start, &shift, n);
  piece_memory(&w->coarse, &start, &shift, n);
  piece_memory(&w->fine, &start, &shift, n);
  return w;
}

void tame_prox_tv_free(tame_prox_tv *w)
{
  if (!w) return;
  free(w->starts);
  free(w->v);
  free(w);
}

tame_status tame_prox_tv_init(tame_prox_tv *w, size_t p, tame_param weight,
                              double gamma, tame_kink kink)
{
  if (!is_weight(weight, p) || !is_step(gamma) || !is_kink(kink)) {
    return TAME_EINVAL;
  }
  w->p = p;
  w->weight = weight;
  w->gamma = gamma;
  w->kink = kink;
  w->is_known = false;
  return TAME_OK;
}

/* --- Johnson's dynamic program ----------------------------------------------
 * The derivative of b -> min over x_1..x_i of the objective plus t |b - x_i| is
 * the derivative of the message before, cut off at -t and t.  It is increasing
 * and piecewise linear; knots first..last hold where it bends and by how much
 * slope and intercept change there. */

typedef struct {
  size_t first, last;
  double slope_lo, shift_lo; /* the line left of the first knot */
  double slope_hi, shift_hi; /* the line right of the last knot, negated */
} message;

/* Walk up from the left to where the derivative reaches LEVEL. */
static void from_left(const tame_prox_tv *w, message *m, double floor)
{
  while (m->first <= m->last &&
         m->slope_lo * w->knot[m->first] + m->shift_lo <= floor) {
    m->slope_lo += w->slope[m->first];
    m->shift_lo += w->shift[m->first];
    m->first++;
  }
}

static void from_right(const tame_prox_tv *w, message *m, double ceiling)
{
  while (m->last >= m->first &&
         -m->slope_hi * w->knot[m->last] - m->shift_hi >= ceiling) {
    m->slope_hi += w->slope[m->last];
    m->shift_hi += w->shift[m->last];
    m->last--;
  }
}

/* Cut off at -t and t, remember where, and add the derivative b - v_next of the
 * next term.  Knots start in the middle of the memory, and each step needs at
 * most one more on either side. */
static void pass_on(tame_prox_tv *w, message *m, size_t i, double t)
{
  w->below[i] = (-t - m->shift_lo) / m->slope_lo;
  w->above[i] = (t + m->shift_hi) / -m->slope_hi;
  m->first--;
  m->last++;
  w->knot[m->first] = w->below[i];
  w->slope[m->first] = m->slope_lo;
  w->shift[m->first] = m->shift_lo + t;
  w->knot[m->last] = w->above[i];
  w->slope[m->last] = m->slope_hi;
  w->shift[m->last] = m->shift_hi + t;
  m->slope_lo = 1.0;
  m->shift_lo = -t - w->v[i + 1];
  m->slope_hi = -1.0;
  m->shift_hi = -t + w->v[i + 1];
}

/* x and jump */
static void minimise(tame_prox_tv *w, double t)
{
  const size_t n = w->n;
  /* empty between knots n and n - 1: the derivative is b - v_0 */
  message m = {n, n - 1, 1.0, -w->v[0], -1.0, w->v[0]};
  for (size_t i = 0; i + 1 < n; i++) {
    from_left(w, &m, -t);
    from_right(w, &m, t);
    pass_on(w, &m, i, t);
  }
  from_left(w, &m, 0.0);
  w->x[n - 1] = -m.shift_lo / m.slope_lo;
  w->jump[n - 1] = 0.0;
  for (size_t i = n - 1; i-- > 0;) {
    const double next = w->x[i + 1];
    w->jump[i] = (double)(next > w->above[i]) - (double)(next < w->below[i]);
    w->x[i] = w->jump[i] > 0.0   ? w->above[i]
              : w->jump[i] < 0.0 ? w->below[i]
                                 : next;
  }
}

/* --- pieces --------------------------------------------------------------- */

/* Pieces ended by the jumps that are not 0; jump [n], the last one 0. */
static void collect(pieces *set, const double *jump, size_t n)
{
  double left = 0.0;
  set->count = 0;
  set->start[0] = 0;
  for (size_t i = 0; i < n; i++) {
    if (jump[i] == 0.0 && i + 1 < n) continue;
    const double right = jump[i] == NO_SIGN ? 0.0 : jump[i];
    const size_t k = set->count++, length = i + 1 - set->start[k];
    set->shift[k] = (right - left) / (double)length;
    set->start[k + 1] = i + 1;
    left = right;
  }
}

/* R from the pieces: the formula of the header, exact up to one sum, where the
 * dynamic program has carried its intercepts along. */
static void means(tame_prox_tv *w, double t)
{
  const pieces *set = &w->exact;
  for (size_t k = 0; k < set->count; k++) {
    const size_t a = set->start[k], b = set->start[k + 1];
    double sum = 0.0;
    for (size_t i = a; i < b; i++) sum += w->v[i];
    const double mean = sum / (double)(b - a) + t * set->shift[k];
    for (size_t i = a; i < b; i++) w->x[i] = mean;
  }
}

/* Where a cut is in doubt: low jumps are taken out of the coarse pieces, and
 * entries whose dual variable is at its bound get a cut in the fine ones.  u is
 * summed within each piece, from the value +-t it has at its left end. */
static void find_kinks(tame_prox_tv *w, double t)
{
  const size_t n = w->n;
  const double width = w->kink.width;
  double *coarse = w->below, *fine = w->above; /* free by now */
  double u = 0.0;
  w->has_kink = false;
  for (size_t i = 0; i + 1 < n; i++) {
    coarse[i] = fine[i] = w->jump[i];
    if (w->jump[i] != 0.0) {
      u = w->jump[i] * t;
      if (fabs(w->x[i + 1] - w->x[i]) > width) continue;
      coarse[i] = 0.0;
      w->has_kink = true;
    } else {
      u += w->x[i] - w->v[i];
      if (fabs(u) < t - width) continue;
      fine[i] = t == 0.0 ? NO_SIGN : u > 0.0 ? 1.0 : -1.0;
      w->has_kink = true;
    }
  }
  coarse[n - 1] = fine[n - 1] = 0.0;
  collect(&w->coarse, coarse, n);
  if (w->has_kink) collect(&w->fine, fine, n);
}

/* Know (v, theta).  The comparison is bit by bit, so that a NaN is found again
 * and -0 is not taken for 0. */
static void look(tame_prox_tv *w, const double *v, const double *theta)
{
  const size_t n = w->n;
  const double t = w->gamma * weight_value(w->weight, theta);
  if (w->is_known && memcmp(&t, &w->t, sizeof t) == 0 &&
      memcmp(v, w->v, n * sizeof *v) == 0) {
    return;
  }
  memcpy(w->v, v, n * sizeof *v);
  w->t = t;
  w->is_known = true;
  w->is_valid = isfinite(t);
  for (size_t i = 0; i < n; i++) w->is_valid = w->is_valid && isfinite(v[i]);
  if (!w->is_valid) return;
  minimise(w, t);
  collect(&w->exact, w->jump, n);
  if (t > 0.0) {
    means(w, t);
  } else {
    memcpy(w->x, v, n * sizeof *v); /* a mean of equal numbers may round */
  }
  find_kinks(w, t);
}

/* --- products ------------------------------------------------------------- */

/* y += scale (mean of d + shift dt) on each piece; returns sum_k shift_k (sum
 * of d on the piece), the cotangent of t, times scale. */
static double apply(double *y, const double *d, const pieces *set, double scale,
                    double dt)
{
  double dot = 0.0;
  for (size_t k = 0; k < set->count; k++) {
    const size_t a = set->start[k], b = set->start[k + 1];
    double sum = 0.0;
    for (size_t i = a; i < b; i++) sum += d[i];
    const double add = scale * (sum / (double)(b - a) + set->shift[k] * dt);
    for (size_t i = a; i < b; i++) y[i] += add;
    dot += set->shift[k] * sum;
  }
  return scale * dot;
}

/* Both sides of a kink, weighed; y [n] is cleared first. */
static double apply_both(double *y, const double *d, const tame_prox_tv *w,
                         double dt)
{
  const double a = w->has_kink ? w->kink.at_kink : 0.0;
  memset(y, 0, w->n * sizeof *y);
  double dot = 0.0;
  if (a < 1.0) dot += apply(y, d, &w->coarse, 1.0 - a, dt);
  if (a > 0.0) dot += apply(y, d, &w->fine, a, dt);
  return dot;
}

static void poison(double *y, size_t count)
{
  for (size_t i = 0; i < count; i++) y[i] = (double)NAN;
}

static void value(double *xnew, const double *v, const double *theta, void *ctx)
{
  tame_prox_tv *w = ctx;
  look(w, v, theta);
  if (w->is_valid) {
    memcpy(xnew, w->x, w->n * sizeof *xnew);
  } else {
    poison(xnew, w->n);
  }
}

static void jvp(double *dxnew, const double *dx, const double *dtheta,
                const double *v, const double *theta, void *ctx)
{
  tame_prox_tv *w = ctx;
  look(w, v, theta);
  if (w->is_valid) {
    apply_both(dxnew, dx, w, w->gamma * param_direction(w->weight, dtheta));
  } else {
    poison(dxnew, w->n);
  }
}

static void vjp(double *dx, double *dtheta, const double *u, const double *v,
                const double *theta, void *ctx)
{
  tame_prox_tv *w = ctx;
  look(w, v, theta);
  double dt = (double)NAN;
  if (w->is_valid) {
    dt = apply_both(dx, u, w, 0.0);
  } else {
    poison(dx, w->n);
  }
  param_cotangent(dtheta, w->weight, w->gamma * dt);
}

/* m columns of the Jacobian, row length p: jac_new += scale (means of jac +
 * gamma shift on the column of the weight). */
static void apply_columns(double *jac_new, const double *jac, const pieces *set,
                          double scale, size_t p, size_t m)
{
  for (size_t k = 0; k < set->count; k++) {
    const size_t a = set->start[k], b = set->start[k + 1];
    double sum[CHUNK] = {0};
    for (size_t i = a; i < b; i++)
      for (size_t j = 0; j < m; j++) sum[j] += jac[i * p + j];
    for (size_t j = 0; j < m; j++) sum[j] *= scale / (double)(b - a);
    for (size_t i = a; i < b; i++)
      for (size_t j = 0; j < m; j++) jac_new[i * p + j] += sum[j];
  }
}

static void add_weight(double *jac_new, const pieces *set, double scale,
                       const tame_prox_tv *w)
{
  for (size_t k = 0; k < set->count; k++) {
    const double slope = scale * w->gamma * set->shift[k];
    for (size_t i = set->start[k]; i < set->start[k + 1]; i++)
      param_cotangent(jac_new + i * w->p, w->weight, slope);
  }
}

static void piggyback(double *jac_new, const double *jac, const double *v,
                      const double *theta, void *ctx)
{
  tame_prox_tv *w = ctx;
  const size_t p = w->p;
  look(w, v, theta);
  if (!w->is_valid) {
    poison(jac_new, w->n * p);
    return;
  }
  const double a = w->has_kink ? w->kink.at_kink : 0.0;
  const pieces *set[2] = {&w->coarse, &w->fine};
  const double scale[2] = {1.0 - a, a};
  memset(jac_new, 0, w->n * p * sizeof *jac_new);
  for (size_t side = 0; side < 2; side++) {
    if (scale[side] == 0.0) continue;
    for (size_t j = 0; jac && j < p; j += CHUNK)
      apply_columns(jac_new + j, jac + j, set[side], scale[side], p,
                    p - j < CHUNK ? p - j : CHUNK);
    add_weight(jac_new, set[side], scale[side], w);
  }
}

tame_map tame_prox_tv_map(tame_prox_tv *w)
{
  return (tame_map){.n = w->n,
                    .p = w->p,
                    .value = value,
                    .jvp = jvp,
                    .vjp = vjp,
                    .piggyback = piggyback,
                    .ctx = w};
}

size_t tame_prox_tv_pieces(tame_prox_tv *w, const double *v,
                           const double *theta)
{
  look(w, v, theta);
  return w->is_valid ? w->exact.count : 0;
}
