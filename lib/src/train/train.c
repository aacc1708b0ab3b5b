/* SPDX-License-Identifier: MIT */
#include "train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/schedule.h"

double tame_score_loss(const tame_score *s, size_t n_groups)
{
  double n = 0.0, loss = 0.0;
  for (size_t g = 0; g < n_groups; g++) {
    n += s[g].n;
    loss += s[g].loss;
  }
  return loss / n;
}

double tame_score_accuracy(const tame_score *s, size_t n_groups)
{
  double n = 0.0, correct = 0.0;
  for (size_t g = 0; g < n_groups; g++) {
    n += s[g].n;
    correct += s[g].correct;
  }
  return correct / n;
}

static double course(const tame_course *c, size_t epoch)
{
  return c->epochs == 0 ? c->first
                        : tame_hold_cosine(epoch, c->hold, c->hold + c->epochs,
                                           c->first, c->last);
}

/* --- beginning ------------------------------------------------------------ */

static tame_status check_labels(const tame_training *o, const tame_selection *s,
                                tame_error *err)
{
  const tame_node *in = tame_net_node(o->net, 0);
  const tame_node *out = tame_net_output(o->net);
  const size_t frame = 2 * o->batch.frame;
  const bool is_binary = o->loss == TAME_LOSS_SIGMOID_SQUARES;
  if (s->images->c != in->c || s->images->h + frame != in->h ||
      s->images->w + frame != in->w)
    return tame_fail(err, TAME_EINVAL,
                     "images of %zu x %zu x %zu for a net of %zu x %zu x %zu",
                     s->images->c, s->images->h + frame, s->images->w + frame,
                     in->c, in->h, in->w);
  if (out->h * out->w != 1 || (is_binary && out->c != 1) ||
      s->n_classes > (is_binary ? 2 : out->c))
    return tame_fail(err, TAME_EINVAL, "%zu classes for a net of %zu outputs",
                     s->n_classes, out->c);
  for (size_t i = 0; i < s->n; i++)
    if (s->group[i] < 0 || s->group[i] >= TAME_N_GROUPS)
      return tame_fail(err, TAME_EINVAL, "group %d, not below %d", s->group[i],
                       TAME_N_GROUPS);
  return TAME_OK;
}

tame_trainer *tame_trainer_alloc(const tame_training *o, tame_error *err)
{
  if (check_labels(o, o->train, err) < 0 ||
      (o->test && check_labels(o, o->test, err) < 0))
    return NULL;
  tame_trainer *t = tame_calloc(1, sizeof *t);
  t->o = *o;
  if (tame_batches_open_f32(&t->batches, o->train, &t->o.batch, o->seed, err) <
      0) {
    free(t);
    return NULL;
  }
  t->n = tame_net_n_parameters(o->net);
  t->nn = tame_nn_alloc_f32(
      o->net, &(tame_nn_options){.batch = o->batch.batch, .team = o->team});
  t->opt = tame_opt_alloc_f32(t->n, tame_opt_vectors(&o->opt));
  tame_opt_set_team_f32(t->opt, o->team);
  t->loss = tame_calloc(o->batch.batch, sizeof *t->loss);
  t->predicted = tame_calloc(o->batch.batch, sizeof *t->predicted);
  t->theta = tame_calloc(t->n, sizeof *t->theta);
  return t;
}

void tame_trainer_free(tame_trainer *t)
{
  if (!t) return;
  tame_batches_close_f32(t->batches);
  tame_nn_free_f32(t->nn);
  tame_opt_free_f32(t->opt);
  free(t->record);
  free(t->loss);
  free(t->predicted);
  free(t->theta);
  free(t);
}

tame_status tame_trainer_start(tame_trainer *t)
{
  t->epochs = 0;
  t->has_diverged = false;
  tame_batches_rewind_f32(t->batches, 0);
  return tame_opt_init_f32(t->opt, &t->o.opt, NULL, 0,
                           tame_nn_parameters_f32(t->nn));
}

tame_status tame_trainer_init(tame_trainer *t, gsl_rng *rng)
{
  tame_nn_init_f32(t->nn, rng);
  return tame_trainer_start(t);
}

tame_nn_f32 *tame_trainer_nn(tame_trainer *t) { return t->nn; }
size_t tame_trainer_epochs(const tame_trainer *t) { return t->epochs; }

/* --- scores --------------------------------------------------------------- */

/* Loss and its gradient DZ (NULL for none); per example into t->loss. */
static double batch_loss(tame_trainer *t, float *dz, const float *z,
                         const tame_batch_f32 *b)
{
  const size_t classes = tame_net_output(t->o.net)->c;
  if (t->o.loss == TAME_LOSS_SIGMOID_SQUARES)
    return tame_sigmoid_squares_f32(dz, t->loss, z, b->label, b->n) /
           (double)b->n;
  return tame_cross_entropy_f32(dz, t->loss, z, b->label, classes, b->n,
                                t->o.smoothing);
}

static void predict(tame_trainer *t, const float *z, size_t n)
{
  if (t->o.loss == TAME_LOSS_SIGMOID_SQUARES)
    for (size_t i = 0; i < n; i++) t->predicted[i] = z[i] > 0.0f;
  else
    tame_argmax_f32(t->predicted, z, tame_net_output(t->o.net)->c, n);
}

