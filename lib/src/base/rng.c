/* SPDX-License-Identifier: MIT */
#include "tame/rng.h"

#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#include <gsl/gsl_randist.h>
#include <sha2.h>

#include "tame/base.h"

uint32_t tame_seed(uint64_t root, const char *path, size_t rep)
{
  uint8_t digest[SHA256_DIGEST_LENGTH];
  char number[32];
  SHA2_CTX sha;

  SHA256Init(&sha);
  snprintf(number, sizeof number, "%llu/", (unsigned long long)root);
  SHA256Update(&sha, (const uint8_t *)number, strlen(number));
  SHA256Update(&sha, (const uint8_t *)path, strlen(path));
  snprintf(number, sizeof number, "/%zu", rep);
  SHA256Update(&sha, (const uint8_t *)number, strlen(number));
  SHA256Final(digest, &sha);
  return (uint32_t)digest[0] << 24 | (uint32_t)digest[1] << 16 |
         (uint32_t)digest[2] << 8 | (uint32_t)digest[3];
}

gsl_rng *tame_rng_alloc(uint64_t root, const char *path, size_t rep)
{
  gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
  gsl_rng_set(rng, tame_seed(root, path, rep));
  return rng;
}

void tame_rng_normal(double *x, size_t n, gsl_rng *rng)
{
  for (size_t i = 0; i < n; i++) x[i] = gsl_ran_gaussian_ziggurat(rng, 1.0);
}

void tame_rng_uniform(double *x, size_t n, double lo, double hi, gsl_rng *rng)
{
  for (size_t i = 0; i < n; i++) x[i] = lo + (hi - lo) * gsl_rng_uniform(rng);
}
