/* SPDX-License-Identifier: MIT */
#include "tame/swarm_particles.h"

#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/rng.h"

enum {
  BLOCK = 1024, /* particles a pass, so that work stays in cache */
  LANES = 16    /* nodes of a convolution at once, sums in registers */
};

struct tame_particles {
  tame_particles_model model;
  double *x;       /* [n] */
  size_t reach;    /* nodes of the kernel on each side */
  double *kernel;  /* [reach + 1], sums to 1 over both sides */
  double *count;   /* [nodes + 2 reach + LANES] with margins */
  double *density; /* [nodes + LANES], node g is node 0 */
  double *field;   /* [nodes + 1] what particles interpolate */
  double slope[BLOCK], at[BLOCK], noise[BLOCK], amplitude[BLOCK];
};

tame_particles *tame_particles_alloc(const tame_particles_model *m,
                                     tame_error *err)
{
  if (m->n == 0 || m->nodes < 8 || !(m->sigma > 0.0 && m->sigma <= 0.125) ||
      m->u->dim != 1) {
    tame_fail(err, TAME_EINVAL,
              "particles: n = %zu, %zu nodes, sigma = %g, dimension %zu: need "
              "n >= 1, at least 8 nodes, 0 < sigma <= 1/8 and the circle",
              m->n, m->nodes, m->sigma, m->u->dim);
    return NULL;
  }
  if (m->rule != TAME_LANGEVIN && tame_entropy_check(&m->entropy, err) < 0)
    return NULL;
  tame_particles *w = tame_calloc(1, sizeof *w);
  const double width = m->sigma * (double)m->nodes;
  double sum = 0.0;
  w->model = *m;
  w->reach = (size_t)floor(4.0 * width);
  w->x = tame_vec(m->n);
  w->kernel = tame_vec(w->reach + 1);
  w->count = tame_vec(m->nodes + 2 * w->reach + LANES);
  w->density = tame_vec(m->nodes + LANES);
  w->field = tame_vec(m->nodes + 1);
  for (size_t k = 0; k <= w->reach; k++) {
    w->kernel[k] = exp(-0.5 * ((double)k / width) * ((double)k / width));
    sum += (k ? 2.0 : 1.0) * w->kernel[k];
  }
  for (size_t k = 0; k <= w->reach; k++) w->kernel[k] /= sum;
  return w;
}

void tame_particles_free(tame_particles *w)
{
  if (!w) return;
  free(w->x);
  free(w->kernel);
  free(w->count);
  free(w->density);
  free(w->field);
  free(w);
}

/* to [0, 1); a tiny negative number would round to 1 */
static double wrap(double x)
{
  const double y = x - floor(x);
  return y < 1.0 ? y : 0.0;
}

tame_status tame_particles_init(tame_particles *w, const double *x,
                                tame_error *err)
{
  for (size_t i = 0; i < w->model.n; i++) {
    if (!isfinite(x[i]))
      return tame_fail(err, TAME_EINVAL, "particles: position %zu is %g", i,
                       x[i]);
    w->x[i] = wrap(x[i]);
  }
  return TAME_OK;
}

/* --- density ---------------------------------------------------------------------- */

/* Each particle shares its weight between its two nodes. */
static void bin(tame_particles *w)
{
  const size_t g = w->model.nodes, r = w->reach;
  double *count = w->count + r;
  const double nodes = (double)g, weight = nodes / (double)w->model.n;
  for (size_t k = 0; k < g; k++) count[k] = 0.0;
  double beyond = 0.0; /* node g is node 0 */
  for (size_t i = 0; i < w->model.n; i++) {
    const double p = w->x[i] * nodes;
    const size_t k = (size_t)p;
    const double f = p - (double)k;
    count[k] += weight * (1.0 - f);
    if (k + 1 < g)
      count[k + 1] += weight * f;
    else
      beyond += weight * f;
  }
  count[0] += beyond;
  for (size_t k = 0; k < r; k++) { /* margins: the circle continued */
    w->count[k] = count[g - r + k];
    count[g + k] = count[k];
  }
}

/* d [LANES] <- the convolution at LANES nodes from COUNT on*/
static void convolve(double *restrict d, const double *restrict count,
                     const double *restrict kernel, size_t reach)
{
  double sum[LANES];
  for (size_t l = 0; l < LANES; l++) sum[l] = kernel[0] * count[l];
  for (size_t s = 1; s <= reach; s++) {
    const double *left = count - s, *right = count + s;
    for (size_t l = 0; l < LANES; l++)
      sum[l] += kernel[s] * (left[l] + right[l]);
  }
  for (size_t l = 0; l < LANES; l++) d[l] = sum[l];
}

