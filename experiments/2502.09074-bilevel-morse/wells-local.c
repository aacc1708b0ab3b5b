/* SPDX-License-Identifier: MIT */
/* Many wells: local branches, by descent, by branch and bound, by single steps. */
#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/single_step.h"
#include "tame/stats.h"
#include "wells.h"

/* --- (i) ------------------------------------------------------------------ */

/* x [2 x 2^p], value [2^p] <- stationary points by gradient descent */
void wells_stationary(double *x, double *value, const wells *q)
{
  for (size_t pattern = 0; pattern < (size_t)1 << q->p; pattern++) {
    double *at = x + 2 * pattern, grad[2];
    at[0] = at[1] = 0.0;
    for (int k = 0; k < 400; k++) {
      value[pattern] = wells_phi(grad, q, pattern, at);
      at[0] -= 0.3 * grad[0];
      at[1] -= 0.3 * grad[1];
    }
    value[pattern] = wells_phi(NULL, q, pattern, at);
  }
}

typedef struct {
  wells_sheet sheet;
  double reach; /* of x about x_hat */
} local_search;

static tame_box_problem local_branch(tame_interval *box, size_t i, void *ctx)
{
  local_search *m = ctx;
  m->sheet.pattern = i;
  for (size_t k = 0; k < 2; k++)
    box[k] = (tame_interval){m->sheet.q->x_hat[k] - m->reach,
                             m->sheet.q->x_hat[k] + m->reach};
  return wells_box_problem(&m->sheet);
}

/* The best local branch: |x - x_hat|^2/2 <= phi_I(x) bounds where it can be. */
tame_status wells_best_local(tame_mixed_certificate *cert, const wells *q,
                             double found, tame_error *err)
{
  local_search m = {{q, 0, {1.0, 0.0}, {0.0, 1.0}}, sqrt(2.0 * found) + 1e-3};
  const size_t n = (size_t)1 << q->p;
  const tame_mixed_problem p = {n, local_branch, &m};
  const tame_box_options opt = {1e-9, 1e-5, found + 1e-9, 1000000};
  double *lower = tame_vec(n);
  const tame_status s = tame_mixed_minimize(cert, lower, &p, &opt, err);
  free(lower);
  return s;
}

/* --- (ii) ----------------------------------------------------------------- */

/* Changes of the pattern along the run from z = I, and the distance of its end
 * to the stationary point x_star. */
tame_status wells_single_steps(double *changes, double *distance, wells *q,
                               size_t pattern, const double x_star[2])
{
  const tame_bilevel problem = tame_many_wells_problem(&q->many);
  const tame_single_step_options opt = {.inner_step = 0.1,
                                        .inner_steps = 5,
                                        .outer_step = 0.3,
                                        .hyper = TAME_HYPER_EXACT,
                                        .clip = HUGE_VAL};
  const double x0[2] = {0.0, 0.0};
  double z[WELLS_MAX], y0[WELLS_MAX], tau[WELLS_MAX], b[3];
  for (size_t j = 0; j < q->p; j++) z[j] = wells_sign(pattern, j);
  tame_many_wells_rotate(y0, &q->many, z);
  tame_single_step *w = tame_single_step_alloc(2, q->p);
  tame_status s = tame_single_step_init(w, &problem, x0, y0, &opt);
  for (int k = 0; k < 200 && s == TAME_OK; k++) {
    s = tame_single_step_step(w);
    tame_many_wells_tau(tau, &q->many, tame_single_step_x(w));
    tame_many_wells_rotate(z, &q->many, tame_single_step_y(w));
    for (size_t j = 0; j < q->p; j++) {
      tame_double_well_branches(b, NULL, NULL, tau[j]);
      const double side = z[j] > b[TAME_WELL_B] ? 1.0 : -1.0;
      *changes += side != wells_sign(pattern, j);
    }
  }
  const double *x = tame_single_step_x(w);
  *distance = tame_worse(*distance, hypot(x[0] - x_star[0], x[1] - x_star[1]));
  tame_single_step_free(w);
  return s;
}
