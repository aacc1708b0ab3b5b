/* SPDX-License-Identifier: MIT */
#include "tame/instance.h"

#include <stdlib.h>
#include <string.h>

#include "dimacs_scan.h"
#include "tame/base.h"

enum { MAX_VARIABLES = TAME_DNF_MAX_BITS, UNSEEN = -1 };

typedef struct {
  tame_scan scan;
  tame_dnf *dnf;
  size_t n_variables;
  int index[MAX_VARIABLES + 1]; /* of variable v of the file, or UNSEEN */
  tame_error *err;
} reader;

static tame_status read_sizes(reader *r)
{
  tame_scan *s = &r->scan;
  TAME_TRY(tame_dimacs_header(s, "dnf", r->err));
  TAME_TRY(tame_dimacs_count(&r->n_variables, s, MAX_VARIABLES,
                             "number of variables", r->err));
  TAME_TRY(tame_dimacs_count(&r->dnf->n_terms, s, TAME_DNF_MAX_TERMS,
                             "number of terms", r->err));
  TAME_TRY(tame_dimacs_end_of_line(s, "p dnf variables terms", r->err));
  if (r->n_variables < 2 || r->dnf->n_terms == 0)
    return tame_scan_fail(s, r->err, "%zu variables, %zu terms", r->n_variables,
                          r->dnf->n_terms);
  /* a term takes at least "1 0\n" */
  if (r->dnf->n_terms > strlen(s->text) / 4 + 1)
    return tame_scan_fail(s, r->err, "%zu terms do not fit into this file",
                          r->dnf->n_terms);
  return TAME_OK;
}

/* The line of quantifier KIND ('e' or 'a'): *count variables, numbered from
 * FIRST in the order of the file. */
static tame_status read_quantifier(size_t *count, reader *r, char kind,
                                   size_t first, size_t max)
{
  tame_scan *s = &r->scan;
  size_t v;
  tame_dimacs_blank(s);
  if (*s->at != kind || (s->at[1] != ' ' && s->at[1] != '\t'))
    return tame_scan_fail(s, r->err, "expected a line '%c variables 0'", kind);
  s->at++;
  for (*count = 0;; ++*count) {
    TAME_TRY(tame_dimacs_count(&v, s, r->n_variables, "variable", r->err));
    if (v == 0) break;
    if (r->index[v] != UNSEEN)
      return tame_scan_fail(s, r->err, "variable %zu is listed twice", v);
    if (*count == max)
      return tame_scan_fail(s, r->err, "more than %zu variables", max);
    r->index[v] = (int)(first + *count);
  }
  if (*count == 0) return tame_scan_fail(s, r->err, "no variables");
  return tame_dimacs_end_of_line(s, "variables 0", r->err);
}

static tame_status read_prefix(reader *r)
{
  for (size_t v = 0; v <= MAX_VARIABLES; v++) r->index[v] = UNSEEN;
  TAME_TRY(read_quantifier(&r->dnf->n, r, 'e', 0, TAME_DNF_MAX_N));
  TAME_TRY(read_quantifier(&r->dnf->m, r, 'a', r->dnf->n, TAME_DNF_MAX_M));
  for (size_t v = 1; v <= r->n_variables; v++)
    if (r->index[v] == UNSEEN)
      return tame_scan_fail(&r->scan, r->err, "variable %zu is in neither list",
                            v);
  return TAME_OK;
}

/* Literals up to 0, which may stand on several lines. */
static tame_status read_term(tame_dnf_term *term, reader *r, size_t number)
{
  tame_scan *s = &r->scan;
  for (;;) {
    size_t v;
    tame_dimacs_blank(s);
    if (tame_scan_at_end(s))
      return tame_scan_fail(s, r->err, "the file ends in term %zu of %zu",
                            number, r->dnf->n_terms);
    const bool is_positive = *s->at != '-';
    if (!is_positive) s->at++;
    TAME_TRY(tame_scan_count(&v, s, r->n_variables, '\0', "literal", r->err));
    if (v == 0 && is_positive) break;
    if (v == 0) return tame_scan_fail(s, r->err, "-0 is no literal");
    if (term->n_literals == 3)
      return tame_scan_fail(s, r->err, "more than 3 literals in a term");
    const unsigned index = (unsigned)r->index[v];
    for (size_t i = 0; i < term->n_literals; i++)
      if (term->variable[i] == index)
        return tame_scan_fail(s, r->err, "variable %zu twice in a term", v);
    term->variable[term->n_literals] = index;
    term->is_positive[term->n_literals++] = is_positive;
  }
  if (term->n_literals == 0)
    return tame_scan_fail(s, r->err, "term %zu is empty", number);
  return TAME_OK;
}

static tame_status read_terms(reader *r)
{
  r->dnf->term = tame_calloc(r->dnf->n_terms, sizeof *r->dnf->term);
  for (size_t i = 0; i < r->dnf->n_terms; i++)
    TAME_TRY(read_term(&r->dnf->term[i], r, i + 1));
  tame_dimacs_blank(&r->scan);
  if (!tame_scan_at_end(&r->scan))
    return tame_scan_fail(&r->scan, r->err, "more after the last of %zu terms",
                          r->dnf->n_terms);
  return TAME_OK;
}

tame_status tame_read_dnf(tame_dnf *dnf, const char *path, tame_error *err)
{
  reader r = {.dnf = dnf, .err = err};
  *dnf = (tame_dnf){0};
  TAME_TRY(tame_scan_open(&r.scan, path, err));
  tame_status status = read_sizes(&r);
  if (status >= 0) status = read_prefix(&r);
  if (status >= 0) status = read_terms(&r);
  tame_scan_close(&r.scan);
  if (status < 0) tame_dnf_free(dnf);
  return status;
}

void tame_dnf_free(tame_dnf *dnf)
{
  free(dnf->term);
  *dnf = (tame_dnf){0};
}
