/* SPDX-License-Identifier: MIT */
/* LoRA fine-tuning by AdamW and INNAprop of a GPT that writes texts from
 * meanings, as the paper does with GPT-2 on E2E.  A cell is one run: a network
 * is trained on the texts alone (or read from a file), frozen, given low-rank
 * branches on queries and values, and fine-tuned on meaning and text with the
 * loss on the text.  Runs of one seed begin from the same network and see the
 * same batches.  At the end the network writes texts for meanings of the
 * validation part, which are kept and scored by BLEU.
 *
 * At the small scales tokens are words, so that a context of 96 (128 for E2E)
 * holds a meaning and its text; the sum of all step sizes is about 5, in the
 * range that the runs on images have.  Paper scale takes GPT-2's pre-trained
 * weights, its tokens, and the official files of E2E. */
#include <string.h>

#include "language.h"
#include "lora.h"
#include "tame/e2e_like.h"
#include "tame/rng.h"
#include "tame/text_curves.h"

#define DATA_WORDS "generated e2e-lines e2e"

static const tame_option PARAMS[] = {
    {"data", {0, 0, 2}, 0, 0, "pairs of a meaning and a text", DATA_WORDS},
    {"weights",
     {0},
     0,
     0,
     "pre-trained GPT-2, safetensors; tokens are then "
     "GPT-2's",
     "file"},
    {"model",
     {0, 0, 1},
     0,
     0,
     "tiny takes the next three",
     "tiny small medium large"},
    {"layers", {2, 2, 2}, 1, 100, "layers", NULL},
    {"heads", {2, 4, 4}, 1, 100, "heads", NULL},
    {"channels", {32, 64, 64}, 1, 4096, "channels", NULL},
    {"context", {96, 96, 512}, 8, 1024, "tokens of a line", NULL},
    {"lines", {200, 4000, 0}, 0, 200000, "pairs to train on, 0: all", NULL},
    {"valid", {20, 200, 0}, 0, 200000, "pairs to validate on, 0: all", NULL},
    {"batch", {4, 8, 8}, 1, 4096, "lines of a step", NULL},
    {"pretrain", {40, 1000, 1}, 1, 1e7, "steps on the texts alone", NULL},
    {"steps", {40, 1000, 26290}, 1, 1e7, "steps of fine-tuning", NULL},
    {"warmup", {1, 20, 500}, 0, 1e7, "steps of warm-up", NULL},
    {"peak", {1e-2, 1e-2, 2e-4}, 0, 10, "largest step size", "real"},
    {"decay", {0.01, 0.01, 0.01}, 0, 10, "weight decay", "real"},
    {"dropout",
     {0.1, 0.1, 0.1},
     0,
     0.9,
     "on the input of the branches",
     "real"},
    {"every", {20, 50, 1000}, 1, 1e7, "steps between validations", NULL},
    {"texts",
     {2, 20, 0},
     0,
     100000,
     "meanings to write texts for, 0: all",
     NULL},
    {"beams", {2, 10, 10}, 1, 100, "of the beam search", NULL},
    {"seeds", {1, 2, 1}, 1, 100, "runs of each optimiser", NULL},
    {"threads", {1, 1, 2}, 1, 64, "threads of a run", NULL},
    {0}};

enum { RANK = 4, ALPHA = 32 };
static const double SMOOTHING = 0.1, EPS = 1e-6;
static const double FIRST_PEAK = 4e-3, FIRST_LAST = 4e-4, FIRST_DECAY = 0.1;

/* Opened once and kept until the program ends. */
static struct {
  tame_e2e lines; /* both parts */
  size_t n_train;
  coder coder;
  token_lines part[2];
  tame_text_windows completion[2];
  tame_gpt gpt; /* adapted */
  tame_net *net, *whole;
  tame_team *team;
} data;

/* --- pairs ---------------------------------------------------------------- */

