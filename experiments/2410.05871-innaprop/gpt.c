/* SPDX-License-Identifier: MIT */
/* AdamW and INNAprop train a GPT: the pre-training runs of the paper, with
 * their own sizes at paper scale on streams of tokens that the user gives, and
 * a small one on characters at the other scales.  A cell is one run of one
 * optimiser; runs of one seed begin from the same parameters and see the same
 * windows.
 *
 * tame/gpt.h without biases of linear layers; step size by a warm-up and a
 * cosine; weight decay on weights of linear layers; gradients clipped to norm
 * 1. The validation loss is over fixed windows, drawn once: the authors draw
 * new ones each time. */
#include <math.h>
#include <string.h>

#include "language.h"
#include "tame/gpt.h"
#include "tame/rng.h"
#include "tame/text_curves.h"
#include "tame/vocabulary.h"

#define TEXT_WORDS "bible-kjv e2e-lines tinyshakespeare"

static const tame_option PARAMS[] = {
    {"text",
     {0, 0, 0},
     0,
     0,
     "characters of this, unless streams are given",
     TEXT_WORDS},
    {"stream",
     {0},
     0,
     0,
     "16-bit tokens of GPT-2 to train on (tokenise)",
     "file"},
    {"validation", {0}, 0, 0, "16-bit tokens to validate on", "file"},
    {"model",
     {0, 0, 2},
     0,
     0,
     "tiny takes the next four",
     "tiny mini small "
     "medium"},
    {"layers", {2, 2, 2}, 1, 100, "layers", NULL},
    {"heads", {2, 2, 2}, 1, 100, "heads", NULL},
    {"channels", {32, 32, 32}, 1, 4096, "channels", NULL},
    {"context", {32, 32, 32}, 1, 4096, "tokens of a window", NULL},
    {"batch", {16, 16, 12}, 1, 4096, "windows of a batch", NULL},
    {"accumulate", {1, 1, 8}, 1, 4096, "batches of a step", NULL},
    {"steps", {60, 2000, 100000}, 1, 1e7, "steps", NULL},
    {"warmup", {10, 100, 2000}, 0, 1e7, "steps of warm-up", NULL},
    {"peak", {4e-3, 4e-3, 6e-4}, 0, 10, "largest step size", "real"},
    {"last", {4e-4, 4e-4, 6e-5}, 0, 10, "last step size", "real"},
    {"decay", {0.1, 0.1, 0.1}, 0, 10, "weight decay", "real"},
    {"every", {20, 50, 1000}, 1, 1e7, "steps between validations", NULL},
    {"windows", {16, 64, 2400}, 1, 1e6, "validation windows", NULL},
    {"seeds", {1, 3, 1}, 1, 100, "runs of each optimiser", NULL},
    {"threads", {1, 1, 2}, 1, 64, "threads of a run", NULL},
    {0}};

/* Opened once and kept until the program ends. */
static struct {
  tame_gpt gpt;
  tame_net *net;
  tame_team *team;
  uint32_t *id; /* characters of both */
  tame_tokens *stream[2];
  tame_text_windows part[2]; /* training, validation */
  size_t *at;                /* validation windows */
} data;

enum { GPT2_TOKENS = 50257 };

/* --- text ----------------------------------------------------------------- */

/* the two texts one after the other, and where the second begins */
static tame_status read_texts(char **text, size_t *second, const char *set,
                              tame_error *err)
{
  char *other;
  if (strcmp(set, "e2e-lines") != 0) {
    TAME_TRY(read_set(text, set, NULL, err));
    *second = strlen(*text) / 10 * 9;
    while (*second > 0 && (*text)[*second - 1] != '\n') (*second)--;
    return TAME_OK;
  }
  TAME_TRY(read_set(text, set, "valid.txt", err));
  tame_status s = read_set(&other, set, "test.txt", err);
  if (s >= 0) {
    *second = strlen(*text);
    char *both = tame_calloc(*second + strlen(other) + 1, 1);
    memcpy(both, *text, *second);
    memcpy(both + *second, other, strlen(other));
    free(*text);
    free(other);
    *text = both;
  }
  return s;
}

