/* SPDX-License-Identifier: MIT */
/* The partial derivatives of a recorded operation one by one: for counting and
 * for looking, not for speed. */
#ifndef TAPE_PARTIALS_H
#define TAPE_PARTIALS_H

#include "program.h"

/* A value RESULT depends on the value ARG with derivative P. */
typedef void tape_visit(size_t result, size_t arg, double p, void *ctx);

/* Calls visit for each result of W, first result r, and each argument whose
 * partial derivative is not zero by nature, result by result. */
void tame_tape_partials(const tame_tape *t, word w, size_t r, tape_visit *visit,
                        void *ctx);

#endif
