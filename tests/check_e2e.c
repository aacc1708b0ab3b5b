/* SPDX-License-Identifier: MIT */
/* tame/e2e.h and tame/e2e_like.h: both forms of the files, words set apart,
 * groups, refusals, the generated lines; and the real tables where they are. */
#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/base.h"
#include "tame/dataset.h"
#include "tame/e2e.h"
#include "tame/e2e_like.h"
#include "tame/rng.h"

START_TEST(words_are_set_apart_as_the_header_says)
{
  static const char *const CASE[][2] = {
      {"", ""},
      {" \n ", ""},
      {"a  b\nc", "a b c"},
      {"It's a kid-friendly pub.", "It 's a kid - friendly pub ."},
      {"It isn't cheap, it's \xC2\xA3"
       "20-25!",
       "It isn 't cheap , it 's \xC2\xA3 20 - 25 !"},
      {"\xC2\xA3"
       "20-\xC2\xA3"
       "25",
       "\xC2\xA3 20- \xC2\xA3 25"},
      {"pub called 'The Mill'.", "pub called ' The Mill ' ."},
      {"the users' 's", "the users ' 's"},
      {"'s 's' 'so", "'s ' s ' ' so"},
      {"\xC2\xA3"
       "10.50 each...but good..",
       "\xC2\xA3 10.50 each ... but good .."},
      {"... . 'x", "... . ' x"},
      {"caf\xC3\xA9-bar (caf\xC3\xA9's)",
       "caf\xC3\xA9 - bar ( caf\xC3\xA9 's )"},
      {"voil\xC3\xA0's", "voil\xC3\xA0 's"},
      {"a-b-c -d e-", "a - b - c -d e-"},
      {"it\xE2\x80\x99s", "it \xE2\x80\x99 s"},
      {"-'so", "-'so"},
      {"50%/$3", "50 % / $ 3"},
      {"a\xFF'b", "a\xFF 'b"}};
  for (size_t k = 0; k < sizeof CASE / sizeof *CASE; k++) {
    char *got = tame_e2e_set_apart(CASE[k][0]);
    ck_assert_str_eq(got, CASE[k][1]);
    free(got);
  }
}
END_TEST

START_TEST(lines_and_tables_give_the_same_pairs)
{
  tame_e2e a, b;
  tame_error err = {""};
  write_text("a.txt",
             "name : The Mill | Type : coffee shop | price : \xC2\xA3 "
             "20 - 25||It 's a pub . \r\n"
             "name : X||Two lines .\n");
  write_text("b.csv",
             "\"mr\",\"ref\"\n"
             "\"name[The Mill], eatType[coffee shop], "
             "priceRange[\xC2\xA3"
             "20-25]\",\"It's a pub.\"\n"
             "name[X],\"Two\nlines.\"\n");
  ck_assert_msg(tame_e2e_read_lines(&a, in_dir("a.txt"), &err) == TAME_OK, "%s",
                err.text);
  ck_assert_msg(tame_e2e_read_csv(&b, in_dir("b.csv"), &err) == TAME_OK, "%s",
                err.text);
  ck_assert_uint_eq(a.n, 2);
  ck_assert_uint_eq(b.n, 2);
  for (size_t i = 0; i < 2; i++) {
    ck_assert_str_eq(a.meaning[i], b.meaning[i]);
    ck_assert_str_eq(a.text[i], b.text[i]);
  }
  ck_assert_str_eq(a.text[0], "It 's a pub .");
  char *lines = tame_e2e_lines(&b);
  ck_assert_str_eq(lines,
                   "name : The Mill | Type : coffee shop | price : "
                   "\xC2\xA3 20 - 25||It 's a pub .\n"
                   "name : X||Two lines .\n");
  free(lines);
  tame_e2e_free(&a);
  tame_e2e_free(&b);
}
END_TEST

START_TEST(texts_of_one_meaning_are_a_group)
{
  tame_e2e e;
  tame_e2e_groups g;
  static const size_t FIRST[4] = {0, 3, 5, 6}, ROW[6] = {0, 2, 5, 1, 4, 3};
  write_text("g", "b||1\na||2\nb||3\nc||4\na||5\nb||6");
  ck_assert_int_eq(tame_e2e_read_lines(&e, in_dir("g"), NULL), TAME_OK);
  tame_e2e_group(&g, &e);
  ck_assert_uint_eq(g.n, 3);
  ck_assert_mem_eq(g.first, FIRST, sizeof FIRST);
  ck_assert_mem_eq(g.row, ROW, sizeof ROW);
  tame_e2e_groups_free(&g);
  tame_e2e_free(&e);
}
END_TEST

