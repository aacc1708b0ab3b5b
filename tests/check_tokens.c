/* SPDX-License-Identifier: MIT */
/* tame/tokens.h, tame/vocabulary.h, tame/utf8.h. */
#include <check.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/base.h"
#include "tame/tokens.h"
#include "tame/utf8.h"
#include "tame/vocabulary.h"

static const uint32_t IDS[5] = {0, 50256, 1, 256, 65535};

START_TEST(a_stream_is_written_and_read_in_windows)
{
  static const unsigned char BYTES[10] = {0, 0,    0x50, 0xC4, 1,
                                          0, 0x00, 1,    0xFF, 0xFF};
  unsigned char file[16];
  uint32_t id[5];
  tame_tokens *t;
  ck_assert_int_eq(tame_tokens_write(in_dir("t"), IDS, 5, NULL), TAME_OK);
  FILE *in = fopen(in_dir("t"), "r");
  ck_assert_uint_eq(fread(file, 1, sizeof file, in), 10);
  fclose(in);
  ck_assert_mem_eq(file, BYTES, 10);
  ck_assert_int_eq(tame_tokens_open(&t, in_dir("t"), 65536, NULL), TAME_OK);
  ck_assert_uint_eq(tame_tokens_count(t), 5);
  ck_assert_int_eq(tame_tokens_window(id, t, 0, 5, NULL), TAME_OK);
  ck_assert_mem_eq(id, IDS, sizeof IDS);
  ck_assert_int_eq(tame_tokens_window(id, t, 2, 2, NULL), TAME_OK);
  ck_assert_mem_eq(id, IDS + 2, 2 * sizeof *id);
  ck_assert_int_eq(tame_tokens_window(id, t, 5, 0, NULL), TAME_OK);
  ck_assert_int_eq(tame_tokens_scan(t, NULL), TAME_OK);
  tame_tokens_close(t);
}
END_TEST

