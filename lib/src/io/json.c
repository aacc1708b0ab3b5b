/* SPDX-License-Identifier: MIT */
#include "tame/json.h"

/* Jansson quotes what it stumbled over. */
static void make_printable(char *s)
{
  for (; *s; s++)
    if (*s < ' ' || *s > '~') *s = '?';
}

tame_status tame_json_object(json_t **root, const char *text, size_t n,
                             const char *path, tame_error *err)
{
  json_error_t why;
  *root = json_loadb(text, n, JSON_REJECT_DUPLICATES, &why);
  if (!*root) {
    make_printable(why.text);
    return tame_fail(err, TAME_EFORMAT, "%s:%d: %s", path, why.line, why.text);
  }
  if (json_is_object(*root)) return TAME_OK;
  json_decref(*root);
  *root = NULL;
  return tame_fail(err, TAME_EFORMAT, "%s: no JSON object", path);
}
