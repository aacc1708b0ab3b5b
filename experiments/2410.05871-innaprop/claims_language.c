/* SPDX-License-Identifier: MIT */
/* Claims on our training runs of language models.  Methods are in the order of
 * LANGUAGE_WORDS: AdamW, (0.1, 0.9), (2, 2). */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

enum { ADAMW, FAST, SLOW, N_LANGUAGE };
enum { GPT_POINTS = 41 }; /* of 2000 steps, every 50 */

/* y [N_LANGUAGE] <- last value of CURVE, mean over runs.  TAME_EMISSING when
 * the run is not the one the claims are about. */
static tame_status final(double *y, const tame_results *r, const char *exp)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(
      tame_results_read(&x, &shape, r, exp, "training/validation_loss_mean"));
  const bool is_it = shape.rank == 2 && shape.dims[0] == N_LANGUAGE &&
                     shape.dims[1] == GPT_POINTS;
  for (size_t m = 0; m < N_LANGUAGE && is_it; m++)
    y[m] = x[(m + 1) * GPT_POINTS - 1];
  free(x);
  return is_it ? TAME_OK : TAME_EMISSING;
}

static tame_status gap(double *v, const tame_results *r, const char *exp)
{
  double y[N_LANGUAGE];
  TAME_TRY(final(y, r, exp));
  *v = fabs(y[FAST] - y[ADAMW]);
  return TAME_OK;
}

tame_status c16a(double *v, const tame_results *r)
{
  double y[N_LANGUAGE];
  TAME_TRY(final(y, r, "gpt_e2e"));
  *v = tame_claim_largest(y, SLOW); /* AdamW and (0.1, 0.9) */
  return TAME_OK;
}

tame_status c16b(double *v, const tame_results *r)
{
  return gap(v, r, "gpt_e2e");
}

tame_status c18a(double *v, const tame_results *r)
{
  double y[N_LANGUAGE], pair;
  TAME_TRY(final(y, r, "gpt"));
  TAME_TRY(tame_results_scalar(&pair, r, "gpt", "training/pair_loss"));
  *v = tame_claim_largest(y, N_LANGUAGE) - pair;
  return TAME_OK;
}

tame_status c18b(double *v, const tame_results *r) { return gap(v, r, "gpt"); }

/* The largest over the methods of the last perplexity over the first. */
static tame_status decrease(double *v, const tame_results *r, const char *exp)
{
  double *x, ratio[N_LANGUAGE];
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, "training/perplexity_mean"));
  const size_t n = shape.count / N_LANGUAGE;
  for (size_t m = 0; m < N_LANGUAGE && n > 0; m++)
    ratio[m] = x[(m + 1) * n - 1] / x[m * n];
  free(x);
  if (n == 0) return TAME_EFORMAT;
  *v = tame_claim_largest(ratio, N_LANGUAGE);
  return TAME_OK;
}

tame_status c19a(double *v, const tame_results *r)
{
  return decrease(v, r, "lora");
}

tame_status c19b(double *v, const tame_results *r)
{
  return decrease(v, r, "lora_e2e");
}
