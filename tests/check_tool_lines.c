/* SPDX-License-Identifier: MIT */
/* Command lines that make no sense, given to the tools and to the claims of
 * every paper: a status that says so, one line or how it is used, and nothing
 * written. */
#include "command_lines.h"
#include "run_tests.h"

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
    ck_assert_msg(is_usage ||
                      strncmp(said, LINES[i].tool, strlen(LINES[i].tool)) == 0,
                  "%s: %.200s", LINES[i].tool, said);
    ck_assert_msg(is_usage || strchr(said, '\n') == said + strlen(said) - 1,
                  "%s: not one line: %.300s", LINES[i].tool, said);
    assert_nothing_written(LINES[i].tool);
  }
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("tool_lines");
  tcase_add_checked_fixture(t, begin, end);
  tcase_set_timeout(t, 300); /* on a busy machine */
  tcase_add_test(t, every_table_of_claims_is_made_on_request_alone);
  tcase_add_test(t, every_tool_refuses_what_makes_no_sense);
  return run_tests(t);
}
