/* SPDX-License-Identifier: MIT */
#include "speeds.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/stats.h"

void speeds_add(speeds *s, const speed *c, const double *ours,
                const double *theirs)
{
  TAME_REQUIRE(s->n < MAX_SPEEDS);
  const size_t i = s->n++;
  TAME_REQUIRE(strlen(c->peer) < sizeof s->peer[i]);
  strcpy(s->peer[i], c->peer);
  s->of[i] = *c;
  s->of[i].peer = s->peer[i];
  for (size_t r = 0; r < REPEATS; r++) {
    s->ours[i * REPEATS + r] = ours[r];
    s->theirs[i * REPEATS + r] = theirs ? theirs[r] : (double)NAN;
  }
}

void speeds_add_works(speeds *s, const speed_of_works *c, const double *seconds)
{
  double stated[REPEATS];
  for (size_t r = 0; r < REPEATS; r++) stated[r] = c->stated;
  speeds_add(s, &c->of, seconds_of(seconds, c->ours),
             c->stated > 0.0 ? stated : seconds_of(seconds, c->theirs));
}

void speeds_ratio(double q[3], const speeds *s, size_t i)
{
  const double *ours = s->ours + i * REPEATS, *theirs = s->theirs + i * REPEATS;
  double x[REPEATS];
  for (size_t r = 0; r < REPEATS; r++) x[r] = theirs[r] / ours[r];
  q[0] = tame_quantile(x, REPEATS, 0.5);
  q[1] = tame_quantile(x, REPEATS, 0.0);
  q[2] = tame_quantile(x, REPEATS, 1.0);
}

static double median(const double *seconds, size_t i)
{
  return tame_quantile(seconds + i * REPEATS, REPEATS, 0.5);
}

double speeds_share(const speeds *s, size_t i, const machine *m)
{
  const speed *c = &s->of[i];
  const double peak = c->is_float ? m->flops_f32 : m->flops_f64;
  /* the limits are those of one thread */
  if (c->is_wall || (c->flops == 0.0 && c->bytes == 0.0)) return (double)NAN;
  return fmax(c->flops / peak, c->bytes / m->bytes) / median(s->ours, i);
}

/* --- printing ------------------------------------------------------------- */

/* "12.3 ms" */
static const char *seconds_text(char text[16], double x)
{
  static const char *const UNIT[] = {"s", "ms", "us", "ns"};
  size_t k = 0;
  for (; k < 3 && x < 1.0; k++) x *= 1e3;
  snprintf(text, 16, isnan(x) ? "-" : "%.3g %s", x, UNIT[k]);
  return text;
}

static void print_one(const speeds *s, size_t i, const machine *m)
{
  const speed *c = &s->of[i];
  const double share = speeds_share(s, i, m);
  char ours[16], theirs[16];
  double q[3];
  speeds_ratio(q, s, i);
  printf("%-24s %-20s %9s %9s", c->name, c->peer,
         seconds_text(ours, median(s->ours, i)),
         seconds_text(theirs, median(s->theirs, i)));
  if (isnan(q[0]))
    printf("  %22s", "");
  else
    printf("  %6.3g (%5.3g, %5.3g)%s", q[0], q[1], q[2],
           q[2] < 100.0 ? " " : "");
  if (c->asked > 0.0)
    printf(" %5.2f", c->asked);
  else
    printf(" %5s", "");
  if (isnan(share))
    printf("      ");
  else
    printf(" %4.0f%%", 100.0 * share);
  printf("%s\n", c->asked > 0.0 && q[0] < c->asked ? "  missed" : "");
}

void speeds_print(const speeds *s, const machine *m)
{
  printf("%-24s %-20s %9s %9s  %-22s %5s %5s\n", "", "peer", "ours", "theirs",
         "theirs / ours", "asked", "limit");
  for (size_t i = 0; i < s->n; i++) print_one(s, i, m);
}

/* --- writing -------------------------------------------------------------- */

