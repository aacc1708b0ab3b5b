/* SPDX-License-Identifier: MIT */
#include "bpe_parts.h"

#include "tame/base.h"

/* White_Space of Unicode, written out: \s of PCRE2 has U+180E besides. */
#define SPACES                                                                 \
  "\\x{9}-\\x{d}\\x{20}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}"             \
  "\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}"

static const char WORD[] =
    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+"
    "| ?[^" SPACES
    "\\p{L}\\p{N}]+"
    "|[" SPACES "]+(?![^" SPACES "])|[" SPACES "]+";

pcre2_code *tame_bpe_word_alloc(void)
{
  int why;
  PCRE2_SIZE where;
  pcre2_code *word =
      pcre2_compile((PCRE2_SPTR)WORD, PCRE2_ZERO_TERMINATED,
                    PCRE2_UTF | PCRE2_ANCHORED, &why, &where, NULL);
  TAME_REQUIRE(word != NULL);
  /* compiled to machine code where that is possible, else interpreted */
  (void)pcre2_jit_compile(word, PCRE2_JIT_COMPLETE);
  return word;
}

size_t tame_bpe_word(const tame_bpe *bpe, pcre2_match_data *match,
                     const char *text, size_t n, size_t at)
{
  /* each character is in a class of the expression, so there is a word */
  const int found = pcre2_match(bpe->word, (PCRE2_SPTR)text, n, at,
                                PCRE2_NO_UTF_CHECK, match, NULL);
  TAME_REQUIRE(found > 0);
  const size_t end = pcre2_get_ovector_pointer(match)[1];
  TAME_REQUIRE(end > at);
  return end - at;
}
