/* SPDX-License-Identifier: MIT */
/* tame_idx_read on any bytes, plain or compressed; what is read as images or as
 * labels, too. */
#include "fuzz.h"

#include "tame/idx.h"

static void check_array(const tame_idx *x)
{
  size_t count = 1, sum = 0;
  if (x->rank < 1 || x->rank > TAME_IDX_MAX_RANK) abort();
  for (size_t k = 0; k < x->rank; k++) count *= x->dims[k];
  if (count != x->count || count == 0) abort();
  for (size_t i = 0; i < count; i++) sum += x->x[i];
  if (sum > 255 * count) abort();
}

/* The file with itself as labels: never right, for labels have one dimension
 * and images more. */
static void check_pair(const char *path)
{
  tame_images x;
  tame_error err = {""};
  if (tame_idx_read_images(&x, path, path, 10, &err) >= 0) abort();
  fuzz_explains(err.text);
  if (x.pixel || x.n) abort();
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  const char *path = fuzz_file(data, size);
  tame_idx x;
  tame_error err = {""};
  if (tame_idx_read(&x, path, &err) < 0)
    fuzz_explains(err.text);
  else
    check_array(&x);
  tame_idx_free(&x);
  check_pair(path);
}

/* gzip makes at most 1032 bytes of one; room for them doubles */
FUZZ_READER(2100, 1 << 20)
