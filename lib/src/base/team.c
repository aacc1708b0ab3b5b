/* SPDX-License-Identifier: MIT */
#include "tame/team.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "tame/base.h"

/* Loops follow each other in quick succession: a thread that waits for the next
 * one, or for the others to end this one, looks this many times before it
 * sleeps. */
enum { SPINS = 200000 };

typedef struct {
  tame_team *team;
  size_t number;
  pthread_t thread;
} member;

struct tame_team {
  size_t size;
  member *members; /* [size - 1], numbered from 1 */
  pthread_mutex_t lock;
  pthread_cond_t begun, ended;
  atomic_size_t loop;    /* number of the current loop */
  atomic_size_t next;    /* task to be taken */
  atomic_size_t working; /* members that have not finished the loop */
  atomic_bool is_over;
  size_t n, block;
  tame_task *task;
  void *ctx;
};

static void take_tasks(tame_team *team, size_t thread)
{
  for (;;) {
    const size_t first = atomic_fetch_add(&team->next, team->block);
    if (first >= team->n) return;
    const size_t left = team->n - first;
    const size_t end = first + (left < team->block ? left : team->block);
    for (size_t i = first; i < end; i++) team->task(i, thread, team->ctx);
  }
}

/* wait for a loop after number SEEN; returns its number */
static size_t wait_for_loop(tame_team *team, size_t seen)
{
  for (int k = 0; k < SPINS; k++)
    if (atomic_load(&team->loop) != seen) return atomic_load(&team->loop);
  pthread_mutex_lock(&team->lock);
  while (atomic_load(&team->loop) == seen)
    pthread_cond_wait(&team->begun, &team->lock);
  pthread_mutex_unlock(&team->lock);
  return atomic_load(&team->loop);
}

static void finish(tame_team *team)
{
  if (atomic_fetch_sub(&team->working, 1) > 1) return;
  pthread_mutex_lock(&team->lock);
  pthread_cond_signal(&team->ended);
  pthread_mutex_unlock(&team->lock);
}

static void wait_for_members(tame_team *team)
{
  for (int k = 0; k < SPINS; k++)
    if (atomic_load(&team->working) == 0) return;
  pthread_mutex_lock(&team->lock);
  while (atomic_load(&team->working) > 0)
    pthread_cond_wait(&team->ended, &team->lock);
  pthread_mutex_unlock(&team->lock);
}

static void *work(void *argument)
{
  const member *me = argument;
  tame_team *team = me->team;
  for (size_t seen = 0;;) {
    seen = wait_for_loop(team, seen);
    if (atomic_load(&team->is_over)) return NULL;
    take_tasks(team, me->number);
    finish(team);
  }
}

/* the members see what was written before */
static void begin_loop(tame_team *team)
{
  pthread_mutex_lock(&team->lock);
  atomic_fetch_add(&team->loop, 1);
  pthread_cond_broadcast(&team->begun);
  pthread_mutex_unlock(&team->lock);
}

tame_team *tame_team_alloc(size_t n_threads)
{
  TAME_REQUIRE(n_threads >= 1);
  tame_team *team = tame_calloc(1, sizeof *team);
  team->size = n_threads;
  team->members = tame_calloc(n_threads - 1, sizeof *team->members);
  pthread_mutex_init(&team->lock, NULL);
  pthread_cond_init(&team->begun, NULL);
  pthread_cond_init(&team->ended, NULL);
  for (size_t j = 1; j < n_threads; j++) {
    member *m = &team->members[j - 1];
    m->team = team;
    m->number = j;
    TAME_REQUIRE(pthread_create(&m->thread, NULL, work, m) == 0);
  }
  return team;
}

void tame_team_free(tame_team *team)
{
  if (!team) return;
  atomic_store(&team->is_over, true);
  begin_loop(team);
  for (size_t j = 1; j < team->size; j++)
    pthread_join(team->members[j - 1].thread, NULL);
  pthread_cond_destroy(&team->begun);
  pthread_cond_destroy(&team->ended);
  pthread_mutex_destroy(&team->lock);
  free(team->members);
  free(team);
}

size_t tame_team_size(const tame_team *team) { return team ? team->size : 1; }

void tame_team_run_blocks(tame_team *team, size_t n, size_t block,
                          tame_task *task, void *ctx)
{
  TAME_REQUIRE(block >= 1);
  if (!team || team->size == 1 || n <= block) {
    for (size_t i = 0; i < n; i++) task(i, 0, ctx);
    return;
  }
  team->n = n;
  team->block = block;
  team->task = task;
  team->ctx = ctx;
  atomic_store(&team->next, 0);
  atomic_store(&team->working, team->size - 1);
  begin_loop(team);
  take_tasks(team, 0);
  wait_for_members(team);
}

void tame_team_run(tame_team *team, size_t n, tame_task *task, void *ctx)
{
  tame_team_run_blocks(team, n, 1, task, ctx);
}
