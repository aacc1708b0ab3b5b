/* SPDX-License-Identifier: MIT */
/* The section of speeds: a result of tests/bench/collect.c, and the figures and
 * tables of its groups, which mk/speeds.sh has left in a folder `bench` beside the
 * page. */
#include "page_parts.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/html.h"

static const struct {
  const char *name, *title;
} KINDS[] = {{"library", "Other libraries"},
             {"machine", "Limits of the machine"},
             {"baseline", "Other ways of our own"},
             {"stated", "Times that were asked"}};
enum { N_KINDS = sizeof KINDS / sizeof KINDS[0] };

/* Columns of the tables of comparisons, as tests/bench/speeds_file.c writes
 * them. */
enum {
  COMPARISON,
  PEER,
  KIND,
  CLOCK,
  ASKED,
  OURS,
  THEIRS,
  SPEED,
  LEAST,
  LARGEST,
  SHARE,
  MET,
  WHAT,
  WHY,
  N_COLUMNS
};

/* bench/NAME.SUFFIX beside the page, released with free() */
static char *beside(const tame_page *p, const char *name, const char *suffix)
{
  char file[64];
  snprintf(file, sizeof file, "bench/%s.%s", name, suffix);
  return tame_page_join(*p->folder ? p->folder : ".", file);
}

/* Table NAME with at least COLS columns; false when there is none. */
static bool read_table(tame_tsv *t, const tame_page *p, const char *name,
                       size_t cols)
{
  char *path = beside(p, name, "tsv");
  char *full = tame_page_join(p->root, path);
  tame_error why;
  bool is_read = tame_page_can(p, tame_tsv_read(t, full, &why), &why);
  if (is_read && t->cols < cols) {
    tame_tsv_free(t);
    is_read = false;
  }
  free(full);
  free(path);
  return is_read;
}

static double number(const tame_tsv *t, size_t row, size_t col)
{
  return strtod(tame_tsv_cell(t, row, col), NULL);
}

/* X and its unit, a dash for a missing number */
static void put(const tame_page *p, double x, const char *unit)
{
  char text[32];
  snprintf(text, sizeof text, "%.3g", x);
  tame_html_number(p->out, isnan(x) ? "NaN" : text);
  if (!isnan(x)) fputs(unit, p->out);
}

static void put_seconds(const tame_page *p, double x)
{
  static const char *const UNIT[] = {" s", " ms", " µs", " ns"};
  size_t k = 0;
  for (; k < 3 && x < 1.0; k++) x *= 1e3;
  put(p, x, UNIT[k]);
}

static void next_number(const tame_page *p)
{
  fputs("</td><td class=\"number\">", p->out);
}

static void comparison_row(const tame_page *p, const tame_tsv *t, size_t i)
{
  const char *why = tame_tsv_cell(t, i, WHY);
  const bool is_missed = number(t, i, MET) == 0.0;
  fputs("<tr><td class=\"sentence\"><code>", p->out);
  tame_page_text(p, tame_tsv_cell(t, i, COMPARISON));
  fputs("</code><br>", p->out);
  tame_html_markdown(p->out, tame_tsv_cell(t, i, WHAT));
  if (is_missed) {
    fputs(" <span class=\"verdict fail\">missed</span> ", p->out);
    tame_html_markdown(p->out, *why ? why : "Why is not known.");
  }
  fputs("</td><td>", p->out);
  tame_page_text(p, tame_tsv_cell(t, i, PEER));
  next_number(p);
  put_seconds(p, number(t, i, OURS));
  if (strcmp(tame_tsv_cell(t, i, CLOCK), "wall") == 0) fputs(" wall", p->out);
  next_number(p);
  put(p, number(t, i, SPEED), "");
  if (!isnan(number(t, i, SPEED))) {
    fputs(" (", p->out);
    put(p, number(t, i, LEAST), ", ");
    put(p, number(t, i, LARGEST), ")");
  }
  next_number(p);
  put(p, number(t, i, ASKED), "");
  next_number(p);
  put(p, round(100.0 * number(t, i, SHARE)), " %");
  fputs("</td></tr>\n", p->out);
}

static void comparisons(const tame_page *p, const tame_tsv *t)
{
  static const char *const HEAD[] = {"A call of ours", "Speed", "Asked",
                                     "Share of limit"};
  fputs(
      "<div class=\"scroll\">\n<table>\n<thead><tr><th scope=\"col\">What is "
      "compared</th><th scope=\"col\">Peer</th>",
      p->out);
  for (size_t i = 0; i < sizeof HEAD / sizeof HEAD[0]; i++)
    fprintf(p->out, "<th scope=\"col\" class=\"number\">%s</th>", HEAD[i]);
  fputs("</tr></thead>\n<tbody>\n", p->out);
  for (size_t i = 1; i < t->rows; i++) comparison_row(p, t, i);
  fputs("</tbody>\n</table>\n</div>\n", p->out);
}

/* Figure and table of one kind of peer; nothing when no benchmark has one. */
static tame_status one_kind(const tame_page *p, const char *data, size_t kind,
                            tame_error *err)
{
  tame_tsv t;
  char script[64];
  const char *name = KINDS[kind].name;
  if (!read_table(&t, p, name, N_COLUMNS)) return TAME_OK;
  char *figure = beside(p, name, "svg");
  snprintf(script, sizeof script, "tests/bench/%s.gp", name);
  fprintf(p->out, "<h3>%s</h3>\n", KINDS[kind].title);
  const tame_plan_entry e = {.kind = TAME_PLAN_FIGURE,
                             .paper = "bench",
                             .name = name,
                             .file = figure,
                             .source = script,
                             .data = data};
  const tame_status s = tame_page_figure(p, &e, err);
  if (s >= 0) comparisons(p, &t);
  tame_tsv_free(&t);
  free(figure);
  return s;
}

static void introduction(const tame_page *p, const tame_tsv *benches)
{
  bool is_quick = false;
  for (size_t i = 1; i < benches->rows; i++)
    is_quick |= number(benches, i, benches->cols - 1) == 1.0;
  fputs(
      "<p>A speed is the time of a peer over ours, measured in turn five "
      "times: "
      "the median of the five, and in brackets the least and the largest. More "
      "is better, 1 is as fast. Times are processor time of one thread, except "
      "where they say wall. The share of the limit is what ours reaches of the "
      "operations a second of a matrix product, or of the bandwidth of an "
      "update in place, whichever is more; both were measured in the same run. "
      "Operations are those of the plain algorithm, so that a faster one can "
      "reach more than all. A peer that was not there has a dash.</p>\n",
      p->out);
  if (is_quick)
    fputs(
        "<p><strong>These are small sizes, which show that everything runs; "
        "the speeds asked are meant for the full ones.</strong></p>\n",
        p->out);
}

tame_status tame_page_speeds(const tame_page *p, const char *data,
                             tame_error *err)
{
  tame_tsv benches;
  tame_status s = TAME_OK;
  fputs("<section id=\"speed\">\n<h2>Speed</h2>\n", p->out);
  if (read_table(&benches, p, "benchmarks", 2)) {
    introduction(p, &benches);
    for (size_t k = 0; k < N_KINDS && s >= 0; k++)
      s = one_kind(p, data, k, err);
    fputs("<h3>The machine while each benchmark ran</h3>\n", p->out);
    tame_html_table(p->out, &benches);
    tame_tsv_free(&benches);
  } else {
    fputs(
        "<p>Not measured here: <code>make bench-deps bench</code> fetches the "
        "libraries to compare with, measures, and fills this section.</p>\n",
        p->out);
  }
  fputs("</section>\n", p->out);
  return s;
}
