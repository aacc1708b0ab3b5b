/* SPDX-License-Identifier: MIT */
/* Speed of swarm gradient dynamics against the machine's limits.
 *
 * usage: swarm OUT.h5 [--quick]
 *
 * explicit   one explicit step on a torus of 1024^2 and 2048^2, against the larger of two
 *            times: a triad a = b + s c over the same three arrays of numbers,
 *            and the step's phi' alone on a row that stays in cache;
 * implicit   one implicit step on the circle, 10^4 to 10^6 cells: time per cell and
 *            Newton step must not grow (a cell leaves the cache, no more);
 * torus      one implicit step on 128^2 cells, split and unsplit, for the record;
 * particles  one step of 10^5 to 10^7 particles: time per particle likewise.
 * Targets are ours; a missed one is said, and is no error. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "tame/base.h"
#include "tame/rng.h"
#include "tame/swarm.h"
#include "tame/swarm_particles.h"
#include "tame/swarm_potential.h"
#include "tame/swarm_stationary.h"

/* --- explicit kernel --------------------------------------------------------------- */

typedef struct {
  tame_swarm_model model;
  double *u, *rho, *next, *work, *row;
} kernel;

static void kernel_setup(kernel *k, size_t n, tame_entropy e, double *u,
                         double *rho, double *next)
{
  *k = (kernel){{n, n, e, TAME_MEAN, TAME_UNSPLIT, u},
                u,
                rho,
                next,
                tame_vec(4 * n),
                tame_vec(n)};
}

static void kernel_clear(kernel *k)
{
  free(k->work);
  free(k->row);
}

static void run_kernel(void *ctx, tame_timer *t)
{
  kernel *k = ctx;
  tame_timer_start(t);
  tame_swarm_explicit(k->next, k->work, k->rho, 1e-9, 8.0, &k->model);
  tame_timer_stop(t);
}

static void run_slopes(void *ctx, tame_timer *t)
{
  kernel *k = ctx;
  tame_timer_start(t);
  for (size_t i = 0; i < k->model.nx; i++)
    tame_entropy_slopes(k->row, k->rho, k->model.ny, &k->model.entropy);
  tame_timer_stop(t);
}

/* a = b + s c: two arrays read, one written, as the kernel does */
static void triad(double *restrict a, const double *restrict b,
                  const double *restrict c, double s, size_t n)
{
  for (size_t i = 0; i < n; i++) a[i] = b[i] + s * c[i];
}

static void run_triad(void *ctx, tame_timer *t)
{
  kernel *k = ctx;
  tame_timer_start(t);
  triad(k->next, k->rho, k->u, 0.385, k->model.nx * k->model.ny);
  tame_timer_stop(t);
}

/* --- implicit steps ------------------------------------------------------------------ */

typedef struct {
  tame_swarm *w;
  double *u, *start;
  size_t n, newton;
} implicit;

static void implicit_setup(implicit *s, size_t nx, size_t ny,
                           tame_torus_step kind)
{
  const tame_potential p = tame_potential_two_wells(0.2);
  const tame_potential q = tame_potential_sum(&p, &p);
  const tame_entropy e = {0.5, false};
  s->n = nx * ny;
  s->u = tame_vec(s->n);
  s->start = tame_vec(s->n);
  tame_potential_sample(s->u, nx, ny, ny == 1 ? &p : &q);
  TAME_REQUIRE(tame_swarm_stationary(s->start, s->u, s->n, 4.0, &e, NULL) ==
               TAME_OK);
  s->w = tame_swarm_alloc(&(tame_swarm_model){nx, ny, e, TAME_MEAN, kind, s->u},
                          NULL);
  TAME_REQUIRE(s->w != NULL);
}

static void implicit_clear(implicit *s)
{
  tame_swarm_free(s->w);
  free(s->u);
  free(s->start);
}

/* from the density at rest at beta = 4, one step at beta = 8 */
static void run_implicit(void *ctx, tame_timer *t)
{
  implicit *s = ctx;
  tame_swarm_info info;
  TAME_REQUIRE(tame_swarm_init(s->w, s->start, NULL) == TAME_OK);
  tame_timer_start(t);
  TAME_REQUIRE(tame_swarm_step(s->w, 1e-3, 8.0, &info, NULL) == TAME_OK);
  tame_timer_stop(t);
  s->newton = info.newton;
}

/* --- particles ------------------------------------------------------------------------ */

typedef struct {
  tame_particles *w;
  tame_potential u;
  gsl_rng *rng;
  size_t n;
} swarm;

