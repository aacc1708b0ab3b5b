/* SPDX-License-Identifier: MIT */
#include "bench.h"

#include <stdio.h>
#include <string.h>

#include "tame/exp.h"

int bench_main(int argc, char **argv, const bench *b)
{
  const bool is_quick = argc == 3 && strcmp(argv[2], "--quick") == 0;
  if ((argc != 2 && !is_quick) || argv[1][0] == '-') {
    fprintf(stderr, "usage: %s OUT.h5 [--quick]\n", b->name);
    return 2;
  }
  tame_pin_blas(argv);
  static speeds s;
  tame_error err;
  tame_h5 *f;
  tame_status status = tame_h5_create(&f, argv[1], &err);
  if (status >= 0) {
    const machine m = machine_measure(is_quick);
    tame_h5_attr(f, "/", "title", b->title);
    tame_h5_attr(f, "/", "sizes", is_quick ? "quick" : "full");
    b->run(f, &s, is_quick);
    machine_print(&m);
    if (is_quick)
      printf("small sizes: the speeds asked are for the full ones\n");
    speeds_print(&s, &m);
    machine_write(f, &m);
    speeds_write(f, &s, &m);
    status = tame_h5_commit(f, &err);
  }
  if (status < 0) fprintf(stderr, "%s: %s\n", b->name, err.text);
  return status < 0;
}
