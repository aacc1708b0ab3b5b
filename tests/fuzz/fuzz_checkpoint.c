/* SPDX-License-Identifier: MIT */
/* tame_nn_load of a small net and tame_opt_load of its optimiser.  A file of any
 * bytes (first byte even) hardly passes the checksum; so the bytes also say (odd)
 * what is to be wrong with a file that is whole: each attribute and array is as
 * it should be, absent, of another type, or has values or a shape from the bytes. */
#include "fuzz_h5.h"

#include <math.h>

#include "tame/nn.h"
#include "tame/opt.h"

/* --- a file with mistakes ------------------------------------------------- */

static void put_attribute(tame_h5 *f, const char *group, const char *name,
                          double right, fuzz_bytes *b)
{
  double x;
  long whole;
  switch (fuzz_byte(b) % 5) {
  case 0:
    tame_h5_attr_number(f, group, name, right);
    return;
  case 1:
    return;
  case 2:
    tame_h5_attr(f, group, name, "1");
    return;
  case 3:
    fuzz_take(&x, sizeof x, b);
    tame_h5_attr_number(f, group, name, x);
    return;
  case 4:
    fuzz_take(&whole, sizeof whole, b);
    tame_h5_attr_integer(f, group, name, whole);
    return;
  }
}

/* GROUP/NAME over ROWS x N numbers, the first few from the bytes */
static void put_numbers(tame_h5 *f, const char *group, const char *name,
                        size_t rows, size_t n, bool is_any, fuzz_bytes *b)
{
  char path[64], axis[64], axes[64];
  double *x = calloc(rows * n, sizeof *x);
  for (size_t i = 0; is_any && i < 3 && i < rows * n; i++)
    fuzz_take(&x[i], sizeof *x, b);
  snprintf(path, sizeof path, "%s/%s", group, name);
  snprintf(axis, sizeof axis, "%s/%s_n", group, name);
  tame_h5_index(f, axis, n, "number");
  snprintf(axis, sizeof axis, "%s/%s_rows", group, name);
  if (rows > 1) tame_h5_index(f, axis, rows, "row");
  snprintf(axes, sizeof axes, rows > 1 ? "%s_rows %s_n" : "%s_n", name, name);
  tame_h5_write(f, path, axes, x, "numbers", "1");
  free(x);
}

static void put_array(tame_h5 *f, const char *group, const char *name,
                      size_t right, fuzz_bytes *b)
{
  char path[64];
  snprintf(path, sizeof path, "%s/%s", group, name);
  switch (fuzz_byte(b) % 6) {
  case 0:
    put_numbers(f, group, name, 1, right, false, b);
    return;
  case 1:
    return;
  case 2:
    tame_h5_group(f, path, "not an array");
    return;
  case 3:
    put_numbers(f, group, name, 1, 1 + fuzz_byte(b), false, b);
    return;
  case 4:
    put_numbers(f, group, name, 2, (right + 1) / 2, false, b);
    return;
  case 5:
    put_numbers(f, group, name, 1, right, true, b);
    return;
  }
}

static void write_file(const char *path, const tame_net *net,
                       double fingerprint, fuzz_bytes *b)
{
  static const char *const NAMES[] = {
      "momentum",    "beta1",        "beta2",          "eps",
      "phase_below", "is_scaled",    "is_uncorrected", "alpha",
      "beta",        "largest_rate", "weight_sum"};
  static const double RIGHT[] = {0, 0.9, 0.999, 1e-8, 0.01, 0, 0, 0, 0, 0, 0};
  const size_t n = tame_net_n_parameters(net);
  tame_h5 *f;
  if (tame_h5_create(&f, path, NULL) < 0) abort();
  tame_h5_group(f, "net", "net");
  put_attribute(f, "net", "net", fingerprint, b);
  put_attribute(f, "net", "n_parameters", (double)n, b);
  put_attribute(f, "net", "dropout_seed_high", 1.0, b);
  put_attribute(f, "net", "dropout_seed_low", 2.0, b);
  put_attribute(f, "net", "dropout_pass", 3.0, b);
  put_array(f, "net", "parameters", n, b);
  put_array(f, "net", "statistics", tame_net_n_state(net), b);
  if (fuzz_byte(b) % 8) tame_h5_group(f, "optimiser", "optimiser");
  if (tame_h5_exists(f, "optimiser")) {
    if (fuzz_byte(b) % 8) tame_h5_attr(f, "optimiser", "kind", "adamw");
    put_attribute(f, "optimiser", "n", (double)n, b);
    put_attribute(f, "optimiser", "steps", 4.0, b);
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
      put_attribute(f, "optimiser", NAMES[i], RIGHT[i], b);
    put_array(f, "optimiser", "momentum", n, b);
    put_array(f, "optimiser", "second_moment", n, b);
  }
  tame_h5_commit(f, NULL); /* a writer that refuses leaves the last file */
}

