/* SPDX-License-Identifier: MIT */
/* tame/bias_quadratic.h: closed forms, other routes to the same numbers, and values
 * computed by an independent program. */
#include <check.h>
#include <math.h>
#include <string.h>

#include "run_tests.h"
#include "tame/bias.h"
#include "tame/bias_quadratic.h"
#include "tame/rng.h"
#include "tame/stats.h"

enum { MAX = 6 };
typedef struct {
  double h0[MAX * MAX], h1[MAX * MAX], theta0[MAX], theta1[MAX];
  tame_bias_quadratic q;
} instance;

static void random_definite(double *h, size_t n, gsl_rng *rng)
{
  double a[MAX * MAX];
  tame_rng_normal(a, n * n, rng);
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++) {
      h[i * n + j] = i == j ? 0.3 : 0.0;
      for (size_t k = 0; k < n; k++)
        h[i * n + j] += a[i * n + k] * a[j * n + k] / (double)n;
    }
}

static void random_instance(instance *x, size_t n, double p, gsl_rng *rng)
{
  random_definite(x->h0, n, rng);
  random_definite(x->h1, n, rng);
  tame_rng_normal(x->theta0, n, rng);
  tame_rng_normal(x->theta1, n, rng);
  x->q = (tame_bias_quadratic){n, x->h0, x->h1, x->theta0, x->theta1, p};
}

START_TEST(the_gradient_of_the_whole_loss_vanishes_at_its_minimiser)
{
  gsl_rng *rng = tame_rng_alloc(0, "check_bias/minimiser", 0);
  for (size_t n = 1; n <= MAX; n++) {
    instance x;
    double star[MAX], g0[MAX], g1[MAX];
    random_instance(&x, n, 0.37, rng);
    ck_assert_int_eq(tame_bias_quadratic_minimiser(star, &x.q), TAME_OK);
    tame_bias_quadratic_gradients(g0, g1, star, &x.q);
    for (size_t i = 0; i < n; i++)
      ck_assert_double_eq_tol(0.37 * g0[i] + 0.63 * g1[i], 0.0, 1e-13);
    tame_bias_quadratic_gradients(g0, g1, x.theta1, &x.q);
    ck_assert_double_eq(tame_norm(g1, n), 0.0);
    tame_bias_quadratic_gradients(g0, g1, x.theta0, &x.q);
    ck_assert_double_eq(tame_norm(g0, n), 0.0);
  }
  gsl_rng_free(rng);
}
END_TEST

/* u'M u <= c'M c about the centre, against the sign of the inner product. */
START_TEST(the_ellipsoid_is_the_adverse_zone)
{
  gsl_rng *rng = tame_rng_alloc(0, "check_bias/ellipsoid", 0);
  size_t inside = 0, total = 0;
  for (size_t n = 1; n <= 4; n++) {
    instance x;
    double c[MAX], m[MAX * MAX], volume, g0[MAX], g1[MAX], z[MAX], theta[MAX];
    random_instance(&x, n, 0.15, rng);
    ck_assert_int_eq(tame_bias_quadratic_adverse(c, m, &volume, &x.q), TAME_OK);
    double level = 0.0;
    for (size_t i = 0; i < n; i++)
      for (size_t j = 0; j < n; j++)
        level += (c[i] - x.theta1[i]) * m[i * n + j] * (c[j] - x.theta1[j]);
    for (int k = 0; k < 4000; k++) {
      double form = 0.0;
      tame_rng_normal(z, n, rng);
      for (size_t i = 0; i < n; i++) theta[i] = c[i] + 0.2 * z[i];
      for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
          form += 0.04 * z[i] * m[i * n + j] * z[j];
      if (fabs(form - level) < 1e-12) continue;
      tame_bias_quadratic_gradients(g0, g1, theta, &x.q);
      ck_assert_int_eq(tame_bias_look(g0, g1, n, 0.15).is_adverse,
                       form <= level);
      inside += form <= level;
      total++;
    }
  }
  ck_assert_uint_gt(inside, total / 50);
  ck_assert_uint_lt(inside, total);
  gsl_rng_free(rng);
}
END_TEST

