/* SPDX-License-Identifier: MIT */
/* Arrays with names, in the safetensors format (huggingface/safetensors,
 * format of 2022), as pre-trained weights are published:
 *
 *   8 bytes  N, little-endian
 *   N bytes  JSON, an object {name: {"dtype": "F32", "shape": [2, 3],
 *            "data_offsets": [begin, end]}}, spaces may follow; "__metadata__"
 *            is no array but an object of texts
 *   the rest the numbers, little-endian, row-major; offsets count from here
 *
 * Everything is checked before anything is used: N <= 100 MB and inside the
 * file, names that differ, known types, at most TAME_TENSOR_DIMS dimensions,
 * end - begin = size of the type times the product of the shape, and arrays that
 * cover the data without overlap, hole or rest.  The format asks for no
 * alignment, and none is needed here.
 *
 * Errors: TAME_EMISSING, TAME_EIO, TAME_EFORMAT with "path: what is wrong". */
#ifndef TAME_SAFETENSORS_H
#define TAME_SAFETENSORS_H

#include <stddef.h>
#include <stdint.h>

#include "tame/status.h"

enum { TAME_TENSOR_DIMS = 8 };

/* Type, its name in files, its bytes, whether its numbers can be read here. */
#define TAME_DTYPE_LIST(X)                                                     \
  X(TAME_F32, "F32", 4, 1)                                                     \
  X(TAME_F64, "F64", 8, 1)                                                     \
  X(TAME_F16, "F16", 2, 1)                                                     \
  X(TAME_BF16, "BF16", 2, 1)                                                   \
  X(TAME_F8_E4M3, "F8_E4M3", 1, 0)                                             \
  X(TAME_F8_E5M2, "F8_E5M2", 1, 0)                                             \
  X(TAME_I64, "I64", 8, 0)                                                     \
  X(TAME_U64, "U64", 8, 0)                                                     \
  X(TAME_I32, "I32", 4, 0)                                                     \
  X(TAME_U32, "U32", 4, 0)                                                     \
  X(TAME_I16, "I16", 2, 0)                                                     \
  X(TAME_U16, "U16", 2, 0)                                                     \
  X(TAME_I8, "I8", 1, 0)                                                       \
  X(TAME_U8, "U8", 1, 0)                                                       \
  X(TAME_BOOL, "BOOL", 1, 0)

#define TAME_DTYPE_ENUM(name, text, bytes, is_float) name,
typedef enum { TAME_DTYPE_LIST(TAME_DTYPE_ENUM) TAME_DTYPES } tame_dtype;
#undef TAME_DTYPE_ENUM

typedef struct {
  const char *name; /* UTF-8 */
  tame_dtype dtype;
  size_t n_dims, shape[TAME_TENSOR_DIMS]; /* [n_dims], outermost first */
  size_t count;    /* product of the shape; 1 without dimensions */
  uint64_t offset; /* of the first number, from the head of the file */
} tame_tensor;

/* --- reading -------------------------------------------------------------- */

typedef struct tame_safetensors tame_safetensors;

/* Opens the file and reads its header; the numbers stay where they are. */
tame_status tame_safetensors_open(tame_safetensors **f, const char *path,
                                  tame_error *err);
void tame_safetensors_close(tame_safetensors *f); /* NULL is accepted */

/* The arrays, [*n], in the order of their data; owned by F. */
const tame_tensor *tame_safetensors_list(size_t *n, const tame_safetensors *f);

/* The array called NAME; TAME_EMISSING when there is none. */
tame_status tame_safetensors_find(const tame_tensor **t,
                                  const tame_safetensors *f, const char *name,
                                  tame_error *err);

/* The text KEY of "__metadata__", owned by F, or NULL. */
const char *tame_safetensors_metadata(const tame_safetensors *f,
                                      const char *key);

/* x [t->count] <- the numbers of array T of F.  F16, BF16 and F32 are exact in
 * both; F64 is rounded to nearest in the first.  NaN and infinities pass.
 * TAME_EFORMAT for the other types. */
tame_status tame_safetensors_read_f32(float *x, const tame_safetensors *f,
                                      const tame_tensor *t, tame_error *err);
tame_status tame_safetensors_read_f64(double *x, const tame_safetensors *f,
                                      const tame_tensor *t, tame_error *err);

/* --- writing -------------------------------------------------------------- */

/* An array to write: DATA is float [count] when DTYPE is TAME_F32, double
 * [count] when it is TAME_F64; no other type is written. */
typedef struct {
  const char *name;
  tame_dtype dtype;
  size_t n_dims, shape[TAME_TENSOR_DIMS];
  const void *data;
} tame_tensor_data;

/* Writes T [n] by way of PATH.tmp: those of TAME_F64 before those of TAME_F32,
 * else in this order, the header filled up with spaces to a multiple of 8, so
 * that every number is aligned.  METADATA is key, text, key,
 * text, ..., NULL, or NULL.  TAME_EINVAL, with nothing written, for names that
 * are equal, are no UTF-8 or "__metadata__"; TAME_EIO. */
tame_status tame_safetensors_write(const char *path, const tame_tensor_data *t,
                                   size_t n, const char *const *metadata,
                                   tame_error *err);

#endif
