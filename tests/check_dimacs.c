/* SPDX-License-Identifier: MIT */
/* tame/dimacs.h: what is read, what is written is read again, and everything
 * malformed is refused with its line number. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/dimacs.h"
#include "tame/splitmix.h"

static char path[] = "/tmp/check_dimacs.XXXXXX";

static void make_file(void)
{
  strcpy(path, "/tmp/check_dimacs.XXXXXX");
  const int fd = mkstemp(path);
  ck_assert_int_ge(fd, 0);
  close(fd);
}

static void remove_file(void) { unlink(path); }

static void fill(const char *text)
{
  FILE *f = fopen(path, "wb");
  ck_assert_ptr_nonnull(f);
  ck_assert_int_ge(fputs(text, f), 0);
  ck_assert_int_eq(fclose(f), 0);
}

static tame_cnf read_text(const char *text)
{
  tame_cnf f;
  tame_error err = {""};
  fill(text);
  ck_assert_msg(tame_read_dimacs(&f, path, &err) == TAME_OK, "%s", err.text);
  return f;
}

/* F is n_vars variables and the clauses in LITERALS, each ended by 0. */
static void assert_formula(const tame_cnf *f, size_t n_vars, size_t n_clauses,
                           const int *literals)
{
  ck_assert_uint_eq(f->n_vars, n_vars);
  ck_assert_uint_eq(f->n_clauses, n_clauses);
  ck_assert_uint_eq(f->start[0], 0);
  for (size_t k = 0; k < n_clauses; k++, literals++)
    for (size_t i = f->start[k]; i < f->start[k + 1]; i++, literals++)
      ck_assert_int_eq(f->literal[i], *literals);
}

START_TEST(clauses_end_at_zeros_wherever_lines_end)
{
  tame_cnf f = read_text(
      "c a comment\nc\n\n  p  cnf 5\t4 \n1 -5 4\n 0 -2 3 0\r\n"
      "c between\n0\n\n-1 0");
  assert_formula(&f, 5, 4, (int[]){1, -5, 4, 0, -2, 3, 0, 0, -1, 0});
  ck_assert_uint_eq(f.start[3] - f.start[2], 0); /* the empty clause */
  tame_cnf_free(&f);
  ck_assert_ptr_null(f.start);
}
END_TEST

START_TEST(a_percent_sign_ends_the_formula)
{
  tame_cnf f = read_text("p cnf 2 1\n2 -1 0\n%\n0\n\n");
  assert_formula(&f, 2, 1, (int[]){2, -1, 0});
  tame_cnf_free(&f);
}
END_TEST

START_TEST(no_clause_and_no_variable_are_formulas)
{
  tame_cnf f = read_text("p cnf 0 0\n");
  assert_formula(&f, 0, 0, NULL);
  tame_cnf_free(&f);
}
END_TEST

START_TEST(what_is_written_is_read_again)
{
  tame_cnf f = tame_cnf_empty(40), g;
  tame_splitmix r = tame_splitmix_seed(3);
  tame_error err;
  int literal[9];
  for (size_t k = 0; k < 1000; k++) {
    const size_t n = tame_splitmix_next(&r) % 10;
    for (size_t i = 0; i < n; i++) {
      literal[i] = (int)(tame_splitmix_next(&r) % 40) + 1;
      if (tame_splitmix_next(&r) % 2) literal[i] = -literal[i];
    }
    tame_cnf_add(&f, literal, n);
  }
  ck_assert_int_eq(tame_write_dimacs(&f, path, "noise", &err), TAME_OK);
  ck_assert_int_eq(tame_read_dimacs(&g, path, &err), TAME_OK);
  ck_assert_uint_eq(g.n_vars, 40);
  ck_assert_uint_eq(g.n_clauses, 1000);
  ck_assert_mem_eq(f.start, g.start, 1001 * sizeof *f.start);
  ck_assert_mem_eq(f.literal, g.literal, f.start[1000] * sizeof *f.literal);
  tame_cnf_free(&f);
  tame_cnf_free(&g);
}
END_TEST

