/* SPDX-License-Identifier: MIT */
/* Command lines that make no sense, given to every experiment of the plan: exit
 * status 2 (1 for a place or a file that is not there), one line that says why,
 * and nothing written.  New experiments come in by the plan, their parameters by
 * --help. */
#include "command_lines.h"
#include "run_tests.h"

/* --- one experiment, all that is common ------------------------------------ */

static const char *const NO_OPTIONS[] = {"stray",  "",       "-",
                                         "--",     "-x",     "---",
                                         "--=",    "--=1",   "--no",
                                         "--no=1", "--scal", "--scale\n",
                                         "--\xff", "--%s%n"};
static const char *const NO_VALUES[][2] = {
    {"--scale", "huge"},
    {"--scale", ""},
    {"--scale", "smoke "},
    {"--seed", ""},
    {"--seed", "-1"},
    {"--seed", "+1"},
    {"--seed", "1.5"},
    {"--seed", "0x10"},
    {"--seed", "text"},
    {"--seed", "nan"},
    {"--seed", "1e400"},
    {"--seed", "99999999999999999999"},
    {"--shard", "0/4"},
    {"--shard", "5/4"},
    {"--shard", "1/0"},
    {"--shard", "-1/4"},
    {"--shard", "1"},
    {"--shard", "/"},
    {"--shard", "1/2/3"},
    {"--shard", "1/99999999999999999999"},
    {"--shard", "1/4 "},
    {"--out", ""},
    {"--id", ""},
    {"--id", "/"},
    {"--id", "a//b"},
    {"--id", "../x"},
    {"--id", "a b"},
    {"--id", "a\nb"},
    {"--id", "\xff"},
    {"--sizes", "nan"},
    {"--sizes", "inf"},
    {"--sizes", "-inf"},
    {"--sizes", "1e400"},
    {"--sizes", ""},
    {"--sizes", "-1"},
    {"--sizes", "2.5"},
    {"--sizes", "0x3"},
    {"--sizes", " 3"},
    {"--sizes", "3 "},
    {"--sizes", "3\n"},
    {"--sizes", "1e99"},
    {"--sizes", "99999999999999999999999"},
    {"--sizes", "three"},
    {"--shift", "nan"},
    {"--shift", "infinity"},
    {"--shift", "0x1p-2"},
    {"--shift", "1e400"},
    {"--shift", "-1e400"},
    {"--law", ""},
    {"--law", "norm"},
    {"--law", "normal uniform"},
    {"--label", ""},
    {"--label", "a\nb"},
    {"--label", "a\x1b[2J"},
    {"--label", "\xff\xfe"},
    {"--offset", ""},
    {"--offset", "a\nb"},
    {"--offset", "\xff"}};
static const char *const WITH_VALUE[] = {"--scale", "--seed",  "--shard",
                                         "--out",   "--id",    "--sizes",
                                         "--shift", "--label", "--offset"};

static const char *toy(void)
{
  static char path[800];
  const char *tree = getenv("TAME_TEST_DIR");
  snprintf(path, sizeof path, "%s/%s/toy", top, tree ? tree : "build/check");
  return path;
}

START_TEST(what_is_no_option_is_refused)
{
  for (size_t i = 0; i < sizeof NO_OPTIONS / sizeof *NO_OPTIONS; i++)
    assert_option(toy(), 2, NO_OPTIONS[i], NULL);
  assert_option(toy(), 2, much, NULL);
  for (size_t i = 0; i < sizeof WITH_VALUE / sizeof *WITH_VALUE; i++)
    assert_option(toy(), 2, WITH_VALUE[i], NULL);
}
END_TEST

START_TEST(what_is_no_value_is_refused)
{
  static char digits[LONG + 1];
  memset(digits, '7', LONG);
  for (size_t i = 0; i < sizeof NO_VALUES / sizeof *NO_VALUES; i++)
    assert_option(toy(), 2, NO_VALUES[i][0], NO_VALUES[i][1]);
  for (size_t i = 0; i < sizeof WITH_VALUE / sizeof *WITH_VALUE; i++) {
    const bool takes_any = strstr("--out --label --offset", WITH_VALUE[i]);
    if (!takes_any) assert_option(toy(), 2, WITH_VALUE[i], digits);
  }
}
END_TEST

START_TEST(places_and_files_that_cannot_be_are_errors)
{
  assert_option(toy(), 1, "--out", ".");
  assert_option(toy(), 1, "--out", "none/");
  assert_option(toy(), 1, "--out", much);
  ck_assert_ptr_nonnull(strstr(said, "too long")); /* the reason is not cut */
  assert_option(toy(), 1, "--offset", "none");
  assert_option(toy(), 1, "--offset", ".");
  assert_option(toy(), 1, "--offset", "/dev/zero");
}
END_TEST

