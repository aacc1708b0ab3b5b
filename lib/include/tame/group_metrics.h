/* SPDX-License-Identifier: MIT */
/* How a majority and a minority are learned, epoch by epoch.
 *
 * Every sample belongs to one of two groups, A = 0 (the minority, say) or
 * A = 1, n0 and n1 of them, p = n0 / (n0 + n1).  With l_a the mean loss over
 * group a, training minimises
 *
 *     L = p l_0 + (1 - p) l_1,
 *
 * in which the minority weighs p.  In each epoch one looks at loss and accuracy
 * (in %) of A = 0, of A = 1 and of all, on the training and on a test set,
 *
 *     raw       of that epoch
 *     best      the smallest loss, the largest accuracy up to that epoch,
 *
 * and at two times, counted in epochs from 1:
 *
 *     T_early   the first epoch whose best accuracy of all is > tau,
 *     T_final   the first epoch whose best accuracy of A = 0 is > kappa,
 *               both on the training set and strictly greater: of 10 samples,
 *               "> 90 %" means all 10;
 *     extra     T_final - T_early, the training that the minority needs after
 *               the model already looks trained;
 *     overcost  100 extra / T_early, in %.
 *
 * A time that is not reached is NaN, and so is what follows from it.  The
 * definitions are those of the experiments of arXiv:2505.13122.
 *
 * Life cycle, for a training loop of any kind:
 *
 *     log = tame_group_log_alloc(most epochs, whether there is a test set)
 *     each epoch:
 *       tame_group_sums train = {0}, test = {0};
 *       each batch: predict, then tame_group_add(&train, ...), then update
 *       tame_group_log_add(log, &train, &test)
 *       stop when  tame_group_times_of(log, tau, kappa).final  is not NaN
 *     tame_group_write(file, "run", log, tau, kappas, how many)
 *
 * Where the batch is looked at is the caller's choice and should be said: on
 * the fly, before each update, as those authors do, or at the end of the
 * epoch. */
#ifndef TAME_GROUP_METRICS_H
#define TAME_GROUP_METRICS_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/h5.h"
#include "tame/status.h"

/* What one epoch adds up; {0} to begin. */
typedef struct {
  size_t n[2], correct[2]; /* of A = 0 and A = 1 */
  double loss[2];          /* sums over samples */
  double total;            /* the same of both groups, from the batches */
} tame_group_sums;

/* Add a batch of m samples: their losses loss [m], whether the prediction was
 * right, their groups a [m], each 0 or 1, and the mean loss of the batch as the
 * training code itself minimises it.  That mean is kept apart, so that
 * tame_group_mismatch can compare the two. */
void tame_group_add(tame_group_sums *s, const double *loss,
                    const bool *is_correct, const size_t *a, size_t m,
                    double mean_loss);

typedef enum { TAME_ON_TRAIN, TAME_ON_TEST } tame_group_set;
typedef enum { TAME_GROUP_LOSS, TAME_GROUP_ACCURACY } tame_group_quantity;
typedef enum { TAME_GROUP_A0, TAME_GROUP_A1, TAME_GROUP_ALL } tame_group_who;
typedef enum { TAME_GROUP_BEST, TAME_GROUP_RAW } tame_group_kind;

typedef struct tame_group_log tame_group_log;
tame_group_log *tame_group_log_alloc(size_t max_epochs, bool has_test);
void tame_group_log_free(tame_group_log *g); /* NULL is accepted */

/* One more epoch; TEST is NULL exactly when there is no test set.  The numbers
 * of samples are those of the first epoch.  TAME_DIVERGED when a mean loss is
 * not finite: it is kept as it is in the raw curve, the best one stays. */
tame_status tame_group_log_add(tame_group_log *g, const tame_group_sums *train,
                               const tame_group_sums *test);

size_t tame_group_epochs(const tame_group_log *g);

/* One of the curves [epochs], owned by G; element e - 1 is epoch e.  NaN for a
 * group without samples; NULL for a test set that is not there. */
const double *tame_group_curve(const tame_group_log *g, tame_group_set set,
                               tame_group_quantity quantity, tame_group_who who,
                               tame_group_kind kind);

/* Samples of group A, and p = n0 / (n0 + n1); after the first epoch. */
size_t tame_group_size(const tame_group_log *g, tame_group_set set, size_t a);
double tame_group_share(const tame_group_log *g, tame_group_set set);

/* First epoch e >= 1 with x[e - 1] > LEVEL among x [n]; NaN when there is
 * none. */
double tame_first_above(const double *x, size_t n, double level);

typedef struct {
  double early, final, extra, overcost;
  double minority_at_early; /* best accuracy of A = 0 in epoch T_early, % */
} tame_group_times;
tame_group_times tame_group_times_of(const tame_group_log *g, double tau,
                                     double kappa);

/* Largest |L - (p l_0 + (1 - p) l_1)| / L over the epochs, L from the batches
 * and l_a from the samples: rounding, or something is counted wrongly.  Groups
 * without samples count as zero; NaN when an L is. */
double tame_group_mismatch(const tame_group_log *g, tame_group_set set);

/* Into GROUP of F: axis epoch, the curves train_loss_a0, train_loss_a1,
 * train_loss_all, train_acc_a0, ..., test_acc_all (best so far), the same with
 * suffix _raw, and the scalars n0, n1, p, tau, T_early, minority_at_early and,
 * for each kappa, T_final_90, extra_90, overcost_90, with its value for 90. */
void tame_group_write(tame_h5 *f, const char *group, const tame_group_log *g,
                      double tau, const double *kappa, size_t n_kappa);

#endif
