/* SPDX-License-Identifier: MIT */
/* Claims on training runs of ours.  Methods are in the order of METHOD_WORDS:
 * AdamW, (0.1, 0.9), (1, 1), (2, 2). */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

enum { ADAMW, FAST, MIDDLE, SLOW, N_METHODS };
enum { SMALL_EPOCHS = 16, PAPER_EPOCHS = 200 };

/* y [N_METHODS] <- curve NAME of EXP at EPOCH, counted from 1.  TAME_EMISSING
 * when the run does not have EPOCHS epochs: the claim is about another one. */
static tame_status at_epoch(double *y, const tame_results *r, const char *exp,
                            const char *name, size_t epoch, size_t epochs)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, name));
  const bool is_it =
      shape.rank == 2 && shape.dims[0] == N_METHODS && shape.dims[1] == epochs;
  for (size_t m = 0; m < N_METHODS && is_it; m++)
    y[m] = x[m * epochs + epoch - 1];
  free(x);
  return is_it ? TAME_OK : TAME_EMISSING;
}

static tame_status small_loss(double *y, const tame_results *r, size_t epoch)
{
  return at_epoch(y, r, "curves", "training/train_loss_mean", epoch,
                  SMALL_EPOCHS);
}

/* the smaller gap in a < b < c; NaN when one is */
static double smaller_gap(double a, double b, double c)
{
  const double gap[] = {b - a, c - b};
  return tame_claim_smallest(gap, 2);
}

tame_status c11(double *v, const tame_results *r)
{
  double y[N_METHODS];
  TAME_TRY(small_loss(y, r, 4));
  *v = smaller_gap(y[FAST], y[ADAMW], y[SLOW]);
  return TAME_OK;
}

static tame_status ratio_after_8(double *v, const tame_results *r,
                                 size_t method)
{
  double y[N_METHODS];
  TAME_TRY(small_loss(y, r, 8));
  *v = y[method] / y[ADAMW];
  return TAME_OK;
}

tame_status c12a(double *v, const tame_results *r)
{
  return ratio_after_8(v, r, FAST);
}

tame_status c12b(double *v, const tame_results *r)
{
  return ratio_after_8(v, r, SLOW);
}

tame_status c13(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "curves", "training/rmsprop_difference");
}

tame_status c14a(double *v, const tame_results *r)
{
  double y[N_METHODS];
  TAME_TRY(at_epoch(y, r, "curves", "training/test_accuracy_now_mean",
                    SMALL_EPOCHS, SMALL_EPOCHS));
  *v = y[SLOW] - y[FAST];
  return TAME_OK;
}

tame_status c14b(double *v, const tame_results *r)
{
  double y[N_METHODS];
  TAME_TRY(small_loss(y, r, SMALL_EPOCHS));
  *v = y[SLOW] / y[FAST];
  return TAME_OK;
}

static tame_status share(double *v, const tame_results *r, const char *path)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "damping_grid", "grid/log_loss"));
  free(x);
  if (shape.rank != 3 || shape.dims[0] != 5) return TAME_EMISSING;
  return tame_results_scalar(v, r, "damping_grid", path);
}

tame_status c15a(double *v, const tame_results *r)
{
  return share(v, r, "grid/share_alpha");
}

tame_status c15b(double *v, const tame_results *r)
{
  return share(v, r, "grid/share_beta");
}

/* Losses that decrease: the largest of last over first, over the methods. */
static tame_status largest_decrease(double *v, const tame_results *r,
                                    const char *exp)
{
  double *x, ratio[N_METHODS];
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, "training/train_loss_mean"));
  const size_t n = shape.count / N_METHODS;
  for (size_t m = 0; m < N_METHODS && n > 0; m++)
    ratio[m] = x[(m + 1) * n - 1] / x[m * n];
  free(x);
  if (n == 0) return TAME_EFORMAT;
  *v = tame_claim_largest(ratio, N_METHODS);
  return TAME_OK;
}

tame_status c17a(double *v, const tame_results *r)
{
  return largest_decrease(v, r, "curves_vgg11");
}

tame_status c17b(double *v, const tame_results *r)
{
  return largest_decrease(v, r, "fine_tuning");
}

static tame_status final_accuracy(double *y, const tame_results *r)
{
  return at_epoch(y, r, "cifar10_vgg11", "training/test_accuracy_mean",
                  PAPER_EPOCHS, PAPER_EPOCHS);
}

tame_status c30a(double *v, const tame_results *r)
{
  double y[N_METHODS];
  TAME_TRY(final_accuracy(y, r));
  const double off[] = {fabs(y[ADAMW] - 90.80), fabs(y[FAST] - 89.71),
                        fabs(y[SLOW] - 91.00)};
  *v = tame_claim_largest(off, 3);
  return TAME_OK;
}

tame_status c30b(double *v, const tame_results *r)
{
  double y[N_METHODS];
  TAME_TRY(final_accuracy(y, r));
  *v = smaller_gap(y[FAST], y[ADAMW], y[SLOW]);
  return TAME_OK;
}

tame_status c31(double *v, const tame_results *r)
{
  double y[N_METHODS];
  TAME_TRY(at_epoch(y, r, "cifar10_vgg11", "training/train_loss_mean", 20,
                    PAPER_EPOCHS));
  const double off[] = {fabs(y[FAST] / 0.105 - 1.0),
                        fabs(y[ADAMW] / 0.202 - 1.0),
                        fabs(y[SLOW] / 0.399 - 1.0)};
  *v = tame_claim_largest(off, 3);
  return TAME_OK;
}
