/* SPDX-License-Identifier: MIT */
/* Chambolle and Pock's algorithm for the saddle point of
 * tame_inclusion_deblur (2212.07844, section 4.5),
 *
 *     min_x max_{|u|_inf <= lambda}
 *         1/2 |Hx - b|^2 + mu/2 |x|^2 + <Dx, u> - delta/2 |u|^2,
 *
 *     x+ = ((1 + tau mu) I + tau H'H)^{-1} (x - tau D'u + tau H'b),
 *     u+ = clip((u + sigma D(2x+ - x))/(1 + sigma delta), -lambda, lambda),
 *
 * as a map of (x, u) [2n - 1] and theta = (lambda, delta, b [n]), in the order of
 * the inclusion.  With mu_x = lambda_min(H'H) + mu the steps are
 * tau = 1/2 sqrt(delta/mu_x)/|D|, sigma = 1/2 sqrt(mu_x/delta)/|D|, at a delta of
 * the caller's; they are numbers of the algorithm and are not differentiated.
 *
 * Life cycle: alloc -> init -> map ... -> free. */
#ifndef TAME_DEBLUR_POCK_H
#define TAME_DEBLUR_POCK_H

#include <stddef.h>

#include "tame/map.h"
#include "tame/status.h"

typedef struct tame_deblur_pock tame_deblur_pock;

tame_deblur_pock *tame_deblur_pock_alloc(size_t n); /* n >= 2 */
void tame_deblur_pock_free(tame_deblur_pock *w);    /* NULL is accepted */

/* h [n x n]; TAME_EINVAL when it is not finite, or mu or delta not positive. */
tame_status tame_deblur_pock_init(tame_deblur_pock *w, const double *h,
                                  double mu, double delta);

/* The iteration, valid until the next init. */
tame_map tame_deblur_pock_map(tame_deblur_pock *w);

#endif
