/* SPDX-License-Identifier: MIT */
/* Gradient descent with all examples in one batch: of two groups of examples,
 * n0 with A = 0 and n1 with A = 1, p = n0/(n0 + n1),
 *
 *     L(theta) = p l_0(theta) + (1 - p) l_1(theta),
 *
 * l_a the mean cross-entropy over group a of a net of tame/nn.h in float, in
 * training mode (so batch normalisation, if any, is over all n0 + n1 examples
 * or, for l_1 alone, over the n1).  Steps on L, and on l_1 alone, which leads
 * to a stereotypical predictor (arXiv:2505.13122), are
 *
 *     theta <- theta - step * gradient,      step < 0 for ascent.
 *
 * Crops and flips, where the batch options ask for them, are drawn once.
 *
 *     alloc -> tame_nn_init_f32 of its net -> gradient, move, ... -> free */
#ifndef TAME_FULL_BATCH_H
#define TAME_FULL_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tame/batches.h"
#include "tame/nn.h"
#include "tame/selection.h"
#include "tame/status.h"

typedef struct tame_full tame_full;

/* S, with groups 0 and 1 of which none is empty, becomes one batch, drawn with
 * SEED, O->batch and O->is_shuffled left aside.  NET outlives it.  NULL with
 * the reason when the images do not fit the net, or an option is out of range. */
tame_full *tame_full_alloc(const tame_net *net, const tame_selection *s,
                           const tame_batch_options *o, uint32_t seed,
                           tame_error *err);
void tame_full_free(tame_full *t); /* NULL is accepted */

tame_nn_f32 *tame_full_nn(tame_full *t);
size_t tame_full_size(const tame_full *t, size_t a); /* examples of group a */
double tame_full_share(const tame_full *t);          /* p */
size_t tame_full_parameters(const tame_full *t);

typedef enum { TAME_FULL_ALL, TAME_FULL_MAJORITY } tame_full_of;

/* Losses and accuracies (%) at a point; NaN for what was not looked at. */
typedef struct {
  double loss[2];     /* l_0, l_1: means of the losses of examples */
  double total;       /* what the gradient is of: L, or l_1 */
  double accuracy[2]; /* of each group */
  double all;         /* accuracy of both together */
} tame_full_scores;

/* Scores and gradient (tame_nn_gradient_f32) of L or of l_1.  TAME_DIVERGED,
 * and no gradient, when the loss is not finite. */
tame_status tame_full_gradient(tame_full_scores *m, tame_full *t,
                               tame_full_of of);

void tame_full_move(tame_full *t, double step);

/* --- a record of rows, and checkpoints ------------------------------------ */

typedef struct {
  size_t rows, columns, room;
  double *x; /* [rows x columns] */
} tame_record;

void tame_record_add(tame_record *r, const double *row); /* [columns] */
void tame_record_free(tame_record *r); /* frees x; rows = room = 0 */
/* Row k, and column c of rows FIRST, ... into x [rows - first]. */
const double *tame_record_row(const tame_record *r, size_t k);
void tame_record_column(double *x, const tame_record *r, size_t first,
                        size_t c);

/* Parameters, running statistics, the record and KEPT [n_parameters] (NULL for
 * none), to PATH, atomically.  load gives back what save wrote under the same
 * IDENTITY, with the same columns and KEPT or not; else TAME_EMISSING or
 * TAME_EFORMAT with a message, and all is as it was. */
tame_status tame_full_save(tame_full *t, const tame_record *r,
                           const float *kept, const char *path,
                           const char *identity, tame_error *err);
tame_status tame_full_load(tame_full *t, tame_record *r, float *kept,
                           const char *path, const char *identity,
                           tame_error *err);

#endif
