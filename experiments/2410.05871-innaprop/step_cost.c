/* SPDX-License-Identifier: MIT */
/* Time of an optimiser's step on a million float parameters, AdamW and INNAprop
 * (0.1, 0.9) in its psi form, in turn, so that a disturbance hits both; and the
 * vectors of state that each keeps.  One cell. */
#include <math.h>

#include "pieces.h"
#include "tame/opt.h"
#include "tame/stats.h"
#include "tame/timer.h"

enum { N_METHODS = 2, N_PARAMETERS = 1000000, BLOCKS = 20 };
static const tame_option PARAMS[] = {
    {"steps", {20, 200, 200}, 20, 100000, "timed steps of each method", NULL},
    {0}};

typedef struct {
  tame_opt_f32 *w;
  float *theta, *g;
} method;

static void begin(method *m, tame_opt_kind kind)
{
  tame_opt_options o = tame_opt_defaults(kind);
  o.alpha = 0.1;
  o.beta = 0.9;
  o.weight_decay = 0.01;
  m->theta = tame_calloc(N_PARAMETERS, sizeof *m->theta);
  m->g = tame_calloc(N_PARAMETERS, sizeof *m->g);
  for (size_t i = 0; i < N_PARAMETERS; i++) {
    m->theta[i] = sinf((float)i);
    m->g[i] = cosf((float)i);
  }
  m->w = tame_opt_alloc_f32(N_PARAMETERS, tame_opt_vectors(&o));
  TAME_REQUIRE(tame_opt_init_f32(m->w, &o, NULL, 0, m->theta) == TAME_OK);
}

/* Processor time of one of N steps. */
static double time_steps(method *m, size_t n)
{
  tame_timer t = {0};
  tame_timer_start(&t);
  for (size_t k = 0; k < n; k++) tame_opt_step_f32(m->w, m->theta, m->g, 1e-3);
  tame_timer_stop(&t);
  return t.cpu / (double)n;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  static const tame_opt_kind KIND[N_METHODS] = {TAME_OPT_ADAMW,
                                                TAME_OPT_INNAPROP};
  (void)cell;
  (void)err;
  const size_t steps = tame_run_count(run, "steps") / BLOCKS;
  double seconds[N_METHODS * BLOCKS], ratio[BLOCKS], vectors[N_METHODS];
  method m[N_METHODS];
  for (size_t i = 0; i < N_METHODS; i++) {
    const tame_opt_options o = tame_opt_defaults(KIND[i]);
    vectors[i] = (double)tame_opt_vectors(&o);
    begin(&m[i], KIND[i]);
    time_steps(&m[i], 2); /* touches the memory */
  }
  for (size_t b = 0; b < BLOCKS; b++)
    for (size_t i = 0; i < N_METHODS; i++)
      seconds[i * BLOCKS + b] = time_steps(&m[i], steps);
  for (size_t b = 0; b < BLOCKS; b++)
    ratio[b] = seconds[BLOCKS + b] / seconds[b];
  tame_cell_put(out, "seconds", seconds, N_METHODS * BLOCKS);
  tame_cell_put(out, "vectors", vectors, N_METHODS);
  tame_h5_write_scalar(out, "ratio", tame_quantile(ratio, BLOCKS, 0.5), "ratio",
                       "1");
  for (size_t i = 0; i < N_METHODS; i++) {
    tame_opt_free_f32(m[i].w);
    free(m[i].theta);
    free(m[i].g);
  }
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  (void)run;
  double seconds[N_METHODS * BLOCKS], vectors[N_METHODS], median[N_METHODS],
      ratio;
  TAME_TRY(
      tame_cells_gather(seconds, cells, "seconds", N_METHODS * BLOCKS, err));
  TAME_TRY(tame_cells_gather(vectors, cells, "vectors", N_METHODS, err));
  TAME_TRY(tame_cells_gather(&ratio, cells, "ratio", 1, err));
  for (size_t i = 0; i < N_METHODS; i++)
    median[i] = tame_quantile(seconds + i * BLOCKS, BLOCKS, 0.5);
  tame_h5_group(out, "step", "One step on a million floats");
  tame_h5_codes(out, "step/method", "adamw innaprop", "optimiser");
  tame_h5_write_measured(out, "step/cpu", "method", median,
                         "processor time of a step, median", "s");
  tame_h5_write(out, "step/vectors", "method", vectors,
                "vectors of state, each as long as the parameters", "1");
  tame_h5_group(out, "repetitions", "The same, block of steps by block");
  tame_h5_codes(out, "repetitions/method", "adamw innaprop", "optimiser");
  tame_h5_index(out, "repetitions/repetition", BLOCKS, "repetition");
  tame_h5_write_measured(out, "repetitions/cpu", "method repetition", seconds,
                         "processor time of a step", "s");
  tame_h5_write_measured(out, "repetitions/ratio", "", &ratio,
                         "INNAprop / AdamW, median over repetitions", "1");
  tame_h5_panel(out, "step", "cpu", "method");
  tame_h5_panel(out, "repetitions", "cpu", "method repetition");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, 1; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "all-%zu", index);
  snprintf(cell->group, sizeof cell->group, "both methods");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2410.05871/step_cost",
          .title = "Time of a step of AdamW and of INNAprop",
          .figures = "tab-step-cost",
          .about = "Processor time of one step on a million parameters.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
