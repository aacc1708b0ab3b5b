/* SPDX-License-Identifier: MIT */
/* The report in plain words. */
#include <math.h>
#include <string.h>

#include "tabular.h"

static void write_classes(FILE *out, const problem *p)
{
  const tame_group_table *t = &p->table;
  fprintf(out, "label:");
  for (size_t k = 0; k < t->classes; k++) {
    size_t n = 0;
    for (size_t i = 0; i < t->train.n; i++) n += t->train.label[i] == k;
    fprintf(out, "%s %s (%zu training rows)", k ? "," : "", t->class_name[k],
            n);
  }
  fprintf(out, "\n");
}

/* One group: rows, and how its labels are spread. */
static void write_group(FILE *out, const problem *p, size_t a)
{
  const tame_group_table *t = &p->table;
  size_t n = 0, m = 0, most = 0, best = 0;
  for (size_t i = 0; i < t->train.n; i++) n += t->train.a[i] == a;
  for (size_t i = 0; i < t->test.n; i++) m += t->test.a[i] == a;
  for (size_t k = 0; k < t->classes; k++) {
    size_t count = 0;
    for (size_t i = 0; i < t->train.n; i++)
      count += t->train.a[i] == a && t->train.label[i] == k;
    if (count > most) {
      most = count;
      best = k;
    }
  }
  fprintf(out,
          "%s: %s, %zu training rows (%.3g %% of all), %zu test rows; most "
          "frequent label %s, %.3g %%\n",
          a ? "majority (A = 1)" : "minority (A = 0)",
          a ? p->majority : p->minority, n,
          100.0 * (double)n / (double)t->train.n, m, t->class_name[best],
          n ? 100.0 * (double)most / (double)n : (double)NAN);
}

static size_t minority_rows(const problem *p)
{
  size_t n = 0;
  for (size_t i = 0; i < p->table.train.n; i++) n += p->table.train.a[i] == 0;
  return n;
}

static void write_inputs(FILE *out, const problem *p, const tame_run *run)
{
  const bool is_tabnet = strcmp(tame_run_word(run, "net"), "tabnet") == 0;
  size_t kind[4] = {0};
  for (size_t j = 0; j < p->table.encoder.d; j++)
    kind[p->table.encoder.input[j].kind]++;
  fprintf(out, "inputs: %zu: %zu standardised numbers", p->table.d,
          kind[TAME_INPUT_NUMBER]);
  if (is_tabnet)
    fprintf(out, ", %zu codes of categories", kind[TAME_INPUT_CODE]);
  else
    fprintf(out, ", %zu levels of categories", kind[TAME_INPUT_LEVEL]);
  if (kind[TAME_INPUT_MISSING])
    fprintf(out, ", %zu that say what is missing", kind[TAME_INPUT_MISSING]);
  fprintf(
      out, "; the group is %s\n",
      strcmp(tame_run_word(run, "hide_group"), "yes") == 0 ? "not among them"
      : strcmp(tame_run_text(run, "group"), tame_run_text(run, "label")) == 0
          ? "the label"
          : "among them");
}

static void write_training(FILE *out, size_t parameters, size_t n,
                           const tame_run *run)
{
  fprintf(out,
          "training: %s with %zu parameters, %s with step %g, batches of %zu, "
          "at most %zu epochs, %zu run%s\n",
          tame_run_word(run, "net"), parameters, tame_run_word(run, "method"),
          tame_run_real(run, "rate"), tame_run_count(run, "batch"),
          tame_run_count(run, "epochs"), n, n == 1 ? "" : "s");
}

/* Smallest and largest of what is reached; how many runs do. */
static size_t range(double *lo, double *hi, const run_numbers *r, size_t n,
                    bool is_final)
{
  size_t reached = 0;
  *lo = INFINITY;
  *hi = -INFINITY;
  for (size_t k = 0; k < n; k++) {
    const double t = is_final ? r[k].final : r[k].early;
    if (isnan(t)) continue;
    reached++;
    *lo = fmin(*lo, t);
    *hi = fmax(*hi, t);
  }
  return reached;
}

static void write_time(FILE *out, const char *name, const char *meaning,
                       double level, const run_numbers *r, size_t n,
                       bool is_final, const tame_run *run)
{
  double lo, hi;
  const size_t reached = range(&lo, &hi, r, n, is_final);
  fprintf(out, "%s, the first epoch with %s above %g %%: ", name, meaning,
          level);
  if (reached == 0)
    fprintf(out, "not reached in %zu epochs\n", tame_run_count(run, "epochs"));
  else if (lo == hi)
    fprintf(out, "%g", lo);
  else
    fprintf(out, "%g to %g", lo, hi);
  if (reached == 0) return;
  if (reached < n) fprintf(out, " (in %zu of %zu runs)", reached, n);
  fprintf(out, "\n");
}

