/* SPDX-License-Identifier: MIT */
/* Calls of maps. */
#include <string.h>

#include "program.h"

/* The map of a call and where its arguments are. */
typedef struct {
  const tame_map *map;
  size_t x, theta; /* first values */
} call;

static call call_of(const tame_tape *t, word w)
{
  const uint32_t *arg = t->args + tape_b(w);
  return (call){t->maps[arg[3]], tape_a(w), arg[1]};
}

void tame_tape_call_value(tame_tape *t, word w, size_t r)
{
  const call c = call_of(t, w);
  c.map->value(t->value + r, t->value + c.x, t->value + c.theta, c.map->ctx);
}

void tame_tape_call_reverse(const tame_tape *t, word w, size_t r)
{
  const call c = call_of(t, w);
  const size_t n = c.map->n;
  double *const d = t->adjoint;
  TAME_REQUIRE(c.map->vjp && "map without vjp in a reverse sweep");
  c.map->vjp(t->work, c.map->p ? d + c.theta : NULL, d + r, t->value + c.x,
             t->value + c.theta, c.map->ctx);
  for (size_t i = 0; i < n; i++) d[c.x + i] += t->work[i];
}

void tame_tape_call_forward(const tame_tape *t, word w, size_t r,
                            double *tangent, size_t q)
{
  const call c = call_of(t, w);
  const size_t n = c.map->n, p = c.map->p;
  double *const out = t->work, *const dx = out + n, *const dtheta = dx + n;
  TAME_REQUIRE(c.map->jvp && "map without jvp in a forward sweep");
  for (size_t j = 0; j < q; j++) {
    for (size_t i = 0; i < n; i++) dx[i] = tangent[(c.x + i) * q + j];
    for (size_t i = 0; i < p; i++) dtheta[i] = tangent[(c.theta + i) * q + j];
    c.map->jvp(out, dx, p ? dtheta : NULL, t->value + c.x, t->value + c.theta,
               c.map->ctx);
    for (size_t i = 0; i < n; i++) tangent[(r + i) * q + j] = out[i];
  }
}

const double *tame_tape_call_row(const tame_tape *t, word w, size_t i)
{
  const call c = call_of(t, w);
  const size_t n = c.map->n, p = c.map->p;
  double *const row = t->work, *const unit = row + n + p;
  memset(row, 0, (2 * n + p) * sizeof *row);
  unit[i] = 1.0;
  TAME_REQUIRE(c.map->vjp && "map without vjp");
  c.map->vjp(row, p ? row + n : NULL, unit, t->value + c.x, t->value + c.theta,
             c.map->ctx);
  return row;
}
