/* SPDX-License-Identifier: MIT */
/* tame/swarm.h: invariants, two routes to one step, and every error. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/swarm.h"
#include "tame/swarm_potential.h"
#include "tame/swarm_stationary.h"

static const tame_entropy ENTROPY[] = {
    {0.2, false}, {0.5, false}, {0.75, false}, {1.0, false},
    {0.25, true}, {0.5, true},  {1.0, true}};
enum { N_ENTROPY = sizeof ENTROPY / sizeof *ENTROPY };

/* a positive random density of mean 1 */
static double *density(size_t n, double spread, size_t rep)
{
  gsl_rng *rng = tame_rng_alloc(3, "check_swarm", rep);
  double *rho = tame_vec(n);
  tame_rng_normal(rho, n, rng);
  double sum = 0.0;
  for (size_t i = 0; i < n; i++) sum += rho[i] = exp(spread * rho[i]);
  for (size_t i = 0; i < n; i++) rho[i] *= (double)n / sum;
  gsl_rng_free(rng);
  return rho;
}

static double *circle(size_t n)
{
  const tame_potential u = tame_potential_two_wells(0.385);
  double *values = tame_vec(n);
  tame_potential_sample(values, n, 1, &u);
  return values;
}

static double *torus(size_t nx, size_t ny)
{
  const tame_potential w = tame_potential_two_wells(0.385);
  const tame_potential u = tame_potential_sum(&w, &w);
  double *values = tame_vec(nx * ny);
  tame_potential_sample(values, nx, ny, &u);
  return values;
}

/* Mass, sign and energy after steps of very different lengths. */
static void check_invariants(const tame_swarm_model *m, double spread,
                             double beta)
{
  static const double DT[] = {1e-8, 1e-3, 10.0, 1e6};
  tame_error err;
  const size_t n = m->nx * m->ny;
  for (size_t k = 0; k < 4; k++) {
    double *rho = density(n, spread, k);
    tame_swarm *w = tame_swarm_alloc(m, &err);
    ck_assert_int_eq(tame_swarm_init(w, rho, &err), TAME_OK);
    for (int step = 0; step < 3; step++) {
      tame_swarm_info info;
      const double before = tame_swarm_energy(w, beta);
      const tame_status s = tame_swarm_step(w, DT[k], beta, &info, &err);
      ck_assert_msg(s == TAME_OK, "m %g hybrid %d dt %g: %s", m->entropy.m,
                    m->entropy.hybrid, DT[k], err.text);
      ck_assert_double_eq_tol(tame_swarm_mass(w), 1.0, 1e-13);
      ck_assert_double_gt(tame_swarm_smallest(w), 0.0);
      ck_assert_double_le(tame_swarm_energy(w, beta),
                          before + 1e-12 * (1.0 + fabs(before)));
      ck_assert_double_lt(info.defect, 1e-12);
    }
    tame_swarm_free(w);
    free(rho);
  }
}

START_TEST(steps_of_any_length_keep_mass_sign_and_energy_on_the_circle)
{
  double *u = circle(60);
  for (size_t e = 0; e < N_ENTROPY; e++)
    for (int kind = 0; kind < 2; kind++) {
      const tame_swarm_model m = {
          60, 1, ENTROPY[e], kind ? TAME_UPWIND : TAME_MEAN, TAME_UNSPLIT, u};
      check_invariants(&m, 1.3, 7.385);
      check_invariants(&m, 0.1, 0.0);
    }
  free(u);
}
END_TEST

START_TEST(steps_of_any_length_keep_mass_sign_and_energy_on_the_torus)
{
  double *u = torus(12, 9);
  for (size_t e = 0; e < N_ENTROPY; e++)
    for (int kind = 0; kind < 2; kind++) {
      const tame_swarm_model m = {
          12, 9, ENTROPY[e], TAME_MEAN, kind ? TAME_SPLIT : TAME_UNSPLIT, u};
      check_invariants(&m, 0.7, 5.385);
    }
  free(u);
}
END_TEST

