/* SPDX-License-Identifier: MIT */
/* The command line of an experiment: arguments with a NUL between them.  What
 * is accepted is in range, and what it came to, given again as a shell would
 * split it, comes to the same. */
#include "fuzz.h"

#include <math.h>

#include "../../lib/src/exp/run.h"
#include "tame/dataset.h"
#include "tame/utf8.h"

static const tame_option PARAMS[] = {
    {"sizes", {2, 3, 5}, 1, 20, "an integer", NULL},
    {"most", {2, 3, 5}, 0, 1e15, "a large one", NULL},
    {"shift", {0.5, 0.5, 0.1}, -10, 10, "a number", "real"},
    {"law", {0, 1, 0}, 0, 0, "a word", "normal uniform none"},
    {"csv", {0}, 0, 0, "a file", "file"},
    {"label", {0}, 0, 0, "a line", "text"},
    {0}};
static const tame_experiment EXPERIMENT = {
    .id = "toy/means", .title = "toy", .params = PARAMS};

enum { MOST = 64 };

static void check_values(const tame_run *run)
{
  for (size_t i = 0; i < run->n_params; i++) {
    const tame_option *p = &PARAMS[i];
    const double x = run->value[i];
    if (!isfinite(x)) abort();
    if (!p->kind && (x < p->lo || x > p->hi || x != floor(x))) abort();
    if (tame_option_is_word(p) && x > 2.0) abort();
    const char *word = run->word[i];
    if (word && tame_utf8_span(word, strlen(word)) < strlen(word)) abort();
    if (!word && !tame_option_is_given(p)) abort();
  }
  if (run->shard < 1 || run->shard > run->n_shards || !*run->out) abort();
}

/* argv <- the words of TEXT, which is changed, as a shell finds them; how
 * many. */
static int split(char **argv, char *text)
{
  int n = 0;
  char *to = text;
  while (*text) {
    argv[n++] = to;
    for (bool is_quoted = false; *text && (is_quoted || *text != ' '); text++) {
      if (*text == '\'')
        is_quoted = !is_quoted;
      else if (*text == '\\' && !is_quoted)
        *to++ = *++text;
      else
        *to++ = *text;
    }
    if (*text) text++;
    *to++ = '\0';
    if (n == MOST) abort();
  }
  return n;
}

static void check_again(const tame_run *run)
{
  char *argv[MOST + 1], name[] = "toy";
  char *line = calloc(strlen(run->arguments) + 2, 1);
  strcpy(line, run->arguments);
  argv[0] = name;
  tame_run again = {.exp = &EXPERIMENT, .program = name};
  tame_error err = {""};
  const int n = 1 + split(argv + 1, line);
  if (tame_run_parse(&again, n, argv, &err) < 0) {
    fprintf(stderr, "%s\n%s\n", run->arguments, err.text);
    abort();
  }
  if (strcmp(again.arguments, run->arguments) != 0 ||
      strcmp(again.config, run->config) != 0)
    abort();
  tame_run_clear(&again);
  free(line);
}

/* Places of data sets, as a user lists them. */
static void look_for_data(const char *places)
{
  char *path;
  tame_error err = {""};
  setenv("TAME_DATA", places, 1);
  if (tame_dataset_find(&path, "mnist", NULL, &err) >= 0)
    free(path);
  else
    fuzz_explains(err.text);
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  char *argv[MOST + 1], name[] = "toy";
  char *text = calloc(size + 1, 1), *at = text;
  int argc = 1;
  if (size) memcpy(text, data, size);
  fuzz_written = size;
  argv[0] = name;
  for (; at < text + size && argc < MOST; at += strlen(at) + 1)
    argv[argc++] = at;
  argv[argc] = NULL;
  tame_run run = {.exp = &EXPERIMENT, .program = name};
  tame_error err = {""};
  if (tame_run_parse(&run, argc, argv, &err) < 0) {
    fuzz_explains(err.text);
  } else if (!run.wants_help) {
    check_values(&run);
    check_again(&run);
  }
  tame_run_clear(&run);
  look_for_data(text);
  free(text);
}

FUZZ_READER(64, 1 << 20)
