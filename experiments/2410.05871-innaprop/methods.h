/* SPDX-License-Identifier: MIT */
/* The optimisers that the training runs compare, as the authors' code has them:
 * AdamW and INNAprop with three pairs (alpha, beta). */
#ifndef METHODS_H
#define METHODS_H

#include "pieces.h"
#include "tame/opt.h"

enum { N_METHODS = 4 };
static const damping METHOD[N_METHODS] = {{0, 0, "adamw"},
                                          {0.1, 0.9, "a0.1_b0.9"},
                                          {1.0, 1.0, "a1_b1"},
                                          {2.0, 2.0, "a2_b2"}};
#define METHOD_WORDS "adamw a0.1_b0.9 a1_b1 a2_b2"

static inline tame_opt_options method_options(size_t method, double decay)
{
  tame_opt_options o =
      tame_opt_defaults(method == 0 ? TAME_OPT_ADAMW : TAME_OPT_INNAPROP);
  o.weight_decay = decay;
  o.alpha = METHOD[method].alpha;
  o.beta = METHOD[method].beta;
  return o;
}

/* Cells of an experiment with the option "seeds": method by method, seed by
 * seed. */
static inline size_t n_method_cells(const tame_run *run)
{
  return N_METHODS * tame_run_count(run, "seeds");
}

static inline void method_cell(tame_cell *cell, size_t index,
                               const tame_run *run)
{
  const size_t seeds = tame_run_count(run, "seeds");
  cell->coord[0] = index / seeds;
  cell->coord[1] = index % seeds;
  snprintf(cell->name, sizeof cell->name, "%s-%zu", METHOD[cell->coord[0]].word,
           cell->coord[1]);
  snprintf(cell->group, sizeof cell->group, "%s", METHOD[cell->coord[0]].word);
}

#endif
