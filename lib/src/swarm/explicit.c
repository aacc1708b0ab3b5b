/* SPDX-License-Identifier: MIT */
/* The explicit step, row by row: xi of the next row is computed when its flux is
 * needed and kept for two rows, so that memory is read and written once. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "ring.h"
#include "tame/base.h"
#include "tame/swarm.h"

/* k M (xi_b - xi_a), from a cell to the next */
static inline double flux(double a, double b, double xi_a, double xi_b,
                          double k, tame_mobility kind)
{
  const double d = xi_b - xi_a;
  if (kind == TAME_MEAN) return 0.5 * k * (a + b) * d;
  return k * (d < 0.0 ? a : b) * d;
}

/* A row of n cells and the one after it (on the circle: itself, k_after = 0);
 * through [n] holds the fluxes into the row from the one before and receives
 * those out of it into the one after. */
typedef struct {
  const double *rho, *xi, *rho_after;
  const double *u; /* of the row after; NULL: xi_after is known */
  double *xi_after, *next, *through;
  size_t n;
  double k, k_after, beta;
} rows;

/* How xi_after comes about: it is there; or from phi' of m = 1/2 in the loop over
 * the fluxes, so that square roots and divisions run beside additions. */
typedef enum { XI_KNOWN, XI_HALF, XI_HALF_HYBRID } xi_rule;

static inline double xi_of(double r, double u, double beta, xi_rule rule)
{
  const double thin = rule == XI_HALF || r < 1.0 ? r : 1.0;
  const double over = rule == XI_HALF || r < 1.0 ? 0.0 : r - 1.0;
  return 2.0 - 2.0 / sqrt(thin) + over + beta * u;
}

/* next <- rho with all fluxes, cell J with neighbours BEFORE and AFTER; 1 when it
 * is not positive */
static inline size_t cross_cell(const rows *q, size_t before, size_t j,
                                size_t after, tame_mobility kind)
{
  const double *rho = q->rho, *xi = q->xi;
  const double out =
      flux(rho[j], q->rho_after[j], xi[j], q->xi_after[j], q->k_after, kind);
  q->next[j] = rho[j] +
               (flux(rho[j], rho[after], xi[j], xi[after], q->k, kind) -
                flux(rho[before], rho[j], xi[before], xi[j], q->k, kind)) +
               (out - q->through[j]);
  q->through[j] = out;
  return q->next[j] > 0.0 ? 0u : 1u;
}

/* cross_cell for cells from .. to-1, not the first or last.  Each computes its
 * two fluxes along the row, which is cheaper than keeping them. */
__attribute__((always_inline)) static inline size_t
cross_cells(double *restrict next, double *restrict through,
            double *restrict xi_after, const double *restrict rho,
            const double *restrict xi, const double *restrict after,
            const double *restrict u, const rows *q, size_t from, size_t to,
            tame_mobility kind, xi_rule rule)
{
  const double k = q->k, k_after = q->k_after, beta = q->beta;
  size_t bad = 0;
  for (size_t j = from; j < to; j++) {
    const double there =
        rule == XI_KNOWN ? xi_after[j] : xi_of(after[j], u[j], beta, rule);
    const double out = flux(rho[j], after[j], xi[j], there, k_after, kind);
    const double value = rho[j] +
                         (flux(rho[j], rho[j + 1], xi[j], xi[j + 1], k, kind) -
                          flux(rho[j - 1], rho[j], xi[j - 1], xi[j], k, kind)) +
                         (out - through[j]);
    if (rule != XI_KNOWN) xi_after[j] = there;
    next[j] = value;
    through[j] = out;
    bad += value > 0.0 ? 0u : 1u;
  }
  return bad;
}

/* One function for each KIND and RULE, so that its loop has no branch and is
 * vectorised: inlined further, compilers forget that the arrays are distinct. */
#define CROSS(NAME, KIND, RULE)                                                \
  __attribute__((noinline)) static size_t NAME(const rows *q, size_t from,     \
                                               size_t to)                      \
  {                                                                            \
    return cross_cells(q->next, q->through, q->xi_after, q->rho, q->xi,        \
                       q->rho_after, q->u, q, from, to, KIND, RULE);           \
  }
CROSS(cross_mean, TAME_MEAN, XI_KNOWN)
CROSS(cross_mean_half, TAME_MEAN, XI_HALF)
CROSS(cross_mean_hybrid, TAME_MEAN, XI_HALF_HYBRID)
CROSS(cross_upwind, TAME_UPWIND, XI_KNOWN)
#undef CROSS

static size_t cross_some(const rows *q, size_t from, size_t to,
                         const tame_swarm_model *m)
{
  const bool is_half = q->u && m->entropy.m == 0.5;
  if (m->mobility == TAME_UPWIND) return cross_upwind(q, from, to);
  if (!is_half) return cross_mean(q, from, to);
  return m->entropy.hybrid ? cross_mean_hybrid(q, from, to)
                           : cross_mean_half(q, from, to);
}

