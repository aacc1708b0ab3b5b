/* SPDX-License-Identifier: MIT */
/* tame/nn.h: convolutions and pooling of many shapes, in double and in float,
 * against loops from their definitions. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/nn.h"
#include "tame/rng.h"

enum { BATCH = 5, ROOM = 6 };

/* --- nets ----------------------------------------------------------------- */

typedef struct {
  size_t in, out, groups;
} channels;

static const channels CHANNELS[] = {{1, 1, 1},  {3, 7, 1},  {4, 6, 2},
                                    {6, 16, 1}, {10, 3, 1}, {5, 5, 5}};
static const size_t IMAGES[][2] = {{5, 4},  {6, 7},   {8, 8},  {12, 12},
                                   {4, 24}, {11, 17}, {1, 16}, {7, 1}};
static const size_t KERNELS[] = {1, 2, 3, 5};
enum {
  N_CHANNELS = sizeof CHANNELS / sizeof *CHANNELS,
  N_IMAGES = sizeof IMAGES / sizeof *IMAGES,
  N_KERNELS = sizeof KERNELS / sizeof *KERNELS
};

/* Two convolutions of the input, so that the gradient of one is added to that
 * of the other; the first has a bias and a ReLU.  NULL when they do not fit. */
static tame_net *two_convolutions(channels c, const size_t *image,
                                  size_t kernel, size_t stride, size_t pad)
{
  tame_net *net = tame_net_alloc(c.in, image[0], image[1]);
  tame_conv o = {.channels = c.out,
                 .kernel = kernel,
                 .stride = stride,
                 .pad = pad,
                 .groups = c.groups,
                 .has_bias = true};
  const int a = tame_net_activation(net, tame_net_conv(net, 0, o), TAME_RELU);
  o.has_bias = false;
  tame_net_add(net, a, tame_net_conv(net, 0, o));
  if (tame_net_check(net, NULL) == TAME_OK) return net;
  tame_net_free(net);
  return NULL;
}

/* Two poolings of the input. */
static tame_net *two_poolings(const size_t *image, tame_window o)
{
  tame_net *net = tame_net_alloc(3, image[0], image[1]);
  const int a = tame_net_max_pool(net, 0, o);
  tame_net_add(net, a, tame_net_average_pool(net, 0, o));
  if (tame_net_check(net, NULL) == TAME_OK) return net;
  tame_net_free(net);
  return NULL;
}

/* --- passes --------------------------------------------------------------- */

/* What a forward and a backward pass compute, in double. */
typedef struct {
  size_t n_y, n_theta, n_x;
  double *y, *theta, *x; /* value, and gradients */
} result;

typedef struct {
  double *x, *dy, *theta;
} numbers;

static size_t size_of(const tame_node *x) { return x->c * x->h * x->w * BATCH; }

static result result_alloc(const tame_net *net)
{
  result r = {.n_y = size_of(tame_net_output(net)),
              .n_theta = tame_net_n_parameters(net),
              .n_x = size_of(tame_net_node(net, 0))};
  r.y = tame_vec(r.n_y);
  r.theta = tame_vec(r.n_theta);
  r.x = tame_vec(r.n_x);
  return r;
}

static void result_free(result *r)
{
  free(r->y);
  free(r->theta);
  free(r->x);
}

#define REAL        double
#define TAME_SUFFIX _f64
#include "direct_pass.h"
#undef REAL
#undef TAME_SUFFIX

#define REAL        float
#define TAME_SUFFIX _f32
#include "direct_pass.h"
#undef REAL
#undef TAME_SUFFIX

typedef result any_pass(const tame_net *net, const numbers *a,
                        tame_nn_options o);

/* Whole numbers from -3 to 3, or uniform on +- 1. */
static double *draw(size_t n, gsl_rng *rng, bool is_whole)
{
  double *x = tame_vec(n);
  for (size_t i = 0; i < n; i++)
    x[i] = is_whole ? (double)gsl_rng_uniform_int(rng, 7) - 3.0
                    : 2.0 * gsl_rng_uniform(rng) - 1.0;
  return x;
}

static numbers numbers_alloc(const tame_net *net, bool is_whole)
{
  gsl_rng *rng = tame_rng_alloc(0, "check_direct", is_whole);
  numbers a;
  a.x = draw(size_of(tame_net_node(net, 0)), rng, is_whole);
  a.dy = draw(size_of(tame_net_output(net)), rng, is_whole);
  a.theta = draw(tame_net_n_parameters(net), rng, is_whole);
  gsl_rng_free(rng);
  return a;
}

static void numbers_free(numbers *a)
{
  free(a->x);
  free(a->dy);
  free(a->theta);
}

/* --- comparisons ---------------------------------------------------------- */

static void assert_near(const double *x, const double *y, size_t n,
                        double tolerance, const char *net, const char *what)
{
  double m = 0.0;
  for (size_t i = 0; i < n; i++) m = fmax(m, fabs(y[i]));
  for (size_t i = 0; i < n; i++)
    ck_assert_msg(fabs(x[i] - y[i]) <= tolerance * m,
                  "%s: %s %zu: %.17g, %.17g", net, what, i, x[i], y[i]);
}

