/* SPDX-License-Identifier: MIT */
/* tame/nn.h for float. */
#include "common.h"

#define REAL        float
#define TAME_SUFFIX _f32
#define GEMM        cblas_sgemm
#define EXP         expf
#define TANH        tanhf
#define LOG1P       log1pf
#define ERF         erff
#define FABS        fabsf
#define LOG         logf
#define VECTOR_EXP  vector_exp
#define VECTOR_NORMAL vector_normal

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
