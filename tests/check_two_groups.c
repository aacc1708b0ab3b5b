/* SPDX-License-Identifier: MIT */
/* tame/two_groups.h: synthetic samples of two groups. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"
#include "tame/two_groups.h"

/* --- synthetic groups ---------------------------------------------------------- */

enum { N = 20000, D = 3 };

START_TEST(two_groups_have_the_sizes_scales_and_directions_asked_for)
{
  const tame_two_groups opt = {.n = N,
                               .d = D,
                               .p = 0.3,
                               .scale = {0.5, 1.0},
                               .cosine = -0.5,
                               .noise = 0.0};
  double *x = tame_vec(N * (D + 1)), square[2] = {0};
  size_t *label = tame_calloc(N, sizeof *label), *a = tame_calloc(N, sizeof *a);
  size_t n0 = 0, ones = 0, right = 0;
  gsl_rng *rng = tame_rng_alloc(0, "two groups", 0);
  ck_assert_int_eq(tame_two_groups_draw(x, label, a, &opt, rng, NULL), TAME_OK);
  for (size_t i = 0; i < N; i++) {
    const double *row = x + i * (D + 1);
    ck_assert_double_eq(row[D], a[i] ? 1.0 : -1.0);
    n0 += a[i] == 0;
    square[a[i]] += row[2] * row[2];
    ones += label[i];
    const bool majority_rule = row[0] > 0.0;
    const double b0 = -0.5 * row[0] + sqrt(0.75) * row[1];
    if (a[i] == 0) {
      right += majority_rule == (label[i] == 1);
      ck_assert_uint_eq(label[i], b0 > 0.0);
    } else {
      ck_assert_uint_eq(label[i], majority_rule);
    }
  }
  ck_assert_uint_eq(n0, 6000);
  /* five standard deviations of each mean */
  ck_assert_double_eq_tol(square[0] / 6000.0, 0.25,
                          5.0 * 0.25 * sqrt(2.0 / 6000.0));
  ck_assert_double_eq_tol(square[1] / 14000.0, 1.0, 5.0 * sqrt(2.0 / 14000.0));
  ck_assert_double_eq_tol((double)ones / N, 0.5, 5.0 * 0.5 / sqrt(N));
  ck_assert_double_eq_tol((double)right / 6000.0, 1.0 / 3.0,
                          5.0 * sqrt(2.0 / 9.0 / 6000.0));
  gsl_rng_free(rng);
  free(x);
  free(label);
  free(a);
}
END_TEST

START_TEST(noise_flips_the_share_of_labels_that_theory_says)
{
  const tame_two_groups opt = {.n = N,
                               .d = D,
                               .p = 0.0,
                               .scale = {1.0, 1.0},
                               .cosine = 1.0,
                               .noise = 0.5};
  double *x = tame_vec(N * (D + 1));
  size_t *label = tame_calloc(N, sizeof *label), *a = tame_calloc(N, sizeof *a);
  size_t flipped = 0;
  gsl_rng *rng = tame_rng_alloc(0, "two groups", 1);
  ck_assert_int_eq(tame_two_groups_draw(x, label, a, &opt, rng, NULL), TAME_OK);
  for (size_t i = 0; i < N; i++)
    flipped += (x[i * (D + 1)] > 0.0) != (label[i] == 1);
  /* z and z + noise e are at the angle atan(noise) */
  const double share = atan(0.5) / acos(-1.0);
  ck_assert_double_eq_tol((double)flipped / N, share,
                          5.0 * sqrt(share * (1.0 - share) / N));
  gsl_rng_free(rng);
  free(x);
  free(label);
  free(a);
}
END_TEST

START_TEST(impossible_groups_are_refused)
{
  tame_error err = {""};
  const tame_two_groups bad[4] = {{.n = 1, .d = 1},
                                  {.n = 1, .d = 2, .p = 1.5},
                                  {.n = 1, .d = 2, .p = NAN},
                                  {.n = 1, .d = 2, .cosine = -2.0}};
  for (size_t k = 0; k < 4; k++)
    ck_assert_int_eq(
        tame_two_groups_draw(NULL, NULL, NULL, &bad[k], NULL, &err),
        TAME_EINVAL);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("two groups");
  tcase_add_test(t, two_groups_have_the_sizes_scales_and_directions_asked_for);
  tcase_add_test(t, noise_flips_the_share_of_labels_that_theory_says);
  tcase_add_test(t, impossible_groups_are_refused);
  return run_tests(t);
}
