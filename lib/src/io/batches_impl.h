/* SPDX-License-Identifier: MIT */
/* The pipeline of tame/batches.h.  Batch number k = epoch * per_epoch + place
 * is made from nothing but k; with a thread it lies in slot k % 2. */

typedef TAME_TYPED(tame_batch) batch;
typedef TAME_TYPED(tame_batches) pipeline;

enum { BORDER = 256, TABLE = 257 }; /* last entry: a zero around the image */
enum { AHEAD = 2, LINE = 64 };      /* images, bytes of a cache line */

struct TAME_TYPED(tame_batches) {
  const tame_selection *s;
  tame_batch_options o;
  tame_tone *tone;
  uint32_t seed;
  size_t per_epoch;
  REAL *table; /* [n_tones + 1][c][TABLE]: numbers of the pixels */

  /* of whoever makes batches */
  batch slot[2];
  gsl_rng *rng;
  tame_shot *shot; /* [n], of the epoch `drawn` */
  size_t drawn;

  /* of the user */
  size_t next;     /* batch that next() gives */
  bool is_end_due; /* before it, the end of an epoch is told */

  bool is_threaded;
  pthread_t thread;
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  size_t made;  /* batches before this one are there */
  size_t limit; /* batches before this one may be made */
  bool is_stopping;
};

/* --- making a batch ------------------------------------------------------- */

/* to [w] <- the pixels FROM [n], of which the first comes to column LEFT, with
 * zeros around; backwards when IS_FLIPPED. */
static void fill_row(REAL *restrict to, size_t w, const uint8_t *restrict from,
                     size_t n, ptrdiff_t left, bool is_flipped,
                     const REAL *restrict table)
{
  const ptrdiff_t width = (ptrdiff_t)w, end = left + (ptrdiff_t)n;
  const ptrdiff_t x1 = end < 0 ? 0 : end < width ? end : width;
  const ptrdiff_t x0 = left < 0 ? 0 : left < x1 ? left : x1;
  const ptrdiff_t step = is_flipped ? -1 : 1;
  REAL *at = is_flipped ? to + width - 1 : to;
  for (ptrdiff_t x = 0; x < x0; x++, at += step) *at = table[BORDER];
  if (!is_flipped) {
    for (ptrdiff_t x = x0; x < x1; x++) to[x] = table[from[x - left]];
    at = to + x1;
  } else {
    for (ptrdiff_t x = x0; x < x1; x++, at--) *at = table[from[x - left]];
  }
  for (ptrdiff_t x = x1; x < width; x++, at += step) *at = table[BORDER];
}

/* Channel FROM [h][w] of an image, to [b->h][b->w] */
static void fill_channel(REAL *restrict to, const batch *b,
                         const uint8_t *restrict from, const pipeline *w,
                         const tame_shot *shot, const REAL *restrict table)
{
  const size_t h = w->s->images->h, width = w->s->images->w;
  const size_t border = w->o.frame + w->o.crop;
  const ptrdiff_t top = (ptrdiff_t)border - (ptrdiff_t)shot->down;
  const ptrdiff_t left = (ptrdiff_t)border - (ptrdiff_t)shot->right;
  if (border == 0 && !shot->is_flipped) {
    for (size_t k = 0; k < h * width; k++) to[k] = table[from[k]];
    return;
  }
  for (size_t y = 0; y < b->h; y++) {
    const ptrdiff_t row = (ptrdiff_t)y - top;
    const bool is_inside = row >= 0 && row < (ptrdiff_t)h;
    fill_row(to + y * b->w, b->w, is_inside ? from + (size_t)row * width : from,
             is_inside ? width : 0, left, shot->is_flipped, table);
  }
}

/* Have the pixels of image INDEX fetched from memory. */
static void announce(const pipeline *w, size_t index)
{
  const tame_images *x = w->s->images;
  const size_t size = x->c * x->h * x->w;
  for (size_t k = 0; k < size; k += LINE)
    __builtin_prefetch(x->pixel + index * size + k);
}

