/* SPDX-License-Identifier: MIT */
/* Claims on weighted ridge regression by gradient descent (ridge.c). */
#include "claims.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { KAPPA_1001, KAPPA_101, N_KAPPAS }; /* axis condition */
enum { ONE_OVER_L, TWO_OVER, N_STEPS };   /* axis step */
enum { N_RECORDS = 6 };                   /* k = 0, 1000, ..., 5000 */

/* e [N_RECORDS] <- one curve of figure 3. */
static tame_status curve(double *e, const tame_results *r, const char *exp,
                         const char *name, size_t kappa, size_t step)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, name));
  const bool fits = shape.count == N_KAPPAS * N_STEPS * N_RECORDS;
  for (size_t k = 0; fits && k < N_RECORDS; k++)
    e[k] = x[(kappa * N_STEPS + step) * N_RECORDS + k];
  free(x);
  return fits ? TAME_OK : TAME_EFORMAT;
}

/* Iterate errors computed from the real data by an independent program (NumPy),
 * three digits or more; 0 where they are at rounding level. */
static const double ITERATES[N_KAPPAS][N_STEPS][N_RECORDS] = {
    {{1, .0569, .0209, .00766, .00281, .001032},
     {1, .1338, .01814, 2.460e-3, 3.336e-4, 4.523e-5}},
    {{1, 7.621e-7, 3.626e-11, 0, 0, 0}, {1, 2.503e-9, 0, 0, 0, 0}}};
static const double ROUNDING = 1e-13;

/* Largest relative deviation of the iterate errors from the table. */
static tame_status iterates_off(double *v, const tame_results *r,
                                const char *exp)
{
  double e[N_RECORDS], off[N_KAPPAS * N_STEPS * N_RECORDS];
  size_t n = 0;
  for (size_t c = 0; c < N_KAPPAS; c++)
    for (size_t s = 0; s < N_STEPS; s++) {
      TAME_TRY(curve(e, r, exp, "record/iterate", c, s));
      for (size_t k = 0; k < N_RECORDS; k++) {
        const double t = ITERATES[c][s][k];
        off[n++] = t > 0.0 ? fabs(e[k] - t) / t : !(e[k] <= ROUNDING);
      }
    }
  *v = tame_claim_largest(off, n);
  return TAME_OK;
}

tame_status c10a(double *v, const tame_results *r)
{
  return iterates_off(v, r, "ridge_surrogate");
}

tame_status c10b(double *v, const tame_results *r)
{
  return iterates_off(v, r, "ridge_cpusmall");
}

/* (1 - 1/1001)^1000, the contraction of the slowest direction. */
static const double SLOWEST = 0.36806;

tame_status c11(double *v, const tame_results *r)
{
  static const char *const names[2] = {"record/iterate", "record/autodiff"};
  double e[N_RECORDS], ratio[6];
  size_t n = 0;
  for (size_t i = 0; i < 2; i++) {
    TAME_TRY(curve(e, r, "ridge_surrogate", names[i], KAPPA_1001, ONE_OVER_L));
    for (size_t k = 2; k <= 4; k++) ratio[n++] = e[k + 1] / e[k];
  }
  *v = tame_claim_farthest(ratio, n, SLOWEST);
  return TAME_OK;
}

/* k rho^k: E(2000)/E(1000) = 2 rho^1000, E(3000)/E(2000) = 1.5 rho^1000. */
tame_status c12(double *v, const tame_results *r)
{
  double e[N_RECORDS];
  const double rate = pow(1000.0 / 1002.0, 1000.0);
  TAME_TRY(
      curve(e, r, "ridge_surrogate", "record/autodiff", KAPPA_1001, TWO_OVER));
  const double off[2] = {fabs(e[2] / e[1] / (2.0 * rate) - 1.0),
                         fabs(e[3] / e[2] / (1.5 * rate) - 1.0)};
  *v = tame_claim_largest(off, 2);
  return TAME_OK;
}

tame_status c13a(double *v, const tame_results *r)
{
  double e[N_RECORDS];
  TAME_TRY(
      curve(e, r, "ridge_surrogate", "record/autodiff", KAPPA_1001, TWO_OVER));
  *v = e[1];
  return TAME_OK;
}

/* The last errors in the order in which they are meant to increase; the value
 * is the larger of the two quotients, below 1 when the order holds. */
