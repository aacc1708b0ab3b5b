/* SPDX-License-Identifier: MIT */
/* 3-SAT as a question about Clarke subdifferentials.
 *
 * A formula with clauses C_k = (l_1 or l_2 or l_3), literals l = s x_v, s = -1 or
 * 1, of three distinct variables each, becomes
 *
 *     F(x) = ReLU( min_k max(l_1, l_2, l_3) ),
 *
 * a linear ReLU network over {-1, 0, 1}.  For sign vectors s, F(s) = 1 when s
 * satisfies the formula, else 0; F = 0 everywhere iff nothing satisfies it; and
 * the Clarke subdifferential of F at 0, of which 0 is always an element, is {0}
 * iff nothing satisfies it.  So a second Clarke subgradient is as hard to find as
 * a satisfying assignment.  (NP-hardness: 2206.01730; this construction is ours.)
 *
 * Assignments are numbered as sign vectors are in tame/relu_net.h. */
#ifndef TAME_SAT_H
#define TAME_SAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tame/dimacs.h"
#include "tame/relu_net.h"
#include "tame/splitmix.h"
#include "tame/status.h"

/* --- formulas, three distinct variables in each clause -------------------- */

/* m random clauses on n >= 3 variables: three integers in {0, ..., n-1}, all
 * three drawn again until they differ, then three signs. */
tame_cnf tame_sat_random(size_t n, size_t m, tame_splitmix *g);
/* The same with a hidden solution, drawn first; clauses that it does not satisfy
 * are drawn again. */
tame_cnf tame_sat_planted(size_t n, size_t m, tame_splitmix *g);
/* All eight sign patterns on three variables: unsatisfiable. */
tame_cnf tame_sat_all_signs(void);
/* Tseitin's formula of the prism over a RUNGS-gon, rungs >= 3: a variable for
 * each of its 3 rungs edges; at each of its 2 rungs corners the number of true
 * edges is even, but odd at the first one when is_odd.  8 rungs clauses.
 * Unsatisfiable when is_odd, else with 2^(rungs + 1) solutions. */
tame_cnf tame_sat_tseitin(size_t rungs, bool is_odd);

/* to <- a formula of clauses with three distinct variables that is satisfiable
 * iff FROM is; its first from->n_vars variables are those of FROM, and its
 * solutions restricted to them are those of FROM.  Repeated literals go, and
 * clauses that hold a literal and its negation; a short clause is repeated with
 * all signs of up to three padding variables; a long one is chained,
 * (a b y)(-y c z)(-z d e).  TAME_EINVAL, and *to is empty, when no clause is
 * left: the formula is always true, and min_k is over nothing; or when there
 * would be INT_MAX or more variables. */
tame_status tame_sat_to_three(tame_cnf *to, const tame_cnf *from,
                              tame_error *err);

/* --- evaluation ----------------------------------------------------------- */

/* Does assignment number b satisfy F? */
bool tame_sat_holds(const tame_cnf *f, uint64_t b);
/* table [n_words] <- the same for the assignments 64 first, 64 first + 1, ...,
 * one bit each; see tame_relu_net_sign_table. */
void tame_sat_table(uint64_t *table, size_t first, size_t n_words,
                    const tame_cnf *f);
/* Words of the whole table: 2^n / 64, at least 1; n <= 40. */
size_t tame_sat_words(size_t n);

/* --- the network ---------------------------------------------------------- */

/* Bits that arguments of ReLUs take at sign vectors: they lie in [-2, 2]. */
enum { TAME_SAT_BITS = 3 };

/* net <- F above: 4 + ceil(log2 m) matrices, about 11 m units and 27 m
 * entries.  TAME_EINVAL, naming the clause, when one has not three distinct
 * variables, or there is none. */
tame_status tame_sat_gadget(tame_relu_net *net, const tame_cnf *f,
                            tame_error *err);

#endif
