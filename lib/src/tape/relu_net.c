/* SPDX-License-Identifier: MIT */
#include "tame/relu_net.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

/* --- building ------------------------------------------------------------- */

/* X with room for COUNT objects of SIZE bytes, of which OLD hold something. */
static void *moved(void *x, size_t old, size_t count, size_t size)
{
  void *more = tame_calloc(count, size);
  if (x) memcpy(more, x, old * size);
  free(x);
  return more;
}

/* Room for one layer, one row and COUNT entries more. */
static void make_room(tame_relu_net *net, size_t count)
{
  if (net->depth + 2 > net->room_layer) {
    net->room_layer = 2 * net->depth + 8;
    net->layer =
        moved(net->layer, net->depth + 1, net->room_layer, sizeof *net->layer);
  }
  if (net->n_rows + 2 > net->room_start) {
    net->room_start = 2 * net->n_rows + 64;
    net->start =
        moved(net->start, net->n_rows + 1, net->room_start, sizeof *net->start);
  }
  if (net->nnz + count > net->room_entry) {
    net->room_entry = 2 * net->nnz + count + 256;
    net->col = moved(net->col, net->nnz, net->room_entry, sizeof *net->col);
    net->sign = moved(net->sign, net->nnz, net->room_entry, sizeof *net->sign);
  }
}

tame_relu_net tame_relu_net_empty(size_t n)
{
  tame_relu_net net = {.n = n};
  make_room(&net, 0);
  return net;
}

void tame_relu_net_begin_layer(tame_relu_net *net)
{
  make_room(net, 0);
  net->layer[net->depth++] = net->n_rows;
  net->layer[net->depth] = net->n_rows;
}

/* Columns of matrix l: the units before it. */
static size_t columns(const tame_relu_net *net, size_t l)
{
  return l == 0 ? net->n : net->layer[l] - net->layer[l - 1];
}

void tame_relu_net_add_row(tame_relu_net *net, const size_t *col,
                           const int8_t *sign, size_t count)
{
  TAME_REQUIRE(net->depth > 0);
  make_room(net, count);
  for (size_t i = 0; i < count; i++) {
    TAME_REQUIRE(col[i] < columns(net, net->depth - 1));
    TAME_REQUIRE(sign[i] == 1 || sign[i] == -1);
    net->col[net->nnz] = col[i];
    net->sign[net->nnz++] = sign[i];
  }
  net->start[++net->n_rows] = net->nnz;
  net->layer[net->depth] = net->n_rows;
}

void tame_relu_net_free(tame_relu_net *net)
{
  free(net->layer);
  free(net->start);
  free(net->col);
  free(net->sign);
  *net = (tame_relu_net){0};
}

tame_relu_net tame_relu_net_random(const size_t *width, size_t depth,
                                   tame_splitmix *g)
{
  size_t widest = 0;
  for (size_t l = 0; l < depth; l++)
    if (width[l] > widest) widest = width[l];
  size_t *col = tame_calloc(widest, sizeof *col);
  int8_t *sign = tame_calloc(widest, sizeof *sign);
  tame_relu_net net = tame_relu_net_empty(width[0]);
  for (size_t l = 0; l < depth; l++) {
    tame_relu_net_begin_layer(&net);
    for (size_t r = 0; r < width[l + 1]; r++) {
      size_t count = 0;
      for (size_t c = 0; c < width[l]; c++) {
        const int entry = (int)floor(3.0 * tame_splitmix_uniform(g)) - 1;
        col[count] = c;
        sign[count] = (int8_t)entry;
        count += entry != 0;
      }
      tame_relu_net_add_row(&net, col, sign, count);
    }
  }
  free(col);
  free(sign);
  return net;
}

size_t tame_relu_net_units(const tame_relu_net *net) { return net->n_rows - 1; }

/* --- values --------------------------------------------------------------- */

static void require_scalar(const tame_relu_net *net)
{
  TAME_REQUIRE(net->depth > 0);
  TAME_REQUIRE(net->layer[net->depth] - net->layer[net->depth - 1] == 1);
}

