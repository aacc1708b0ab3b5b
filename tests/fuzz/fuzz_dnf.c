/* SPDX-License-Identifier: MIT */
/* tame_read_dnf on any bytes: what is accepted can be evaluated. */
#include "fuzz.h"

#include "tame/forall_dnf.h"

static void fuzz_one(const uint8_t *data, size_t size)
{
  tame_dnf dnf = {0};
  tame_error err = {""};
  if (tame_read_dnf(&dnf, fuzz_file(data, size), &err) < 0) {
    fuzz_explains(err.text);
  } else {
    if (tame_dnf_true_terms(&dnf, 0, 0) > dnf.n_terms) abort();
    if (dnf.m <= 12 && tame_dnf_lower(&dnf, 0).fewest > dnf.n_terms) abort();
  }
  tame_dnf_free(&dnf);
}

FUZZ_READER(64, 1 << 20)
