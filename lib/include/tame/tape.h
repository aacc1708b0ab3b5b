/* SPDX-License-Identifier: MIT */
/* Derivatives of programs, also of nonsmooth ones: the tape.
 *
 * Write your function with the operations below instead of + and exp; the tape
 * records what you did, and gives the derivative at the price of a few
 * evaluations, whatever the number of inputs.
 *
 *     tame_tape *t = tame_tape_alloc();
 *     tame_var x = tame_tape_input(t, 1.5), y = tame_tape_input(t, -0.5);
 *     tame_var f = tame_var_add(tame_var_mul(x, y), tame_var_relu(y));
 *     double grad[2];
 *     tame_tape_gradient(grad, f);            df/dx, df/dy at (1.5, -0.5)
 *
 *     const double other[2] = {2.0, 3.0};
 *     tame_tape_replay(t, other);             the same program elsewhere,
 *     tame_tape_gradient(grad, f);            nothing is recorded again
 *     printf("%g\n", tame_var_value(f));
 *     tame_tape_free(t);
 *
 * Recording evaluates at once, so tame_var_value may be looked at any time.
 * But a C `if` on a value is not recorded: replay repeats the branch that was
 * taken.  To record a branch use relu, abs, max, min, where, less, sort.
 *
 * At a kink (relu at 0, a tie of max) the tape uses a fixed element of the
 * Clarke subdifferential of that operation; tape_kink.h changes it.  The result
 * of a sweep is then an element of a conservative gradient of the program
 * (arXiv 2206.01730), the gradient almost everywhere; tape_set.h lists the
 * elements that other choices give.
 *
 * Beside this: tape_vector.h (vectors, matrices, maps as single operations),
 * tape_forward.h (many directions, directional and lexicographic derivatives,
 * Jacobians), tape_cost.h (counts operations), tape_program.h (look at the
 * program), tape_map.h (a recorded program as a tame_map).
 *
 * Memory: 24 bytes an operation once there was a reverse sweep, 16 before, and
 * 8 for a constant that was not used shortly before.  At most 2^28 values; one
 * more aborts.  A tape is for one thread at a time.
 *
 * NaN and infinity travel through all operations and end in TAME_DIVERGED. */
#ifndef TAME_TAPE_H
#define TAME_TAPE_H

#include <stddef.h>
#include <stdint.h>

#include "tame/status.h"
#include "tame/tape_op.h"

typedef struct tame_tape tame_tape;

/* A scalar on a tape; copy it freely.  Valid until the tape is cleared. */
typedef struct {
  tame_tape *tape;
  uint32_t index;
} tame_var;

tame_tape *tame_tape_alloc(void);
void tame_tape_free(tame_tape *t);  /* NULL is accepted */
void tame_tape_clear(tame_tape *t); /* forget the program, not the defaults */

tame_var tame_tape_input(tame_tape *t, double value);
tame_var tame_tape_constant(tame_tape *t, double c);

double tame_var_value(tame_var y);
size_t tame_tape_inputs(const tame_tape *t); /* n, number of inputs */
size_t tame_tape_bytes(const tame_tape *t);  /* memory it holds */
void tame_tape_trim(tame_tape *t);           /* give unused memory back */

/* --- sweeps ---------------------------------------------------------------
 * x, grad [n] are in the order in which the inputs were created. */

/* Evaluate the recorded program at x [n].  TAME_EINVAL, and nothing is changed,
 * when x is not finite. */
tame_status tame_tape_replay(tame_tape *t, const double *x);

/* grad [n] <- gradient of y, one sweep backwards.  TAME_DIVERGED when y or grad
 * is not finite. */
tame_status tame_tape_gradient(double *grad, tame_var y);

/* grad [n] <- sum_i w_i grad y_i, also one sweep, for m >= 1 outputs y [m] of
 * one tape and weights w [m].  TAME_DIVERGED as above. */
tame_status tame_tape_vjp(double *grad, const tame_var *y, const double *w,
                          size_t m);

