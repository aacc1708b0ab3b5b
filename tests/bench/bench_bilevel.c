/* SPDX-License-Identifier: MIT */
/* How fast lower levels of one variable are minimised globally with a
 * certificate.
 *
 * usage: bilevel OUT.h5 [--quick]
 *
 * Lower levels of arXiv 2502.09074 (ours): the double well (degree 4), a quartic
 * with folds and a sextic with a tilt, each for many parameters, all solved by
 * tame_poly_minimize over the line with status TAME_OK.  The peer has no
 * certificate: the roots of the derivative by gsl_poly_complex_solve, the real
 * ones among them by a tolerance, and the least value.  Works are timed in turn;
 * rates are medians over the repetitions, in processor time.  Targets are ours;
 * a missed one is said, and is no error. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_poly.h>

#include "tame/base.h"
#include "tame/double_well.h"
#include "tame/exp.h"
#include "tame/h5.h"
#include "tame/poly.h"

#include "works.h"

enum { MAX_DEGREE = 6, N_FAMILIES = 3 };

typedef struct {
  size_t degree, n;         /* n polynomials */
  double *c;                /* [n x (degree + 1)] */
  size_t uncertain, differ; /* without a certificate; from the peer */
  double *value;            /* [n] certified minima */
} family;

static void set(family *f, size_t i, const double *c)
{
  memcpy(f->c + i * (f->degree + 1), c, (f->degree + 1) * sizeof *c);
}

static void setup(family *f, size_t kind, size_t n)
{
  *f = (family){.degree = kind == 2 ? 6 : 4, .n = n};
  f->c = tame_vec(n * (f->degree + 1));
  f->value = tame_vec(n);
  for (size_t i = 0; i < n; i++) {
    const double x = -3.0 + 6.0 * ((double)i + 0.5) / (double)n;
    if (kind == 0) {
      tame_interval c[5];
      double mid[5];
      tame_double_well_poly(c, tame_point(x));
      for (size_t k = 0; k < 5; k++) mid[k] = tame_interval_mid(c[k]);
      set(f, i, mid);
    } else if (kind == 1) {
      set(f, i, (const double[5]){0.0, -x / 5.0, -0.5, 0.0, 0.25});
    } else {
      set(f, i,
          (const double[7]){0.0, -0.1, 0.0, 0.0, -x / 4.0, 0.0, 1.0 / 6.0});
    }
  }
}

static void certified(void *ctx, tame_timer *t)
{
  family *f = ctx;
  f->uncertain = 0;
  tame_timer_start(t);
  for (size_t i = 0; i < f->n; i++) {
    tame_interval c[MAX_DEGREE + 1];
    tame_poly_minimum m;
    tame_poly_of(c, f->c + i * (f->degree + 1), f->degree);
    f->uncertain += tame_poly_minimize(&m, c, f->degree, -HUGE_VAL, HUGE_VAL,
                                       NULL) != TAME_OK;
    f->value[i] = m.value.hi;
  }
  tame_timer_stop(t);
}

/* Least value at the roots of p' that look real. */
static double peer_minimum(const double *c, size_t n,
                           gsl_poly_complex_workspace *w)
{
  double d[MAX_DEGREE], z[2 * MAX_DEGREE], best = HUGE_VAL;
  tame_poly_derivative(d, c, n);
  if (gsl_poly_complex_solve(d, n, w, z) != 0) return (double)NAN;
  for (size_t k = 0; k + 1 < n; k++)
    if (fabs(z[2 * k + 1]) < 1e-9)
      best = fmin(best, tame_poly_eval(c, n, z[2 * k]));
  return best;
}

static void peer(void *ctx, tame_timer *t)
{
  family *f = ctx;
  gsl_poly_complex_workspace *w = gsl_poly_complex_workspace_alloc(f->degree);
  f->differ = 0;
  tame_timer_start(t);
  for (size_t i = 0; i < f->n; i++) {
    const double v = peer_minimum(f->c + i * (f->degree + 1), f->degree, w);
    f->differ += !(fabs(v - f->value[i]) < 1e-9);
  }
  tame_timer_stop(t);
  gsl_poly_complex_workspace_free(w);
}

