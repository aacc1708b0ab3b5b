/* SPDX-License-Identifier: MIT */
/* Implicit conservative Jacobians of solutions of monotone inclusions, at a
 * solution that is given (experiments of arXiv 2212.07844). */
#ifndef BENCH_DERIVATIVE_WORKS_INCLUSION_H
#define BENCH_DERIVATIVE_WORKS_INCLUSION_H

#include "derivative_work.h"
#include "tame/diff.h"
#include "tame/inclusion_examples.h"

typedef struct {
  tame_example e;
  double *x, *labels;
  double gamma, ridge;
} solution;

static void solution_compute(double *out, void *ctx)
{
  solution *s = ctx;
  TAME_REQUIRE(tame_diff_implicit(out, s->x, s->e.theta,
                                  tame_inclusion_map(s->e.q)) == TAME_OK);
}

static void solution_clear(void *ctx)
{
  solution *s = ctx;
  tame_example_free(&s->e);
  free(s->x);
  free(s->labels);
  free(s);
}

/* kind: of the example; size: whether the large one */
static derivative solution_setup(int kind, const size_t *size)
{
  solution *s = tame_calloc(1, sizeof *s);
  s->ridge = 0.1; /* of the support vector machine */
  TAME_REQUIRE(tame_example_init(&s->e, (tame_example_kind)kind, size[0] > 0) ==
               TAME_OK);
  const size_t n = tame_inclusion_n(s->e.q), p = tame_inclusion_p(s->e.q);
  s->x = tame_vec(n);
  TAME_REQUIRE(tame_inclusion_solve(s->x, s->e.theta, s->e.q) ==
               TAME_CONVERGED);
  s->gamma = tame_inclusion_step(s->e.q);
  derivative d = derivative_of(s, solution_compute, solution_clear, n * p);
  add_array(&d, s->x, n);
  add_array(&d, s->e.theta, p);
  add_array(&d, &s->gamma, 1);
  if (kind == TAME_NET) {
    add_size(&d, s->e.m);
    add_size(&d, n);
    add_array(&d, s->e.x, s->e.m * n);
  } else if (kind == TAME_SVM) {
    s->labels = tame_vec(n);
    for (size_t i = 0; i < n; i++) s->labels[i] = i < n / 2 ? 1.0 : -1.0;
    add_size(&d, n);
    add_size(&d, 2);
    add_array(&d, s->e.x, 2 * n);
    add_array(&d, s->labels, n);
    add_array(&d, &s->ridge, 1);
  }
  d.flops = (double)(n * n) * (2.0 / 3.0 * (double)n + 2.0 * (double)p);
  snprintf(d.about, sizeof d.about, "%zu unknowns, %zu parameters", n, p);
  return d;
}

#endif
