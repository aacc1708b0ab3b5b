/* SPDX-License-Identifier: MIT */
/* Life cycle of the interior point solver, its map, and the whole solve. */
#include "tame/qp.h"

#include <stdlib.h>

#include "tame/base.h"

#include "qp_solver.h"

tame_qp_solver *tame_qp_alloc(size_t n, size_t p, size_t m, tame_kkt kkt)
{
  const size_t N = n + 2 * p + m;
  tame_qp_solver *w = tame_calloc(1, sizeof *w);
  w->n = n;
  w->p = p;
  w->m = m;
  w->size = N;
  w->kkt = kkt == TAME_KKT_REDUCED ? &TAME_QP_KKT_REDUCED : &TAME_QP_KKT_DENSE;
  w->pivot = tame_calloc(N, sizeof *w->pivot);

  const size_t n_record = qp_record_size(w);
  const size_t n_fixed = w->kkt->fixed_size(n, p, m);
  w->record = tame_vec(n_record + n_fixed + 5 * N + n + 3 * p + 2 * m);
  w->fixed = w->record + n_record;
  w->point = w->fixed + n_fixed;
  w->D = w->point + N + n + p + m;
  w->l = w->D + N;
  w->adj = w->l + N;
  w->vnew = w->adj + N;
  w->t = w->vnew + N;
  w->rest = w->t + p + m;
  return w;
}

void tame_qp_free(tame_qp_solver *w)
{
  if (!w) return;
  free(w->record);
  free(w->pivot);
  free(w);
}

tame_status tame_qp_init(tame_qp_solver *w, const tame_qp *qp,
                         const tame_qp_options *opt)
{
  const size_t n = w->n;
  if (qp->n != n || qp->p != w->p || qp->m != w->m) return TAME_EINVAL;
  if (n == 0 || w->p == 0) return TAME_EINVAL;
  if (!(opt->fraction > 0.0 && opt->fraction < 1.0)) return TAME_EINVAL;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j <= i; j++) /* a NaN differs from itself */
      if (qp->Q[i * n + j] != qp->Q[j * n + i]) return TAME_EINVAL;
  w->is_current = false;
  w->qp = *qp;
  w->fraction = opt->fraction;
  w->report = (tame_qp_report){0};
  return w->kkt->prepare(w);
}

tame_map tame_qp_map(tame_qp_solver *w)
{
  return (tame_map){.n = w->size,
                    .p = w->n + w->p + w->m,
                    .value = tame_qp_value,
                    .jvp = tame_qp_jvp,
                    .vjp = tame_qp_vjp,
                    .n_record = qp_record_size(w),
                    .value_record = tame_qp_value_record,
                    .vjp_record = tame_qp_vjp_record,
                    .ctx = w};
}

const tame_qp_report *tame_qp_last(const tame_qp_solver *w)
{
  return &w->report;
}

tame_status tame_qp_solve(tame_trajectory *t, double *start_record,
                          const double *theta, const tame_qp_stopping *stop,
                          tame_qp_solver *w)
{
  TAME_REQUIRE(tame_trajectory_map(t)->ctx == w);
  TAME_TRY(tame_qp_start(w->vnew, start_record, theta, w));
  tame_trajectory_init(t, w->vnew);

  tame_status result = TAME_MAX_ITER;
  for (size_t k = 0; result == TAME_MAX_ITER && k < stop->max_updates; k++) {
    const tame_status status = tame_trajectory_step(t, theta);
    if (status != TAME_OK) return status;
    if (w->report.centring < stop->centring) result = TAME_CONVERGED;
  }
  const tame_status status = tame_trajectory_step(t, theta);
  return status == TAME_OK ? result : status;
}
