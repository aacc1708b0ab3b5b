/* SPDX-License-Identifier: MIT */
#include "tame/claim.h"

#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tame/base.h"
#include "tame/text.h"

enum { EXIT_USAGE = 2 };

struct tame_results {
  const char *tree, *paper;
  tame_scale scale;
  tame_error *unreadable; /* the first result that is there, but not for us */
  tame_error *missing;    /* the experiment whose result was not there last */
};

typedef enum { PASS, FAIL, NOT_RUN, NOT_ATTEMPTED } verdict;
static const char *const VERDICTS[] = {"PASS", "FAIL", "NOT RUN",
                                       "NOT ATTEMPTED"};

/* TREE/data/PAPER/EXP.h5, or the same under scale/<s>/; free() it. */
static char *result_path(const tame_results *r, const char *exp)
{
  const size_t size = strlen(r->tree) + strlen(r->paper) + strlen(exp) + 64;
  char *path = tame_calloc(size, 1);
  if (r->scale == TAME_DEFAULT)
    snprintf(path, size, "%s/data/%s/%s.h5", r->tree, r->paper, exp);
  else
    snprintf(path, size, "%s/scale/%s/data/%s/%s.h5", r->tree,
             tame_scale_name(r->scale), r->paper, exp);
  return path;
}

/* NaN behind the numbers of a result, for claims that look where a result of
 * other parameters has none. */
enum { BEHIND = 1 << 16 };

static double *with_nan_behind(double *x, size_t count)
{
  double *longer = tame_vec(count + BEHIND);
  if (count > 0) memcpy(longer, x, count * sizeof *x);
  for (size_t i = count; i < count + BEHIND; i++) longer[i] = (double)NAN;
  free(x);
  return longer;
}

tame_status tame_results_read(double **x, tame_h5_shape *shape,
                              const tame_results *r, const char *exp,
                              const char *path)
{
  tame_h5 *f;
  tame_error err = {""};
  char *file = result_path(r, exp);
  tame_status s = tame_h5_open(&f, file, &err);
  if (s >= 0) {
    s = tame_h5_read(x, shape, f, path, &err);
    /* a file without the data set is of another program, not "not run" */
    if (s == TAME_EMISSING) s = TAME_EFORMAT;
    if (s >= 0) *x = with_nan_behind(*x, shape->count);
    tame_h5_close(f);
  }
  /* a verdict would outlive the reason: nothing is judged anew when the
   * permissions of a file change */
  if (s == TAME_EIO && !r->unreadable->text[0]) *r->unreadable = err;
  if (s == TAME_EMISSING)
    snprintf(r->missing->text, sizeof r->missing->text, "%s", exp);
  if (s == TAME_EFORMAT) fprintf(stderr, "claims: %s\n", err.text);
  free(file);
  return s;
}

tame_status tame_results_scalar(double *x, const tame_results *r,
                                const char *exp, const char *path)
{
  double *value;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&value, &shape, r, exp, path));
  const tame_status s = shape.count == 1 ? TAME_OK : TAME_EFORMAT;
  *x = shape.count == 1 ? value[0] : (double)NAN;
  free(value);
  return s;
}

/* --- one claim ----------------------------------------------------------- */

static verdict judge(double *value, tame_scale *used, const tame_claim *c,
                     const tame_results *here)
{
  tame_results r = *here;
  r.missing->text[0] = '\0';
  *value = (double)NAN;
  *used = c->scale;
  if (!c->measure) return NOT_ATTEMPTED;
  if (c->scale > r.scale) r.scale = c->scale;
  *used = r.scale;
  const tame_status s = c->measure(value, &r);
  if (s == TAME_EMISSING) return NOT_RUN;
  if (s < 0) return FAIL;
  const bool inside = *value >= c->lo && *value <= c->hi;
  return inside && isfinite(*value) ? PASS : FAIL;
}

static void interval_text(char *text, size_t size, const tame_claim *c)
{
  if (!c->measure)
    snprintf(text, size, "-");
  else if (isinf(c->lo))
    snprintf(text, size, "<= %.6g", c->hi);
  else if (isinf(c->hi))
    snprintf(text, size, ">= %.6g", c->lo);
  else if (c->lo == c->hi)
    snprintf(text, size, "%.10g", c->lo);
  else
    snprintf(text, size, "[%.6g, %.6g]", c->lo, c->hi);
}

