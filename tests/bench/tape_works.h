/* SPDX-License-Identifier: MIT */
/* The functions of tape_peers.h on our tape, and two of them once more with
 * vectors as single operations. */
#ifndef TAME_BENCH_TAPE_WORKS_H
#define TAME_BENCH_TAPE_WORKS_H

#include <stdlib.h>

#include "tame/base.h"
#include "tame/tape.h"
#include "tame/tape_vector.h"
#include "tape_peers.h"

/* --- the functions -------------------------------------------------------- */

static tame_var product(tame_vars x)
{
  tame_var y = tame_vars_at(x, 0);
  for (size_t i = 1; i < x.n; i++) y = tame_var_mul(y, tame_vars_at(x, i));
  return y;
}

static tame_var chain(tame_vars x)
{
  tame_var y = tame_vars_at(x, 0), sum = y;
  for (size_t i = 0; i < LINKS; i += 4) {
    if (i % STRETCH == 0) sum = tame_var_add(sum, y);
    y = tame_var_add(y, tame_vars_at(x, chain_input(i, x.n)));
    y = tame_var_mul(y, tame_vars_at(x, chain_input(i + 1, x.n)));
    y = tame_var_sub(y, tame_vars_at(x, chain_input(i + 2, x.n)));
    y = tame_var_mulc(y, 0.9);
  }
  return tame_var_add(sum, y);
}

/* One unit: weights and inputs in turn. */
static tame_var unit(tame_vars weight, const tame_var *h, tame_var bias)
{
  tame_var s = tame_var_mul(tame_vars_at(weight, 0), h[0]);
  for (size_t k = 1; k < WIDTH; k++)
    s = tame_var_add(s, tame_var_mul(tame_vars_at(weight, k), h[k]));
  return tame_var_add(s, bias);
}

static tame_var network(tame_vars x)
{
  const size_t w = WIDTH, biases = w + 2 * w * w + w;
  tame_var h[WIDTH], z[WIDTH];
  tame_vars_list(h, tame_vars_part(x, 0, w));
  for (size_t layer = 0, j = 0; layer < 3; layer++) {
    const size_t rows = layer < 2 ? w : 1;
    for (size_t i = 0; i < rows; i++, j++)
      z[i] =
          unit(tame_vars_part(x, w + j * w, w), h, tame_vars_at(x, biases + j));
    for (size_t i = 0; i < rows; i++)
      h[i] = layer < 2 ? tame_var_relu(z[i]) : z[i];
  }
  return tame_var_abs(tame_var_addc(h[0], -1.0));
}

static tame_var network_by_vectors(tame_vars x)
{
  const size_t w = WIDTH, biases = w + 2 * w * w + w;
  tame_vars h = tame_vars_part(x, 0, w);
  for (size_t layer = 0; layer < 3; layer++) {
    const size_t rows = layer < 2 ? w : 1;
    tame_vars z =
        tame_vars_matvec(tame_vars_part(x, w + layer * w * w, rows * w), h);
    z = tame_vars_add(z, tame_vars_part(x, biases + layer * w, rows));
    h = layer < 2 ? tame_vars_relu(z) : z;
  }
  return tame_var_abs(tame_var_addc(tame_vars_at(h, 0), -1.0));
}

static tame_var weighted(tame_var *r, size_t n)
{
  tame_var y = r[0];
  for (size_t i = 1; i < n; i++)
    y = tame_var_add(y, tame_var_mulc(r[i], (double)(i + 1)));
  return y;
}

static tame_var *residuals(tame_vars x)
{
  tame_var *r = tame_calloc(x.n, sizeof *r);
  for (size_t i = 0; i < x.n; i++)
    r[i] = tame_var_abs(tame_var_addc(tame_vars_at(x, i), -1.0));
  return r;
}

static tame_var sorting(tame_vars x)
{
  const size_t n = x.n;
  tame_var *r = residuals(x);
  for (size_t p = 1; p < n; p *= 2)
    for (size_t k = p; k >= 1; k /= 2)
      for (size_t j = k % p; j + k < n; j += 2 * k)
        for (size_t i = j; i < j + k && i + k < n; i++) {
          if (i / (2 * p) != (i + k) / (2 * p)) continue;
          const tame_var lo = tame_var_min(r[i], r[i + k]);
          r[i + k] = tame_var_max(r[i], r[i + k]);
          r[i] = lo;
        }
  const tame_var y = weighted(r, n);
  free(r);
  return y;
}

static tame_var sorting_by_vectors(tame_vars x)
{
  tame_var *r = residuals(x);
  tame_var_sort(r, r, x.n);
  const tame_var y = weighted(r, x.n);
  free(r);
  return y;
}

enum { N_OWN = N_FUNCTIONS + 2 }; /* two of them by vectors as well */
static tame_var (*const FUNCTION[N_OWN])(tame_vars) = {
    product, network, chain, sorting, network_by_vectors, sorting_by_vectors};
static const int SAME_AS[N_OWN] = {PRODUCT, NETWORK, CHAIN,
                                   SORTING, NETWORK, SORTING};
static const size_t INPUTS[N_FUNCTIONS] = {
    1000, WIDTH + 2 * WIDTH *WIDTH + WIDTH + 2 * WIDTH + 1, 1000, 512};
static const char *const TITLE[N_OWN] = {
    "product of 1000",         "ReLU network by scalars",
    "chain of 10^6",           "sorting network of 512",
    "ReLU network by vectors", "sort of 512 as one operation"};

/* --- who differentiates them ---------------------------------------------- */

/* The tape with the face of a peer. */
typedef struct {
  tame_tape *t;
  tame_var y;
} own;

static void *own_record(int function, const double *x, size_t n)
{
  own *o = tame_calloc(1, sizeof *o);
  o->t = tame_tape_alloc();
  o->y = FUNCTION[function](tame_tape_input_vector(o->t, x, n));
  return o;
}

static double own_gradient(void *tape, double *grad, const double *x, size_t n)
{
  own *o = tape;
  (void)n;
  TAME_REQUIRE(tame_tape_replay(o->t, x) == TAME_OK);
  TAME_REQUIRE(tame_tape_gradient(grad, o->y) == TAME_OK);
  return tame_var_value(o->y);
}

static size_t own_bytes(const void *tape)
{
  const own *o = tape;
  return tame_tape_bytes(o->t);
}

static void own_clear(void *tape)
{
  own *o = tape;
  tame_tape_free(o->t);
  free(o);
}

static const tape_peer OWN = {"tame", own_record, own_gradient, own_bytes,
                              own_clear};

#endif
