/* SPDX-License-Identifier: MIT */
/* Claims on escape, annealing, freezing, torus, landscapes. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

/* --- escape: (entropy, start, level) with 2 starts and 7 levels --------------------
 * entropies m = 1/4, 1/2, 3/4, hybrids 1/4 and 1/2, m = 1; starts swap, unif */
static tame_status escape(double *v, const tame_results *r, const char *path,
                          size_t entropy, size_t start, size_t level)
{
  return entry(v, r, "escape", path, (entropy * 2 + start) * 7 + level);
}

/* slope of log2 T over the last doubling of beta */
static tame_status last_slope(double *v, const tame_results *r, size_t entropy,
                              size_t start)
{
  double a, b;
  TAME_TRY(escape(&a, r, "escape/time", entropy, start, 5));
  TAME_TRY(escape(&b, r, "escape/time", entropy, start, 6));
  *v = log2(b / a);
  return TAME_OK;
}

tame_status c11a(double *v, const tame_results *r)
{
  return last_slope(v, r, 0, 0);
}
tame_status c11b(double *v, const tame_results *r)
{
  return last_slope(v, r, 1, 0);
}
tame_status c11c(double *v, const tame_results *r)
{
  return last_slope(v, r, 2, 0);
}

static tame_status over_theory(double *v, const tame_results *r, size_t entropy)
{
  double t, theory;
  TAME_TRY(escape(&t, r, "escape/time", entropy, 0, 6));
  TAME_TRY(escape(&theory, r, "escape/theory", entropy, 0, 6));
  *v = t / theory;
  return TAME_OK;
}

tame_status c12a(double *v, const tame_results *r)
{
  return over_theory(v, r, 0);
}
tame_status c12b(double *v, const tame_results *r)
{
  return over_theory(v, r, 1);
}
tame_status c12c(double *v, const tame_results *r)
{
  return over_theory(v, r, 2);
}

tame_status c13(double *v, const tame_results *r)
{
  double gap[2];
  TAME_TRY(last_slope(&gap[0], r, 3, 1));
  TAME_TRY(last_slope(&gap[1], r, 4, 1));
  gap[0] = fabs(gap[0] - 1.0 / 3);
  gap[1] = fabs(gap[1] - 1.0);
  *v = tame_claim_largest(gap, 2);
  return TAME_OK;
}

tame_status c14(double *v, const tame_results *r)
{
  double a, b;
  TAME_TRY(escape(&a, r, "escape/time", 5, 0, 5));
  TAME_TRY(escape(&b, r, "escape/time", 5, 0, 6));
  *v = log(b / a) / 4.0;
  return TAME_OK;
}

/* beta = 16: level 4 for m = 1, level 2 for m = 1/2 */
tame_status c15(double *v, const tame_results *r)
{
  double slow, fast;
  TAME_TRY(escape(&slow, r, "escape/time", 5, 0, 4));
  TAME_TRY(escape(&fast, r, "escape/time", 1, 0, 2));
  *v = slow / fast;
  return TAME_OK;
}

/* flux is over m = 0.2, 0.25, 0.4, 0.5, 0.75; K is the sum of the two paths */
tame_status c34a(double *v, const tame_results *r)
{
  double gap[5], right, left;
  for (size_t i = 0; i < 5; i++) {
    TAME_TRY(entry(&right, r, "escape", "flux/right", i));
    TAME_TRY(entry(&left, r, "escape", "flux/left", i));
    gap[i] = fabs(right / left - 1.0);
  }
  *v = tame_claim_largest(gap, 5);
  return TAME_OK;
}

tame_status c34b(double *v, const tame_results *r)
{
  static const double KNOWN[5] = {4.659592, 5.319448, 9.387953, 17.487184,
                                  1661.663959};
  double gap[5], right, left;
  for (size_t i = 0; i < 5; i++) {
    TAME_TRY(entry(&right, r, "escape", "flux/right", i));
    TAME_TRY(entry(&left, r, "escape", "flux/left", i));
    gap[i] = fabs((right + left) / KNOWN[i] - 1.0);
  }
  *v = tame_claim_largest(gap, 5);
  return TAME_OK;
}

/* --- annealing: (method, time) ------------------------------------------------------ */

enum { HYBRID = 0, HYBRID_FAST = 1, SLOW_02 = 7, SLOW_081 = 9, SLOW_12 = 10 };

