/* SPDX-License-Identifier: MIT */
#include "tame/plan.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/text.h"

enum { MAX_FIELDS = 6 };

static const struct {
  const char *word;
  size_t fields;
} KINDS[] = {{"paper", 3},
             {"experiment", 5},
             {"figure", 6},
             {"table", 6},
             {"skipped", 5}};
enum { N_KINDS = sizeof KINDS / sizeof KINDS[0] };

static tame_status parse_entry(tame_plan_entry *e, char *text, const char *path,
                               tame_error *err)
{
  const char *field[MAX_FIELDS] = {"", "", "", "", "", ""};
  size_t n = 0;
  for (char *c = text;; c++) {
    if (n < MAX_FIELDS) field[n] = c;
    n++;
    c += strcspn(c, "|");
    if (!*c) break;
    *c = '\0';
  }
  for (size_t k = 0; k < N_KINDS; k++) {
    if (strcmp(field[0], KINDS[k].word) != 0 || n != KINDS[k].fields) continue;
    *e = (tame_plan_entry){(tame_plan_kind)k, field[1], field[2],
                           field[3],          field[4], field[5]};
    return TAME_OK;
  }
  return tame_fail(err, TAME_EFORMAT, "%s: not a plan: '%s' with %zu fields",
                   path, field[0], n);
}

tame_status tame_plan_read(tame_plan *p, const char *path, tame_error *err)
{
  static const char SPACE[] = " \t\r\n";
  size_t most = 1;
  *p = (tame_plan){0};
  TAME_TRY(tame_text_read(&p->text, path, err));
  /* either ends an entry */
  for (const char *c = p->text; *c; c++) most += *c == ';' || *c == '\n';
  p->entry = tame_calloc(most, sizeof *p->entry);
  char *c = p->text;
  while (*(c += strspn(c, SPACE))) {
    char *end = c + strcspn(c, ";\n");
    const bool is_last = *end == '\0';
    *end = '\0';
    const tame_status s = parse_entry(&p->entry[p->n], c, path, err);
    if (s < 0) {
      tame_plan_free(p);
      return s;
    }
    p->n++;
    if (is_last) break;
    c = end + 1;
  }
  return TAME_OK;
}

void tame_plan_free(tame_plan *p)
{
  free(p->entry);
  free(p->text);
  *p = (tame_plan){0};
}

char *tame_plan_data(const tame_plan_entry *e, size_t index)
{
  const char *c = e->data;
  for (size_t i = 0; i < index; i++) {
    c = strchr(c, '+');
    if (!c) return NULL;
    c++;
  }
  if (!*c) return NULL;
  char *part = tame_strdup(c);
  part[strcspn(part, "+")] = '\0';
  return part;
}
