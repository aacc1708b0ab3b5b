/* SPDX-License-Identifier: MIT */
/* A small vocabulary for tests: the 256 bytes and the merges t+h, th+e, " "+the,
 * a+a, aa+a, in this order, and "<|endoftext|>" as token 261. */
#ifndef BPE_FILES_H
#define BPE_FILES_H

#include <stdio.h>

#include "sandbox.h"
#include "tame/utf8.h"

enum { BPE_TH = 256, BPE_THE, BPE__THE, BPE_AA, BPE_AAA, BPE_END, BPE_SIZE };

#define BPE_MERGES "#version: 0.2\nt h\nth e\n\xC4\xA0 the\na a\naa a\n"

/* JSON of the first COUNT bytes, then MORE. */
static inline void write_encoder(const char *name, int count, const char *more)
{
  FILE *out = fopen(in_dir(name), "w");
  int next = 256;
  ck_assert_ptr_nonnull(out);
  fputc('{', out);
  for (int b = 0; b < count; b++) {
    const int is_printable =
        (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
    char s[5] = "";
    tame_utf8_put(s, (uint32_t)(is_printable ? b : next++));
    fprintf(out, "%s\"%s%s\": %d", b ? ", " : "",
            b == '"' || b == '\\' ? "\\" : "", s, b);
  }
  fprintf(out, "%s}\n", more);
  ck_assert_int_eq(fclose(out), 0);
}

#define BPE_MORE                                                               \
  ", \"th\": 256, \"the\": 257, \"\xC4\xA0the\": 258, \"aa\": 259, "           \
  "\"aaa\": 260, \"<|endoftext|>\": 261"

static inline void write_bpe_files(void)
{
  write_encoder("encoder.json", 256, BPE_MORE);
  write_text("vocab.bpe", BPE_MERGES);
}

#endif