/* --- reading it ----------------------------------------------------------- */

static tame_net *small(void)
{
  tame_net *net = tame_net_alloc(1, 2, 2);
  int x = tame_net_conv(net, 0, (tame_conv){.channels = 2, .kernel = 2});
  x = tame_net_dropout(net, tame_net_batch_norm(net, x), 0.5);
  tame_net_linear(net, x, (tame_conv){.channels = 2});
  return net;
}

static double fingerprint_of(tame_nn_f32 *nn, const char *path)
{
  tame_h5 *f;
  double x = 0.0;
  if (tame_h5_create(&f, path, NULL) < 0) abort();
  tame_nn_save_f32(f, "net", nn);
  if (tame_h5_commit(f, NULL) < 0 || tame_h5_open(&f, path, NULL) < 0) abort();
  if (tame_h5_read_attr_number(&x, f, "net", "net", NULL) < 0) abort();
  tame_h5_close(f);
  return x;
}

/* An error leaves the net as it was. */
static void read_file(tame_nn_f32 *nn, const tame_net *net, const char *path)
{
  enum { ROOM = 64 };
  float before[ROOM];
  const size_t n = tame_net_n_parameters(net), m = tame_net_n_state(net);
  float *theta = tame_nn_parameters_f32(nn), *state = tame_nn_state_f32(nn);
  tame_error err = {""};
  tame_h5 *f;
  if (tame_h5_open(&f, path, &err) < 0) {
    fuzz_explains(err.text);
    return;
  }
  if (n + m > ROOM) abort();
  for (size_t i = 0; i < n; i++) theta[i] = (float)i;
  for (size_t i = 0; i < m; i++) state[i] = (float)i;
  memcpy(before, theta, n * sizeof *theta);
  memcpy(before + n, state, m * sizeof *state);
  if (tame_nn_load_f32(nn, f, "net", &err) < 0) {
    fuzz_explains(err.text);
    if (memcmp(before, theta, n * sizeof *theta) != 0 ||
        memcmp(before + n, state, m * sizeof *state) != 0)
      abort();
  }
  const tame_opt_options o = tame_opt_defaults(TAME_OPT_ADAMW);
  tame_opt_f32 *opt = tame_opt_alloc_f32(n, tame_opt_vectors(&o));
  if (tame_opt_init_f32(opt, &o, NULL, 0, theta) < 0) abort();
  if (tame_opt_load_f32(opt, f, "optimiser", &err) < 0) {
    fuzz_explains(err.text);
    if (tame_opt_steps_f32(opt) != 0) abort();
  }
  tame_opt_free_f32(opt);
  tame_h5_close(f);
}

static char made[sizeof fuzz_path + 3];
static void forget(void) { unlink(made); }

static void fuzz_one(const uint8_t *data, size_t size)
{
  static tame_net *net;
  static tame_nn_f32 *nn;
  static double fingerprint;
  if (!net) {
    fuzz_file(NULL, 0); /* for its name */
    snprintf(made, sizeof made, "%s.h5", fuzz_path);
    net = small();
    nn = tame_nn_alloc_f32(net, &(tame_nn_options){.batch = 2});
    fingerprint = fingerprint_of(nn, made);
    atexit(forget);
  }
  if (size == 0) return;
  fuzz_bytes b = {data + 1, size - 1};
  if (data[0] % 2 == 0) {
    read_file(nn, net, fuzz_file(b.data, b.size));
    return;
  }
  write_file(made, net, fingerprint, &b);
  fuzz_watch();
  read_file(nn, net, made);
  fuzz_h5_all_closed();
}

/* most of it HDF5's own */
FUZZ_READER(1100, 4 << 20)
