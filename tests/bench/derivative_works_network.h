/* SPDX-License-Identifier: MIT */
/* Gradients of ReLU networks, by the tape and by the layers (arXiv 2206.01730),
 * and a subgradient method on one (arXiv 2404.19517).  All in double precision. */
#ifndef BENCH_DERIVATIVE_WORKS_NETWORK_H
#define BENCH_DERIVATIVE_WORKS_NETWORK_H

#include <math.h>

#include <gsl/gsl_cblas.h>

#include "derivative_work.h"
#include "tame/nn.h"
#include "tame/nonsmooth_data.h"
#include "tame/rng.h"
#include "tame/tape.h"
#include "tame/tape_vector.h"

/* --- loss 1/2 mean (out - y)^2 and its gradient in all parameters ------------ */

enum { BY_TAPE, BY_LAYERS };

typedef struct {
  size_t batch, inputs, width, depth, n; /* n parameters */
  double *theta, *x, *xt, *y; /* x [batch x inputs], xt its transpose */
  tame_tape *tape;
  tame_var loss;
  tame_net *net;
  tame_nn_f64 *nn;
  double mean; /* the loss, by layers */
} mlp;

static void mlp_by_tape(double *out, void *ctx)
{
  mlp *s = ctx;
  TAME_REQUIRE(tame_tape_replay(s->tape, s->theta) == TAME_OK);
  TAME_REQUIRE(tame_tape_gradient(out + 1, s->loss) == TAME_OK);
  out[0] = tame_var_value(s->loss);
}

static void mlp_by_layers(double *out, void *ctx)
{
  mlp *s = ctx;
  (void)out;
  const double *z = tame_nn_forward_f64(s->nn, s->xt, s->batch, true);
  double *dz = tame_nn_output_gradient_f64(s->nn), sum = 0.0;
  for (size_t i = 0; i < s->batch; i++) {
    const double r = z[i] - s->y[i];
    sum += r * r;
    dz[i] = r / (double)s->batch;
  }
  s->mean = 0.5 * sum / (double)s->batch;
  tame_nn_backward_f64(s->nn);
}

static void mlp_fetch(double *out, void *ctx)
{
  mlp *s = ctx;
  out[0] = s->mean;
  memcpy(out + 1, tame_nn_gradient_f64(s->nn), s->n * sizeof *out);
}

static void mlp_record(mlp *s)
{
  tame_tape *t = s->tape = tame_tape_alloc();
  double *ones = tame_vec(s->batch);
  for (size_t i = 0; i < s->batch; i++) ones[i] = 1.0;
  const tame_vars theta = tame_tape_input_vector(t, s->theta, s->n);
  const tame_vars one = tame_tape_constant_vector(t, ones, s->batch);
  const tame_vars y = tame_tape_constant_vector(t, s->y, s->batch);
  tame_vars h = tame_tape_constant_vector(t, s->xt, s->inputs * s->batch);
  size_t at = 0;
  for (size_t k = 0; k < s->depth; k++) {
    const size_t rows = k + 1 < s->depth ? s->width : 1;
    const size_t columns = k == 0 ? s->inputs : s->width;
    const tame_vars w = tame_vars_part(theta, at, rows * columns);
    const tame_vars bias = tame_vars_part(theta, at + rows * columns, rows);
    at += rows * columns + rows;
    if (s->batch == 1)
      h = tame_vars_add(tame_vars_matvec(w, h), bias);
    else
      h = tame_vars_add(tame_vars_matmul(w, h, rows, columns, s->batch),
                        tame_vars_matmul(bias, one, rows, 1, s->batch));
    if (k + 1 < s->depth) h = tame_vars_relu(h);
  }
  const tame_vars r = tame_vars_sub(h, y);
  s->loss = tame_var_mulc(tame_vars_dot(r, r), 0.5 / (double)s->batch);
  free(ones);
}

static void mlp_clear(void *ctx)
{
  mlp *s = ctx;
  tame_tape_free(s->tape);
  tame_nn_free_f64(s->nn);
  tame_net_free(s->net);
  free(s->theta);
  free(s->x);
  free(s->xt);
  free(s->y);
  free(s);
}

static void mlp_layers(mlp *s, gsl_rng *rng)
{
  s->net = tame_net_alloc(s->inputs, 1, 1);
  int at = 0;
  for (size_t k = 0; k < s->depth; k++) {
    const bool is_last = k + 1 == s->depth;
    at = tame_net_linear(
        s->net, at,
        (tame_conv){.channels = is_last ? 1 : s->width, .has_bias = true});
    if (!is_last) at = tame_net_activation(s->net, at, TAME_RELU);
  }
  s->n = tame_net_n_parameters(s->net);
  s->nn = tame_nn_alloc_f64(s->net, &(tame_nn_options){.batch = s->batch});
  tame_nn_init_f64(s->nn, rng);
  s->theta = tame_vec_copy(tame_nn_parameters_f64(s->nn), s->n);
}

