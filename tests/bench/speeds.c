/* SPDX-License-Identifier: MIT */
#include "speeds.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/stats.h"

static char *copy_of(const char *text) { return tame_strdup(text ? text : ""); }

void speeds_add(speeds *s, const speed *c, const double *ours,
                const double *theirs)
{
  TAME_REQUIRE(s->n < MAX_SPEEDS);
  const size_t i = s->n++;
  s->of[i] = *c;
  s->of[i].name = copy_of(c->name);
  s->of[i].what = copy_of(c->what);
  s->of[i].peer = copy_of(c->peer);
  s->of[i].why = copy_of(c->why);
  s->share[i] = (double)NAN;
  for (size_t r = 0; r < REPEATS; r++) {
    s->ours[i * REPEATS + r] = ours[r];
    s->theirs[i * REPEATS + r] = theirs ? theirs[r] : (double)NAN;
  }
}

static void free_text(const char *text) { free((void *)(uintptr_t)text); }

void speeds_free(speeds *s)
{
  for (size_t i = 0; i < s->n; i++) {
    free_text(s->of[i].name);
    free_text(s->of[i].what);
    free_text(s->of[i].peer);
    free_text(s->of[i].why);
  }
  s->n = 0;
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

void speeds_set_shares(speeds *s, const machine *m)
{
  for (size_t i = 0; i < s->n; i++) {
    const speed *c = &s->of[i];
    const double peak = c->is_float ? m->flops_f32 : m->flops_f64;
    /* the limits are those of one thread */
    if (c->is_wall || (c->flops == 0.0 && c->bytes == 0.0)) continue;
    s->share[i] =
        fmax(c->flops / peak, c->bytes / m->bytes) / median_of(s->ours, i);
  }
}

double speeds_met(const speeds *s, size_t i)
{
  double q[3];
  speeds_ratio(q, s, i);
  if (isnan(q[0]) || s->of[i].asked == 0.0) return (double)NAN;
  return q[0] >= s->of[i].asked ? 1.0 : 0.0;
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

static void print_one(const speeds *s, size_t i)
{
  const speed *c = &s->of[i];
  char ours[16], theirs[16];
  double q[3];
  speeds_ratio(q, s, i);
  printf("%-24s %-22s %9s %9s ", c->name, c->peer,
         seconds_text(ours, median_of(s->ours, i)),
         seconds_text(theirs, median_of(s->theirs, i)));
  if (isnan(q[0]))
    printf(" %24s", "");
  else
    printf(" %7.3g (%6.3g, %6.3g)", q[0], q[1], q[2]);
  if (c->asked > 0.0)
    printf(" %6.2f", c->asked);
  else
    printf(" %6s", "");
  if (!isnan(s->share[i])) printf(" %5.0f%%", 100.0 * s->share[i]);
  printf("%s\n", speeds_met(s, i) == 0.0 ? "  missed" : "");
}

void speeds_print(const speeds *s)
{
  printf("%-24s %-22s %9s %9s  %-24s %6s %6s\n", "", "peer", "ours", "theirs",
         "theirs / ours", "asked", "limit");
  for (size_t i = 0; i < s->n; i++) print_one(s, i);
}
