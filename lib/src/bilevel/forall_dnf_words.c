/* SPDX-License-Identifier: MIT */
/* Exists-forall 3-DNF: counting true terms at many vertices y at once.
 *
 * A word holds one truth value for each of 64 vertices, a block WORDS words: the
 * first BLOCK_BITS variables y vary within a block, the others run in Gray
 * order.  Counts are kept in binary, bit p of all counts in plane p, and one
 * more term is added as by hand, with carries. */
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/forall_dnf.h"
#include "tame/gray.h"

enum { WORDS = 8, BLOCK_BITS = 9, MAX_PLANES = 17 };
typedef struct {
  uint64_t w[WORDS];
} block;

/* A term with its x put in: what is left are literals of y. */
typedef struct {
  size_t n_literals;
  unsigned y[3];
  bool is_positive[3];
} rest;

/* Truth value of the first BLOCK_BITS variables over a block. */
static void fill_variables(block variable[BLOCK_BITS])
{
  for (size_t v = 0; v < BLOCK_BITS; v++)
    for (size_t i = 0; i < WORDS; i++) {
      uint64_t bits = 0;
      for (size_t b = 0; b < 64; b++) bits |= ((64 * i + b) >> v & 1) << b;
      variable[v].w[i] = bits;
    }
}

/* The terms that x does not make false; returns how many.  *always <- how many
 * more are true whatever y is. */
static size_t put_in(rest *to, size_t *always, const tame_dnf *dnf, uint64_t x)
{
  size_t n = 0;
  *always = 0;
  for (size_t j = 0; j < dnf->n_terms; j++) {
    const tame_dnf_term *t = &dnf->term[j];
    rest left = {0};
    bool is_false = false;
    for (size_t i = 0; i < t->n_literals; i++) {
      const unsigned v = t->variable[i];
      if (v < dnf->n) {
        is_false |= (x >> v & 1) != (uint64_t)t->is_positive[i];
      } else {
        left.y[left.n_literals] = v - (unsigned)dnf->n;
        left.is_positive[left.n_literals++] = t->is_positive[i];
      }
    }
    if (is_false) continue;
    if (left.n_literals == 0)
      ++*always;
    else
      to[n++] = left;
  }
  return n;
}

/* bits <- truth value of term T over the block where the later variables are
 * those of HIGH. */
static void evaluate(block *bits, const rest *t, const block *variable,
                     uint64_t high)
{
  memset(bits, 0xff, sizeof *bits);
  for (size_t i = 0; i < t->n_literals; i++) {
    const unsigned y = t->y[i];
    const uint64_t flip = t->is_positive[i] ? 0 : ~UINT64_C(0);
    if (y < BLOCK_BITS) {
      for (size_t w = 0; w < WORDS; w++) bits->w[w] &= variable[y].w[w] ^ flip;
    } else if ((high >> (y - BLOCK_BITS) & 1) != (uint64_t)t->is_positive[i]) {
      memset(bits, 0, sizeof *bits);
      return;
    }
  }
}

/* Smallest count of the block below VALID lanes, and a lane that has it. */
static size_t smallest(size_t *lane, const block *plane, size_t n_planes,
                       const block *valid)
{
  block among = *valid;
  size_t value = 0;
  for (size_t p = n_planes; p-- > 0;) {
    block without;
    uint64_t any = 0;
    for (size_t w = 0; w < WORDS; w++) {
      without.w[w] = among.w[w] & ~plane[p].w[w];
      any |= without.w[w];
    }
    if (any)
      among = without;
    else
      value |= (size_t)1 << p;
  }
  size_t w = 0;
  while (!among.w[w]) w++;
  *lane = 64 * w + (size_t)__builtin_ctzll(among.w[w]);
  return value;
}

/* plane <- the number of true terms, bit by bit. */
static void count_terms(block *plane, size_t n_planes, const rest *term,
                        size_t n, const block *variable, uint64_t high)
{
  memset(plane, 0, n_planes * sizeof *plane);
  size_t used = 0; /* planes that can be other than 0 so far */
  for (size_t j = 0; j < n; j++) {
    block carry;
    evaluate(&carry, &term[j], variable, high);
    if ((j + 1) >> used) used++;
    for (size_t p = 0; p < used; p++)
      for (size_t w = 0; w < WORDS; w++) {
        const uint64_t both = plane[p].w[w] & carry.w[w];
        plane[p].w[w] ^= carry.w[w];
        carry.w[w] = both;
      }
  }
}

tame_dnf_fewest tame_dnf_lower(const tame_dnf *dnf, uint64_t x)
{
  block variable[BLOCK_BITS], plane[MAX_PLANES], valid = {{0}};
  rest *term = tame_calloc(dnf->n_terms, sizeof *term);
  size_t always, n_planes = 0;
  const size_t n = put_in(term, &always, dnf, x);
  while (n >> n_planes) n_planes++;
  TAME_REQUIRE(n_planes <= MAX_PLANES);
  fill_variables(variable);
  const size_t low = dnf->m < BLOCK_BITS ? dnf->m : BLOCK_BITS;
  const size_t lanes = (size_t)1 << low;
  for (size_t i = 0; i < lanes; i++) valid.w[i / 64] |= UINT64_C(1) << i % 64;
  tame_dnf_fewest best = {.fewest = SIZE_MAX};
  for (uint64_t t = 0; t < UINT64_C(1) << (dnf->m - low); t++) {
    const uint64_t high = tame_gray_code(t);
    size_t lane;
    count_terms(plane, n_planes, term, n, variable, high);
    const size_t fewest = always + smallest(&lane, plane, n_planes, &valid);
    if (fewest < best.fewest) {
      best.fewest = fewest;
      best.y = high << low | lane;
    }
    best.visited += lanes;
  }
  free(term);
  return best;
}

tame_dnf_optimum tame_dnf_enumerate(const tame_dnf *dnf)
{
  tame_dnf_optimum best = {.value = INT64_MAX};
  for (uint64_t t = 0; t < UINT64_C(1) << dnf->n; t++) {
    const tame_dnf_fewest lower = tame_dnf_lower(dnf, tame_gray_code(t));
    const int64_t value = -(int64_t)lower.fewest;
    best.visited += lower.visited;
    if (value < best.value) {
      best.value = value;
      best.x = tame_gray_code(t);
    }
  }
  return best;
}
