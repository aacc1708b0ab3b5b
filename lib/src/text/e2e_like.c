/* SPDX-License-Identifier: MIT */
#include "tame/e2e_like.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

enum { NAME, TYPE, FOOD, PRICE, RATING, AREA, FAMILY, NEAR, ATTRIBUTES };
enum { LINE = 600, WORDINGS = 4, TEXTS = 4 };

static const char *const LABEL[ATTRIBUTES] = {"name",
                                              "Type",
                                              "food",
                                              "price",
                                              "customer rating",
                                              "area",
                                              "family friendly",
                                              "near"};

static const char *const NAMES[] = {
    "Amber Lantern",   "The Copper Kettle", "Juniper House",
    "Old Mill Lane",   "The Salt Cellar",   "Green Gate",
    "The Idle Baker",  "Plum Tree",         "Harbour Lights",
    "The Paper Crane", "Quince and Clove",  "Sundial",
    "The Tin Whistle", "Rookery",           "Maple Corner",
    "The Velvet Fig",  "North Star",        "Willow Bank",
    "The Brass Bell",  "Cedar Room",        NULL};
static const char *const LANDMARKS[] = {
    "the Clock Tower", "the Botanic Garden", "Saint Anne 's Church",
    "the Fish Market", "the Opera",          "the Railway Museum",
    "Penny Bridge",    "the Town Hall",      NULL};
static const char *const TYPES[] = {"pub",      "coffee shop", "restaurant",
                                    "tea room", "bistro",      NULL};
static const char *const FOODS[] = {"Basque",  "Greek",  "Korean", "Moroccan",
                                    "Persian", "Tuscan", "vegan",  NULL};
static const char *const PRICES[] = {"cheap", "moderate", "high", NULL};
static const char *const RATINGS[] = {"low", "average", "high", NULL};
static const char *const AREAS[] = {"city centre", "old town", "harbour",
                                    "riverside", NULL};
static const char *const YES_NO[] = {"yes", "no", NULL};

static const char *const *const VALUES[ATTRIBUTES] = {
    NAMES, TYPES, FOODS, PRICES, RATINGS, AREAS, YES_NO, LANDMARKS};

/* Openings by what is known besides the name: nothing, the type, the food,
 * both.  $ and a letter is the value: n, t, f. */
static const char *const OPENING[4][WORDINGS] = {
    {"there is a place called $n", "one place is $n", "you could try $n",
     "$n is a place to try"},
    {"$n is a $t", "there is a $t called $n", "one $t is $n",
     "you could try the $t $n"},
    {"$n serves $f food", "$n is the place for $f food",
     "you can eat $f food at $n", "$f dishes are made at $n"},
    {"$n is a $t that serves $f food", "$n is a $t with $f food",
     "the $t $n offers $f dishes", "for $f food , go to $n , a $t"}};

/* Sentences about one attribute, whose value is $v; about families one wording
 * for yes and one for no. */
static const char *const SENTENCE[ATTRIBUTES][WORDINGS] = {
    [PRICE] = {"the price range is $v", "prices are $v", "it has $v prices",
               "expect $v prices"},
    [RATING] = {"its customer rating is $v", "customers give it a $v rating",
                "it is rated $v", "it has a $v customer rating"},
    [AREA] = {"it is in the $v area", "you find it in the $v area",
              "it stands in the $v area", "its address is in the $v area"},
    [NEAR] = {"it is near $v", "it is close to $v", "$v is next to it",
              "you find it near $v"}};
static const char *const FAMILIES[2][WORDINGS] = {
    {"families are welcome", "it is a good place for children",
     "it is family - friendly", "bring your children"},
    {"it is not for families", "it is not a place for children",
     "it is not family - friendly", "leave your children at home"}};

/* --- drawing -------------------------------------------------------------- */

typedef struct {
  const char *value[ATTRIBUTES]; /* NULL: not said */
} meaning;

static size_t draw(gsl_rng *rng, size_t n)
{
  return (size_t)gsl_rng_uniform_int(rng, n);
}

