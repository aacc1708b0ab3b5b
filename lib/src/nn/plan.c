/* SPDX-License-Identifier: MIT */
/* The memory plan.  Four questions, in this order: which ReLUs are computed by
 * the node before them; where does each value lie; where does each gradient
 * lie, so that element by element it can be computed in place; and which
 * gradients can use the same memory, one after the other. */
#include <stdlib.h>
#include <string.h>

#include "net.h"
#include "tame/base.h"

typedef struct {
  const tame_net *net;
  tame_plan *plan;
  size_t *n_readers, *last_reader; /* [n] */
  bool *wants;                     /* [n] gradient of the node is computed */
} planner;

static void count_readers(planner *p)
{
  for (size_t i = 0; i < p->net->n; i++)
    for (int j = 0; j < 2; j++) {
      const int in = p->net->node[i].in[j];
      if (in < 0) continue;
      p->n_readers[in]++;
      p->last_reader[in] = i;
    }
}

static void find_wanted(planner *p, bool has_input_gradient)
{
  p->wants[0] = has_input_gradient;
  for (size_t i = 1; i < p->net->n; i++) {
    const tame_node *x = &p->net->node[i];
    p->wants[i] = is_trained(x);
    for (int j = 0; j < 2; j++)
      if (x->in[j] >= 0 && p->wants[x->in[j]]) {
        p->wants[i] = true;
        p->plan->node[i].needs[j] = true;
      }
  }
}

/* A ReLU with relu'(0) = 0 can be undone from its output: y > 0 iff x > 0. */
static void fuse(planner *p)
{
  for (size_t i = 1; i < p->net->n && !is_of_tokens(p->net); i++) {
    const tame_node *x = &p->net->node[i];
    if (x->op != TAME_NODE_ACTIVATION || x->activation != TAME_RELU ||
        x->at_zero != 0.0 || p->n_readers[x->in[0]] != 1)
      continue;
    const tame_node_op before = p->net->node[x->in[0]].op;
    if (before != TAME_NODE_CONV && before != TAME_NODE_BATCH_NORM &&
        before != TAME_NODE_ADD)
      continue;
    p->plan->node[i].is_fused = true;
    p->plan->node[x->in[0]].has_relu = true;
  }
}

/* --- values --------------------------------------------------------------- */

/* Nobody needs the value of node I but its one reader, which may write over
 * it. */
static bool can_write_over(const planner *p, int i)
{
  const tame_node_op op = p->net->node[i].op;
  return p->n_readers[i] == 1 && !p->plan->node[i].has_relu &&
         (op == TAME_NODE_CONV || op == TAME_NODE_BATCH_NORM ||
          op == TAME_NODE_AVERAGE_POOL || op == TAME_NODE_DROPOUT);
}

static bool fills_its_buffer(const planner *p, int i)
{
  const tame_place at = p->plan->node[i].value;
  return p->net->node[i].op != TAME_NODE_INPUT && at.first == 0 &&
         p->plan->value[at.buffer].channels == p->net->node[i].c;
}

/* Lay the buffer of B behind that of A. */
static void join(planner *p, int a, int b)
{
  tame_plan *plan = p->plan;
  const size_t to = plan->node[a].value.buffer;
  const size_t from = plan->node[b].value.buffer;
  const size_t behind = plan->value[to].channels;
  for (size_t i = 0; i < p->net->n; i++)
    if (plan->node[i].value.buffer == from) {
      plan->node[i].value.buffer = to;
      plan->node[i].value.first += behind;
    }
  plan->value[to].channels += plan->value[from].channels;
  plan->value[to].size += plan->value[from].size;
  plan->value[from] = (tame_buffer){0};
}

static void own_buffer(tame_buffer *buffer, const tame_node *x)
{
  buffer->channels = x->c;
  buffer->size = x->c * x->h * x->w;
}

