/* SPDX-License-Identifier: MIT */
/* Mini-batches of a selection of images, epoch after epoch.
 *
 * Each image of H x W pixels in [0, 255] goes through, in this order,
 *
 *   frame   F rows and columns of zeros on every side: (H+2F) x (W+2F)
 *   crop    P more zeros on every side, and a window of the size before at a
 *           random place, row and column offset uniform on {0, ..., 2P}
 *   flip    mirrored left to right with probability 1/2
 *   tone    x = offset_g + gain_g pixel/255 for an image of group g, where the
 *           pixel is the image's own; zeros around it stay 0
 *   scale   (x - mean_c)/sd_c, also of the zeros, channel by channel
 *
 * and the batch is laid out channel first, [C][batch][H+2F][W+2F].
 *
 * An epoch goes over the selection once; its last batch may be smaller and is
 * kept.  Epoch e = 0, 1, ... draws everything from a generator of its own,
 * mt19937 seeded by tame_seed(seed, "epoch", e), when it begins: first the
 * order (gsl_ran_shuffle of 0, ..., n-1), then for the images in that order
 * the row offset, the column offset and the flip, each by gsl_rng_uniform_int;
 * what is switched off is not drawn.  So an epoch does not depend on those
 * before it, and position and epoch are all the state there is.
 *
 *     while ((b = tame_batches_next_f32(w)) != NULL) ...   one epoch
 *
 * With has_thread a second thread prepares the next batch while one is used.
 * Results are the same to the last bit. */
#ifndef TAME_BATCHES_H
#define TAME_BATCHES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tame/h5.h"
#include "tame/selection.h"
#include "tame/status.h"
#include "tame/typed.h"

typedef struct {
  double offset, gain;
} tame_tone;

typedef struct {
  size_t batch; /* >= 1 */
  bool is_shuffled;
  size_t frame, crop;                    /* F and P */
  bool is_flipped;                       /* with probability 1/2 */
  double mean[TAME_IMAGES_MAX_CHANNELS]; /* of pixel/255 */
  double sd[TAME_IMAGES_MAX_CHANNELS];   /* > 0 */
  const tame_tone *tone; /* [n_tones] of groups 0, ...; {0, 1} for others */
  size_t n_tones;
  bool has_thread;
} tame_batch_options;

/* mean and sd as usual for a set of tame_images_open:
 *   mnist             0.1307                  0.3081
 *   fashion-mnist     0.2860                  0.3530
 *   cifar10, cifar10-first4000, cifar100
 *                     0.4914 0.4822 0.4465    0.2023 0.1994 0.2010
 * The last line is the recipe that both papers use, for CIFAR-100 too; its
 * deviations are means of the images' own, those over all pixels of CIFAR-10
 * are near 0.247, 0.243 and 0.262.  TAME_EINVAL for another name. */
tame_status tame_batch_standard(tame_batch_options *o, const char *name);

/* mean [c] and sd [c] of pixel/255 over the images of a selection. */
void tame_selection_moments(double *mean, double *sd, const tame_selection *s);

#define REAL        float
#define TAME_SUFFIX _f32
#include "tame/batches_impl.h"
#undef REAL
#undef TAME_SUFFIX

#define REAL        double
#define TAME_SUFFIX _f64
#include "tame/batches_impl.h"
#undef REAL
#undef TAME_SUFFIX

#endif
