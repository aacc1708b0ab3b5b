/* SPDX-License-Identifier: MIT */
#include "tame/adult.h"

#include <string.h>

#include "frame_parts.h"
#include "tame/csv.h"
#include "tame/text.h"

static const char HEADER[] =
    "age,workclass,fnlwgt,education,education-num,marital-status,occupation,"
    "relationship,race,sex,capital-gain,capital-loss,hours-per-week,"
    "native-country,income";
static const char *const NUMERIC[] = {"age",
                                      "fnlwgt",
                                      "education-num",
                                      "capital-gain",
                                      "capital-loss",
                                      "hours-per-week",
                                      NULL};
static const char *const CATEGORICAL[] = {
    "workclass", "education", "marital-status", "occupation", "relationship",
    "race",      "sex",       "native-country", "income",     NULL};
static const char *const MISSING[] = {"?", NULL};
enum { INCOME = 14 };

/* Where the table begins and ends in TEXT: without a first line |... and
 * without the empty lines at the end. */
static size_t cut(char *text)
{
  size_t first = 1;
  if (*text == '|') {
    const size_t length = strcspn(text, "\n");
    const char *rest = text + length + (text[length] == '\n');
    memmove(text, rest, strlen(rest) + 1);
    first = 2;
  }
  for (size_t n = strlen(text); n > 0 && strchr("\r\n", text[n - 1]); n--)
    text[n - 1] = '\0';
  return first;
}

/* The label of each row without its dot. */
static tame_status check_income(const tame_csv *t, tame_error *err)
{
  for (size_t i = 0; i < t->rows; i++) {
    char *label = t->cell[i * t->cols + INCOME];
    label += strspn(label, " ");
    const size_t n = strlen(label);
    if (n > 0 && label[n - 1] == '.') label[n - 1] = '\0';
    if (strcmp(label, "<=50K") != 0 && strcmp(label, ">50K") != 0)
      return tame_fail(err, TAME_EFORMAT,
                       "%s:%zu: column 'income': neither <=50K nor >50K",
                       t->path, t->line[i]);
  }
  return TAME_OK;
}

tame_status tame_adult_read(tame_frame *f, const char *path, tame_error *err)
{
  const tame_frame_options opt = {
      .missing = MISSING, .categorical = CATEGORICAL, .numeric = NUMERIC};
  char *text;
  tame_csv t;
  *f = (tame_frame){0};
  TAME_TRY(tame_text_read(&text, path, err));
  const size_t first = cut(text);
  TAME_TRY(tame_csv_parse(&t, text, path, first, ',', HEADER, err));
  tame_status s = check_income(&t, err);
  if (s >= 0) s = tame_frame_take_csv(f, &t, &opt, err);
  tame_csv_free(&t);
  return s;
}
