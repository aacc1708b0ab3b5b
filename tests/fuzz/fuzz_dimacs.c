/* SPDX-License-Identifier: MIT */
/* tame_read_dimacs on any bytes. */
#include "fuzz.h"

#include "tame/dimacs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tame_cnf f = {0};
  tame_error err = {""};
  if (tame_read_dimacs(&f, fuzz_file(data, size), &err) < 0) {
    fuzz_explains(err.text);
  } else { /* what was read keeps its promises */
    for (size_t i = 0; i < f.start[f.n_clauses]; i++)
      if (f.literal[i] == 0 || (size_t)abs(f.literal[i]) > f.n_vars) abort();
  }
  tame_cnf_free(&f);
  return 0;
}
