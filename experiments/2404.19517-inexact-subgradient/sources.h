/* SPDX-License-Identifier: MIT */
/* What the parts of sources.c share. */
#ifndef SOURCES_H
#define SOURCES_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "tame/exp.h"
#include "tame/inexact.h"
#include "tame/nonsmooth.h"

/* The cells. */
enum { GRID, DIFFERENCE, INNER, SINGLE, FLOAT32, N_CELLS };

typedef struct {
  double x, tail, eps; /* last iterate; largest |x|, |g - f'| of the tail */
} ending;

/* STEPS steps a from x0 on f, a function of one variable whose derivative ought to
 * be that of `truth`; the tail is the last tenth. */
tame_status run_1d(ending *r, const tame_nonsmooth *f,
                   const tame_nonsmooth *truth, const tame_inexact *e, double a,
                   double x0, size_t steps);

/* sources-inner.c: truncated inner solver */
tame_status run_inner(tame_h5 *out, gsl_rng *rng);
tame_status merge_inner(tame_h5 *out, const tame_cells *cells, tame_error *err);

/* sources-single.c: single precision, in differences and on data */
tame_status run_single(tame_h5 *out, size_t steps);
tame_status run_float32(tame_h5 *out, size_t steps, gsl_rng *rng);
tame_status merge_single(tame_h5 *out, const tame_cells *cells,
                         tame_error *err);

#endif