START_TEST(an_option_given_twice_counts_as_given_last)
{
  char once[ROOM];
  ck_assert_int_eq(
      run(toy(), (const char *const[]){"--list", "--sizes", "2", NULL}), 0);
  strcpy(once, said);
  ck_assert_int_eq(run(toy(), (const char *const[]){"--list", "--sizes", "5",
                                                    "--sizes=2", NULL}),
                   0);
  ck_assert_str_eq(said, once);
  /* each is looked at, though */
  assert_refused(toy(), 2,
                 (const char *const[]){"--sizes", "99", "--sizes", "2", NULL});
}
END_TEST

START_TEST(shards_beyond_all_cells_are_empty)
{
  const char *last = "--shard=18446744073709551615/18446744073709551615";
  ck_assert_int_eq(run(toy(), (const char *const[]){"--list", last, NULL}), 0);
  ck_assert_str_eq(said, "");
}
END_TEST

/* --- every experiment -------------------------------------------------------- */

/* Program of entry I of the plan, absolute; false when it is no experiment, or
 * one that an earlier entry has. */
static bool program_of(char path[1024], size_t i)
{
  const tame_plan_entry *e = &plan.entry[i];
  if (e->kind != TAME_PLAN_EXPERIMENT) return false;
  for (size_t k = 0; k < i; k++)
    if (plan.entry[k].kind == e->kind &&
        strcmp(plan.entry[k].paper, e->paper) == 0 &&
        strcmp(plan.entry[k].source, e->source) == 0)
      return false;
  snprintf(path, 1024, "%s/build/bin/%s/%s", top, e->paper, e->source);
  return true;
}

/* A parameter by its line of --help: the values beyond its range, or what is
 * none of its words, are refused. */
static void check_parameter(const char *program, const char *text)
{
  char name[64], value[64], line[512];
  double lo, hi;
  snprintf(line, sizeof line, "%.*s", (int)strcspn(text, "\n"), text);
  ck_assert_int_eq(sscanf(line, " %63s", name), 1);
  const char *end = line + strlen(line);
  const char *range = strrchr(line, '[');
  assert_option(program, 2, name, "");
  if (end[-1] == ']' && range && sscanf(range, "[%lf, %lf]", &lo, &hi) == 2) {
    assert_option(program, 2, name, "nan");
    snprintf(value, sizeof value, "%.17g", hi + 1.0 + (hi > 0.0 ? hi : -hi));
    assert_option(program, 2, name, value);
    snprintf(value, sizeof value, "%.17g", lo - 1.0 - (lo > 0.0 ? lo : -lo));
    assert_option(program, 2, name, value);
  } else if (strstr(line, "(one of:")) {
    assert_option(program, 2, name, "no-such-word");
  } else {
    ck_assert_msg(end[-1] == ')', "%s: what does %s take?", program, name);
    assert_option(program, 2, name, "\xff");
  }
}

/* Of one paper, the _i-th of the plan. */
START_TEST(every_experiment_refuses_what_its_help_does_not_offer)
{
  static char help[ROOM];
  char path[1024];
  size_t n = 0;
  int paper = -1;
  for (size_t i = 0; i < plan.n; i++) {
    paper += plan.entry[i].kind == TAME_PLAN_PAPER;
    if (paper != _i || !program_of(path, i)) continue;
    assert_option(path, 2, "--no-such", "1");
    assert_option(path, 1, "--out", ".");
    ck_assert_int_eq(run(path, (const char *const[]){"--help", NULL}), 0);
    strcpy(help, said);
    const char *line = strstr(help, "\n  parameter ");
    ck_assert_msg(line, "%s: --help has no parameters", path);
    while ((line = strstr(line + 1, "\n  --")) != NULL)
      check_parameter(path, line + 1);
    n++;
  }
  ck_assert_uint_gt(n, 0);
}
END_TEST

static int count_papers(void)
{
  int n = 0;
  if (tame_plan_read(&plan, PLAN, NULL) < 0) return 1; /* a test says why */
  for (size_t i = 0; i < plan.n; i++)
    n += plan.entry[i].kind == TAME_PLAN_PAPER;
  tame_plan_free(&plan);
  return n;
}

int main(void)
{
  TCase *t = tcase_create("command_lines");
  tcase_add_checked_fixture(t, begin, end);
  tcase_set_timeout(t, 300); /* hundreds of programs, on a busy machine */
  tcase_add_test(t, what_is_no_option_is_refused);
  tcase_add_test(t, what_is_no_value_is_refused);
  tcase_add_test(t, places_and_files_that_cannot_be_are_errors);
  tcase_add_test(t, an_option_given_twice_counts_as_given_last);
  tcase_add_test(t, shards_beyond_all_cells_are_empty);
  tcase_add_loop_test(t, every_experiment_refuses_what_its_help_does_not_offer,
                      0, count_papers());
  return run_tests(t);
}
