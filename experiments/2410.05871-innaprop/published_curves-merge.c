/* SPDX-License-Identifier: MIT */
/* From curves to panels and tables. */
#include <math.h>

#include "pieces.h"
#include "tame/stats.h"

#include "published_curves.h"

static const double THRESHOLD = 88.0; /* percent of test accuracy */

/* --- one panel ------------------------------------------------------------ */

typedef struct {
  const family *f;
  const tame_cells *cells;
  char name[64];
  size_t first, n; /* its series */
  char path[128];
} panel;

static const char *in_panel(panel *p, const char *name, const char *suffix)
{
  snprintf(p->path, sizeof p->path, "%s/%s%s", p->name, name, suffix);
  return p->path;
}

/* x [n x count] <- data set NAME of the cells of P */
static tame_status of_panel(double *x, const panel *p, const char *name,
                            size_t count, tame_error *err)
{
  for (size_t i = 0; i < p->n; i++) {
    double *one;
    tame_h5_shape shape;
    TAME_TRY(tame_cells_read(&one, &shape, p->cells, p->first + i, name, err));
    TAME_REQUIRE(shape.count == count);
    memcpy(x + i * count, one, count * sizeof *x);
    free(one);
  }
  return TAME_OK;
}

static const char *unit_of(const char *name)
{
  return strstr(name, "accuracy") ? "%" : "1";
}

static tame_status write_part(tame_h5 *out, panel *p, const char *name,
                              const char *suffix, const char *meaning,
                              tame_error *err)
{
  char source[96], text[160];
  double *x = tame_vec(p->n * p->f->n_x);
  snprintf(source, sizeof source, "%s%s", name, suffix);
  snprintf(text, sizeof text, "%s, %s", name, meaning);
  const tame_status s = of_panel(x, p, source, p->f->n_x, err);
  if (s >= 0)
    tame_h5_write(out, in_panel(p, name, suffix), "method x", x, text,
                  unit_of(name));
  free(x);
  return s;
}

/* Quantity J: all runs [method x run x x], mean, band, smallest so far. */
static tame_status write_quantity(tame_h5 *out, panel *p, size_t j,
                                  const double *runs, tame_error *err)
{
  const size_t n_q = n_words(p->f->names), n = p->f->n_x;
  double *x = tame_vec(p->n * MAX_RUNS * n);
  char name[64];
  word_at(name, p->f->names, j);
  for (size_t i = 0; i < p->n * MAX_RUNS; i++)
    memcpy(x + i * n, runs + (i * n_q + j) * n, n * sizeof *x);
  tame_h5_write(out, in_panel(p, name, ""), "method run x", x, name,
                unit_of(name));
  free(x);
  TAME_TRY(write_part(out, p, name, "_mean", "mean over runs", err));
  TAME_TRY(write_part(out, p, name, "_low", "lower end of the band", err));
  TAME_TRY(write_part(out, p, name, "_high", "upper end of the band", err));
  if (!p->f->is_minimised) return TAME_OK;
  TAME_TRY(write_part(out, p, name, "_best", "smallest mean so far", err));
  TAME_TRY(write_part(out, p, name, "_minima",
                      "mean over runs of the smallest so far", err));
  return TAME_OK;
}

/* The last quantity of the family at the end of each run, and of the smallest
 * so far: mean and spread over runs. */
typedef struct {
  double end[MAX_RUNS], mean, sd, runs, reach;
} summary;

static void summarise_end(summary *s, const double *q, const family *f,
                          const double *x)
{
  const size_t n_q = n_words(f->names), n = f->n_x;
  double reached[MAX_RUNS];
  for (size_t r = 0; r < MAX_RUNS; r++) {
    const double *y = q + (r * n_q + n_q - 1) * n;
    s->end[r] = f->is_minimised ? tame_min(y, n) : y[n - 1];
    reached[r] = (double)NAN;
    for (size_t i = n; i-- > 0;)
      if (y[i] >= THRESHOLD) reached[r] = x[i];
  }
  s->runs = 0.0;
  for (size_t r = 0; r < MAX_RUNS; r++) s->runs += !isnan(s->end[r]);
  s->mean = tame_mean(s->end, MAX_RUNS);
  s->sd = tame_std(s->end, MAX_RUNS) * sqrt(s->runs / (s->runs - 1.0));
  s->reach = tame_mean(reached, MAX_RUNS);
}