/* dy [m] <- derivatives of y [m] along dx [n], one sweep forwards, with the
 * same elements at kinks as the reverse sweeps.  TAME_DIVERGED as above. */
tame_status tame_tape_jvp(double *dy, const double *dx, const tame_var *y,
                          size_t m);

/* --- arithmetic; c is a constant ------------------------------------------ */
tame_var tame_var_add(tame_var a, tame_var b);
tame_var tame_var_sub(tame_var a, tame_var b);
tame_var tame_var_mul(tame_var a, tame_var b);
tame_var tame_var_div(tame_var a, tame_var b);
tame_var tame_var_addc(tame_var a, double c); /* a + c */
tame_var tame_var_csub(double c, tame_var a); /* c - a */
tame_var tame_var_mulc(tame_var a, double c); /* c a */
tame_var tame_var_divc(tame_var a, double c); /* a / c */
tame_var tame_var_cdiv(double c, tame_var a); /* c / a */
tame_var tame_var_neg(tame_var a);
tame_var tame_var_square(tame_var a);

/* --- piecewise: kinks where said ------------------------------------------ */
tame_var tame_var_relu(tame_var a);                /* max(a, 0); 0 */
tame_var tame_var_leaky(tame_var a, double slope); /* slope a for a < 0; 0 */
tame_var tame_var_relu6(tame_var a);           /* min(max(a, 0), 6); 0 and 6 */
tame_var tame_var_abs(tame_var a);             /* 0 */
tame_var tame_var_max(tame_var a, tame_var b); /* ties */
tame_var tame_var_min(tame_var a, tame_var b);
tame_var tame_var_maxc(tame_var a, double c); /* a = c */
tame_var tame_var_minc(tame_var a, double c);
/* Jumps: derivative 0 in a, b, c; 1 or 0 in the branch taken. */
tame_var tame_var_sign(tame_var a);             /* -1, 0, 1 */
tame_var tame_var_less(tame_var a, tame_var b); /* 1 if a < b, else 0 */
tame_var tame_var_where(tame_var c, tame_var a, tame_var b); /* c > 0 ? a : b */

/* --- smooth where defined ---------------------------------------------------
 * sqrt, log and powers have an infinite derivative at the end of their domain,
 * which a sweep reports by TAME_DIVERGED. */
tame_var tame_var_exp(tame_var a);
tame_var tame_var_expm1(tame_var a);
tame_var tame_var_log(tame_var a);
tame_var tame_var_log1p(tame_var a);
tame_var tame_var_sqrt(tame_var a);
tame_var tame_var_pow(tame_var a, tame_var b); /* a > 0, or b constant */
tame_var tame_var_powc(tame_var a, double c);
tame_var tame_var_tanh(tame_var a);
tame_var tame_var_sigmoid(tame_var a);  /* 1 / (1 + e^-a) */
tame_var tame_var_softplus(tame_var a); /* log(1 + e^a) */
tame_var tame_var_elu(tame_var a);      /* a, or e^a - 1 for a < 0 */
tame_var tame_var_sin(tame_var a);
tame_var tame_var_cos(tame_var a);
tame_var tame_var_tan(tame_var a);
tame_var tame_var_asin(tame_var a);
tame_var tame_var_acos(tame_var a);
tame_var tame_var_atan(tame_var a);
tame_var tame_var_atan2(tame_var y, tame_var x);
tame_var tame_var_sinh(tame_var a);
tame_var tame_var_cosh(tame_var a);
tame_var tame_var_erf(tame_var a);

/* --- k >= 1 arguments ----------------------------------------------------- */
tame_var tame_var_sum(const tame_var *x, size_t k);
tame_var tame_var_norm1(const tame_var *x, size_t k);  /* any x_i = 0 */
tame_var tame_var_norm2(const tame_var *x, size_t k);  /* x = 0 */
tame_var tame_var_max_of(const tame_var *x, size_t k); /* ties */
tame_var tame_var_min_of(const tame_var *x, size_t k);
void tame_var_sort(tame_var *sorted, const tame_var *x, size_t k); /* rising */

#endif