static void make_batch(pipeline *w, batch *b, size_t k)
{
  const tame_selection *s = w->s;
  const size_t area = s->images->h * s->images->w, n_tones = w->o.n_tones;
  b->epoch = k / w->per_epoch;
  b->number = k % w->per_epoch;
  const size_t first = b->number * w->o.batch;
  b->n = s->n - first < w->o.batch ? s->n - first : w->o.batch;
  if (b->epoch != w->drawn) {
    tame_epoch_draw(w->shot, s->n, &w->o, w->seed, b->epoch, w->rng);
    w->drawn = b->epoch;
  }
  for (size_t i = 0; i < b->n; i++) {
    const tame_shot *shot = &w->shot[first + i];
    const size_t p = shot->position;
    if (i + AHEAD < b->n) announce(w, s->index[shot[AHEAD].position]);
    const size_t g =
        (size_t)s->group[p] < n_tones ? (size_t)s->group[p] : n_tones;
    b->position[i] = p;
    b->label[i] = s->label[p];
    b->group[i] = s->group[p];
    for (size_t c = 0; c < b->c; c++)
      fill_channel(b->x + (c * b->n + i) * b->h * b->w, b,
                   s->images->pixel + (s->index[p] * b->c + c) * area, w, shot,
                   w->table + (g * b->c + c) * TABLE);
  }
}

/* --- the second thread ---------------------------------------------------- */

static void *make_batches(void *ctx)
{
  pipeline *w = ctx;
  pthread_mutex_lock(&w->mutex);
  for (;;) {
    while (w->made == w->limit && !w->is_stopping)
      pthread_cond_wait(&w->changed, &w->mutex);
    if (w->is_stopping) break;
    const size_t k = w->made;
    pthread_mutex_unlock(&w->mutex);
    make_batch(w, &w->slot[k % 2], k);
    pthread_mutex_lock(&w->mutex);
    w->made = k + 1;
    pthread_cond_signal(&w->changed);
  }
  pthread_mutex_unlock(&w->mutex);
  return NULL;
}

/* Go on from batch w->next; without a thread when none is to be had. */
static void start(pipeline *w)
{
  w->made = w->next;
  w->limit = w->next + 1;
  w->is_stopping = false;
  w->is_threaded =
      w->o.has_thread && pthread_create(&w->thread, NULL, make_batches, w) == 0;
}

static void stop(pipeline *w)
{
  if (!w->is_threaded) return;
  pthread_mutex_lock(&w->mutex);
  w->is_stopping = true;
  pthread_cond_signal(&w->changed);
  pthread_mutex_unlock(&w->mutex);
  pthread_join(w->thread, NULL);
  w->is_threaded = false;
}

/* Batch K, which is there when this returns; the one before is given up. */
static const batch *obtain(pipeline *w, size_t k)
{
  batch *b = &w->slot[w->is_threaded ? k % 2 : 0];
  if (!w->is_threaded) {
    make_batch(w, b, k);
    return b;
  }
  pthread_mutex_lock(&w->mutex);
  w->limit = k + 2;
  pthread_cond_signal(&w->changed);
  while (w->made <= k) pthread_cond_wait(&w->changed, &w->mutex);
  pthread_mutex_unlock(&w->mutex);
  return b;
}

/* --- life cycle ----------------------------------------------------------- */

static void make_table(pipeline *w)
{
  static const tame_tone AS_IT_IS = {0.0, 1.0};
  const size_t c = w->s->images->c, n = w->o.n_tones + 1;
  w->table = tame_calloc(n * c * TABLE, sizeof *w->table);
  for (size_t k = 0; k < n * c; k++) {
    const size_t g = k / c;
    const tame_tone *tone = g < w->o.n_tones ? &w->tone[g] : &AS_IT_IS;
    REAL *table = w->table + k * TABLE;
    for (int value = 0; value < BORDER; value++)
      table[value] = (REAL)tame_epoch_scale(value, k % c, tone, &w->o);
    table[BORDER] = (REAL)tame_epoch_scale(0, k % c, &AS_IT_IS, &w->o);
  }
}

