/* SPDX-License-Identifier: MIT */
/* I6, an illustration of ours: where does training on everything amount to
 * training on the majority?  With the images and the network of trajectory.c,
 * in one batch,
 *
 *     cosine  of the angle of grad L and grad l1,
 *     ratio   n0 |grad l0| / (n1 |grad l1|);  below 1 the majority dominates,
 *
 * at parameters drawn as at the start of training times a scale, and along
 * gradient descent of L from the start.  p grad l0 is grad L - (1-p) grad l1. */
#include "two_classes.h"

enum { N_SCALES = 3 };
static const double SCALE[N_SCALES] = {0.3, 1.0, 3.0};

static const tame_option PARAMS[] = {
    {"net", {9, 9, 9}, 0, 0, "network", TAME_NET_WORDS},
    {"norm",
     {1, 1, 1},
     0,
     0,
     "batch normalisation, if the network has it",
     "no yes"},
    {"data", {0, 0, 0}, 0, 0, "images", TAME_IMAGE_WORDS},
    {"minority", {6, 6, 6}, 0, 99, "class with A = 0", NULL},
    {"majority", {2, 2, 2}, 0, 99, "class with A = 1", NULL},
    {"majority_images", {300, 1000, 1000}, 0, 60000, "n1, 0: all", NULL},
    {"subset", {0, 0, 0}, 0, 0, "which images of the minority", "first random"},
    {"augment", {0, 0, 0}, 0, 0, "a crop and a flip of each image", "no yes"},
    {"rate", {0.1, 0.1, 0.1}, 0, 10, "step size", "real"},
    {"draws", {20, 100, 1000}, 1, 1000000, "draws of each scale", NULL},
    {"steps", {60, 700, 3000}, 1, 1000000, "steps of gradient descent", NULL},
    {0}};

/* x [2] <- cosine and ratio at the parameters of T; its gradient is then that
 * of L.  G1 [parameters] is for use here. */
static tame_status look(double *x, tame_full *t, float *g1)
{
  const size_t n = tame_full_parameters(t);
  const double p = tame_full_share(t);
  const float *g = tame_nn_gradient_f32(tame_full_nn(t));
  double both = 0.0, all = 0.0, majority = 0.0, minority = 0.0;
  tame_full_scores m;
  x[0] = x[1] = NAN;
  tame_status s = tame_full_gradient(&m, t, TAME_FULL_MAJORITY);
  if (s != TAME_OK) return s;
  memcpy(g1, g, n * sizeof *g1);
  s = tame_full_gradient(&m, t, TAME_FULL_ALL);
  if (s != TAME_OK) return s;
  for (size_t k = 0; k < n; k++) {
    const double a = (double)g[k], b = (double)g1[k];
    const double rest = a - (1.0 - p) * b;
    both += a * b;
    all += a * a;
    majority += b * b;
    minority += rest * rest;
  }
  x[0] = both / sqrt(all * majority);
  x[1] = sqrt(minority) / ((1.0 - p) * sqrt(majority));
  return TAME_OK;
}

/* At N points: drawn anew and scaled, or along descent when SCALE is 0. */
static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const bool is_walk = cell->index == N_SCALES;
  const size_t n = tame_run_count(run, is_walk ? "steps" : "draws");
  tame_full *t;
  TAME_TRY(two_classes_open(&t, run, 0, err));
  const size_t size = tame_full_parameters(t);
  float *theta = tame_nn_parameters_f32(tame_full_nn(t));
  float *g1 = tame_calloc(size, sizeof *g1);
  double *cosine = tame_vec(2 * n), *ratio = cosine + n, x[2];
  gsl_rng *rng = tame_run_rng(run, "probes", cell->index);
  for (size_t k = 0; k < n; k++) {
    if (!is_walk) {
      tame_nn_init_f32(tame_full_nn(t), rng);
      for (size_t i = 0; i < size; i++) theta[i] *= (float)SCALE[cell->index];
    }
    const tame_status s = look(x, t, g1);
    cosine[k] = x[0];
    ratio[k] = x[1];
    if (is_walk && s == TAME_OK) tame_full_move(t, tame_run_real(run, "rate"));
  }
  tame_h5_index(out, "place", n, "place");
  tame_h5_write(out, "cosine", "place", cosine, "cosine", "1");
  tame_h5_write(out, "ratio", "place", ratio, "ratio", "1");
  gsl_rng_free(rng);
  free(cosine);
  free(g1);
  tame_full_free(t);
  return TAME_OK;
}

/* --- merge ---------------------------------------------------------------- */

