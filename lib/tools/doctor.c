/* SPDX-License-Identifier: MIT */
/* doctor: what answers on this machine, and what to do about what does not. */
#define _GNU_SOURCE /* dladdr and RTLD_DEFAULT, which POSIX does not have */

#include <dlfcn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_version.h>

#include "tame/base.h"
#include "tame/dataset.h"
#include "tame/exp.h"
#include "tame/h5.h"
#include "tame/text.h"
#include "tame/timer.h"

static const char USAGE[] = "usage: doctor\n";
static const char HELP[] =
    "\n"
    "Print which compiler, libraries, BLAS, plotting program, fonts and data\n"
    "sets answer here.  A line begins with `ok`, `warn` (works, but could be\n"
    "better), `absent` (an optional data set) or `MISSING`.\n"
    "Exit status: 0 nothing needed is missing, 1 something is, 2 usage.\n";

typedef struct {
  size_t n_missing;
} diagnosis;

static void say(const char *mark, const char *what, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void say(const char *mark, const char *what, const char *format, ...)
{
  va_list args;
  printf("%-8s %-10s ", mark, what);
  va_start(args, format);
  vprintf(format, args);
  va_end(args);
  putchar('\n');
}

static void miss(diagnosis *d, const char *what, const char *remedy)
{
  d->n_missing++;
  say("MISSING", what, "%s", remedy);
}

/* TEXT [size] <- what COMMAND prints; false when it fails. */
static bool output_of(char *text, size_t size, const char *command)
{
  FILE *in = popen(command, "r");
  if (!in) return false;
  const size_t n = fread(text, 1, size - 1, in);
  text[n] = '\0';
  char rest[512];
  while (fread(rest, 1, sizeof rest, in) > 0) continue;
  return pclose(in) == 0;
}

/* --- compiler and libraries ---------------------------------------------- */

static void compiler(void)
{
  char *flags;
  say("ok", "compiler", "%s %s",
#ifdef __clang__
      "clang",
#else
      "gcc",
#endif
      __VERSION__);
  if (tame_text_read(&flags, "build/stamps/flags", NULL) < 0) return;
  flags[strcspn(flags, "\n")] = '\0';
  say("ok", "flags", "%s", flags);
  free(flags);
}

static void libraries(void)
{
  char version[32];
  say("ok", "GSL", "%s", gsl_version);
  say("ok", "HDF5", "%s", tame_h5_library_version(version));
}

/* File name of the shared object in which the loader finds SYMBOL. */
static const char *answers(const char *symbol)
{
  Dl_info info;
  const void *address = dlsym(RTLD_DEFAULT, symbol);
  if (!address || !dladdr(address, &info) || !info.dli_fname) return NULL;
  return info.dli_fname;
}

static void check_symbol(diagnosis *d, const char *symbol)
{
  const char *file = answers(symbol);
  if (!file) {
    miss(d, symbol, "no library has it; make deps");
  } else if (strstr(file, "openblas")) {
    say("ok", symbol, "%s", file);
  } else {
    say("warn", symbol, "%s: slower than OpenBLAS; make deps, make clean",
        file);
  }
}

/* OpenBLAS's own functions, by name: another BLAS has none. */
static void openblas(void)
{
  char *(*config)(void), *(*corename)(void);
  int (*threads)(void);
  *(void **)&config = dlsym(RTLD_DEFAULT, "openblas_get_config");
  *(void **)&corename = dlsym(RTLD_DEFAULT, "openblas_get_corename");
  *(void **)&threads = dlsym(RTLD_DEFAULT, "openblas_get_num_threads");
  if (!config || !corename || !threads) return;
  say("ok", "OpenBLAS", "%s", config());
  const char *pinned = getenv("OPENBLAS_CORETYPE");
  say(pinned ? "ok" : "warn", "kernels", "%s, %s", corename(),
      pinned ? "pinned by OPENBLAS_CORETYPE"
             : "chosen by OpenBLAS: results may differ in the last bits from "
               "those of other machines");
  say(threads() == 1 ? "ok" : "warn", "threads", "%d in BLAS, %ld processors",
      threads(), sysconf(_SC_NPROCESSORS_ONLN));
}

/* --- speed --------------------------------------------------------------- */

enum { GEMM_N = 512, GEMM_REPEATS = 10 };

typedef struct {
  double *a, *b, *c; /* [n x n] */
} product;

static void multiply(void *ctx)
{
  const product *p = ctx;
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, GEMM_N, GEMM_N, GEMM_N,
              1.0, p->a, GEMM_N, p->b, GEMM_N, 0.0, p->c, GEMM_N);
}

static void speed(void)
{
  enum { SIZE = GEMM_N * GEMM_N };
  product p = {tame_vec(SIZE), tame_vec(SIZE), tame_vec(SIZE)};
  for (size_t i = 0; i < SIZE; i++) {
    p.a[i] = (double)(i % 7) - 3.0;
    p.b[i] = (double)(i % 11) - 5.0;
  }
  const tame_timer t = tame_time_calls(multiply, &p, 2, GEMM_REPEATS);
  const double n = GEMM_N, gflops = 2.0 * n * n * n / t.wall / 1e9;
  /* libgslcblas reaches about 1, any blocked BLAS several times that */
  say(gflops > 4.0 ? "ok" : "warn", "dgemm", "%.1f GFLOP/s, n = %d", gflops,
      GEMM_N);
  free(p.a);
  free(p.b);
  free(p.c);
}

