/* SPDX-License-Identifier: MIT */
/* tame_safetensors_open on any bytes; what was accepted fits into the file and
 * can be read. */
#include "fuzz.h"

#include "tame/safetensors.h"

static void look_at(const tame_safetensors *f, size_t size)
{
  size_t n, total = 0;
  tame_error err = {""};
  const tame_tensor *t = tame_safetensors_list(&n, f);
  for (size_t k = 0; k < n; k++) {
    total += t[k].count;
    if (t[k].count > size) abort();
    double *x = calloc(t[k].count + 1, sizeof *x);
    if (tame_safetensors_read_f64(x, f, &t[k], &err) < 0)
      fuzz_explains(err.text);
    free(x);
  }
  if (total > size) abort();
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  tame_safetensors *f;
  tame_error err = {""};
  if (tame_safetensors_open(&f, fuzz_file(data, size), &err) < 0)
    fuzz_explains(err.text);
  else
    look_at(f, size);
  tame_safetensors_close(f);
}

/* an object of JSON, of two bytes, takes some 200 */
FUZZ_READER(256, 1 << 20)
