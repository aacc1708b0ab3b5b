/* SPDX-License-Identifier: MIT */
/* Comparisons in result files. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "speeds.h"
#include "tame/base.h"
#include "tame/column.h"

/* --- writing -------------------------------------------------------------- */

typedef const char *text_of(const speed *c);
static const char *name_of(const speed *c) { return c->name; }
static const char *peer_of(const speed *c) { return c->peer; }
static const char *what_of(const speed *c) { return c->what; }
static const char *why_of(const speed *c) { return c->why; }

/* GROUP/NAME, valid until the eighth call from now */
static const char *in(const char *group, const char *name)
{
  static char path[8][128];
  static size_t next;
  char *p = path[next++ % 8];
  snprintf(p, sizeof path[0], "%s/%s", group, name);
  return p;
}

/* The texts of all comparisons with SEPARATOR between, released with free(). */
static char *joined(const speeds *s, text_of *text, char separator)
{
  size_t room = 1, used = 0;
  for (size_t i = 0; i < s->n; i++) room += strlen(text(&s->of[i])) + 1;
  char *all = tame_calloc(room, 1);
  for (size_t i = 0; i < s->n; i++) {
    if (i > 0) all[used++] = separator;
    used += (size_t)snprintf(all + used, room - used, "%s", text(&s->of[i]));
  }
  return all;
}

/* A column of texts: their numbers, with the lines as attribute `texts`. */
static void write_texts(tame_h5 *f, const char *path, const speeds *s,
                        text_of *text, const char *meaning)
{
  double index[MAX_SPEEDS];
  char *lines = joined(s, text, '\n');
  for (size_t i = 0; i < s->n; i++) index[i] = (double)i;
  tame_h5_write(f, path, "comparison", index, meaning, "1");
  tame_h5_attr(f, path, "texts", lines);
  free(lines);
}

static void write_choices(tame_h5 *f, const char *group, const speeds *s)
{
  double kind[MAX_SPEEDS], clock[MAX_SPEEDS];
  for (size_t i = 0; i < s->n; i++) {
    kind[i] = (double)s->of[i].kind;
    clock[i] = (double)s->of[i].is_wall;
  }
  tame_h5_write(f, in(group, "kind"), "comparison", kind, "kind of the peer",
                "1");
  tame_h5_attr(f, in(group, "kind"), "flag_meanings", SPEED_KINDS);
  tame_h5_write(f, in(group, "clock"), "comparison", clock, "clock", "1");
  tame_h5_attr(f, in(group, "clock"), "flag_meanings", "processor wall");
}

static void write_numbers(tame_h5 *f, const char *group, const speeds *s)
{
  static const char *const MEASURED[7][3] = {
      {"ours", "a call of ours, median", "s"},
      {"theirs", "a call of the peer's, median", "s"},
      {"speed", "time of the peer over ours, median of pairs", "1"},
      {"least", "least of the pairs", "1"},
      {"largest", "largest of the pairs", "1"},
      {"share", "share of the machine's limit that ours reaches", "1"},
      {"met", "is the speed asked reached", "1"}};
  double x[7][MAX_SPEEDS], asked[MAX_SPEEDS];
  for (size_t i = 0; i < s->n; i++) {
    double q[3];
    speeds_ratio(q, s, i);
    x[0][i] = median_of(s->ours, i);
    x[1][i] = median_of(s->theirs, i);
    for (size_t k = 0; k < 3; k++) x[2 + k][i] = q[k];
    x[5][i] = s->share[i];
    x[6][i] = speeds_met(s, i);
    asked[i] = s->of[i].asked > 0.0 ? s->of[i].asked : (double)NAN;
  }
  tame_h5_write(f, in(group, "asked"), "comparison", asked, "speed asked", "1");
  for (size_t k = 0; k < 7; k++)
    tame_h5_write_measured(f, in(group, MEASURED[k][0]), "comparison", x[k],
                           MEASURED[k][1], MEASURED[k][2]);
}