static void place_values(planner *p)
{
  tame_plan *plan = p->plan;
  for (size_t i = 1; i < p->net->n; i++) {
    const tame_node *x = &p->net->node[i];
    const int a = x->in[0], b = x->in[1];
    tame_node_plan *y = &plan->node[i];
    y->is_in_place = (x->op == TAME_NODE_ADD || x->op == TAME_NODE_ADD_PARTS) &&
                     a != b && can_write_over(p, a);
    y->is_view = x->op == TAME_NODE_CONCAT && fills_its_buffer(p, a) &&
                 fills_its_buffer(p, b) &&
                 plan->node[a].value.buffer != plan->node[b].value.buffer;
    if (y->is_view) join(p, a, b);
    if (y->is_fused || y->is_in_place || y->is_view) {
      y->value = plan->node[a].value;
    } else {
      y->value = (tame_place){i, 0};
      own_buffer(&plan->value[i], x);
    }
  }
  for (size_t i = 0; i < p->net->n; i++) {
    plan->value[i].start = plan->value_size;
    plan->value_size += plan->value[i].size;
  }
}

/* --- gradients ------------------------------------------------------------ */

/* The gradient of in[0] is computed from that of the node entry by entry. */
static bool is_elementwise(tame_node_op op)
{
  return op == TAME_NODE_BATCH_NORM || op == TAME_NODE_ACTIVATION ||
         op == TAME_NODE_DROPOUT || op == TAME_NODE_ADD ||
         op == TAME_NODE_POSITION || op == TAME_NODE_LAYER_NORM ||
         op == TAME_NODE_ADD_PARTS;
}

static void place_gradients(planner *p)
{
  tame_plan *plan = p->plan;
  for (size_t i = 0; i < p->net->n; i++)
    plan->node[i].gradient = (tame_place){i, 0};
  for (size_t i = p->net->n - 1; i > 0; i--) {
    const tame_node *x = &p->net->node[i];
    tame_node_plan *y = &plan->node[i];
    const int a = x->in[0], b = x->in[1];
    if (y->gradient.buffer == i) own_buffer(&plan->gradient[i], x);
    y->keeps_gradient[0] = y->is_view || y->is_fused ||
                           (is_elementwise(x->op) && p->n_readers[a] == 1 &&
                            p->net->node[a].op != TAME_NODE_INPUT &&
                            p->net->node[a].op != TAME_NODE_CONCAT);
    y->keeps_gradient[1] = y->is_view;
    if (y->keeps_gradient[0]) plan->node[a].gradient = y->gradient;
    if (!y->is_view) continue;
    plan->node[b].gradient = y->gradient;
    plan->node[b].gradient.first += p->net->node[a].c;
  }
  if (p->wants[0]) own_buffer(&plan->gradient[0], &p->net->node[0]);
}

/* Which gradients are begun and which added to, in the order of the backward
 * pass.  BEGUN [n nodes][channels] of each buffer.  False when a gradient has
 * begun in some of its channels only: then its buffer is to be cleared first
 * (*MIXED). */
static bool order_additions(planner *p, bool **begun, size_t *mixed)
{
  tame_plan *plan = p->plan;
  for (size_t i = p->net->n - 1; i > 0; i--)
    for (int j = 0; j < 2; j++) {
      tame_node_plan *y = &plan->node[i];
      const int in = p->net->node[i].in[j];
      if (in < 0 || !y->needs[j] || y->keeps_gradient[j]) continue;
      const tame_place at = plan->node[in].gradient;
      const size_t c = p->net->node[in].c;
      size_t n_begun = 0;
      for (size_t k = 0; k < c; k++) n_begun += begun[at.buffer][at.first + k];
      *mixed = at.buffer;
      if (n_begun != 0 && n_begun != c) return false;
      y->adds[j] = n_begun == c;
      memset(begun[at.buffer] + at.first, true, c);
    }
  return true;
}

