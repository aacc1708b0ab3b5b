/* SPDX-License-Identifier: MIT */
/* tame/nn.h: 3 x 3 convolutions by minimal filtering against loops from the
 * definition, in double; rounding in float; results against the number of
 * threads. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/nn.h"
#include "tame/rng.h"

typedef struct {
  size_t batch, h, w, in, mid, groups;
  bool is_direct; /* too small, or in groups: computed as without Winograd */
} shape;

static const shape SHAPES[] = {
    {16, 8, 8, 16, 20, 1, false},  {9, 7, 5, 20, 16, 1, false},
    {33, 2, 2, 36, 68, 1, false},  {8, 1, 6, 16, 16, 1, false},
    {17, 3, 1, 16, 16, 1, false},  {40, 12, 33, 16, 24, 1, false},
    {35, 9, 4, 132, 16, 1, false}, {16, 6, 7, 8, 16, 1, false},
    {11, 5, 4, 24, 8, 1, false},   {16, 5, 4, 8, 12, 1, true},
    {7, 4, 4, 16, 16, 1, true},    {16, 4, 4, 16, 18, 1, true},
    {16, 5, 6, 16, 32, 2, true},   {16, 1, 1, 16, 32, 1, true},
    {9, 1, 1, 16, 32, 2, true}};
enum { N_SHAPES = sizeof SHAPES / sizeof SHAPES[0], CLASSES = 4 };

static tame_conv conv3(size_t channels, size_t groups, bool has_bias)
{
  return (tame_conv){.channels = channels,
                     .kernel = 3,
                     .pad = 1,
                     .groups = groups,
                     .has_bias = has_bias};
}

/* bias and ReLU, a gradient that is added to by a residual connection, and a
 * concatenation */
static tame_net *net_of(const shape *s)
{
  tame_net *net = tame_net_alloc(s->in, s->h, s->w);
  int x = tame_net_conv(net, 0, conv3(s->mid, s->groups, true));
  x = tame_net_activation(net, x, TAME_RELU);
  int y = tame_net_conv(net, x, conv3(s->in, s->groups, false));
  x = tame_net_add(net, y, 0);
  y = tame_net_conv(net, x, conv3(16, 1, true));
  x = tame_net_concat(net, x, y);
  tame_net_linear(net, x, (tame_conv){.channels = CLASSES, .has_bias = true});
  return net;
}

typedef struct {
  tame_net *net;
  tame_nn_f64 *nn;
  double *x;
  int *label;
  size_t n_x, n;
} trial;

static trial begin(const shape *s, tame_nn_options o)
{
  trial t = {.net = net_of(s), .n_x = s->in * s->h * s->w * s->batch};
  gsl_rng *rng = tame_rng_alloc(0, "check_winograd", 1);
  o.batch = s->batch;
  o.has_input_gradient = true;
  t.nn = tame_nn_alloc_f64(t.net, &o);
  t.n = tame_net_n_parameters(t.net);
  t.x = tame_vec(t.n_x);
  t.label = tame_calloc(s->batch, sizeof *t.label);
  tame_nn_init_f64(t.nn, rng);
  tame_rng_normal(t.x, t.n_x, rng);
  for (size_t i = 0; i < s->batch; i++) t.label[i] = (int)i % CLASSES;
  tame_nn_forward_f64(t.nn, t.x, s->batch, true);
  double *dz = tame_nn_output_gradient_f64(t.nn);
  tame_cross_entropy_f64(dz, NULL,
                         tame_nn_value_f64(t.nn, tame_net_n_nodes(t.net) - 1),
                         t.label, CLASSES, s->batch, 0.0);
  tame_nn_backward_f64(t.nn);
  gsl_rng_free(rng);
  return t;
}

static void end(trial *t)
{
  tame_nn_free_f64(t->nn);
  tame_net_free(t->net);
  free(t->x);
  free(t->label);
}

static const double *output_of(const trial *t)
{
  return tame_nn_value_f64(t->nn, tame_net_n_nodes(t->net) - 1);
}

