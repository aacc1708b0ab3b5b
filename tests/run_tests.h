/* SPDX-License-Identifier: MIT */
/* The end of main() in every test program. */
#ifndef RUN_TESTS_H
#define RUN_TESTS_H

#include <stdlib.h>

#include <check.h>

/* Runs the tests of T, as the environment asks (CK_FORK, CK_VERBOSITY,
 * CK_RUN_CASE), and gives main's result. */
static inline int run_tests(TCase *t)
{
  Suite *suite = suite_create("tame");
  suite_add_tcase(suite, t);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
