/* SPDX-License-Identifier: MIT */
/* The step of every optimiser: one pass over theta, the gradient and the
 * state, in blocks of which theta stays in cache, so that looking whether it is
 * finite reads no memory again.  Shorter blocks begin anew too often: of 1024,
 * SGD took 1.18 times as long.  Formulas: tame/opt.h. */

enum { BLOCK = 4096 };

/* The numbers of one step, computed in double and rounded once. */
typedef struct {
  REAL decay;      /* 1 - gamma lambda */
  REAL lambda;     /* of the group, where decay is not decoupled */
  REAL rate;       /* what multiplies R or the momentum */
  REAL s, s1;      /* s, 1 - s */
  REAL fix, eps;   /* 1 / sqrt(1 - s^t) */
  REAL keep, feed; /* first state <- keep first + feed (theta, R or g) */
  REAL of_theta, of_first; /* psi and phase form; c of schedule-free */
} numbers;

#define INLINE static inline __attribute__((always_inline))

/* R at one coordinate */
INLINE REAL direction(REAL *v, REAL g, const numbers *c, bool is_scaled)
{
  if (!is_scaled) return g;
  *v = c->s * *v + c->s1 * g * g;
  return g / (SQRT(*v) * c->fix + c->eps);
}

INLINE void sgd(REAL *restrict theta, REAL *restrict b, const REAL *restrict g,
                size_t n, const numbers *c)
{
  for (size_t i = 0; i < n; i++) {
    b[i] = c->keep * b[i] + (g[i] + c->lambda * theta[i]);
    theta[i] -= c->rate * b[i];
  }
}

INLINE void heavy_ball(REAL *restrict theta, REAL *restrict m, REAL *restrict v,
                       const REAL *restrict g, size_t n, const numbers *c,
                       bool is_scaled)
{
  for (size_t i = 0; i < n; i++) {
    REAL second = is_scaled ? v[i] : 0;
    const REAL step = c->rate * direction(&second, g[i], c, is_scaled);
    if (is_scaled) v[i] = second;
    m[i] = c->keep * m[i] + step;
    theta[i] = c->decay * theta[i] - m[i];
  }
}

INLINE void nesterov(REAL *restrict theta, REAL *restrict m, REAL *restrict v,
                     const REAL *restrict g, size_t n, const numbers *c,
                     bool is_scaled)
{
  for (size_t i = 0; i < n; i++) {
    REAL second = is_scaled ? v[i] : 0;
    const REAL step = c->rate * direction(&second, g[i], c, is_scaled);
    if (is_scaled) v[i] = second;
    m[i] = c->keep * m[i] + step;
    theta[i] = c->decay * theta[i] - (c->keep * m[i] + step);
  }
}

INLINE void rmsprop(REAL *restrict theta, REAL *restrict v,
                    const REAL *restrict g, size_t n, const numbers *c)
{
  for (size_t i = 0; i < n; i++)
    theta[i] = c->decay * theta[i] - c->rate * direction(&v[i], g[i], c, true);
}

INLINE void adamw(REAL *restrict theta, REAL *restrict m, REAL *restrict v,
                  const REAL *restrict g, size_t n, const numbers *c)
{
  for (size_t i = 0; i < n; i++) {
    m[i] = c->keep * m[i] + c->feed * g[i];
    v[i] = c->s * v[i] + c->s1 * g[i] * g[i];
    theta[i] =
        c->decay * theta[i] - c->rate * m[i] / (SQRT(v[i]) * c->fix + c->eps);
  }
}

INLINE void schedule_free(REAL *restrict theta, REAL *restrict z,
                          REAL *restrict v, const REAL *restrict g, size_t n,
                          const numbers *c)
{
  const REAL stay = 1 - c->of_first;
  for (size_t i = 0; i < n; i++) {
    v[i] = c->s * v[i] + c->s1 * g[i] * g[i];
    const REAL full = g[i] / (SQRT(v[i]) + c->eps) + c->lambda * theta[i];
    theta[i] = stay * theta[i] + c->of_first * z[i] + c->feed * full;
    z[i] -= c->rate * full;
  }
}

/* The new psi enters in the psi form, the old one in the phase form. */
INLINE void inna(REAL *restrict theta, REAL *restrict psi, REAL *restrict v,
                 const REAL *restrict g, size_t n, const numbers *c,
                 bool is_scaled, bool is_phase)
{
  for (size_t i = 0; i < n; i++) {
    REAL second = is_scaled ? v[i] : 0;
    const REAL step = c->rate * direction(&second, g[i], c, is_scaled);
    if (is_scaled) v[i] = second;
    const REAL decayed = c->decay * theta[i], old = psi[i];
    psi[i] = c->keep * old + c->feed * decayed;
    theta[i] =
        c->of_theta * decayed - c->of_first * (is_phase ? old : psi[i]) - step;
  }
}

