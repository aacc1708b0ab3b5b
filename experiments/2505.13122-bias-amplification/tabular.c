/* SPDX-License-Identifier: MIT */
/* Your own table: how much longer its minority takes.
 *
 *     tabular --csv people.csv --group sex --label income
 *
 * reads a table (CSV, TSV, ARFF; tame/frame.h), makes a minority and a majority
 * of the column --group (tame/group_table.h), trains a network to predict the
 * column --label until both T_early and T_final are reached (tame/
 * group_metrics.h), and says in plain words what was done to the data and what
 * came out.  --minority names one value or several ("Black|Other"), or, for a
 * column of numbers, a bound ("<25"); without it the rarer of two values is the
 * minority.  The result also holds the curves of every run.  A cell is one run:
 * all have the same rows, with other first parameters and another order. */
#include "tabular.h"
#include "tables.h"
#include "tame/group_runs.h"

static const tame_option PARAMS[] = {
    {"csv", {0}, 0, 0, "the table", "file"},
    {"test_csv",
     {0},
     0,
     0,
     "test rows, instead of a share of the table",
     "file"},
    {"group", {0}, 0, 0, "column of the groups", "text"},
    {"label", {0}, 0, 0, "column to predict", "text"},
    {"minority",
     {0},
     0,
     0,
     "A = 0: values, as a|b, or a bound, as '<25'",
     "text"},
    {"ignore", {0}, 0, 0, "columns to leave out, as a,b", "text"},
    {"categorical",
     {0},
     0,
     0,
     "columns of numbers that are codes, as a,b",
     "text"},
    {"hide_group", {0}, 0, 0, "leave the group out of the inputs", "no yes"},
    {"keep", {1, 1, 1}, 0, 1, "share of the minority's training rows", "real"},
    {"test", {0.25, 0.25, 0.25}, 0, 1, "share of the rows to test on", "real"},
    TABLE_NET,
    {"hidden", {32, 32, 32}, 1, 4096, "hidden units of the mlp", NULL},
    TABLE_METHOD,
    {"rate", {0.1, 0.1, 0.1}, 0, 100, "step size; try 0.001 for adamw", "real"},
    TABLE_BATCH,
    {"epochs", {40, 400, 2000}, 1, 1e6, "epochs at most", NULL},
    {"tau", {90, 90, 90}, 0, 100, "accuracy of T_early, %", "real"},
    {"kappa", {90, 90, 90}, 0, 100, "accuracy of T_final, %", "real"},
    {"runs", {1, 3, 10}, 1, 1000, "runs", NULL},
    {0}};

static const tame_field FIELDS[TABLE_FIELDS] = TABLE_FIELD_LIST("run");

static tame_table_plan plan_of(const tame_run *run)
{
  return (tame_table_plan){.max_epochs = tame_run_count(run, "epochs"),
                           .tau = tame_run_real(run, "tau"),
                           .kappa = tame_run_real(run, "kappa")};
}

/* Can the table be trained on? */
static tame_status check(const tame_run *run, tame_error *err)
{
  problem p;
  TAME_TRY(problem_open(&p, run, err));
  const size_t least = strcmp(tame_run_word(run, "net"), "tabnet") == 0 ? 2 : 1;
  tame_status s = TAME_OK;
  if (p.table.train.n < least)
    s = tame_fail(err, TAME_EFORMAT, "%s: %zu training rows are too few",
                  tame_run_file(run, "csv"), p.table.train.n);
  problem_free(&p);
  return s;
}

/* score [SCORES] of epochs T_early and the last; NaN where there is none */
static void take_scores(double *score, const tame_group_log *log, double early)
{
  const size_t n = tame_group_epochs(log);
  const double epoch[N_WHEN] = {early, n > 0 ? (double)n : (double)NAN};
  for (size_t when = 0; when < N_WHEN; when++)
    for (size_t set = 0; set < 2; set++)
      for (size_t q = 0; q < 2; q++)
        for (size_t a = 0; a < 2; a++) {
          const double *x = tame_group_curve(
              log, set ? TAME_ON_TEST : TAME_ON_TRAIN,
              q ? TAME_GROUP_LOSS : TAME_GROUP_ACCURACY,
              a ? TAME_GROUP_A1 : TAME_GROUP_A0, TAME_GROUP_RAW);
          score[score_at(when, set, q, a)] = x && !isnan(epoch[when])
                                                 ? x[(size_t)epoch[when] - 1]
                                                 : (double)NAN;
        }
}

static void write_cell(tame_h5 *out, const tame_group_log *log,
                       tame_status status, const tame_table_plan *plan)
{
  double x[TABLE_FIELDS], score[SCORES];
  const double early = tame_group_times_of(log, plan->tau, plan->kappa).early;
  table_numbers(x, log, status, plan);
  tame_fields_write(out, FIELDS, x, TABLE_FIELDS);
  take_scores(score, log, early);
  tame_h5_index(out, "place", SCORES, "place of the score");
  tame_h5_write(out, "score", "place", score, "accuracies and losses", "1");
  if (tame_group_epochs(log) == 0) return;
  tame_h5_group(out, "curve", "Losses and accuracies by epoch");
  tame_group_write(out, "curve", log, plan->tau, &plan->kappa, 1);
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const tame_table_plan plan = plan_of(run);
  problem p;
  tame_group_log *log;
  TAME_TRY(problem_open(&p, run, err));
  const tame_group_table *t = &p.table;
  const tame_status s =
      table_train(&log, &t->train, t->test.n > 0 ? &t->test : NULL, t->d,
                  t->classes, &plan, cell->index, run, err);
  if (log) write_cell(out, log, s, &plan);
  tame_group_log_free(log);
  problem_free(&p);
  return s < 0 ? s : TAME_OK;
}

