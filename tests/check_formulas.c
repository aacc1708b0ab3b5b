/* SPDX-License-Identifier: MIT */
/* build/bin/2206.01730/sat as a user runs it on formulas of her own: what it
 * finds, and that what is wrong is said in one line and nothing is written. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/h5.h"

static const outcome *solve(const char *text)
{
  write_text("f.cnf", text);
  return run("2206.01730/sat --cnf %s --out %s", in_dir("f.cnf"),
             in_dir("f.h5"));
}

static double result(const char *name)
{
  char path[64];
  tame_h5 *f;
  double *x;
  tame_h5_shape shape;
  ck_assert_int_eq(tame_h5_open(&f, in_dir("f.h5"), NULL), TAME_OK);
  snprintf(path, sizeof path, "formula/%s", name);
  ck_assert_int_eq(tame_h5_read(&x, &shape, f, path, NULL), TAME_OK);
  tame_h5_close(f);
  ck_assert_uint_eq(shape.count, 1);
  const double value = x[0];
  free(x);
  return value;
}

START_TEST(a_satisfiable_formula_is_solved_in_its_own_variables)
{
  /* x1, not x2, x1 or x2 or x3 or x4 or x5, x3 = x4 */
  const outcome *o = solve("p cnf 5 5\n1 0 -2 0 1 2 3 4 5 0\n3 -4 0 -3 4 0\n");
  ck_assert_int_eq(o->status, 0);
  ck_assert_ptr_nonnull(strstr(o->text, "satisfiable: 1 -2 3 4 5\n"));
  ck_assert_double_eq(result("read_variables"), 5);
  ck_assert_double_eq(result("read_clauses"), 5);
  ck_assert_double_eq(result("read_solutions"), 4);
  ck_assert_double_eq(result("disagree"), 0);
  ck_assert_double_ge(result("gradients"), 2);
  ck_assert_double_ge(result("element"), 1);
}
END_TEST

START_TEST(an_unsatisfiable_formula_has_one_clarke_subgradient)
{
  const outcome *o = solve("c both\np cnf 1 2\n1 0\n-1 0\n");
  ck_assert_int_eq(o->status, 0);
  ck_assert_ptr_nonnull(strstr(o->text, "unsatisfiable"));
  ck_assert_double_eq(result("read_solutions"), 0);
  ck_assert_double_eq(result("gradients"), 1);
  ck_assert_double_ge(result("element"), 1);
}
END_TEST

static void assert_refused(const char *text, const char *why)
{
  const outcome *o = solve(text);
  ck_assert_int_eq(o->status, 1);
  const char *last = strstr(o->text, "sat: "); /* after the line DATA */
  ck_assert_ptr_nonnull(last);
  ck_assert_msg(strstr(last, why) != NULL, "no '%s' in: %s", why, last);
  ck_assert_ptr_eq(strchr(last, '\n') + 1, last + strlen(last));
  ck_assert_int_ne(access(in_dir("f.h5"), F_OK), 0);
  ck_assert_int_ne(access(in_dir("f.h5.cells"), F_OK), 0);
}

START_TEST(malformed_formulas_are_refused_and_nothing_is_written)
{
  assert_refused("p cnf 3 2\n1 2 3 0\n1 2 4 0\n",
                 "f.cnf:3: literal: '4' is more than 3");
  assert_refused("p cnf 3 2\n1 2 3 0\n", "f.cnf:3: 1 clauses of the 2");
  assert_refused("1 2 3 0\n", "f.cnf:1: expected a line 'p cnf ...'");
  assert_refused("p cnf 2 1\n1 -1 0\n", "f.cnf: no clause can fail");
  assert_refused("p cnf 40 1\n1 2 40 0\n", "f.cnf: 40 variables");
}
END_TEST

START_TEST(a_formula_must_be_given_and_be_there)
{
  assert_error(run("2206.01730/sat --out %s", in_dir("f.h5")), 1, "sat",
               "--cnf FILE: which formula?");
  assert_error(run("2206.01730/sat --cnf %s --out %s", in_dir("none.cnf"),
                   in_dir("f.h5")),
               1, "sat", "none.cnf: No such file");
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("formulas");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, a_satisfiable_formula_is_solved_in_its_own_variables);
  tcase_add_test(t, an_unsatisfiable_formula_has_one_clarke_subgradient);
  tcase_add_test(t, malformed_formulas_are_refused_and_nothing_is_written);
  tcase_add_test(t, a_formula_must_be_given_and_be_there);
  return run_tests(t);
}
