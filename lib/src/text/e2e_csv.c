/* SPDX-License-Identifier: MIT */
#include "tame/e2e.h"

#include <stdlib.h>
#include <string.h>

#include "e2e_parts.h"
#include "tame/base.h"
#include "tame/csv.h"
#include "tame/utf8.h"

/* How the attributes are called in the table, and here. */
static const char *const ATTRIBUTE[8][2] = {
    {"name", "name"},
    {"eatType", "Type"},
    {"food", "food"},
    {"priceRange", "price"},
    {"customer rating", "customer rating"},
    {"area", "area"},
    {"familyFriendly", "family friendly"},
    {"near", "near"}};

typedef struct {
  const tame_csv *table;
  size_t row;
  tame_error *err;
} place;

static tame_status fail_at(const place *p, const char *why)
{
  return tame_fail(p->err, TAME_EFORMAT, "%s:%zu: %s", p->table->path,
                   p->table->line[p->row], why);
}

static const char *our_name(const char *s, size_t n)
{
  for (size_t k = 0; k < 8; k++)
    if (strlen(ATTRIBUTE[k][0]) == n && memcmp(ATTRIBUTE[k][0], s, n) == 0)
      return ATTRIBUTE[k][1];
  return NULL;
}

/* Puts TEXT at *to, and goes behind it. */
static void put(char **to, const char *text)
{
  const size_t n = strlen(text);
  memcpy(*to, text, n);
  *to += n;
}

/* Puts "NAME : VALUE" of the attribute at *s, and goes behind both. */
static tame_status convert_one(char **to, const char **s, const place *p)
{
  const size_t n_name = strcspn(*s, "[]");
  const char *name = our_name(*s, n_name), *value = *s + n_name + 1;
  if ((*s)[n_name] != '[' || !name)
    return fail_at(p, "expected an attribute and its value in brackets");
  const size_t n_value = strcspn(value, "[]");
  if (n_value == 0 || value[n_value] != ']')
    return fail_at(p, "an attribute without a value");
  char *copy = tame_calloc(n_value + 1, 1);
  memcpy(copy, value, n_value);
  char *apart = tame_e2e_set_apart(copy);
  put(to, name);
  put(to, " : ");
  put(to, apart);
  free(apart);
  free(copy);
  *s = value + n_value + 1;
  return TAME_OK;
}

/* *meaning <- "name[A], area[B]" in our form */
static tame_status convert(char **meaning, const char *s, const place *p)
{
  /* a letter grows to at most 3, "name[A]" to "name : A", ", " to " | " */
  char *to = *meaning = tame_calloc(8 * strlen(s) + 64, 1);
  for (;;) {
    TAME_TRY(convert_one(&to, &s, p));
    if (*s == '\0') return TAME_OK;
    if (strncmp(s, ", ", 2) != 0)
      return fail_at(p, "expected a comma between two attributes");
    put(&to, " | ");
    s += 2;
  }
}

static tame_status read_row(tame_e2e *e, const char *mr, const char *ref,
                            const place *p)
{
  if (tame_utf8_span(mr, strlen(mr)) < strlen(mr) ||
      tame_utf8_span(ref, strlen(ref)) < strlen(ref))
    return fail_at(p, "not UTF-8");
  if (strstr(mr, "||") || strstr(ref, "||"))
    return fail_at(p, "'||' in a table");
  e->n = p->row + 1;
  TAME_TRY(convert(&e->meaning[p->row], mr, p));
  e->text[p->row] = tame_e2e_set_apart(ref);
  if (e2e_has_bar_beside(e->meaning[p->row], e->text[p->row]))
    return fail_at(p, "a bar where '||' will be");
  return *e->text[p->row] ? TAME_OK : fail_at(p, "a text without words");
}

static tame_status read_table(tame_e2e *e, const tame_csv *t, tame_error *err)
{
  size_t mr, ref;
  TAME_TRY(tame_csv_column(&mr, t, "mr", err));
  TAME_TRY(tame_csv_column(&ref, t, "ref", err));
  if (t->rows == 0) return tame_fail(err, TAME_EFORMAT, "%s: no rows", t->path);
  e->meaning = tame_calloc(t->rows, sizeof *e->meaning);
  e->text = tame_calloc(t->rows, sizeof *e->text);
  for (size_t i = 0; i < t->rows; i++) {
    const place p = {t, i, err};
    TAME_TRY(
        read_row(e, tame_csv_cell(t, i, mr), tame_csv_cell(t, i, ref), &p));
  }
  return TAME_OK;
}

tame_status tame_e2e_read_csv(tame_e2e *e, const char *path, tame_error *err)
{
  tame_csv t;
  *e = (tame_e2e){0};
  TAME_TRY(tame_csv_read(&t, path, ',', NULL, err));
  const tame_status s = read_table(e, &t, err);
  tame_csv_free(&t);
  if (s < 0) tame_e2e_free(e);
  return s;
}
