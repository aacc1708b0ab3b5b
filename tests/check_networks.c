/* SPDX-License-Identifier: MIT */
/* tame/nets.h: sizes against those of the papers; values, gradients and steps
 * against PyTorch's in tests/reference/networks.txt, in double to 1e-9; float
 * against double to what rounding its data does. */
#include "network_reference.h"
#include "run_tests.h"
#include "tame/opt.h"

static tame_net *network(const char *name, tame_net_options o)
{
  tame_error err;
  const bool is_small = strcmp(name, "lenet5") == 0;
  if (!o.classes) o.classes = CLASSES;
  o.c = is_small ? 1 : 3;
  o.h = o.w = is_small ? 28 : 32;
  tame_net *net = tame_net_named(name, &o, &err);
  ck_assert_msg(net, "%s", err.text);
  return net;
}

/* --- sizes ---------------------------------------------------------------- */

static const struct {
  const char *name;
  tame_net_options o;
  size_t n_parameters;
  double mmac; /* printed with DIGITS decimals; 0 where not printed */
  int digits;
} SIZES[] = {
    {"lenet5", {0}, 44878, 0.282, 3},
    {"lenet5", {.has_no_norm = true}, 44426, 0.28, 2},
    {"vgg11", {0}, 9231114, 152.8, 1},
    {"vgg19", {0}, 20040522, 398.1, 1},
    {"resnet18", {0}, 11173962, 140.2, 1},
    {"resnet18", {.has_no_norm = true}, 11164362, 0, 0},
    {"resnet18", {.classes = 2}, 11169858, 0, 0},
    {"resnet18", {.classes = 1, .has_no_norm = true}, 11159745, 0, 0},
    {"resnet50", {0}, 23520842, 325.8, 1},
    {"resnet101", {0}, 42512970, 628.8, 1},
    {"resnet101", {.has_no_norm = true}, 42407626, 0, 0},
    {"densenet121", {0}, 6964106, 0, 0},
    {"densenet121", {.has_plain_blocks = true}, 6882634, 0, 0},
    {"mobilenet", {0}, 543050, 22.9, 1},
    {"squeezenet", {0}, 727626, 23.5, 1},
};
enum { N_SIZES = sizeof SIZES / sizeof SIZES[0] };

START_TEST(sizes_are_those_of_the_papers)
{
  tame_net *net = network(SIZES[_i].name, SIZES[_i].o);
  ck_assert_uint_eq(tame_net_n_parameters(net), SIZES[_i].n_parameters);
  const double unit_in_last = pow(10.0, -SIZES[_i].digits);
  const double mmac = 1e-6 * (double)tame_net_mac(net);
  if (SIZES[_i].mmac > 0)
    ck_assert_msg(fabs(mmac - SIZES[_i].mmac) <= 0.5 * unit_in_last,
                  "%s: %.5f, not %.3f MMAC", SIZES[_i].name, mmac,
                  SIZES[_i].mmac);
  tame_net_free(net);
}
END_TEST

/* --- what is compared ----------------------------------------------------- */

/* A network with its parameters and images. */
typedef struct {
  const char *name;
  tame_net *net;
  size_t batch, n, n_state, n_x;
  double *theta, *x;
} sample;

static const char *const NAMES[] = {"lenet5",      "vgg11",     "resnet18",
                                    "densenet121", "mobilenet", "squeezenet"};
enum { N_NAMES = sizeof NAMES / sizeof NAMES[0] };

static sample begin(const char *name)
{
  sample s = {.name = name, .batch = batch_of(name)};
  s.net = network(name, (tame_net_options){.has_no_dropout = true});
  const tame_node *in = tame_net_node(s.net, 0);
  s.n = tame_net_n_parameters(s.net);
  s.n_state = tame_net_n_state(s.net);
  s.n_x = s.batch * in->c * in->h * in->w;
  s.theta = tame_vec(s.n);
  s.x = tame_vec(s.n_x);
  fill_parameters(s.theta, s.net);
  fill_images(s.x, in, s.batch);
  return s;
}

