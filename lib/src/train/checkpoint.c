/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "identity.h"
#include "tame/base.h"
#include "tame/timer.h"
#include "train.h"

/* numbers of an epoch, in the order of the struct */
enum { N_NUMBERS = 2 * 3 * TAME_N_GROUPS + 2 };
_Static_assert(sizeof(tame_epoch) == N_NUMBERS * sizeof(double),
               "an epoch is an array of doubles");

static void save_record(tame_h5 *f, const tame_trainer *t)
{
  double *x = tame_vec(t->epochs * N_NUMBERS);
  memcpy(x, t->record, t->epochs * sizeof *t->record);
  tame_h5_index(f, "epoch", t->epochs, "epoch");
  tame_h5_index(f, "number", N_NUMBERS, "number of the score");
  tame_h5_write(f, "record", "epoch number", x,
                "count, loss, correct of train and test, by group; mean and "
                "total batch loss",
                "1");
  free(x);
}

tame_status tame_trainer_save(const tame_trainer *t, const char *path,
                              const char *identity, tame_error *err)
{
  tame_h5 *f;
  TAME_REQUIRE(t->epochs > 0);
  TAME_TRY(tame_h5_create(&f, path, err));
  tame_h5_attr(f, "/", "title", "Checkpoint of a training run");
  tame_h5_attr(f, "/", "identity", identity);
  tame_h5_attr_integer(f, "/", "epochs", (long)t->epochs);
  tame_h5_attr_integer(f, "/", "has_diverged", t->has_diverged);
  save_record(f, t);
  tame_nn_save_f32(f, "net", t->nn);
  tame_opt_save_f32(f, "optimiser", t->opt);
  return tame_h5_commit(f, err);
}

static tame_status read_record(double **x, size_t *epochs, size_t most,
                               const tame_h5 *f, const char *path,
                               tame_error *err)
{
  tame_h5_shape shape;
  double count;
  TAME_TRY(tame_h5_read_attr_number(&count, f, "/", "epochs", err));
  TAME_TRY(tame_h5_read(x, &shape, f, "record", err));
  *epochs = shape.rank == 2 ? shape.dims[0] : 0;
  if (shape.rank == 2 && shape.dims[1] == N_NUMBERS &&
      count == (double)*epochs && *epochs <= most)
    return TAME_OK;
  free(*x);
  return tame_fail(err, TAME_EFORMAT,
                   "%s: record of another shape, or of a longer run", path);
}

/* Can the state of the optimiser be read?  Tried on another one, so that a
 * failure leaves ours alone. */
static tame_status try_optimiser(const tame_trainer *t, const tame_h5 *f,
                                 tame_error *err)
{
  tame_opt_f32 *w = tame_opt_alloc_f32(t->n, tame_opt_vectors(&t->o.opt));
  tame_status s =
      tame_opt_init_f32(w, &t->o.opt, NULL, 0, tame_nn_parameters_f32(t->nn));
  if (s >= 0) s = tame_opt_load_f32(w, f, "optimiser", err);
  tame_opt_free_f32(w);
  return s;
}

static void take_record(tame_trainer *t, const double *x, size_t epochs)
{
  t->epochs = 0;
  for (size_t k = 0; k < epochs; k++) {
    tame_epoch e;
    memcpy(&e, x + k * N_NUMBERS, sizeof e);
    tame_trainer_keep(t, &e);
  }
}

static tame_status read_all(tame_trainer *t, size_t most, const tame_h5 *f,
                            const char *path, const char *identity,
                            tame_error *err)
{
  double *x, diverged;
  size_t epochs;
  TAME_TRY(tame_checkpoint_check(f, path, identity, err));
  TAME_TRY(tame_h5_read_attr_number(&diverged, f, "/", "has_diverged", err));
  TAME_TRY(try_optimiser(t, f, err));
  TAME_TRY(read_record(&x, &epochs, most, f, path, err));
  const tame_status s = tame_nn_load_f32(t->nn, f, "net", err);
  if (s >= 0) {
    (void)tame_opt_load_f32(t->opt, f, "optimiser", NULL);
    take_record(t, x, epochs);
    t->has_diverged = diverged != 0.0;
  }
  free(x);
  return s;
}

/* A checkpoint of at most MOST epochs. */
static tame_status load(tame_trainer *t, size_t most, const char *path,
                        const char *identity, tame_error *err)
{
  tame_h5 *f;
  TAME_TRY(tame_h5_open(&f, path, err));
  const tame_status s = read_all(t, most, f, path, identity, err);
  tame_h5_close(f);
  return s;
}

tame_status tame_trainer_load(tame_trainer *t, const char *path,
                              const char *identity, tame_error *err)
{
  return load(t, SIZE_MAX, path, identity, err);
}

static double wall(tame_timer *clock)
{
  tame_timer_stop(clock);
  tame_timer_start(clock);
  return clock->wall;
}

tame_status tame_trainer_run_until(tame_epoch *e, size_t *n, tame_trainer *t,
                                   size_t epochs, tame_trainer_done *done,
                                   void *ctx, const char *path,
                                   const char *identity, double every,
                                   tame_error *err)
{
  tame_timer clock = {0};
  double saved = 0.0;
  if (path) (void)load(t, epochs, path, identity, NULL);
  tame_timer_start(&clock);
  while (t->epochs < epochs) {
    tame_epoch one;
    const tame_status s = tame_trainer_epoch(&one, t);
    if (s < 0) return tame_fail(err, s, "optimiser: %s", tame_status_str(s));
    if (done && (t->has_diverged || done(t->record, t->epochs, ctx))) break;
    if (!path || t->epochs == epochs || wall(&clock) - saved < every) continue;
    TAME_TRY(tame_trainer_save(t, path, identity, err));
    saved = wall(&clock);
  }
  *n = t->epochs;
  memcpy(e, t->record, t->epochs * sizeof *e);
  return t->has_diverged ? TAME_DIVERGED : TAME_OK;
}

tame_status tame_trainer_run(tame_epoch *e, tame_trainer *t, size_t epochs,
                             const char *path, const char *identity,
                             double every, tame_error *err)
{
  size_t n;
  return tame_trainer_run_until(e, &n, t, epochs, NULL, NULL, path, identity,
                                every, err);
}
