/* SPDX-License-Identifier: MIT */
/* The table of decisions: the same columns from both reductions. */
#ifndef DECISIONS_H
#define DECISIONS_H

#include "tame/h5.h"

enum { DECISION_COLUMNS = 4 };

/* x [DECISION_COLUMNS x n]: instances, YES, agreements, evaluations; WORDS names
 * the n rows. */
static inline void write_decisions(tame_h5 *out, const char *words,
                                   const double *x, size_t n)
{
  tame_h5_group(out, "decisions",
                "Decided directly and by the optimal bilevel value");
  tame_h5_codes(out, "decisions/size", words, "problem and size");
  tame_h5_write(out, "decisions/instances", "size", x, "instances", "1");
  tame_h5_write(out, "decisions/yes", "size", x + n, "answer YES", "1");
  tame_h5_write(out, "decisions/agree", "size", x + 2 * n,
                "bilevel decision agrees with the direct one", "1");
  tame_h5_write(out, "decisions/evaluations", "size", x + 3 * n,
                "vertices evaluated for the bilevel decision", "1");
  tame_h5_panel(out, "decisions", "yes", "size");
}

#endif
