/* SPDX-License-Identifier: MIT */
/* The implicit step on the torus without splitting: Newton's method as in
 * ring.c, its linear systems diag(R') + L by conjugate gradients with Jacobi's
 * preconditioner. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ring.h"
#include "tame/base.h"

struct swarm_torus {
  size_t nx, ny, n;
  double *xi, *power, *zeta, *trial, *step; /* [n] as in ring.h */
  double *rho, *drho, *residual, *start;    /* [n] */
  double *kx, *ky;              /* [n] faces to (i+1, j) and (i, j+1) */
  double *diagonal, *p, *q, *r; /* [n] of conjugate gradients */
  double *block;
};

enum { N_VECTORS = 15, CG_MAX = 5000 };
static const double CG_TOLERANCE = 1e-12;

swarm_torus *tame_swarm_torus_alloc(size_t nx, size_t ny)
{
  swarm_torus *t = tame_calloc(1, sizeof *t);
  t->nx = nx;
  t->ny = ny;
  t->n = nx * ny;
  t->block = tame_vec(N_VECTORS * t->n);
  double **const all[N_VECTORS] = {&t->xi,    &t->power, &t->zeta, &t->trial,
                                   &t->step,  &t->rho,   &t->drho, &t->residual,
                                   &t->start, &t->kx,    &t->ky,   &t->diagonal,
                                   &t->p,     &t->q,     &t->r};
  for (size_t i = 0; i < N_VECTORS; i++) *all[i] = t->block + i * t->n;
  return t;
}

void tame_swarm_torus_free(swarm_torus *t)
{
  if (!t) return;
  free(t->block);
  free(t);
}

/* y <- y + L x, every flux added to one cell and taken from the other */
static void add_laplacian(double *y, const double *x, const swarm_torus *t)
{
  const size_t nx = t->nx, ny = t->ny;
  for (size_t i = 0; i < nx; i++) {
    const size_t row = i * ny, below = (i + 1 < nx ? i + 1 : 0) * ny;
    for (size_t j = 0; j < ny; j++) {
      const size_t a = row + j, right = j + 1 < ny ? a + 1 : row;
      const double fx = t->kx[a] * (x[below + j] - x[a]);
      const double fy = t->ky[a] * (x[right] - x[a]);
      y[a] -= fx + fy;
      y[below + j] += fx;
      y[right] += fy;
    }
  }
}

static double start(const double *rho, double dt, double beta,
                    const tame_swarm_model *m, swarm_torus *t)
{
  const size_t nx = t->nx, ny = t->ny;
  const double fx = dt * (double)(nx * nx), fy = dt * (double)(ny * ny);
  double largest = 0.0;
  tame_entropy_slopes(t->xi, rho, t->n, &m->entropy);
  tame_entropy_powers(t->power, rho, t->n, &m->entropy);
  for (size_t i = 0; i < t->n; i++) {
    t->xi[i] += beta * m->u[i];
    t->zeta[i] = t->diagonal[i] = t->start[i] = 0.0;
    largest = fmax(largest, rho[i]);
  }
  for (size_t i = 0; i < nx; i++)
    for (size_t j = 0; j < ny; j++) {
      const size_t a = i * ny + j, below = (i + 1) % nx * ny + j;
      const size_t right = i * ny + (j + 1) % ny;
      t->kx[a] = fx * swarm_mobility(rho[a], rho[below], t->xi[a], t->xi[below],
                                     m->mobility);
      t->ky[a] = fy * swarm_mobility(rho[a], rho[right], t->xi[a], t->xi[right],
                                     m->mobility);
      t->diagonal[a] += t->kx[a] + t->ky[a];
      t->diagonal[below] += t->kx[a];
      t->diagonal[right] += t->ky[a];
    }
  add_laplacian(t->start, t->xi, t);
  return largest;
}