static void round_to_float(double *x, size_t n)
{
  for (size_t i = 0; i < n; i++) x[i] = (double)(float)x[i];
}

static void end(sample *s)
{
  tame_net_free(s->net);
  free(s->theta);
  free(s->x);
}

/* What a net says of the images; arrays owned. */
typedef struct {
  double *output, *evaluation; /* [CLASSES x batch] */
  double *state, *gradient, *input_gradient;
  double loss, loss_after;
} result;

static const int LABEL[MAX_BATCH] = {1, 4, 7, 0, 3, 6, 9, 2};

#define REAL        float
#define TAME_SUFFIX _f32
#include "network_run_impl.h"
#undef REAL
#undef TAME_SUFFIX
#define REAL        double
#define TAME_SUFFIX _f64
#include "network_run_impl.h"
#undef REAL
#undef TAME_SUFFIX

static void result_free(result *r)
{
  free(r->output);
  free(r->evaluation);
  free(r->state);
  free(r->gradient);
  free(r->input_gradient);
}

static double norm_of(const double *x, size_t n)
{
  double s = 0.0;
  for (size_t i = 0; i < n; i++) s += x[i] * x[i];
  return sqrt(s);
}

/* --- against PyTorch ------------------------------------------------------ */

static const double TOLERANCE = 1e-9;

static void assert_numbers(const char *net, const char *name, const double *x,
                           size_t n)
{
  double *want = reference(net, name, n);
  const double size = norm_of(want, n) / sqrt((double)n);
  for (size_t i = 0; i < n; i++)
    ck_assert_msg(fabs(x[i] - want[i]) <= TOLERANCE * size,
                  "%s.%s %zu: %.15g, PyTorch %.15g", net, name, i, x[i],
                  want[i]);
  free(want);
}

/* Numbers are compared with the norm of their tensor, or with FLOOR: the bias
 * before a normalisation has a gradient of 0 but for rounding. */
static void assert_summaries(const char *net, const char *name, const double *x,
                             const part *p, size_t n, double floor)
{
  double *want = reference(net, name, n * SUMMARY), s[SUMMARY];
  for (size_t k = 0; k < n; k++) {
    const double *w = want + k * SUMMARY;
    summarise(s, x + p[k].at, p[k].n);
    for (size_t j = 0; j < SUMMARY; j++)
      ck_assert_msg(fabs(s[j] - w[j]) <= TOLERANCE * fmax(w[0], floor),
                    "%s.%s tensor %zu, number %zu of its summary: %.15g, "
                    "PyTorch %.15g",
                    net, name, k, j, s[j], w[j]);
  }
  free(want);
}

static void assert_input_gradient(const sample *s, const double *dx)
{
  const tame_node *in = tame_net_node(s->net, 0);
  const part whole = {0, s->n_x};
  double *y = tame_vec(s->n_x);
  for (size_t i = 0; i < s->n_x; i++) y[i] = dx[place_of(i, in, s->batch)];
  assert_summaries(s->name, "input_gradient", y, &whole, 1, 0.0);
  free(y);
}

START_TEST(double_agrees_with_pytorch)
{
  const char *name = NAMES[_i];
  sample s = begin(name);
  result r = run_net_f64(&s, 3);
  part *p = tame_calloc(2 * tame_net_n_nodes(s.net), sizeof *p);
  assert_numbers(name, "output", r.output, CLASSES * s.batch);
  assert_numbers(name, "loss", &r.loss, 1);
  if (s.n_state > 0)
    assert_summaries(name, "statistics", r.state, p, statistics_of(s.net, p),
                     0.0);
  assert_numbers(name, "evaluation", r.evaluation, CLASSES * s.batch);
  assert_summaries(name, "gradient", r.gradient, p, tensors_of(s.net, p),
                   1e-5 * norm_of(r.gradient, s.n));
  assert_input_gradient(&s, r.input_gradient);
  assert_numbers(name, "loss_after_steps", &r.loss_after, 1);
  free(p);
  result_free(&r);
  end(&s);
}
END_TEST

