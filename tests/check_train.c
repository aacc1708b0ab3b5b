/* SPDX-License-Identifier: MIT */
/* tame/train.h: what an epoch reports, resumed runs, wrong checkpoints, runs that
 * diverge. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "full_disk.h"
#include "run_tests.h"
#include "tame/base.h"
#include "tame/nets.h"
#include "tame/rng.h"
#include "tame/train.h"

enum { N_IMAGES = 90, SIDE = 8, CLASSES = 3, BATCH = 16, EPOCHS = 5 };
static const char *const PATH = "build/check_train.h5";

/* Images whose brightest quarter tells their class. */
static tame_images make_images(void)
{
  gsl_rng *rng = tame_rng_alloc(0, "check_train", 0);
  tame_images x = {
      .n = N_IMAGES, .c = 1, .h = SIDE, .w = SIDE, .n_classes = CLASSES};
  x.pixel = tame_calloc(N_IMAGES * SIDE * SIDE, 1);
  x.label = tame_calloc(N_IMAGES, 1);
  for (size_t i = 0; i < N_IMAGES; i++) {
    x.label[i] = (uint8_t)(i % CLASSES);
    for (size_t k = 0; k < SIDE * SIDE; k++) {
      const size_t quarter = 2 * (k / SIDE / 4) + k % SIDE / 4;
      x.pixel[i * SIDE * SIDE + k] =
          (uint8_t)(gsl_rng_uniform_int(rng, 120) +
                    (quarter == x.label[i] ? 80 : 0));
    }
  }
  gsl_rng_free(rng);
  return x;
}

/* convolution, batch normalisation, dropout: all that has a state */
static tame_net *make_net(size_t outputs)
{
  tame_net *net = tame_net_alloc(1, SIDE, SIDE);
  int x = tame_net_conv(
      net, 0,
      (tame_conv){
          .channels = 4, .kernel = 3, .pad = 1, .init = TAME_INIT_HE_OUT});
  x = tame_net_activation(net, tame_net_batch_norm(net, x), TAME_RELU);
  x = tame_net_max_pool(net, x, (tame_window){.kernel = 2});
  x = tame_net_dropout(net, x, 0.2);
  tame_net_linear(net, x, (tame_conv){.channels = outputs, .has_bias = true});
  return net;
}

typedef struct {
  tame_images images;
  tame_selection train, test;
  tame_net *net;
  tame_training o;
} fixture;

static void set_up(fixture *f)
{
  memset(f, 0, sizeof *f);
  f->images = make_images();
  f->train = tame_selection_all(&f->images);
  f->test = tame_selection_all(&f->images);
  ck_assert_int_eq(tame_selection_range(&f->train, 0, 70, NULL), TAME_OK);
  ck_assert_int_eq(tame_selection_range(&f->test, 70, 20, NULL), TAME_OK);
  tame_selection_group_by_label(&f->train, 1);
  tame_selection_group_by_label(&f->test, 1);
  f->net = make_net(CLASSES);
  f->o = (tame_training){.net = f->net,
                         .train = &f->train,
                         .test = &f->test,
                         .opt = tame_opt_defaults(TAME_OPT_INNAPROP),
                         .rate = {.first = 0.02, .epochs = EPOCHS},
                         .seed = 7};
  f->o.opt.alpha = 0.1;
  f->o.opt.beta = 0.9;
  f->o.batch = (tame_batch_options){.batch = BATCH,
                                    .is_shuffled = true,
                                    .crop = 1,
                                    .is_flipped = false,
                                    .mean = {0.5},
                                    .sd = {0.5}};
}

static void tear_down(fixture *f)
{
  tame_net_free(f->net);
  tame_selection_free(&f->train);
  tame_selection_free(&f->test);
  tame_images_free(&f->images);
  unlink(PATH);
}

static tame_trainer *begin(const fixture *f)
{
  tame_error err;
  tame_trainer *t = tame_trainer_alloc(&f->o, &err);
  ck_assert_msg(t != NULL, "%s", err.text);
  gsl_rng *rng = tame_rng_alloc(0, "check_train/parameters", 0);
  ck_assert_int_eq(tame_trainer_init(t, rng), TAME_OK);
  gsl_rng_free(rng);
  return t;
}

