/* SPDX-License-Identifier: MIT */
/* What tame/opt.h declares for float (_f32) and for double (_f64); included by
 * it twice, hence no guard. */

#define TAME_OPT TAME_TYPED(tame_opt)

typedef struct TAME_OPT TAME_OPT;

/* Room for N >= 1 parameters and n_vectors = tame_opt_vectors(&options). */
TAME_OPT *TAME_TYPED(tame_opt_alloc)(size_t n, size_t n_vectors);
void TAME_TYPED(tame_opt_free)(TAME_OPT *w); /* NULL accepted */

/* Begin at theta [n], which is read and not kept.  GROUP [n_groups] are the
 * parameter groups in order, whose lengths sum to n; n_groups = 0 makes one
 * group of all, with the weight decay of O.  Both are copied.
 * TAME_EINVAL when an option is outside its range, the lengths do not sum to
 * n, or O needs more vectors than W has. */
tame_status TAME_TYPED(tame_opt_init)(TAME_OPT *w, const tame_opt_options *o,
                                      const tame_opt_group *group,
                                      size_t n_groups, const REAL *theta);

/* One step of size RATE >= 0 on theta [n] with gradient grad [n]; the arrays do
 * not overlap.  TAME_DIVERGED when theta is no longer finite; TAME_EINVAL, and
 * nothing changed, when RATE is negative or not finite, or makes a formula
 * singular. */
tame_status TAME_TYPED(tame_opt_step)(TAME_OPT *w, REAL *theta,
                                      const REAL *grad, double rate);

/* Other damping from the next step on (an alpha-beta schedule); the state stays
 * as it is.  TAME_EINVAL when out of range. */
tame_status TAME_TYPED(tame_opt_set_damping)(TAME_OPT *w, double alpha,
                                             double beta);

/* Share steps among the threads of TEAM, which W does not own; NULL, as at
 * first, for one thread.  Results do not depend on it. */
void TAME_TYPED(tame_opt_set_team)(TAME_OPT *w, tame_team *team);

size_t TAME_TYPED(tame_opt_steps)(const TAME_OPT *w); /* t */

/* x [n] <- where the method is to be evaluated: theta, but for schedule-free.
 * x and theta may be the same array. */
void TAME_TYPED(tame_opt_evaluation)(REAL *x, const TAME_OPT *w,
                                     const REAL *theta);

/* State vector I [n] < n_vectors, owned by W: psi, m, b or z first where the
 * kind has one, then v. */
const REAL *TAME_TYPED(tame_opt_state)(const TAME_OPT *w, size_t i);

/* Write the state into GROUP of F, and read it back into a W that has been
 * initialised with the same options: it continues as if never stopped. theta
 * itself is the caller's to store.  load returns TAME_EFORMAT, with a message
 * and W as it was, when the checkpoint is of another kind, size or option
 * (alpha and beta excepted, which a schedule may have changed: those of the
 * file are taken); TAME_EMISSING when GROUP is not there. */
void TAME_TYPED(tame_opt_save)(tame_h5 *f, const char *group,
                               const TAME_OPT *w);
tame_status TAME_TYPED(tame_opt_load)(TAME_OPT *w, const tame_h5 *f,
                                      const char *group, tame_error *err);

/* Global-norm clipping:  g [n] <- g min(1, max_norm / |g|_2).  Returns |g|_2
 * before; when that is not finite, g is left as it is. */
double TAME_TYPED(tame_clip_norm)(REAL *g, size_t n, double max_norm);

#undef TAME_OPT
