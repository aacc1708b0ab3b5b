/* SPDX-License-Identifier: MIT */
/* tame/nn.h for double. */
#include "common.h"

#define REAL          double
#define TAME_SUFFIX   _f64
#define GEMM          cblas_dgemm
#define EXP           exp
#define TANH          tanh
#define LOG1P         log1p
#define ERF           erf
#define REAL_MAX      DBL_MAX
#define FABS          fabs
#define LOG           log
#define VECTOR_EXP    finite_exp
#define VECTOR_NORMAL distribution

/* e^x, finite but for NaN */
static double finite_exp(double x) { return exp(x > 700.0 ? 700.0 : x); }

/* Phi(x); *density <- e^{-x^2/2} */
static double distribution(double x, double *density)
{
  *density = exp(-x * x / 2.0);
  return erfc(-x * 0.70710678118654752440) / 2.0;
}

#define VEC        tame_vec_f64
#define HALF       tame_half_f64
#define BITS       tame_bits_f64
#define MULADD     TAME_MULADD_f64
#define EVEN       TAME_EVEN_f64
#define ODD        TAME_ODD_f64
#define LOW_PAIRS  TAME_LOW_PAIRS_f64
#define HIGH_PAIRS TAME_HIGH_PAIRS_f64
#define JOINED     TAME_JOINED_f64
#define SWAPPED    TAME_SWAPPED_f64
#define SECONDS    TAME_SECONDS_f64
enum { VL = sizeof(VEC) / sizeof(REAL) };

/* as in nn_f32.c; a vector has four entries */
#define LANE_BITS       int64_t
#define EACH(x)         ((vec){x, x, x, x})
#define EACH_OF_QUAD(x) ((quad){x, x, x, x})
#ifdef __FMA__
#define VEC_MULADD(a, b, c) _mm256_fmadd_pd(a, b, c)
#else
#define VEC_MULADD(a, b, c) ((a) * (b) + (c))
#endif

#include "workspace_impl.h"

#include "pointwise_impl.h"

#include "unfold_impl.h"

#include "direct_impl.h"

#include "direct_weights_impl.h"

#include "lanes_impl.h"

#include "winograd_impl.h"

#include "winograd_weights_impl.h"

#include "conv_impl.h"

#include "depthwise_impl.h"

#include "norm_impl.h"

#include "quarter_impl.h"

#include "pool_impl.h"

#include "overlap_impl.h"

#include "gate_impl.h"

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
