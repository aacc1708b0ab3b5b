/* SPDX-License-Identifier: MIT */
#include "identity.h"

#include <stdlib.h>
#include <string.h>

tame_status tame_checkpoint_check(const tame_h5 *f, const char *path,
                                  const char *identity, tame_error *err)
{
  char *text;
  TAME_TRY(tame_h5_read_attr(&text, f, "/", "identity", err));
  const bool is_ours = strcmp(text, identity) == 0;
  free(text);
  return is_ours ? TAME_OK
                 : tame_fail(err, TAME_EFORMAT, "%s: checkpoint of another run",
                             path);
}
