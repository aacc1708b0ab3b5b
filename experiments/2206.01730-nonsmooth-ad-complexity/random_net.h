/* SPDX-License-Identifier: MIT */
/* What lexicographic.c and path.c share: the random linear ReLU network with p
 * inputs and three hidden layers of 2p units. */
#ifndef RANDOM_NET_H
#define RANDOM_NET_H

#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/relu_net.h"

typedef struct {
  tame_relu_net net;
  tame_splitmix rng;    /* after the net was drawn */
  double *z, *d, *work; /* [rows] each */
} random_net;

/* Root seed 0 gives the network of an independent program when p = 4. */
static inline random_net random_net_begin(size_t p, const tame_run *run)
{
  const size_t width[] = {p, 2 * p, 2 * p, 2 * p, 1};
  random_net r = {.rng = tame_splitmix_seed(7 ^ tame_run_root(run) << 32)};
  r.net = tame_relu_net_random(width, 4, &r.rng);
  r.z = tame_vec(3 * r.net.n_rows);
  r.d = r.z + r.net.n_rows;
  r.work = r.d + r.net.n_rows;
  return r;
}

static inline void random_net_end(random_net *r)
{
  tame_relu_net_free(&r->net);
  free(r->z);
}

/* v [p] <- what backpropagation gives at x with relu'(0) = a; returns F(x). */
static inline double backpropagate(double *v, const double *x, double a,
                                   const random_net *r)
{
  const double f = tame_relu_net_value(r->z, x, &r->net);
  tame_relu_net_choice(r->d, r->z, a, &r->net);
  tame_relu_net_element(v, r->work, r->d, &r->net);
  return f;
}

#endif
