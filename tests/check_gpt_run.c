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

/* --- files of arrays ------------------------------------------------------ */

typedef struct {
  tame_gpt g;
  tame_net *net;
  tame_nn_f32 *nn;
} floats;

static floats floats_begin(size_t rank, size_t channels, unsigned long seed)
{
  floats a = {.g = two_layers(true)};
  gsl_rng *rng = tame_rng_alloc(seed, "check_gpt", 3);
  a.g.rank = rank;
  a.g.channels = channels;
  a.net = net_of(&a.g);
  a.nn = tame_nn_alloc_f32(a.net, &(tame_nn_options){.batch = 1});
  tame_nn_init_f32(a.nn, rng);
  float *theta = tame_nn_parameters_f32(a.nn);
  for (size_t i = 0; i < tame_net_n_parameters(a.net); i++)
    theta[i] += (float)gsl_rng_uniform(rng);
  gsl_rng_free(rng);
  return a;
}

static void floats_end(floats *a)
{
  tame_nn_free_f32(a->nn);
  tame_net_free(a->net);
}

START_TEST(a_file_gives_the_arrays_back)
{
  tame_error err;
  floats a = floats_begin(2, C, 0), b = floats_begin(2, C, 1);
  const char *path = in_dir("gpt.safetensors");
  ck_assert(tame_gpt_write(path, a.nn, &a.g, &err) == TAME_OK);
  ck_assert_msg(tame_gpt_read(b.nn, &b.g, path, &err) == TAME_OK, "%s",
                err.text);
  ck_assert_mem_eq(tame_nn_parameters_f32(a.nn), tame_nn_parameters_f32(b.nn),
                   tame_net_n_parameters(a.net) * sizeof(float));
  ck_assert_mem_eq(tame_nn_frozen_f32(a.nn), tame_nn_frozen_f32(b.nn),
                   tame_net_n_frozen(a.net) * sizeof(float));
  floats_end(&a);
  floats_end(&b);
}
END_TEST

START_TEST(a_net_without_adaptation_becomes_the_frozen_one)
{
  tame_error err;
  floats plain = floats_begin(0, C, 0), a = floats_begin(2, C, 1);
  const size_t n = tame_net_n_parameters(a.net);
  float *before = tame_calloc(n, sizeof *before);
  const char *path = in_dir("gpt.safetensors");
  memcpy(before, tame_nn_parameters_f32(a.nn), n * sizeof *before);
  ck_assert(tame_gpt_write(path, plain.nn, &plain.g, &err) == TAME_OK);
  ck_assert_msg(tame_gpt_read(a.nn, &a.g, path, &err) == TAME_OK, "%s",
                err.text);
  ck_assert_mem_eq(tame_nn_parameters_f32(plain.nn), tame_nn_frozen_f32(a.nn),
                   tame_net_n_frozen(a.net) * sizeof(float));
  ck_assert_mem_eq(tame_nn_parameters_f32(a.nn), before, n * sizeof *before);
  free(before);
  floats_end(&plain);
  floats_end(&a);
}
END_TEST

/* Reading B's file into A fails with WHY, and A stays. */
static void check_refused(floats *a, floats *b, tame_status status,
                          const char *why)
{
  tame_error err;
  const size_t n = tame_net_n_parameters(a->net);
  const char *path = in_dir("gpt.safetensors");
  float *before = tame_calloc(n, sizeof *before);
  memcpy(before, tame_nn_parameters_f32(a->nn), n * sizeof *before);
  ck_assert(tame_gpt_write(path, b->nn, &b->g, &err) == TAME_OK);
  ck_assert_int_eq(tame_gpt_read(a->nn, &a->g, path, &err), status);
  ck_assert_msg(strstr(err.text, why), "no '%s' in: %s", why, err.text);
  ck_assert_mem_eq(tame_nn_parameters_f32(a->nn), before, n * sizeof *before);
  free(before);
  floats_end(b);
}

START_TEST(a_file_of_another_net_is_refused)
{
  floats a = floats_begin(0, C, 0), b = floats_begin(0, 2 * C, 0);
  check_refused(&a, &b, TAME_EFORMAT, "wte.weight is not of 13 x 8 numbers");
  tame_gpt g = two_layers(true);
  g.has_norm_bias = false;
  b = (floats){.g = g, .net = net_of(&g)};
  b.nn = tame_nn_alloc_f32(b.net, &(tame_nn_options){.batch = 1});
  check_refused(&a, &b, TAME_EMISSING, "h.0.ln_1.bias");
  floats_end(&a);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("gpt_run");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, an_adaptation_begins_at_the_frozen_net_and_leaves_it);
  tcase_add_test(t, a_run_goes_on_to_the_last_bit);
  tcase_add_test(t, a_file_gives_the_arrays_back);
  tcase_add_test(t, a_net_without_adaptation_becomes_the_frozen_one);
  tcase_add_test(t, a_file_of_another_net_is_refused);
  return run_tests(t);
}
