/* SPDX-License-Identifier: MIT */
#include "tame/describe.h"

#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/text.h"

/* A text that grows; room doubles, so that many lines take time in proportion.
 */
typedef struct {
  char *text; /* [room], NULL as long as there is nothing */
  size_t n, room;
} builder;

/* Append MORE [n], after GLUE when there is something already. */
static void append(builder *b, const char *glue, const char *more, size_t n)
{
  const size_t g = b->n > 0 ? strlen(glue) : 0;
  if (b->room - b->n <= g + n) {
    b->room = 2 * b->room + g + n + 1;
    char *longer = tame_calloc(b->room, 1);
    if (b->n > 0) memcpy(longer, b->text, b->n);
    free(b->text);
    b->text = longer;
  }
  memcpy(b->text + b->n, glue, g);
  memcpy(b->text + b->n + g, more, n);
  b->n += g + n;
  b->text[b->n] = '\0';
}

/* What was built, released with free(); never NULL. */
static char *built(builder *b) { return b->text ? b->text : tame_strdup(""); }

static bool is_blank(const char *line, size_t n)
{
  return strspn(line, " \t\r") >= n;
}

/* --- figure scripts ------------------------------------------------------ */

/* "caption: text" -> true and the start of the text when LINE has KEY. */
static bool has_key(const char **value, const char *line, const char *key)
{
  const size_t n = strlen(key);
  if (strncmp(line, key, n) != 0 || line[n] != ':') return false;
  *value = line + n + 1;
  *value += strspn(*value, " ");
  return true;
}

enum { TITLE, CAPTION, ALT, CLAIMS, KIND, N_KEYS };
static const char *const KEY[N_KEYS] = {"title", "caption", "alt", "claims",
                                        "kind"};

/* Where the text of this line of the head goes: a new value, the next line of
 * CURRENT, or nowhere. */
static builder *target(const char **value, builder *current, const char *line,
                       builder part[N_KEYS], bool is_first)
{
  if (is_first) { /* stands in where title and alt are missing */
    *value = line;
    return &part[TITLE];
  }
  for (size_t k = 0; k < N_KEYS; k++) {
    if (!has_key(value, line, KEY[k])) continue;
    if (k == TITLE) part[TITLE].n = 0;
    return &part[k];
  }
  *value = line + strspn(line, " ");
  return *value - line >= 2 ? current : NULL;
}

static void read_head(builder part[N_KEYS], const char *text)
{
  builder *current = NULL;
  bool is_first = true;
  for (const char *line = text; *line == '#';) {
    const size_t length = strcspn(line, "\n");
    const char *end = line + length;
    const char *value;
    line += line[1] == ' ' ? 2 : 1;
    /* keys may be told apart on a line with an end only */
    char *copy = tame_calloc((size_t)(end - line) + 1, 1);
    memcpy(copy, line, (size_t)(end - line));
    if (strncmp(copy, "usage", 5) == 0 || is_blank(copy, strlen(copy))) {
      current = NULL;
    } else {
      current = target(&value, current, copy, part, is_first);
      if (current) append(current, " ", value, strlen(value));
      if (is_first) current = NULL;
    }
    free(copy);
    is_first = false;
    line = *end ? end + 1 : end;
  }
}

tame_status tame_figure_text_read(tame_figure_text *t, const char *path,
                                  tame_error *err)
{
  char *text;
  TAME_TRY(tame_text_read(&text, path, err));
  builder part[N_KEYS] = {{0}};
  read_head(part, text);
  char *kind = built(&part[KIND]);
  *t = (tame_figure_text){.title = built(&part[TITLE]),
                          .caption = built(&part[CAPTION]),
                          .alt = built(&part[ALT]),
                          .claims = built(&part[CLAIMS])};
  if (!*t->alt) {
    free(t->alt);
    t->alt = tame_strdup(t->title);
  }
  t->is_illustration = strcmp(kind, "illustration") == 0;
  const bool is_known = t->is_illustration || strcmp(kind, "figure") == 0;
  tame_status s = TAME_OK;
  if (!is_known) {
    s = tame_fail(err, TAME_EFORMAT,
                  "%s: its head needs '# kind: figure' or '# kind: "
                  "illustration'",
                  path);
    tame_figure_text_free(t);
  }
  free(kind);
  free(text);
  return s;
}

void tame_figure_text_free(tame_figure_text *t)
{
  free(t->title);
  free(t->caption);
  free(t->alt);
  free(t->claims);
  *t = (tame_figure_text){0};
}

/* --- READMEs ------------------------------------------------------------- */

/* The next heading, table, list, code or HTML. */
static bool ends_introduction(const char *line)
{
  static const char *const STARTS[] = {"#", "|", "- ", "* ", "1. ", "```", "<"};
  for (size_t i = 0; i < sizeof STARTS / sizeof STARTS[0]; i++) {
    if (strncmp(line, STARTS[i], strlen(STARTS[i])) == 0) return true;
  }
  return false;
}

tame_status tame_readme_read(tame_readme *r, const char *path, tame_error *err)
{
  char *text;
  TAME_TRY(tame_text_read(&text, path, err));
  if (strncmp(text, "# ", 2) != 0) {
    free(text);
    return tame_fail(err, TAME_EFORMAT, "%s: does not begin with '# Title'",
                     path);
  }
  builder title = {0}, body = {0};
  size_t length = strcspn(text, "\n");
  append(&title, "", text + 2, length - 2);
  bool is_new = false;
  for (const char *line = text + length; *line; line += length) {
    line += *line == '\n';
    length = strcspn(line, "\n");
    if (ends_introduction(line)) break;
    if (is_blank(line, length)) {
      is_new = true;
    } else {
      append(&body, is_new ? "\n" : " ", line, length);
      is_new = false;
    }
  }
  free(text);
  *r = (tame_readme){.title = built(&title), .text = built(&body)};
  return TAME_OK;
}

void tame_readme_free(tame_readme *r)
{
  free(r->title);
  free(r->text);
  *r = (tame_readme){0};
}
