/* SPDX-License-Identifier: MIT */
#include "page_parts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/card.h"
#include "tame/describe.h"
#include "tame/html.h"

/* The file with its suffix replaced: fig02.svg -> fig02.pdf */
static char *with_suffix(const char *path, const char *suffix)
{
  char *other = tame_calloc(strlen(path) + strlen(suffix) + 1, 1);
  const char *dot = strrchr(path, '.');
  const size_t stem = dot ? (size_t)(dot - path) : strlen(path);
  memcpy(other, path, stem);
  memcpy(other + stem, suffix, strlen(suffix));
  return other;
}

/* Width and height in pixels from the first element of an SVG file. */
static bool svg_size(double *width, double *height, const tame_page *p,
                     const char *path)
{
  char *svg;
  tame_error why;
  if (!tame_page_can(p, tame_text_read(&svg, path, &why), &why)) return false;
  const char *element = strstr(svg, "<svg");
  const char *end = element ? strchr(element, '>') : NULL;
  const char *w = element ? strstr(element, " width=\"") : NULL;
  const char *h = element ? strstr(element, " height=\"") : NULL;
  const bool found = w && h && w < end && h < end;
  if (found) {
    *width = strtod(w + strlen(" width=\""), NULL);
    *height = strtod(h + strlen(" height=\""), NULL);
  }
  free(svg);
  return found && *width > 0.0 && *height > 0.0;
}

/* One script draws several figures, which its title does not tell apart. */
static bool is_one_of_many(const tame_page *p, const tame_plan_entry *e)
{
  for (size_t i = 0; p->plan && i < p->plan->n; i++) {
    const tame_plan_entry *o = &p->plan->entry[i];
    if (o != e && o->kind == e->kind && strcmp(o->source, e->source) == 0) {
      return true;
    }
  }
  return false;
}

/* wider than a phone: two columns of a printed page */
enum { WIDE = 600 };

static void image(const tame_page *p, const tame_plan_entry *e, const char *alt)
{
  double width, height;
  char *path = tame_page_join(p->root, e->file);
  if (svg_size(&width, &height, p, path)) {
    const bool is_wide = width > WIDE;
    fprintf(p->out, "%s<a href=\"", is_wide ? "<div class=\"scroll\">" : "");
    tame_page_address(p, e->file);
    fprintf(p->out, "\"><img%s loading=\"lazy\" src=\"",
            is_wide ? " class=\"wide\"" : "");
    tame_page_address(p, e->file);
    fprintf(p->out, "\" width=\"%.0f\" height=\"%.0f\" alt=\"", width, height);
    if (is_one_of_many(p, e)) {
      tame_page_text(p, e->name);
      fputs(": ", p->out);
    }
    tame_page_text(p, alt);
    fprintf(p->out, "\"></a>%s\n", is_wide ? "</div>" : "");
  } else {
    fputs("<p><em>Not drawn yet.</em></p>\n", p->out);
  }
  free(path);
}

/* "Data: newton.h5; read the data set ..." */
static void data_note(const tame_page *p, const tame_plan_entry *e)
{
  fputs("<p class=\"note\">Data:", p->out);
  char *path;
  for (size_t i = 0; (path = tame_plan_data(e, i)); i++) {
    fputs(i > 0 ? "; " : " ", p->out);
    tame_page_link(p, path, tame_page_base(path));
    tame_h5 *f = tame_page_result(p, path);
    if (f) {
      tame_card_inputs(p->out, f);
      tame_h5_close(f);
    } else {
      fputs(" (not computed yet)", p->out);
    }
    free(path);
  }
  fputs("</p>\n", p->out);
}

tame_status tame_page_figure(const tame_page *p, const tame_plan_entry *e,
                             tame_error *err)
{
  tame_figure_text t;
  char *script = tame_page_join(p->root, e->source);
  const tame_status s = tame_figure_text_read(&t, script, err);
  free(script);
  if (s < 0) return s;
  fprintf(p->out, "<figure id=\"fig-%s-%s\">\n", e->paper, e->name);
  image(p, e, t.alt);
  fputs("<figcaption>\n<p><strong>", p->out);
  tame_html_markdown(p->out, t.title);
  if (is_one_of_many(p, e)) {
    fputs(": <code>", p->out);
    tame_page_text(p, e->name);
    fputs("</code>", p->out);
  }
  fputs("</strong>", p->out);
  if (t.is_illustration) {
    fputs(" (<em>illustration, not a figure of the paper</em>)", p->out);
  }
  fputs("</p>\n", p->out);
  if (*t.caption) {
    fputs("<p>", p->out);
    tame_html_markdown(p->out, t.caption);
    fputs("</p>\n", p->out);
  }
  data_note(p, e);
  tame_page_claims_note(p, t.claims);
  char *pdf = with_suffix(e->file, ".pdf");
  fputs("<p class=\"note\">", p->out);
  tame_page_link(p, pdf, "PDF");
  fputs(", ", p->out);
  tame_page_link(p, e->file, "SVG");
  fputs(", ", p->out);
  tame_page_link(p, e->source, "gnuplot script");
  fputs("</p>\n</figcaption>\n</figure>\n", p->out);
  free(pdf);
  tame_figure_text_free(&t);
  return TAME_OK;
}

/* The title that the result file gives to the group of a table. */
static char *table_title(const tame_page *p, const tame_plan_entry *e)
{
  char *title = NULL, *data = tame_plan_data(e, 0);
  tame_h5 *f = data ? tame_page_result(p, data) : NULL;
  if (f) {
    tame_h5_read_attr(&title, f, e->source, "title", NULL);
    tame_h5_close(f);
  }
  free(data);
  return title ? title : tame_strdup(e->name);
}

void tame_page_table(const tame_page *p, const tame_plan_entry *e)
{
  tame_tsv t;
  tame_error why;
  char *path = tame_page_join(p->root, e->file), *title = table_title(p, e);
  fprintf(p->out, "<figure id=\"fig-%s-%s\">\n", e->paper, e->name);
  if (tame_page_can(p, tame_tsv_read(&t, path, &why), &why)) {
    tame_html_table(p->out, &t);
    tame_tsv_free(&t);
  } else {
    fputs("<p><em>Not computed yet.</em></p>\n", p->out);
  }
  fputs("<figcaption>\n<p><strong>Table: ", p->out);
  tame_page_text(p, title);
  fputs("</strong></p>\n", p->out);
  data_note(p, e);
  fputs("<p class=\"note\">", p->out);
  tame_page_link(p, e->file, "tab-separated text, all digits");
  fputs("</p>\n</figcaption>\n</figure>\n", p->out);
  free(title);
  free(path);
}
