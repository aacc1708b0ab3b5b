/* SPDX-License-Identifier: MIT */
/* tame/gpt.h: adaptation of a frozen net; stopping and going on. */
#include <string.h>

#include "gpt_trial.h"
#include "run_tests.h"
#include "sandbox.h"
#include "tame/rng.h"

static void steps(trial *t, tame_opt_f64 *opt, size_t n)
{
  for (size_t k = 0; k < n; k++) {
    loss_of(t, 0.1, true);
    tame_nn_backward_f64(t->nn);
    tame_opt_step_f64(opt, tame_nn_parameters_f64(t->nn),
                      tame_nn_gradient_f64(t->nn), 0.01);
  }
}

static tame_opt_f64 *optimiser(trial *t)
{
  tame_opt_options o = tame_opt_defaults(TAME_OPT_INNAPROP);
  o.alpha = 0.1;
  o.beta = 0.9;
  tame_opt_f64 *opt = tame_opt_alloc_f64(t->n, tame_opt_vectors(&o));
  ck_assert(tame_opt_init_f64(opt, &o, NULL, 0,
                              tame_nn_parameters_f64(t->nn)) == TAME_OK);
  return opt;
}

static trial adapted(tame_team *team)
{
  tame_gpt g = two_layers(true);
  gsl_rng *rng = tame_rng_alloc(0, "check_gpt", 2);
  g.rank = 2;
  g.alpha = 16.0;
  g.rate = 0.3;
  trial t = begin(g, team);
  tame_nn_init_f64(t.nn, rng);
  gsl_rng_free(rng);
  return t;
}

START_TEST(an_adaptation_begins_at_the_frozen_net_and_leaves_it)
{
  trial plain = begin(two_layers(true), NULL), t = adapted(NULL);
  const size_t n_frozen = tame_net_n_frozen(t.net);
  ck_assert_uint_eq(n_frozen, plain.n);
  double *frozen = tame_nn_frozen_f64(t.nn);
  double *before = tame_vec_copy(frozen, n_frozen);
  memcpy(tame_nn_parameters_f64(plain.nn), frozen, plain.n * sizeof *frozen);
  const double first = loss_of(&t, 0.1, false);
  ck_assert_double_eq_tol(first, loss_of(&plain, 0.1, false), 1e-14);
  tame_opt_f64 *opt = optimiser(&t);
  steps(&t, opt, 60);
  ck_assert_mem_eq(before, frozen, n_frozen * sizeof *frozen);
  ck_assert_double_lt(loss_of(&t, 0.1, false), first - 1e-3);
  tame_opt_free_f64(opt);
  free(before);
  end(&t);
  end(&plain);
}
END_TEST

START_TEST(a_run_goes_on_to_the_last_bit)
{
  tame_team *team = tame_team_alloc(2);
  tame_error err;
  trial a = adapted(NULL), b = adapted(team);
  tame_opt_f64 *one = optimiser(&a), *two = optimiser(&b);
  steps(&a, one, 3);
  tame_h5 *f;
  ck_assert(tame_h5_create(&f, in_dir("run.h5"), &err) == TAME_OK);
  tame_nn_save_f64(f, "net", a.nn);
  tame_opt_save_f64(f, "optimiser", one);
  ck_assert(tame_h5_commit(f, &err) == TAME_OK);
  steps(&a, one, 3);
  memset(tame_nn_frozen_f64(b.nn), 0,
         tame_net_n_frozen(b.net) * sizeof(double));
  ck_assert(tame_h5_open(&f, in_dir("run.h5"), &err) == TAME_OK);
  ck_assert_msg(tame_nn_load_f64(b.nn, f, "net", &err) == TAME_OK, "%s",
                err.text);
  ck_assert(tame_opt_load_f64(two, f, "optimiser", &err) == TAME_OK);
  tame_h5_close(f);
  steps(&b, two, 3);
  ck_assert_mem_eq(tame_nn_parameters_f64(a.nn), tame_nn_parameters_f64(b.nn),
                   a.n * sizeof(double));
  ck_assert(loss_of(&a, 0.0, false) == loss_of(&b, 0.0, false));
  tame_opt_free_f64(one);
  tame_opt_free_f64(two);
  end(&a);
  end(&b);
  tame_team_free(team);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("gpt_run");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, an_adaptation_begins_at_the_frozen_net_and_leaves_it);
  tcase_add_test(t, a_run_goes_on_to_the_last_bit);
  return run_tests(t);
}