/* Means and scales of normalisations are kept as well, beside the values. */
START_TEST(no_more_activations_are_kept_than_by_pytorch)
{
  const char *name = NAMES[_i];
  tame_net *net = network(name, (tame_net_options){.has_no_dropout = true});
  tame_nn_f32 *nn =
      tame_nn_alloc_f32(net, &(tame_nn_options){.batch = batch_of(name)});
  double *want = reference(name, "kept_bytes", 1);
  const size_t bytes =
      tame_nn_activation_bytes_f32(nn) + tame_net_n_state(net) * sizeof(float);
  ck_assert_msg((double)bytes <= *want, "%s: %zu bytes, PyTorch %.0f", name,
                bytes, *want);
  free(want);
  tame_nn_free_f32(nn);
  tame_net_free(net);
}
END_TEST

/* --- float against double ------------------------------------------------- */

/* The yardstick is what rounding parameters and images to float, one rounding
 * each, changes in the results of double.  A float net also rounds the terms of
 * its sums, up to 4608 of them: random errors, so as much as sqrt(4608) = 68
 * roundings.
 *
 * Gradients are not continuous: when the values of units are off by a share of
 * their size, about that share of the units falls on the other side of a kink,
 * which changes the square of a gradient by such a share.  How far values are
 * off is seen at the output. */
static const double ROUNDINGS = 68.0;

static double distance(const double *x, const double *y, size_t n)
{
  double s = 0.0;
  for (size_t i = 0; i < n; i++) s += (x[i] - y[i]) * (x[i] - y[i]);
  return sqrt(s);
}

static void assert_float(const char *net, const char *name, const double *x,
                         const double *rounded, const double *exact, size_t n,
                         double flipped)
{
  const double error = distance(x, rounded, n), size = norm_of(exact, n);
  const double step = distance(rounded, exact, n);
  ck_assert_msg(error <= hypot(ROUNDINGS * step, sqrt(flipped) * size),
                "%s, %s: float is %.3g from double, rounding its data %.3g "
                "(of %.3g)",
                net, name, error, step, size);
}

START_TEST(float_is_a_few_roundings_from_double)
{
  const char *name = NAMES[_i];
  sample s = begin(name);
  const size_t n_output = CLASSES * s.batch;
  result exact = run_net_f64(&s, 0);
  round_to_float(s.theta, s.n);
  round_to_float(s.x, s.n_x);
  result a = run_net_f32(&s, 0), b = run_net_f64(&s, 0);
  assert_float(name, "output", a.output, b.output, exact.output, n_output, 0.0);
  assert_float(name, "evaluation", a.evaluation, b.evaluation, exact.evaluation,
               n_output, 0.0);
  assert_float(name, "statistics", a.state, b.state, exact.state, s.n_state,
               0.0);
  const double flipped = ROUNDINGS *
                         distance(b.output, exact.output, n_output) /
                         norm_of(exact.output, n_output);
  assert_float(name, "gradient", a.gradient, b.gradient, exact.gradient, s.n,
               flipped);
  assert_float(name, "input gradient", a.input_gradient, b.input_gradient,
               exact.input_gradient, s.n_x, flipped);
  result_free(&a);
  result_free(&b);
  result_free(&exact);
  end(&s);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("networks");
  tcase_set_timeout(t, 120);
  tcase_add_loop_test(t, sizes_are_those_of_the_papers, 0, N_SIZES);
  tcase_add_loop_test(t, double_agrees_with_pytorch, 0, N_NAMES);
  tcase_add_loop_test(t, no_more_activations_are_kept_than_by_pytorch, 0,
                      N_NAMES);
  tcase_add_loop_test(t, float_is_a_few_roundings_from_double, 0, N_NAMES);
  return run_tests(t);
}
