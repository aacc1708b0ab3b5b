/* SPDX-License-Identifier: MIT */
/* What must hold of a frame that was read. */
#ifndef FUZZ_FRAME_H
#define FUZZ_FRAME_H

#include <math.h>
#include <stdlib.h>

#include "fuzz.h"
#include "tame/encode.h"

static inline void fuzz_look_at(const tame_frame *f)
{
  for (size_t i = 0; i < f->rows; i++) {
    for (size_t j = 0; j < f->cols; j++) {
      const double x = f->x[i * f->cols + j];
      const tame_frame_column *c = &f->column[j];
      if (isinf(x)) abort();
      if (c->is_categorical && !isnan(x) &&
          (x < 0.0 || x >= (double)c->n_levels || !c->level[(size_t)x]))
        abort();
    }
  }
  tame_encoder e;
  tame_error err = {""};
  const tame_encode_options opt = {.max_levels = 4};
  if (tame_encoder_fit(&e, f, NULL, f->rows, &opt, &err) < 0) {
    fuzz_explains(err.text);
    return;
  }
  for (size_t k = 0; k < e.notes.n; k++) fuzz_explains(e.notes.line[k]);
  double *x = calloc(e.d, sizeof *x);
  for (size_t i = 0; i < f->rows; i++) {
    tame_encode(x, &e, f, &i, 1);
    for (size_t j = 0; j < e.d; j++)
      if (!isfinite(x[j])) abort();
  }
  free(x);
  tame_encoder_free(&e);
}

#endif
