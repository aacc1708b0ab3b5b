/* SPDX-License-Identifier: MIT */
/* Many wells: where branches are global lower minimisers, and the bilevel
 * solution. */
#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/poly.h"
#include "wells.h"

static const double PI = 3.14159265358979323846;

/* Pattern of the global lower minimiser at x, coordinate by coordinate with a
 * certificate; false at a tie. */
static bool global_pattern(size_t *pattern, const wells *q, const double x[2])
{
  *pattern = 0;
  for (size_t j = 0; j < q->p; j++) {
    const double tau = q->w[2 * j] * x[0] + q->w[2 * j + 1] * x[1];
    tame_interval c[5];
    tame_poly_minimum m;
    tame_double_well_poly(c, tame_point(tau));
    if (tame_poly_minimize(&m, c, 4, -HUGE_VAL, HUGE_VAL, NULL) != TAME_OK ||
        m.n_minimisers != 1)
      return false;
    if (m.critical[m.minimiser[0]].y.lo > 0.0) *pattern |= (size_t)1 << j;
  }
  return true;
}

/* Different patterns that occur around a circle. */
size_t wells_count_patterns(const wells *q)
{
  const size_t n = 64 * q->p;
  bool *is_seen = tame_calloc((size_t)1 << q->p, sizeof *is_seen);
  size_t count = 0, pattern;
  for (size_t i = 0; i < n; i++) {
    const double angle = 2.0 * PI * ((double)i + 0.5) / (double)n;
    const double x[2] = {0.7 * cos(angle), 0.7 * sin(angle)};
    if (!global_pattern(&pattern, q, x) || is_seen[pattern]) continue;
    is_seen[pattern] = true;
    count++;
  }
  free(is_seen);
  return count;
}

double wells_ray_angle(const wells *q, size_t i)
{
  return PI / 2.0 + PI * ((double)i + 0.5) / (double)q->p;
}

typedef struct {
  wells_sheet sheet;
  double reach; /* of the coordinates along the rays */
} sector_search;

static tame_box_problem sector(tame_interval *box, size_t i, void *ctx)
{
  sector_search *m = ctx;
  const wells *q = m->sheet.q;
  const double one = wells_ray_angle(q, i), two = wells_ray_angle(q, i + 1);
  const double middle = 0.5 * (one + two);
  m->sheet.r[0] = cos(one);
  m->sheet.r[1] = sin(one);
  m->sheet.t[0] = cos(two);
  m->sheet.t[1] = sin(two);
  m->sheet.pattern = 0;
  for (size_t j = 0; j < q->p; j++)
    if (q->w[2 * j] * cos(middle) + q->w[2 * j + 1] * sin(middle) > 0.0)
      m->sheet.pattern |= (size_t)1 << j;
  box[0] = box[1] = (tame_interval){0.0, m->reach};
  return wells_box_problem(&m->sheet);
}

/* At the origin every pattern is a global minimiser. */
static double origin_value(const wells *q, size_t *best)
{
  const double x[2] = {0.0, 0.0};
  double value = HUGE_VAL;
  for (size_t pattern = 0; pattern < (size_t)1 << q->p; pattern++) {
    const double here = wells_phi(NULL, q, pattern, x);
    if (here < value) *best = pattern;
    value = fmin(value, here);
  }
  return value;
}

tame_status wells_global_lower(wells_solution *r, const wells *q,
                               tame_error *err)
{
  size_t pattern = 0;
  const double origin = origin_value(q, &pattern);
  /* |x| <= |x_hat| + sqrt(2 origin), and a, b <= |x| / sin(pi/p) */
  const double radius = hypot(q->x_hat[0], q->x_hat[1]) + sqrt(2.0 * origin);
  sector_search m = {{.q = q}, 1.001 * radius / sin(PI / (double)q->p)};
  const tame_mixed_problem p = {2 * q->p, sector, &m};
  const tame_box_options opt = {1e-10, 1e-6, HUGE_VAL, 1000000};
  double lower[2 * WELLS_MAX];
  tame_interval box[2];
  tame_mixed_certificate cert;
  TAME_TRY(tame_mixed_minimize(&cert, lower, &p, &opt, err));
  sector(box, cert.best, &m);
  const double a = cert.cert.x[0], b = cert.cert.x[1];
  const bool is_origin = origin < cert.cert.lower;
  *r = (wells_solution){.lower = fmin(cert.cert.lower, origin),
                        .upper = fmin(cert.cert.upper, origin),
                        .where = is_origin              ? 2.0
                                 : a == 0.0 || b == 0.0 ? 1.0
                                                        : 0.0,
                        .boxes = (double)cert.cert.boxes,
                        .open = (double)cert.n_open,
                        .pattern = is_origin ? pattern : m.sheet.pattern};
  for (size_t i = 0; i < 2 && !is_origin; i++)
    r->x[i] = a * m.sheet.r[i] + b * m.sheet.t[i];
  return TAME_OK;
}
