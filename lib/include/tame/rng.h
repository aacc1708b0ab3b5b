/* SPDX-License-Identifier: MIT */
/* Random numbers: seeds by name, and the few fills that experiments repeat.
 *
 * The generator is GSL's mt19937, passed as an argument to whatever draws.
 * Every seed comes from one root:
 *
 *     tame_seed(root, path, rep) = first 4 bytes, big endian, of
 *         SHA-256("root/path/rep")      e.g. "0/2305.13768/newton/data/3"
 *
 * so adding a draw in one place changes no other, and data can be equal across
 * methods (same path, same rep) while differing across repetitions.  mt19937
 * takes 32 bits; the hash of the text gives exactly those. */
#ifndef TAME_RNG_H
#define TAME_RNG_H

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include <stdint.h>

uint32_t tame_seed(uint64_t root, const char *path, size_t rep);

/* A new mt19937 seeded by tame_seed; release with gsl_rng_free. */
gsl_rng *tame_rng_alloc(uint64_t root, const char *path, size_t rep);

/* x [n] <- independent N(0, 1), by the ziggurat method. */
void tame_rng_normal(double *x, size_t n, gsl_rng *rng);

/* x [n] <- independent uniform on [lo, hi). */
void tame_rng_uniform(double *x, size_t n, double lo, double hi, gsl_rng *rng);

#endif
