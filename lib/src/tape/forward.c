/* SPDX-License-Identifier: MIT */
/* Forward sweeps with a block of directions: the tangent of a value is a row
 * of q numbers. */
#include "tame/tape_forward.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "scalar.h"
#include "tangent.h"

enum { BLOCK = 8 }; /* directions at once when they do not depend on another */

/* --- one and two arguments ------------------------------------------------ */

/* y [q] <- tangent of a kink with one-sided derivatives left and right, where
 * h [q] is that of the argument */
void tame_tape_kink_row(double *y, const double *h, double left, double right,
                        size_t q, tame_tangent_rule rule)
{
  if (rule == TAME_DIRECTIONAL) {
    for (size_t j = 0; j < q; j++) y[j] = (h[j] < 0.0 ? left : right) * h[j];
    return;
  }
  size_t first = 0; /* the first direction that leaves the kink decides */
  while (first + 1 < q && h[first] == 0.0) first++;
  const double s = h[first] < 0.0 ? left : right;
  for (size_t j = 0; j < q; j++) y[j] = s * h[j];
}

void tame_tape_unary_row(const tape_block *s, tame_op op, size_t a, size_t r,
                         double c)
{
  const size_t q = s->q;
  const double x = s->t->value[a];
  const double *const h = s->tangent + a * q;
  double *const y = s->tangent + r * q;
  if (s->rule != TAME_LINEAR && tape_unary_at_kink(op, x, c)) {
    double left, right;
    tape_unary_sides(&left, &right, op, x, c);
    tame_tape_kink_row(y, h, left, right, q, s->rule);
    return;
  }
  const double slope = tape_slope(s->t, op, x, s->t->value[r], c, r, 0);
  for (size_t j = 0; j < q; j++) y[j] = slope * h[j];
}

/* A tie of max or min, rules other than linear. */
static void tie_row(const tape_block *s, bool is_max, size_t a, size_t b,
                    size_t r)
{
  const size_t q = s->q;
  const double *const ha = s->tangent + a * q, *const hb = s->tangent + b * q;
  double *const y = s->tangent + r * q;
  if (s->rule == TAME_DIRECTIONAL) {
    for (size_t j = 0; j < q; j++)
      y[j] = is_max ? larger(ha[j], hb[j]) : smaller(ha[j], hb[j]);
    return;
  }
  size_t first = 0;
  while (first + 1 < q && ha[first] == hb[first]) first++;
  const bool is_a = (ha[first] > hb[first]) == is_max;
  memcpy(y, is_a ? ha : hb, q * sizeof *y);
}

void tame_tape_binary_row(const tape_block *s, tame_op op, size_t a, size_t b,
                          size_t r)
{
  const size_t q = s->q;
  const double *const v = s->t->value;
  double theta = 0.0, pa, pb;
  if (tape_binary_at_kink(op, v[a], v[b])) {
    if (s->rule != TAME_LINEAR) {
      tie_row(s, op == TAME_OP_MAX, a, b, r);
      return;
    }
    theta = tame_tape_theta(s->t, op, r, 0);
  }
  tame_tape_binary_partials(&pa, &pb, op, v[a], v[b], v[r], theta);
  const double *const ha = s->tangent + a * q, *const hb = s->tangent + b * q;
  double *const y = s->tangent + r * q;
  for (size_t j = 0; j < q; j++) y[j] = pa * ha[j] + pb * hb[j];
}

static void where_row(const tape_block *s, word w, size_t r)
{
  const uint32_t *arg = s->t->args + tape_b(w);
  const size_t from = arg[s->t->value[tape_a(w)] > 0.0 ? 0 : 1];
  memcpy(s->tangent + r * s->q, s->tangent + from * s->q,
         s->q * sizeof *s->tangent);
}

/* --- the sweep ------------------------------------------------------------ */

static void row(const tape_block *s, word w, size_t r)
{
  const tame_op op = tape_op(w);
  if (tape_is_binary(op)) {
    tame_tape_binary_row(s, op, tape_a(w), tape_b(w), r);
  } else if (tape_is_unary(op)) {
    tame_tape_unary_row(s, op, tape_a(w), r, tape_c(s->t, w));
  } else if (op == TAME_OP_CONST) {
    memset(s->tangent + r * s->q, 0, s->q * sizeof *s->tangent);
  } else if (op == TAME_OP_WHERE) {
    where_row(s, w, r);
  } else if (tape_is_reduction(op)) {
    tame_tape_forward_reduction(s, w, r);
  } else {
    tame_tape_forward_plural(s, w, r);
  }
}

