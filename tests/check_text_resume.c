/* SPDX-License-Identifier: MIT */
/* tame/text_train.h: resumed runs, wrong checkpoints, divergence. */
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "run_tests.h"
static const char *const PATH = "build/check_text_resume.h5";
#include "text_runs.h"

static void assert_same(tame_text_trainer *a, tame_text_trainer *b,
                        const tame_text_point *x, const tame_text_point *y,
                        const fixture *f)
{
  ck_assert_mem_eq(x + 1, y + 1, (N_POINTS - 1) * sizeof *x);
  ck_assert(x[0].valid_loss == y[0].valid_loss);
  ck_assert_mem_eq(tame_nn_parameters_f32(tame_text_trainer_nn(a)),
                   tame_nn_parameters_f32(tame_text_trainer_nn(b)),
                   tame_net_n_parameters(f->net) * sizeof(float));
}

START_TEST(a_resumed_run_is_the_run_itself)
{
  fixture f;
  tame_text_point x[N_POINTS], y[N_POINTS];
  set_up(&f, _i % 2); /* the adapted net has dropout */
  f.o.is_shuffled = _i / 2 % 2;
  f.o.accumulate = 1 + (size_t)_i / 4;
  if (_i % 3 == 0) f.o.opt.kind = TAME_OPT_ADAMW;
  tame_text_trainer *a = begin(&f), *b = begin(&f), *c = begin(&f);
  ck_assert_int_eq(tame_text_trainer_run(x, a, NULL, "", 0.0, NULL), TAME_OK);
  ck_assert_int_eq(tame_text_trainer_advance(b, 8, NULL), TAME_OK);
  ck_assert_int_eq(tame_text_trainer_save(b, PATH, "me", NULL), TAME_OK);
  f.o.team = tame_team_alloc(2);
  tame_text_trainer *d = begin(&f);
  ck_assert_int_eq(tame_text_trainer_run(y, c, PATH, "me", 1e9, NULL), TAME_OK);
  assert_same(a, c, x, y, &f);
  ck_assert_int_eq(tame_text_trainer_run(y, d, PATH, "me", 0.0, NULL), TAME_OK);
  assert_same(a, d, x, y, &f);
  tame_text_trainer_free(a);
  tame_text_trainer_free(b);
  tame_text_trainer_free(c);
  tame_text_trainer_free(d);
  tame_team_free(f.o.team);
  tear_down(&f);
}
END_TEST

START_TEST(a_checkpoint_of_another_run_is_refused_and_leaves_ours_alone)
{
  fixture f;
  tame_error err;
  tame_text_point x[N_POINTS], y[N_POINTS];
  set_up(&f, false);
  tame_text_trainer *a = begin(&f), *b = begin(&f);
  ck_assert_int_eq(tame_text_trainer_run(x, a, NULL, "", 0.0, NULL), TAME_OK);
  ck_assert_int_eq(tame_text_trainer_load(b, PATH, "me", &err), TAME_EMISSING);
  ck_assert_int_eq(tame_text_trainer_save(a, PATH, "other", NULL), TAME_OK);
  ck_assert_int_eq(tame_text_trainer_load(b, PATH, "me", &err), TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "checkpoint of another run"));
  ck_assert_int_eq(tame_text_trainer_save(a, PATH, "me", NULL), TAME_OK);
  f.o.steps = STEPS - 1;
  tame_text_trainer *c = begin(&f);
  ck_assert_int_eq(tame_text_trainer_load(c, PATH, "me", &err), TAME_EFORMAT);
  f.o.steps = STEPS;
  f.o.opt = tame_opt_defaults(TAME_OPT_ADAMW);
  tame_text_trainer *d = begin(&f);
  ck_assert_int_eq(tame_text_trainer_load(d, PATH, "me", &err), TAME_EFORMAT);
  ck_assert_int_eq(truncate(PATH, 1000), 0);
  ck_assert_int_eq(tame_text_trainer_load(b, PATH, "me", &err), TAME_EFORMAT);
  ck_assert_int_eq(tame_text_trainer_run(y, b, PATH, "me", 1e9, NULL), TAME_OK);
  assert_same(a, b, x, y, &f);
  tame_text_trainer_free(a);
  tame_text_trainer_free(b);
  tame_text_trainer_free(c);
  tame_text_trainer_free(d);
  tear_down(&f);
}
END_TEST

START_TEST(a_run_that_diverges_is_an_outcome)
{
  fixture f;
  tame_text_point p[N_POINTS];
  set_up(&f, false);
  f.o.opt = tame_opt_defaults(TAME_OPT_SGD);
  f.o.max_norm = 0.0;
  f.o.peak = 1e30;
  tame_text_trainer *t = begin(&f);
  ck_assert_int_eq(tame_text_trainer_run(p, t, NULL, "", 0.0, NULL),
                   TAME_DIVERGED);
  ck_assert(isfinite(p[0].valid_loss) && isnan(p[4].valid_loss));
  ck_assert(isnan(p[4].train_loss) && p[4].step == STEPS);
  ck_assert_int_eq(tame_text_trainer_advance(t, STEPS, NULL), TAME_DIVERGED);
  tame_text_trainer_free(t);
  tear_down(&f);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("text_resume");
  tcase_set_timeout(t, 120);
  tcase_add_loop_test(t, a_resumed_run_is_the_run_itself, 0, 8);
  tcase_add_test(t,
                 a_checkpoint_of_another_run_is_refused_and_leaves_ours_alone);
  tcase_add_test(t, a_run_that_diverges_is_an_outcome);
  return run_tests(t);
}
