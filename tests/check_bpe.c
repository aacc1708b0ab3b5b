/* SPDX-License-Identifier: MIT */
/* tame/bpe.h: a small vocabulary, and every refusal. */
#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bpe_files.h"
#include "run_tests.h"
#include "sandbox.h"
#include "tame/bpe.h"
#include "tame/rng.h"

static tame_bpe *small_vocabulary(void)
{
  tame_bpe *bpe;
  tame_error err = {""};
  write_bpe_files();
  ck_assert_msg(tame_bpe_read(&bpe, in_dir("encoder.json"), in_dir("vocab.bpe"),
                              &err) == TAME_OK,
                "%s", err.text);
  return bpe;
}

static void assert_encoding(const tame_bpe *bpe, const char *text,
                            const uint32_t *id, size_t count)
{
  uint32_t got[64];
  size_t n;
  ck_assert_uint_le(strlen(text), 64);
  ck_assert_int_eq(tame_bpe_encode(got, &n, bpe, text, strlen(text), NULL),
                   TAME_OK);
  ck_assert_uint_eq(n, count);
  ck_assert_mem_eq(got, id, count * sizeof *id);
}

START_TEST(merges_go_by_rank_then_from_left_to_right)
{
  tame_bpe *bpe = small_vocabulary();
  ck_assert_uint_eq(tame_bpe_size(bpe), BPE_SIZE);
  ck_assert_uint_eq(tame_bpe_specials(bpe), 1);
  assert_encoding(bpe, "", (uint32_t[]){0}, 0);
  assert_encoding(bpe, "the the", (uint32_t[]){BPE_THE, BPE__THE}, 2);
  assert_encoding(bpe, "tth", (uint32_t[]){'t', BPE_TH}, 2);
  /* a a comes before aa a, so pairs first: aa aa a, then aa aaa */
  assert_encoding(bpe, "aaa", (uint32_t[]){BPE_AAA}, 1);
  assert_encoding(bpe, "aaaa", (uint32_t[]){BPE_AA, BPE_AA}, 2);
  assert_encoding(bpe, "aaaaa", (uint32_t[]){BPE_AA, BPE_AAA}, 2);
  tame_bpe_free(bpe);
}
END_TEST

START_TEST(no_merge_crosses_the_end_of_a_word)
{
  tame_bpe *bpe = small_vocabulary();
  /* "a", "'t", "he": t and h are in different words */
  assert_encoding(bpe, "a'the", (uint32_t[]){'a', '\'', 't', 'h', 'e'}, 5);
  /* of two spaces only the last belongs to the word */
  assert_encoding(bpe, "  the", (uint32_t[]){' ', BPE__THE}, 2);
  assert_encoding(bpe, "aa1aa", (uint32_t[]){BPE_AA, '1', BPE_AA}, 3);
  tame_bpe_free(bpe);
}
END_TEST

/* A vocabulary of bytes and MERGES random merges of tokens made of a, b, c. */
enum { MERGES = 40 };

typedef struct {
  uint32_t left[MERGES], right[MERGES]; /* merge k makes token 256 + k */
  char token[256 + MERGES][MERGES + 2];
} random_merges;

static bool is_new(const random_merges *m, size_t n, const char *token)
{
  for (size_t i = 0; i < n; i++)
    if (strcmp(m->token[256 + i], token) == 0) return false;
  return strlen(token) < MERGES + 2;
}

static uint32_t draw_token(size_t n_merges, gsl_rng *rng)
{
  const uint32_t k = (uint32_t)gsl_rng_uniform_int(rng, 3 + n_merges);
  return k < 3 ? 'a' + k : 253 + k;
}

static void draw_merges(random_merges *m, gsl_rng *rng)
{
  char both[2 * MERGES + 4];
  *m = (random_merges){0};
  for (int c = 'a'; c <= 'c'; c++) m->token[c][0] = (char)c;
  for (size_t k = 0; k < MERGES;) {
    m->left[k] = draw_token(k, rng);
    m->right[k] = draw_token(k, rng);
    snprintf(both, sizeof both, "%s%s", m->token[m->left[k]],
             m->token[m->right[k]]);
    if (is_new(m, k, both)) strcpy(m->token[256 + k++], both);
  }
}

