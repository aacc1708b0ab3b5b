/* SPDX-License-Identifier: MIT */
/* A derivative that we and JAX compute from the same data. */
#ifndef BENCH_DERIVATIVE_WORK_H
#define BENCH_DERIVATIVE_WORK_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

enum { MOST_SIZES = 4, MOST_ARRAYS = 8 };

/* What a setup makes.  Arrays are CTX's own. */
typedef struct {
  void *ctx;
  void (*compute)(double *out, void *ctx); /* out [n_out] */
  /* where compute leaves the results in memory of its own, NULL else: out <- */
  void (*fetch)(double *out, void *ctx);
  void (*clear)(void *ctx);
  size_t n_out;
  double flops; /* + and * that a call needs at least; 0: not counted */
  size_t n_sizes, size[MOST_SIZES]; /* as peer_jax.py takes them */
  size_t n_arrays;
  struct {
    const double *x;
    size_t n;
  } array[MOST_ARRAYS];
  char about[160]; /* its size in words */
} derivative;

static inline derivative derivative_of(void *ctx,
                                       void (*compute)(double *, void *),
                                       void (*clear)(void *), size_t n_out)
{
  derivative d = {.ctx = ctx, .compute = compute};
  d.clear = clear;
  d.n_out = n_out;
  return d;
}

static inline void add_array(derivative *d, const double *x, size_t n)
{
  TAME_REQUIRE(d->n_arrays < MOST_ARRAYS);
  d->array[d->n_arrays].x = x;
  d->array[d->n_arrays++].n = n;
}

static inline void add_size(derivative *d, size_t size)
{
  TAME_REQUIRE(d->n_sizes < MOST_SIZES);
  d->size[d->n_sizes++] = size;
}

/* One of the works and its three problems: two sizes, and one to try. */
typedef struct {
  const char *name; /* one word, ours */
  const char *peer; /* in peer_jax.py */
  const char *what; /* "arXiv number: ..." */
  derivative (*setup)(int kind, const size_t *size);
  int kind; /* what setup makes of it */
  size_t size[3][MOST_SIZES];
  double tolerance;   /* of the relative difference of results; 0: TOLERANCE */
  const char *why[2]; /* why JAX is faster at that size, or NULL */
} derivative_work;

#endif
