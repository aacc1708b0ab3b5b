/* SPDX-License-Identifier: MIT */
/* Result files: any bytes (first byte even), which the seal refuses before HDF5
 * sees them; and whole files with odd contents (odd, fuzz_h5.h), in which every
 * object is read, which h5cols lists and prints, and which are compared with a
 * good one. */
#include "fuzz_result.h"

#include "tame/card.h"
#include "tame/column.h"
#include "tame/compare.h"

#include "fuzz_tool.h"

#include "../../lib/tools/h5cols.c"

#include "fuzz_tool_end.h"

static FILE *nowhere;

static bool read_object(const char *path, bool is_group, void *ctx)
{
  const tame_h5 *f = ctx;
  tame_error err = {""};
  tame_h5_shape shape;
  double *x, number;
  char *text;
  for (size_t k = 0; k < FUZZ_N_ATTRIBUTES; k++) {
    if (tame_h5_read_attr(&text, f, path, FUZZ_ATTRIBUTES[k], &err) >= 0)
      free(text);
    else
      fuzz_explains(err.text);
    tame_h5_read_attr_number(&number, f, path, FUZZ_ATTRIBUTES[k], &err);
  }
  if (is_group) return true;
  for (size_t d = 0; d <= TAME_H5_MAX_RANK; d++)
    if (tame_axis_path(&text, f, path, d, &err) >= 0)
      free(text);
    else
      fuzz_explains(err.text);
  if (tame_h5_read(&x, &shape, f, path, &err) < 0) {
    fuzz_explains(err.text);
    return true;
  }
  size_t count = 1;
  for (size_t d = 0; d < shape.rank; d++) count *= shape.dims[d];
  if (shape.rank > TAME_H5_MAX_RANK || count != shape.count) abort();
  double sum = 0.0;
  for (size_t i = 0; i < count; i++) sum += x[i];
  fprintf(nowhere, "%g", sum);
  free(x);
  return true;
}

/* h5cols on FILE with one name of a column, or --list. */
static void run_h5cols(char *file, char *spec)
{
  char name[] = "h5cols", list_option[] = "--list";
  char *argv[] = {name, spec ? file : list_option, spec ? spec : file, NULL};
  if (fuzz_tool_run(3, argv) > 1) abort();
}

/* Names of columns: some that a user writes, and the rest of the bytes. */
static void run_columns(char *file, fuzz_bytes *b)
{
  static const char *const SPEC[] = {
      "curve/size",        "curve/mean[0]",     "curve/mean[:,1]",
      "curve/cube[0,1]",   "curve/limit",       "curve/mean[one_step]",
      "curve/cube[:,1,0]", "curve/cube[1,1,1]", "cost/rate",
      "curve/new[0]"};
  char spec[96], rest[64];
  for (size_t k = 0; k < sizeof SPEC / sizeof *SPEC; k++) {
    snprintf(spec, sizeof spec, "%s", SPEC[k]);
    run_h5cols(file, spec);
  }
  while (b->size > 0) {
    const size_t n = fuzz_byte(b) % sizeof rest;
    const char *object = FUZZ_PATHS[fuzz_byte(b) % FUZZ_N_PATHS];
    fuzz_take(rest, n, b);
    rest[n] = '\0';
    snprintf(spec, sizeof spec, "%s%s", n % 2 ? object : "", rest);
    run_h5cols(file, spec);
  }
}

static void take_difference(const char *text, void *ctx)
{
  (void)ctx;
  fuzz_explains(text);
}

static void read_result(char *path, fuzz_bytes *b)
{
  tame_h5 *f, *good;
  tame_error err = {""};
  if (tame_h5_open(&f, path, &err) < 0) {
    fuzz_explains(err.text);
    return;
  }
  if (tame_h5_walk(f, "/", read_object, f, &err) < 0) fuzz_explains(err.text);
  run_h5cols(path, NULL);
  run_columns(path, b);
  tame_card_inputs(nowhere, f);
  tame_card_cost(nowhere, f);
  tame_card_provenance(nowhere, f);
  if (tame_h5_open(&good, fuzz_good, NULL) < 0) abort();
  const size_t n = tame_h5_compare(f, good, false, take_difference, NULL);
  const size_t m = tame_h5_compare(good, f, false, take_difference, NULL);
  if ((n == 0) != (m == 0)) abort();
  tame_h5_close(good);
  tame_h5_close(f);
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  tame_h5 *f;
  tame_error err = {""};
  const fuzz_base *base = fuzz_result_base();
  fuzz_tool_begin();
  if (!nowhere && !(nowhere = fopen("/dev/null", "w"))) abort();
  if (size == 0) return;
  fuzz_bytes b = {data + 1, size - 1};
  if (data[0] % 2 == 0) {
    if (tame_h5_open(&f, fuzz_file(b.data, b.size), &err) >= 0) abort();
    fuzz_explains(err.text);
  } else if (fuzz_h5_write(fuzz_odd, base, &b)) {
    read_result(fuzz_odd, &b);
    fuzz_h5_all_closed();
  }
}

/* 1032 is what deflate can do; HDF5 keeps caches of its own */
FUZZ_READER(1100, 4 << 20)
