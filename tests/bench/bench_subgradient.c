/* SPDX-License-Identifier: MIT */
/* What the subgradient driver costs beside loops written by hand, and the tape
 * beside a derivative written by hand.
 *
 * usage: subgradient OUT.h5 [--quick]
 *
 *   lasso   60 x 20, vanishing steps, outward errors: the driver with its summary
 *           against a loop with the same arithmetic;
 *   power   p = 2 in one variable, constant steps: the same, where a step is a few
 *           operations, so that calls through pointers show;
 *   relu    gradient of a network of 8 units on 400 rows of 14 features: recorded
 *           against by hand.
 * Targets are ours; a missed one is said, and is no error. */
#include <gsl/gsl_cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "tame/base.h"
#include "tame/nonsmooth_data.h"
#include "tame/nonsmooth_tape.h"
#include "tame/rng.h"
#include "tame/subgradient.h"

typedef struct {
  size_t steps, sweeps;
  tame_lasso lasso;
  tame_power power;
  tame_relu relu;
  tame_tape_function recorded;
  double *z, *y, *theta, *gradient;
  double last[4]; /* distances at the end: driver and hand, lasso and power */
} problems;

static const double EPS = 0.05;
static const tame_step_rule CONSTANT = {0.01, 1.0, 0.0};

static tame_step_rule lasso_rule(const problems *p)
{
  return (tame_step_rule){0.5 / p->lasso.lipschitz, 100.0, 0.9};
}

static double drive(const tame_nonsmooth *f, const double *point,
                    const double *x0, const tame_step_rule *rule, size_t steps)
{
  const tame_inexact e = {
      .kind = TAME_ERROR_OUTWARD, .eps = EPS, .point = point};
  tame_subgradient_summary s;
  tame_subgradient *w = tame_subgradient_alloc(f->n);
  TAME_REQUIRE(tame_subgradient_init(w, f, &e, rule, x0, NULL) == TAME_OK);
  TAME_REQUIRE(tame_subgradient_run(
                   &s, NULL, NULL, w,
                   &(tame_subgradient_options){steps, 0.1, (double)INFINITY},
                   false) == TAME_OK);
  tame_subgradient_free(w);
  return s.last;
}

static void lasso_driver(void *ctx, tame_timer *t)
{
  problems *p = ctx;
  const double x0[20] = {0};
  const tame_nonsmooth f = tame_lasso_nonsmooth(&p->lasso);
  const tame_step_rule rule = lasso_rule(p);
  tame_timer_start(t);
  p->last[0] = drive(&f, p->lasso.minimiser, x0, &rule, p->steps);
  tame_timer_stop(t);
}

static void lasso_hand(void *ctx, tame_timer *t)
{
  problems *p = ctx;
  const tame_lasso *q = &p->lasso;
  const tame_step_rule rule = lasso_rule(p);
  double x[20] = {0}, v[20];
  tame_timer_start(t);
  for (size_t k = 0; k < p->steps; k++) {
    const double a = rule.a * pow(1.0 + (double)k / rule.shift, -rule.power);
    const double r = tame_distance(x, q->minimiser, 20);
    memcpy(v, q->atb, sizeof v);
    cblas_dgemv(CblasRowMajor, CblasNoTrans, 20, 20, 1.0, q->gram, 20, x, 1,
                -1.0, v, 1);
    for (size_t i = 0; i < 20; i++) {
      const double g = v[i] + q->lambda * tame_sign(x[i], 0.0);
      x[i] -= a * (g - EPS * ((x[i] - q->minimiser[i]) / r));
    }
  }
  p->last[1] = tame_distance(x, q->minimiser, 20);
  tame_timer_stop(t);
}

static void power_driver(void *ctx, tame_timer *t)
{
  problems *p = ctx;
  const double origin = 0.0, x0 = 1.0;
  const tame_nonsmooth f = tame_power_nonsmooth(&p->power);
  tame_timer_start(t);
  p->last[2] = drive(&f, &origin, &x0, &CONSTANT, 10 * p->steps);
  tame_timer_stop(t);
}

static void power_hand(void *ctx, tame_timer *t)
{
  problems *p = ctx;
  double x = 1.0;
  tame_timer_start(t);
  for (size_t k = 0; k < 10 * p->steps; k++) {
    const double s = tame_sign(x, 1.0);
    x -= CONSTANT.a * (s * pow(fabs(x), p->power.p - 1.0) - EPS * s);
  }
  p->last[3] = fabs(x);
  tame_timer_stop(t);
}

