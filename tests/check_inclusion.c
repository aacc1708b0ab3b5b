/* SPDX-License-Identifier: MIT */
/* tame/inclusion.h, tame/inclusion_examples.h, tame/deblur_pock.h: the six
 * problems against an independent program, the formula by several routes. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/deblur_pock.h"
#include "tame/diff.h"
#include "tame/inclusion_examples.h"
#include "tame/stats.h"

typedef struct {
  tame_example e;
  size_t n, p;
  double *x, *jac; /* [n], [n x p] */
} solved;

static solved solve(tame_example_kind kind)
{
  solved t;
  ck_assert_int_eq(tame_example_init(&t.e, kind, false), TAME_OK);
  t.n = tame_inclusion_n(t.e.q);
  t.p = tame_inclusion_p(t.e.q);
  t.x = tame_vec(t.n);
  t.jac = tame_vec(t.n * t.p);
  ck_assert_int_eq(tame_inclusion_solve(t.x, t.e.theta, t.e.q), TAME_CONVERGED);
  ck_assert_int_eq(
      tame_diff_implicit(t.jac, t.x, t.e.theta, tame_inclusion_map(t.e.q)),
      TAME_OK);
  return t;
}

static void done(solved *t)
{
  tame_example_free(&t->e);
  free(t->x);
  free(t->jac);
}

static double column(const solved *t, size_t j)
{
  double sum = 0.0;
  for (size_t i = 0; i < t->n; i++)
    sum += t->jac[i * t->p + j] * t->jac[i * t->p + j];
  return sqrt(sum);
}

START_TEST(solutions_are_fixed_points_for_every_step)
{
  for (size_t k = 0; k < TAME_N_EXAMPLES; k++) {
    solved t = solve((tame_example_kind)k);
    double *next = tame_vec(t.n);
    const double gamma = tame_inclusion_step(t.e.q);
    for (double f = 0.1; f < 9.0; f *= 3.0) {
      ck_assert_int_eq(tame_inclusion_set_step(t.e.q, f * gamma), TAME_OK);
      const tame_map *map = tame_inclusion_map(t.e.q);
      map->value(next, t.x, t.e.theta, map->ctx);
      ck_assert_double_lt(tame_distance(next, t.x, t.n), 1e-12);
    }
    free(next);
    done(&t);
  }
}
END_TEST

START_TEST(steps_are_those_of_an_independent_program)
{
  /* 1/(|X|^2 + lambda2), 1/|D|^2 bounded by 1/4, 1/lambda_max(Q), m/L^2 */
  static const struct {
    tame_example_kind kind;
    double gamma;
  } KNOWN[] = {{TAME_NET, 1.0 / (5.140528751791 + 0.05)},
               {TAME_TV, 0.25},
               {TAME_SVM, 1.0 / 14.53993237},
               {TAME_DEBLUR, 0.020000237 / (2.012897392 * 2.012897392)}};
  for (size_t k = 0; k < sizeof KNOWN / sizeof *KNOWN; k++) {
    solved t = solve(KNOWN[k].kind);
    ck_assert_double_eq_tol(tame_inclusion_step(t.e.q) / KNOWN[k].gamma, 1.0,
                            2e-8);
    done(&t);
  }
}
END_TEST

