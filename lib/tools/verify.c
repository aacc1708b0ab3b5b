/* SPDX-License-Identifier: MIT */
/* verify: the claim table of all papers, from the table of each. */
#include <ctype.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/text.h"

static const char USAGE[] = "usage: verify [--no-print] OUT.tsv IN.tsv...\n";
static const char HELP[] =
    "\n"
    "Join the claim tables IN.tsv of the papers into OUT.tsv, print them and\n"
    "the number of claims with each verdict.\n"
    "Exit status: 0 no claim fails, 1 error, 2 usage, 3 a claim fails.\n";

enum {
  CLAIM,
  SENTENCE,
  PAPER,
  MEASURED,
  ACCEPTED,
  SCALE,
  VERDICT,
  N_STORED, /* what OUT.tsv holds; the reason is printed only */
  REASON = N_STORED,
  N_COLUMNS
};
static const char *const COLUMN[N_COLUMNS] = {"claim",    "sentence", "paper",
                                              "measured", "accepted", "scale",
                                              "verdict",  "reason"};

enum { PASS, FAIL, NOT_RUN, NOT_ATTEMPTED, N_VERDICTS };
static const char *const VERDICTS[N_VERDICTS] = {"PASS", "FAIL", "NOT RUN",
                                                 "NOT ATTEMPTED"};

/* Printed table: the sentence takes what is left over of this width, or the
 * least of its own where the other columns leave less. */
enum { PAGE_WIDTH = 120, GAP = 2, MIN_SENTENCE = 24, REASON_INDENT = 4 };
static const size_t MAX_WIDTH[N_STORED] = {16, 0, 16, 14, 20, 7, 13};

/* --- reading ------------------------------------------------------------- */

static tame_status check_table(const tame_tsv *t, const char *path,
                               tame_error *err)
{
  bool is_ours = t->cols == N_COLUMNS;
  for (size_t j = 0; is_ours && j < N_COLUMNS; j++) {
    is_ours = strcmp(tame_tsv_cell(t, 0, j), COLUMN[j]) == 0;
  }
  if (!is_ours) {
    return tame_fail(err, TAME_EFORMAT, "%s: not a table of claims", path);
  }
  for (size_t i = 1; i < t->rows; i++) {
    const char *v = tame_tsv_cell(t, i, VERDICT);
    bool is_known = false;
    for (size_t k = 0; k < N_VERDICTS; k++) {
      is_known = is_known || strcmp(v, VERDICTS[k]) == 0;
    }
    if (!is_known) {
      return tame_fail(err, TAME_EFORMAT, "%s:%zu: unknown verdict '%s'", path,
                       i + 1, v);
    }
  }
  return TAME_OK;
}

static tame_status read_tables(tame_tsv *t, char *const *path, size_t n,
                               tame_error *err)
{
  for (size_t i = 0; i < n; i++) {
    TAME_TRY(tame_tsv_read(&t[i], path[i], err));
    TAME_TRY(check_table(&t[i], path[i], err));
  }
  return TAME_OK;
}

/* --- writing ------------------------------------------------------------- */

static tame_status write_table(const char *path, const tame_tsv *t, size_t n,
                               tame_error *err)
{
  tame_output out;
  TAME_TRY(tame_output_open(&out, path, err));
  for (size_t j = 0; j < N_STORED; j++) {
    fprintf(out.file, "%s%c", COLUMN[j], j + 1 < N_STORED ? '\t' : '\n');
  }
  for (size_t k = 0; k < n; k++) {
    for (size_t i = 1; i < t[k].rows; i++) {
      for (size_t j = 0; j < N_STORED; j++) {
        fprintf(out.file, "%s%c", tame_tsv_cell(&t[k], i, j),
                j + 1 < N_STORED ? '\t' : '\n');
      }
    }
  }
  return tame_output_commit(&out, err);
}

/* --- printing ------------------------------------------------------------ */

/* Bytes of the next line of TEXT that fits WIDTH columns: up to a space where
 * there is one, else cut inside the word, never inside a character. */
static size_t line_length(const char *text, size_t width)
{
  size_t at = 0, columns = 0, space = 0;
  while (text[at]) {
    if (((unsigned char)text[at] & 0xC0) != 0x80 && columns++ == width) {
      return text[at] == ' ' || space == 0 ? at : space;
    }
    if (text[at] == ' ') space = at;
    at++;
  }
  return at;
}

/* Print the next line of *TEXT, move *TEXT behind it, and return its width. */
static size_t print_part(const char **text, size_t width)
{
  const size_t n = line_length(*text, width);
  size_t printed = 0;
  for (size_t i = 0; i < n; i++) {
    const unsigned char c = (unsigned char)(*text)[i];
    putchar(iscntrl(c) ? '?' : c); /* no commands to the terminal */
    printed += (c & 0xC0) != 0x80;
  }
  *text += n;
  *text += strspn(*text, " ");
  return printed;
}

