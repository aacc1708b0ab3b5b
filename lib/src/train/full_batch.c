/* SPDX-License-Identifier: MIT */
#include "tame/full_batch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

struct tame_full {
  const tame_net *net;
  tame_nn_f32 *nn;
  size_t n[2];           /* examples: all, the majority */
  float *x[2];           /* [c][n][h][w] */
  int *label[2], *group; /* [n] */
  float *loss;           /* [n[0]] */
  int *predicted;        /* [n[0]] */
};

/* --- beginning ------------------------------------------------------------ */

static tame_status check(const tame_net *net, const tame_selection *s,
                         const tame_batch_options *o, tame_error *err)
{
  const tame_node *in = tame_net_node(net, 0), *out = tame_net_output(net);
  const tame_images *x = s->images;
  size_t count[2] = {0, 0};
  if (x->c != in->c || x->h + 2 * o->frame != in->h ||
      x->w + 2 * o->frame != in->w || out->h * out->w != 1 ||
      s->n_classes > out->c)
    return tame_fail(err, TAME_EINVAL, "images that do not fit the net");
  for (size_t i = 0; i < s->n; i++) {
    if (s->group[i] < 0 || s->group[i] > 1)
      return tame_fail(err, TAME_EINVAL, "group %d, not 0 or 1", s->group[i]);
    count[s->group[i]]++;
  }
  return count[0] > 0 && count[1] > 0
             ? TAME_OK
             : tame_fail(err, TAME_EINVAL, "a group without images");
}

/* copy of the whole batch B and of its examples of group 1 */
static void take(tame_full *t, const tame_batch_f32 *b)
{
  const size_t area = b->h * b->w;
  t->n[0] = b->n;
  for (size_t i = 0; i < b->n; i++) t->n[1] += b->group[i] == 1;
  for (size_t k = 0; k < 2; k++) {
    t->x[k] = tame_calloc(b->c * t->n[k] * area, sizeof(float));
    t->label[k] = tame_calloc(t->n[k], sizeof(int));
  }
  t->group = tame_calloc(b->n, sizeof *t->group);
  memcpy(t->x[0], b->x, b->c * b->n * area * sizeof(float));
  memcpy(t->label[0], b->label, b->n * sizeof(int));
  memcpy(t->group, b->group, b->n * sizeof(int));
  for (size_t c = 0; c < b->c; c++)
    for (size_t i = 0, j = 0; i < b->n; i++) {
      if (b->group[i] != 1) continue;
      memcpy(t->x[1] + (c * t->n[1] + j) * area, b->x + (c * b->n + i) * area,
             area * sizeof(float));
      t->label[1][j++] = b->label[i];
    }
}

tame_full *tame_full_alloc(const tame_net *net, const tame_selection *s,
                           const tame_batch_options *o, uint32_t seed,
                           tame_error *err)
{
  tame_batches_f32 *batches;
  tame_batch_options whole = *o;
  whole.batch = s->n;
  whole.is_shuffled = whole.has_thread = false;
  if (check(net, s, o, err) < 0 ||
      tame_batches_open_f32(&batches, s, &whole, seed, err) < 0)
    return NULL;
  tame_full *t = tame_calloc(1, sizeof *t);
  t->net = net;
  take(t, tame_batches_next_f32(batches));
  tame_batches_close_f32(batches);
  t->nn = tame_nn_alloc_f32(net, &(tame_nn_options){.batch = s->n});
  t->loss = tame_calloc(s->n, sizeof *t->loss);
  t->predicted = tame_calloc(s->n, sizeof *t->predicted);
  return t;
}

void tame_full_free(tame_full *t)
{
  if (!t) return;
  for (size_t k = 0; k < 2; k++) {
    free(t->x[k]);
    free(t->label[k]);
  }
  tame_nn_free_f32(t->nn);
  free(t->group);
  free(t->loss);
  free(t->predicted);
  free(t);
}

tame_nn_f32 *tame_full_nn(tame_full *t) { return t->nn; }

size_t tame_full_size(const tame_full *t, size_t a)
{
  TAME_REQUIRE(a <= 1);
  return a == 1 ? t->n[1] : t->n[0] - t->n[1];
}

double tame_full_share(const tame_full *t)
{
  return (double)tame_full_size(t, 0) / (double)t->n[0];
}

size_t tame_full_parameters(const tame_full *t)
{
  return tame_net_n_parameters(t->net);
}

/* --- steps ---------------------------------------------------------------- */

static tame_full_scores scores(const tame_full *t, tame_full_of of,
                               double total)
{
  double n[2] = {0.0, 0.0}, loss[2] = {0.0, 0.0}, correct[2] = {0.0, 0.0};
  tame_full_scores m = {.total = total};
  for (size_t i = 0; i < t->n[of]; i++) {
    const size_t a = of == TAME_FULL_MAJORITY ? 1 : (size_t)t->group[i];
    n[a] += 1.0;
    loss[a] += (double)t->loss[i];
    correct[a] += t->predicted[i] == t->label[of][i];
  }
  for (size_t a = 0; a < 2; a++) {
    m.loss[a] = loss[a] / n[a];
    m.accuracy[a] = 100.0 * correct[a] / n[a];
  }
  m.all = of == TAME_FULL_MAJORITY
              ? (double)NAN
              : 100.0 * (correct[0] + correct[1]) / (n[0] + n[1]);
  return m;
}

tame_status tame_full_gradient(tame_full_scores *m, tame_full *t,
                               tame_full_of of)
{
  const size_t n = t->n[of], classes = tame_net_output(t->net)->c;
  const float *z = tame_nn_forward_f32(t->nn, t->x[of], n, true);
  const double total =
      tame_cross_entropy_f32(tame_nn_output_gradient_f32(t->nn), t->loss, z,
                             t->label[of], classes, n, 0.0);
  tame_argmax_f32(t->predicted, z, classes, n);
  *m = scores(t, of, total);
  if (!isfinite(total)) return TAME_DIVERGED;
  tame_nn_backward_f32(t->nn);
  return TAME_OK;
}

void tame_full_move(tame_full *t, double step)
{
  float *theta = tame_nn_parameters_f32(t->nn);
  const float *gradient = tame_nn_gradient_f32(t->nn), eta = (float)step;
  const size_t n = tame_net_n_parameters(t->net);
  for (size_t k = 0; k < n; k++) theta[k] -= eta * gradient[k];
}