static void assert_near(const double *x, const double *y, size_t n,
                        const char *what)
{
  double largest = 0.0;
  for (size_t i = 0; i < n; i++) largest = fmax(largest, fabs(y[i]));
  ck_assert(largest > 0.0);
  for (size_t i = 0; i < n; i++)
    ck_assert_msg(fabs(x[i] - y[i]) <= 1e-12 * largest, "%s %zu: %.17g, %.17g",
                  what, i, x[i], y[i]);
}

START_TEST(agrees_with_the_definition)
{
  const shape *s = &SHAPES[_i];
  trial a = begin(s, (tame_nn_options){0});
  trial b = begin(s, (tame_nn_options){.is_reference = true});
  assert_near(output_of(&a), output_of(&b), CLASSES * s->batch, "output");
  assert_near(tame_nn_gradient_f64(a.nn), tame_nn_gradient_f64(b.nn), a.n,
              "gradient");
  assert_near(tame_nn_input_gradient_f64(a.nn),
              tame_nn_input_gradient_f64(b.nn), a.n_x, "input gradient");
  end(&a);
  end(&b);
}
END_TEST

/* which shapes take the fast way shows in the last bits */
START_TEST(can_be_turned_off)
{
  const shape *s = &SHAPES[_i];
  trial a = begin(s, (tame_nn_options){0});
  trial b = begin(s, (tame_nn_options){.has_no_winograd = true});
  const bool is_same =
      memcmp(tame_nn_value_f64(a.nn, 2), tame_nn_value_f64(b.nn, 2),
             s->mid * s->batch * s->h * s->w * sizeof(double)) == 0;
  ck_assert(is_same == s->is_direct);
  end(&a);
  end(&b);
}
END_TEST

START_TEST(does_not_depend_on_threads)
{
  const shape *s = &SHAPES[_i];
  tame_team *team = tame_team_alloc(3);
  trial a = begin(s, (tame_nn_options){0});
  trial b = begin(s, (tame_nn_options){.team = team});
  ck_assert_mem_eq(output_of(&a), output_of(&b),
                   CLASSES * s->batch * sizeof(double));
  ck_assert_mem_eq(tame_nn_gradient_f64(a.nn), tame_nn_gradient_f64(b.nn),
                   a.n * sizeof(double));
  ck_assert_mem_eq(tame_nn_input_gradient_f64(a.nn),
                   tame_nn_input_gradient_f64(b.nn), a.n_x * sizeof(double));
  end(&a);
  end(&b);
  tame_team_free(team);
}
END_TEST

/* --- rounding in float ---------------------------------------------------- */

enum { WIDE = 256, SIDE = 6, EXAMPLES = 16 };
enum { N_IN = WIDE * SIDE * SIDE * EXAMPLES, N_WEIGHTS = WIDE * WIDE * 9 };

/* the value, the gradient of the weights and that of the input */
enum { VALUE, WEIGHTS, INPUT, N_RESULTS };
static const size_t LENGTH[N_RESULTS] = {N_IN, N_WEIGHTS, N_IN};

typedef struct {
  tame_net *net;
  double *x, *w, *dy, *exact[N_RESULTS];
} layer;