static tame_bpe *read_random(const random_merges *m)
{
  char more[MERGES * (MERGES + 16)], text[2 * MERGES * (MERGES + 4)];
  char *to = more, *at = text;
  tame_bpe *bpe;
  tame_error err = {""};
  for (size_t k = 0; k < MERGES; k++) {
    to += sprintf(to, ", \"%s\": %zu", m->token[256 + k], 256 + k);
    at += sprintf(at, "%s %s\n", m->token[m->left[k]], m->token[m->right[k]]);
  }
  write_encoder("encoder.json", 256, more);
  write_text("vocab.bpe", text);
  ck_assert_msg(tame_bpe_read(&bpe, in_dir("encoder.json"), in_dir("vocab.bpe"),
                              &err) == TAME_OK,
                "%s", err.text);
  return bpe;
}

/* The merges one after the other, each everywhere from left to right. */
static size_t merge_plainly(uint32_t *id, size_t n, const random_merges *m)
{
  for (uint32_t k = 0; k < MERGES; k++) {
    size_t to = 0;
    for (size_t i = 0; i < n; to++) {
      const bool is_pair =
          i + 1 < n && id[i] == m->left[k] && id[i + 1] == m->right[k];
      id[to] = is_pair ? 256 + k : id[i];
      i += is_pair ? 2 : 1;
    }
    n = to;
  }
  return n;
}

START_TEST(long_words_are_merged_as_by_the_definition)
{
  enum { MOST = 60 };
  static random_merges m;
  gsl_rng *rng = tame_rng_alloc(0, "check_bpe/words", 0);
  for (int rep = 0; rep < 40; rep++) {
    draw_merges(&m, rng);
    tame_bpe *bpe = read_random(&m);
    for (int k = 0; k < 100; k++) {
      char text[MOST + 1];
      uint32_t id[MOST];
      const size_t n = (size_t)gsl_rng_uniform_int(rng, MOST + 1);
      for (size_t i = 0; i < n; i++)
        id[i] = (unsigned char)(text[i] = "abc"[gsl_rng_uniform_int(rng, 3)]);
      text[n] = '\0';
      const size_t count = merge_plainly(id, n, &m);
      assert_encoding(bpe, text, id, count);
    }
    tame_bpe_free(bpe);
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(special_tokens_are_found_by_name_and_never_produced)
{
  static const char NAME[] = "<|endoftext|>";
  tame_bpe *bpe = small_vocabulary();
  uint32_t id, letters[sizeof NAME];
  size_t n;
  char *text;
  ck_assert_int_eq(tame_bpe_find(&id, bpe, NAME, strlen(NAME)), TAME_OK);
  ck_assert_uint_eq(id, BPE_END);
  ck_assert_int_eq(tame_bpe_find(&id, bpe, NAME, 5), TAME_EMISSING);
  for (size_t i = 0; NAME[i]; i++) letters[i] = (unsigned char)NAME[i];
  assert_encoding(bpe, NAME, letters, strlen(NAME));
  ck_assert_int_eq(
      tame_bpe_decode(&text, &n, bpe, (uint32_t[]){BPE_THE, BPE_END}, 2, NULL),
      TAME_OK);
  ck_assert_str_eq(text, "the<|endoftext|>");
  ck_assert_uint_eq(n, 16);
  free(text);
  tame_bpe_free(bpe);
}
END_TEST

START_TEST(what_is_no_text_and_no_token_is_refused)
{
  static const char *const BAD[] = {"ab\x80",
                                    "ab\xC3",
                                    "ab\xC0\x80",
                                    "ab\xED\xA0\x80",
                                    "ab\xF4\x90\x80\x80",
                                    "ab\xE2\x82 ",
                                    "ab\xFF"};
  tame_bpe *bpe = small_vocabulary();
  tame_error err = {""};
  uint32_t id[8];
  size_t n;
  char *text;
  for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++) {
    ck_assert_int_eq(tame_bpe_encode(id, &n, bpe, BAD[k], strlen(BAD[k]), &err),
                     TAME_EFORMAT);
    ck_assert_str_eq(err.text, "the text is not UTF-8 at byte 2");
    ck_assert_uint_eq(n, 0);
  }
  ck_assert_int_eq(
      tame_bpe_decode(&text, &n, bpe, (uint32_t[]){1, BPE_SIZE}, 2, &err),
      TAME_EINVAL);
  ck_assert_str_eq(err.text, "token 1 is 262, the vocabulary has 262");
  ck_assert_ptr_null(text);
  tame_bpe_free(bpe);
}
END_TEST

/* tame_bpe_read of the files in the folder fails with WHY. */
static void assert_refused(const char *why)
{
  tame_bpe *bpe;
  tame_error err = {""};
  ck_assert_int_eq(
      tame_bpe_read(&bpe, in_dir("encoder.json"), in_dir("vocab.bpe"), &err),
      TAME_EFORMAT);
  ck_assert_msg(strstr(err.text, why), "no '%s' in: %s", why, err.text);
  ck_assert_ptr_null(bpe);
}

START_TEST(broken_encoders_are_refused)
{
  static const struct {
    int count;
    const char *more, *why;
  } BAD[] = {
      {255, "", "byte 255 has no token"},
      {256, ", \"th\": 257", "token 'th': its id is not below"},
      {256, ", \"th\": -1", "token 'th': its id is not below"},
      {256, ", \"th\": 0", "token 'th': its id is another token's"},
      {256, ", \"th\": 1.5", "token 'th': its id is no number"},
      {256, ", \"th\": \"256\"", "token 'th': its id is no number"},
      {256, ", \"th\": 256, \"th\": 257", ":1: duplicate object key"},
      {256, ", \"\": 256", "token '': empty"},
      {256, ", \"\\n\": 256", "token '?': empty, or a character"},
      {256, ", \"\xE2\x82\xAC\": 256", "a character that stands for no byte"},
      {256, ", \"a\xFF\": 256", "encoder.json:1: unable to decode byte 0xff"},
      {256, ",", "encoder.json:1: string or '}' expected"}};
  write_text("vocab.bpe", BPE_MERGES);
  for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++) {
    write_encoder("encoder.json", BAD[k].count, BAD[k].more);
    assert_refused(BAD[k].why);
  }
  write_text("encoder.json", "[1]");
  assert_refused("encoder.json: no JSON object");
  write_text("encoder.json", "{}");
  assert_refused("byte 0 has no token");
}
END_TEST