static void write_extra(FILE *out, const run_numbers *r, size_t n)
{
  double early = 0.0, extra = 0.0, minority = 0.0;
  size_t m = 0;
  for (size_t k = 0; k < n; k++) {
    if (isnan(r[k].early) || isnan(r[k].final)) continue;
    early += r[k].early;
    extra += r[k].final - r[k].early;
    minority += r[k].minority_at_early;
    m++;
  }
  if (m == 0) {
    fprintf(out, "extra training: unknown, as no run reached both times\n");
    return;
  }
  const double mean = extra / (double)m;
  fprintf(out,
          "extra training: %.3g epochs, %.3g %% of T_early, mean of %zu "
          "run%s; ",
          mean, 100.0 * extra / early, m, m == 1 ? "" : "s");
  fprintf(out, "at T_early the minority's accuracy was %.3g %%\n",
          minority / (double)m);
  if (mean <= 0.0)
    fprintf(out, "so the minority is learned no later than all rows\n");
}

static double mean_score(const run_numbers *r, size_t n, size_t at)
{
  double sum = 0.0;
  size_t m = 0;
  for (size_t k = 0; k < n; k++)
    if (!isnan(r[k].score[at])) {
      sum += r[k].score[at];
      m++;
    }
  return m ? sum / (double)m : (double)NAN;
}

static void write_number(FILE *out, double x)
{
  if (isnan(x))
    fprintf(out, " %12s", "-");
  else
    fprintf(out, " %12.4g", x);
}

static void write_scores(FILE *out, const run_numbers *r, size_t n,
                         bool has_test)
{
  static const char *const WHEN[N_WHEN] = {"in epoch T_early",
                                           "in the last epoch"};
  static const char *const WHAT[2] = {"accuracy, %", "loss"};
  fprintf(out, "\n%-34s %12s %12s\n", n > 1 ? "means over runs" : "",
          "minority", "majority");
  for (size_t when = 0; when < N_WHEN; when++)
    for (size_t set = 0; set < (has_test ? 2 : 1); set++)
      for (size_t q = 0; q < 2; q++) {
        char text[64];
        snprintf(text, sizeof text, "%s %s", set ? "test" : "training",
                 WHAT[q]);
        fprintf(out, "%-34s", set == 0 && q == 0 ? WHEN[when] : "");
        for (size_t a = 0; a < 2; a++)
          write_number(out, mean_score(r, n, score_at(when, set, q, a)));
        fprintf(out, "  %s\n", text);
      }
  fprintf(out,
          "training scores are taken before each update of the epoch, "
          "test scores after it\n");
}

static void write_diverged(FILE *out, const run_numbers *r, size_t n,
                           const tame_run *run)
{
  for (size_t k = 0; k < n; k++)
    if (r[k].has_diverged != 0.0)
      fprintf(
          out,
          "run %zu diverged after %g epochs: its loss is not finite; a step "
          "smaller than --rate %g may help\n",
          k, r[k].epochs, tame_run_real(run, "rate"));
}

void report_write(FILE *out, const problem *p, const run_numbers *r, size_t n,
                  size_t parameters, const tame_run *run)
{
  const char *test_path = tame_run_file(run, "test_csv");
  fprintf(out, "\n%s%s%s: %zu rows, %zu columns read\n",
          tame_run_file(run, "csv"), test_path ? " and " : "",
          test_path ? test_path : "", p->rows, p->cols);
  write_classes(out, p);
  for (size_t a = 0; a < 2; a++) write_group(out, p, a);
  write_inputs(out, p, run);
  for (size_t k = 0; k < p->table.notes.n; k++)
    fprintf(out, "note: %s\n", p->table.notes.line[k]);
  if (2 * minority_rows(p) > p->table.train.n)
    fprintf(out, "note: the minority named is the larger group\n");
  write_training(out, parameters, n, run);
  fprintf(out, "\n");
  write_time(out, "T_early", "accuracy of all training rows",
             tame_run_real(run, "tau"), r, n, false, run);
  write_time(out, "T_final", "accuracy of the minority",
             tame_run_real(run, "kappa"), r, n, true, run);
  write_extra(out, r, n);
  write_diverged(out, r, n, run);
  write_scores(out, r, n, p->table.test.n > 0);
  fprintf(out, "\n");
}
