/* SPDX-License-Identifier: MIT */
/* What tame/nn.h declares for float (_f32) and for double (_f64); included by
 * it twice, hence no guard. */

#define TAME_NN TAME_TYPED(tame_nn)

typedef struct TAME_NN TAME_NN;

/* Memory for NET, which must have passed tame_net_check and outlives it. */
TAME_NN *TAME_TYPED(tame_nn_alloc)(const tame_net *net,
                                   const tame_nn_options *o);
void TAME_TYPED(tame_nn_free)(TAME_NN *nn); /* NULL accepted */

/* Draw all parameters, node after node; running statistics start at mean 0 and
 * variance 1; the seed of dropout is drawn last. */
void TAME_TYPED(tame_nn_init)(TAME_NN *nn, gsl_rng *rng);

/* Draw the parameters of node I anew, as init does. */
void TAME_TYPED(tame_nn_init_node)(TAME_NN *nn, size_t i, gsl_rng *rng);

const tame_net *TAME_TYPED(tame_nn_net)(const TAME_NN *nn);
REAL *TAME_TYPED(tame_nn_parameters)(TAME_NN *nn); /* theta [n_parameters] */
REAL *TAME_TYPED(tame_nn_gradient)(TAME_NN *nn);   /* [n_parameters] */
REAL *TAME_TYPED(tame_nn_frozen)(TAME_NN *nn);     /* [n_frozen] */
REAL *TAME_TYPED(tame_nn_state)(TAME_NN *nn);      /* [n_state] */

/* Forward pass of x [C][batch][H][W], 1 <= batch <= options.batch; returns the
 * output [classes][batch], owned by NN and valid until the next forward pass.
 * In training, batch statistics are used (batch * H * W > 1 where there is a
 * batch normalisation), running ones updated and dropout drawn; x is kept by
 * address until the backward pass. */
const REAL *TAME_TYPED(tame_nn_forward)(TAME_NN *nn, const REAL *x,
                                        size_t batch, bool is_training);

/* Where the gradient of the loss with respect to the output of the last
 * forward pass is to be put, [classes][batch], before backward. */
REAL *TAME_TYPED(tame_nn_output_gradient)(TAME_NN *nn);

/* Backward pass of the last forward pass, which was in training: overwrites
 * gradient [n_parameters] (and the output gradient). */
void TAME_TYPED(tame_nn_backward)(TAME_NN *nn);

/* With has_input_gradient: [C][batch][H][W] after a backward pass. */
const REAL *TAME_TYPED(tame_nn_input_gradient)(const TAME_NN *nn);

/* Value of node I [c][batch][h][w] after a forward pass; of a node that was
 * computed in place (say before its ReLU) the value that came to stand there. */
const REAL *TAME_TYPED(tame_nn_value)(const TAME_NN *nn, size_t i);

/* Bytes of activations kept for the backward pass, of gradients of activations,
 * and of scratch memory. */
size_t TAME_TYPED(tame_nn_activation_bytes)(const TAME_NN *nn);
size_t TAME_TYPED(tame_nn_gradient_bytes)(const TAME_NN *nn);
size_t TAME_TYPED(tame_nn_scratch_bytes)(const TAME_NN *nn);

/* Parameters, frozen ones too, running statistics and the state of dropout, to GROUP of F and
 * back, to the last bit.  load returns TAME_EFORMAT, with a message and NN as
 * it was, when the file is of another network or, read into float, of a net of
 * doubles; TAME_EMISSING when there is no GROUP. */
void TAME_TYPED(tame_nn_save)(tame_h5 *f, const char *group, TAME_NN *nn);
tame_status TAME_TYPED(tame_nn_load)(TAME_NN *nn, const tame_h5 *f,
                                     const char *group, tame_error *err);

/* --- losses: z [classes][n], label [n] < classes -------------------------
 *
 * Softmax cross-entropy with label smoothing s, mean over the batch:
 *     loss_i = -(1 - s) log p_{y_i} - s/classes sum_k log p_k,
 * p = softmax(z_i).  dz may be NULL or z itself; loss [n] (NULL accepted) <-
 * loss of each example.  Returns the mean. */
double TAME_TYPED(tame_cross_entropy)(REAL *dz, REAL *loss, const REAL *z,
                                      const int *label, size_t classes,
                                      size_t n, double smoothing);

/* Sum of squares through a sigmoid, one output: sum_i (o_i - y_i)^2,
 * o = 1/(1 + e^-z).  As above; returns the sum. */
double TAME_TYPED(tame_sigmoid_squares)(REAL *dz, REAL *loss, const REAL *z,
                                        const int *label, size_t n);

/* predicted [n] <- class of the largest logit, the smallest of equal ones. */
void TAME_TYPED(tame_argmax)(int *predicted, const REAL *z, size_t classes,
                             size_t n);

#undef TAME_NN