START_TEST(the_invariant_density_does_not_move)
{
  enum { N = 48 };
  double *u = circle(N), *v = torus(8, 6), mu[N];
  tame_error err;
  for (size_t e = 0; e < N_ENTROPY; e++)
    for (int kind = 0; kind < 3; kind++) {
      const tame_swarm_model m = {kind ? 8 : N,
                                  kind ? 6 : 1,
                                  ENTROPY[e],
                                  TAME_MEAN,
                                  kind == 2 ? TAME_SPLIT : TAME_UNSPLIT,
                                  kind ? v : u};
      tame_swarm *w = tame_swarm_alloc(&m, &err);
      ck_assert_int_eq(
          tame_swarm_stationary(mu, m.u, N, 9.385, &m.entropy, &err), TAME_OK);
      ck_assert_int_eq(tame_swarm_init(w, mu, &err), TAME_OK);
      ck_assert_int_eq(tame_swarm_step(w, 1e3, 9.385, NULL, &err), TAME_OK);
      for (size_t i = 0; i < N; i++)
        ck_assert_double_eq_tol(tame_swarm_density(w)[i] / mu[i], 1.0, 1e-10);
      ck_assert_double_lt(tame_swarm_dissipation(w, 9.385), 1e-18);
      tame_swarm_free(w);
    }
  free(u);
  free(v);
}
END_TEST

START_TEST(short_implicit_and_explicit_steps_agree_to_second_order)
{
  enum { NX = 10, NY = 7, N = NX * NY };
  double next[N], work[4 * NX], *v = torus(NX, NY);
  tame_error err;
  for (int kind = 0; kind < 3; kind++)
    for (int mobility = 0; mobility < 2; mobility++) {
      const bool is_ring = kind == 0;
      const tame_swarm_model m = {is_ring ? NX : NX,
                                  is_ring ? 1 : NY,
                                  ENTROPY[1 + 4 * (kind == 2)],
                                  mobility ? TAME_UPWIND : TAME_MEAN,
                                  TAME_UNSPLIT,
                                  v};
      const size_t n = m.nx * m.ny;
      double *rho = density(n, 0.4, 9), gap[2];
      for (int level = 0; level < 2; level++) {
        const double dt = 1e-6 / (level + 1);
        tame_swarm *w = tame_swarm_alloc(&m, &err);
        ck_assert_int_eq(tame_swarm_init(w, rho, &err), TAME_OK);
        ck_assert_int_eq(tame_swarm_step(w, dt, 3.385, NULL, &err), TAME_OK);
        ck_assert_uint_eq(tame_swarm_explicit(next, work, rho, dt, 3.385, &m),
                          0);
        gap[level] = tame_distance_max(next, tame_swarm_density(w), n);
        tame_swarm_free(w);
      }
      ck_assert_double_lt(gap[0], 1e-3);
      ck_assert_double_eq_tol(gap[0] / gap[1], 4.0, 0.2);
      free(rho);
    }
  free(v);
}
END_TEST

/* The step written down again, cell by cell. */
static double naive_explicit(const double *rho, size_t i, size_t j, double dt,
                             double beta, const tame_swarm_model *m)
{
  const size_t nx = m->nx, ny = m->ny, a = i * ny + j;
  const size_t near[4] = {(i + 1) % nx * ny + j, (i + nx - 1) % nx * ny + j,
                          i * ny + (j + 1) % ny, i * ny + (j + ny - 1) % ny};
  double out = rho[a];
  const double xi = tame_entropy_slope(rho[a], &m->entropy) + beta * m->u[a];
  for (size_t c = 0; c < (ny == 1 ? 2u : 4u); c++) {
    const size_t b = near[c];
    const double other =
        tame_entropy_slope(rho[b], &m->entropy) + beta * m->u[b];
    const double mobility = m->mobility == TAME_MEAN ? 0.5 * (rho[a] + rho[b])
                            : other < xi             ? rho[a]
                                                     : rho[b];
    out += dt * (double)(c < 2 ? nx * nx : ny * ny) * mobility * (other - xi);
  }
  return out;
}

START_TEST(the_explicit_kernel_is_the_formula)
{
  const size_t sizes[][2] = {{4, 4}, {5, 13}, {9, 1}, {8, 6}};
  for (size_t s = 0; s < 4; s++)
    for (size_t e = 0; e < N_ENTROPY; e++)
      for (int mobility = 0; mobility < 2; mobility++) {
        const size_t nx = sizes[s][0], ny = sizes[s][1], n = nx * ny;
        double *u = ny == 1 ? circle(nx) : torus(nx, ny);
        const tame_swarm_model m = {
            nx,           ny, ENTROPY[e], mobility ? TAME_UPWIND : TAME_MEAN,
            TAME_UNSPLIT, u};
        double *rho = density(n, 0.5, s), *next = tame_vec(n);
        double *work = tame_vec(4 * (nx > ny ? nx : ny));
        size_t bad = 0;
        const size_t found =
            tame_swarm_explicit(next, work, rho, 1e-4, 2.385, &m);
        for (size_t i = 0; i < n; i++) {
          const double want =
              naive_explicit(rho, i / ny, i % ny, 1e-4, 2.385, &m);
          ck_assert_double_eq_tol(next[i], want, 1e-12);
          bad += next[i] > 0.0 ? 0u : 1u;
        }
        ck_assert_uint_eq(found, bad);
        ck_assert_double_eq_tol(tame_mean(next, n), 1.0, 1e-13);
        free(u);
        free(rho);
        free(next);
        free(work);
      }
}
END_TEST

