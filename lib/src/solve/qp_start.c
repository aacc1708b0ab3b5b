/* SPDX-License-Identifier: MIT */
/* The starting point of the interior point method and its adjoint. */
#include "qp_solver.h"

#include <stdbool.h>
#include <string.h>

/* What s and z gain over -r and r, and through which entries of r. */
typedef struct {
  bool is_shifted, is_guarded;
  size_t largest, smallest; /* places of max r and min r */
  double shift;             /* 1 + max r */
  double guard;             /* 1 - min z, after the shift */
} qp_shift;

static qp_shift shift_of(const double *r, size_t p)
{
  qp_shift shift = {0};
  for (size_t i = 1; i < p; i++) {
    if (r[i] > r[shift.largest]) shift.largest = i;
    if (r[i] < r[shift.smallest]) shift.smallest = i;
  }
  shift.is_shifted = r[shift.largest] >= 0.0;
  if (shift.is_shifted) shift.shift = 1.0 + r[shift.largest];
  const double z_min = r[shift.smallest] + shift.shift;
  shift.is_guarded = z_min <= 0.0;
  if (shift.is_guarded) shift.guard = 1.0 - z_min;
  return shift;
}

/* r [p] <- Gx - h */
static void violation(double *r, const double *x, const double *h,
                      const tame_qp_solver *w)
{
  for (size_t i = 0; i < w->p; i++) r[i] = -h[i];
  qp_add(r, 1.0, w->qp.G, x, w->p, w->n);
}

size_t tame_qp_start_size(const tame_qp_solver *w)
{
  return w->kkt->start_size(w->n, w->p, w->m);
}

tame_status tame_qp_start(double *v0, double *record, const double *theta,
                          tame_qp_solver *w)
{
  const size_t n = w->n, p = w->p, m = w->m;
  const double *q = theta, *h = q + n, *b = h + p;
  double *f = record ? record : w->record;
  if (!record) w->is_current = false;
  TAME_TRY(w->kkt->start_factor(f, w));

  double *solution = w->l; /* (x, ., y) */
  for (size_t j = 0; j < n; j++) solution[j] = -q[j];
  memcpy(solution + n, h, p * sizeof *h);
  memcpy(solution + n + p, b, m * sizeof *b);
  w->kkt->start_solve(solution, f, w);

  const qp_parts at = qp_split(v0, w);
  memcpy(at.x, solution, n * sizeof *at.x);
  memcpy(at.y, solution + n + p, m * sizeof *at.y);
  double *r = w->t;
  violation(r, at.x, h, w);
  const qp_shift shift = shift_of(r, p);
  for (size_t i = 0; i < p; i++) {
    at.s[i] = -r[i] + shift.shift;
    at.z[i] = r[i] + shift.shift + shift.guard;
  }
  if (shift.is_guarded) w->report.guards++;
  return TAME_OK;
}

tame_status tame_qp_start_vjp(double *dtheta, const double *dv0,
                              const double *record, const double *v0,
                              const double *theta, tame_qp_solver *w)
{
  const size_t n = w->n, p = w->p, m = w->m;
  const double *f = record;
  if (!f) {
    w->is_current = false;
    TAME_TRY(w->kkt->start_factor(w->record, w));
    f = w->record;
  }
  const qp_const_parts at = qp_split_const(v0, w), d = qp_split_const(dv0, w);
  double *r = w->t, *dr = w->rest;
  violation(r, at.x, theta + n, w);
  const qp_shift shift = shift_of(r, p);

  /* backwards through the guard, the shift, and s = -r, z = r */
  double sum_s = 0.0, sum_z = 0.0;
  for (size_t i = 0; i < p; i++) {
    dr[i] = d.z[i] - d.s[i];
    sum_s += d.s[i];
    sum_z += d.z[i];
  }
  double dshift = sum_s + sum_z;
  if (shift.is_guarded) { /* guard = 1 - r_min - shift */
    dr[shift.smallest] -= sum_z;
    dshift -= sum_z;
  }
  if (shift.is_shifted) dr[shift.largest] += dshift;

  /* r = Gx - h, then the symmetric system */
  double *l = w->l, *dq = dtheta, *dh = dq + n, *db = dh + p;
  for (size_t i = 0; i < p; i++) dh[i] -= dr[i];
  memcpy(l, d.x, n * sizeof *l);
  qp_add_t(l, 1.0, w->qp.G, dr, p, n);
  memset(l + n, 0, p * sizeof *l);
  memcpy(l + n + p, d.y, m * sizeof *l);
  w->kkt->start_solve(l, f, w);
  for (size_t j = 0; j < n; j++) dq[j] -= l[j];
  for (size_t i = 0; i < p; i++) dh[i] += l[n + i];
  for (size_t i = 0; i < m; i++) db[i] += l[n + p + i];
  return TAME_OK;
}
