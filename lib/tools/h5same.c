/* SPDX-License-Identifier: MIT */
/* h5same: do two results, or two trees of results, say the same? */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tame/base.h"
#include "tame/compare.h"
#include "tame/h5.h"
#include "tame/text.h"

static const char USAGE[] =
    "usage: h5same [--numbers] A.h5 B.h5\n"
    "       h5same [--numbers] -r DIR1 DIR2\n";
static const char HELP[] =
    "\n"
    "Compare two result files, or all *.h5 files of two folders, bit for bit,\n"
    "and print each difference.  Left out are /provenance/run (when, where,\n"
    "how long) and the numbers of data sets marked volatile = 1 (measured\n"
    "times); --numbers leaves out all of /provenance and takes any NaN for\n"
    "any other, to compare two builds.\n"
    "Exit status: 0 the same, 1 different, 2 error or usage.\n";

typedef struct {
  const char *name; /* printed before each difference, or NULL */
} context;

static void print_difference(const char *text, void *ctx)
{
  const context *c = ctx;
  if (c->name) printf("%s: ", c->name);
  puts(text);
}

typedef enum { SAME = 0, DIFFERENT = 1, FAILED = 2 } verdict;

static verdict worse(verdict a, verdict b) { return a > b ? a : b; }

static verdict compare_files(const char *a, const char *b, bool numbers_only,
                             const char *name)
{
  tame_h5 *fa, *fb;
  tame_error err = {{0}};
  if (tame_h5_open(&fa, a, &err) < 0) {
    fprintf(stderr, "h5same: %s\n", err.text);
    return FAILED;
  }
  if (tame_h5_open(&fb, b, &err) < 0) {
    fprintf(stderr, "h5same: %s\n", err.text);
    tame_h5_close(fa);
    return FAILED;
  }
  context ctx = {name};
  const size_t n =
      tame_h5_compare(fa, fb, numbers_only, print_difference, &ctx);
  tame_h5_close(fa);
  tame_h5_close(fb);
  return n > 0 ? DIFFERENT : SAME;
}

/* --- folders ------------------------------------------------------------- */

static char *join(const char *dir, const char *name)
{
  const size_t room = strlen(dir) + strlen(name) + 2;
  char *path = tame_calloc(room, 1);
  snprintf(path, room, "%s%s%s", dir, *dir && *name ? "/" : "", name);
  return path;
}

static bool ends_with(const char *s, const char *end)
{
  const size_t n = strlen(s), m = strlen(end);
  return n >= m && strcmp(s + n - m, end) == 0;
}

typedef struct {
  char **path; /* relative to the root */
  size_t n, room;
} list;

static void list_add(list *t, char *path)
{
  if (t->n == t->room) {
    t->room = t->room ? 2 * t->room : 64;
    char **more = tame_calloc(t->room, sizeof *more);
    if (t->n > 0) memcpy(more, t->path, t->n * sizeof *more);
    free(t->path);
    t->path = more;
  }
  t->path[t->n++] = path;
}

static void list_free(list *t)
{
  for (size_t i = 0; i < t->n; i++) free(t->path[i]);
  free(t->path);
}

/* Add the results below ROOT/BELOW.  OUT.cells folders hold unmerged parts of
 * a run, links to folders may go round in circles: neither is entered. */
static bool collect(list *t, const char *root, const char *below)
{
  struct dirent **entry;
  char *dir = join(root, below);
  const int n = scandir(dir, &entry, NULL, alphasort);
  if (n < 0) fprintf(stderr, "h5same: %s: %s\n", dir, strerror(errno));
  bool is_fine = n >= 0;
  for (int i = 0; i < n; i++) {
    struct stat info;
    char *path = join(dir, entry[i]->d_name);
    char *relative = join(below, entry[i]->d_name);
    if (entry[i]->d_name[0] != '.' && lstat(path, &info) == 0) {
      if (S_ISDIR(info.st_mode) && !ends_with(relative, ".cells")) {
        is_fine = collect(t, root, relative) && is_fine;
      } else if (!S_ISDIR(info.st_mode) && ends_with(relative, ".h5")) {
        list_add(t, relative);
        relative = NULL;
      }
    }
    free(relative);
    free(path);
    free(entry[i]);
  }
  if (n >= 0) free(entry);
  free(dir);
  return is_fine;
}

static int order(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* T is in order. */
static bool contains(const list *t, const char *path)
{
  return t->n > 0 &&
         bsearch(&path, t->path, t->n, sizeof *t->path, order) != NULL;
}

static verdict compare_trees(const char *a, const char *b, bool numbers_only)
{
  list in_a = {0}, in_b = {0};
  const bool is_read = collect(&in_a, a, "") && collect(&in_b, b, "");
  verdict v = is_read ? SAME : FAILED;
  if (in_a.n > 0) qsort(in_a.path, in_a.n, sizeof *in_a.path, order);
  if (in_b.n > 0) qsort(in_b.path, in_b.n, sizeof *in_b.path, order);
  for (size_t i = 0; is_read && i < in_a.n; i++) {
    const char *name = in_a.path[i];
    if (contains(&in_b, name)) {
      char *fa = join(a, name), *fb = join(b, name);
      v = worse(v, compare_files(fa, fb, numbers_only, name));
      free(fa);
      free(fb);
    } else {
      printf("%s: only in %s\n", name, a);
      v = worse(v, DIFFERENT);
    }
  }
  for (size_t i = 0; is_read && i < in_b.n; i++) {
    if (contains(&in_a, in_b.path[i])) continue;
    printf("%s: only in %s\n", in_b.path[i], b);
    v = worse(v, DIFFERENT);
  }
  if (is_read && in_a.n + in_b.n == 0) {
    fprintf(stderr, "h5same: %s, %s: no results in them\n", a, b);
    v = FAILED;
  }
  list_free(&in_a);
  list_free(&in_b);
  return v;
}

int main(int argc, char **argv)
{
  signal(SIGXFSZ, SIG_IGN); /* too long a file is an error, not a kill */
  bool numbers_only = false, is_tree = false;
  int i = 1;
  for (; i < argc && argv[i][0] == '-'; i++) {
    if (strcmp(argv[i], "--help") == 0) {
      printf("%s%s", USAGE, HELP);
      return tame_stdout_end("h5same") == 0 ? SAME : FAILED;
    }
    if (strcmp(argv[i], "--numbers") == 0) {
      numbers_only = true;
    } else if (strcmp(argv[i], "-r") == 0) {
      is_tree = true;
    } else {
      break;
    }
  }
  if (argc - i != 2 || argv[i][0] == '-') {
    fputs(USAGE, stderr);
    return FAILED;
  }
  const char *a = argv[i], *b = argv[i + 1];
  verdict v = is_tree ? compare_trees(a, b, numbers_only)
                      : compare_files(a, b, numbers_only, NULL);
  if (tame_stdout_end("h5same") != 0) v = FAILED;
  return (int)v;
}