static tame_status open_text(const char *set, tame_error *err)
{
  char *text;
  size_t second, n[2];
  tame_vocabulary v = {0};
  TAME_TRY(read_texts(&text, &second, set, err));
  const size_t length = strlen(text);
  data.id = tame_calloc(length, sizeof *data.id);
  const char *const texts[] = {text};
  tame_status s = tame_vocabulary_init(&v, texts, 1, err);
  if (s >= 0) s = tame_vocabulary_encode(data.id, &n[0], &v, text, second, err);
  if (s >= 0)
    s = tame_vocabulary_encode(data.id + n[0], &n[1], &v, text + second,
                               length - second, err);
  free(text);
  data.gpt.vocabulary = v.n;
  tame_vocabulary_free(&v);
  if (s < 0) return s;
  for (size_t i = 0; i < 2; i++)
    data.part[i] = (tame_text_windows){
        .id = data.id + (i ? n[0] : 0), .n = n[i], .length = data.gpt.context};
  return TAME_OK;
}

static tame_status open_streams(const tame_run *run, tame_error *err)
{
  static const char *const NAMES[] = {"stream", "validation"};
  data.gpt.vocabulary = 50304;
  for (size_t i = 0; i < 2; i++) {
    TAME_TRY(tame_tokens_open(&data.stream[i], tame_run_file(run, NAMES[i]),
                              GPT2_TOKENS, err));
    data.part[i] = (tame_text_windows){.stream = data.stream[i],
                                       .n = tame_tokens_count(data.stream[i]),
                                       .length = data.gpt.context};
  }
  return TAME_OK;
}

/* --- a run ---------------------------------------------------------------- */

static tame_status set_size(const tame_run *run, tame_error *err)
{
  const char *model = tame_run_word(run, "model");
  if (strcmp(model, "tiny") != 0)
    return tame_gpt_named(&data.gpt, model, TAME_GPT_PRETRAINING, err);
  data.gpt = (tame_gpt){.layers = tame_run_count(run, "layers"),
                        .heads = tame_run_count(run, "heads"),
                        .channels = tame_run_count(run, "channels"),
                        .context = tame_run_count(run, "context"),
                        .has_norm_bias = true};
  data.gpt.gelu = TAME_GELU;
  return TAME_OK;
}

static tame_status draw_windows(const tame_run *run, tame_error *err)
{
  const size_t n = tame_run_count(run, "windows");
  const size_t all = tame_text_set_of_windows(&data.part[1]).n;
  if (all == 0)
    return tame_fail(err, TAME_EINVAL,
                     "the validation text is shorter than a window");
  gsl_rng *rng = tame_run_rng(run, "validation", 0);
  data.at = tame_calloc(n, sizeof *data.at);
  for (size_t i = 0; i < n; i++)
    data.at[i] = (size_t)(gsl_rng_uniform(rng) * (double)all);
  gsl_rng_free(rng);
  return TAME_OK;
}

static tame_status open_data(const tame_run *run, tame_error *err)
{
  if (data.net) return TAME_OK;
  TAME_TRY(set_size(run, err));
  if (tame_run_file(run, "stream"))
    TAME_TRY(open_streams(run, err));
  else
    TAME_TRY(open_text(tame_run_word(run, "text"), err));
  TAME_TRY(draw_windows(run, err));
  data.team = tame_team_alloc(tame_run_count(run, "threads"));
  return tame_gpt_net(&data.net, &data.gpt, err);
}

static tame_text_training training(size_t method, size_t seed,
                                   const tame_run *run)
{
  return (tame_text_training){
      .net = data.net,
      .table = TAME_GPT_TABLE,
      .train = tame_text_set_of_windows(&data.part[0]),
      .valid = tame_text_set_of_windows(&data.part[1]),
      .at = data.at,
      .n_valid = tame_run_count(run, "windows"),
      .batch = tame_run_count(run, "batch"),
      .accumulate = tame_run_count(run, "accumulate"),
      .opt = language_options(method, tame_run_real(run, "decay"), 0.95, 0.99,
                              1e-8),
      .max_norm = 1.0,
      .schedule = TAME_WARMUP_COSINE,
      .warmup = tame_run_count(run, "warmup"),
      .steps = tame_run_count(run, "steps"),
      .peak = tame_run_real(run, "peak"),
      .last = tame_run_real(run, "last"),
      .every = tame_run_count(run, "every"),
      .seed = tame_seed(tame_run_root(run), "2410.05871/gpt/windows", seed),
      .team = data.team};
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  TAME_TRY(open_data(run, err));
  const tame_text_training o = training(cell->coord[0], cell->coord[1], run);
  tame_text_trainer *t = tame_text_trainer_alloc(&o, err);
  if (!t) return TAME_EINVAL;
  tame_text_point *p = tame_calloc(tame_text_points(&o), sizeof *p);
  gsl_rng *rng = tame_run_rng(run, "parameters", cell->coord[1]);
  tame_status s = tame_text_trainer_init(t, rng);
  if (s >= 0)
    s = tame_text_curves_run(p, t, run, cell, err);
  else
    (void)tame_fail(err, s, "optimiser: %s", tame_status_str(s));
  if (s >= 0) tame_text_curves_write(out, p, tame_text_points(&o));
  gsl_rng_free(rng);
  free(p);
  tame_text_trainer_free(t);
  return s;
}

