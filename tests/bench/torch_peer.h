/* SPDX-License-Identifier: MIT */
/* PyTorch in a process of its own, asked by lines of text: peer_torch.py, or the
 * script that is defined before this is included. */
#ifndef BENCH_TORCH_PEER_H
#define BENCH_TORCH_PEER_H

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tame/base.h"

#ifndef TORCH_PEER_SCRIPT
#define TORCH_PEER_SCRIPT "tests/bench/peer_torch.py"
#endif

typedef struct {
  pid_t process;
  FILE *to, *from; /* NULL: there is no PyTorch */
  char version[32];
} torch_peer;

/* Debian's Python, which has the package python3-torch.  BLAS kernels are
 * PyTorch's own choice. */
static inline void torch_peer_run(int in, int out)
{
  dup2(in, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  if (!freopen("/dev/null", "w", stderr)) _exit(1);
  unsetenv("OPENBLAS_CORETYPE");
  execl("/usr/bin/python3", "python3", TORCH_PEER_SCRIPT, (char *)NULL);
  _exit(1);
}

static inline void torch_peer_end(torch_peer *p)
{
  if (p->to) {
    fputs("quit\n", p->to);
    fclose(p->to);
  }
  if (p->from) fclose(p->from);
  p->to = p->from = NULL;
  waitpid(p->process, NULL, 0);
}

static inline torch_peer torch_peer_begin(void)
{
  torch_peer p = {0};
  int to[2], from[2];
  signal(SIGPIPE, SIG_IGN);
  TAME_REQUIRE(pipe(to) == 0 && pipe(from) == 0);
  fflush(NULL);
  p.process = fork();
  TAME_REQUIRE(p.process >= 0);
  if (p.process == 0) {
    close(to[1]);
    close(from[0]);
    torch_peer_run(to[0], from[1]);
  }
  close(to[0]);
  close(from[1]);
  p.to = fdopen(to[1], "w");
  p.from = fdopen(from[0], "r");
  TAME_REQUIRE(p.to && p.from);
  if (fscanf(p.from, "torch %31s", p.version) != 1) torch_peer_end(&p);
  return p;
}

static inline bool torch_peer_is_there(const torch_peer *p) { return p->to; }

/* The two numbers of an answer. */
static inline void torch_peer_ask(double answer[2], torch_peer *p,
                                  const char *what, const char *net,
                                  size_t batch, size_t steps)
{
  fprintf(p->to, "%s %s %zu %zu\n", what, net, batch, steps);
  fflush(p->to);
  if (fscanf(p->from, "%lf %lf", &answer[0], &answer[1]) == 2) return;
  fprintf(stderr, "bench: PyTorch gave no answer to: %s %s %zu\n", what, net,
          batch);
  exit(1);
}

#endif
