/* SPDX-License-Identifier: MIT */
#include "tame/two_groups.h"

#include <math.h>

#include "tame/rng.h"
#include "tame/split.h"

tame_status tame_two_groups_draw(double *x, size_t *label, size_t *a,
                                 const tame_two_groups *opt, gsl_rng *rng,
                                 tame_error *err)
{
  const size_t n = opt->n, d = opt->d;
  const double c = opt->cosine;
  if (d < 2 || !(opt->p >= 0.0 && opt->p <= 1.0) || !(fabs(c) <= 1.0))
    return tame_fail(err, TAME_EINVAL,
                     "two groups: d = %zu, p = %g, cosine = %g: needs d >= 2, "
                     "0 <= p <= 1, -1 <= cosine <= 1",
                     d, opt->p, c);
  const double direction[2][2] = {{c, sqrt(1.0 - c * c)}, {1.0, 0.0}};
  const size_t n0 = tame_fraction(opt->p, n);
  for (size_t i = 0; i < n; i++) {
    double *z = x + i * (d + 1), e;
    a[i] = i < n0 ? 0 : 1;
    tame_rng_normal(z, d, rng);
    tame_rng_normal(&e, 1, rng);
    const double *b = direction[a[i]];
    label[i] = z[0] * b[0] + z[1] * b[1] + opt->noise * e > 0.0;
    for (size_t j = 0; j < d; j++) z[j] *= opt->scale[a[i]];
    z[d] = a[i] ? 1.0 : -1.0;
  }
  return TAME_OK;
}
