/* SPDX-License-Identifier: MIT */
/* Reverse derivative of one update, and of the solution map. */
#include "qp_solver.h"

#include <math.h>
#include <string.h>

/* dtheta <- dtheta - (dR/dtheta)' l,  R depending on (q, h, b) as
 * (q, 0, -h, -b) */
static void add_theta(double *dtheta, const double *l, const tame_qp_solver *w)
{
  if (!dtheta) return;
  const qp_const_parts at = qp_split_const(l, w);
  double *dq = dtheta, *dh = dq + w->n, *db = dh + w->p;
  for (size_t j = 0; j < w->n; j++) dq[j] -= at.x[j];
  for (size_t i = 0; i < w->p; i++) dh[i] += at.z[i];
  for (size_t i = 0; i < w->m; i++) db[i] += at.y[i];
}

/* Adjoint of the system  M(v) d = rhs  in M, given l = M'^{-1} (adjoint of d):
 * dv <- dv - l o (dM d) by its only row that depends on v. */
static void add_matrix(double *dv, const double *l, const double *d,
                       const tame_qp_solver *w)
{
  const qp_const_parts at = qp_split_const(d, w);
  const double *row = qp_split_const(l, w).s;
  const qp_parts out = qp_split(dv, w);
  for (size_t i = 0; i < w->p; i++) {
    out.z[i] -= row[i] * at.s[i];
    out.s[i] -= row[i] * at.z[i];
  }
}

/* Adjoint of  alpha = -fraction v_k/d_k. */
static void add_length(double *dv, double *dd, qp_length length,
                       double fraction, double dalpha, const double *v,
                       const double *d)
{
  const size_t k = length.limit;
  if (k == 0) return;
  dv[k] -= fraction * dalpha / d[k];
  dd[k] += fraction * dalpha * v[k] / (d[k] * d[k]);
}

/* Adjoint of  sigma mu = tau^3 gap/p  and of what tau and gap are made of. */
static void add_centre(double *dv, double *dDa, double dcentre, const double *v,
                       const double *Da, const tame_qp_solver *w)
{
  const qp_predictor pred = tame_qp_predict(v, Da, w);
  const qp_const_parts at = qp_split_const(v, w), a = qp_split_const(Da, w);
  const qp_parts out = qp_split(dv, w), da = qp_split(dDa, w);
  const double alpha = pred.length.alpha, tau = pred.tau;
  const double dtau = 3.0 * tau * tau * dcentre * pred.gap / (double)w->p;
  const double dgap_after = dtau / pred.gap;
  const double dgap =
      tau * tau * tau * dcentre / (double)w->p - dtau * tau / pred.gap;

  double dalpha = 0.0;
  for (size_t i = 0; i < w->p; i++) {
    const double s = at.s[i] + alpha * a.s[i], z = at.z[i] + alpha * a.z[i];
    out.s[i] += dgap_after * z + dgap * at.z[i];
    out.z[i] += dgap_after * s + dgap * at.s[i];
    da.s[i] += dgap_after * alpha * z;
    da.z[i] += dgap_after * alpha * s;
    dalpha += dgap_after * (a.s[i] * z + a.z[i] * s);
  }
  add_length(dv, dDa, pred.length, 1.0, dalpha, v, Da);
}

/* D = Da + Dc, Dc = M^{-1} r2, Da = -M^{-1} R, taken backwards.  The adjoint of
 * Da reaches v through R as -M' M'^{-1} dDa = -dDa: no product is needed. */
void tame_qp_vjp_record(double *dv, double *dtheta, const double *dvnew,
                        const double *record, const double *v,
                        const double *theta, void *ctx)
{
  (void)theta;
  tame_qp_solver *w = ctx;
  const size_t N = w->size;
  const double *f = record, *Da = f + qp_affine_at(w), *Dc = Da + N;
  double *D = w->D, *l = w->l, *dDa = w->adj;

  /* v+ = v + alpha D */
  for (size_t i = 0; i < N; i++) D[i] = Da[i] + Dc[i];
  const qp_length length = tame_qp_step_length(v, D, w->fraction, w);
  memcpy(dv, dvnew, N * sizeof *dv);
  for (size_t i = 0; i < N; i++) dDa[i] = length.alpha * dvnew[i];
  add_length(dv, dDa, length, w->fraction, qp_dot(dvnew, D, N), v, D);

  /* Dc = M^{-1} (0, sigma mu - Da_s o Da_z, 0, 0) */
  memcpy(l, dDa, N * sizeof *l);
  w->kkt->solve_t(l, f, v, w);
  add_matrix(dv, l, Dc, w);
  const qp_const_parts a = qp_split_const(Da, w);
  const qp_parts da = qp_split(dDa, w);
  const double *row = qp_split(l, w).s;
  double dcentre = 0.0;
  for (size_t i = 0; i < w->p; i++) {
    da.s[i] -= row[i] * a.z[i];
    da.z[i] -= row[i] * a.s[i];
    dcentre += row[i];
  }
  add_centre(dv, dDa, dcentre, v, Da, w);

  /* Da = -M^{-1} R */
  memcpy(l, dDa, N * sizeof *l);
  w->kkt->solve_t(l, f, v, w);
  add_matrix(dv, l, Da, w);
  for (size_t i = 0; i < N; i++) dv[i] -= dDa[i];
  add_theta(dtheta, l, w);
}

void tame_qp_vjp(double *dv, double *dtheta, const double *dvnew,
                 const double *v, const double *theta, void *ctx)
{
  tame_qp_solver *w = ctx;
  if (tame_qp_refresh(v, theta, w)) {
    tame_qp_vjp_record(dv, dtheta, dvnew, w->record, v, theta, ctx);
    return;
  }
  for (size_t i = 0; i < w->size; i++) dv[i] = NAN;
  for (size_t j = 0; dtheta && j < w->n + w->p + w->m; j++) dtheta[j] = NAN;
}

tame_status tame_qp_implicit_vjp(double *dtheta, const double *u,
                                 const double *v, tame_qp_solver *w)
{
  w->is_current = false;
  TAME_TRY(w->kkt->factor(w->record, v, w));
  memcpy(w->l, u, w->size * sizeof *u);
  w->kkt->solve_t(w->l, w->record, v, w);
  add_theta(dtheta, w->l, w);
  return TAME_OK;
}
