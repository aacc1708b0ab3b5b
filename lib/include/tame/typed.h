/* SPDX-License-Identifier: MIT */
/* One source, compiled for float and for double.  A file NAME_impl.h is written
 * in terms of
 *
 *     REAL                 the type of the numbers
 *     TAME_TYPED(name)     name_f32 or name_f64
 *
 * and is included once for each type, between
 *
 *     #define REAL double
 *     #define TAME_SUFFIX _f64
 *
 * and #undef of both. */
#ifndef TAME_TYPED_H
#define TAME_TYPED_H

#define TAME_JOIN_(a, b) a##b
#define TAME_JOIN(a, b)  TAME_JOIN_(a, b)
#define TAME_TYPED(name) TAME_JOIN(name, TAME_SUFFIX)

#endif
