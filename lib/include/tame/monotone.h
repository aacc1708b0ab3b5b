/* SPDX-License-Identifier: MIT */
/* Lipschitz monotone operators B(x, theta), the forward half of a monotone
 * inclusion 0 in A(x) + B(x) (arXiv 2212.07844), as maps of tame/map.h: value
 * B, jvp and vjp its Jacobian.  theta [p] is the whole parameter vector of the
 * problem; which of its entries an operator uses is told by tame_param and
 * tame_params (tame/prox.h).
 *
 * Life cycle: init fills a plain struct that the caller owns and that must
 * outlive the map; arrays are borrowed.  work is taken by init and released by
 * free, also before another init.  Errors of init: TAME_EINVAL when a size is
 * 0, an entry or a fixed number is not finite, an index reaches beyond p, or a
 * label is not -1 or 1. */
#ifndef TAME_MONOTONE_H
#define TAME_MONOTONE_H

#include <stddef.h>

#include "tame/map.h"
#include "tame/prox.h"
#include "tame/status.h"

/* --- least squares with a ridge ---------------------------------------------
 *     B(w) = X'(Xw - y) + ridge w,     X [m x n], y [m]
 *
 * (section 4.1; the gradient of 1/2 |Xw - y|^2 + ridge/2 |w|^2). */
typedef struct {
  size_t m, n, p;
  const double *x;
  tame_param ridge;
  tame_params y;
  double *work; /* [m x min(p + 1, 128)] */
} tame_op_least_squares;

tame_status tame_op_least_squares_init(tame_op_least_squares *q,
                                       const double *x, size_t m, size_t n,
                                       size_t p, tame_param ridge,
                                       tame_params y);
void tame_op_least_squares_free(tame_op_least_squares *q);
tame_map tame_op_least_squares_map(tame_op_least_squares *q);

/* --- dual of 1-D total variation --------------------------------------------
 *     B(u) = D(D'u - b),     u [n - 1], b [n], (Dx)_k = x_{k+1} - x_k
 *
 * (section 4.3), in O(n) operations. */
typedef struct {
  size_t n, p; /* n: samples, one more than the length of u */
  tame_params b;
  double *work; /* [2 n] */
} tame_op_tv_dual;

tame_status tame_op_tv_dual_init(tame_op_tv_dual *q, size_t n, size_t p,
                                 tame_params b);
void tame_op_tv_dual_free(tame_op_tv_dual *q);
tame_map tame_op_tv_dual_map(tame_op_tv_dual *q);

/* --- dual of a kernel support vector machine ---------------------------------
 *     B(a) = Q a - 1,   Q_ij = s_i s_j exp(-d_ij / (2 sigma^2)) + ridge [i = j],
 *     dQ_ij/dlog sigma = s_i s_j exp(-d_ij / (2 sigma^2)) d_ij / sigma^2
 *
 * (section 4.4).  d_ij is the squared distance of points i and j, s_i = +-1
 * their labels, log sigma a number of the problem, ridge >= 0 fixed. */
typedef struct {
  size_t n, p;
  tame_param log_sigma;
  double ridge;
  double last; /* the log sigma of q and dq, NaN before the first */
  double *d;   /* [n x n] squared distances; head of the work */
  double *q;   /* [n x n] Q at `last` */
  double *dq;  /* [n x n] its derivative */
  double *s;   /* [n] labels */
} tame_op_svm;

/* points [n x dim] and labels [n] are copied. */
tame_status tame_op_svm_init(tame_op_svm *q, const double *points,
                             const double *labels, size_t n, size_t dim,
                             size_t p, tame_param log_sigma, double ridge);
void tame_op_svm_free(tame_op_svm *q);
tame_map tame_op_svm_map(tame_op_svm *q);

/* Q at theta [n x n], owned by q, valid until another log sigma is used. */
const double *tame_op_svm_matrix(tame_op_svm *q, const double *theta);

/* --- saddle points ------------------------------------------------------------
 * min_x max_u  1/2 |Hx - b|^2 + mu/2 |x|^2 + <Kx - t, u> - delta/2 |u|^2:
 *
 *     B(x, u) = (H'(Hx - b) + mu x + K'u,  -Kx + t + delta u),
 *
 * z = (x, u), x [n], u [m] (sections 4.5 and 4.6).  H [r x n] and b [r], or
 * H = NULL; K [m x n]; t [m], fixed, or NULL for 0.  Strongly monotone with
 * modulus min(lambda_min(H'H) + mu, delta). */
typedef struct {
  size_t n, m, r, p;
  const double *h, *k, *t;
  tame_param mu, delta;
  tame_params b;
  double *work; /* [r] */
} tame_op_saddle;

/* *q holds the problem; this checks it and takes the work. */
tame_status tame_op_saddle_init(tame_op_saddle *q);
void tame_op_saddle_free(tame_op_saddle *q);
tame_map tame_op_saddle_map(tame_op_saddle *q);

/* --- Huber regression -----------------------------------------------------------
 *     B(w) = X' clip((Xw - t)/delta, -1, 1) + mu w,    X [m x n], t [m]
 *
 * (section 4.6: the saddle point with the multiplier maximised out).  At
 * |Xw - t| = delta the derivative of the clip is at_kink times that inside. */
typedef struct {
  size_t m, n, p;
  const double *x, *t;
  tame_param delta, mu;
  double at_kink; /* in [0, 1] */
  double *work;   /* [m] */
} tame_op_huber;

tame_status tame_op_huber_init(tame_op_huber *q); /* as for the saddle */
void tame_op_huber_free(tame_op_huber *q);
tame_map tame_op_huber_map(tame_op_huber *q);

#endif
