/* SPDX-License-Identifier: MIT */
#include "tame/bpe.h"

#include <stdlib.h>
#include <string.h>

#include "bpe_parts.h"
#include "tame/base.h"
#include "tame/json.h"
#include "tame/text.h"
#include "tame/utf8.h"

enum { SHOWN = 40, ALPHABET = 512 };

/* byte [ALPHABET] <- the byte that a character stands for, or -1 */
static void fill_alphabet(int *byte)
{
  int next = 256;
  for (int c = 0; c < ALPHABET; c++) byte[c] = -1;
  for (int b = 0; b < 256; b++) {
    const int is_printable =
        (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
    byte[is_printable ? b : next++] = b;
  }
}

typedef struct {
  tame_bpe *bpe;
  const char *path;
  size_t line;
  int alphabet[ALPHABET];
  bool *is_made; /* [n] a byte, or the result of a merge that was read */
  tame_error *err;
} reader;

/* bytes <- what s [n] stands for; their number, at most n; 0 when it is empty
 * or has a character outside the alphabet. */
static size_t to_bytes(char *bytes, const char *s, size_t n, const reader *r)
{
  size_t count = 0;
  for (size_t at = 0; at < n;) {
    uint32_t code;
    const size_t length = tame_utf8_get(&code, s + at, n - at);
    if (length == 0 || code >= ALPHABET || r->alphabet[code] < 0) return 0;
    bytes[count++] = (char)r->alphabet[code];
    at += length;
  }
  return count;
}

/* --- encoder.json --------------------------------------------------------- */

static tame_status fail_token(const reader *r, const char *token,
                              const char *why)
{
  char shown[SHOWN];
  tame_utf8_show(shown, token, strlen(token));
  return tame_fail(r->err, TAME_EFORMAT, "%s: token '%s': %s", r->path, shown,
                   why);
}

/* token [n] <- the names, by id; *total <- an upper bound of all bytes */
static tame_status sort_tokens(const char **token, size_t *total,
                               const reader *r, json_t *root)
{
  const json_int_t n = (json_int_t)json_object_size(root);
  const char *name;
  json_t *value;
  *total = 0;
  json_object_foreach(root, name, value)
  {
    if (!json_is_integer(value))
      return fail_token(r, name, "its id is no number");
    const json_int_t id = json_integer_value(value);
    if (id < 0 || id >= n)
      return fail_token(r, name, "its id is not below the number of tokens");
    if (token[id]) return fail_token(r, name, "its id is another token's");
    token[id] = name;
    *total += strlen(name);
  }
  return TAME_OK;
}

static tame_status fill_tokens(reader *r, const char *const *token)
{
  tame_bpe *bpe = r->bpe;
  for (size_t id = 0; id < bpe->n; id++) {
    const size_t length =
        to_bytes(bpe->bytes + bpe->start[id], token[id], strlen(token[id]), r);
    if (length == 0)
      return fail_token(r, token[id],
                        "empty, or a character that stands for no byte");
    bpe->start[id + 1] = bpe->start[id] + length;
    tame_bpe_insert(bpe, (uint32_t)id);
  }
  for (int b = 0; b < 256; b++) {
    const char byte = (char)b;
    if (tame_bpe_find(&bpe->byte[b], bpe, &byte, 1) < 0)
      return tame_fail(r->err, TAME_EFORMAT, "%s: byte %d has no token",
                       r->path, b);
    r->is_made[bpe->byte[b]] = true;
  }
  return TAME_OK;
}

static tame_status use_encoder(reader *r, json_t *root)
{
  tame_bpe *bpe = r->bpe;
  size_t total;
  bpe->n = json_object_size(root);
  if (bpe->n >= TAME_BPE_NONE)
    return tame_fail(r->err, TAME_EFORMAT, "%s: too many tokens", r->path);
  const char **token = tame_calloc(bpe->n, sizeof *token);
  tame_status s = sort_tokens(token, &total, r, root);
  if (s >= 0) {
    bpe->bytes = tame_calloc(total, 1);
    bpe->start = tame_calloc(bpe->n + 1, sizeof *bpe->start);
    bpe->tokens.size = tame_bpe_table_size(bpe->n);
    bpe->tokens.id = tame_calloc(bpe->tokens.size, sizeof *bpe->tokens.id);
    memset(bpe->tokens.id, 0xFF, bpe->tokens.size * sizeof *bpe->tokens.id);
    r->is_made = tame_calloc(bpe->n, sizeof *r->is_made);
    s = fill_tokens(r, token);
  }
  free(token);
  return s;
}

static tame_status read_encoder(reader *r, const char *path)
{
  char *text;
  json_t *root;
  r->path = path;
  TAME_TRY(tame_text_read(&text, path, r->err));
  tame_status s = tame_json_object(&root, text, strlen(text), path, r->err);
  free(text);
  TAME_TRY(s);
  s = use_encoder(r, root);
  json_decref(root);
  return s;
}

/* --- vocab.bpe ------------------------------------------------------------ */

static tame_status fail_merge(const reader *r, const char *why)
{
  return tame_fail(r->err, TAME_EFORMAT, "%s:%zu: %s", r->path, r->line, why);
}

/* bytes <- one side of a merge, and its token. */
static tame_status read_side(uint32_t *id, char *bytes, size_t *count,
                             const reader *r, const char *s, size_t n)
{
  *count = to_bytes(bytes, s, n, r);
  if (*count == 0) return fail_merge(r, "expected two tokens and a space");
  if (tame_bpe_find(id, r->bpe, bytes, *count) < 0)
    return fail_merge(r, "a token that the encoder has not");
  if (!r->is_made[*id])
    return fail_merge(r, "a token that no line above makes");
  return TAME_OK;
}

/* One merge; BYTES has room for the line [n]. */
static tame_status read_merge(reader *r, char *bytes, const char *line,
                              size_t n)
{
  uint32_t left, right, both;
  size_t n_left, n_right;
  const char *space = memchr(line, ' ', n);
  const size_t at = space ? (size_t)(space - line) : n;
  TAME_TRY(read_side(&left, bytes, &n_left, r, line, at));
  const size_t from = at < n ? at + 1 : n;
  TAME_TRY(
      read_side(&right, bytes + n_left, &n_right, r, line + from, n - from));
  if (tame_bpe_find(&both, r->bpe, bytes, n_left + n_right) < 0)
    return fail_merge(r, "the encoder has no such token");
  if (r->is_made[both]) return fail_merge(r, "a token that is there already");
  r->is_made[both] = true;
  r->bpe->merged[r->bpe->n_merges] = both;
  tame_bpe_insert_pair(r->bpe, left, right, (uint32_t)r->bpe->n_merges++);
  return TAME_OK;
}

/* Each merge makes a token that is no byte, so there are at most n - 256. */
static void make_pairs(tame_bpe *bpe)
{
  const size_t max = bpe->n - 256;
  bpe->merged = tame_calloc(max, sizeof *bpe->merged);
  bpe->pairs.size = tame_bpe_table_size(max);
  bpe->pairs.pair = tame_calloc(bpe->pairs.size, sizeof *bpe->pairs.pair);
  bpe->pairs.rank = tame_calloc(bpe->pairs.size, sizeof *bpe->pairs.rank);
  memset(bpe->pairs.rank, 0xFF, bpe->pairs.size * sizeof *bpe->pairs.rank);
}

static tame_status read_merges(reader *r, const char *path)
{
  char *text;
  r->path = path;
  r->line = 1;
  TAME_TRY(tame_text_read(&text, path, r->err));
  make_pairs(r->bpe);
  char *bytes = tame_calloc(strlen(text) + 1, 1), *line = text;
  tame_status s = TAME_OK;
  for (; *line && s >= 0; r->line++) {
    size_t n = strcspn(line, "\n");
    const size_t whole = n + (line[n] == '\n');
    if (n > 0 && line[n - 1] == '\r') n--;
    if (r->line > 1 || strncmp(line, "#version", 8) != 0)
      s = read_merge(r, bytes, line, n);
    line += whole;
  }
  free(bytes);
  free(text);
  return s;
}

tame_status tame_bpe_read(tame_bpe **bpe, const char *encoder_json,
                          const char *vocab_bpe, tame_error *err)
{
  reader r = {.bpe = tame_calloc(1, sizeof(tame_bpe)), .err = err};
  fill_alphabet(r.alphabet);
  tame_status s = read_encoder(&r, encoder_json);
  if (s >= 0) s = read_merges(&r, vocab_bpe);
  free(r.is_made);
  *bpe = NULL;
  if (s < 0) {
    tame_bpe_free(r.bpe);
    return s;
  }
  r.bpe->word = tame_bpe_word_alloc();
  *bpe = r.bpe;
  return TAME_OK;
}
