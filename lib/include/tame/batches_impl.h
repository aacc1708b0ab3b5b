/* SPDX-License-Identifier: MIT */
/* What tame/batches.h declares for float (_f32) and for double (_f64); included
 * by it twice, hence no guard. */

#define TAME_BATCH   TAME_TYPED(tame_batch)
#define TAME_BATCHES TAME_TYPED(tame_batches)

typedef struct {
  size_t n;             /* images in it */
  size_t c, h, w;       /* h and w with the frame */
  REAL *x;              /* [c][n][h][w] */
  int *label, *group;   /* [n] */
  size_t *position;     /* [n] in the selection */
  size_t epoch, number; /* of the batch in its epoch, from 0 */
} TAME_BATCH;

typedef struct TAME_BATCHES TAME_BATCHES;

/* Batches of S, which is borrowed and must not change; O is copied.  *w is
 * released by close, which accepts NULL.  TAME_EINVAL with the reason when S is
 * empty or an option is outside its range. */
tame_status TAME_TYPED(tame_batches_open)(TAME_BATCHES **w,
                                          const tame_selection *s,
                                          const tame_batch_options *o,
                                          uint32_t seed, tame_error *err);
void TAME_TYPED(tame_batches_close)(TAME_BATCHES *w);

/* The next batch, owned by W and valid until the next call that changes W; NULL
 * once at the end of each epoch, after which the next epoch begins. */
const TAME_BATCH *TAME_TYPED(tame_batches_next)(TAME_BATCHES *w);

size_t TAME_TYPED(tame_batches_per_epoch)(const TAME_BATCHES *w);
/* Of the next call of next. */
size_t TAME_TYPED(tame_batches_epoch)(const TAME_BATCHES *w);

/* Go to the beginning of EPOCH. */
void TAME_TYPED(tame_batches_rewind)(TAME_BATCHES *w, size_t epoch);

/* Write the place into GROUP of F, and read it back into a W opened on the same
 * selection with the same options and seed: what next gives is as if never
 * stopped.  load returns TAME_EFORMAT, with a message and W as it was, when the
 * file is of other images, options (has_thread excepted) or another seed;
 * TAME_EMISSING when GROUP is not there. */
void TAME_TYPED(tame_batches_save)(tame_h5 *f, const char *group,
                                   const TAME_BATCHES *w);
tame_status TAME_TYPED(tame_batches_load)(TAME_BATCHES *w, const tame_h5 *f,
                                          const char *group, tame_error *err);

#undef TAME_BATCH
#undef TAME_BATCHES
