/* SPDX-License-Identifier: MIT */
#include "exponent.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/inexact.h"
#include "tame/la.h"

enum { PARTLY = 5, WELL, ROTATED, LASSO, PHASE };
static const double POWER[] = {1.5, 2, 3, 4, 6};
static const tame_step_rule POWER_RULE[] = {{0.02, 100, 1},
                                            {0.5, 100, 0.75},
                                            {0.5, 100, 1.0 / 3.0},
                                            {0.5, 100, 1.0 / 3.0},
                                            {0.5, 100, 1.0 / 3.0}};

/* x0 <- centre + distance times a uniform direction */
static void start_near(member *m, double distance, gsl_rng *rng)
{
  double u[MAX_DIM];
  tame_sphere(u, m->f.n, rng);
  for (size_t i = 0; i < m->f.n; i++) m->x0[i] = m->centre[i] + distance * u[i];
}

/* +-e_i */
static void axis_directions(member *m)
{
  const size_t n = m->f.n;
  m->n_directions = 2 * n;
  for (size_t i = 0; i < n; i++) {
    m->directions[2 * i * n + i] = 1.0;
    m->directions[(2 * i + 1) * n + i] = -1.0;
  }
}

static tame_status init_power(member *m, size_t family)
{
  TAME_TRY(tame_power_init(&m->power, 1, POWER[family]));
  m->f = tame_power_nonsmooth(&m->power);
  m->rule = POWER_RULE[family];
  m->exponent = 1.0 / (POWER[family] - 1.0);
  axis_directions(m);
  return TAME_OK;
}

static tame_status init_partly(member *m)
{
  TAME_TRY(tame_partly_smooth_init(&m->partly, 4.0));
  m->f = tame_partly_smooth_nonsmooth(&m->partly);
  m->rule = (tame_step_rule){0.5, 100, 0.75};
  m->exponent = 1.0 / 3.0;
  axis_directions(m);
  return TAME_OK;
}

static tame_status init_well(member *m)
{
  m->f = tame_double_well_nonsmooth();
  m->centre[0] = 1.0;
  m->rule = (tame_step_rule){0.05, 100, 0.75};
  m->exponent = 1.0;
  m->radius = 0.4; /* |f'| grows up to 1 - 1/sqrt 3 = 0.42 from 1 */
  axis_directions(m);
  return TAME_OK;
}

static tame_status init_rotated(member *m, gsl_rng *rng)
{
  memcpy(m->p, (double[3]){1.5, 2.0, 4.0}, sizeof m->p);
  tame_la_random_orthogonal(m->u, 3, rng);
  TAME_TRY(tame_rotated_powers_init(&m->rotated, 3, m->p, m->u));
  m->f = tame_rotated_powers_nonsmooth(&m->rotated);
  m->rule = (tame_step_rule){0.5, 100, 0.75};
  m->exponent = 1.0 / 3.0;
  memcpy(m->directions, m->u, sizeof m->u);
  m->n_directions = 3;
  return TAME_OK;
}

/* Directions: on the support of the minimiser, eigenvectors of A'A there. */
static tame_status lasso_directions(member *m)
{
  const tame_lasso *q = &m->lasso;
  size_t support[MAX_DIM], k = 0;
  double s[MAX_DIM * MAX_DIM] = {0}, w[MAX_DIM], v[MAX_DIM * MAX_DIM];
  for (size_t j = 0; j < q->n; j++)
    if (q->minimiser[j] != 0.0) support[k++] = j;
  if (k == 0) return TAME_ESINGULAR; /* lambda below |A'b|_inf forbids it */
  for (size_t i = 0; i < k * k; i++)
    s[i] = q->gram[support[i / k] * q->n + support[i % k]];
  TAME_TRY(tame_la_eigen_symmetric(w, v, s, k));
  m->n_directions = k;
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < k; j++)
      m->directions[i * q->n + support[j]] = v[j * k + i];
  return TAME_OK;
}

static tame_status init_lasso(member *m, gsl_rng *rng)
{
  TAME_TRY(tame_lasso_random(&m->lasso, 60, MAX_DIM, rng));
  m->f = tame_lasso_nonsmooth(&m->lasso);
  memcpy(m->centre, m->lasso.minimiser, MAX_DIM * sizeof *m->centre);
  m->rule = (tame_step_rule){0.5 / m->lasso.lipschitz, 100, 1};
  m->exponent = 1.0;
  m->largest_eps = 0.16;
  return lasso_directions(m);
}

static tame_status init_phase(member *m, gsl_rng *rng)
{
  double w[10], v[100];
  TAME_TRY(tame_phase_random(&m->phase, 60, 10, false, rng));
  m->f = tame_phase_nonsmooth(&m->phase);
  memcpy(m->centre, m->phase.target, 10 * sizeof *m->centre);
  m->rule = (tame_step_rule){0.05, 1, 0};
  m->exponent = 1.0;
  m->largest_eps = 0.025;
  m->radius = 0.3;
  m->share = 0.2; /* linear convergence with constant steps */
  TAME_TRY(tame_phase_hessian(w, v, &m->phase));
  m->n_directions = 2;
  for (size_t i = 0; i < 10; i++) {
    m->directions[i] = v[10 * i];
    m->directions[10 + i] = -v[10 * i];
  }
  return TAME_OK;
}

tame_status member_init(member *m, size_t family, gsl_rng *rng)
{
  tame_status s;
  *m = (member){.largest_eps = 0.1, .radius = 1.0, .share = 1.0};
  switch (family) {
  case PARTLY:
    s = init_partly(m);
    break;
  case WELL:
    s = init_well(m);
    break;
  case ROTATED:
    s = init_rotated(m, rng);
    break;
  case LASSO:
    s = init_lasso(m, rng);
    break;
  case PHASE:
    s = init_phase(m, rng);
    break;
  default:
    s = init_power(m, family);
    break;
  }
  if (s < 0)
    member_free(m);
  else
    start_near(m, family == WELL || family == PHASE ? 0.1 : 0.5, rng);
  return s;
}

void member_free(member *m)
{
  tame_lasso_free(&m->lasso);
  tame_phase_free(&m->phase);
}