INLINE void innaprop_momentum(REAL *restrict theta, REAL *restrict m,
                              REAL *restrict v, const REAL *restrict g,
                              size_t n, const numbers *c)
{
  for (size_t i = 0; i < n; i++) {
    const REAL r = direction(&v[i], g[i], c, true);
    m[i] = c->keep * m[i] + c->feed * r;
    theta[i] = c->decay * theta[i] - m[i] - c->rate * r;
  }
}

/* --- one block ------------------------------------------------------------ */

typedef struct {
  tame_opt_kind kind;
  bool is_scaled, is_phase;
} variant;

static void update(const variant *x, REAL *theta, REAL *first, REAL *second,
                   const REAL *g, size_t n, const numbers *c)
{
  const bool s = x->is_scaled;
  switch (x->kind) {
  case TAME_OPT_SGD:
    sgd(theta, first, g, n, c);
    break;
  case TAME_OPT_HEAVY_BALL:
    if (s)
      heavy_ball(theta, first, second, g, n, c, true);
    else
      heavy_ball(theta, first, second, g, n, c, false);
    break;
  case TAME_OPT_NESTEROV:
    if (s)
      nesterov(theta, first, second, g, n, c, true);
    else
      nesterov(theta, first, second, g, n, c, false);
    break;
  case TAME_OPT_RMSPROP:
    rmsprop(theta, second, g, n, c);
    break;
  case TAME_OPT_ADAMW:
    adamw(theta, first, second, g, n, c);
    break;
  case TAME_OPT_SCHEDULE_FREE:
    schedule_free(theta, first, second, g, n, c);
    break;
  case TAME_OPT_INNA:
    if (x->is_phase)
      inna(theta, first, second, g, n, c, false, true);
    else
      inna(theta, first, second, g, n, c, false, false);
    break;
  case TAME_OPT_INNAPROP:
    if (x->is_phase)
      inna(theta, first, second, g, n, c, true, true);
    else
      inna(theta, first, second, g, n, c, true, false);
    break;
  case TAME_OPT_INNAPROP_MOMENTUM:
    innaprop_momentum(theta, first, second, g, n, c);
    break;
  }
}

/* Without a branch, so that it is done several at a time; NaN is not <=. */
static bool is_finite(const REAL *x, size_t n)
{
  int bad = 0;
  for (size_t i = 0; i < n; i++) {
    const REAL size = x[i] < 0 ? -x[i] : x[i];
    bad |= !(size <= LARGEST);
  }
  return !bad;
}

/* --- the numbers of a step ------------------------------------------------ */

/* 1 - b^t without cancellation */
static double bias(double b, size_t t) { return -expm1((double)t * log(b)); }

static void inna_numbers(numbers *c, bool *is_phase, const tame_opt_options *o,
                         double rate)
{
  const double a = o->alpha, b = o->beta;
  *is_phase = fabs(b - rate) <= o->phase_below * b;
  c->keep = (REAL)(1.0 - rate / b);
  c->feed = (REAL)(rate * (1.0 / b - a));
  c->rate = (REAL)(rate * b);
  c->of_first = (REAL)(*is_phase ? rate / b : rate / (b - rate));
  c->of_theta = (REAL)(*is_phase ? 1.0 + rate * (1.0 / b - a)
                                 : 1.0 + rate * (1.0 - a * b) / (b - rate));
}

static void momentum_numbers(numbers *c, const tame_opt_options *o, double rate)
{
  const double keep = 1.0 - o->alpha * rate;
  c->keep = (REAL)keep;
  c->feed = (REAL)(rate * rate * (1.0 - o->alpha * o->beta) / keep);
  c->rate = (REAL)(rate * (o->beta - rate) / keep);
}

/* Step t = w->steps of size RATE, which may differ from the size asked for
 * (schedule-free); the weight decay of a group comes later. */
