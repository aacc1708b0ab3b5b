/* SPDX-License-Identifier: MIT */
/* Variance imbalance: two classes of images, of which a few images of either
 * have another tone.  One output, sum over the batch of squares through a
 * sigmoid, stochastic gradient descent.
 *
 * At paper scale EuroSAT with the sizes of the authors' code, A = 0 the bluish
 * images (bluish.h) and ResNet-18 without batch normalisation.  Else a
 * small-scale analogue: T-shirts and shirts of Fashion-MNIST, where the first
 * images of each class get a veil, x <- 0.6 - 0.5 x: a negative of half the
 * contrast.  A run goes on until the best accuracies of all and of A = 0 are
 * above 90 %; the authors look at A = 0 alone.  A cell is one run. */
#include "tame/eurosat.h"
#include "bluish.h"
#include "networks.h"
#include "tame/batches.h"
#include "tame/rng.h"

static const tame_tone VEIL[1] = {{0.6, -0.5}};

static const tame_option PARAMS[] = {
    {"data", {0, 0, 1}, 0, 0, "images", "fashion-mnist eurosat"},
    {"archive",
     {0, 0, 0},
     0,
     0,
     "EuroSAT archive, instead of the data set",
     "file"},
    {"net", {9, 9, 3}, 0, 0, "network", TAME_NET_WORDS},
    {"class0", {0, 0, 3}, 0, 9, "class with label 0", NULL},
    {"class1", {6, 6, 8}, 0, 9, "class with label 1", NULL},
    {"images", {300, 2000, 2000}, 2, 6000, "training images, per class", NULL},
    {"test", {100, 500, 500}, 2, 6000, "test images, per class", NULL},
    {"a0",
     {10, 62, 62},
     1,
     6000,
     "training images with A = 0, per class",
     NULL},
    {"a0_test",
     {4, 21, 21},
     1,
     6000,
     "test images with A = 0, per class",
     NULL},
    {"batch", {512, 512, 512}, 1, 4096, "images of a mini-batch", NULL},
    {"rate", {0.0001, 0.0001, 0.0001}, 0, 10, "step size", "real"},
    {"epochs", {30, 600, 1000}, 1, 100000, "epochs at most", NULL},
    {"runs", {2, 3, 2}, 1, 100, "runs", NULL},
    CHECKPOINT_OPTION,
    {0}};

/* Opened once, at the first cell that needs it. */
static struct {
  tame_images images[2]; /* the second: test images, if in another file */
  tame_selection part[2];
  tame_batch_options batch;
  tame_net *net;
} task;

static bool is_eurosat(const tame_run *run)
{
  return tame_run_count(run, "data") == 1;
}

/* the first images of each class, the first of these with A = 0 */
static tame_status open_fashion(const tame_run *run, tame_error *err)
{
  const int classes[2] = {(int)tame_run_count(run, "class0"),
                          (int)tame_run_count(run, "class1")};
  const size_t images[2] = {tame_run_count(run, "images"),
                            tame_run_count(run, "test")};
  const size_t a0[2] = {tame_run_count(run, "a0"),
                        tame_run_count(run, "a0_test")};
  for (size_t k = 0; k < 2; k++) {
    tame_selection *s = &task.part[k];
    size_t seen[2] = {0, 0};
    TAME_TRY(tame_images_open(&task.images[k], "fashion-mnist",
                              k ? TAME_TEST : TAME_TRAIN, err));
    *s = tame_selection_all(&task.images[k]);
    TAME_TRY(tame_selection_classes(s, classes, 2, err));
    TAME_TRY(tame_selection_first_of_classes(s, images[k], err));
    for (size_t i = 0; i < s->n; i++)
      s->group[i] = seen[s->label[i]]++ < a0[k] ? 0 : 1;
  }
  task.batch.tone = VEIL;
  task.batch.n_tones = 1;
  return tame_batch_standard(&task.batch, "fashion-mnist");
}

static tame_status open_eurosat(const tame_run *run, tame_error *err)
{
  const int classes[2] = {(int)tame_run_count(run, "class0"),
                          (int)tame_run_count(run, "class1")};
  const bluish_sizes n = {
      2 * tame_run_count(run, "images"), 2 * tame_run_count(run, "test"),
      2 * tame_run_count(run, "a0"), 2 * tame_run_count(run, "a0_test")};
  const char *path = tame_run_file(run, "archive");
  TAME_TRY(tame_eurosat_read(&task.images[0], path ? path : tame_run_input(run),
                             err));
  gsl_rng *rng = tame_run_rng(run, "split", 0);
  const tame_status s =
      bluish_split(task.part, &task.images[0], classes, &n, rng, err);
  gsl_rng_free(rng);
  for (size_t c = 0; c < 3; c++) task.batch.sd[c] = 1.0;
  return s;
}

