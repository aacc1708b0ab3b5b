/* SPDX-License-Identifier: MIT */
/* Values of linear ReLU networks at all sign vectors, LANES * 64 of them at a
 * time: integers are kept as bits, plane p of a unit holding bit p of its value
 * at each of them, and are added by and, or, xor. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/relu_net.h"

enum { LANES = 8, MAX_BITS = 16, FEW = 3 };

typedef struct {
  uint64_t lane[LANES];
} word;

/* sum +- h modulo 2^bits: a ripple of carries, -h being not h and a carry. */
static inline void add(word *sum, const word *h, bool is_minus, size_t bits)
{
  for (size_t k = 0; k < LANES; k++) {
    uint64_t carry = is_minus ? ~UINT64_C(0) : 0;
    for (size_t p = 0; p < bits; p++) {
      const uint64_t a = sum[p].lane[k];
      const uint64_t b = is_minus ? ~h[p].lane[k] : h[p].lane[k];
      sum[p].lane[k] = a ^ b ^ carry;
      carry = (a & b) | (carry & (a ^ b));
    }
  }
}

/* The same, for a few bits unrolled by the compiler. */
static void add_many(word *sum, const word *h, bool is_minus, size_t bits)
{
  if (bits == FEW)
    add(sum, h, is_minus, FEW);
  else
    add(sum, h, is_minus, bits);
}

/* h <- h where it is not negative, else 0 */
static void relu(word *h, size_t bits)
{
  for (size_t p = 0; p < bits; p++)
    for (size_t k = 0; k < LANES; k++) h[p].lane[k] &= ~h[bits - 1].lane[k];
}

/* x [n x bits] <- the inputs: 1, or -1 = all bits set */
static void set_inputs(word *x, size_t first, size_t bits, size_t n)
{
  for (size_t v = 0; v < n; v++)
    for (size_t k = 0; k < LANES; k++) {
      const uint64_t minus = tame_sign_word(v, first + k, n);
      x[v * bits].lane[k] = ~UINT64_C(0);
      for (size_t p = 1; p < bits; p++) x[v * bits + p].lane[k] = minus;
    }
}

/* to [rows of matrix l x bits] <- its units, from those before */
static void layer(word *to, const word *before, size_t l, size_t bits,
                  const tame_relu_net *net)
{
  const size_t rows = net->layer[l + 1] - net->layer[l];
  memset(to, 0, rows * bits * sizeof *to);
  for (size_t r = net->layer[l]; r < net->layer[l + 1]; r++, to += bits) {
    for (size_t i = net->start[r]; i < net->start[r + 1]; i++)
      add_many(to, before + net->col[i] * bits, net->sign[i] < 0, bits);
    if (l + 1 < net->depth) relu(to, bits);
  }
}

static size_t widest_layer(const tame_relu_net *net)
{
  size_t widest = net->n;
  for (size_t l = 0; l < net->depth; l++) {
    const size_t rows = net->layer[l + 1] - net->layer[l];
    if (rows > widest) widest = rows;
  }
  return widest;
}

void tame_relu_net_sign_table(uint64_t *table, size_t first, size_t n_words,
                              size_t bits, const tame_relu_net *net)
{
  TAME_REQUIRE(bits >= 1 && bits <= MAX_BITS && net->depth > 0);
  const size_t size = widest_layer(net) * bits;
  word *before = tame_calloc(size, sizeof *before);
  word *to = tame_calloc(size, sizeof *to);
  for (size_t w = 0; w < n_words; w += LANES) {
    set_inputs(before, first + w, bits, net->n);
    for (size_t l = 0; l < net->depth; l++) {
      layer(to, before, l, bits, net);
      word *swap = before;
      before = to;
      to = swap;
    }
    for (size_t p = 0; p < bits; p++)
      for (size_t k = 0; k < LANES && w + k < n_words; k++)
        table[p * n_words + w + k] = before[p].lane[k];
  }
  free(before);
  free(to);
}

void tame_sign_vector(int32_t *x, uint64_t b, size_t n)
{
  for (size_t i = 0; i < n; i++) x[i] = b >> (n - 1 - i) & 1 ? -1 : 1;
}

uint64_t tame_sign_word(size_t i, size_t w, size_t n)
{
  /* bit b of entry j is bit j of b */
  static const uint64_t LOW[6] = {
      UINT64_C(0xAAAAAAAAAAAAAAAA), UINT64_C(0xCCCCCCCCCCCCCCCC),
      UINT64_C(0xF0F0F0F0F0F0F0F0), UINT64_C(0xFF00FF00FF00FF00),
      UINT64_C(0xFFFF0000FFFF0000), UINT64_C(0xFFFFFFFF00000000)};
  const size_t bit = n - 1 - i;
  if (bit < 6) return LOW[bit];
  return w >> (bit - 6) & 1 ? ~UINT64_C(0) : 0;
}
