/* SPDX-License-Identifier: MIT */
/* tame/decode.h: greedy against whole forward passes, wide beams against all
 * continuations, and the rules. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/decode.h"
#include "tame/gpt.h"
#include "tame/rng.h"

enum { V = 4, T = 8, PROMPT = 3, NEW = 4, END = 2, ALL = 256 };

static const int START[PROMPT] = {1, 3, 0};

typedef struct {
  tame_net *net;
  tame_nn_f32 *nn;
} model;

static model begin(int seed)
{
  const tame_gpt g = {.layers = 2,
                      .heads = 2,
                      .channels = 8,
                      .context = T,
                      .vocabulary = V,
                      .has_bias = true,
                      .has_norm_bias = true,
                      .gelu = TAME_GELU};
  model m;
  tame_error err;
  gsl_rng *rng = tame_rng_alloc((unsigned)seed, "check_decode", 1);
  ck_assert(tame_gpt_net(&m.net, &g, &err) == TAME_OK);
  m.nn = tame_nn_alloc_f32(m.net, &(tame_nn_options){.batch = 1});
  float *theta = tame_nn_parameters_f32(m.nn);
  for (size_t i = 0; i < tame_net_n_parameters(m.net); i++)
    theta[i] = (float)(gsl_rng_uniform(rng) - 0.5);
  gsl_rng_free(rng);
  return m;
}

static void end(model *m)
{
  tame_nn_free_f32(m->nn);
  tame_net_free(m->net);
}

/* log p [V] of what follows text [n], by a whole forward pass */
static void next(double *log_p, model *m, const int *text, size_t n)
{
  int token[T] = {0};
  float z[V];
  double total = 0.0;
  memcpy(token, text, n * sizeof *text);
  tame_nn_forward_tokens_f32(m->nn, token, 1, false);
  tame_nn_logits_f32(z, m->nn, TAME_GPT_TABLE, n - 1);
  for (size_t k = 0; k < V; k++) total += exp((double)z[k]);
  for (size_t k = 0; k < V; k++) log_p[k] = (double)z[k] - log(total);
}

static size_t decode(int *out, double *score, model *m, tame_decode_options o)
{
  tame_decoder *d = tame_decoder_alloc(m->nn, TAME_GPT_TABLE, &o);
  int again[T];
  const size_t n = tame_decode(out, score, d, START, PROMPT);
  ck_assert_uint_eq(tame_decode(again, NULL, d, START, PROMPT), n);
  ck_assert_mem_eq(out, again, n * sizeof *out);
  tame_decoder_free(d);
  return n;
}

START_TEST(greedy_takes_the_most_probable_token)
{
  model m = begin(_i);
  int text[T], out[T];
  size_t n = PROMPT;
  memcpy(text, START, sizeof START);
  for (; n < T; n++) {
    double log_p[V];
    int best = 0;
    next(log_p, &m, text, n);
    for (int k = 1; k < V; k++)
      if (log_p[k] > log_p[best]) best = k;
    if (best == END) break;
    text[n] = best;
  }
  const size_t got = decode(
      out, NULL, &m,
      (tame_decode_options){.beams = 1, .max_new = T - PROMPT, .end = END});
  ck_assert_uint_eq(got, n - PROMPT);
  ck_assert_mem_eq(out, text + PROMPT, got * sizeof *out);
  end(&m);
}
END_TEST

/* the best continuation of TEXT [n] whose log-probabilities sum to SUM */
static double best_of_all(model *m, int *text, size_t n, double sum,
                          double penalty)
{
  double log_p[V], best = -INFINITY;
  const double length = (double)(n - PROMPT);
  if (n == PROMPT + NEW) return sum / pow(length, penalty);
  next(log_p, m, text, n);
  for (int k = 0; k < V; k++) {
    double score = (sum + log_p[k]) / pow(length + 1.0, penalty);
    text[n] = k;
    if (k != END) score = best_of_all(m, text, n + 1, sum + log_p[k], penalty);
    best = fmax(best, score);
  }
  return best;
}

START_TEST(beams_that_hold_everything_find_the_best)
{
  const double penalties[] = {0.0, 0.8, 2.0};
  for (size_t k = 0; k < 3; k++) {
    model m = begin(_i);
    int text[T], out[T];
    double score, one;
    memcpy(text, START, sizeof START);
    const double best = best_of_all(&m, text, PROMPT, 0.0, penalties[k]);
    tame_decode_options o = {
        .beams = ALL, .max_new = NEW, .end = END, .penalty = penalties[k]};
    decode(out, &score, &m, o);
    ck_assert_double_eq_tol(score, best, 1e-5);
    o.beams = 1;
    decode(out, &one, &m, o);
    ck_assert_double_le(one, score + 1e-6);
    end(&m);
  }
}
END_TEST

/* --- few beams, written once more ------------------------------------------ */

