/* SPDX-License-Identifier: MIT */
/* tame/nn.h for double. */
#include "common.h"

#define REAL        double
#define TAME_SUFFIX _f64
#define GEMM        cblas_dgemm
#define EXP         exp
#define TANH        tanh
#define LOG1P       log1p
#define ERF         erf
#define FABS        fabs
#define LOG         log
#define VECTOR_EXP  finite_exp
#define VECTOR_NORMAL distribution

/* e^x, finite but for NaN */
static double finite_exp(double x) { return exp(x > 700.0 ? 700.0 : x); }

/* Phi(x); *density <- e^{-x^2/2} */
static double distribution(double x, double *density)
{
  *density = exp(-x * x / 2.0);
  return erfc(-x * 0.70710678118654752440) / 2.0;
}

#include "workspace_impl.h"

#include "pointwise_impl.h"

#include "unfold_impl.h"

#include "conv_impl.h"

#include "depthwise_impl.h"

#include "norm_impl.h"

#include "pool_impl.h"

#include "linear_impl.h"

#include "gelu_impl.h"

#include "embedding_impl.h"

#include "layer_norm_impl.h"

#include "attention_impl.h"

#include "dispatch_impl.h"

#include "reference_sequence_impl.h"

#include "reference_impl.h"

#include "execute_impl.h"

#include "checkpoint_impl.h"

#include "loss_impl.h"

#include "head_impl.h"

#include "sequence_impl.h"