START_TEST(tokens_beyond_the_vocabulary_are_found_with_their_place)
{
  uint32_t id[5];
  tame_tokens *t;
  tame_error err = {""};
  ck_assert_int_eq(tame_tokens_write(in_dir("t"), IDS, 5, NULL), TAME_OK);
  ck_assert_int_eq(tame_tokens_open(&t, in_dir("t"), 50257, NULL), TAME_OK);
  ck_assert_int_eq(tame_tokens_window(id, t, 0, 4, &err), TAME_OK);
  ck_assert_int_eq(tame_tokens_window(id, t, 3, 2, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(
      strstr(err.text, "/t: token 4 is 65535, the vocabulary has 50257"));
  err.text[0] = '\0';
  ck_assert_int_eq(tame_tokens_scan(t, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "token 4 is 65535"));
  tame_tokens_close(t);
  ck_assert_int_eq(tame_tokens_open(&t, in_dir("t"), 50256, NULL), TAME_OK);
  ck_assert_int_eq(tame_tokens_window(id, t, 0, 2, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "token 1 is 50256"));
  ck_assert_int_eq(tame_tokens_scan(t, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "token 1 is 50256"));
  tame_tokens_close(t);
  ck_assert_int_eq(tame_tokens_write(in_dir("u"), (uint32_t[]){65536}, 1, &err),
                   TAME_EINVAL);
  ck_assert_ptr_nonnull(strstr(err.text, "token 0 is 65536"));
}
END_TEST

START_TEST(odd_sizes_folders_and_nothing)
{
  tame_tokens *t;
  tame_error err = {""};
  write_text("odd", "abc");
  ck_assert_int_eq(tame_tokens_open(&t, in_dir("odd"), 10, &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "3 bytes are no whole number"));
  ck_assert_ptr_null(t);
  ck_assert_int_eq(tame_tokens_open(&t, dir, 10, &err), TAME_EIO);
  ck_assert_int_eq(tame_tokens_open(&t, in_dir("none"), 10, &err),
                   TAME_EMISSING);
  write_text("empty", "");
  ck_assert_int_eq(tame_tokens_open(&t, in_dir("empty"), 10, &err), TAME_OK);
  ck_assert_uint_eq(tame_tokens_count(t), 0);
  ck_assert_int_eq(tame_tokens_scan(t, &err), TAME_OK);
  tame_tokens_close(t);
}
END_TEST

START_TEST(characters_are_numbered_in_order_and_come_back)
{
  static const char *const TEXT[2] = {"banana\n", "caf\xC3\xA9 \xE2\x82\xAC"};
  static const uint32_t CODE[9] = {'\n', ' ', 'a',  'b',   'c',
                                   'f',  'n', 0xE9, 0x20AC};
  tame_vocabulary v;
  uint32_t id[16];
  size_t count;
  char *back;
  ck_assert_int_eq(tame_vocabulary_init(&v, TEXT, 2, NULL), TAME_OK);
  ck_assert_uint_eq(v.n, 9);
  ck_assert_mem_eq(v.code, CODE, sizeof CODE);
  ck_assert_int_eq(
      tame_vocabulary_encode(id, &count, &v, TEXT[1], strlen(TEXT[1]), NULL),
      TAME_OK);
  ck_assert_uint_eq(count, 6);
  ck_assert_mem_eq(id, ((uint32_t[]){4, 2, 5, 7, 1, 8}), 6 * sizeof *id);
  ck_assert_int_eq(tame_vocabulary_decode(&back, &v, id, count, NULL), TAME_OK);
  ck_assert_str_eq(back, TEXT[1]);
  free(back);
  tame_vocabulary_free(&v);
}
END_TEST

START_TEST(unknown_characters_and_tokens_are_refused)
{
  static const char *const ABC = "abc", *const BAD = "ab\xFF";
  tame_vocabulary v;
  tame_error err = {""};
  uint32_t id[16];
  size_t count;
  char *back;
  ck_assert_int_eq(tame_vocabulary_init(&v, &BAD, 1, &err), TAME_EFORMAT);
  ck_assert_str_eq(err.text, "the text is not UTF-8 at byte 2");
  ck_assert_ptr_null(v.code);
  ck_assert_int_eq(tame_vocabulary_init(&v, &ABC, 1, &err), TAME_OK);
  ck_assert_int_eq(tame_vocabulary_encode(id, &count, &v, "a\xC3\xA9", 3, &err),
                   TAME_EFORMAT);
  ck_assert_str_eq(err.text, "U+00E9 at byte 1 is not in the vocabulary");
  ck_assert_int_eq(tame_vocabulary_encode(id, &count, &v, "ab\xC3", 3, &err),
                   TAME_EFORMAT);
  ck_assert_int_eq(tame_vocabulary_decode(&back, &v, (uint32_t[]){3}, 1, &err),
                   TAME_EINVAL);
  ck_assert_str_eq(err.text, "token 0 is 3, the vocabulary has 3");
  tame_vocabulary_free(&v);
}
END_TEST

/* CODE goes there and back, and no part of it is taken for the whole. */
static bool is_coded_well(uint32_t code)
{
  const bool is_character =
      code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  const size_t length = !is_character    ? 0
                        : code < 0x80    ? 1
                        : code < 0x800   ? 2
                        : code < 0x10000 ? 3
                                         : 4;
  char s[4];
  uint32_t back = 0;
  if (tame_utf8_put(s, code) != length) return false;
  return length == 0 ||
         (tame_utf8_get(&back, s, length) == length && back == code &&
          tame_utf8_get(&back, s, length - 1) == 0 &&
          tame_utf8_span(s, length) == length);
}

START_TEST(utf8_agrees_with_rfc_3629_on_every_code_point)
{
  for (uint32_t code = 0; code < 0x110400; code++)
    if (!is_coded_well(code)) ck_abort_msg("U+%04lX", (unsigned long)code);
}
END_TEST

START_TEST(what_is_shown_in_messages_is_short_and_printable)
{
  static const char LONG[] = "0123456789012345678901234567890123456789";
  char shown[40];
  tame_utf8_show(shown, "a\n\xC3\xA9~", 5);
  ck_assert_str_eq(shown,
                   "a?"
                   "?"
                   "?~");
  tame_utf8_show(shown, LONG, 36);
  ck_assert_str_eq(shown, "012345678901234567890123456789012345");
  tame_utf8_show(shown, LONG, 37);
  ck_assert_str_eq(shown, "012345678901234567890123456789012345...");
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("tokens");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, a_stream_is_written_and_read_in_windows);
  tcase_add_test(t, tokens_beyond_the_vocabulary_are_found_with_their_place);
  tcase_add_test(t, odd_sizes_folders_and_nothing);
  tcase_add_test(t, characters_are_numbered_in_order_and_come_back);
  tcase_add_test(t, unknown_characters_and_tokens_are_refused);
  tcase_add_test(t, utf8_agrees_with_rfc_3629_on_every_code_point);
  tcase_add_test(t, what_is_shown_in_messages_is_short_and_printable);
  return run_tests(t);
}
