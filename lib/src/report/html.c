/* SPDX-License-Identifier: MIT */
#include "tame/html.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

static const char STYLE[] =
    "body{max-width:60rem;margin:0 auto;padding:1rem;color:#1a1a1a;"
    "background:#fff;font:1rem/1.5 system-ui,\"DejaVu Sans\",sans-serif}\n"
    "h1,h2,h3{line-height:1.2}\n"
    "h2{margin-top:3rem;border-top:2px solid #1a1a1a;padding-top:.75rem}\n"
    "h3{margin-top:2rem}\n"
    "a{color:#0050a0}\n"
    "code{font-size:.9em;overflow-wrap:anywhere}\n"
    "figure{margin:2rem 0}\n"
    "figcaption{max-width:46rem}\n"
    "figcaption p,.note{margin:.3rem 0}\n"
    "img{display:block;max-width:100%;height:auto;margin-bottom:.5rem}\n"
    ".scroll{overflow-x:auto}\n"
    "table{border-collapse:collapse;font-size:.9rem}\n"
    "th,td{border-bottom:1px solid #c8c8c8;padding:.3rem .8rem .3rem 0;"
    "text-align:left;vertical-align:top}\n"
    "th{border-bottom-color:#1a1a1a}\n"
    "td.number,th.number{text-align:right}\n"
    "th.number{min-width:5rem;vertical-align:bottom}\n"
    "td.number{white-space:nowrap;font-variant-numeric:tabular-nums}\n"
    "td.sentence{min-width:14rem}\n"
    "td.short{white-space:nowrap}\n"
    "td.short code{overflow-wrap:normal}\n"
    "sub,sup{line-height:0}\n"
    "tr:target,figure:target{background:#fff6d6}\n"
    ".note{font-size:.9rem;color:#444}\n"
    ".verdict{white-space:nowrap;font-weight:600}\n"
    ".pass{color:#00603c}.fail{color:#a80000}.open{color:#555}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;"
    "font-size:.9rem}\n"
    "dd{margin:0;overflow-wrap:anywhere}\n"
    "summary{cursor:pointer;padding:.2rem 0}\n"
    /* a figure of two columns keeps letters that can be read, and scrolls */
    "@media(max-width:40rem){dl{display:block}dd{margin-bottom:.4rem}"
    "dt{font-weight:600}.wide{max-width:none;width:45rem}}\n"
    "@media print{h2{break-before:page}figure{break-inside:avoid}}\n";

void tame_html_begin(FILE *out, const char *title)
{
  fputs(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
      "<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<title>",
      out);
  tame_html_text(out, title);
  fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", STYLE);
}

void tame_html_end(FILE *out) { fputs("</body>\n</html>\n", out); }

static void put_char(FILE *out, char c)
{
  switch (c) {
  case '&':
    fputs("&amp;", out);
    break;
  case '<':
    fputs("&lt;", out);
    break;
  case '>':
    fputs("&gt;", out);
    break;
  case '"':
    fputs("&quot;", out);
    break;
  case '\'':
    fputs("&#39;", out);
    break;
  default:
    putc(c, out);
  }
}

static void put_part(FILE *out, const char *text, size_t n)
{
  for (size_t i = 0; i < n; i++) put_char(out, text[i]);
}

void tame_html_text(FILE *out, const char *text)
{
  put_part(out, text, strlen(text));
}

/* --- Markdown ------------------------------------------------------------ */

/* Text between two MARKs at *TEXT, put in ELEMENT; false when not there. */
static bool put_span(FILE *out, const char **text, const char *mark,
                     const char *element)
{
  const size_t m = strlen(mark);
  if (strncmp(*text, mark, m) != 0) return false;
  const char *start = *text + m, *end = strstr(start, mark);
  /* "2 * 3 * 4" is a product */
  if (!end || end == start || *start == ' ') return false;
  fprintf(out, "<%s>", element);
  put_part(out, start, (size_t)(end - start));
  fprintf(out, "</%s>", element);
  *text = end + m;
  return true;
}

