/* SPDX-License-Identifier: MIT */
/* Random logistic regressions for the tests of Newton's method. */
#ifndef LOGISTIC_PROBLEM_H
#define LOGISTIC_PROBLEM_H

#include <check.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/logistic.h"
#include "tame/rng.h"
#include "tame/stats.h"

/* A problem with everything that a test needs, of M observations a class. */
typedef struct {
  size_t n, p;
  double *x, *y, *weights, *start;
  tame_logistic_problem problem;
  tame_logistic *w;
} fixture;

static inline fixture setup(size_t m, size_t p, double lambda)
{
  fixture f = {.n = 2 * m, .p = p};
  gsl_rng *rng = tame_rng_alloc(5, "check_logistic", p);
  f.x = tame_vec(f.n * p);
  f.y = tame_vec(f.n);
  f.weights = tame_vec(f.n);
  f.start = tame_vec(p);
  tame_logistic_two_classes(f.x, f.y, m, p, rng);
  tame_rng_uniform(f.weights, f.n, 0.03, 0.11, rng);
  f.start[0] = 0.5;
  gsl_rng_free(rng);
  f.problem = (tame_logistic_problem){f.n, p, f.x, f.y, lambda};
  f.w = tame_logistic_alloc(f.n, p);
  ck_assert_int_eq(tame_logistic_init(f.w, &f.problem), TAME_OK);
  return f;
}

static inline void teardown(fixture *f)
{
  tame_logistic_free(f->w);
  free(f->x);
  free(f->y);
  free(f->weights);
  free(f->start);
}

static inline tame_status solve(fixture *f, tame_trajectory *t)
{
  return tame_logistic_solve(t, f->w, f->start, f->weights,
                             &tame_logistic_authors);
}

static inline void assert_close(const double *x, const double *y, size_t n,
                                double tol)
{
  ck_assert_double_lt(tame_distance(x, y, n), tol * tame_norm(y, n));
}

#endif