/* --- plotting ------------------------------------------------------------ */

static void plotting(diagnosis *d)
{
  char command[512], version[128], terminals[16384];
  const char *gnuplot = getenv("GNUPLOT");
  if (!gnuplot || !*gnuplot) gnuplot = "gnuplot";
  snprintf(command, sizeof command, "%s --version 2>/dev/null", gnuplot);
  if (!output_of(version, sizeof version, command)) {
    miss(d, "gnuplot", "make deps installs gnuplot-nox");
    return;
  }
  version[strcspn(version, "\n")] = '\0';
  say("ok", "gnuplot", "%s", version);
  snprintf(command, sizeof command, "%s -e 'set terminal' 2>&1 </dev/null",
           gnuplot);
  output_of(terminals, sizeof terminals, command);
  static const char *const NEEDED[] = {"pdfcairo", "svg"};
  for (size_t i = 0; i < sizeof NEEDED / sizeof NEEDED[0]; i++) {
    char word[16];
    snprintf(word, sizeof word, " %s ", NEEDED[i]);
    const bool found = strstr(terminals, word) != NULL;
    d->n_missing += !found;
    say(found ? "ok" : "MISSING", "terminal", "%s%s", NEEDED[i],
        found ? "" : ": install gnuplot-nox or gnuplot-qt");
  }
}

static void fonts(diagnosis *d)
{
  static const char *const FILES[] = {
      "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
      "/usr/share/fonts/dejavu/DejaVuSans.ttf"};
  char match[256];
  if (output_of(match, sizeof match, "fc-match 'DejaVu Sans' 2>/dev/null")) {
    match[strcspn(match, "\n")] = '\0';
    const bool is_it = strstr(match, "DejaVu Sans") != NULL;
    say(is_it ? "ok" : "warn", "font", "%s%s", match,
        is_it ? "" : " stands in for DejaVu Sans; make deps");
    return;
  }
  for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
    if (access(FILES[i], R_OK) == 0) {
      say("ok", "font", "%s", FILES[i]);
      return;
    }
  }
  miss(d, "font", "DejaVu Sans: make deps installs fonts-dejavu-core");
}

/* --- data sets ----------------------------------------------------------- */

static void data_sets(void)
{
  size_t n;
  const tame_dataset *set = tame_dataset_manifest(&n);
  for (size_t i = 0; i < n; i++) {
    char *path;
    tame_error err = {{0}};
    if (i > 0 && strcmp(set[i].name, set[i - 1].name) == 0) continue;
    const tame_status s = tame_dataset_find(&path, set[i].name, NULL, &err);
    if (s >= 0) {
      say("ok", "data", "%s: %s", set[i].name, path);
      free(path);
    } else {
      static const char PREFIX[] = "data set ";
      const size_t n_prefix = strlen(PREFIX);
      const bool has_it = strncmp(err.text, PREFIX, n_prefix) == 0;
      say(s == TAME_EMISSING ? "absent" : "warn", "data", "%s",
          err.text + (has_it ? n_prefix : 0));
    }
  }
}

/* --- room ---------------------------------------------------------------- */

static void room(void)
{
  struct statvfs disk;
  char *memory;
  enum { ENOUGH_GB = 1 };
  if (statvfs(".", &disk) == 0) {
    const double gb = (double)disk.f_bavail * (double)disk.f_frsize / 1e9;
    say(gb > ENOUGH_GB ? "ok" : "warn", "disk", "%.1f GB free here", gb);
  }
  if (tame_text_read(&memory, "/proc/meminfo", NULL) < 0) return;
  const char *line = strstr(memory, "MemAvailable:");
  if (line) {
    const double gb =
        strtod(line + strlen("MemAvailable:"), NULL) * 1024.0 / 1e9;
    say(gb > ENOUGH_GB ? "ok" : "warn", "memory", "%.1f GB available", gb);
  }
  free(memory);
}

int main(int argc, char **argv)
{
  tame_pin_blas(argv);
  if (argc == 2 && strcmp(argv[1], "--help") == 0) {
    printf("%s%s", USAGE, HELP);
    return tame_stdout_end("doctor");
  }
  if (argc > 1) {
    fputs(USAGE, stderr);
    return 2;
  }
  diagnosis d = {0};
  compiler();
  libraries();
  check_symbol(&d, "cblas_dgemm");
  check_symbol(&d, "dgetrf_");
  openblas();
  speed();
  plotting(&d);
  fonts(&d);
  data_sets();
  room();
  if (d.n_missing > 0) {
    printf("\n%zu things are missing\n", d.n_missing);
  } else {
    puts("\nnothing that is needed is missing");
  }
  if (tame_stdout_end("doctor") != 0) return 1;
  return d.n_missing > 0;
}
