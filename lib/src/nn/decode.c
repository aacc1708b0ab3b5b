/* SPDX-License-Identifier: MIT */
#include "tame/decode.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

/* A continuation. */
typedef struct {
  int *token; /* [room], prompt first */
  size_t n;
  double sum, score;
} text;

/* One more token for a beam. */
typedef struct {
  size_t beam;
  int token;
  double sum;
} candidate;

struct tame_decoder {
  tame_nn_f32 *step;
  int table;
  tame_decode_options o;
  size_t context, vocabulary;
  float *z;                 /* [beams][V] */
  text *live, *next, *done; /* [beams] */
  size_t n_live, n_done;
  candidate *best; /* [2 beams] */
  size_t n_best;
  size_t *from; /* [beams] */
  int *last;    /* [beams] */
};

static text *texts(size_t n, size_t room)
{
  text *x = tame_calloc(n, sizeof *x);
  for (size_t i = 0; i < n; i++) x[i].token = tame_calloc(room, sizeof(int));
  return x;
}

static void free_texts(text *x, size_t n)
{
  for (size_t i = 0; i < n; i++) free(x[i].token);
  free(x);
}

tame_decoder *tame_decoder_alloc(tame_nn_f32 *nn, int table,
                                 const tame_decode_options *o)
{
  TAME_REQUIRE(o->beams >= 1 && o->max_new >= 1);
  const tame_net *net = tame_nn_net_f32(nn);
  tame_decoder *d = tame_calloc(1, sizeof *d);
  d->step = tame_nn_alloc_step_f32(nn, o->beams);
  d->table = table;
  d->o = *o;
  d->context = tame_net_node(net, 0)->w;
  d->vocabulary = tame_net_node(net, 0)->vocabulary;
  d->z = tame_calloc(o->beams * d->vocabulary, sizeof *d->z);
  d->live = texts(o->beams, d->context + 1);
  d->next = texts(o->beams, d->context + 1);
  d->done = texts(o->beams, d->context + 1);
  d->best = tame_calloc(2 * o->beams, sizeof *d->best);
  d->from = tame_calloc(o->beams, sizeof *d->from);
  d->last = tame_calloc(o->beams, sizeof *d->last);
  return d;
}

void tame_decoder_free(tame_decoder *d)
{
  if (!d) return;
  tame_nn_free_f32(d->step);
  free(d->z);
  free_texts(d->live, d->o.beams);
  free_texts(d->next, d->o.beams);
  free_texts(d->done, d->o.beams);
  free(d->best);
  free(d->from);
  free(d->last);
  free(d);
}

static void copy_text(text *to, const text *from)
{
  memcpy(to->token, from->token, from->n * sizeof *to->token);
  to->n = from->n;
  to->sum = from->sum;
  to->score = from->score;
}

/* TOKEN at the end of X would repeat a run of no_repeat tokens */
static bool repeats(const text *x, int token, size_t length)
{
  if (length == 0 || x->n < length) return false;
  const int *end = x->token + x->n - (length - 1);
  for (size_t i = 0; i + length <= x->n; i++)
    if (x->token[i + length - 1] == token &&
        memcmp(x->token + i, end, (length - 1) * sizeof *end) == 0)
      return true;
  return false;
}

/* log of the sum of exponentials */
static double log_sum(const float *z, size_t n)
{
  double top = -INFINITY, total = 0.0;
  for (size_t k = 0; k < n; k++)
    if ((double)z[k] > top) top = (double)z[k];
  for (size_t k = 0; k < n; k++) total += exp((double)z[k] - top);
  return top + log(total);
}

/* Keep the 2 beams best candidates in order; of equal ones the earlier. */
static void consider(tame_decoder *d, candidate x)
{
  size_t i = d->n_best;
  if (i == 2 * d->o.beams) {
    if (!(x.sum > d->best[i - 1].sum)) return;
    i--;
  } else {
    d->n_best++;
  }
  for (; i > 0 && x.sum > d->best[i - 1].sum; i--) d->best[i] = d->best[i - 1];
  d->best[i] = x;
}

