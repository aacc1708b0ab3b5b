/* SPDX-License-Identifier: MIT */
/* A few threads that share the tasks 0, ..., n - 1 of a loop.  Each task
 * computes the same thing whichever thread takes it, and the number of tasks
 * never depends on the number of threads: so neither do results. */
#ifndef TAME_TEAM_H
#define TAME_TEAM_H

#include <stddef.h>

typedef struct tame_team tame_team;

/* N_THREADS >= 1, the caller's own counted.  NULL stands for a team of one in
 * all functions below. */
tame_team *tame_team_alloc(size_t n_threads);
void tame_team_free(tame_team *team);
size_t tame_team_size(const tame_team *team);

/* Task I of a loop, on thread THREAD < size, for scratch memory of its own. */
typedef void tame_task(size_t i, size_t thread, void *ctx);

/* Run tasks 0 to N - 1 and return when all are done.  Not from a task. */
void tame_team_run(tame_team *team, size_t n, tame_task *task, void *ctx);

/* The same for short tasks: a thread takes BLOCK >= 1 of them at a time. */
void tame_team_run_blocks(tame_team *team, size_t n, size_t block,
                          tame_task *task, void *ctx);

#endif
