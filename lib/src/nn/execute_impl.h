/* SPDX-License-Identifier: MIT */
/* Initialisation, forward and backward passes. */

static void draw(REAL *w, size_t n, double bound, gsl_rng *rng)
{
  for (size_t i = 0; i < n; i++)
    w[i] = (REAL)(bound * (2.0 * gsl_rng_uniform(rng) - 1.0));
}

static void draw_normal(REAL *w, size_t n, double sd, gsl_rng *rng)
{
  for (size_t i = 0; i < n; i++)
    w[i] = (REAL)(sd * gsl_ran_gaussian_ziggurat(rng, 1.0));
}

static void init_conv(nn_t *nn, const tame_node *x, gsl_rng *rng)
{
  REAL *w = parameters_of(nn, x);
  const size_t fan_in = unfolded_rows(nn->net, x), n = x->c * fan_in;
  const double fan_out =
      (double)(x->c * x->kernel_h * x->kernel_w) / (double)x->groups;
  memset(w, 0, x->n_parameters * sizeof *w);
  switch (x->init) {
  case TAME_INIT_FAN_IN:
    draw(w, x->n_parameters, 1.0 / sqrt((double)fan_in), rng);
    return;
  case TAME_INIT_HE_OUT:
    draw_normal(w, n, sqrt(2.0 / fan_out), rng);
    return;
  case TAME_INIT_HE_IN:
    draw_normal(w, n, sqrt(2.0 / (double)fan_in), rng);
    return;
  case TAME_INIT_HE_UNIFORM:
    draw(w, n, sqrt(6.0 / (double)fan_in), rng);
    return;
  case TAME_INIT_NORMAL:
    draw_normal(w, n, x->sd, rng);
    return;
  case TAME_INIT_ZERO:
    return;
  }
}

void TAME_TYPED(tame_nn_init_node)(nn_t *nn, size_t i, gsl_rng *rng)
{
  TAME_REQUIRE(i < nn->net->n);
  const tame_node *x = &nn->net->node[i];
  if (x->op == TAME_NODE_CONV) init_conv(nn, x, rng);
  if (x->op == TAME_NODE_EMBEDDING || x->op == TAME_NODE_POSITION)
    draw_normal(parameters_of(nn, x), x->n_parameters, x->sd, rng);
  if (x->op == TAME_NODE_LAYER_NORM)
    for (size_t c = 0; c < x->n_parameters; c++)
      parameters_of(nn, x)[c] = c < x->c ? 1 : 0;
  if (x->op != TAME_NODE_BATCH_NORM) return;
  for (size_t c = 0; c < x->c; c++) {
    nn->theta[x->parameter + c] = 1;
    nn->theta[x->parameter + x->c + c] = 0;
    nn->state[x->state + c] = 0;
    nn->state[x->state + x->c + c] = 1;
  }
}

void TAME_TYPED(tame_nn_init)(nn_t *nn, gsl_rng *rng)
{
  for (size_t i = 0; i < nn->net->n; i++)
    TAME_TYPED(tame_nn_init_node)(nn, i, rng);
  nn->dropout_seed = (uint64_t)gsl_rng_get(rng) << 32;
  nn->dropout_seed |= gsl_rng_get(rng);
  nn->dropout_pass = 0;
}

static const REAL *forward(nn_t *nn, const REAL *x, size_t batch,
                           bool is_training)
{
  TAME_REQUIRE(batch >= 1 && batch <= nn->o.batch);
  nn->x = x;
  nn->batch = batch;
  nn->is_training = is_training;
  if (is_training) nn->dropout_pass++;
  for (size_t i = 1; i < nn->net->n; i++) {
    pass p = pass_of(nn, i);
    TAME_REQUIRE(!is_training || p.node->op != TAME_NODE_BATCH_NORM ||
                 row_of(&p) > 1);
    if (p.plan->is_fused) continue;
    if (nn->o.is_reference)
      reference_forward(&p);
    else
      node_forward(&p);
  }
  return value_of(nn, nn->net->n - 1);
}

const REAL *TAME_TYPED(tame_nn_forward)(nn_t *nn, const REAL *x, size_t batch,
                                        bool is_training)
{
  TAME_REQUIRE(!is_of_tokens(nn->net));
  return forward(nn, x, batch, is_training);
}

REAL *TAME_TYPED(tame_nn_output_gradient)(nn_t *nn)
{
  return gradient_of(nn, nn->net->n - 1);
}

/* buffers of gradients that are in use from step I on and begin with 0 */
static void clear_gradients(nn_t *nn, size_t i)
{
  for (size_t b = 0; b < nn->net->n; b++) {
    const tame_buffer *x = &nn->plan->gradient[b];
    if (!x->is_cleared || x->end != i) continue;
    memset(nn->gradients + x->start * nn->o.batch, 0,
           x->size * nn->batch * sizeof(REAL));
  }
}

void TAME_TYPED(tame_nn_backward)(nn_t *nn)
{
  TAME_REQUIRE(nn->is_training);
  for (size_t i = nn->net->n - 1; i > 0; i--) {
    pass p = pass_of(nn, i);
    clear_gradients(nn, i);
    if (p.plan->is_fused || (!p.dx[0] && !p.dx[1] && !is_trained(p.node)))
      continue;
    if (nn->o.is_reference)
      reference_backward(&p);
    else
      node_backward(&p);
  }
}

const REAL *TAME_TYPED(tame_nn_input_gradient)(const nn_t *nn)
{
  TAME_REQUIRE(nn->o.has_input_gradient);
  return gradient_of(nn, 0);
}

const REAL *TAME_TYPED(tame_nn_value)(const nn_t *nn, size_t i)
{
  TAME_REQUIRE(i < nn->net->n);
  return i == 0 ? nn->x : value_of(nn, i);
}
