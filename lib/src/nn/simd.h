/* SPDX-License-Identifier: MIT */
/* Vectors of 32 bytes for nn, in the vector extension of GCC and Clang: two
 * registers where the machine has shorter ones.  a b + c is rounded once where
 * there is an instruction for it, because the compiler must not decide. */
#ifndef TAME_NN_SIMD_H
#define TAME_NN_SIMD_H

#include <stdint.h>
#include <string.h>

typedef float tame_vec_f32 __attribute__((vector_size(32)));
typedef double tame_vec_f64 __attribute__((vector_size(32)));
typedef float tame_half_f32 __attribute__((vector_size(16)));
typedef double tame_half_f64 __attribute__((vector_size(16)));
typedef int32_t tame_bits_f32 __attribute__((vector_size(32)));
typedef int64_t tame_bits_f64 __attribute__((vector_size(32)));

#if defined __AVX__ && defined __FMA__
#include <immintrin.h>
#define TAME_MULADD_f32(a, b, c) _mm256_fmadd_ps(a, b, c)
#define TAME_MULADD_f64(a, b, c) _mm256_fmadd_pd(a, b, c)
#else
#define TAME_MULADD_f32(a, b, c) ((a) * (b) + (c))
#define TAME_MULADD_f64(a, b, c) ((a) * (b) + (c))
#endif

/* Orders of lanes, of one vector or of two side by side. */
#define TAME_EVEN_f32       0, 2, 4, 6, 8, 10, 12, 14
#define TAME_ODD_f32        1, 3, 5, 7, 9, 11, 13, 15
#define TAME_LOW_PAIRS_f32  0, 0, 1, 1, 2, 2, 3, 3
#define TAME_HIGH_PAIRS_f32 4, 4, 5, 5, 6, 6, 7, 7
#define TAME_SWAPPED_f32    1, 0, 3, 2, 5, 4, 7, 6
#define TAME_SECONDS_f32    0, -1, 0, -1, 0, -1, 0, -1
#define TAME_JOINED_f32     0, 1, 2, 3, 4, 5, 6, 7
#define TAME_EVEN_f64       0, 2, 4, 6
#define TAME_ODD_f64        1, 3, 5, 7
#define TAME_LOW_PAIRS_f64  0, 0, 1, 1
#define TAME_HIGH_PAIRS_f64 2, 2, 3, 3
#define TAME_SWAPPED_f64    1, 0, 3, 2
#define TAME_JOINED_f64     0, 1, 2, 3
#define TAME_SECONDS_f64    0, -1, 0, -1

/* Vectors are neither arguments nor results of functions: how they are passed
 * depends on the machine. */
#define TAME_LOAD(v, from) memcpy(&(v), (from), sizeof(v))
#define TAME_STORE(to, v)  memcpy((to), &(v), sizeof(v))

/* V is in a register here: else GCC loads it once for every use. */
#if defined __AVX__
#define TAME_KEEP(v) __asm__("" : "+x"(v))
#else
#define TAME_KEEP(v) ((void)(v))
#endif

#define TAME_INLINE static inline __attribute__((always_inline))

#endif