static void write_ends(tame_h5 *out, panel *p, const summary *s)
{
  double x[4][MAX_SERIES];
  TAME_REQUIRE(p->n <= MAX_SERIES);
  for (size_t i = 0; i < p->n; i++) {
    x[0][i] = s[i].mean;
    x[1][i] = s[i].sd;
    x[2][i] = s[i].runs;
    x[3][i] = s[i].reach;
  }
  const bool low = p->f->is_minimised;
  tame_h5_write(out, in_panel(p, "final_mean", ""), "method", x[0],
                low ? "smallest value of a run, mean over runs"
                    : "test accuracy (best so far) at the end, mean over runs",
                low ? "1" : "%");
  tame_h5_write(out, in_panel(p, "final_sd", ""), "method", x[1],
                "its standard deviation over runs", low ? "1" : "%");
  tame_h5_write(out, in_panel(p, "n_runs", ""), "method", x[2], "runs", "1");
  if (!low)
    tame_h5_write(out, in_panel(p, "epochs_to_88", ""), "method", x[3],
                  "first epoch with a test accuracy of 88 %, mean over runs "
                  "that reach it",
                  "1");
}

/* The words of the methods of P, in TEXT. */
static void method_words(char *text, size_t size, const panel *p)
{
  size_t at = 0;
  for (size_t i = 0; i < p->n; i++)
    at += (size_t)snprintf(text + at, size - at, "%s%s", i ? " " : "",
                           p->f->series[p->first + i].method);
}

static tame_status write_panel(tame_h5 *out, panel *p, summary *s,
                               tame_error *err)
{
  const size_t n_q = n_words(p->f->names), n = p->f->n_x;
  const size_t count = MAX_RUNS * n_q * n;
  char words[1024], title[160], last[64];
  double *runs = tame_vec(p->n * count), *x = tame_vec(p->n * n);
  tame_status status = of_panel(x, p, "x", n, err);
  if (status >= 0) status = of_panel(runs, p, "runs", count, err);
  snprintf(title, sizeof title, "%s, %s", p->f->title, p->name);
  method_words(words, sizeof words, p);
  tame_h5_group(out, p->name, title);
  tame_h5_codes(out, in_panel(p, "method", ""), words,
                "AdamW, damping alpha, beta of INNAprop, or another method");
  tame_h5_index(out, in_panel(p, "run", ""), MAX_RUNS,
                "run, NaN after the last");
  tame_h5_axis(out, in_panel(p, "x", ""), x, n, p->f->x_name, "1");
  for (size_t j = 0; j < n_q && status >= 0; j++)
    status = write_quantity(out, p, j, runs, err);
  for (size_t i = 0; i < p->n && status >= 0; i++)
    summarise_end(&s[i], runs + i * count, p->f, x);
  if (status >= 0) write_ends(out, p, s);
  word_at(last, p->f->names, n_q - 1);
  strcat(last, "_mean");
  tame_h5_panel(out, p->name, last, "method x");
  free(runs);
  free(x);
  return status;
}

/* --- the table ------------------------------------------------------------ */

enum { N_METHODS = 4, MAX_PANELS = 3 };
static const struct {
  const char *word, *name;
} METHODS[N_METHODS] = {{"adamw", "AdamW"},
                        {"a0.1_b0.9", "INNAprop (0.1, 0.9)"},
                        {"a2_b2", "INNAprop (2, 2)"},
                        {"a1_b1", "INNAprop (1, 1)"}};

/* One row a panel; a method is missing where it was not run. */
typedef struct {
  double mean[N_METHODS][MAX_PANELS], sd[N_METHODS][MAX_PANELS],
      runs[N_METHODS][MAX_PANELS];
  double catch_up[MAX_PANELS], catch_up_minima[MAX_PANELS], speed[MAX_PANELS];
} table;

static void take_row(table *t, size_t row, const panel *p, const summary *s)
{
  for (size_t m = 0; m < N_METHODS; m++) {
    t->mean[m][row] = t->sd[m][row] = t->runs[m][row] = (double)NAN;
    for (size_t i = 0; i < p->n; i++)
      if (strcmp(p->f->series[p->first + i].method, METHODS[m].word) == 0) {
        t->mean[m][row] = s[i].mean;
        t->sd[m][row] = s[i].sd;
        t->runs[m][row] = s[i].runs;
      }
  }
}

/* Losses: *at <- the first x at which (0.1, 0.9) is at most AdamW's last mean,
 * in the curves with SUFFIX of the last quantity of the family. */