START_TEST(the_volume_is_that_of_random_points)
{
  enum { N = 3, POINTS = 200000 };
  gsl_rng *rng = tame_rng_alloc(0, "check_bias/volume", 0);
  instance x;
  double c[N], m[N * N], volume, g0[N], g1[N], theta[N], star[N];
  random_instance(&x, N, 0.2, rng);
  ck_assert_int_eq(tame_bias_quadratic_adverse(c, m, &volume, &x.q), TAME_OK);
  tame_bias_quadratic_minimiser(star, &x.q);
  const double half = 2.0 * tame_distance(star, x.theta1, N);
  size_t hits = 0;
  for (int k = 0; k < POINTS; k++) {
    tame_rng_uniform(theta, N, -half, half, rng);
    for (int i = 0; i < N; i++) theta[i] += c[i];
    tame_bias_quadratic_gradients(g0, g1, theta, &x.q);
    hits += tame_bias_look(g0, g1, N, 0.2).is_adverse;
  }
  const double box = pow(2.0 * half, N), ball = 4.0 / 3.0 * acos(-1.0);
  const double share = volume * ball / box;
  ck_assert_uint_gt(hits, 500);
  ck_assert_double_eq_tol((double)hits / POINTS, share,
                          5.0 * sqrt(share / POINTS));
  gsl_rng_free(rng);
}
END_TEST