static const char *what_of(const speed *c) { return c->what; }
static const char *peer_of(const speed *c) { return c->peer; }
static const char *name_of(const speed *c) { return c->name; }
static const char *why_of(const speed *c) { return c->why ? c->why : ""; }

/* The texts of all comparisons with SEPARATOR between, released with free(). */
static char *joined(const speeds *s, const char *(*text)(const speed *c),
                    char separator)
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
static void write_texts(tame_h5 *f, const speeds *s, const char *path,
                        const char *(*text)(const speed *c),
                        const char *meaning)
{
  double index[MAX_SPEEDS];
  char *lines = joined(s, text, '\n');
  for (size_t i = 0; i < s->n; i++) index[i] = (double)i;
  tame_h5_write(f, path, "comparison", index, meaning, "1");
  tame_h5_attr(f, path, "texts", lines);
  free(lines);
}

static void write_columns(tame_h5 *f, const speeds *s, const machine *m)
{
  double kind[MAX_SPEEDS], clock[MAX_SPEEDS], asked[MAX_SPEEDS];
  double x[6][MAX_SPEEDS];
  for (size_t i = 0; i < s->n; i++) {
    double q[3];
    const speed *c = &s->of[i];
    speeds_ratio(q, s, i);
    kind[i] = (double)c->kind;
    clock[i] = (double)c->is_wall;
    asked[i] = c->asked > 0.0 ? c->asked : (double)NAN;
    x[0][i] = median(s->ours, i);
    x[1][i] = median(s->theirs, i);
    for (size_t k = 0; k < 3; k++) x[2 + k][i] = q[k];
    x[5][i] = speeds_share(s, i, m);
  }
  static const char *const NAMES[6][3] = {
      {"speeds/ours", "a call of ours, median", "s"},
      {"speeds/theirs", "a call of the peer's, median", "s"},
      {"speeds/speed", "time of the peer over ours, median of pairs", "1"},
      {"speeds/least", "least of the pairs", "1"},
      {"speeds/largest", "largest of the pairs", "1"},
      {"speeds/share", "share of the machine's limit that ours reaches", "1"}};
  tame_h5_write(f, "speeds/kind", "comparison", kind, "kind of the peer", "1");
  tame_h5_attr(f, "speeds/kind", "flag_meanings", SPEED_KINDS);
  tame_h5_write(f, "speeds/clock", "comparison", clock, "clock", "1");
  tame_h5_attr(f, "speeds/clock", "flag_meanings", "processor wall");
  for (size_t k = 0; k < 6; k++)
    tame_h5_write_measured(f, NAMES[k][0], "comparison", x[k], NAMES[k][1],
                           NAMES[k][2]);
  tame_h5_write(f, "speeds/asked", "comparison", asked, "speed asked", "1");
}

void speeds_write(tame_h5 *f, const speeds *s, const machine *m)
{
  char *names = joined(s, name_of, ' ');
  tame_h5_group(f, "speeds", "comparisons with peers, in paired runs");
  tame_h5_codes(f, "speeds/comparison", names, "comparison");
  write_texts(f, s, "speeds/peer", peer_of, "peer");
  write_columns(f, s, m);
  write_texts(f, s, "speeds/what", what_of, "what is compared");
  write_texts(f, s, "speeds/why", why_of, "why the speed asked is missed");
  tame_h5_panel(f, "speeds", "speed", "comparison");
  tame_h5_group(f, "speeds/runs", "the single runs");
  tame_h5_index(f, "speeds/runs/repetition", REPEATS, "repetition");
  tame_h5_write_measured(f, "speeds/runs/ours", "comparison repetition",
                         s->ours, "a call of ours", "s");
  tame_h5_write_measured(f, "speeds/runs/theirs", "comparison repetition",
                         s->theirs, "a call of the peer's", "s");
  tame_h5_panel(f, "speeds/runs", "ours", "comparison repetition");
  free(names);
}
