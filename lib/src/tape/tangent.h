/* SPDX-License-Identifier: MIT */
/* Rows of tangents, shared by the forward sweeps of scalars and vectors. */
#ifndef TAPE_TANGENT_H
#define TAPE_TANGENT_H

#include "program.h"

void tame_tape_kink_row(double *y, const double *h, double left, double right,
                        size_t q, tame_tangent_rule rule);
void tame_tape_unary_row(const tape_block *s, tame_op op, size_t a, size_t r,
                         double c);
void tame_tape_binary_row(const tape_block *s, tame_op op, size_t a, size_t b,
                          size_t r);

#endif
