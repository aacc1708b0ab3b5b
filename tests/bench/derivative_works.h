/* SPDX-License-Identifier: MIT */
/* All works: their problems, and why JAX is faster where it is. */
#ifndef BENCH_DERIVATIVE_WORKS_H
#define BENCH_DERIVATIVE_WORKS_H

#include "derivative_works_bilevel.h"
#include "derivative_works_inclusion.h"
#include "derivative_works_network.h"
#include "derivative_works_one_step.h"
#include "derivative_works_splitting.h"

/* The last step goes 0.99999 of the way to where one slack vanishes, and its
 * length comes of that slack, which is nearly all rounding by then. */
#define LAST_STEP 1e-6

#define KERNELS                                                                \
  "Most of the time is BLAS and LAPACK, kept to AVX2 kernels so that all "     \
  "machines give the same bits; JAX takes AVX-512, with which both are "       \
  "equally fast."
#define INVERSE                                                                \
  "JAX's fastest way multiplies by the inverse of I + r D'D; we solve with "   \
  "its Cholesky factors, the more stable way, in which JAX is ten times "      \
  "slower."
#define FUSION                                                                 \
  "JAX makes one pass over the vectors of all that a step does; we make one "  \
  "for each part of the algorithm."
#define COPIES                                                                 \
  "The tape copies all weights in and their adjoints out, tests them for NaN " \
  "and differentiates by the data too, which layers need not."
#define TANH                                                                   \
  "Most of the time is tanh, one at a time in the C library, and once more "   \
  "on the way back; JAX takes several at a time and stores them."
#define EVERY_STEP                                                             \
  "The general interface knows x and y only, so W'u and the wells of W x are " \
  "computed in each inner step; the experiment's own sweep does so once."

#define NEWTON  "2305.13768: Newton's method and the gradient in the weights, "
#define DENSE   "2305.13768: interior point by LU of the whole system, gradient, "
#define REDUCED "2305.13768: interior point by Cholesky, gradient, "
#define RIDGE   "2305.13768: gradient descent on ridge and Jacobian, "
#define SPLIT   "2206.00457: "
#define NETWORK "2206.01730: loss and gradient of a ReLU network, "
#define AT      "2212.07844: implicit Jacobian of "
#define HYPER   "2502.09074: hypergradient "

