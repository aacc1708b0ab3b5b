/* SPDX-License-Identifier: MIT */
#include "tame/tape_set.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_randist.h>

#include "program.h"

/* First argument of the operation that computes y, and for a sort its first
 * result: choices are set by result and entry. */
typedef struct {
  size_t r, a, n; /* first result, first argument, number of arguments */
  tame_op op;
} owner;

static owner find_owner(const tame_tape *t, size_t y)
{
  size_t r = 0, i = 0;
  while (r + tape_results(t, t->code[i]) <= y)
    r += tape_results(t, t->code[i++]);
  const word w = t->code[i];
  const tame_op op = tape_op(w);
  const size_t n = op == TAME_OP_SORT ? t->args[tape_b(w)] : tape_b(w);
  return (owner){r, tape_a(w), n, op};
}

/* A kink with what is needed to set its choice. */
typedef struct {
  tame_tape_kink kink;
  size_t *entry; /* [tied] the tied entries of max, min, sort */
  tame_var key;  /* choices are set for this result */
} choice;

static choice make_choice(tame_tape *t, const tame_tape_kink *k)
{
  choice c = {*k, NULL, k->y};
  if (k->tied == 0) return c;
  const owner own = find_owner(t, k->y.index);
  c.key.index = (uint32_t)own.r;
  c.entry = tame_calloc(k->tied, sizeof *c.entry);
  const double v = t->value[k->y.index];
  for (size_t j = 0, i = 0; j < own.n && i < k->tied; j++)
    if (own.op == TAME_OP_NORM2 || t->value[own.a + j] == v) c.entry[i++] = j;
  return c;
}

/* Tied entries in their order number v in the factorial number system. */
static void set_order(const choice *c, size_t v)
{
  const size_t n = c->kink.tied;
  size_t *left = tame_calloc(n, sizeof *left);
  for (size_t i = 0; i < n; i++) left[i] = c->entry[i];
  for (size_t i = 0; i < n; i++) {
    const size_t pick = v % (n - i);
    v /= n - i;
    tame_var_set_kink_at(c->key, left[pick], (double)i);
    memmove(left + pick, left + pick + 1, (n - i - pick - 1) * sizeof *left);
  }
  free(left);
}

static void set_vertex(const choice *c, size_t v)
{
  const tame_tape_kink *k = &c->kink;
  switch (k->op) {
  case TAME_OP_SORT:
    set_order(c, v);
    return;
  case TAME_OP_NORM2:
    for (size_t i = 0; i < k->tied; i++)
      tame_var_set_kink_at(c->key, i, i != v / 2 ? 0.0 : v % 2 ? -1.0 : 1.0);
    return;
  case TAME_OP_MAXK:
  case TAME_OP_MINK:
    for (size_t i = 0; i < k->tied; i++)
      tame_var_set_kink_at(c->key, c->entry[i], i == v);
    return;
  default:
    tame_var_set_kink_at(c->key, k->position, (double)v);
  }
}

static void set_random(const choice *c, gsl_rng *rng)
{
  const tame_tape_kink *k = &c->kink;
  if (k->tied == 0) {
    tame_var_set_kink_at(c->key, k->position, gsl_rng_uniform(rng));
    return;
  }
  double *x = tame_vec(k->tied);
  if (k->op == TAME_OP_NORM2) {
    gsl_ran_dir_nd(rng, k->tied, x);
    const double size = pow(gsl_rng_uniform(rng), 1.0 / (double)k->tied);
    for (size_t i = 0; i < k->tied; i++) x[i] *= size;
  } else if (k->op == TAME_OP_SORT) {
    for (size_t i = 0; i < k->tied; i++) x[i] = gsl_rng_uniform(rng);
  } else {
    for (size_t i = 0; i < k->tied; i++) x[i] = gsl_ran_exponential(rng, 1.0);
  }
  for (size_t i = 0; i < k->tied; i++)
    tame_var_set_kink_at(c->key, c->entry[i], x[i]);
  free(x);
}

/* --- all kinks at once ---------------------------------------------------- */

typedef struct {
  tame_tape *t;
  size_t n;
  choice *choices;
  struct kink_table *before; /* the user's choices */
} choices;

static choices begin(tame_var y)
{
  choices c = {.t = y.tape, .n = tame_tape_kinks(NULL, 0, y)};
  tame_tape_kink *kinks = tame_calloc(c.n, sizeof *kinks);
  tame_tape_kinks(kinks, c.n, y);
  c.choices = tame_calloc(c.n, sizeof *c.choices);
  for (size_t i = 0; i < c.n; i++) c.choices[i] = make_choice(c.t, &kinks[i]);
  free(kinks);
  c.before = c.t->kinks;
  c.t->kinks = NULL;
  return c;
}

static void end(choices *c)
{
  tame_tape_kink_free(c->t);
  c->t->kinks = c->before;
  c->t->is_order_old = true;
  for (size_t i = 0; i < c->n; i++) free(c->choices[i].entry);
  free(c->choices);
}

/* Is row [n] among the rows of grads? */
static bool is_known(const double *grads, size_t count, const double *row,
                     size_t n)
{
  for (size_t i = 0; i < count; i++) {
    size_t j = 0;
    while (j < n && grads[i * n + j] == row[j]) j++;
    if (j == n) return true;
  }
  return false;
}

/* The next combination; false after the last. */
static bool advance(size_t *at, const choices *c)
{
  for (size_t i = 0; i < c->n; i++) {
    if ((double)++at[i] < c->choices[i].kink.vertices) return true;
    at[i] = 0;
  }
  return false;
}

static tame_status list(double *grads, size_t *count, size_t max,
                        const choices *c, tame_var y)
{
  const size_t n = tame_tape_inputs(c->t);
  size_t *at = tame_calloc(c->n, sizeof *at);
  double *row = tame_vec(n);
  tame_status s = TAME_OK;
  do {
    for (size_t i = 0; i < c->n; i++) set_vertex(&c->choices[i], at[i]);
    s = tame_tape_gradient(row, y);
    if (s != TAME_OK || is_known(grads, *count, row, n)) continue;
    if (*count == max)
      s = TAME_MAX_ITER;
    else
      memcpy(grads + n * (*count)++, row, n * sizeof *row);
  } while (s == TAME_OK && advance(at, c));
  free(row);
  free(at);
  return s;
}

tame_status tame_tape_gradient_set(double *grads, size_t *count, size_t max,
                                   double max_tries, tame_var y)
{
  choices c = begin(y);
  double tries = 1.0;
  for (size_t i = 0; i < c.n; i++) tries *= c.choices[i].kink.vertices;
  *count = 0;
  const tame_status s =
      tries <= max_tries ? list(grads, count, max, &c, y) : TAME_MAX_ITER;
  end(&c);
  return s;
}

tame_status tame_tape_gradient_sample(double *grad, tame_var y, gsl_rng *rng)
{
  choices c = begin(y);
  for (size_t i = 0; i < c.n; i++) set_random(&c.choices[i], rng);
  const tame_status s = tame_tape_gradient(grad, y);
  end(&c);
  return s;
}
