/* SPDX-License-Identifier: MIT */
/* Which kernel computes which node. */

/* channel by channel of the node */
static void by_channels(pass *p, tame_task *task)
{
  tame_team_run_blocks(p->nn->o.team, p->node->c, channel_block(row_of(p)),
                       task, p);
}

static void sequence_forward(pass *p)
{
  tame_team *team = p->nn->o.team;
  switch (p->node->op) {
  case TAME_NODE_EMBEDDING:
    by_channel_blocks(p, embedding_forward);
    return;
  case TAME_NODE_POSITION:
    by_channel_blocks(p, position_forward);
    return;
  case TAME_NODE_LAYER_NORM:
    by_columns(p, layer_norm_forward);
    return;
  case TAME_NODE_ATTENTION:
    tame_team_run(team, p->n * p->node->heads,
                  p->nn->parent ? attention_step : attention_forward, p);
    return;
  case TAME_NODE_ADD_PARTS:
    by_channels(p, parts_forward);
    return;
  default:
    return;
  }
}

static void sequence_backward(pass *p)
{
  switch (p->node->op) {
  case TAME_NODE_EMBEDDING:
    embedding_gradient(p);
    return;
  case TAME_NODE_POSITION:
    by_channel_blocks(p, position_backward);
    return;
  case TAME_NODE_LAYER_NORM:
    layer_norm_backward(p);
    return;
  case TAME_NODE_ATTENTION:
    if (p->dx[0])
      tame_team_run(p->nn->o.team, p->n * p->node->heads, attention_backward,
                    p);
    return;
  case TAME_NODE_ADD_PARTS:
    by_channels(p, parts_backward);
    return;
  default:
    return;
  }
}

static void node_forward(pass *p)
{
  switch (p->node->op) {
  case TAME_NODE_INPUT:
    return;
  case TAME_NODE_CONV:
    if (is_linear(p))
      linear_forward(p);
    else if (is_depthwise(p))
      by_channels(p, depthwise_forward);
    else
      conv_forward(p);
    return;
  case TAME_NODE_BATCH_NORM:
    by_channels(p, norm_forward);
    return;
  case TAME_NODE_ACTIVATION:
    by_channels(p, is_gelu(p->node) ? gelu_forward : act_forward);
    return;
  case TAME_NODE_MAX_POOL:
  case TAME_NODE_AVERAGE_POOL:
    by_channels(p, is_overlapping(p) ? overlap_forward : pool_forward);
    return;
  case TAME_NODE_DROPOUT:
    by_channels(p, dropout_forward);
    return;
  case TAME_NODE_ADD:
    by_channels(p, add_forward);
    return;
  case TAME_NODE_CONCAT:
    concat_forward(p);
    return;
  case TAME_NODE_SLICE:
    by_channels(p, slice_forward);
    return;
  case TAME_NODE_SOFTMAX:
    by_places(p, softmax_forward);
    return;
  case TAME_NODE_PRODUCT:
    by_channels(p, product_forward);
    return;
  case TAME_NODE_AFFINE:
    by_channels(p, affine_forward);
    return;
  default:
    sequence_forward(p);
    return;
  }
}

static void node_backward(pass *p)
{
  switch (p->node->op) {
  case TAME_NODE_INPUT:
    return;
  case TAME_NODE_CONV:
    if (is_linear(p))
      linear_backward(p);
    else if (is_depthwise(p))
      by_channels(p, depthwise_backward);
    else
      conv_backward(p);
    return;
  case TAME_NODE_BATCH_NORM:
    by_channels(p, norm_backward);
    return;
  case TAME_NODE_ACTIVATION:
    if (p->dx[0])
      by_channels(p, is_gelu(p->node) ? gelu_backward : act_backward);
    return;
  case TAME_NODE_MAX_POOL:
  case TAME_NODE_AVERAGE_POOL:
    if (p->dx[0])
      by_channels(p, is_overlapping(p) ? overlap_backward : pool_backward);
    return;
  case TAME_NODE_DROPOUT:
    if (p->dx[0]) by_channels(p, dropout_backward);
    return;
  case TAME_NODE_ADD:
    by_channels(p, add_backward);
    return;
  case TAME_NODE_CONCAT:
    concat_backward(p);
    return;
  case TAME_NODE_SLICE:
    if (p->dx[0]) tame_team_run(p->nn->o.team, p->in->c, slice_backward, p);
    return;
  case TAME_NODE_SOFTMAX:
    if (p->dx[0]) by_places(p, softmax_backward);
    return;
  case TAME_NODE_PRODUCT:
    by_channels(p, product_backward);
    return;
  case TAME_NODE_AFFINE:
    if (p->dx[0]) by_channels(p, affine_backward);
    return;
  default:
    sequence_backward(p);
    return;
  }
}