/* clang-format off */
static const derivative_work WORKS[] = {
    {"newton_implicit", "newton_implicit", NEWTON "implicit",
     newton_setup, IMPLICIT, {{106}, {473}, {20}}, 0, {0}},
    {"newton_one_step", "newton_one_step", NEWTON "one-step",
     newton_setup, ONE_STEP, {{106}, {473}, {20}}, 0, {0}},
    {"newton_unrolled", "newton_unrolled", NEWTON "unrolled",
     newton_setup, UNROLLED, {{106}, {473}, {20}}, 0, {0}},
    {"qp_dense_implicit", "qp_dense_implicit", DENSE "implicit",
     program_setup, IMPLICIT, {{100, 0}, {316, 0}, {20, 0}}, 0, {0}},
    {"qp_dense_one_step", "qp_dense_one_step", DENSE "one-step",
     program_setup, ONE_STEP, {{100, 0}, {316, 0}, {20, 0}}, LAST_STEP, {0}},
    {"qp_dense_unrolled", "qp_dense_unrolled", DENSE "unrolled",
     program_setup, UNROLLED, {{100, 0}, {316, 0}, {20, 0}}, 0, {0}},
    {"qp_implicit", "qp_reduced_implicit", REDUCED "implicit",
     program_setup, IMPLICIT, {{100, 1}, {1000, 1}, {20, 1}}, 0, {0}},
    {"qp_one_step", "qp_reduced_one_step", REDUCED "one-step",
     program_setup, ONE_STEP, {{100, 1}, {1000, 1}, {20, 1}}, LAST_STEP, {0}},
    {"qp_unrolled", "qp_reduced_unrolled", REDUCED "unrolled",
     program_setup, UNROLLED, {{100, 1}, {1000, 1}, {20, 1}}, 0, {0}},
    {"ridge_implicit", "ridge_implicit", RIDGE "implicit",
     ridge_setup, IMPLICIT, {{1024, 1000}, {8192, 1000}, {64, 20}}, 0, {0}},
    {"ridge_one_step", "ridge_one_step", RIDGE "of the last fifth",
     ridge_setup, ONE_STEP, {{1024, 1000}, {8192, 1000}, {64, 20}}, 0, {0}},
    {"ridge_unrolled", "ridge_unrolled", RIDGE "unrolled",
     ridge_setup, UNROLLED, {{1024, 1000}, {8192, 1000}, {64, 20}}, 0, {0}},
    {"lasso", "lasso", SPLIT "forward-backward on the lasso, in lambda",
     lasso_setup, 0, {{100, 50, 400}, {1000, 500, 400}, {20, 10, 10}}, 0, {0}},
    {"lasso_data", "lasso",
     SPLIT "forward-backward on the lasso, in lambda and data",
     lasso_setup, 1, {{100, 50, 400}, {400, 200, 100}, {20, 10, 10}}, 0, {0}},
    {"covariance", "covariance",
     SPLIT "Douglas-Rachford on covariance selection, in lambda",
     covariance_setup, 0, {{20, 150}, {100, 50}, {5, 10}}, 0, {0, KERNELS}},
    {"trend", "trend", SPLIT "ADMM on trend filtering, in lambda and data",
     trend_setup, 0, {{50, 1500}, {200, 200}, {10, 10}}, 0, {INVERSE, INVERSE}},
    {"heavy_ball", "heavy_ball", SPLIT "heavy ball with a kink",
     heavy_ball_setup, 0, {{1, 2000}, {10000, 200}, {1, 20}}, 0, {0, FUSION}},
    {"tv", "solution_tv", AT "total variation denoising",
     solution_setup, TAME_TV, {{0}, {1}, {0}}, 0, {0, KERNELS}},
    {"elastic_net", "solution_net", AT "the elastic net",
     solution_setup, TAME_NET, {{0}, {1}, {0}}, 0, {0}},
    {"svm", "solution_svm", AT "a support vector machine",
     solution_setup, TAME_SVM, {{0}, {1}, {0}}, 0, {0}},
    {"tape_narrow", "mlp", NETWORK "tape", mlp_setup, BY_TAPE,
     {{1, 16, 64, 3}, {64, 16, 64, 8}, {2, 3, 4, 2}}, 0, {0}},
    {"tape_wide", "mlp", NETWORK "tape", mlp_setup, BY_TAPE,
     {{1, 784, 256, 3}, {64, 784, 512, 4}, {2, 3, 4, 2}}, 0, {COPIES, COPIES}},
    {"layers_narrow", "mlp", NETWORK "layers", mlp_setup, BY_LAYERS,
     {{1, 16, 64, 3}, {64, 16, 64, 8}, {2, 3, 4, 2}}, 0, {0}},
    {"layers_wide", "mlp", NETWORK "layers", mlp_setup, BY_LAYERS,
     {{1, 784, 256, 3}, {64, 784, 512, 4}, {2, 3, 4, 2}}, 0, {0, KERNELS}},
    {"subgradient", "relu_descent",
     "2404.19517: subgradient method on a ReLU network", descent_setup, 0,
     {{400, 14, 8, 200}, {4000, 14, 64, 50}, {10, 3, 2, 5}}, 0, {0}},
    {"meta", "meta", HYPER "of a meta-learning problem",
     hypergradient_setup, META, {{50}, {300}, {5}}, 0, {TANH, TANH}},
    {"wells", "wells", HYPER "of many wells, the experiment's own sweep",
     sweep_setup, 0, {{16}, {256}, {4}}, 0, {0}},
    {"wells_general", "wells", HYPER "of many wells, by the general interface",
     hypergradient_setup, WELLS, {{50, 16}, {50, 256}, {5, 4}}, 0,
     {0, EVERY_STEP}},
};
/* clang-format on */

#endif
