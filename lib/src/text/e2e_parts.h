/* SPDX-License-Identifier: MIT */
/* What the readers of E2E lines and tables share. */
#ifndef TAME_TEXT_E2E_PARTS_H
#define TAME_TEXT_E2E_PARTS_H

#include <stdbool.h>
#include <string.h>

/* Would "MEANING||TEXT" hold a bar beside its '||', so that what is written is
 * not what is read back? */
static inline bool e2e_has_bar_beside(const char *meaning, const char *text)
{
  const size_t n = strlen(meaning);
  return (n > 0 && meaning[n - 1] == '|') || *text == '|';
}

#endif
