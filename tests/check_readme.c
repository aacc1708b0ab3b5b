/* SPDX-License-Identifier: MIT */
/* The programs of lib/README.md compile as they stand there, without warnings,
 * and print what the text says. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "sandbox.h"

/* The number of the first program that has TEXT in it. */
static size_t program_with(const char *text)
{
  FILE *in = fopen("lib/README.md", "r");
  ck_assert_ptr_nonnull(in);
  char line[1024];
  size_t block = 0;
  int is_inside = 0, is_found = 0;
  while (!is_found && fgets(line, sizeof line, in)) {
    is_found = is_inside && strstr(line, text);
    if (is_inside && strcmp(line, "```\n") == 0) {
      is_inside = 0;
      block++;
    } else if (!is_inside) {
      is_inside = strcmp(line, "```c\n") == 0;
    }
  }
  fclose(in);
  ck_assert_msg(is_found, "no program with %s", text);
  return block;
}

/* Program number WHICH of the text, from 0, to FILE in the sandbox. */
static void extract(size_t which, const char *file)
{
  FILE *in = fopen("lib/README.md", "r"), *out = fopen(in_dir(file), "w");
  ck_assert(in && out);
  char line[1024];
  size_t block = 0;
  int is_inside = 0, lines = 0;
  while (fgets(line, sizeof line, in)) {
    if (is_inside && strcmp(line, "```\n") == 0) {
      is_inside = 0;
      block++;
    } else if (is_inside) {
      if (block == which) lines += fputs(line, out) >= 0;
    } else {
      is_inside = strcmp(line, "```c\n") == 0;
    }
  }
  fclose(in);
  ck_assert_int_eq(fclose(out), 0);
  ck_assert_int_gt(lines, 5);
}

static void check_program(size_t which, const char *want)
{
  extract(which, "example.c");
  const char *cc = getenv("CC");
  char command[2048];
  snprintf(command, sizeof command,
           "%s -std=c17 -Wall -Wextra -Werror -Ilib/include %s -o %s "
           "build/libtame.a $(cat build/stamps/libs)",
           cc ? cc : "gcc", in_dir("example.c"), in_dir("example"));
  ck_assert_int_eq(system(command), 0);
  FILE *p = popen(in_dir("example"), "r");
  ck_assert_ptr_nonnull(p);
  char text[512];
  text[fread(text, 1, sizeof text - 1, p)] = '\0';
  ck_assert_int_eq(pclose(p), 0);
  ck_assert_str_eq(text, want);
}

START_TEST(the_root_has_three_equal_derivatives)
{
  check_program(0, "0.353553390593\n0.353553390593\n0.353553390593\n");
}
END_TEST

START_TEST(a_function_of_the_user_is_differentiated)
{
  check_program(1,
                "8.389056  6.389056 8.389056\n"
                "2.718282  2.718282 2.718282\n");
}
END_TEST

START_TEST(a_minority_is_learned_late)
{
  check_program(program_with("tame/group_metrics.h"),
                "T_early 2, T_final 32, overcost 1500 %\n");
}
END_TEST

START_TEST(a_network_learns_bars)
{
  check_program(program_with("tame/nn.h"),
                " 0  0.8222\n20  0.2980\n40  0.0948\n60  0.0388\n");
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("readme");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_set_timeout(t, 60.0); /* a busy machine */
  tcase_add_test(t, the_root_has_three_equal_derivatives);
  tcase_add_test(t, a_function_of_the_user_is_differentiated);
  tcase_add_test(t, a_minority_is_learned_late);
  tcase_add_test(t, a_network_learns_bars);
  return run_tests(t);
}
