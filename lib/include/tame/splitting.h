/* SPDX-License-Identifier: MIT */
/* Splitting algorithms as maps of tame/map.h, made from maps:
 *
 *   a resolvent   R(v, theta) = (I + gamma A_theta)^{-1} v, for example a
 *                 proximal operator of tame/prox.h, with x := v; its step gamma
 *                 is its own;
 *   an operator   B(x, theta), Lipschitz, for example a gradient;
 *   a matrix      M, known by its products (tame/linear.h).
 *
 * All parts see the same theta [p], the whole parameter vector of the problem.
 * The derivative of the algorithm is put together from theirs by the chain
 * rule (2206.00457, section 4), the choices at kinks are theirs, and
 * tame/diff.h differentiates the limit of any of them in the same way.
 *
 * Life cycle: alloc -> init by one of the five -> map -> free; init may be
 * called again.  Parts are copied, what their ctx points to is borrowed.  The
 * map lacks jvp or vjp when a part does.  Its piggyback uses those of the parts
 * and takes its workspace, one or two times [n x p], at the first call; else
 * only init allocates.  The workspace remembers the intermediate points of the
 * last (x, theta), so that products there do not compute them again: when
 * anything but x and theta changes, call init again.
 *
 * Each init returns TAME_EINVAL, and leaves the splitting without a map, when a
 * part has no value, sizes do not fit, or a number is out of its range. */
#ifndef TAME_SPLITTING_H
#define TAME_SPLITTING_H

#include "tame/linear.h"
#include "tame/map.h"
#include "tame/status.h"

typedef struct tame_splitting tame_splitting;

tame_splitting *tame_splitting_alloc(void);
void tame_splitting_free(tame_splitting *s); /* NULL is accepted */

/* The algorithm, valid until the next init; requires a successful init. */
tame_map tame_splitting_map(tame_splitting *s);

/* --- forward-backward -------------------------------------------------------
 * 0 in A(x) + B(x), iterate x [n]:
 *
 *     x+ = R(x - gamma B(x)),
 *
 * R [n] the resolvent of A with the same step gamma > 0; 0 < gamma < 2/L for B
 * the gradient of a convex function with L-Lipschitz gradient. */
tame_status tame_forward_backward_init(tame_splitting *s,
                                       const tame_map *resolvent,
                                       const tame_map *forward, double gamma);

/* --- Douglas-Rachford -------------------------------------------------------
 * 0 in A(x) + B(x), iterate z [n], solution x = R_A(z):
 *
 *     x = R_A(z),  y = R_B(2x - z),  z+ = z + relax (y - x),
 *
 * both resolvents with the same step, 0 < relax < 2. */
tame_status tame_douglas_rachford_init(tame_splitting *s, const tame_map *ra,
                                       const tame_map *rb, double relax);

/* --- ADMM -------------------------------------------------------------------
 * min_x f(x) + g(Dx), D [m x n], iterate (x, z, u) [n + 2m], penalty r > 0:
 *
 *     x+ = argmin_x f(x) + r/2 |Dx - z + u|^2 = S(r D'(z - u)),
 *     v  = Dx+ + u,   z+ = R(v),   u+ = v - z+,
 *
 * where S(q, theta) = argmin_x f(x) + r/2 |Dx|^2 - q'x [n], for f =
 * 1/2 |x - b|^2 the linear solve (I + r D'D)^{-1} (b + q), and R [m] is the
 * proximal operator of g with step 1/r.  x+ does not depend on x, which is part
 * of the iterate so that its derivative is at hand. */
tame_status tame_admm_init(tame_splitting *s, const tame_map *solve,
                           const tame_linear *d, const tame_map *prox,
                           double r);

/* --- Chambolle-Pock ---------------------------------------------------------
 * min_x max_u f(x) + u'Kx - g(u), K [m x n], iterate (x, u) [n + m]:
 *
 *     x+ = R_f(x - tau K'u),   u+ = R_g(u + sigma K(2x+ - x)),
 *
 * R_f [n] with step tau, R_g [m] with step sigma (for min f(x) + h(Kx), g is the
 * conjugate of h); converges for tau sigma |K|_2^2 <= 1.  The variant that
 * begins with u+ and extrapolates x takes the same steps in turn. */
tame_status tame_chambolle_pock_init(tame_splitting *s, const tame_map *rf,
                                     const tame_map *rg, const tame_linear *k,
                                     double tau, double sigma);

/* --- heavy ball -------------------------------------------------------------
 * min f, iterate (x, y) [2n], y the point before x:
 *
 *     x+ = x - alpha f'(x) + beta (x - y),   y+ = x,
 *
 * f' [n] a map, alpha > 0, 0 <= beta < 1.  Gradient descent is
 * forward-backward with R the identity (or beta = 0).  For f' that has kinks
 * this algorithm may converge while its derivatives do not (2206.00457). */
tame_status tame_heavy_ball_init(tame_splitting *s, const tame_map *gradient,
                                 double alpha, double beta);

#endif
