/* SPDX-License-Identifier: MIT */
/* Gates over features: slices, softmax over the channels, products, affine
 * maps. */

/* --- slices --------------------------------------------------------------- */

static void slice_forward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p);
  (void)thread;
  memcpy(p->y + c * row, p->x[0] + (p->node->first + c) * row,
         row * sizeof *p->y);
}

/* C is a channel of what is read */
static void slice_backward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p), first = p->node->first;
  const bool is_inside = c >= first && c < first + p->node->c;
  REAL *dx = p->dx[0] + c * row;
  (void)thread;
  if (!p->plan->adds[0]) memset(dx, 0, row * sizeof *dx);
  if (!is_inside) return;
  const REAL *dy = p->dy + (c - first) * row;
  for (size_t i = 0; i < row; i++) dx[i] += dy[i];
}

/* --- softmax over the channels -------------------------------------------- */

/* places (of the batch and the image) of one task */
enum { PLACES = 64 };

static void by_places(pass *p, tame_task *task)
{
  tame_team_run(p->nn->o.team, (row_of(p) + PLACES - 1) / PLACES, task, p);
}

static size_t places_at(const pass *p, size_t task)
{
  const size_t left = row_of(p) - task * PLACES;
  return left < PLACES ? left : PLACES;
}

/* y_c = e^{x_c - top} / sum_k e^{x_k - top}, top = max_k x_k */
static void softmax_forward(size_t task, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p), n = places_at(p, task);
  const REAL *x = p->x[0] + task * PLACES;
  REAL *y = p->y + task * PLACES, top[PLACES], total[PLACES] = {0};
  (void)thread;
  memcpy(top, x, n * sizeof *top);
  for (size_t c = 1; c < p->node->c; c++)
    for (size_t i = 0; i < n; i++)
      if (!(x[c * row + i] <= top[i])) top[i] = x[c * row + i];
  for (size_t c = 0; c < p->node->c; c++)
    for (size_t i = 0; i < n; i++) {
      y[c * row + i] = EXP(x[c * row + i] - top[i]);
      total[i] += y[c * row + i];
    }
  for (size_t c = 0; c < p->node->c; c++)
    for (size_t i = 0; i < n; i++) y[c * row + i] /= total[i];
}

/* dx_c = y_c (dy_c - sum_k y_k dy_k) */
static void softmax_backward(size_t task, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p), n = places_at(p, task);
  const REAL *y = p->y + task * PLACES, *dy = p->dy + task * PLACES;
  REAL *dx = p->dx[0] + task * PLACES, mean[PLACES] = {0};
  (void)thread;
  for (size_t c = 0; c < p->node->c; c++)
    for (size_t i = 0; i < n; i++) mean[i] += y[c * row + i] * dy[c * row + i];
  for (size_t c = 0; c < p->node->c; c++)
    for (size_t i = 0; i < n; i++) {
      const size_t at = c * row + i;
      const REAL d = y[at] * (dy[at] - mean[i]);
      dx[at] = p->plan->adds[0] ? dx[at] + d : d;
    }
}

/* --- products and affine maps --------------------------------------------- */

static void product_forward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p);
  const REAL *a = p->x[0] + c * row, *b = p->x[1] + c * row;
  REAL *y = p->y + c * row;
  (void)thread;
  for (size_t i = 0; i < row; i++) y[i] = a[i] * b[i];
}

static void product_backward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p);
  const REAL *dy = p->dy + c * row;
  (void)thread;
  for (int j = 0; j < 2; j++) {
    if (!p->dx[j]) continue;
    const REAL *other = p->x[1 - j] + c * row;
    REAL *dx = p->dx[j] + c * row;
    for (size_t i = 0; i < row; i++) {
      const REAL d = dy[i] * other[i];
      dx[i] = p->plan->adds[j] ? dx[i] + d : d;
    }
  }
}

static void affine_forward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p);
  const REAL factor = (REAL)p->node->factor, shift = (REAL)p->node->shift;
  const REAL *x = p->x[0] + c * row;
  REAL *y = p->y + c * row;
  (void)thread;
  for (size_t i = 0; i < row; i++) y[i] = factor * x[i] + shift;
}

static void affine_backward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p);
  const REAL factor = (REAL)p->node->factor, *dy = p->dy + c * row;
  REAL *dx = p->dx[0] + c * row;
  (void)thread;
  for (size_t i = 0; i < row; i++)
    dx[i] = p->plan->adds[0] ? dx[i] + factor * dy[i] : factor * dy[i];
}
