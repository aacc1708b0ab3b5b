/* SPDX-License-Identifier: MIT */
/* build/bin/2505.13122/published_extra on tables that are not what they should
 * be: refused in one line that says where, and nothing is written. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/base.h"

static const char TABLE[] =
    "experiments/2505.13122-bias-amplification/published_extra.csv";

/* text, released with free() <- the table with the first OLD replaced by NEW */
static char *edited(const char *old, const char *new)
{
  FILE *f = fopen(TABLE, "r");
  ck_assert_ptr_nonnull(f);
  char *text = tame_calloc(65536, 1), *out = tame_calloc(65536, 1);
  ck_assert_uint_gt(fread(text, 1, 65535, f), 100);
  fclose(f);
  char *at = strstr(text, old);
  ck_assert_msg(at != NULL, "no '%s'", old);
  snprintf(out, 65536, "%.*s%s%s", (int)(at - text), text, new,
           at + strlen(old));
  free(text);
  return out;
}

static const outcome *import(const char *old, const char *new)
{
  char *text = edited(old, new);
  write_text("t.csv", text);
  free(text);
  return run("2505.13122/published_extra --table %s --out %s", in_dir("t.csv"),
             in_dir("t.h5"));
}

static void assert_refused(const char *old, const char *new, const char *why)
{
  const outcome *o = import(old, new);
  ck_assert_int_eq(o->status, 1);
  const char *last = strstr(o->text, "published_extra: ");
  ck_assert_ptr_nonnull(last);
  ck_assert_msg(strstr(last, why) != NULL, "no '%s' in: %s", why, last);
  ck_assert_ptr_eq(strchr(last, '\n') + 1, last + strlen(last));
  ck_assert_int_ne(access(in_dir("t.h5"), F_OK), 0);
  ck_assert_int_ne(access(in_dir("t.h5.cells"), F_OK), 0);
}

START_TEST(the_table_as_it_is_is_imported)
{
  const outcome *o = import("sgd", "sgd");
  ck_assert_msg(o->status == 0, "%s", o->text);
  ck_assert_int_eq(access(in_dir("t.h5"), F_OK), 0);
}
END_TEST

START_TEST(wrong_tables_are_refused_and_nothing_is_written)
{
  assert_refused("sgd,mobilenet,90,10,", "sgd,mobilenet,90,1,",
                 "t.csv:3: the same experiment again");
  assert_refused(
      "sgd,mobilenet,90,30,", "sgd,mobilenet,90,20,",
      "t.csv:4: no experiment 'sgd', 'mobilenet', kappa 90, zeta 20");
  assert_refused("sgd,mobilenet,90,1,", "sgd,mobile,90,1,",
                 "t.csv:2: no experiment");
  assert_refused("sgd,mobilenet,90,1,", ",mobilenet,90,1,",
                 "t.csv:2: no experiment");
  assert_refused("sgd,mobilenet,90,1,122", "sgd,mobilenet,90,1,0",
                 "t.csv:2: early_1 is not a positive count");
  assert_refused(",681,", ",681.5,", "t.csv:2: final_1 is not a positive");
  assert_refused(",720,", ",,", "t.csv:2: column 'final_2'");
  assert_refused(",720,", ",", "t.csv:2:");
  assert_refused("zeta", "share", "no column 'zeta'");
  assert_refused("sgd,mobilenet,90,1,122,125,681,720,467\n", "",
                 "t.csv:72: 71 rows, expected 72");
}
END_TEST

START_TEST(no_table_is_an_error)
{
  const outcome *o = run("2505.13122/published_extra --out %s", in_dir("t.h5"));
  ck_assert_int_eq(o->status, 1);
  ck_assert_ptr_nonnull(strstr(o->text, "--table: needs the table"));
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("published_extra");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, the_table_as_it_is_is_imported);
  tcase_add_test(t, wrong_tables_are_refused_and_nothing_is_written);
  tcase_add_test(t, no_table_is_an_error);
  return run_tests(t);
}
