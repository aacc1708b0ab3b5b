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

/* flux [n] <- k M (xi_b - xi_a) between two rows (or cells) */
static void fill_flux(double *restrict flux, const double *a, const double *b,
                      const double *xi_a, const double *xi_b, size_t n,
                      double k, tame_mobility kind)
{
  if (kind == TAME_MEAN) {
    for (size_t j = 0; j < n; j++)
      flux[j] = 0.5 * k * (a[j] + b[j]) * (xi_b[j] - xi_a[j]);
  } else {
    for (size_t j = 0; j < n; j++) {
      const double up = b[j], down = a[j], d = xi_b[j] - xi_a[j];
      flux[j] = k * (d < 0.0 ? down : up) * d;
    }
  }
}

/* next [n] <- rho + fluxes along the row (along) and through its two sides;
 * returns the smallest entry */
static double add_fluxes(double *restrict next, const double *restrict rho,
                         const double *restrict along, const double *in,
                         const double *out, size_t n)
{
  double least[4] = {INFINITY, INFINITY, INFINITY, INFINITY};
  next[0] = rho[0] + (along[0] - along[n - 1]) + (out[0] - in[0]);
  for (size_t j = 1; j < n; j++)
    next[j] = rho[j] + (along[j] - along[j - 1]) + (out[j] - in[j]);
  size_t j = 0;
  for (; j + 4 <= n; j += 4)
    for (size_t l = 0; l < 4; l++)
      least[l] = next[j + l] < least[l] ? next[j + l] : least[l];
  for (; j < n; j++) least[0] = next[j] < least[0] ? next[j] : least[0];
  return fmin(fmin(least[0], least[1]), fmin(least[2], least[3]));
}

/* fluxes along one row, the last face leading back to the first cell */
static void fill_along(double *along, const double *rho, const double *xi,
                       size_t n, double k, tame_mobility kind)
{
  fill_flux(along, rho, rho + 1, xi, xi + 1, n - 1, k, kind);
  along[n - 1] = k *
                 swarm_mobility(rho[n - 1], rho[0], xi[n - 1], xi[0], kind) *
                 (xi[0] - xi[n - 1]);
}

double tame_swarm_explicit(double *next, double *work, const double *rho,
                           double dt, double beta, const tame_swarm_model *m)
{
  const bool is_ring = m->ny == 1;
  const size_t nx = is_ring ? 1 : m->nx, n = is_ring ? m->nx : m->ny;
  const double k = dt * (double)(n * n), kx = dt * (double)(nx * nx);
  double *xi = work, *xi_next = work + n, *along = work + 2 * n;
  double *in = work + 3 * n, *out = work + 4 * n, *first = work + 5 * n;
  double least = INFINITY;
  fill_xi(xi, rho, m->u, n, beta, &m->entropy);
  if (is_ring) {
    memset(in, 0, n * sizeof *in);
    fill_along(along, rho, xi, n, k, m->mobility);
    return add_fluxes(next, rho, along, in, in, n);
  }
  /* the flux into row 0 is that out of the last row, computed once */
  const double *last = rho + (nx - 1) * n;
  fill_xi(xi_next, last, m->u + (nx - 1) * n, n, beta, &m->entropy);
  fill_flux(in, last, rho, xi_next, xi, n, kx, m->mobility);
  memcpy(first, in, n * sizeof *in);
  for (size_t i = 0; i < nx; i++) {
    const double *row = rho + i * n;
    if (i + 1 < nx) {
      fill_xi(xi_next, row + n, m->u + (i + 1) * n, n, beta, &m->entropy);
      fill_flux(out, row, row + n, xi, xi_next, n, kx, m->mobility);
    } else {
      memcpy(out, first, n * sizeof *out);
    }
    fill_along(along, row, xi, n, k, m->mobility);
    least = fmin(least, add_fluxes(next + i * n, row, along, in, out, n));
    double *swap = in;
    in = out;
    out = swap;
    swap = xi;
    xi = xi_next;
    xi_next = swap;
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
