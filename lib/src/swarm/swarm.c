/* SPDX-License-Identifier: MIT */
/* The finite-volume solver: checks, one step, and functionals of the density. */
#include "tame/swarm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ring.h"
#include "tame/base.h"

struct tame_swarm {
  tame_swarm_model model;
  size_t n;           /* nx ny */
  double cell;        /* volume of a cell */
  double *rho, *kept; /* [n] density, and the one before a trial step */
  double *xi;         /* [n] */
  double *turned;     /* [n] potential, y slow and x fast */
  double *column;     /* [nx] */
  swarm_ring along_x, along_y;
  swarm_torus *torus; /* NULL with splitting and on the circle */
};

static tame_status check_model(const tame_swarm_model *m, tame_error *err)
{
  if (m->nx < 4 || (m->ny != 1 && m->ny < 4))
    return tame_fail(err, TAME_EINVAL,
                     "swarm: grid of %zu x %zu cells: at least 4 along each "
                     "axis (or 1 along y: the circle)",
                     m->nx, m->ny);
  TAME_TRY(tame_entropy_check(&m->entropy, err));
  for (size_t i = 0; i < m->nx * m->ny; i++)
    if (!isfinite(m->u[i]))
      return tame_fail(err, TAME_EINVAL, "swarm: potential of cell %zu is %g",
                       i, m->u[i]);
  return TAME_OK;
}

tame_swarm *tame_swarm_alloc(const tame_swarm_model *model, tame_error *err)
{
  if (check_model(model, err) < 0) return NULL;
  const size_t nx = model->nx, ny = model->ny, n = nx * ny;
  tame_swarm *w = tame_calloc(1, sizeof *w);
  w->model = *model;
  w->n = n;
  w->cell = 1.0 / (double)n;
  w->rho = tame_vec(n);
  w->kept = tame_vec(n);
  w->xi = tame_vec(n);
  w->along_x = tame_swarm_ring_alloc(nx);
  if (ny > 1) {
    w->turned = tame_vec(n);
    w->column = tame_vec(nx);
    w->along_y = tame_swarm_ring_alloc(ny);
    for (size_t i = 0; i < nx; i++)
      for (size_t j = 0; j < ny; j++)
        w->turned[j * nx + i] = model->u[i * ny + j];
    if (model->torus == TAME_UNSPLIT) w->torus = tame_swarm_torus_alloc(nx, ny);
  }
  return w;
}

void tame_swarm_free(tame_swarm *w)
{
  if (!w) return;
  tame_swarm_ring_clear(&w->along_x);
  tame_swarm_ring_clear(&w->along_y);
  tame_swarm_torus_free(w->torus);
  free(w->rho);
  free(w->kept);
  free(w->xi);
  free(w->turned);
  free(w->column);
  free(w);
}

tame_status tame_swarm_init(tame_swarm *w, const double *rho, tame_error *err)
{
  double mass = 0.0;
  for (size_t i = 0; i < w->n; i++) {
    if (!(rho[i] > 0.0) || !isfinite(rho[i]))
      return tame_fail(err, TAME_EINVAL,
                       "swarm: density of cell %zu is %g: must be positive", i,
                       rho[i]);
    mass += rho[i] * w->cell;
  }
  if (!(fabs(mass - 1.0) <= 1e-9))
    return tame_fail(err, TAME_EINVAL, "swarm: mass is %.12g: must be 1", mass);
  memcpy(w->rho, rho, w->n * sizeof *rho);
  return TAME_OK;
}

/* Rings along x (columns of the array), then along y (its rows). */
static tame_status split_step(tame_swarm *w, double dt, double beta,
                              tame_swarm_info *info)
{
  const size_t nx = w->model.nx, ny = w->model.ny;
  const double hx = 1.0 / (double)nx, hy = 1.0 / (double)ny;
  for (size_t j = 0; j < ny; j++) {
    for (size_t i = 0; i < nx; i++) w->column[i] = w->rho[i * ny + j];
    const tame_status s =
        tame_swarm_ring_step(w->column, w->turned + j * nx, hx, dt, beta,
                             &w->model, &w->along_x, info);
    if (s != TAME_OK) return s;
    for (size_t i = 0; i < nx; i++) w->rho[i * ny + j] = w->column[i];
  }
  for (size_t i = 0; i < nx; i++) {
    const tame_status s =
        tame_swarm_ring_step(w->rho + i * ny, w->model.u + i * ny, hy, dt, beta,
                             &w->model, &w->along_y, info);
    if (s != TAME_OK) return s;
  }
  return TAME_OK;
}

tame_status tame_swarm_step(tame_swarm *w, double dt, double beta,
                            tame_swarm_info *info, tame_error *err)
{
  tame_swarm_info mine = {0};
  const tame_swarm_model *m = &w->model;
  tame_status s;
  if (!(dt > 0.0) || !isfinite(dt) || !(beta >= 0.0) || !isfinite(beta))
    return tame_fail(err, TAME_EINVAL,
                     "swarm: step %g at beta %g: must be finite, > 0 and >= 0",
                     dt, beta);
  memcpy(w->kept, w->rho, w->n * sizeof *w->rho);
  if (m->ny == 1)
    s = tame_swarm_ring_step(w->rho, m->u, w->cell, dt, beta, m, &w->along_x,
                             &mine);
  else if (w->torus)
    s = tame_swarm_torus_step(w->rho, dt, beta, m, w->torus, &mine);
  else
    s = split_step(w, dt, beta, &mine);
  /* rings report the sum of h (mass' - mass) over one coordinate */
  if (m->ny > 1 && !w->torus)
    mine.defect /= (double)(m->nx < m->ny ? m->nx : m->ny);
  mine.defect = fabs(mine.defect);
  if (info) *info = mine;
  if (s == TAME_OK) return TAME_OK;
  memcpy(w->rho, w->kept, w->n * sizeof *w->rho);
  return tame_fail(err, s,
                   "swarm: Newton's method did not converge for the step %g at "
                   "beta %g: shorten the step",
                   dt, beta);
}