/* The loss on the validation windows of the frequencies with which characters
 * follow one another in the training text, each pair counted once more. */
static tame_status pair_loss(double *loss, const tame_text_training *o,
                             tame_error *err)
{
  const size_t v = data.gpt.vocabulary, length = data.gpt.context;
  double *count = tame_vec(v * v), *row = tame_vec(v), sum = 0.0;
  int *token = tame_calloc(2 * length, sizeof *token), *next = token + length;
  tame_status s = TAME_OK;
  for (size_t i = 0; i < v * v; i++) count[i] = 1.0;
  for (size_t i = 0; i < v; i++) row[i] = (double)v;
  for (size_t i = 0; i + 1 < data.part[0].n; i++) {
    const uint32_t *id = data.part[0].id + i;
    count[id[0] * v + id[1]] += 1.0;
    row[id[0]] += 1.0;
  }
  for (size_t k = 0; k < o->n_valid && s >= 0; k++) {
    s = o->valid.get(token, next, o->at[k], o->valid.ctx, err);
    for (size_t t = 0; t < length && s >= 0; t++)
      sum -= log(count[(size_t)token[t] * v + (size_t)next[t]] / row[token[t]]);
  }
  *loss = sum / (double)(o->n_valid * length);
  free(token);
  free(row);
  free(count);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  TAME_TRY(open_data(run, err));
  const tame_text_training o = training(0, 0, run);
  gsl_rng *rng = tame_run_rng(run, "bootstrap", 0);
  const tame_status s = tame_text_curves_merge(
      out, cells, "training", "Training of a GPT", LANGUAGE_WORDS,
      tame_run_count(run, "seeds"), tame_text_points(&o), rng, err);
  gsl_rng_free(rng);
  if (s < 0) return s;
  if (!tame_run_file(run, "stream")) {
    double loss;
    TAME_TRY(pair_loss(&loss, &o, err));
    tame_h5_write_scalar(out, "training/pair_loss", loss,
                         "validation loss of frequencies of pairs of "
                         "characters",
                         "1");
  }
  tame_h5_write_scalar(out, "training/parameters",
                       (double)tame_net_n_parameters(data.net),
                       "parameters of the network", "1");
  tame_h5_write_scalar(out, "training/vocabulary", (double)data.gpt.vocabulary,
                       "tokens there are", "1");
  tame_h5_write_scalar(out, "training/train_tokens", (double)data.part[0].n,
                       "tokens of the training text", "1");
  tame_h5_write_scalar(out, "training/validation_tokens",
                       (double)data.part[1].n, "tokens of the validation text",
                       "1");
  return TAME_OK;
}

static const char *input(const tame_run *run)
{
  return tame_run_file(run, "stream") ? NULL : tame_run_word(run, "text");
}

/* Streams go together; GPT-2's vocabulary needs them. */
static tame_status check(const tame_run *run, tame_error *err)
{
  const bool has_stream = tame_run_file(run, "stream") != NULL;
  if (has_stream != (tame_run_file(run, "validation") != NULL))
    return tame_fail(err, TAME_EINVAL, "--stream and --validation go together");
  if (!has_stream && strcmp(tame_run_word(run, "model"), "tiny") != 0)
    return tame_fail(err, TAME_EINVAL,
                     "--model %s needs --stream and --validation",
                     tame_run_word(run, "model"));
  return open_data(run, err);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2410.05871/gpt",
          .title = "AdamW and INNAprop on a GPT",
          .figures = "run-gpt run-gpt-e2e",
          .about = "Training and validation losses of AdamW and INNAprop (0.1, "
                   "0.9), (2, 2) on a GPT: small, on characters of a text, or "
                   "GPT-2 on streams of 16-bit tokens.",
          .params = PARAMS,
          .cost = {0.5, 41.0, 0.0},
          .input = input,
          .check = check,
          .n_cells = language_cells,
          .cell = describe_language_cell,
          .run_cell = run_cell,
          .merge = merge});
}
