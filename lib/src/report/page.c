/* SPDX-License-Identifier: MIT */
#include "page_parts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/card.h"
#include "tame/dataset.h"
#include "tame/describe.h"
#include "tame/html.h"

/* --- small pieces -------------------------------------------------------- */

void tame_page_text(const tame_page *p, const char *s)
{
  tame_html_text(p->out, s);
}

char *tame_page_join(const char *dir, const char *name)
{
  const size_t room = strlen(dir) + strlen(name) + 2;
  char *path = tame_calloc(room, 1);
  snprintf(path, room, "%s/%s", dir, name);
  return path;
}

const char *tame_page_base(const char *path)
{
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

void tame_page_address(const tame_page *p, const char *path)
{
  char *relative = tame_html_relative(path, p->folder);
  tame_page_text(p, relative);
  free(relative);
}

void tame_page_link(const tame_page *p, const char *path, const char *words)
{
  fputs("<a href=\"", p->out);
  tame_page_address(p, path);
  fputs("\">", p->out);
  tame_page_text(p, words);
  fputs("</a>", p->out);
}

bool tame_page_can(const tame_page *p, tame_status s, const tame_error *why)
{
  if (s < 0 && s != TAME_EMISSING && !*p->unreadable->text)
    *p->unreadable = *why;
  return s >= 0;
}

tame_h5 *tame_page_result(const tame_page *p, const char *path)
{
  tame_h5 *f;
  tame_error why;
  char *full = tame_page_join(p->root, path);
  const tame_status s = tame_h5_open(&f, full, &why);
  free(full);
  return tame_page_can(p, s, &why) ? f : NULL;
}

/* --- a paper ------------------------------------------------------------- */

static bool is_entry(const tame_plan_entry *e, tame_plan_kind kind,
                     const char *paper)
{
  return e->kind == kind && strcmp(e->paper, paper) == 0;
}

static size_t count(const tame_page *p, const char *paper, tame_plan_kind kind)
{
  size_t n = 0;
  for (size_t i = 0; i < p->plan->n; i++) {
    n += is_entry(&p->plan->entry[i], kind, paper);
  }
  return n;
}

/* How to get the data set of a skipped entry. */
static void what_to_fetch(const tame_page *p, const char *set)
{
  size_t n;
  const tame_dataset *d = tame_dataset_manifest(&n);
  const char *package = "";
  for (size_t i = 0; i < n; i++) {
    if (strcmp(d[i].name, set) == 0 && *d[i].system) package = d[i].package;
  }
  fputs(" needs the data set <em>", p->out);
  tame_page_text(p, set);
  fputs("</em>, which was not found: ", p->out);
  if (*package) {
    fputs("<code>make deps</code> takes it from the Debian package <code>",
          p->out);
    tame_page_text(p, package);
    fputs("</code>", p->out);
  } else {
    fputs("<code>make data SETS=", p->out);
    tame_page_text(p, set);
    fputs("</code> fetches it", p->out);
  }
  fputs(", or put it in <code>DIR/", p->out);
  tame_page_text(p, set);
  fputs("/</code> and set <code>TAME_DATA=DIR</code>.", p->out);
}

static void skipped(const tame_page *p, const char *paper)
{
  if (count(p, paper, TAME_PLAN_SKIPPED) == 0) return;
  fputs("<h3>Left out</h3>\n<ul>\n", p->out);
  for (size_t i = 0; i < p->plan->n; i++) {
    const tame_plan_entry *e = &p->plan->entry[i];
    if (!is_entry(e, TAME_PLAN_SKIPPED, paper)) continue;
    fputs("<li><code>", p->out);
    tame_page_text(p, tame_page_base(e->file));
    fputs("</code>", p->out);
    what_to_fetch(p, e->source);
    fputs("</li>\n", p->out);
  }
  fputs("</ul>\n", p->out);
}

/* --- results ------------------------------------------------------------- */

static void result_row(const tame_page *p, const tame_plan_entry *e)
{
  tame_h5 *f = tame_page_result(p, e->file);
  fputs("<tr><td>", p->out);
  if (f) {
    tame_page_link(p, e->file, tame_page_base(e->file));
  } else {
    tame_page_text(p, tame_page_base(e->file));
  }
  fputs("</td>", p->out);
  if (f) {
    tame_card_cost(p->out, f);
  } else {
    fputs("<td colspan=\"4\">not computed yet</td>", p->out);
  }
  fputs("</tr>\n", p->out);
  tame_h5_close(f);
}

static void result_details(const tame_page *p, const tame_plan_entry *e)
{
  tame_h5 *f = tame_page_result(p, e->file);
  if (!f) return;
  fputs("<details>\n<summary>How <code>", p->out);
  tame_page_text(p, tame_page_base(e->file));
  fputs("</code> was made</summary>\n", p->out);
  tame_card_provenance(p->out, f);
  fputs("</details>\n", p->out);
  tame_h5_close(f);
}

static void results(const tame_page *p, const char *paper)
{
  static const char *const HEAD[] = {"Wall time", "CPU time", "Peak memory"};
  if (count(p, paper, TAME_PLAN_EXPERIMENT) == 0) return;
  fputs(
      "<h3>Results</h3>\n<div class=\"scroll\">\n<table>\n"
      "<thead><tr><th scope=\"col\">File</th>",
      p->out);
  for (size_t i = 0; i < sizeof HEAD / sizeof HEAD[0]; i++) {
    fprintf(p->out, "<th scope=\"col\" class=\"number\">%s</th>", HEAD[i]);
  }
  fputs("<th scope=\"col\">Commit</th></tr></thead>\n<tbody>\n", p->out);
  for (size_t i = 0; i < p->plan->n; i++) {
    const tame_plan_entry *e = &p->plan->entry[i];
    if (is_entry(e, TAME_PLAN_EXPERIMENT, paper)) result_row(p, e);
  }
  fputs("</tbody>\n</table>\n</div>\n", p->out);
  for (size_t i = 0; i < p->plan->n; i++) {
    const tame_plan_entry *e = &p->plan->entry[i];
    if (is_entry(e, TAME_PLAN_EXPERIMENT, paper)) result_details(p, e);
  }
}

/* --- the section --------------------------------------------------------- */

/* The README of paper E; false when there is none that can be read. */
static bool readme(tame_readme *r, const tame_page *p, const tame_plan_entry *e)
{
  char *dir = tame_page_join(p->root, "experiments");
  char *folder = tame_page_join(dir, e->name);
  char *path = tame_page_join(folder, "README.md");
  tame_error why;
  const bool found = tame_page_can(p, tame_readme_read(r, path, &why), &why);
  free(path);
  free(folder);
  free(dir);
  return found;
}

char *tame_page_title(const tame_page *p, const tame_plan_entry *e)
{
  tame_readme r;
  if (!readme(&r, p, e)) return tame_strdup(e->paper);
  char *title = tame_strdup(r.title);
  tame_readme_free(&r);
  return title;
}

static void paragraphs(const tame_page *p, char *text)
{
  while (*text) {
    const size_t n = strcspn(text, "\n");
    const bool is_last = text[n] == '\0';
    text[n] = '\0';
    fputs("<p>", p->out);
    tame_html_markdown(p->out, text);
    fputs("</p>\n", p->out);
    if (is_last) break;
    text += n + 1;
  }
}

static void introduction(const tame_page *p, const tame_plan_entry *e)
{
  tame_readme r;
  char *title = tame_page_title(p, e);
  fputs("<h2>", p->out);
  tame_html_markdown(p->out, title);
  fprintf(p->out,
          "</h2>\n<p><a href=\"https://arxiv.org/abs/%s\">arXiv:%s</a>, "
          "programs in <code>experiments/%s</code></p>\n",
          e->paper, e->paper, e->name);
  free(title);
  if (!readme(&r, p, e)) return;
  paragraphs(p, r.text);
  tame_readme_free(&r);
}

tame_status tame_page_paper(const tame_page *p, const tame_plan_entry *paper,
                            tame_error *err)
{
  fprintf(p->out, "<section id=\"paper-%s\">\n", paper->paper);
  introduction(p, paper);
  for (size_t i = 0; i < p->plan->n; i++) {
    const tame_plan_entry *e = &p->plan->entry[i];
    if (is_entry(e, TAME_PLAN_FIGURE, paper->paper)) {
      TAME_TRY(tame_page_figure(p, e, err));
    } else if (is_entry(e, TAME_PLAN_TABLE, paper->paper)) {
      tame_page_table(p, e);
    }
  }
  skipped(p, paper->paper);
  tame_page_claim_table(p, paper->paper);
  results(p, paper->paper);
  fputs("</section>\n", p->out);
  return TAME_OK;
}
