/* SPDX-License-Identifier: MIT */
/* verify joins the claim tables of the papers, prints them and counts. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "run_tests.h"
#include "sandbox.h"

#define HEADER "claim\tsentence\tpaper\tmeasured\taccepted\tscale\tverdict"
#define ROW(id, sentence, verdict, why)                                        \
  id "\t" sentence "\t1\t1.004\t[0.97, 1.03]\tdefault\t" verdict "\t" why "\n"

static const char WORDY[] =
    "a sentence of many words which goes on and on so that it cannot stand on "
    "one line of the table, whose \xe2\x80\x96 end \xe2\x80\x96 is here";

START_TEST(verify_joins_tables_and_counts_verdicts)
{
  char table[2048];
  snprintf(table, sizeof table,
           HEADER "\treason\n" ROW("p-C1", "%s", "PASS", "")
               ROW("p-C2", "short", "NOT ATTEMPTED", "needs a %s reason"),
           WORDY, WORDY);
  write_text("a.tsv", table);
  write_text("b.tsv", HEADER "\treason\n" ROW("q-C1", "x", "NOT RUN", "scale")
                          ROW("q-C2", "y", "PASS", ""));
  const outcome *o = run("verify %s %s %s", in_dir("out.tsv"), in_dir("a.tsv"),
                         in_dir("b.tsv"));
  ck_assert_int_eq(o->status, 0);
  ck_assert_ptr_nonnull(
      strstr(o->text, "\n2 PASS, 0 FAIL, 1 NOT RUN, 1 NOT ATTEMPTED\n"));

  /* nothing is lost in wrapping, and no line is wider than the page */
  ck_assert_ptr_nonnull(strstr(o->text, " is here"));
  for (const char *line = o->text; *line; line = strchr(line, '\n') + 1) {
    size_t width = 0;
    for (const char *c = line; *c != '\n'; c++) width += (*c & 0xC0) != 0x80;
    ck_assert_uint_le(width, 120);
  }

  char stored[4096] = "", expected[4096];
  FILE *in = fopen(in_dir("out.tsv"), "r");
  ck_assert_ptr_nonnull(in);
  ck_assert_uint_gt(fread(stored, 1, sizeof stored - 1, in), 0);
  fclose(in);
  const char *tail = "\t1\t1.004\t[0.97, 1.03]\tdefault\t";
  snprintf(expected, sizeof expected,
           HEADER
           "\np-C1\t%s%sPASS\np-C2\tshort%sNOT ATTEMPTED\n"
           "q-C1\tx%sNOT RUN\nq-C2\ty%sPASS\n",
           WORDY, tail, tail, tail, tail);
  ck_assert_str_eq(stored, expected);
}
END_TEST

START_TEST(verify_exits_3_when_a_claim_fails)
{
  write_text("a.tsv", HEADER "\treason\n" ROW("p-C1", "x", "PASS", "")
                          ROW("p-C2", "y", "FAIL", "because"));
  const outcome *o = run("verify %s %s", in_dir("out.tsv"), in_dir("a.tsv"));
  ck_assert_int_eq(o->status, 3);
  ck_assert_ptr_nonnull(strstr(o->text, "1 PASS, 1 FAIL, 0 NOT RUN"));
  ck_assert_ptr_nonnull(strstr(o->text, "because"));
  o = run("verify --no-print %s %s", in_dir("out.tsv"), in_dir("a.tsv"));
  ck_assert_int_eq(o->status, 3);
  ck_assert_str_eq(o->text, "");
}
END_TEST

static const struct {
  const char *text, *why;
} NO_TABLES[] = {
    {"", "empty"},
    {"\n", "not a table of claims"},
    {HEADER "\n", "not a table of claims"},
    {HEADER "\treason\n" ROW("p-C1", "x", "PASSED", ""), "verdict 'PASSED'"},
    {HEADER "\treason\np-C1\tx\tPASS\n", ":2: 3 columns, the header has 8"},
};
enum { N_NO_TABLES = sizeof NO_TABLES / sizeof NO_TABLES[0] };

START_TEST(verify_refuses_what_is_no_table_and_writes_nothing)
{
  write_text("a.tsv", NO_TABLES[_i].text);
  assert_error(run("verify %s %s", in_dir("out.tsv"), in_dir("a.tsv")), 1,
               "verify", NO_TABLES[_i].why);
  ck_assert_int_ne(access(in_dir("out.tsv"), F_OK), 0);
  ck_assert_int_ne(access(in_dir("out.tsv.tmp"), F_OK), 0);
}
END_TEST

/* Every column as wide as it may be: the sentence still has its least width. */
START_TEST(verify_prints_a_table_that_is_wider_than_the_page)
{
  write_text("a.tsv",
             "claim\tsentence\tpaper\tmeasured\taccepted\tscale\tverdict\t"
             "reason\n"
             "a-claim-of-many-letters\ta sentence that is longer than its "
             "column\ta paper of many words\t1.234567890123456\t"
             "[1.23456789, 2.34567890]\tdefault\tNOT ATTEMPTED\twhy\x1b[2J\n");
  const outcome *o = run("verify %s %s", in_dir("out.tsv"), in_dir("a.tsv"));
  ck_assert_int_eq(o->status, 0);
  ck_assert_ptr_nonnull(strstr(o->text, "a sentence that is"));
  ck_assert_ptr_nonnull(strstr(o->text, "why?[2J")); /* no such command */
  ck_assert_ptr_nonnull(strstr(o->text, "1 NOT ATTEMPTED"));
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("verify");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, verify_joins_tables_and_counts_verdicts);
  tcase_add_test(t, verify_exits_3_when_a_claim_fails);
  tcase_add_loop_test(t, verify_refuses_what_is_no_table_and_writes_nothing, 0,
                      N_NO_TABLES);
  tcase_add_test(t, verify_prints_a_table_that_is_wider_than_the_page);
  return run_tests(t);
}
