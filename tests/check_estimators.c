/* SPDX-License-Identifier: MIT */
/* The measuring protocol on a toy whose gradients, errors and memory are known:
 * the implicit gradient is size (3, 0, 4), one-step adds size / 2 to the second
 * entry, unrolled 0.01, and stored factors are 6 MB. */
#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/estimators.h"
#include "tame/exp.h"
#include "tame/h5.h"

enum { N_GRAD = 3, STORED = 6 << 20, SIZES = 3, DATASETS = 2 };

typedef struct {
  double size;
  size_t calls;
  bool fails;
} toy;

static tame_status run_toy(double *grad, tame_estimator e, void *ctx)
{
  toy *t = ctx;
  t->calls++;
  if (t->fails && e == TAME_ONE_STEP) return TAME_MAX_ITER;
  volatile double work = 1.0; /* some time to measure */
  for (size_t i = 0; i < 20000; i++) work = work * 0.999 + 0.001;
  if (e == TAME_SOLVE_ONLY) return TAME_CONVERGED;

  grad[0] = 3.0 * t->size;
  grad[1] = 0.0;
  grad[2] = 4.0 * t->size;
  if (e == TAME_ONE_STEP) grad[1] = 0.5 * t->size;
  if (e == TAME_UNROLLED) grad[0] += 0.01;
  if (e == TAME_UNROLLED_STORED) {
    char *factors = tame_calloc(STORED, 1);
    volatile char *touched = factors; /* or the stores would be left out */
    for (size_t i = 0; i < STORED; i += 1024) touched[i] = 1;
    free(factors);
  }
  return TAME_OK;
}

/* --- the toy as an experiment --------------------------------------------- */

static const tame_option PARAMS[] = {
    {"fail", {0, 0, 0}, 0, 1, "whether one-step fails", NULL}, {0}};

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return SIZES * DATASETS;
}

static void cell(tame_cell *c, size_t index, const tame_run *run)
{
  (void)run;
  c->coord[0] = index / DATASETS;
  c->coord[1] = index % DATASETS;
  snprintf(c->name, sizeof c->name, "cell%zu", index);
  snprintf(c->group, sizeof c->group, "all");
}

static tame_status run_cell(tame_h5 *out, const tame_cell *c,
                            const tame_run *run, tame_error *err)
{
  toy t = {.size = 1.0 + (double)c->coord[0] + 0.25 * (double)c->coord[1],
           .fails = tame_run_count(run, "fail") == 1};
  const tame_estimator_problem problem = {N_GRAD, run_toy, &t};
  const tame_status s = tame_estimators_measure(out, &problem, 2, err);
  /* a warm-up and two timed calls of each; those for memory are the child's */
  if (s >= 0) ck_assert_uint_eq(t.calls, TAME_N_ESTIMATORS * 3);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  (void)run;
  const double parameters[SIZES] = {17.0, 170.0, 1700.0};
  return tame_estimators_merge(out, cells, parameters, SIZES, DATASETS, err);
}

static char folder[64], out[128];

static void set_up(void)
{
  setenv("TAME_PINNED", "1", 1); /* no second execution of the test */
  strcpy(folder, "/tmp/tame-check-estimators-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  snprintf(out, sizeof out, "%s/toy.h5", folder);
}

static void tear_down(void)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  ck_assert_int_eq(system(command), 0);
}

static int run_experiment(const char *fail)
{
  char *argv[] = {tame_strdup("toy"),    tame_strdup("--out"), tame_strdup(out),
                  tame_strdup("--fail"), tame_strdup(fail),    NULL};
  const int status =
      tame_exp_main(5, argv,
                    &(tame_experiment){.id = "toy/estimators",
                                       .title = "Estimators of a toy",
                                       .figures = "none",
                                       .about = "A toy.",
                                       .params = PARAMS,
                                       .cost = {0.1, 0.1, 0.1},
                                       .n_cells = n_cells,
                                       .cell = cell,
                                       .run_cell = run_cell,
                                       .merge = merge});
  for (size_t i = 0; i < 5; i++) free(argv[i]);
  return status;
}

static double *read_set(const tame_h5 *f, const char *path, size_t count)
{
  double *x = NULL;
  tame_h5_shape shape;
  tame_error err = {""};
  ck_assert_msg(tame_h5_read(&x, &shape, f, path, &err) >= 0, "%s", err.text);
  ck_assert_uint_eq(shape.count, count);
  return x;
}

/* --- tests ---------------------------------------------------------------- */

