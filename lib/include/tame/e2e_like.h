/* SPDX-License-Identifier: MIT */
/* Synthetic pairs in the form of the E2E data, for machines that have not the
 * real ones: invented names, our own grammar, nothing of the real texts.  Who
 * uses them says so: TAME_E2E_LIKE is their name in logs and captions.
 *
 * A meaning has a name and a random part of the other seven attributes, in the
 * order of the E2E data.  A text opens with the name, the kind of place and the
 * food, says each other attribute once, in random order and one of several
 * wordings, and so can be understood from the meaning alone.  For each
 * meaning drawn 1 to 4 texts are, and repeated lines dropped: all differ. */
#ifndef TAME_E2E_LIKE_H
#define TAME_E2E_LIKE_H

#include <stddef.h>

#include <gsl/gsl_rng.h>

#include "tame/e2e.h"

#define TAME_E2E_LIKE "e2e-like generated lines"

enum { TAME_E2E_LIKE_MOST = 200000 };

/* *e <- n pairs, 1 <= n <= TAME_E2E_LIKE_MOST, released with tame_e2e_free.
 * The same generator gives the same pairs. */
void tame_e2e_like(tame_e2e *e, size_t n, gsl_rng *rng);

#endif
