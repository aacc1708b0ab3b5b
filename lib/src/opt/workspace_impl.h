/* SPDX-License-Identifier: MIT */
/* The workspace of an optimiser: options, groups, state vectors. */

typedef struct TAME_TYPED(tame_opt) workspace;

struct TAME_TYPED(tame_opt) {
  size_t n, n_vectors, n_groups;
  tame_opt_options o;
  tame_opt_group *group; /* [n_groups] */
  size_t steps;          /* t */
  double largest_rate;   /* schedule-free: max gamma_j */
  double weight_sum;     /* schedule-free: sum w_j */
  REAL *first, *second;  /* [n] psi, m, b or z; v; NULL where there is none */
  REAL *state;           /* [n_vectors x n], the block of both */
  tame_team *team;       /* NULL for one thread; not owned */
};

workspace *TAME_TYPED(tame_opt_alloc)(size_t n, size_t n_vectors)
{
  TAME_REQUIRE(n >= 1 && n_vectors <= 2);
  workspace *w = tame_calloc(1, sizeof *w);
  w->n = n;
  w->n_vectors = n_vectors;
  w->state = tame_calloc(n_vectors * n, sizeof *w->state);
  return w;
}

void TAME_TYPED(tame_opt_free)(workspace *w)
{
  if (!w) return;
  free(w->group);
  free(w->state);
  free(w);
}

/* psi_0 = (1 - alpha beta) theta_0, z_0 = theta_0, everything else 0 */
static void first_state(workspace *w, const REAL *theta)
{
  const tame_opt_options *o = &w->o;
  if (o->kind == TAME_OPT_SCHEDULE_FREE)
    memcpy(w->first, theta, w->n * sizeof *theta);
  if (o->kind == TAME_OPT_INNA || o->kind == TAME_OPT_INNAPROP) {
    const REAL factor = (REAL)(1.0 - o->alpha * o->beta);
    for (size_t i = 0; i < w->n; i++) w->first[i] = factor * theta[i];
  }
}

tame_status TAME_TYPED(tame_opt_init)(workspace *w, const tame_opt_options *o,
                                      const tame_opt_group *group,
                                      size_t n_groups, const REAL *theta)
{
  const tame_opt_group all = {w->n, o->weight_decay};
  size_t left = w->n;
  if (!tame_opt_options_are_valid(o) || tame_opt_vectors(o) > w->n_vectors)
    return TAME_EINVAL;
  if (n_groups == 0) group = &all;
  w->n_groups = n_groups ? n_groups : 1;
  for (size_t j = 0; j < w->n_groups; left -= group[j++].n)
    if (group[j].n > left || !(group[j].weight_decay >= 0.0))
      return TAME_EINVAL;
  if (left > 0) return TAME_EINVAL;
  free(w->group);
  w->group = tame_calloc(w->n_groups, sizeof *w->group);
  memcpy(w->group, group, w->n_groups * sizeof *w->group);
  w->o = *o;
  w->steps = 0;
  w->largest_rate = w->weight_sum = 0.0;
  memset(w->state, 0, w->n_vectors * w->n * sizeof *w->state);
  w->first = tame_opt_has_first(o) ? w->state : NULL;
  w->second = tame_opt_has_second(o) ? w->state + (w->first ? w->n : 0) : NULL;
  first_state(w, theta);
  return TAME_OK;
}

tame_status TAME_TYPED(tame_opt_set_damping)(workspace *w, double alpha,
                                             double beta)
{
  if (!tame_opt_is_inertial_newton(w->o.kind) ||
      !tame_opt_damping_is_valid(alpha, beta))
    return TAME_EINVAL;
  w->o.alpha = alpha;
  w->o.beta = beta;
  return TAME_OK;
}

void TAME_TYPED(tame_opt_set_team)(workspace *w, tame_team *team)
{
  w->team = team;
}

size_t TAME_TYPED(tame_opt_steps)(const workspace *w) { return w->steps; }

void TAME_TYPED(tame_opt_evaluation)(REAL *x, const workspace *w,
                                     const REAL *theta)
{
  if (w->o.kind != TAME_OPT_SCHEDULE_FREE) {
    memmove(x, theta, w->n * sizeof *x);
    return;
  }
  const REAL factor = (REAL)(1.0 - 1.0 / w->o.beta1);
  for (size_t i = 0; i < w->n; i++)
    x[i] = theta[i] + factor * (w->first[i] - theta[i]);
}

const REAL *TAME_TYPED(tame_opt_state)(const workspace *w, size_t i)
{
  TAME_REQUIRE(i < w->n_vectors);
  return w->state + i * w->n;
}