/* --- results -------------------------------------------------------------- */

enum { N_WORKS = 2 * N_FAMILIES };
static const char WORKS[] =
    "double_well folds tilt double_well_gsl folds_gsl tilt_gsl";
static const char *const NAMES[N_FAMILIES] = {
    "Double well, degree 4: certified solves a second",
    "Quartic with folds: certified solves a second",
    "Tilted sextic: certified solves a second"};
static const double TARGET = 1e5;

static double rate(const double *seconds, size_t which, size_t n)
{
  return (double)n / tame_quantile(seconds + which * REPEATS, REPEATS, 0.5);
}

static void print(const family *f, const double *seconds)
{
  printf("%-50s  %10s  %8s  %s\n", "", "measured", "target", "over gsl");
  for (size_t i = 0; i < N_FAMILIES; i++) {
    const double mine = rate(seconds, i, f[i].n);
    printf("%-50s  %10.3g  >= %5.0g  %7.2f%s\n", NAMES[i], mine, TARGET,
           mine / rate(seconds, N_FAMILIES + i, f[i].n),
           mine >= TARGET ? "" : "   missed");
    printf("%-50s  %zu without, %zu differ from gsl\n", "  certificates",
           f[i].uncertain, f[i].differ);
  }
}

static void write(tame_h5 *out, const family *f, const double *seconds)
{
  double mine[N_FAMILIES], gsl[N_FAMILIES], uncertain[N_FAMILIES];
  for (size_t i = 0; i < N_FAMILIES; i++) {
    mine[i] = rate(seconds, i, f[i].n);
    gsl[i] = rate(seconds, N_FAMILIES + i, f[i].n);
    uncertain[i] = (double)f[i].uncertain;
  }
  tame_h5_attr(out, "/", "title", "Certified global minima of polynomials");
  tame_h5_group(out, "time", "processor time of each work");
  tame_h5_codes(out, "time/work", WORKS, "what is timed");
  tame_h5_index(out, "time/repetition", REPEATS, "repetition");
  tame_h5_write_measured(out, "time/cpu", "work repetition", seconds,
                         "processor time", "s");
  tame_h5_panel(out, "time", "cpu", "work repetition");
  tame_h5_group(out, "rate", "solves a second");
  tame_h5_codes(out, "rate/family", "double_well folds tilt", "lower levels");
  tame_h5_write_measured(out, "rate/certified", "family", mine,
                         "certified solves a second", "1/s");
  tame_h5_write_measured(out, "rate/gsl", "family", gsl,
                         "the same by gsl_poly_complex_solve, no certificate",
                         "1/s");
  tame_h5_write(out, "rate/uncertain", "family", uncertain,
                "solves without a certificate", "1");
  tame_h5_write_scalar(out, "rate/target", TARGET, "lower end of target",
                       "1/s");
  tame_h5_panel(out, "rate", "certified", "family");
}

int main(int argc, char **argv)
{
  const bool is_quick = argc == 3 && strcmp(argv[2], "--quick") == 0;
  if ((argc != 2 && !is_quick) || argv[1][0] == '-') {
    fprintf(stderr, "usage: bilevel OUT.h5 [--quick]\n");
    return 2;
  }
  tame_pin_blas(argv);
  tame_error err;
  tame_h5 *out;
  family f[N_FAMILIES];
  double seconds[N_WORKS * REPEATS];
  work works[N_WORKS];
  if (tame_h5_create(&out, argv[1], &err) < 0) {
    fprintf(stderr, "bilevel: %s\n", err.text);
    return 1;
  }
  for (size_t i = 0; i < N_FAMILIES; i++) {
    setup(&f[i], i, is_quick ? 2000 : 100000);
    works[i] = (work){certified, &f[i]};
    works[N_FAMILIES + i] = (work){peer, &f[i]};
  }
  time_works(seconds, works, N_WORKS);
  print(f, seconds);
  write(out, f, seconds);
  for (size_t i = 0; i < N_FAMILIES; i++) {
    free(f[i].c);
    free(f[i].value);
  }
  if (tame_h5_commit(out, &err) < 0) {
    fprintf(stderr, "bilevel: %s\n", err.text);
    return 1;
  }
  return 0;
}
