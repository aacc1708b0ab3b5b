/* SPDX-License-Identifier: MIT */
#include "kinks.h"

#include <stdlib.h>

#include "tame/base.h"
#include "tame/sat.h"

size_t program_inputs(size_t program)
{
  static const size_t INPUTS[N_PROGRAMS] = {1, 1, 1, 2, 2, 3};
  return INPUTS[program];
}

/* Kinks are listed in the order of recording, and C does not say in which order
 * the arguments of a call are evaluated: two that record stand on two lines. */

static tame_var relu_minus(tame_var x)
{
  return tame_var_relu(tame_var_neg(x));
}

/* x as a ReLU network passes it on */
static tame_var passed(tame_var x)
{
  const tame_var plus = tame_var_relu(x), minus = relu_minus(x);
  return tame_var_sub(plus, minus);
}

/* max(u, w) = w + relu(u - w), min(u, w) = w - relu(w - u) */
static tame_var larger(tame_var u, tame_var w)
{
  return tame_var_add(w, tame_var_relu(tame_var_sub(u, w)));
}

static tame_var smaller(tame_var u, tame_var w)
{
  return tame_var_sub(w, tame_var_relu(tame_var_sub(w, u)));
}

/* relu(min_k max(l_1, l_2, l_3)), the minimum as a tree of neighbours */
static tame_var unsatisfiable(const tame_var *x)
{
  enum { CLAUSES = 8 };
  tame_cnf f = tame_sat_all_signs();
  tame_var v[CLAUSES], l[3];
  for (size_t k = 0; k < CLAUSES; k++) {
    for (size_t i = 0; i < 3; i++) {
      const int literal = f.literal[f.start[k] + i];
      const tame_var y = x[abs(literal) - 1];
      l[i] = literal > 0 ? y : tame_var_neg(y);
    }
    v[k] = larger(larger(l[0], l[1]), l[2]);
  }
  tame_cnf_free(&f);
  for (size_t n = CLAUSES; n > 1; n /= 2)
    for (size_t i = 0; i < n / 2; i++) v[i] = smaller(v[2 * i], v[2 * i + 1]);
  return tame_var_relu(v[0]);
}

tame_var program_at_zero(tame_tape *t, size_t program)
{
  tame_var x[MOST_INPUTS];
  for (size_t i = 0; i < program_inputs(program); i++)
    x[i] = tame_tape_input(t, 0.0);
  tame_var first, second;
  switch (program) {
  case ABSOLUTE:
    first = tame_var_relu(x[0]);
    second = relu_minus(x[0]);
    return tame_var_add(first, second);
  case ZERO:
  case ZERO_NET:
    first = relu_minus(x[0]);
    second = program == ZERO ? x[0] : passed(x[0]);
    first = tame_var_add(first, second);
    return tame_var_sub(first, tame_var_relu(x[0]));
  case MAXIMUM:
    return larger(x[0], x[1]);
  case MAXIMUM_NET:
    first = tame_var_relu(tame_var_sub(x[0], x[1]));
    second = passed(x[1]);
    return tame_var_add(first, second);
  default:
    return unsatisfiable(x);
  }
}