static void relu_by(const tame_nonsmooth *f, const problems *p, tame_timer *t)
{
  tame_timer_start(t);
  for (size_t k = 0; k < p->sweeps; k++)
    f->subgradient(p->gradient, p->theta, f->ctx);
  tame_timer_stop(t);
}

static void relu_tape(void *ctx, tame_timer *t)
{
  problems *p = ctx;
  const tame_nonsmooth f = tame_tape_nonsmooth(&p->recorded);
  relu_by(&f, p, t);
}

static void relu_hand(void *ctx, tame_timer *t)
{
  problems *p = ctx;
  const tame_nonsmooth f = tame_relu_nonsmooth(&p->relu);
  relu_by(&f, p, t);
}

static void set_up(problems *p, bool quick)
{
  enum { ROWS = 400, FEATURES = 14, UNITS = 8 };
  gsl_rng *rng = tame_rng_alloc(0, "bench/subgradient", 0);
  *p = (problems){.steps = quick ? 2000 : 100000, .sweeps = quick ? 50 : 2000};
  TAME_REQUIRE(tame_lasso_random(&p->lasso, 60, 20, rng) == TAME_OK);
  TAME_REQUIRE(tame_power_init(&p->power, 1, 2.0) == TAME_OK);
  p->z = tame_vec(ROWS * FEATURES);
  p->y = tame_vec(ROWS);
  tame_rng_normal(p->z, ROWS * FEATURES, rng);
  tame_rng_normal(p->y, ROWS, rng);
  TAME_REQUIRE(tame_relu_init(&p->relu, ROWS, FEATURES, UNITS, p->z, p->y,
                              0.01) == TAME_OK);
  const size_t n = tame_relu_parameters(&p->relu);
  p->theta = tame_vec(n);
  p->gradient = tame_vec(n);
  tame_rng_normal(p->theta, n, rng);
  p->recorded.tape = tame_tape_alloc();
  p->recorded.f = tame_relu_record(p->recorded.tape, &p->relu);
  gsl_rng_free(rng);
}

static void tear_down(problems *p)
{
  tame_lasso_free(&p->lasso);
  tame_relu_free(&p->relu);
  tame_tape_free(p->recorded.tape);
  free(p->z);
  free(p->y);
  free(p->theta);
  free(p->gradient);
}

enum { N_WORKS = 6 };
static const speed_of_works COMPARISONS[] = {
    {{.name = "lasso",
      .peer = "loop by hand",
      .kind = SPEED_BASELINE,
      .what = "Subgradient steps on a lasso with errors by the driver, against "
              "a loop with the same arithmetic.",
      .asked = 1 / 1.5},
     0,
     1,
     0.0},
    {{.name = "power",
      .peer = "loop by hand",
      .kind = SPEED_BASELINE,
      .what = "Steps of a few operations in one variable by the driver, "
              "against a loop with the same arithmetic.",
      .asked = 1 / 2.0},
     2,
     3,
     0.0},
    {{.name = "relu",
      .peer = "gradient by hand",
      .kind = SPEED_BASELINE,
      .what = "The gradient of a ReLU network from the tape, against one "
              "written by hand.",
      .why = "The gradient by hand goes through the 8 units of a row in vector "
             "registers; the tape visits each recorded operation by itself. "
             "Before the loop by hand was vectorised the speed was 0.67.",
      .asked = 1 / 2.0},
     4,
     5,
     0.0}};

static void run(tame_h5 *f, speeds *s, bool is_quick)
{
  problems *p = tame_calloc(1, sizeof *p);
  double seconds[N_WORKS * REPEATS];
  (void)f;
  set_up(p, is_quick);
  const work works[N_WORKS] = {{lasso_driver, p}, {lasso_hand, p},
                               {power_driver, p}, {power_hand, p},
                               {relu_tape, p},    {relu_hand, p}};
  time_works(seconds, works, N_WORKS);
  /* the same arithmetic, so the same end */
  TAME_REQUIRE(p->last[0] == p->last[1] && p->last[2] == p->last[3]);
  for (size_t i = 0; i < sizeof COMPARISONS / sizeof *COMPARISONS; i++)
    speeds_add_works(s, &COMPARISONS[i], seconds);
  tear_down(p);
  free(p);
}

int main(int argc, char **argv)
{
  return bench_main(
      argc, argv,
      &(bench){"subgradient", "Subgradient method: driver and tape", run});
}