START_TEST(columns_have_the_norms_of_an_independent_program)
{
  /* 2212.07844, section 6 of the specification */
  static const double KNOWN[TAME_N_EXAMPLES][2] = {
      {1.989984712, 5.498762898}, {1.42084824, 1.22458274}, {NAN, NAN},
      {3.74534893, 5.77670979},   {5.70065193, 1.28612957}, {NAN, NAN}};
  for (size_t k = 0; k < TAME_N_EXAMPLES; k++) {
    solved t = solve((tame_example_kind)k);
    for (size_t j = 0; j < 2; j++)
      if (!isnan(KNOWN[k][j]))
        ck_assert_double_eq_tol(column(&t, j), KNOWN[k][j], 1e-8);
    if (k == TAME_NET) {
      ck_assert_double_eq_tol(t.e.lambda_max, 1.872257729525, 1e-12);
      ck_assert_double_eq_tol(tame_norm(t.x, t.n), 2.430184243, 1e-9);
    }
    if (k == TAME_ROBUST) {
      const double w[3] = {7.15312543, 2.06955276, -0.26256409};
      const double first[3] = {-0.19123082, -0.03240229, 0.17703772};
      const double second[3] = {-0.22288836, 0.32444625, -0.07437854};
      for (size_t i = 0; i < 3; i++) {
        ck_assert_double_eq_tol(t.x[i], w[i], 1e-8);
        ck_assert_double_eq_tol(t.jac[i * 2], first[i], 1e-8);
        ck_assert_double_eq_tol(t.jac[i * 2 + 1], second[i], 1e-8);
      }
    }
    done(&t);
  }
}
END_TEST

START_TEST(the_reduced_system_gives_the_columns_of_the_dense_one)
{
  for (size_t k = 0; k < TAME_N_EXAMPLES; k++) {
    solved t = solve((tame_example_kind)k);
    double *dx = tame_vec(t.n), *e = tame_vec(t.p);
    for (size_t j = 0; j < t.p; j++) {
      e[j] = 1.0;
      ck_assert_int_eq(tame_inclusion_derivative(dx, e, t.x, t.e.theta, t.e.q),
                       TAME_OK);
      e[j] = 0.0;
      for (size_t i = 0; i < t.n; i++)
        ck_assert_double_eq_tol(dx[i], t.jac[i * t.p + j], 1e-11);
    }
    free(dx);
    free(e);
    done(&t);
  }
}
END_TEST

START_TEST(derivatives_agree_with_differences)
{
  for (size_t k = 0; k < TAME_N_EXAMPLES; k++) {
    solved t = solve((tame_example_kind)k);
    double *up = tame_vec_copy(t.x, t.n), *down = tame_vec_copy(t.x, t.n);
    double *theta = tame_vec_copy(t.e.theta, t.p);
    const double h = 1e-6;
    for (size_t j = 0; j < 2; j++) {
      theta[j] = t.e.theta[j] + h;
      ck_assert_int_eq(tame_inclusion_solve(up, theta, t.e.q), TAME_CONVERGED);
      theta[j] = t.e.theta[j] - h;
      ck_assert_int_eq(tame_inclusion_solve(down, theta, t.e.q),
                       TAME_CONVERGED);
      theta[j] = t.e.theta[j];
      for (size_t i = 0; i < t.n; i++)
        ck_assert_double_eq_tol((up[i] - down[i]) / (2.0 * h),
                                t.jac[i * t.p + j], 1e-7);
    }
    free(up);
    free(down);
    free(theta);
    done(&t);
  }
}
END_TEST

START_TEST(chambolle_and_pock_find_the_same_saddle_point)
{
  solved t = solve(TAME_DEBLUR);
  double *x = tame_vec(t.n), *next = tame_vec(t.n);
  tame_deblur_pock *w = tame_deblur_pock_alloc(t.e.n);
  ck_assert_int_eq(tame_deblur_pock_init(w, t.e.x, 0.02, t.e.theta[1]),
                   TAME_OK);
  const tame_map map = tame_deblur_pock_map(w);
  for (int k = 0; k < 2200; k++) {
    map.value(next, x, t.e.theta, map.ctx);
    memcpy(x, next, t.n * sizeof *x);
  }
  ck_assert_double_lt(tame_distance(x, t.x, t.n), 1e-12);
  /* and its implicit Jacobian is the same */
  double *jac = tame_vec(t.n * t.p);
  ck_assert_int_eq(tame_diff_implicit(jac, t.x, t.e.theta, &map), TAME_OK);
  ck_assert_double_lt(tame_distance(jac, t.jac, t.n * t.p), 1e-9);
  /* with the steps of the specification its derivatives in lambda and delta err
   * by this much after 101 steps, by an independent program */
  tame_trajectory *path = tame_trajectory_alloc(&map, 101, false);
  memset(x, 0, t.n * sizeof *x);
  tame_trajectory_init(path, x);
  for (int k = 0; k < 101; k++)
    ck_assert_int_eq(tame_trajectory_step(path, t.e.theta), TAME_OK);
  ck_assert_int_eq(tame_diff_forward(jac, NULL, path, 101, t.e.theta), TAME_OK);
  double sum = 0.0;
  for (size_t i = 0; i < t.n; i++)
    for (size_t j = 0; j < 2; j++)
      sum += pow(jac[i * t.p + j] - t.jac[i * t.p + j], 2.0);
  ck_assert_double_eq_tol(sqrt(sum), 0.771, 5e-4);
  tame_trajectory_free(path);

  ck_assert_int_eq(tame_deblur_pock_init(w, t.e.x, 0.02, 0.0), TAME_EINVAL);
  ck_assert_int_eq(tame_deblur_pock_init(w, t.e.x, -1.0, 0.1), TAME_EINVAL);
  tame_deblur_pock_free(w);
  tame_deblur_pock_free(NULL);
  free(jac);
  free(x);
  free(next);
  done(&t);
}
END_TEST