START_TEST(an_upwind_explicit_step_within_its_limit_stays_positive)
{
  enum { N = 40 };
  double *u = circle(N), *rho = density(N, 1.0, 4), next[N], work[4 * N];
  const tame_swarm_model m = {N, 1, ENTROPY[1], TAME_UPWIND, TAME_UNSPLIT, u};
  const double limit = tame_swarm_explicit_limit(rho, 5.0, &m);
  ck_assert_uint_eq(
      tame_swarm_explicit(next, work, rho, 0.999 * limit, 5.0, &m), 0);
  ck_assert_uint_gt(tame_swarm_explicit(next, work, rho, 50 * limit, 5.0, &m),
                    0);
  free(u);
  free(rho);
}
END_TEST

START_TEST(energy_falls_at_the_rate_of_the_dissipation)
{
  enum { N = 64 };
  double *u = circle(N), *rho = density(N, 0.05, 6);
  tame_error err;
  for (size_t e = 0; e < N_ENTROPY; e++) {
    const tame_swarm_model m = {N, 1, ENTROPY[e], TAME_MEAN, TAME_UNSPLIT, u};
    tame_swarm *w = tame_swarm_alloc(&m, &err);
    ck_assert_int_eq(tame_swarm_init(w, rho, &err), TAME_OK);
    const double before = tame_swarm_energy(w, 2.385), dt = 1e-8;
    const double rate = tame_swarm_dissipation(w, 2.385);
    ck_assert_int_eq(tame_swarm_step(w, dt, 2.385, NULL, &err), TAME_OK);
    ck_assert_double_eq_tol(
        (before - tame_swarm_energy(w, 2.385)) / (dt * rate), 1.0, 5e-3);
    tame_swarm_free(w);
  }
  free(u);
  free(rho);
}
END_TEST

/* --- errors -------------------------------------------------------------------- */

START_TEST(a_wrong_model_is_refused_with_its_reason)
{
  tame_error err;
  double u[16] = {0};
  const tame_swarm_model good = {16,           1, {0.5, false}, TAME_MEAN,
                                 TAME_UNSPLIT, u};
  tame_swarm_model m = good;
  m.nx = 3;
  ck_assert_ptr_null(tame_swarm_alloc(&m, &err));
  ck_assert_ptr_nonnull(strstr(err.text, "3 x 1"));
  m = good;
  m.nx = 8;
  m.ny = 2;
  ck_assert_ptr_null(tame_swarm_alloc(&m, &err));
  for (size_t k = 0; k < 4; k++) {
    m = good;
    m.entropy.m = (const double[]){0.0, -0.5, 1.5, NAN}[k];
    ck_assert_ptr_null(tame_swarm_alloc(&m, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "(0, 1]"));
  }
  u[5] = NAN;
  ck_assert_ptr_null(tame_swarm_alloc(&good, &err));
  ck_assert_ptr_nonnull(strstr(err.text, "cell 5"));
  ck_assert_ptr_null(tame_swarm_alloc(&good, NULL));
}
END_TEST

START_TEST(a_wrong_density_is_refused_with_its_reason)
{
  tame_error err;
  double u[16] = {0}, rho[16];
  const tame_swarm_model m = {16, 1, {0.5, false}, TAME_MEAN, TAME_UNSPLIT, u};
  tame_swarm *w = tame_swarm_alloc(&m, &err);
  for (size_t k = 0; k < 4; k++) {
    for (size_t i = 0; i < 16; i++) rho[i] = 1.0;
    rho[3] = (const double[]){-0.1, 0.0, NAN, INFINITY}[k];
    ck_assert_int_eq(tame_swarm_init(w, rho, &err), TAME_EINVAL);
    ck_assert_ptr_nonnull(strstr(err.text, "cell 3"));
  }
  rho[3] = 1.1;
  ck_assert_int_eq(tame_swarm_init(w, rho, &err), TAME_EINVAL);
  ck_assert_ptr_nonnull(strstr(err.text, "mass"));
  tame_swarm_free(w);
  tame_swarm_free(NULL);
}
END_TEST