START_TEST(broken_merges_are_refused_with_their_line)
{
  static const char *const BAD[][2] = {
      {"#version: 0.2\nt h\nth\n", ":3: expected two tokens and a space"},
      {"t h\n\n", ":2: expected two tokens and a space"},
      {"t h \n", ":1: expected two tokens and a space"},
      {"t  h\n", ":1: expected two tokens and a space"},
      {"th e\n", ":1: a token that no line above makes"},
      {"t h\nt he\n", ":2: a token that the encoder has not"},
      {"t h\nt h\n", ":2: a token that is there already"},
      {"t h\na b\n", ":2: the encoder has no such token"},
      {"t h\n#version: 0.2\n", ":2: a token that the encoder has not"},
      {"t\xFFh h\n", ":1: expected two tokens"}};
  tame_bpe *bpe;
  write_encoder("encoder.json", 256, BPE_MORE);
  for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++) {
    write_text("vocab.bpe", BAD[k][0]);
    assert_refused(BAD[k][1]);
  }
  ck_assert_int_eq(
      tame_bpe_read(&bpe, in_dir("encoder.json"), in_dir("none"), NULL),
      TAME_EMISSING);
}
END_TEST

START_TEST(no_merges_and_other_line_ends_are_fine)
{
  static const char *const TEXT[3] = {"", "#version: 0.2\r\nt h\r\n", "t h"};
  write_encoder("encoder.json", 256, BPE_MORE);
  for (size_t k = 0; k < 3; k++) {
    tame_bpe *bpe;
    write_text("vocab.bpe", TEXT[k]);
    ck_assert_int_eq(
        tame_bpe_read(&bpe, in_dir("encoder.json"), in_dir("vocab.bpe"), NULL),
        TAME_OK);
    ck_assert_uint_eq(tame_bpe_specials(bpe), k == 0 ? 6 : 5);
    assert_encoding(bpe, "th",
                    k == 0 ? (uint32_t[]){'t', 'h'} : (uint32_t[]){BPE_TH},
                    k == 0 ? 2 : 1);
    tame_bpe_free(bpe);
  }
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("bpe");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, merges_go_by_rank_then_from_left_to_right);
  tcase_add_test(t, no_merge_crosses_the_end_of_a_word);
  tcase_add_test(t, long_words_are_merged_as_by_the_definition);
  tcase_add_test(t, special_tokens_are_found_by_name_and_never_produced);
  tcase_add_test(t, what_is_no_text_and_no_token_is_refused);
  tcase_add_test(t, broken_encoders_are_refused);
  tcase_add_test(t, broken_merges_are_refused_with_their_line);
  tcase_add_test(t, no_merges_and_other_line_ends_are_fine);
  return run_tests(t);
}
