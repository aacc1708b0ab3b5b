/* SPDX-License-Identifier: MIT */
/* What the command line came to, written so that it can be given again. */
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

/* What a shell reads as it is. */
static const char PLAIN[] =
    "abcdefghijklmnopqrstuvwxyz"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%";

/* TEXT as a shell reads it in one piece, whatever it holds; free() it. */
static char *quoted(const char *text)
{
  char *out = tame_calloc(4 * strlen(text) + 3, 1);
  size_t n = 0;
  out[n++] = '\'';
  for (; *text; text++) {
    const bool is_quote = *text == '\'';
    if (is_quote) out[n++] = '\'', out[n++] = '\\'; /* ' becomes '\'' */
    out[n++] = *text;
    if (is_quote) out[n++] = '\'';
  }
  out[n] = '\'';
  return out;
}

/* The options in full, the parameters alone, and each value as text, in the
 * table's order: the same however the command line was written. */
void tame_run_write_arguments(tame_run *run)
{
  char value[64];
  size_t size = 256 + strlen(run->id);
  for (size_t i = 0; i < run->n_params; i++) {
    const tame_option *p = &run->exp->params[i];
    tame_option_text(value, sizeof value, p, run->value[i]);
    if (!tame_option_is_given(p)) run->word[i] = tame_strdup(value);
    if (run->word[i]) size += strlen(p->name) + 4 * strlen(run->word[i]) + 6;
  }
  run->arguments = tame_calloc(size, 1);
  run->config = tame_calloc(size, 1);
  size_t a = (size_t)snprintf(
      run->arguments, size, "--id %s --scale %s --seed %llu", run->id,
      tame_scale_name(run->scale), (unsigned long long)run->root);
  for (size_t i = 0, c = 0; i < run->n_params; i++) {
    const tame_option *p = &run->exp->params[i];
    if (!run->word[i]) continue; /* a string that was not given */
    const bool is_plain = strspn(run->word[i], PLAIN) == strlen(run->word[i]);
    char *text = tame_option_is_text(p) || !is_plain
                     ? quoted(run->word[i])
                     : tame_strdup(run->word[i]);
    a += (size_t)snprintf(run->arguments + a, size - a, " --%s %s", p->name,
                          text);
    c += (size_t)snprintf(run->config + c, size - c, "%s%s=%s", c ? " " : "",
                          p->name, text);
    free(text);
  }
}
