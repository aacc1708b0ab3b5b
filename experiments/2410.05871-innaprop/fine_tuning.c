/* SPDX-License-Identifier: MIT */
/* Fine-tuning, as the paper does from ImageNet to Food101, at a size that runs in
 * minutes: LeNet5 is trained by AdamW on the first five classes of
 * Fashion-MNIST, its last layer is drawn anew, and it is fine-tuned on the other
 * five by each optimiser.  A cell is one run; runs of one seed begin from the same
 * trained network.  Paper scale takes all images and the paper's 20 epochs and batches
 * of 256; networks trained on ImageNet are not to be had here. */
#include <string.h>

#include "methods.h"
#include "tame/curves.h"
#include "tame/image_task.h"
#include "tame/rng.h"

static const tame_option PARAMS[] = {
    {"train", {200, 2000, 0}, 0, 30000, "images of each half, 0: all", NULL},
    {"test", {200, 1000, 0}, 0, 5000, "test images, 0: all", NULL},
    {"batch", {64, 64, 256}, 1, 4096, "images of a mini-batch", NULL},
    {"first_epochs", {2, 8, 20}, 1, 1000, "epochs on the first half", NULL},
    {"epochs", {3, 10, 20}, 1, 1000, "epochs of fine-tuning", NULL},
    {"seeds", {1, 3, 3}, 1, 100, "runs of each optimiser", NULL},
    {"rate",
     {3e-3, 3e-3, 3e-3},
     0,
     10,
     "first step size of both; the last of fine-tuning is a tenth",
     "real"},
    {0}};

enum { N_CLASSES = 5 };
static const int CLASSES[2][N_CLASSES] = {{0, 1, 2, 3, 4}, {5, 6, 7, 8, 9}};

/* Opened once: images, and the two halves of the classes. */
static struct {
  tame_image_task task;
  tame_selection train[2], test[2];
  tame_net *net;
} data;

static tame_status select_half(tame_selection *s, const tame_selection *all,
                               int half, size_t n, tame_error *err)
{
  *s = tame_selection_copy(all);
  TAME_TRY(tame_selection_classes(s, CLASSES[half], N_CLASSES, err));
  return n == 0 ? TAME_OK : tame_selection_range(s, 0, n, err);
}

static tame_status open_data(const tame_run *run, tame_error *err)
{
  const tame_image_task_options o = {.data = "fashion-mnist",
                                     .net = "lenet5",
                                     .batch = tame_run_count(run, "batch"),
                                     .is_shuffled = true,
                                     .is_centred = true};
  if (data.net) return TAME_OK;
  TAME_TRY(tame_image_task_open(&data.task, &o, err));
  for (int half = 0; half < 2; half++) {
    TAME_TRY(select_half(&data.train[half], &data.task.train, half,
                         tame_run_count(run, "train"), err));
    TAME_TRY(select_half(&data.test[half], &data.task.test, half,
                         tame_run_count(run, "test"), err));
  }
  data.net = tame_net_named(
      "lenet5",
      &(tame_net_options){.c = 1, .h = 28, .w = 28, .classes = N_CLASSES}, err);
  return data.net ? TAME_OK : TAME_EINVAL;
}

static tame_training training(int half, size_t method, size_t seed,
                              const tame_run *run)
{
  const double rate = tame_run_real(run, "rate");
  return (tame_training){
      .net = data.net,
      .train = &data.train[half],
      .test = &data.test[half],
      .batch = data.task.batch,
      .opt = method_options(method, 0.0),
      .rate = {.first = rate,
               .last = half == 0 ? 0.0 : rate / 10.0,
               .epochs =
                   tame_run_count(run, half == 0 ? "first_epochs" : "epochs")},
      .seed = tame_seed(tame_run_root(run),
                        half == 0 ? "2410.05871/first/order"
                                  : "2410.05871/fine/order",
                        seed)};
}

