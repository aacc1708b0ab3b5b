/* SPDX-License-Identifier: MIT */
/* Claims on the experiments on tables. */
#include "claims.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* places in the results: s0 = 0.5, 1; p = 0.01, 0.03, 0.1, 0.3; the cases of
 * tab_credit and of tab_adult */
enum { N_S0 = 2, N_P = 4, BAD3 = 0, N_BAD = 3, WOMEN = 3, N_CASES = 4 };

/* *x <- times/NAME of EXP over the ROWS first places and runs; *runs <- how
 * many of these. */
static tame_status times(double **x, size_t *runs, size_t rows,
                         const tame_results *r, const char *exp,
                         const char *name)
{
  char path[64];
  tame_h5_shape shape;
  snprintf(path, sizeof path, "times/%s", name);
  TAME_TRY(tame_results_read(x, &shape, r, exp, path));
  *runs = shape.count / rows;
  if (*runs * rows == shape.count && *runs > 0) return TAME_OK;
  free(*x);
  return TAME_EFORMAT;
}

/* --- synthetic tables ----------------------------------------------------- */

static tame_status synthetic(double **x, size_t *runs, const tame_results *r,
                             const char *exp)
{
  return times(x, runs, N_S0 * N_P, r, exp, "T_final_capped");
}

tame_status c21a(double *v, const tame_results *r)
{
  double *x;
  size_t runs;
  TAME_TRY(synthetic(&x, &runs, r, "tab_synthetic"));
  for (size_t i = 0; i < N_P * runs; i++) x[i] -= x[N_P * runs + i];
  *v = tame_claim_smallest(x, N_P * runs);
  free(x);
  return TAME_OK;
}

/* Smallest decrease of T_final from p = 0.03 to 0.1 to 0.3. */
static tame_status decrease(double *v, const tame_results *r, const char *exp)
{
  double *x;
  size_t runs, n = 0;
  TAME_TRY(synthetic(&x, &runs, r, exp));
  for (size_t i = 0; i < N_S0; i++)
    for (size_t k = 1; k + 1 < N_P; k++)
      for (size_t j = 0; j < runs; j++) {
        const size_t at = (i * N_P + k) * runs + j;
        x[n++] = x[at] - x[at + runs]; /* n <= at */
      }
  *v = tame_claim_smallest(x, n);
  free(x);
  return TAME_OK;
}

tame_status c21b(double *v, const tame_results *r)
{
  return decrease(v, r, "tab_synthetic");
}

tame_status c21c(double *v, const tame_results *r)
{
  double *x;
  size_t runs;
  TAME_TRY(synthetic(&x, &runs, r, "tab_synthetic"));
  *v = 0.0;
  for (size_t i = 0; i < N_S0; i++)
    for (size_t j = 0; j < runs; j++) {
      const size_t at = i * N_P * runs + j;
      *v += (x[at] - x[at + runs]) / (double)(N_S0 * runs);
    }
  free(x);
  return TAME_OK;
}

tame_status c21d(double *v, const tame_results *r)
{
  return decrease(v, r, "tab_synthetic_tabnet");
}

/* --- German credit and census income -------------------------------------- */

/* early, final [N_CASES x runs]; final is the cap where not reached */
typedef struct {
  double *early, *final;
  size_t runs;
} both_times;

static tame_status read_both(both_times *t, const tame_results *r,
                             const char *exp)
{
  TAME_TRY(times(&t->early, &t->runs, N_CASES, r, exp, "T_early"));
  const tame_status s =
      times(&t->final, &t->runs, N_CASES, r, exp, "T_final_capped");
  if (s < 0) free(t->early);
  return s;
}

static void free_both(both_times *t)
{
  free(t->early);
  free(t->final);
}

tame_status c21e(double *v, const tame_results *r)
{
  both_times t;
  TAME_TRY(read_both(&t, r, "tab_credit"));
  for (size_t i = 0; i < N_BAD * t.runs; i++) t.final[i] -= t.early[i];
  *v = tame_claim_smallest(t.final, N_BAD * t.runs);
  free_both(&t);
  return TAME_OK;
}

/* Largest accuracy, %, on A = 0 at T_early in the first case. */
static tame_status first_accuracy(double *v, const tame_results *r,
                                  const char *exp)
{
  double *x;
  size_t runs;
  TAME_TRY(times(&x, &runs, N_CASES, r, exp, "minority_at_early"));
  *v = tame_claim_largest(x, runs);
  free(x);
  return TAME_OK;
}

tame_status c21f(double *v, const tame_results *r)
{
  double *n0;
  size_t runs;
  TAME_TRY(first_accuracy(v, r, "tab_credit"));
  TAME_TRY(times(&n0, &runs, N_CASES, r, "tab_credit", "n0"));
  *v *= n0[BAD3] / 100.0;
  free(n0);
  return TAME_OK;
}

/* mean extra / mean T_early of case K */
static double overcost(const both_times *t, size_t k)
{
  double early = 0.0, extra = 0.0;
  for (size_t j = 0; j < t->runs; j++) {
    const size_t at = k * t->runs + j;
    early += t->early[at];
    extra += t->final[at] - t->early[at];
  }
  return extra / early;
}

tame_status c21g(double *v, const tame_results *r)
{
  both_times t;
  double quotient[N_BAD - 1];
  TAME_TRY(read_both(&t, r, "tab_credit"));
  for (size_t k = 0; k + 1 < N_BAD; k++)
    quotient[k] = overcost(&t, k) / overcost(&t, N_BAD - 1);
  *v = tame_claim_smallest(quotient, N_BAD - 1);
  free_both(&t);
  return TAME_OK;
}

tame_status c21h(double *v, const tame_results *r)
{
  both_times t;
  TAME_TRY(read_both(&t, r, "tab_credit"));
  const size_t at = WOMEN * t.runs;
  for (size_t j = at; j < at + t.runs; j++)
    t.final[j] = 100.0 * fabs(t.final[j] - t.early[j]) / t.early[j];
  *v = tame_claim_largest(t.final + at, t.runs);
  free_both(&t);
  return TAME_OK;
}

tame_status c21i(double *v, const tame_results *r)
{
  return first_accuracy(v, r, "tab_adult");
}

tame_status c21j(double *v, const tame_results *r)
{
  both_times t;
  TAME_TRY(read_both(&t, r, "tab_adult"));
  const size_t at = WOMEN * t.runs;
  for (size_t j = at; j < at + t.runs; j++) t.final[j] -= t.early[j];
  *v = tame_claim_largest(t.final + at, t.runs);
  free_both(&t);
  return TAME_OK;
}
