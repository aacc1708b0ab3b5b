/* SPDX-License-Identifier: MIT */
/* The derivatives of the papers' experiments against JAX, which their authors
 * used: compiled by jax.jit, in double precision, one thread (peer_jax.py).
 *
 *   bench_derivatives OUT.h5 [--quick]
 *
 * Both sides get the same data, and what they compute must agree, else the
 * benchmark fails.  Each work has two sizes: where the small one takes JAX no more
 * than some ten microseconds, what is compared is the price of a call, the large
 * one is about arithmetic.  Compiling is not timed.  Where a work can be written
 * in several ways in JAX, the fastest counts. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "derivative_works_bilevel.h"
#include "derivative_works_inclusion.h"
#include "derivative_works_network.h"
#include "derivative_works_one_step.h"
#include "derivative_works_splitting.h"
#include "python_peer.h"
#include "tame/stats.h"

#define NEWTON  "2305.13768: Newton's method and the gradient in the weights, "
#define DENSE   "2305.13768: interior point by LU of the whole system, gradient, "
#define REDUCED "2305.13768: interior point by Cholesky, gradient, "
#define RIDGE   "2305.13768: gradient descent on ridge and Jacobian, "
#define NETWORK "2206.01730: loss and gradient of a ReLU network, "
#define AT      "2212.07844: implicit Jacobian of "
static const derivative_work WORKS[] = {
    {"newton_implicit",
     "newton_implicit",
     NEWTON "implicit",
     newton_setup,
     IMPLICIT,
     {{106}, {473}, {20}},
     {0}},
    {"newton_one_step",
     "newton_one_step",
     NEWTON "one-step",
     newton_setup,
     ONE_STEP,
     {{106}, {473}, {20}},
     {0}},
    {"newton_unrolled",
     "newton_unrolled",
     NEWTON "unrolled",
     newton_setup,
     UNROLLED,
     {{106}, {473}, {20}},
     {0}},
    {"qp_dense_implicit",
     "qp_dense_implicit",
     DENSE "implicit",
     program_setup,
     IMPLICIT,
     {{100, 0}, {316, 0}, {20, 0}},
     {0}},
    {"qp_dense_one_step",
     "qp_dense_one_step",
     DENSE "one-step",
     program_setup,
     ONE_STEP,
     {{100, 0}, {316, 0}, {20, 0}},
     {0}},
    {"qp_dense_unrolled",
     "qp_dense_unrolled",
     DENSE "unrolled",
     program_setup,
     UNROLLED,
     {{100, 0}, {316, 0}, {20, 0}},
     {0}},
    {"qp_implicit",
     "qp_reduced_implicit",
     REDUCED "implicit",
     program_setup,
     IMPLICIT,
     {{100, 1}, {1000, 1}, {20, 1}},
     {0}},
    {"qp_one_step",
     "qp_reduced_one_step",
     REDUCED "one-step",
     program_setup,
     ONE_STEP,
     {{100, 1}, {1000, 1}, {20, 1}},
     {0}},
    {"qp_unrolled",
     "qp_reduced_unrolled",
     REDUCED "unrolled",
     program_setup,
     UNROLLED,
     {{100, 1}, {1000, 1}, {20, 1}},
     {0}},
    {"ridge_implicit",
     "ridge_implicit",
     RIDGE "implicit",
     ridge_setup,
     IMPLICIT,
     {{1024, 1000}, {8192, 1000}, {64, 20}},
     {0}},
    {"ridge_one_step",
     "ridge_one_step",
     RIDGE "of the last fifth",
     ridge_setup,
     ONE_STEP,
     {{1024, 1000}, {8192, 1000}, {64, 20}},
     {0}},
    {"ridge_unrolled",
     "ridge_unrolled",
     RIDGE "unrolled",
     ridge_setup,
     UNROLLED,
     {{1024, 1000}, {8192, 1000}, {64, 20}},
     {0}},
    {"lasso",
     "lasso",
     "2206.00457: forward-backward on the lasso, in lambda",
     lasso_setup,
     0,
     {{100, 50, 400}, {1000, 500, 400}, {20, 10, 10}},
     {0}},
    {"lasso_data",
     "lasso",
     "2206.00457: forward-backward on the lasso, in lambda and data",
     lasso_setup,
     1,
     {{100, 50, 400}, {400, 200, 100}, {20, 10, 10}},
     {0}},
    {"covariance",
     "covariance",
     "2206.00457: Douglas-Rachford on covariance selection, in lambda",
     covariance_setup,
     0,
     {{20, 150}, {100, 50}, {5, 10}},
     {0}},
    {"trend",
     "trend",
     "2206.00457: ADMM on trend filtering, in lambda and data",
     trend_setup,
     0,
     {{50, 1500}, {200, 200}, {10, 10}},
     {0}},
    {"heavy_ball",
     "heavy_ball",
     "2206.00457: heavy ball with a kink",
     heavy_ball_setup,
     0,
     {{1, 2000}, {10000, 200}, {1, 20}},
     {0}},
    {"tv",
     "solution_tv",
     AT "total variation denoising",
     solution_setup,
     TAME_TV,
     {{0}, {1}, {0}},
     {0}},
    {"elastic_net",
     "solution_net",
     AT "the elastic net",
     solution_setup,
     TAME_NET,
     {{0}, {1}, {0}},
     {0}},
    {"svm",
     "solution_svm",
     AT "a support vector machine",
     solution_setup,
     TAME_SVM,
     {{0}, {1}, {0}},
     {0}},
    {"tape_narrow",
     "mlp",
     NETWORK "tape",
     mlp_setup,
     BY_TAPE,
     {{1, 16, 64, 3}, {64, 16, 64, 8}, {2, 3, 4, 2}},
     {0}},
    {"tape_wide",
     "mlp",
     NETWORK "tape",
     mlp_setup,
     BY_TAPE,
     {{1, 784, 256, 3}, {64, 784, 512, 4}, {2, 3, 4, 2}},
     {0}},
    {"layers_narrow",
     "mlp",
     NETWORK "layers",
     mlp_setup,
     BY_LAYERS,
     {{1, 16, 64, 3}, {64, 16, 64, 8}, {2, 3, 4, 2}},
     {0}},
    {"layers_wide",
     "mlp",
     NETWORK "layers",
     mlp_setup,
     BY_LAYERS,
     {{1, 784, 256, 3}, {64, 784, 512, 4}, {2, 3, 4, 2}},
     {0}},
    {"subgradient",
     "relu_descent",
     "2404.19517: subgradient method on a ReLU network",
     descent_setup,
     0,
     {{400, 14, 8, 200}, {4000, 14, 64, 50}, {10, 3, 2, 5}},
     {0}},
    {"meta",
     "meta",
     "2502.09074: hypergradient of a meta-learning problem",
     hypergradient_setup,
     META,
     {{50}, {300}, {5}},
     {0}},
    {"wells",
     "wells",
     "2502.09074: hypergradient of many wells",
     hypergradient_setup,
     WELLS,
     {{50, 16}, {50, 256}, {5, 4}},
     {0}},
};
enum { N_WORKS = sizeof WORKS / sizeof *WORKS, N_RUNS = 2 * N_WORKS };

/* What may be different in results of the same mathematics, rounded otherwise,
 * relative, in 2-norm. */