/* Train on the first half with AdamW, into theta [n] and state. */
static tame_status train_first(float *theta, float *state, size_t seed,
                               const tame_run *run, gsl_rng *rng,
                               tame_error *err)
{
  const tame_training o = training(0, 0, seed, run);
  const size_t epochs = tame_run_count(run, "first_epochs");
  tame_trainer *t = tame_trainer_alloc(&o, err);
  if (!t) return TAME_EINVAL;
  tame_epoch *e = tame_calloc(epochs, sizeof *e);
  tame_status s = tame_trainer_init(t, rng);
  if (s >= 0) s = tame_trainer_run(e, t, epochs, NULL, "", 0.0, err);
  memcpy(theta, tame_nn_parameters_f32(tame_trainer_nn(t)),
         tame_net_n_parameters(data.net) * sizeof *theta);
  memcpy(state, tame_nn_state_f32(tame_trainer_nn(t)),
         tame_net_n_state(data.net) * sizeof *state);
  free(e);
  tame_trainer_free(t);
  return s;
}

static tame_status fine_tune(tame_epoch *e, const float *theta,
                             const float *state, size_t method, size_t seed,
                             const tame_run *run, gsl_rng *rng, tame_error *err)
{
  const tame_training o = training(1, method, seed, run);
  tame_trainer *t = tame_trainer_alloc(&o, err);
  if (!t) return TAME_EINVAL;
  tame_nn_f32 *nn = tame_trainer_nn(t);
  tame_status s = tame_trainer_init(t, rng);
  memcpy(tame_nn_parameters_f32(nn), theta,
         tame_net_n_parameters(data.net) * sizeof *theta);
  memcpy(tame_nn_state_f32(nn), state,
         tame_net_n_state(data.net) * sizeof *state);
  tame_nn_init_node_f32(nn, tame_net_n_nodes(data.net) - 1, rng);
  if (s >= 0) s = tame_trainer_start(t);
  if (s >= 0)
    s = tame_trainer_run(e, t, tame_run_count(run, "epochs"), NULL, "", 0.0,
                         err);
  tame_trainer_free(t);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t epochs = tame_run_count(run, "epochs");
  TAME_TRY(open_data(run, err));
  tame_epoch *e = tame_calloc(epochs, sizeof *e);
  float *theta = tame_calloc(tame_net_n_parameters(data.net), sizeof *theta);
  float *state = tame_calloc(tame_net_n_state(data.net), sizeof *state);
  gsl_rng *rng = tame_run_rng(run, "parameters", cell->coord[1]);
  tame_status s = train_first(theta, state, cell->coord[1], run, rng, err);
  if (s >= 0)
    s = fine_tune(e, theta, state, cell->coord[0], cell->coord[1], run, rng,
                  err);
  if (s >= 0) tame_curves_write(out, e, epochs);
  gsl_rng_free(rng);
  free(state);
  free(theta);
  free(e);
  return s < 0 ? s : TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  gsl_rng *rng = tame_run_rng(run, "bootstrap", 0);
  tame_status s = tame_curves_merge(
      out, cells, "training", "Fine-tuning on classes 5 to 9", METHOD_WORDS,
      tame_run_count(run, "seeds"), tame_run_count(run, "epochs"), rng, err);
  gsl_rng_free(rng);
  if (s >= 0) s = open_data(run, err);
  if (s >= 0) tame_images_write_sources(out, "training", &data.task.images);
  return s;
}

static const char *input(const tame_run *run)
{
  (void)run;
  return "fashion-mnist";
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2410.05871/fine_tuning",
          .title = "Fine-tuning a small network on other classes",
          .figures = "run-fine-tuning",
          .about = "LeNet5 trained on five classes of Fashion-MNIST and "
                   "fine-tuned on the other five by AdamW and INNAprop.",
          .params = PARAMS,
          .input = input,
          .n_cells = n_method_cells,
          .cell = method_cell,
          .run_cell = run_cell,
          .merge = merge});
}