/* --- functionals -------------------------------------------------------------- */

const double *tame_swarm_density(const tame_swarm *w) { return w->rho; }

double tame_swarm_energy(const tame_swarm *w, double beta)
{
  double sum = 0.0;
  for (size_t i = 0; i < w->n; i++)
    sum += tame_entropy_value(w->rho[i], &w->model.entropy) +
           beta * w->model.u[i] * w->rho[i];
  return sum * w->cell;
}

double tame_swarm_mean_potential(const tame_swarm *w)
{
  return tame_swarm_expect(w, w->model.u);
}

double tame_swarm_expect(const tame_swarm *w, const double *weight)
{
  double sum = 0.0;
  for (size_t i = 0; i < w->n; i++) sum += weight[i] * w->rho[i];
  return sum * w->cell;
}

double tame_swarm_mass(const tame_swarm *w)
{
  double sum = 0.0;
  for (size_t i = 0; i < w->n; i++) sum += w->rho[i];
  return sum * w->cell;
}

double tame_swarm_smallest(const tame_swarm *w)
{
  double least = INFINITY;
  for (size_t i = 0; i < w->n; i++) least = fmin(least, w->rho[i]);
  return least;
}

double tame_swarm_dissipation(const tame_swarm *w, double beta)
{
  const tame_swarm_model *m = &w->model;
  const size_t nx = m->nx, ny = m->ny;
  double sum = 0.0;
  tame_entropy_slopes(w->xi, w->rho, w->n, &m->entropy);
  for (size_t i = 0; i < w->n; i++) w->xi[i] += beta * m->u[i];
  for (size_t i = 0; i < nx; i++)
    for (size_t j = 0; j < ny; j++) {
      const size_t a = i * ny + j, right = (i + 1) % nx * ny + j;
      const size_t up = i * ny + (j + 1) % ny;
      const double dx = (w->xi[right] - w->xi[a]) * (double)nx;
      const double dy = (w->xi[up] - w->xi[a]) * (double)ny;
      sum += swarm_mobility(w->rho[a], w->rho[right], w->xi[a], w->xi[right],
                            m->mobility) *
             dx * dx;
      if (ny > 1)
        sum += swarm_mobility(w->rho[a], w->rho[up], w->xi[a], w->xi[up],
                              m->mobility) *
               dy * dy;
    }
  return sum * w->cell;
}

/* --- step control ---------------------------------------------------------------- */

static tame_status check_control(const tame_swarm_control *c, tame_error *err)
{
  if (c->reject > 0.0 && c->grow_below >= 0.0 && c->grow_below <= c->reject &&
      c->growth >= 1.0 && c->relative > 0.0 && c->dt_min >= 0.0)
    return TAME_OK;
  return tame_fail(err, TAME_EINVAL,
                   "swarm: step control with reject %g, grow_below %g, growth "
                   "%g, relative %g, dt_min %g",
                   c->reject, c->grow_below, c->growth, c->relative, c->dt_min);
}

static double change(const tame_swarm *w)
{
  double sum = 0.0;
  for (size_t i = 0; i < w->n; i++) sum += fabs(w->rho[i] - w->kept[i]);
  return sum * w->cell;
}

tame_status tame_swarm_advance(tame_swarm *w, tame_swarm_clock *clock,
                               const tame_schedule *schedule,
                               const tame_swarm_control *control, double t_end,
                               tame_error *err)
{
  TAME_TRY(tame_schedule_check(schedule, err));
  TAME_TRY(check_control(control, err));
  if (!(clock->dt > 0.0) || !(t_end > clock->t))
    return tame_fail(err, TAME_EINVAL,
                     "swarm: step %g from time %g to %g: nothing to do",
                     clock->dt, clock->t, t_end);
  for (;;) {
    tame_swarm_info info;
    const double cap = control->relative * (1.0 + clock->t);
    const double wanted = fmin(clock->dt, cap), left = t_end - clock->t;
    const bool is_last = wanted >= left;
    const double dt = is_last ? left : wanted,
                 t = is_last ? t_end : clock->t + dt;
    if (dt < control->dt_min && !is_last)
      return tame_fail(err, TAME_STALLED,
                       "swarm: time step %g below %g at time %g", dt,
                       control->dt_min, clock->t);
    const tame_status s =
        tame_swarm_step(w, dt, tame_schedule_beta(t, schedule), &info, err);
    if (s < 0) return s;
    const double c = s == TAME_OK ? change(w) : HUGE_VAL;
    if (!(c <= control->reject)) {
      memcpy(w->rho, w->kept, w->n * sizeof *w->rho);
      clock->rejected++;
      clock->dt = 0.5 * dt;
      if (clock->dt < control->dt_min)
        return tame_fail(err, TAME_STALLED,
                         "swarm: time step %g below %g at time %g", clock->dt,
                         control->dt_min, clock->t);
      continue;
    }
    clock->t = t;
    clock->steps++;
    clock->worst_defect = fmax(clock->worst_defect, info.defect);
    clock->dt =
        fmax(wanted, dt) * (c < control->grow_below ? control->growth : 1.0);
    return is_last ? TAME_CONVERGED : TAME_OK;
  }
}
