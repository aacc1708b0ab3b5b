/* SPDX-License-Identifier: MIT */
/* Memory of a net, and where things are in it. */

typedef struct TAME_TYPED(tame_nn) nn_t;

struct TAME_TYPED(tame_nn) {
  const nn_t *parent; /* whose parameters are used, or NULL */
  const tame_net *net;
  tame_plan *plan;
  tame_nn_options o;
  REAL *theta, *gradient; /* [n_parameters] */
  REAL *state;            /* [n_state] running statistics */
  REAL *saved;            /* [n_state] mean and 1/sqrt(var + eps) used */
  REAL *frozen;           /* [n_frozen] */
  REAL *extra;            /* [n_extra x batch] what layers of sequences keep */
  REAL *values, *gradients;
  REAL *scratch; /* [threads x scratch_size] */
  size_t scratch_size;
  REAL *shared; /* [shared_size] scratch of all threads together */
  size_t shared_size;
  const REAL *x; /* of the last forward pass, or */
  const int *tokens;
  size_t tied;         /* table whose gradient a loss has begun, or 0 */
  REAL *head, *logits; /* scratch of the output layer */
  size_t *head_at, head_size;
  tame_net *step_net; /* one position after another; owned */
  size_t step_position, n_read, cache_size;
  REAL *cache, *chosen; /* [batch][cache_size] */
  size_t batch;
  bool is_training;
  uint64_t dropout_seed, dropout_pass;
};

/* One step of a node, forward or backward. */
typedef struct {
  nn_t *nn;
  const tame_node *node;
  const tame_node_plan *plan;
  const tame_node *in; /* the node read first */
  size_t n;            /* examples */
  const REAL *x[2];    /* values read */
  REAL *y;             /* value of the node */
  REAL *dx[2];         /* gradients of what is read, NULL when not wanted */
  REAL *dy;            /* gradient of the node */
  const REAL *w;       /* parameters of the node */
  REAL *dw;            /* their gradient, NULL when frozen */
  REAL *extra;         /* numbers kept by the node */
} pass;

static REAL *value_of(const nn_t *nn, size_t i)
{
  const tame_place at = nn->plan->node[i].value;
  const tame_node *x = &nn->net->node[i];
  return nn->values + nn->plan->value[at.buffer].start * nn->o.batch +
         at.first * nn->batch * x->h * x->w;
}

static REAL *gradient_of(const nn_t *nn, size_t i)
{
  const tame_place at = nn->plan->node[i].gradient;
  const tame_node *x = &nn->net->node[i];
  return nn->gradients + nn->plan->gradient[at.buffer].start * nn->o.batch +
         at.first * nn->batch * x->h * x->w;
}

static REAL *parameters_of(const nn_t *nn, const tame_node *x)
{
  return (x->is_frozen ? nn->frozen : nn->theta) + x->parameter;
}

static REAL *gradient_of_parameters(const nn_t *nn, const tame_node *x)
{
  return x->is_frozen || nn->parent ? NULL : nn->gradient + x->parameter;
}

static const REAL *input_of(const nn_t *nn, int i)
{
  return i == 0 ? nn->x : value_of(nn, (size_t)i);
}

static pass pass_of(nn_t *nn, size_t i)
{
  const tame_node *x = &nn->net->node[i];
  const tame_node_plan *plan = &nn->plan->node[i];
  pass p = {.nn = nn,
            .node = x,
            .plan = plan,
            .in = &nn->net->node[x->in[0]],
            .n = nn->batch,
            .y = value_of(nn, i),
            .dy = gradient_of(nn, i),
            .w = parameters_of(nn, x),
            .dw = gradient_of_parameters(nn, x),
            .extra = nn->extra + x->extra * nn->o.batch};
  for (int j = 0; j < 2; j++)
    if (x->in[j] >= 0) {
      p.x[j] = input_of(nn, x->in[j]);
      if (plan->needs[j]) p.dx[j] = gradient_of(nn, (size_t)x->in[j]);
    }
  return p;
}

/* numbers of one channel of the node, and of the node read */
static size_t row_of(const pass *p) { return p->n * p->node->h * p->node->w; }
static size_t in_row_of(const pass *p) { return p->n * p->in->h * p->in->w; }

