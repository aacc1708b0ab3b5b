/* SPDX-License-Identifier: MIT */
/* The explicit step, row by row: xi of the next row is computed when its flux is
 * needed and kept for two rows, so that rho and U are read once and rho' is
 * written once. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "ring.h"
#include "tame/base.h"
#include "tame/swarm.h"

/* xi [n] <- phi'(rho) + beta u */
static void fill_xi(double *restrict xi, const double *restrict rho,
                    const double *restrict u, size_t n, double beta,
                    const tame_entropy *e)
{
  tame_entropy_slopes(xi, rho, n, e);
  for (size_t j = 0; j < n; j++) xi[j] += beta * u[j];
}

/* k M (xi_b - xi_a), from a cell to the next */
static inline double flux(double a, double b, double xi_a, double xi_b,
                          double k, tame_mobility kind)
{
  const double d = xi_b - xi_a;
  if (kind == TAME_MEAN) return 0.5 * k * (a + b) * d;
  return k * (d < 0.0 ? a : b) * d;
}

static double smallest(const double *x, size_t n)
{
  double least[4] = {HUGE_VAL, HUGE_VAL, HUGE_VAL, HUGE_VAL};
  size_t j = 0;
  for (; j + 4 <= n; j += 4)
    for (size_t l = 0; l < 4; l++)
      least[l] = x[j + l] < least[l] ? x[j + l] : least[l];
  for (; j < n; j++) least[0] = x[j] < least[0] ? x[j] : least[0];
  return fmin(fmin(least[0], least[1]), fmin(least[2], least[3]));
}

/* A row and the one after it; NULL rows after it: the circle. */
typedef struct {
  const double *rho, *xi, *rho_after, *xi_after;
} rows;

/* next [n] <- rho with the fluxes along the row and through its sides; through
 * [n] holds those from the row before and receives those to the row after.  Each
 * cell computes its two fluxes along the row, which is cheaper than keeping them.
 * Inlined with a constant KIND, so that the loops have no branch. */
static inline void cross_row(double *restrict next, double *restrict through,
                             const rows *q, size_t n, double k, double k_after,
                             tame_mobility kind)
{
  const double *restrict rho = q->rho, *restrict xi = q->xi;
  const double *restrict down = q->rho_after, *restrict xi_down = q->xi_after;
  const double closing = flux(rho[n - 1], rho[0], xi[n - 1], xi[0], k, kind);
  next[0] = rho[0] + (flux(rho[0], rho[1], xi[0], xi[1], k, kind) - closing);
  for (size_t j = 1; j + 1 < n; j++)
    next[j] = rho[j] + (flux(rho[j], rho[j + 1], xi[j], xi[j + 1], k, kind) -
                        flux(rho[j - 1], rho[j], xi[j - 1], xi[j], k, kind));
  next[n - 1] = rho[n - 1] + (closing - flux(rho[n - 2], rho[n - 1], xi[n - 2],
                                             xi[n - 1], k, kind));
  if (!down) return;
  for (size_t j = 0; j < n; j++) {
    const double out = flux(rho[j], down[j], xi[j], xi_down[j], k_after, kind);
    next[j] += out - through[j];
    through[j] = out;
  }
}

static void advance_row(double *next, double *through, const rows *q, size_t n,
                        double k, double k_after, tame_mobility kind)
{
  if (kind == TAME_MEAN)
    cross_row(next, through, q, n, k, k_after, TAME_MEAN);
  else
    cross_row(next, through, q, n, k, k_after, TAME_UPWIND);
}

double tame_swarm_explicit(double *next, double *work, const double *rho,
                           double dt, double beta, const tame_swarm_model *m)
{
  const bool is_ring = m->ny == 1;
  const size_t nx = is_ring ? 1 : m->nx, n = is_ring ? m->nx : m->ny;
  const double k = dt * (double)(n * n), kx = dt * (double)(nx * nx);
  double *xi = work, *xi_after = work + n, *xi_first = work + 2 * n;
  double *through = work + 3 * n, least = HUGE_VAL;
  fill_xi(xi_first, rho, m->u, n, beta, &m->entropy);
  if (is_ring) {
    advance_row(next, NULL, &(rows){rho, xi_first, NULL, NULL}, n, k, kx,
                m->mobility);
    return smallest(next, n);
  }
  const double *last = rho + (nx - 1) * n;
  fill_xi(xi_after, last, m->u + (nx - 1) * n, n, beta, &m->entropy);
  for (size_t j = 0; j < n; j++) /* from the last row into the first */
    through[j] =
        flux(last[j], rho[j], xi_after[j], xi_first[j], kx, m->mobility);
  memcpy(xi, xi_first, n * sizeof *xi);
  for (size_t i = 0; i < nx; i++) {
    const size_t after = i + 1 < nx ? i + 1 : 0;
    const double *row = rho + i * n, *below = rho + after * n;
    if (after > 0)
      fill_xi(xi_after, below, m->u + after * n, n, beta, &m->entropy);
    const rows q = {row, xi, below, after > 0 ? xi_after : xi_first};
    advance_row(next + i * n, through, &q, n, k, kx, m->mobility);
    least = fmin(least, smallest(next + i * n, n));
    double *swap = xi;
    xi = xi_after;
    xi_after = swap;
  }
  return least;
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