static tame_status open_task(const tame_run *run, tame_error *err)
{
  if (task.net) return TAME_OK;
  TAME_TRY(is_eurosat(run) ? open_eurosat(run, err) : open_fashion(run, err));
  task.batch.batch = tame_run_count(run, "batch");
  task.batch.is_shuffled = true;
  task.net =
      network_of(tame_run_word(run, "net"), &task.images[0], 1, true, err);
  return task.net ? TAME_OK : TAME_EINVAL;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  tame_group_log *log = NULL;
  TAME_TRY(open_task(run, err));
  gsl_rng *rng = tame_run_rng(run, "parameters", cell->index);
  const tame_training o = {.net = task.net,
                           .train = &task.part[0],
                           .test = &task.part[1],
                           .batch = task.batch,
                           .loss = TAME_LOSS_SIGMOID_SQUARES,
                           .opt = tame_opt_defaults(TAME_OPT_SGD),
                           .rate = {.first = tame_run_real(run, "rate")},
                           .seed = tame_seed(tame_run_root(run),
                                             "2505.13122/eurosat/order",
                                             cell->index)};
  const tame_status s = tame_group_train(
      &log, &o,
      &(tame_group_plan){tame_run_count(run, "epochs"), TAU, KAPPA[0],
                         tame_run_real(run, "checkpoint")},
      rng, run, cell, err);
  gsl_rng_free(rng);
  if (s == TAME_OK) {
    tame_group_write(out, "", log, TAU, KAPPA, 1);
    tame_h5_write_scalar(out, "epochs", (double)tame_group_epochs(log),
                         "epochs of the run", "1");
    tame_h5_write_scalar(
        out, "mismatch", tame_group_mismatch(log, TAME_ON_TRAIN),
        "largest |L - p l0 - (1 - p) l1| / L of an epoch", "1");
  }
  tame_group_log_free(log);
  return s <= TAME_OK ? s : tame_fail(err, TAME_ESINGULAR, "%s", err->text);
}

/* --- merge ---------------------------------------------------------------- */

static const table_column COLUMNS[] = {
    {"n0", "training images with A = 0", "1"},
    {"n1", "training images with A = 1", "1"},
    {"T_early", "first epoch with accuracy of all above 90 %", "epoch"},
    {"minority_at_early", "accuracy on A = 0 in that epoch", "%"},
    {"T_final_90", "first epoch with accuracy on A = 0 above 90 %", "epoch"},
    {"extra_90", "T_final_90 - T_early", "epoch"},
    {"overcost_90", "extra_90 / T_early", "%"},
    {"epochs", "epochs of the run", "1"},
    {"mismatch", "largest |L - p l0 - (1 - p) l1| / L of an epoch", "1"}};

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t runs = tame_run_count(run, "runs");
  TAME_TRY(open_task(run, err));
  TAME_TRY(write_curves(out, cells, 0, runs, KAPPA[0], "curves",
                        "Means over runs", err));
  tame_h5_panel(out, "curves", "train_acc_all", "epoch");
  tame_h5_group(out, "run", "Each run");
  TAME_TRY(write_runs(out, cells, 0, runs, "run/seed", err));
  TAME_TRY(write_table(out, cells, "times", "How long the minority takes",
                       COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], err));
  tame_h5_write_scalar(out, "parameters",
                       (double)tame_net_n_parameters(task.net),
                       "parameters of the network", "1");
  tame_images_write_sources(out, "times", &task.images[0]);
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  return tame_run_count(run, "runs");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "run%zu", index);
  snprintf(cell->group, sizeof cell->group, "all");
}

static const char *input(const tame_run *run)
{
  if (tame_run_file(run, "archive")) return NULL;
  return is_eurosat(run) ? "eurosat" : "fashion-mnist";
}

static tame_status check(const tame_run *run, tame_error *err)
{
  if (tame_run_file(run, "archive") && !is_eurosat(run))
    return tame_fail(err, TAME_EINVAL, "--archive: for --data eurosat");
  if (tame_run_count(run, "a0") < tame_run_count(run, "images") &&
      tame_run_count(run, "a0_test") < tame_run_count(run, "test"))
    return TAME_OK;
  return tame_fail(err, TAME_EINVAL, "--a0: no image with A = 1 remains");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/eurosat",
          .title = "Variance imbalance: images of another tone",
          .figures = "eurosat tab-eurosat",
          .about =
              "A binary classifier of images, of which a few per cent have "
              "another tone, until those are learned.",
          .params = PARAMS,
          .input = input,
          .check = check,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