START_TEST(epochs_are_counted_by_group_and_the_loss_falls)
{
  fixture f;
  tame_epoch e[EPOCHS];
  set_up(&f);
  tame_trainer *t = begin(&f);
  ck_assert_int_eq(tame_trainer_run(e, t, EPOCHS, NULL, "", 0.0, NULL),
                   TAME_OK);
  for (size_t k = 0; k < EPOCHS; k++) {
    ck_assert(e[k].train[0].n == 23 && e[k].train[1].n == 47);
    ck_assert(e[k].test[0].n + e[k].test[1].n == 20);
  }
  ck_assert(tame_score_loss(e[4].train, 2) < tame_score_loss(e[0].train, 2));
  ck_assert(tame_score_accuracy(e[4].test, 2) > 0.8);
  tame_trainer_free(t);
  tear_down(&f);
}
END_TEST

START_TEST(evaluation_is_the_loss_of_the_net_as_it_is)
{
  fixture f;
  tame_score s[TAME_N_GROUPS];
  set_up(&f);
  tame_trainer *t = begin(&f);
  tame_trainer_evaluate(s, t, &f.test);
  double x[SIDE * SIDE], loss = 0.0;
  tame_nn_f64 *nn = tame_nn_alloc_f64(f.net, &(tame_nn_options){.batch = 1});
  const float *theta = tame_nn_parameters_f32(tame_trainer_nn(t));
  for (size_t i = 0; i < tame_net_n_parameters(f.net); i++)
    tame_nn_parameters_f64(nn)[i] = (double)theta[i];
  for (size_t i = 0; i < tame_net_n_state(f.net); i++)
    tame_nn_state_f64(nn)[i] = i < tame_net_n_state(f.net) / 2 ? 0.0 : 1.0;
  for (size_t i = 0; i < f.test.n; i++) {
    for (size_t k = 0; k < SIDE * SIDE; k++)
      x[k] = (f.images.pixel[f.test.index[i] * SIDE * SIDE + k] / 255.0 - 0.5) /
             0.5;
    loss +=
        tame_cross_entropy_f64(NULL, NULL, tame_nn_forward_f64(nn, x, 1, false),
                               &f.test.label[i], CLASSES, 1, 0.0);
  }
  ck_assert(fabs(tame_score_loss(s, 2) - loss / (double)f.test.n) < 1e-5);
  tame_nn_free_f64(nn);
  tame_trainer_free(t);
  tear_down(&f);
}
END_TEST

static void assert_same(tame_trainer *a, tame_trainer *b, const tame_epoch *x,
                        const tame_epoch *y, const fixture *f)
{
  ck_assert_mem_eq(x, y, EPOCHS * sizeof *x);
  ck_assert_mem_eq(tame_nn_parameters_f32(tame_trainer_nn(a)),
                   tame_nn_parameters_f32(tame_trainer_nn(b)),
                   tame_net_n_parameters(f->net) * sizeof(float));
  ck_assert_mem_eq(tame_nn_state_f32(tame_trainer_nn(a)),
                   tame_nn_state_f32(tame_trainer_nn(b)),
                   tame_net_n_state(f->net) * sizeof(float));
}

START_TEST(a_resumed_run_is_the_run_itself)
{
  fixture f;
  tame_epoch x[EPOCHS], y[EPOCHS];
  static const tame_opt_kind KIND[] = {TAME_OPT_ADAMW, TAME_OPT_INNAPROP,
                                       TAME_OPT_SCHEDULE_FREE, TAME_OPT_SGD};
  set_up(&f);
  f.o.opt.kind = KIND[_i];
  f.o.has_damping = f.o.opt.kind == TAME_OPT_INNAPROP;
  f.o.alpha = (tame_course){.first = 0.1, .last = 1.0, .hold = 1, .epochs = 4};
  f.o.beta = (tame_course){.first = 0.9, .last = 2.0, .hold = 1, .epochs = 4};
  tame_trainer *a = begin(&f), *b = begin(&f), *c = begin(&f);
  ck_assert_int_eq(tame_trainer_run(x, a, EPOCHS, NULL, "", 0.0, NULL),
                   TAME_OK);
  ck_assert_int_eq(tame_trainer_run(y, b, 3, PATH, "me", 0.0, NULL), TAME_OK);
  ck_assert_int_eq(tame_trainer_save(b, PATH, "me", NULL), TAME_OK);
  f.o.batch.has_thread = true;
  ck_assert_int_eq(tame_trainer_run(y, c, EPOCHS, PATH, "me", 1e9, NULL),
                   TAME_OK);
  assert_same(a, c, x, y, &f);
  tame_trainer_free(a);
  tame_trainer_free(b);
  tame_trainer_free(c);
  tear_down(&f);
}
END_TEST

