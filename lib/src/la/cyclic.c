/* SPDX-License-Identifier: MIT */
#include "tame/cyclic.h"

#include <math.h>

#include "tame/base.h"

tame_status tame_cyclic_solve(double *x, double *work, const double *d,
                              const double *k, const double *b, size_t n)
{
  TAME_REQUIRE(n >= 3);
  double *next = work, *last = work + n, *sum = work + 2 * n;
  /* the node being eliminated has d = here, right side r, the edge k_i to its
   * successor and the edge `chord` to the last node */
  double here = d[0], r = b[0], chord = k[n - 1];
  double d_last = d[n - 1], r_last = b[n - 1];
  for (size_t i = 0; i + 1 < n; i++) {
    const double inverse = 1.0 / (here + k[i] + chord);
    next[i] = k[i] * inverse;
    last[i] = chord * inverse;
    sum[i] = r * inverse;
    d_last += here * last[i];
    r_last += r * last[i];
    if (i + 2 == n) { /* both edges lead to the last node */
      d_last += here * next[i];
      r_last += r * next[i];
    } else {
      here = d[i + 1] + here * next[i];
      r = b[i + 1] + r * next[i];
      chord = chord * next[i];
    }
  }
  if (!(d_last > 0.0) || !isfinite(d_last)) return TAME_ESINGULAR;
  x[n - 1] = r_last / d_last;
  for (size_t i = n - 1; i-- > 0;)
    x[i] = sum[i] + next[i] * x[i + 1] + last[i] * x[n - 1];
  return TAME_OK;
}
