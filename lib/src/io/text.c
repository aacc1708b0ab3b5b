/* SPDX-License-Identifier: MIT */
#include "tame/text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tame/base.h"

tame_status tame_text_read(char **text, const char *path, tame_error *err)
{
  *text = NULL;
  FILE *in = fopen(path, "r");
  if (!in) {
    return tame_fail(err, errno == ENOENT ? TAME_EMISSING : TAME_EIO, "%s: %s",
                     path, strerror(errno));
  }
  size_t size = 0, room = 4096;
  char *buffer = tame_calloc(room, 1);
  bool is_text = true; /* so far; /dev/zero has no end to wait for */
  for (size_t got = 1; got > 0 && is_text; size += got) {
    if (room - size < 2048) {
      char *larger = tame_calloc(room *= 2, 1);
      memcpy(larger, buffer, size);
      free(buffer);
      buffer = larger;
    }
    got = fread(buffer + size, 1, room - size - 1, in);
    is_text = memchr(buffer + size, '\0', got) == NULL;
  }
  const bool failed = ferror(in) != 0; /* a folder opens, but does not read */
  fclose(in);
  buffer[size] = '\0';
  tame_status s = TAME_OK;
  if (failed) {
    s = tame_fail(err, TAME_EIO, "%s: could not be read", path);
  } else if (!is_text) {
    s = tame_fail(err, TAME_EFORMAT, "%s: not a text file", path);
  }
  if (s < 0) {
    free(buffer);
  } else {
    *text = buffer;
  }
  return s;
}

static size_t count(const char *s, char c)
{
  size_t n = 0;
  while ((s = strchr(s, c))) n++, s++;
  return n;
}

/* Cut line ROW at its tabs. */
static tame_status split_line(tame_tsv *t, size_t row, char *line,
                              const char *path, tame_error *err)
{
  const size_t n = count(line, '\t') + 1;
  if (n != t->cols) {
    return tame_fail(err, TAME_EFORMAT,
                     "%s:%zu: %zu columns, the header has %zu", path, row + 1,
                     n, t->cols);
  }
  for (size_t j = 0; j < n; j++) {
    t->cell[row * t->cols + j] = line;
    line += strcspn(line, "\t");
    *line++ = '\0';
  }
  return TAME_OK;
}

tame_status tame_tsv_read(tame_tsv *t, const char *path, tame_error *err)
{
  *t = (tame_tsv){0};
  TAME_TRY(tame_text_read(&t->text, path, err));
  const size_t length = strlen(t->text);
  if (length == 0) {
    tame_tsv_free(t);
    return tame_fail(err, TAME_EFORMAT, "%s: empty, not even a header", path);
  }
  t->rows = count(t->text, '\n') + (t->text[length - 1] != '\n');
  /* not rows x cols: a wide header before many short rows promises more cells
   * than the file has */
  t->cell = tame_calloc(count(t->text, '\t') + t->rows, sizeof *t->cell);
  char *line = t->text;
  for (size_t row = 0; row < t->rows; row++) {
    char *end = line + strcspn(line, "\n");
    const bool last = *end == '\0';
    *end = '\0';
    if (row == 0) t->cols = count(line, '\t') + 1;
    const tame_status s = split_line(t, row, line, path, err);
    if (s < 0) {
      tame_tsv_free(t);
      return s;
    }
    line = last ? end : end + 1;
  }
  return TAME_OK;
}

const char *tame_tsv_cell(const tame_tsv *t, size_t row, size_t col)
{
  TAME_REQUIRE(row < t->rows && col < t->cols);
  return t->cell[row * t->cols + col];
}

void tame_tsv_free(tame_tsv *t)
{
  free(t->cell);
  free(t->text);
  *t = (tame_tsv){0};
}

size_t tame_text_width(const char *s)
{
  size_t n = 0;
  for (; *s; s++) n += ((unsigned char)*s & 0xC0) != 0x80;
  return n;
}

/* --- output: complete or not at all -------------------------------------- */

static void release(tame_output *o)
{
  free(o->path);
  free(o->tmp);
  *o = (tame_output){0};
}

tame_status tame_output_place(const char *path, tame_error *err)
{
  struct stat about;
  if (stat(path, &about) != 0 || S_ISREG(about.st_mode) ||
      S_ISDIR(about.st_mode))
    return TAME_OK; /* or rename says why not */
  return tame_fail(err, TAME_EIO, "%s: not a regular file", path);
}

tame_status tame_output_open(tame_output *o, const char *path, tame_error *err)
{
  TAME_TRY(tame_output_place(path, err));
  const size_t room = strlen(path) + sizeof ".tmp";
  o->path = tame_strdup(path);
  o->tmp = tame_calloc(room, 1);
  snprintf(o->tmp, room, "%s.tmp", path);
  o->file = fopen(o->tmp, "w");
  if (o->file) return TAME_OK;
  const int why = errno;
  release(o);
  return tame_fail(err, TAME_EIO, "%s: %s", path, strerror(why));
}

/* Write what is left; 0 or why not.  The reason of a write that failed some
 * time ago is gone, so one more is tried. */
static int flush(FILE *out)
{
  const bool has_failed = ferror(out) != 0;
  errno = 0;
  if (has_failed) {
    clearerr(out);
    putc('\n', out);
  }
  const bool written = fflush(out) == 0;
  if (written && !has_failed) return 0;
  return errno ? errno : EIO;
}

tame_status tame_output_commit(tame_output *o, tame_error *err)
{
  int why = flush(o->file);
  if (fclose(o->file) != 0 && !why) why = errno;
  if (!why && rename(o->tmp, o->path) != 0) why = errno;
  tame_status s = TAME_OK;
  if (why) {
    s = tame_fail(err, TAME_EIO, "%s: cannot write: %s", o->path,
                  strerror(why));
    remove(o->tmp);
  }
  release(o);
  return s;
}

void tame_output_discard(tame_output *o)
{
  fclose(o->file);
  remove(o->tmp);
  release(o);
}

int tame_stdout_end(const char *program)
{
  const int why = flush(stdout);
  if (!why) return 0;
  fprintf(stderr, "%s: standard output: cannot write: %s\n", program,
          strerror(why));
  return 1;
}
