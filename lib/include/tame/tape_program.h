/* SPDX-License-Identifier: MIT */
/* Looking at a recorded program: its operations in order, their arguments, and
 * its depth; to draw it, to print it, to count something of one's own.
 *
 *     tame_operation g = {0};
 *     while (tame_tape_next(&g, t)) printf("%s\n", tame_op_name(g.op));
 */
#ifndef TAME_TAPE_PROGRAM_H
#define TAME_TAPE_PROGRAM_H

#include <stdbool.h>
#include <stdio.h>

#include "tame/tape.h"

/* One operation.  Values have the indices of tame_var. */
typedef struct {
  tame_op op;
  tame_op inner;   /* operation of the elements of MAP and ZIP, else OP */
  size_t result;   /* index of the first result; the others follow it */
  size_t results;  /* 1 or more */
  size_t args;     /* number of arguments */
  double constant; /* c of operations that have one, else NaN */
  size_t number;   /* 1 for the first operation; 0 before it */
} tame_operation;

/* Go to the next operation; false at the end.  Start from {0}.  Inputs that
 * were created in a row are one operation without arguments. */
bool tame_tape_next(tame_operation *g, const tame_tape *t);

/* arg [g->args] <- indices of the arguments: operands in order, for matrices
 * the matrix and then the vector or the second matrix, for MAP and ZIP all of x
 * and then all of y, for SCALE and AXPY alpha first, for CALL x and theta. */
void tame_operation_args(size_t *arg, const tame_operation *g,
                         const tame_tape *t);

size_t tame_tape_operations(const tame_tape *t); /* inputs counted as above */
size_t tame_tape_values(const tame_tape *t);

/* The value with a given index as a variable. */
tame_var tame_tape_at(tame_tape *t, size_t index);

/* level [values] <- depth of each value: -1 for inputs and constants, else one
 * more than the deepest argument. */
void tame_tape_levels(int *level, const tame_tape *t);

/* One line an operation:  "v7 = mul v1 v6   (-0.75)". */
void tame_tape_print(FILE *out, const tame_tape *t);

#endif
