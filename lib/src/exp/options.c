/* SPDX-License-Identifier: MIT */
#include "run.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/rng.h"
#include "tame/utf8.h"

static const char *const SCALE_NAMES[TAME_N_SCALES] = {"smoke", "default",
                                                       "paper"};

const char *tame_scale_name(tame_scale s) { return SCALE_NAMES[s]; }

/* --- what callbacks may ask ---------------------------------------------- */

static size_t param_index(const tame_run *run, const char *name)
{
  for (size_t i = 0; i < run->n_params; i++)
    if (strcmp(run->exp->params[i].name, name) == 0) return i;
  fprintf(stderr, "%s: no parameter called %s\n", run->program, name);
  abort();
}

double tame_run_real(const tame_run *run, const char *param)
{
  return run->value[param_index(run, param)];
}

size_t tame_run_count(const tame_run *run, const char *param)
{
  return (size_t)tame_run_real(run, param);
}

static bool is_real(const tame_option *p)
{
  return p->kind && strcmp(p->kind, "real") == 0;
}

bool tame_option_is_file(const tame_option *p)
{
  return p->kind && strcmp(p->kind, "file") == 0;
}

bool tame_option_is_text(const tame_option *p)
{
  return p->kind && strcmp(p->kind, "text") == 0;
}

bool tame_option_is_given(const tame_option *p)
{
  return tame_option_is_file(p) || tame_option_is_text(p);
}

bool tame_option_is_word(const tame_option *p)
{
  return p->kind && !is_real(p) && !tame_option_is_given(p);
}

/* The INDEX-th word of a list separated by spaces; *length is its length. */
static const char *nth_word(const char *words, size_t index, size_t *length)
{
  for (size_t i = 0; i < index; i++) words += strcspn(words, " ") + 1;
  *length = strcspn(words, " ");
  return words;
}

void tame_option_text(char *text, size_t size, const tame_option *p, double v)
{
  size_t length;
  if (tame_option_is_given(p)) {
    snprintf(text, size, "none");
  } else if (tame_option_is_word(p)) {
    const char *word = nth_word(p->kind, (size_t)v, &length);
    snprintf(text, size, "%.*s", (int)length, word);
  } else {
    snprintf(text, size, "%.17g", v);
  }
}

const char *tame_run_word(const tame_run *run, const char *param)
{
  const size_t i = param_index(run, param);
  TAME_REQUIRE(tame_option_is_word(&run->exp->params[i]));
  return run->word[i];
}

const char *tame_run_file(const tame_run *run, const char *param)
{
  const size_t i = param_index(run, param);
  TAME_REQUIRE(tame_option_is_file(&run->exp->params[i]));
  return run->word[i];
}

const char *tame_run_text(const tame_run *run, const char *param)
{
  const size_t i = param_index(run, param);
  TAME_REQUIRE(tame_option_is_text(&run->exp->params[i]));
  return run->word[i];
}

tame_scale tame_run_scale(const tame_run *run) { return run->scale; }
uint64_t tame_run_root(const tame_run *run) { return run->root; }
const char *tame_run_input(const tame_run *run) { return run->input_path; }

gsl_rng *tame_run_rng(const tame_run *run, const char *stream, size_t rep)
{
  char path[256];
  snprintf(path, sizeof path, "%s/%s", run->exp->id, stream);
  return tame_rng_alloc(run->root, path, rep);
}

/* --- parsing ------------------------------------------------------------- */

static tame_status parse_unsigned(uint64_t *v, const char *text)
{
  char *end;
  if (!isdigit((unsigned char)*text)) return TAME_EINVAL;
  errno = 0;
  *v = strtoull(text, &end, 10);
  return errno || *end ? TAME_EINVAL : TAME_OK;
}

static tame_status parse_word(double *v, const char *words, const char *text)
{
  for (size_t i = 0, length;; i++) {
    const char *word = nth_word(words, i, &length);
    if (strlen(text) == length && strncmp(word, text, length) == 0) {
      *v = (double)i;
      return TAME_OK;
    }
    if (!word[length]) return TAME_EINVAL;
  }
}

