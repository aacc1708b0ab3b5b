/* SPDX-License-Identifier: MIT */
#include "tame/e2e.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "e2e_parts.h"
#include "tame/base.h"
#include "tame/text.h"
#include "tame/utf8.h"

void tame_e2e_free(tame_e2e *e)
{
  for (size_t i = 0; i < e->n; i++) {
    free(e->meaning[i]);
    free(e->text[i]);
  }
  free(e->meaning);
  free(e->text);
  *e = (tame_e2e){0};
}

/* --- lines ---------------------------------------------------------------- */

/* A copy of s [n] without the blanks at its ends. */
static char *trimmed(const char *s, size_t n)
{
  while (n > 0 && strchr(" \t\r", s[n - 1])) n--;
  while (n > 0 && strchr(" \t\r", *s)) s++, n--;
  char *copy = tame_calloc(n + 1, 1);
  memcpy(copy, s, n);
  return copy;
}

static tame_status read_line(tame_e2e *e, const char *line, size_t n,
                             const char *path, tame_error *err)
{
  const size_t number = e->n + 1, good = tame_utf8_span(line, n);
  if (good < n)
    return tame_fail(err, TAME_EFORMAT, "%s:%zu: not UTF-8 at byte %zu", path,
                     number, good);
  char *copy = trimmed(line, n), *bars = strstr(copy, "||");
  if (!bars || strstr(bars + 1, "||")) {
    free(copy);
    return tame_fail(err, TAME_EFORMAT, "%s:%zu: expected one '||'", path,
                     number);
  }
  char *meaning = trimmed(copy, (size_t)(bars - copy));
  char *text = trimmed(bars + 2, strlen(bars + 2));
  free(copy);
  e->meaning[e->n] = meaning;
  e->text[e->n++] = text;
  if (*meaning && e2e_has_bar_beside(meaning, text))
    return tame_fail(err, TAME_EFORMAT, "%s:%zu: a bar beside '||'", path,
                     number);
  if (*meaning && *text) return TAME_OK;
  return tame_fail(err, TAME_EFORMAT, "%s:%zu: nothing %s '||'", path, number,
                   *meaning ? "after" : "before");
}

tame_status tame_e2e_read_lines(tame_e2e *e, const char *path, tame_error *err)
{
  char *all;
  size_t lines = 1;
  *e = (tame_e2e){0};
  TAME_TRY(tame_text_read(&all, path, err));
  for (const char *s = all; *s; s++) lines += *s == '\n';
  e->meaning = tame_calloc(lines, sizeof *e->meaning);
  e->text = tame_calloc(lines, sizeof *e->text);
  tame_status s = TAME_OK;
  for (const char *line = all; *line && s >= 0;) {
    const size_t n = strcspn(line, "\n");
    s = read_line(e, line, n, path, err);
    line += n + (line[n] == '\n');
  }
  free(all);
  if (s >= 0 && e->n == 0) s = tame_fail(err, TAME_EFORMAT, "%s: empty", path);
  if (s < 0) tame_e2e_free(e);
  return s;
}

char *tame_e2e_lines(const tame_e2e *e)
{
  size_t total = 1;
  for (size_t i = 0; i < e->n; i++)
    total += strlen(e->meaning[i]) + strlen(e->text[i]) + 3;
  char *all = tame_calloc(total, 1), *to = all;
  for (size_t i = 0; i < e->n; i++)
    to += sprintf(to, "%s||%s\n", e->meaning[i], e->text[i]);
  return all;
}

/* --- groups --------------------------------------------------------------- */

typedef struct {
  const char *meaning;
  size_t row;
} keyed;

static int by_meaning(const void *a, const void *b)
{
  const keyed *s = a, *t = b;
  const int c = strcmp(s->meaning, t->meaning);
  return c != 0 ? c : (s->row > t->row) - (s->row < t->row);
}

/* lead[i] <- the first row whose meaning is that of row i */
static void find_leads(size_t *lead, const tame_e2e *e)
{
  keyed *k = tame_calloc(e->n, sizeof *k);
  for (size_t i = 0; i < e->n; i++) k[i] = (keyed){e->meaning[i], i};
  qsort(k, e->n, sizeof *k, by_meaning);
  for (size_t i = 0, head = 0; i < e->n; i++) {
    if (strcmp(k[i].meaning, k[head].meaning) != 0) head = i;
    lead[k[i].row] = k[head].row;
  }
  free(k);
}

void tame_e2e_group(tame_e2e_groups *g, const tame_e2e *e)
{
  size_t *lead = tame_calloc(e->n, sizeof *lead);
  size_t *group = tame_calloc(e->n, sizeof *group);
  *g = (tame_e2e_groups){.row = tame_calloc(e->n, sizeof *g->row)};
  find_leads(lead, e);
  for (size_t i = 0; i < e->n; i++)
    group[i] = lead[i] == i ? g->n++ : group[lead[i]];
  g->first = tame_calloc(g->n + 1, sizeof *g->first);
  for (size_t i = 0; i < e->n; i++) g->first[group[i] + 1]++;
  for (size_t k = 0; k < g->n; k++) g->first[k + 1] += g->first[k];
  size_t *next = tame_calloc(g->n, sizeof *next);
  for (size_t i = 0; i < e->n; i++)
    g->row[g->first[group[i]] + next[group[i]]++] = i;
  free(next);
  free(lead);
  free(group);
}

void tame_e2e_groups_free(tame_e2e_groups *g)
{
  free(g->first);
  free(g->row);
  *g = (tame_e2e_groups){0};
}
