/* SPDX-License-Identifier: MIT */
/* tame/swarm_particles.h: the density estimate against a double sum, one step
 * against its formula, laws, and every error. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/swarm_particles.h"

static tame_potential wells(void) { return tame_potential_two_wells(0.2); }

static double *positions(size_t n)
{
  gsl_rng *rng = tame_rng_alloc(2, "check_swarm_particles", n);
  double *x = tame_vec(n);
  tame_rng_uniform(x, n, 0.0, 1.0, rng);
  gsl_rng_free(rng);
  return x;
}

/* kernel at D nodes from its centre, unnormalised */
static double kernel(double d, double width)
{
  return fabs(d) <= floor(4.0 * width) ? exp(-0.5 * d * d / (width * width))
                                       : 0.0;
}

START_TEST(the_density_is_the_double_sum)
{
  const tame_potential u = wells();
  const size_t nodes[] = {8, 30, 64, 100};
  for (size_t c = 0; c < 4; c++) {
    const size_t g = nodes[c], n = 37;
    const tame_particles_model m = {n, g, 0.1, {0.5, true}, TAME_STOCHASTIC,
                                    &u};
    const double width = 0.1 * (double)g;
    double *x = positions(n), *count = tame_vec(g), total = 0.0;
    x[0] = 0.999999;
    tame_particles *w = tame_particles_alloc(&m, NULL);
    ck_assert_int_eq(tame_particles_init(w, x, NULL), TAME_OK);
    for (size_t i = 0; i < n; i++) {
      const double p = x[i] * (double)g;
      const size_t k = (size_t)p;
      count[k] += 1.0 - (p - (double)k);
      count[(k + 1) % g] += p - (double)k;
    }
    for (long d = -(long)g; d <= (long)g; d++)
      total += kernel((double)d, width);
    const double *density = tame_particles_density(w);
    for (size_t k = 0; k < g; k++) {
      double want = 0.0;
      for (size_t j = 0; j < g; j++)
        for (long turn = -1; turn <= 1; turn++)
          want +=
              count[j] *
              kernel((double)k - (double)j + (double)turn * (double)g, width);
      want *= (double)g / (double)n / total;
      ck_assert_double_eq_tol(density[k], want, 1e-12 * (1.0 + want));
    }
    ck_assert_double_eq_tol(tame_mean(density, g), 1.0, 1e-13);
    tame_particles_free(w);
    free(x);
    free(count);
  }
}
END_TEST

static double between(const double *f, double x, size_t g)
{
  const double p = x * (double)g;
  const size_t k = (size_t)p;
  return f[k] + (p - (double)k) * (f[(k + 1) % g] - f[k]);
}

/* One step of each rule, written down again. */
START_TEST(one_step_is_the_formula)
{
  enum { N = 1500, G = 64 };
  const tame_potential u = wells();
  const double ds = 1e-3, beta = 5.385;
  for (int rule = 0; rule < 3; rule++)
    for (int hybrid = 0; hybrid < 2; hybrid++) {
      const tame_entropy e = {0.5, hybrid == 1};
      const tame_particles_model m = {N, G, 0.05, e, (tame_particle_rule)rule,
                                      &u};
      double *x = positions(N), noise[N], density[G], xi[G], field[G];
      tame_particles *w = tame_particles_alloc(&m, NULL);
      ck_assert_int_eq(tame_particles_init(w, x, NULL), TAME_OK);
      memcpy(density, tame_particles_density(w), sizeof density);
      gsl_rng *mine = tame_rng_alloc(7, "step", 0);
      gsl_rng *theirs = tame_rng_alloc(7, "step", 0);
      tame_rng_normal(noise, N, mine);
      ck_assert_int_eq(tame_particles_step(w, ds, beta, theirs), TAME_OK);
      for (size_t k = 0; k < G; k++) xi[k] = tame_entropy_slope(density[k], &e);
      for (size_t k = 0; k < G; k++)
        field[k] = 0.5 * G * (xi[(k + 1) % G] - xi[(k + G - 1) % G]);
      for (size_t i = 0; i < N; i++) {
        double grad[2], alpha = 1.0, want = x[i];
        tame_potential_gradient(grad, x[i], 0.0, &u);
        if (rule == TAME_STOCHASTIC)
          alpha = tame_entropy_noise(between(density, x[i], G), &e);
        want -= ds * grad[0];
        want += rule == TAME_DETERMINISTIC
                    ? -ds / beta * between(field, x[i], G)
                    : sqrt(2.0 * alpha * ds / beta) * noise[i];
        want -= floor(want);
        const double gap = fabs(tame_particles_positions(w)[i] - want);
        ck_assert_double_lt(fmin(gap, 1.0 - gap), 1e-13);
      }
      gsl_rng_free(mine);
      gsl_rng_free(theirs);
      tame_particles_free(w);
      free(x);
    }
}
END_TEST

