/* SPDX-License-Identifier: MIT */
/* report: the page of all figures, tables and claims; or the list of them. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/html.h"
#include "tame/page.h"
#include "tame/plan.h"
#include "tame/text.h"

static const char USAGE[] =
    "usage: report --plan PLAN --claims CLAIMS.tsv --out PAGE.html "
    "[--root DIR] [--speeds DATA.h5]\n"
    "       report --speeds DATA.h5 --out PAGE.html\n"
    "       report --list --plan PLAN\n";
static const char HELP[] =
    "\n"
    "Write one static page with every figure, table and claim of the plan,\n"
    "the result files behind them, how they were made and what they cost.\n"
    "Paths in the plan are relative to DIR (default: here).  Reasons for\n"
    "verdicts are read from ID/claims.tsv beside CLAIMS.tsv.  With --speeds a\n"
    "section shows what `make bench` has left in DATA.h5 and in the folder\n"
    "`bench` beside PAGE.html; without a plan it is the whole page.\n"
    "--list prints a line for every experiment and figure, skipped ones too:\n"
    "what it is, paper, name, file, separated by tabs.\n"
    "Exit status: 0 done, 1 error, 2 usage.\n";

typedef struct {
  const char *plan, *root, *claims, *out, *speeds;
  bool lists;
} options;

/* --- the list ------------------------------------------------------------ */

static bool ends_with(const char *s, const char *end)
{
  const size_t n = strlen(s), m = strlen(end);
  return n >= m && strcmp(s + n - m, end) == 0;
}

static void list(const tame_plan *plan)
{
  for (size_t i = 0; i < plan->n; i++) {
    const tame_plan_entry *e = &plan->entry[i];
    if (e->kind == TAME_PLAN_PAPER) continue;
    const bool is_result = ends_with(e->file, ".h5");
    printf("%s\t%s\t%s\t%s\n", is_result ? "experiment" : "figure", e->paper,
           e->name, e->file);
  }
}

/* --- the page ------------------------------------------------------------ */

static char *folder_of(const char *path)
{
  char *folder = tame_strdup(path);
  char *slash = strrchr(folder, '/');
  *(slash ? slash : folder) = '\0';
  return folder;
}

/* "build/plan/smoke.txt" -> "smoke" */
static char *scale_of(const char *plan)
{
  const char *slash = strrchr(plan, '/');
  char *scale = tame_strdup(slash ? slash + 1 : plan);
  scale[strcspn(scale, ".")] = '\0';
  return scale;
}

static const char *meaning_of(const char *scale)
{
  if (strcmp(scale, "smoke") == 0) {
    return "the smallest sizes, which show that everything runs, not what the "
           "papers found";
  }
  if (strcmp(scale, "paper") == 0) return "the papers’ own sizes";
  return "sizes that two cores compute in minutes";
}

static void header(const tame_page *p, const char *scale)
{
  fputs(
      "<header>\n<h1>tame: figures, tables and claims</h1>\n"
      "<p>Numerical experiments on tame optimisation, nonsmooth "
      "differentiation and optimisers for deep learning, computed again in "
      "C. Every figure is drawn from an HDF5 file; every claim is a number "
      "measured from these files and the interval that it must lie in. A "
      "claim that fails is shown as such.</p>\n<p>Scale: <strong>",
      p->out);
  tame_html_text(p->out, scale);
  fprintf(p->out, "</strong>, %s. Claims: ", meaning_of(scale));
  tame_page_totals(p, NULL);
  fputs(".</p>\n</header>\n", p->out);
}

static void contents_of_paper(const tame_page *p, const tame_plan_entry *paper)
{
  char *title = tame_page_title(p, paper);
  fprintf(p->out, "<li><a href=\"#paper-%s\">", paper->paper);
  tame_html_markdown(p->out, title);
  fprintf(p->out, "</a> (%s): ", paper->paper);
  free(title);
  for (size_t i = 0; i < p->plan->n; i++) {
    const tame_plan_entry *e = &p->plan->entry[i];
    const bool is_drawn =
        e->kind == TAME_PLAN_FIGURE || e->kind == TAME_PLAN_TABLE;
    if (!is_drawn || strcmp(e->paper, paper->paper) != 0) continue;
    fprintf(p->out, "<a href=\"#fig-%s-%s\">%s</a>, ", e->paper, e->name,
            e->name);
  }
  fputs("claims: ", p->out);
  tame_page_totals(p, paper->paper);
  fputs("</li>\n", p->out);
}

