/* SPDX-License-Identifier: MIT */
/* One forward and backward pass in REAL, its results in double; included twice
 * by check_direct.c, hence no guard. */

static result TAME_TYPED(pass)(const tame_net *net, const numbers *a,
                               tame_nn_options o)
{
  result r = result_alloc(net);
  TAME_TYPED(tame_nn) *nn = TAME_TYPED(tame_nn_alloc)(net, &o);
  REAL *x = tame_calloc(r.n_x, sizeof *x);
  REAL *theta = TAME_TYPED(tame_nn_parameters)(nn);
  for (size_t i = 0; i < r.n_x; i++) x[i] = (REAL)a->x[i];
  for (size_t i = 0; i < r.n_theta; i++) theta[i] = (REAL)a->theta[i];
  const REAL *y = TAME_TYPED(tame_nn_forward)(nn, x, BATCH, true);
  for (size_t i = 0; i < r.n_y; i++) r.y[i] = (double)y[i];
  REAL *dy = TAME_TYPED(tame_nn_output_gradient)(nn);
  for (size_t i = 0; i < r.n_y; i++) dy[i] = (REAL)a->dy[i];
  TAME_TYPED(tame_nn_backward)(nn);
  const REAL *dtheta = TAME_TYPED(tame_nn_gradient)(nn);
  const REAL *dx = TAME_TYPED(tame_nn_input_gradient)(nn);
  for (size_t i = 0; i < r.n_theta; i++) r.theta[i] = (double)dtheta[i];
  for (size_t i = 0; i < r.n_x; i++) r.x[i] = (double)dx[i];
  free(x);
  TAME_TYPED(tame_nn_free)(nn);
  return r;
}
