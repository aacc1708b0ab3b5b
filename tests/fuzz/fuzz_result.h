/* SPDX-License-Identifier: MIT */
/* A result with everything that our readers look for, to be edited. */
#ifndef FUZZ_RESULT_H
#define FUZZ_RESULT_H

#include "fuzz_h5.h"

static const char *const FUZZ_PATHS[] = {"/",
                                         "curve",
                                         "curve/size",
                                         "curve/side",
                                         "curve/method",
                                         "curve/mean",
                                         "curve/cube",
                                         "curve/limit",
                                         "cost",
                                         "cost/method",
                                         "cost/rate",
                                         "cost/share",
                                         "cost/seconds",
                                         "provenance",
                                         "provenance/run",
                                         "new",
                                         "curve/new",
                                         "cost/new",
                                         "provenance/new",
                                         "x"};
enum { FUZZ_N_PATHS = sizeof FUZZ_PATHS / sizeof *FUZZ_PATHS };

static inline void fuzz_result_write(const char *path)
{
  static const double X[8] = {50.0, 106.5, 1e6 / 3.0, NAN,
                              -0.0, 2.5,   7,         1e-300};
  tame_h5 *f;
  if (tame_h5_create(&f, path, NULL) < 0) abort();
  tame_h5_attr(f, "/", "title", "a result");
  tame_h5_attr(f, "/", "fingerprint", "0123");
  tame_h5_axis(f, "x", X, 2, "abscissa", "1");
  tame_h5_write(f, "y", "x", X, "ordinate", "1");
  tame_h5_group(f, "curve", "a curve");
  tame_h5_axis(f, "curve/size", X, 3, "size n", "1");
  tame_h5_axis(f, "curve/side", X, 2, "side", "m");
  tame_h5_codes(f, "curve/method", "autodiff one_step", "method");
  tame_h5_write(f, "curve/mean", "method size", X, "mean", "s");
  tame_h5_write(f, "curve/cube", "method side side", X, "cube", "1");
  tame_h5_write_scalar(f, "curve/limit", -2.385, "limit", "1");
  tame_h5_panel(f, "curve", "mean", "method size");
  tame_h5_group(f, "cost", "a table");
  tame_h5_codes(f, "cost/method", "autodiff one_step", "method");
  tame_h5_write(f, "cost/rate", "method", X, "rate", "1");
  tame_h5_write(f, "cost/share", "method", X, "share", "%");
  tame_h5_attr(f, "cost/share", "texts", "first\nsecond");
  tame_h5_write_measured(f, "cost/seconds", "method", X, "time", "s");
  tame_h5_group(f, "provenance", "how");
  tame_h5_group(f, "provenance/run", "when");
  tame_h5_attr(f, "provenance", "inputs", "set a file.gz 0123456789abcdef");
  tame_h5_attr(f, "provenance", "arguments", "--scale smoke");
  tame_h5_attr(f, "provenance/run", "git_commit", "0123456789abcdef");
  tame_h5_attr_number(f, "provenance/run", "wall_seconds", 12.5);
  if (tame_h5_commit(f, NULL) < 0) abort();
}

static char fuzz_good[] = "/tmp/tame-fuzz-good-XXXXXX";
static char fuzz_odd[] = "/tmp/tame-fuzz-odd-XXXXXX";

static inline void fuzz_forget_results(void)
{
  unlink(fuzz_good);
  unlink(fuzz_odd);
}

/* The base, once; a good file is at fuzz_good, the odd ones go to fuzz_odd. */
static inline const fuzz_base *fuzz_result_base(void)
{
  static fuzz_base base;
  if (base.image) return &base;
  const int good = mkstemp(fuzz_good), odd = mkstemp(fuzz_odd);
  if (good < 0 || odd < 0) abort();
  close(good);
  close(odd);
  atexit(fuzz_forget_results);
  fuzz_result_write(fuzz_good);
  fuzz_base_read(&base, fuzz_good);
  base.path = FUZZ_PATHS;
  base.n_paths = FUZZ_N_PATHS;
  return &base;
}

#endif
