/* SPDX-License-Identifier: MIT */
/* tame_bpe_read on any two files, and a text through what was read.  The input
 * is encoder.json, vocab.bpe and the text, one after the other with a NUL
 * between; in the encoder, "@" at the head stands for the tokens of the 256
 * bytes, which no fuzzer finds by itself. */
#include "fuzz.h"

#include "tame/bpe.h"
#include "tame/utf8.h"

enum { MOST = 65536 };

static char merges_path[] = "/tmp/tame-fuzz-merges-XXXXXX";

static void forget_merges(void) { unlink(merges_path); }

static void write_merges(const char *s, size_t n)
{
  static int fd = -1;
  if (fd < 0) {
    fd = mkstemp(merges_path);
    if (fd < 0) abort();
    atexit(forget_merges);
  }
  if (ftruncate(fd, 0) != 0 || pwrite(fd, s, n, 0) != (ssize_t)n) abort();
  fuzz_written += n;
}

/* out <- {"!": 33, ...  without the end; its length */
static size_t byte_tokens(char *out)
{
  int next = 256;
  char *to = out;
  for (int b = 0; b < 256; b++) {
    const int is_printable =
        (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
    char s[5] = "";
    tame_utf8_put(s, (uint32_t)(is_printable ? b : next++));
    to += sprintf(to, "%c\"%s%s\": %d", b ? ',' : '{',
                  b == '"' || b == '\\' ? "\\" : "", s, b);
  }
  return (size_t)(to - out);
}

static void encode(const tame_bpe *bpe, const char *text, size_t n)
{
  static uint32_t id[MOST];
  tame_error err = {""};
  size_t count, n_back;
  char *back;
  if (tame_bpe_encode(id, &count, bpe, text, n, &err) < 0) {
    fuzz_explains(err.text);
    return;
  }
  if (count > n) abort();
  if (tame_bpe_decode(&back, &n_back, bpe, id, count, &err) < 0) abort();
  if (n_back != n || memcmp(back, text, n) != 0) abort();
  free(back);
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  static char encoder[MOST + 8192];
  const char *at = (const char *)data, *end = at + size, *head;
  tame_error err = {""};
  tame_bpe *bpe;
  if (size > MOST) return;
  size_t n = fuzz_part(&head, &at, end), bytes = 0;
  if (n > 0 && *head == '@') {
    bytes = byte_tokens(encoder);
    head++;
    n--;
  }
  memcpy(encoder + bytes, head, n);
  const char *path = fuzz_file((const uint8_t *)encoder, bytes + n);
  n = fuzz_part(&head, &at, end);
  write_merges(head, n);
  if (tame_bpe_read(&bpe, path, merges_path, &err) < 0) {
    fuzz_explains(err.text);
    return;
  }
  encode(bpe, at, (size_t)(end - at));
  tame_bpe_free(bpe);
}

/* an object of JSON, of two bytes, takes some 200 */
FUZZ_READER(256, 1 << 20)
