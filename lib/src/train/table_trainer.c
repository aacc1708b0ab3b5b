/* SPDX-License-Identifier: MIT */
#include "tame/table_train.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "tame/base.h"

/* Rows as the net reads them. */
typedef struct {
  size_t n;
  float *x;   /* [n x d] */
  int *label; /* [n] */
  size_t *a;  /* [n] */
} rows;

struct tame_table_trainer {
  tame_table_training o;
  size_t d, classes, n_theta;
  size_t room;       /* rows of the largest batch */
  bool joins_single; /* a last batch of one row joins the one before */
  rows train, test;
  size_t *order; /* [n of train] */
  tame_nn_f32 *nn;
  tame_opt_f32 *opt;
  /* one batch: [d][rows] and [rows] */
  float *x, *loss;
  int *label, *predicted;
  size_t *a;
  double *loss_double;
  bool *is_correct;
};

/* --- beginning ------------------------------------------------------------ */

static rows rows_of(const tame_group_rows *from, size_t d)
{
  rows r = {.n = from->n};
  r.x = tame_calloc(r.n * d, sizeof *r.x);
  r.label = tame_calloc(r.n, sizeof *r.label);
  r.a = tame_calloc(r.n, sizeof *r.a);
  for (size_t i = 0; i < r.n * d; i++) r.x[i] = (float)from->x[i];
  for (size_t i = 0; i < r.n; i++) {
    r.label[i] = (int)from->label[i];
    r.a[i] = from->a[i];
  }
  return r;
}

static void rows_free(rows *r)
{
  free(r->x);
  free(r->label);
  free(r->a);
}

static bool has_norm(const tame_net *net)
{
  for (size_t i = 0; i < tame_net_n_nodes(net); i++)
    if (tame_net_node(net, i)->op == TAME_NODE_BATCH_NORM) return true;
  return false;
}

static tame_status check_rows(const tame_table_training *o,
                              const tame_group_rows *r, tame_error *err)
{
  const size_t classes = tame_net_output(o->net)->c;
  for (size_t i = 0; i < r->n; i++) {
    if (r->label[i] >= classes)
      return tame_fail(err, TAME_EINVAL,
                       "row %zu has label %zu, the net has %zu outputs", i,
                       r->label[i], classes);
    if (r->a[i] > 1)
      return tame_fail(err, TAME_EINVAL, "row %zu has group %zu", i, r->a[i]);
  }
  return TAME_OK;
}

static tame_status check_options(const tame_table_training *o, tame_error *err)
{
  const tame_node *in = tame_net_node(o->net, 0);
  const tame_node *out = tame_net_output(o->net);
  if (in->h * in->w != 1 || out->h * out->w != 1)
    return tame_fail(err, TAME_EINVAL, "a net of images, not of tables");
  if (o->train->n == 0 || (has_norm(o->net) && o->train->n < 2))
    return tame_fail(err, TAME_EINVAL, "%zu training rows are too few",
                     o->train->n);
  if (o->batch == 0 || (has_norm(o->net) && o->batch < 2))
    return tame_fail(err, TAME_EINVAL, "batches of %zu rows", o->batch);
  if (!(o->rate >= 0.0) || isinf(o->rate))
    return tame_fail(err, TAME_EINVAL, "step size %g", o->rate);
  if (o->opt.kind == TAME_OPT_SCHEDULE_FREE)
    return tame_fail(err, TAME_EINVAL, "no schedule-free method here");
  TAME_TRY(check_rows(o, o->train, err));
  return o->test ? check_rows(o, o->test, err) : TAME_OK;
}

static void alloc_batch(tame_table_trainer *t)
{
  t->x = tame_calloc(t->d * t->room, sizeof *t->x);
  t->loss = tame_calloc(t->room, sizeof *t->loss);
  t->label = tame_calloc(t->room, sizeof *t->label);
  t->predicted = tame_calloc(t->room, sizeof *t->predicted);
  t->a = tame_calloc(t->room, sizeof *t->a);
  t->loss_double = tame_vec(t->room);
  t->is_correct = tame_calloc(t->room, sizeof *t->is_correct);
}

tame_table_trainer *tame_table_trainer_alloc(const tame_table_training *o,
                                             tame_error *err)
{
  if (tame_net_check(o->net, err) < 0 || check_options(o, err) < 0) return NULL;
  tame_table_trainer *t = tame_calloc(1, sizeof *t);
  t->o = *o;
  if (t->o.batch > o->train->n) t->o.batch = o->train->n;
  t->d = tame_net_node(o->net, 0)->c;
  t->classes = tame_net_output(o->net)->c;
  t->joins_single = has_norm(o->net) && o->train->n % t->o.batch == 1;
  t->room = t->o.batch + t->joins_single;
  t->train = rows_of(o->train, t->d);
  if (o->test) t->test = rows_of(o->test, t->d);
  t->order = tame_calloc(t->train.n, sizeof *t->order);
  t->n_theta = tame_net_n_parameters(o->net);
  t->nn = tame_nn_alloc_f32(
      o->net, &(tame_nn_options){.batch = t->room, .team = o->team});
  t->opt = tame_opt_alloc_f32(t->n_theta, tame_opt_vectors(&o->opt));
  tame_opt_set_team_f32(t->opt, o->team);
  alloc_batch(t);
  return t;
}

