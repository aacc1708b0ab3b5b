/* SPDX-License-Identifier: MIT */
#include "page_parts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/html.h"

/* Columns of the claim tables; a paper's own table has the reason too.  The
 * page has the verdict below the name of the claim, where a narrow screen shows
 * both. */
enum { CLAIM, SENTENCE, PAPER, MEASURED, ACCEPTED, SCALE, VERDICT, REASON };
enum { N_SHOWN = VERDICT };

static const char *verdict_class(const char *verdict)
{
  if (strcmp(verdict, "PASS") == 0) return "pass";
  return strcmp(verdict, "FAIL") == 0 ? "fail" : "open";
}

static void verdict(const tame_page *p, const char *word)
{
  fprintf(p->out, "<span class=\"verdict %s\">", verdict_class(word));
  tame_page_text(p, word);
  fputs("</span>", p->out);
}

/* Claims of a paper are called PAPER-C1, PAPER-C2, ... */
static bool is_of_paper(const char *claim, const char *paper)
{
  const size_t n = strlen(paper);
  return strncmp(claim, paper, n) == 0 && claim[n] == '-';
}

static size_t find_row(const tame_tsv *t, const char *claim)
{
  for (size_t i = 1; i < t->rows; i++) {
    if (strcmp(tame_tsv_cell(t, i, CLAIM), claim) == 0) return i;
  }
  return 0;
}

/* "3 PASS, 1 NOT RUN" of one paper, or of all when PAPER is NULL. */
void tame_page_totals(const tame_page *p, const char *paper)
{
  static const char *const WORDS[] = {"PASS", "FAIL", "NOT RUN",
                                      "NOT ATTEMPTED"};
  bool is_first = true;
  for (size_t v = 0; v < sizeof WORDS / sizeof WORDS[0]; v++) {
    size_t n = 0;
    for (size_t i = 1; i < p->claims->rows; i++) {
      n += strcmp(tame_tsv_cell(p->claims, i, VERDICT), WORDS[v]) == 0 &&
           (!paper || is_of_paper(tame_tsv_cell(p->claims, i, CLAIM), paper));
    }
    if (n == 0) continue;
    fprintf(p->out, "%s%zu ", is_first ? "" : ", ", n);
    verdict(p, WORDS[v]);
    is_first = false;
  }
  if (is_first) fputs("none", p->out);
}

/* REASONS is the paper's own table, without rows when there is none. */
static void claim_row(const tame_page *p, size_t row, const tame_tsv *reasons)
{
  static const char *const CLASS[N_SHOWN] = {[CLAIM] = " class=\"short\"",
                                             [SENTENCE] = " class=\"sentence\"",
                                             [PAPER] = "",
                                             [MEASURED] = " class=\"short\"",
                                             [ACCEPTED] = " class=\"short\"",
                                             [SCALE] = ""};
  const char *id = tame_tsv_cell(p->claims, row, CLAIM);
  const size_t why = find_row(reasons, id);
  fputs("<tr id=\"claim-", p->out);
  tame_page_text(p, id);
  fputs("\">", p->out);
  for (size_t j = 0; j < N_SHOWN; j++) {
    const char *cell = tame_tsv_cell(p->claims, row, j);
    fprintf(p->out, "<td%s>", CLASS[j]);
    if (j == MEASURED) {
      tame_html_number(p->out, cell);
    } else {
      tame_page_text(p, cell);
    }
    if (j == CLAIM) {
      fputs("<br>", p->out);
      verdict(p, tame_tsv_cell(p->claims, row, VERDICT));
    }
    if (j == SENTENCE && why && *tame_tsv_cell(reasons, why, REASON)) {
      fputs("<br><span class=\"note\">", p->out);
      tame_page_text(p, tame_tsv_cell(reasons, why, REASON));
      fputs("</span>", p->out);
    }
    fputs("</td>", p->out);
  }
  fputs("</tr>\n", p->out);
}

static void read_reasons(tame_tsv *t, const tame_page *p, const char *paper)
{
  char *dir = tame_page_join(p->claims_dir, paper);
  char *path = tame_page_join(dir, "claims.tsv");
  tame_error why;
  if (tame_page_can(p, tame_tsv_read(t, path, &why), &why) &&
      t->cols != REASON + 1) {
    tame_tsv_free(t);
  }
  free(path);
  free(dir);
}

void tame_page_claim_table(const tame_page *p, const char *paper)
{
  static const char *const HEAD[N_SHOWN] = {"Claim, verdict",  "What is said",
                                            "Paper or theory", "Measured here",
                                            "Accepted",        "Scale"};
  tame_tsv reasons;
  read_reasons(&reasons, p, paper);
  fputs("<h3>Claims</h3>\n<p>", p->out);
  tame_page_totals(p, paper);
  fputs("</p>\n<div class=\"scroll\">\n<table>\n<thead><tr>", p->out);
  for (size_t j = 0; j < N_SHOWN; j++) {
    fprintf(p->out, "<th scope=\"col\">%s</th>", HEAD[j]);
  }
  fputs("</tr></thead>\n<tbody>\n", p->out);
  for (size_t i = 1; i < p->claims->rows; i++) {
    if (is_of_paper(tame_tsv_cell(p->claims, i, CLAIM), paper)) {
      claim_row(p, i, &reasons);
    }
  }
  fputs("</tbody>\n</table>\n</div>\n", p->out);
  tame_tsv_free(&reasons);
}

static void claim_link(const tame_page *p, const char *id)
{
  const size_t row = find_row(p->claims, id);
  fputs(" ", p->out);
  if (!row) {
    tame_page_text(p, id);
    return;
  }
  fputs("<a href=\"#claim-", p->out);
  tame_page_text(p, id);
  fputs("\">", p->out);
  tame_page_text(p, id);
  fputs("</a> ", p->out);
  verdict(p, tame_tsv_cell(p->claims, row, VERDICT));
}

void tame_page_claims_note(const tame_page *p, const char *ids)
{
  static const char SPACE[] = " ,";
  if (!*(ids += strspn(ids, SPACE))) return;
  fputs("<p class=\"note\">Claims:", p->out);
  for (bool is_first = true; *ids; is_first = false) {
    const size_t n = strcspn(ids, SPACE);
    char *id = tame_strdup(ids);
    id[n] = '\0';
    if (!is_first) fputs(",", p->out);
    claim_link(p, id);
    free(id);
    ids += n;
    ids += strspn(ids, SPACE);
  }
  fputs("</p>\n", p->out);
}
