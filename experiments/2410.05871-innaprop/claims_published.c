/* SPDX-License-Identifier: MIT */
/* Claims on the authors' published result files.  They test our importer and
 * replots: the accepted values were computed from the same files by an
 * independent program of ours. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

/* *v <- the largest |x_i - expected_i| over the first N numbers of data set
 * PATH, from START on */
static tame_status off_by(double *v, const tame_results *r, const char *exp,
                          const char *path, size_t start,
                          const double *expected, size_t n)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, path));
  *v = start + n <= shape.count ? 0.0 : (double)NAN;
  for (size_t i = 0; i < n && !isnan(*v); i++) {
    const double d = fabs(x[start + i] - expected[i]);
    if (!(d <= *v)) *v = d; /* also when d is NaN */
  }
  free(x);
  return TAME_OK;
}

static tame_status pick(double *v, const tame_results *r, const char *exp,
                        const char *path, size_t index)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, path));
  *v = index < shape.count ? x[index] : (double)NAN;
  free(x);
  return TAME_OK;
}

/* --- heat maps: [network x epochs x decay] -------------------------------- */

static size_t map_index(size_t network, size_t epochs)
{
  return (network * 3 + epochs) * 2; /* decay 0.01 is the first */
}

tame_status c20a(double *v, const tame_results *r)
{
  return pick(v, r, "published_heat", "heat/rank_loss", map_index(0, 0));
}

tame_status c20b(double *v, const tame_results *r)
{
  return pick(v, r, "published_heat", "heat/rank_accuracy", map_index(0, 0));
}

tame_status c20c(double *v, const tame_results *r)
{
  return pick(v, r, "published_heat", "heat/rank_loss", map_index(1, 0));
}

tame_status c20d(double *v, const tame_results *r)
{
  return pick(v, r, "published_heat", "heat/rank_accuracy", map_index(1, 0));
}

tame_status c21a(double *v, const tame_results *r)
{
  return pick(v, r, "published_heat", "heat/rank_accuracy", map_index(0, 2));
}

tame_status c21b(double *v, const tame_results *r)
{
  return pick(v, r, "published_heat", "heat/rank_accuracy", map_index(1, 2));
}

/* --- final accuracies ------------------------------------------------------
 * of the methods adamw, (0.1, 0.9), (2, 2), (1, 1) */

tame_status c22a(double *v, const tame_results *r)
{
  static const double expected[3] = {90.80, 89.71, 91.00};
  return off_by(v, r, "published_cifar10", "vgg11/final_mean", 0, expected, 3);
}

tame_status c22c(double *v, const tame_results *r)
{
  static const double expected[3] = {91.24, 90.16, 91.59};
  return off_by(v, r, "published_cifar10", "resnet18/final_mean", 0, expected,
                3);
}

/* The smaller of (2, 2) - AdamW and AdamW - (0.1, 0.9). */
static tame_status smallest_gap(double *v, const tame_results *r,
                                const char *path)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "published_cifar10", path));
  const double gap[2] = {x[2] - x[0], x[0] - x[1]};
  *v = tame_claim_smallest(gap, 2);
  free(x);
  return TAME_OK;
}

tame_status c22b(double *v, const tame_results *r)
{
  return smallest_gap(v, r, "vgg11/final_mean");
}

tame_status c22d(double *v, const tame_results *r)
{
  return smallest_gap(v, r, "resnet18/final_mean");
}

tame_status c23(double *v, const tame_results *r)
{
  static const double expected[3] = {44.8, 25.8, 70.6};
  return off_by(v, r, "published_cifar10", "vgg11/epochs_to_88", 0, expected,
                3);
}

tame_status c24a(double *v, const tame_results *r)
{
  static const double expected[3] = {69.35, 69.98, 66.85};
  return off_by(v, r, "published_imagenet", "resnet18/final_mean", 0, expected,
                3);
}

tame_status c24b(double *v, const tame_results *r)
{
  static const double expected[4] = {76.33, 73.67, 75.62, 76.40};
  return off_by(v, r, "published_imagenet", "resnet50/final_mean", 0, expected,
                4);
}

tame_status c25a(double *v, const tame_results *r)
{
  static const double expected[3] = {77.91, 78.18, 78.73};
  return off_by(v, r, "published_food101", "vgg11/final_mean", 0, expected, 3);
}

tame_status c25b(double *v, const tame_results *r)
{
  static const double expected[3] = {77.35, 77.36, 78.31};
  return off_by(v, r, "published_food101", "resnet18/final_mean", 0, expected,
                3);
}

/* --- language models: cases mini, small, medium; sm, md, lg --------------- */

/* AdamW's and (0.1, 0.9)'s means against expected [2 x 3] */
static tame_status two_methods(double *v, const tame_results *r,
                               const char *exp, const double *expected)
{
  double adamw, ours;
  TAME_TRY(off_by(&adamw, r, exp, "language/adamw_mean", 0, expected, 3));
  TAME_TRY(
      off_by(&ours, r, exp, "language/a0.1_b0.9_mean", 0, expected + 3, 3));
  const double both[2] = {adamw, ours};
  *v = tame_claim_largest(both, 2);
  return TAME_OK;
}

tame_status c26(double *v, const tame_results *r)
{
  static const double expected[6] = {3.565, 3.029, 2.843, 3.463, 2.977, 2.828};
  return two_methods(v, r, "published_gpt", expected);
}

tame_status c27(double *v, const tame_results *r)
{
  static const double expected[3] = {44000, 79000, 85000};
  return off_by(v, r, "published_gpt", "language/catch_up", 0, expected, 3);
}

tame_status c28a(double *v, const tame_results *r)
{
  static const double expected[6] = {3.481, 3.211, 3.083, 3.448, 3.186, 3.076};
  return two_methods(v, r, "published_lora", expected);
}

tame_status c28b(double *v, const tame_results *r)
{
  static const double expected[3] = {22000, 21000, 21000};
  return off_by(v, r, "published_lora", "language/catch_up_minima", 0, expected,
                3);
}
