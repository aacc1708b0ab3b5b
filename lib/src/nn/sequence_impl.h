/* SPDX-License-Identifier: MIT */
/* Forward passes of tokens, all positions at once or one after another. */

static void check_tokens(const nn_t *nn, const int *token, size_t n)
{
  for (size_t i = 0; i < n; i++)
    TAME_REQUIRE(token[i] >= 0 &&
                 (size_t)token[i] < nn->net->node[0].vocabulary);
}

const REAL *TAME_TYPED(tame_nn_forward_tokens)(nn_t *nn, const int *token,
                                               size_t n, bool is_training)
{
  TAME_REQUIRE(is_of_tokens(nn->net) && !nn->parent);
  check_tokens(nn, token, n * nn->net->node[0].w);
  nn->tokens = token;
  nn->tied = 0;
  return forward(nn, NULL, n, is_training);
}

/* NET with sequences of one position; places of keys and values of each
 * attention, *SIZE numbers of each sequence. */
static tame_net *step_net(const tame_net *net, size_t *size)
{
  tame_net *copy = tame_calloc(1, sizeof *copy);
  *copy = *net;
  copy->room = net->n;
  copy->node = tame_calloc(net->n, sizeof *copy->node);
  *size = 0;
  for (size_t i = 0; i < net->n; i++) {
    tame_node *x = &copy->node[i];
    *x = net->node[i];
    x->w = 1;
    if (x->op != TAME_NODE_ATTENTION) continue;
    x->cache = *size;
    *size += 2 * x->c * x->context;
  }
  return copy;
}

nn_t *TAME_TYPED(tame_nn_alloc_step)(nn_t *nn, size_t batch)
{
  TAME_REQUIRE(is_of_tokens(nn->net) && !nn->parent && batch >= 1);
  size_t size;
  tame_net *net = step_net(nn->net, &size);
  nn_t *step =
      alloc(net, &(tame_nn_options){.batch = batch, .team = nn->o.team}, nn);
  step->step_net = net;
  step->cache_size = size;
  step->cache = tame_calloc(size * batch, sizeof *step->cache);
  step->chosen = tame_calloc(size * batch, sizeof *step->chosen);
  return step;
}

void TAME_TYPED(tame_nn_step_begin)(nn_t *step, size_t n)
{
  TAME_REQUIRE(step->parent && n >= 1 && n <= step->o.batch);
  step->n_read = 0;
  step->batch = n;
}

void TAME_TYPED(tame_nn_step)(nn_t *step, const int *token)
{
  TAME_REQUIRE(step->parent && step->batch >= 1 &&
               step->n_read < step->parent->net->node[0].w);
  check_tokens(step, token, step->batch);
  step->tokens = token;
  step->step_position = step->n_read++;
  forward(step, NULL, step->batch, false);
}

void TAME_TYPED(tame_nn_step_choose)(nn_t *step, const size_t *from, size_t n)
{
  TAME_REQUIRE(step->parent && n >= 1 && n <= step->o.batch);
  for (size_t i = 0; i < n; i++) {
    TAME_REQUIRE(from[i] < step->batch);
    for (size_t k = 0; k < step->net->n; k++) {
      const tame_node *x = &step->net->node[k];
      if (x->op != TAME_NODE_ATTENTION) continue;
      memcpy(step->chosen + step->cache_size * i + x->cache,
             step->cache + step->cache_size * from[i] + x->cache,
             2 * x->c * step->n_read * sizeof *step->cache);
    }
  }
  REAL *swap = step->cache;
  step->cache = step->chosen;
  step->chosen = swap;
  step->batch = n;
}
