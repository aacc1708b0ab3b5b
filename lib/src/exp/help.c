/* SPDX-License-Identifier: MIT */
/* --help. */
#include "run.h"

#include <stdio.h>
#include <string.h>

/* TEXT wrapped at 78 columns. */
static void print_wrapped(const char *text)
{
  size_t column = 0;
  while (*text) {
    const size_t length = strcspn(text, " ");
    if (column && column + 1 + length > 78) column = 0, putchar('\n');
    column += (size_t)printf("%s%.*s", column ? " " : "", (int)length, text);
    text += length + (text[length] == ' ');
  }
  putchar('\n');
}

void tame_run_print_help(const tame_run *run)
{
  const tame_experiment *e = run->exp;
  char text[TAME_N_SCALES][64];
  printf("%s: %s\n\n", run->program, e->title);
  print_wrapped(e->about);
  printf(
      "\nusage: %s [option value]...\n\n"
      "  --scale S      smoke, default or paper (default: default)\n"
      "  --seed N       root seed of all random numbers (default: 0)\n"
      "  --shard I/N    only every N-th cell, beginning with the I-th; who\n"
      "                 finishes last writes the result\n"
      "  --out FILE     result (default: data/%s.h5)\n"
      "  --id NAME      name under which the result is stored\n"
      "  --list         the cells of this run, one a line\n"
      "  --help         this text\n\n"
      "An option given twice counts as given last.\n\n",
      run->program, e->id);
  printf("  %-14s %10s %10s %10s\n", "parameter", "smoke", "default", "paper");
  for (size_t i = 0; i < run->n_params; i++) {
    const tame_option *p = &e->params[i];
    for (int s = 0; s < TAME_N_SCALES; s++)
      if (tame_option_is_word(p) || tame_option_is_given(p))
        tame_option_text(text[s], sizeof text[s], p, p->value[s]);
      else /* 0.1, where the identity of a run has all digits */
        snprintf(text[s], sizeof text[s], "%.10g", p->value[s]);
    printf("  --%-12s %10s %10s %10s   %s", p->name, text[0], text[1], text[2],
           p->help);
    if (tame_option_is_file(p))
      puts(" (a file)");
    else if (tame_option_is_text(p))
      puts(" (text)");
    else if (tame_option_is_word(p))
      printf(" (one of: %s)\n", p->kind);
    else
      printf(" [%.10g, %.10g]\n", p->lo, p->hi);
  }
  printf("  %-14s", "cost");
  for (int k = 0; k < TAME_N_SCALES; k++)
    if (e->cost[k] > 0.0)
      printf(" %8.3g s", e->cost[k]);
    else
      printf(" %10s", "-"); /* not measured */
  puts("   measured on one core");
}