static const double TOLERANCE = 1e-8;

typedef struct {
  size_t n; /* compared so far, of at most N_RUNS */
  char name[N_RUNS][40], what[N_RUNS][320];
  double difference[N_RUNS];
} results;

/* --- what JAX computes ------------------------------------------------------ */

typedef struct {
  char folder[64], data[80], out[80]; /* files for the arrays of both sides */
} exchange;

static exchange exchange_begin(void)
{
  exchange e;
  const char *root = getenv("TMPDIR");
  snprintf(e.folder, sizeof e.folder, "%s/derivatives-XXXXXX",
           root && strlen(root) < 40 ? root : "/tmp");
  TAME_REQUIRE(mkdtemp(e.folder));
  snprintf(e.data, sizeof e.data, "%s/data", e.folder);
  snprintf(e.out, sizeof e.out, "%s/out", e.folder);
  return e;
}

static void exchange_end(const exchange *e)
{
  remove(e->data);
  remove(e->out);
  remove(e->folder);
}

static void write_arrays(const char *path, const derivative *d)
{
  FILE *f = fopen(path, "wb");
  TAME_REQUIRE(f);
  for (size_t i = 0; i < d->n_arrays; i++) {
    const double length = (double)d->array[i].n;
    TAME_REQUIRE(fwrite(&length, sizeof length, 1, f) == 1);
    TAME_REQUIRE(fwrite(d->array[i].x, sizeof(double), d->array[i].n, f) ==
                 d->array[i].n);
  }
  TAME_REQUIRE(fclose(f) == 0);
}

