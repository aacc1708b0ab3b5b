/* SPDX-License-Identifier: MIT */
/* tame/team.h: every task of every loop is done once, before the loop returns,
 * by a thread of the team. */
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/team.h"
#include "tame/timer.h"

enum { MAX_THREADS = 4, MAX_TASKS = 67, LOOPS = 2000 };

typedef struct {
  tame_team *team;
  int done[MAX_TASKS]; /* written by whoever takes the task, not atomically */
  size_t by_thread[MAX_THREADS];
  atomic_int mistakes;
} counts;

static void count(size_t i, size_t thread, void *ctx)
{
  counts *c = ctx;
  if (i >= MAX_TASKS || thread >= tame_team_size(c->team)) {
    atomic_fetch_add(&c->mistakes, 1);
    return;
  }
  c->done[i]++;
  c->by_thread[thread]++; /* scratch memory of a thread is its own */
}

START_TEST(every_task_is_done_once)
{
  counts c = {.team = tame_team_alloc((size_t)_i)};
  size_t wanted = 0, taken = 0;
  for (int loop = 0; loop < LOOPS; loop++) {
    const size_t n = (size_t)loop % (MAX_TASKS + 1); /* 0 and 1 as well */
    for (size_t i = 0; i < MAX_TASKS; i++) c.done[i] = 0;
    tame_team_run(c.team, n, count, &c);
    for (size_t i = 0; i < MAX_TASKS; i++)
      ck_assert_int_eq(c.done[i], i < n ? 1 : 0);
    wanted += n;
  }
  for (size_t k = 0; k < MAX_THREADS; k++) taken += c.by_thread[k];
  ck_assert_uint_eq(taken, wanted);
  ck_assert_int_eq(atomic_load(&c.mistakes), 0);
  tame_team_free(c.team);
}
END_TEST

START_TEST(no_team_is_a_team_of_one)
{
  counts c = {0};
  tame_team_run(NULL, 5, count, &c);
  ck_assert_uint_eq(tame_team_size(NULL), 1);
  ck_assert_uint_eq(c.by_thread[0], 5);
  tame_team_free(NULL);
}
END_TEST

/* A loop reads what the loop before it wrote. */
typedef struct {
  double x[MAX_TASKS], y[MAX_TASKS];
} vectors;

static void shift(size_t i, size_t thread, void *ctx)
{
  vectors *v = ctx;
  (void)thread;
  v->y[i] = v->x[(i + 1) % MAX_TASKS] + 1.0;
}

static void put_back(size_t i, size_t thread, void *ctx)
{
  vectors *v = ctx;
  (void)thread;
  v->x[i] = v->y[i];
}

START_TEST(a_loop_sees_what_the_one_before_wrote)
{
  tame_team *team = tame_team_alloc((size_t)_i);
  vectors v = {{0}, {0}};
  for (size_t i = 0; i < MAX_TASKS; i++) v.x[i] = (double)i;
  for (size_t loop = 0; loop < MAX_TASKS; loop++) {
    tame_team_run(team, MAX_TASKS, shift, &v);
    tame_team_run(team, MAX_TASKS, put_back, &v);
  }
  for (size_t i = 0; i < MAX_TASKS; i++)
    ck_assert_double_eq(v.x[i], (double)i + MAX_TASKS);
  tame_team_free(team);
}
END_TEST

START_TEST(teams_come_and_go)
{
  for (size_t k = 0; k < 200; k++) {
    counts c = {.team = tame_team_alloc(1 + k % MAX_THREADS)};
    for (size_t loop = 0; loop < k % 3; loop++)
      tame_team_run(c.team, MAX_TASKS, count, &c);
    for (size_t i = 0; i < MAX_TASKS; i++)
      ck_assert_int_eq(c.done[i], (int)(k % 3));
    tame_team_free(c.team);
  }
}
END_TEST

static void doze(size_t i, size_t thread, void *ctx)
{
  (void)thread;
  (void)ctx;
  if (i == 0) /* the others wait for whoever has this one */
    nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
}

START_TEST(waiting_for_a_long_task_leaves_the_processor)
{
  tame_team *team = tame_team_alloc(MAX_THREADS);
  tame_timer t = {0};
  tame_timer_start(&t);
  tame_team_run(team, MAX_THREADS, doze, NULL);
  tame_timer_stop(&t);
  ck_assert_double_ge(t.wall, 0.29);
  ck_assert_double_le(t.cpu, 0.1);
  tame_team_free(team);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("team");
  tcase_add_loop_test(t, every_task_is_done_once, 1, MAX_THREADS + 1);
  tcase_add_test(t, no_team_is_a_team_of_one);
  tcase_add_loop_test(t, a_loop_sees_what_the_one_before_wrote, 1,
                      MAX_THREADS + 1);
  tcase_add_test(t, teams_come_and_go);
  tcase_add_test(t, waiting_for_a_long_task_leaves_the_processor);
  return run_tests(t);
}
