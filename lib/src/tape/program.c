/* SPDX-License-Identifier: MIT */
#include "program.h"

#include <stdlib.h>
#include <string.h>

tame_tape *tame_tape_alloc(void)
{
  tame_tape *t = tame_calloc(1, sizeof *t);
  tame_tape_kink_defaults(t);
  return t;
}

void tame_tape_free(tame_tape *t)
{
  if (!t) return;
  tame_tape_kink_free(t);
  free(t->work);
  free(t->maps);
  free(t->tangent);
  free(t->order);
  free(t->args);
  free(t->constant);
  free(t->adjoint);
  free(t->value);
  free(t->code);
  free(t);
}

void tame_tape_clear(tame_tape *t)
{
  t->codes.n = t->values.n = t->constants.n = 0;
  t->argses.n = t->mapses.n = 0;
  t->n_inputs = 0;
  memset(t->cache, 0, sizeof t->cache);
  tame_tape_clear_kinks(t);
}

size_t tame_tape_inputs(const tame_tape *t) { return t->n_inputs; }

size_t tame_tape_bytes(const tame_tape *t)
{
  return sizeof *t + t->codes.room * sizeof *t->code +
         t->values.room * sizeof *t->value +
         (t->n_adjoint + t->n_tangent + t->n_work) * sizeof *t->adjoint +
         t->mapses.room * sizeof *t->maps +
         t->constants.room * sizeof *t->constant +
         (t->argses.room + t->n_order) * sizeof *t->args +
         tame_tape_kink_bytes(t);
}

/* --- memory --------------------------------------------------------------- */

static void *resize(void *block, size_t count, size_t size)
{
  void *b = realloc(block, (count ? count : 1) * size);
  if (!b) b = tame_calloc(SIZE_MAX, size); /* says so and aborts */
  return b;
}

/* Room for MORE objects of SIZE bytes; half as much again each time, so that
 * appending is cheap and little is left over. */
static void *grow(void *block, extent *e, size_t more, size_t size)
{
  if (e->room - e->n >= more) return block;
  TAME_REQUIRE(more <= TAPE_MAX - e->n && "the tape is full");
  size_t room = e->room + e->room / 2 + 64;
  if (room < e->n + more) room = e->n + more;
  if (room > TAPE_MAX) room = TAPE_MAX;
  e->room = room;
  return resize(block, room, size);
}

static void *shrink(void *block, extent *e, size_t size)
{
  if (e->room == e->n) return block;
  e->room = e->n;
  return resize(block, e->n, size);
}

void tame_tape_trim(tame_tape *t)
{
  free(t->tangent);
  t->tangent = NULL;
  t->n_tangent = 0;
  tame_tape_fit(t);
}

void tame_tape_fit(tame_tape *t)
{
  t->code = shrink(t->code, &t->codes, sizeof *t->code);
  t->value = shrink(t->value, &t->values, sizeof *t->value);
  t->constant = shrink(t->constant, &t->constants, sizeof *t->constant);
  t->args = shrink(t->args, &t->argses, sizeof *t->args);
  if (t->n_adjoint > t->values.n) {
    t->n_adjoint = t->values.n;
    t->adjoint = resize(t->adjoint, t->n_adjoint, sizeof *t->adjoint);
  }
}

/* --- recording ------------------------------------------------------------ */

void tame_tape_check_var(const tame_tape *t, tame_var y)
{
  TAME_REQUIRE(y.tape == t && "variables of two tapes");
  TAME_REQUIRE(y.index < t->values.n && "variable of a cleared tape");
}

/* The fast code of the operation W whose result is r, or its own. */
static word fast(word w, size_t r)
{
  const bool is_a = tape_a(w) + 1 == r, is_b = tape_b(w) + 1 == r;
  unsigned code = tape_code(w);
  /* clang-format off */
  switch (code) {
  case TAME_OP_ADD: code = is_a ? TAPE_ADD_A : is_b ? TAPE_ADD_B : code; break;
  case TAME_OP_SUB: code = is_a ? TAPE_SUB_A : is_b ? TAPE_SUB_B : code; break;
  case TAME_OP_MUL: code = is_a ? TAPE_MUL_A : is_b ? TAPE_MUL_B : code; break;
  case TAME_OP_ADDC: code = is_a ? TAPE_ADDC_A : code; break;
  case TAME_OP_MULC: code = is_a ? TAPE_MULC_A : code; break;
  case TAME_OP_RELU: code = is_a ? TAPE_RELU_A : code; break;
  default: break;
  }
  /* clang-format on */
  return (w & ~(word)0xff) | code;
}

/* After an ADD was appended: is it s + x y?  See program.h. */
static void fuse(tame_tape *t)
{
  word *const add = &t->code[t->codes.n - 1], *const mul = add - 1;
  const size_t r = t->values.n - 1;
  if (t->codes.n < 2 || tape_op(*mul) != TAME_OP_MUL) return;
  if (r < 2 || tape_a(*add) != r - 2 || tape_b(*add) != r - 1) return;
  *add = (*add & ~(word)0xff) | TAPE_SUM_MUL;
  *mul = (*mul & ~(word)0xff) | TAPE_MUL_SUM;
}

