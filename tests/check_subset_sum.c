/* SPDX-License-Identifier: MIT */
/* tame/subset_sum.h: the reduction by several routes. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/gray.h"
#include "tame/subset_sum.h"

static const tame_subset_sum GAP = {
    .k = 4, .r = 4, .start = 16, .q = {3, 5, 9, 31}};

START_TEST(the_generator_repeats_the_known_instance)
{
  const int64_t q[6] = {2, 8, 2, 8, 7, 4};
  const tame_subset_sum inst = tame_subset_sum_random(4242, 6, 3, 9);
  for (size_t j = 0; j < 6; j++) ck_assert_int_eq(inst.q[j], q[j]);
  ck_assert_int_eq(inst.start, 14);
}
END_TEST

START_TEST(the_set_holds_exactly_the_sums)
{
  const tame_subset_sum inst = tame_subset_sum_random(9, 9, 2, 71);
  tame_sums *s = tame_sums_alloc(&inst);
  int64_t total = 0;
  for (size_t j = 0; j < inst.k; j++) total += inst.q[j];
  for (int64_t at = 0; at <= total; at++)
    ck_assert_int_eq(tame_sums_has(s, at),
                     tame_gray_nearest_sum(inst.q, inst.k, at).distance == 0);
  ck_assert(!tame_sums_has(s, -1));
  ck_assert(!tame_sums_has(s, total + 1));
  tame_sums_free(s);
  tame_sums_free(NULL);
}
END_TEST

START_TEST(distances_agree_between_integers_too)
{
  tame_sums *s = tame_sums_alloc(&GAP);
  ck_assert_double_eq(tame_sums_distance(s, 23.75), 6.75); /* 17 is below */
  ck_assert_double_eq(tame_sums_distance(s, 24.25), 6.75); /* 31 above */
  ck_assert_double_eq(tame_sums_distance(s, -2.385), 2.385);
  ck_assert_double_eq(tame_sums_distance(s, 50.5), 2.5); /* 48 is the total */
  for (int64_t at = 0; at < 60; at++)
    ck_assert_double_eq(
        tame_sums_distance(s, (double)at),
        (double)tame_gray_nearest_sum(GAP.q, GAP.k, at).distance);
  tame_sums_free(s);
}
END_TEST

START_TEST(sums_far_apart_are_found_across_empty_words)
{
  const tame_subset_sum inst = {
      .k = 2, .r = 1, .start = 1, .q = {100000, 300001}};
  tame_sums *s = tame_sums_alloc(&inst);
  ck_assert_double_eq(tame_sums_distance(s, 49999.5), 49999.5);
  ck_assert_double_eq(tame_sums_distance(s, 299000.25), 1000.75);
  ck_assert_double_eq(tame_sums_distance(s, 350000.75), 49999.75);
  tame_sums_free(s);
}
END_TEST

START_TEST(the_gap_from_18_to_30_gives_49)
{
  const tame_subset_sum_optimum best = tame_subset_sum_enumerate(&GAP);
  ck_assert_int_eq(best.value, -49);
  ck_assert_int_eq(best.target, 24);
  ck_assert_uint_eq(best.visited, 256);
}
END_TEST

START_TEST(the_bilevel_value_decides_the_instance)
{
  size_t yes = 0;
  for (uint64_t seed = 0; seed < 60; seed++) {
    const tame_subset_sum inst = tame_subset_sum_random(seed, 7, 3, 18);
    tame_sums *s = tame_sums_alloc(&inst);
    const tame_subset_sum_optimum best = tame_subset_sum_enumerate(&inst);
    int64_t witness = -1;
    const bool is_yes = tame_subset_sum_decide(&witness, &inst, s);
    ck_assert_int_eq(is_yes, best.value < 0);
    ck_assert_int_le(best.value, is_yes ? -1 : 0);
    if (is_yes) ck_assert(!tame_sums_has(s, witness));
    yes += is_yes;
    tame_sums_free(s);
  }
  ck_assert_uint_gt(yes, 5);
  ck_assert_uint_lt(yes, 55);
}
END_TEST

/* min over the cube = min over its vertices: no random y is better. */
START_TEST(no_interior_point_is_below_the_vertices)
{
  tame_splitmix g = tame_splitmix_seed(3);
  for (uint64_t seed = 0; seed < 20; seed++) {
    const tame_subset_sum inst = tame_subset_sum_random(seed, 5, 2, 40);
    tame_sums *s = tame_sums_alloc(&inst);
    for (int trial = 0; trial < 500; trial++) {
      double x[2], y[5];
      for (size_t i = 0; i < 2; i++) x[i] = tame_splitmix_uniform(&g);
      for (size_t j = 0; j < 5; j++) y[j] = tame_splitmix_uniform(&g);
      const double target = tame_subset_sum_target(&inst, x);
      const double d = tame_sums_distance(s, target);
      ck_assert_double_ge(tame_subset_sum_lower(&inst, target, y),
                          d * d - 1e-9);
    }
    tame_sums_free(s);
  }
}
END_TEST

