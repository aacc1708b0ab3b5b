/* SPDX-License-Identifier: MIT */
/* Training of an image classifier, epoch after epoch:
 *
 *     min over theta of  mean over examples of  loss(net(x_i; theta), y_i)
 *
 * by mini-batches, an optimiser of tame/opt.h and a step size constant inside
 * an epoch, on one of the nets of tame/nn.h in float.
 *
 * As in the authors' code of 2410.05871 and 2505.13122, what is reported of the
 * training images is gathered on the mini-batches before each update, in
 * training mode; test images are evaluated after the epoch with running
 * statistics, and where the optimiser says (schedule-free AdamW).
 *
 * Scores are kept apart by the group of an example (tame/selection.h), so that
 * accuracies of a minority and of a majority are to be had; who has one group
 * adds up.
 *
 *     alloc -> init -> epoch ... -> free
 *
 * Between two epochs everything that a run depends on can be written to a
 * checkpoint and read back, to the last bit. */
#ifndef TAME_TRAIN_H
#define TAME_TRAIN_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

#include "tame/batches.h"
#include "tame/nn.h"
#include "tame/opt.h"
#include "tame/selection.h"
#include "tame/status.h"

typedef enum {
  TAME_LOSS_CROSS_ENTROPY,  /* mean over the batch, for the gradient */
  TAME_LOSS_SIGMOID_SQUARES /* one output, labels 0 and 1; sum over the batch */
} tame_loss;

/* From FIRST to LAST by a cosine over EPOCHS epochs, starting after HOLD. */
typedef struct {
  double first, last;
  size_t hold, epochs; /* epochs = 0: always FIRST */
} tame_course;

typedef struct {
  const tame_net *net;
  const tame_selection *train, *test; /* test may be NULL */
  tame_batch_options batch;           /* of training; crop, flip and shuffling
                                         are off for the test images */
  tame_loss loss;
  double smoothing; /* of labels, cross-entropy */
  tame_opt_options opt;
  tame_course rate; /* step size */
  bool has_damping; /* alpha and beta follow courses of their own */
  tame_course alpha, beta;
  double max_norm; /* of the gradient; 0: not clipped */
  tame_team *team; /* NULL for one thread */
  uint32_t seed;   /* of the order of examples, crops and flips */
} tame_training;

enum { TAME_N_GROUPS = 2 };

/* Sums over the examples of one group. */
typedef struct {
  double n, loss, correct;
} tame_score;

typedef struct {
  tame_score train[TAME_N_GROUPS], test[TAME_N_GROUPS];
  double batch_loss; /* mean over the mini-batches of the loss of each */
  double total_loss; /* sum over the mini-batches of examples x that loss */
} tame_epoch;

/* Of all groups together: mean loss, share of correct answers; NaN where there
 * is no example. */
double tame_score_loss(const tame_score *s, size_t n_groups);
double tame_score_accuracy(const tame_score *s, size_t n_groups);

typedef struct tame_trainer tame_trainer;

/* The struct is copied; what it points to outlives the trainer.  NULL with the
 * reason when the images do not fit the net, or an option is out of range. */
tame_trainer *tame_trainer_alloc(const tame_training *o, tame_error *err);
void tame_trainer_free(tame_trainer *t); /* NULL accepted */

/* Draw the parameters; or, having put other ones into tame_trainer_nn, begin
 * from those. */
tame_status tame_trainer_init(tame_trainer *t, gsl_rng *rng);
tame_status tame_trainer_start(tame_trainer *t);

tame_nn_f32 *tame_trainer_nn(tame_trainer *t);
size_t tame_trainer_epochs(const tame_trainer *t); /* done so far */

/* One epoch.  TAME_DIVERGED when a loss or a parameter is not finite: *e then
 * holds NaN for the losses, and further epochs give the same. */
tame_status tame_trainer_epoch(tame_epoch *e, tame_trainer *t);

/* At most STEPS steps of an epoch, for tests and for comparisons of parameters;
 * no scores, no test images.  Not to be mixed with epochs. */
tame_status tame_trainer_steps(tame_trainer *t, size_t steps);

/* Scores of a selection with the parameters as they are. */
void tame_trainer_evaluate(tame_score score[TAME_N_GROUPS], tame_trainer *t,
                           const tame_selection *s);

/* Everything, with the epochs done so far, to PATH, atomically; IDENTITY is
 * text of the caller's that says which run it is.  load returns TAME_EMISSING
 * when there is no PATH, TAME_EFORMAT with a message, and T as it was, when it is
 * not a checkpoint of this run. */
tame_status tame_trainer_save(const tame_trainer *t, const char *path,
                              const char *identity, tame_error *err);
tame_status tame_trainer_load(tame_trainer *t, const char *path,
                              const char *identity, tame_error *err);

/* Is the run over?  Asked after each epoch, about e [epochs] so far. */
typedef bool tame_trainer_done(const tame_epoch *e, size_t epochs, void *ctx);

/* Run until EPOCHS epochs are done, into e [epochs]; continues from the
 * checkpoint PATH when there is one of this IDENTITY (one that is not, or
 * that went beyond EPOCHS, is left unread), and writes one at most every EVERY seconds of wall time.  PATH = NULL:
 * none.  A run that diverges fills the rest of e with NaN and returns
 * TAME_DIVERGED. */
tame_status tame_trainer_run(tame_epoch *e, tame_trainer *t, size_t epochs,
                             const char *path, const char *identity,
                             double every, tame_error *err);

/* The same, but over as soon as DONE says so or the run diverges; *n <- epochs
 * done, of at most EPOCHS. */
tame_status tame_trainer_run_until(tame_epoch *e, size_t *n, tame_trainer *t,
                                   size_t epochs, tame_trainer_done *done,
                                   void *ctx, const char *path,
                                   const char *identity, double every,
                                   tame_error *err);

#endif