static void swarm_setup(swarm *s, size_t n)
{
  double *x = tame_vec(n);
  s->u = tame_potential_two_wells(0.2);
  s->rng = tame_rng_alloc(0, "bench/swarm", n);
  s->n = n;
  tame_rng_uniform(x, n, 0.0, 1.0, s->rng);
  s->w = tame_particles_alloc(
      &(tame_particles_model){
          n, 512, 0.02, {0.5, true}, TAME_STOCHASTIC, &s->u},
      NULL);
  TAME_REQUIRE(s->w && tame_particles_init(s->w, x, NULL) == TAME_OK);
  free(x);
}

static void swarm_clear(swarm *s)
{
  tame_particles_free(s->w);
  gsl_rng_free(s->rng);
}

static void run_swarm(void *ctx, tame_timer *t)
{
  swarm *s = ctx;
  tame_timer_start(t);
  TAME_REQUIRE(tame_particles_step(s->w, 1e-3, 8.0, s->rng) == TAME_OK);
  tame_timer_stop(t);
}

/* --- what is measured --------------------------------------------------------------- */

enum {
  TRIAD,
  KERNEL_HALF,
  SLOPES_HALF,
  KERNEL_HYBRID,
  SLOPES_HYBRID,
  KERNEL_LOG,
  SLOPES_LOG,
  KERNEL_POWER,
  SLOPES_POWER,
  TRIAD_LARGE,
  KERNEL_LARGE,
  SLOPES_LARGE,
  IMPLICIT_4,
  IMPLICIT_5,
  IMPLICIT_6,
  TORUS_UNSPLIT,
  TORUS_SPLIT,
  PARTICLES_5,
  PARTICLES_6,
  PARTICLES_7,
  N_WORKS
};
typedef struct {
  size_t side, line[3], torus, swarm[3];
} sizes;

/* All that is timed. */
typedef struct {
  double *u[2], *rho[2], *next[2]; /* on the two grids of the explicit step */
  kernel k[5];
  implicit line[3], torus[2];
  swarm s[3];
} everything;

static void setup(everything *all, const sizes *z)
{
  static const tame_entropy LIST[5] = {
      {0.5, false}, {0.5, true}, {1.0, false}, {0.7, false}, {0.5, false}};
  const tame_potential w = tame_potential_two_wells(0.2);
  const tame_potential p = tame_potential_sum(&w, &w);
  for (size_t g = 0; g < 2; g++) {
    const size_t side = z->side << g, n = side * side;
    all->u[g] = tame_vec(n);
    all->rho[g] = tame_vec(n);
    all->next[g] = tame_vec(n);
    tame_potential_sample(all->u[g], side, side, &p);
    for (size_t i = 0; i < n; i++) all->rho[g][i] = 0.5 + all->u[g][i];
  }
  for (size_t e = 0; e < 5; e++) {
    const size_t g = e == 4;
    kernel_setup(&all->k[e], z->side << g, LIST[e], all->u[g], all->rho[g],
                 all->next[g]);
  }
  for (size_t i = 0; i < 3; i++) {
    implicit_setup(&all->line[i], z->line[i], 1, TAME_UNSPLIT);
    swarm_setup(&all->s[i], z->swarm[i]);
  }
  implicit_setup(&all->torus[0], z->torus, z->torus, TAME_UNSPLIT);
  implicit_setup(&all->torus[1], z->torus, z->torus, TAME_SPLIT);
}

static void clear(everything *all)
{
  for (size_t e = 0; e < 5; e++) kernel_clear(&all->k[e]);
  for (size_t i = 0; i < 3; i++) {
    implicit_clear(&all->line[i]);
    swarm_clear(&all->s[i]);
  }
  for (size_t g = 0; g < 2; g++) {
    implicit_clear(&all->torus[g]);
    free(all->u[g]);
    free(all->rho[g]);
    free(all->next[g]);
  }
}

static void print_times(const double *seconds, const everything *all,
                        const sizes *z)
{
  for (size_t i = 0; i < 3; i++)
    printf(
        "implicit step, %zu cells: %.3g s, %zu Newton steps; particles, "
        "%zu: %.1f ns each\n",
        all->line[i].n, median_of(seconds, IMPLICIT_4 + i), all->line[i].newton,
        all->s[i].n,
        1e9 * median_of(seconds, PARTICLES_5 + i) / (double)all->s[i].n);
  printf("implicit step, torus of %zu^2: %.3g s, split into rings %.3g s\n",
         z->torus, median_of(seconds, TORUS_UNSPLIT),
         median_of(seconds, TORUS_SPLIT));
}