/* Compile, run, and compare with ours [n_out]; returns the seconds of a call. */
static double make_theirs(double *difference, const double *ours,
                          const derivative *d, const char *name,
                          const exchange *e, python_peer *jax)
{
  char sizes[80] = "";
  double answer[2];
  for (size_t i = 0; i < d->n_sizes; i++)
    snprintf(sizes + strlen(sizes), 20, " %zu", d->size[i]);
  write_arrays(e->data, d);
  python_peer_ask(answer, 2, jax, "make %s %s %s%s", name, e->data, e->out,
                  sizes);
  double *theirs = tame_vec(d->n_out);
  FILE *f = fopen(e->out, "rb");
  TAME_REQUIRE(f && answer[0] == (double)d->n_out);
  TAME_REQUIRE(fread(theirs, sizeof *theirs, d->n_out, f) == d->n_out);
  fclose(f);
  *difference =
      tame_distance(ours, theirs, d->n_out) / tame_norm(ours, d->n_out);
  free(theirs);
  return answer[1];
}

/* --- timing ------------------------------------------------------------------ */

static double time_ours(double *out, const derivative *d, size_t calls)
{
  tame_timer t = {0};
  tame_timer_start(&t);
  for (size_t i = 0; i < calls; i++) d->compute(out, d->ctx);
  tame_timer_stop(&t);
  return t.cpu / (double)calls;
}

static size_t calls_in(double seconds, double one_call)
{
  return 1 + (size_t)fmin(seconds / fmax(one_call, 1e-8), 1e6);
}

static void compare(speeds *s, results *m, size_t which, size_t size,
                    double seconds, const exchange *e, python_peer *jax)
{
  const derivative_work *w = &WORKS[which];
  derivative d = w->setup(w->kind, w->size[size]);
  double *out = tame_vec(d.n_out), ours[REPEATS], theirs[REPEATS], answer[2];
  const size_t i = m->n++;
  const bool is_there = python_peer_is_there(jax);
  m->difference[i] = NAN;
  snprintf(m->name[i], sizeof m->name[i], "%s_%s", w->name,
           size == 1 ? "large" : "small");
  snprintf(m->what[i], sizeof m->what[i], "%s: %s", w->what, d.about);
  d.compute(out, d.ctx);
  double their_call = NAN;
  if (is_there)
    their_call = make_theirs(&m->difference[i], out, &d, w->peer, e, jax);
  if (is_there && !(m->difference[i] <= TOLERANCE)) {
    fprintf(stderr, "derivatives: %s: JAX has another result, by %.1e\n",
            m->name[i], m->difference[i]);
    exit(1);
  }
  const size_t calls = calls_in(seconds, time_ours(out, &d, 3));
  const size_t their_calls = is_there ? calls_in(seconds, their_call) : 0;
  for (size_t r = 0; r < REPEATS; r++) {
    ours[r] = time_ours(out, &d, calls);
    if (!is_there) continue;
    python_peer_ask(answer, 2, jax, "time %zu", their_calls);
    theirs[r] = answer[0] / (double)their_calls;
  }
  speeds_add(s,
             &(speed){.name = m->name[i],
                      .what = m->what[i],
                      .peer = jax->name,
                      .why = w->why[size % 2],
                      .kind = SPEED_LIBRARY,
                      .asked = 1.0,
                      .flops = d.flops},
             ours, is_there ? theirs : NULL);
  free(out);
  d.clear(d.ctx);
}

/* --- results ------------------------------------------------------------------ */

static void print_sizes(const results *m)
{
  printf("%-24s %-12s %s\n", "", "difference", "size");
  for (size_t i = 0; i < m->n; i++)
    printf("%-24s %-12.1e %s\n", m->name[i], m->difference[i], m->what[i]);
  printf("\n");
}

static void write_differences(tame_h5 *f, const results *m)
{
  char names[40 * N_RUNS] = "";
  for (size_t i = 0, at = 0; i < m->n; i++)
    at += (size_t)snprintf(names + at, sizeof names - at, "%s%s",
                           i > 0 ? " " : "", m->name[i]);
  tame_h5_group(f, "agreement", "results of JAX and of ours");
  tame_h5_codes(f, "agreement/comparison", names, "comparison");
  tame_h5_write(f, "agreement/difference", "comparison", m->difference,
                "difference of the results in 2-norm, relative", "1");
  tame_h5_panel(f, "agreement", "difference", "comparison");
}

static void run(tame_h5 *f, speeds *s, bool is_quick)
{
  static results m;
  const exchange e = exchange_begin();
  python_peer jax =
      python_peer_begin("JAX", "tests/bench/peer_jax.py", "build/peers/jax");
  for (size_t i = 0; i < N_WORKS; i++)
    for (size_t size = is_quick ? 2 : 0; size < (is_quick ? 3 : 2); size++)
      compare(s, &m, i, size, is_quick ? 1e-3 : 0.06, &e, &jax);
  python_peer_end(&jax);
  exchange_end(&e);
  print_sizes(&m);
  write_differences(f, &m);
}

int main(int argc, char **argv)
{
  return bench_main(argc, argv,
                    &(bench){"derivatives",
                             "Derivatives of the experiments against JAX",
                             run});
}
