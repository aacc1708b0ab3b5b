/* SPDX-License-Identifier: MIT */
/* tame/opt.h for double. */
#include "tame/opt.h"

#include <float.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "tame/base.h"

#define REAL        double
#define TAME_SUFFIX _f64
#define SQRT        sqrt
#define LARGEST     DBL_MAX

#include "workspace_impl.h"

#include "update_impl.h"

#include "checkpoint_impl.h"
