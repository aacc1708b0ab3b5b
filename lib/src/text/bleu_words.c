/* SPDX-License-Identifier: MIT */
#include "tame/bleu.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/utf8.h"

/* Each step makes a new text from the last, in the order of mteval-v13a: what
 * one inserts the next sees.  No step makes a byte into more than 3. */
typedef struct {
  char *out, *to;
} writer;

static writer begin(const char *text)
{
  char *out = tame_calloc(3 * strlen(text) + 3, 1);
  return (writer){out, out};
}

static void put(writer *w, char c) { *w->to++ = c; }

static void put_apart(writer *w, char c)
{
  put(w, ' ');
  put(w, c);
  put(w, ' ');
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_point(char c) { return c == '.' || c == ','; }

static bool is_sign(char c)
{
  return c != '\0' && strchr("{|}~[\\]^_` !\"#$%&()*+:;<=>?@/", c) != NULL;
}

/* Every OLD of the text, from left to right, is replaced. */
static char *replace(char *text, const char *old, const char *new)
{
  writer w = begin(text);
  for (const char *s = text; *s;) {
    if (strncmp(s, old, strlen(old)) != 0) {
      put(&w, *s++);
      continue;
    }
    for (const char *c = new; *c; c++) put(&w, *c);
    s += strlen(old);
  }
  free(text);
  return w.out;
}

static char *signs_apart(char *text)
{
  writer w = begin(text);
  put(&w, ' ');
  for (const char *s = text; *s; s++) {
    if (is_sign(*s))
      put_apart(&w, *s);
    else
      put(&w, *s);
  }
  put(&w, ' ');
  free(text);
  return w.out;
}

/* A pair of characters is looked at once: the second is not the first of the
 * next pair.  "x." becomes "x . " unless x is a digit. */
static char *after_no_digit(char *text)
{
  writer w = begin(text);
  const char *s = text;
  while (*s) {
    put(&w, *s);
    if (!is_digit(*s) && is_point(s[1])) put_apart(&w, *++s);
    s++;
  }
  free(text);
  return w.out;
}

/* ".x" becomes " . x" unless x is a digit. */
static char *before_no_digit(char *text)
{
  writer w = begin(text);
  const char *s = text;
  while (*s) {
    if (is_point(*s) && s[1] && !is_digit(s[1])) {
      put_apart(&w, *s++);
      put(&w, *s++);
    } else {
      put(&w, *s++);
    }
  }
  free(text);
  return w.out;
}

static char *hyphens_apart(char *text)
{
  writer w = begin(text);
  for (const char *s = text; *s; s++) {
    put(&w, *s);
    if (is_digit(*s) && s[1] == '-') put_apart(&w, *++s);
  }
  free(text);
  return w.out;
}

static bool is_blank(uint32_t c)
{
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 ||
         c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

static uint32_t small(uint32_t c)
{
  const bool is_capital =
      (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
  return is_capital ? c + 0x20 : c;
}

/* One space between words, none at the ends; small letters. */
static char *clean(char *text)
{
  writer w = begin(text);
  const size_t n = strlen(text);
  bool is_apart = false;
  for (size_t at = 0; at < n;) {
    uint32_t code;
    const size_t length = tame_utf8_get(&code, text + at, n - at);
    if (length > 0 && is_blank(code)) {
      is_apart = w.to > w.out;
    } else {
      if (is_apart) put(&w, ' ');
      is_apart = false;
      if (length > 0)
        w.to += tame_utf8_put(w.to, small(code));
      else /* a byte that is no UTF-8 stays as it is */
        put(&w, text[at]);
    }
    at += length > 0 ? length : 1;
  }
  free(text);
  return w.out;
}

char *tame_bleu_words(const char *text)
{
  static const char *const REPLACED[][2] = {
      {"<skipped>", ""}, {"-\n", ""},   {"\n", " "},  {"&quot;", "\""},
      {"&amp;", "&"},    {"&lt;", "<"}, {"&gt;", ">"}};
  char *s = tame_strdup(text);
  for (size_t k = 0; k < sizeof REPLACED / sizeof *REPLACED; k++)
    s = replace(s, REPLACED[k][0], REPLACED[k][1]);
  s = signs_apart(s);
  s = after_no_digit(s);
  s = before_no_digit(s);
  return clean(hyphens_apart(s));
}