static tame_status parse_param(double *v, const tame_option *p,
                               const char *text, tame_error *err)
{
  char *end;
  if (tame_option_is_word(p)) {
    if (parse_word(v, p->kind, text) == TAME_OK) return TAME_OK;
    return tame_fail(err, TAME_EINVAL, "--%s: '%s' is none of: %s", p->name,
                     text, p->kind);
  }
  const double x = strtod(text, &end);
  /* strtod also takes spaces, nan, inf and hexadecimal, which are not here */
  const bool is_decimal = !text[strspn(text, "+-.0123456789eE")];
  if (!is_decimal || end == text || *end || !isfinite(x) ||
      (!is_real(p) && x != floor(x)))
    return tame_fail(err, TAME_EINVAL, "--%s: '%s' is not %s", p->name, text,
                     is_real(p) ? "a number" : "an integer");
  if (x < p->lo || x > p->hi)
    return tame_fail(err, TAME_EINVAL, "--%s: %s is outside [%.10g, %.10g]",
                     p->name, text, p->lo, p->hi);
  *v = x;
  return TAME_OK;
}

static tame_status parse_scale(tame_scale *scale, const char *text,
                               tame_error *err)
{
  for (int s = 0; s < TAME_N_SCALES; s++)
    if (strcmp(text, SCALE_NAMES[s]) == 0) {
      *scale = (tame_scale)s;
      return TAME_OK;
    }
  return tame_fail(err, TAME_EINVAL,
                   "--scale: '%s' is none of: smoke default paper", text);
}

/* "2/4" */
static tame_status parse_shard(tame_run *run, const char *text, tame_error *err)
{
  char *first = tame_strdup(text);
  char *slash = strchr(first, '/');
  uint64_t i = 0, n = 0;
  if (slash) *slash = '\0';
  const bool good = slash && parse_unsigned(&i, first) == TAME_OK &&
                    parse_unsigned(&n, slash + 1) == TAME_OK && i >= 1 &&
                    i <= n;
  free(first);
  if (!good)
    return tame_fail(err, TAME_EINVAL,
                     "--shard: '%s' is not I/N with 1 <= I <= N", text);
  run->shard = (size_t)i;
  run->n_shards = (size_t)n;
  return TAME_OK;
}

/* The name becomes a path, and is stored as it is.  A part leaves room for the
 * endings of files in it. */
static tame_status parse_id(const char **id, const char *text, tame_error *err)
{
  enum { MOST = 200 };
  for (const char *part = text;; part++) {
    const size_t length = strcspn(part, "/");
    bool good = length > 0 && length <= MOST && *part != '.' && *part != '-';
    for (size_t i = 0; i < length; i++)
      good &= isalnum((unsigned char)part[i]) || strchr("-_.", part[i]) != NULL;
    if (!good)
      return tame_fail(err, TAME_EINVAL,
                       "--id: '%s' is not PAPER/NAME, of letters, digits, "
                       "'-', '_' and '.'",
                       text);
    part += length;
    if (!*part) break;
  }
  *id = text;
  return TAME_OK;
}

/* What the user gives in full is recorded, in lines of UTF-8. */
static tame_status check_line(const char *name, const char *text,
                              tame_error *err)
{
  if (!*text) return tame_fail(err, TAME_EINVAL, "--%s: empty", name);
  for (const char *c = text; *c; c++)
    if (iscntrl((unsigned char)*c))
      return tame_fail(err, TAME_EINVAL, "--%s: more than one line of text",
                       name);
  const size_t good = tame_utf8_span(text, strlen(text));
  if (text[good])
    return tame_fail(err, TAME_EINVAL, "--%s: not UTF-8 at byte %zu", name,
                     good);
  return TAME_OK;
}

static tame_status set_option(tame_run *run, const char *name, const char *text,
                              tame_error *err)
{
  if (strcmp(name, "scale") == 0)
    return TAME_OK; /* read before all others, see tame_run_parse */
  if (strcmp(name, "shard") == 0) return parse_shard(run, text, err);
  if (strcmp(name, "seed") == 0) /* at most what its attribute can hold */
    return parse_unsigned(&run->root, text) == TAME_OK && run->root <= LONG_MAX
               ? TAME_OK
               : tame_fail(err, TAME_EINVAL,
                           "--seed: '%s' is not an integer from 0 to %ld", text,
                           LONG_MAX);
  if (strcmp(name, "id") == 0) return parse_id(&run->id, text, err);
  if (strcmp(name, "out") == 0) {
    if (!*text) return tame_fail(err, TAME_EINVAL, "--out: empty");
    free(run->out);
    run->out = tame_strdup(text);
    return TAME_OK;
  }
  const size_t i = param_index(run, name);
  if (!tame_option_is_given(&run->exp->params[i]))
    return parse_param(&run->value[i], &run->exp->params[i], text, err);
  TAME_TRY(check_line(name, text, err));
  free(run->word[i]);
  run->word[i] = tame_strdup(text);
  return TAME_OK;
}

