/* SPDX-License-Identifier: MIT */
#include "tame/schedule.h"

#include <gsl/gsl_math.h>

#include "tame/base.h"

double tame_cosine(size_t k, size_t total, double first, double last)
{
  TAME_REQUIRE(total > 0);
  if (k >= total) return last; /* cos(pi) is -1 only up to rounding */
  return last +
         0.5 * (first - last) * (1.0 + cos(M_PI * (double)k / (double)total));
}

double tame_warmup_cosine(size_t k, size_t warmup, size_t total, double peak,
                          double last)
{
  TAME_REQUIRE(warmup < total);
  if (k < warmup) return peak * (double)k / (double)warmup;
  return tame_cosine(k - warmup, total - warmup, peak, last);
}

double tame_warmup_linear(size_t k, size_t warmup, size_t total, double peak)
{
  TAME_REQUIRE(warmup < total);
  if (k < warmup) return peak * (double)k / (double)warmup;
  if (k >= total) return 0.0;
  return peak * (double)(total - k) / (double)(total - warmup);
}

double tame_hold_cosine(size_t k, size_t hold, size_t total, double first,
                        double last)
{
  TAME_REQUIRE(hold < total);
  return k < hold ? first : tame_cosine(k - hold, total - hold, first, last);
}
