/* SPDX-License-Identifier: MIT */
/* tame/decode.h: greedy against whole forward passes, wide beams against all
 * continuations, and the rules. */
#include <math.h>
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
  const tame_gpt g = {.layers = 2, .heads = 2, .channels = 8, .context = T,
                      .vocabulary = V, .has_bias = true, .has_norm_bias = true,
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
  const size_t got = decode(out, NULL, &m, (tame_decode_options){
      .beams = 1, .max_new = T - PROMPT, .end = END});
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
    tame_decode_options o = {.beams = ALL, .max_new = NEW, .end = END,
                             .penalty = penalties[k]};
    decode(out, &score, &m, o);
    ck_assert_double_eq_tol(score, best, 1e-5);
    o.beams = 1;
    decode(out, &one, &m, o);
    ck_assert_double_le(one, score + 1e-6);
    end(&m);
  }
}
END_TEST

START_TEST(no_run_of_tokens_comes_twice)
{
  model m = begin(_i);
  for (size_t beams = 1; beams < 4; beams++) {
    int text[T + 1];
    memcpy(text, START, sizeof START);
    const size_t n = PROMPT + decode(text + PROMPT, NULL, &m,
                                     (tame_decode_options){
                                         .beams = beams, .max_new = T,
                                         .end = -1, .no_repeat = 2});
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
  ck_assert_uint_eq(decode(out, NULL, &m, (tame_decode_options){
                               .beams = 2, .max_new = T, .end = -1,
                               .no_repeat = 1}), 1);
  ck_assert_int_eq(out[0], 2);
  end(&m);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("decode");
  tcase_add_loop_test(t, greedy_takes_the_most_probable_token, 0, 6);
  tcase_add_loop_test(t, beams_that_hold_everything_find_the_best, 0, 4);
  tcase_add_loop_test(t, no_run_of_tokens_comes_twice, 0, 4);
  tcase_add_test(t, nothing_is_left_when_every_token_would_repeat);
  return run_tests(t);
}