double tame_relu_net_value(double *z, const double *x, const tame_relu_net *net)
{
  require_scalar(net);
  for (size_t l = 0; l < net->depth; l++) {
    const double *before = l == 0 ? x : z + net->layer[l - 1];
    for (size_t r = net->layer[l]; r < net->layer[l + 1]; r++) {
      double sum = 0.0;
      for (size_t i = net->start[r]; i < net->start[r + 1]; i++) {
        const double h = before[net->col[i]];
        sum += net->sign[i] * (l == 0 || h > 0.0 ? h : 0.0);
      }
      z[r] = sum;
    }
  }
  return z[net->n_rows - 1];
}

int32_t tame_relu_net_value_int(int32_t *z, const int32_t *x,
                                const tame_relu_net *net)
{
  require_scalar(net);
  for (size_t l = 0; l < net->depth; l++) {
    const int32_t *before = l == 0 ? x : z + net->layer[l - 1];
    for (size_t r = net->layer[l]; r < net->layer[l + 1]; r++) {
      int32_t sum = 0;
      for (size_t i = net->start[r]; i < net->start[r + 1]; i++) {
        const int32_t h = before[net->col[i]];
        sum += net->sign[i] * (l == 0 || h > 0 ? h : 0);
      }
      z[r] = sum;
    }
  }
  return z[net->n_rows - 1];
}

/* --- the conservative gradient -------------------------------------------- */

void tame_relu_net_choice(double *d, const double *z, double a,
                          const tame_relu_net *net)
{
  for (size_t r = 0; r < tame_relu_net_units(net); r++)
    d[r] = z[r] > 0.0 ? 1.0 : z[r] < 0.0 ? 0.0 : a;
}

void tame_relu_net_element(double *v, double *work, const double *d,
                           const tame_relu_net *net)
{
  require_scalar(net);
  memset(v, 0, net->n * sizeof *v);
  memset(work, 0, net->n_rows * sizeof *work);
  work[net->n_rows - 1] = 1.0;
  for (size_t l = net->depth; l-- > 0;) {
    double *before = l == 0 ? v : work + net->layer[l - 1];
    for (size_t r = net->layer[l]; r < net->layer[l + 1]; r++) {
      const double adjoint = l + 1 < net->depth ? d[r] * work[r] : work[r];
      if (adjoint == 0.0) continue;
      for (size_t i = net->start[r]; i < net->start[r + 1]; i++)
        before[net->col[i]] += net->sign[i] * adjoint;
    }
  }
}

/* The first row of the layer after that reads a unit and reaches the output, and
 * the sign with which it reads it; row 0 is read by nobody and stands for none. */
typedef struct {
  size_t row;
  int8_t sign;
} successor;

/* next [n_rows] <- successors, backwards from the output; returns how many
 * entries were visited. */
static size_t find_successors(successor *next, const tame_relu_net *net)
{
  const size_t output = net->n_rows - 1;
  size_t visited = 0;
  for (size_t l = net->depth; l-- > 1;)
    for (size_t r = net->layer[l]; r < net->layer[l + 1]; r++) {
      if (r != output && !next[r].row) continue;
      for (size_t i = net->start[r]; i < net->start[r + 1]; i++, visited++) {
        successor *s = &next[net->layer[l - 1] + net->col[i]];
        if (!s->row) *s = (successor){r, net->sign[i]};
      }
    }
  return visited;
}

size_t tame_relu_net_nonzero_element(double *v, const tame_relu_net *net)
{
  require_scalar(net);
  successor *next = tame_calloc(net->n_rows, sizeof *next);
  size_t visited = find_successors(next, net), first = 0;
  const size_t output = net->n_rows - 1;
  memset(v, 0, net->n * sizeof *v);
  /* a unit of the first layer that reads an input and reaches the output */
  while (first < net->layer[1] && (net->start[first] == net->start[first + 1] ||
                                   (first != output && !next[first].row)))
    first++;
  if (first < net->layer[1]) {
    double weight = 1.0;
    for (size_t r = first; r != output; r = next[r].row) weight *= next[r].sign;
    for (size_t i = net->start[first]; i < net->start[first + 1];
         i++, visited++)
      v[net->col[i]] = weight * net->sign[i];
  }
  free(next);
  return visited;
}