/* The checkpoint holds more epochs than there is room for. */
START_TEST(a_checkpoint_of_a_longer_run_is_left_unread)
{
  fixture f;
  tame_epoch x[EPOCHS], y[2];
  set_up(&f);
  memset(y, 0, sizeof y);
  tame_trainer *a = begin(&f), *b = begin(&f);
  ck_assert_int_eq(tame_trainer_run(x, a, EPOCHS, NULL, "", 0.0, NULL),
                   TAME_OK);
  ck_assert_int_eq(tame_trainer_save(a, PATH, "me", NULL), TAME_OK);
  ck_assert_int_eq(tame_trainer_run(y, b, 1, PATH, "me", 1e9, NULL), TAME_OK);
  ck_assert_uint_eq(tame_trainer_epochs(b), 1);
  ck_assert_mem_eq(x, y, sizeof *y);
  ck_assert_double_eq(y[1].total_loss, 0.0); /* nothing behind the first */
  tame_trainer_free(a);
  tame_trainer_free(b);
  tear_down(&f);
}
END_TEST

/* over after the epoch *CTX */
static bool is_epoch(const tame_epoch *e, size_t epochs, void *ctx)
{
  (void)e;
  return epochs == *(size_t *)ctx;
}

START_TEST(a_run_ends_when_it_is_told_so_also_after_a_checkpoint)
{
  fixture f;
  tame_epoch x[EPOCHS], y[EPOCHS];
  size_t n = 0, last = 3;
  set_up(&f);
  tame_trainer *a = begin(&f), *b = begin(&f);
  ck_assert_int_eq(tame_trainer_run_until(x, &n, a, EPOCHS, is_epoch, &last,
                                          PATH, "me", 0.0, NULL),
                   TAME_OK);
  ck_assert_uint_eq(n, 3);
  ck_assert_uint_eq(tame_trainer_epochs(a), 3);
  ck_assert_int_eq(tame_trainer_load(b, PATH, "me", NULL), TAME_OK);
  ck_assert_uint_eq(tame_trainer_epochs(b), 2);
  ck_assert_int_eq(tame_trainer_run_until(y, &n, b, EPOCHS, is_epoch, &last,
                                          PATH, "me", 1e9, NULL),
                   TAME_OK);
  ck_assert_uint_eq(n, 3);
  ck_assert_mem_eq(x, y, 3 * sizeof *x);
  for (size_t k = 0; k < n; k++) {
    const double sum = x[k].train[0].loss + x[k].train[1].loss;
    ck_assert_double_eq_tol(x[k].total_loss, sum, 1e-5 * sum);
  }
  last = EPOCHS + 1;
  ck_assert_int_eq(tame_trainer_run_until(x, &n, a, EPOCHS, is_epoch, &last,
                                          NULL, "", 0.0, NULL),
                   TAME_OK);
  ck_assert_uint_eq(n, EPOCHS);
  tame_trainer_free(a);
  tame_trainer_free(b);
  tear_down(&f);
}
END_TEST

START_TEST(a_checkpoint_of_another_run_is_refused_and_leaves_ours_alone)
{
  fixture f;
  tame_error err;
  tame_epoch x[EPOCHS], y[EPOCHS];
  set_up(&f);
  tame_trainer *a = begin(&f), *b = begin(&f);
  ck_assert_int_eq(tame_trainer_run(x, a, EPOCHS, NULL, "", 0.0, NULL),
                   TAME_OK);
  ck_assert_int_eq(tame_trainer_load(b, PATH, "me", &err), TAME_EMISSING);
  ck_assert_int_eq(tame_trainer_save(a, PATH, "other", NULL), TAME_OK);
  ck_assert_int_eq(tame_trainer_load(b, PATH, "me", &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "checkpoint of another run"));
  f.o.opt = tame_opt_defaults(TAME_OPT_ADAMW);
  tame_trainer *c = begin(&f);
  ck_assert_int_eq(tame_trainer_save(a, PATH, "me", NULL), TAME_OK);
  ck_assert_int_eq(tame_trainer_load(c, PATH, "me", &err), TAME_EFORMAT);
  ck_assert_int_eq(truncate(PATH, 1000), 0);
  ck_assert_int_eq(tame_trainer_load(b, PATH, "me", &err), TAME_EFORMAT);
  ck_assert_int_eq(tame_trainer_run(y, b, EPOCHS, PATH, "me", 1e9, NULL),
                   TAME_OK);
  assert_same(a, b, x, y, &f);
  tame_trainer_free(a);
  tame_trainer_free(b);
  tame_trainer_free(c);
  tear_down(&f);
}
END_TEST

