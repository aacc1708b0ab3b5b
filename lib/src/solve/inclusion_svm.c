/* SPDX-License-Identifier: MIT */
/* Setting 2, second: the dual of a kernel support vector machine. */
#include "inclusion_parts.h"

#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/fixed_point.h"
#include "tame/la.h"
#include "tame/monotone.h"
#include "tame/prox.h"

typedef struct {
  size_t n;
  double log_sigma, largest; /* lambda_max(Q) at log_sigma */
  tame_op_svm op;
  tame_prox_box box;
  tame_fixed_point *solver;
  double *eigen; /* [n] */
} svm;

static void svm_free(void *data)
{
  svm *d = data;
  tame_op_svm_free(&d->op);
  tame_fixed_point_free(d->solver);
  free(d->eigen);
  free(d);
}

static tame_status svm_resolvent(tame_map *map, double gamma, void *data)
{
  svm *d = data;
  const tame_kink kink = {0.0, 0.0};
  TAME_TRY(tame_prox_box_init(&d->box, d->n, 2, tame_param_fixed(0.0),
                              tame_param_theta(0), tame_param_fixed(0.0), gamma,
                              kink));
  *map = tame_prox_box_map(&d->box);
  return TAME_OK;
}

static tame_status svm_step(double *gamma, const double *theta, void *data)
{
  svm *d = data;
  if (!positive(theta[0])) return TAME_EINVAL;
  if (theta[1] != d->log_sigma) {
    TAME_TRY(tame_la_eigen_symmetric(d->eigen, NULL,
                                     tame_op_svm_matrix(&d->op, theta), d->n));
    d->log_sigma = theta[1];
    d->largest = d->eigen[d->n - 1];
  }
  *gamma = 1.0 / d->largest;
  return TAME_OK;
}

static tame_status svm_solve(double *x, const double *theta, tame_inclusion *q)
{
  svm *d = q->data;
  tame_fixed_point_options opt = tame_fixed_point_usual;
  opt.first_newton = 3;
  return tame_fixed_point_solve(x, theta, &q->map, d->solver, &opt);
}

static void svm_pattern(int *pattern, const double *x, const double *theta,
                        void *data)
{
  const svm *d = data;
  for (size_t i = 0; i < d->n; i++)
    pattern[i] = x[i] >= theta[0] ? 1 : x[i] <= 0.0 ? -1 : 0;
}

static void svm_active(bool *active, const int *pattern, void *data)
{
  const svm *d = data;
  for (size_t i = 0; i < d->n; i++) active[i] = pattern[i] == 0;
}

static const inclusion_class SVM = {.resolvent = svm_resolvent,
                                    .step = svm_step,
                                    .solve = svm_solve,
                                    .pattern = svm_pattern,
                                    .active = svm_active,
                                    .free = svm_free};

tame_status tame_inclusion_svm(tame_inclusion **q, const double *points,
                               const double *labels, size_t n, size_t dim,
                               double ridge)
{
  *q = NULL;
  if (n == 0 || dim == 0 || !positive(ridge)) return TAME_EINVAL;
  svm *d = tame_calloc(1, sizeof *d);
  d->n = n;
  d->log_sigma = NAN;
  d->solver = tame_fixed_point_alloc(n);
  d->eigen = tame_vec(n);
  if (tame_op_svm_init(&d->op, points, labels, n, dim, 2, tame_param_theta(1),
                       ridge) < 0) {
    svm_free(d);
    return TAME_EINVAL;
  }
  return tame_inclusion_make(q, &SVM, d, tame_op_svm_map(&d->op), n);
}
