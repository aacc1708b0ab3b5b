/* SPDX-License-Identifier: MIT */
/* What the make rules promise, tried on a copy of the tree at the smoke scale:
 * nothing is done twice, and a change reruns exactly what depends on it. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tree_copy.h"

START_TEST(a_second_make_figures_does_nothing_and_says_so_in_one_line)
{
  run(MAKE "figures | grep -v '  SKIP'");
  ck_assert_msg(strstr(said, "up to date") != NULL, "%s", said);
  ck_assert_ptr_eq(strchr(said, '\n'), said + strlen(said) - 1);
}
END_TEST

START_TEST(a_comment_reruns_no_experiment)
{
  /* at the top, so that every line moves */
  run("sed -i '1a /* a comment */' lib/src/base/*.c lib/src/exp/*.c "
      "lib/include/tame/diff.h experiments/*/*.c");
  run(MAKE "-j2 figures");
  ck_assert_uint_gt(count("  same  "), 10);
  ck_assert_uint_eq(count("  RUN   scale"), 0);
  ck_assert_uint_eq(count("  PLOT"), 0);
  ck_assert_uint_eq(count("  LINK"), 0);
}
END_TEST

START_TEST(a_parameter_reruns_its_experiment_and_its_figures)
{
  run("sed -i 's/experiment,quadratic)/experiment,quadratic,--seeds 3)/' "
      "experiments/2305.13768-one-step/paper.mk && grep -q 'seeds 3' "
      "experiments/2305.13768-one-step/paper.mk");
  run(MAKE "figures");
  ck_assert_uint_eq(count("  RUN   scale"), 1);
  ck_assert_msg(strstr(said, "data/2305.13768/quadratic.h5") != NULL, "%s",
                said);
  ck_assert_uint_eq(count("  PLOT"), 1);
}
END_TEST

#define PAPER_MK "experiments/2305.13768-one-step/paper.mk"

START_TEST(a_table_of_another_group_is_made_again)
{
  run("cp -p " PAPER_MK
      " kept.mk && sed -i 's/,ridge_surrogate,estimators)/"
      ",ridge_surrogate,record)/' " PAPER_MK);
  run("! " MAKE "figures");
  ck_assert_msg(strstr(said, "h5table: ") != NULL, "%s", said);
  run("mv kept.mk " PAPER_MK);
  run(MAKE "figures");
}
END_TEST

START_TEST(a_misspelt_word_or_program_is_named)
{
  run("cp -p " PAPER_MK
      " kept.mk && sed -i 's/call experiment,qp)/call "
      "experimet,qp)/' " PAPER_MK);
  run("! " MAKE "figures");
  ck_assert_msg(strstr(said, "experimet: no such word") != NULL, "%s", said);
  run("sed 's/call experiment,qp)/call experiment,pq)/' kept.mk > " PAPER_MK);
  run("! " MAKE "build/bin/2305.13768/pq");
  ck_assert_msg(strstr(said, "pq: has no C files") != NULL, "%s", said);
  run("mv kept.mk " PAPER_MK);
  run(MAKE "figures");
}
END_TEST

START_TEST(the_style_redraws_every_figure_and_runs_nothing)
{
  run("ls scale/smoke/figures/*/*.svg | wc -l");
  const size_t figures = strtoul(said, NULL, 10);
  run("echo '# a remark' >> figures/style/style.gp");
  run(MAKE "-j2 figures");
  ck_assert_uint_eq(count("  PLOT"), figures);
  ck_assert_uint_eq(count("  RUN   scale"), 0);
}
END_TEST

START_TEST(a_removed_figure_is_drawn_again_alone)
{
  run("rm scale/smoke/figures/2305.13768/fig02.pdf");
  run(MAKE "figures");
  ck_assert_uint_eq(count("  PLOT"), 1);
  ck_assert_uint_eq(count("  RUN   scale"), 0);
  run("rm scale/smoke/figures/2305.13768/fig02.svg");
  run(MAKE "scale/smoke/figures/2305.13768/fig02.svg");
  ck_assert_uint_eq(count("  PLOT"), 1);
}
END_TEST

START_TEST(a_removed_result_is_made_again_with_all_that_shows_it)
{
  run("rm scale/smoke/data/2305.13768/newton.h5");
  run(MAKE "-j2 figures");
  /* a run on a slow machine has a line for each group of cells besides */
  ck_assert_uint_eq(count("  RUN   scale"), 1);
  ck_assert_uint_gt(count("  PLOT"), 0);
  ck_assert_uint_eq(count("  CLAIM"), 1);
  ck_assert_uint_eq(count("  PAGE"), 1);
  run(MAKE "figures");
  ck_assert_uint_eq(count("  PLOT"), 0);
}
END_TEST

START_TEST(a_removed_list_of_claims_is_made_again)
{
  run("rm scale/smoke/figures/2305.13768/claims.tsv");
  run(MAKE "figures");
  ck_assert_uint_eq(count("  CLAIM"), 1);
  ck_assert_uint_eq(count("  PAGE"), 1);
}
END_TEST

