/* SPDX-License-Identifier: MIT */
/* Command lines that make no sense, given to every program of the plan and to
 * every tool: exit status 2 (1 for a place or a file that is not there), one
 * line that says why, and nothing written.  New experiments come in by the
 * plan, their parameters by --help. */
#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/plan.h"

enum { ROOM = 1 << 18, MOST_ARGUMENTS = 8, LONG = 100000 };

static char dir[] = "/tmp/tame-check-lines-XXXXXX"; /* programs run in here */
static char top[512], said[ROOM];
static char much[LONG + 1]; /* an argument of 100 kB */
static tame_plan plan;

static void begin(void)
{
  tame_error err;
  ck_assert_ptr_nonnull(getcwd(top, sizeof top));
  strcpy(dir + strlen(dir) - 6, "XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(dir));
  memset(much, 'x', LONG);
  ck_assert_msg(tame_plan_read(&plan, "build/plan/smoke.txt", &err) == TAME_OK,
                "%s", err.text);
}

static void end(void)
{
  tame_plan_free(&plan);
  ck_assert_int_eq(rmdir(dir), 0); /* also that nothing is left in it */
}

/* --- running -------------------------------------------------------------- */

/* In the child: PROGRAM in the empty folder, with its words going to FD. */
static void become(const char *program, char **argv, int fd)
{
  const int nothing = open("/dev/null", O_RDONLY);
  if (dup2(nothing, 0) < 0 || dup2(fd, 1) < 0 || dup2(fd, 2) < 0) _exit(126);
  close(fd);
  if (chdir(dir) == 0) execv(program, argv);
  _exit(127);
}

/* Exit status of PROGRAM, 128 + the signal that ended it; said <- its words.
 * ARGUMENT ends with NULL. */
static int run(const char *program, const char *const *argument)
{
  char *argv[MOST_ARGUMENTS + 2];
  int fd[2], code;
  size_t n = 0;
  argv[n++] = tame_strdup(program);
  while (argument[n - 1]) {
    ck_assert_uint_le(n, MOST_ARGUMENTS);
    argv[n] = tame_strdup(argument[n - 1]);
    n++;
  }
  argv[n] = NULL;
  ck_assert_int_eq(pipe(fd), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(fd[0]);
    become(program, argv, fd[1]);
  }
  close(fd[1]);
  size_t size = 0;
  for (ssize_t got = 1; got > 0; size += got > 0 ? (size_t)got : 0)
    got = read(fd[0], said + size, ROOM - 1 - size);
  said[size] = '\0';
  close(fd[0]);
  ck_assert_int_eq(waitpid(child, &code, 0), child);
  for (size_t i = 0; i < n; i++) free(argv[i]);
  return WIFEXITED(code) ? WEXITSTATUS(code) : 128 + WTERMSIG(code);
}

static const char *base(const char *path)
{
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static void assert_nothing_written(const char *program)
{
  DIR *d = opendir(dir);
  ck_assert_ptr_nonnull(d);
  for (struct dirent *e = readdir(d); e; e = readdir(d))
    ck_assert_msg(strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0,
                  "%s wrote %s", program, e->d_name);
  closedir(d);
}

/* "PROGRAM: why", one line, and status STATUS. */
static void assert_refused(const char *program, int status,
                           const char *const *argument)
{
  const char *name = base(program);
  const int code = run(program, argument);
  ck_assert_msg(code == status, "%s %.80s %.80s: status %d, not %d: %.300s",
                program, argument[0], argument[0] ? argument[1] : "", code,
                status, said);
  ck_assert_msg(strncmp(said, name, strlen(name)) == 0 &&
                    strncmp(said + strlen(name), ": ", 2) == 0,
                "%s: another line: %.300s", program, said);
  const size_t length = strlen(said);
  ck_assert_msg(length > 0 && strchr(said, '\n') == said + length - 1,
                "%s %.80s: not one line: %.300s", program, argument[0], said);
  ck_assert_uint_lt(length, 600);
  assert_nothing_written(program);
}

static void assert_option(const char *program, int status, const char *name,
                          const char *value)
{
  assert_refused(program, status, (const char *const[]){name, value, NULL});
}

/* --- one experiment, all that is common ------------------------------------ */

static const char *const NO_OPTIONS[] = {
    "stray", "",      "-",     "--",    "-x",       "---",    "--=",
    "--=1",  "--no",  "--no=1", "--scal", "--scale\n", "--\xff", "--%s%n"};
static const char *const NO_VALUES[][2] = {
    {"--scale", "huge"},     {"--scale", ""},
    {"--scale", "smoke "},   {"--seed", ""},
    {"--seed", "-1"},        {"--seed", "+1"},
    {"--seed", "1.5"},       {"--seed", "0x10"},
    {"--seed", "text"},      {"--seed", "nan"},
    {"--seed", "1e400"},     {"--seed", "99999999999999999999"},
    {"--shard", "0/4"},      {"--shard", "5/4"},
    {"--shard", "1/0"},      {"--shard", "-1/4"},
    {"--shard", "1"},        {"--shard", "/"},
    {"--shard", "1/2/3"},    {"--shard", "1/99999999999999999999"},
    {"--shard", "1/4 "},     {"--out", ""},
    {"--id", ""},            {"--id", "/"},
    {"--id", "a//b"},        {"--id", "../x"},
    {"--id", "a b"},         {"--id", "a\nb"},
    {"--id", "\xff"},        {"--sizes", "nan"},
    {"--sizes", "inf"},      {"--sizes", "-inf"},
    {"--sizes", "1e400"},    {"--sizes", ""},
    {"--sizes", "-1"},       {"--sizes", "2.5"},
    {"--sizes", "0x3"},      {"--sizes", " 3"},
    {"--sizes", "3 "},       {"--sizes", "3\n"},
    {"--sizes", "1e99"},     {"--sizes", "99999999999999999999999"},
    {"--sizes", "three"},    {"--shift", "nan"},
    {"--shift", "infinity"}, {"--shift", "0x1p-2"},
    {"--shift", "1e400"},    {"--shift", "-1e400"},
    {"--law", ""},           {"--law", "norm"},
    {"--law", "normal uniform"}, {"--label", ""},
    {"--label", "a\nb"},     {"--label", "a\x1b[2J"},
    {"--label", "\xff\xfe"}, {"--offset", ""},
    {"--offset", "a\nb"},    {"--offset", "\xff"}};
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
  ck_assert_int_eq(run(toy(), (const char *const[]){"--list", "--sizes", "2",
                                                    NULL}),
                   0);
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

START_TEST(every_experiment_refuses_what_its_help_does_not_offer)
{
  char path[1024], help[ROOM];
  size_t n = 0;
  for (size_t i = 0; i < plan.n; i++) {
    if (!program_of(path, i)) continue;
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
  ck_assert_uint_gt(n, 20);
}
END_TEST

START_TEST(every_table_of_claims_is_made_on_request_alone)
{
  char path[1024];
  for (size_t i = 0; i < plan.n; i++) {
    if (plan.entry[i].kind != TAME_PLAN_PAPER) continue;
    snprintf(path, sizeof path, "%s/build/bin/%s/claims", top,
             plan.entry[i].paper);
    assert_refused(path, 2, (const char *const[]){NULL});
    assert_option(path, 2, "--no-such", "1");
    assert_option(path, 2, "--scale", "huge\n");
    assert_option(path, 2, "--out", NULL);
    assert_option(path, 2, "stray", NULL);
    assert_option(path, 1, "--out", "none/x.tsv");
    assert_option(path, 1, "--out", ".");
  }
}
END_TEST

/* --- the tools -------------------------------------------------------------- */

/* Arguments, and the status they come to. */
static const struct {
  const char *tool;
  int status;
  const char *argument[MOST_ARGUMENTS];
} LINES[] = {
    {"h5cols", 2, {NULL}},
    {"h5cols", 2, {"--no-such", "x"}},
    {"h5cols", 2, {"--list"}},
    {"h5cols", 2, {"--list", "a", "b"}},
    {"h5cols", 1, {"none.h5", "x"}},
    {"h5cols", 1, {"/dev/zero", "x"}},
    {"h5cols", 1, {".", "x"}},
    {"h5cols", 1, {much, much}},
    {"h5cols", 1, {"\xff\n", "x"}},
    {"h5table", 2, {NULL}},
    {"h5table", 2, {"g"}},
    {"h5table", 2, {"--no-such", "x"}},
    {"h5table", 1, {"g", "none.h5"}},
    {"h5table", 1, {much, much}},
    {"h5same", 2, {NULL}},
    {"h5same", 2, {"a"}},
    {"h5same", 2, {"--no-such", "a", "b"}},
    {"h5same", 2, {"-r", "none", "."}},
    {"h5same", 2, {"-r", ".", "."}},
    {"h5same", 2, {"none.h5", "\xff"}},
    {"verify", 2, {NULL}},
    {"verify", 2, {"out.tsv"}},
    {"verify", 2, {"--no-such", "out.tsv", "x"}},
    {"verify", 1, {"out.tsv", "none.tsv"}},
    {"verify", 1, {"out.tsv", "."}},
    {"verify", 1, {"out.tsv", "/dev/zero"}},
    {"report", 2, {NULL}},
    {"report", 2, {"--no-such"}},
    {"report", 2, {"--plan"}},
    {"report", 2, {"--plan", "x", "--out", "y"}},
    {"report", 1, {"--list", "--plan", "none"}},
    {"report", 1, {"--plan", "none", "--claims", "c", "--out", "page.html"}},
    {"tokenise", 2, {NULL}},
    {"tokenise", 2, {"--no-such", "a", "b", "c"}},
    {"tokenise", 2, {"a", "b", "c"}},
    {"tokenise", 1, {"none.json", "none.bpe", "out.bin", "text"}},
    {"doctor", 2, {"--no-such"}},
    {"doctor", 2, {"stray"}}};

/* A tool says how it is used, or in one line what is wrong. */
START_TEST(every_tool_refuses_what_makes_no_sense)
{
  char path[1024];
  for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
    snprintf(path, sizeof path, "%s/build/bin/%s", top, LINES[i].tool);
    const int code = run(path, LINES[i].argument);
    const bool is_usage = strncmp(said, "usage: ", 7) == 0;
    ck_assert_msg(code == LINES[i].status, "%s, line %zu: status %d: %.200s",
                  LINES[i].tool, i, code, said);
    ck_assert_msg(is_usage || strncmp(said, LINES[i].tool,
                                      strlen(LINES[i].tool)) == 0,
                  "%s: %.200s", LINES[i].tool, said);
    ck_assert_msg(is_usage || strchr(said, '\n') == said + strlen(said) - 1,
                  "%s: not one line: %.300s", LINES[i].tool, said);
    assert_nothing_written(LINES[i].tool);
  }
}
END_TEST

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
  tcase_add_test(t, every_experiment_refuses_what_its_help_does_not_offer);
  tcase_add_test(t, every_table_of_claims_is_made_on_request_alone);
  tcase_add_test(t, every_tool_refuses_what_makes_no_sense);
  return run_tests(t);
}