static void plan_additions(planner *p)
{
  tame_plan *plan = p->plan;
  const size_t n = p->net->n;
  const size_t output = plan->node[n - 1].gradient.buffer;
  bool **begun = tame_calloc(n, sizeof *begun);
  for (size_t i = 0; i < n; i++)
    begun[i] = tame_calloc(plan->gradient[i].channels, sizeof *begun[i]);
  for (bool is_done = false; !is_done;) {
    size_t mixed = 0;
    for (size_t i = 0; i < n; i++)
      memset(begun[i], plan->gradient[i].is_cleared || i == output,
             plan->gradient[i].channels);
    is_done = order_additions(p, begun, &mixed);
    if (!is_done) plan->gradient[mixed].is_cleared = true;
  }
  for (size_t i = 0; i < n; i++) free(begun[i]);
  free(begun);
}

/* When a buffer of gradients is in use: backward steps from END down to BEGIN */
static void find_times(planner *p)
{
  tame_plan *plan = p->plan;
  for (size_t i = 0; i < p->net->n; i++) plan->gradient[i].begin = p->net->n;
  for (size_t i = 0; i < p->net->n; i++) {
    tame_buffer *x = &plan->gradient[plan->node[i].gradient.buffer];
    const size_t end = i + 1 == p->net->n ? i : p->last_reader[i];
    if (i < x->begin) x->begin = i;
    if (end > x->end) x->end = end;
  }
}

/* first number >= START where buffer I finds room among those before it */
static size_t find_room(const tame_buffer *x, const size_t *order, size_t k)
{
  const tame_buffer *me = &x[order[k]];
  size_t start = 0;
  for (bool is_free = false; !is_free;) {
    is_free = true;
    for (size_t j = 0; j < k; j++) {
      const tame_buffer *y = &x[order[j]];
      if (y->begin > me->end || me->begin > y->end ||
          y->start >= start + me->size || start >= y->start + y->size)
        continue;
      start = y->start + y->size;
      is_free = false;
    }
  }
  return start;
}

/* Buffers that are not in use at the same time share memory: the largest are
 * placed first, each at the first place that is free. */
static void share_memory(planner *p)
{
  tame_plan *plan = p->plan;
  const size_t n = p->net->n;
  size_t *order = tame_calloc(n, sizeof *order);
  for (size_t i = 0; i < n; i++) {
    size_t k = i;
    for (; k > 0 && plan->gradient[order[k - 1]].size < plan->gradient[i].size;
         k--)
      order[k] = order[k - 1];
    order[k] = i;
  }
  for (size_t k = 0; k < n; k++) {
    tame_buffer *x = &plan->gradient[order[k]];
    if (x->size == 0) continue;
    x->start = find_room(plan->gradient, order, k);
    if (x->start + x->size > plan->gradient_size)
      plan->gradient_size = x->start + x->size;
  }
  free(order);
}

tame_plan *tame_plan_alloc(const tame_net *net, bool has_input_gradient)
{
  tame_plan *plan = tame_calloc(1, sizeof *plan);
  plan->node = tame_calloc(net->n, sizeof *plan->node);
  plan->value = tame_calloc(net->n, sizeof *plan->value);
  plan->gradient = tame_calloc(net->n, sizeof *plan->gradient);
  planner p = {net, plan, tame_calloc(net->n, sizeof(size_t)),
               tame_calloc(net->n, sizeof(size_t)),
               tame_calloc(net->n, sizeof(bool))};
  count_readers(&p);
  find_wanted(&p, has_input_gradient);
  fuse(&p);
  place_values(&p);
  place_gradients(&p);
  find_times(&p);
  plan_additions(&p);
  share_memory(&p);
  free(p.n_readers);
  free(p.last_reader);
  free(p.wants);
  return plan;
}

void tame_nn_plan_free(tame_plan *plan)
{
  if (!plan) return;
  free(plan->node);
  free(plan->value);
  free(plan->gradient);
  free(plan);
}
