/* SPDX-License-Identifier: MIT */
/* The benchmark potentials of tame/swarm_potential.h. */
#include <math.h>

#include "tame/base.h"
#include "tame/rng.h"
#include "tame/swarm_potential.h"

static const double HALF_PI = 1.570796326794896619231;

static void add(tame_potential *u, int k, int l, double a, double p)
{
  TAME_REQUIRE(u->n_modes < TAME_POTENTIAL_MODES);
  u->mode[u->n_modes++] = (tame_mode){k, l, a, p};
}

static tame_potential anchored(tame_potential u)
{
  TAME_REQUIRE(tame_potential_anchor(&u, NULL) == TAME_OK);
  return u;
}

tame_potential tame_potential_two_wells(double b)
{
  TAME_REQUIRE(b > 0.0 && b < 2.0);
  tame_potential u = {.dim = 1};
  add(&u, 1, 0, b, -HALF_PI); /* b sin 2 pi x */
  add(&u, 2, 0, 0.5, 0.0);
  return anchored(u);
}

tame_potential tame_potential_rastrigin(int wells, double a)
{
  TAME_REQUIRE(wells >= 1 && a > 0.0);
  tame_potential u = {.dim = 1};
  add(&u, 1, 0, -0.5, 0.0);
  add(&u, wells, 0, -a, 0.0);
  return anchored(u);
}

tame_potential tame_potential_needle(double depth)
{
  enum { K = 12 };
  TAME_REQUIRE(depth > 0.0);
  tame_potential u = {.dim = 1};
  add(&u, 1, 0, -0.5, -HALF_PI);
  /* Fejer's kernel (1/(K+1)^2) (K+1 + 2 sum_k (K+1-k) cos 2 pi k (x - 3/4)) */
  for (int k = 1; k <= K; k++)
    add(&u, k, 0, -2.0 * depth * (K + 1 - k) / ((K + 1) * (K + 1)),
        -3.0 * HALF_PI * k);
  return anchored(u);
}

/* Divide amplitudes so that U has root mean square 1 about its mean. */
static void unit_variance(tame_potential *u)
{
  double sum = 0.0;
  for (size_t j = 0; j < u->n_modes; j++)
    sum += 0.5 * u->mode[j].a * u->mode[j].a;
  for (size_t j = 0; j < u->n_modes; j++) u->mode[j].a /= sqrt(sum);
}

tame_potential tame_potential_rough(size_t n_modes, gsl_rng *rng)
{
  TAME_REQUIRE(n_modes >= 1 && n_modes <= TAME_POTENTIAL_MODES);
  tame_potential u = {.dim = 1};
  for (size_t k = 1; k <= n_modes; k++) {
    double a, p;
    tame_rng_normal(&a, 1, rng);
    tame_rng_uniform(&p, 1, 0.0, 4.0 * HALF_PI, rng);
    add(&u, (int)k, 0, a / (double)k, p);
  }
  unit_variance(&u);
  return anchored(u);
}

tame_potential tame_potential_sum(const tame_potential *u,
                                  const tame_potential *v)
{
  TAME_REQUIRE(u->dim == 1 && v->dim == 1);
  tame_potential w = {.dim = 2};
  for (size_t j = 0; j < u->n_modes; j++)
    add(&w, u->mode[j].k, 0, u->mode[j].a, u->mode[j].p);
  for (size_t j = 0; j < v->n_modes; j++)
    add(&w, 0, v->mode[j].k, v->mode[j].a, v->mode[j].p);
  return anchored(w);
}

tame_potential tame_potential_rough_torus(gsl_rng *rng)
{
  enum { K = 3 };
  tame_potential u = {.dim = 2};
  for (int k = 0; k <= K; k++)
    for (int l = -K; l <= K; l++) {
      if (k == 0 && l <= 0) continue; /* one of each pair (k, l), (-k, -l) */
      double a, p;
      tame_rng_normal(&a, 1, rng);
      tame_rng_uniform(&p, 1, 0.0, 4.0 * HALF_PI, rng);
      add(&u, k, l, a / pow(k * k + l * l, 0.75), p);
    }
  unit_variance(&u);
  return anchored(u);
}
