/* SPDX-License-Identifier: MIT */
/* Instances that the user gives to the programs of 2407.12372: decided, or
 * refused in one line before anything is written. */
#include <check.h>
#include <stdio.h>
#include <sys/stat.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/h5.h"

static bool is_there(const char *name)
{
  struct stat st;
  return stat(in_dir(name), &st) == 0;
}

/* O is an error whose only message is one line "PROGRAM: ... WHY ..."; the line
 * that says which file is read, on standard output, comes before. */
static void ends_with(const outcome *o, const char *program, const char *why)
{
  static outcome message;
  const char *line =
      strncmp(o->text, "  DATA", 6) == 0 ? strchr(o->text, '\n') + 1 : o->text;
  message.status = o->status;
  snprintf(message.text, sizeof message.text, "%s", line);
  assert_error(&message, 1, program, why);
}

/* PROGRAM with OPTION and a file that holds TEXT fails with WHY. */
static void refuses(const char *program, const char *option, const char *text,
                    const char *why)
{
  write_text("bad", text);
  const outcome *o = run("2407.12372/%s --%s %s --out %s", program, option,
                         in_dir("bad"), in_dir("out.h5"));
  ends_with(o, program, why);
  ck_assert(!is_there("out.h5"));
  ck_assert(!is_there("out.h5.cells"));
}

static double scalar(const char *path)
{
  tame_h5 *f;
  double x = 0.0;
  ck_assert_int_eq(tame_h5_open(&f, in_dir("out.h5"), NULL), TAME_OK);
  ck_assert_int_eq(tame_h5_read_scalar(&x, f, path, NULL), TAME_OK);
  tame_h5_close(f);
  return x;
}

START_TEST(a_given_subset_sum_instance_is_decided)
{
  write_text("gap", "p ssi 4 4 16\n3 5 9 31\n");
  const outcome *o = run("2407.12372/subset_sum --instance %s --out %s",
                         in_dir("gap"), in_dir("out.h5"));
  ck_assert_int_eq(o->status, 0);
  ck_assert_ptr_nonnull(strstr(o->text, "YES"));
  ck_assert_double_eq(scalar("instance/optimum"), -49.0);
  ck_assert_double_eq(scalar("instance/attained"), 24.0);
  ck_assert_double_eq(scalar("instance/evaluations"), 256.0);
}
END_TEST

START_TEST(another_file_under_the_same_name_is_another_run)
{
  write_text("inst", "p ssi 4 4 16\n3 5 9 31\n");
  run("2407.12372/subset_sum --instance %s --out %s", in_dir("inst"),
      in_dir("out.h5"));
  write_text("inst", "p ssi 3 2 1\n1 2 4\n");
  const outcome *o = run("2407.12372/subset_sum --instance %s --out %s",
                         in_dir("inst"), in_dir("out.h5"));
  ck_assert_int_eq(o->status, 0);
  ck_assert_ptr_nonnull(strstr(o->text, "NO"));
  ck_assert_double_eq(scalar("instance/optimum"), 0.0);
}
END_TEST

START_TEST(a_given_formula_is_decided)
{
  const char yes[] = "p dnf 2 2\ne 1 0\na 2 0\n1 2 0\n1 -2 0\n";
  const char no[] = "p dnf 2 2\ne 1 0\na 2 0\n1 2 0\n-1 -2 0\n";
  write_text("yes", yes);
  write_text("no", no);
  const outcome *o = run("2407.12372/forall_dnf --formula %s --out %s",
                         in_dir("yes"), in_dir("out.h5"));
  ck_assert_int_eq(o->status, 0);
  ck_assert_ptr_nonnull(strstr(o->text, "YES"));
  o = run("2407.12372/forall_dnf --formula %s --out %s", in_dir("no"),
          in_dir("out.h5"));
  ck_assert_int_eq(o->status, 0);
  ck_assert_ptr_nonnull(strstr(o->text, "NO"));
}
END_TEST

START_TEST(bad_instances_are_refused_and_nothing_is_written)
{
  refuses("subset_sum", "instance", "p ssi 2 1 3\n1 x\n", "bad:2: ");
  refuses("subset_sum", "instance", "p ssi 37 1 3\n", "k = 37");
  refuses("subset_sum", "instance", "p ssi 2 1 3\n2147483647\n1\n", "bad:3: ");
  refuses("subset_sum", "instance", "", "bad:1: ");
  refuses("forall_dnf", "formula", "p dnf 2 0\ne 1 0\na 2 0\n", "0 terms");
  refuses("forall_dnf", "formula", "p dnf 2 1\ne 1 0\na 2 0\n0\n",
          "bad:4: term 1 is empty");
  refuses("forall_dnf", "formula", "p cnf 2 1\n", "bad:1: ");
}
END_TEST

START_TEST(a_file_that_is_not_there_is_named)
{
  const outcome *o = run("2407.12372/forall_dnf --formula %s --out %s",
                         in_dir("none"), in_dir("out.h5"));
  ends_with(o, "forall_dnf", "none");
  ck_assert(!is_there("out.h5"));
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("instance_files");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_set_timeout(t, 60);
  tcase_add_test(t, a_given_subset_sum_instance_is_decided);
  tcase_add_test(t, another_file_under_the_same_name_is_another_run);
  tcase_add_test(t, a_given_formula_is_decided);
  tcase_add_test(t, bad_instances_are_refused_and_nothing_is_written);
  tcase_add_test(t, a_file_that_is_not_there_is_named);
  return run_tests(t);
}