static void estimate(tame_particles *w)
{
  const size_t g = w->model.nodes;
  bin(w);
  for (size_t k = 0; k < g; k += LANES)
    convolve(w->density + k, w->count + w->reach + k, w->kernel, w->reach);
  w->density[g] = w->density[0];
}

/* field <- d/dx phi'(density) on the nodes */
static void pressure(tame_particles *w)
{
  const size_t g = w->model.nodes;
  double *xi = w->count; /* free until the next binning */
  for (size_t k = 0; k < g; k++)
    xi[k] = tame_entropy_slope(fmax(w->density[k], 1e-12), &w->model.entropy);
  for (size_t k = 0; k < g; k++)
    w->field[k] = 0.5 * (double)g * (xi[(k + 1) % g] - xi[(k + g - 1) % g]);
  w->field[g] = w->field[0];
}

/* at [n] <- field between nodes at x [n] in [0, 1) */
static void interpolate(double *at, const double *field, const double *x,
                        size_t n, size_t g)
{
  const double nodes = (double)g;
  for (size_t i = 0; i < n; i++) {
    const double p = x[i] * nodes;
    const size_t k = (size_t)p;
    const double f = p - (double)k;
    at[i] = field[k] + f * (field[k + 1] - field[k]);
  }
}

/* --- one step ------------------------------------------------------------------------ */

/* Returns the sum of the new positions, which is not finite when one is not. */
static double move_block(double *x, size_t n, double ds, double beta,
                         tame_particles *w, gsl_rng *rng)
{
  const tame_particles_model *m = &w->model;
  const double variance = 2.0 * ds / beta, plain = sqrt(variance);
  double sum = 0.0;
  tame_potential_slopes(w->slope, x, n, m->u);
  if (m->rule == TAME_DETERMINISTIC) {
    interpolate(w->at, w->field, x, n, m->nodes);
    for (size_t i = 0; i < n; i++) x[i] -= ds * (w->slope[i] + w->at[i] / beta);
  } else {
    tame_rng_normal(w->noise, n, rng);
    if (m->rule == TAME_STOCHASTIC) {
      interpolate(w->at, w->density, x, n, m->nodes);
      tame_entropy_noises(w->amplitude, w->at, n, &m->entropy);
      for (size_t i = 0; i < n; i++)
        w->noise[i] *= sqrt(variance * w->amplitude[i]);
    } else {
      for (size_t i = 0; i < n; i++) w->noise[i] *= plain;
    }
    for (size_t i = 0; i < n; i++) x[i] += w->noise[i] - ds * w->slope[i];
  }
  for (size_t i = 0; i < n; i++) {
    const double y = x[i] - floor(x[i]);
    x[i] = y < 1.0 ? y : y - 1.0;
    sum += x[i];
  }
  return sum;
}

tame_status tame_particles_step(tame_particles *w, double ds, double beta,
                                gsl_rng *rng)
{
  const size_t n = w->model.n;
  double sum = 0.0;
  if (!(ds > 0.0) || !isfinite(ds) || !(beta > 0.0) || !isfinite(beta))
    return TAME_EINVAL;
  if (w->model.rule != TAME_LANGEVIN) estimate(w);
  if (w->model.rule == TAME_DETERMINISTIC) pressure(w);
  for (size_t i = 0; i < n; i += BLOCK)
    sum +=
        move_block(w->x + i, n - i < BLOCK ? n - i : BLOCK, ds, beta, w, rng);
  if (isfinite(sum)) return TAME_OK;
  for (size_t i = 0; i < n; i++) /* so that no index is ever wild */
    if (!isfinite(w->x[i])) w->x[i] = 0.0;
  return TAME_DIVERGED;
}

const double *tame_particles_positions(const tame_particles *w) { return w->x; }

const double *tame_particles_density(tame_particles *w)
{
  estimate(w);
  return w->density;
}

double tame_particles_share(const tame_particles *w, double lo, double hi)
{
  size_t inside = 0;
  for (size_t i = 0; i < w->model.n; i++)
    inside += w->x[i] >= lo && w->x[i] < hi;
  return (double)inside / (double)w->model.n;
}
