/* SPDX-License-Identifier: MIT */
/* tame/full_batch.h: L = p l_0 + (1 - p) l_1 and its gradient, steps, resumed
 * walks, what is refused. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/full_batch.h"
#include "tame/nets.h"
#include "tame/rng.h"

enum { N = 40, SIDE = 6, CLASSES = 2, HIDDEN = 5, N_MINORITY = 7 };
static const char *const PATH = "build/check_full_batch.h5";

typedef struct {
  tame_images images;
  tame_selection s;
  tame_net *net;
  tame_batch_options o;
} fixture;

/* the first are A = 0, of label 0, and brighter */
static void set_up(fixture *f)
{
  static const size_t WIDTH[2] = {HIDDEN, CLASSES};
  gsl_rng *rng = tame_rng_alloc(0, "check_full_batch", 0);
  memset(f, 0, sizeof *f);
  f->images =
      (tame_images){.n = N, .c = 1, .h = SIDE, .w = SIDE, .n_classes = CLASSES};
  f->images.pixel = tame_calloc(N * SIDE * SIDE, 1);
  f->images.label = tame_calloc(N, 1);
  for (size_t i = 0; i < N; i++) {
    f->images.label[i] = i % 6 != 0;
    for (size_t k = 0; k < SIDE * SIDE; k++)
      f->images.pixel[i * SIDE * SIDE + k] =
          (uint8_t)(gsl_rng_uniform_int(rng, 200) +
                    (f->images.label[i] ? 0 : 40));
  }
  f->s = tame_selection_all(&f->images);
  tame_selection_group_by_label(&f->s, 0);
  f->net = tame_net_mlp(1, SIDE, SIDE, WIDTH, 2, 0.5);
  f->o = (tame_batch_options){.mean = {0.4}, .sd = {0.3}};
  gsl_rng_free(rng);
}

static void tear_down(fixture *f)
{
  tame_net_free(f->net);
  tame_selection_free(&f->s);
  tame_images_free(&f->images);
  unlink(PATH);
}

static tame_full *begin(const fixture *f)
{
  tame_error err;
  tame_full *t = tame_full_alloc(f->net, &f->s, &f->o, 3, &err);
  ck_assert_msg(t != NULL, "%s", err.text);
  gsl_rng *rng = tame_rng_alloc(0, "check_full_batch/parameters", 0);
  tame_nn_init_f32(tame_full_nn(t), rng);
  gsl_rng_free(rng);
  return t;
}

/* x [parameters] <- the gradient of L or of l_1 */
static tame_full_scores gradient(double *x, tame_full *t, tame_full_of of)
{
  tame_full_scores m;
  ck_assert_int_eq(tame_full_gradient(&m, t, of), TAME_OK);
  const float *g = tame_nn_gradient_f32(tame_full_nn(t));
  for (size_t k = 0; k < tame_full_parameters(t); k++) x[k] = (double)g[k];
  return m;
}

START_TEST(the_loss_of_all_is_the_mean_of_both_and_so_is_its_gradient)
{
  fixture f, swapped;
  set_up(&f);
  set_up(&swapped);
  for (size_t i = 0; i < N; i++) swapped.s.group[i] = 1 - swapped.s.group[i];
  tame_full *t = begin(&f), *u = begin(&swapped);
  const size_t n = tame_full_parameters(t);
  double *g = tame_vec(3 * n), *g1 = g + n, *g0 = g1 + n;
  const double p = tame_full_share(t);
  ck_assert_uint_eq(tame_full_size(t, 0), N_MINORITY);
  ck_assert_double_eq_tol(p, (double)N_MINORITY / N, 1e-15);
  const tame_full_scores one = gradient(g1, t, TAME_FULL_MAJORITY);
  const tame_full_scores other = gradient(g0, u, TAME_FULL_MAJORITY);
  const tame_full_scores all = gradient(g, t, TAME_FULL_ALL);
  ck_assert(isnan(one.loss[0]) && isnan(one.accuracy[0]) && isnan(one.all));
  ck_assert_double_eq_tol(all.loss[1], one.total, 1e-6);
  ck_assert_double_eq_tol(all.loss[0], other.total, 1e-6);
  ck_assert_double_eq_tol(all.total, p * all.loss[0] + (1 - p) * all.loss[1],
                          1e-6);
  ck_assert_double_eq_tol(
      all.all, p * all.accuracy[0] + (1 - p) * all.accuracy[1], 1e-10);
  for (size_t k = 0; k < n; k++)
    ck_assert_double_eq_tol(g[k], p * g0[k] + (1 - p) * g1[k], 2e-6);
  free(g);
  tame_full_free(t);
  tame_full_free(u);
  tear_down(&f);
  tear_down(&swapped);
}
END_TEST

START_TEST(a_step_changes_the_loss_as_the_gradient_says)
{
  fixture f;
  tame_full_scores m;
  set_up(&f);
  tame_full *t = begin(&f);
  double *g = tame_vec(tame_full_parameters(t)), squares = 0.0;
  const double step = _i ? -1e-3 : 1e-3;
  const tame_full_scores before = gradient(g, t, TAME_FULL_ALL);
  for (size_t k = 0; k < tame_full_parameters(t); k++) squares += g[k] * g[k];
  tame_full_move(t, step);
  ck_assert_int_eq(tame_full_gradient(&m, t, TAME_FULL_ALL), TAME_OK);
  ck_assert_double_eq_tol(m.total - before.total, -step * squares,
                          0.05 * 1e-3 * squares);
  free(g);
  tame_full_free(t);
  tear_down(&f);
}
END_TEST

