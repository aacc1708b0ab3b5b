/* SPDX-License-Identifier: MIT */
#include "text_train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/schedule.h"
#include "tame/splitmix.h"

size_t tame_text_points(const tame_text_training *o)
{
  return 1 + (o->steps + o->every - 1) / o->every;
}

/* --- beginning ------------------------------------------------------------ */

static tame_status check(const tame_text_training *o, tame_error *err)
{
  const size_t n_nodes = tame_net_n_nodes(o->net);
  if (tame_net_node(o->net, 0)->vocabulary == 0 || o->table < 0 ||
      (size_t)o->table >= n_nodes ||
      tame_net_node(o->net, (size_t)o->table)->op != TAME_NODE_EMBEDDING)
    return tame_fail(err, TAME_EINVAL, "a net without such a token table");
  if (tame_net_n_parameters(o->net) == 0)
    return tame_fail(err, TAME_EINVAL, "a net without trained parameters");
  if (o->batch == 0 || o->every == 0 || o->n_valid == 0)
    return tame_fail(err, TAME_EINVAL, "training with a size of 0");
  if (o->schedule == TAME_WARMUP_COSINE ? o->warmup > o->steps
                                        : o->warmup >= o->steps)
    return tame_fail(err, TAME_EINVAL, "warm-up of %zu steps out of %zu",
                     o->warmup, o->steps);
  if (o->train.n == 0 || o->valid.n == 0)
    return tame_fail(err, TAME_EINVAL, "a text shorter than an example");
  for (size_t i = 0; i < o->n_valid; i++)
    if ((o->at ? o->at[i] : i) >= o->valid.n)
      return tame_fail(err, TAME_EINVAL, "validation example %zu of %zu",
                       o->at ? o->at[i] : i, o->valid.n);
  return TAME_OK;
}

tame_text_trainer *tame_text_trainer_alloc(const tame_text_training *o,
                                           tame_error *err)
{
  if (check(o, err) < 0) return NULL;
  tame_text_trainer *t = tame_calloc(1, sizeof *t);
  t->o = *o;
  if (t->o.accumulate == 0) t->o.accumulate = 1;
  t->n = tame_net_n_parameters(o->net);
  t->length = tame_net_node(o->net, 0)->w;
  t->nn = tame_nn_alloc_f32(
      o->net, &(tame_nn_options){.batch = o->batch, .team = o->team});
  t->opt = tame_opt_alloc_f32(t->n, tame_opt_vectors(&o->opt));
  tame_opt_set_team_f32(t->opt, o->team);
  t->group = tame_calloc(2 * tame_net_n_nodes(o->net), sizeof *t->group);
  t->n_groups = tame_net_decay_groups(t->group, o->net, o->opt.weight_decay);
  t->point = tame_calloc(tame_text_points(o), sizeof *t->point);
  t->token = tame_calloc(o->batch * t->length, sizeof *t->token);
  t->target = tame_calloc(o->batch * t->length, sizeof *t->target);
  t->loss = tame_calloc(o->batch * t->length, sizeof *t->loss);
  if (t->o.accumulate > 1) t->sum = tame_calloc(t->n, sizeof *t->sum);
  if (o->is_shuffled) t->order = tame_calloc(o->train.n, sizeof *t->order);
  return t;
}

void tame_text_trainer_free(tame_text_trainer *t)
{
  if (!t) return;
  tame_nn_free_f32(t->nn);
  tame_opt_free_f32(t->opt);
  free(t->group);
  free(t->point);
  free(t->token);
  free(t->target);
  free(t->loss);
  free(t->sum);
  free(t->order);
  free(t);
}

tame_status tame_text_trainer_start(tame_text_trainer *t)
{
  t->steps = t->n_points = 0;
  t->has_diverged = false;
  t->sum_loss = t->sum_norm = 0.0;
  t->ordered = SIZE_MAX;
  return tame_opt_init_f32(t->opt, &t->o.opt, t->group, t->n_groups,
                           tame_nn_parameters_f32(t->nn));
}