START_TEST(a_wrong_step_leaves_the_state_and_says_why)
{
  enum { N = 32 };
  tame_error err;
  double *u = circle(N), *rho = density(N, 0.3, 1);
  const tame_swarm_model m = {N, 1, {0.5, false}, TAME_MEAN, TAME_UNSPLIT, u};
  tame_swarm *w = tame_swarm_alloc(&m, &err);
  ck_assert_int_eq(tame_swarm_init(w, rho, &err), TAME_OK);
  const double bad[] = {0.0, -1.0, NAN, INFINITY};
  for (size_t k = 0; k < 4; k++)
    ck_assert_int_eq(tame_swarm_step(w, bad[k], 1.0, NULL, &err), TAME_EINVAL);
  ck_assert_int_eq(tame_swarm_step(w, 1.0, -1.0, NULL, &err), TAME_EINVAL);
  ck_assert_int_eq(tame_swarm_step(w, 1.0, NAN, NULL, &err), TAME_EINVAL);
  /* beta so large that nothing finite solves the step */
  const tame_status s = tame_swarm_step(w, 1e300, 1e300, NULL, &err);
  ck_assert(s == TAME_STALLED || s == TAME_MAX_ITER);
  ck_assert_ptr_nonnull(strstr(err.text, "shorten the step"));
  ck_assert_double_eq(tame_distance(tame_swarm_density(w), rho, N), 0.0);
  tame_swarm_free(w);
  free(u);
  free(rho);
}
END_TEST

START_TEST(step_control_lands_on_the_last_time_and_refuses_nonsense)
{
  enum { N = 32 };
  tame_error err;
  double *u = circle(N), *rho = density(N, 0.3, 1);
  const tame_swarm_model m = {N, 1, {0.5, true}, TAME_MEAN, TAME_UNSPLIT, u};
  const tame_schedule s = {TAME_POWER, 4.0, 0.5};
  tame_swarm_control c = {0.04, 0.01, 1.2, 0.05, 1e-14};
  tame_swarm *w = tame_swarm_alloc(&m, &err);
  ck_assert_int_eq(tame_swarm_init(w, rho, &err), TAME_OK);
  tame_swarm_clock clock = {.t = 0.0, .dt = 0.7};
  tame_status status;
  while ((status = tame_swarm_advance(w, &clock, &s, &c, 2.385, &err)) ==
         TAME_OK)
    ck_assert_double_lt(clock.t, 2.385);
  ck_assert_int_eq(status, TAME_CONVERGED);
  ck_assert_double_eq(clock.t, 2.385);
  ck_assert_uint_gt(clock.rejected, 0);
  ck_assert_int_eq(tame_swarm_advance(w, &clock, &s, &c, 2.385, &err),
                   TAME_EINVAL);
  const tame_schedule wrong = {TAME_LOGARITHMIC, 1.0, 0.0};
  ck_assert_int_eq(tame_swarm_advance(w, &clock, &wrong, &c, 3.0, &err),
                   TAME_EINVAL);
  c.growth = 0.5;
  ck_assert_int_eq(tame_swarm_advance(w, &clock, &s, &c, 3.0, &err),
                   TAME_EINVAL);
  /* no step is short enough */
  c = (tame_swarm_control){1e-12, 0.0, 1.2, 1.0, 1e-3};
  ck_assert_int_eq(tame_swarm_init(w, rho, &err), TAME_OK);
  clock = (tame_swarm_clock){.t = 0.0, .dt = 0.1};
  ck_assert_int_eq(tame_swarm_advance(w, &clock, &s, &c, 1.0, &err),
                   TAME_STALLED);
  ck_assert_ptr_nonnull(strstr(err.text, "below"));
  ck_assert_double_eq(tame_distance(tame_swarm_density(w), rho, N), 0.0);
  tame_swarm_free(w);
  free(u);
  free(rho);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("swarm");
  tcase_set_timeout(t, 60);
  tcase_add_test(t,
                 steps_of_any_length_keep_mass_sign_and_energy_on_the_circle);
  tcase_add_test(t, steps_of_any_length_keep_mass_sign_and_energy_on_the_torus);
  tcase_add_test(t, the_invariant_density_does_not_move);
  tcase_add_test(t, short_implicit_and_explicit_steps_agree_to_second_order);
  tcase_add_test(t, the_explicit_kernel_is_the_formula);
  tcase_add_test(t, an_upwind_explicit_step_within_its_limit_stays_positive);
  tcase_add_test(t, energy_falls_at_the_rate_of_the_dissipation);
  tcase_add_test(t, a_wrong_model_is_refused_with_its_reason);
  tcase_add_test(t, a_wrong_density_is_refused_with_its_reason);
  tcase_add_test(t, a_wrong_step_leaves_the_state_and_says_why);
  tcase_add_test(t, step_control_lands_on_the_last_time_and_refuses_nonsense);
  return run_tests(t);
}