static void make_slot(batch *b, const pipeline *w)
{
  const tame_images *x = w->s->images;
  const size_t n = w->o.batch < w->s->n ? w->o.batch : w->s->n;
  b->c = x->c;
  b->h = x->h + 2 * w->o.frame;
  b->w = x->w + 2 * w->o.frame;
  b->x = tame_calloc(n * b->c * b->h * b->w, sizeof *b->x);
  b->label = tame_calloc(n, sizeof *b->label);
  b->group = tame_calloc(n, sizeof *b->group);
  b->position = tame_calloc(n, sizeof *b->position);
}

tame_status TAME_TYPED(tame_batches_open)(pipeline **out,
                                          const tame_selection *s,
                                          const tame_batch_options *o,
                                          uint32_t seed, tame_error *err)
{
  *out = NULL;
  TAME_TRY(tame_epoch_check(s, o, err));
  pipeline *w = tame_calloc(1, sizeof *w);
  w->s = s;
  w->o = *o;
  w->seed = seed;
  w->tone = tame_calloc(o->n_tones, sizeof *w->tone);
  for (size_t g = 0; g < o->n_tones; g++) w->tone[g] = o->tone[g];
  w->o.tone = w->tone;
  w->per_epoch = (s->n - 1) / o->batch + 1;
  w->drawn = SIZE_MAX;
  w->shot = tame_calloc(s->n, sizeof *w->shot);
  w->rng = gsl_rng_alloc(gsl_rng_mt19937);
  make_table(w);
  make_slot(&w->slot[0], w);
  if (o->has_thread) make_slot(&w->slot[1], w);
  TAME_REQUIRE(pthread_mutex_init(&w->mutex, NULL) == 0);
  TAME_REQUIRE(pthread_cond_init(&w->changed, NULL) == 0);
  start(w);
  *out = w;
  return TAME_OK;
}

void TAME_TYPED(tame_batches_close)(pipeline *w)
{
  if (!w) return;
  stop(w);
  pthread_cond_destroy(&w->changed);
  pthread_mutex_destroy(&w->mutex);
  for (size_t k = 0; k < 2; k++) {
    free(w->slot[k].x);
    free(w->slot[k].label);
    free(w->slot[k].group);
    free(w->slot[k].position);
  }
  gsl_rng_free(w->rng);
  free(w->shot);
  free(w->table);
  free(w->tone);
  free(w);
}

const batch *TAME_TYPED(tame_batches_next)(pipeline *w)
{
  if (w->is_end_due) {
    w->is_end_due = false;
    return NULL;
  }
  const batch *b = obtain(w, w->next++);
  w->is_end_due = w->next % w->per_epoch == 0;
  return b;
}

size_t TAME_TYPED(tame_batches_per_epoch)(const pipeline *w)
{
  return w->per_epoch;
}

size_t TAME_TYPED(tame_batches_epoch)(const pipeline *w)
{
  return w->next / w->per_epoch - (size_t)w->is_end_due;
}

static void go_to(pipeline *w, size_t epoch, size_t position)
{
  stop(w);
  w->next = epoch * w->per_epoch + position;
  w->is_end_due = position == w->per_epoch;
  start(w);
}

void TAME_TYPED(tame_batches_rewind)(pipeline *w, size_t epoch)
{
  go_to(w, epoch, 0);
}

void TAME_TYPED(tame_batches_save)(tame_h5 *f, const char *group,
                                   const pipeline *w)
{
  const size_t epoch = TAME_TYPED(tame_batches_epoch)(w);
  const tame_epoch_place place = {epoch, w->next - epoch * w->per_epoch,
                                  w->per_epoch};
  tame_epoch_save(f, group, &place, w->s, &w->o, w->seed);
}

tame_status TAME_TYPED(tame_batches_load)(pipeline *w, const tame_h5 *f,
                                          const char *group, tame_error *err)
{
  tame_epoch_place place = {.per_epoch = w->per_epoch};
  TAME_TRY(tame_epoch_load(&place, w->s, &w->o, w->seed, f, group, err));
  go_to(w, place.epoch, place.position);
  return TAME_OK;
}