tame_status tame_text_trainer_init(tame_text_trainer *t, gsl_rng *rng)
{
  tame_nn_init_f32(t->nn, rng);
  return tame_text_trainer_start(t);
}

tame_nn_f32 *tame_text_trainer_nn(tame_text_trainer *t) { return t->nn; }
size_t tame_text_trainer_steps(const tame_text_trainer *t) { return t->steps; }

/* --- batches -------------------------------------------------------------- */

/* the generator of step or epoch K */
static tame_splitmix generator(uint64_t seed, size_t k)
{
  tame_splitmix g = tame_splitmix_seed(seed);
  const uint64_t own = tame_splitmix_next(&g);
  g = tame_splitmix_seed(own ^ (uint64_t)k);
  return tame_splitmix_seed(tame_splitmix_next(&g));
}

static size_t below(size_t n, tame_splitmix *g)
{
  const size_t i = (size_t)(tame_splitmix_uniform(g) * (double)n);
  return i < n ? i : n - 1;
}

static void set_order(tame_text_trainer *t, size_t epoch)
{
  tame_splitmix g = generator(t->o.seed, epoch);
  if (t->ordered == epoch) return;
  for (size_t i = 0; i < t->o.train.n; i++) t->order[i] = i;
  for (size_t i = t->o.train.n; i > 1; i--) {
    const size_t j = below(i, &g), kept = t->order[i - 1];
    t->order[i - 1] = t->order[j];
    t->order[j] = kept;
  }
  t->ordered = epoch;
}

static tame_status get(tame_text_trainer *t, const tame_text_set *s, size_t k,
                       size_t i, tame_error *err)
{
  return s->get(t->token + k * t->length, t->target + k * t->length, i, s->ctx,
                err);
}

/* batch number B, the first of all is 0, in the order of epochs */
static tame_status next_in_epoch(size_t *n, tame_text_trainer *t, size_t b,
                                 tame_error *err)
{
  const size_t all = t->o.train.n, batch = t->o.batch;
  const size_t per_epoch = (all + batch - 1) / batch;
  const size_t first = b % per_epoch * batch;
  set_order(t, b / per_epoch);
  *n = all - first < batch ? all - first : batch;
  for (size_t k = 0; k < *n; k++)
    TAME_TRY(get(t, &t->o.train, k, t->order[first + k], err));
  return TAME_OK;
}

/* --- losses --------------------------------------------------------------- */

tame_status tame_text_trainer_evaluate(double *loss, tame_text_trainer *t,
                                       tame_error *err)
{
  double sum = 0.0, count = 0.0;
  for (size_t i = 0; i < t->o.n_valid; i += t->o.batch) {
    const size_t rest = t->o.n_valid - i;
    const size_t n = rest < t->o.batch ? rest : t->o.batch;
    for (size_t k = 0; k < n; k++)
      TAME_TRY(get(t, &t->o.valid, k, t->o.at ? t->o.at[i + k] : i + k, err));
    (void)tame_nn_forward_tokens_f32(t->nn, t->token, n, false);
    (void)tame_nn_token_loss_f32(t->nn, t->o.table, t->target,
                                 (tame_token_loss){0}, t->loss);
    for (size_t k = 0; k < n * t->length; k++) {
      sum += (double)t->loss[k];
      count += t->target[k] >= 0;
    }
  }
  *loss = sum / count;
  return TAME_OK;
}

static tame_status add_point(tame_text_trainer *t, size_t since,
                             tame_error *err)
{
  const double n = since ? (double)since : (double)NAN;
  tame_text_point *p = &t->point[t->n_points];
  p->step = (double)t->steps;
  p->train_loss = t->sum_loss / n;
  p->norm = t->sum_norm / n;
  TAME_TRY(tame_text_trainer_evaluate(&p->valid_loss, t, err));
  t->n_points++;
  t->sum_loss = t->sum_norm = 0.0;
  return isfinite(p->valid_loss) ? TAME_OK : TAME_DIVERGED;
}