/* Pairs of two files one after the other. */
static tame_status read_both(const char *set, const char *const file[2],
                             tame_status (*read)(tame_e2e *, const char *,
                                                 tame_error *),
                             tame_error *err)
{
  tame_e2e e[2] = {{0}, {0}};
  for (size_t i = 0; i < 2; i++) {
    char *path;
    TAME_TRY(tame_dataset_find(&path, set, file[i], err));
    const tame_status s = read(&e[i], path, err);
    free(path);
    if (s < 0) return s;
  }
  const size_t n = e[0].n + e[1].n;
  data.n_train = e[0].n;
  data.lines = (tame_e2e){.n = n,
                          .meaning = tame_calloc(n, sizeof(char *)),
                          .text = tame_calloc(n, sizeof(char *))};
  for (size_t i = 0, k = 0; i < 2; i++) {
    for (size_t j = 0; j < e[i].n; j++, k++) {
      data.lines.meaning[k] = e[i].meaning[j];
      data.lines.text[k] = e[i].text[j];
    }
    free(e[i].meaning);
    free(e[i].text);
  }
  return TAME_OK;
}

/* Generated ones; the first part ends where a meaning does. */
static void generate(const tame_run *run)
{
  enum { FEW = 100 };
  const size_t lines = tame_run_count(run, "lines");
  const size_t wanted = lines ? lines : 4000;
  const size_t rest = tame_run_count(run, "valid");
  gsl_rng *rng = tame_run_rng(run, "lines", 0);
  tame_e2e_like(&data.lines, wanted + (rest ? rest : 400) + FEW, rng);
  gsl_rng_free(rng);
  data.n_train = wanted;
  while (strcmp(data.lines.meaning[data.n_train],
                data.lines.meaning[data.n_train - 1]) == 0)
    data.n_train++;
}

static tame_status open_lines(const tame_run *run, tame_error *err)
{
  static const char *const LINES[] = {"valid.txt", "test.txt"};
  static const char *const TABLES[] = {"trainset.csv", "devset.csv"};
  const char *set = tame_run_word(run, "data");
  if (strcmp(set, "e2e-lines") == 0)
    return read_both(set, LINES, tame_e2e_read_lines, err);
  if (strcmp(set, "e2e") == 0)
    return read_both(set, TABLES, tame_e2e_read_csv, err);
  generate(run);
  return TAME_OK;
}

/* the first N of ALL, 0 for all */
static size_t at_most(size_t n, size_t all)
{
  return n == 0 || n > all ? all : n;
}

static tame_status make_tokens(const tame_run *run, tame_error *err)
{
  const size_t begin[] = {0, data.n_train};
  const size_t n[] = {
      at_most(tame_run_count(run, "lines"), data.n_train),
      at_most(tame_run_count(run, "valid"), data.lines.n - data.n_train)};
  for (size_t i = 0; i < 2; i++) {
    TAME_TRY(token_lines_make(&data.part[i], &data.lines, begin[i], n[i],
                              data.gpt.context, &data.coder, err));
    data.completion[i] = (tame_text_windows){.id = data.part[i].completion,
                                             .n = data.part[i].n_completion,
                                             .length = data.gpt.context};
  }
  return TAME_OK;
}

/* --- networks ------------------------------------------------------------- */

static tame_status set_size(const tame_run *run, tame_error *err)
{
  const char *model = tame_run_word(run, "model");
  const bool is_published = tame_run_file(run, "weights") != NULL;
  if (strcmp(model, "tiny") != 0) {
    TAME_TRY(tame_gpt_named(&data.gpt, model, TAME_GPT_PUBLISHED, err));
  } else {
    data.gpt = (tame_gpt){.layers = tame_run_count(run, "layers"),
                          .heads = tame_run_count(run, "heads"),
                          .channels = tame_run_count(run, "channels"),
                          .has_bias = is_published,
                          .has_norm_bias = true,
                          .gelu = is_published ? TAME_GELU_TANH : TAME_GELU};
  }
  data.gpt.context = tame_run_count(run, "context");
  data.gpt.vocabulary = coder_size(&data.coder);
  return TAME_OK;
}