static tame_status ranking(double *v, const tame_results *r, size_t step,
                           const char *best, const char *middle,
                           const char *worst)
{
  double a[N_RECORDS], b[N_RECORDS], c[N_RECORDS];
  TAME_TRY(curve(a, r, "ridge_surrogate", best, KAPPA_1001, step));
  TAME_TRY(curve(b, r, "ridge_surrogate", middle, KAPPA_1001, step));
  TAME_TRY(curve(c, r, "ridge_surrogate", worst, KAPPA_1001, step));
  const double quotient[2] = {a[5] / b[5], b[5] / c[5]};
  *v = tame_claim_largest(quotient, 2);
  return TAME_OK;
}

tame_status c13b(double *v, const tame_results *r)
{
  return ranking(v, r, TWO_OVER, "record/implicit", "record/one_step",
                 "record/autodiff");
}

tame_status c14(double *v, const tame_results *r)
{
  return ranking(v, r, ONE_OVER_L, "record/implicit", "record/autodiff",
                 "record/one_step");
}

static tame_status last_one_step(double *v, const tame_results *r, size_t step)
{
  double e[N_RECORDS];
  TAME_TRY(curve(e, r, "ridge_surrogate", "record/one_step", KAPPA_101, step));
  *v = e[5];
  return TAME_OK;
}

tame_status c15a(double *v, const tame_results *r)
{
  return last_one_step(v, r, ONE_OVER_L);
}

tame_status c15b(double *v, const tame_results *r)
{
  return last_one_step(v, r, TWO_OVER);
}

/* Jacobian errors on the real data, as the independent program printed them:
 * value and half a unit of its last digit.  Those at rounding level (below
 * 1e-12) are left out. */
typedef struct {
  const char *name;
  size_t kappa, step, record;
  double value, half_unit;
} jacobian_error;
static const jacobian_error JACOBIANS[] = {
    {"record/autodiff", KAPPA_1001, ONE_OVER_L, 1, .0586, 5e-5},
    {"record/autodiff", KAPPA_1001, ONE_OVER_L, 2, .0215, 5e-5},
    {"record/autodiff", KAPPA_1001, ONE_OVER_L, 3, .0079, 5e-5},
    {"record/autodiff", KAPPA_1001, ONE_OVER_L, 4, .0029, 5e-5},
    {"record/autodiff", KAPPA_1001, ONE_OVER_L, 5, .0011, 5e-5},
    {"record/one_step", KAPPA_1001, ONE_OVER_L, 5, .0586, 5e-5},
    {"record/implicit", KAPPA_1001, ONE_OVER_L, 5, 9.54e-6, 5e-9},
    {"record/autodiff", KAPPA_1001, TWO_OVER, 1, 117.9, .05},
    {"record/autodiff", KAPPA_1001, TWO_OVER, 2, 31.98, .005},
    {"record/autodiff", KAPPA_1001, TWO_OVER, 3, 6.506, 5e-4},
    {"record/autodiff", KAPPA_1001, TWO_OVER, 4, 1.176, 5e-4},
    {"record/autodiff", KAPPA_1001, TWO_OVER, 5, .1994, 5e-5},
    {"record/one_step", KAPPA_1001, TWO_OVER, 5, .0430, 5e-5},
    {"record/implicit", KAPPA_1001, TWO_OVER, 5, 1.96e-4, 5e-7},
    {"record/autodiff", KAPPA_101, ONE_OVER_L, 1, 1.49e-6, 5e-9},
    {"record/autodiff", KAPPA_101, ONE_OVER_L, 2, 7.1e-11, 5e-13},
    {"record/one_step", KAPPA_101, ONE_OVER_L, 5, 1.45e-6, 5e-9},
    {"record/autodiff", KAPPA_101, TWO_OVER, 1, 4.22e-6, 5e-9},
    {"record/one_step", KAPPA_101, TWO_OVER, 5, 3.9e-10, 5e-12},
};

tame_status c16(double *v, const tame_results *r)
{
  enum { N = sizeof JACOBIANS / sizeof *JACOBIANS };
  double e[N_RECORDS], off[N];
  for (size_t i = 0; i < N; i++) {
    const jacobian_error *j = &JACOBIANS[i];
    TAME_TRY(curve(e, r, "ridge_cpusmall", j->name, j->kappa, j->step));
    const double gap = fabs(e[j->record] - j->value) - j->half_unit;
    off[i] = gap <= 0.0 ? 0.0 : gap / j->value; /* a NaN stays one */
  }
  *v = tame_claim_largest(off, N);
  return TAME_OK;
}
