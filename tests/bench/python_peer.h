/* SPDX-License-Identifier: MIT */
/* A Python library in a process of its own, asked by lines of text.  The script
 * writes one line at its start, the library's name and version as they are to be
 * shown, then a line of numbers for each line that it reads, until `quit`. */
#ifndef BENCH_PYTHON_PEER_H
#define BENCH_PYTHON_PEER_H

#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tame/base.h"
#include "works.h"

typedef struct {
  const char *library; /* "PyTorch" */
  pid_t process;
  FILE *to, *from; /* NULL: the library is not there */
  char name[64];   /* "PyTorch 1.13.1"; "PyTorch" where it is not there */
} python_peer;

/* How the library is started. */
typedef struct {
  const char *script, *packages; /* a folder of packages before its own, NULL */
  bool has_our_kernels; /* BLAS kernels as ours; else of the library's choice */
} python_peer_options;

/* Debian's Python, for which `make bench-deps` installs. */
static inline void python_peer_run(const python_peer_options *o, int in,
                                   int out)
{
  dup2(in, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  if (!freopen("/dev/null", "w", stderr)) _exit(1);
  if (!o->has_our_kernels) unsetenv("OPENBLAS_CORETYPE");
  if (o->packages) setenv("PYTHONPATH", o->packages, 1);
  execl("/usr/bin/python3", "python3", o->script, (char *)NULL);
  _exit(1);
}

static inline bool python_peer_is_there(const python_peer *p) { return p->to; }

static inline void python_peer_end(python_peer *p)
{
  if (p->to) {
    fputs("quit\n", p->to);
    fclose(p->to);
  }
  if (p->from) fclose(p->from);
  p->to = p->from = NULL;
  if (p->process > 0) waitpid(p->process, NULL, 0);
  p->process = 0;
}

static inline python_peer python_peer_begin_with(const char *library,
                                                 const python_peer_options *o)
{
  python_peer p = {.library = library};
  int to[2], from[2];
  signal(SIGPIPE, SIG_IGN);
  TAME_REQUIRE(pipe(to) == 0 && pipe(from) == 0);
  fflush(NULL);
  p.process = fork();
  TAME_REQUIRE(p.process >= 0);
  if (p.process == 0) {
    close(to[1]);
    close(from[0]);
    python_peer_run(o, to[0], from[1]);
  }
  close(to[0]);
  close(from[1]);
  p.to = fdopen(to[1], "w");
  p.from = fdopen(from[0], "r");
  TAME_REQUIRE(p.to && p.from);
  if (fgets(p.name, sizeof p.name, p.from)) {
    p.name[strcspn(p.name, "\n")] = '\0';
  } else {
    python_peer_end(&p);
    snprintf(p.name, sizeof p.name, "%s", library);
    printf("%s is not there: make bench-deps\n", library);
  }
  return p;
}

static inline python_peer
python_peer_begin(const char *library, const char *script, const char *packages)
{
  return python_peer_begin_with(
      library, &(python_peer_options){.script = script, .packages = packages});
}

/* answer [n] <- the numbers of its answer to a line, given as for printf */
static inline void python_peer_ask(double *answer, size_t n, python_peer *p,
                                   const char *format, ...)
    __attribute__((format(printf, 4, 5)));
static inline void python_peer_ask(double *answer, size_t n, python_peer *p,
                                   const char *format, ...)
{
  char line[256];
  va_list args;
  va_start(args, format);
  vsnprintf(line, sizeof line, format, args);
  va_end(args);
  fprintf(p->to, "%s\n", line);
  fflush(p->to);
  size_t got = 0;
  while (got < n && fscanf(p->from, "%lf", &answer[got]) == 1) got++;
  if (got == n) return;
  fprintf(stderr, "bench: %s gave no answer to: %s\n", p->library, line);
  exit(1);
}

/* ours, theirs [REPEATS] <- processor seconds of a step, in turn, after one of
 * each that is not counted; theirs NaN where the library is not there.  A run of
 * ours is STEPS steps, and so is what REQUEST asks for, answered by processor and
 * wall seconds. */
static inline void python_peer_pairs(double *ours, double *theirs, work w,
                                     size_t steps, python_peer *p,
                                     const char *request)
{
  double answer[2] = {(double)NAN, (double)NAN};
  w.run(w.ctx, &(tame_timer){0});
  if (p->to) python_peer_ask(answer, 2, p, "%s", request);
  for (size_t r = 0; r < REPEATS; r++) {
    tame_timer t = {0};
    w.run(w.ctx, &t);
    if (p->to) python_peer_ask(answer, 2, p, "%s", request);
    ours[r] = t.cpu / (double)steps;
    theirs[r] = answer[0] / (double)steps;
  }
}

#endif
