/* SPDX-License-Identifier: MIT */
/* A recorded program (tame/tape.h) as a nonsmooth function: f is its value, and
 * the subgradient what one reverse sweep gives, an element of a conservative
 * gradient of the program; at almost every point the gradient.
 *
 *     tame_tape *t = tame_tape_alloc();
 *     ... inputs, operations ...; tame_var f;
 *     tame_tape_function q = {t, f};
 *     tame_nonsmooth problem = tame_tape_nonsmooth(&q);
 *
 * A sweep that meets a number that is not finite gives NaN, which ends the
 * subgradient method with TAME_DIVERGED. */
#ifndef TAME_NONSMOOTH_TAPE_H
#define TAME_NONSMOOTH_TAPE_H

#include "tame/nonsmooth.h"
#include "tame/tape.h"

typedef struct {
  tame_tape *tape;
  tame_var f; /* on that tape */
} tame_tape_function;

/* n is the number of inputs of the tape; Q is borrowed. */
tame_nonsmooth tame_tape_nonsmooth(tame_tape_function *q);

#endif