/* counts and means over the draws of each scale */
static void write_counts(tame_h5 *out, const double *cosine,
                         const double *ratio, size_t draws)
{
  double x[5][N_SCALES] = {{0}};
  static const char *const NAME[5] = {"dominated", "positive", "mean_cosine",
                                      "smallest_cosine", "mean_ratio"},
                           *const MEANING[5] = {
                               "draws with ratio < 1", "draws with cosine > 0",
                               "mean cosine", "smallest cosine", "mean ratio"};
  for (size_t i = 0; i < N_SCALES; i++) {
    const double *c = cosine + i * draws, *r = ratio + i * draws;
    x[3][i] = INFINITY;
    for (size_t k = 0; k < draws; k++) {
      x[0][i] += r[k] < 1.0;
      x[1][i] += c[k] > 0.0;
      x[2][i] += c[k] / (double)draws;
      x[3][i] = c[k] < x[3][i] ? c[k] : x[3][i];
      x[4][i] += r[k] / (double)draws;
    }
  }
  for (size_t k = 0; k < 5; k++) {
    char path[64];
    snprintf(path, sizeof path, "probes/%s", NAME[k]);
    tame_h5_write(out, path, "scale", x[k], MEANING[k], "1");
  }
}

static tame_status write_probes(tame_h5 *out, const tame_cells *cells,
                                size_t draws, tame_error *err)
{
  static const char *const NAME[2] = {"cosine", "ratio"};
  double *x = tame_vec(2 * N_SCALES * draws);
  tame_status s = TAME_OK;
  tame_h5_group(out, "probes", "At random parameters");
  tame_h5_axis(out, "probes/scale", SCALE, N_SCALES,
               "scale of the parameters drawn", "1");
  tame_h5_group(out, "draws", "Each draw");
  tame_h5_axis(out, "draws/scale", SCALE, N_SCALES,
               "scale of the parameters drawn", "1");
  tame_h5_index(out, "draws/draw", draws, "draw");
  for (size_t q = 0; q < 2; q++) {
    double *to = x + q * N_SCALES * draws;
    for (size_t i = 0; i < N_SCALES && s >= 0; i++) {
      double *one;
      tame_h5_shape shape;
      s = tame_cells_read(&one, &shape, cells, i, NAME[q], err);
      if (s < 0) break;
      memcpy(to + i * draws, one, draws * sizeof *to);
      free(one);
    }
    if (s < 0) break;
    tame_h5_write(out, q ? "draws/ratio" : "draws/cosine", "scale draw", to,
                  q ? "n0 |grad l0| / (n1 |grad l1|)"
                    : "cosine of grad L and grad l1",
                  "1");
  }
  if (s >= 0) write_counts(out, x, x + N_SCALES * draws, draws);
  free(x);
  return s;
}

static tame_status write_path(tame_h5 *out, const tame_cells *cells,
                              size_t steps, tame_error *err)
{
  double *x;
  tame_h5_shape shape;
  tame_h5_group(out, "path", "Along gradient descent of L");
  tame_h5_index(out, "path/step", steps, "step, from 0");
  TAME_TRY(tame_cells_read(&x, &shape, cells, N_SCALES, "cosine", err));
  tame_h5_write(out, "path/cosine", "step", x, "cosine of grad L and grad l1",
                "1");
  free(x);
  TAME_TRY(tame_cells_read(&x, &shape, cells, N_SCALES, "ratio", err));
  tame_h5_write(out, "path/ratio", "step", x, "n0 |grad l0| / (n1 |grad l1|)",
                "1");
  free(x);
  tame_h5_panel(out, "path", "cosine", "step");
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  TAME_TRY(write_probes(out, cells, tame_run_count(run, "draws"), err));
  return write_path(out, cells, tame_run_count(run, "steps"), err);
}

static size_t n_cells(const tame_run *run) { return (void)run, N_SCALES + 1; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  if (index < N_SCALES)
    snprintf(cell->name, sizeof cell->name, "scale%g", SCALE[index]);
  else
    snprintf(cell->name, sizeof cell->name, "path");
  snprintf(cell->group, sizeof cell->group, "all");
}

static const char *input(const tame_run *run)
{
  return tame_run_word(run, "data");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/alignment",
          .title = "Two classes: gradients of everything and of the majority",
          .figures = "illus-alignment",
          .about =
              "Angle and length of the gradients of both groups, at random "
              "parameters and along training.  An illustration, not an "
              "experiment of the paper.",
          .params = PARAMS,
          .input = input,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
