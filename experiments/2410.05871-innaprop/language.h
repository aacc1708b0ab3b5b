/* SPDX-License-Identifier: MIT */
/* What the two programs on language models share: the optimisers compared,
 * their cells, and data sets as texts. */
#ifndef LANGUAGE_H
#define LANGUAGE_H

#include "methods.h"
#include "tame/dataset.h"
#include "tame/text.h"

enum { N_LANGUAGE = 3 };
static const size_t LANGUAGE_METHOD[N_LANGUAGE] = {0, 1, 3};
#define LANGUAGE_WORDS "adamw a0.1_b0.9 a2_b2"

/* The methods of METHOD that the language experiments compare, with the
 * second-moment rate and eps of the experiment. */
static inline tame_opt_options language_options(size_t method, double decay,
                                                double beta2_adamw,
                                                double beta2_innaprop,
                                                double eps)
{
  tame_opt_options o = method_options(LANGUAGE_METHOD[method], decay);
  o.beta2 = method == 0 ? beta2_adamw : beta2_innaprop;
  o.eps = eps;
  return o;
}

static inline size_t language_cells(const tame_run *run)
{
  return N_LANGUAGE * tame_run_count(run, "seeds");
}

static inline void describe_language_cell(tame_cell *cell, size_t index,
                                          const tame_run *run)
{
  const size_t seeds = tame_run_count(run, "seeds");
  cell->coord[0] = index / seeds;
  cell->coord[1] = index % seeds;
  const char *word = METHOD[LANGUAGE_METHOD[cell->coord[0]]].word;
  snprintf(cell->name, sizeof cell->name, "%s-%zu", word, cell->coord[1]);
  snprintf(cell->group, sizeof cell->group, "%s", word);
}

/* *text <- file FILE of data set SET, released with free() */
static inline tame_status read_set(char **text, const char *set,
                                   const char *file, tame_error *err)
{
  char *path;
  TAME_TRY(tame_dataset_find(&path, set, file, err));
  const tame_status s = tame_text_read(text, path, err);
  free(path);
  return s;
}

#endif
