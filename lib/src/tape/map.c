/* SPDX-License-Identifier: MIT */
#include "tame/tape_map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/tape_forward.h"

struct tame_recorded {
  size_t n, p;
  tame_tape *tape;
  tame_var *xnew;  /* [n] */
  double *point;   /* [n + p] where the tape stands */
  double *next;    /* [n + p] work */
  double *columns; /* [(n + p) x p] work of piggyback, when first needed */
};

tame_recorded *tame_recorded_alloc(size_t n, size_t p, tame_record_step *record,
                                   const double *x0, const double *theta0,
                                   void *ctx)
{
  TAME_REQUIRE(n >= 1 && (theta0 || p == 0));
  tame_recorded *r = tame_calloc(1, sizeof *r);
  *r = (tame_recorded){.n = n,
                       .p = p,
                       .tape = tame_tape_alloc(),
                       .xnew = tame_calloc(n, sizeof *r->xnew),
                       .point = tame_vec(n + p),
                       .next = tame_vec(n + p)};
  memcpy(r->point, x0, n * sizeof *x0);
  if (p) memcpy(r->point + n, theta0, p * sizeof *theta0);
  tame_var *in = tame_calloc(n + p, sizeof *in);
  for (size_t i = 0; i < n + p; i++)
    in[i] = tame_tape_input(r->tape, r->point[i]);
  record(r->xnew, in, in + n, ctx);
  TAME_REQUIRE(tame_tape_inputs(r->tape) == n + p);
  for (size_t i = 0; i < n; i++)
    TAME_REQUIRE(r->xnew[i].tape == r->tape && "xnew was not set");
  free(in);
  return r;
}

void tame_recorded_free(tame_recorded *r)
{
  if (!r) return;
  free(r->columns);
  free(r->next);
  free(r->point);
  free(r->xnew);
  tame_tape_free(r->tape);
  free(r);
}

tame_tape *tame_recorded_tape(tame_recorded *r) { return r->tape; }

/* Bring the tape to (x, theta); false when that is not finite. */
static bool go(tame_recorded *r, const double *x, const double *theta)
{
  memcpy(r->next, x, r->n * sizeof *x);
  if (r->p) memcpy(r->next + r->n, theta, r->p * sizeof *theta);
  const size_t bytes = (r->n + r->p) * sizeof *r->next;
  if (memcmp(r->next, r->point, bytes) == 0) return true;
  if (tame_tape_replay(r->tape, r->next) != TAME_OK) return false;
  memcpy(r->point, r->next, bytes);
  return true;
}

static void fill_nan(double *x, size_t n)
{
  for (size_t i = 0; i < n; i++) x[i] = (double)NAN;
}

static void value(double *xnew, const double *x, const double *theta, void *ctx)
{
  tame_recorded *r = ctx;
  if (!go(r, x, theta)) {
    fill_nan(xnew, r->n);
    return;
  }
  for (size_t i = 0; i < r->n; i++) xnew[i] = tame_var_value(r->xnew[i]);
}

/* What the sweeps say of values that are not finite is in their results. */
static void jvp(double *dxnew, const double *dx, const double *dtheta,
                const double *x, const double *theta, void *ctx)
{
  tame_recorded *r = ctx;
  if (!go(r, x, theta)) {
    fill_nan(dxnew, r->n);
    return;
  }
  memcpy(r->next, dx, r->n * sizeof *dx);
  for (size_t j = 0; j < r->p; j++)
    r->next[r->n + j] = dtheta ? dtheta[j] : 0.0;
  tame_tape_jvp(dxnew, r->next, r->xnew, r->n);
}

static void vjp(double *dx, double *dtheta, const double *dxnew,
                const double *x, const double *theta, void *ctx)
{
  tame_recorded *r = ctx;
  if (go(r, x, theta))
    tame_tape_vjp(r->next, r->xnew, dxnew, r->n);
  else
    fill_nan(r->next, r->n + r->p);
  memcpy(dx, r->next, r->n * sizeof *dx);
  for (size_t j = 0; dtheta && j < r->p; j++) dtheta[j] += r->next[r->n + j];
}

/* jac_new = A jac + B: forwards along the columns of jac above the identity. */
static void piggyback(double *jac_new, const double *jac, const double *x,
                      const double *theta, void *ctx)
{
  tame_recorded *r = ctx;
  const size_t n = r->n, p = r->p;
  if (p == 0) return;
  if (!go(r, x, theta)) {
    fill_nan(jac_new, n * p);
    return;
  }
  if (!r->columns) r->columns = tame_vec((n + p) * p);
  if (jac)
    memcpy(r->columns, jac, n * p * sizeof *jac);
  else
    memset(r->columns, 0, n * p * sizeof *jac);
  for (size_t j = 0; j < p; j++) r->columns[(n + j) * p + j] = 1.0;
  tame_tape_forward(jac_new, r->columns, p, TAME_LINEAR, r->xnew, n);
}

tame_map tame_recorded_map(tame_recorded *r)
{
  return (tame_map){.n = r->n,
                    .p = r->p,
                    .value = value,
                    .jvp = jvp,
                    .vjp = vjp,
                    .piggyback = piggyback,
                    .ctx = r};
}
