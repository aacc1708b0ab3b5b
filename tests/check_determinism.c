/* SPDX-License-Identifier: MIT */
/* Every result again, in other ways than make made it (`make smoke` comes
 * first): the same bits.  Nothing needs to be told about a new experiment, all
 * that are in the plan are run.  First that the comparison sees every bit. */
#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alter.h"
#include "run_tests.h"
#include "tame/base.h"
#include "tame/compare.h"
#include "tame/h5.h"
#include "tame/plan.h"

static char folder[] = "/tmp/tame-check-determinism-XXXXXX";
static char changed[64], work[64], said[64];
static tame_plan plan;

static void set_up(void)
{
  tame_error err;
  ck_assert_msg(tame_plan_read(&plan, "build/plan/smoke.txt", &err) == TAME_OK,
                "%s", err.text);
  strcpy(folder + strlen(folder) - 6, "XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  snprintf(changed, sizeof changed, "%s/b.h5", folder);
  snprintf(work, sizeof work, "%s/work", folder);
  snprintf(said, sizeof said, "%s/said", folder);
}

static void tear_down(void)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  ck_assert_int_eq(system(command), 0);
  tame_plan_free(&plan);
}

/* --- the comparison ------------------------------------------------------- */

static bool starts(const char *text, const char *start)
{
  return strncmp(text, start, strlen(start)) == 0;
}

/* How often the flip in PATH, of its attribute NAME or of its numbers, was
 * told. */
static size_t times_told(const sayings *s, const alteration *a)
{
  char start[512];
  size_t n = 0;
  if (a->name)
    snprintf(start, sizeof start, "%s: attribute %s: ", a->path, a->name);
  else
    snprintf(start, sizeof start, "%s: 1 of ", a->path);
  for (size_t i = 0; i < s->n; i++) n += starts(s->text[i], start);
  return n;
}

/* Are these numbers marked as what differs from run to run? */
static bool is_marked(const tame_h5 *f, const char *path)
{
  double x = 0.0;
  return tame_h5_read_attr_number(&x, f, path, "volatile", NULL) >= 0 &&
         x == 1.0;
}

/* One bit of everything in FILE; the sets that may differ are printed. */
static size_t check_result(const char *file)
{
  tame_h5 *f;
  sayings s;
  size_t n_told = 0;
  alterations all = {0};
  ck_assert_int_eq(tame_h5_open(&f, file, NULL), TAME_OK);
  const hid_t copy = alter_open(changed, file);
  alter_all(&all, copy, f);
  alter_close(copy, changed);
  compare(&s, file, changed, false);
  for (size_t i = 0; i < all.n; i++) {
    const alteration *a = &all.one[i];
    const size_t told = times_told(&s, a);
    const bool may_differ = a->name ? strcmp(a->path, "provenance/run") == 0
                                    : is_marked(f, a->path);
    ck_assert_msg(told == !may_differ, "%s: %s %s: told %zu times", file,
                  a->path, a->name ? a->name : "", told);
    if (!told && !a->name) printf("may differ: %s: %s\n", file, a->path);
    n_told += told;
  }
  ck_assert_uint_eq(n_told, s.n); /* and nothing else was told */
  forget(&s);
  alter_free(&all);
  tame_h5_close(f);
  return n_told;
}

START_TEST(one_bit_of_everything_in_every_result_is_told)
{
  size_t n = 0;
  for (size_t i = 0; i < plan.n; i++)
    if (plan.entry[i].kind == TAME_PLAN_EXPERIMENT)
      n += check_result(plan.entry[i].file);
  ck_assert_uint_gt(n, 0);
}
END_TEST

/* --- the results ---------------------------------------------------------- */

/* Every experiment in the way that tests/repeat.sh calls VARIANT, two at a
 * time. */
static void repeat_all(const char *variant)
{
  char command[256], lines[64];
  snprintf(lines, sizeof lines, "%s/lines", folder);
  FILE *out = fopen(lines, "w");
  ck_assert_ptr_nonnull(out);
  for (size_t i = 0; i < plan.n; i++) {
    const tame_plan_entry *e = &plan.entry[i];
    if (e->kind == TAME_PLAN_EXPERIMENT)
      fprintf(out, "%s %s %s %s %s %s\n", variant, work, e->paper, e->name,
              e->source, e->file);
  }
  ck_assert_int_eq(fclose(out), 0);
  snprintf(command, sizeof command,
           "xargs -P 2 -n 6 sh tests/repeat.sh <%s >%s 2>&1", lines, said);
  if (system(command) == 0) return;
  uint8_t *text;
  alter_slurp(&text, said);
  ck_abort_msg("%s", (const char *)text);
}

START_TEST(another_run_in_another_place_gives_the_same_bits)
{
  repeat_all("again");
}
END_TEST

START_TEST(four_merged_shards_are_the_whole_run) { repeat_all("shards"); }
END_TEST

/* What is left out of a comparison is measured: the leaping clock of the runs
 * that were killed changed it. */
typedef struct {
  const tame_h5 *f, *killed;
  const char *file;
} leap;

static bool check_measured(const char *path, bool is_group, void *ctx)
{
  const leap *c = ctx;
  double *x, *y;
  tame_h5_shape shape;
  if (is_group || !is_marked(c->f, path)) return true;
  ck_assert_int_eq(tame_h5_read(&x, &shape, c->f, path, NULL), TAME_OK);
  ck_assert_int_eq(tame_h5_read(&y, &shape, c->killed, path, NULL), TAME_OK);
  bool is_missing = true; /* what this size leaves out is NaN */
  for (size_t i = 0; i < shape.count; i++) is_missing &= isnan(x[i]) != 0;
  ck_assert_msg(is_missing || memcmp(x, y, shape.count * sizeof *x) != 0,
                "%s: %s is marked as measured, but not by a clock", c->file,
                path);
  free(x);
  free(y);
  return true;
}

START_TEST(a_run_that_was_killed_and_resumed_is_the_whole_run)
{
  repeat_all("killed");
  for (size_t i = 0; i < plan.n; i++) {
    const tame_plan_entry *e = &plan.entry[i];
    tame_h5 *f, *killed;
    char path[256];
    if (e->kind != TAME_PLAN_EXPERIMENT) continue;
    snprintf(path, sizeof path, "%s/killed/%s/%s.h5", work, e->paper, e->name);
    ck_assert_int_eq(tame_h5_open(&f, e->file, NULL), TAME_OK);
    ck_assert_int_eq(tame_h5_open(&killed, path, NULL), TAME_OK);
    leap c = {f, killed, e->file};
    tame_h5_walk(f, "/", check_measured, &c, NULL);
    tame_h5_close(killed);
    tame_h5_close(f);
  }
}
END_TEST

START_TEST(threads_do_not_change_a_bit) { repeat_all("threads"); }
END_TEST

int main(void)
{
  TCase *t = tcase_create("determinism");
  tcase_add_checked_fixture(t, set_up, tear_down);
  tcase_set_timeout(t, 3600); /* a busy machine is no failure */
  tcase_add_test(t, one_bit_of_everything_in_every_result_is_told);
  tcase_add_test(t, another_run_in_another_place_gives_the_same_bits);
  tcase_add_test(t, four_merged_shards_are_the_whole_run);
  tcase_add_test(t, a_run_that_was_killed_and_resumed_is_the_whole_run);
  tcase_add_test(t, threads_do_not_change_a_bit);
  return run_tests(t);
}
