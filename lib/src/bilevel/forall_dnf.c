/* SPDX-License-Identifier: MIT */
/* Exists-forall 3-DNF: instances, plain evaluation, the multilinear form. */
#include "tame/forall_dnf.h"

#include <math.h>

#include "tame/base.h"
#include "tame/splitmix.h"
#include "tame/subset_sum.h"

static bool has_variable(const tame_dnf_term *t, unsigned v)
{
  for (size_t i = 0; i < t->n_literals; i++)
    if (t->variable[i] == v) return true;
  return false;
}

/* A clause of not-D is drawn, and a term is a clause with all signs turned. */
tame_dnf tame_dnf_random(uint64_t seed, size_t n, size_t m, size_t n_terms)
{
  tame_splitmix g = tame_splitmix_seed(seed);
  tame_dnf dnf = {.n = n, .m = m, .n_terms = n_terms};
  TAME_REQUIRE(n >= 1 && n <= TAME_DNF_MAX_N && m >= 3 && m <= TAME_DNF_MAX_M &&
               n + m <= TAME_DNF_MAX_BITS && n_terms >= 1 &&
               n_terms <= TAME_DNF_MAX_TERMS);
  dnf.term = tame_calloc(n_terms, sizeof *dnf.term);
  for (size_t j = 0; j < n_terms; j++) {
    tame_dnf_term *t = &dnf.term[j];
    if (j % 2 == 0)
      t->variable[t->n_literals++] =
          (unsigned)tame_splitmix_integer(0, (int64_t)n - 1, &g);
    while (t->n_literals < 3) {
      const unsigned v =
          (unsigned)n + (unsigned)tame_splitmix_integer(0, (int64_t)m - 1, &g);
      if (!has_variable(t, v)) t->variable[t->n_literals++] = v;
    }
    for (size_t i = 0; i < 3; i++)
      t->is_positive[i] = tame_splitmix_integer(0, 1, &g) == 0;
  }
  return dnf;
}

static bool is_true(const tame_dnf_term *t, uint64_t z)
{
  for (size_t i = 0; i < t->n_literals; i++)
    if ((z >> t->variable[i] & 1) != (uint64_t)t->is_positive[i]) return false;
  return true;
}

size_t tame_dnf_true_terms(const tame_dnf *dnf, uint64_t x, uint64_t y)
{
  size_t count = 0;
  for (size_t j = 0; j < dnf->n_terms; j++)
    count += is_true(&dnf->term[j], x | y << dnf->n);
  return count;
}

static bool holds(const tame_dnf *dnf, uint64_t z)
{
  for (size_t j = 0; j < dnf->n_terms; j++)
    if (is_true(&dnf->term[j], z)) return true;
  return false;
}

bool tame_dnf_decide(uint64_t *witness, uint64_t *evaluated,
                     const tame_dnf *dnf)
{
  *evaluated = 0;
  for (uint64_t x = 0; x < UINT64_C(1) << dnf->n; x++) {
    bool for_all = true;
    for (uint64_t y = 0; y < UINT64_C(1) << dnf->m && for_all; y++) {
      for_all = holds(dnf, x | y << dnf->n);
      ++*evaluated;
    }
    if (for_all) {
      *witness = x;
      return true;
    }
  }
  return false;
}

/* --- continuous ----------------------------------------------------------- */

double tame_dnf_penalty(const tame_dnf *dnf)
{
  size_t most = 1;
  for (unsigned v = 0; v < dnf->n; v++) {
    size_t count = 0;
    for (size_t j = 0; j < dnf->n_terms; j++)
      count += has_variable(&dnf->term[j], v);
    if (count > most) most = count;
  }
  return 2.0 * (double)most;
}

double tame_dnf_multilinear(const tame_dnf *dnf, const double *x,
                            const double *y)
{
  double sum = 0.0;
  for (size_t j = 0; j < dnf->n_terms; j++) {
    const tame_dnf_term *t = &dnf->term[j];
    double product = 1.0;
    for (size_t i = 0; i < t->n_literals; i++) {
      const unsigned v = t->variable[i];
      const double z = v < dnf->n ? x[v] : y[v - dnf->n];
      product *= t->is_positive[i] ? z : 1.0 - z;
    }
    sum += product;
  }
  return sum;
}

double tame_dnf_value(const tame_dnf *dnf, const double *x)
{
  double y[TAME_DNF_MAX_M], off = 0.0, least = INFINITY;
  for (size_t i = 0; i < dnf->n; i++) off += x[i] * (1.0 - x[i]);
  for (uint64_t t = 0; t < UINT64_C(1) << dnf->m; t++) {
    for (size_t j = 0; j < dnf->m; j++) y[j] = (double)(t >> j & 1);
    least = fmin(least, tame_dnf_multilinear(dnf, x, y));
  }
  return tame_dnf_penalty(dnf) * off - least;
}