/* SPEEDS is NULL for a page without that section. */
static tame_status print_page(const tame_page *p, const char *scale,
                              const char *speeds, tame_error *err)
{
  tame_html_begin(p->out, "tame: figures, tables and claims");
  header(p, scale);
  fputs("<nav aria-label=\"Papers\">\n<ul>\n", p->out);
  for (size_t i = 0; i < p->plan->n; i++) {
    if (p->plan->entry[i].kind == TAME_PLAN_PAPER) {
      contents_of_paper(p, &p->plan->entry[i]);
    }
  }
  if (speeds) fputs("<li><a href=\"#speed\">Speed</a></li>\n", p->out);
  fputs("</ul>\n</nav>\n<main>\n", p->out);
  for (size_t i = 0; i < p->plan->n; i++) {
    if (p->plan->entry[i].kind == TAME_PLAN_PAPER) {
      TAME_TRY(tame_page_paper(p, &p->plan->entry[i], err));
    }
  }
  if (speeds) TAME_TRY(tame_page_speeds(p, speeds, err));
  fputs("</main>\n", p->out);
  tame_html_end(p->out);
  return TAME_OK;
}

/* Keep the page unless it could not be made, or hides what cannot be read. */
static tame_status end_page(tame_output *o, tame_status s,
                            const tame_error *unreadable, tame_error *err)
{
  if (s >= 0 && *unreadable->text) {
    s = TAME_EIO;
    *err = *unreadable;
  }
  if (s >= 0) return tame_output_commit(o, err);
  tame_output_discard(o);
  return s;
}

static tame_status write_page(const tame_plan *plan, const tame_tsv *claims,
                              const options *opt, tame_error *err)
{
  tame_output o;
  TAME_TRY(tame_output_open(&o, opt->out, err));
  char *folder = folder_of(opt->out), *claims_dir = folder_of(opt->claims);
  char *scale = scale_of(opt->plan);
  tame_error unreadable = {""};
  const tame_page p = {.out = o.file,
                       .plan = plan,
                       .root = opt->root,
                       .folder = folder,
                       .claims = claims,
                       .claims_dir = *claims_dir ? claims_dir : ".",
                       .unreadable = &unreadable};
  tame_status s = print_page(&p, scale, opt->speeds, err);
  s = end_page(&o, s, &unreadable, err);
  free(folder);
  free(claims_dir);
  free(scale);
  return s;
}

static tame_status write_speeds(const options *opt, tame_error *err)
{
  tame_output o;
  TAME_TRY(tame_output_open(&o, opt->out, err));
  char *folder = folder_of(opt->out);
  tame_error unreadable = {""};
  const tame_page p = {.out = o.file,
                       .root = opt->root,
                       .folder = folder,
                       .unreadable = &unreadable};
  tame_html_begin(o.file, "tame: speed");
  fputs("<header>\n<h1>tame: speed</h1>\n</header>\n<main>\n", o.file);
  tame_status s = tame_page_speeds(&p, opt->speeds, err);
  fputs("</main>\n", o.file);
  tame_html_end(o.file);
  s = end_page(&o, s, &unreadable, err);
  free(folder);
  return s;
}

static tame_status report(const options *opt, tame_error *err)
{
  tame_plan plan;
  tame_tsv claims;
  if (!opt->plan) return write_speeds(opt, err);
  TAME_TRY(tame_plan_read(&plan, opt->plan, err));
  tame_status s = TAME_OK;
  if (opt->lists) {
    list(&plan);
  } else {
    s = tame_tsv_read(&claims, opt->claims, err);
    if (s >= 0 && claims.cols != 7) {
      s = tame_fail(err, TAME_EFORMAT, "%s: not a table of claims",
                    opt->claims);
      tame_tsv_free(&claims);
    }
    if (s >= 0) {
      s = write_page(&plan, &claims, opt, err);
      tame_tsv_free(&claims);
    }
  }
  tame_plan_free(&plan);
  return s;
}

/* --- options ------------------------------------------------------------- */

static bool parse(options *opt, int argc, char **argv)
{
  const struct {
    const char *name;
    const char **value;
  } known[] = {{"--plan", &opt->plan},
               {"--root", &opt->root},
               {"--claims", &opt->claims},
               {"--out", &opt->out},
               {"--speeds", &opt->speeds}};
  for (int i = 1; i < argc; i++) {
    bool is_known = strcmp(argv[i], "--list") == 0;
    if (is_known) opt->lists = true;
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
      if (is_known || strcmp(argv[i], known[k].name) != 0) continue;
      if (++i == argc) return false;
      *known[k].value = argv[i];
      is_known = true;
    }
    if (!is_known) return false;
  }
  if (!opt->plan) return opt->speeds && opt->out && !opt->lists && !opt->claims;
  return opt->lists || (opt->claims && opt->out);
}

int main(int argc, char **argv)
{
  signal(SIGXFSZ, SIG_IGN); /* too long a file is an error, not a kill */
  options opt = {.root = "."};
  tame_error err = {{0}};
  if (argc >= 2 && strcmp(argv[1], "--help") == 0) {
    printf("%s%s", USAGE, HELP);
    return tame_stdout_end("report");
  }
  if (!parse(&opt, argc, argv)) {
    fputs(USAGE, stderr);
    return 2;
  }
  if (report(&opt, &err) >= 0) return tame_stdout_end("report");
  fprintf(stderr, "report: %s\n", err.text);
  return 1;
}
