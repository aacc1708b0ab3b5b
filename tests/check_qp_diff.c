/* SPDX-License-Identifier: MIT */
/* Derivatives of the interior point solver: of one update and of the starting
 * point against central differences, jvp against vjp, and of the solution the
 * implicit, unrolled and one-step gradients against each other. */
#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/map.h"
#include "tame/qp.h"
#include "tame/stats.h"

#include "qp_problem.h"
#include "run_tests.h"

/* --- derivatives of one update -------------------------------------------- */

/* <w, F(v, theta)> as a function of (v, theta) together */
typedef struct {
  const fixture *f;
  const double *w;
} pairing;

static double paired_update(const double *both, void *ctx)
{
  const pairing *pair = ctx;
  const fixture *f = pair->f;
  double *next = tame_vec(f->N);
  f->map.value(next, both, both + f->N, f->w);
  const double result = dot(pair->w, next, f->N);
  free(next);
  return result;
}

/* Which of s and z limits the step from v to next: that entry keeps the part
 * 1 - fraction of itself. */
static void see_limits(bool *by_s, bool *by_z, const fixture *f,
                       const double *v, const double *next)
{
  for (size_t i = f->n; i < f->n + 2 * f->p; i++) {
    const bool limits = fabs(next[i] / v[i] - 1e-5) < 1e-9;
    *by_s = *by_s || (limits && i < f->n + f->p);
    *by_z = *by_z || (limits && i >= f->n + f->p);
  }
}

/* Enough points to see steps limited by s, by z and by nothing. */
START_TEST(products_with_the_jacobian_agree_with_central_differences)
{
  bool by_s = false, by_z = false, full = false, full_affine = false;
  for (size_t rep = 0; rep < 28; rep++) {
    fixture f = make(SIZES[rep % N_SIZES], KKT[_i], rep);
    const size_t N = f.N, all = N + f.n_theta;
    double *both = tame_vec(all), *v = both; /* (v, theta) */
    random_point(v, &f);
    memcpy(both + N, f.theta, f.n_theta * sizeof *v);
    double *d = random_vector(all, f.rng), *u = random_vector(N, f.rng);
    double *next = tame_vec(N), *dnext = tame_vec(N);
    double *dv = tame_vec(N), *dtheta = tame_vec(f.n_theta);

    pairing pair = {&f, u};
    const double reference =
        tame_diff_central(paired_update, both, d, 1e-6, all, &pair);
    f.map.value(next, v, f.theta, f.w);
    f.map.jvp(dnext, d, d + N, v, f.theta, f.w);
    const double forward = dot(u, dnext, N);
    f.map.vjp(dv, dtheta, u, v, f.theta, f.w);
    const double reverse = dot(dv, d, N) + dot(dtheta, d + N, f.n_theta);
    const double scale = tame_norm(dnext, N) * tame_norm(u, N);
    ck_assert_double_lt(fabs(forward - reference), 1e-6 * scale);
    ck_assert_double_lt(fabs(forward - reverse), 1e-12 * scale);
    ck_assert_double_lt(tame_diff_dot_test(d, d + N, u, v, f.theta, &f.map),
                        1e-13);

    see_limits(&by_s, &by_z, &f, v, next);
    full = full || tame_qp_last(f.w)->alpha == 1.0;
    full_affine = full_affine || tame_qp_last(f.w)->alpha_affine == 1.0;
    free(dtheta);
    free(dv);
    free(dnext);
    free(next);
    free(u);
    free(d);
    free(both);
    clear(&f);
  }
  ck_assert(by_s && by_z && full && full_affine);
}
END_TEST

START_TEST(a_missing_direction_of_theta_counts_as_zero)
{
  fixture f = make(SIZES[6], KKT[_i], 3);
  double *v = tame_vec(f.N), *d = random_vector(f.N, f.rng);
  random_point(v, &f);
  double *zero = tame_vec(f.n_theta), *one = tame_vec(f.N);
  double *two = tame_vec(f.N);
  f.map.jvp(one, d, zero, v, f.theta, f.w);
  f.map.jvp(two, d, NULL, v, f.theta, f.w);
  ck_assert_mem_eq(one, two, f.N * sizeof *one);
  f.map.vjp(one, zero, d, v, f.theta, f.w);
  f.map.vjp(two, NULL, d, v, f.theta, f.w);
  ck_assert_mem_eq(one, two, f.N * sizeof *one);
  free(two);
  free(one);
  free(zero);
  free(d);
  free(v);
  clear(&f);
}
END_TEST

