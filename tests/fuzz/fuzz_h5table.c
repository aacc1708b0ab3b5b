/* SPDX-License-Identifier: MIT */
/* The program h5table on whole results with odd contents (fuzz_h5.h), alone and
 * behind a good one: what it prints is a table, whatever is in the file. */
#include "fuzz_result.h"

#include "tame/text.h"

#include "fuzz_tool.h"

#include "../../lib/tools/h5table.c"

#include "fuzz_tool_end.h"

static void check(char *group, char *first, char *second)
{
  char name[] = "h5table";
  char *argv[] = {name, group, first, second, NULL};
  const int code = fuzz_tool_run(second ? 4 : 3, argv);
  tame_tsv t;
  tame_error err = {""};
  if (code > 1) abort();
  if (code == 1) return;
  if (tame_tsv_read(&t, fuzz_printed, &err) < 0) {
    fprintf(stderr, "not a table: %s\n", err.text);
    abort();
  }
  tame_tsv_free(&t);
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  static char curve[] = "curve", cost[] = "cost", top[] = "/";
  const fuzz_base *base = fuzz_result_base();
  fuzz_tool_begin();
  fuzz_bytes b = {data, size};
  if (!fuzz_h5_write(fuzz_odd, base, &b)) return;
  check(cost, fuzz_odd, NULL);
  check(curve, fuzz_odd, NULL);
  check(top, fuzz_odd, NULL);
  check(cost, fuzz_good, fuzz_odd);
  fuzz_h5_all_closed();
}

FUZZ_READER(1100, 4 << 20)
