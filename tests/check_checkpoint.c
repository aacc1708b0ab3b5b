/* SPDX-License-Identifier: MIT */
/* A run of a net and an optimiser goes on from a file as if never stopped, to
 * the last bit; a file of another net is refused, and the net left alone. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nn_nets.h"
#include "run_tests.h"
#include "sandbox.h"
#include "tame/base.h"
#include "tame/opt.h"
#include "tame/rng.h"

enum { N_EXAMPLES = 17, BATCH = 5, N_STEPS = 11, MAX_INPUT = 200 };

static double pixel(size_t example, size_t i)
{
  return sin(1.0 + (double)(example * example) + 0.7 * (double)i) +
         0.3 * (double)(example % 3);
}

/* The order of an epoch follows from its number: a file needs to say no more
 * than where the run stands. */
static void order_of_epoch(size_t order[N_EXAMPLES], size_t epoch)
{
  gsl_rng *rng = tame_rng_alloc(0, "check_checkpoint/order", epoch);
  for (size_t i = 0; i < N_EXAMPLES; i++) {
    const size_t k = gsl_rng_uniform_int(rng, i + 1);
    order[i] = order[k];
    order[k] = i;
  }
  gsl_rng_free(rng);
}

#define REAL        float
#define TAME_SUFFIX _f32
#include "checkpoint_run_impl.h"
#undef REAL
#undef TAME_SUFFIX
#define REAL        double
#define TAME_SUFFIX _f64
#include "checkpoint_run_impl.h"
#undef REAL
#undef TAME_SUFFIX

START_TEST(a_run_goes_on_from_a_file_to_the_last_bit)
{
  static const tame_opt_kind KINDS[] = {TAME_OPT_ADAMW, TAME_OPT_INNAPROP};
  static const size_t STOPS[] = {4, 6}; /* an epoch has 4 steps */
  for (size_t k = 0; k < 2; k++) {
    check_resumed_f32(SMALL_NETS[_i], KINDS[k], STOPS[k]);
    check_resumed_f64(SMALL_NETS[_i], KINDS[k], STOPS[k]);
  }
}
END_TEST

/* --- refused -------------------------------------------------------------- */

static tame_net *with_activation(tame_activation kind, size_t width)
{
  tame_net *net = tame_net_alloc(2, 4, 4);
  int x = tame_net_conv(net, 0, CONV(.channels = width, .kernel = 3));
  x = tame_net_batch_norm(net, x);
  x = tame_net_activation(net, x, kind);
  tame_net_linear(net, tame_net_dropout(net, x, 0.5), CONV(.channels = 3));
  return net;
}

/* Reading group GROUP of run.h5 into R fails, says WHY in one line that begins
 * with the file's name, and R goes on as if nothing had been tried. */
static void refuses(run_f32 *r, tame_status status, const char *group,
                    const char *why)
{
  tame_h5 *f;
  tame_error err = {""};
  char start[600];
  const size_t n = tame_net_n_parameters(r->net), m = tame_net_n_state(r->net);
  run_f32 twin = begin_f32(r->net, TAME_OPT_ADAMW, 1);
  ck_assert_int_eq(tame_h5_open(&f, in_dir("run.h5"), &err), TAME_OK);
  ck_assert_int_eq(tame_nn_load_f32(r->nn, f, group, &err), status);
  tame_h5_close(f);
  snprintf(start, sizeof start, "%s: ", in_dir("run.h5"));
  ck_assert_msg(strncmp(err.text, start, strlen(start)) == 0, "%s", err.text);
  ck_assert_msg(strstr(err.text, why), "no '%s' in: %s", why, err.text);
  ck_assert_ptr_null(strchr(err.text, '\n'));
  go_f32(&twin, 2);
  go_f32(r, 2); /* dropout is where it was as well */
  ck_assert_mem_eq(r->loss, twin.loss, 2 * sizeof(double));
  ck_assert_mem_eq(tame_nn_parameters_f32(r->nn),
                   tame_nn_parameters_f32(twin.nn), n * sizeof(float));
  ck_assert_mem_eq(tame_nn_state_f32(r->nn), tame_nn_state_f32(twin.nn),
                   m * sizeof(float));
  end_f32(&twin);
  end_f32(r);
}

START_TEST(a_file_of_another_net_is_refused)
{
  tame_net *saved = with_activation(TAME_RELU, 4);
  tame_net *wider = with_activation(TAME_RELU, 5);
  tame_net *other = with_activation(TAME_TANH, 4);
  run_f32 r = begin_f32(saved, TAME_OPT_ADAMW, 3);
  save_f32(&r, in_dir("run.h5"));
  end_f32(&r);
  r = begin_f32(wider, TAME_OPT_ADAMW, 1);
  refuses(&r, TAME_EFORMAT, "net",
          "net: another network, of 128 parameters; this one has 160");
  r = begin_f32(other, TAME_OPT_ADAMW, 1);
  refuses(&r, TAME_EFORMAT, "net",
          "net: another network, of 128 parameters; this one has 128");
  r = begin_f32(saved, TAME_OPT_ADAMW, 1);
  refuses(&r, TAME_EMISSING, "nowhere", "no group nowhere");
  tame_net_free(saved);
  tame_net_free(wider);
  tame_net_free(other);
}
END_TEST

START_TEST(doubles_are_not_rounded_into_a_float_net)
{
  tame_net *net = with_activation(TAME_RELU, 4);
  run_f64 r = begin_f64(net, TAME_OPT_ADAMW, 3);
  save_f64(&r, in_dir("run.h5"));
  end_f64(&r);
  run_f32 s = begin_f32(net, TAME_OPT_ADAMW, 1);
  refuses(&s, TAME_EFORMAT, "net", "loses digits in 4 bytes");
  tame_net_free(net);
}
END_TEST

