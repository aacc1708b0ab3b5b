/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "scan.h"
#include "tame/base.h"
#include "tame/read.h"

void tame_table_free(tame_table *t)
{
  free(t->x);
  free(t->y);
  *t = (tame_table){0};
}

/* One line; *p grows to its largest index.  ROW [max_p] and TARGET receive the
 * numbers, unless NULL. */
static tame_status read_row(double *row, double *target, size_t *p,
                            tame_scan *s, size_t max_p, tame_error *err)
{
  double value;
  size_t last = 0, index;
  tame_scan_space(s);
  TAME_TRY(tame_scan_number(&value, s, '\0', "target", err));
  if (target) *target = value;
  for (tame_scan_space(s); !tame_scan_at_line(s); tame_scan_space(s)) {
    TAME_TRY(tame_scan_count(&index, s, max_p, ':', "index", err));
    if (*s->at != ':')
      return tame_scan_fail(s, err, "index %zu has no value", index);
    if (index == 0) return tame_scan_fail(s, err, "index 0: they start at 1");
    if (index <= last) {
      return tame_scan_fail(s, err, "index %zu comes after %zu", index, last);
    }
    s->at++;
    TAME_TRY(tame_scan_number(&value, s, '\0', "value", err));
    if (row) row[index - 1] = value;
    last = index;
  }
  if (last > *p) *p = last;
  return TAME_OK;
}

/* All lines, from the start; counts *n and *p, and fills T once its arrays are
 * there. */
static tame_status read_rows(tame_table *t, size_t *n, size_t *p, tame_scan *s,
                             size_t max_p, tame_error *err)
{
  s->at = s->text;
  s->line = 1;
  *n = *p = 0;
  for (; !tame_scan_at_end(s); (*n)++) {
    double *row = t->x ? t->x + *n * t->p : NULL;
    double *target = t->y ? t->y + *n : NULL;
    TAME_TRY(read_row(row, target, p, s, max_p, err));
    if (tame_scan_at_end(s)) continue;
    s->at++;
    s->line++;
  }
  if (*n == 0) return tame_scan_fail(s, err, "the file is empty");
  if (*p == 0) return tame_scan_fail(s, err, "no line has a feature");
  return TAME_OK;
}

tame_status tame_read_libsvm(tame_table *t, const char *path, size_t max_p,
                             tame_error *err)
{
  tame_scan s;
  size_t n, p;
  *t = (tame_table){0};
  TAME_TRY(tame_scan_open(&s, path, err));
  const tame_status status = read_rows(t, &n, &p, &s, max_p, err);
  if (status == TAME_OK) {
    *t = (tame_table){n, p, 1, tame_vec(n * p), tame_vec(n)};
    const tame_status again = read_rows(t, &n, &p, &s, max_p, err);
    TAME_REQUIRE(again == TAME_OK && n == t->n && p == t->p);
  }
  tame_scan_close(&s);
  return status;
}
