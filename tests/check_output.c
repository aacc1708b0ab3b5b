/* SPDX-License-Identifier: MIT */
/* What is printed arrives whole or is an error with a reason: files by
 * tame/text.h, the standard output of every tool, and figures by mk/plot.sh. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <check.h>

#include "full_disk.h"
#include "run_tests.h"
#include "sandbox.h"
#include "tame/text.h"

static void print_lines(FILE *out, size_t n)
{
  for (size_t i = 0; i < n; i++) fprintf(out, "line %zu\n", i);
}

static void assert_text(const char *name, const char *expected)
{
  char *text;
  ck_assert_int_eq(tame_text_read(&text, in_dir(name), NULL), TAME_OK);
  ck_assert_str_eq(text, expected);
  free(text);
}

START_TEST(a_file_appears_when_it_is_whole)
{
  tame_output o;
  write_text("x.tsv", "old");
  ck_assert_int_eq(tame_output_open(&o, in_dir("x.tsv"), NULL), TAME_OK);
  fputs("new", o.file);
  fflush(o.file);
  assert_text("x.tsv", "old");
  ck_assert_int_eq(tame_output_commit(&o, NULL), TAME_OK);
  assert_text("x.tsv", "new");
  ck_assert_int_ne(access(in_dir("x.tsv.tmp"), F_OK), 0);
}
END_TEST

/* the write that fails is the first of many, the last, or none but the rename */
START_TEST(a_full_disk_is_an_error_with_its_reason)
{
  static const size_t LINES[] = {100000, 1500, 30};
  tame_output o;
  tame_error err = {""};
  write_text("x.tsv", "old");
  ck_assert_int_eq(tame_output_open(&o, in_dir("x.tsv"), NULL), TAME_OK);
  disk_is_full(100);
  print_lines(o.file, LINES[_i]);
  errno = ENOENT; /* as when a file is looked for meanwhile */
  ck_assert_int_eq(tame_output_commit(&o, &err), TAME_EIO);
  disk_has_room();
  ck_assert_ptr_nonnull(
      strstr(err.text, "x.tsv: cannot write: File too large"));
  assert_text("x.tsv", "old");
  ck_assert_int_ne(access(in_dir("x.tsv.tmp"), F_OK), 0);
}
END_TEST

START_TEST(a_name_that_cannot_be_taken_is_an_error_with_its_reason)
{
  tame_output o;
  tame_error err = {""};
  ck_assert_int_eq(mkdir(in_dir("x.tsv"), 0777), 0);
  ck_assert_int_eq(tame_output_open(&o, in_dir("x.tsv"), NULL), TAME_OK);
  ck_assert_int_eq(tame_output_commit(&o, &err), TAME_EIO);
  ck_assert_ptr_nonnull(
      strstr(err.text, "x.tsv: cannot write: Is a directory"));
  ck_assert_int_ne(access(in_dir("x.tsv.tmp"), F_OK), 0);
}
END_TEST

static const char *const TOOLS[] = {"doctor", "h5cols",   "h5same", "h5table",
                                    "report", "tokenise", "verify"};
enum { N_TOOLS = sizeof TOOLS / sizeof TOOLS[0] };

START_TEST(no_tool_takes_a_full_disk_for_success)
{
  const char *tool = TOOLS[_i];
  ck_assert_int_eq(run("%s --help", tool)->status, 0);
  const outcome *o = run("%s --help >/dev/full", tool);
  ck_assert_msg(o->status > 0 && o->status < 126, "%s: status %d", tool,
                o->status);
  ck_assert_msg(strstr(o->text,
                       ": standard output: cannot write: No space "
                       "left on device\n"),
                "%s", o->text);
}
END_TEST

/* more than a pipe holds: gnuplot must not wait for a reader that has given up */
START_TEST(a_figure_on_a_full_disk_fails_and_does_not_wait)
{
  char line[2048];
  write_text("gnuplot", "#!/bin/sh\nyes | head -c 1000000 >\"$3\"\n");
  ck_assert_int_eq(chmod(in_dir("gnuplot"), 0755), 0);
  snprintf(line, sizeof line,
           "trap '' XFSZ; ulimit -f 8; exec 2>%s; GNUPLOT=%s timeout 20 "
           "sh mk/plot.sh a.gp %s",
           in_dir("said"), in_dir("gnuplot"), in_dir("figure"));
  const int code = system(line);
  ck_assert_int_eq(WIFEXITED(code) ? WEXITSTATUS(code) : -1, 1);
  char *said;
  ck_assert_int_eq(tame_text_read(&said, in_dir("said"), NULL), TAME_OK);
  ck_assert_msg(strstr(said, "plot: a.gp: ") && strstr(said, "File too large"),
                "%s", said);
  free(said);
  const char *const left[] = {"figure.pdf", "figure.svg", "figure.new.pdf",
                              "figure.tmp.pdf"};
  for (size_t i = 0; i < sizeof left / sizeof left[0]; i++)
    ck_assert_int_ne(access(in_dir(left[i]), F_OK), 0);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("output");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, a_file_appears_when_it_is_whole);
  tcase_add_loop_test(t, a_full_disk_is_an_error_with_its_reason, 0, 3);
  tcase_add_test(t, a_name_that_cannot_be_taken_is_an_error_with_its_reason);
  tcase_add_loop_test(t, no_tool_takes_a_full_disk_for_success, 0, N_TOOLS);
  tcase_add_test(t, a_figure_on_a_full_disk_fails_and_does_not_wait);
  return run_tests(t);
}
