/* SPDX-License-Identifier: MIT */
/* tame/nn.h for float. */
#include "common.h"

#define REAL          float
#define TAME_SUFFIX   _f32
#define GEMM          cblas_sgemm
#define EXP           expf
#define TANH          tanhf
#define LOG1P         log1pf
#define ERF           erff
#define REAL_MAX      (double)FLT_MAX
#define FABS          fabsf
#define LOG           logf
#define VECTOR_EXP    vector_exp
#define VECTOR_NORMAL vector_normal

#define VEC        tame_vec_f32
#define HALF       tame_half_f32
#define BITS       tame_bits_f32
#define MULADD     TAME_MULADD_f32
#define EVEN       TAME_EVEN_f32
#define ODD        TAME_ODD_f32
#define LOW_PAIRS  TAME_LOW_PAIRS_f32
#define HIGH_PAIRS TAME_HIGH_PAIRS_f32
#define JOINED     TAME_JOINED_f32
#define SWAPPED    TAME_SWAPPED_f32
#define SECONDS    TAME_SECONDS_f32
enum { VL = sizeof(VEC) / sizeof(REAL) };

/* of lanes_impl.h: a vector of equal entries; a b + c, rounded once where the
 * machine can */
#define LANE_BITS       int32_t
#define EACH(x)         ((vec){x, x, x, x, x, x, x, x})
#define EACH_OF_QUAD(x) ((quad){x, x, x, x})
#ifdef __FMA__
#define VEC_MULADD(a, b, c) _mm256_fmadd_ps(a, b, c)
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
