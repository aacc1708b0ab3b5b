/* SPDX-License-Identifier: MIT */
#include "tame/tape_op.h"

#include "tame/base.h"

const char *tame_op_name(tame_op op)
{
#define TAME_OP_TEXT(name, text) text,
  static const char *const names[] = {TAME_OP_LIST(TAME_OP_TEXT)};
#undef TAME_OP_TEXT
  TAME_REQUIRE((size_t)op < TAME_OP_COUNT);
  return names[op];
}
