/* SPDX-License-Identifier: MIT */
/* An illustration of ours: the two-parameter model (tame/bias_margins.h; s1 = 1)
 * around p_c, below which the minority margin first falls: p_c = 2/7 for s0 = .5,
 * and no p for s0 = 1.  A cell is one (s0, p). */
#include "tame/bias_margins.h"
#include "theory.h"

enum { N_CASES = 5 };
static const double S0[N_CASES] = {0.5, 0.5, 0.5, 0.5, 1.0};
static const double P[N_CASES] = {0.28, 0.285, 0.29, 0.3, 1e-3};

static const tame_option PARAMS[] = {
    {"t_end", {1e3, 1e5, 1e7}, 1, 1e9, "time until which to look", "real"},
    {0}};

static const tame_field FIELDS[] = {
    {"lowest", "case",
     "smallest minority margin at t > 0, at accepted steps and at the minimum",
     "1"},
    {"depth", "case", "depth D; NaN: no dip", "1"},
    {"threshold", "case", "p_c", "1"}};
enum { N_FIELDS = sizeof FIELDS / sizeof *FIELDS };

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const tame_bias_margins q = {P[cell->index], S0[cell->index], 1.0};
  tame_bias_dip dip;
  const tame_status s = tame_bias_margins_dip(
      &dip, &q, tame_run_real(run, "t_end"), 1e-11, 1e-14);
  if (s != TAME_OK)
    return tame_fail(err, TAME_ESINGULAR, "%s: %s", cell->name,
                     tame_status_str(s));
  const double x[N_FIELDS] = {dip.lowest, dip.depth,
                              tame_bias_margins_threshold(q.s0, q.s1)};
  tame_fields_write(out, FIELDS, x, N_FIELDS);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  (void)run;
  tame_h5_group(out, "threshold", "The minority margin around p_c");
  tame_h5_index(out, "threshold/case", N_CASES, "pair (s0, p)");
  tame_h5_write(out, "threshold/s0", "case", S0,
                "strength s0 of the minority's signal", "1");
  tame_h5_write(out, "threshold/p", "case", P, "minority share p", "1");
  TAME_TRY(tame_fields_merge(out, "threshold", FIELDS, N_FIELDS, cells, err));
  tame_h5_panel(out, "threshold", "lowest", "case");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, N_CASES; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "s0_%g-p%g", S0[index], P[index]);
  snprintf(cell->group, sizeof cell->group, "all");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/threshold",
          .title = "Two parameters: the share below which there is bias",
          .figures = "none",
          .about = "Whether the minority margin falls at first, for shares "
                   "around the threshold that a proposition of ours gives.  An "
                   "illustration, not an experiment of the paper.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
