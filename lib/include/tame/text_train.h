/* SPDX-License-Identifier: MIT */
/* Training of language models: a net of tokens (tame/sequence.h) on examples of
 * T tokens x_1 .. x_T with targets y_1 .. y_T.  A step takes A batches of B
 * examples; the loss of a batch is the mean over its positions with a target,
 *
 *     f = 1/A sum_a f_a,   g = grad f,   g <- g min(1, max_norm/|g|),
 *
 * and is followed by a step of the optimiser with weight decay on weights of
 * linear layers only.  The k-th step, k = 0, 1, ..., has the size of a warm-up
 * followed by a cosine or a line (tame/schedule.h).
 *
 * Which examples step k takes depends on the seed and on k alone, so that runs
 * of one seed see the same batches whatever the optimiser, and a run goes on
 * after a stop as if there had been none, to the last bit.
 *
 * alloc -> init (or set parameters, start) -> run -> free. */
#ifndef TAME_TEXT_TRAIN_H
#define TAME_TEXT_TRAIN_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tame/opt.h"
#include "tame/sequence.h"
#include "tame/tokens.h"

/* --- examples ------------------------------------------------------------- */

/* token [T], target [T] <- example I < n; targets below 0 do not count. */
typedef tame_status tame_text_example(int *token, int *target, size_t i,
                                      const void *ctx, tame_error *err);

typedef struct {
  size_t n;
  tame_text_example *get;
  const void *ctx; /* kept by address */
} tame_text_set;

/* Windows of T + 1 consecutive tokens, one for every place where one fits: of
 * id [n], or of STREAM where that is not NULL. */
typedef struct {
  const uint32_t *id;
  const tame_tokens *stream;
  size_t n, length; /* tokens, T */
} tame_text_windows;
/* n = 0 when no window fits */
tame_text_set tame_text_set_of_windows(const tame_text_windows *w);

/* Sequences of their own.  The i-th is id[first[i]] .. id[first[i + 1] - 1], at
 * least two tokens and at most T + 1; its first given[i] tokens, one at least
 * and not all, are read only, the others are targets.  Places behind the end
 * hold token 0 and have no target. */
typedef struct {
  size_t n, length;
  const uint32_t *id;
  const size_t *first; /* [n + 1] */
  const size_t *given; /* [n] */
} tame_text_sequences;
tame_text_set tame_text_set_of_sequences(const tame_text_sequences *s);

/* --- training ------------------------------------------------------------- */

typedef enum { TAME_WARMUP_COSINE, TAME_WARMUP_LINEAR } tame_text_schedule;

typedef struct {
  const tame_net *net;        /* of T tokens; outlives the trainer */
  int table;                  /* its token table */
  tame_text_set train, valid; /* kept by address */
  const size_t *at;           /* [n_valid] examples of `valid` to be taken, NULL
                                 for the first ones; kept by address */
  size_t n_valid;
  size_t batch, accumulate; /* B and A; A = 0 means 1 */
  bool is_shuffled; /* each example once an epoch, in a new order, a smaller
                        batch at the end; else drawn with replacement */
  double smoothing; /* of labels, in training alone */
  tame_opt_options opt;
  double max_norm; /* 0: no clipping */
  tame_text_schedule schedule;
  size_t warmup, steps;
  double peak, last; /* step sizes; the line goes to 0 */
  size_t every;      /* steps from one validation to the next */
  uint64_t seed;
  tame_team *team; /* NULL for one thread */
} tame_text_training;

/* What is recorded before the first step, then after `every`, 2 `every`, ...
 * steps, and after the last. */
typedef struct {
  double step;
  double train_loss; /* mean of f since the point before; NaN at first */
  double valid_loss; /* mean over all positions with a target, no smoothing */
  double norm;       /* mean of |g| before clipping since then; NaN at first */
} tame_text_point;

/* How many points a whole run records. */
size_t tame_text_points(const tame_text_training *o);

typedef struct tame_text_trainer tame_text_trainer;

/* NULL with the reason when a size is 0, a set is empty, `at` leaves it, or the
 * net has no such table. */
tame_text_trainer *tame_text_trainer_alloc(const tame_text_training *o,
                                           tame_error *err);
void tame_text_trainer_free(tame_text_trainer *t); /* NULL accepted */

/* Draw all parameters by RNG and start; or start from those that are there. */
tame_status tame_text_trainer_init(tame_text_trainer *t, gsl_rng *rng);
tame_status tame_text_trainer_start(tame_text_trainer *t);

tame_nn_f32 *tame_text_trainer_nn(tame_text_trainer *t);
size_t tame_text_trainer_steps(const tame_text_trainer *t);

/* The mean loss over the validation examples as the parameters are. */
tame_status tame_text_trainer_evaluate(double *loss, tame_text_trainer *t,
                                       tame_error *err);

/* Go on until STEPS steps are done, at most those of the training.
 * TAME_DIVERGED when a loss or a parameter was not finite: no further step is
 * made.  Errors are those of the examples. */
tame_status tame_text_trainer_advance(tame_text_trainer *t, size_t steps,
                                      tame_error *err);

/* p [n] <- the points so far, at most all of a run; returns how many. */
size_t tame_text_trainer_points(tame_text_point *p, const tame_text_trainer *t);

/* The whole run into p [tame_text_points].  With PATH, a checkpoint is written
 * there every EVERY seconds, and one with the same IDENTITY is continued.
 * After divergence, which is TAME_DIVERGED, losses are NaN. */
tame_status tame_text_trainer_run(tame_text_point *p, tame_text_trainer *t,
                                  const char *path, const char *identity,
                                  double every, tame_error *err);

/* load returns TAME_EFORMAT, TAME_EMISSING or TAME_EIO, and T is as it was,
 * when the file is not a checkpoint of the same training. */
tame_status tame_text_trainer_save(const tame_text_trainer *t, const char *path,
                                   const char *identity, tame_error *err);
tame_status tame_text_trainer_load(tame_text_trainer *t, const char *path,
                                   const char *identity, tame_error *err);

#endif