enum { FEW = 3, LONG = 5 };

typedef struct {
  int text[T + 1];
  size_t n;
  double sum, score;
} beam;

/* x [n] by sum, of equal ones the earlier first */
static void sort_by_sum(beam *x, size_t n)
{
  for (size_t i = 1; i < n; i++)
    for (size_t k = i; k > 0 && x[k].sum > x[k - 1].sum; k--) {
      const beam swap = x[k];
      x[k] = x[k - 1];
      x[k - 1] = swap;
    }
}

static const beam *best_score(const beam *x, size_t n)
{
  const beam *best = x;
  for (size_t i = 1; i < n; i++)
    if (x[i].score > best->score) best = &x[i];
  return best;
}

/* the n-th largest score */
static double nth_score(const beam *x, size_t n_x, size_t n)
{
  for (size_t i = 0; i < n_x; i++) {
    size_t above = 0;
    for (size_t k = 0; k < n_x; k++) above += x[k].score > x[i].score;
    if (above == n - 1) return x[i].score;
  }
  return -INFINITY;
}

static beam search(model *m, size_t beams, double penalty)
{
  beam live[FEW] = {{.n = PROMPT}}, all[FEW * V], done[64];
  size_t n_live = 1, n_done = 0;
  memcpy(live[0].text, START, sizeof START);
  for (size_t length = 1; length <= LONG; length++) {
    const double share = pow((double)length, penalty);
    size_t n = 0;
    for (size_t b = 0; b < n_live; b++) {
      double log_p[V];
      next(log_p, m, live[b].text, live[b].n);
      for (int k = 0; k < V; k++) {
        all[n] = live[b];
        all[n].text[all[n].n++] = k;
        all[n].sum += log_p[k];
        all[n].score = all[n].sum / share;
        n++;
      }
    }
    sort_by_sum(all, n);
    n_live = 0;
    for (size_t i = 0; i < n && i < 2 * beams && n_live < beams; i++) {
      const bool is_end = all[i].text[all[i].n - 1] == END;
      if (is_end && i < beams) {
        done[n_done] = all[i];
        done[n_done++].n--;
      }
      if (!is_end) live[n_live++] = all[i];
    }
    if (n_done >= beams && live[0].score <= nth_score(done, n_done, beams))
      return *best_score(done, n_done);
  }
  for (size_t b = 0; b < n_live; b++) done[n_done++] = live[b];
  return *best_score(done, n_done);
}

START_TEST(few_beams_keep_the_best_of_each_length)
{
  model m = begin(_i);
  for (size_t beams = 1; beams <= FEW; beams++)
    for (int k = 0; k < 4; k++) {
      const double penalty = 0.7 * k;
      const beam expected = search(&m, beams, penalty);
      int out[T];
      double score;
      const size_t n = decode(
          out, &score, &m,
          (tame_decode_options){
              .beams = beams, .max_new = LONG, .end = END, .penalty = penalty});
      ck_assert_double_eq_tol(score, expected.score, 1e-5);
      ck_assert_uint_eq(n, expected.n - PROMPT);
      ck_assert_mem_eq(out, expected.text + PROMPT, n * sizeof *out);
    }
  end(&m);
}
END_TEST

START_TEST(no_run_of_tokens_comes_twice)
{
  model m = begin(_i);
  for (size_t beams = 1; beams < 4; beams++) {
    int text[T + 1];
    memcpy(text, START, sizeof START);
    const size_t n =
        PROMPT +
        decode(text + PROMPT, NULL, &m,
               (tame_decode_options){
                   .beams = beams, .max_new = T, .end = -1, .no_repeat = 2});
    ck_assert_uint_eq(n, T + 1);
    for (size_t i = 0; i + 2 <= n; i++)
      for (size_t j = i + 1; j + 2 <= n; j++)
        ck_assert(text[i] != text[j] || text[i + 1] != text[j + 1]);
  }
  end(&m);
}
END_TEST

START_TEST(nothing_is_left_when_every_token_would_repeat)
{
  model m = begin(0);
  int out[T];
  ck_assert_uint_eq(
      decode(out, NULL, &m,
             (tame_decode_options){
                 .beams = 2, .max_new = T, .end = -1, .no_repeat = 1}),
      1);
  ck_assert_int_eq(out[0], 2);
  end(&m);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("decode");
  tcase_add_loop_test(t, greedy_takes_the_most_probable_token, 0, 6);
  tcase_add_loop_test(t, beams_that_hold_everything_find_the_best, 0, 4);
  tcase_add_loop_test(t, few_beams_keep_the_best_of_each_length, 0, 60);
  tcase_add_loop_test(t, no_run_of_tokens_comes_twice, 0, 4);
  tcase_add_test(t, nothing_is_left_when_every_token_would_repeat);
  return run_tests(t);
}
