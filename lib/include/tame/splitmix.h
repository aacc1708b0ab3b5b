/* SPDX-License-Identifier: MIT */
/* The splitmix64 generator (Steele, Lea, Flood, OOPSLA 2014) with normals by
 * Box and Muller: a few lines that any language repeats to the last bit, for
 * data whose reference values were computed elsewhere.  New random data use
 * tame/rng.h.
 *
 *     s += 0x9E3779B97F4A7C15,  z = s,
 *     z = (z ^ z >> 30) 0xBF58476D1CE4E5B9,
 *     z = (z ^ z >> 27) 0x94D049BB133111EB,  r = z ^ z >> 31.
 *
 * A uniform number is (r >> 11) 2^-53, in [0, 1).  Two uniform numbers u, v give
 * two normal ones,
 *
 *     sqrt(-2 log(1 - u)) cos(2 pi v)  and then  sqrt(-2 log(1 - u)) sin(2 pi v). */
#ifndef TAME_SPLITMIX_H
#define TAME_SPLITMIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint64_t state;
  double spare; /* second normal number of a pair */
  bool has_spare;
} tame_splitmix;

/* The generator with state s = SEED. */
tame_splitmix tame_splitmix_seed(uint64_t seed);

uint64_t tame_splitmix_next(tame_splitmix *g);  /* 64 random bits */
double tame_splitmix_uniform(tame_splitmix *g); /* on [0, 1) */
double tame_splitmix_normal(tame_splitmix *g);  /* N(0, 1) */

/* x [n] <- independent N(0, 1). */
void tame_splitmix_fill_normal(double *x, size_t n, tame_splitmix *g);

#endif