static tame_status make_nets(const tame_run *run, tame_error *err)
{
  TAME_TRY(tame_gpt_net(&data.whole, &data.gpt, err));
  data.gpt.rank = RANK;
  data.gpt.alpha = ALPHA;
  data.gpt.rate = tame_run_real(run, "dropout");
  return tame_gpt_net(&data.net, &data.gpt, err);
}

static tame_status open_data(const tame_run *run, tame_error *err)
{
  if (data.net) return TAME_OK;
  TAME_TRY(open_lines(run, err));
  if (tame_run_file(run, "weights"))
    TAME_TRY(coder_gpt2(&data.coder, err));
  else
    coder_words(&data.coder, &data.lines);
  TAME_TRY(set_size(run, err));
  TAME_TRY(make_tokens(run, err));
  data.team = tame_team_alloc(tame_run_count(run, "threads"));
  return make_nets(run, err);
}

/* --- a run ---------------------------------------------------------------- */

/* AdamW on the texts alone, as one stream; labels smoothed as later, so that
 * fine-tuning does not begin by unlearning that they were not */
static tame_text_training first_training(size_t seed, const tame_run *run)
{
  const size_t steps = tame_run_count(run, "pretrain");
  return (tame_text_training){
      .net = data.whole,
      .table = TAME_GPT_TABLE,
      .train = tame_text_set_of_windows(&data.completion[0]),
      .valid = tame_text_set_of_windows(&data.completion[1]),
      .n_valid = 1,
      .batch = tame_run_count(run, "batch"),
      .smoothing = SMOOTHING,
      .opt = language_options(0, FIRST_DECAY, 0.95, 0.99, 1e-8),
      .max_norm = 1.0,
      .schedule = TAME_WARMUP_COSINE,
      .warmup = steps / 20,
      .steps = steps,
      .peak = FIRST_PEAK,
      .last = FIRST_LAST,
      .every = steps,
      .seed = tame_seed(tame_run_root(run), "2410.05871/lora/texts", seed),
      .team = data.team};
}

static tame_text_training training(size_t method, size_t seed,
                                   const tame_run *run)
{
  return (tame_text_training){
      .net = data.net,
      .table = TAME_GPT_TABLE,
      .train = tame_text_set_of_sequences(&data.part[0].sequences),
      .valid = tame_text_set_of_sequences(&data.part[1].sequences),
      .n_valid = data.part[1].sequences.n,
      .batch = tame_run_count(run, "batch"),
      .is_shuffled = true,
      .smoothing = SMOOTHING,
      .opt = language_options(method, tame_run_real(run, "decay"), 0.999, 0.999,
                              EPS),
      .schedule = TAME_WARMUP_LINEAR,
      .warmup = tame_run_count(run, "warmup"),
      .steps = tame_run_count(run, "steps"),
      .peak = tame_run_real(run, "peak"),
      .every = tame_run_count(run, "every"),
      .seed = tame_seed(tame_run_root(run), "2410.05871/lora/order", seed),
      .team = data.team};
}

/* Frozen weights of T: from the file, or from a run on the texts alone. */
static tame_status pretrain(tame_text_trainer *t, size_t seed, gsl_rng *rng,
                            const tame_run *run, tame_error *err)
{
  const char *path = tame_run_file(run, "weights");
  if (path) return read_weights(tame_text_trainer_nn(t), &data.gpt, path, err);
  const tame_text_training o = first_training(seed, run);
  tame_text_trainer *first = tame_text_trainer_alloc(&o, err);
  if (!first) return TAME_EINVAL;
  tame_status s = tame_text_trainer_init(first, rng);
  if (s >= 0) s = tame_text_trainer_advance(first, o.steps, err);
  freeze_weights(tame_text_trainer_nn(t), &data.gpt,
                 tame_text_trainer_nn(first));
  tame_text_trainer_free(first);
  return s;
}