/* https://... up to a space or the dot that ends the sentence */
static bool put_address(FILE *out, const char **text)
{
  if (strncmp(*text, "https://", 8) != 0) return false;
  size_t n = strcspn(*text, " \t)");
  while (strchr(".,;:", (*text)[n - 1])) n--;
  fputs("<a href=\"", out);
  put_part(out, *text, n);
  fputs("\">", out);
  put_part(out, *text, n);
  fputs("</a>", out);
  *text += n;
  return true;
}

static bool put_link(FILE *out, const char **text)
{
  if (**text != '[') return false;
  /* neither the words nor the address hold a '[', so that every byte is looked
   * at for one link only */
  const char *middle = *text + 1;
  for (;; middle++) {
    middle += strcspn(middle, "[]");
    if (*middle != ']' || middle[1] == '(') break;
  }
  if (*middle != ']') return false;
  const char *end = middle + strcspn(middle, "[)");
  if (*end != ')') return false;
  /* addresses in the sources are seen from another folder: keep only those
   * that lead elsewhere */
  const bool is_address = strncmp(middle + 2, "https://", 8) == 0;
  if (is_address) {
    fputs("<a href=\"", out);
    put_part(out, middle + 2, (size_t)(end - middle - 2));
    fputs("\">", out);
  }
  put_part(out, *text + 1, (size_t)(middle - *text - 1));
  if (is_address) fputs("</a>", out);
  *text = end + 1;
  return true;
}

/* Bytes of the letter or digit at TEXT, Latin or Greek; 0 for anything else. */
static size_t letter(const char *text)
{
  const unsigned char c = (unsigned char)*text;
  if (isalnum(c)) return 1;
  return (c == 0xCE || c == 0xCF) && text[1] ? 2 : 0; /* U+0380 to U+03FF */
}

/* x_k, x_{k+1}, E_β, 10^{-5}: an index or exponent is one letter or digit, or
 * what braces hold; one_step is a word. */
static bool put_script(FILE *out, const char **text)
{
  const char mark = **text, *start = *text + 1, *end;
  if (mark != '_' && mark != '^') return false;
  const bool has_braces = *start == '{';
  if (has_braces) {
    start++;
    end = start + strcspn(start, "{}");
    if (*end != '}' || end == start) return false;
  } else {
    end = start + letter(start);
    if (end == start || letter(end) || *end == '_') return false;
  }
  const char *element = mark == '_' ? "sub" : "sup";
  fprintf(out, "<%s>", element);
  put_part(out, start, (size_t)(end - start));
  fprintf(out, "</%s>", element);
  *text = end + has_braces;
  return true;
}

void tame_html_markdown(FILE *out, const char *text)
{
  for (bool is_first = true; *text; is_first = false) {
    if (put_span(out, &text, "`", "code") ||
        put_span(out, &text, "**", "strong") ||
        put_span(out, &text, "*", "em") || put_link(out, &text) ||
        put_address(out, &text) || (!is_first && put_script(out, &text))) {
      continue;
    }
    put_char(out, *text++);
  }
}

/* --- numbers ------------------------------------------------------------- */

static bool parse_number(double *x, const char *text)
{
  char *end;
  *x = strtod(text, &end);
  return end != text && *end == '\0';
}

static void put_minus(FILE *out, const char *number)
{
  fprintf(out, *number == '-' ? "−%s" : "%s", number + (*number == '-'));
}

void tame_html_number(FILE *out, const char *text)
{
  double x;
  char digits[32];
  if (!parse_number(&x, text)) {
    tame_html_text(out, text);
    return;
  }
  if (isnan(x)) {
    fputs("–", out);
    return;
  }
  const bool is_whole = x == floor(x) && fabs(x) < 1e9;
  snprintf(digits, sizeof digits, is_whole ? "%.0f" : "%.4g", x);
  char *power = strchr(digits, 'e');
  if (power) *power++ = '\0';
  put_minus(out, digits);
  if (!power) return;
  char exponent[16];
  snprintf(exponent, sizeof exponent, "%ld", strtol(power, NULL, 10));
  fputs("×10<sup>", out);
  put_minus(out, exponent);
  fputs("</sup>", out);
}

