/* SPDX-License-Identifier: MIT */
/* What forward differentiation adds to proximal splittings, and how long
 * implicit derivatives of large problems take without a matrix.
 *
 * usage: proximal OUT.h5 [--quick]
 *
 * "vectors" and "matrices" are the products with X of p + 1 plain iterations of
 * the lasso, one vector at a time and as two matrix products.  Targets are ours;
 * a missed one is said, and is no error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "prox_works.h"

/* --- lasso deconvolution ----------------------------------------------------
 * min 1/2 |Hw - y|^2 + lambda |w|_1, H the three taps TAP, 1, TAP with zeros
 * outside: |H|^2 < 2.56, and the iteration contracts. */

static const double TAP = 0.3;

typedef struct {
  large base; /* first, so that the works on large take it */
  tame_prox_l1 prox;
  double *work, *next; /* [n] */
} deconvolution;

/* out [n] <- H x */
static void convolve(double *out, const double *x, size_t n)
{
  for (size_t i = 0; i < n; i++)
    out[i] =
        x[i] + TAP * ((i > 0 ? x[i - 1] : 0.0) + (i + 1 < n ? x[i + 1] : 0.0));
}

static void op_value(double *out, const double *w, const double *theta,
                     void *ctx)
{
  const deconvolution *q = ctx;
  convolve(q->work, w, q->base.n);
  for (size_t i = 0; i < q->base.n; i++) q->work[i] -= theta[1 + i];
  convolve(out, q->work, q->base.n);
}

static void op_jvp(double *out, const double *dw, const double *dtheta,
                   const double *w, const double *theta, void *ctx)
{
  const deconvolution *q = ctx;
  (void)w;
  (void)theta;
  convolve(q->work, dw, q->base.n);
  for (size_t i = 0; dtheta && i < q->base.n; i++) q->work[i] -= dtheta[1 + i];
  convolve(out, q->work, q->base.n);
}

static void op_vjp(double *dw, double *dtheta, const double *u, const double *w,
                   const double *theta, void *ctx)
{
  const deconvolution *q = ctx;
  (void)w;
  (void)theta;
  convolve(q->work, u, q->base.n);
  for (size_t i = 0; dtheta && i < q->base.n; i++) dtheta[1 + i] -= q->work[i];
  convolve(dw, q->work, q->base.n);
}

/* The problem and, by iterating, its solution; in q->base.x. */
static void deconvolution_setup(deconvolution *v, size_t n)
{
  large *q = &v->base;
  gsl_rng *rng = tame_rng_alloc(0, "bench/deconvolution", 0);
  large_alloc(q, n, n + 1);
  v->work = tame_vec(n);
  v->next = tame_vec(n);
  double *y = q->theta + 1;
  tame_rng_normal(v->work, n, rng);
  for (size_t i = 0; i < n; i++) /* one spike in five */
    v->next[i] = i % 5 == 2 ? 2.0 * v->work[i] : 0.0;
  tame_rng_normal(v->work, n, rng);
  gsl_rng_free(rng);
  convolve(y, v->next, n);
  for (size_t i = 0; i < n; i++) y[i] += 0.2 * v->work[i];
  q->theta[0] = 0.3;
  const double gamma = 1.0 / 2.56;
  TAME_REQUIRE(tame_prox_l1_init(&v->prox, n, n + 1, tame_param_theta(0), gamma,
                                 KINK) == TAME_OK);
  const tame_map prox = tame_prox_l1_map(&v->prox);
  const tame_map op = {.n = n,
                       .p = n + 1,
                       .value = op_value,
                       .jvp = op_jvp,
                       .vjp = op_vjp,
                       .ctx = v};
  TAME_REQUIRE(tame_forward_backward_init(q->s, &prox, &op, gamma) == TAME_OK);
  q->map = tame_splitting_map(q->s);
  for (size_t k = 0; k < 1000; k++) {
    q->map.value(v->next, q->x, q->theta, q->map.ctx);
    memcpy(q->x, v->next, n * sizeof *q->x);
  }
}

static void deconvolution_clear(deconvolution *v)
{
  free(v->work);
  free(v->next);
  large_clear(&v->base);
}

/* --- what is measured ----------------------------------------------------- */

enum {
  LASSO,
  VECTORS,
  MATRICES,
  COVARIANCE,
  PLAIN,
  DIRECT,
  TV_JVP,
  TV_VJP,
  L1_JVP,
  L1_VJP,
  N_WORKS
};

#define PASS                                                                   \
  "An iterate of the lasso and its Jacobian of p columns against the "         \
  "products "                                                                  \
  "of p + 1 iterates."
#define IMPLICIT(what, problem)                                                \
  "Implicit " what " of " problem " in 100000 unknowns, without a matrix."
