/* SPDX-License-Identifier: MIT */
/* tame/bpe.h on GPT-2's own files, where they are, against encodings of an
 * independent program (tests/reference/bpe.py). */
#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bpe_files.h"
#include "run_tests.h"
#include "sandbox.h"
#include "tame/bpe.h"
#include "tame/dataset.h"
#include "tame/e2e.h"
#include "tame/rng.h"
#include "tame/text.h"
#include "tame/utf8.h"

/* NULL where they are not, and one line that says so. */
static tame_bpe *gpt2(bool says_so)
{
  tame_bpe *bpe = NULL;
  tame_error err = {""};
  char *encoder = NULL, *merges = NULL;
  const tame_status s =
      tame_dataset_find(&encoder, "gpt2-bpe", "encoder.json", &err);
  if (s == TAME_OK &&
      tame_dataset_find(&merges, "gpt2-bpe", "vocab.bpe", &err) == TAME_OK)
    ck_assert_msg(tame_bpe_read(&bpe, encoder, merges, &err) == TAME_OK, "%s",
                  err.text);
  if (!bpe && says_so) fprintf(stderr, "skipped: %s\n", err.text);
  free(encoder);
  free(merges);
  return bpe;
}

/* text <- the bytes that the hexadecimal word at *at stands for */
static size_t read_hex(char *text, const char **at)
{
  size_t n = 0;
  unsigned byte;
  if (**at == '-') ++*at;
  for (; sscanf(*at, "%2x", &byte) == 1 && **at != ' ' && **at != '\n';
       *at += 2)
    text[n++] = (char)byte;
  return n;
}

/* One line of the reference: the text's tokens, and the text back from them. */
static void check_line(const tame_bpe *bpe, const char *line)
{
  enum { MOST = 4096 };
  char text[MOST], *end, *back;
  uint32_t id[MOST];
  size_t count, n_back;
  ck_assert_uint_lt(strlen(line), 2 * MOST);
  const size_t n = read_hex(text, &line);
  ck_assert_int_eq(tame_bpe_encode(id, &count, bpe, text, n, NULL), TAME_OK);
  for (size_t i = 0; i < count; i++, line = end) {
    ck_assert_uint_eq(id[i], strtoul(line, &end, 10));
    ck_assert_ptr_ne(end, line);
  }
  ck_assert_uint_eq(strspn(line, " \n"), strlen(line));
  ck_assert_int_eq(tame_bpe_decode(&back, &n_back, bpe, id, count, NULL),
                   TAME_OK);
  ck_assert_uint_eq(n_back, n);
  ck_assert_mem_eq(back, text, n);
  free(back);
}

START_TEST(gpt2_encodes_as_the_reference_does)
{
  char *reference, *line;
  size_t lines = 0;
  tame_bpe *bpe = gpt2(true);
  if (!bpe) return;
  ck_assert_uint_eq(tame_bpe_size(bpe), 50257);
  ck_assert_uint_eq(tame_bpe_specials(bpe), 1);
  ck_assert_int_eq(tame_text_read(&reference, "tests/reference/bpe.txt", NULL),
                   TAME_OK);
  for (line = strtok(reference, "\n"); line; line = strtok(NULL, "\n"), lines++)
    check_line(bpe, line);
  ck_assert_uint_eq(lines, 59);
  free(reference);
  tame_bpe_free(bpe);
}
END_TEST

/* Tokens of all meanings and of all texts behind a space. */
static size_t count_tokens(const tame_bpe *bpe, const tame_e2e *e)
{
  enum { LONGEST = 4096 };
  char text[LONGEST];
  uint32_t id[LONGEST];
  size_t total = 0, count;
  for (size_t i = 0; i < e->n; i++) {
    const char *meaning = e->meaning[i];
    ck_assert_int_eq(
        tame_bpe_encode(id, &count, bpe, meaning, strlen(meaning), NULL),
        TAME_OK);
    total += count;
    snprintf(text, sizeof text, " %s", e->text[i]);
    ck_assert_int_eq(tame_bpe_encode(id, &count, bpe, text, strlen(text), NULL),
                     TAME_OK);
    total += count;
  }
  return total;
}

/* The authors of INNAprop publish these lines as tokens: 276370 and 314410, two
 * of each line being ends. */
START_TEST(e2e_has_as_many_tokens_as_the_authors_files)
{
  static const struct {
    const char *file;
    size_t tokens;
  } FILES[2] = {{"valid.txt", 276370}, {"test.txt", 314410}};
  tame_bpe *bpe = gpt2(false);
  for (size_t k = 0; k < 2 && bpe; k++) {
    char *path;
    tame_e2e e;
    tame_error err = {""};
    if (tame_dataset_find(&path, "e2e-lines", FILES[k].file, &err) < 0) {
      fprintf(stderr, "skipped: %s\n", err.text);
      break;
    }
    ck_assert_int_eq(tame_e2e_read_lines(&e, path, &err), TAME_OK);
    ck_assert_uint_eq(count_tokens(bpe, &e) + 2 * e.n, FILES[k].tokens);
    tame_e2e_free(&e);
    free(path);
  }
  tame_bpe_free(bpe);
}
END_TEST

START_TEST(any_text_comes_back_from_its_tokens)
{
  enum { MOST = 400 };
  tame_bpe *bpe = gpt2(false);
  gsl_rng *rng = tame_rng_alloc(0, "check_bpe", 0);
  if (!bpe) { /* then by the small vocabulary */
    write_bpe_files();
    ck_assert_int_eq(
        tame_bpe_read(&bpe, in_dir("encoder.json"), in_dir("vocab.bpe"), NULL),
        TAME_OK);
  }
  for (int k = 0; k < 500; k++) {
    char text[MOST], *back;
    uint32_t id[MOST];
    size_t n = 0, count, n_back;
    while (n + 4 <= MOST) {
      const unsigned long plane = gsl_rng_uniform_int(rng, 3);
      n += tame_utf8_put(text + n, (uint32_t)gsl_rng_uniform_int(
                                       rng, plane == 0   ? 128
                                            : plane == 1 ? 0x3000
                                                         : 0x110000));
    }
    ck_assert_int_eq(tame_bpe_encode(id, &count, bpe, text, n, NULL), TAME_OK);
    ck_assert_uint_le(count, n);
    ck_assert_int_eq(tame_bpe_decode(&back, &n_back, bpe, id, count, NULL),
                     TAME_OK);
    ck_assert_uint_eq(n_back, n);
    ck_assert_mem_eq(back, text, n);
    free(back);
  }
  gsl_rng_free(rng);
  tame_bpe_free(bpe);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("bpe_gpt2");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, gpt2_encodes_as_the_reference_does);
  tcase_add_test(t, e2e_has_as_many_tokens_as_the_authors_files);
  tcase_add_test(t, any_text_comes_back_from_its_tokens);
  return run_tests(t);
}