/* Where s is much smaller than z or the other way round, half of the ways to
 * write the eliminated rows cancel.  Two sizes at which no more constraints
 * than unknowns are near the wall; else M itself is nearly singular. */
START_TEST(both_ways_to_solve_give_the_same_products_near_the_walls)
{
  const size_t *size = SIZES[_i == 0 ? 3 : 6];
  fixture d = make(size, KKT[0], 12), r = make(size, KKT[1], 12);
  double *v = tame_vec(d.N), *u = random_vector(d.N, d.rng);
  double *dv = tame_vec(d.N), *rv = tame_vec(d.N);
  double *dtheta = tame_vec(d.n_theta), *rtheta = tame_vec(d.n_theta);
  random_point(v, &d);
  for (size_t i = 0; i < d.p; i++) v[d.n + i + (i % 2) * d.p] *= 1e-9;
  d.map.vjp(dv, dtheta, u, v, d.theta, d.w);
  r.map.vjp(rv, rtheta, u, v, d.theta, r.w);
  ck_assert_double_lt(relative(rv, dv, d.N), 1e-10);
  ck_assert_double_lt(relative(rtheta, dtheta, d.n_theta), 1e-10);
  d.map.jvp(dv, u, dtheta, v, d.theta, d.w);
  r.map.jvp(rv, u, dtheta, v, d.theta, r.w);
  ck_assert_double_lt(relative(rv, dv, d.N), 1e-10);
  free(rtheta);
  free(dtheta);
  free(rv);
  free(dv);
  free(u);
  free(v);
  clear(&d);
  clear(&r);
}
END_TEST

/* A product reuses the factors of the last update only at its own point, and
 * only while no other call has overwritten them. */
START_TEST(remembered_factors_are_never_those_of_another_point)
{
  fixture f = make(SIZES[6], KKT[_i], 3), fresh = make(SIZES[6], KKT[_i], 3);
  const size_t bytes = f.N * sizeof(double);
  double *v = tame_vec(f.N), *u = random_vector(f.N, f.rng);
  double *next = tame_vec(f.N), *dv = tame_vec(f.N), *same = tame_vec(f.N);
  double *grad = tame_vec(f.n_theta);
  random_point(v, &f);
  for (size_t how = 0; how < 4; how++) {
    f.map.value(next, v, f.theta, f.w);
    if (how == 0) v[f.n] += 0.125;
    if (how == 1) f.theta[1] -= 0.25;
    if (how == 2) tame_qp_start(next, NULL, f.theta, f.w);
    if (how == 3) tame_qp_implicit_vjp(grad, u, next, f.w);
    f.map.vjp(dv, NULL, u, v, f.theta, f.w);
    fresh.map.vjp(same, NULL, u, v, f.theta, fresh.w);
    ck_assert_mem_eq(dv, same, bytes);
    tame_qp_init(fresh.w, &fresh.qp, &OPTIONS); /* and forgets */
  }
  free(grad);
  free(same);
  free(dv);
  free(next);
  free(u);
  free(v);
  clear(&f);
  clear(&fresh);
}
END_TEST

/* --- the starting point --------------------------------------------------- */

/* h near G x, far above it, and spread out: r of both signs; r < 0 (guard);
 * shifted and still guarded. */
static double paired_start(const double *theta, void *ctx)
{
  const pairing *pair = ctx;
  double *v0 = tame_vec(pair->f->N);
  ck_assert_int_eq(tame_qp_start(v0, NULL, theta, pair->f->w), TAME_OK);
  const double result = dot(pair->w, v0, pair->f->N);
  free(v0);
  return result;
}

/* Moves h and returns how many guards that should fire. */
static size_t move_h(fixture *f, size_t how)
{
  double *h = f->theta + f->n;
  if (how == 1)
    for (size_t i = 0; i < f->p; i++) h[i] += 30.0;
  if (how == 2) {
    h[0] -= 30.0;
    h[1] += 90.0;
  }
  return how == 0 ? 0 : 1;
}

