/* SPDX-License-Identifier: MIT */
/* Layer normalisation and attention from their definitions, one position at a
 * time, with sums in double. */

static void reference_layer_norm(const pass *p)
{
  const size_t m = row_of(p), k = p->node->c;
  for (size_t j = 0; j < m; j++) {
    const REAL *x = p->x[0] + j;
    double mean = 0.0, var = 0.0;
    for (size_t c = 0; c < k; c++) mean += (double)x[c * m] / (double)k;
    for (size_t c = 0; c < k; c++)
      var += ((double)x[c * m] - mean) * ((double)x[c * m] - mean) / (double)k;
    const double r = 1.0 / sqrt(var + p->node->eps);
    p->extra[j] = (REAL)mean;
    p->extra[m + j] = (REAL)r;
    for (size_t c = 0; c < k; c++)
      p->y[c * m + j] = (REAL)((double)p->w[c] * r * ((double)x[c * m] - mean) +
                               (p->node->has_bias ? (double)p->w[k + c] : 0.0));
  }
}

/* through the derivatives of mean and variance */
static void reference_layer_norm_gradient(const pass *p)
{
  const size_t m = row_of(p), k = p->node->c;
  if (p->dw) memset(p->dw, 0, p->node->n_parameters * sizeof *p->dw);
  for (size_t j = 0; j < m; j++) {
    const double mean = (double)p->extra[j], r = (double)p->extra[m + j];
    double dmean = 0.0, dvar = 0.0;
    for (size_t c = 0; c < k; c++) {
      const double x = (double)p->x[0][c * m + j] - mean;
      const double dy = (double)p->dy[c * m + j];
      dmean -= dy * (double)p->w[c] * r;
      dvar -= dy * (double)p->w[c] * x * r * r * r / 2.0;
      if (p->dw) p->dw[c] += (REAL)(dy * x * r);
      if (p->dw && p->node->has_bias) p->dw[k + c] += (REAL)dy;
    }
    for (size_t c = 0; c < k && p->dx[0]; c++) {
      const double x = (double)p->x[0][c * m + j] - mean;
      const double d = (double)p->dy[c * m + j] * (double)p->w[c] * r +
                       (dmean + 2.0 * x * dvar) / (double)k;
      REAL *dx = &p->dx[0][c * m + j];
      *dx = (REAL)(p->plan->adds[0] ? (double)*dx + d : d);
    }
  }
}

/* one query: head at channel C0, sequence at column M0, position T */
typedef struct {
  size_t c0, m0, t, d, m, k;
} reference_query;

/* entry C of part PART (query, key, value) at position S */
static double query_entry(const pass *p, const reference_query *a, size_t part,
                          size_t c, size_t s)
{
  return (double)p->x[0][(part * a->k + a->c0 + c) * a->m + a->m0 + s];
}

/* weight [t + 1] <- softmax of the scores */
static void reference_weights(double *weight, const pass *p,
                              const reference_query *a)
{
  double total = 0.0;
  for (size_t s = 0; s <= a->t; s++) {
    weight[s] = 0.0;
    for (size_t c = 0; c < a->d; c++)
      weight[s] += query_entry(p, a, 0, c, a->t) * query_entry(p, a, 1, c, s);
    weight[s] = exp(weight[s] / sqrt((double)a->d));
    total += weight[s];
  }
  for (size_t s = 0; s <= a->t; s++) weight[s] /= total;
}

static void reference_attention(const pass *p, const reference_query *a,
                                double *weight)
{
  reference_weights(weight, p, a);
  for (size_t c = 0; c < a->d; c++) {
    double y = 0.0;
    for (size_t s = 0; s <= a->t; s++)
      y += weight[s] * query_entry(p, a, 2, c, s);
    p->y[(a->c0 + c) * a->m + a->m0 + a->t] = (REAL)y;
  }
}

static void reference_attention_gradient(const pass *p,
                                         const reference_query *a,
                                         double *weight)
{
  double *dweight = tame_vec(a->t + 1), mean = 0.0;
  REAL *dx = p->dx[0] + a->c0 * a->m + a->m0;
  const size_t part = a->k * a->m;
  reference_weights(weight, p, a);
  for (size_t s = 0; s <= a->t; s++) {
    for (size_t c = 0; c < a->d; c++) {
      const double dy = (double)p->dy[(a->c0 + c) * a->m + a->m0 + a->t];
      dweight[s] += dy * query_entry(p, a, 2, c, s);
      dx[2 * part + c * a->m + s] += (REAL)(weight[s] * dy);
    }
    mean += weight[s] * dweight[s];
  }
  for (size_t s = 0; s <= a->t; s++)
    for (size_t c = 0; c < a->d; c++) {
      const double d = weight[s] * (dweight[s] - mean) / sqrt((double)a->d);
      dx[c * a->m + a->t] += (REAL)(d * query_entry(p, a, 1, c, s));
      dx[part + c * a->m + s] += (REAL)(d * query_entry(p, a, 0, c, a->t));
    }
  free(dweight);
}

static void reference_queries(const pass *p,
                              void visit(const pass *, const reference_query *,
                                         double *))
{
  const size_t w = p->node->w, heads = p->node->heads;
  double *weight = tame_vec(w);
  reference_query a = {
      .d = p->node->c / heads, .m = row_of(p), .k = p->node->c};
  for (size_t n = 0; n < p->n; n++)
    for (size_t h = 0; h < heads; h++)
      for (a.t = 0; a.t < w; a.t++) {
        a.c0 = h * a.d;
        a.m0 = n * w;
        visit(p, &a, weight);
      }
  free(weight);
}

/* false for a node that has one implementation only */
static bool reference_sequence_forward(const pass *p)
{
  if (p->node->op == TAME_NODE_LAYER_NORM)
    reference_layer_norm(p);
  else if (p->node->op == TAME_NODE_ATTENTION)
    reference_queries(p, reference_attention);
  else
    return false;
  return true;
}

static bool reference_sequence_backward(const pass *p)
{
  if (p->node->op == TAME_NODE_LAYER_NORM) {
    reference_layer_norm_gradient(p);
  } else if (p->node->op == TAME_NODE_ATTENTION) {
    if (!p->dx[0]) return true;
    if (!p->plan->adds[0])
      memset(p->dx[0], 0, p->in->c * row_of(p) * sizeof(REAL));
    reference_queries(p, reference_attention_gradient);
  } else {
    return false;
  }
  return true;
}
