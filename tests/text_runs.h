/* SPDX-License-Identifier: MIT */
/* A short training of a tiny GPT, for tests; PATH is a file of the test's
 * own. */
#ifndef TEXT_RUNS_H
#define TEXT_RUNS_H

#include <string.h>
#include <unistd.h>

#include <check.h>

#include "tame/gpt.h"
#include "tame/rng.h"
#include "tame/text_train.h"

enum { T = 6, V = 7, N_TEXT = 90, N_VALID = 10, STEPS = 20, EVERY = 6 };
enum { N_SEQUENCES = 11, N_POINTS = 5 };
typedef struct {
  uint32_t id[N_TEXT];
  size_t first[N_SEQUENCES + 1], given[N_SEQUENCES];
  tame_text_windows windows;
  tame_text_sequences sequences;
  tame_net *net;
  tame_text_training o;
} fixture;

static inline void set_up(fixture *f, bool is_adapted)
{
  memset(f, 0, sizeof *f);
  gsl_rng *rng = tame_rng_alloc(0, "check_text_train", 0);
  /* each token is the one before plus 1 or 2 */
  for (size_t i = 1; i < N_TEXT; i++)
    f->id[i] = (f->id[i - 1] + 1 + (uint32_t)gsl_rng_uniform_int(rng, 2)) % V;
  for (size_t i = 0; i < N_SEQUENCES; i++) {
    f->first[i + 1] = f->first[i] + 3 + i % 5;
    f->given[i] = 1 + i % 2;
  }
  gsl_rng_free(rng);
  f->windows = (tame_text_windows){.id = f->id, .n = N_TEXT, .length = T};
  f->sequences = (tame_text_sequences){.n = N_SEQUENCES,
                                       .length = T,
                                       .id = f->id,
                                       .first = f->first,
                                       .given = f->given};
  const tame_gpt g = {.layers = 1,
                      .heads = 2,
                      .channels = 8,
                      .context = T,
                      .vocabulary = V,
                      .has_norm_bias = true,
                      .rank = is_adapted ? 2 : 0,
                      .alpha = 8.0,
                      .rate = 0.1};
  ck_assert_int_eq(tame_gpt_net(&f->net, &g, NULL), TAME_OK);
  f->o =
      (tame_text_training){.net = f->net,
                           .table = TAME_GPT_TABLE,
                           .train = tame_text_set_of_windows(&f->windows),
                           .valid = tame_text_set_of_sequences(&f->sequences),
                           .n_valid = N_VALID,
                           .batch = 4,
                           .opt = tame_opt_defaults(TAME_OPT_INNAPROP),
                           .max_norm = 0.5,
                           .schedule = TAME_WARMUP_COSINE,
                           .warmup = 3,
                           .steps = STEPS,
                           .peak = 0.05,
                           .last = 0.001,
                           .every = EVERY,
                           .seed = 11};
  f->o.opt.alpha = 0.1;
  f->o.opt.beta = 0.9;
  f->o.opt.weight_decay = 0.1;
}

static inline void tear_down(fixture *f)
{
  tame_net_free(f->net);
  unlink(PATH);
}

static inline tame_text_trainer *begin(const fixture *f)
{
  tame_error err;
  tame_text_trainer *t = tame_text_trainer_alloc(&f->o, &err);
  ck_assert_msg(t != NULL, "%s", err.text);
  gsl_rng *rng = tame_rng_alloc(0, "check_text_train/parameters", 0);
  ck_assert_int_eq(tame_text_trainer_init(t, rng), TAME_OK);
  gsl_rng_free(rng);
  return t;
}

#endif
