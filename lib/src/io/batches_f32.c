/* SPDX-License-Identifier: MIT */
/* tame/batches.h for float. */
#include "tame/batches.h"

#include <pthread.h>
#include <stdlib.h>

#include "epoch.h"
#include "tame/base.h"

#define REAL        float
#define TAME_SUFFIX _f32

#include "batches_impl.h"
