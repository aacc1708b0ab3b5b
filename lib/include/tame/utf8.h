/* SPDX-License-Identifier: MIT */
/* UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above
 * U+10FFFF. */
#ifndef TAME_UTF8_H
#define TAME_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Length of the character at the head of s [n], 1 to 4, and its code point in
 * *code; 0 when there is none or the bytes are not UTF-8. */
size_t tame_utf8_get(uint32_t *code, const char *s, size_t n);

/* out [4] <- the character CODE; its length, 0 for what is no character. */
size_t tame_utf8_put(char *out, uint32_t code);

/* Number of bytes of s [n] that are whole characters: n when all is UTF-8, else
 * the offset of the first byte that is wrong. */
size_t tame_utf8_span(const char *s, size_t n);

/* shown [40] <- the head of s [n] for a message: one line of printable ASCII,
 * other bytes as '?', "..." where it is cut. */
void tame_utf8_show(char *shown, const char *s, size_t n);

#endif
