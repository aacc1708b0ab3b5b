/* SPDX-License-Identifier: MIT */
/* collect: the comparisons of all benchmarks in one file.
 *
 * usage: collect OUT.h5 DIR NAME...
 *
 * DIR/NAME.h5 is what benchmark NAME wrote.  A benchmark that was not run is left
 * out, and said.  OUT has a group for each kind of peer, `benchmarks` with what
 * the machine could do while each ran, and is written whole or not at all. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "speeds.h"
#include "tame/base.h"

enum { MAX_BENCHES = 32 };
enum { DOUBLE, SINGLE, BANDWIDTH, BUSY, QUICK, N_FACTS };

typedef struct {
  size_t n;
  char names[1024], titles[4096]; /* separated by spaces; by newlines */
  double fact[N_FACTS][MAX_BENCHES];
  speeds kind[N_SPEED_KINDS];
} collection;

static tame_status read_machine(collection *c, const tame_h5 *f,
                                tame_error *err)
{
  double *product;
  tame_h5_shape shape;
  TAME_TRY(tame_h5_read(&product, &shape, f, "machine/product", err));
  c->fact[DOUBLE][c->n] = product[0];
  c->fact[SINGLE][c->n] = shape.count > 1 ? product[1] : (double)NAN;
  free(product);
  TAME_TRY(tame_h5_read_scalar(&c->fact[BANDWIDTH][c->n], f,
                               "machine/bandwidth", err));
  return tame_h5_read_scalar(&c->fact[BUSY][c->n], f, "machine/busy", err);
}

static tame_status read_texts(collection *c, const tame_h5 *f, const char *name,
                              tame_error *err)
{
  char *title, *sizes;
  TAME_TRY(tame_h5_read_attr(&title, f, "/", "title", err));
  const size_t used = strlen(c->titles), words = strlen(c->names);
  snprintf(c->titles + used, sizeof c->titles - used, "%s%s",
           c->n > 0 ? "\n" : "", title);
  snprintf(c->names + words, sizeof c->names - words, "%s%s",
           c->n > 0 ? " " : "", name);
  free(title);
  TAME_TRY(tame_h5_read_attr(&sizes, f, "/", "sizes", err));
  c->fact[QUICK][c->n] = strcmp(sizes, "quick") == 0;
  free(sizes);
  return TAME_OK;
}

/* The comparisons of one benchmark, each to its kind. */
static tame_status read_bench(collection *c, const tame_h5 *f, const char *name,
                              tame_error *err)
{
  static speeds all; /* large */
  TAME_REQUIRE(c->n < MAX_BENCHES);
  TAME_TRY(speeds_read(&all, f, "speeds", name, err));
  for (size_t i = 0; i < all.n; i++) {
    speeds *s = &c->kind[all.of[i].kind];
    speeds_add(s, &all.of[i], all.ours + i * REPEATS, all.theirs + i * REPEATS);
    s->share[s->n - 1] = all.share[i];
  }
  speeds_free(&all);
  TAME_TRY(read_machine(c, f, err));
  TAME_TRY(read_texts(c, f, name, err));
  c->n++;
  return TAME_OK;
}

static void write_benches(tame_h5 *f, const collection *c)
{
  static const char *const FACTS[N_FACTS][3] = {
      {"product", "matrix product in double precision", "Gflop/s"},
      {"product_single", "matrix product in single precision", "Gflop/s"},
      {"bandwidth", "update in place", "GB/s"},
      {"busy", "wall over processor time: 1 on an idle machine", "1"},
      {"quick", "small sizes", "1"}};
  double index[MAX_BENCHES];
  for (size_t i = 0; i < c->n; i++) index[i] = (double)i;
  tame_h5_group(f, "benchmarks",
                "what one thread of the machine can do, in each run");
  tame_h5_codes(f, "benchmarks/benchmark", c->names, "benchmark");
  tame_h5_write(f, "benchmarks/title", "benchmark", index, "what it measures",
                "1");
  tame_h5_attr(f, "benchmarks/title", "texts", c->titles);
  for (size_t k = 0; k < N_FACTS; k++) {
    char path[64];
    snprintf(path, sizeof path, "benchmarks/%s", FACTS[k][0]);
    tame_h5_write_measured(f, path, "benchmark", c->fact[k], FACTS[k][1],
                           FACTS[k][2]);
  }
  tame_h5_panel(f, "benchmarks", "product", "benchmark");
}

static tame_status write_all(const char *path, const collection *c,
                             tame_error *err)
{
  static const char *const GROUPS[N_SPEED_KINDS][2] = {
      {"library", "Against other libraries"},
      {"machine", "Against the machine’s limits"},
      {"baseline", "Against our own baselines"},
      {"stated", "Against stated times"}};
  tame_h5 *f;
  TAME_TRY(tame_h5_create(&f, path, err));
  tame_h5_attr(f, "/", "title", "Speeds against peers and limits");
  write_benches(f, c);
  for (size_t k = 0; k < N_SPEED_KINDS; k++)
    if (c->kind[k].n > 0)
      speeds_write(f, GROUPS[k][0], GROUPS[k][1], &c->kind[k]);
  return tame_h5_commit(f, err);
}

static tame_status collect(collection *c, const char *out, const char *dir,
                           char **names, size_t n, tame_error *err)
{
  for (size_t i = 0; i < n; i++) {
    char path[1024];
    tame_h5 *f;
    snprintf(path, sizeof path, "%s/%s.h5", dir, names[i]);
    tame_status s = tame_h5_open(&f, path, err);
    if (s == TAME_EMISSING) {
      printf("collect: %s was not run\n", names[i]);
      continue;
    }
    if (s >= 0) {
      s = read_bench(c, f, names[i], err);
      tame_h5_close(f);
    }
    if (s < 0) return s;
  }
  if (c->n > 0) return write_all(out, c, err);
  return tame_fail(err, TAME_EMISSING, "%s: no benchmark was run", dir);
}

int main(int argc, char **argv)
{
  if (argc < 4 || argv[1][0] == '-') {
    fprintf(stderr, "usage: collect OUT.h5 DIR NAME...\n");
    return 2;
  }
  static collection c;
  tame_error err;
  const tame_status s =
      collect(&c, argv[1], argv[2], argv + 3, (size_t)argc - 3, &err);
  for (size_t k = 0; k < N_SPEED_KINDS; k++) speeds_free(&c.kind[k]);
  if (s >= 0) return 0;
  fprintf(stderr, "collect: %s\n", err.text);
  return 1;
}
