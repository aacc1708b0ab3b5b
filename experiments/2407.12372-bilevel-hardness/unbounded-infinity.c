/* SPDX-License-Identifier: MIT */
/* The infimum that is not attained of unbounded.c. */
#include "unbounded.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_min.h>

#include "tame/base.h"

static const double INFINITY_R[] = {1, 10, 100, 1000};
enum { N_INFINITY = sizeof INFINITY_R / sizeof *INFINITY_R };

/* B at w = R */
static double b_at(double v, void *ctx)
{
  const double rest = 1.0 - v * *(double *)ctx;
  return v * v + rest * rest;
}

/* By golden section; B is convex in v, so its local minimum is global. */
static double b_minimum(double r)
{
  gsl_function f = {b_at, &r};
  gsl_min_fminimizer *s =
      gsl_min_fminimizer_alloc(gsl_min_fminimizer_goldensection);
  TAME_REQUIRE(gsl_min_fminimizer_set(s, &f, 0.5 / r, 0.0, 1.0) == GSL_SUCCESS);
  for (int k = 0; k < 200; k++) {
    if (gsl_min_fminimizer_iterate(s) != GSL_SUCCESS) break;
    if (gsl_min_fminimizer_x_upper(s) - gsl_min_fminimizer_x_lower(s) < 1e-15)
      break;
  }
  const double least = gsl_min_fminimizer_f_minimum(s);
  gsl_min_fminimizer_free(s);
  return least;
}

/* The minimisers t of p2 over (t, z^2) in [-1,1] x [0,1], enclosed: those of
 * p2 B for every w-box, since min B > 0. */
static double infinity_value(double *width, double x)
{
  tame_bernstein_minimum m;
  tame_bipoly *q = tame_bipoly_add(
      mono(1, 2, 0),
      squared(tame_bipoly_add(mono(x * x - 0.25, 0, 0), mono(1, 0, 1))));
  tame_bernstein_minimize(&m, q, (tame_box2){-1, 1, 0, 1}, 1e-12, 1e-5,
                          MAX_BRANCH);
  tame_bipoly_free(q);
  *width = m.argmin.t_hi - m.argmin.t_lo;
  return 0.5 * (m.argmin.t_lo + m.argmin.t_hi);
}

void infinity_all(tame_h5 *out)
{
  enum { N = 41 };
  double least[N_INFINITY], scaled[N_INFINITY], bound[N_INFINITY], x[N];
  double value[N], width[N];
  for (size_t i = 0; i < N_INFINITY; i++) {
    const double r = INFINITY_R[i];
    least[i] = b_minimum(r);
    bound[i] = 1.0 / (1.0 + r * r);
    scaled[i] = least[i] * (1.0 + r * r);
  }
  for (size_t i = 0; i < N; i++) {
    x[i] = -1.0 + 0.05 * (double)i;
    value[i] = infinity_value(&width[i], x[i]);
  }
  tame_h5_axis(out, "R", INFINITY_R, N_INFINITY, "R", "1");
  tame_h5_write(out, "least", "R", least, "least", "1");
  tame_h5_write(out, "bound", "R", bound, "bound", "1");
  tame_h5_write(out, "scaled", "R", scaled, "scaled", "1");
  tame_h5_axis(out, "x", x, N, "x", "1");
  tame_h5_write(out, "value", "x", value, "value", "1");
  tame_h5_write(out, "width", "x", width, "width", "1");
}