/* A file as tame_nn_save writes it, with one thing wrong. */
typedef struct {
  const char *name; /* of an attribute, or "" */
  double value;
  long more_parameters, more_statistics;
  const char *why;
} damage;

static const damage DAMAGES[] = {
    {"dropout_pass", -1.0, 0, 0, "net: dropout_pass is -1"},
    {"dropout_pass", 1.5, 0, 0, "net: dropout_pass is 1.5"},
    {"dropout_pass", (double)NAN, 0, 0, "net: dropout_pass is nan"},
    {"dropout_seed_low", 0x1p32, 0, 0, "net: dropout_seed_low is 4.29497e+09"},
    {"dropout_seed_high", 1e300, 0, 0, "net: dropout_seed_high is 1e+300"},
    {"n_parameters", 127.0, 0, 0, "another network, of 127 parameters"},
    {"net", 5.0, 0, 0, "another network, of 128 parameters"},
    {"", 0.0, -1, 0, "net/parameters: 127 numbers, not 128"},
    {"", 0.0, 1, 0, "net/parameters: 129 numbers, not 128"},
    {"", 0.0, 0, 1, "net/statistics: 9 numbers, not 8"},
    {"", 0.0, 0, -8, "net/statistics"}, /* none at all */
};
enum { N_DAMAGES = sizeof DAMAGES / sizeof DAMAGES[0] };

static void write_numbers(tame_h5 *f, const char *path, const char *axis,
                          size_t n)
{
  char axis_path[64];
  double *x = tame_vec(n);
  snprintf(axis_path, sizeof axis_path, "net/%s", axis);
  for (size_t i = 0; i < n; i++) x[i] = 1.0;
  tame_h5_index(f, axis_path, n, "number");
  tame_h5_write(f, path, axis, x, "numbers", "1");
  free(x);
}

static void write_damaged(const damage *d, double fingerprint)
{
  static const char *const NAMES[] = {"net", "n_parameters",
                                      "dropout_seed_high", "dropout_seed_low",
                                      "dropout_pass"};
  const double value[] = {fingerprint, 128.0, 17.0, 4.0, 2.0};
  tame_h5 *f;
  tame_error err;
  ck_assert_int_eq(tame_h5_create(&f, in_dir("run.h5"), &err), TAME_OK);
  tame_h5_group(f, "net", "State of a neural network");
  for (size_t i = 0; i < 5; i++)
    tame_h5_attr_number(f, "net", NAMES[i],
                        strcmp(NAMES[i], d->name) == 0 ? d->value : value[i]);
  write_numbers(f, "net/parameters", "parameter",
                (size_t)(128 + d->more_parameters));
  if (d->more_statistics > -8)
    write_numbers(f, "net/statistics", "statistic",
                  (size_t)(8 + d->more_statistics));
  ck_assert_msg(tame_h5_commit(f, &err) == TAME_OK, "%s", err.text);
}

static double fingerprint_in_file(void)
{
  tame_h5 *f;
  double x = 0.0;
  ck_assert_int_eq(tame_h5_open(&f, in_dir("run.h5"), NULL), TAME_OK);
  ck_assert_int_eq(tame_h5_read_attr_number(&x, f, "net", "net", NULL),
                   TAME_OK);
  tame_h5_close(f);
  return x;
}

START_TEST(a_damaged_file_is_refused)
{
  tame_net *net = with_activation(TAME_RELU, 4);
  run_f32 r = begin_f32(net, TAME_OPT_ADAMW, 1);
  save_f32(&r, in_dir("run.h5"));
  const double fingerprint = fingerprint_in_file();
  const damage none = {"", 0.0, 0, 0, ""};
  tame_error err;
  tame_h5 *f;
  write_damaged(&none, fingerprint); /* the file without a damage is fine */
  ck_assert_int_eq(tame_h5_open(&f, in_dir("run.h5"), &err), TAME_OK);
  ck_assert_int_eq(tame_nn_load_f32(r.nn, f, "net", &err), TAME_OK);
  ck_assert(tame_nn_parameters_f32(r.nn)[127] == 1.0f);
  tame_h5_close(f);
  end_f32(&r);
  write_damaged(&DAMAGES[_i], fingerprint);
  r = begin_f32(net, TAME_OPT_ADAMW, 1);
  refuses(&r, DAMAGES[_i].more_statistics == -8 ? TAME_EMISSING : TAME_EFORMAT,
          "net", DAMAGES[_i].why);
  tame_net_free(net);
}
END_TEST

START_TEST(a_truncated_file_is_not_opened)
{
  tame_net *net = with_activation(TAME_RELU, 4);
  run_f32 r = begin_f32(net, TAME_OPT_ADAMW, 1);
  for (long cut = 0; cut <= 4000; cut += 800) {
    tame_h5 *f;
    tame_error err = {""};
    save_f32(&r, in_dir("run.h5"));
    ck_assert_int_eq(truncate(in_dir("run.h5"), cut), 0);
    ck_assert_int_eq(tame_h5_open(&f, in_dir("run.h5"), &err), TAME_EFORMAT);
    ck_assert_msg(strstr(err.text, cut ? "truncated" : "not an HDF5 file"),
                  "%s", err.text);
  }
  end_f32(&r);
  tame_net_free(net);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("checkpoint");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_loop_test(t, a_run_goes_on_from_a_file_to_the_last_bit, 0,
                      N_SMALL_NETS);
  tcase_add_test(t, a_file_of_another_net_is_refused);
  tcase_add_test(t, doubles_are_not_rounded_into_a_float_net);
  tcase_add_loop_test(t, a_damaged_file_is_refused, 0, N_DAMAGES);
  tcase_add_test(t, a_truncated_file_is_not_opened);
  return run_tests(t);
}