START_TEST(a_removed_object_or_program_is_made_again)
{
  run("rm build/lib/src/io/text.o build/libtame.a build/bin/h5same");
  run(MAKE "figures");
  ck_assert_uint_eq(count("  CC "), 1);
  ck_assert_uint_eq(count("  LINK"), 1);
  ck_assert_uint_eq(count("  RUN   scale"), 0);
  run("build/bin/h5same --help");
}
END_TEST

START_TEST(another_scale_leaves_this_one_untouched)
{
  run(MAKE "figures");
  run(MAKE "SCALE=default data/2305.13768/quadratic.h5");
  run(MAKE "scale/smoke/figures/index.html");
  ck_assert_msg(strstr(said, "index.html' is up to date") != NULL, "%s", said);
}
END_TEST

START_TEST(two_jobs_give_the_same_results_as_one)
{
  run("mv scale one && " MAKE "-j2 figures");
  ck_assert_uint_gt(count("  RUN   scale"), 3);
  run("build/bin/h5same -r one/smoke/data scale/smoke/data");
}
END_TEST

/* gnuplot says nothing when its output does not arrive */
START_TEST(a_figure_that_was_cut_off_is_not_taken)
{
  static const char *const KINDS[] = {"pdf", "svg"};
  char command[512];
  run("cp scale/smoke/figures/2305.13768/fig02.* . && "
      "rm scale/smoke/figures/2305.13768/fig02.*");
  snprintf(command, sizeof command,
           "printf '%%s\\n' '#!/bin/sh' 'script=$2 out=$3; shift 3' "
           "'part=part.${out##*.}; gnuplot -c \"$script\" $part \"$@\"' "
           "'case $part in *.%s) truncate -s -100 $part ;; esac' "
           "'cat $part >\"$out\"' >plotter && "
           "chmod +x plotter && ! " MAKE "GNUPLOT=./plotter figures",
           KINDS[_i]);
  run(command);
  ck_assert_msg(strstr(said, "cut off") != NULL, "%s", said);
  run("ls scale/smoke/figures/2305.13768/ | grep fig02 || :");
  ck_assert_str_eq(said, "");
  run(MAKE
      "figures && for k in pdf svg; do "
      "cmp fig02.$k scale/smoke/figures/2305.13768/fig02.$k; done");
}
END_TEST

START_TEST(what_make_writes_down_is_whole_or_an_error)
{
  run("cp build/plan/smoke.txt plan && rm build/plan/smoke.txt && "
      "mkdir build/plan/smoke.txt.new && ! " MAKE "figures");
  ck_assert_msg(strstr(said, "cannot write build/plan/smoke.txt") != NULL, "%s",
                said);
  run(MAKE "help && rmdir build/plan/smoke.txt.new && " MAKE
           "figures && cmp plan build/plan/smoke.txt");
}
END_TEST

START_TEST(an_interrupted_make_leaves_nothing_half_written)
{
  run("rm -rf scale/smoke/data; (setsid " MAKE
      "figures & sleep 0.3; "
      "kill -9 -$!; true) >/dev/null 2>&1; sleep 0.2; " MAKE "figures");
  run("find scale -name '*.tmp' -o -name '*.cells'");
  ck_assert_str_eq(said, "");
}
END_TEST

/* as when the kill came after the rename of the result */
START_TEST(cells_left_beside_a_result_are_removed)
{
  run(MAKE "figures && mkdir scale/smoke/data/2305.13768/newton.h5.cells");
  run(MAKE "figures");
  ck_assert_uint_eq(count("  RUN   scale"), 1);
  run("find scale -name '*.cells'");
  ck_assert_str_eq(said, "");
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("make");
  tcase_add_unchecked_fixture(t, copy_tree, remove_tree);
  tcase_set_timeout(t, 120);
  tcase_add_test(t, a_second_make_figures_does_nothing_and_says_so_in_one_line);
  tcase_add_test(t, a_removed_figure_is_drawn_again_alone);
  tcase_add_test(t, a_removed_result_is_made_again_with_all_that_shows_it);
  tcase_add_test(t, a_removed_list_of_claims_is_made_again);
  tcase_add_test(t, a_removed_object_or_program_is_made_again);
  tcase_add_test(t, another_scale_leaves_this_one_untouched);
  tcase_add_test(t, a_comment_reruns_no_experiment);
  tcase_add_test(t, a_parameter_reruns_its_experiment_and_its_figures);
  tcase_add_test(t, a_table_of_another_group_is_made_again);
  tcase_add_test(t, a_misspelt_word_or_program_is_named);
  tcase_add_test(t, the_style_redraws_every_figure_and_runs_nothing);
  tcase_add_test(t, two_jobs_give_the_same_results_as_one);
  tcase_add_loop_test(t, a_figure_that_was_cut_off_is_not_taken, 0, 2);
  tcase_add_test(t, what_make_writes_down_is_whole_or_an_error);
  tcase_add_test(t, an_interrupted_make_leaves_nothing_half_written);
  tcase_add_test(t, cells_left_beside_a_result_are_removed);
  return run_tests(t);
}