/* add a batch to the scores of its groups */
static void add_scores(tame_score *score, tame_trainer *t, const float *z,
                       const tame_batch_f32 *b)
{
  predict(t, z, b->n);
  for (size_t i = 0; i < b->n; i++) {
    tame_score *s = &score[b->group[i]];
    s->n += 1.0;
    s->loss += (double)t->loss[i];
    s->correct += t->predicted[i] == b->label[i];
  }
}

static void clear_scores(tame_score *s)
{
  memset(s, 0, TAME_N_GROUPS * sizeof *s);
}

/* put the point to be evaluated into the net, and the iterate back again */
static void swap_point(tame_trainer *t, bool is_back)
{
  float *theta = tame_nn_parameters_f32(t->nn);
  if (t->o.opt.kind != TAME_OPT_SCHEDULE_FREE) return;
  if (is_back) {
    memcpy(theta, t->theta, t->n * sizeof *theta);
    return;
  }
  memcpy(t->theta, theta, t->n * sizeof *theta);
  tame_opt_evaluation_f32(theta, t->opt, t->theta);
}

void tame_trainer_evaluate(tame_score score[TAME_N_GROUPS], tame_trainer *t,
                           const tame_selection *s)
{
  tame_batch_options o = t->o.batch;
  tame_batches_f32 *all;
  const tame_batch_f32 *b;
  o.is_shuffled = o.is_flipped = o.has_thread = false;
  o.crop = 0;
  clear_scores(score);
  TAME_REQUIRE(tame_batches_open_f32(&all, s, &o, 0, NULL) == TAME_OK);
  swap_point(t, false);
  while ((b = tame_batches_next_f32(all)) != NULL) {
    const float *z = tame_nn_forward_f32(t->nn, b->x, b->n, false);
    batch_loss(t, NULL, z, b);
    add_scores(score, t, z, b);
  }
  swap_point(t, true);
  tame_batches_close_f32(all);
}

/* --- steps ---------------------------------------------------------------- */

/* one update; *loss <- the loss before it, *z the output */
static tame_status step(double *loss, const float **z, tame_trainer *t,
                        const tame_batch_f32 *b, double rate)
{
  float *gradient = tame_nn_gradient_f32(t->nn);
  *z = tame_nn_forward_f32(t->nn, b->x, b->n, true);
  *loss = batch_loss(t, tame_nn_output_gradient_f32(t->nn), *z, b);
  if (!isfinite(*loss)) return TAME_DIVERGED;
  tame_nn_backward_f32(t->nn);
  if (t->o.max_norm > 0.0)
    (void)tame_clip_norm_f32(gradient, t->n, t->o.max_norm);
  return tame_opt_step_f32(t->opt, tame_nn_parameters_f32(t->nn), gradient,
                           rate);
}

static tame_status set_damping(tame_trainer *t)
{
  if (!t->o.has_damping) return TAME_OK;
  return tame_opt_set_damping_f32(t->opt, course(&t->o.alpha, t->epochs),
                                  course(&t->o.beta, t->epochs));
}

static tame_epoch no_epoch(void)
{
  tame_epoch e;
  for (size_t g = 0; g < TAME_N_GROUPS; g++)
    e.train[g] = e.test[g] = (tame_score){NAN, NAN, NAN};
  e.batch_loss = e.total_loss = NAN;
  return e;
}

static tame_status train_epoch(tame_epoch *e, tame_trainer *t)
{
  const double rate = course(&t->o.rate, t->epochs);
  const tame_batch_f32 *b;
  double loss, total = 0.0;
  const float *z;
  clear_scores(e->train);
  clear_scores(e->test);
  e->total_loss = 0.0;
  TAME_TRY(set_damping(t));
  tame_batches_rewind_f32(t->batches, t->epochs);
  while ((b = tame_batches_next_f32(t->batches)) != NULL) {
    const tame_status s = step(&loss, &z, t, b, rate);
    if (s != TAME_OK) return s;
    add_scores(e->train, t, z, b);
    total += loss;
    e->total_loss += loss * (double)b->n;
  }
  e->batch_loss = total / (double)tame_batches_per_epoch_f32(t->batches);
  if (t->o.test) tame_trainer_evaluate(e->test, t, t->o.test);
  return TAME_OK;
}

void tame_trainer_keep(tame_trainer *t, const tame_epoch *e)
{
  if (t->epochs >= t->room) {
    const size_t room = t->room ? 2 * t->room : 16;
    tame_epoch *more = tame_calloc(room, sizeof *more);
    if (t->epochs) memcpy(more, t->record, t->epochs * sizeof *more);
    free(t->record);
    t->record = more;
    t->room = room;
  }
  t->record[t->epochs++] = *e;
}

tame_status tame_trainer_epoch(tame_epoch *e, tame_trainer *t)
{
  tame_status s = t->has_diverged ? TAME_DIVERGED : train_epoch(e, t);
  if (s < 0) return s;
  if (s != TAME_OK) {
    t->has_diverged = true;
    *e = no_epoch();
  }
  tame_trainer_keep(t, e);
  return s;
}

tame_status tame_trainer_steps(tame_trainer *t, size_t steps)
{
  double loss;
  const float *z;
  for (size_t k = 0; k < steps; k++) {
    const tame_batch_f32 *b = tame_batches_next_f32(t->batches);
    if (!b) b = tame_batches_next_f32(t->batches);
    const tame_status s = step(&loss, &z, t, b, course(&t->o.rate, 0));
    if (s != TAME_OK) return s;
  }
  return TAME_OK;
}