/* STEPS steps with a row each */
static void walk(tame_full *t, tame_record *r, size_t steps)
{
  for (size_t k = 0; k < steps; k++) {
    tame_full_scores m;
    ck_assert_int_eq(tame_full_gradient(&m, t, TAME_FULL_ALL), TAME_OK);
    const double row[2] = {m.total, m.all};
    tame_record_add(r, row);
    tame_full_move(t, 0.1);
  }
}

START_TEST(a_resumed_walk_is_the_walk_itself)
{
  fixture f;
  tame_record a = {.columns = 2}, b = {.columns = 2};
  double column[100];
  set_up(&f);
  tame_full *t = begin(&f), *u = begin(&f);
  float *kept = tame_calloc(tame_full_parameters(t), sizeof *kept);
  float *back = tame_calloc(tame_full_parameters(t), sizeof *back);
  kept[1] = 0.1f;
  walk(t, &a, 70);
  ck_assert_int_eq(tame_full_save(t, &a, kept, PATH, "me", NULL), TAME_OK);
  walk(t, &a, 30);
  ck_assert_int_eq(tame_full_load(u, &b, back, PATH, "me", NULL), TAME_OK);
  ck_assert_mem_eq(kept, back, tame_full_parameters(t) * sizeof *kept);
  ck_assert_uint_eq(b.rows, 70);
  walk(u, &b, 30);
  ck_assert_mem_eq(a.x, b.x, 100 * 2 * sizeof *a.x);
  ck_assert_mem_eq(tame_nn_parameters_f32(tame_full_nn(t)),
                   tame_nn_parameters_f32(tame_full_nn(u)),
                   tame_full_parameters(t) * sizeof(float));
  tame_record_column(column, &a, 20, 0);
  ck_assert_double_eq(column[3], tame_record_row(&a, 23)[0]);
  free(kept);
  free(back);
  tame_record_free(&a);
  tame_record_free(&b);
  tame_full_free(t);
  tame_full_free(u);
  tear_down(&f);
}
END_TEST

START_TEST(another_checkpoint_is_refused_and_all_is_as_it_was)
{
  fixture f;
  tame_error err;
  tame_record a = {.columns = 2}, b = {.columns = 3};
  set_up(&f);
  tame_full *t = begin(&f), *u = begin(&f);
  float *kept = tame_calloc(tame_full_parameters(t), sizeof *kept);
  ck_assert_int_eq(tame_full_load(u, &b, NULL, PATH, "me", &err),
                   TAME_EMISSING);
  walk(t, &a, 5);
  ck_assert_int_eq(tame_full_save(t, &a, NULL, PATH, "me", NULL), TAME_OK);
  ck_assert_int_eq(tame_full_load(u, &b, NULL, PATH, "you", &err),
                   TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "another run"));
  ck_assert_int_eq(tame_full_load(u, &b, NULL, PATH, "me", &err),
                   TAME_EFORMAT); /* other columns */
  b.columns = 2;
  ck_assert_int_lt(tame_full_load(u, &b, kept, PATH, "me", &err), 0);
  ck_assert_uint_eq(b.rows, 0);
  tame_full *same = begin(&f);
  ck_assert_mem_eq(tame_nn_parameters_f32(tame_full_nn(same)),
                   tame_nn_parameters_f32(tame_full_nn(u)),
                   tame_full_parameters(u) * sizeof(float));
  free(kept);
  tame_record_free(&a);
  tame_record_free(&b);
  tame_full_free(t);
  tame_full_free(u);
  tame_full_free(same);
  tear_down(&f);
}
END_TEST

START_TEST(what_does_not_fit_is_refused)
{
  fixture f;
  tame_error err;
  static const size_t ONE[1] = {1};
  set_up(&f);
  tame_net *narrow = tame_net_mlp(1, SIDE, SIDE, ONE, 1, 1.0);
  tame_net *small = tame_net_mlp(1, SIDE, SIDE - 1, ONE, 1, 1.0);
  ck_assert_ptr_null(tame_full_alloc(narrow, &f.s, &f.o, 0, &err));
  ck_assert_ptr_null(tame_full_alloc(small, &f.s, &f.o, 0, &err));
  f.o.sd[0] = 0.0;
  ck_assert_ptr_null(tame_full_alloc(f.net, &f.s, &f.o, 0, &err));
  f.o.sd[0] = 1.0;
  f.s.group[3] = 2;
  ck_assert_ptr_null(tame_full_alloc(f.net, &f.s, &f.o, 0, &err));
  for (size_t i = 0; i < N; i++) f.s.group[i] = 1;
  ck_assert_ptr_null(tame_full_alloc(f.net, &f.s, &f.o, 0, &err));
  ck_assert_str_eq(err.text, "a group without images");
  tame_net_free(narrow);
  tame_net_free(small);
  tear_down(&f);
}
END_TEST

START_TEST(a_loss_that_is_not_finite_is_divergence)
{
  fixture f;
  tame_full_scores m;
  set_up(&f);
  tame_full *t = begin(&f);
  tame_nn_parameters_f32(tame_full_nn(t))[0] = NAN;
  ck_assert_int_eq(tame_full_gradient(&m, t, TAME_FULL_ALL), TAME_DIVERGED);
  ck_assert(isnan(m.total));
  tame_full_free(t);
  tear_down(&f);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("full_batch");
  tcase_add_test(t, the_loss_of_all_is_the_mean_of_both_and_so_is_its_gradient);
  tcase_add_loop_test(t, a_step_changes_the_loss_as_the_gradient_says, 0, 2);
  tcase_add_test(t, a_resumed_walk_is_the_walk_itself);
  tcase_add_test(t, another_checkpoint_is_refused_and_all_is_as_it_was);
  tcase_add_test(t, what_does_not_fit_is_refused);
  tcase_add_test(t, a_loss_that_is_not_finite_is_divergence);
  return run_tests(t);
}
