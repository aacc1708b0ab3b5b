/* SPDX-License-Identifier: MIT */
#include "tame/card.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/html.h"

/* "name path sha256", where only the path may hold spaces */
static bool print_input(FILE *out, char *line)
{
  char *path = strchr(line, ' '), *sha = strrchr(line, ' ');
  if (!path || sha == path) return false; /* "none" */
  *path++ = '\0';
  *sha++ = '\0';
  const char *slash = strrchr(path, '/');
  fputs(", from the data set ", out);
  tame_html_text(out, line);
  fputs(" (<code>", out);
  tame_html_text(out, slash ? slash + 1 : path);
  fputs("</code>, SHA-256 <code>", out);
  if (strlen(sha) > 12) sha[12] = '\0';
  tame_html_text(out, sha);
  fputs("…</code>)", out);
  return true;
}

size_t tame_card_inputs(FILE *out, const tame_h5 *f)
{
  char *inputs;
  size_t n = 0;
  if (tame_h5_read_attr(&inputs, f, "provenance", "inputs", NULL) < 0) {
    return 0;
  }
  for (char *line = inputs; *line;) {
    const size_t length = strcspn(line, "\n");
    const bool is_last = line[length] == '\0';
    line[length] = '\0';
    n += print_input(out, line);
    if (is_last) break;
    line += length + 1;
  }
  free(inputs);
  return n;
}

static bool number_of_run(double *x, const tame_h5 *f, const char *name)
{
  return tame_h5_read_attr_number(x, f, "provenance/run", name, NULL) >= 0;
}

void tame_card_cost(FILE *out, const tame_h5 *f)
{
  static const char CELL[] = "<td class=\"number\">";
  double x;
  char *commit;
  fputs(CELL, out);
  if (number_of_run(&x, f, "wall_seconds")) tame_html_seconds(out, x);
  fprintf(out, "</td>%s", CELL);
  if (number_of_run(&x, f, "cpu_seconds")) tame_html_seconds(out, x);
  fprintf(out, "</td>%s", CELL);
  if (number_of_run(&x, f, "max_rss_bytes")) tame_html_bytes(out, x);
  fputs("</td><td class=\"short\">", out);
  if (tame_h5_read_attr(&commit, f, "provenance/run", "git_commit", NULL) >=
      0) {
    if (strlen(commit) > 10) commit[10] = '\0';
    fputs("<code>", out);
    tame_html_text(out, commit);
    fputs("</code>", out);
    free(commit);
  }
  fputs("</td>", out);
}

static void definition(FILE *out, const tame_h5 *f, const char *group,
                       const char *name, const char *label)
{
  char *text;
  if (tame_h5_read_attr(&text, f, group, name, NULL) < 0) return;
  fprintf(out, "<dt>%s</dt><dd>", label);
  tame_html_text(out, text);
  fputs("</dd>\n", out);
  free(text);
}

void tame_card_provenance(FILE *out, const tame_h5 *f)
{
  static const struct {
    const char *name, *label;
  } STABLE[] = {{"program", "program"},
                {"arguments", "arguments"},
                {"config", "parameters"},
                {"program_sha256", "SHA-256 of the program"},
                {"compiler", "compiler"},
                {"cflags", "compiler flags"},
                {"gsl", "GSL"},
                {"hdf5", "HDF5"},
                {"openblas", "OpenBLAS"},
                {"blas_core", "BLAS kernels"},
                {"blas_threads", "BLAS threads"},
                {"inputs", "data sets read"}},
    RUN[] = {{"started", "started"},
             {"cpu", "processor"},
             {"git_commit", "commit"},
             {"git_dirty", "changes since the commit"}};
  fputs("<dl>\n", out);
  for (size_t i = 0; i < sizeof STABLE / sizeof STABLE[0]; i++) {
    definition(out, f, "provenance", STABLE[i].name, STABLE[i].label);
  }
  for (size_t i = 0; i < sizeof RUN / sizeof RUN[0]; i++) {
    definition(out, f, "provenance/run", RUN[i].name, RUN[i].label);
  }
  fputs("</dl>\n", out);
}