/* --- merge ---------------------------------------------------------------- */

/* The curves of run K; a run that diverged at once has none. */
static tame_status write_curves(tame_h5 *out, const tame_cells *cells, size_t k,
                                double epochs, tame_error *err)
{
  char group[32], title[64], path[96];
  if (!(epochs > 0.0)) return TAME_OK;
  snprintf(group, sizeof group, "run_%zu", k);
  snprintf(title, sizeof title, "Curves of run %zu", k);
  tame_h5_group(out, group, title);
  for (size_t c = 0; c <= TAME_GROUP_CURVES; c++) {
    char from[64], name[32] = "epoch";
    tame_h5_shape shape;
    double *x;
    if (c > 0) tame_group_curve_name(name, c - 1);
    snprintf(from, sizeof from, "curve/%s", name);
    const tame_status s = tame_cells_read(&x, &shape, cells, k, from, err);
    if (s == TAME_EMISSING && c > TAME_GROUP_CURVES / 2) continue; /* no test */
    TAME_TRY(s);
    snprintf(path, sizeof path, "%s/%s", group, name);
    if (c == 0)
      tame_h5_axis(out, path, x, shape.count, "epoch, from 1", "1");
    else
      tame_h5_write(out, path, "epoch", x, name,
                    strstr(name, "acc") ? "%" : "1");
    free(x);
  }
  return TAME_OK;
}

static void write_scores(tame_h5 *out, const double *score)
{
  tame_h5_codes(out, "times/when", "early end",
                "in epoch T_early, in the last epoch");
  tame_h5_codes(out, "times/set", "train test", "rows");
  tame_h5_codes(out, "times/quantity", "accuracy loss",
                "accuracy in %, mean loss");
  tame_h5_codes(out, "times/group", "minority majority", "A = 0, A = 1");
  tame_h5_write(out, "times/score", "run " SCORE_AXES, score,
                "accuracies and losses", "1");
}

static void write_notes(tame_h5 *out, const problem *p)
{
  const tame_notes *notes = &p->table.notes;
  size_t size = 1;
  for (size_t k = 0; k < notes->n; k++) size += strlen(notes->line[k]) + 1;
  char *text = tame_calloc(size, 1);
  for (size_t k = 0; k < notes->n; k++) {
    strcat(text, notes->line[k]);
    strcat(text, "\n");
  }
  tame_h5_attr(out, "times", "notes", *text ? text : "none");
  tame_h5_attr(out, "times", "minority", p->minority);
  tame_h5_attr(out, "times", "majority", p->majority);
  free(text);
}

/* R [runs] <- what the cells hold; score [runs x SCORES] */
static tame_status gather(run_numbers *r, double *score,
                          const tame_cells *cells, tame_error *err)
{
  static const char *const NAME[5] = {"T_early", "T_final", "epochs",
                                      "minority_at_early", "has_diverged"};
  const size_t runs = tame_cells_count(cells);
  double *x = tame_vec(5 * runs);
  tame_status s = tame_cells_gather(score, cells, "score", SCORES, err);
  for (size_t f = 0; f < 5 && s >= 0; f++)
    s = tame_cells_gather(x + f * runs, cells, NAME[f], 1, err);
  for (size_t k = 0; k < runs && s >= 0; k++) {
    r[k] = (run_numbers){.early = x[k],
                         .final = x[runs + k],
                         .epochs = x[2 * runs + k],
                         .minority_at_early = x[3 * runs + k],
                         .has_diverged = x[4 * runs + k]};
    memcpy(r[k].score, score + k * SCORES, sizeof r[k].score);
  }
  free(x);
  return s;
}

static tame_status write_result(tame_h5 *out, const problem *p,
                                const tame_cells *cells, const tame_run *run,
                                tame_error *err)
{
  const size_t runs = tame_cells_count(cells);
  run_numbers *r = tame_calloc(runs, sizeof *r);
  double *score = tame_vec(runs * SCORES);
  tame_net *net = table_net(run, p->table.d, p->table.classes);
  tame_h5_group(out, "times",
                "When all rows and when the minority are learned");
  tame_h5_index(out, "times/run", runs, "run");
  tame_status s =
      tame_fields_merge(out, "times", FIELDS, TABLE_FIELDS, cells, err);
  if (s >= 0) s = gather(r, score, cells, err);
  if (s >= 0) {
    write_scores(out, score);
    write_notes(out, p);
    tame_h5_panel(out, "times", "T_final", "run");
  }
  for (size_t k = 0; k < runs && s >= 0; k++)
    s = write_curves(out, cells, k, r[k].epochs, err);
  if (s >= 0) report_write(stdout, p, r, runs, tame_net_n_parameters(net), run);
  tame_net_free(net);
  free(score);
  free(r);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  problem p;
  TAME_TRY(problem_open(&p, run, err));
  const tame_status s = write_result(out, &p, cells, run, err);
  problem_free(&p);
  return s;
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "runs");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "run-%zu", index);
  snprintf(cell->group, sizeof cell->group, "run %zu", index);
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/tabular",
          .title = "Your own table: how much longer its minority takes",
          .figures = "none",
          .about =
              "Reads a table, trains a network on it until its majority "
              "and then its minority are learned, and reports both times, "
              "accuracies and losses of both groups.  Needs --csv, --group "
              "and --label.",
          .params = PARAMS,
          .check = check,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
