/* SPDX-License-Identifier: MIT */
/* One update of the interior point method and its forward derivative. */
#include "qp_solver.h"

#include <math.h>
#include <string.h>

qp_length tame_qp_step_length(const double *v, const double *d, double fraction,
                              const tame_qp_solver *w)
{
  qp_length length = {.alpha = 1.0, .limit = 0};
  for (size_t i = w->n; i < w->n + 2 * w->p; i++) {
    if (d[i] < 0.0 && -fraction * v[i] / d[i] < length.alpha) {
      length.alpha = -fraction * v[i] / d[i];
      length.limit = i;
    }
  }
  return length;
}

qp_predictor tame_qp_predict(const double *v, const double *Da,
                             const tame_qp_solver *w)
{
  const qp_const_parts at = qp_split_const(v, w), a = qp_split_const(Da, w);
  qp_predictor pred = {.length = tame_qp_step_length(v, Da, 1.0, w),
                       .gap = qp_dot(at.s, at.z, w->p)};
  const double alpha = pred.length.alpha;
  double gap_after = 0.0;
  for (size_t i = 0; i < w->p; i++)
    gap_after += (at.s[i] + alpha * a.s[i]) * (at.z[i] + alpha * a.z[i]);
  pred.tau = gap_after / pred.gap;
  return pred;
}

/* r <- -R(v) */
static void negative_residual(double *r, const double *v, const double *theta,
                              const tame_qp_solver *w)
{
  const size_t n = w->n, p = w->p, m = w->m;
  const tame_qp *qp = &w->qp;
  const double *q = theta, *h = q + n, *b = h + p;
  const qp_const_parts at = qp_split_const(v, w);
  const qp_parts res = qp_split(r, w);

  for (size_t j = 0; j < n; j++) res.x[j] = -q[j];
  qp_add(res.x, -1.0, qp->Q, at.x, n, n);
  qp_add_t(res.x, -1.0, qp->G, at.z, p, n);
  qp_add_t(res.x, -1.0, qp->A, at.y, m, n);
  for (size_t i = 0; i < p; i++) {
    res.s[i] = -at.s[i] * at.z[i];
    res.z[i] = h[i] - at.s[i];
  }
  qp_add(res.z, -1.0, qp->G, at.x, p, n);
  memcpy(res.y, b, m * sizeof *b);
  qp_add(res.y, -1.0, qp->A, at.x, m, n);
}

void tame_qp_value_record(double *vnew, double *record, const double *v,
                          const double *theta, void *ctx)
{
  tame_qp_solver *w = ctx;
  const size_t N = w->size;
  double *f = record, *Da = record + qp_affine_at(w), *Dc = Da + N;
  if (w->kkt->factor(f, v, w) != TAME_OK) {
    for (size_t i = 0; i < N; i++) vnew[i] = NAN;
    return;
  }

  negative_residual(Da, v, theta, w);
  w->kkt->solve(Da, f, v, w);

  const qp_predictor pred = tame_qp_predict(v, Da, w);
  const double sigma = pred.tau * pred.tau * pred.tau;
  const double mu = pred.gap / (double)w->p;
  const qp_const_parts a = qp_split_const(Da, w);
  const qp_parts c = qp_split(Dc, w);
  memset(Dc, 0, N * sizeof *Dc);
  for (size_t i = 0; i < w->p; i++) c.s[i] = sigma * mu - a.s[i] * a.z[i];
  const double centring = cblas_dnrm2((int)w->p, c.s, 1);
  w->kkt->solve(Dc, f, v, w);

  for (size_t i = 0; i < N; i++) w->D[i] = Da[i] + Dc[i];
  const double alpha = tame_qp_step_length(v, w->D, w->fraction, w).alpha;
  for (size_t i = 0; i < N; i++) vnew[i] = v[i] + alpha * w->D[i];

  w->report.alpha_affine = pred.length.alpha;
  w->report.alpha = alpha;
  w->report.sigma = sigma;
  w->report.mu = mu;
  w->report.centring = centring;
}

void tame_qp_value(double *vnew, const double *v, const double *theta,
                   void *ctx)
{
  tame_qp_solver *w = ctx;
  const size_t N = w->size, n_theta = w->n + w->p + w->m;
  tame_qp_value_record(vnew, w->record, v, theta, w);
  memcpy(w->point, v, N * sizeof *v);
  memcpy(w->point + N, theta, n_theta * sizeof *theta);
  w->is_current = isfinite(vnew[0]);
}

