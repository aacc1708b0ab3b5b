/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "identity.h"
#include "tame/base.h"
#include "tame/timer.h"
#include "text_train.h"

enum { N_NUMBERS = 4 };
_Static_assert(sizeof(tame_text_point) == N_NUMBERS * sizeof(double),
               "a point is an array of doubles");

tame_status tame_text_trainer_save(const tame_text_trainer *t, const char *path,
                                   const char *identity, tame_error *err)
{
  tame_h5 *f;
  TAME_TRY(tame_h5_create(&f, path, err));
  tame_h5_attr(f, "/", "title", "Checkpoint of a language model");
  tame_h5_attr(f, "/", "identity", identity);
  tame_h5_attr_number(f, "/", "steps", (double)t->steps);
  tame_h5_attr_number(f, "/", "points", (double)t->n_points);
  tame_h5_attr_number(f, "/", "has_diverged", t->has_diverged);
  tame_h5_attr_number(f, "/", "sum_loss", t->sum_loss);
  tame_h5_attr_number(f, "/", "sum_norm", t->sum_norm);
  double *x = tame_vec((t->n_points + 1) * N_NUMBERS);
  if (t->n_points) memcpy(x, t->point, t->n_points * sizeof *t->point);
  tame_h5_index(f, "point", t->n_points + 1, "point, and an empty one");
  tame_h5_index(f, "number", N_NUMBERS, "number of the point");
  tame_h5_write(f, "record", "point number", x,
                "step, training loss, validation loss, norm of the gradient",
                "1");
  free(x);
  tame_nn_save_f32(f, "net", t->nn);
  tame_opt_save_f32(f, "optimiser", t->opt);
  return tame_h5_commit(f, err);
}

enum { STEPS, POINTS, HAS_DIVERGED, SUM_LOSS, SUM_NORM, N_ATTRIBUTES };

static tame_status read_record(double **x, double a[N_ATTRIBUTES],
                               const tame_text_trainer *t, const tame_h5 *f,
                               const char *path, tame_error *err)
{
  static const char *const NAMES[] = {"steps", "points", "has_diverged",
                                      "sum_loss", "sum_norm"};
  tame_h5_shape shape;
  for (size_t i = 0; i < N_ATTRIBUTES; i++)
    TAME_TRY(tame_h5_read_attr_number(&a[i], f, "/", NAMES[i], err));
  TAME_TRY(tame_h5_read(x, &shape, f, "record", err));
  if (shape.rank == 2 && shape.dims[1] == N_NUMBERS &&
      a[POINTS] + 1.0 == (double)shape.dims[0] && a[POINTS] >= 0.0 &&
      a[POINTS] <= (double)tame_text_points(&t->o) && a[STEPS] >= 0.0 &&
      a[STEPS] <= (double)t->o.steps)
    return TAME_OK;
  free(*x);
  return tame_fail(err, TAME_EFORMAT, "%s: record of another run", path);
}

/* Can the state of the optimiser be read?  Tried on another one, so that a
 * failure leaves ours alone. */
static tame_status try_optimiser(const tame_text_trainer *t, const tame_h5 *f,
                                 tame_error *err)
{
  tame_opt_f32 *w = tame_opt_alloc_f32(t->n, tame_opt_vectors(&t->o.opt));
  tame_status s = tame_opt_init_f32(w, &t->o.opt, t->group, t->n_groups,
                                    tame_nn_parameters_f32(t->nn));
  if (s >= 0) s = tame_opt_load_f32(w, f, "optimiser", err);
  tame_opt_free_f32(w);
  return s;
}

static tame_status read_all(tame_text_trainer *t, const tame_h5 *f,
                            const char *path, const char *identity,
                            tame_error *err)
{
  double *x, a[N_ATTRIBUTES];
  TAME_TRY(tame_checkpoint_check(f, path, identity, err));
  TAME_TRY(try_optimiser(t, f, err));
  TAME_TRY(read_record(&x, a, t, f, path, err));
  const tame_status s = tame_nn_load_f32(t->nn, f, "net", err);
  if (s >= 0) {
    (void)tame_opt_load_f32(t->opt, f, "optimiser", NULL);
    t->steps = (size_t)a[STEPS];
    t->n_points = (size_t)a[POINTS];
    t->has_diverged = a[HAS_DIVERGED] != 0.0;
    t->sum_loss = a[SUM_LOSS];
    t->sum_norm = a[SUM_NORM];
    memcpy(t->point, x, t->n_points * sizeof *t->point);
  }
  free(x);
  return s;
}

tame_status tame_text_trainer_load(tame_text_trainer *t, const char *path,
                                   const char *identity, tame_error *err)
{
  tame_h5 *f;
  TAME_TRY(tame_h5_open(&f, path, err));
  const tame_status s = read_all(t, f, path, identity, err);
  tame_h5_close(f);
  return s;
}

/* p [all] <- the points, NaN for those that were not reached */
static void fill(tame_text_point *p, const tame_text_trainer *t)
{
  const size_t all = tame_text_points(&t->o);
  for (size_t i = tame_text_trainer_points(p, t); i < all; i++) {
    const size_t step = i * t->o.every;
    p[i] = (tame_text_point){(double)(step < t->o.steps ? step : t->o.steps),
                             NAN, NAN, NAN};
  }
}

tame_status tame_text_trainer_run(tame_text_point *p, tame_text_trainer *t,
                                  const char *path, const char *identity,
                                  double every, tame_error *err)
{
  tame_timer clock = {0};
  double saved = 0.0;
  tame_status s = TAME_OK;
  if (path) (void)tame_text_trainer_load(t, path, identity, NULL);
  tame_timer_start(&clock);
  while (s == TAME_OK && t->steps < t->o.steps) {
    s = tame_text_trainer_advance(t, t->steps + 1, err);
    if (s < 0) return s;
    tame_timer_stop(&clock);
    tame_timer_start(&clock);
    if (!path || t->steps == t->o.steps || clock.wall - saved < every) continue;
    TAME_TRY(tame_text_trainer_save(t, path, identity, err));
    saved = clock.wall;
  }
  fill(p, t);
  return t->has_diverged ? TAME_DIVERGED : TAME_OK;
}