START_TEST(errors_are_those_of_the_toy_at_their_size_and_data_set)
{
  ck_assert_int_eq(run_experiment("0"), 0);
  tame_h5 *f;
  ck_assert_int_eq(tame_h5_open(&f, out, NULL), TAME_OK);
  double *one = read_set(f, "error/one_step", SIZES * DATASETS);
  double *rel = read_set(f, "error/one_step_relative", SIZES * DATASETS);
  double *all = read_set(f, "error/unrolled", SIZES * DATASETS);
  double *kept = read_set(f, "error/unrolled_stored", SIZES * DATASETS);
  double *norm = read_set(f, "error/gradient_norm", SIZES * DATASETS);
  for (size_t i = 0; i < SIZES * DATASETS; i++) {
    const double size = 1.0 + (double)(i / DATASETS) + 0.25 * (double)(i % 2);
    ck_assert_double_eq_tol(norm[i], 5.0 * size, 1e-14);
    ck_assert_double_eq_tol(one[i], 0.5 * size, 1e-14);
    ck_assert_double_eq_tol(rel[i], 0.1, 1e-15);
    ck_assert_double_eq_tol(all[i], 0.01, 1e-14);
    ck_assert_double_eq(kept[i], 0.0);
  }
  double *table = read_set(f, "estimators/error_relative", TAME_N_ESTIMATORS);
  ck_assert_double_nan(table[TAME_SOLVE_ONLY]);
  ck_assert_double_eq(table[TAME_IMPLICIT], 0.0);
  ck_assert_double_eq_tol(table[TAME_ONE_STEP], 0.1, 1e-15);
  /* median of 0.01 / 15 and 0.01 / 16.25 */
  ck_assert_double_eq_tol(table[TAME_UNROLLED],
                          0.005 * (1.0 / 15.0 + 1.0 / 16.25), 1e-15);
  free(table);
  free(one);
  free(rel);
  free(all);
  free(kept);
  free(norm);
  tame_h5_close(f);
}
END_TEST

START_TEST(times_are_summed_up_over_the_data_sets)
{
  ck_assert_int_eq(run_experiment("0"), 0);
  tame_h5 *f;
  ck_assert_int_eq(tame_h5_open(&f, out, NULL), TAME_OK);
  const size_t rows = TAME_N_ESTIMATORS * SIZES;
  double *wall = read_set(f, "timing/wall", rows * DATASETS);
  double *cpu = read_set(f, "timing/cpu", rows * DATASETS);
  double *mean = read_set(f, "timing/wall_mean", rows);
  double *sd = read_set(f, "timing/wall_std", rows);
  double *low = read_set(f, "timing/wall_low", rows);
  double *high = read_set(f, "timing/wall_high", rows);
  double *ratio = read_set(f, "timing/cpu_ratio", rows);
  for (size_t i = 0; i < rows; i++) {
    const double a = wall[2 * i], b = wall[2 * i + 1];
    ck_assert_double_gt(fmin(a, b), 0.0);
    ck_assert_double_eq_tol(mean[i], 0.5 * (a + b), 1e-15);
    ck_assert_double_eq_tol(sd[i], 0.5 * fabs(a - b), 1e-15);
    ck_assert_double_eq(low[i], mean[i] - sd[i]);
    ck_assert_double_eq(high[i], mean[i] + sd[i]);
    const size_t base = 2 * (i % SIZES);
    const double first = cpu[2 * i] / cpu[base];
    const double second = cpu[2 * i + 1] / cpu[base + 1];
    ck_assert_double_eq_tol(ratio[i], 0.5 * (first + second), 1e-12);
    if (i < SIZES) ck_assert_double_eq(ratio[i], 1.0);
  }
  free(wall);
  free(cpu);
  free(mean);
  free(sd);
  free(low);
  free(high);
  free(ratio);
  tame_h5_close(f);
}
END_TEST

/* The sanitizers' allocator keeps freed blocks and shadows every byte, so only
 * the order can be asked of it. */
START_TEST(memory_of_stored_factors_is_counted_in_every_cell)
{
  ck_assert_int_eq(run_experiment("0"), 0);
  tame_h5 *f;
  ck_assert_int_eq(tame_h5_open(&f, out, NULL), TAME_OK);
  double *bytes = read_set(f, "estimators/peak_memory", TAME_N_ESTIMATORS);
  for (size_t e = 0; e < TAME_UNROLLED_STORED; e++)
    ck_assert_double_gt(bytes[TAME_UNROLLED_STORED] - bytes[e], 0.9 * STORED);
  free(bytes);
  tame_h5_close(f);
}
END_TEST

START_TEST(a_solver_that_fails_stops_the_experiment)
{
  ck_assert_int_eq(run_experiment("1"), 1);
  struct stat st;
  ck_assert_int_ne(stat(out, &st), 0);

  tame_h5 *f;
  tame_error err = {""};
  toy t = {.size = 1.0, .fails = true};
  const tame_estimator_problem problem = {N_GRAD, run_toy, &t};
  ck_assert_int_eq(tame_h5_create(&f, out, &err), TAME_OK);
  ck_assert_int_eq(tame_estimators_measure(f, &problem, 1, &err), TAME_EINVAL);
  ck_assert_str_eq(err.text, "estimator one_step: iteration limit reached");
  tame_h5_discard(f);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("estimators");
  tcase_add_checked_fixture(t, set_up, tear_down);
  tcase_add_test(t, errors_are_those_of_the_toy_at_their_size_and_data_set);
  tcase_add_test(t, times_are_summed_up_over_the_data_sets);
  tcase_add_test(t, memory_of_stored_factors_is_counted_in_every_cell);
  tcase_add_test(t, a_solver_that_fails_stops_the_experiment);
  return run_tests(t);
}
