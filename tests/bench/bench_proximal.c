/* SPDX-License-Identifier: MIT */
/* What forward differentiation adds to proximal splittings, and how long
 * implicit derivatives of large problems take without a matrix.
 *
 * usage: proximal OUT.h5 [--quick]
 *
 * The works below are timed in turn, REPEATS times over, so that a disturbance
 * hits all of them alike; a ratio is the median over the repetitions, in
 * processor time, and so are seconds.  "vectors" and "matrices" are the
 * products with X of p + 1 plain iterations of the lasso, one vector at a time
 * and as two matrix products.  Targets are ours; a missed one is said, and is
 * no error. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/exp.h"
#include "tame/h5.h"

#include "prox_works.h"
#include "works.h"

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

static const char WORKS[] =
    "lasso_pass lasso_vectors lasso_matrices covariance_pass covariance_plain "
    "variation_direct variation_jvp variation_vjp deconvolution_jvp "
    "deconvolution_vjp";
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

static double median(const double *seconds, size_t a)
{
  return tame_quantile(seconds + a * REPEATS, REPEATS, 0.5);
}

static const char NAMES[] =
    "lasso_pass_over_vectors lasso_pass_over_matrices "
    "covariance_pass_over_plain variation_jvp variation_vjp deconvolution_jvp "
    "deconvolution_vjp variation_direct variation_error "
    "variation_forward_reverse deconvolution_forward_reverse";
static const struct {
  const char *name;
  double hi; /* target: at most this */
} TARGETS[] = {
    {"Lasso: iterate and Jacobian / (p + 1) products, vectors", 1.5},
    {"Lasso: iterate and Jacobian / (p + 1) products, matrices", 1.5},
    {"Covariance: iterate and derivative / 2 plain iterates", 1.5},
    {"Total variation, implicit: derivative in lambda, s", 5.0},
    {"Total variation, implicit: gradient in all of theta, s", 5.0},
    {"Deconvolution, implicit: derivative in lambda, s", 5.0},
    {"Deconvolution, implicit: gradient in all of theta, s", 5.0},
    {"Total variation: operator and exact derivative, s", 0.1},
    {"Total variation: implicit less exact derivative", 1e-6},
    {"Total variation: forward less reverse, relative", 1e-8},
    {"Deconvolution: forward less reverse, relative", 1e-8},
};
enum { N_RESULTS = sizeof TARGETS / sizeof *TARGETS };

static void print_results(const double *x)
{
  printf("%-57s  %8s  %s\n", "", "measured", "target");
  for (size_t i = 0; i < N_RESULTS; i++)
    printf("%-57s  %8.3g  <= %g%s\n", TARGETS[i].name, x[i], TARGETS[i].hi,
           x[i] <= TARGETS[i].hi ? "" : "   missed");
}

static void write_results(tame_h5 *f, const double *x, const double *seconds,
                          size_t n)
{
  double hi[N_RESULTS];
  for (size_t i = 0; i < N_RESULTS; i++) hi[i] = TARGETS[i].hi;
  tame_h5_attr(f, "/", "title", "Derivatives of proximal splittings");
  tame_h5_group(f, "time", "processor time of each work");
  tame_h5_write_scalar(f, "time/n", (double)n,
                       "unknowns of the problems with implicit derivatives",
                       "1");
  tame_h5_codes(f, "time/work", WORKS, "what is timed");
  tame_h5_index(f, "time/repetition", REPEATS, "repetition");
  tame_h5_write_measured(f, "time/cpu", "work repetition", seconds,
                         "processor time", "s");
  tame_h5_panel(f, "time", "cpu", "work repetition");
  tame_h5_group(f, "result", "medians of ratios and of seconds, differences");
  tame_h5_codes(f, "result/quantity", NAMES, "what is measured");
  tame_h5_write_measured(f, "result/value", "quantity", x, "measured value",
                         "1");
  tame_h5_write(f, "result/target_high", "quantity", hi, "upper end of target",
                "1");
  tame_h5_panel(f, "result", "value", "quantity");
}

/* --- the program ---------------------------------------------------------- */

/* x [N_RESULTS], seconds [N_WORKS x REPEATS] <- all that is measured */
static void measure(double *x, double *seconds, size_t small, size_t n)
{
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
  x[0] = ratio(seconds, LASSO, VECTORS);
  x[1] = ratio(seconds, LASSO, MATRICES);
  x[2] = ratio(seconds, COVARIANCE, PLAIN);
  x[3] = median(seconds, TV_JVP);
  x[4] = median(seconds, TV_VJP);
  x[5] = median(seconds, L1_JVP);
  x[6] = median(seconds, L1_VJP);
  x[7] = median(seconds, DIRECT);
  x[8] = variation_difference(&c);
  x[9] = large_difference(&c.base);
  x[10] = large_difference(&d.base);
  printf(
      "lasso: X %zu x %zu, Jacobian of %zu columns; covariance: %zu x %zu; "
      "others: n = %zu\n",
      a.m, a.n, a.p, b.d, b.d, n);
  printf(
      "products of the last gradient: total variation %zu (%zu pieces), "
      "deconvolution %zu\n\n",
      c.base.info.products,
      tame_prox_tv_pieces(c.direct, c.base.theta + 1, c.base.theta),
      d.base.info.products);
  lasso_clear(&a);
  covariance_clear(&b);
  variation_clear(&c);
  deconvolution_clear(&d);
}

int main(int argc, char **argv)
{
  const bool is_quick = argc == 3 && strcmp(argv[2], "--quick") == 0;
  if ((argc != 2 && !is_quick) || argv[1][0] == '-') {
    fprintf(stderr, "usage: proximal OUT.h5 [--quick]\n");
    return 2;
  }
  tame_pin_blas(argv);
  tame_error err;
  tame_h5 *f;
  double x[N_RESULTS], seconds[N_WORKS * REPEATS];
  const size_t small = is_quick ? 60 : 500, n = is_quick ? 2000 : 100000;
  if (tame_h5_create(&f, argv[1], &err) < 0) {
    fprintf(stderr, "proximal: %s\n", err.text);
    return 1;
  }
  measure(x, seconds, small, n);
  if (is_quick) printf("the targets are meant for the full sizes\n\n");
  print_results(x);
  write_results(f, x, seconds, n);
  if (tame_h5_commit(f, &err) < 0) {
    fprintf(stderr, "proximal: %s\n", err.text);
    return 1;
  }
  return 0;
}
