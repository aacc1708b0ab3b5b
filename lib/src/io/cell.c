/* SPDX-License-Identifier: MIT */
#include "cell.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

bool tame_cell_number(double *x, const char *cell)
{
  const char *begin = cell + strspn(cell, " \t");
  const size_t length = strspn(begin, "+-.0123456789eE");
  char *end;
  /* strtod also takes nan, inf and hexadecimal, whose letters are not here */
  *x = strtod(begin, &end);
  return length > 0 && end == begin + length && isfinite(*x) &&
         end[strspn(end, " \t")] == '\0';
}

void tame_cell_show(char shown[24], const char *cell, size_t length)
{
  const size_t n = length < 20 ? length : 20;
  for (size_t i = 0; i < n; i++)
    shown[i] = (char)(isprint((unsigned char)cell[i]) ? cell[i] : '?');
  strcpy(shown + n, n < length ? "..." : "");
}

static int order(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *tame_repeated(char *const *word, size_t n)
{
  const char *twice = NULL;
  char **sorted = tame_calloc(n, sizeof *sorted);
  memcpy(sorted, word, n * sizeof *sorted);
  qsort(sorted, n, sizeof *sorted, order);
  for (size_t j = 1; j < n && !twice; j++)
    if (strcmp(sorted[j - 1], sorted[j]) == 0) twice = sorted[j];
  free(sorted);
  return twice;
}

static int order_of_placed(const void *a, const void *b)
{
  const tame_placed_word *x = a, *y = b;
  return strcmp(x->word, y->word);
}

tame_placed_word *tame_words_sorted(char *const *word, size_t n)
{
  tame_placed_word *sorted = tame_calloc(n, sizeof *sorted);
  for (size_t k = 0; k < n; k++) sorted[k] = (tame_placed_word){word[k], k};
  qsort(sorted, n, sizeof *sorted, order_of_placed);
  return sorted;
}

size_t tame_words_find(const tame_placed_word *sorted, size_t n,
                       const char *word, size_t length)
{
  size_t low = 0, high = n;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const char *here = sorted[middle].word;
    const int c = strncmp(here, word, length);
    if (c == 0 && here[length] == '\0') return sorted[middle].place;
    if (c < 0)
      low = middle + 1;
    else /* also where HERE goes on after WORD ends */
      high = middle;
  }
  return n;
}
