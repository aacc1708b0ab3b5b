/* SPDX-License-Identifier: MIT */
/* Private to io: the types of safetensors files. */
#ifndef TAME_IO_SAFETENSORS_PARTS_H
#define TAME_IO_SAFETENSORS_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/safetensors.h"

typedef struct {
  const char *name;
  size_t bytes;
  bool is_float;
} tame_dtype_facts;

extern const tame_dtype_facts tame_dtype_table[TAME_DTYPES];

/* The name that is no array. */
#define TAME_METADATA "__metadata__"

/* *count <- the product of shape [n_dims]; false when it times BYTES exceeds
 * SIZE_MAX. */
bool tame_shape_count(size_t *count, const size_t *shape, size_t n_dims,
                      size_t bytes);

#endif