/* Ask for the numbers of the row after next: the hardware follows streams, but
 * not past the pauses that square roots make. */
static void prefetch(const rows *q, size_t from, size_t to)
{
  for (size_t j = from + q->n; j < to + q->n; j += 8) {
    __builtin_prefetch(q->rho_after + j, 0, 2);
    __builtin_prefetch(q->u + j, 0, 2);
    __builtin_prefetch(q->next + j, 1, 2);
  }
}

/* One row, piece by piece, so that what is computed is used while it is in the
 * nearest cache. */
static size_t advance_row(const rows *q, bool has_more,
                          const tame_swarm_model *m)
{
  enum { PIECE = 64 };
  const size_t n = q->n;
  const bool in_loop = m->entropy.m == 0.5 && m->mobility == TAME_MEAN;
  size_t bad = 0;
  for (size_t from = 0; from < n; from += PIECE) {
    const size_t to = from + PIECE < n ? from + PIECE : n;
    if (q->u && !in_loop)
      tame_entropy_xi(q->xi_after + from, q->rho_after + from, q->u + from,
                      q->beta, to - from, &m->entropy);
    if (has_more) prefetch(q, from, to);
    bad += cross_some(q, from > 0 ? from : 1, to < n ? to : n - 1, m);
  }
  for (size_t end = 0; q->u && end < 2; end++) {
    const size_t j = end == 0 ? 0 : n - 1;
    tame_entropy_xi(q->xi_after + j, q->rho_after + j, q->u + j, q->beta, 1,
                    &m->entropy);
  }
  bad += cross_cell(q, n - 1, 0, 1, m->mobility);
  bad += cross_cell(q, n - 2, n - 1, 0, m->mobility);
  return bad;
}

size_t tame_swarm_explicit(double *next, double *work, const double *rho,
                           double dt, double beta, const tame_swarm_model *m)
{
  const bool is_ring = m->ny == 1;
  const size_t nx = is_ring ? 1 : m->nx, n = is_ring ? m->nx : m->ny;
  const double k = dt * (double)(n * n);
  const double k_after = is_ring ? 0.0 : dt * (double)(nx * nx);
  const double *last = rho + (nx - 1) * n;
  double *xi = work, *xi_after = work + n, *xi_first = work + 2 * n;
  double *through = work + 3 * n;
  size_t bad = 0;
  tame_entropy_xi(xi_first, rho, m->u, beta, n, &m->entropy);
  tame_entropy_xi(xi_after, last, m->u + (nx - 1) * n, beta, n, &m->entropy);
  for (size_t j = 0; j < n; j++) /* from the last row into the first */
    through[j] =
        flux(last[j], rho[j], xi_after[j], xi_first[j], k_after, m->mobility);
  memcpy(xi, xi_first, n * sizeof *xi);
  for (size_t i = 0; i < nx; i++) {
    const size_t after = i + 1 < nx ? i + 1 : 0;
    const rows q = {.rho = rho + i * n,
                    .xi = xi,
                    .rho_after = rho + after * n,
                    .u = after > 0 ? m->u + after * n : NULL,
                    .xi_after = after > 0 ? xi_after : xi_first,
                    .next = next + i * n,
                    .through = through,
                    .n = n,
                    .k = k,
                    .k_after = k_after,
                    .beta = beta};
    bad += advance_row(&q, i + 2 < nx, m);
    double *swap = xi;
    xi = xi_after;
    xi_after = swap;
  }
  return bad;
}

double tame_swarm_explicit_limit(const double *rho, double beta,
                                 const tame_swarm_model *m)
{
  const size_t nx = m->nx, ny = m->ny;
  double fastest = 0.0;
  for (size_t i = 0; i < nx; i++)
    for (size_t j = 0; j < ny; j++) {
      const size_t a = i * ny + j;
      const size_t near[4] = {(i + 1) % nx * ny + j, (i + nx - 1) % nx * ny + j,
                              i * ny + (j + 1) % ny,
                              i * ny + (j + ny - 1) % ny};
      const double xi =
          tame_entropy_slope(rho[a], &m->entropy) + beta * m->u[a];
      double rate = 0.0;
      for (size_t c = 0; c < (ny == 1 ? 2u : 4u); c++) {
        const double other = tame_entropy_slope(rho[near[c]], &m->entropy) +
                             beta * m->u[near[c]];
        rate += fmax(0.0, xi - other) *
                (c < 2 ? (double)(nx * nx) : (double)(ny * ny));
      }
      fastest = fmax(fastest, rate);
    }
  return fastest > 0.0 ? 1.0 / fastest : HUGE_VAL;
}
