/* SPDX-License-Identifier: MIT */
/* What every experiment inherits from exp/, tried on the toy experiment: restart
 * after a kill, cells that may be reused and those that may not, shards. */
#include "run_tests.h"
#include "toy_runs.h"

/* waits for the first cell of the run that was started, or for its end */
#define FIRST_CELL                                                             \
  "while [ ! -e out.h5.cells/size0-seed0.h5 ] && kill -0 $!; do "              \
  "sleep 0.01; done; "

START_TEST(a_killed_run_continues_from_its_finished_cells)
{
  ck_assert_int_eq(run("\"$TOY\" --pause 60 --out whole.h5"), 0);
  run("\"$TOY\" --pause 60 --out out.h5 & " FIRST_CELL "kill -9 $!; wait");
  ck_assert(!exists("out.h5"));
  ck_assert_int_eq(run("\"$TOY\" --pause 60 --out out.h5"), 0);
  assert_said("finished before");
  assert_same_means("out.h5", "whole.h5");
  ck_assert(!exists("out.h5.cells"));
}
END_TEST

START_TEST(cells_of_another_configuration_are_not_reused)
{
  run("\"$TOY\" --fail 9 --out out.h5"); /* leaves eight finished cells */
  ck_assert(exists("out.h5.cells/size0-seed0.h5"));
  ck_assert_int_eq(run("\"$TOY\" --shift 1 --out out.h5"), 0);
  ck_assert_ptr_null(strstr(said, "finished before"));
  ck_assert_int_eq(run("\"$TOY\" --shift 1 --out whole.h5"), 0);
  assert_same_means("out.h5", "whole.h5");
}
END_TEST

START_TEST(a_damaged_cell_is_computed_again)
{
  /* half of the twelve cells, one of them cut short afterwards */
  ck_assert_int_eq(run("\"$TOY\" --shard 1/2 --out out.h5"), 0);
  ck_assert_int_eq(run("head -c 1000 out.h5.cells/size0-seed0.h5 > x && "
                       "mv x out.h5.cells/size0-seed0.h5"),
                   0);
  ck_assert_int_eq(run("\"$TOY\" --out out.h5"), 0);
  assert_said("(5 of them finished before)");
  ck_assert_int_eq(run("\"$TOY\" --out whole.h5"), 0);
  assert_same_means("out.h5", "whole.h5");
}
END_TEST

START_TEST(merged_shards_are_the_whole)
{
  ck_assert_int_eq(run("\"$TOY\" --out whole.h5"), 0);
  ck_assert_int_eq(run("\"$TOY\" --out out.h5 --shard 3/3"), 0);
  assert_said("no result yet");
  ck_assert_int_eq(run("\"$TOY\" --out out.h5 --shard 1/3"), 0);
  ck_assert(!exists("out.h5"));
  ck_assert_int_eq(run("\"$TOY\" --out out.h5 --shard 2/3"), 0);
  assert_same_means("out.h5", "whole.h5");
  ck_assert_int_eq(run("\"$TOY\" --out out.h5 --shard 2/3"), 0);
  assert_said("already complete");
}
END_TEST

START_TEST(shards_may_run_side_by_side)
{
  ck_assert_int_eq(run("\"$TOY\" --out whole.h5"), 0);
  ck_assert_int_eq(run("for i in 1 2 3 4; do \"$TOY\" --out out.h5 --shard "
                       "$i/4 & done; wait; ls"),
                   0);
  assert_same_means("out.h5", "whole.h5");
  ck_assert(!exists("out.h5.cells"));
}
END_TEST

START_TEST(the_same_run_twice_at_once_is_refused)
{
  ck_assert_int_eq(run("\"$TOY\" --out out.h5 --pause 200 & " FIRST_CELL
                       "\"$TOY\" --out out.h5 --pause 200; code=$?; wait; "
                       "exit $code"),
                   1);
  assert_said("is another process computing it?");
  assert_said("12 cells"); /* the first one is not disturbed */
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("exp cells");
  tcase_add_checked_fixture(t, set_up, tear_down);
  tcase_set_timeout(t, 60);
  tcase_add_test(t, a_killed_run_continues_from_its_finished_cells);
  tcase_add_test(t, cells_of_another_configuration_are_not_reused);
  tcase_add_test(t, a_damaged_cell_is_computed_again);
  tcase_add_test(t, merged_shards_are_the_whole);
  tcase_add_test(t, shards_may_run_side_by_side);
  tcase_add_test(t, the_same_run_twice_at_once_is_refused);
  return run_tests(t);
}