static tame_status catch_up(double *at, const panel *p, const char *suffix,
                            tame_error *err)
{
  const size_t n = p->f->n_x;
  double *x = tame_vec(p->n * n), *y = tame_vec(p->n * n);
  double *mean = tame_vec(p->n * n);
  char name[64], path[96];
  word_at(name, p->f->names, n_words(p->f->names) - 1);
  tame_status s = of_panel(x, p, "x", n, err);
  snprintf(path, sizeof path, "%s_mean", name);
  if (s >= 0) s = of_panel(mean, p, path, n, err);
  snprintf(path, sizeof path, "%s%s", name, suffix);
  if (s >= 0) s = of_panel(y, p, path, n, err);
  *at = (double)NAN;
  for (size_t i = n; i-- > 0 && s >= 0;) /* series 0 is AdamW, 1 (0.1, 0.9) */
    if (y[n + i] <= mean[n - 1]) *at = x[i];
  free(x);
  free(y);
  free(mean);
  return s;
}

static void write_table(tame_h5 *out, const table *t, const family *f)
{
  char path[64], name[96], words[256] = "", word[64];
  const char *g = f->is_minimised ? "language" : "accuracy";
  const char *unit = f->is_minimised ? "1" : "%";
  for (size_t i = 0, at = 0; word_at(word, f->panels, i); i++)
    at += (size_t)snprintf(words + at, sizeof words - at, "%s%s_%s",
                           i ? " " : "", f->word, word);
  tame_h5_group(out, g,
                f->is_minimised ? "Validation loss (GPT-2), perplexity (LoRA)"
                                : "Best test accuracy");
  snprintf(path, sizeof path, "%s/case", g);
  tame_h5_codes(out, path, words, "data and network");
  for (size_t m = 0; m < N_METHODS; m++) {
    snprintf(path, sizeof path, "%s/%s_mean", g, METHODS[m].word);
    tame_h5_write(out, path, "case", t->mean[m], METHODS[m].name, unit);
    snprintf(path, sizeof path, "%s/%s_sd", g, METHODS[m].word);
    snprintf(name, sizeof name, "%s, s.d.", METHODS[m].name);
    tame_h5_write(out, path, "case", t->sd[m], name, unit);
    snprintf(path, sizeof path, "%s/%s_runs", g, METHODS[m].word);
    snprintf(name, sizeof name, "%s, runs", METHODS[m].name);
    tame_h5_write(out, path, "case", t->runs[m], name, "1");
  }
  if (f->is_minimised) {
    tame_h5_write(out, "language/catch_up", "case", t->catch_up,
                  "step at which (0.1, 0.9) reaches AdamW's last value", "1");
    tame_h5_write(out, "language/catch_up_minima", "case", t->catch_up_minima,
                  "the same of the smallest so far of each run, averaged", "1");
    tame_h5_write(out, "language/speed", "case", t->speed,
                  "steps of AdamW / the first of these", "1");
  }
  tame_h5_panel(out, g, "adamw_mean", "case");
}

/* --- the whole ------------------------------------------------------------ */

static bool was_read(const char *file, const void *ctx)
{
  const family *f = ctx;
  for (size_t i = 0; i < f->n_series; i++)
    for (size_t j = 0; j < MAX_FILES && f->series[i].file[j]; j++)
      if (strcmp(file, f->series[i].file[j]) == 0) return true;
  return false;
}

tame_status merge_curves(tame_h5 *out, const tame_cells *cells, const family *f,
                         tame_error *err)
{
  panel p = {.f = f, .cells = cells};
  table *t = tame_calloc(1, sizeof *t);
  tame_status status = TAME_OK;
  for (size_t k = 0; word_at(p.name, p.f->panels, k) && status >= 0; k++) {
    summary s[MAX_SERIES];
    p.first += p.n;
    p.n = 0;
    while (p.first + p.n < p.f->n_series &&
           strcmp(p.f->series[p.first + p.n].panel, p.name) == 0)
      p.n++;
    status = write_panel(out, &p, s, err);
    if (status < 0) break;
    take_row(t, k, &p, s);
    if (!p.f->is_minimised) continue;
    status = catch_up(&t->catch_up[k], &p, "_mean", err);
    if (status >= 0)
      status = catch_up(&t->catch_up_minima[k], &p, "_minima", err);
    t->speed[k] = p.f->last_x / t->catch_up[k];
  }
  if (status >= 0) write_table(out, t, p.f);
  published_note(out, was_read, p.f);
  free(t);
  return status;
}
