/* SPDX-License-Identifier: MIT */
/* State of an optimiser in a result file.  Numbers are stored as doubles, which
 * hold floats exactly. */

static void join_path(char path[256], const char *group, const char *name)
{
  const int length = snprintf(path, 256, "%s/%s", group, name);
  TAME_REQUIRE(length > 0 && length < 256);
}

typedef struct {
  const char *name;
  double value;
} setting;

enum { N_SETTINGS = 11, N_FIXED = 7 };

/* What a checkpoint says of its optimiser: the first N_FIXED must agree. */
static void settings_of(setting *x, const workspace *w)
{
  const tame_opt_options *o = &w->o;
  const setting all[N_SETTINGS] = {
      {"momentum", o->momentum},
      {"beta1", o->beta1},
      {"beta2", o->beta2},
      {"eps", o->eps},
      {"phase_below", fmin(o->phase_below, 1e300)},
      {"is_scaled", (double)o->is_scaled},
      {"is_uncorrected", (double)o->is_uncorrected},
      {"alpha", o->alpha},
      {"beta", o->beta},
      {"largest_rate", w->largest_rate},
      {"weight_sum", w->weight_sum}};
  memcpy(x, all, sizeof all);
}

static void save_vector(tame_h5 *f, const char *group, const char *name,
                        const REAL *x, const char *meaning, size_t n)
{
  char path[256];
  double *copy = tame_vec(n);
  for (size_t i = 0; i < n; i++) copy[i] = (double)x[i];
  join_path(path, group, name);
  tame_h5_write(f, path, "parameter", copy, meaning, "1");
  free(copy);
}

void TAME_TYPED(tame_opt_save)(tame_h5 *f, const char *group,
                               const workspace *w)
{
  char path[256];
  setting x[N_SETTINGS];
  tame_h5_group(f, group, "State of an optimiser");
  tame_h5_attr(f, group, "kind", tame_opt_word(w->o.kind));
  tame_h5_attr_integer(f, group, "n", (long)w->n);
  tame_h5_attr_integer(f, group, "steps", (long)w->steps);
  settings_of(x, w);
  for (size_t i = 0; i < N_SETTINGS; i++)
    tame_h5_attr_number(f, group, x[i].name, x[i].value);
  join_path(path, group, "parameter");
  tame_h5_index(f, path, w->n, "number of the parameter");
  if (w->first)
    save_vector(f, group, tame_opt_first_state(w->o.kind), w->first,
                "first-order state", w->n);
  if (w->second)
    save_vector(f, group, "second_moment", w->second,
                "running mean v of squared gradients", w->n);
}

/* --- reading -------------------------------------------------------------- */

static tame_status check_kind(const workspace *w, const tame_h5 *f,
                              const char *group, tame_error *err)
{
  char *kind;
  double n = 0.0;
  TAME_TRY(tame_h5_read_attr(&kind, f, group, "kind", err));
  tame_status s = TAME_OK;
  if (strcmp(kind, tame_opt_word(w->o.kind)) != 0)
    s = tame_fail(err, TAME_EFORMAT, "%s: %s: state of %s, not of %s",
                  tame_h5_path(f), group, kind, tame_opt_word(w->o.kind));
  free(kind);
  TAME_TRY(s);
  TAME_TRY(tame_h5_read_attr_number(&n, f, group, "n", err));
  if (n != (double)w->n)
    return tame_fail(err, TAME_EFORMAT, "%s: %s: %.9g parameters, not %zu",
                     tame_h5_path(f), group, n, w->n);
  return TAME_OK;
}

static tame_status read_settings(setting *x, const workspace *w,
                                 const tame_h5 *f, const char *group,
                                 tame_error *err)
{
  settings_of(x, w);
  for (size_t i = 0; i < N_SETTINGS; i++) {
    double value;
    TAME_TRY(tame_h5_read_attr_number(&value, f, group, x[i].name, err));
    if (i < N_FIXED && value != x[i].value)
      return tame_fail(err, TAME_EFORMAT, "%s: %s: %s was %g, is %g",
                       tame_h5_path(f), group, x[i].name, value, x[i].value);
    x[i].value = value;
  }
  return TAME_OK;
}

/* *x <- vector NAME, of the right length; released with free() */
static tame_status read_vector(double **x, const tame_h5 *f, const char *group,
                               const char *name, size_t n, tame_error *err)
{
  char path[256];
  tame_h5_shape shape;
  join_path(path, group, name);
  const tame_status s = tame_h5_read(x, &shape, f, path, err);
  if (s < 0 || shape.count == n) return s;
  free(*x);
  *x = NULL;
  return tame_fail(err, TAME_EFORMAT, "%s: %s: %zu numbers, not %zu",
                   tame_h5_path(f), path, shape.count, n);
}

static void take_vector(REAL *to, double *x, size_t n)
{
  for (size_t i = 0; to && i < n; i++) to[i] = (REAL)x[i];
  free(x);
}

tame_status TAME_TYPED(tame_opt_load)(workspace *w, const tame_h5 *f,
                                      const char *group, tame_error *err)
{
  setting x[N_SETTINGS];
  double *first = NULL, *second = NULL, steps = 0.0;
  if (!tame_h5_exists(f, group))
    return tame_fail(err, TAME_EMISSING, "%s: no group %s", tame_h5_path(f),
                     group);
  TAME_TRY(check_kind(w, f, group, err));
  TAME_TRY(read_settings(x, w, f, group, err));
  TAME_TRY(tame_h5_read_attr_number(&steps, f, group, "steps", err));
  if (!(steps >= 0.0 && steps < 0x1p53) || steps != floor(steps))
    return tame_fail(err, TAME_EFORMAT, "%s: %s: steps is %g", tame_h5_path(f),
                     group, steps);
  tame_status s = TAME_OK;
  if (w->first)
    s = read_vector(&first, f, group, tame_opt_first_state(w->o.kind), w->n,
                    err);
  if (s >= 0 && w->second)
    s = read_vector(&second, f, group, "second_moment", w->n, err);
  if (s < 0) {
    free(first);
    free(second);
    return s;
  }
  w->steps = (size_t)steps;
  w->o.alpha = x[N_FIXED].value;
  w->o.beta = x[N_FIXED + 1].value;
  w->largest_rate = x[N_FIXED + 2].value;
  w->weight_sum = x[N_FIXED + 3].value;
  take_vector(w->first, first, w->n);
  take_vector(w->second, second, w->n);
  return TAME_OK;
}