tame_var tame_tape_append_known(tame_tape *t, word w, double v)
{
  if (t->codes.n == t->codes.room)
    t->code = grow(t->code, &t->codes, 1, sizeof *t->code);
  if (t->values.n == t->values.room)
    t->value = grow(t->value, &t->values, 1, sizeof *t->value);
  t->code[t->codes.n++] = fast(w, t->values.n);
  t->value[t->values.n++] = v;
  if (tape_op(w) == TAME_OP_ADD) fuse(t);
  return (tame_var){t, (uint32_t)(t->values.n - 1)};
}

tame_var tame_tape_append(tame_tape *t, word w)
{
  const size_t r = t->values.n, n = tape_results(t, w);
  t->code = grow(t->code, &t->codes, 1, sizeof *t->code);
  t->value = grow(t->value, &t->values, n, sizeof *t->value);
  t->code[t->codes.n++] = w;
  t->values.n += n;
  tame_tape_evaluate(t, t->codes.n - 1, t->codes.n, r, NULL);
  return (tame_var){t, (uint32_t)r};
}

size_t tame_tape_add_constants(tame_tape *t, const double *c, size_t n)
{
  t->constant = grow(t->constant, &t->constants, n, sizeof *t->constant);
  memcpy(t->constant + t->constants.n, c, n * sizeof *c);
  t->constants.n += n;
  return t->constants.n - n;
}

size_t tame_tape_add_constant(tame_tape *t, double c)
{
  /* bits, not values: 0 and -0 are two constants */
  uint64_t bits;
  memcpy(&bits, &c, sizeof bits);
  uint32_t *slot =
      &t->cache[(bits * UINT64_C(0x9E3779B97F4A7C15) >> 32) % CACHE];
  if (*slot && memcmp(&t->constant[*slot - 1], &c, sizeof c) == 0)
    return *slot - 1;
  const size_t i = tame_tape_add_constants(t, &c, 1);
  *slot = (uint32_t)i + 1;
  return i;
}

size_t tame_tape_add_args(tame_tape *t, const uint32_t *arg, size_t n)
{
  t->args = grow(t->args, &t->argses, n, sizeof *t->args);
  memcpy(t->args + t->argses.n, arg, n * sizeof *arg);
  t->argses.n += n;
  return t->argses.n - n;
}

size_t tame_tape_add_map(tame_tape *t, const tame_map *map)
{
  const size_t need = 2 * map->n + map->p; /* a tangent in, one out */
  if (t->n_work < need) {
    free(t->work);
    t->work = tame_vec(need);
    t->n_work = need;
  }
  t->maps = grow(t->maps, &t->mapses, 1, sizeof *t->maps);
  t->maps[t->mapses.n] = map;
  return t->mapses.n++;
}

size_t tame_tape_add_sort(tame_tape *t, size_t k)
{
  const uint32_t count = (uint32_t)k;
  const size_t at = tame_tape_add_args(t, &count, 1);
  t->args = grow(t->args, &t->argses, k, sizeof *t->args);
  t->argses.n += k;
  return at;
}

size_t tame_tape_consecutive(tame_tape *t, const tame_var *x, size_t k)
{
  bool is_run = true;
  for (size_t i = 0; i < k; i++) {
    tame_tape_check_var(t, x[i]);
    is_run = is_run && x[i].index == x[0].index + i;
  }
  if (is_run) return x[0].index;
  TAME_REQUIRE(k < TAPE_MAX);
  const uint32_t count = (uint32_t)k;
  const size_t at = tame_tape_add_args(t, &count, 1);
  for (size_t i = 0; i < k; i++) tame_tape_add_args(t, &x[i].index, 1);
  return tame_tape_append(t, tape_pack(TAME_OP_GATHER, 0, at)).index;
}

/* --- inputs --------------------------------------------------------------- */

tame_var tame_tape_input(tame_tape *t, double value)
{
  /* inputs in a row are one operation */
  word *last = t->codes.n ? &t->code[t->codes.n - 1] : NULL;
  if (last && tape_op(*last) == TAME_OP_INPUT) {
    *last = tape_pack(TAME_OP_INPUT, tape_a(*last), tape_b(*last) + 1);
    t->value = grow(t->value, &t->values, 1, sizeof *t->value);
    t->value[t->values.n] = value;
    t->n_inputs++;
    return (tame_var){t, (uint32_t)t->values.n++};
  }
  const word w = tape_pack(TAME_OP_INPUT, t->n_inputs++, 1);
  return tame_tape_append_known(t, w, value);
}

tame_var tame_tape_constant(tame_tape *t, double c)
{
  return tame_tape_append_known(
      t, tape_pack(TAME_OP_CONST, 0, tame_tape_add_constant(t, c)), c);
}

double tame_var_value(tame_var y)
{
  tame_tape_check_var(y.tape, y);
  return y.tape->value[y.index];
}
