/* SPDX-License-Identifier: MIT */
#include "tame/group_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/split.h"

/* What is known of the frame's rows while a table is made. */
typedef struct {
  tame_frame *f;
  const tame_group_choice *choice;
  size_t label, group; /* columns */
  bool *is_known;      /* [rows] neither label nor group is missing */
  bool *is_minority;   /* [rows] */
} work;

static double cell(const work *w, size_t row, size_t col)
{
  return w->f->x[row * w->f->cols + col];
}

static tame_status check_choice(const tame_group_choice *c, tame_error *err)
{
  if (!(c->keep >= 0.0 && c->keep <= 1.0) ||
      !(c->test >= 0.0 && c->test <= 1.0))
    return tame_fail(err, TAME_EINVAL,
                     "shares from 0 to 1 are needed: keep = %g, test = %g",
                     c->keep, c->test);
  if (c->minority && c->below)
    return tame_fail(err, TAME_EINVAL,
                     "the minority is named by words or by a bound, not both");
  return TAME_OK;
}

/* --- the groups --------------------------------------------------------------- */

/* By a bound, before the column's numbers become levels. */
static tame_status groups_below(work *w, tame_error *err)
{
  const tame_frame_column *c = &w->f->column[w->group];
  if (c->is_categorical)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: column '%.60s' holds words: name those of the "
                     "minority instead of a bound",
                     w->f->path[0], c->name);
  for (size_t i = 0; i < w->f->rows; i++)
    w->is_minority[i] = cell(w, i, w->group) < *w->choice->below;
  return TAME_OK;
}

/* By words; only rows that have a group are looked at. */
static tame_status groups_named(work *w, const char *const *words,
                                tame_error *err)
{
  const tame_frame_column *c = &w->f->column[w->group];
  bool *is_named = tame_calloc(c->n_levels, sizeof *is_named);
  tame_status s = tame_frame_levels(is_named, w->f, w->group, words, err);
  for (size_t i = 0; i < w->f->rows && s >= 0; i++) {
    const double x = cell(w, i, w->group);
    w->is_minority[i] = !isnan(x) && is_named[(size_t)x];
  }
  free(is_named);
  return s;
}

/* The rarer of two. */
static tame_status groups_by_size(work *w, tame_notes *notes, tame_error *err)
{
  const tame_frame_column *c = &w->f->column[w->group];
  size_t count[2] = {0, 0};
  if (c->n_levels != 2)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: column '%.60s' has %zu groups, not two: say which "
                     "are the minority",
                     w->f->path[0], c->name, c->n_levels);
  for (size_t i = 0; i < w->f->rows; i++)
    if (w->is_known[i]) count[(size_t)cell(w, i, w->group)]++;
  const size_t rare = count[1] < count[0];
  tame_note(notes, "group '%s': the minority is '%s', the rarer of two",
            c->name, c->level[rare]);
  return groups_named(w, (const char *const[]){c->level[rare], NULL}, err);
}

static tame_status find_groups(work *w, tame_notes *notes, tame_error *err)
{
  tame_frame *f = w->f;
  const tame_group_choice *c = w->choice;
  TAME_TRY(tame_frame_find(&w->label, f, c->label, err));
  TAME_TRY(tame_frame_find(&w->group, f, c->group, err));
  if (c->below) TAME_TRY(groups_below(w, err));
  tame_frame_categorical(f, w->label);
  /* a bounded group stays a number, which is what the network should read */
  if (!c->below) tame_frame_categorical(f, w->group);
  size_t missing[2] = {0, 0};
  for (size_t i = 0; i < f->rows; i++) {
    const bool no_label = isnan(cell(w, i, w->label));
    const bool no_group = isnan(cell(w, i, w->group));
    w->is_known[i] = !no_label && !no_group;
    missing[0] += no_label;
    missing[1] += no_group && !no_label;
  }
  for (size_t k = 0; k < 2; k++)
    if (missing[k] > 0)
      tame_note(notes, "column '%s': missing in %zu rows, which are left out",
                k ? c->group : c->label, missing[k]);
  if (c->below) return TAME_OK;
  return c->minority ? groups_named(w, c->minority, err)
                     : groups_by_size(w, notes, err);
}

/* --- the rows ------------------------------------------------------------------- */

/* Training and test rows among those known, by their place or by lot. */
static tame_split split_rows(const work *w, gsl_rng *rng)
{
  const size_t rows = w->f->rows;
  size_t *known = tame_calloc(rows, sizeof *known), n = 0;
  size_t *stratum = tame_calloc(rows, sizeof *stratum);
  tame_split s;
  for (size_t i = 0; i < rows; i++) {
    if (!w->is_known[i]) continue;
    stratum[n] = 2 * (size_t)cell(w, i, w->label) + w->is_minority[i];
    known[n++] = i;
  }
  if (w->choice->n_train > 0) {
    s = (tame_split){.train = tame_calloc(n, sizeof *s.train),
                     .test = tame_calloc(n, sizeof *s.test)};
    for (size_t k = 0; k < n; k++) {
      if (known[k] < w->choice->n_train)
        s.train[s.n_train++] = k;
      else
        s.test[s.n_test++] = k;
    }
  } else {
    s = tame_split_rows(stratum, n, w->choice->test, rng);
  }
  for (size_t k = 0; k < s.n_train; k++) s.train[k] = known[s.train[k]];
  for (size_t k = 0; k < s.n_test; k++) s.test[k] = known[s.test[k]];
  free(stratum);
  free(known);
  return s;
}

