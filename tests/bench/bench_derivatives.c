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
#include "derivative_works.h"
#include "python_peer.h"
#include "tame/stats.h"

enum { N_WORKS = sizeof WORKS / sizeof *WORKS, N_RUNS = 2 * N_WORKS };

/* How far results of the same mathematics, rounded otherwise, may be apart:
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
  const double tolerance = w->tolerance > 0.0 ? w->tolerance : TOLERANCE;
  d.compute(out, d.ctx);
  if (d.fetch) d.fetch(out, d.ctx);
  double their_call = NAN;
  if (is_there)
    their_call = make_theirs(&m->difference[i], out, &d, w->peer, e, jax);
  if (is_there && !(m->difference[i] <= tolerance)) {
    fprintf(stderr, "derivatives: %s: JAX has another result, by %.1e\n",
            m->name[i], m->difference[i]);
    exchange_end(e);
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
