/* SPDX-License-Identifier: MIT */
/* The programs with kinks at 0 that kinks.c looks at: kinks-programs.c. */
#ifndef KINKS_H
#define KINKS_H

#include "tame/tape.h"

enum {
  ABSOLUTE,      /* relu(x) + relu(-x) = |x| */
  ZERO,          /* relu(-x) + x - relu(x) = 0 */
  ZERO_NET,      /* the same with x = relu(x) - relu(-x) */
  MAXIMUM,       /* b + relu(a - b) = max(a, b) */
  MAXIMUM_NET,   /* the same with b = relu(b) - relu(-b) */
  UNSATISFIABLE, /* the network of all sign patterns on 3 variables: 0 */
  N_PROGRAMS
};
#define PROGRAMS "absolute zero zero_net maximum maximum_net unsatisfiable"
enum { MOST_INPUTS = 3 };

/* Inputs of PROGRAM. */
size_t program_inputs(size_t program);
/* Records PROGRAM at 0 on T, which is empty. */
tame_var program_at_zero(tame_tape *t, size_t program);

#endif