START_TEST(broken_lines_are_refused_with_their_number)
{
  static const char *const BAD[][2] = {
      {"", ": empty"},
      {"a||b\nc\n", ":2: expected one '||'"},
      {"a||b\n\n", ":2: expected one '||'"},
      {"a||b||c\n", ":1: expected one '||'"},
      {"a|||b\n", ":1: expected one '||'"},
      {"a||b\nc|| |d\n", ":2: a bar beside '||'"},
      {"a| ||b\n", ":1: a bar beside '||'"},
      {"a||b\n || c\n", ":2: nothing before '||'"},
      {"a||b\nc|| \n", ":2: nothing after '||'"},
      {"a||b\nc||d\xE9\n", ":2: not UTF-8 at byte 4"}};
  for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++) {
    tame_e2e e;
    tame_error err = {""};
    write_text("bad", BAD[k][0]);
    ck_assert_int_eq(tame_e2e_read_lines(&e, in_dir("bad"), &err),
                     TAME_EFORMAT);
    ck_assert_msg(strstr(err.text, BAD[k][1]), "no '%s' in: %s", BAD[k][1],
                  err.text);
    ck_assert_uint_eq(e.n, 0);
    ck_assert_ptr_null(e.text);
  }
}
END_TEST

START_TEST(broken_tables_are_refused_with_their_line)
{
  static const char *const BAD[][2] = {
      {"MR\nname[X]\n", "no column 'mr'"},
      {"mr,ref\n", ": no rows"},
      {"mr,ref\nname[X],a\nname,b\n", ":3: expected an attribute"},
      {"mr,ref\ncolour[red],a\n", ":2: expected an attribute"},
      {"mr,ref\nname[X,a\n", ":2: an attribute without a value"},
      {"mr,ref\nname[],a\n", ":2: an attribute without a value"},
      {"mr,ref\n\"name[X],food[Y]\",a\n", ":2: expected a comma"},
      {"mr,ref\n\"name[X], \",a\n", ":2: expected an attribute"},
      {"mr,ref\nname[X]x,a\n", ":2: expected a comma"},
      {"mr,ref\nname[X],\n", ":2: a text without words"},
      {"mr,ref\nname[X],a||b\n", ":2: '||' in a table"},
      {"mr,ref\nname[X],| b\n", ":2: a bar where '||' will be"},
      {"mr,ref\nname[X|],b\n", ":2: a bar where '||' will be"},
      {"mr,ref\nname[X],\xE9\n", ":2: not UTF-8"}};
  for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++) {
    tame_e2e e;
    tame_error err = {""};
    write_text("bad", BAD[k][0]);
    ck_assert_int_eq(tame_e2e_read_csv(&e, in_dir("bad"), &err), TAME_EFORMAT);
    ck_assert_msg(strstr(err.text, BAD[k][1]), "no '%s' in: %s", BAD[k][1],
                  err.text);
    ck_assert_ptr_null(e.text);
  }
}
END_TEST

/* --- generated lines ------------------------------------------------------ */