/* *v <- the row of METHOD at the recorded time nearest to T */
static tame_status annealed(double *v, const tame_results *r, const char *path,
                            size_t method, double t)
{
  double *time, *x;
  tame_h5_shape shape, both;
  size_t best = 0;
  TAME_TRY(tame_results_read(&time, &shape, r, "annealing", "annealing/time"));
  const tame_status s = tame_results_read(&x, &both, r, "annealing", path);
  for (size_t i = 0; s >= 0 && i < shape.count; i++)
    if (fabs(log(time[i] / t)) < fabs(log(time[best] / t))) best = i;
  if (s >= 0) {
    *v = x[method * shape.count + best];
    free(x);
  }
  free(time);
  return s;
}

/* slope of log excess over the last factor 10^0.6 = 3.98 of time, which is twelve
 * recorded points */
static tame_status excess_slope(double *v, const tame_results *r, size_t method,
                                double last)
{
  double a, b;
  TAME_TRY(annealed(&a, r, "annealing/excess", method, last * pow(10, -0.6)));
  TAME_TRY(annealed(&b, r, "annealing/excess", method, last));
  *v = log10(b / a) / 0.6;
  return TAME_OK;
}

tame_status c18a(double *v, const tame_results *r)
{
  return excess_slope(v, r, HYBRID, 1e4);
}

tame_status c18b(double *v, const tame_results *r)
{
  return excess_slope(v, r, HYBRID_FAST, 1e3);
}

tame_status c19(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "freezing", "freezing/ratio", 1.0);
}

static tame_status wrong_ratio(double *v, const tame_results *r, size_t method)
{
  double a, b;
  TAME_TRY(annealed(&a, r, "annealing/wrong", method, 1e4));
  TAME_TRY(annealed(&b, r, "annealing/wrong", method, 1e6));
  *v = b / a;
  return TAME_OK;
}

tame_status c20a(double *v, const tame_results *r)
{
  return wrong_ratio(v, r, SLOW_02);
}

tame_status c20b(double *v, const tame_results *r)
{
  return annealed(v, r, "annealing/wrong", SLOW_02, 1e6);
}

tame_status c21(double *v, const tame_results *r)
{
  return wrong_ratio(v, r, SLOW_12);
}

tame_status c22(double *v, const tame_results *r)
{
  double swarm, slow;
  TAME_TRY(annealed(&swarm, r, "annealing/excess", HYBRID, 1e4));
  TAME_TRY(annealed(&slow, r, "annealing/excess", SLOW_081, 1e6));
  *v = swarm / slow;
  return TAME_OK;
}

tame_status c35(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "annealing", "annealing/drift");
}

/* --- torus: pure m = 1/2 at beta = 8, 16, 32, then two hybrids ----------------------- */

static tame_status torus_slopes(double *first, double *second,
                                const tame_results *r)
{
  double t[3];
  for (size_t i = 0; i < 3; i++)
    TAME_TRY(entry(&t[i], r, "torus", "torus/time", i));
  *first = log2(t[1] / t[0]);
  *second = log2(t[2] / t[1]);
  return TAME_OK;
}

tame_status c28a(double *v, const tame_results *r)
{
  double first, second;
  TAME_TRY(torus_slopes(&first, &second, r));
  *v = second - first;
  return TAME_OK;
}

tame_status c28b(double *v, const tame_results *r)
{
  double first;
  return torus_slopes(&first, v, r);
}

tame_status c30a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "torus", "torus/rise");
}

tame_status c30b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "torus", "torus/drift");
}

tame_status c30c(double *v, const tame_results *r)
{
  double ratio[5], split;
  for (size_t i = 0; i < 5; i++) {
    TAME_TRY(entry(&ratio[i], r, "torus", "torus/time", i));
    TAME_TRY(entry(&split, r, "torus", "torus/time_split", i));
    ratio[i] = split / ratio[i];
  }
  *v = tame_claim_farthest(ratio, 5, 1.0);
  return TAME_OK;
}

/* last time of method 1 (swarm, m = 1/2) and 2 (annealing, c = depth) */
tame_status c31(double *v, const tame_results *r)
{
  double low, high;
  TAME_TRY(entry(&low, r, "landscapes", "landscapes/success_low", 2 * 61 - 1));
  TAME_TRY(
      entry(&high, r, "landscapes", "landscapes/success_high", 3 * 61 - 1));
  *v = low - high;
  return TAME_OK;
}
