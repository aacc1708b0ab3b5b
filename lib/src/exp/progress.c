/* SPDX-License-Identifier: MIT */
#include "run.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Runs shorter than this say one line, at the end. */
static const double QUIET_SECONDS = 2.0;

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void tame_progress_begin(tame_progress *p, const tame_cells *cells,
                         size_t n_todo, double weight)
{
  *p = (tame_progress){.run = cells->run,
                       .cells = cells,
                       .is_terminal = isatty(STDERR_FILENO),
                       .started = now(),
                       .weight_all = weight,
                       .n_all = n_todo};
  p->group_started = p->started;
}

double tame_progress_seconds(const tame_progress *p)
{
  return now() - p->started;
}

/* "42 s", "3 min 20 s", "1 h 5 min" */
static void duration(char *text, size_t size, double seconds)
{
  const long s = (long)(seconds + 0.5);
  if (s < 60)
    snprintf(text, size, "%ld s", s);
  else if (s < 3600)
    snprintf(text, size, "%ld min %ld s", s / 60, s % 60);
  else
    snprintf(text, size, "%ld h %ld min", s / 3600, s / 60 % 60);
}

static void draw(const tame_progress *p, const char *doing)
{
  char left[64] = "";
  if (!p->is_terminal) return;
  if (p->weight_done > 0.0) {
    char text[32];
    const double spent = tame_progress_seconds(p);
    duration(text, sizeof text,
             spent / p->weight_done * (p->weight_all - p->weight_done));
    snprintf(left, sizeof left, ", %s left", text);
  }
  fprintf(stderr, "\r\033[K  RUN   %s  %zu/%zu cells%s  %s", p->run->out,
          p->n_done, p->n_all, left, doing);
  fflush(stderr);
}

void tame_progress_cell_begin(tame_progress *p, size_t index)
{
  draw(p, p->cells->cell[index].group);
}

void tame_progress_cell_end(tame_progress *p, size_t index, bool ends_group)
{
  const tame_cell *c = &p->cells->cell[index];
  p->n_done++;
  p->group_cells++;
  p->weight_done += c->weight > 0.0 ? c->weight : 1.0;
  draw(p, "");
  if (!ends_group) return;
  if (!p->is_terminal && tame_progress_seconds(p) > QUIET_SECONDS) {
    printf("  RUN   %s: %s: %zu cells, %.1f s (%zu/%zu)\n", p->run->program,
           c->group, p->group_cells, now() - p->group_started, p->n_done,
           p->n_all);
    fflush(stdout);
  }
  p->group_cells = 0;
  p->group_started = now();
}

void tame_progress_clear(tame_progress *p)
{
  if (p->is_terminal) fputs("\r\033[K", stderr);
}