void tame_table_trainer_free(tame_table_trainer *t)
{
  if (!t) return;
  rows_free(&t->train);
  rows_free(&t->test);
  free(t->order);
  tame_nn_free_f32(t->nn);
  tame_opt_free_f32(t->opt);
  free(t->x);
  free(t->loss);
  free(t->label);
  free(t->predicted);
  free(t->a);
  free(t->loss_double);
  free(t->is_correct);
  free(t);
}

tame_status tame_table_trainer_init(tame_table_trainer *t, gsl_rng *rng)
{
  for (size_t i = 0; i < t->train.n; i++) t->order[i] = i;
  tame_nn_init_f32(t->nn, rng);
  return tame_opt_init_f32(t->opt, &t->o.opt, NULL, 0,
                           tame_nn_parameters_f32(t->nn));
}

tame_nn_f32 *tame_table_trainer_nn(tame_table_trainer *t) { return t->nn; }

/* --- batches -------------------------------------------------------------- */

/* The rows ORDER [m] of R, or FIRST, FIRST + 1, ... when ORDER is NULL. */
static void gather(tame_table_trainer *t, const rows *r, const size_t *order,
                   size_t first, size_t m)
{
  for (size_t j = 0; j < m; j++) {
    const size_t i = order ? order[j] : first + j;
    for (size_t c = 0; c < t->d; c++) t->x[c * m + j] = r->x[i * t->d + c];
    t->label[j] = r->label[i];
    t->a[j] = r->a[i];
  }
}

/* Output of the batch of m rows, its mean loss into *loss, counted into S;
 * gradient of the loss into DZ unless NULL. */
static void look(tame_group_sums *s, double *loss, tame_table_trainer *t,
                 size_t m, bool is_training)
{
  const float *z = tame_nn_forward_f32(t->nn, t->x, m, is_training);
  float *dz = is_training ? tame_nn_output_gradient_f32(t->nn) : NULL;
  *loss = tame_cross_entropy_f32(dz, t->loss, z, t->label, t->classes, m, 0.0);
  tame_argmax_f32(t->predicted, z, t->classes, m);
  for (size_t j = 0; j < m; j++) {
    t->loss_double[j] = (double)t->loss[j];
    t->is_correct[j] = t->predicted[j] == t->label[j];
  }
  tame_group_add(s, t->loss_double, t->is_correct, t->a, m, *loss);
}

static void evaluate(tame_group_sums *s, tame_table_trainer *t, const rows *r)
{
  double loss;
  *s = (tame_group_sums){0};
  for (size_t i = 0; i < r->n; i += t->o.batch) {
    const size_t m = r->n - i < t->o.batch ? r->n - i : t->o.batch;
    gather(t, r, NULL, i, m);
    look(s, &loss, t, m, false);
  }
}

void tame_table_trainer_evaluate(tame_group_sums *s, tame_table_trainer *t,
                                 const tame_group_rows *from)
{
  rows r = rows_of(from, t->d);
  evaluate(s, t, &r);
  rows_free(&r);
}

/* --- epochs --------------------------------------------------------------- */

/* Rows of the batch that begins at row I of the order. */
static size_t batch_rows(const tame_table_trainer *t, size_t i)
{
  const size_t left = t->train.n - i;
  if (left <= t->o.batch) return left;
  return t->joins_single && left == t->o.batch + 1 ? left : t->o.batch;
}

tame_status tame_table_trainer_epoch(tame_group_sums *train,
                                     tame_group_sums *test,
                                     tame_table_trainer *t, gsl_rng *order)
{
  double loss;
  TAME_REQUIRE((test != NULL) == (t->o.test != NULL));
  *train = (tame_group_sums){0};
  gsl_ran_shuffle(order, t->order, t->train.n, sizeof *t->order);
  for (size_t i = 0, m; i < t->train.n; i += m) {
    m = batch_rows(t, i);
    gather(t, &t->train, t->order + i, 0, m);
    look(train, &loss, t, m, true);
    if (!isfinite(loss)) return TAME_DIVERGED;
    tame_nn_backward_f32(t->nn);
    const tame_status s =
        tame_opt_step_f32(t->opt, tame_nn_parameters_f32(t->nn),
                          tame_nn_gradient_f32(t->nn), t->o.rate);
    if (s != TAME_OK) return s;
  }
  if (test) evaluate(test, t, &t->test);
  return TAME_OK;
}

tame_status tame_table_train(tame_group_log *log, tame_table_trainer *t,
                             const tame_table_plan *plan, gsl_rng *order)
{
  bool is_done = false;
  for (size_t e = 0; e < plan->max_epochs; e++) {
    tame_group_sums train, test;
    const bool has_test = t->o.test != NULL;
    tame_status s =
        tame_table_trainer_epoch(&train, has_test ? &test : NULL, t, order);
    if (s != TAME_OK) return s;
    s = tame_group_log_add(log, &train, has_test ? &test : NULL);
    if (s != TAME_OK) return s;
    const tame_group_times times =
        tame_group_times_of(log, plan->tau, plan->kappa);
    is_done = !isnan(times.early) && !isnan(times.final);
    if (is_done && !plan->is_whole) return TAME_OK;
  }
  return is_done ? TAME_OK : TAME_MAX_ITER;
}
