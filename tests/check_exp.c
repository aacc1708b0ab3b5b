/* SPDX-License-Identifier: MIT */
/* What every experiment inherits from exp/, tried on the toy experiment as a
 * user would run it: options, errors, environment, bytes. */
#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/h5.h"
#include "toy_runs.h"

START_TEST(a_run_writes_one_complete_file_and_nothing_else)
{
  ck_assert_int_eq(run("\"$TOY\" && find . -type f"), 0);
  assert_said("12 cells");
  assert_said("./data/toy/means.h5\n");
  ck_assert(!exists("data/toy/means.h5.cells"));
  ck_assert_int_eq(run("\"$TOY\" --scale smoke && find scale -type f"), 0);
  assert_said("scale/smoke/data/toy/means.h5\n");
}
END_TEST

START_TEST(help_names_every_option_and_scale)
{
  ck_assert_int_eq(run("\"$TOY\" --help"), 0);
  const char *const words[] = {"--scale",  "--seed",   "--shard", "--out",
                               "--list",   "--id",     "--sizes", "--shift",
                               "--law",    "smoke",    "paper",   "cost",
                               "--offset", "(a file)", "--label", "(text)"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    assert_said(words[i]);
}
END_TEST

START_TEST(list_names_the_cells)
{
  ck_assert_int_eq(run("\"$TOY\" --list | wc -l"), 0);
  assert_said("12");
  ck_assert_int_eq(run("\"$TOY\" --list --shard 2/5"), 0);
  ck_assert_str_eq(said,
                   "1\tsize0-seed1\tsize 0\n"
                   "6\tsize1-seed2\tsize 1\n"
                   "11\tsize2-seed3\tsize 2\n");
}
END_TEST

START_TEST(bad_options_are_refused_with_a_reason)
{
  assert_refused("--no-such 1", 2, "unknown option --no-such");
  assert_refused("stray", 2, "unexpected argument 'stray'");
  assert_refused("--sizes", 2, "--sizes: needs a value");
  assert_refused("--sizes 2.5", 2, "'2.5' is not an integer");
  assert_refused("--sizes 3x", 2, "'3x' is not an integer");
  assert_refused("--sizes ''", 2, "'' is not an integer");
  assert_refused("--sizes 99", 2, "99 is outside [1, 20]");
  assert_refused("--shift nan", 2, "'nan' is not a number");
  assert_refused("--law gamma", 2, "'gamma' is none of: normal uniform");
  assert_refused("--scale huge", 2, "'huge' is none of");
  assert_refused("--no-such", 2, "unknown option --no-such");
  assert_refused("--seed -1", 2, "'-1' is not an integer from 0 to");
  assert_refused("--seed 9223372036854775808", 2, "is not an integer from 0");
  assert_refused("--seed 99999999999999999999", 2, "--seed");
  assert_refused("--shard 0/4", 2, "'0/4' is not I/N");
  assert_refused("--shard 5/4", 2, "'5/4' is not I/N");
  assert_refused("--shard 1", 2, "'1' is not I/N");
  assert_refused("--out ''", 2, "--out: empty");
}
END_TEST

START_TEST(missing_data_and_failing_cells_are_errors)
{
  assert_refused("--data missing", 1, "no-such-set");
  assert_refused("--fail 3", 1, "cell size0-seed2: asked to fail");
}
END_TEST

/* Attribute NAME of /provenance in FILE of the folder; free() it. */
static char *provenance(const char *file, const char *name)
{
  char path[256], *text = NULL;
  tame_h5 *f;
  snprintf(path, sizeof path, "%s/%s", folder, file);
  ck_assert_int_eq(tame_h5_open(&f, path, NULL), TAME_OK);
  tame_h5_read_attr(&text, f, "provenance", name, NULL);
  tame_h5_close(f);
  ck_assert_ptr_nonnull(text);
  return text;
}

START_TEST(a_file_given_by_the_user_is_read_and_recorded)
{
  size_t n;
  ck_assert_int_eq(run("echo 2.5 > two; \"$TOY\" --offset two --out b.h5 && "
                       "\"$TOY\" --out a.h5"),
                   0);
  double *a = means("a.h5", &n), *b = means("b.h5", &n);
  for (size_t i = 0; i < n; i++)
    ck_assert_double_eq_tol(b[i] - a[i], 2.5, 1e-14);
  free(a);
  free(b);
  char *text = provenance("b.h5", "inputs");
  ck_assert_int_eq(strncmp(text, "offset two ", 11), 0);
  ck_assert_int_eq(run("printf %s \"$(sha256sum two | cut -c1-64)\""), 0);
  ck_assert_str_eq(text + 11, said);
  free(text);
  text = provenance("b.h5", "arguments");
  ck_assert_ptr_nonnull(strstr(text, " --offset two"));
  free(text);
  text = provenance("a.h5", "inputs");
  ck_assert_str_eq(text, "none");
  free(text);
  text = provenance("a.h5", "config");
  ck_assert_ptr_null(strstr(text, "offset"));
  free(text);
}
END_TEST

START_TEST(a_bad_file_is_refused_and_nothing_is_written)
{
  assert_refused("--offset", 2, "--offset: needs a value");
  assert_refused("--offset ''", 2, "--offset: empty");
  assert_refused("--offset none-such", 1, "none-such: No such file");
  assert_refused("--offset /", 1, "/: could not be read");
  ck_assert_int_eq(run("echo two > bad; \"$TOY\" --offset bad --list"), 1);
  assert_said("toy: bad:1: not one number\n");
  ck_assert_int_eq(run("\"$TOY\" --offset bad"), 1);
  assert_said("toy: bad:1: not one number\n");
  ck_assert_int_eq(run("ls"), 0);
  ck_assert_str_eq(said, "bad\n");
}
END_TEST

START_TEST(cells_of_a_file_that_changed_are_not_reused)
{
  run("echo 1 > x; \"$TOY\" --offset x --fail 9 --out out.h5");
  ck_assert(exists("out.h5.cells/size0-seed0.h5"));
  ck_assert_int_eq(run("echo 2 > x; \"$TOY\" --offset x --out out.h5"), 0);
  ck_assert_ptr_null(strstr(said, "finished before"));
}
END_TEST

/* Attribute "label" of the means is TEXT, given as QUOTED to a shell. */
static void assert_label(const char *quoted, const char *text)
{
  char command[256], path[256], *label = NULL;
  tame_h5 *f;
  snprintf(command, sizeof command, "\"$TOY\" --label %s --out l.h5", quoted);
  ck_assert_int_eq(run(command), 0);
  snprintf(path, sizeof path, "%s/l.h5", folder);
  ck_assert_int_eq(tame_h5_open(&f, path, NULL), TAME_OK);
  tame_h5_read_attr(&label, f, "means", "label", NULL);
  tame_h5_close(f);
  ck_assert_ptr_nonnull(label);
  ck_assert_str_eq(label, text);
  free(label);
}

START_TEST(text_is_kept_and_recorded_so_that_a_shell_reads_it)
{
  assert_label("sex", "sex");
  char *said_then = provenance("l.h5", "config");
  ck_assert_ptr_nonnull(strstr(said_then, "label='sex'"));
  free(said_then);
  assert_label("'own car, or \"none\"'", "own car, or \"none\"");
  assert_label("\"it's a --shift 3\"", "it's a --shift 3");
  said_then = provenance("l.h5", "arguments");
  const char *at = strstr(said_then, "--label ");
  ck_assert_ptr_nonnull(at);
  ck_assert_str_eq(at, "--label 'it'\\''s a --shift 3'");
  assert_label(at + strlen("--label "), "it's a --shift 3");
  free(said_then);
}
END_TEST

START_TEST(bad_text_is_refused_and_other_text_is_another_run)
{
  assert_refused("--label", 2, "--label: needs a value");
  assert_refused("--label ''", 2, "--label: empty");
  assert_refused("--label \"$(printf 'a\\nb')\"", 2, "more than one line");
  run("\"$TOY\" --label a --fail 9 --out out.h5");
  ck_assert(exists("out.h5.cells/size0-seed0.h5"));
  ck_assert_int_eq(run("\"$TOY\" --label b --out out.h5"), 0);
  ck_assert_ptr_null(strstr(said, "finished before"));
}
END_TEST

START_TEST(places_that_cannot_be_written_are_errors)
{
  ck_assert_int_eq(run("\"$TOY\" --out /proc/none/x.h5"), 1);
  assert_said("/proc/none: cannot create");
  ck_assert_int_eq(run("touch file; \"$TOY\" --out file/x.h5"), 1);
  assert_said("toy: file");
  ck_assert_int_eq(run("mkdir -p x.h5.cells/shard-1-of-1.lock && \"$TOY\" "
                       "--out x.h5"),
                   1);
  assert_said("x.h5.cells/shard-1-of-1.lock: cannot create: Is a directory");
  ck_assert_int_eq(run("mkdir -p y.h5.cells/merge.lock && \"$TOY\" "
                       "--out y.h5"),
                   1);
  assert_said("y.h5.cells/merge.lock: cannot create: Is a directory");
}
END_TEST

/* A file-size limit stands for a full disk: write() fails the same way. */
START_TEST(a_full_disk_is_an_error_and_leaves_the_old_result)
{
  ck_assert_int_eq(run("\"$TOY\" --out out.h5 && cp out.h5 old.h5"), 0);
  ck_assert_int_eq(run("ulimit -f 1; \"$TOY\" --out out.h5 --seeds 5"), 1);
  assert_said("cannot write: File too large");
  ck_assert_int_eq(run("cmp out.h5 old.h5 && find . -name '*.tmp'"), 0);
  ck_assert_str_eq(said, "");
}
END_TEST

START_TEST(the_seed_changes_the_numbers_and_the_order_of_options_does_not)
{
  size_t n;
  ck_assert_int_eq(run("\"$TOY\" --out a.h5 --seed 1 --sizes 2 && \"$TOY\" "
                       "--sizes=2 --out=b.h5 --seed=1 && \"$TOY\" --seed 2 "
                       "--sizes 2 --out c.h5"),
                   0);
  assert_same_means("a.h5", "b.h5");
  double *a = means("a.h5", &n), *c = means("c.h5", &n);
  ck_assert(memcmp(a, c, n * sizeof *a) != 0);
  free(a);
  free(c);
}
END_TEST

START_TEST(a_program_started_by_hand_pins_its_blas)
{
  ck_assert_int_eq(run("env -u OPENBLAS_NUM_THREADS -u OPENBLAS_CORETYPE -u "
                       "TAME_PINNED \"$TOY\" --out out.h5"),
                   0);
  char *threads = provenance("out.h5", "blas_threads");
  ck_assert_str_eq(threads, "1");
  free(threads);
}
END_TEST

/* as a shell or a batch system may have set them */
START_TEST(threads_of_the_environment_are_not_taken)
{
  ck_assert_int_eq(run("env -u TAME_PINNED OPENBLAS_NUM_THREADS=2 "
                       "OMP_NUM_THREADS=2 \"$TOY\" --out out.h5"),
                   0);
  char *threads = provenance("out.h5", "blas_threads");
  ck_assert_str_eq(threads, "1");
  free(threads);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("exp");
  tcase_add_checked_fixture(t, set_up, tear_down);
  tcase_set_timeout(t, 60);
  tcase_add_test(t, a_run_writes_one_complete_file_and_nothing_else);
  tcase_add_test(t, help_names_every_option_and_scale);
  tcase_add_test(t, list_names_the_cells);
  tcase_add_test(t, bad_options_are_refused_with_a_reason);
  tcase_add_test(t, missing_data_and_failing_cells_are_errors);
  tcase_add_test(t, a_file_given_by_the_user_is_read_and_recorded);
  tcase_add_test(t, a_bad_file_is_refused_and_nothing_is_written);
  tcase_add_test(t, cells_of_a_file_that_changed_are_not_reused);
  tcase_add_test(t, text_is_kept_and_recorded_so_that_a_shell_reads_it);
  tcase_add_test(t, bad_text_is_refused_and_other_text_is_another_run);
  tcase_add_test(t, places_that_cannot_be_written_are_errors);
  tcase_add_test(t, a_full_disk_is_an_error_and_leaves_the_old_result);
  tcase_add_test(
      t, the_seed_changes_the_numbers_and_the_order_of_options_does_not);
  tcase_add_test(t, a_program_started_by_hand_pins_its_blas);
  tcase_add_test(t, threads_of_the_environment_are_not_taken);
  return run_tests(t);
}
