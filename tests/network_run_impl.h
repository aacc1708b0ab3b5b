/* SPDX-License-Identifier: MIT */
/* A net on the images, for float and for double: included twice by
 * check_networks.c. */

static double *TAME_TYPED(widen)(const REAL *x, size_t n)
{
  double *y = tame_vec(n);
  for (size_t i = 0; i < n; i++) y[i] = (double)x[i];
  return y;
}

static double TAME_TYPED(pass)(TAME_TYPED(tame_nn) * nn, const REAL *x,
                               size_t batch, bool has_backward)
{
  const REAL *z = TAME_TYPED(tame_nn_forward)(nn, x, batch, true);
  REAL *dz = has_backward ? TAME_TYPED(tame_nn_output_gradient)(nn) : NULL;
  const double loss =
      TAME_TYPED(tame_cross_entropy)(dz, NULL, z, LABEL, CLASSES, batch, 0.1);
  if (has_backward) TAME_TYPED(tame_nn_backward)(nn);
  return loss;
}

/* steps of AdamW, the first from the gradient that is there; the loss after */
static double TAME_TYPED(train)(TAME_TYPED(tame_nn) * nn, const REAL *x,
                                size_t batch, size_t n, int steps)
{
  REAL *theta = TAME_TYPED(tame_nn_parameters)(nn);
  tame_opt_options o = tame_opt_defaults(TAME_OPT_ADAMW);
  o.weight_decay = 0.01;
  TAME_TYPED(tame_opt) *opt =
      TAME_TYPED(tame_opt_alloc)(n, tame_opt_vectors(&o));
  TAME_TYPED(tame_opt_init)(opt, &o, NULL, 0, theta);
  for (int k = 0; k < steps; k++) {
    if (k > 0) TAME_TYPED(pass)(nn, x, batch, true);
    ck_assert_int_eq(TAME_TYPED(tame_opt_step)(
                         opt, theta, TAME_TYPED(tame_nn_gradient)(nn), 1e-3),
                     TAME_OK);
  }
  TAME_TYPED(tame_opt_free)(opt);
  return TAME_TYPED(pass)(nn, x, batch, false);
}

static result TAME_TYPED(run_net)(const sample *s, int steps)
{
  const size_t nodes = tame_net_n_nodes(s->net);
  const size_t n_output = CLASSES * s->batch;
  result r = {.loss_after = (double)NAN};
  const tame_nn_options o = {.batch = s->batch, .has_input_gradient = true};
  TAME_TYPED(tame_nn) *nn = TAME_TYPED(tame_nn_alloc)(s->net, &o);
  REAL *w = TAME_TYPED(tame_nn_parameters)(nn);
  REAL *x = tame_calloc(s->n_x, sizeof *x);
  gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
  TAME_TYPED(tame_nn_init)(nn, rng); /* for the running statistics */
  gsl_rng_free(rng);
  for (size_t i = 0; i < s->n; i++) w[i] = (REAL)s->theta[i];
  for (size_t i = 0; i < s->n_x; i++) x[i] = (REAL)s->x[i];
  r.loss = TAME_TYPED(pass)(nn, x, s->batch, true);
  r.output =
      TAME_TYPED(widen)(TAME_TYPED(tame_nn_value)(nn, nodes - 1), n_output);
  r.state = TAME_TYPED(widen)(TAME_TYPED(tame_nn_state)(nn), s->n_state);
  r.gradient = TAME_TYPED(widen)(TAME_TYPED(tame_nn_gradient)(nn), s->n);
  r.input_gradient =
      TAME_TYPED(widen)(TAME_TYPED(tame_nn_input_gradient)(nn), s->n_x);
  r.evaluation = TAME_TYPED(widen)(
      TAME_TYPED(tame_nn_forward)(nn, x, s->batch, false), n_output);
  if (steps) r.loss_after = TAME_TYPED(train)(nn, x, s->batch, s->n, steps);
  TAME_TYPED(tame_nn_free)(nn);
  free(x);
  return r;
}
