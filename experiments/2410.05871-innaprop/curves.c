/* SPDX-License-Identifier: MIT */
/* AdamW and INNAprop train a network on images: Figure 2 of the paper, with its
 * own sizes at paper scale on CIFAR-10, and small at the other scales, on images
 * that every Debian machine has.  A cell is one run of one optimiser.  Runs of
 * one seed begin from the same parameters and see the same mini-batches.  The
 * step size follows a cosine over the epochs.
 *
 * What decides between the pairs is the total time, the sum of all step sizes,
 * which is stored: at the default scale it is about that of the first 20 epochs
 * of the authors' runs (3.9), with a step size chosen for that. */
#include <math.h>

#include "methods.h"
#include "run_task.h"
#include "tame/curves.h"
#include "tame/rng.h"
#include "tame/schedule.h"

static const tame_option PARAMS[] = {
    RUN_TASK_OPTIONS,
    {"epochs", {3, 16, 200}, 1, 10000, "epochs", NULL},
    {"seeds", {1, 3, 5}, 1, 100, "runs of each optimiser", NULL},
    {"rate", {0.01, 0.01, 0.001}, 0, 10, "first step size", "real"},
    {"decay", {0.01, 0.01, 0.01}, 0, 10, "weight decay", "real"},
    {"checkpoint",
     {600, 600, 600},
     0,
     1e6,
     "seconds between checkpoints",
     NULL},
    {0}};

static tame_image_task task;

static tame_training training(size_t method, size_t seed, const tame_run *run)
{
  return (tame_training){
      .net = task.net,
      .train = &task.train,
      .test = &task.test,
      .batch = task.batch,
      .opt = method_options(method, tame_run_real(run, "decay")),
      .rate = {.first = tame_run_real(run, "rate"),
               .epochs = tame_run_count(run, "epochs")},
      .seed = tame_seed(tame_run_root(run), "2410.05871/curves/order", seed)};
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t epochs = tame_run_count(run, "epochs");
  TAME_TRY(open_run_task(&task, run, err));
  tame_epoch *e = tame_calloc(epochs, sizeof *e);
  gsl_rng *rng = tame_run_rng(run, "parameters", cell->coord[1]);
  const tame_training o = training(cell->coord[0], cell->coord[1], run);
  const tame_status s = tame_curves_train(
      e, epochs, &o, rng, tame_run_real(run, "checkpoint"), run, cell, err);
  if (s >= 0) tame_curves_write(out, e, epochs);
  gsl_rng_free(rng);
  free(e);
  return s;
}

/* The largest relative difference of parameters between INNAprop (1, 1) and
 * RMSprop, which are one method, after STEPS steps from the same seed. */
static tame_status compare(double *difference, size_t steps,
                           const tame_run *run, tame_error *err)
{
  tame_trainer *t[2];
  for (size_t i = 0; i < 2; i++) {
    gsl_rng *rng = tame_run_rng(run, "parameters", 0);
    tame_training o = training(2, 0, run);
    if (i == 1) o.opt.kind = TAME_OPT_RMSPROP;
    t[i] = tame_trainer_alloc(&o, err);
    TAME_REQUIRE(t[i] && tame_trainer_init(t[i], rng) >= 0 &&
                 tame_trainer_steps(t[i], steps) == TAME_OK);
    gsl_rng_free(rng);
  }
  const float *a = tame_nn_parameters_f32(tame_trainer_nn(t[0]));
  const float *b = tame_nn_parameters_f32(tame_trainer_nn(t[1]));
  double largest = 0.0, worst = 0.0;
  for (size_t k = 0; k < tame_net_n_parameters(task.net); k++) {
    largest = fmax(largest, fabs((double)b[k]));
    worst = fmax(worst, fabs((double)(a[k] - b[k])));
  }
  *difference = worst / largest;
  for (size_t i = 0; i < 2; i++) tame_trainer_free(t[i]);
  return TAME_OK;
}

static void note_sizes(tame_h5 *out, const tame_run *run)
{
  const size_t epochs = tame_run_count(run, "epochs");
  const double batches =
      ceil((double)task.train.n / (double)tame_run_count(run, "batch"));
  double total = 0.0;
  for (size_t k = 0; k < epochs; k++)
    total += batches * tame_cosine(k, epochs, tame_run_real(run, "rate"), 0.0);
  tame_h5_write_scalar(out, "training/total_time", total,
                       "sum of all step sizes", "1");
  tame_h5_write_scalar(out, "training/parameters",
                       (double)tame_net_n_parameters(task.net),
                       "parameters of the network", "1");
  tame_images_write_sources(out, "training", &task.images);
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  enum { COMPARED_STEPS = 100 };
  double difference;
  gsl_rng *rng = tame_run_rng(run, "bootstrap", 0);
  tame_status s = tame_curves_merge(
      out, cells, "training", "Training on images", METHOD_WORDS,
      tame_run_count(run, "seeds"), tame_run_count(run, "epochs"), rng, err);
  gsl_rng_free(rng);
  if (s >= 0) s = open_run_task(&task, run, err);
  if (s >= 0) s = compare(&difference, COMPARED_STEPS, run, err);
  if (s < 0) return s;
  tame_h5_write_scalar(out, "training/rmsprop_difference", difference,
                       "INNAprop (1, 1) against RMSprop after 100 steps: "
                       "largest difference over the largest parameter",
                       "1");
  note_sizes(out, run);
  return TAME_OK;
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
          .id = "2410.05871/curves",
          .title = "AdamW and INNAprop on a small network",
          .figures = "fig02-run run-vgg11 run-cifar10",
          .about = "Training and test curves of AdamW and INNAprop (0.1, 0.9), "
                   "(1, 1), (2, 2) on a network and images of choice.",
          .params = PARAMS,
          .input = input,
          .n_cells = n_method_cells,
          .cell = method_cell,
          .run_cell = run_cell,
          .merge = merge});
}