static void assert_same(const tame_net *net, const numbers *a, any_pass *pass,
                        tame_nn_options o, tame_nn_options other,
                        double tolerance, const char *name)
{
  o.has_input_gradient = other.has_input_gradient = true;
  result x = pass(net, a, o), y = pass(net, a, other);
  assert_near(x.y, y.y, x.n_y, tolerance, name, "value");
  assert_near(x.theta, y.theta, x.n_theta, tolerance, name, "gradient");
  assert_near(x.x, y.x, x.n_x, tolerance, name, "input gradient");
  result_free(&x);
  result_free(&y);
}

/* Whole numbers have no rounding errors, so that float and double must agree
 * with the definitions to the last bit, whatever the order of the sums; other
 * numbers, where there is a TEAM, up to rounding, the same by its threads. */
static void check_net(tame_net *net, double tolerance_whole, tame_team *team,
                      const char *name)
{
  const tame_nn_options fast = {.batch = BATCH}, room = {.batch = ROOM};
  const tame_nn_options threads = {.batch = BATCH, .team = team};
  const tame_nn_options definition = {.batch = BATCH, .is_reference = true};
  for (int is_whole = team ? 0 : 1; is_whole < 2; is_whole++) {
    numbers a = numbers_alloc(net, is_whole);
    assert_same(net, &a, pass_f64, fast, definition,
                is_whole ? tolerance_whole : 1e-12, name);
    if (is_whole)
      assert_same(net, &a, pass_f32, room, definition, 1e9 * tolerance_whole,
                  name);
    if (team && !is_whole) {
      assert_same(net, &a, pass_f64, fast, threads, 0.0, name);
      assert_same(net, &a, pass_f32, fast, threads, 0.0, name);
    }
    numbers_free(&a);
  }
  tame_net_free(net);
}

START_TEST(convolutions_agree_with_the_definition)
{
  const size_t *image = IMAGES[_i];
  tame_team *team = tame_team_alloc(3);
  size_t n = 0;
  for (size_t c = 0; c < N_CHANNELS; c++)
    for (size_t k = 0; k < N_KERNELS; k++)
      for (size_t stride = 1; stride <= 3; stride++)
        for (size_t pad = 0; pad <= KERNELS[k]; pad++) {
          if (stride == 3 && (pad > 0 || KERNELS[k] < 3)) continue;
          char name[120];
          snprintf(name, sizeof name,
                   "%zu to %zu in %zu, image %zu x %zu, kernel %zu, "
                   "stride %zu, pad %zu",
                   CHANNELS[c].in, CHANNELS[c].out, CHANNELS[c].groups,
                   image[0], image[1], KERNELS[k], stride, pad);
          tame_net *net =
              two_convolutions(CHANNELS[c], image, KERNELS[k], stride, pad);
          if (!net) continue;
          const bool is_usual = stride < 3 && pad == KERNELS[k] / 2;
          check_net(net, 0.0, is_usual && c % 2 == 1 ? team : NULL, name);
          n++;
        }
  ck_assert(n > 80);
  tame_team_free(team);
}
END_TEST

/* A mean over 9 numbers is rounded. */
START_TEST(poolings_agree_with_the_definition)
{
  const size_t *image = IMAGES[_i];
  tame_team *team = tame_team_alloc(3);
  size_t n = 0;
  for (size_t kernel = 1; kernel <= 3; kernel++)
    for (size_t stride = 1; stride <= 3; stride++)
      for (size_t pad = 0; pad <= kernel / 2; pad++)
        for (int tie = TAME_TIE_FIRST; tie <= TAME_TIE_SPLIT; tie++) {
          char name[120];
          snprintf(name, sizeof name,
                   "image %zu x %zu, window %zu, stride %zu, pad %zu, tie %d",
                   image[0], image[1], kernel, stride, pad, tie);
          tame_net *net =
              two_poolings(image, (tame_window){.kernel = kernel,
                                                .stride = stride,
                                                .pad = pad,
                                                .tie = (tame_tie)tie});
          if (!net) continue;
          check_net(net, 1e-15, tie == TAME_TIE_FIRST ? team : NULL, name);
          n++;
        }
  ck_assert(n > 8);
  tame_team_free(team);
}
END_TEST

/* The largest of numbers with a NaN is NaN, wherever it stands. */
START_TEST(a_nan_is_not_lost_in_a_maximum)
{
  const size_t image[] = {4, 24};
  tame_net *net = tame_net_alloc(3, image[0], image[1]);
  tame_net_max_pool(net, 0, (tame_window){.kernel = 2});
  numbers a = numbers_alloc(net, true);
  for (size_t at = 0; at < image[0] * image[1]; at++) {
    const double old = a.x[at];
    a.x[at] = NAN;
    result r = pass_f32(
        net, &a, (tame_nn_options){.batch = BATCH, .has_input_gradient = true});
    const size_t out = at / image[1] / 2 * (image[1] / 2) + at % image[1] / 2;
    for (size_t i = 0; i < r.n_y; i++)
      ck_assert_msg(isnan(r.y[i]) == (i == out), "NaN at %zu, %zu", at, i);
    result_free(&r);
    a.x[at] = old;
  }
  numbers_free(&a);
  tame_net_free(net);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("direct");
  tcase_set_timeout(t, 120);
  tcase_add_loop_test(t, convolutions_agree_with_the_definition, 0, N_IMAGES);
  tcase_add_loop_test(t, poolings_agree_with_the_definition, 0, N_IMAGES);
  tcase_add_test(t, a_nan_is_not_lost_in_a_maximum);
  return run_tests(t);
}
