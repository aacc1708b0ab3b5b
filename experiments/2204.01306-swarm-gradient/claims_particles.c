/* SPDX-License-Identifier: MIT */
/* Claims on particle_law, particle_escape, success. */
#include "claims.h"

#include <math.h>

static tame_status law_gap(double *v, const tame_results *r, size_t method)
{
  double mine, exact;
  TAME_TRY(entry(&mine, r, "particle_law", "law/wrong", method));
  TAME_TRY(entry(&exact, r, "particle_law", "law/wrong_exact", method));
  *v = fabs(mine - exact);
  return TAME_OK;
}

tame_status c23a(double *v, const tame_results *r) { return law_gap(v, r, 0); }
tame_status c23b(double *v, const tame_results *r) { return law_gap(v, r, 1); }

/* langevin, stochastic hybrid and m = 1/2, deterministic hybrid */
static tame_status stayed(double *v, const tame_results *r, size_t method)
{
  return entry(v, r, "particle_escape", "escape/last", method);
}

tame_status c24a(double *v, const tame_results *r) { return stayed(v, r, 0); }
tame_status c24b(double *v, const tame_results *r) { return stayed(v, r, 1); }
tame_status c25(double *v, const tame_results *r) { return stayed(v, r, 3); }

/* (method, size) with three sizes, the largest swarm last */
static tame_status last_mean(double *v, const tame_results *r, size_t method)
{
  return entry(v, r, "success", "success/last_mean", method * 3 + 2);
}

tame_status c26a(double *v, const tame_results *r)
{
  return last_mean(v, r, 2);
}
tame_status c26b(double *v, const tame_results *r)
{
  return last_mean(v, r, 3);
}
tame_status c26c(double *v, const tame_results *r)
{
  return last_mean(v, r, 0);
}
tame_status c26d(double *v, const tame_results *r)
{
  return last_mean(v, r, 1);
}

tame_status c27(double *v, const tame_results *r)
{
  double x[4], growth[3];
  for (size_t i = 0; i < 3; i++)
    TAME_TRY(entry(&x[i], r, "particle_law", "law/wrong", 2 + i));
  TAME_TRY(entry(&x[3], r, "particle_law", "law/wrong_exact", 4));
  for (size_t i = 0; i < 3; i++) growth[i] = x[i + 1] - x[i];
  *v = tame_claim_smallest(growth, 3);
  return TAME_OK;
}

/* both swarms against annealing at the largest size: ends of the intervals */
tame_status c32(double *v, const tame_results *r)
{
  double gap[2], high;
  TAME_TRY(entry(&high, r, "success", "success/success_high", 2));
  for (size_t i = 0; i < 2; i++) {
    TAME_TRY(
        entry(&gap[i], r, "success", "success/success_low", (i + 2) * 3 + 2));
    gap[i] -= high;
  }
  *v = tame_claim_smallest(gap, 2);
  return TAME_OK;
}
