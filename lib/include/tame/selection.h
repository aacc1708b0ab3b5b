/* SPDX-License-Identifier: MIT */
/* Selections of images: which ones, in which order, under which labels, and to
 * which group each belongs.  Pixels stay where they are, in a tame_images that
 * outlives its selections.
 *
 *     tame_selection s = tame_selection_all(&images);
 *     tame_selection_first_of_classes(&s, 1000, &err);
 *     tame_selection_thin(&s, 6, 10, NULL, &err);
 *     tame_selection_group_by_label(&s, 6);
 *
 * selects the first 1000 images of each class in file order, of class 6 only
 * the first 10, which are group 0 while all others are group 1.  What thins a
 * selection keeps the order of what remains, changes it in place, and on an
 * error, which is TAME_EINVAL with a message, leaves it as it was. */
#ifndef TAME_SELECTION_H
#define TAME_SELECTION_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "tame/images.h"
#include "tame/status.h"

typedef struct {
  const tame_images *images; /* borrowed */
  size_t n, n_classes;
  size_t *index; /* [n] numbers of images, < images->n */
  int *label;    /* [n], in [0, n_classes); at first the images' own */
  int *group;    /* [n], >= 0, of any meaning; at first 0 */
} tame_selection;

/* Released by tame_selection_free, which clears the struct. */
tame_selection tame_selection_all(const tame_images *images);
tame_selection tame_selection_copy(const tame_selection *s);
void tame_selection_free(tame_selection *s);

/* Keep those from FIRST on, COUNT >= 1 of them, by position. */
tame_status tame_selection_range(tame_selection *s, size_t first, size_t count,
                                 tame_error *err);

/* Keep the first M >= 1 of each label; all labels must have so many. */
tame_status tame_selection_first_of_classes(tame_selection *s, size_t m,
                                            tame_error *err);

/* Keep N0 >= 1 of those with LABEL, and all others: the first N0, or with RNG a
 * uniformly random subset (gsl_ran_choose on their positions). */
tame_status tame_selection_thin(tame_selection *s, int label, size_t n0,
                                gsl_rng *rng, tame_error *err);

/* Keep those whose label is in LABELS [n]; labels[k] becomes k, and n_classes
 * becomes N.  Equal numbers in LABELS, or none of their images, are an
 * error. */
tame_status tame_selection_classes(tame_selection *s, const int *labels,
                                   size_t n, tame_error *err);

/* label <- map[label], map [n_classes] with values in [0, n): superclasses. */
tame_status tame_selection_relabel(tame_selection *s, const int *map, size_t n,
                                   tame_error *err);

/* group <- 0 for those with LABEL, 1 for the others. */
void tame_selection_group_by_label(tame_selection *s, int label);

/* Keep one group, which must not be empty. */
tame_status tame_selection_group(tame_selection *s, int group, tame_error *err);

size_t tame_selection_count_label(const tame_selection *s, int label);
size_t tame_selection_count_group(const tame_selection *s, int group);

#endif
