/* SPDX-License-Identifier: MIT */
/* An illustration of ours (I6): the forms of INNAprop and its special cases,
 * compared along 2000 steps on J = theta' H theta/2 - b' theta, n = 20,
 * H = A A'/n + 0.1 I, with A, b and theta_0 standard normal; no decay.
 *
 * forms     psi form against the phase and the momentum form (tame/opt.h) and
 *           against the two-step form
 *             theta_1 = theta_0 - gamma beta R_0,
 *             theta_{k+1} = theta_k + (1 - alpha gamma)(theta_k - theta_{k-1})
 *                           - gamma beta (R_k - R_{k-1}) - gamma^2 R_{k-1}
 * rmsprop   alpha beta = 1 against RMSprop with step beta gamma
 * balls     beta = gamma against the heavy ball, beta = gamma (2 - alpha gamma)
 *           against Nesterov's method, both on scaled gradients with
 *           mu = 1 - alpha gamma and step gamma^2; gamma = 0.01
 *
 * A difference is |theta - theta'| / |theta'| in 2-norm.  A cell is one
 * comparison. */
#include <math.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "pieces.h"
#include "tame/opt.h"
#include "tame/rng.h"
#include "tame/stats.h"

enum { N = 20, N_STEPS = 2000, EVERY = 5, N_KEPT = N_STEPS / EVERY };
enum { N_PAIRS = 5, N_CELLS = 22 };
static const damping PAIR[N_PAIRS] = {{0.1, 0.9, "a0.1_b0.9"},
                                      {1, 1, "a1_b1"},
                                      {2, 2, "a2_b2"},
                                      {0.5, 0.1, "a0.5_b0.1"},
                                      {0.5, 4, "a0.5_b4"}};
static const damping INVERSE[3] = {
    {1, 1, "a1_b1"}, {2, 0.5, "a2_b0.5"}, {0.5, 2, "a0.5_b2"}};

typedef struct {
  double h[N * N], b[N], start[N];
} problem;

static void draw(problem *p, const tame_run *run)
{
  double a[N * N];
  gsl_rng *rng = tame_run_rng(run, "data", 0);
  tame_rng_normal(a, N * N, rng);
  tame_rng_normal(p->b, N, rng);
  tame_rng_normal(p->start, N, rng);
  gsl_rng_free(rng);
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, N, N, N, 1.0 / N, a, N,
              a, N, 0.0, p->h, N);
  for (size_t i = 0; i < N; i++) p->h[i * N + i] += 0.1;
}

static void gradient(double *g, const double *x, const problem *p)
{
  memcpy(g, p->b, sizeof p->b);
  cblas_dsymv(CblasRowMajor, CblasUpper, N, 1.0, p->h, N, x, 1, -1.0, g, 1);
}

/* --- a method: of the library, or the two-step form ----------------------- */

typedef struct {
  tame_opt_options o;
  double rate;
  bool is_two_step;
  tame_opt_f64 *w;
  double x[N], before[N], r[N], v[N]; /* theta_k, theta_{k-1}, R_{k-1}, v */
  size_t t;
} method;

static tame_status begin(method *m, const problem *p)
{
  memcpy(m->x, p->start, sizeof m->x);
  memset(m->v, 0, sizeof m->v);
  m->t = 0;
  m->w = tame_opt_alloc_f64(N, tame_opt_vectors(&m->o));
  return tame_opt_init_f64(m->w, &m->o, NULL, 0, m->x);
}

static void two_step(method *m, const double *g)
{
  const double a = m->o.alpha, b = m->o.beta, h = m->rate, s = m->o.beta2;
  m->t++;
  for (size_t i = 0; i < N; i++) {
    m->v[i] = s * m->v[i] + (1.0 - s) * g[i] * g[i];
    const double r =
        g[i] / (sqrt(m->v[i] / (1.0 - pow(s, (double)m->t))) + m->o.eps);
    const double x = m->x[i];
    if (m->t == 1) {
      m->x[i] = x - h * b * r;
    } else {
      m->x[i] = x + (1.0 - a * h) * (x - m->before[i]) - h * b * (r - m->r[i]) -
                h * h * m->r[i];
    }
    m->before[i] = x;
    m->r[i] = r;
  }
}

static tame_status step(method *m, const problem *p)
{
  double g[N];
  gradient(g, m->x, p);
  if (!m->is_two_step) return tame_opt_step_f64(m->w, m->x, g, m->rate);
  two_step(m, g);
  return TAME_OK;
}

/* --- the comparisons ------------------------------------------------------ */

static method with(tame_opt_kind kind, double alpha, double beta, double rate)
{
  method m = {.o = tame_opt_defaults(kind), .rate = rate};
  m.o.alpha = alpha;
  m.o.beta = beta;
  m.o.phase_below = 0.0;
  return m;
}

/* psi form of PAIR against its form FORM: phase, momentum, two-step */
static void forms(method *a, method *b, size_t pair, size_t form)
{
  const damping d = PAIR[pair];
  *a = with(TAME_OPT_INNAPROP, d.alpha, d.beta, 1e-3);
  *b = *a;
  if (form == 0) b->o.phase_below = INFINITY;
  if (form == 1) b->o.kind = TAME_OPT_INNAPROP_MOMENTUM;
  b->is_two_step = form == 2;
}