bool tame_qp_refresh(const double *v, const double *theta, tame_qp_solver *w)
{
  const size_t N = w->size, n_theta = w->n + w->p + w->m;
  if (w->is_current && memcmp(w->point, v, N * sizeof *v) == 0 &&
      memcmp(w->point + N, theta, n_theta * sizeof *theta) == 0)
    return true;
  tame_qp_value(w->vnew, v, theta, w);
  return w->is_current;
}

/* Derivative of a step length along dv and dd:  alpha = -fraction v_k/d_k. */
static double length_derivative(qp_length length, double fraction,
                                const double *v, const double *d,
                                const double *dv, const double *dd)
{
  const size_t k = length.limit;
  if (k == 0) return 0.0;
  return fraction * (v[k] * dd[k] / d[k] - dv[k]) / d[k];
}

/* Derivative of sigma mu = tau^3 s'z/p along dv and dDa. */
static double centre_derivative(const qp_predictor *pred, const double *v,
                                const double *Da, const double *dv,
                                const double *dDa, const tame_qp_solver *w)
{
  const qp_const_parts at = qp_split_const(v, w), dat = qp_split_const(dv, w);
  const qp_const_parts a = qp_split_const(Da, w), da = qp_split_const(dDa, w);
  const double alpha = pred->length.alpha;
  const double dalpha = length_derivative(pred->length, 1.0, v, Da, dv, dDa);
  double dgap = 0.0, dgap_after = 0.0;
  for (size_t i = 0; i < w->p; i++) {
    dgap += dat.s[i] * at.z[i] + at.s[i] * dat.z[i];
    dgap_after += (dat.s[i] + dalpha * a.s[i] + alpha * da.s[i]) *
                      (at.z[i] + alpha * a.z[i]) +
                  (at.s[i] + alpha * a.s[i]) *
                      (dat.z[i] + dalpha * a.z[i] + alpha * da.z[i]);
  }
  const double tau = pred->tau;
  const double dtau = (dgap_after - tau * dgap) / pred->gap;
  return (3.0 * tau * tau * dtau * pred->gap + tau * tau * tau * dgap) /
         (double)w->p;
}

/* Because dR/dv = M, differentiating M Da = -R leaves
 *     dDa = -dv - M^{-1} (dM Da + dR/dtheta dtheta),
 * where only the second block of dM Da = (0, dz o Da_s + ds o Da_z, 0, 0) is
 * not zero. */
void tame_qp_jvp(double *dvnew, const double *dv, const double *dtheta,
                 const double *v, const double *theta, void *ctx)
{
  tame_qp_solver *w = ctx;
  const size_t N = w->size, p = w->p;
  if (!tame_qp_refresh(v, theta, w)) {
    for (size_t i = 0; i < N; i++) dvnew[i] = NAN;
    return;
  }
  const double *f = w->record, *Da = f + qp_affine_at(w), *Dc = Da + N;
  const qp_predictor pred = tame_qp_predict(v, Da, w);
  for (size_t i = 0; i < N; i++) w->D[i] = Da[i] + Dc[i];
  const qp_length length = tame_qp_step_length(v, w->D, w->fraction, w);
  const qp_const_parts dat = qp_split_const(dv, w);
  const qp_const_parts a = qp_split_const(Da, w), c = qp_split_const(Dc, w);

  double *dDa = w->adj, *dDc = w->l;
  const qp_parts da = qp_split(dDa, w), dc = qp_split(dDc, w);
  memset(dDa, 0, N * sizeof *dDa);
  if (dtheta) {
    const double *dq = dtheta, *dh = dq + w->n, *db = dh + p;
    for (size_t j = 0; j < w->n; j++) da.x[j] = -dq[j];
    memcpy(da.z, dh, p * sizeof *dh);
    memcpy(da.y, db, w->m * sizeof *db);
  }
  for (size_t i = 0; i < p; i++)
    da.s[i] = -dat.z[i] * a.s[i] - dat.s[i] * a.z[i];
  w->kkt->solve(dDa, f, v, w);
  for (size_t i = 0; i < N; i++) dDa[i] -= dv[i];

  const double dcentre = centre_derivative(&pred, v, Da, dv, dDa, w);
  memset(dDc, 0, N * sizeof *dDc);
  for (size_t i = 0; i < p; i++)
    dc.s[i] = dcentre - da.s[i] * a.z[i] - a.s[i] * da.z[i] -
              dat.z[i] * c.s[i] - dat.s[i] * c.z[i];
  w->kkt->solve(dDc, f, v, w);

  for (size_t i = 0; i < N; i++) dDa[i] += dDc[i]; /* now dD */
  const double dalpha =
      length_derivative(length, w->fraction, v, w->D, dv, dDa);
  for (size_t i = 0; i < N; i++)
    dvnew[i] = dv[i] + dalpha * w->D[i] + length.alpha * dDa[i];
}
