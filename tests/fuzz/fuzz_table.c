/* SPDX-License-Identifier: MIT */
/* A user's table as a problem with a minority (tame_group_table_make): the
 * bytes are "LABEL\0GROUP\0MINORITY\0" and a CSV file.  What is made has two
 * groups and finite inputs. */
#include "fuzz.h"

#include <math.h>

#include "tame/group_table.h"
#include "tame/rng.h"

static void check_rows(const tame_group_rows *r, const tame_group_table *t)
{
  for (size_t i = 0; i < r->n; i++) {
    if (r->label[i] >= t->classes || r->a[i] > 1) abort();
    for (size_t j = 0; j < t->d; j++)
      if (!isfinite(r->x[i * t->d + j])) abort();
  }
}

static void make(tame_frame *f, const char *label, const char *group,
                 const char *minority)
{
  const char *const words[] = {minority, NULL};
  char *end;
  const double below = strtod(minority, &end);
  const bool is_bound = *minority && !*end;
  tame_group_table t;
  tame_error err = {""};
  const tame_group_choice choice = {.label = label,
                                    .group = group,
                                    .minority =
                                        *minority && !is_bound ? words : NULL,
                                    .below = is_bound ? &below : NULL,
                                    .keep = 0.5,
                                    .test = 0.25,
                                    .encode = {.max_levels = 8}};
  gsl_rng *rng = tame_rng_alloc(0, "fuzz", 0);
  if (tame_group_table_make(&t, f, &choice, rng, &err) < 0) {
    fuzz_explains(err.text);
  } else {
    check_rows(&t.train, &t);
    check_rows(&t.test, &t);
    size_t n0 = 0;
    for (size_t i = 0; i < t.train.n; i++) n0 += t.train.a[i] == 0;
    if (n0 == 0 || n0 == t.train.n) abort();
    for (size_t k = 0; k < t.notes.n; k++) fuzz_explains(t.notes.line[k]);
    tame_group_table_free(&t);
  }
  gsl_rng_free(rng);
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  char option[3][64];
  const char *at = (const char *)data, *end = at + size, *head;
  for (size_t k = 0; k < 3; k++) {
    const size_t n = fuzz_part(&head, &at, end);
    snprintf(option[k], sizeof option[k], "%.*s", n < 63 ? (int)n : 63, head);
  }
  tame_frame f;
  tame_error err = {""};
  const char *path = fuzz_file((const uint8_t *)at, (size_t)(end - at));
  if (tame_frame_csv(&f, path, NULL, &err) < 0) {
    fuzz_explains(err.text);
    return;
  }
  make(&f, option[0], option[1], option[2]);
  tame_frame_free(&f);
}

/* a word of two bytes becomes up to eight inputs of eight bytes, twice */
FUZZ_READER(160, 1 << 20)
