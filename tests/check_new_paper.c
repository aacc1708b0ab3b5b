/* SPDX-License-Identifier: MIT */
/* The new paper of experiments/README.md, from its files to the page and away
 * again: what the text says is all there is to do. */
#include <check.h>
#include <unistd.h>

#include "run_tests.h"
#include "tree_copy.h"

/* Each file of the text is the block below a line **N. `FILE`** */
static const char EXTRACT[] =
    "mkdir experiments/0000.00000-square-root && awk '"
    "/^\\*\\*[0-9]+\\. `experiments/ {split($0, part, \"`\"); file = part[2]} "
    "/^```/ {if (inside) {inside = 0; close(file); file = \"\"} "
    "else if (file) {inside = 1; next}} "
    "inside {print > file}' ";

static void add_paper(void)
{
  char here[512], line[1024];
  copy_tree();
  ck_assert_ptr_nonnull(getcwd(here, sizeof here));
  snprintf(line, sizeof line, "%s '%s'/experiments/README.md", EXTRACT, here);
  run(line);
}

START_TEST(it_is_computed_drawn_and_judged)
{
  run("ls experiments/0000.00000-square-root | wc -l");
  ck_assert_int_eq(atoi(said), 5);
  run(MAKE "0000.00000");
  ck_assert_ptr_nonnull(strstr(said, "2 PASS"));
  run("build/bin/h5cols scale/smoke/data/0000.00000/heron.h5 error/iteration "
      "'error/slope[2,:]' | wc -l");
  ck_assert_int_gt(atoi(said), 12);
}
END_TEST

START_TEST(it_is_on_the_page_and_in_the_list)
{
  run(MAKE "figures");
  run("grep -c 'An example: square roots' scale/smoke/figures/index.html");
  run("grep -c 'illus-heron.svg' scale/smoke/figures/index.html");
  run(MAKE "list | cut -f 2 | grep -cx 0000.00000");
  ck_assert_int_eq(atoi(said), 4); /* result, figure, two claims */
}
END_TEST

START_TEST(it_is_taken_away_again)
{
  run("rm -r experiments/0000.00000-square-root scale/smoke/*/0000.00000");
  run(MAKE "figures");
  ck_assert_uint_eq(count("  RUN   scale"), 0);
  run("! grep 0000.00000 scale/smoke/figures/index.html");
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("new paper");
  tcase_add_unchecked_fixture(t, add_paper, remove_tree);
  tcase_set_timeout(t, 120);
  tcase_add_test(t, it_is_computed_drawn_and_judged);
  tcase_add_test(t, it_is_on_the_page_and_in_the_list);
  tcase_add_test(t, it_is_taken_away_again);
  return run_tests(t);
}