static tame_status write_some(tame_h5 *out, tame_text_trainer *t,
                              const tame_run *run, tame_error *err)
{
  written w;
  written_alloc(
      &w, at_most(tame_run_count(run, "texts"), data.lines.n - data.n_train),
      tame_run_count(run, "beams"));
  const tame_status s = write_texts(&w, tame_text_trainer_nn(t), &data.lines,
                                    data.n_train, &data.coder, err);
  if (s >= 0) written_save(out, &w);
  written_free(&w);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  TAME_TRY(open_data(run, err));
  const size_t seed = cell->coord[1];
  const tame_text_training o = training(cell->coord[0], seed, run);
  tame_text_trainer *t = tame_text_trainer_alloc(&o, err);
  if (!t) return TAME_EINVAL;
  tame_text_point *p = tame_calloc(tame_text_points(&o), sizeof *p);
  gsl_rng *rng = tame_run_rng(run, "parameters", seed);
  tame_status s = tame_text_trainer_init(t, rng);
  if (s >= 0) s = pretrain(t, seed, rng, run, err);
  if (s >= 0) s = tame_text_curves_run(p, t, run, cell, err);
  if (s >= 0) tame_text_curves_write(out, p, tame_text_points(&o));
  if (s >= 0) s = write_some(out, t, run, err);
  gsl_rng_free(rng);
  free(p);
  tame_text_trainer_free(t);
  return s < 0 ? s : TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  TAME_TRY(open_data(run, err));
  const size_t seeds = tame_run_count(run, "seeds");
  const tame_text_training o = training(0, 0, run);
  gsl_rng *rng = tame_run_rng(run, "bootstrap", 0);
  tame_status s = tame_text_curves_merge(
      out, cells, "training", "Fine-tuning by low-rank branches",
      LANGUAGE_WORDS, seeds, tame_text_points(&o), rng, err);
  gsl_rng_free(rng);
  if (s >= 0) s = merge_texts(out, cells, seeds, &data.lines, &data.coder, err);
  if (s >= 0) s = merge_bleu(out, cells, seeds, err);
  if (s < 0) return s;
  tame_h5_write_scalar(out, "training/trained",
                       (double)tame_net_n_parameters(data.net),
                       "trained parameters", "1");
  tame_h5_write_scalar(out, "training/frozen",
                       (double)tame_net_n_frozen(data.net), "frozen parameters",
                       "1");
  tame_h5_write_scalar(out, "training/vocabulary", (double)data.gpt.vocabulary,
                       "tokens there are", "1");
  return TAME_OK;
}

static const char *input(const tame_run *run)
{
  const char *set = tame_run_word(run, "data");
  return strcmp(set, "generated") == 0 ? NULL : set;
}

static tame_status check(const tame_run *run, tame_error *err)
{
  const bool has_weights = tame_run_file(run, "weights") != NULL;
  if (!has_weights && strcmp(tame_run_word(run, "model"), "tiny") != 0)
    return tame_fail(err, TAME_EINVAL, "--model %s needs --weights",
                     tame_run_word(run, "model"));
  return open_data(run, err);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2410.05871/lora",
          .title = "LoRA fine-tuning by AdamW and INNAprop",
          .figures = "run-lora run-lora-e2e tab-lora-texts tab-lora-bleu "
                     "tab-lora-texts-e2e tab-lora-bleu-e2e",
          .about = "Validation perplexity and texts of a GPT whose low-rank "
                   "branches are fine-tuned by AdamW and INNAprop (0.1, 0.9), "
                   "(2, 2) to write texts from meanings.",
          .params = PARAMS,
          .cost = {0.8, 127.0, 0.0},
          .input = input,
          .check = check,
          .n_cells = language_cells,
          .cell = describe_language_cell,
          .run_cell = run_cell,
          .merge = merge});
}
