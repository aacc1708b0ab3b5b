/* SPDX-License-Identifier: MIT */
#include "bench.h"

#include <stdio.h>
#include <string.h>

#include "tame/base.h"
#include "tame/exp.h"

void bench_write_quantities(tame_h5 *f, const bench_quantity *q, size_t n)
{
  enum { MOST = 8 };
  double value[MOST], lo[MOST], hi[MOST];
  char names[512] = "";
  TAME_REQUIRE(n <= MOST);
  for (size_t i = 0, used = 0; i < n; i++) {
    value[i] = q[i].value;
    lo[i] = q[i].lo;
    hi[i] = q[i].hi;
    used += (size_t)snprintf(names + used, sizeof names - used, "%s%s",
                             i > 0 ? " " : "", q[i].name);
    TAME_REQUIRE(used < sizeof names);
    printf("%-56s %9.3g  in [%g, %g]%s\n", q[i].what, value[i], lo[i], hi[i],
           value[i] >= lo[i] && value[i] <= hi[i] ? "" : "   missed");
  }
  tame_h5_group(f, "result", "numbers that are no speeds");
  tame_h5_codes(f, "result/quantity", names, "what is measured");
  tame_h5_write_measured(f, "result/value", "quantity", value, "measured value",
                         "1");
  tame_h5_write(f, "result/target_low", "quantity", lo, "lower end of target",
                "1");
  tame_h5_write(f, "result/target_high", "quantity", hi, "upper end of target",
                "1");
  tame_h5_panel(f, "result", "value", "quantity");
}

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
    speeds_set_shares(&s, &m);
    machine_print(&m);
    if (is_quick)
      printf("small sizes: the speeds asked are for the full ones\n");
    speeds_print(&s);
    machine_write(f, &m);
    speeds_write(f, "speeds", "comparisons with peers, in paired runs", &s);
    speeds_free(&s);
    status = tame_h5_commit(f, &err);
  }
  if (status < 0) fprintf(stderr, "%s: %s\n", b->name, err.text);
  return status < 0;
}
