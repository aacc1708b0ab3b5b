/* SPDX-License-Identifier: MIT */
#include "tame/selection.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_randist.h>

#include "tame/base.h"

static tame_selection alloc(const tame_images *images, size_t n)
{
  return (tame_selection){.images = images,
                          .n = n,
                          .n_classes = images->n_classes,
                          .index = tame_calloc(n, sizeof(size_t)),
                          .label = tame_calloc(n, sizeof(int)),
                          .group = tame_calloc(n, sizeof(int))};
}

tame_selection tame_selection_all(const tame_images *images)
{
  tame_selection s = alloc(images, images->n);
  for (size_t i = 0; i < s.n; i++) {
    s.index[i] = i;
    s.label[i] = images->label[i];
  }
  return s;
}

tame_selection tame_selection_copy(const tame_selection *s)
{
  tame_selection t = alloc(s->images, s->n);
  t.n_classes = s->n_classes;
  memcpy(t.index, s->index, s->n * sizeof *s->index);
  memcpy(t.label, s->label, s->n * sizeof *s->label);
  memcpy(t.group, s->group, s->n * sizeof *s->group);
  return t;
}

void tame_selection_free(tame_selection *s)
{
  free(s->index);
  free(s->label);
  free(s->group);
  *s = (tame_selection){0};
}

/* Keep the positions whose KEEP [n] is true; KEEP is freed. */
static void keep_only(tame_selection *s, bool *keep)
{
  size_t n = 0;
  for (size_t i = 0; i < s->n; i++) {
    if (!keep[i]) continue;
    s->index[n] = s->index[i];
    s->label[n] = s->label[i];
    s->group[n] = s->group[i];
    n++;
  }
  s->n = n;
  free(keep);
}

static bool *flags(const tame_selection *s)
{
  return tame_calloc(s->n, sizeof(bool));
}

static bool is_label(const tame_selection *s, int label)
{
  return label >= 0 && (size_t)label < s->n_classes;
}

size_t tame_selection_count_label(const tame_selection *s, int label)
{
  size_t n = 0;
  for (size_t i = 0; i < s->n; i++) n += s->label[i] == label;
  return n;
}

size_t tame_selection_count_group(const tame_selection *s, int group)
{
  size_t n = 0;
  for (size_t i = 0; i < s->n; i++) n += s->group[i] == group;
  return n;
}

tame_status tame_selection_range(tame_selection *s, size_t first, size_t count,
                                 tame_error *err)
{
  if (count == 0 || first > s->n || count > s->n - first)
    return tame_fail(err, TAME_EINVAL,
                     "images %zu to %zu + %zu: the selection has %zu", first,
                     first, count, s->n);
  bool *keep = flags(s);
  for (size_t i = first; i < first + count; i++) keep[i] = true;
  keep_only(s, keep);
  return TAME_OK;
}

/* WANTED of COUNT images with LABEL? */
static tame_status check_count(size_t wanted, size_t count, int label,
                               tame_error *err)
{
  if (wanted >= 1 && wanted <= count) return TAME_OK;
  return tame_fail(err, TAME_EINVAL,
                   "class %d: %zu images wanted, there %s %zu", label, wanted,
                   count == 1 ? "is" : "are", count);
}

tame_status tame_selection_first_of_classes(tame_selection *s, size_t m,
                                            tame_error *err)
{
  for (size_t k = 0; k < s->n_classes; k++)
    TAME_TRY(
        check_count(m, tame_selection_count_label(s, (int)k), (int)k, err));
  size_t *seen = tame_calloc(s->n_classes, sizeof *seen);
  bool *keep = flags(s);
  for (size_t i = 0; i < s->n; i++) keep[i] = seen[s->label[i]]++ < m;
  free(seen);
  keep_only(s, keep);
  return TAME_OK;
}

tame_status tame_selection_thin(tame_selection *s, int label, size_t n0,
                                gsl_rng *rng, tame_error *err)
{
  const size_t n = tame_selection_count_label(s, label);
  TAME_TRY(check_count(n0, n, label, err));
  size_t *place = tame_calloc(n, sizeof *place);
  size_t *chosen = tame_calloc(n0, sizeof *chosen);
  bool *keep = flags(s);
  for (size_t i = 0, k = 0; i < s->n; i++) {
    keep[i] = s->label[i] != label;
    if (!keep[i]) place[k++] = i;
  }
  if (rng)
    gsl_ran_choose(rng, chosen, n0, place, n, sizeof *place);
  else
    memcpy(chosen, place, n0 * sizeof *place);
  for (size_t k = 0; k < n0; k++) keep[chosen[k]] = true;
  free(place);
  free(chosen);
  keep_only(s, keep);
  return TAME_OK;
}

tame_status tame_selection_classes(tame_selection *s, const int *labels,
                                   size_t n, tame_error *err)
{
  for (size_t k = 0; k < n; k++) {
    TAME_TRY(check_count(1, tame_selection_count_label(s, labels[k]), labels[k],
                         err));
    for (size_t j = 0; j < k; j++)
      if (labels[j] == labels[k])
        return tame_fail(err, TAME_EINVAL, "class %d is asked for twice",
                         labels[k]);
  }
  if (n == 0) return tame_fail(err, TAME_EINVAL, "no class is asked for");
  bool *keep = flags(s);
  for (size_t i = 0; i < s->n; i++) {
    for (size_t k = 0; k < n && !keep[i]; k++) {
      if (labels[k] != s->label[i]) continue;
      s->label[i] = (int)k;
      keep[i] = true;
    }
  }
  s->n_classes = n;
  keep_only(s, keep);
  return TAME_OK;
}

tame_status tame_selection_relabel(tame_selection *s, const int *map, size_t n,
                                   tame_error *err)
{
  for (size_t k = 0; k < s->n_classes; k++)
    if (map[k] < 0 || (size_t)map[k] >= n)
      return tame_fail(err, TAME_EINVAL,
                       "class %zu: new label %d is not below %zu", k, map[k],
                       n);
  for (size_t i = 0; i < s->n; i++) s->label[i] = map[s->label[i]];
  s->n_classes = n;
  return TAME_OK;
}

void tame_selection_group_by_label(tame_selection *s, int label)
{
  TAME_REQUIRE(is_label(s, label));
  for (size_t i = 0; i < s->n; i++) s->group[i] = s->label[i] != label;
}

tame_status tame_selection_group(tame_selection *s, int group, tame_error *err)
{
  if (tame_selection_count_group(s, group) == 0)
    return tame_fail(err, TAME_EINVAL, "group %d is empty", group);
  bool *keep = flags(s);
  for (size_t i = 0; i < s->n; i++) keep[i] = s->group[i] == group;
  keep_only(s, keep);
  return TAME_OK;
}