/* --- steps ---------------------------------------------------------------- */

/* the loss of one batch of N and its gradient */
static double batch_gradient(tame_text_trainer *t, size_t n)
{
  const tame_token_loss o = {.smoothing = t->o.smoothing, .has_gradient = true};
  (void)tame_nn_forward_tokens_f32(t->nn, t->token, n, true);
  const double loss =
      tame_nn_token_loss_f32(t->nn, t->o.table, t->target, o, NULL);
  if (isfinite(loss)) tame_nn_backward_f32(t->nn);
  return loss;
}

/* *loss <- f of this step, and its gradient */
static tame_status gradient(double *loss, tame_text_trainer *t, tame_error *err)
{
  const size_t parts = t->o.accumulate;
  float *g = tame_nn_gradient_f32(t->nn);
  tame_splitmix random = generator(t->o.seed, t->steps);
  *loss = 0.0;
  for (size_t a = 0; a < parts; a++) {
    size_t n = t->o.batch;
    if (t->o.is_shuffled)
      TAME_TRY(next_in_epoch(&n, t, t->steps * parts + a, err));
    for (size_t k = 0; k < n && !t->o.is_shuffled; k++)
      TAME_TRY(get(t, &t->o.train, k, below(t->o.train.n, &random), err));
    *loss += batch_gradient(t, n) / (double)parts;
    if (!isfinite(*loss)) return TAME_DIVERGED;
    for (size_t i = 0; i < t->n && parts > 1; i++)
      t->sum[i] = (a ? t->sum[i] : 0.0f) + g[i];
  }
  for (size_t i = 0; i < t->n && parts > 1; i++)
    g[i] = t->sum[i] / (float)parts;
  return TAME_OK;
}

static double rate(const tame_text_training *o, size_t k)
{
  return o->schedule == TAME_WARMUP_COSINE
             ? tame_warmup_cosine(k, o->warmup, o->steps, o->peak, o->last)
             : tame_warmup_linear(k, o->warmup, o->steps, o->peak);
}

static tame_status step(tame_text_trainer *t, tame_error *err)
{
  double loss;
  const tame_status s = gradient(&loss, t, err);
  if (s != TAME_OK) return s;
  float *g = tame_nn_gradient_f32(t->nn);
  const double most = t->o.max_norm > 0.0 ? t->o.max_norm : HUGE_VAL;
  t->sum_norm += tame_clip_norm_f32(g, t->n, most);
  t->sum_loss += loss;
  return tame_opt_step_f32(t->opt, tame_nn_parameters_f32(t->nn), g,
                           rate(&t->o, t->steps));
}

static tame_status one_more(tame_text_trainer *t, tame_error *err)
{
  tame_status s = TAME_OK;
  if (t->n_points == 0) s = add_point(t, 0, err);
  if (s == TAME_OK) s = step(t, err);
  if (s != TAME_OK) return s;
  t->steps++;
  const size_t since = (t->steps - 1) % t->o.every + 1;
  return since == t->o.every || t->steps == t->o.steps
             ? add_point(t, since, err)
             : TAME_OK;
}

tame_status tame_text_trainer_advance(tame_text_trainer *t, size_t steps,
                                      tame_error *err)
{
  if (steps > t->o.steps) steps = t->o.steps;
  while (t->steps < steps && !t->has_diverged) {
    const tame_status s = one_more(t, err);
    if (s < 0) return s;
    t->has_diverged = s != TAME_OK;
  }
  return t->has_diverged ? TAME_DIVERGED : TAME_OK;
}

size_t tame_text_trainer_points(tame_text_point *p, const tame_text_trainer *t)
{
  memcpy(p, t->point, t->n_points * sizeof *p);
  return t->n_points;
}
