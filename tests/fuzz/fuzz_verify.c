/* SPDX-License-Identifier: MIT */
/* The program verify on two claim tables of any bytes, with a NUL between; "@"
 * at the head of one stands for the names of its columns.  What it writes is a
 * table, and is written only when it could read both. */
#include "fuzz.h"

#include "tame/text.h"

#include "fuzz_tool.h"

#include "../../lib/tools/verify.c"

#include "fuzz_tool_end.h"

static const char HEAD[] =
    "claim\tsentence\tpaper\tmeasured\taccepted\tscale\tverdict\treason\n";
static char first[] = "/tmp/tame-fuzz-first-XXXXXX";
static char second[] = "/tmp/tame-fuzz-second-XXXXXX";
static char joined[] = "/tmp/tame-fuzz-joined-XXXXXX";

static void forget(void)
{
  unlink(first);
  unlink(second);
  unlink(joined);
}

static void write_one(const char *path, const char *s, size_t n)
{
  FILE *out = fopen(path, "wb");
  if (!out) abort();
  if (n > 0 && *s == '@') {
    fuzz_written += strlen(HEAD);
    fputs(HEAD, out);
    s++;
    n--;
  }
  fuzz_written += n;
  if (fwrite(s, 1, n, out) != n || fclose(out) != 0) abort();
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  static bool is_begun;
  char name[] = "verify";
  char *argv[] = {name, joined, first, second, NULL};
  const char *at = (const char *)data, *end = at + size, *head;
  fuzz_tool_begin();
  if (!is_begun) {
    const int a = mkstemp(first), b = mkstemp(second), c = mkstemp(joined);
    if (a < 0 || b < 0 || c < 0) abort();
    close(a);
    close(b);
    close(c);
    atexit(forget);
    is_begun = true;
  }
  size_t n = fuzz_part(&head, &at, end);
  write_one(first, head, n);
  write_one(second, at, (size_t)(end - at));
  unlink(joined);
  const int code = fuzz_tool_run(4, argv);
  tame_tsv t;
  tame_error err = {""};
  const bool is_table = tame_tsv_read(&t, joined, &err) >= 0;
  if (code != 0 && code != 1 && code != 3) abort();
  if (is_table != (code != 1) || (is_table && t.cols != N_STORED)) abort();
  if (is_table) tame_tsv_free(&t);
}

FUZZ_READER(32, 1 << 20)