#define IN_SECONDS(NAME, WHAT, work, seconds)                                  \
  {                                                                            \
    {.name = NAME,                                                             \
     .what = WHAT,                                                             \
     .peer = #seconds " seconds",                                              \
     .kind = SPEED_STATED,                                                     \
     .asked = 1.0},                                                            \
        work, 0, seconds                                                       \
  }

static const speed_of_works COMPARISONS[] = {
    {{.name = "lasso_vectors",
      .what = PASS,
      .peer = "dgemv alone",
      .kind = SPEED_MACHINE,
      .asked = 1 / 1.5},
     LASSO,
     VECTORS,
     0.0},
    {{.name = "lasso_matrices",
      .what = PASS,
      .peer = "dgemm alone",
      .kind = SPEED_MACHINE,
      .asked = 1 / 1.5},
     LASSO,
     MATRICES,
     0.0},
    {{.name = "covariance_plain",
      .what = "An iterate of the sparse covariance and its derivative against "
              "two iterates.",
      .peer = "two iterates",
      .kind = SPEED_BASELINE,
      .asked = 1 / 1.5},
     COVARIANCE,
     PLAIN,
     0.0},
    IN_SECONDS("variation_jvp",
               IMPLICIT("derivative in one parameter", "total variation"),
               TV_JVP, 5),
    IN_SECONDS("variation_vjp",
               IMPLICIT("gradient in all parameters", "total variation"),
               TV_VJP, 5),
    IN_SECONDS("deconvolution_jvp",
               IMPLICIT("derivative in one parameter", "a deconvolution"),
               L1_JVP, 5),
    IN_SECONDS("deconvolution_vjp",
               IMPLICIT("gradient in all parameters", "a deconvolution"),
               L1_VJP, 5),
    IN_SECONDS("variation_direct",
               "The proximal operator of total variation in 100000 unknowns "
               "with its exact derivative.",
               DIRECT, 0.1)};

/* flops: 4 m n (p + 1) of the products of the lasso with X and X' */
static void add_speeds(speeds *s, const double *seconds, double flops)
{
  for (size_t i = 0; i < sizeof COMPARISONS / sizeof *COMPARISONS; i++) {
    speed_of_works c = COMPARISONS[i];
    if (c.ours == LASSO) c.of.flops = flops;
    speeds_add_works(s, &c, seconds);
  }
}

static void write_differences(tame_h5 *f, variation *c, deconvolution *d)
{
  bench_write_quantities(
      f,
      (bench_quantity[]){{"variation_error",
                          "Total variation: implicit less exact derivative",
                          variation_difference(c), 0.0, 1e-6},
                         {"variation_forward_reverse",
                          "Total variation: forward less reverse, relative",
                          large_difference(&c->base), 0.0, 1e-8},
                         {"deconvolution_forward_reverse",
                          "Deconvolution: forward less reverse, relative",
                          large_difference(&d->base), 0.0, 1e-8}},
      3);
}

/* --- the program ---------------------------------------------------------- */

static void run(tame_h5 *f, speeds *s, bool is_quick)
{
  const size_t small = is_quick ? 60 : 500, n = is_quick ? 2000 : 100000;
  double seconds[N_WORKS * REPEATS];
  lasso a;
  covariance b;
  variation c;
  deconvolution d;
  lasso_setup(&a, small);
  covariance_setup(&b, small / 10);
  variation_setup(&c, n);
  deconvolution_setup(&d, n);
  const work works[N_WORKS] = {{lasso_pass, &a},       {lasso_vectors, &a},
                               {lasso_matrices, &a},   {covariance_pass, &b},
                               {covariance_plain, &b}, {variation_direct, &c},
                               {large_jvp, &c.base},   {large_vjp, &c.base},
                               {large_jvp, &d.base},   {large_vjp, &d.base}};
  time_works(seconds, works, N_WORKS);
  printf(
      "lasso: X %zu x %zu, Jacobian of %zu columns; covariance: %zu x %zu; "
      "others: n = %zu\n",
      a.m, a.n, a.p, b.d, b.d, n);
  printf(
      "products of the last gradient: total variation %zu (%zu pieces), "
      "deconvolution %zu\n",
      c.base.info.products,
      tame_prox_tv_pieces(c.direct, c.base.theta + 1, c.base.theta),
      d.base.info.products);
  add_speeds(s, seconds, 4.0 * (double)(a.m * a.n) * (double)(a.p + 1));
  write_differences(f, &c, &d);
  tame_h5_write_scalar(f, "result/n", (double)n,
                       "unknowns of the problems with implicit derivatives",
                       "1");
  lasso_clear(&a);
  covariance_clear(&b);
  variation_clear(&c);
  deconvolution_clear(&d);
}

int main(int argc, char **argv)
{
  return bench_main(
      argc, argv,
      &(bench){"proximal", "Derivatives of proximal splittings", run});
}
