/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "scan.h"
#include "tame/base.h"
#include "tame/read.h"

/* The line "n p m".  A number takes at least two characters, itself and what
 * separates it, so the length of the text bounds how many there can be. */
static tame_status read_counts(tame_table *t, tame_scan *s, tame_error *err)
{
  const size_t room = strlen(s->text) / 2 + 1;
  tame_scan_space(s);
  TAME_TRY(tame_scan_count(&t->n, s, room, '\0', "number of rows", err));
  tame_scan_space(s);
  TAME_TRY(tame_scan_count(&t->p, s, room, '\0', "number of inputs", err));
  tame_scan_space(s);
  TAME_TRY(tame_scan_count(&t->m, s, room, '\0', "number of outputs", err));
  tame_scan_space(s);
  if (!tame_scan_at_line(s)) {
    return tame_scan_fail(s, err,
                          "more than the three counts in the first line");
  }
  if (t->n == 0 || t->p == 0 || t->m == 0) {
    return tame_scan_fail(s, err, "%zu rows of %zu inputs and %zu outputs",
                          t->n, t->p, t->m);
  }
  if (t->p + t->m > room / t->n) {
    return tame_scan_fail(s, err,
                          "%zu rows of %zu numbers do not fit into this file",
                          t->n, t->p + t->m);
  }
  return TAME_OK;
}

static tame_status read_numbers(tame_table *t, tame_scan *s, tame_error *err)
{
  for (size_t i = 0; i < t->n; i++) {
    for (size_t j = 0; j < t->p + t->m; j++) {
      double *to =
          j < t->p ? t->x + i * t->p + j : t->y + i * t->m + (j - t->p);
      tame_scan_blank(s);
      if (tame_scan_at_end(s)) {
        return tame_scan_fail(s, err, "the file ends in row %zu of %zu", i + 1,
                              t->n);
      }
      TAME_TRY(
          tame_scan_number(to, s, '\0', j < t->p ? "input" : "output", err));
    }
  }
  tame_scan_blank(s);
  if (!tame_scan_at_end(s)) {
    return tame_scan_fail(s, err, "more after the last of %zu rows", t->n);
  }
  return TAME_OK;
}

tame_status tame_read_fann(tame_table *t, const char *path, tame_error *err)
{
  tame_scan s;
  *t = (tame_table){0};
  TAME_TRY(tame_scan_open(&s, path, err));
  tame_status status = read_counts(t, &s, err);
  if (status == TAME_OK) {
    t->x = tame_vec(t->n * t->p);
    t->y = tame_vec(t->n * t->m);
    status = read_numbers(t, &s, err);
  }
  tame_scan_close(&s);
  if (status < 0) tame_table_free(t);
  return status;
}
