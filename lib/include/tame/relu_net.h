/* SPDX-License-Identifier: MIT */
/* Linear ReLU networks over {-1, 0, 1},
 *
 *     F(x) = M_L ReLU( M_{L-1} ReLU( ... ReLU(M_1 x) ) ),   F: R^n -> R,
 *
 * entries of all M_l in {-1, 0, 1} (2206.01730, the section on linear ReLU
 * networks).  F is piecewise linear and F(t x) = t F(x) for t >= 0.
 *
 * Its autodiff conservative gradient is the set
 *
 *     D^a_F(x) = { M_1' D_1 M_2' D_2 ... M_{L-1}' D_{L-1} M_L' },
 *
 * D_l diagonal, with the entry 0 where the argument of the ReLU is negative, 1
 * where it is positive, and anything in [0, 1] where it is zero.  Every element
 * v satisfies Euler's identity <v, x> = F(x), since D_l z_l = ReLU(z_l).
 *
 * Matrices are stored by rows, zeros left out; rows of all matrices are numbered
 * through, and row r is a unit.  Units before the last layer pass a ReLU. */
#ifndef TAME_RELU_NET_H
#define TAME_RELU_NET_H

#include <stddef.h>
#include <stdint.h>

#include "tame/splitmix.h"
#include "tame/status.h"

typedef struct {
  size_t n;      /* inputs */
  size_t depth;  /* L, matrices */
  size_t n_rows; /* of all matrices */
  size_t nnz;    /* entries that are not zero */
  size_t *layer; /* [depth + 1] first row of each matrix, and n_rows */
  size_t *start; /* [n_rows + 1] first entry of each row, and nnz */
  size_t *col;   /* [nnz] column, counted from the first of its matrix */
  int8_t *sign;  /* [nnz] -1 or 1 */
  size_t room_layer, room_start, room_entry; /* what there is room for */
} tame_relu_net;

/* --- building: a net is layers begun one after the other, and their rows. --- */

tame_relu_net tame_relu_net_empty(size_t n);
void tame_relu_net_begin_layer(tame_relu_net *net);
/* A row of the layer begun last: sign[i] in column col[i], i < count; columns
 * differ from one another and exist in the layer before. */
void tame_relu_net_add_row(tame_relu_net *net, const size_t *col,
                           const int8_t *sign, size_t count);
void tame_relu_net_free(tame_relu_net *net); /* frees the arrays, clears *net */

/* Matrices [width[l + 1] x width[l]], l < depth, entries floor(3u) - 1 for
 * uniform u, drawn in row-major order. */
tame_relu_net tame_relu_net_random(const size_t *width, size_t depth,
                                   tame_splitmix *g);

/* Units that pass a ReLU: all but the last row, which is the output. */
size_t tame_relu_net_units(const tame_relu_net *net);

/* --- values ---------------------------------------------------------------
 * z [n_rows] <- arguments of the ReLUs, layer by layer, and last F(x), which is
 * returned.  The last layer has one row. */
double tame_relu_net_value(double *z, const double *x,
                           const tame_relu_net *net);
int32_t tame_relu_net_value_int(int32_t *z, const int32_t *x,
                                const tame_relu_net *net);

/* F at sign vectors, 64 in one word.  Vector number b, 0 <= b < 2^n, has x_i = 1
 * where bit n-1-i of b is 0 and x_i = -1 where it is 1: +1 before -1, the first
 * variable changing slowest.  Bit b % 64 of table[p * n_words + b / 64 - first]
 * is bit p of F, in two's complement of BITS bits, 1 <= bits <= 16; table
 * [bits x n_words] covers the words first, ..., first + n_words - 1.  Below
 * n = 6, bits from 2^n on repeat.  Sums are taken modulo 2^bits, so F is exact
 * when all arguments of ReLUs lie in [-2^(bits-1), 2^(bits-1)).  Allocates. */
void tame_relu_net_sign_table(uint64_t *table, size_t first, size_t n_words,
                              size_t bits, const tame_relu_net *net);
/* Sign vector number b, and of the vectors 64 w to 64 w + 63 the entry i, one bit
 * each: 1 where it is -1. */
void tame_sign_vector(int32_t *x, uint64_t b, size_t n);
uint64_t tame_sign_word(size_t i, size_t w, size_t n);

/* --- derivatives ---------------------------------------------------------- */

/* d [units] <- diagonals of the D_l: 1 where z > 0, 0 where z < 0, A at 0. */
void tame_relu_net_choice(double *d, const double *z, double a,
                          const tame_relu_net *net);
/* v [n] <- M_1' D_1 ... D_{L-1} M_L' for the diagonals d [units]; takes work
 * [n_rows]. */
void tame_relu_net_element(double *v, double *work, const double *d,
                           const tame_relu_net *net);

/* v [n] <- an element of D^a_F(0) that is not zero, where the output is
 * reached by an input at all: D = 1 on one unit of each layer, a path from the
 * first unit that reaches the output, and 0 elsewhere, so v is the path's row of
 * M_1 up to its sign.  Zero when no unit of the first layer reaches the output.
 * Returns how many entries of the matrices were visited, at most nnz.
 * Allocates. */
size_t tame_relu_net_nonzero_element(double *v, const tame_relu_net *net);

/* g [n] <- the lexicographic gradient at x along the columns of m [n x n]: the
 * gradient at x + e m_1 + e^2 m_2 + ... for all small e > 0 (Nesterov 2005;
 * Khan and Barton 2015).  A number (z; z') with z' [n] is carried through the
 * net, and a ReLU keeps it or replaces it by 0 after the first of z, z'_1, ...
 * whose modulus exceeds 1e-14; g = z' m^{-1} at the output.  TAME_ESINGULAR when
 * m is singular.  Allocates. */
tame_status tame_relu_net_lexicographic(double *g, const double *x,
                                        const double *m,
                                        const tame_relu_net *net);

/* The integral of the derivative along the segment from u to v, piece by piece
 * between the kinks that it crosses; by the chain rule it is F(v) - F(u).
 * *pieces (may be NULL) <- how many there are.  Within a kink the pattern just
 * after it holds.  TAME_STALLED after 10^6 pieces.  Allocates. */
tame_status tame_relu_net_along(double *integral, size_t *pieces,
                                const double *u, const double *v,
                                const tame_relu_net *net);

#endif