START_TEST(positions_stay_on_the_circle)
{
  enum { N = 200 };
  const tame_potential u = wells();
  const tame_particles_model m = {N, 32, 0.05, {0.5, false}, TAME_STOCHASTIC,
                                  &u};
  double x[N];
  for (size_t i = 0; i < N; i++) x[i] = -1e-18 + 1e-17 * (double)i;
  x[7] = 17.385;
  x[8] = -3.0;
  gsl_rng *rng = tame_rng_alloc(7, "circle", 0);
  tame_particles *w = tame_particles_alloc(&m, NULL);
  ck_assert_int_eq(tame_particles_init(w, x, NULL), TAME_OK);
  for (int k = 0; k < 50; k++) {
    for (size_t i = 0; i < N; i++) {
      ck_assert_double_ge(tame_particles_positions(w)[i], 0.0);
      ck_assert_double_lt(tame_particles_positions(w)[i], 1.0);
    }
    ck_assert_double_eq(tame_particles_share(w, 0.0, 1.0), 1.0);
    ck_assert_int_eq(tame_particles_step(w, 0.3, 0.1, rng), TAME_OK);
  }
  gsl_rng_free(rng);
  tame_particles_free(w);
}
END_TEST

START_TEST(langevin_particles_find_the_gibbs_law)
{
  enum { N = 4000 };
  const tame_potential u = wells();
  const tame_particles_model m = {N, 64, 0.05, {1.0, false}, TAME_LANGEVIN, &u};
  double *x = positions(N), share = 0.0;
  gsl_rng *rng = tame_rng_alloc(7, "gibbs", 0);
  tame_particles *w = tame_particles_alloc(&m, NULL);
  ck_assert_int_eq(tame_particles_init(w, x, NULL), TAME_OK);
  for (int k = 0; k < 1200; k++) {
    ck_assert_int_eq(tame_particles_step(w, 2e-3, 3.0, rng), TAME_OK);
    if (k >= 400) share += tame_particles_share(w, 0.0, 0.5) / 800;
  }
  double mass = 0.0, wrong = 0.0;
  for (size_t i = 0; i < 4096; i++) {
    const double at = ((double)i + 0.5) / 4096;
    const double weight = exp(-3.0 * tame_potential_value(at, 0.0, &u));
    mass += weight;
    wrong += at < 0.5 ? weight : 0.0;
  }
  /* 4000 particles, dependent in time: some 0.01 */
  ck_assert_double_eq_tol(share, wrong / mass, 0.02);
  gsl_rng_free(rng);
  tame_particles_free(w);
  free(x);
}
END_TEST

START_TEST(wrong_arguments_are_refused_with_their_reason)
{
  const tame_potential u = wells(), v = tame_potential_sum(&u, &u);
  const tame_particles_model good = {5, 64, 0.05, {0.5, false}, TAME_STOCHASTIC,
                                     &u};
  tame_error err;
  tame_particles_model m = good;
  m.n = 0;
  ck_assert_ptr_null(tame_particles_alloc(&m, &err));
  m = good;
  m.nodes = 7;
  ck_assert_ptr_null(tame_particles_alloc(&m, &err));
  ck_assert_ptr_nonnull(strstr(err.text, "7 nodes"));
  for (size_t k = 0; k < 3; k++) {
    m = good;
    m.sigma = (const double[]){0.0, 0.2, NAN}[k];
    ck_assert_ptr_null(tame_particles_alloc(&m, &err));
  }
  m = good;
  m.u = &v;
  ck_assert_ptr_null(tame_particles_alloc(&m, &err));
  m = good;
  m.entropy.m = 2.0;
  ck_assert_ptr_null(tame_particles_alloc(&m, &err));
  ck_assert_ptr_nonnull(strstr(err.text, "(0, 1]"));
  double x[5] = {0.1, 0.2, NAN, 0.3, 0.4};
  gsl_rng *rng = tame_rng_alloc(7, "wrong", 0);
  tame_particles *w = tame_particles_alloc(&good, &err);
  ck_assert_int_eq(tame_particles_init(w, x, &err), TAME_EINVAL);
  ck_assert_ptr_nonnull(strstr(err.text, "position 2"));
  x[2] = 0.25;
  ck_assert_int_eq(tame_particles_init(w, x, &err), TAME_OK);
  ck_assert_int_eq(tame_particles_step(w, 0.0, 1.0, rng), TAME_EINVAL);
  ck_assert_int_eq(tame_particles_step(w, 0.1, 0.0, rng), TAME_EINVAL);
  ck_assert_int_eq(tame_particles_step(w, 0.1, NAN, rng), TAME_EINVAL);
  ck_assert_int_eq(tame_particles_step(w, 1e308, 1e-300, rng), TAME_DIVERGED);
  ck_assert_int_eq(tame_particles_step(w, 1e-3, 1.0, rng), TAME_OK);
  tame_particles_free(w);
  tame_particles_free(NULL);
  gsl_rng_free(rng);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("swarm particles");
  tcase_add_test(t, the_density_is_the_double_sum);
  tcase_add_test(t, one_step_is_the_formula);
  tcase_add_test(t, positions_stay_on_the_circle);
  tcase_add_test(t, langevin_particles_find_the_gibbs_law);
  tcase_add_test(t, wrong_arguments_are_refused_with_their_reason);
  return run_tests(t);
}
