/* SPDX-License-Identifier: MIT */
#include "jpeg.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "tame/base.h"

typedef struct {
  struct jpeg_error_mgr base; /* first, so that the library's pointer is ours */
  jmp_buf give_up;
  char text[JMSG_LENGTH_MAX];
} errors;

/* Damaged data is as bad as a failure: the library would fill it with grey. */
static void fail(j_common_ptr c)
{
  errors *e = (errors *)(void *)c->err;
  e->base.format_message(c, e->text);
  longjmp(e->give_up, 1);
}

static void on_message(j_common_ptr c, int level)
{
  if (level < 0) fail(c);
}

static void print_nothing(j_common_ptr c) { (void)c; }

/* Rows of red, green, blue pixels to the planes of PIXEL. */
static void read_rows(uint8_t *pixel, struct jpeg_decompress_struct *d,
                      uint8_t *row)
{
  const size_t h = d->output_height, w = d->output_width;
  for (size_t y = 0; y < h; y++) {
    jpeg_read_scanlines(d, &row, 1);
    for (size_t x = 0; x < w; x++)
      for (size_t c = 0; c < 3; c++)
        pixel[(c * h + y) * w + x] = row[3 * x + c];
  }
}

/* Everything that can give up; with d->err set. */
static bool decode(uint8_t *pixel, size_t h, size_t w,
                   struct jpeg_decompress_struct *d, errors *e,
                   const uint8_t *data, size_t size, uint8_t *row)
{
  if (setjmp(e->give_up) != 0) return false;
  jpeg_create_decompress(d);
  jpeg_mem_src(d, data, size);
  jpeg_read_header(d, TRUE);
  if (d->image_height != h || d->image_width != w || d->num_components != 3) {
    snprintf(e->text, sizeof e->text,
             "%u x %u pixels of %d, not %zu x %zu of 3", d->image_height,
             d->image_width, d->num_components, h, w);
    return false;
  }
  d->out_color_space = JCS_RGB;
  d->dct_method = JDCT_ISLOW;
  jpeg_start_decompress(d);
  read_rows(pixel, d, row);
  jpeg_finish_decompress(d);
  return true;
}

bool tame_jpeg_decode(uint8_t *pixel, size_t h, size_t w, const uint8_t *data,
                      size_t size, char why[256])
{
  struct jpeg_decompress_struct d;
  errors e;
  uint8_t *row = tame_calloc(3 * w, 1);
  d.err = jpeg_std_error(&e.base);
  e.base.error_exit = fail;
  e.base.emit_message = on_message;
  e.base.output_message = print_nothing;
  e.text[0] = '\0';
  const bool is_done = decode(pixel, h, w, &d, &e, data, size, row);
  jpeg_destroy_decompress(&d);
  free(row);
  snprintf(why, 256, "%.255s", e.text);
  for (char *s = why; *s; s++)
    if (!isprint((unsigned char)*s)) *s = '?';
  return is_done;
}
