/* SPDX-License-Identifier: MIT */
/* The network of a formula.  A value that has been computed is a signed sum of
 * units of the layer before; distinct values use distinct units, so all entries
 * stay in {-1, 0, 1}. */
#include <stdlib.h>

#include "tame/base.h"
#include "tame/sat.h"

/* A value: sign[0] h[unit] + sign[1] h[unit + 1] + ... */
typedef struct {
  size_t unit, count;
  int8_t sign[3];
} value;

/* A row that is the signed sum of values, each given with its sign. */
static void add_row(tame_relu_net *net, const value *plus, const value *minus)
{
  size_t col[6], n = 0;
  int8_t sign[6];
  for (size_t i = 0; plus && i < plus->count; i++, n++) {
    col[n] = plus->unit + i;
    sign[n] = plus->sign[i];
  }
  for (size_t i = 0; minus && i < minus->count; i++, n++) {
    col[n] = minus->unit + i;
    sign[n] = (int8_t)-minus->sign[i];
  }
  tame_relu_net_add_row(net, col, sign, n);
}

/* The variable of literal i of clause k, as an input with a sign. */
static value literal(const tame_cnf *f, size_t k, size_t i)
{
  const int l = f->literal[f->start[k] + i];
  return (value){(size_t)abs(l) - 1, 1, {l > 0 ? 1 : -1}};
}

/* M_1 and M_2: after them, clause k is max(max(a, b), c) with
 * max(a, b) = relu(a - b) + relu(b) - relu(-b). */
static void add_clauses(tame_relu_net *net, const tame_cnf *f)
{
  tame_relu_net_begin_layer(net);
  for (size_t k = 0; k < f->n_clauses; k++) {
    const value a = literal(f, k, 0), b = literal(f, k, 1);
    const value c = literal(f, k, 2);
    add_row(net, &a, &b);
    add_row(net, &b, NULL);
    add_row(net, NULL, &b);
    add_row(net, &c, NULL);
    add_row(net, NULL, &c);
  }
  tame_relu_net_begin_layer(net);
  for (size_t k = 0; k < f->n_clauses; k++) {
    const value u = {5 * k, 3, {1, 1, -1}}, c = {5 * k + 3, 2, {1, -1}};
    add_row(net, &u, &c);
    add_row(net, &c, NULL);
    add_row(net, NULL, &c);
  }
}

/* One layer of the tree: v [n] <- minima of neighbours, by
 * min(a, b) = b - relu(b - a); returns how many are left. */
static size_t add_minima(tame_relu_net *net, value *v, size_t n)
{
  size_t unit = 0, left = 0;
  tame_relu_net_begin_layer(net);
  for (size_t i = 0; i + 1 < n; i += 2, unit += 3) {
    add_row(net, &v[i + 1], NULL);
    add_row(net, NULL, &v[i + 1]);
    add_row(net, &v[i + 1], &v[i]);
    v[left++] = (value){unit, 3, {1, -1, -1}};
  }
  if (n % 2 == 1) {
    add_row(net, &v[n - 1], NULL);
    add_row(net, NULL, &v[n - 1]);
    v[left++] = (value){unit, 2, {1, -1}};
  }
  return left;
}

static tame_status check_clauses(const tame_cnf *f, tame_error *err)
{
  if (f->n_clauses == 0)
    return tame_fail(err, TAME_EINVAL, "a formula without clauses");
  for (size_t k = 0; k < f->n_clauses; k++) {
    const int *l = f->literal + f->start[k];
    if (f->start[k + 1] - f->start[k] != 3 || abs(l[0]) == abs(l[1]) ||
        abs(l[0]) == abs(l[2]) || abs(l[1]) == abs(l[2]))
      return tame_fail(err, TAME_EINVAL,
                       "clause %zu has not three distinct variables", k + 1);
  }
  return TAME_OK;
}

tame_status tame_sat_gadget(tame_relu_net *net, const tame_cnf *f,
                            tame_error *err)
{
  TAME_TRY(check_clauses(f, err));
  const size_t m = f->n_clauses;
  value *v = tame_calloc(m, sizeof *v);
  *net = tame_relu_net_empty(f->n_vars);
  add_clauses(net, f);
  for (size_t k = 0; k < m; k++) v[k] = (value){3 * k, 3, {1, 1, -1}};
  for (size_t left = m; left > 1;) left = add_minima(net, v, left);
  tame_relu_net_begin_layer(net);
  add_row(net, v, NULL);
  tame_relu_net_begin_layer(net);
  tame_relu_net_add_row(net, &(size_t){0}, &(int8_t){1}, 1);
  free(v);
  return TAME_OK;
}