/* size: batch, inputs, width, layers */
static derivative mlp_setup(int kind, const size_t *size)
{
  mlp *s = tame_calloc(1, sizeof *s);
  gsl_rng *rng = tame_rng_alloc(0, "bench/network", 0);
  *s = (mlp){.batch = size[0], .inputs = size[1]};
  s->width = size[2];
  s->depth = size[3];
  const size_t many = s->batch * s->inputs;
  s->x = tame_vec(many);
  s->xt = tame_vec(many);
  s->y = tame_vec(s->batch);
  tame_rng_normal(s->x, many, rng);
  tame_rng_normal(s->y, s->batch, rng);
  for (size_t i = 0; i < many; i++)
    s->xt[i % s->inputs * s->batch + i / s->inputs] = s->x[i];
  mlp_layers(s, rng);
  gsl_rng_free(rng);
  if (kind == BY_TAPE) mlp_record(s);
  derivative d = derivative_of(s, kind == BY_TAPE ? mlp_by_tape : mlp_by_layers,
                               mlp_clear, 1 + s->n);
  if (kind == BY_LAYERS) d.fetch = mlp_fetch;
  for (size_t i = 0; i < 4; i++) add_size(&d, size[i]);
  add_array(&d, s->theta, s->n);
  add_array(&d, s->x, many);
  add_array(&d, s->y, s->batch);
  /* forward, gradients of weights, and of what the layers but the first read */
  d.flops = (double)s->batch *
            (6.0 * (double)s->n - 2.0 * (double)(s->inputs * s->width));
  snprintf(d.about, sizeof d.about,
           "%zu layers of %zu units, %zu inputs, batch of %zu", s->depth,
           s->width, s->inputs, s->batch);
  return d;
}

/* --- subgradient method on one hidden layer ------------------------------------ */

typedef struct {
  size_t n, steps;
  double *z, *y, *theta, *v;
  double constants[2]; /* weight decay, step */
  tame_relu relu;
} descent;

static void descent_compute(double *out, void *ctx)
{
  descent *s = ctx;
  const tame_nonsmooth f = tame_relu_nonsmooth(&s->relu);
  memcpy(out, s->theta, s->n * sizeof *out);
  for (size_t k = 0; k < s->steps; k++) {
    f.subgradient(s->v, out, f.ctx);
    cblas_daxpy((int)s->n, -s->constants[1], s->v, 1, out, 1);
  }
}

static void descent_clear(void *ctx)
{
  descent *s = ctx;
  tame_relu_free(&s->relu);
  free(s->z);
  free(s->y);
  free(s->theta);
  free(s->v);
  free(s);
}

/* size: rows, features, units, steps */
static derivative descent_setup(int kind, const size_t *size)
{
  const size_t rows = size[0], features = size[1], units = size[2];
  descent *s = tame_calloc(1, sizeof *s);
  gsl_rng *rng = tame_rng_alloc(0, "bench/descent", 0);
  (void)kind;
  s->steps = size[3];
  s->constants[0] = 0.01;
  s->constants[1] = 0.02;
  s->z = tame_vec(rows * features);
  s->y = tame_vec(rows);
  tame_rng_normal(s->z, rows * features, rng);
  tame_rng_normal(s->y, rows, rng);
  TAME_REQUIRE(tame_relu_init(&s->relu, rows, features, units, s->z, s->y,
                              s->constants[0]) == TAME_OK);
  s->n = tame_relu_parameters(&s->relu);
  s->theta = tame_vec(s->n);
  s->v = tame_vec(s->n);
  tame_rng_normal(s->theta, s->n, rng);
  for (size_t i = 0; i < s->n; i++) s->theta[i] /= sqrt((double)units);
  gsl_rng_free(rng);
  derivative d = derivative_of(s, descent_compute, descent_clear, s->n);
  for (size_t i = 0; i < 4; i++) add_size(&d, size[i]);
  add_array(&d, s->z, rows * features);
  add_array(&d, s->y, rows);
  add_array(&d, s->theta, s->n);
  add_array(&d, s->constants, 2);
  d.flops = (double)(s->steps * rows * units) * (4.0 * (double)features + 6.0);
  snprintf(d.about, sizeof d.about,
           "%zu units, %zu rows of %zu features, %zu steps", units, rows,
           features, s->steps);
  return d;
}

#endif
