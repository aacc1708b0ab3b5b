/* SPDX-License-Identifier: MIT */
/* Numbers gathered from several data sets, for claims on training runs. */
#ifndef CLAIMS_VALUES_H
#define CLAIMS_VALUES_H

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "tame/claim.h"

enum { MAX_VALUES = 256 };

typedef struct {
  size_t n;
  double x[MAX_VALUES];
} values;

static inline void add(values *v, double x)
{
  if (v->n < MAX_VALUES) v->x[v->n++] = x;
}

/* V <- all numbers of PATH of experiment EXP, in addition */
static inline tame_status append(values *v, const tame_results *r,
                                 const char *exp, const char *path)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, exp, path));
  const bool fits = v->n + shape.count <= MAX_VALUES;
  for (size_t i = 0; i < shape.count && fits; i++) add(v, x[i]);
  free(x);
  return fits ? TAME_OK : TAME_EFORMAT;
}

#endif
