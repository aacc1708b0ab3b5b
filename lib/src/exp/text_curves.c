/* SPDX-License-Identifier: MIT */
#include "tame/text_curves.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_curves.h"
#include "tame/base.h"

enum { N_CURVES = 4 };
static const double CHECKPOINT_EVERY = 600.0; /* seconds */

static const tame_run_curve CURVE[N_CURVES] = {
    {"train_loss", "train_loss", "training loss, mean since the last point",
     "1", false},
    {"validation_loss", "validation_loss", "validation loss", "1", false},
    {"gradient_norm", "gradient_norm",
     "norm of the gradient before clipping, mean since the last point", "1",
     false},
    {"perplexity", "validation_loss", "perplexity, exp of the validation loss",
     "1", true}};

tame_status tame_text_curves_run(tame_text_point *p, tame_text_trainer *t,
                                 const tame_run *run, const tame_cell *cell,
                                 tame_error *err)
{
  char *path = tame_cell_checkpoint(run, cell);
  char *identity = tame_cell_identity(run, cell);
  const tame_status s =
      tame_text_trainer_run(p, t, path, identity, CHECKPOINT_EVERY, err);
  free(path);
  free(identity);
  return s < 0 ? s : TAME_OK;
}

static double number(const tame_text_point *p, size_t j)
{
  switch (j) {
  case 0:
    return p->step;
  case 1:
    return p->train_loss;
  case 2:
    return p->valid_loss;
  default:
    return p->norm;
  }
}

void tame_text_curves_write(tame_h5 *out, const tame_text_point *p, size_t n)
{
  static const char *const NAMES[] = {"step", "train_loss", "validation_loss",
                                      "gradient_norm"};
  double *x = tame_vec(n);
  tame_h5_index(out, "point", n, "point of the curves");
  for (size_t j = 0; j < 4; j++) {
    for (size_t k = 0; k < n; k++) x[k] = number(&p[k], j);
    tame_h5_write(out, NAMES[j], "point", x, NAMES[j], "1");
  }
  free(x);
}

tame_status tame_text_curves_merge(tame_h5 *out, const tame_cells *cells,
                                   const char *group, const char *title,
                                   const char *words, size_t runs,
                                   size_t points, gsl_rng *rng, tame_error *err)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_cells_read(&x, &shape, cells, 0, "step", err));
  TAME_REQUIRE(shape.count == points);
  const tame_status s =
      tame_run_curves_merge(out, cells,
                            &(tame_run_curves){.group = group,
                                               .title = title,
                                               .words = words,
                                               .runs = runs,
                                               .n = points,
                                               .x = x,
                                               .x_name = "training steps",
                                               .curve = CURVE,
                                               .n_curves = N_CURVES,
                                               .has_best = true},
                            rng, err);
  if (s >= 0) tame_h5_panel(out, group, "validation_loss_best", "method x");
  free(x);
  return s;
}
