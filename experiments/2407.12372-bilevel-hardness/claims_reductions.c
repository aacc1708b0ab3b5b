/* SPDX-License-Identifier: MIT */
/* Claims on the two reductions and on local search. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

#include "tame/base.h"

/* --- subset-sum-interval ---------------------------------------------------- */

tame_status c14a(double *v, const tame_results *r)
{
  return ratios(v, r, "subset_sum", "decisions/agree", "decisions/instances");
}

/* The largest value over the instances whose direct answer is YES or NO. */
static tame_status worst_value(double *v, const tame_results *r,
                               const char *exp, const char *direct_path,
                               const char *value_path, bool of_yes)
{
  double *direct, *value;
  tame_h5_shape shape;
  size_t n = 0;
  TAME_TRY(tame_results_read(&direct, &shape, r, exp, direct_path));
  const tame_status s = tame_results_read(&value, &shape, r, exp, value_path);
  if (s >= 0) {
    for (size_t i = 0; i < shape.count; i++)
      if ((direct[i] > 0.0) == of_yes)
        value[n++] = of_yes ? value[i] : fabs(value[i]);
    *v = tame_claim_largest(value, n);
    free(value);
  }
  free(direct);
  return s;
}
tame_status c14b(double *v, const tame_results *r)
{
  return worst_value(v, r, "subset_sum", "agreement/direct", "agreement/value",
                     false);
}
tame_status c14c(double *v, const tame_results *r)
{
  return worst_value(v, r, "subset_sum", "agreement/direct", "agreement/value",
                     true);
}

/* Sum of differences to KNOWN, where at least N numbers are there. */
static tame_status difference(double *v, const tame_results *r, const char *exp,
                              const char *path, const double *known, size_t n)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, path));
  const tame_status s = shape.count >= n ? TAME_OK : TAME_EMISSING;
  *v = 0.0;
  for (size_t i = 0; i < n && s == TAME_OK; i++) *v += fabs(x[i] - known[i]);
  free(x);
  return s;
}
tame_status c14d(double *v, const tame_results *r)
{
  static const double KNOWN[20] = {7,  6,  13, 20, 4,  7,  7, 15, 10, 8,
                                   10, 12, 12, 11, 11, 15, 7, 9,  15, 15};
  return difference(v, r, "subset_sum", "agreement/yes", KNOWN, 20);
}

tame_status c15(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "subset_sum", "continuous/smallest");
}
tame_status c16a(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "subset_sum", "instance/optimum");
}
tame_status c16b(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "subset_sum", "instance/attained");
}
tame_status c17a(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "subset_sum", "work/slope");
}
tame_status c17b(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "subset_sum", "work/difference");
}

/* --- exists-forall 3-DNF ---------------------------------------------------- */

tame_status c18a(double *v, const tame_results *r)
{
  return ratios(v, r, "forall_dnf", "decisions/agree", "decisions/instances");
}
tame_status c18b(double *v, const tame_results *r)
{
  static const double KNOWN[12] = {0, 1, 9, 0, 4, 7, 0, 3, 11, 0, 2, 11};
  return difference(v, r, "forall_dnf", "formulas/yes", KNOWN, 12);
}
tame_status c18c(double *v, const tame_results *r)
{
  double no;
  TAME_TRY(worst_value(&no, r, "forall_dnf", "formulas/direct",
                       "formulas/value", false));
  TAME_TRY(worst_value(v, r, "forall_dnf", "formulas/direct", "formulas/value",
                       true));
  if (no > 0.0) *v = INFINITY;
  return TAME_OK;
}
tame_status c18d(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "forall_dnf", "formulas/smallest");
}

/* --- local search: wrong answers out of 30 ---------------------------------- */

enum { ONE, TEN, HUNDRED, K_6 = 1, K_8 = 2, K_12 = 4, K_14 = 5 };

/* Wrong answers, of 30, with RESTARTS starts for k numbers FIRST to LAST. */
static tame_status wrong_answers(double *v, const tame_results *r,
                                 size_t restarts, size_t first, size_t last,
                                 double (*worst)(const double *x, size_t n))
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "local_search", "failure/rate"));
  const tame_status s = last < shape.dims[0] ? TAME_OK : TAME_EMISSING;
  if (s == TAME_OK) {
    for (size_t i = first; i <= last; i++)
      x[i - first] = 30.0 * x[i * shape.dims[1] + restarts];
    *v = worst(x, last - first + 1);
  }
  free(x);
  return s;
}
tame_status c19a(double *v, const tame_results *r)
{
  return wrong_answers(v, r, ONE, K_6, K_14, tame_claim_smallest);
}
tame_status c19b(double *v, const tame_results *r)
{
  return wrong_answers(v, r, TEN, K_8, K_14, tame_claim_smallest);
}
tame_status c19c(double *v, const tame_results *r)
{
  return wrong_answers(v, r, HUNDRED, 0, K_8, tame_claim_largest);
}
tame_status c19d(double *v, const tame_results *r)
{
  return wrong_answers(v, r, HUNDRED, K_12, K_12, tame_claim_smallest);
}
tame_status c19e(double *v, const tame_results *r)
{
  return wrong_answers(v, r, HUNDRED, K_14, K_14, tame_claim_smallest);
}
tame_status c19f(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "local_search", "failure/off_vertex");
}
