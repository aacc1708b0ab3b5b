/* SPDX-License-Identifier: MIT */
#include "tame/e2e.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "tame/base.h"
#include "tame/utf8.h"

/* A character of the text; what is no UTF-8 counts byte by byte. */
static size_t character(uint32_t *code, const char *s)
{
  const size_t length = tame_utf8_get(code, s, strnlen(s, 4));
  if (length > 0) return length;
  *code = (unsigned char)*s;
  return *s ? 1 : 0;
}

static bool is_blank(uint32_t c)
{
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0;
}

/* Characters that are words of their own. */
static bool is_sign(uint32_t c)
{
  if (c < 0x80) return c > 0 && strchr(",;:!?()[]\"/*#&+=<>%$", (int)c);
  return (c >= 0xA2 && c <= 0xA5) || (c >= 0x2010 && c <= 0x2027) ||
         (c >= 0x20A0 && c <= 0x20BF);
}

/* Letters and digits; outside ASCII all that is neither blank nor sign. */
static bool is_letter(uint32_t c)
{
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
         (c >= 'a' && c <= 'z') || (c >= 0x80 && !is_sign(c) && !is_blank(c));
}

typedef struct {
  char *out, *to;
} writer;

static void add(writer *w, const char *s, size_t n)
{
  if (n == 0) return;
  if (w->to > w->out) *w->to++ = ' ';
  memcpy(w->to, s, n);
  w->to += n;
}

static bool stays_whole(const char *s, size_t n)
{
  static const char *const WORD[] = {"'s", "'re", "'ve", "'ll", "'d", "'m"};
  for (size_t k = 0; k < sizeof WORD / sizeof *WORD; k++)
    if (strlen(WORD[k]) == n && memcmp(s, WORD[k], n) == 0) return true;
  return false;
}

/* The same for a byte of a piece, which has no sign or blank in it. */
static bool is_letter_byte(char c)
{
  const unsigned char byte = (unsigned char)c;
  return byte >= 0x80 || is_letter(byte);
}

/* Where the last apostrophe of s [n] is when letters follow it to the end and
 * one is before it; else n. */
static size_t inner_apostrophe(const char *s, size_t n)
{
  size_t k = n;
  while (k > 0 && is_letter_byte(s[k - 1])) k--;
  const bool is_one =
      k > 1 && k < n && s[k - 1] == '\'' && is_letter_byte(s[k - 2]);
  return is_one ? k - 1 : n;
}

/* The ends of a piece without signs and blanks. */
static void add_piece(writer *w, const char *s, size_t n)
{
  size_t dots = 0, quote = 0;
  while (dots < n && s[n - 1 - dots] == '.') dots++;
  if (dots == n) dots = 0;
  n -= dots;
  if (n > 1 && *s == '\'' && !stays_whole(s, n)) {
    add(w, s, 1);
    s++;
    n--;
  }
  if (n > 1 && s[n - 1] == '\'') {
    quote = 1;
    n--;
  }
  const size_t cut = inner_apostrophe(s, n);
  add(w, s, cut);
  add(w, s + cut, n - cut);
  add(w, s + n, quote);
  add(w, s + n + quote, dots);
}

/* Is the hyphen at s between letters, the one before it being BEFORE?  Points
 * between letters, at least two, are apart in the same way. */
static size_t joint(const char *s, uint32_t before)
{
  uint32_t after;
  if (!is_letter(before)) return 0; /* so that points are counted once */
  const size_t n = *s == '-' ? 1 : strspn(s, ".");
  if (n == 0 || (*s == '.' && n == 1)) return 0;
  character(&after, s + n);
  return is_letter(after) ? n : 0;
}

char *tame_e2e_set_apart(const char *text)
{
  /* no byte becomes more than itself and two spaces */
  char *out = tame_calloc(3 * strlen(text) + 1, 1);
  writer w = {out, out};
  const char *piece = text, *at = text;
  uint32_t before = ' ', code;
  while (*at) {
    size_t n = character(&code, at);
    const size_t joined = joint(at, before);
    if (joined > 0) n = joined;
    if (joined > 0 || is_blank(code) || is_sign(code)) {
      add_piece(&w, piece, (size_t)(at - piece));
      if (!is_blank(code)) add(&w, at, n);
      piece = at + n;
    }
    before = code;
    at += n;
  }
  add_piece(&w, piece, (size_t)(at - piece));
  return out;
}
