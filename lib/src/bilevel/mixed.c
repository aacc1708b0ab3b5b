/* SPDX-License-Identifier: MIT */
/* The best of several branches, each searched below the best value known. */
#include "tame/box_min.h"

static tame_status worst(tame_status a, tame_status b)
{
  if (a < 0 || b < 0) return a < 0 ? a : b;
  return a > b ? a : b;
}

tame_status tame_mixed_minimize(tame_mixed_certificate *cert, double *lower,
                                const tame_mixed_problem *p,
                                const tame_box_options *opt, tame_error *err)
{
  tame_interval box[TAME_BOX_MAX_DIM];
  tame_box_certificate one;
  tame_box_options now = *opt;
  tame_status status = TAME_OK;
  double bottom = HUGE_VAL;
  size_t boxes = 0;
  *cert = (tame_mixed_certificate){.cert = {.upper = HUGE_VAL}};
  if (p->n_branches == 0)
    return tame_fail(err, TAME_EINVAL, "choice of a branch: there is none");
  for (size_t i = 0; i < p->n_branches; i++) {
    const tame_box_problem branch = p->branch(box, i, p->ctx);
    if (cert->cert.upper < now.cutoff) now.cutoff = cert->cert.upper;
    status = worst(status, tame_box_minimize(&one, &branch, box, &now, err));
    if (status < 0) return status;
    boxes += one.boxes;
    /* nothing left: every value is above the cutoff, not equal to it */
    lower[i] = one.n_regions > 0 ? one.lower : tame_above(one.lower);
    if (one.lower < bottom) bottom = one.lower;
    if (one.upper < cert->cert.upper) {
      cert->best = i;
      cert->cert = one;
    }
  }
  cert->cert.lower = bottom;
  cert->cert.boxes = boxes;
  for (size_t i = 0; i < p->n_branches; i++)
    cert->n_open += lower[i] <= cert->cert.upper;
  return status;
}
