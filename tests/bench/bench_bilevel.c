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
 * ones among them by a tolerance, and the least value.  Targets are ours; a
 * missed one is said, and is no error. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_poly.h>
#include <gsl/gsl_version.h>

#include "bench.h"
#include "tame/base.h"
#include "tame/double_well.h"
#include "tame/poly.h"

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
static const struct {
  const char *over_gsl, *asked, *what;
} NAMES[N_FAMILIES] = {
    {"double_well_gsl", "double_well",
     "The global minimum of a double well, degree 4, with its certificate"},
    {"folds_gsl", "folds",
     "The global minimum of a quartic with folds, with its certificate"},
    {"tilt_gsl", "tilt",
     "The global minimum of a tilted sextic, with its certificate"}};
static const double TARGET = 1e5; /* certified solves a second */

static void add_speeds(speeds *s, const double *seconds, const family *f)
{
  double asked[REPEATS], ours[REPEATS], theirs[REPEATS];
  char stated[128], gsl[256];
  for (size_t r = 0; r < REPEATS; r++) asked[r] = 1.0 / TARGET;
  for (size_t i = 0; i < N_FAMILIES; i++) {
    const double per = 1.0 / (double)f[i].n;
    scaled(ours, seconds, i, per);
    snprintf(stated, sizeof stated, "%s.", NAMES[i].what);
    snprintf(gsl, sizeof gsl,
             "%s, against the roots of the derivative in floating point, which "
             "certify nothing.",
             NAMES[i].what);
    speeds_add(s,
               &(speed){.name = NAMES[i].asked,
                        .what = stated,
                        .peer = "100000 a second",
                        .kind = SPEED_STATED,
                        .asked = 1.0},
               ours, asked);
    speeds_add(s,
               &(speed){.name = NAMES[i].over_gsl,
                        .what = gsl,
                        .peer = "GSL " GSL_VERSION,
                        .kind = SPEED_LIBRARY},
               ours, scaled(theirs, seconds, N_FAMILIES + i, per));
  }
}

static void write(tame_h5 *out, const family *f)
{
  double uncertain[N_FAMILIES], differ[N_FAMILIES];
  for (size_t i = 0; i < N_FAMILIES; i++) {
    uncertain[i] = (double)f[i].uncertain;
    differ[i] = (double)f[i].differ;
    printf("%-12s %zu of %zu without certificate, %zu differ from GSL\n",
           NAMES[i].asked, f[i].uncertain, f[i].n, f[i].differ);
  }
  tame_h5_group(out, "certificate", "solves without one, and other minima");
  tame_h5_codes(out, "certificate/family", "double_well folds tilt",
                "lower levels");
  tame_h5_write(out, "certificate/uncertain", "family", uncertain,
                "solves without a certificate", "1");
  tame_h5_write(out, "certificate/differ", "family", differ,
                "solves that differ from GSL's by more than 1e-9", "1");
  tame_h5_panel(out, "certificate", "uncertain", "family");
}

static void run(tame_h5 *out, speeds *s, bool is_quick)
{
  family f[N_FAMILIES];
  double seconds[N_WORKS * REPEATS];
  work works[N_WORKS];
  for (size_t i = 0; i < N_FAMILIES; i++) {
    setup(&f[i], i, is_quick ? 2000 : 100000);
    works[i] = (work){certified, &f[i]};
    works[N_FAMILIES + i] = (work){peer, &f[i]};
  }
  time_works(seconds, works, N_WORKS);
  add_speeds(s, seconds, f);
  write(out, f);
  for (size_t i = 0; i < N_FAMILIES; i++) {
    free(f[i].c);
    free(f[i].value);
  }
}

int main(int argc, char **argv)
{
  return bench_main(
      argc, argv,
      &(bench){"bilevel", "Certified global minima of polynomials", run});
}