START_TEST(the_gradient_is_that_of_the_lower_level)
{
  const double y[4] = {0.21, 0.83, 0.5, 0.017}, h = 1e-5;
  double grad[4], moved[4];
  tame_subset_sum_gradient(grad, &GAP, 20.25, y);
  for (size_t j = 0; j < 4; j++) {
    for (size_t i = 0; i < 4; i++) moved[i] = y[i];
    moved[j] = y[j] + h;
    const double up = tame_subset_sum_lower(&GAP, 20.25, moved);
    moved[j] = y[j] - h;
    const double down = tame_subset_sum_lower(&GAP, 20.25, moved);
    ck_assert_double_eq_tol((up - down) / (2 * h), grad[j],
                            1e-6 * fabs(grad[j]) + 1e-3);
  }
}
END_TEST

START_TEST(the_value_is_not_negative_on_no_instances)
{
  tame_splitmix g = tame_splitmix_seed(11);
  size_t tried = 0;
  for (uint64_t seed = 0; seed < 30; seed++) {
    const tame_subset_sum inst = tame_subset_sum_random(seed, 6, 3, 4);
    tame_sums *s = tame_sums_alloc(&inst);
    int64_t witness;
    if (!tame_subset_sum_decide(&witness, &inst, s)) {
      for (int trial = 0; trial < 1000; trial++) {
        double x[3];
        for (size_t i = 0; i < 3; i++) x[i] = tame_splitmix_uniform(&g);
        ck_assert_double_ge(tame_subset_sum_value(&inst, s, x), -1e-9);
      }
      tried++;
    }
    tame_sums_free(s);
  }
  ck_assert_uint_gt(tried, 3);
}
END_TEST

START_TEST(descent_ends_at_vertices_that_are_local_minima)
{
  const tame_subset_sum inst = tame_subset_sum_random(5, 8, 2, 8);
  const double step = 0.5 / (double)tame_subset_sum_curvature(&inst);
  tame_splitmix g = tame_splitmix_seed(8);
  for (int trial = 0; trial < 50; trial++) {
    double y[8], grad[8];
    for (size_t j = 0; j < 8; j++) y[j] = tame_splitmix_uniform(&g);
    const double at = (double)inst.start,
                 before = tame_subset_sum_lower(&inst, at, y);
    ck_assert_uint_lt(tame_subset_sum_descend(y, &inst, at, step, 4000), 4000);
    ck_assert_double_le(tame_subset_sum_lower(&inst, at, y), before);
    tame_subset_sum_gradient(grad, &inst, at, y);
    for (size_t j = 0; j < 8; j++) {
      ck_assert(y[j] == 0.0 || y[j] == 1.0);
      ck_assert(y[j] == 0.0 ? grad[j] >= 0.0 : grad[j] <= 0.0);
    }
  }
  ck_assert_uint_gt(tame_subset_sum_local_minima(&inst, inst.start), 0);
}
END_TEST

START_TEST(local_minima_are_counted_by_the_gradient_at_each_vertex)
{
  const tame_subset_sum inst = tame_subset_sum_random(17, 7, 2, 25);
  uint64_t count = 0;
  for (uint64_t t = 0; t < 128; t++) {
    double y[7], grad[7];
    bool is_minimum = true;
    for (size_t j = 0; j < 7; j++) y[j] = (double)(t >> j & 1);
    tame_subset_sum_gradient(grad, &inst, (double)inst.start, y);
    for (size_t j = 0; j < 7; j++)
      is_minimum &= y[j] == 0.0 ? grad[j] > 0.0 : grad[j] < 0.0;
    count += is_minimum;
  }
  ck_assert_uint_eq(tame_subset_sum_local_minima(&inst, inst.start), count);
  ck_assert_uint_gt(count, 1);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("subset_sum");
  tcase_add_test(t, the_generator_repeats_the_known_instance);
  tcase_add_test(t, the_set_holds_exactly_the_sums);
  tcase_add_test(t, distances_agree_between_integers_too);
  tcase_add_test(t, sums_far_apart_are_found_across_empty_words);
  tcase_add_test(t, the_gap_from_18_to_30_gives_49);
  tcase_add_test(t, the_bilevel_value_decides_the_instance);
  tcase_add_test(t, no_interior_point_is_below_the_vertices);
  tcase_add_test(t, the_gradient_is_that_of_the_lower_level);
  tcase_add_test(t, the_value_is_not_negative_on_no_instances);
  tcase_add_test(t, descent_ends_at_vertices_that_are_local_minima);
  tcase_add_test(t, local_minima_are_counted_by_the_gradient_at_each_vertex);
  return run_tests(t);
}