static void find_candidates(tame_decoder *d)
{
  tame_nn_logits_f32(d->z, d->step, d->table, 0);
  d->n_best = 0;
  for (size_t b = 0; b < d->n_live; b++) {
    const float *z = d->z + b * d->vocabulary;
    const double total = log_sum(z, d->vocabulary);
    for (size_t k = 0; k < d->vocabulary; k++) {
      const candidate x = {b, (int)k, d->live[b].sum + (double)z[k] - total};
      if (d->n_best == 2 * d->o.beams && !(x.sum > d->best[d->n_best - 1].sum))
        continue;
      if (!repeats(&d->live[b], (int)k, d->o.no_repeat)) consider(d, x);
    }
  }
}

/* X is a whole text of N new tokens: keep it when it is among the best. */
static void finish(tame_decoder *d, const text *x, double sum, size_t n)
{
  const double score = sum / pow(n ? (double)n : 1.0, d->o.penalty);
  size_t i = d->n_done;
  if (i == d->o.beams) {
    if (!(score > d->done[i - 1].score)) return;
    i--;
  } else {
    d->n_done++;
  }
  const text free_one = d->done[i];
  for (; i > 0 && score > d->done[i - 1].score; i--)
    d->done[i] = d->done[i - 1];
  d->done[i] = free_one;
  copy_text(&d->done[i], x);
  d->done[i].score = score;
}

/* Live beams of the next length from the candidates, ended ones set apart. */
static void choose(tame_decoder *d, size_t n_prompt)
{
  size_t n = 0;
  for (size_t i = 0; i < d->n_best && n < d->o.beams; i++) {
    const candidate *x = &d->best[i];
    const text *before = &d->live[x->beam];
    if (x->token == d->o.end) {
      if (i < d->o.beams) finish(d, before, x->sum, before->n - n_prompt + 1);
      continue;
    }
    copy_text(&d->next[n], before);
    d->next[n].token[d->next[n].n++] = x->token;
    d->next[n].sum = x->sum;
    d->from[n] = x->beam;
    d->last[n++] = x->token;
  }
  text *swap = d->live;
  d->live = d->next;
  d->next = swap;
  d->n_live = n;
}

static bool is_over(const tame_decoder *d, size_t n_prompt)
{
  if (d->n_live == 0) return true;
  if (d->n_done < d->o.beams) return false;
  const double n = (double)(d->live[0].n - n_prompt);
  return d->live[0].sum / pow(n, d->o.penalty) <= d->done[d->n_done - 1].score;
}

static void read_prompt(tame_decoder *d, const int *prompt, size_t n)
{
  tame_nn_step_begin_f32(d->step, 1);
  for (size_t t = 0; t < n; t++) tame_nn_step_f32(d->step, prompt + t);
  memcpy(d->live[0].token, prompt, n * sizeof *prompt);
  d->live[0].n = n;
  d->live[0].sum = 0.0;
  d->n_live = 1;
  d->n_done = 0;
}

size_t tame_decode(int *out, double *score, tame_decoder *d, const int *prompt,
                   size_t n)
{
  TAME_REQUIRE(n >= 1 && n <= d->context);
  const size_t room = d->context + 1 - n;
  const size_t limit = d->o.max_new < room ? d->o.max_new : room;
  bool is_ended = false;
  read_prompt(d, prompt, n);
  for (size_t k = 1; k <= limit && !is_ended; k++) {
    find_candidates(d);
    if (d->n_best == 0) break; /* whatever comes would repeat */
    choose(d, n);
    is_ended = is_over(d, n);
    if (is_ended || k == limit) break;
    tame_nn_step_choose_f32(d->step, d->from, d->n_live);
    tame_nn_step_f32(d->step, d->last);
  }
  for (size_t b = 0; b < d->n_live && !is_ended; b++)
    finish(d, &d->live[b], d->live[b].sum, d->live[b].n - n);
  TAME_REQUIRE(d->n_done > 0);
  const text *best = &d->done[0];
  memcpy(out, best->token + n, (best->n - n) * sizeof *out);
  if (score) *score = best->score;
  return best->n - n;
}