START_TEST(curves_have_their_derivatives_and_loops_close)
{
  for (size_t c = 0; c < TAME_N_CURVES; c++) {
    const tame_curve_kind curve = (tame_curve_kind)c;
    tame_example e;
    ck_assert_int_eq(tame_example_init(&e, tame_curve_example(curve), false),
                     TAME_OK);
    const size_t p = tame_inclusion_p(e.q);
    double *a = tame_vec(p), *b = tame_vec(p), *d = tame_vec(p);
    double *unused = tame_vec(p);
    tame_curve_at(b, d, curve, 0.37, &e);
    tame_curve_at(a, unused, curve, 0.37 - 1e-6, &e);
    tame_curve_at(b, unused, curve, 0.37 + 1e-6, &e);
    for (size_t j = 0; j < p; j++)
      ck_assert_double_eq_tol((b[j] - a[j]) / 2e-6, d[j],
                              1e-7 * (1.0 + fabs(d[j])));
    for (size_t j = 2; j < p; j++) ck_assert_double_eq(b[j], e.theta[j]);
    tame_curve_at(a, unused, curve, 0.0, &e);
    tame_curve_at(b, unused, curve, 1.0, &e);
    const double gap = tame_distance(a, b, p);
    ck_assert(c < TAME_N_SWEEPS ? gap > 0.1 : gap == 0.0);
    free(a), free(b), free(d), free(unused);
    tame_example_free(&e);
  }
}
END_TEST

START_TEST(patterns_name_the_pieces)
{
  solved t = solve(TAME_SVM);
  int pattern[40];
  size_t at_zero = 0, at_c = 0;
  tame_inclusion_pattern(pattern, t.x, t.e.theta, t.e.q);
  for (size_t i = 0; i < 40; i++) {
    at_zero += pattern[i] == -1;
    at_c += pattern[i] == 1;
    ck_assert_int_eq(pattern[i] == -1, t.x[i] == 0.0);
    ck_assert_int_eq(pattern[i] == 1, t.x[i] == 1.0);
  }
  ck_assert_uint_eq(at_zero, 12);
  ck_assert_uint_eq(at_c, 13);
  done(&t);

  t = solve(TAME_DEBLUR); /* 8 of 31 differences saturate their multiplier */
  size_t saturated = 0;
  ck_assert_uint_eq(tame_inclusion_n_pattern(t.e.q), 31);
  tame_inclusion_pattern(pattern, t.x, t.e.theta, t.e.q);
  for (size_t i = 0; i < 31; i++) {
    const double u = t.x[32 + i] / t.e.theta[0];
    ck_assert_int_eq(pattern[i], u >= 1.0 ? 1 : u <= -1.0 ? -1 : 0);
    saturated += pattern[i] != 0;
  }
  ck_assert_uint_eq(saturated, 8);
  done(&t);
}
END_TEST

