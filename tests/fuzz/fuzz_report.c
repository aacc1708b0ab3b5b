/* SPDX-License-Identifier: MIT */
/* The program report on a fixed plan whose files hold any bytes: the head of a
 * figure script, a README, an SVG file, a table, and the claims of all and of
 * one paper, with a NUL between ("@" at the head of claims stands for the names
 * of their columns).  Whatever they say, none of it becomes HTML of its own. */
#include <sys/stat.h>

#include "fuzz.h"

#include "fuzz_tool.h"

#include "../../lib/tools/report.c"

#include "fuzz_tool_end.h"

static const char PLAN[] =
    "paper|P|folder; experiment|P|e|e.h5|program; "
    "figure|P|f|f.svg|f.gp|e.h5; table|P|t|t.tsv|group|e.h5; "
    "skipped|P|s|s.h5|mnist;";
static const char HEAD[] =
    "claim\tsentence\tpaper\tmeasured\taccepted\tscale\tverdict";
static const char *const FILES[] = {
    "f.gp",       "experiments/folder/README.md",
    "f.svg",      "t.tsv",
    "claims.tsv", "P/claims.tsv"};
enum { N_FILES = sizeof FILES / sizeof *FILES, CLAIMS = 4 };
static char folder[] = "/tmp/tame-fuzz-report-XXXXXX";

static const char *inside(char path[128], const char *name)
{
  snprintf(path, 128, "%s/%s", folder, name);
  return path;
}

static void forget(void)
{
  static const char *const REST[] = {
      "plan.txt", "page.html", "experiments/folder", "experiments", "P", ""};
  char path[128];
  for (size_t k = 0; k < N_FILES; k++) unlink(inside(path, FILES[k]));
  for (size_t k = 0; k < sizeof REST / sizeof *REST; k++)
    remove(inside(path, REST[k]));
}

static void write_file(const char *name, const char *head, const char *s,
                       size_t n)
{
  char path[128];
  FILE *out = fopen(inside(path, name), "wb");
  if (!out) abort();
  fputs(head, out);
  if (fwrite(s, 1, n, out) != n || fclose(out) != 0) abort();
  fuzz_written += strlen(head) + n;
}

static void begin(void)
{
  char path[128];
  if (!mkdtemp(folder) || mkdir(inside(path, "experiments"), 0700) != 0 ||
      mkdir(inside(path, "experiments/folder"), 0700) != 0 ||
      mkdir(inside(path, "P"), 0700) != 0)
    abort();
  write_file("plan.txt", "", PLAN, strlen(PLAN));
  atexit(forget);
}

/* Elements that the report never makes. */
static void check_page(void)
{
  static const char *const NEVER[] = {"<script", "<iframe",
                                      "javascript:", "onerror=\"", "\" on"};
  char path[128], *page;
  if (tame_text_read(&page, inside(path, "page.html"), NULL) < 0) abort();
  for (size_t k = 0; k < 2; k++)
    if (strstr(page, NEVER[k])) abort();
  for (const char *at = page; (at = strstr(at, "<a href=\"")) != NULL; at++)
    if (strncmp(at + 9, NEVER[2], strlen(NEVER[2])) == 0) abort();
  if (!strstr(page, "</html>")) abort();
  free(page);
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  static bool is_begun;
  char name[] = "report", plan[] = "--plan", claims[] = "--claims";
  char out[] = "--out", root[] = "--root", path[3][128];
  const char *at = (const char *)data, *end = at + size, *head;
  fuzz_tool_begin();
  if (!is_begun) begin();
  is_begun = true;
  for (size_t k = 0; k < N_FILES; k++) {
    size_t n = fuzz_part(&head, &at, end);
    const bool has_head = k >= CLAIMS && n > 0 && *head == '@';
    const char *columns = !has_head ? "" : HEAD;
    write_file(FILES[k], columns, head + has_head, n - has_head);
  }
  inside(path[0], "plan.txt");
  inside(path[1], "claims.tsv");
  inside(path[2], "page.html");
  char *argv[] = {name, plan,    path[0], claims, path[1],
                  out,  path[2], root,    folder, NULL};
  unlink(path[2]);
  const int code = fuzz_tool_run(9, argv);
  if (code > 1) abort();
  if (code == 0) check_page();
  if (code == 1 && access(path[2], F_OK) == 0) abort();
}

/* a page is written, not kept; the SVG file and the tables are */
FUZZ_READER(64, 2 << 20)