/* Does --NAME exist, as one that takes a value? */
static bool is_option(const tame_run *run, const char *name)
{
  static const char *const COMMON[] = {"scale", "seed", "shard", "out", "id"};
  for (size_t i = 0; i < sizeof COMMON / sizeof *COMMON; i++)
    if (strcmp(name, COMMON[i]) == 0) return true;
  for (size_t i = 0; i < run->n_params; i++)
    if (strcmp(name, run->exp->params[i].name) == 0) return true;
  return false;
}

/* One pass over the arguments; with only_scale, nothing but --scale is read,
 * because the scale sets the defaults of the others. */
static tame_status walk_options(tame_run *run, int argc, char **argv,
                                bool only_scale, tame_error *err)
{
  for (int i = 1; i < argc; i++) {
    const char *arg = argv[i];
    if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0) {
      run->wants_help = true;
      continue;
    }
    if (strcmp(arg, "--list") == 0) {
      run->wants_list = true;
      continue;
    }
    if (strncmp(arg, "--", 2) != 0 || !arg[2])
      return tame_fail(err, TAME_EINVAL, "unexpected argument '%s'; see --help",
                       arg);
    char name[64];
    const char *equals = strchr(arg, '=');
    const char *text = equals ? equals + 1 : argv[++i];
    snprintf(name, sizeof name, "%.*s",
             equals ? (int)(equals - arg - 2) : (int)strlen(arg + 2), arg + 2);
    if (!is_option(run, name))
      return tame_fail(err, TAME_EINVAL, "unknown option --%s; see --help",
                       name);
    if (!text)
      return tame_fail(err, TAME_EINVAL, "--%s: needs a value; see --help",
                       name);
    if (only_scale && strcmp(name, "scale") == 0)
      TAME_TRY(parse_scale(&run->scale, text, err));
    if (!only_scale) TAME_TRY(set_option(run, name, text, err));
  }
  return TAME_OK;
}

tame_status tame_run_parse(tame_run *run, int argc, char **argv,
                           tame_error *err)
{
  run->id = run->exp->id;
  run->scale = TAME_DEFAULT;
  run->shard = run->n_shards = 1;
  while (run->exp->params && run->exp->params[run->n_params].name)
    run->n_params++;
  run->value = tame_vec(run->n_params);
  run->word = tame_calloc(run->n_params, sizeof *run->word);
  run->sha256 = tame_calloc(run->n_params, sizeof *run->sha256);

  TAME_TRY(walk_options(run, argc, argv, true, err));
  for (size_t i = 0; i < run->n_params; i++)
    run->value[i] = run->exp->params[i].value[run->scale];
  TAME_TRY(walk_options(run, argc, argv, false, err));

  if (!run->out) {
    const size_t size = strlen(run->id) + 64;
    run->out = tame_calloc(size, 1);
    if (run->scale == TAME_DEFAULT)
      snprintf(run->out, size, "data/%s.h5", run->id);
    else
      snprintf(run->out, size, "scale/%s/data/%s.h5",
               tame_scale_name(run->scale), run->id);
  }
  run->cell_dir = tame_calloc(strlen(run->out) + 7, 1);
  snprintf(run->cell_dir, strlen(run->out) + 7, "%s.cells", run->out);
  tame_run_write_arguments(run);
  return TAME_OK;
}

void tame_run_clear(tame_run *run)
{
  free(run->out);
  free(run->cell_dir);
  for (size_t i = 0; run->word && i < run->n_params; i++) free(run->word[i]);
  free(run->word);
  free(run->sha256);
  free(run->value);
  free(run->arguments);
  free(run->config);
  free(run->input_path);
}