START_TEST(patterns_of_weights_are_their_signs)
{
  static const tame_example_kind KINDS[] = {TAME_NET, TAME_ROBUST};
  int pattern[60];
  for (size_t k = 0; k < 2; k++) {
    solved t = solve(KINDS[k]);
    const size_t weights = KINDS[k] == TAME_NET ? 60 : 3;
    size_t support = 0;
    tame_inclusion_pattern(pattern, t.x, t.e.theta, t.e.q);
    for (size_t i = 0; i < weights; i++) {
      ck_assert_int_eq(pattern[i], (t.x[i] > 0.0) - (t.x[i] < 0.0));
      support += pattern[i] != 0;
    }
    ck_assert_uint_eq(support, k == 0 ? 14 : 3);
    done(&t);
  }
}
END_TEST

START_TEST(what_is_not_an_inclusion_is_refused)
{
  const double x[6] = {1, 2, 3, 4, 5, NAN}, y[6] = {1, 1, -1, -1, 1, 0.5};
  tame_inclusion *q = NULL;
  ck_assert_int_eq(tame_inclusion_elastic_net(&q, x, 2, 3), TAME_EINVAL);
  ck_assert_ptr_null(q);
  ck_assert_int_eq(tame_inclusion_elastic_net(&q, y, 0, 3), TAME_EINVAL);
  ck_assert_int_eq(tame_inclusion_group_net(&q, y, 2, 3, 2), TAME_EINVAL);
  ck_assert_int_eq(tame_inclusion_tv(&q, 1, 0.0, 0.0), TAME_EINVAL);
  ck_assert_int_eq(tame_inclusion_tv(&q, 5, 1.5, 0.0), TAME_EINVAL);
  ck_assert_int_eq(tame_inclusion_svm(&q, y, y, 6, 1, 0.1), TAME_EINVAL);
  ck_assert_int_eq(tame_inclusion_svm(&q, y, y, 5, 1, 0.0), TAME_EINVAL);
  ck_assert_int_eq(tame_inclusion_deblur(&q, x, 2, 0.0), TAME_EINVAL);
  ck_assert_int_eq(tame_inclusion_robust(&q, x, y, 3, 2, 0.1), TAME_EINVAL);
  ck_assert_ptr_null(q);
  tame_inclusion_free(q);
  tame_example e;
  ck_assert_int_eq(tame_example_init(&e, (tame_example_kind)77, false),
                   TAME_EINVAL);
}
END_TEST

START_TEST(what_is_not_a_parameter_is_refused)
{
  static const double BAD[3] = {0.0, -1.0, NAN};
  for (size_t k = 0; k < TAME_N_EXAMPLES; k++) {
    solved t = solve((tame_example_kind)k);
    for (size_t i = 0; i < 3; i++) {
      t.e.theta[0] = BAD[i];
      ck_assert_int_eq(tame_inclusion_solve(t.x, t.e.theta, t.e.q),
                       TAME_EINVAL);
    }
    ck_assert_int_eq(tame_inclusion_set_step(t.e.q, 0.0), TAME_EINVAL);
    ck_assert_int_eq(tame_inclusion_set_step(t.e.q, INFINITY), TAME_EINVAL);
    done(&t);
  }
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("inclusion");
  tcase_add_test(t, solutions_are_fixed_points_for_every_step);
  tcase_add_test(t, steps_are_those_of_an_independent_program);
  tcase_add_test(t, columns_have_the_norms_of_an_independent_program);
  tcase_add_test(t, the_reduced_system_gives_the_columns_of_the_dense_one);
  tcase_add_test(t, derivatives_agree_with_differences);
  tcase_add_test(t, chambolle_and_pock_find_the_same_saddle_point);
  tcase_add_test(t, curves_have_their_derivatives_and_loops_close);
  tcase_add_test(t, patterns_name_the_pieces);
  tcase_add_test(t, patterns_of_weights_are_their_signs);
  tcase_add_test(t, what_is_not_an_inclusion_is_refused);
  tcase_add_test(t, what_is_not_a_parameter_is_refused);
  return run_tests(t);
}
