/* SPDX-License-Identifier: MIT */
/* tame_read_dimacs on any bytes, and the network of what it reads. */
#include "fuzz.h"

#include "tame/dimacs.h"
#include "tame/sat.h"

/* A formula of clauses of three is a network, whatever the first one was. */
static void make_network(const tame_cnf *f)
{
  tame_cnf three;
  tame_relu_net net;
  tame_error err = {""};
  if (tame_sat_to_three(&three, f, &err) < 0) {
    fuzz_explains(err.text);
    return;
  }
  if (tame_sat_gadget(&net, &three, NULL) < 0) abort();
  tame_relu_net_free(&net);
  tame_cnf_free(&three);
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  tame_cnf f = {0};
  tame_error err = {""};
  if (tame_read_dimacs(&f, fuzz_file(data, size), &err) < 0) {
    fuzz_explains(err.text);
  } else { /* what was read keeps its promises */
    for (size_t i = 0; i < f.start[f.n_clauses]; i++)
      if (f.literal[i] == 0 || (size_t)abs(f.literal[i]) > f.n_vars) abort();
    fuzz_judge(64, 1 << 20); /* of what was read alone */
    make_network(&f);
  }
  tame_cnf_free(&f);
}

/* "0 " is an empty clause: eight of three literals, each of five rows */
FUZZ_READER(4000, 1 << 20)