/* as in ring.c; start holds L xi of the old density */
static double evaluate(double *rounding, const double *old, const double *zeta,
                       const tame_swarm_model *m, swarm_torus *t)
{
  double worst = 0.0, rough = 0.0;
  tame_entropy_shift(t->rho, t->drho, old, t->power, zeta, t->n, &m->entropy);
  for (size_t i = 0; i < t->n; i++) {
    if (!(t->rho[i] > 0.0) || !isfinite(t->drho[i])) return HUGE_VAL;
    t->residual[i] = t->rho[i] - old[i] + t->start[i];
  }
  add_laplacian(t->residual, zeta, t);
  for (size_t i = 0; i < t->n; i++) {
    worst = fmax(worst, fabs(t->residual[i]));
    rough = fmax(rough, (t->diagonal[i] + t->drho[i]) * fabs(zeta[i]) +
                            fabs(t->start[i]) + t->rho[i]);
  }
  *rounding = 2.2e-16 * rough;
  return isfinite(worst) ? worst : HUGE_VAL;
}

static double dot(const double *x, const double *y, size_t n)
{
  double sum = 0.0;
  for (size_t i = 0; i < n; i++) sum += x[i] * y[i];
  return sum;
}

/* step <- -(diag(drho) + L)^{-1} residual; as far as CG gets */
static void solve(swarm_torus *t, tame_swarm_info *info)
{
  const size_t n = t->n;
  double rz = 0.0, first;
  memset(t->step, 0, n * sizeof *t->step);
  for (size_t i = 0; i < n; i++) {
    t->r[i] = -t->residual[i];
    t->p[i] = t->r[i] / (t->diagonal[i] + t->drho[i]);
    rz += t->r[i] * t->p[i];
  }
  first = rz;
  for (size_t it = 0; it < CG_MAX && rz > CG_TOLERANCE * CG_TOLERANCE * first;
       it++) {
    for (size_t i = 0; i < n; i++) t->q[i] = t->drho[i] * t->p[i];
    add_laplacian(t->q, t->p, t);
    const double step = rz / dot(t->p, t->q, n), before = rz;
    rz = 0.0;
    for (size_t i = 0; i < n; i++) {
      t->step[i] += step * t->p[i];
      t->r[i] -= step * t->q[i];
      rz += t->r[i] * t->r[i] / (t->diagonal[i] + t->drho[i]);
    }
    for (size_t i = 0; i < n; i++)
      t->p[i] = t->r[i] / (t->diagonal[i] + t->drho[i]) + rz / before * t->p[i];
    info->products++;
  }
}

static bool search(double *worst, double *rounding, const double *old,
                   const tame_swarm_model *m, swarm_torus *t)
{
  double s = 1.0;
  for (int halving = 0; halving < SWARM_HALVINGS; halving++, s *= 0.5) {
    for (size_t i = 0; i < t->n; i++) t->trial[i] = t->zeta[i] + s * t->step[i];
    const double value = evaluate(rounding, old, t->trial, m, t);
    if (value <= *worst * (1.0 - 1e-4 * s)) {
      double *swap = t->zeta;
      t->zeta = t->trial;
      t->trial = swap;
      *worst = value;
      return true;
    }
  }
  return false;
}

tame_status tame_swarm_torus_step(double *rho, double dt, double beta,
                                  const tame_swarm_model *m, swarm_torus *t,
                                  tame_swarm_info *info)
{
  double rounding, mass = 0.0;
  const double largest = start(rho, dt, beta, m, t);
  double worst = evaluate(&rounding, rho, t->zeta, m, t);
  for (size_t it = 0; worst > SWARM_TOLERANCE * largest; it++) {
    if (it > 0 && worst <= SWARM_FLOOR * rounding) break;
    if (it == SWARM_NEWTON_MAX) return TAME_MAX_ITER;
    solve(t, info);
    if (!search(&worst, &rounding, rho, m, t)) return TAME_STALLED;
    info->newton++;
  }
  const double defect = tame_swarm_fix_mass(t->rho, t->drho, t->zeta, rho,
                                            t->power, t->n, &m->entropy);
  if (!isfinite(defect)) return TAME_STALLED;
  for (size_t i = 0; i < t->n; i++) mass += rho[i];
  for (size_t i = 0; i < t->n; i++)
    rho[i] = t->rho[i] * (mass / (mass + defect));
  info->residual = worst;
  info->defect = defect / (double)t->n;
  return TAME_OK;
}