/* Numbers that float has, and the results in double. */
static layer layer_alloc(void)
{
  layer a = {tame_net_alloc(WIDE, SIDE, SIDE),
             tame_vec(N_IN),
             tame_vec(N_WEIGHTS),
             tame_vec(N_IN),
             {0}};
  gsl_rng *rng = tame_rng_alloc(0, "check_winograd", 2);
  tame_net_conv(a.net, 0, conv3(WIDE, 1, false));
  tame_rng_normal(a.x, N_IN, rng);
  tame_rng_normal(a.w, N_WEIGHTS, rng);
  tame_rng_normal(a.dy, N_IN, rng);
  gsl_rng_free(rng);
  tame_nn_f64 *nn =
      tame_nn_alloc_f64(a.net, &(tame_nn_options){.batch = EXAMPLES,
                                                  .has_no_winograd = true,
                                                  .has_input_gradient = true});
  for (size_t i = 0; i < N_IN; i++) {
    a.x[i] = (double)(float)fmax(a.x[i], 0.0);
    a.dy[i] = (double)(float)a.dy[i];
  }
  for (size_t i = 0; i < N_WEIGHTS; i++)
    tame_nn_parameters_f64(nn)[i] = a.w[i] = (double)(float)a.w[i];
  for (int k = 0; k < N_RESULTS; k++) a.exact[k] = tame_vec(LENGTH[k]);
  memcpy(a.exact[VALUE], tame_nn_forward_f64(nn, a.x, EXAMPLES, true),
         N_IN * sizeof(double));
  memcpy(tame_nn_output_gradient_f64(nn), a.dy, N_IN * sizeof(double));
  tame_nn_backward_f64(nn);
  memcpy(a.exact[WEIGHTS], tame_nn_gradient_f64(nn),
         N_WEIGHTS * sizeof(double));
  memcpy(a.exact[INPUT], tame_nn_input_gradient_f64(nn), N_IN * sizeof(double));
  tame_nn_free_f64(nn);
  return a;
}

/* |y - exact| / |exact| */
static double distance(const float *y, const double *exact, size_t n)
{
  double d = 0.0, size = 0.0;
  for (size_t i = 0; i < n; i++) {
    d += ((double)y[i] - exact[i]) * ((double)y[i] - exact[i]);
    size += exact[i] * exact[i];
  }
  return sqrt(d / size);
}

static void measure(double error[N_RESULTS], const layer *a,
                    bool has_no_winograd)
{
  tame_nn_f32 *nn = tame_nn_alloc_f32(
      a->net, &(tame_nn_options){.batch = EXAMPLES,
                                 .has_no_winograd = has_no_winograd,
                                 .has_input_gradient = true});
  float *x = tame_calloc(N_IN, sizeof *x);
  for (size_t i = 0; i < N_IN; i++) x[i] = (float)a->x[i];
  for (size_t i = 0; i < N_WEIGHTS; i++)
    tame_nn_parameters_f32(nn)[i] = (float)a->w[i];
  const float *y = tame_nn_forward_f32(nn, x, EXAMPLES, true);
  error[VALUE] = distance(y, a->exact[VALUE], N_IN);
  for (size_t i = 0; i < N_IN; i++)
    tame_nn_output_gradient_f32(nn)[i] = (float)a->dy[i];
  tame_nn_backward_f32(nn);
  error[WEIGHTS] =
      distance(tame_nn_gradient_f32(nn), a->exact[WEIGHTS], N_WEIGHTS);
  error[INPUT] =
      distance(tame_nn_input_gradient_f32(nn), a->exact[INPUT], N_IN);
  free(x);
  tame_nn_free_f32(nn);
}

/* The sums before and after the products grow by at most 4 x 4 entries that
 * nearly cancel: a few times the rounding of plain products. */
START_TEST(rounds_little_more_than_plain_products)
{
  layer a = layer_alloc();
  double fast[N_RESULTS], plain[N_RESULTS];
  measure(fast, &a, false);
  measure(plain, &a, true);
  for (int k = 0; k < N_RESULTS; k++)
    ck_assert_msg(fast[k] > 0.0 && fast[k] < 4 * plain[k] && fast[k] < 1e-6,
                  "result %d: %.3g, plain products %.3g", k, fast[k], plain[k]);
  tame_net_free(a.net);
  free(a.x);
  free(a.w);
  free(a.dy);
  for (int k = 0; k < N_RESULTS; k++) free(a.exact[k]);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("winograd");
  tcase_set_timeout(t, 120);
  tcase_add_loop_test(t, agrees_with_the_definition, 0, N_SHAPES);
  tcase_add_loop_test(t, can_be_turned_off, 0, N_SHAPES);
  tcase_add_loop_test(t, does_not_depend_on_threads, 0, N_SHAPES);
  tcase_add_test(t, rounds_little_more_than_plain_products);
  return run_tests(t);
}
