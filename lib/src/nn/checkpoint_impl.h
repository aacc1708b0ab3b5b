/* SPDX-License-Identifier: MIT */
/* A net in a result file.  Numbers are stored as doubles, which hold floats
 * exactly; the 64-bit words of dropout in halves, which they hold as well. */

static void save_array(tame_h5 *f, const char *group, const char *name,
                       const REAL *x, size_t n, const char *meaning)
{
  char path[256], axis[256], axis_name[64];
  double *copy = tame_vec(n);
  for (size_t i = 0; i < n; i++) copy[i] = (double)x[i];
  snprintf(axis_name, sizeof axis_name, "%s_number", name);
  snprintf(axis, sizeof axis, "%s/%s", group, axis_name);
  snprintf(path, sizeof path, "%s/%s", group, name);
  tame_h5_index(f, axis, n, "number in the array");
  tame_h5_write(f, path, axis_name, copy, meaning, "1");
  free(copy);
}

void TAME_TYPED(tame_nn_save)(tame_h5 *f, const char *group, nn_t *nn)
{
  TAME_REQUIRE(strlen(group) < 128);
  tame_h5_group(f, group, "State of a neural network");
  tame_h5_attr_number(f, group, "net", (double)fingerprint(nn->net));
  tame_h5_attr_integer(f, group, "n_parameters", (long)nn->net->n_parameters);
  tame_h5_attr_number(f, group, "dropout_seed_high",
                      (double)(nn->dropout_seed >> 32));
  tame_h5_attr_number(f, group, "dropout_seed_low",
                      (double)(nn->dropout_seed & 0xffffffffu));
  tame_h5_attr_number(f, group, "dropout_pass", (double)nn->dropout_pass);
  save_array(f, group, "parameters", nn->theta, nn->net->n_parameters,
             "parameters, node after node");
  if (nn->net->n_frozen)
    save_array(f, group, "frozen", nn->frozen, nn->net->n_frozen,
               "parameters that are not trained, node after node");
  if (nn->net->n_state)
    save_array(f, group, "statistics", nn->state, nn->net->n_state,
               "running mean and variance of each batch normalisation");
}

/* no double that a float was stored as has more digits than it */
static bool is_exact(double x)
{
  return isnan(x) || isinf(x) || (fabs(x) <= REAL_MAX && (double)(REAL)x == x);
}

static tame_status load_array(double **x, const tame_h5 *f, const char *group,
                              const char *name, size_t n, tame_error *err)
{
  char path[256];
  tame_h5_shape shape;
  *x = NULL;
  if (n == 0) return TAME_OK;
  snprintf(path, sizeof path, "%s/%s", group, name);
  TAME_TRY(tame_h5_read(x, &shape, f, path, err));
  tame_status s = TAME_OK;
  if (shape.count != n)
    s = tame_fail(err, TAME_EFORMAT, "%s: %s: %zu numbers, not %zu",
                  tame_h5_path(f), path, shape.count, n);
  for (size_t i = 0; s >= 0 && i < n; i++)
    if (!is_exact((*x)[i]))
      s = tame_fail(err, TAME_EFORMAT,
                    "%s: %s: number %zu, %.17g, loses digits in %zu bytes",
                    tame_h5_path(f), path, i, (*x)[i], sizeof(REAL));
  if (s >= 0) return s;
  free(*x);
  *x = NULL;
  return s;
}

static tame_status load_attributes(double a[5], const nn_t *nn,
                                   const tame_h5 *f, const char *group,
                                   tame_error *err)
{
  static const char *const NAMES[] = {"net", "n_parameters",
                                      "dropout_seed_high", "dropout_seed_low",
                                      "dropout_pass"};
  for (size_t i = 0; i < 5; i++)
    TAME_TRY(tame_h5_read_attr_number(&a[i], f, group, NAMES[i], err));
  if (a[1] != (double)nn->net->n_parameters ||
      a[0] != (double)fingerprint(nn->net))
    return tame_fail(err, TAME_EFORMAT,
                     "%s: %s: another network, of %.9g parameters; this one "
                     "has %zu",
                     tame_h5_path(f), group, a[1], nn->net->n_parameters);
  for (size_t i = 2; i < 5; i++)
    if (!(a[i] >= 0.0 && a[i] < (i < 4 ? 0x1p32 : 0x1p53)) ||
        a[i] != floor(a[i]))
      return tame_fail(err, TAME_EFORMAT, "%s: %s: %s is %g", tame_h5_path(f),
                       group, NAMES[i], a[i]);
  return TAME_OK;
}

tame_status TAME_TYPED(tame_nn_load)(nn_t *nn, const tame_h5 *f,
                                     const char *group, tame_error *err)
{
  double a[5], *theta, *frozen = NULL, *state = NULL;
  TAME_REQUIRE(strlen(group) < 128);
  if (!tame_h5_exists(f, group))
    return tame_fail(err, TAME_EMISSING, "%s: no group %s", tame_h5_path(f),
                     group);
  TAME_TRY(load_attributes(a, nn, f, group, err));
  TAME_TRY(
      load_array(&theta, f, group, "parameters", nn->net->n_parameters, err));
  tame_status s =
      load_array(&frozen, f, group, "frozen", nn->net->n_frozen, err);
  if (s >= 0)
    s = load_array(&state, f, group, "statistics", nn->net->n_state, err);
  for (size_t i = 0; s >= 0 && i < nn->net->n_parameters; i++)
    nn->theta[i] = (REAL)theta[i];
  for (size_t i = 0; s >= 0 && i < nn->net->n_state; i++)
    nn->state[i] = (REAL)state[i];
  for (size_t i = 0; s >= 0 && i < nn->net->n_frozen; i++)
    nn->frozen[i] = (REAL)frozen[i];
  free(theta);
  free(frozen);
  free(state);
  if (s < 0) return s;
  nn->dropout_seed = (uint64_t)a[2] << 32 | (uint64_t)a[3];
  nn->dropout_pass = (uint64_t)a[4];
  return TAME_OK;
}
