/* SPDX-License-Identifier: MIT */
/* Value and gradient of x -> f(x, y_k), y_k after k gradient steps on the lower
 * level, in reverse mode (experiments of arXiv 2502.09074). */
#ifndef BENCH_DERIVATIVE_WORKS_BILEVEL_H
#define BENCH_DERIVATIVE_WORKS_BILEVEL_H

#include <math.h>

#include "../../experiments/2502.09074-bilevel-morse/gradient_cost.h"
#include "../../experiments/2502.09074-bilevel-morse/meta_problem.h"
#include "derivative_work.h"
#include "tame/bilevel.h"
#include "tame/double_well.h"
#include "tame/rng.h"

enum { META, WELLS };

typedef struct {
  tame_bilevel problem;
  tame_inner inner;
  tame_unrolled *w;
  double *x, *y0,
      *data; /* data: W [d x d], v [d], zero [d], work [4 d], last [d] */
  meta meta;
  tame_many_wells wells;
} hypergradient;

/* out [1 + n] <- value, gradient */
static void hypergradient_compute(double *out, void *ctx)
{
  hypergradient *s = ctx;
  TAME_REQUIRE(tame_unrolled_gradient(&out[0], out + 1, NULL, s->w, s->x,
                                      s->y0) == TAME_OK);
}

static void hypergradient_clear(void *ctx)
{
  hypergradient *s = ctx;
  tame_unrolled_free(s->w);
  free(s->x);
  free(s->y0);
  free(s->data);
  free(s);
}

static void meta_data(derivative *d, hypergradient *s)
{
  meta_init(&s->meta);
  s->problem = meta_problem(&s->meta);
  s->inner.step = 0.5;
  add_size(d, TASKS);
  add_size(d, DATA);
  add_array(d, s->meta.u, DATA);
  add_array(d, s->meta.v[0], TASKS * DATA);
  add_array(d, s->meta.u_val, DATA);
  add_array(d, s->meta.v_val[0], TASKS * DATA);
}

static void wells_data(derivative *d, hypergradient *s, size_t size)
{
  gsl_rng *rng = tame_rng_alloc(0, "bench/wells", 0);
  double *w = s->data = tame_vec(size * size + 7 * size), *v = w + size * size;
  tame_rng_normal(w, size * size, rng);
  for (size_t i = 0; i < size * size; i++) w[i] /= sqrt((double)size);
  tame_rng_uniform(v, size, 0.05, 1.0, rng);
  gsl_rng_free(rng);
  s->wells = (tame_many_wells){size,     size,         w,           NULL, v,
                               v + size, v + 2 * size, v + 6 * size};
  s->problem = tame_many_wells_problem(&s->wells);
  s->inner.step = 0.1;
  add_size(d, size);
  add_array(d, w, size * size);
  add_array(d, v, size);
}

/* size: inner steps, and for the wells their number */
static derivative hypergradient_setup(int kind, const size_t *size)
{
  hypergradient *s = tame_calloc(1, sizeof *s);
  derivative d =
      derivative_of(s, hypergradient_compute, hypergradient_clear, 0);
  if (kind == META)
    meta_data(&d, s);
  else
    wells_data(&d, s, size[1]);
  const size_t n = s->problem.n, m = s->problem.m;
  s->inner.problem = &s->problem;
  s->w = tame_unrolled_alloc(&s->inner, size[0]);
  s->x = tame_vec(n);
  s->y0 = tame_vec(m);
  for (size_t i = 0; i < n; i++) s->x[i] = kind == META ? 0.5 : 0.1;
  for (size_t i = 0; i < m; i++) s->y0[i] = 1.0;
  d.n_out = 1 + n;
  add_size(&d, size[0]);
  add_array(&d, s->x, n);
  add_array(&d, s->y0, m);
  add_array(&d, &s->inner.step, 1);
  snprintf(d.about, sizeof d.about, "%zu lower unknowns, %zu upper, %zu steps",
           m, n, size[0]);
  return d;
}

/* --- the experiment's own reverse sweep on many wells ------------------------ */

typedef struct {
  problem q;
  double *ones, step;
} sweep;

static void sweep_compute(double *out, void *ctx)
{
  sweep *s = ctx;
  reverse(&s->q);
  out[0] = s->q.value;
  memcpy(out + 1, s->q.reverse, s->q.d * sizeof *out);
}

static void sweep_clear(void *ctx)
{
  sweep *s = ctx;
  free(s->q.w);
  free(s->ones);
  free(s);
}

/* size: d */
static derivative sweep_setup(int kind, const size_t *size)
{
  const size_t n = size[0];
  sweep *s = tame_calloc(1, sizeof *s);
  (void)kind;
  init(&s->q, n);
  s->step = S;
  s->ones = tame_vec(n);
  for (size_t i = 0; i < n; i++) s->ones[i] = 1.0;
  derivative d = derivative_of(s, sweep_compute, sweep_clear, 1 + n);
  add_size(&d, n);
  add_size(&d, STEPS);
  add_array(&d, s->q.w, n * n);
  add_array(&d, s->q.v, n);
  add_array(&d, s->q.x, n);
  add_array(&d, s->ones, n);
  add_array(&d, &s->step, 1);
  snprintf(d.about, sizeof d.about, "%zu lower unknowns, %zu upper, %d steps",
           n, n, STEPS);
  return d;
}

#endif