START_TEST(the_starting_point_and_its_guard_are_differentiated)
{
  for (size_t k = 0; k < 2; k++) {
    fixture f = make(SIZES[6], KKT[k], 8);
    const size_t guards = move_h(&f, (size_t)_i);
    double *v0 = tame_vec(f.N), *w = random_vector(f.N, f.rng);
    double *record = tame_vec(tame_qp_start_size(f.w));
    double *d = random_vector(f.n_theta, f.rng), *grad = tame_vec(f.n_theta);
    double *again = tame_vec(f.n_theta);
    ck_assert_int_eq(tame_qp_start(v0, record, f.theta, f.w), TAME_OK);
    ck_assert_uint_eq(tame_qp_last(f.w)->guards, guards);
    for (size_t i = 0; i < 2 * f.p; i++) ck_assert_double_gt(v0[f.n + i], 0.0);

    ck_assert_int_eq(tame_qp_start_vjp(grad, w, record, v0, f.theta, f.w),
                     TAME_OK);
    pairing pair = {&f, w};
    const double reference =
        tame_diff_central(paired_start, f.theta, d, 1e-5, f.n_theta, &pair);
    ck_assert_double_eq_tol(dot(grad, d, f.n_theta), reference,
                            1e-8 * tame_norm(grad, f.n_theta));

    tame_qp_start_vjp(again, w, NULL, v0, f.theta, f.w);
    ck_assert_mem_eq(again, grad, f.n_theta * sizeof *grad);
    free(again);
    free(grad);
    free(d);
    free(record);
    free(w);
    free(v0);
    clear(&f);
  }
}
END_TEST

/* --- derivatives of the solution ------------------------------------------ */

typedef struct {
  double *implicit, *unrolled, *one_step; /* [n_theta] each */
  double alpha_last;
} gradients;

/* All three, of |x|^2/2, the cotangent of v being (x, 0, 0, 0). */
static gradients differentiate(fixture *f, bool with_records)
{
  gradients g = {.implicit = tame_vec(f->n_theta),
                 .unrolled = tame_vec(f->n_theta),
                 .one_step = tame_vec(f->n_theta)};
  double *start = tame_vec(tame_qp_start_size(f->w)), *dv0 = tame_vec(f->N);
  double *record = with_records ? start : NULL, *u = tame_vec(f->N);
  tame_trajectory *t = tame_trajectory_alloc(&f->map, 51, with_records);
  ck_assert_int_eq(tame_qp_solve(t, record, f->theta, &STOP, f->w),
                   TAME_CONVERGED);
  g.alpha_last = tame_qp_last(f->w)->alpha;
  const double *v = tame_trajectory_last(t);
  memcpy(u, v, f->n * sizeof *u);
  ck_assert_int_eq(tame_qp_implicit_vjp(g.implicit, u, v, f->w), TAME_OK);
  ck_assert_int_eq(tame_diff_reverse(g.one_step, NULL, t, 1, u, f->theta),
                   TAME_OK);
  ck_assert_int_eq(tame_diff_reverse(g.unrolled, dv0, t, 99, u, f->theta),
                   TAME_OK);
  ck_assert_int_eq(tame_qp_start_vjp(g.unrolled, dv0, record,
                                     tame_trajectory_x(t, 0), f->theta, f->w),
                   TAME_OK);
  tame_trajectory_free(t);
  free(u);
  free(dv0);
  free(start);
  return g;
}

static void free_gradients(gradients *g)
{
  free(g->implicit);
  free(g->unrolled);
  free(g->one_step);
}

START_TEST(implicit_unrolled_and_one_step_gradients_agree)
{
  for (size_t k = 0; k < 2; k++) {
    fixture f = make(SIZES[_i], KKT[k], (size_t)_i);
    gradients g = differentiate(&f, false);
    ck_assert_double_lt(relative(g.unrolled, g.implicit, f.n_theta), 1e-8);
    /* one-step is the implicit gradient shortened by the last step length */
    for (size_t j = 0; j < f.n_theta; j++) g.implicit[j] *= g.alpha_last;
    ck_assert_double_lt(relative(g.one_step, g.implicit, f.n_theta), 1e-9);
    free_gradients(&g);
    clear(&f);
  }
}
END_TEST

/* With a shorter fraction the one-step gradient is visibly short. */
START_TEST(the_one_step_error_is_what_the_last_step_leaves)
{
  fixture f = make(SIZES[6], KKT[_i], 6);
  const tame_qp_options careful = {.fraction = 0.83};
  tame_qp_init(f.w, &f.qp, &careful);
  gradients g = differentiate(&f, false);
  ck_assert_double_eq_tol(g.alpha_last, 0.83, 1e-6);
  ck_assert_double_eq_tol(relative(g.one_step, g.implicit, f.n_theta), 0.17,
                          1e-6);
  ck_assert_double_lt(relative(g.unrolled, g.implicit, f.n_theta), 1e-6);
  free_gradients(&g);
  clear(&f);
}
END_TEST

