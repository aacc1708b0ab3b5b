/* SPDX-License-Identifier: MIT */
#include "tame/sat.h"

#include <math.h>
#include <stdlib.h>

#include "tame/base.h"

/* --- random formulas ------------------------------------------------------ */

static size_t draw_index(size_t n, tame_splitmix *g)
{
  return (size_t)floor((double)n * tame_splitmix_uniform(g));
}

static int draw_sign(tame_splitmix *g)
{
  return tame_splitmix_uniform(g) < 0.5 ? 1 : -1;
}

static void draw_clause(int literal[3], size_t n, tame_splitmix *g)
{
  size_t v[3];
  do {
    for (size_t i = 0; i < 3; i++) v[i] = draw_index(n, g);
  } while (v[0] == v[1] || v[0] == v[2] || v[1] == v[2]);
  for (size_t i = 0; i < 3; i++) literal[i] = draw_sign(g) * (int)(v[i] + 1);
}

tame_cnf tame_sat_random(size_t n, size_t m, tame_splitmix *g)
{
  tame_cnf f = tame_cnf_empty(n);
  int literal[3];
  TAME_REQUIRE(n >= 3);
  for (size_t k = 0; k < m; k++) {
    draw_clause(literal, n, g);
    tame_cnf_add(&f, literal, 3);
  }
  return f;
}

tame_cnf tame_sat_planted(size_t n, size_t m, tame_splitmix *g)
{
  tame_cnf f = tame_cnf_empty(n);
  int literal[3], *hidden = tame_calloc(n, sizeof *hidden);
  TAME_REQUIRE(n >= 3);
  for (size_t v = 0; v < n; v++) hidden[v] = draw_sign(g);
  while (f.n_clauses < m) {
    bool is_satisfied = false;
    draw_clause(literal, n, g);
    for (size_t i = 0; i < 3; i++)
      is_satisfied |= literal[i] * hidden[abs(literal[i]) - 1] > 0;
    if (is_satisfied) tame_cnf_add(&f, literal, 3);
  }
  free(hidden);
  return f;
}

/* --- structured formulas -------------------------------------------------- */

/* The clauses on the variables v[0..2] whose number of negations is odd when
 * PARITY is 0, even when it is 1, or any when it is 2: each forbids one
 * assignment, and together they say that the number of true variables has the
 * parity PARITY. */
static void add_signs(tame_cnf *f, const int v[3], int parity)
{
  for (int pattern = 0; pattern < 8; pattern++) {
    int literal[3], negations = 0;
    for (int i = 0; i < 3; i++) {
      const bool is_negated = pattern >> (2 - i) & 1;
      literal[i] = is_negated ? -v[i] : v[i];
      negations += is_negated;
    }
    if (parity == 2 || negations % 2 != parity) tame_cnf_add(f, literal, 3);
  }
}

tame_cnf tame_sat_all_signs(void)
{
  tame_cnf f = tame_cnf_empty(3);
  add_signs(&f, (int[3]){1, 2, 3}, 2);
  return f;
}

/* Corner i of either polygon has the edges i and i - 1 of it and rung i. */
tame_cnf tame_sat_tseitin(size_t rungs, bool is_odd)
{
  const int n = (int)rungs;
  tame_cnf f = tame_cnf_empty(3 * rungs);
  TAME_REQUIRE(rungs >= 3);
  for (int side = 0; side < 2; side++)
    for (int i = 0; i < n; i++) {
      const int polygon = 1 + side * n;
      const int edges[3] = {polygon + i, polygon + (i + n - 1) % n,
                            1 + 2 * n + i};
      add_signs(&f, edges, is_odd && side == 0 && i == 0);
    }
  return f;
}

/* --- evaluation ----------------------------------------------------------- */

bool tame_sat_holds(const tame_cnf *f, uint64_t b)
{
  for (size_t k = 0; k < f->n_clauses; k++) {
    bool is_satisfied = false;
    for (size_t i = f->start[k]; i < f->start[k + 1] && !is_satisfied; i++) {
      const size_t v = (size_t)abs(f->literal[i]) - 1;
      const bool is_minus = b >> (f->n_vars - 1 - v) & 1;
      is_satisfied = is_minus == (f->literal[i] < 0);
    }
    if (!is_satisfied) return false;
  }
  return true;
}

size_t tame_sat_words(size_t n)
{
  TAME_REQUIRE(n <= 40);
  return n < 6 ? 1 : (size_t)1 << (n - 6);
}

void tame_sat_table(uint64_t *table, size_t first, size_t n_words,
                    const tame_cnf *f)
{
  for (size_t w = 0; w < n_words; w++) {
    uint64_t all = ~UINT64_C(0);
    for (size_t k = 0; k < f->n_clauses && all; k++) {
      uint64_t any = 0;
      for (size_t i = f->start[k]; i < f->start[k + 1]; i++) {
        const size_t v = (size_t)abs(f->literal[i]) - 1;
        const uint64_t minus = tame_sign_word(v, first + w, f->n_vars);
        any |= f->literal[i] < 0 ? minus : ~minus;
      }
      all &= any;
    }
    table[w] = all;
  }
}