/* heavy ball, Nesterov */
static void balls(method *a, method *b, double alpha, bool is_nesterov)
{
  const double rate = 0.01, mu = 1.0 - alpha * rate;
  *a = with(TAME_OPT_INNAPROP_MOMENTUM, alpha,
            is_nesterov ? rate * (2.0 - alpha * rate) : rate, rate);
  *b = with(is_nesterov ? TAME_OPT_NESTEROV : TAME_OPT_HEAVY_BALL, 0.0, 0.0,
            rate * rate);
  b->o.momentum = mu;
  b->o.is_scaled = true;
}

/* 15 cells of forms, 3 of rmsprop, 4 of balls */
static void comparison(method *a, method *b, size_t cell)
{
  if (cell < 15) {
    forms(a, b, cell / 3, cell % 3);
  } else if (cell < 18) {
    const damping d = INVERSE[cell - 15];
    *a = with(TAME_OPT_INNAPROP, d.alpha, d.beta, 1e-3);
    *b = with(TAME_OPT_RMSPROP, 0.0, 0.0, d.beta * 1e-3);
  } else {
    balls(a, b, cell % 2 ? 1.0 : 0.1, cell >= 20);
  }
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  problem p;
  method a, b;
  double kept[N_KEPT] = {0}, worst = 0.0;
  draw(&p, run);
  comparison(&a, &b, cell->index);
  tame_status s = begin(&a, &p), also = begin(&b, &p);
  for (size_t k = 0; k < N_STEPS && s == TAME_OK && also == TAME_OK; k++) {
    s = step(&a, &p);
    also = step(&b, &p);
    const double d = tame_distance(a.x, b.x, N) / tame_norm(b.x, N);
    worst = fmax(worst, d);
    kept[k / EVERY] = fmax(kept[k / EVERY], d);
  }
  tame_opt_free_f64(a.w);
  tame_opt_free_f64(b.w);
  tame_cell_put(out, "difference", kept, N_KEPT);
  tame_h5_write_scalar(out, "worst", worst, "worst", "1");
  return s == TAME_OK && also == TAME_OK
             ? TAME_OK
             : tame_fail(err, TAME_EINVAL, "%s: %s", cell->name,
                         tame_status_str(s ? s : also));
}

/* --- the whole ------------------------------------------------------------ */

typedef struct {
  const char *group, *title, *axes;
  size_t first, n;
} part;
static const part PARTS[3] = {
    {"forms", "Forms of INNAprop against its psi form", "pair form", 0, 15},
    {"rmsprop", "alpha beta = 1 against RMSprop", "inverse", 15, 3},
    {"balls", "beta near gamma against heavy ball and Nesterov",
     "ball friction", 18, 4}};

static void write_part(tame_h5 *out, const part *q, const double *curve,
                       const double *worst)
{
  char path[64], axes[64];
  snprintf(path, sizeof path, "%s/difference", q->group);
  snprintf(axes, sizeof axes, "%s iteration", q->axes);
  tame_h5_write(out, path, axes, curve + q->first * N_KEPT,
                "|theta - theta'| / |theta'|, largest of five steps", "1");
  snprintf(path, sizeof path, "%s/worst", q->group);
  tame_h5_write(out, path, q->axes, worst + q->first,
                "the largest over all steps", "1");
  tame_h5_panel(out, q->group, "difference", axes);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  (void)run;
  static const double FRICTION[2] = {0.1, 1.0};
  double *curve = tame_vec(N_CELLS * N_KEPT), worst[N_CELLS], k[N_KEPT];
  for (size_t i = 0; i < N_KEPT; i++) k[i] = (double)((i + 1) * EVERY);
  tame_h5_axis(out, "iteration", k, N_KEPT, "iteration k", "1");
  for (size_t i = 0; i < 3; i++)
    tame_h5_group(out, PARTS[i].group, PARTS[i].title);
  tame_h5_codes(out, "forms/pair", "a0.1_b0.9 a1_b1 a2_b2 a0.5_b0.1 a0.5_b4",
                "damping alpha, beta");
  tame_h5_codes(out, "forms/form", "phase momentum two_step",
                "form compared with the psi form");
  tame_h5_codes(out, "rmsprop/inverse", "a1_b1 a2_b0.5 a0.5_b2",
                "damping with alpha beta = 1");
  tame_h5_codes(out, "balls/ball", "heavy_ball nesterov", "method");
  tame_h5_axis(out, "balls/friction", FRICTION, 2, "alpha", "1");
  tame_status s = tame_cells_gather(curve, cells, "difference", N_KEPT, err);
  if (s >= 0) s = tame_cells_gather(worst, cells, "worst", 1, err);
  for (size_t i = 0; i < 3; i++) write_part(out, &PARTS[i], curve, worst);
  free(curve);
  return s;
}

static size_t n_cells(const tame_run *run) { return (void)run, N_CELLS; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  static const char *const FORM[3] = {"phase", "momentum", "two_step"};
  (void)run;
  if (index < 15)
    snprintf(cell->name, sizeof cell->name, "%s-%s", FORM[index % 3],
             PAIR[index / 3].word);
  else if (index < 18)
    snprintf(cell->name, sizeof cell->name, "rmsprop-%s",
             INVERSE[index - 15].word);
  else
    snprintf(cell->name, sizeof cell->name, "%s-a%s",
             index >= 20 ? "nesterov" : "heavy_ball", index % 2 ? "1" : "0.1");
  snprintf(cell->group, sizeof cell->group, "all comparisons");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2410.05871/forms",
          .title = "Forms and special cases of INNAprop",
          .figures = "illus-forms",
          .about = "Differences between the forms of INNAprop, and between its "
                   "special cases and RMSprop, heavy ball and Nesterov, on a "
                   "random quadratic.  An illustration, not an experiment of "
                   "the paper.",
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
