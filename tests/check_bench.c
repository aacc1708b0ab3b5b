/* SPDX-License-Identifier: MIT */
/* Benchmarks at small sizes: what one writes, how all are collected, drawn and
 * shown. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <check.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/base.h"
#include "tame/h5.h"
#include "tame/text.h"

/* Benchmark NAME at its small size, to NAME.h5. */
static const outcome *measure(const char *name)
{
  char file[64];
  snprintf(file, sizeof file, "%s.h5", name);
  return run("bench/%s %s --quick", name, in_dir(file));
}

/* Run COMMAND of the shell in the test's folder, where the tree is seen too;
 * returns its exit status. */
static int in_tree(const char *command)
{
  char line[2048], here[512];
  ck_assert_ptr_nonnull(getcwd(here, sizeof here));
  snprintf(line, sizeof line,
           "cd '%s' && for d in build mk tests figures; do ln -sfn '%s'/$d $d; "
           "done; { %s; } >log 2>&1",
           dir, here, command);
  const int status = system(line);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static char *text_of(const char *name)
{
  char *text;
  tame_error err;
  ck_assert_msg(tame_text_read(&text, in_dir(name), &err) >= 0, "%s", err.text);
  return text;
}

static void assert_says(const char *name, const char *what)
{
  char *text = text_of(name);
  ck_assert_msg(strstr(text, what), "no '%s' in %s:\n%.2000s", what, name,
                text);
  free(text);
}

static tame_h5 *open_result(const char *name)
{
  tame_h5 *f;
  tame_error err;
  ck_assert_msg(tame_h5_open(&f, in_dir(name), &err) == TAME_OK, "%s",
                err.text);
  return f;
}

/* *x of N numbers */
static double *numbers(const tame_h5 *f, const char *path, size_t n)
{
  double *x;
  tame_h5_shape shape;
  tame_error err;
  ck_assert_msg(tame_h5_read(&x, &shape, f, path, &err) == TAME_OK, "%s",
                err.text);
  ck_assert_uint_eq(shape.count, n);
  return x;
}

/* the comparisons of bench_sat.c */
enum { N = 4, RUNS = 5 };

static double middle(const double *x)
{
  for (size_t i = 0; i < RUNS; i++) {
    size_t below = 0;
    for (size_t j = 0; j < RUNS; j++)
      below += x[j] < x[i] || (x[j] == x[i] && j < i);
    if (below == RUNS / 2) return x[i];
  }
  return (double)NAN;
}

START_TEST(a_speed_is_the_median_of_the_ratios_of_pairs)
{
  ck_assert_int_eq(measure("sat")->status, 0);
  tame_h5 *f = open_result("sat.h5");
  double *ours = numbers(f, "speeds/runs/ours", N * RUNS);
  double *theirs = numbers(f, "speeds/runs/theirs", N * RUNS);
  double *speed = numbers(f, "speeds/speed", N);
  double *least = numbers(f, "speeds/least", N);
  double *largest = numbers(f, "speeds/largest", N);
  for (size_t i = 0; i < N; i++) {
    double x[RUNS];
    for (size_t r = 0; r < RUNS; r++) {
      x[r] = theirs[i * RUNS + r] / ours[i * RUNS + r];
      ck_assert(x[r] > 0.0 && least[i] <= x[r] && x[r] <= largest[i]);
    }
    ck_assert_double_eq(speed[i], middle(x));
  }
  free(ours);
  free(theirs);
  free(speed);
  free(least);
  free(largest);
  tame_h5_close(f);
}
END_TEST

START_TEST(the_machine_is_measured_in_the_same_run)
{
  ck_assert_int_eq(measure("sat")->status, 0);
  tame_h5 *f = open_result("sat.h5");
  double *product = numbers(f, "machine/product", 2);
  double bandwidth;
  ck_assert_int_eq(
      tame_h5_read_scalar(&bandwidth, f, "machine/bandwidth", NULL), TAME_OK);
  ck_assert(product[0] > 0.01 && isfinite(product[0]));
  ck_assert(product[1] > 0.01 && isfinite(product[1]));
  ck_assert(bandwidth > 0.01 && isfinite(bandwidth));
  free(product);
  tame_h5_close(f);
}
END_TEST

START_TEST(usage_and_errors_are_said)
{
  ck_assert_int_eq(run("bench/sat")->status, 2);
  ck_assert_int_eq(run("bench/sat %s --fast", in_dir("a.h5"))->status, 2);
  assert_error(run("bench/sat %s --quick", in_dir("none/a.h5")), 1, "sat", "");
  ck_assert_int_eq(run("collect %s", in_dir("all.h5"))->status, 2);
  ck_assert_int_eq(run("collect %s %s sat", in_dir("all.h5"), dir)->status, 1);
  ck_assert_int_ne(access(in_dir("all.h5"), F_OK), 0);
}
END_TEST

START_TEST(one_file_holds_the_comparisons_of_all_that_were_run)
{
  ck_assert_int_eq(measure("sat")->status, 0);
  ck_assert_int_eq(measure("bilevel")->status, 0);
  const outcome *o = run("collect %s %s bilevel nn sat", in_dir("all.h5"), dir);
  ck_assert_int_eq(o->status, 0);
  ck_assert_str_eq(o->text, "collect: nn was not run\n");
  o = run("h5table stated %s", in_dir("all.h5"));
  ck_assert_ptr_nonnull(strstr(o->text, "\nbilevel.folds\t100000 a second\t"));
  ck_assert_ptr_nonnull(strstr(o->text, "\nsat.network\t10 seconds\tstated\t"));
  ck_assert_ptr_null(strstr(o->text, "bilevel.folds_gsl"));
  o = run("h5cols %s 'baseline/runs/ours[sat.network_one_by_one]'",
          in_dir("all.h5"));
  char *all = tame_strdup(o->text);
  o = run("h5cols %s 'speeds/runs/ours[network_one_by_one]'", in_dir("sat.h5"));
  /* a header, then the same numbers */
  ck_assert_str_eq(strchr(all, '\n'), strchr(o->text, '\n'));
  free(all);
}
END_TEST

START_TEST(a_file_that_is_no_benchmark_is_refused)
{
  tame_h5 *f;
  tame_error err;
  ck_assert_int_eq(tame_h5_create(&f, in_dir("sat.h5"), &err), TAME_OK);
  tame_h5_group(f, "speeds", "none");
  ck_assert_int_eq(tame_h5_commit(f, &err), TAME_OK);
  assert_error(run("collect %s %s sat", in_dir("all.h5"), dir), 1, "collect",
               "speeds/kind");
  ck_assert_int_ne(access(in_dir("all.h5"), F_OK), 0);
}
END_TEST

START_TEST(figures_and_a_page_are_made_of_it)
{
  ck_assert_int_eq(measure("sat")->status, 0);
  ck_assert_int_eq(measure("bilevel")->status, 0);
  ck_assert_int_eq(
      run("collect %s %s bilevel sat", in_dir("all.h5"), dir)->status, 0);
  if (in_tree("sh mk/speeds.sh all.h5 out") != 0)
    ck_abort_msg("%s", text_of("log"));
  assert_says("out/bench/library.svg", "bilevel.folds_gsl");
  assert_says("out/bench/library.svg", "GSL");
  assert_says("out/bench/baseline.svg", "sat.network_formula");
  ck_assert_int_eq(access(in_dir("out/bench/stated.pdf"), F_OK), 0);
  ck_assert_int_ne(access(in_dir("out/bench/machine.svg"), F_OK), 0);
  assert_says("out/bench.html", "small sizes");
  assert_says("out/bench.html", "src=\"bench/library.svg\"");
  assert_says("out/bench.html", "href=\"../all.h5\"");
  assert_says("out/bench.html", "<code>sat.network_formula</code>");
  assert_says("out/bench.html", "<td>bilevel</td>");
}
END_TEST

/* A table of comparisons with what the page must tell apart. */
static const char TABLE[] =
    "comparison\tpeer\tkind\tclock\tasked\tours\ttheirs\tspeed\tleast\tlargest"
    "\tshare\tmet\twhat\twhy\n"
    "a.met\tGSL\tlibrary\tprocessor\t1.5\t2e-06\t4e-06\t2\t1.9\t2.1\t0.5\t1"
    "\tSentence one.\tReason one.\n"
    "a.missed\tGSL\tlibrary\twall\t1.5\t0.002\t0.002\t1\t0.9\t1.1\tNaN\t0"
    "\tSentence two.\tReason two.\n"
    "a.absent\tJAX\tlibrary\tprocessor\t1.5\t3\tNaN\tNaN\tNaN\tNaN\tNaN\tNaN"
    "\tSentence three.\tReason three.\n";

START_TEST(the_page_says_why_a_speed_is_missed_and_which_peer_is_absent)
{
  ck_assert_int_eq(in_tree("mkdir -p out/bench"), 0);
  write_text("out/bench/library.tsv", TABLE);
  write_text("out/bench/benchmarks.tsv",
             "benchmark\twhat\tproduct\tsmall sizes\na\tAll\t50\t0\n");
  ck_assert_int_eq(
      in_tree("build/bin/report --speeds all.h5 --out out/bench.html"), 0);
  assert_says("out/bench.html",
              "Sentence one.</td><td>GSL</td><td class=\"number\">2 µs</td><td "
              "class=\"number\">2 (1.9, 2.1)</td><td class=\"number\">1.5</td>"
              "<td class=\"number\">50 %</td>");
  assert_says("out/bench.html",
              "Sentence two. <span class=\"verdict fail\">missed</span> Reason "
              "two.</td><td>GSL</td><td class=\"number\">2 ms wall</td>");
  assert_says(
      "out/bench.html",
      "Sentence three.</td><td>JAX</td><td class=\"number\">3 s</td><td "
      "class=\"number\">–</td>");
  char *page = text_of("out/bench.html");
  ck_assert_ptr_null(strstr(page, "Reason one."));
  ck_assert_ptr_null(strstr(page, "Reason three."));
  ck_assert_ptr_null(strstr(page, "small sizes, which"));
  free(page);
}
END_TEST

START_TEST(without_benchmarks_the_page_says_how_to_get_them)
{
  ck_assert_int_eq(in_tree("build/bin/report --speeds all.h5 --out a.html"), 0);
  assert_says("a.html", "<code>make bench-deps bench</code>");
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("bench");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, a_speed_is_the_median_of_the_ratios_of_pairs);
  tcase_add_test(t, the_machine_is_measured_in_the_same_run);
  tcase_add_test(t, usage_and_errors_are_said);
  tcase_add_test(t, one_file_holds_the_comparisons_of_all_that_were_run);
  tcase_add_test(t, a_file_that_is_no_benchmark_is_refused);
  tcase_add_test(t, figures_and_a_page_are_made_of_it);
  tcase_add_test(t,
                 the_page_says_why_a_speed_is_missed_and_which_peer_is_absent);
  tcase_add_test(t, without_benchmarks_the_page_says_how_to_get_them);
  return run_tests(t);
}