/* Whether the result of EXP can be read at that scale. */
static bool is_there(const char *exp, tame_scale scale, const tame_results *r)
{
  const tame_results at = {r->tree, r->paper, scale, NULL, NULL};
  char *file = result_path(&at, exp);
  const bool there = access(file, R_OK) == 0;
  free(file);
  return there;
}

static void print_row(FILE *out, const tame_claim *c, const tame_results *r)
{
  double value;
  tame_scale used;
  char measured[32] = "-", accepted[64], why[512] = "";
  const verdict v = judge(&value, &used, c, r);
  interval_text(accepted, sizeof accepted, c);
  if (v == PASS || v == FAIL)
    snprintf(measured, sizeof measured, "%.6g", value);
  const char *missing = c->reason ? "" : r->missing->text;
  if (v == NOT_RUN && !is_there(c->exp, used, r)) missing = c->exp;
  if (v == NOT_RUN && *missing)
    snprintf(why, sizeof why, "%.400s at %s scale not found", missing,
             tame_scale_name(used));
  else if (v != PASS)
    snprintf(why, sizeof why, "%s", c->reason ? c->reason : "not explained");
  fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", c->id, c->sentence, c->paper,
          measured, accepted, tame_scale_name(used), VERDICTS[v], why);
}

/* --- the program --------------------------------------------------------- */

static tame_status write_table(const char *path, const tame_claim *claims,
                               size_t n, const tame_results *r, tame_error *err)
{
  tame_output o;
  TAME_TRY(tame_output_open(&o, path, err));
  fputs("claim\tsentence\tpaper\tmeasured\taccepted\tscale\tverdict\treason\n",
        o.file);
  for (size_t i = 0; i < n; i++) print_row(o.file, &claims[i], r);
  if (r->unreadable->text[0]) {
    tame_output_discard(&o);
    *err = *r->unreadable;
    return TAME_EIO;
  }
  return tame_output_commit(&o, err);
}

static void list_claims(const tame_claim *claims, size_t n,
                        const tame_results *r)
{
  for (size_t i = 0; i < n; i++) {
    char *file = claims[i].exp ? result_path(r, claims[i].exp) : NULL;
    const char *name = file ? file : "-";
    if (strncmp(name, "./", 2) == 0) name += 2;
    printf("claim\t%s\t%s\t%s\n", r->paper, claims[i].id, name);
    free(file);
  }
}

static int bad_usage(const char *what, const char *why)
{
  tame_error err;
  tame_fail(&err, TAME_EINVAL, "%s: %s; see --help", what, why); /* one line */
  fprintf(stderr, "claims: %s\n", err.text);
  return EXIT_USAGE;
}

static int help(void)
{
  puts(
      "usage: claims [--scale smoke|default|paper] [--tree DIR]"
      " --out FILE.tsv | --list");
  return tame_stdout_end("claims");
}

int tame_claims_main(int argc, char **argv, const char *paper,
                     const tame_claim *claims, size_t n)
{
  tame_error err = {""}, unreadable = {""}, missing = {""};
  tame_results r = {.tree = ".",
                    .paper = paper,
                    .scale = TAME_DEFAULT,
                    .unreadable = &unreadable,
                    .missing = &missing};
  const char *out = NULL;
  bool wants_list = false;
  signal(SIGXFSZ, SIG_IGN); /* too long a file is an error, not a kill */
  for (int i = 1; i < argc; i++) {
    const char *name = argv[i];
    if (strcmp(name, "--help") == 0) return help();
    if (strcmp(name, "--list") == 0) {
      wants_list = true;
      continue;
    }
    const char *text = i + 1 < argc ? argv[++i] : NULL;
    if (!text) return bad_usage(name, "needs a value, or is unknown");
    if (strcmp(name, "--out") == 0) {
      out = text;
    } else if (strcmp(name, "--tree") == 0) {
      r.tree = text;
    } else if (strcmp(name, "--scale") == 0) {
      int s = 0;
      while (s < TAME_N_SCALES && strcmp(text, tame_scale_name((tame_scale)s)))
        s++;
      if (s == TAME_N_SCALES) return bad_usage(text, "no such scale");
      r.scale = (tame_scale)s;
    } else {
      return bad_usage(name, "unknown option");
    }
  }
  if (wants_list) {
    list_claims(claims, n, &r);
    return tame_stdout_end("claims");
  }
  if (!out) return bad_usage("--out", "missing");
  if (write_table(out, claims, n, &r, &err) == TAME_OK) return EXIT_SUCCESS;
  fprintf(stderr, "claims: %s\n", err.text);
  return EXIT_FAILURE;
}