static void draw_meaning(meaning *m, gsl_rng *rng)
{
  for (size_t a = 0; a < ATTRIBUTES; a++) {
    size_t n = 0;
    while (VALUES[a][n]) n++;
    const char *value = VALUES[a][draw(rng, n)];
    m->value[a] = a == NAME || draw(rng, 2) == 0 ? value : NULL;
  }
}

static void write_meaning(char *out, const meaning *m)
{
  *out = '\0';
  for (size_t a = 0; a < ATTRIBUTES; a++)
    if (m->value[a])
      out += sprintf(out, "%s%s : %s", a == NAME ? "" : " | ", LABEL[a],
                     m->value[a]);
}

/* Appends one sentence, its first letter a capital, and " . " after it. */
static void add_sentence(char *out, const char *wording, const meaning *m,
                         const char *value)
{
  char *to = out += strlen(out);
  for (; *wording; wording++) {
    if (*wording != '$') {
      *to++ = *wording;
      *to = '\0';
      continue;
    }
    wording++;
    const char *word = *wording == 'n'   ? m->value[NAME]
                       : *wording == 't' ? m->value[TYPE]
                       : *wording == 'f' ? m->value[FOOD]
                                         : value;
    to += sprintf(to, "%s", word);
  }
  *out = (char)toupper((unsigned char)*out);
  strcpy(to, " . ");
}

static void add_fact(char *out, const meaning *m, size_t a, gsl_rng *rng)
{
  const size_t wording = draw(rng, WORDINGS);
  const char *value = m->value[a];
  if (a == FAMILY)
    add_sentence(out, FAMILIES[strcmp(value, "no") == 0][wording], m, value);
  else
    add_sentence(out, SENTENCE[a][wording], m, value);
}

static void write_text(char *out, const meaning *m, gsl_rng *rng)
{
  size_t order[ATTRIBUTES], n = 0;
  const size_t known = (m->value[TYPE] != NULL) + 2u * (m->value[FOOD] != NULL);
  *out = '\0';
  add_sentence(out, OPENING[known][draw(rng, WORDINGS)], m, NULL);
  for (size_t a = PRICE; a < ATTRIBUTES; a++)
    if (m->value[a]) order[n++] = a;
  for (; n > 0; n--) {
    const size_t k = draw(rng, n);
    add_fact(out, m, order[k], rng);
    order[k] = order[n - 1];
  }
  out[strlen(out) - 1] = '\0'; /* the blank after the last point */
}

/* --- lines that differ ---------------------------------------------------- */

typedef struct {
  size_t size; /* a power of two, more than twice what comes in */
  size_t *row; /* [size] 1 + the pair, or 0 */
} known_lines;

static size_t hash(size_t h, const char *s)
{
  for (; *s; s++) h = (h ^ (unsigned char)*s) * 16777619u;
  return h;
}

/* Adds the pair unless it is there. */
static void add_pair(tame_e2e *e, known_lines *known, const char *said,
                     const char *text)
{
  size_t k = hash(hash(2166136261u, said), text);
  for (k ^= k >> 15;; k++) {
    const size_t row = known->row[k &= known->size - 1];
    if (row == 0) break;
    if (strcmp(e->meaning[row - 1], said) == 0 &&
        strcmp(e->text[row - 1], text) == 0)
      return;
  }
  e->meaning[e->n] = tame_strdup(said);
  e->text[e->n++] = tame_strdup(text);
  known->row[k] = e->n;
}

void tame_e2e_like(tame_e2e *e, size_t n, gsl_rng *rng)
{
  TAME_REQUIRE(n >= 1 && n <= TAME_E2E_LIKE_MOST);
  char said[LINE], text[LINE];
  known_lines known = {.size = 4};
  while (known.size <= 2 * n) known.size *= 2;
  known.row = tame_calloc(known.size, sizeof *known.row);
  *e = (tame_e2e){.meaning = tame_calloc(n, sizeof *e->meaning),
                  .text = tame_calloc(n, sizeof *e->text)};
  while (e->n < n) {
    meaning m;
    draw_meaning(&m, rng);
    write_meaning(said, &m);
    for (size_t k = draw(rng, TEXTS) + 1; k > 0 && e->n < n; k--) {
      write_text(text, &m, rng);
      add_pair(e, &known, said, text);
    }
  }
  free(known.row);
}