START_TEST(stored_factors_give_the_bits_of_recomputed_ones)
{
  fixture f = make(SIZES[6], KKT[_i], 9);
  gradients stored = differentiate(&f, true);
  gradients recomputed = differentiate(&f, false);
  const size_t bytes = f.n_theta * sizeof(double);
  ck_assert_mem_eq(stored.unrolled, recomputed.unrolled, bytes);
  ck_assert_mem_eq(stored.one_step, recomputed.one_step, bytes);
  free_gradients(&stored);
  free_gradients(&recomputed);
  clear(&f);
}
END_TEST

static double half_squared_norm(const double *theta, void *ctx)
{
  const fixture *f = ctx;
  tame_trajectory *t = tame_trajectory_alloc(&f->map, 51, false);
  ck_assert_int_eq(tame_qp_solve(t, NULL, theta, &STOP, f->w), TAME_CONVERGED);
  const double *x = tame_trajectory_last(t);
  const double result = dot(x, x, f->n) / 2.0;
  tame_trajectory_free(t);
  return result;
}

START_TEST(the_implicit_gradient_agrees_with_differences_of_the_solver)
{
  fixture f = make(SIZES[_i], TAME_KKT_REDUCED, (size_t)_i);
  double *d = random_vector(f.n_theta, f.rng);
  gradients g = differentiate(&f, false);
  const double reference =
      tame_diff_central(half_squared_norm, f.theta, d, 1e-5, f.n_theta, &f);
  ck_assert_double_eq_tol(dot(g.implicit, d, f.n_theta), reference,
                          1e-6 * tame_norm(g.implicit, f.n_theta));
  free_gradients(&g);
  free(d);
  clear(&f);
}
END_TEST

/* A cotangent on every part of v, against the general implicit solver of
 * tame/diff.h, which only sees the map. */
START_TEST(the_implicit_gradient_is_that_of_the_map)
{
  fixture f = make(SIZES[4], KKT[_i], 1);
  double *u = random_vector(f.N, f.rng), *ours = tame_vec(f.n_theta);
  double *general = tame_vec(f.n_theta);
  tame_trajectory *t = tame_trajectory_alloc(&f.map, 51, false);
  /* stop early enough for the map's derivative at v to be that of the limit
   * and not of 0/0: complementary pairs are then about 1e-9 */
  const tame_qp_stopping loose = {.centring = 1e-6, .max_updates = 50};
  tame_qp_solve(t, NULL, f.theta, &loose, f.w);
  const double *v = tame_trajectory_last(t);
  ck_assert_int_eq(tame_qp_implicit_vjp(ours, u, v, f.w), TAME_OK);
  ck_assert_int_eq(tame_diff_implicit_vjp(general, u, v, f.theta, &f.map),
                   TAME_OK);
  ck_assert_double_lt(relative(ours, general, f.n_theta), 1e-4);
  tame_trajectory_free(t);
  free(general);
  free(ours);
  free(u);
  clear(&f);
}
END_TEST

int main(void)
{
  const int sizes = (int)N_SIZES;
  TCase *t = tcase_create("qp_diff");
  tcase_add_loop_test(
      t, products_with_the_jacobian_agree_with_central_differences, 0, 2);
  tcase_add_loop_test(t, a_missing_direction_of_theta_counts_as_zero, 0, 2);
  tcase_add_loop_test(
      t, both_ways_to_solve_give_the_same_products_near_the_walls, 0, 2);
  tcase_add_loop_test(t, remembered_factors_are_never_those_of_another_point, 0,
                      2);
  tcase_add_loop_test(t, the_starting_point_and_its_guard_are_differentiated, 0,
                      3);
  tcase_add_loop_test(t, implicit_unrolled_and_one_step_gradients_agree, 0,
                      sizes);
  tcase_add_loop_test(t, the_one_step_error_is_what_the_last_step_leaves, 0, 2);
  tcase_add_loop_test(t, stored_factors_give_the_bits_of_recomputed_ones, 0, 2);
  tcase_add_loop_test(
      t, the_implicit_gradient_agrees_with_differences_of_the_solver, 0, sizes);
  tcase_add_loop_test(t, the_implicit_gradient_is_that_of_the_map, 0, 2);
  return run_tests(t);
}
