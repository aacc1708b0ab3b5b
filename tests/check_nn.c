/* SPDX-License-Identifier: MIT */
/* tame/nn.h: every layer against loops from its definition, gradients against
 * finite differences, results against the number of threads. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn_nets.h"
#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"

enum { BATCH = 7, MAX_CLASSES = 4 };

static const int LABEL[BATCH] = {0, 2, 1, 2, 0, 1, 2};

/* A net with parameters and an input drawn from a seed. */
typedef struct {
  tame_net *net;
  tame_nn_f64 *nn;
  double *x;
  size_t n_x, n;
} trial;

static trial begin(small_net *make, tame_nn_options o)
{
  trial t = {.net = make()};
  tame_error err;
  gsl_rng *rng = tame_rng_alloc(0, "check_nn", 3);
  ck_assert_msg(tame_net_check(t.net, &err) == TAME_OK, "%s", err.text);
  t.nn = tame_nn_alloc_f64(t.net, &o);
  t.n = tame_net_n_parameters(t.net);
  const tame_node *in = tame_net_node(t.net, 0);
  t.n_x = in->c * in->h * in->w * BATCH;
  t.x = tame_vec(t.n_x);
  tame_nn_init_f64(t.nn, rng);
  double *theta = tame_nn_parameters_f64(t.nn);
  for (size_t i = 0; i < t.n; i++)
    theta[i] += 0.3 * (gsl_rng_uniform(rng) - 0.5);
  tame_rng_normal(t.x, t.n_x, rng);
  gsl_rng_free(rng);
  return t;
}

static void end(trial *t)
{
  tame_nn_free_f64(t->nn);
  tame_net_free(t->net);
  free(t->x);
}

static size_t classes_of(const trial *t) { return tame_net_output(t->net)->c; }

static double loss_of(trial *t, double *dz)
{
  const double *z = tame_nn_forward_f64(t->nn, t->x, BATCH, true);
  return tame_cross_entropy_f64(dz, NULL, z, LABEL, classes_of(t), BATCH, 0.1);
}

static double gradient_of(trial *t)
{
  const double loss = loss_of(t, tame_nn_output_gradient_f64(t->nn));
  tame_nn_backward_f64(t->nn);
  return loss;
}

/* Dropout repeats itself when its pass does: a forward pass from a state saved
 * in memory is not offered, so nets are made anew for every difference. */
static double loss_at(small_net *make, size_t i, double step, bool is_input)
{
  trial t = begin(make, (tame_nn_options){.batch = BATCH});
  (is_input ? t.x : tame_nn_parameters_f64(t.nn))[i] += step;
  const double loss = loss_of(&t, NULL);
  end(&t);
  return loss;
}

static void check_difference(small_net *make, size_t i, double d,
                             double largest, bool is_input)
{
  const double h = 2e-6; /* kinks are further away */
  const double slope =
      (loss_at(make, i, h, is_input) - loss_at(make, i, -h, is_input)) /
      (2 * h);
  ck_assert_msg(fabs(slope - d) < 1e-6 * largest,
                "%s %zu: %.12g, by differences %.12g",
                is_input ? "input" : "parameter", i, d, slope);
}

static double largest_of(const double *x, size_t n)
{
  double m = 0.0;
  for (size_t i = 0; i < n; i++) m = fmax(m, fabs(x[i]));
  return m;
}

START_TEST(gradients_agree_with_differences)
{
  small_net *make = SMALL_NETS[_i];
  trial t = begin(
      make, (tame_nn_options){.batch = BATCH, .has_input_gradient = true});
  gradient_of(&t);
  const double *g = tame_nn_gradient_f64(t.nn);
  const double *dx = tame_nn_input_gradient_f64(t.nn);
  const double m = largest_of(g, t.n), mx = largest_of(dx, t.n_x);
  for (size_t i = 0; i < t.n; i++) check_difference(make, i, g[i], m, false);
  for (size_t i = 0; i < t.n_x; i += 3)
    check_difference(make, i, dx[i], mx, true);
  end(&t);
}
END_TEST

static void assert_near(const double *x, const double *y, size_t n,
                        const char *what)
{
  const double m = largest_of(y, n);
  for (size_t i = 0; i < n; i++)
    ck_assert_msg(fabs(x[i] - y[i]) <= 1e-11 * m, "%s %zu: %.17g, %.17g", what,
                  i, x[i], y[i]);
}

START_TEST(fast_kernels_agree_with_the_definitions)
{
  small_net *make = SMALL_NETS[_i];
  trial a = begin(
      make, (tame_nn_options){.batch = BATCH, .has_input_gradient = true});
  trial b = begin(make, (tame_nn_options){.batch = BATCH,
                                          .has_input_gradient = true,
                                          .is_reference = true});
  ck_assert(fabs(gradient_of(&a) - gradient_of(&b)) < 1e-13);
  assert_near(tame_nn_gradient_f64(a.nn), tame_nn_gradient_f64(b.nn), a.n,
              "gradient");
  assert_near(tame_nn_input_gradient_f64(a.nn),
              tame_nn_input_gradient_f64(b.nn), a.n_x, "input gradient");
  assert_near(tame_nn_state_f64(a.nn), tame_nn_state_f64(b.nn),
              tame_net_n_state(a.net), "statistics");
  assert_near(tame_nn_forward_f64(a.nn, a.x, BATCH, false),
              tame_nn_forward_f64(b.nn, b.x, BATCH, false),
              classes_of(&a) * BATCH, "output");
  end(&a);
  end(&b);
}
END_TEST

START_TEST(results_do_not_depend_on_threads_or_room)
{
  tame_team *team = tame_team_alloc(3);
  trial a = begin(SMALL_NETS[_i], (tame_nn_options){.batch = BATCH});
  trial b =
      begin(SMALL_NETS[_i], (tame_nn_options){.batch = BATCH, .team = team});
  for (int k = 0; k < 3; k++) {
    ck_assert(gradient_of(&a) == gradient_of(&b));
    ck_assert_mem_eq(tame_nn_gradient_f64(a.nn), tame_nn_gradient_f64(b.nn),
                     a.n * sizeof(double));
    ck_assert_mem_eq(tame_nn_state_f64(a.nn), tame_nn_state_f64(b.nn),
                     tame_net_n_state(a.net) * sizeof(double));
  }
  end(&a);
  end(&b);
  tame_team_free(team);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("nn");
  tcase_set_timeout(t, 120);
  tcase_add_loop_test(t, gradients_agree_with_differences, 0, N_SMALL_NETS);
  tcase_add_loop_test(t, fast_kernels_agree_with_the_definitions, 0,
                      N_SMALL_NETS);
  tcase_add_loop_test(t, results_do_not_depend_on_threads_or_room, 0,
                      N_SMALL_NETS);
  return run_tests(t);
}
