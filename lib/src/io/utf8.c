/* SPDX-License-Identifier: MIT */
#include "tame/utf8.h"

#include <string.h>

static bool is_character(uint32_t code)
{
  return code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}

size_t tame_utf8_get(uint32_t *code, const char *s, size_t n)
{
  static const uint32_t SMALLEST[5] = {0, 0, 0x80, 0x800, 0x10000};
  if (n == 0) return 0;
  const unsigned char head = (unsigned char)s[0];
  if (head < 0x80) {
    *code = head;
    return 1;
  }
  const size_t length = head >= 0xF8   ? 0
                        : head >= 0xF0 ? 4
                        : head >= 0xE0 ? 3
                        : head >= 0xC0 ? 2
                                       : 0;
  if (length == 0 || length > n) return 0;
  uint32_t value = head & (0x7Fu >> length);
  for (size_t i = 1; i < length; i++) {
    const unsigned char byte = (unsigned char)s[i];
    if ((byte & 0xC0) != 0x80) return 0;
    value = value << 6 | (byte & 0x3Fu);
  }
  if (value < SMALLEST[length] || !is_character(value)) return 0;
  *code = value;
  return length;
}

size_t tame_utf8_put(char *out, uint32_t code)
{
  static const unsigned HEAD[5] = {0, 0, 0xC0, 0xE0, 0xF0};
  if (!is_character(code)) return 0;
  if (code < 0x80) {
    out[0] = (char)code;
    return 1;
  }
  const size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (size_t i = length; i-- > 1; code >>= 6)
    out[i] = (char)(0x80 | (code & 0x3F));
  out[0] = (char)(HEAD[length] | code);
  return length;
}

size_t tame_utf8_span(const char *s, size_t n)
{
  size_t at = 0;
  while (at < n) {
    uint32_t code;
    const size_t length = tame_utf8_get(&code, s + at, n - at);
    if (length == 0) break;
    at += length;
  }
  return at;
}

void tame_utf8_show(char *shown, const char *s, size_t n)
{
  const size_t room = 36;
  const size_t kept = n < room ? n : room;
  for (size_t i = 0; i < kept; i++)
    shown[i] = (char)(s[i] >= ' ' && s[i] <= '~' ? s[i] : '?');
  strcpy(shown + kept, kept < n ? "..." : "");
}