static int order(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void generate(tame_e2e *e, size_t n, size_t rep)
{
  gsl_rng *rng = tame_rng_alloc(0, "check_e2e", rep);
  tame_e2e_like(e, n, rng);
  gsl_rng_free(rng);
}

START_TEST(generated_lines_depend_on_the_seed_only)
{
  enum { N = 500 };
  tame_e2e a, b, c;
  size_t equal = 0;
  generate(&a, N, 0);
  generate(&b, N, 0);
  generate(&c, N, 1);
  for (size_t i = 0; i < N; i++) {
    ck_assert_str_eq(a.meaning[i], b.meaning[i]);
    ck_assert_str_eq(a.text[i], b.text[i]);
    equal += strcmp(a.text[i], c.text[i]) == 0;
  }
  ck_assert_uint_lt(equal, N / 10);
  tame_e2e_free(&a);
  tame_e2e_free(&b);
  tame_e2e_free(&c);
}
END_TEST

START_TEST(generated_lines_differ_and_are_read_back)
{
  enum { N = 8000 };
  tame_e2e e, back;
  tame_e2e_groups g;
  generate(&e, N, 0);
  char *lines = tame_e2e_lines(&e), **line = tame_calloc(N, sizeof *line);
  write_text("like", lines);
  ck_assert_int_eq(tame_e2e_read_lines(&back, in_dir("like"), NULL), TAME_OK);
  ck_assert_uint_eq(back.n, N);
  for (size_t i = 0; i < N; i++)
    ck_assert(strcmp(e.text[i], back.text[i]) == 0 &&
              strcmp(e.meaning[i], back.meaning[i]) == 0);
  line[0] = strtok(lines, "\n");
  for (size_t i = 1; i < N; i++) line[i] = strtok(NULL, "\n");
  qsort(line, N, sizeof *line, order);
  for (size_t i = 1; i < N; i++) ck_assert(strcmp(line[i - 1], line[i]) < 0);
  tame_e2e_group(&g, &e); /* several references for most meanings */
  ck_assert_uint_gt(g.n, N / 5);
  ck_assert_uint_lt(g.n, N * 7 / 10);
  tame_e2e_groups_free(&g);
  tame_e2e_free(&e);
  tame_e2e_free(&back);
  free(lines);
  free(line);
}
END_TEST

/* Each value that has a name of its own stands in the text, and the words of a
 * text are apart already. */
START_TEST(generated_texts_say_their_meaning)
{
  enum { N = 2000 };
  tame_e2e e;
  generate(&e, N, 2);
  for (size_t i = 0; i < N; i++) {
    char *meaning = tame_strdup(e.meaning[i]), *next = meaning;
    char *apart = tame_e2e_set_apart(e.text[i]);
    ck_assert_str_eq(apart, e.text[i]);
    while (next) {
      char *value = strstr(next, " : ") + 3;
      next = strstr(value, " | ");
      if (next) *next++ = '\0';
      /* the head of a sentence is a capital, yes and no are other words */
      ck_assert_msg(strcmp(value, "yes") == 0 || strcmp(value, "no") == 0 ||
                        strstr(e.text[i], value + 1),
                    "no '%s' in: %s", value, e.text[i]);
    }
    free(meaning);
    free(apart);
  }
  tame_e2e_free(&e);
}
END_TEST

/* --- the real tables ------------------------------------------------------ */

/* Pairs of FILE of SET, or false and one line that says that it is not there. */
static bool find(tame_e2e *e, const char *set, const char *file,
                 tame_status (*read)(tame_e2e *, const char *, tame_error *))
{
  char *path;
  tame_error err = {""};
  if (tame_dataset_find(&path, set, file, &err) != TAME_OK) {
    fprintf(stderr, "skipped: %s\n", err.text);
    return false;
  }
  ck_assert_msg(read(e, path, &err) == TAME_OK, "%s", err.text);
  free(path);
  return true;
}

START_TEST(the_official_tables_have_their_published_sizes)
{
  static const struct {
    const char *file;
    size_t pairs, meanings;
  } TABLE[3] = {{"trainset.csv", 42061, 4862},
                {"devset.csv", 4672, 547},
                {"testset_w_refs.csv", 4693, 630}};
  for (size_t k = 0; k < 3; k++) {
    tame_e2e e;
    tame_e2e_groups g;
    if (!find(&e, "e2e", TABLE[k].file, tame_e2e_read_csv)) return;
    tame_e2e_group(&g, &e);
    ck_assert_uint_eq(e.n, TABLE[k].pairs);
    ck_assert_uint_eq(g.n, TABLE[k].meanings);
    tame_e2e_groups_free(&g);
    tame_e2e_free(&e);
  }
}
END_TEST

START_TEST(tables_give_the_lines_of_the_authors_of_lora)
{
  static const struct {
    const char *table, *lines;
    size_t equal;
  } FILES[2] = {{"devset.csv", "valid.txt", 4671},
                {"testset_w_refs.csv", "test.txt", 4567}};
  for (size_t k = 0; k < 2; k++) {
    tame_e2e a, b;
    size_t equal = 0;
    if (!find(&b, "e2e-lines", FILES[k].lines, tame_e2e_read_lines)) return;
    if (!find(&a, "e2e", FILES[k].table, tame_e2e_read_csv)) {
      tame_e2e_free(&b);
      return;
    }
    ck_assert_uint_eq(a.n, b.n);
    for (size_t i = 0; i < a.n; i++) {
      ck_assert_str_eq(a.meaning[i], b.meaning[i]);
      equal += strcmp(a.text[i], b.text[i]) == 0;
    }
    ck_assert_uint_eq(equal, FILES[k].equal);
    tame_e2e_free(&a);
    tame_e2e_free(&b);
  }
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("e2e");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, words_are_set_apart_as_the_header_says);
  tcase_add_test(t, lines_and_tables_give_the_same_pairs);
  tcase_add_test(t, texts_of_one_meaning_are_a_group);
  tcase_add_test(t, broken_lines_are_refused_with_their_number);
  tcase_add_test(t, broken_tables_are_refused_with_their_line);
  tcase_add_test(t, generated_lines_depend_on_the_seed_only);
  tcase_add_test(t, generated_lines_differ_and_are_read_back);
  tcase_add_test(t, generated_texts_say_their_meaning);
  tcase_add_test(t, the_official_tables_have_their_published_sizes);
  tcase_add_test(t, tables_give_the_lines_of_the_authors_of_lora);
  return run_tests(t);
}