void tame_html_seconds(FILE *out, double seconds)
{
  const double s = round(seconds);
  if (seconds < 0.0995) {
    fprintf(out, "%.3f s", seconds);
  } else if (seconds < 99.95) {
    fprintf(out, "%.3g s", seconds);
  } else if (s < 7200.0) {
    fprintf(out, "%.0f min %.0f s", floor(s / 60.0), fmod(s, 60.0));
  } else {
    fprintf(out, "%.0f h %.0f min", floor(s / 3600.0),
            floor(fmod(s, 3600.0) / 60.0));
  }
}

void tame_html_bytes(FILE *out, double bytes)
{
  if (bytes < 1e9) {
    fprintf(out, "%.0f MB", bytes / 1e6);
  } else {
    fprintf(out, "%.1f GB", bytes / 1e9);
  }
}

/* --- tables -------------------------------------------------------------- */

static bool is_column_of_numbers(const tame_tsv *t, size_t col)
{
  double x;
  bool is = t->rows > 1;
  for (size_t i = 1; is && i < t->rows; i++) {
    is = parse_number(&x, tame_tsv_cell(t, i, col));
  }
  return is;
}

static void put_words(FILE *out, const char *text)
{
  for (; *text; text++) put_char(out, *text == '_' ? ' ' : *text);
}

void tame_html_table(FILE *out, const tame_tsv *t)
{
  bool *holds_numbers = tame_calloc(t->cols, sizeof *holds_numbers);
  for (size_t j = 0; j < t->cols; j++)
    holds_numbers[j] = is_column_of_numbers(t, j);
  fputs("<div class=\"scroll\">\n<table>\n", out);
  for (size_t i = 0; i < t->rows; i++) {
    fputs(i == 0 ? "<thead><tr>" : "<tr>", out);
    for (size_t j = 0; j < t->cols; j++) {
      const bool is_number = holds_numbers[j];
      /* names of results are names of files, with their underscores */
      const bool is_names = strcmp(tame_tsv_cell(t, 0, j), "result") == 0;
      const char *cell = tame_tsv_cell(t, i, j);
      const char *element = i == 0 ? "th" : "td";
      fprintf(out, "<%s%s%s>", element, i == 0 ? " scope=\"col\"" : "",
              is_number ? " class=\"number\"" : "");
      if (i > 0 && is_number) {
        tame_html_number(out, cell);
      } else if (i == 0 || is_names) {
        tame_html_text(out, cell);
      } else {
        put_words(out, cell);
      }
      fprintf(out, "</%s>", element);
    }
    fputs(i == 0 ? "</tr></thead>\n<tbody>\n" : "</tr>\n", out);
  }
  fputs("</tbody>\n</table>\n</div>\n", out);
  free(holds_numbers);
}

/* --- addresses ----------------------------------------------------------- */

static const char *skip_dot(const char *path)
{
  while (strncmp(path, "./", 2) == 0) path += 2;
  return strcmp(path, ".") == 0 ? path + 1 : path;
}

char *tame_html_relative(const char *path, const char *from)
{
  if (*path == '/') return tame_strdup(path);
  path = skip_dot(path);
  from = skip_dot(from);
  for (;;) { /* leave out the folders that both share */
    const size_t n = strcspn(from, "/");
    if (n == 0 || strncmp(path, from, n) != 0 || path[n] != '/') break;
    path += n + 1;
    from += n + (from[n] == '/');
  }
  size_t up = *from ? 1 : 0;
  for (const char *c = from; *c; c++) up += *c == '/' && c[1] != '\0';
  char *relative = tame_calloc(3 * up + strlen(path) + 1, 1);
  for (size_t i = 0; i < up; i++) memcpy(relative + 3 * i, "../", 3);
  memcpy(relative + 3 * up, path, strlen(path));
  return relative;
}
