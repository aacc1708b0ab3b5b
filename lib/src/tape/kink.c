/* SPDX-License-Identifier: MIT */
#include "tame/tape_kink.h"

#include <math.h>
#include <stdlib.h>

#include "program.h"

/* Open addressing; key 0 is an empty slot.  Asked only at kinks. */
struct kink_table {
  size_t n, room; /* room: a power of 2 */
  uint64_t *key;
  double *theta;
};

static uint64_t key_of(size_t r, size_t j)
{
  return ((uint64_t)r << 28 | j) + 1;
}

static size_t slot_of(const struct kink_table *k, uint64_t key)
{
  size_t i = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 20);
  for (i &= k->room - 1; k->key[i] && k->key[i] != key;)
    i = (i + 1) & (k->room - 1);
  return i;
}

static struct kink_table *table_alloc(size_t room)
{
  struct kink_table *k = tame_calloc(1, sizeof *k);
  k->room = room;
  k->key = tame_calloc(room, sizeof *k->key);
  k->theta = tame_vec(room);
  return k;
}

static void table_free(struct kink_table *k)
{
  if (!k) return;
  free(k->theta);
  free(k->key);
  free(k);
}

static void insert(struct kink_table *k, uint64_t key, double theta)
{
  const size_t i = slot_of(k, key);
  k->n += k->key[i] == 0;
  k->key[i] = key;
  k->theta[i] = theta;
}

static void set(tame_tape *t, size_t r, size_t j, double theta)
{
  struct kink_table *k = t->kinks;
  if (!k || 2 * k->n >= k->room) {
    t->kinks = table_alloc(k ? 2 * k->room : 16);
    for (size_t i = 0; k && i < k->room; i++)
      if (k->key[i]) insert(t->kinks, k->key[i], k->theta[i]);
    table_free(k);
  }
  insert(t->kinks, key_of(r, j), theta);
  t->is_order_old = true;
}

/* --- what the sweeps ask -------------------------------------------------- */

bool tame_tape_chosen(double *theta, const tame_tape *t, size_t r, size_t j)
{
  if (!t->kinks) return false;
  const size_t i = slot_of(t->kinks, key_of(r, j));
  if (!t->kinks->key[i]) return false;
  *theta = t->kinks->theta[i];
  return true;
}

double tame_tape_theta(const tame_tape *t, tame_op op, size_t r, size_t j)
{
  double theta = t->kink[op];
  tame_tape_chosen(&theta, t, r, j);
  return theta;
}

size_t tame_tape_kink_bytes(const tame_tape *t)
{
  const struct kink_table *k = t->kinks;
  return k ? sizeof *k + k->room * (sizeof *k->key + sizeof *k->theta) : 0;
}

void tame_tape_kink_defaults(tame_tape *t)
{
  t->kink[TAME_OP_ABS] = t->kink[TAME_OP_NORM1] = 0.5;
  t->kink[TAME_OP_MAX] = t->kink[TAME_OP_MIN] = 1.0;
}

void tame_tape_kink_free(tame_tape *t)
{
  table_free(t->kinks);
  t->kinks = NULL;
}

/* --- public --------------------------------------------------------------- */

void tame_tape_set_kink(tame_tape *t, tame_op op, double theta)
{
  TAME_REQUIRE(theta >= 0.0 && theta <= 1.0);
  switch (op) {
  case TAME_OP_RELU:
  case TAME_OP_LEAKY:
  case TAME_OP_RELU6:
  case TAME_OP_ABS:
  case TAME_OP_MAX:
  case TAME_OP_MIN:
  case TAME_OP_MAXC:
  case TAME_OP_MINC:
  case TAME_OP_NORM1:
    t->kink[op] = theta;
    return;
  default:
    TAME_REQUIRE(false && "operation without an interval of subgradients");
  }
}

void tame_var_set_kink(tame_var y, double theta)
{
  TAME_REQUIRE(theta >= 0.0 && theta <= 1.0);
  tame_var_set_kink_at(y, 0, theta);
}

void tame_var_set_kink_at(tame_var y, size_t j, double theta)
{
  tame_tape_check_var(y.tape, y);
  TAME_REQUIRE(isfinite(theta) && j < TAPE_MAX);
  set(y.tape, y.index, j, theta);
}

void tame_tape_clear_kinks(tame_tape *t)
{
  tame_tape_kink_free(t);
  t->is_order_old = true;
}