START_TEST(a_checkpoint_without_room_is_an_error_and_the_old_one_stays)
{
  fixture f;
  tame_error err;
  tame_epoch x[EPOCHS], y[EPOCHS];
  set_up(&f);
  tame_trainer *a = begin(&f), *b = begin(&f);
  ck_assert_int_eq(tame_trainer_run(x, a, 2, PATH, "me", 0.0, NULL), TAME_OK);
  ck_assert_int_eq(tame_trainer_save(a, PATH, "me", NULL), TAME_OK);
  disk_is_full(1000);
  ck_assert_int_eq(tame_trainer_run(x, a, EPOCHS, PATH, "me", 0.0, &err),
                   TAME_EIO);
  disk_has_room();
  ck_assert_ptr_nonnull(strstr(err.text, PATH));
  ck_assert_ptr_nonnull(strstr(err.text, "cannot write: File too large"));
  /* it goes on from there to what an undisturbed run gives */
  ck_assert_int_eq(tame_trainer_load(b, PATH, "me", NULL), TAME_OK);
  ck_assert_uint_eq(tame_trainer_epochs(b), 2);
  ck_assert_int_eq(tame_trainer_run(x, b, EPOCHS, PATH, "me", 1e9, NULL),
                   TAME_OK);
  tame_trainer *c = begin(&f);
  ck_assert_int_eq(tame_trainer_run(y, c, EPOCHS, NULL, "", 0.0, NULL),
                   TAME_OK);
  assert_same(b, c, x, y, &f);
  tame_trainer_free(a);
  tame_trainer_free(b);
  tame_trainer_free(c);
  tear_down(&f);
}
END_TEST

START_TEST(a_run_that_diverges_is_an_outcome)
{
  fixture f;
  tame_epoch e[EPOCHS];
  set_up(&f);
  f.o.opt = tame_opt_defaults(TAME_OPT_SGD);
  f.o.rate = (tame_course){.first = 1e45};
  tame_trainer *t = begin(&f);
  ck_assert_int_eq(tame_trainer_run(e, t, EPOCHS, NULL, "", 0.0, NULL),
                   TAME_DIVERGED);
  ck_assert(isnan(e[EPOCHS - 1].batch_loss));
  ck_assert(isnan(e[EPOCHS - 1].test[1].correct));
  tame_trainer_free(t);
  tear_down(&f);
}
END_TEST

START_TEST(what_does_not_fit_is_refused)
{
  fixture f;
  tame_error err;
  set_up(&f);
  tame_net *small = make_net(2);
  f.o.net = small;
  ck_assert_ptr_null(tame_trainer_alloc(&f.o, &err));
  ck_assert_str_eq(err.text, "3 classes for a net of 2 outputs");
  f.o.net = f.net;
  f.o.batch.frame = 1;
  ck_assert_ptr_null(tame_trainer_alloc(&f.o, &err));
  ck_assert_str_eq(err.text, "images of 1 x 10 x 10 for a net of 1 x 8 x 8");
  f.o.batch.frame = 0;
  f.train.group[3] = 2;
  ck_assert_ptr_null(tame_trainer_alloc(&f.o, &err));
  ck_assert_str_eq(err.text, "group 2, not below 2");
  tame_net_free(small);
  tear_down(&f);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("train");
  tcase_set_timeout(t, 120);
  tcase_add_test(t, epochs_are_counted_by_group_and_the_loss_falls);
  tcase_add_test(t, evaluation_is_the_loss_of_the_net_as_it_is);
  tcase_add_test(t, a_checkpoint_of_a_longer_run_is_left_unread);
  tcase_add_test(t, a_run_ends_when_it_is_told_so_also_after_a_checkpoint);
  tcase_add_loop_test(t, a_resumed_run_is_the_run_itself, 0, 4);
  tcase_add_test(t,
                 a_checkpoint_of_another_run_is_refused_and_leaves_ours_alone);
  tcase_add_test(t,
                 a_checkpoint_without_room_is_an_error_and_the_old_one_stays);
  tcase_add_test(t, a_run_that_diverges_is_an_outcome);
  tcase_add_test(t, what_does_not_fit_is_refused);
  return run_tests(t);
}
