/* SPDX-License-Identifier: MIT */
/* Directional derivatives of linear ReLU networks at their kinks: along a basis,
 * in lexicographic order, and along segments. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/la.h"
#include "tame/relu_net.h"

/* --- lexicographic gradients ---------------------------------------------- */

/* Is the first number of (z; dz) that is not zero positive? */
static bool is_lexicographically_positive(double z, const double *dz, size_t n)
{
  static const double ZERO = 1e-14;
  if (fabs(z) > ZERO) return z > 0.0;
  for (size_t i = 0; i < n; i++)
    if (fabs(dz[i]) > ZERO) return dz[i] > 0.0;
  return false;
}

/* z [n_rows], dz [n_rows x n] <- (F; F') through the net, ReLUs applied */
static void carry(double *z, double *dz, const double *x, const double *m,
                  const tame_relu_net *net)
{
  const size_t n = net->n;
  for (size_t l = 0; l < net->depth; l++) {
    const double *before = l == 0 ? x : z + net->layer[l - 1];
    const double *dbefore = l == 0 ? m : dz + n * net->layer[l - 1];
    for (size_t r = net->layer[l]; r < net->layer[l + 1]; r++) {
      double *row = dz + n * r;
      for (size_t i = net->start[r]; i < net->start[r + 1]; i++) {
        z[r] += net->sign[i] * before[net->col[i]];
        for (size_t j = 0; j < n; j++)
          row[j] += net->sign[i] * dbefore[n * net->col[i] + j];
      }
      if (l + 1 == net->depth || is_lexicographically_positive(z[r], row, n))
        continue;
      z[r] = 0.0;
      memset(row, 0, n * sizeof *row);
    }
  }
}

tame_status tame_relu_net_lexicographic(double *g, const double *x,
                                        const double *m,
                                        const tame_relu_net *net)
{
  const size_t n = net->n;
  double *z = tame_vec(net->n_rows), *dz = tame_vec(net->n_rows * n);
  double *lu = tame_vec_copy(m, n * n);
  int *pivot = tame_calloc(n, sizeof *pivot);
  carry(z, dz, x, m, net);
  /* g' m = dz: the transposed system */
  const tame_status s = tame_la_lu(lu, pivot, n);
  memcpy(g, dz + n * (net->n_rows - 1), n * sizeof *g);
  if (s >= 0) tame_la_lu_solve_t(g, lu, pivot, n);
  free(z);
  free(dz);
  free(lu);
  free(pivot);
  return s;
}

/* --- along a segment ------------------------------------------------------ */

typedef struct {
  const tame_relu_net *net;
  const double *u;
  double *direction, *x; /* [n] */
  double *z, *slope;     /* [n_rows] and their derivatives in t */
} segment;

/* z and slope at u + t direction, by the pattern there */
static void look(segment *s, const double *v, double t)
{
  const tame_relu_net *net = s->net;
  for (size_t i = 0; i < net->n; i++) {
    s->direction[i] = v[i] - s->u[i];
    s->x[i] = s->u[i] + t * s->direction[i];
  }
  tame_relu_net_value(s->z, s->x, net);
  for (size_t l = 0; l < net->depth; l++) {
    const size_t first = l == 0 ? 0 : net->layer[l - 1];
    for (size_t r = net->layer[l]; r < net->layer[l + 1]; r++) {
      s->slope[r] = 0.0;
      for (size_t i = net->start[r]; i < net->start[r + 1]; i++) {
        const size_t c = first + net->col[i];
        if (l == 0)
          s->slope[r] += net->sign[i] * s->direction[c];
        else if (s->z[c] > 0.0)
          s->slope[r] += net->sign[i] * s->slope[c];
      }
    }
  }
}

tame_status tame_relu_net_along(double *integral, size_t *pieces,
                                const double *u, const double *v,
                                const tame_relu_net *net)
{
  enum { MOST = 1000000 };
  static const double JUST_AFTER = 1e-9, BEYOND = 1e-12;
  segment s = {net,
               u,
               tame_vec(net->n),
               tame_vec(net->n),
               tame_vec(net->n_rows),
               tame_vec(net->n_rows)};
  size_t n = 0;
  *integral = 0.0;
  for (double t = 0.0, next; t < 1.0 && n < MOST; t = next, n++) {
    const double at = t + JUST_AFTER;
    look(&s, v, at);
    next = 1.0;
    for (size_t r = 0; r < tame_relu_net_units(net); r++) {
      const double kink = s.slope[r] != 0.0 ? at - s.z[r] / s.slope[r] : 1.0;
      if (kink > at + BEYOND) next = fmin(next, kink);
    }
    *integral += s.slope[net->n_rows - 1] * (next - t);
  }
  if (pieces) *pieces = n;
  free(s.direction);
  free(s.x);
  free(s.z);
  free(s.slope);
  return n < MOST ? TAME_OK : TAME_STALLED;
}
