/* SPDX-License-Identifier: MIT */
/* Newton's method on a ring.
 *
 * The unknown is zeta, the change of xi.  Of the system
 *
 *     G_i(zeta) = R_i(zeta_i) - rho_i - F_i + F_{i-1} = 0,
 *     F_i = k_i (xi_{i+1} - xi_i + zeta_{i+1} - zeta_i),  k_i = dt M_i / h^2,
 *     R_i(z) = (phi')^{-1}(phi'(rho_i) + z),
 *
 * the Jacobian is diag(R') + L_k, of the kind that tame/cyclic.h solves.  The
 * sum of G is exactly the change of mass, because every flux enters twice.
 * Written with xi itself, the rounding of beta U would return with every
 * evaluation, times the large factors k and R'. */
#include "ring.h"

#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/cyclic.h"

swarm_ring tame_swarm_ring_alloc(size_t n)
{
  return (swarm_ring){.n = n,
                      .xi = tame_vec(n),
                      .power = tame_vec(n),
                      .k = tame_vec(n),
                      .zeta = tame_vec(n),
                      .trial = tame_vec(n),
                      .step = tame_vec(n),
                      .rho = tame_vec(n),
                      .drho = tame_vec(n),
                      .residual = tame_vec(n),
                      .flux = tame_vec(n),
                      .linear = tame_vec(3 * n)};
}

void tame_swarm_ring_clear(swarm_ring *r)
{
  double *const all[] = {r->xi,       r->power, r->k,     r->zeta,
                         r->trial,    r->step,  r->rho,   r->drho,
                         r->residual, r->flux,  r->linear};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

/* xi, power, k and zeta = 0 from the old density; returns the largest rho */
static double start(const double *rho, const double *u, double h, double dt,
                    double beta, const tame_swarm_model *model, swarm_ring *r)
{
  const size_t n = r->n;
  const double factor = dt / (h * h);
  double largest = 0.0;
  tame_entropy_slopes(r->xi, rho, n, &model->entropy);
  tame_entropy_powers(r->power, rho, n, &model->entropy);
  for (size_t i = 0; i < n; i++) {
    r->xi[i] += beta * u[i];
    r->zeta[i] = 0.0;
    largest = fmax(largest, rho[i]);
  }
  for (size_t i = 0; i < n; i++) {
    const size_t j = i + 1 < n ? i + 1 : 0;
    r->k[i] = factor * swarm_mobility(rho[i], rho[j], r->xi[i], r->xi[j],
                                      model->mobility);
  }
  return largest;
}

/* rho, drho and the residual G at zeta; returns max |G|, infinity outside the
 * domain.  *rounding <- how much of G may be rounding. */
static double evaluate(double *rounding, const double *old, const double *zeta,
                       const tame_swarm_model *model, swarm_ring *r)
{
  const size_t n = r->n;
  double worst = 0.0, rough = 0.0;
  bool in_domain = true;
  tame_entropy_shift(r->rho, r->drho, old, r->power, zeta, n, &model->entropy);
  for (size_t i = 0; i < n; i++) {
    const size_t j = i + 1 < n ? i + 1 : 0;
    r->flux[i] = r->k[i] * (r->xi[j] - r->xi[i] + (zeta[j] - zeta[i]));
    rough = fmax(rough, (r->k[i] + r->drho[i]) * fabs(zeta[i]) +
                            fabs(r->flux[i]) + r->rho[i]);
  }
  for (size_t i = 0; i < n; i++) {
    const double before = i > 0 ? r->flux[i - 1] : r->flux[n - 1];
    r->residual[i] = r->rho[i] - old[i] - r->flux[i] + before;
    worst = fmax(worst, fabs(r->residual[i]));
    in_domain = in_domain && r->rho[i] > 0.0 && isfinite(r->drho[i]);
  }
  *rounding = 2.2e-16 * rough;
  return in_domain && isfinite(worst) ? worst : HUGE_VAL;
}

/* zeta <- zeta + s step, s = 1, 1/2, ... until max |G| falls; false when it
 * does not */
static bool search(double *worst, double *rounding, const double *old,
                   const tame_swarm_model *model, swarm_ring *r)
{
  double s = 1.0;
  for (int halving = 0; halving < SWARM_HALVINGS; halving++, s *= 0.5) {
    for (size_t i = 0; i < r->n; i++) r->trial[i] = r->zeta[i] + s * r->step[i];
    const double value = evaluate(rounding, old, r->trial, model, r);
    if (value <= *worst * (1.0 - 1e-4 * s)) {
      double *swap = r->zeta;
      r->zeta = r->trial;
      r->trial = swap;
      *worst = value;
      return true;
    }
  }
  return false;
}

/* r->rho <- the new density */
static tame_status newton(double *worst, const double *old, double largest,
                          const tame_swarm_model *model, swarm_ring *r,
                          tame_swarm_info *info)
{
  double rounding;
  *worst = evaluate(&rounding, old, r->zeta, model, r);
  for (size_t it = 0; *worst > SWARM_TOLERANCE * largest; it++) {
    if (it > 0 && *worst <= SWARM_FLOOR * rounding) break;
    if (it == SWARM_NEWTON_MAX) return TAME_MAX_ITER;
    for (size_t i = 0; i < r->n; i++) r->residual[i] = -r->residual[i];
    if (tame_cyclic_solve(r->step, r->linear, r->drho, r->k, r->residual,
                          r->n) < 0 ||
        !search(worst, &rounding, old, model, r))
      return TAME_STALLED;
    info->newton++;
  }
  return TAME_OK;
}

double tame_swarm_fix_mass(double *rho, double *drho, double *zeta,
                           const double *old, const double *power, size_t n,
                           const tame_entropy *e)
{
  double defect = 0.0;
  for (int it = 0; it < 4; it++) {
    double mass = 0.0, slope = 0.0;
    defect = 0.0;
    for (size_t i = 0; i < n; i++) {
      defect += rho[i] - old[i];
      mass += old[i];
      slope += drho[i];
    }
    if (fabs(defect) <= 1e-15 * mass || !isfinite(slope)) break;
    const double c = -defect / slope;
    for (size_t i = 0; i < n; i++) zeta[i] += c;
    tame_entropy_shift(rho, drho, old, power, zeta, n, e);
  }
  return defect;
}

tame_status tame_swarm_ring_step(double *rho, const double *u, double h,
                                 double dt, double beta,
                                 const tame_swarm_model *model, swarm_ring *r,
                                 tame_swarm_info *info)
{
  double mass = 0.0, worst;
  const double largest = start(rho, u, h, dt, beta, model, r);
  const tame_status s = newton(&worst, rho, largest, model, r, info);
  if (s != TAME_OK) return s;
  const double defect = tame_swarm_fix_mass(r->rho, r->drho, r->zeta, rho,
                                            r->power, r->n, &model->entropy);
  if (!isfinite(defect)) return TAME_STALLED;
  for (size_t i = 0; i < r->n; i++) mass += rho[i];
  for (size_t i = 0; i < r->n; i++)
    rho[i] = r->rho[i] * (mass / (mass + defect));
  info->residual = fmax(info->residual, worst);
  info->defect += h * defect;
  return TAME_OK;
}