/* Cells side by side, each wrapped to its column; no spaces at the end. */
static void print_row(const char *const *cell, const size_t *width)
{
  const char *rest[N_STORED];
  for (size_t j = 0; j < N_STORED; j++) rest[j] = cell[j];
  bool has_more = true;
  while (has_more) {
    size_t at = 0, start = 0;
    has_more = false;
    for (size_t j = 0; j < N_STORED; start += width[j++] + GAP) {
      if (!*rest[j]) continue;
      for (; at < start; at++) putchar(' ');
      at += print_part(&rest[j], width[j]);
      has_more = has_more || *rest[j];
    }
    putchar('\n');
  }
}

static void print_reason(const char *reason)
{
  while (*reason) {
    printf("%*s", REASON_INDENT, "");
    print_part(&reason, PAGE_WIDTH - REASON_INDENT);
    putchar('\n');
  }
}

static void column_widths(size_t *width, const tame_tsv *t, size_t n)
{
  size_t taken = (N_STORED - 1) * GAP, sentence = strlen(COLUMN[SENTENCE]);
  for (size_t j = 0; j < N_STORED; j++) {
    width[j] = strlen(COLUMN[j]);
    for (size_t k = 0; k < n; k++) {
      for (size_t i = 1; i < t[k].rows; i++) {
        const size_t w = tame_text_width(tame_tsv_cell(&t[k], i, j));
        if (w > width[j]) width[j] = w;
      }
    }
    if (j == SENTENCE) {
      sentence = width[j];
      continue;
    }
    if (width[j] > MAX_WIDTH[j]) width[j] = MAX_WIDTH[j];
    taken += width[j];
  }
  const size_t left =
      taken + MIN_SENTENCE < PAGE_WIDTH ? PAGE_WIDTH - taken : MIN_SENTENCE;
  width[SENTENCE] = sentence < left ? sentence : left;
}

static void print_tables(const tame_tsv *t, size_t n)
{
  size_t width[N_STORED];
  column_widths(width, t, n);
  print_row(COLUMN, width);
  for (size_t k = 0; k < n; k++) {
    for (size_t i = 1; i < t[k].rows; i++) {
      const char *cell[N_STORED];
      for (size_t j = 0; j < N_STORED; j++) {
        cell[j] = tame_tsv_cell(&t[k], i, j);
      }
      print_row(cell, width);
      print_reason(tame_tsv_cell(&t[k], i, REASON));
    }
  }
}

/* Returns how many claims fail. */
static size_t count_verdicts(const tame_tsv *t, size_t n, bool prints)
{
  size_t total[N_VERDICTS] = {0};
  for (size_t k = 0; k < n; k++) {
    for (size_t i = 1; i < t[k].rows; i++) {
      for (size_t v = 0; v < N_VERDICTS; v++) {
        total[v] += strcmp(tame_tsv_cell(&t[k], i, VERDICT), VERDICTS[v]) == 0;
      }
    }
  }
  for (size_t v = 0; prints && v < N_VERDICTS; v++) {
    printf("%s%zu %s", v > 0 ? ", " : "\n", total[v], VERDICTS[v]);
  }
  if (prints) putchar('\n');
  return total[FAIL];
}

int main(int argc, char **argv)
{
  signal(SIGXFSZ, SIG_IGN); /* too long a file is an error, not a kill */
  if (argc >= 2 && strcmp(argv[1], "--help") == 0) {
    printf("%s%s", USAGE, HELP);
    return tame_stdout_end("verify");
  }
  const bool prints = argc < 2 || strcmp(argv[1], "--no-print") != 0;
  const int first = prints ? 1 : 2;
  if (argc < first + 2 || argv[first][0] == '-') {
    fputs(USAGE, stderr);
    return 2;
  }
  const size_t n = (size_t)(argc - first - 1);
  tame_error err = {{0}};
  tame_tsv *t = tame_calloc(n, sizeof *t);
  size_t n_failed = 0;
  tame_status s = read_tables(t, argv + first + 1, n, &err);
  if (s >= 0) s = write_table(argv[first], t, n, &err);
  if (s >= 0) {
    if (prints) print_tables(t, n);
    n_failed = count_verdicts(t, n, prints);
  }
  for (size_t i = 0; i < n; i++) tame_tsv_free(&t[i]);
  free(t);
  if (s < 0) {
    fprintf(stderr, "verify: %s\n", err.text);
    return 1;
  }
  if (tame_stdout_end("verify") != 0) return 1;
  return n_failed > 0 ? 3 : 0;
}
