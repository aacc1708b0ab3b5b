/* SPDX-License-Identifier: MIT */
/* The functions that bench_tape.c differentiates, and the C face of the C++
 * libraries that differentiate them too (peer_cppad.cc, peer_adolc.cc). */
#ifndef BENCH_TAPE_PEERS_H
#define BENCH_TAPE_PEERS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* All of x [n], with values about 1:
 *   PRODUCT  Speelpenning's product  x_0 x_1 ... x_{n-1}
 *   NETWORK  WIDTH, WIDTH, WIDTH, 1 units, relu, then |h - 1|: input, weights
 *            row by row, biases; one scalar operation for each + and *
 *   CHAIN    y <- y + x_j, y x_k, y - x_l, 0.9 y in turn, LINKS times, with j,
 *            k, l scattered; the sum of y before every STRETCH of
 *            links and at the end: the derivative of the last y alone would be
 *            subnormal for most of the way, where some processors take a
 *            hundred times as long
 *   SORTING  sum_i i r_(i), r_i = |x_i - 1| sorted by odd-even merges of
 *            pairs (min, max); n a power of 2 */
enum { PRODUCT, NETWORK, CHAIN, SORTING, N_FUNCTIONS };
enum { WIDTH = 64, LINKS = 1000000, STRETCH = 1000 };

/* Where link i of the chain takes its input. */
static inline size_t chain_input(size_t i, size_t n)
{
  return (size_t)(i * 2654435761u) % n;
}

typedef struct {
  const char *name; /* with its version where the library says it */
  void *(*record)(int function, const double *x, size_t n);
  /* value at x and gradient, nothing recorded anew */
  double (*gradient)(void *tape, double *grad, const double *x, size_t n);
  size_t (*bytes)(const void *tape); /* what the library says it holds */
  void (*clear)(void *tape);
} tape_peer;

extern const tape_peer peer_cppad, peer_adolc;

#ifdef __cplusplus
}
#endif

#endif
