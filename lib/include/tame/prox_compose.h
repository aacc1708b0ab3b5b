/* SPDX-License-Identifier: MIT */
/* New resolvents from given ones; see prox.h. */
#ifndef TAME_PROX_COMPOSE_H
#define TAME_PROX_COMPOSE_H

#include <stddef.h>

#include "tame/map.h"
#include "tame/status.h"

/* --- product ----------------------------------------------------------------
 * g(x) = sum_k g_k(x_k) over consecutive blocks x = (x_1, x_2, ...):
 *
 *     R(v, theta) = (R_1(v_1, theta), R_2(v_2, theta), ...),
 *
 * as in the saddle-point problems of 2212.07844, 4.5 and 4.6.  All blocks see
 * the whole theta.  The maps are borrowed; any map of the same p will do. */
typedef struct {
  const tame_map *blocks; /* [n_blocks], borrowed */
  size_t n_blocks;
} tame_prox_product;

/* map <- the product.  A product that some block lacks is missing in the map
 * (NULL).  TAME_EINVAL when n_blocks = 0, a block has no value, or two blocks
 * differ in p. */
tame_status tame_prox_product_init(tame_map *map, tame_prox_product *q,
                                   const tame_map *blocks, size_t n_blocks);

/* --- conjugate --------------------------------------------------------------
 * Moreau's identity: from the operator R of g with step 1/gamma,
 *
 *     R'(v) = prox of gamma g-conjugate = v - gamma R(v/gamma),
 *     dR'/dv = I - dR/dv(v/gamma),  dR'/dtheta = -gamma dR/dtheta(v/gamma). */
typedef struct {
  tame_map primal; /* its ctx is borrowed */
  double gamma;
  double *work; /* [2n] */
} tame_prox_conjugate;

/* map <- the conjugate of PRIMAL, whose own step must be 1/gamma.  Q takes a
 * workspace; release it with tame_prox_conjugate_free, also before another
 * init.  TAME_EINVAL when gamma is not positive and finite or PRIMAL has no
 * value; Q holds no workspace then. */
tame_status tame_prox_conjugate_init(tame_map *map, tame_prox_conjugate *q,
                                     const tame_map *primal, double gamma);
void tame_prox_conjugate_free(tame_prox_conjugate *q);

#endif
