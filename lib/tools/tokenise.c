/* SPDX-License-Identifier: MIT */
/* tokenise: texts as a stream of 16-bit tokens of GPT-2. */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/bpe.h"
#include "tame/text.h"
#include "tame/tokens.h"

static const char USAGE[] =
    "usage: tokenise ENCODER.json VOCAB.bpe OUT TEXT [TEXT...]\n";
static const char HELP[] =
    "\n"
    "Write the tokens of the texts, one after the other, to OUT: 16 bits "
    "each,\n"
    "little-endian, no header, as training on OpenWebText reads them.  Each\n"
    "text ends with the token <|endoftext|> if the vocabulary has it.  A text\n"
    "is a file in UTF-8; the files of GPT-2's vocabulary come by\n"
    "`make data SETS=gpt2-bpe`.\n"
    "Exit status: 0 done, 1 error, 2 usage.\n"
    "\n"
    "  tokenise data/sets/gpt2-bpe/encoder.json data/sets/gpt2-bpe/vocab.bpe "
    "\\\n"
    "    kjv.bin data/sets/bible-kjv/kjv.txt\n";

static const char END[] = "<|endoftext|>";

typedef struct {
  size_t n, room;
  uint32_t *id;
} stream;

static void make_room(stream *s, size_t more)
{
  if (s->room - s->n >= more) return;
  s->room = 2 * s->room + more;
  uint32_t *id = tame_calloc(s->room, sizeof *id);
  if (s->n > 0) memcpy(id, s->id, s->n * sizeof *id);
  free(s->id);
  s->id = id;
}

static tame_status add_text(stream *s, const tame_bpe *bpe, const char *path,
                            tame_error *err)
{
  char *text;
  size_t count;
  tame_error why = {""};
  TAME_TRY(tame_text_read(&text, path, err));
  const size_t n = strlen(text);
  make_room(s, n + 1);
  const tame_status status =
      tame_bpe_encode(s->id + s->n, &count, bpe, text, n, &why);
  free(text);
  if (status < 0) return tame_fail(err, status, "%s: %s", path, why.text);
  s->n += count;
  if (tame_bpe_find(&s->id[s->n], bpe, END, strlen(END)) >= 0) s->n++;
  return TAME_OK;
}

static tame_status tokenise(char *const *argv, size_t n_texts, tame_error *err)
{
  tame_bpe *bpe;
  stream s = {0};
  TAME_TRY(tame_bpe_read(&bpe, argv[1], argv[2], err));
  tame_status status = TAME_OK;
  for (size_t i = 0; i < n_texts && status >= 0; i++)
    status = add_text(&s, bpe, argv[4 + i], err);
  if (status >= 0) status = tame_tokens_write(argv[3], s.id, s.n, err);
  if (status >= 0)
    printf("%s: %zu tokens of %zu text%s, vocabulary %zu\n", argv[3], s.n,
           n_texts, n_texts == 1 ? "" : "s", tame_bpe_size(bpe));
  free(s.id);
  tame_bpe_free(bpe);
  return status;
}

int main(int argc, char **argv)
{
  signal(SIGXFSZ, SIG_IGN); /* too long a file is an error, not a kill */
  if (argc >= 2 && strcmp(argv[1], "--help") == 0) {
    printf("%s%s", USAGE, HELP);
    return tame_stdout_end("tokenise");
  }
  if (argc < 5 || argv[1][0] == '-') {
    fputs(USAGE, stderr);
    return 2;
  }
  tame_error err = {""};
  tame_status s = tokenise(argv, (size_t)argc - 4, &err);
  if (s >= 0) return tame_stdout_end("tokenise");
  fprintf(stderr, "tokenise: %s\n", err.text);
  return 1;
}