/* Operations that programs are made of most are spelled out; Q is s->q, a
 * constant where it is inlined. */
static inline void sweep(const tape_block *s, size_t q)
{
  const tame_tape *const t = s->t;
  const double *const v = t->value;
  for (size_t i = 0, r = 0; i < t->codes.n; i++) {
    const word w = t->code[i];
    const size_t a = tape_a(w), b = tape_b(w);
    double *const y = s->tangent + r * q;
    const double *const ha = s->tangent + a * q, *const hb = s->tangent + b * q;
    switch (tape_op(w)) {
    case TAME_OP_ADD:
      for (size_t j = 0; j < q; j++) y[j] = ha[j] + hb[j];
      break;
    case TAME_OP_SUB:
      for (size_t j = 0; j < q; j++) y[j] = ha[j] - hb[j];
      break;
    case TAME_OP_MUL:
      for (size_t j = 0; j < q; j++) y[j] = v[b] * ha[j] + v[a] * hb[j];
      break;
    case TAME_OP_MULC:
      for (size_t j = 0; j < q; j++) y[j] = t->constant[b] * ha[j];
      break;
    default:
      row(s, w, r);
      r += tape_results(t, w);
      continue;
    }
    r++;
  }
}

static void run(const tape_block *s)
{
  if (s->q == 1)
    sweep(s, 1);
  else if (s->q == BLOCK)
    sweep(s, BLOCK);
  else
    sweep(s, s->q);
}

/* Where q tangents of each value go: one fits in the room of the adjoints. */
static double *room(tame_tape *t, size_t q)
{
  if (q == 1) {
    tame_tape_prepare_adjoint(t);
    return t->adjoint;
  }
  if (t->n_tangent < q * t->values.n) {
    free(t->tangent);
    t->n_tangent = q * t->values.n;
    t->tangent = tame_vec(t->n_tangent);
  }
  return t->tangent;
}

tame_status tame_tape_forward(double *dy, const double *dx, size_t p,
                              tame_tangent_rule rule, const tame_var *y,
                              size_t m)
{
  TAME_REQUIRE(m >= 1);
  tame_tape *t = y[0].tape;
  bool is_finite = true;
  tame_tape_refresh_order(t);
  const size_t block = rule == TAME_LEXICOGRAPHIC || p < BLOCK ? p : BLOCK;
  double *const tangent = room(t, block);
  double *const work = tame_vec(block);
  for (size_t j0 = 0; j0 < p; j0 += block) {
    const size_t q = p - j0 < block ? p - j0 : block;
    run(&(tape_block){t, tangent, dx, p, j0, q, rule, work});
    for (size_t i = 0; i < m; i++) {
      tame_tape_check_var(t, y[i]);
      memcpy(dy + i * p + j0, tangent + y[i].index * q, q * sizeof *dy);
    }
  }
  free(work);
  if (tangent == t->adjoint) memset(tangent, 0, t->values.n * sizeof *tangent);
  for (size_t i = 0; i < m; i++)
    is_finite = is_finite && isfinite(t->value[y[i].index]);
  for (size_t i = 0; i < m * p; i++) is_finite = is_finite && isfinite(dy[i]);
  return is_finite ? TAME_OK : TAME_DIVERGED;
}

tame_status tame_tape_jvp(double *dy, const double *dx, const tame_var *y,
                          size_t m)
{
  return tame_tape_forward(dy, dx, 1, TAME_LINEAR, y, m);
}

tame_status tame_tape_jacobian(double *jac, const tame_var *y, size_t m)
{
  TAME_REQUIRE(m >= 1);
  const size_t n = y[0].tape->n_inputs;
  if (n < m) {
    double *eye = tame_vec(n * n);
    for (size_t i = 0; i < n; i++) eye[i * n + i] = 1.0;
    const tame_status s = tame_tape_forward(jac, eye, n, TAME_LINEAR, y, m);
    free(eye);
    return s;
  }
  tame_status s = TAME_OK;
  for (size_t i = 0; i < m; i++)
    if (tame_tape_gradient(jac + i * n, y[i]) != TAME_OK) s = TAME_DIVERGED;
  return s;
}