START_TEST(malformed_files_are_refused_with_their_line)
{
  static const struct {
    const char *text, *message; /* what follows "path:" */
  } BAD[] = {
      {"", "1: expected a line 'p cnf ...'"},
      {"c only\n\n1 2 0\n", "3: expected a line 'p cnf ...'"},
      {"p dnf 1 1\n", "1: expected a line 'p cnf ...'"},
      {"pcnf 1 1\n", "1: expected a line 'p cnf ...'"},
      {"p cnf x 1\n", "1: variables: 'x' is not a whole number"},
      {"p cnf 3\n1 0\n", "1: clauses: '' is not a whole number"},
      {"p cnf 3 -1\n", "1: clauses: '-1' is not a whole number"},
      {"p cnf 99999999999 1\n",
       "1: variables: '99999999999' is more than 2147483647"},
      {"p cnf 3 1 7\n", "1: more in the line than 'p cnf VARIABLES CLAUSES'"},
      {"p cnf 3 1\n1 4 0\n", "2: literal: '4' is more than 3"},
      {"p cnf 3 2\n1 0\nc\n-4 0\n", "4: literal: '4' is more than 3"},
      {"p cnf 3 1\n1 x 0\n", "2: literal: 'x' is not a whole number"},
      {"p cnf 3 1\n1 - 2 0\n", "2: literal: '' is not a whole number"},
      {"p cnf 3 1\n1 +2 0\n", "2: literal: '+2' is not a whole number"},
      {"p cnf 3 1\n1 2.0 0\n", "2: literal: '2.0' is not a whole number"},
      {"p cnf 3 1\n1 -0\n", "2: literal: '-0'"},
      {"p cnf 3 1\n1 2 0\n\n3 0\n", "4: more than the 1 clauses promised"},
      {"p cnf 3 2\n1 2 0\n", "3: 1 clauses of the 2 promised"},
      {"p cnf 3 1\n1\n2\n", "4: the last clause has no 0"},
      {"p cnf 3 1\np cnf 3 1\n1 0\n", "2: a second line 'p cnf'"},
      {"p cnf 3 1\n1 2 % 0\n", "2: the last clause has no 0"},
  };
  for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
    tame_cnf f = {.n_vars = 7};
    tame_error err = {""};
    char expected[256];
    fill(BAD[i].text);
    snprintf(expected, sizeof expected, "%s:%s", path, BAD[i].message);
    ck_assert_int_eq(tame_read_dimacs(&f, path, &err), TAME_EFORMAT);
    ck_assert_str_eq(err.text, expected);
    ck_assert_ptr_null(f.start);
    ck_assert_ptr_null(f.literal);
    ck_assert_uint_eq(f.n_vars, 0);
  }
}
END_TEST

START_TEST(files_that_cannot_be_had_are_errors)
{
  tame_cnf f;
  tame_error err;
  ck_assert_int_eq(tame_read_dimacs(&f, "/tmp/no/such.cnf", &err),
                   TAME_EMISSING);
  ck_assert_int_eq(tame_read_dimacs(&f, "/tmp", &err), TAME_EIO);
  f = tame_cnf_empty(1);
  ck_assert_int_eq(tame_write_dimacs(&f, "/tmp/no/such.cnf", NULL, &err),
                   TAME_EIO);
  tame_cnf_free(&f);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("dimacs");
  tcase_add_checked_fixture(t, make_file, remove_file);
  tcase_add_test(t, clauses_end_at_zeros_wherever_lines_end);
  tcase_add_test(t, a_percent_sign_ends_the_formula);
  tcase_add_test(t, no_clause_and_no_variable_are_formulas);
  tcase_add_test(t, what_is_written_is_read_again);
  tcase_add_test(t, malformed_files_are_refused_with_their_line);
  tcase_add_test(t, files_that_cannot_be_had_are_errors);
  return run_tests(t);
}
