/* SPDX-License-Identifier: MIT */
/* Which BLAS answers, and that a program pins it before it computes. */
#define _GNU_SOURCE /* dladdr and RTLD_DEFAULT, which POSIX does not have */

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include <check.h>
#include <gsl/gsl_blas.h>

#include "run_tests.h"

/* File that the loader takes SYMBOL from. */
static const char *answers(const char *symbol)
{
  Dl_info info;
  const void *address = dlsym(RTLD_DEFAULT, symbol);
  ck_assert_msg(address != NULL, "no library has %s", symbol);
  ck_assert_int_ne(dladdr(address, &info), 0);
  return info.dli_fname;
}

static const char *const SYMBOLS[] = {"cblas_dgemm", "cblas_dgemv",
                                      "cblas_ddot", "dgetrf_", "dpotrf_"};
enum { N_SYMBOLS = sizeof SYMBOLS / sizeof SYMBOLS[0] };

START_TEST(openblas_answers_and_the_slow_cblas_of_gsl_does_not)
{
  const char *file = answers(SYMBOLS[_i]);
  ck_assert_msg(!strstr(file, "gslcblas"), "%s is from %s", SYMBOLS[_i], file);
  ck_assert_msg(strstr(file, "openblas"), "%s is from %s", SYMBOLS[_i], file);
}
END_TEST

/* [2 x 3] times [3 x 2] by a loop and by way of GSL, which calls cblas itself.
 * This program names no cblas function, as a user's might not: OpenBLAS must
 * stay linked all the same. */
START_TEST(gsl_multiplies_as_a_loop_does)
{
  const double a[6] = {2.385, -0.417, 3.071, 1.25, -7.5, 0.125};
  const double b[6] = {0.731, 4.5, -2.25, 1.0, 0.625, -3.875};
  double c[4] = {99.0, 99.0, 99.0, 99.0};
  const gsl_matrix_const_view A = gsl_matrix_const_view_array(a, 2, 3);
  const gsl_matrix_const_view B = gsl_matrix_const_view_array(b, 3, 2);
  gsl_matrix_view C = gsl_matrix_view_array(c, 2, 2);
  gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1.0, &A.matrix, &B.matrix, 0.0,
                 &C.matrix);
  for (size_t i = 0; i < 2; i++) {
    for (size_t j = 0; j < 2; j++) {
      double sum = 0.0;
      for (size_t k = 0; k < 3; k++) sum += a[3 * i + k] * b[2 * k + j];
      ck_assert_double_eq_tol(c[2 * i + j], sum, 1e-14);
    }
  }
}
END_TEST

/* Run COMMAND and find LINE in what it prints. */
static void assert_prints(const char *command, const char *line)
{
  char text[16384];
  FILE *in = popen(command, "r");
  ck_assert_ptr_nonnull(in);
  const size_t n = fread(text, 1, sizeof text - 1, in);
  text[n] = '\0';
  pclose(in);
  ck_assert_msg(strstr(text, line), "no '%s' in: %s", line, text);
}

#define DOCTOR(settings)                                                       \
  "env -u OPENBLAS_NUM_THREADS -u OMP_NUM_THREADS -u OPENBLAS_CORETYPE "       \
  "-u TAME_PINNED " settings " build/bin/doctor"

/* By hand nobody sets the environment, so the program begins again with it. */
START_TEST(a_program_pins_one_thread_and_its_kernels_by_itself)
{
  assert_prints(DOCTOR(""), "threads    1 in BLAS");
#ifdef __x86_64__
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    assert_prints(DOCTOR(""), "kernels    Haswell, pinned");
  }
#endif
}
END_TEST

START_TEST(a_program_leaves_alone_what_its_user_has_set)
{
#ifdef __x86_64__
  assert_prints(DOCTOR("OPENBLAS_NUM_THREADS=1 OPENBLAS_CORETYPE=Nehalem"),
                "kernels    Nehalem, pinned");
#endif
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("blas");
  tcase_add_loop_test(t, openblas_answers_and_the_slow_cblas_of_gsl_does_not, 0,
                      N_SYMBOLS);
  tcase_add_test(t, gsl_multiplies_as_a_loop_does);
  tcase_add_test(t, a_program_pins_one_thread_and_its_kernels_by_itself);
  tcase_add_test(t, a_program_leaves_alone_what_its_user_has_set);
  return run_tests(t);
}