static numbers numbers_of(workspace *w, bool *is_phase, double *rate)
{
  const tame_opt_options *o = &w->o;
  numbers c = {.rate = (REAL)*rate,
               .s = (REAL)o->beta2,
               .s1 = (REAL)(1.0 - o->beta2),
               .fix = 1,
               .eps = (REAL)o->eps,
               .keep = (REAL)o->momentum};
  const double second = w->second ? bias(o->beta2, w->steps) : 1.0;
  if (!o->is_uncorrected) c.fix = (REAL)(1.0 / sqrt(second));
  if (o->kind == TAME_OPT_ADAMW) {
    c.keep = (REAL)o->beta1;
    c.feed = (REAL)(1.0 - o->beta1);
    c.rate = (REAL)(*rate / bias(o->beta1, w->steps));
    c.fix = (REAL)(1.0 / sqrt(second));
  } else if (o->kind == TAME_OPT_SCHEDULE_FREE) {
    *rate *= sqrt(second);
    w->largest_rate = fmax(w->largest_rate, *rate);
    const double weight = w->largest_rate * w->largest_rate;
    w->weight_sum += weight;
    const double mix = w->weight_sum > 0.0 ? weight / w->weight_sum : 0.0;
    c.of_first = (REAL)mix;
    c.feed = (REAL)(*rate * (o->beta1 * (1.0 - mix) - 1.0));
    c.rate = (REAL)*rate;
  } else if (o->kind == TAME_OPT_INNAPROP_MOMENTUM) {
    momentum_numbers(&c, o, *rate);
  } else if (tame_opt_is_inertial_newton(o->kind)) {
    inna_numbers(&c, is_phase, o, *rate);
  }
  return c;
}

static bool is_singular(const tame_opt_options *o, double rate)
{
  if (o->kind == TAME_OPT_INNAPROP_MOMENTUM) return o->alpha * rate == 1.0;
  return tame_opt_is_inertial_newton(o->kind) && rate == o->beta &&
         !(o->phase_below > 0.0);
}

/* --- the step ------------------------------------------------------------- */

/* What the tasks of a step share; task i has the coordinates from i SLICE on. */
enum { SLICE = 4 * BLOCK };
typedef struct {
  const workspace *w;
  variant x;
  numbers c; /* without the weight decay, which differs between groups */
  double rate;
  REAL *theta;
  const REAL *grad;
  atomic_bool is_bad; /* theta is no longer finite */
} pass;

/* Coordinates from AT to END, all of group J. */
static void update_run(pass *p, size_t j, size_t at, size_t end)
{
  const workspace *w = p->w;
  const double lambda = w->group[j].weight_decay;
  numbers c = p->c;
  c.lambda = (REAL)lambda;
  c.decay = (REAL)(1.0 - p->rate * lambda);
  for (size_t m; at < end; at += m) {
    m = end - at < BLOCK ? end - at : BLOCK;
    update(&p->x, p->theta + at, w->first ? w->first + at : NULL,
           w->second ? w->second + at : NULL, p->grad + at, m, &c);
    if (!is_finite(p->theta + at, m)) atomic_store(&p->is_bad, true);
  }
}

static void update_slice(size_t i, size_t thread, void *ctx)
{
  pass *p = ctx;
  const workspace *w = p->w;
  const size_t first = i * SLICE;
  const size_t last = w->n - first < SLICE ? w->n : first + SLICE;
  (void)thread;
  for (size_t j = 0, begin = 0; begin < last; begin += w->group[j++].n) {
    const size_t end = begin + w->group[j].n;
    if (end > first)
      update_run(p, j, begin > first ? begin : first, end < last ? end : last);
  }
}

tame_status TAME_TYPED(tame_opt_step)(workspace *w, REAL *theta,
                                      const REAL *grad, double rate)
{
  TAME_REQUIRE(w->group != NULL); /* initialised */
  if (!(rate >= 0.0 && rate <= 1e300) || is_singular(&w->o, rate))
    return TAME_EINVAL;
  pass p = {.w = w,
            .x = {.kind = w->o.kind, .is_scaled = w->second != NULL},
            .theta = theta,
            .grad = grad};
  w->steps++;
  p.c = numbers_of(w, &p.x.is_phase, &rate);
  p.rate = rate;
  atomic_init(&p.is_bad, false);
  tame_team_run(w->team, (w->n + SLICE - 1) / SLICE, update_slice, &p);
  return atomic_load(&p.is_bad) ? TAME_DIVERGED : TAME_OK;
}

/* --- clipping ------------------------------------------------------------- */

double TAME_TYPED(tame_clip_norm)(REAL *g, size_t n, double max_norm)
{
  enum { LANES = 8 }; /* sums side by side, always in this order */
  double sum[LANES] = {0}, total = 0.0;
  for (size_t i = 0; i < n / LANES * LANES; i += LANES)
    for (size_t k = 0; k < LANES; k++)
      sum[k] += (double)g[i + k] * (double)g[i + k];
  for (size_t i = n / LANES * LANES; i < n; i++)
    sum[i % LANES] += (double)g[i] * (double)g[i];
  for (size_t k = 0; k < LANES; k++) total += sum[k];
  const double norm = sqrt(total);
  if (isfinite(norm) && norm > max_norm) {
    const REAL factor = (REAL)(max_norm / norm);
    for (size_t i = 0; i < n; i++) g[i] *= factor;
  }
  return norm;
}