START_TEST(theta1_and_the_minimiser_lie_on_the_boundary)
{
  gsl_rng *rng = tame_rng_alloc(0, "check_bias/boundary", 0);
  for (size_t n = 1; n <= MAX; n++) {
    instance x;
    double c[MAX], m[MAX * MAX], volume, star[MAX];
    random_instance(&x, n, 0.05, rng);
    ck_assert_int_eq(tame_bias_quadratic_adverse(c, m, &volume, &x.q), TAME_OK);
    ck_assert_int_eq(tame_bias_quadratic_minimiser(star, &x.q), TAME_OK);
    double a = 0.0, b = 0.0;
    for (size_t i = 0; i < n; i++)
      for (size_t j = 0; j < n; j++) {
        a += (x.theta1[i] - c[i]) * m[i * n + j] * (x.theta1[j] - c[j]);
        b += (star[i] - c[i]) * m[i * n + j] * (star[j] - c[j]);
      }
    ck_assert_double_eq_tol(a, b, 1e-12 * a);
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(an_isotropic_pair_gives_the_closed_forms)
{
  const double h0[4] = {0.7, 0, 0, 0.7}, h1[4] = {1.9, 0, 0, 1.9};
  const double theta0[2] = {1.2, -0.4}, theta1[2] = {0.3, 0.8};
  const tame_bias_quadratic q = {2, h0, h1, theta0, theta1, 0.23};
  const tame_bias_isotropic iso = {0.23, 0.7, 1.9,
                                   tame_distance(theta0, theta1, 2)};
  double star[2], c[2], volume;
  ck_assert_int_eq(tame_bias_quadratic_minimiser(star, &q), TAME_OK);
  ck_assert_int_eq(tame_bias_quadratic_adverse(c, NULL, &volume, &q), TAME_OK);
  const double gap = tame_bias_isotropic_gap(&iso);
  ck_assert_double_eq_tol(tame_distance(star, theta1, 2), gap, 1e-15);
  for (int i = 0; i < 2; i++)
    ck_assert_double_eq_tol(c[i], 0.5 * (star[i] + theta1[i]), 1e-15);
  ck_assert_double_eq_tol(volume, tame_bias_isotropic_adverse(&iso, 2, 1.0),
                          1e-15);
}
END_TEST

START_TEST(the_time_is_that_of_small_steps)
{
  gsl_rng *rng = tame_rng_alloc(0, "check_bias/time", 0);
  instance x;
  double star[3], theta[3], g0[3], g1[3], t, lo, hi;
  random_instance(&x, 3, 0.12, rng);
  tame_bias_quadratic_minimiser(star, &x.q);
  const double delta = 0.6 * tame_distance(star, x.theta1, 3), h = 1e-5;
  ck_assert_int_eq(tame_bias_quadratic_time(&t, delta, &x.q), TAME_OK);
  memcpy(theta, x.theta1, sizeof theta);
  long k = 0;
  for (; tame_distance(theta, x.theta1, 3) < delta; k++) {
    tame_bias_quadratic_gradients(g0, g1, theta, &x.q);
    for (int i = 0; i < 3; i++) theta[i] -= h * (0.12 * g0[i] + 0.88 * g1[i]);
  }
  ck_assert_double_eq_tol((double)k * h, t, 2e-4 * t);
  tame_bias_quadratic_gradients(g0, g1, x.theta1, &x.q);
  ck_assert_int_eq(tame_bias_quadratic_spectrum(&lo, &hi, &x.q), TAME_OK);
  ck_assert_double_gt(lo, 0.0);
  ck_assert_double_ge(t, tame_bias_time(delta, tame_norm(g0, 3), 0.12));
  ck_assert_double_ge(
      t, tame_bias_time_lipschitz(delta, tame_norm(g0, 3), 0.12, hi));
  gsl_rng_free(rng);
}
END_TEST

START_TEST(the_spectrum_has_the_trace_and_the_determinant)
{
  gsl_rng *rng = tame_rng_alloc(0, "check_bias/spectrum", 0);
  instance x;
  double h[4], lo, hi;
  random_instance(&x, 2, 0.23, rng);
  for (int i = 0; i < 4; i++) h[i] = 0.23 * x.h0[i] + 0.77 * x.h1[i];
  ck_assert_int_eq(tame_bias_quadratic_spectrum(&lo, &hi, &x.q), TAME_OK);
  ck_assert_double_lt(lo, hi);
  ck_assert_double_eq_tol(lo + hi, h[0] + h[3], 1e-14);
  ck_assert_double_eq_tol(lo * hi, h[0] * h[3] - h[1] * h[2], 1e-14);
  gsl_rng_free(rng);
}
END_TEST

START_TEST(the_ends_of_the_way_take_no_time_and_for_ever)
{
  gsl_rng *rng = tame_rng_alloc(0, "check_bias/ends", 0);
  instance x;
  double star[2], t;
  random_instance(&x, 2, 0.3, rng);
  tame_bias_quadratic_minimiser(star, &x.q);
  const double gap = tame_distance(star, x.theta1, 2);
  ck_assert_int_eq(tame_bias_quadratic_time(&t, 0.0, &x.q), TAME_OK);
  ck_assert_double_eq(t, 0.0);
  ck_assert_int_eq(tame_bias_quadratic_time(&t, 1.001 * gap, &x.q), TAME_OK);
  ck_assert(isinf(t));
  gsl_rng_free(rng);
}
END_TEST

START_TEST(shares_and_matrices_that_do_not_exist_are_refused)
{
  gsl_rng *rng = tame_rng_alloc(0, "check_bias/refused", 0);
  instance x;
  double y[2], volume, t;
  random_instance(&x, 2, 0.0, rng);
  ck_assert_int_eq(tame_bias_quadratic_minimiser(y, &x.q), TAME_EINVAL);
  ck_assert_int_eq(tame_bias_quadratic_adverse(y, NULL, &volume, &x.q),
                   TAME_EINVAL);
  x.q.p = 1.0;
  ck_assert_int_eq(tame_bias_quadratic_time(&t, 0.1, &x.q), TAME_EINVAL);
  ck_assert_int_eq(tame_bias_quadratic_spectrum(NULL, NULL, &x.q), TAME_EINVAL);
  x.q.p = 0.5;
  memset(x.h1, 0, sizeof x.h1);
  memset(x.h0, 0, sizeof x.h0);
  ck_assert_int_eq(tame_bias_quadratic_minimiser(y, &x.q), TAME_ESINGULAR);
  ck_assert_int_eq(tame_bias_quadratic_adverse(y, NULL, &volume, &x.q),
                   TAME_ESINGULAR);
  ck_assert_int_eq(tame_bias_quadratic_time(&t, 0.1, &x.q), TAME_ESINGULAR);
  gsl_rng_free(rng);
}
END_TEST

/* The anisotropic example of the illustrations, sigma^2 = 1 and 0.1: distances,
 * volumes and times of an independent program. */
START_TEST(the_example_in_four_dimensions_has_the_known_numbers)
{
  static const double H1[16] = {1, 0, 0, 0, 0, 1.5, 0, 0,
                                0, 0, 2, 0, 0, 0,   0, 3};
  static const double V[4] = {0.5, 1.0, 1.5, 2.0}, THETA0[4] = {1, -1, 0.5, 2};
  static const double ZERO[4] = {0};
  const double c = cos(0.5), s = sin(0.5);
  const double q[16] = {c, -s, 0, 0, s, c, 0, 0, 0, 0, c, -s, 0, 0, s, c};
  double h0[16], star[4], g0[4], g1[4], volume, t, hi;
  for (int i = 0; i < 4; i++)
    for (int j = 0; j < 4; j++) {
      h0[4 * i + j] = 0.0;
      for (int k = 0; k < 4; k++)
        h0[4 * i + j] += q[4 * i + k] * V[k] * q[4 * j + k];
    }
  tame_bias_quadratic x = {4, h0, H1, THETA0, ZERO, 1e-2};
  tame_bias_quadratic_minimiser(star, &x);
  ck_assert_double_eq_tol(tame_norm(star, 4), 1.661872e-2, 1e-8);
  tame_bias_quadratic_gradients(g0, g1, ZERO, &x);
  ck_assert_double_eq_tol(tame_norm(g0, 4), 3.932257, 1e-6);
  tame_bias_quadratic_adverse(NULL, NULL, &volume, &x);
  ck_assert_double_eq_tol(volume, 1.684e-8, 1e-11);
  const double delta = 0.5 * tame_norm(star, 4);
  tame_bias_quadratic_time(&t, delta, &x);
  tame_bias_quadratic_spectrum(NULL, &hi, &x);
  ck_assert_double_eq_tol(t, 0.3141, 1e-4);
  ck_assert_double_eq_tol(tame_bias_time(delta, tame_norm(g0, 4), 1e-2), 0.2113,
                          1e-4);
  ck_assert_double_eq_tol(
      tame_bias_time_lipschitz(delta, tame_norm(g0, 4), 1e-2, hi), 0.1638,
      1e-4);
  x.p = pow(10.0, -0.5);
  tame_bias_quadratic_minimiser(star, &x);
  ck_assert_double_eq_tol(tame_norm(star, 4), 5.834197e-1, 1e-7);
  for (int i = 0; i < 16; i++) h0[i] *= 0.1;
  tame_bias_quadratic_minimiser(star, &x);
  ck_assert_double_eq_tol(tame_norm(star, 4), 7.427264e-2, 1e-8);
}
END_TEST

/* --- isotropic quadratics and chance ------------------------------------------- */

START_TEST(isotropic_shares_have_the_known_numbers)
{
  const tame_bias_isotropic a = {0.3, 1, 1, 1}, b = {0.3, 0.5, 1, 1},
                            c = {0.1, 1, 1, 1};
  ck_assert_double_eq_tol(tame_bias_isotropic_adverse(&a, 2, 1.0), 0.0225,
                          1e-15);
  ck_assert_double_eq_tol(tame_bias_isotropic_undominated(&a, 2, 1.0), 0.27563,
                          5e-6);
  ck_assert_double_eq_tol(tame_bias_isotropic_adverse(&b, 2, 1.0), 0.00779,
                          5e-6);
  ck_assert_double_eq_tol(tame_bias_isotropic_undominated(&b, 2, 1.0), 0.05044,
                          5e-6);
  ck_assert_double_eq_tol(tame_bias_isotropic_adverse(&c, 3, 1.0), 1.25e-4,
                          1e-15);
  ck_assert_double_eq_tol(tame_bias_isotropic_undominated(&c, 3, 1.0), 0.00142,
                          5e-6);
  ck_assert(isnan(tame_bias_isotropic_undominated(
      &(tame_bias_isotropic){0.5, 1, 1, 1}, 2, 9.0)));
  ck_assert(isnan(tame_bias_isotropic_undominated(&a, 2, 0.74)));
  ck_assert(isnan(tame_bias_isotropic_adverse(&a, 2, 0.29)));
  /* alpha above 1, where the complement is a ball */
  ck_assert(isnan(tame_bias_isotropic_undominated(
      &(tame_bias_isotropic){0.51, 1, 1, 1}, 2, 9.0)));
}
END_TEST

START_TEST(zones_that_touch_the_sphere_have_a_share)
{
  const tame_bias_isotropic half = {0.5, 1.0, 2.0, 1.0}; /* alpha = 1/2 */
  const tame_bias_isotropic one = {0.5, 1.0, 1.0, 1.0};  /* alpha = 1 */
  ck_assert_double_eq_tol(tame_bias_isotropic_undominated(&half, 2, 1.0),
                          4.0 / 9.0, 1e-15);
  ck_assert_double_eq(tame_bias_isotropic_adverse(&one, 3, 0.5), 0.125);
}
END_TEST

START_TEST(every_point_is_counted_once)
{
  const tame_bias_isotropic far = {0.5, 100.0, 1.0, 100.0};
  gsl_rng *rng = tame_rng_alloc(0, "check_bias/once", 0);
  size_t adverse, undominated;
  tame_bias_isotropic_count(&adverse, &undominated, &far, 1, 3, 1.0, 777, rng);
  ck_assert_uint_eq(undominated, 777);
  ck_assert_uint_lt(adverse, 777);
  gsl_rng_free(rng);
}
END_TEST

START_TEST(counted_shares_are_the_exact_ones)
{
  enum { POINTS = 100000 };
  static const tame_bias_isotropic MODEL[2] = {{0.3, 1.0, 1.3, 0.8},
                                               {0.25, 2.0, 1.0, 0.6}};
  gsl_rng *rng = tame_rng_alloc(0, "check_bias/count", 0);
  for (size_t n = 1; n <= 3; n++) {
    size_t adverse[2], undominated[2];
    tame_bias_isotropic_count(adverse, undominated, MODEL, 2, n, 1.7, POINTS,
                              rng);
    for (size_t k = 0; k < 2; k++) {
      const double a = tame_bias_isotropic_adverse(&MODEL[k], n, 1.7);
      const double u = tame_bias_isotropic_undominated(&MODEL[k], n, 1.7);
      ck_assert_double_gt(a, 0.0);
      ck_assert_double_gt(u, a);
      ck_assert_double_eq_tol((double)adverse[k] / POINTS, a,
                              5.0 * sqrt(a / POINTS));
      ck_assert_double_eq_tol((double)undominated[k] / POINTS, u,
                              5.0 * sqrt(u / POINTS));
    }
  }
  gsl_rng_free(rng);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("bias_quadratic");
  tcase_add_test(t, the_gradient_of_the_whole_loss_vanishes_at_its_minimiser);
  tcase_add_test(t, the_ellipsoid_is_the_adverse_zone);
  tcase_add_test(t, the_volume_is_that_of_random_points);
  tcase_add_test(t, theta1_and_the_minimiser_lie_on_the_boundary);
  tcase_add_test(t, an_isotropic_pair_gives_the_closed_forms);
  tcase_add_test(t, the_time_is_that_of_small_steps);
  tcase_add_test(t, the_spectrum_has_the_trace_and_the_determinant);
  tcase_add_test(t, the_ends_of_the_way_take_no_time_and_for_ever);
  tcase_add_test(t, shares_and_matrices_that_do_not_exist_are_refused);
  tcase_add_test(t, the_example_in_four_dimensions_has_the_known_numbers);
  tcase_add_test(t, isotropic_shares_have_the_known_numbers);
  tcase_add_test(t, zones_that_touch_the_sphere_have_a_share);
  tcase_add_test(t, every_point_is_counted_once);
  tcase_add_test(t, counted_shares_are_the_exact_ones);
  return run_tests(t);
}