/* R <- labels and groups of N rows, which R takes over. */
static void take_rows(tame_group_rows *r, const work *w, size_t *row, size_t n)
{
  *r = (tame_group_rows){.n = n, .row = row};
  r->label = tame_calloc(n, sizeof *r->label);
  r->a = tame_calloc(n, sizeof *r->a);
  for (size_t k = 0; k < n; k++) {
    r->label[k] = (size_t)cell(w, row[k], w->label);
    r->a[k] = w->is_minority[row[k]] ? 0 : 1;
  }
}

static size_t minority_size(const tame_group_rows *r)
{
  size_t n0 = 0;
  for (size_t k = 0; k < r->n; k++) n0 += r->a[k] == 0;
  return n0;
}

static tame_status check_training(const tame_group_table *t, const work *w,
                                  tame_error *err)
{
  const tame_frame *f = w->f;
  const size_t n0 = minority_size(&t->train);
  if (n0 == 0 || n0 == t->train.n)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: column '%.60s': %zu of the %zu training rows are in "
                     "the minority: two groups are needed",
                     f->path[0], f->column[w->group].name, n0, t->train.n);
  size_t seen = 0;
  for (size_t c = 0; c < t->classes; c++) {
    size_t k = 0;
    while (k < t->train.n && t->train.label[k] != c) k++;
    seen += k < t->train.n;
  }
  if (seen >= 2) return TAME_OK;
  return tame_fail(err, TAME_EFORMAT,
                   "%s: column '%.60s': all training rows have the same label",
                   f->path[0], f->column[w->label].name);
}

/* --- inputs ----------------------------------------------------------------------- */

/* Fit the encoder without the label, the group where it is hidden, and what the
 * caller skips; then encode. */
static tame_status encode(tame_group_table *t, const work *w, tame_error *err)
{
  const tame_group_choice *c = w->choice;
  size_t n = 0;
  while (c->encode.skip && c->encode.skip[n]) n++;
  const char **skip = tame_calloc(n + 3, sizeof *skip);
  for (size_t k = 0; k < n; k++) skip[k] = c->encode.skip[k];
  skip[n++] = c->label;
  if (c->hide_group) skip[n] = c->group;
  tame_encode_options opt = c->encode;
  opt.skip = skip;
  const tame_status s =
      tame_encoder_fit(&t->encoder, w->f, t->train.row, t->train.n, &opt, err);
  free(skip);
  TAME_TRY(s);
  t->d = t->encoder.d;
  for (size_t k = 0; k < t->encoder.notes.n; k++)
    tame_note(&t->notes, "%s", t->encoder.notes.line[k]);
  tame_group_rows *const part[2] = {&t->train, &t->test};
  for (size_t k = 0; k < 2; k++) {
    part[k]->x = tame_vec(part[k]->n * t->d);
    tame_encode(part[k]->x, &t->encoder, w->f, part[k]->row, part[k]->n);
  }
  return TAME_OK;
}

/* Many labels are a column of numbers taken for one of classes. */
static tame_status take_classes(tame_group_table *t, const work *w,
                                tame_error *err)
{
  const tame_frame_column *label = &w->f->column[w->label];
  const size_t max = w->choice->encode.max_levels ? w->choice->encode.max_levels
                                                  : TAME_MAX_LEVELS;
  if (label->n_levels > max)
    return tame_fail(err, TAME_EFORMAT,
                     "%s: column '%.60s': %zu different labels, more than %zu",
                     w->f->path[0], label->name, label->n_levels, max);
  t->classes = label->n_levels;
  t->class_name = tame_calloc(t->classes, sizeof *t->class_name);
  for (size_t k = 0; k < t->classes; k++)
    t->class_name[k] = tame_strdup(label->level[k]);
  return TAME_OK;
}

static tame_status make(tame_group_table *t, work *w, gsl_rng *rng,
                        tame_error *err)
{
  TAME_TRY(find_groups(w, &t->notes, err));
  TAME_TRY(take_classes(t, w, err));
  tame_split s = split_rows(w, rng);
  const size_t left =
      tame_thin(s.train, s.n_train, w->is_minority, w->choice->keep, rng);
  take_rows(&t->train, w, s.train, left);
  take_rows(&t->test, w, s.test, s.n_test);
  const size_t n0 = minority_size(&t->train), m0 = minority_size(&t->test);
  tame_note(&t->notes,
            "training rows: %zu with A = 0 (%zu of the minority thinned out), "
            "%zu with A = 1; test rows: %zu and %zu",
            n0, s.n_train - left, left - n0, m0, s.n_test - m0);
  TAME_TRY(check_training(t, w, err));
  return encode(t, w, err);
}

tame_status tame_group_table_make(tame_group_table *t, tame_frame *f,
                                  const tame_group_choice *choice, gsl_rng *rng,
                                  tame_error *err)
{
  *t = (tame_group_table){0};
  TAME_REQUIRE(choice->label && choice->group);
  TAME_TRY(check_choice(choice, err));
  work w = {.f = f, .choice = choice};
  w.is_known = tame_calloc(f->rows, sizeof *w.is_known);
  w.is_minority = tame_calloc(f->rows, sizeof *w.is_minority);
  const tame_status s = make(t, &w, rng, err);
  free(w.is_known);
  free(w.is_minority);
  if (s < 0) tame_group_table_free(t);
  return s;
}

static void free_rows(tame_group_rows *r)
{
  free(r->x);
  free(r->label);
  free(r->a);
  free(r->row);
}

void tame_group_table_free(tame_group_table *t)
{
  free_rows(&t->train);
  free_rows(&t->test);
  for (size_t k = 0; k < t->classes; k++) free(t->class_name[k]);
  free(t->class_name);
  tame_encoder_free(&t->encoder);
  tame_notes_free(&t->notes);
  *t = (tame_group_table){0};
}