void speeds_write(tame_h5 *f, const char *group, const char *title,
                  const speeds *s)
{
  char *names = joined(s, name_of, ' ');
  tame_h5_group(f, group, title);
  tame_h5_codes(f, in(group, "comparison"), names, "comparison");
  free(names);
  write_texts(f, in(group, "peer"), s, peer_of, "peer");
  write_choices(f, group, s);
  write_numbers(f, group, s);
  write_texts(f, in(group, "what"), s, what_of, "what is compared");
  write_texts(f, in(group, "why"), s, why_of, "why the speed asked is missed");
  tame_h5_panel(f, group, "speed", "comparison");
  tame_h5_group(f, in(group, "runs"), "the single runs");
  tame_h5_index(f, in(group, "runs/repetition"), REPEATS, "repetition");
  tame_h5_write_measured(f, in(group, "runs/ours"), "comparison repetition",
                         s->ours, "a call of ours", "s");
  tame_h5_write_measured(f, in(group, "runs/theirs"), "comparison repetition",
                         s->theirs, "a call of the peer's", "s");
  tame_h5_panel(f, in(group, "runs"), "ours", "comparison repetition");
}

/* --- reading -------------------------------------------------------------- */

typedef struct {
  char *names, *peer, *what, *why;
  double *kind, *clock, *asked, *share, *ours, *theirs;
  size_t n;
} columns;

static void columns_free(columns *c)
{
  free(c->names);
  free(c->peer);
  free(c->what);
  free(c->why);
  free(c->kind);
  free(c->clock);
  free(c->asked);
  free(c->share);
  free(c->ours);
  free(c->theirs);
}

/* *x [n x PER] of GROUP/NAME; n is set by the first column read */
static tame_status read_numbers(double **x, columns *c, size_t per,
                                const tame_h5 *f, const char *group,
                                const char *name, tame_error *err)
{
  tame_h5_shape shape;
  TAME_TRY(tame_h5_read(x, &shape, f, in(group, name), err));
  if (c->n == 0) c->n = shape.count / per;
  if (shape.count == c->n * per && c->n <= MAX_SPEEDS) return TAME_OK;
  return tame_fail(err, TAME_EFORMAT, "%s: %s/%s: unexpected size",
                   tame_h5_path(f), group, name);
}

static tame_status columns_read(columns *c, const tame_h5 *f, const char *group,
                                tame_error *err)
{
  TAME_TRY(read_numbers(&c->kind, c, 1, f, group, "kind", err));
  TAME_TRY(read_numbers(&c->clock, c, 1, f, group, "clock", err));
  TAME_TRY(read_numbers(&c->asked, c, 1, f, group, "asked", err));
  TAME_TRY(read_numbers(&c->share, c, 1, f, group, "share", err));
  TAME_TRY(read_numbers(&c->ours, c, REPEATS, f, group, "runs/ours", err));
  TAME_TRY(read_numbers(&c->theirs, c, REPEATS, f, group, "runs/theirs", err));
  TAME_TRY(tame_h5_read_attr(&c->names, f, in(group, "comparison"),
                             "flag_meanings", err));
  TAME_TRY(tame_h5_read_attr(&c->peer, f, in(group, "peer"), "texts", err));
  TAME_TRY(tame_h5_read_attr(&c->what, f, in(group, "what"), "texts", err));
  return tame_h5_read_attr(&c->why, f, in(group, "why"), "texts", err);
}

/* Cut the first of the texts off *REST, at SEPARATOR. */
static const char *next(char **rest, char separator)
{
  char *text = *rest, *end = strchr(text, separator);
  *rest = end ? end + 1 : text + strlen(text);
  if (end) *end = '\0';
  return text;
}

tame_status speeds_read(speeds *s, const tame_h5 *f, const char *group,
                        const char *prefix, tame_error *err)
{
  columns c = {0};
  tame_status status = columns_read(&c, f, group, err);
  for (size_t i = 0; status >= 0 && i < c.n; i++)
    if (!(c.kind[i] >= 0.0 && c.kind[i] < N_SPEED_KINDS))
      status = tame_fail(err, TAME_EFORMAT, "%s: %s/kind: no kind of peer",
                         tame_h5_path(f), group);
  char *names = c.names, *peer = c.peer, *what = c.what, *why = c.why;
  for (size_t i = 0; status >= 0 && i < c.n; i++) {
    char name[128];
    snprintf(name, sizeof name, "%s.%s", prefix, next(&names, ' '));
    speeds_add(s,
               &(speed){.name = name,
                        .peer = next(&peer, '\n'),
                        .what = next(&what, '\n'),
                        .why = next(&why, '\n'),
                        .kind = (speed_kind)c.kind[i],
                        .asked = isnan(c.asked[i]) ? 0.0 : c.asked[i],
                        .is_wall = c.clock[i] == 1.0},
               c.ours + i * REPEATS, c.theirs + i * REPEATS);
    s->share[s->n - 1] = c.share[i];
  }
  columns_free(&c);
  return status;
}
