/* SPDX-License-Identifier: MIT */
/* Vectors and matrices on a tape: one operation each, done by BLAS.
 *
 *     tame_vars w = tame_tape_input_vector(t, weights, m * n);   W [m x n]
 *     tame_vars x = tame_tape_input_vector(t, data, n);
 *     tame_vars h = tame_vars_relu(tame_vars_matvec(w, x));
 *     tame_var loss = tame_vars_norm2(h);
 *
 * is four operations on the tape, whatever m and n.  A vector is a run of
 * consecutive values; its elements are ordinary tame_var's and both kinds mix
 * freely.  Matrices are vectors, row-major.  All vectors have at least one
 * element, and all arguments of one call are on one tape.
 *
 * A value in a vector takes 16 bytes once there is a reverse sweep; gather and
 * sort take 4 more an element, a constant matrix is copied. */
#ifndef TAME_TAPE_VECTOR_H
#define TAME_TAPE_VECTOR_H

#include "tame/map.h"
#include "tame/tape.h"

typedef struct {
  tame_tape *tape;
  uint32_t first; /* index of element 0 */
  uint32_t n;
} tame_vars;

/* --- in and out ----------------------------------------------------------- */

/* n inputs, or n constants, with the values x [n]. */
tame_vars tame_tape_input_vector(tame_tape *t, const double *x, size_t n);
tame_vars tame_tape_constant_vector(tame_tape *t, const double *x, size_t n);

/* The vector of x [n]: a copy of the values, or none where they are
 * consecutive. */
tame_vars tame_vars_of(const tame_var *x, size_t n);

tame_var tame_vars_at(tame_vars x, size_t i);
tame_vars tame_vars_part(tame_vars x, size_t from, size_t n);
void tame_vars_list(tame_var *list, tame_vars x);  /* list [n] <- elements */
void tame_vars_values(double *value, tame_vars x); /* value [n] */

/* --- element by element --------------------------------------------------- */

/* op(x_i), for an OP of one argument (TAME_OP_NEG ... TAME_OP_ERF), or of one
 * argument and a constant (TAME_OP_ADDC ... TAME_OP_LEAKY). */
tame_vars tame_vars_map(tame_op op, tame_vars x);
tame_vars tame_vars_mapc(tame_op op, tame_vars x, double c);

/* op(x_i, y_i), for an OP of two arguments (TAME_OP_ADD ... TAME_OP_LESS). */
tame_vars tame_vars_zip(tame_op op, tame_vars x, tame_vars y);

tame_vars tame_vars_add(tame_vars x, tame_vars y);
tame_vars tame_vars_sub(tame_vars x, tame_vars y);
tame_vars tame_vars_mul(tame_vars x, tame_vars y);
tame_vars tame_vars_relu(tame_vars x);

tame_vars tame_vars_scale(tame_var alpha, tame_vars x); /* alpha x */
tame_vars tame_vars_scalec(double alpha, tame_vars x);  /* the same */
tame_vars tame_vars_axpy(tame_var alpha, tame_vars x, tame_vars y);
/* alpha x + y */
/* --- to one number -------------------------------------------------------- */
tame_var tame_vars_dot(tame_vars x, tame_vars y);
tame_var tame_vars_sum(tame_vars x);
tame_var tame_vars_norm1(tame_vars x); /* kinks as in tape_kink.h */
tame_var tame_vars_norm2(tame_vars x);
tame_var tame_vars_max(tame_vars x);
tame_var tame_vars_min(tame_vars x);
tame_var tame_vars_logsumexp(tame_vars x); /* log sum_i exp x_i */

/* Softmax cross-entropy log sum_i exp z_i - z_label, label < n. */
tame_var tame_vars_cross_entropy(tame_vars z, size_t label);

/* --- order ---------------------------------------------------------------- */
tame_vars tame_vars_sort(tame_vars x); /* rising */

/* --- matrices ------------------------------------------------------------- */

/* A x; A [m x n] on the tape, x [n]; m follows from the lengths. */
tame_vars tame_vars_matvec(tame_vars a, tame_vars x);

/* A x for a constant A [m x n], which is copied. */
tame_vars tame_vars_matvecc(const double *a, size_t m, tame_vars x);

/* A B [m x n]; A [m x k], B [k x n]. */
tame_vars tame_vars_matmul(tame_vars a, tame_vars b, size_t m, size_t k,
                           size_t n);

/* --- what somebody else differentiates ------------------------------------ */

/* F(x, theta) [n] of a map (tame/map.h): a proximal operator, a step of a
 * solver, C code with derivatives by hand.  x [map->n] and theta [map->p];
 * theta is ignored when p = 0.  MAP is borrowed until the tape is cleared or
 * freed.  Sweeps call its vjp or jvp, whatever the rule of a forward sweep, and
 * abort when there is none; its choices at kinks are its own. */
tame_vars tame_vars_call(const tame_map *map, tame_vars x, tame_vars theta);

#endif