static REAL *scratch_of(const nn_t *nn, size_t thread)
{
  return nn->scratch + thread * nn->scratch_size;
}

static void alloc_parameters(nn_t *nn, const nn_t *parent)
{
  nn->parent = parent;
  if (parent) {
    nn->theta = parent->theta;
    nn->frozen = parent->frozen;
    return;
  }
  nn->theta = tame_calloc(nn->net->n_parameters, sizeof(REAL));
  nn->gradient = tame_calloc(nn->net->n_parameters, sizeof(REAL));
  nn->frozen = tame_calloc(nn->net->n_frozen, sizeof(REAL));
}

static nn_t *alloc(const tame_net *net, const tame_nn_options *o,
                   const nn_t *parent)
{
  TAME_REQUIRE(tame_net_check(net, NULL) == TAME_OK && o->batch >= 1);
  TAME_REQUIRE(!is_of_tokens(net) || !o->has_input_gradient);
  nn_t *nn = tame_calloc(1, sizeof *nn);
  nn->net = net;
  nn->o = *o;
  nn->plan = tame_plan_alloc(net, o->has_input_gradient);
  alloc_parameters(nn, parent);
  nn->extra = tame_calloc(net->n_extra * o->batch, sizeof(REAL));
  if (is_of_tokens(net))
    nn->logits = tame_calloc(o->batch * tame_net_output(net)->c, sizeof(REAL));
  nn->state = tame_calloc(net->n_state, sizeof(REAL));
  nn->saved = tame_calloc(net->n_state, sizeof(REAL));
  nn->values = tame_calloc(nn->plan->value_size * o->batch, sizeof(REAL));
  nn->gradients = tame_calloc(nn->plan->gradient_size * o->batch, sizeof(REAL));
  for (size_t i = 0; i < net->n; i++) {
    const size_t size = scratch_size(net, i, o);
    const size_t shared = shared_size(net, i, o);
    if (size > nn->scratch_size) nn->scratch_size = size;
    if (shared > nn->shared_size) nn->shared_size = shared;
  }
  nn->scratch =
      tame_calloc(tame_team_size(o->team) * nn->scratch_size, sizeof(REAL));
  nn->shared = tame_calloc(nn->shared_size, sizeof(REAL));
  return nn;
}

nn_t *TAME_TYPED(tame_nn_alloc)(const tame_net *net, const tame_nn_options *o)
{
  return alloc(net, o, NULL);
}

void TAME_TYPED(tame_nn_free)(nn_t *nn)
{
  if (!nn) return;
  tame_nn_plan_free(nn->plan);
  if (!nn->parent) {
    free(nn->theta);
    free(nn->gradient);
    free(nn->frozen);
  }
  free(nn->extra);
  free(nn->head);
  free(nn->head_at);
  free(nn->logits);
  free(nn->cache);
  free(nn->chosen);
  tame_net_free(nn->step_net);
  free(nn->state);
  free(nn->saved);
  free(nn->values);
  free(nn->gradients);
  free(nn->scratch);
  free(nn->shared);
  free(nn);
}

const tame_net *TAME_TYPED(tame_nn_net)(const nn_t *nn) { return nn->net; }
REAL *TAME_TYPED(tame_nn_parameters)(nn_t *nn) { return nn->theta; }
REAL *TAME_TYPED(tame_nn_gradient)(nn_t *nn) { return nn->gradient; }
REAL *TAME_TYPED(tame_nn_frozen)(nn_t *nn) { return nn->frozen; }
REAL *TAME_TYPED(tame_nn_state)(nn_t *nn) { return nn->state; }

size_t TAME_TYPED(tame_nn_activation_bytes)(const nn_t *nn)
{
  return (nn->plan->value_size + nn->net->n_extra) * nn->o.batch * sizeof(REAL);
}

size_t TAME_TYPED(tame_nn_gradient_bytes)(const nn_t *nn)
{
  return nn->plan->gradient_size * nn->o.batch * sizeof(REAL);
}

size_t TAME_TYPED(tame_nn_scratch_bytes)(const nn_t *nn)
{
  return (tame_team_size(nn->o.team) * nn->scratch_size + nn->shared_size +
          nn->head_size) *
         sizeof(REAL);
}