/* A kernel, whose phi' comes behind it, against its limit in each run. */
static void add_kernel(speeds *s, const char *name, const char *entropy,
                       const double *seconds, size_t kernel_work,
                       size_t triad_work, double cells)
{
  const double *copy = seconds_of(seconds, triad_work);
  const double *slopes = seconds_of(seconds, kernel_work + 1);
  double limit[REPEATS];
  char what[192];
  snprintf(what, sizeof what,
           "An explicit step with %s against the larger of two limits: a triad "
           "over its arrays, and its slopes alone in cache.",
           entropy);
  for (size_t r = 0; r < REPEATS; r++) limit[r] = fmax(copy[r], slopes[r]);
  speeds_add(s,
             &(speed){.name = name,
                      .what = what,
                      .peer = "triad, slopes",
                      .kind = SPEED_MACHINE,
                      .asked = 1 / 2.0,
                      .bytes = 3.0 * sizeof(double) * cells},
             seconds_of(seconds, kernel_work), limit);
}

/* Time of an item of a large problem against that of the smallest. */
static void add_growth(speeds *s, const speed *c, const double *seconds,
                       size_t large, size_t small, double n_large,
                       double n_small)
{
  double ours[REPEATS], theirs[REPEATS];
  speeds_add(s, c, scaled(ours, seconds, large, 1.0 / n_large),
             scaled(theirs, seconds, small, 1.0 / n_small));
}

static void add_speeds(speeds *s, const double *seconds, const sizes *z)
{
  static const char *const KERNELS[5][2] = {
      {"kernel_half", "m = 1/2"},
      {"kernel_hybrid", "hybrid entropy, m = 1/2,"},
      {"kernel_log", "m = 1"},
      {"kernel_power", "m = 0.7"},
      {"kernel_large", "m = 1/2 on 4 times as many cells"}};
  static const char *const GROWTH[2][2] = {
      {"implicit_growth_5", "particles_growth_6"},
      {"implicit_growth_6", "particles_growth_7"}};
  for (size_t e = 0; e < 5; e++) {
    const double side = (double)(z->side << (e == 4));
    add_kernel(s, KERNELS[e][0], KERNELS[e][1], seconds,
               e == 4 ? KERNEL_LARGE : KERNEL_HALF + 2 * e,
               e == 4 ? TRIAD_LARGE : TRIAD, side * side);
  }
  for (size_t i = 0; i < 2; i++) {
    add_growth(s,
               &(speed){.name = GROWTH[i][0],
                        .what = "An implicit step on the circle, per cell of a "
                                "large ring against one of 10^4 cells.",
                        .peer = "10000 cells",
                        .kind = SPEED_BASELINE,
                        .asked = 1 / 2.0},
               seconds, IMPLICIT_5 + i, IMPLICIT_4, (double)z->line[i + 1],
               (double)z->line[0]);
    add_growth(s,
               &(speed){.name = GROWTH[i][1],
                        .what = "A step of many particles, per particle, "
                                "against one of 10^5.",
                        .peer = "100000 particles",
                        .kind = SPEED_BASELINE,
                        .asked = 1 / 1.5},
               seconds, PARTICLES_6 + i, PARTICLES_5, (double)z->swarm[i + 1],
               (double)z->swarm[0]);
  }
}

static void run(tame_h5 *f, speeds *s, bool is_quick)
{
  const sizes full = {
      1024, {10000, 100000, 1000000}, 128, {100000, 1000000, 10000000}};
  const sizes quick = {64, {1000, 2000, 4000}, 16, {1000, 2000, 4000}};
  const sizes *z = is_quick ? &quick : &full;
  everything *all = tame_calloc(1, sizeof *all);
  double seconds[N_WORKS * REPEATS];
  work works[N_WORKS];
  (void)f;
  setup(all, z);
  works[TRIAD] = (work){run_triad, &all->k[0]};
  works[TRIAD_LARGE] = (work){run_triad, &all->k[4]};
  for (size_t e = 0; e < 5; e++) {
    const size_t first = e == 4 ? KERNEL_LARGE : KERNEL_HALF + 2 * e;
    works[first] = (work){run_kernel, &all->k[e]};
    works[first + 1] = (work){run_slopes, &all->k[e]};
  }
  for (size_t i = 0; i < 3; i++) {
    works[IMPLICIT_4 + i] = (work){run_implicit, &all->line[i]};
    works[PARTICLES_5 + i] = (work){run_swarm, &all->s[i]};
  }
  works[TORUS_UNSPLIT] = (work){run_implicit, &all->torus[0]};
  works[TORUS_SPLIT] = (work){run_implicit, &all->torus[1]};
  time_works(seconds, works, N_WORKS);
  print_times(seconds, all, z);
  add_speeds(s, seconds, z);
  clear(all);
  free(all);
}

int main(int argc, char **argv)
{
  return bench_main(argc, argv,
                    &(bench){"swarm", "Speed of swarm gradient dynamics", run});
}
