/* SPDX-License-Identifier: MIT */
/* German credit (data set credit-g): 1000 rows, 20 attributes, one-hot and
 * standardised, with two kinds of minority:
 *
 *     bad3, bad10, bad30   A = 0 is the class "bad", of whose 300 rows a random
 *                          3, 10, 30 % are kept: class and group are one
 *     women                A = 0 are the 310 women, all kept: a control, a
 *                          group that is neither small nor of one label
 *
 * and the network trained until the accuracy on all rows is above tau and that
 * on A = 0 above kappa.  There are no test rows: with 9 rows of a minority
 * there is nothing to spare.  A cell is one case and one run; runs differ in the rows
 * kept, the first parameters, and the order. */
#include "tables.h"
#include "tame/dataset.h"
#include "tame/frame.h"

enum { N_CASES = 4 };
static const char CASES[] = "bad3 bad10 bad30 women";
static const double KEEP[N_CASES] = {0.03, 0.1, 0.3, 1.0};
static const char AXES[] = "case run";

static const tame_option PARAMS[] = {
    TABLE_NET,
    TABLE_METHOD,
    {"hidden", {64, 64, 64}, 1, 4096, "hidden units of the mlp", NULL},
    TABLE_BATCH,
    {"rate", {0.1, 0.1, 0.1}, 0, 100, "step size", "real"},
    {"epochs", {40, 400, 2000}, 1, 1e6, "epochs at most", NULL},
    {"tau", {90, 90, 90}, 0, 100, "accuracy of T_early, %", "real"},
    {"kappa", {90, 90, 90}, 0, 100, "accuracy of T_final, %", "real"},
    {"runs", {2, 3, 10}, 1, 1000, "runs of each case", NULL},
    {0}};

static const tame_field FIELDS[TABLE_FIELDS] = TABLE_FIELD_LIST(AXES);

/* Rows of case K, those kept drawn by repetition REP. */
static tame_status open_case(tame_group_table *t, size_t k, size_t rep,
                             const tame_run *run, tame_error *err)
{
  static const char *const BAD[] = {"bad", NULL};
  static const char *const WOMEN[] = {"female div/dep/mar", "female single",
                                      NULL};
  const bool is_bad = k < N_CASES - 1;
  tame_frame f;
  TAME_TRY(tame_frame_open(&f, tame_run_input(run), NULL, err));
  gsl_rng *rng = tame_run_rng(run, "rows", rep);
  const tame_status s = tame_group_table_make(
      t, &f,
      &(tame_group_choice){.label = "class",
                           .group = is_bad ? "class" : "personal_status",
                           .minority = is_bad ? BAD : WOMEN,
                           .keep = KEEP[k],
                           .encode = {.keep_constant = true}},
      rng, err);
  gsl_rng_free(rng);
  tame_frame_free(&f);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  tame_group_table t;
  TAME_TRY(open_case(&t, cell->coord[0], cell->coord[1], run, err));
  const tame_status s =
      table_case(out, &t, NULL, FIELDS, cell->coord[1], run, err);
  tame_group_table_free(&t);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  return table_cases(out, cells, CASES, N_CASES, FIELDS, run, err);
}

static size_t n_cells(const tame_run *run)
{
  return N_CASES * tame_run_count(run, "runs");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  static const char *const NAME[N_CASES] = {"bad3", "bad10", "bad30", "women"};
  table_cell(cell, index, NAME, run);
}

static const char *input(const tame_run *run) { return (void)run, "credit-g"; }

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/tab_credit",
          .title = "German credit: how long a minority takes",
          .figures = "illus-tab-credit",
          .about = "A network is trained on the German credit table, of which "
                   "the bad credits are thinned, until they are learned; women "
                   "are the control.  A small-scale analogue: the paper's own "
                   "experiment on tables could not be read.",
          .params = PARAMS,
          .input = input,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
