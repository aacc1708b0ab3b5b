/* SPDX-License-Identifier: MIT */
/* tame/batches.h for double. */
#include "tame/batches.h"

#include <pthread.h>
#include <stdlib.h>

#include "epoch.h"
#include "tame/base.h"

#define REAL        double
#define TAME_SUFFIX _f64

#include "batches_impl.h"
