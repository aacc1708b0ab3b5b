/* SPDX-License-Identifier: MIT */
/* Class imbalance: of one class of images only a share zeta is kept, and a
 * network is trained until those are learned.  A = 0 is a kept image of that
 * class, A = 1 every other; scores of training are gathered before each update.
 * At paper scale the sizes are those of the authors' code on CIFAR-10 with
 * class 5 (dog); else a small-scale analogue on Fashion-MNIST with class 6
 * (shirt).
 *
 * A run goes on until the best accuracy on A = 0 is above kappa = 99 % and that
 * on all images above tau = 90 %; what belongs to kappa = 90 % is its
 * beginning. The authors stop at kappa alone.  A cell is one share and one run. */
#include <string.h>

#include "networks.h"
#include "tame/image_task.h"
#include "tame/rng.h"

enum { N_ZETA = 3 };
static const double ZETA[N_ZETA] = {1.0, 10.0, 30.0}; /* % */

static const tame_option PARAMS[] = {
    {"net", {9, 9, 3}, 0, 0, "network", TAME_NET_WORDS},
    {"method", {0, 0, 0}, 0, 0, "optimiser", "sgd adamw"},
    {"data", {0, 0, 2}, 0, 0, "images", TAME_IMAGE_WORDS},
    {"minority", {6, 6, 5}, 0, 9, "class that is thinned", NULL},
    {"images", {0, 0, 0}, 0, 60000, "first training images, 0: all", NULL},
    {"per_class",
     {100, 1000, 0},
     0,
     6000,
     "of these the first so many of each class, 0: all",
     NULL},
    {"subset",
     {0, 0, 1},
     0,
     0,
     "which images of the class are kept",
     "first random"},
    {"test", {1000, 0, 0}, 0, 10000, "test images, 0: all", NULL},
    {"thin_test",
     {0, 0, 1},
     0,
     0,
     "thin the class in the test images, too",
     "no yes"},
    {"augment", {0, 0, 1}, 0, 0, "random crops and flips", "no yes"},
    {"divisor", {1, 1, 1}, 1, 64, "of all widths of the network", NULL},
    {"batch", {128, 128, 128}, 1, 4096, "images of a mini-batch", NULL},
    {"rate", {0.05, 0.05, 0.008}, 0, 10, "first step size", "real"},
    {"decay", {0.01, 0.01, 0.01}, 0, 10, "weight decay of AdamW", "real"},
    {"horizon",
     {0, 0, 5000},
     0,
     100000,
     "epochs of the cosine of the step size, 0: constant",
     NULL},
    {"epochs", {40, 400, 5000}, 1, 100000, "epochs at most", NULL},
    {"runs", {2, 2, 2}, 1, 100, "runs of each share", NULL},
    CHECKPOINT_OPTION,
    {0}};

/* Opened once, at the first cell that needs it. */
static tame_image_task task;

static tame_status open_task(const tame_run *run, tame_error *err)
{
  const size_t per_class = tame_run_count(run, "per_class");
  if (task.net) return TAME_OK;
  TAME_TRY(tame_image_task_open(
      &task,
      &(tame_image_task_options){.data = tame_run_word(run, "data"),
                                 .net = tame_run_word(run, "net"),
                                 .divisor = tame_run_count(run, "divisor"),
                                 .n_train = tame_run_count(run, "images"),
                                 .n_test = tame_run_count(run, "test"),
                                 .batch = tame_run_count(run, "batch"),
                                 .is_shuffled = true,
                                 .is_augmented =
                                     tame_run_count(run, "augment") == 1},
      err));
  return per_class == 0
             ? TAME_OK
             : tame_selection_first_of_classes(&task.train, per_class, err);
}

/* Keep the share ZETA % of the class, at least one image; RNG as in
 * tame_selection_thin.  Groups are set. */
static tame_status thin(tame_selection *s, int label, double zeta, gsl_rng *rng,
                        tame_error *err)
{
  const double n = (double)tame_selection_count_label(s, label);
  const size_t kept = (size_t)floor(n * zeta / 100.0 + 1e-9);
  TAME_TRY(tame_selection_thin(s, label, kept > 0 ? kept : 1, rng, err));
  tame_selection_group_by_label(s, label);
  return TAME_OK;
}

/* training and test images of a cell */
static tame_status select_images(tame_selection s[2], const tame_cell *cell,
                                 const tame_run *run, tame_error *err)
{
  const int label = (int)tame_run_count(run, "minority");
  const bool is_random = tame_run_count(run, "subset") == 1;
  const double zeta = ZETA[cell->coord[0]];
  gsl_rng *rng = tame_run_rng(run, "subset", cell->coord[1]);
  s[0] = tame_selection_copy(&task.train);
  s[1] = tame_selection_copy(&task.test);
  tame_status status = thin(&s[0], label, zeta, is_random ? rng : NULL, err);
  if (status >= 0 && tame_run_count(run, "thin_test") == 1)
    status = thin(&s[1], label, zeta, is_random ? rng : NULL, err);
  tame_selection_group_by_label(&s[1], label);
  gsl_rng_free(rng);
  return status;
}

static tame_opt_options method(const tame_run *run)
{
  tame_opt_options o = tame_opt_defaults(TAME_OPT_SGD);
  if (tame_run_count(run, "method") == 1) {
    o = tame_opt_defaults(TAME_OPT_ADAMW);
    o.weight_decay = tame_run_real(run, "decay");
  }
  return o;
}

/* accuracy on the test images of group A in the last epoch */
static double last_accuracy(const tame_group_log *log, size_t a,
                            tame_group_kind kind)
{
  return tame_group_curve(log, TAME_ON_TEST, TAME_GROUP_ACCURACY,
                          a ? TAME_GROUP_A1 : TAME_GROUP_A0,
                          kind)[tame_group_epochs(log) - 1];
}

static void write_cell(tame_h5 *out, const tame_group_log *log, double zeta,
                       size_t run)
{
  static const char *const BEST[2] = {"test_a0", "test_a1"},
                           *const LAST[2] = {"test_last_a0", "test_last_a1"};
  tame_group_write(out, "", log, TAU, KAPPA, 2);
  tame_h5_write_scalar(out, "zeta", zeta, "share of the class kept", "%");
  tame_h5_write_scalar(out, "run", (double)run, "run", "1");
  tame_h5_write_scalar(out, "epochs", (double)tame_group_epochs(log),
                       "epochs of the run", "1");
  tame_h5_write_scalar(out, "mismatch", tame_group_mismatch(log, TAME_ON_TRAIN),
                       "largest |L - p l0 - (1 - p) l1| / L of an epoch", "1");
  for (size_t a = 0; a < 2; a++) {
    tame_h5_write_scalar(out, BEST[a], last_accuracy(log, a, TAME_GROUP_BEST),
                         "best test accuracy of the group", "%");
    tame_h5_write_scalar(out, LAST[a], last_accuracy(log, a, TAME_GROUP_RAW),
                         "test accuracy of the group in the last epoch", "%");
  }
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t k = cell->coord[1];
  tame_selection s[2];
  tame_group_log *log = NULL;
  TAME_TRY(open_task(run, err));
  tame_status status = select_images(s, cell, run, err);
  if (status >= 0) {
    gsl_rng *rng = tame_run_rng(run, "parameters", k);
    const tame_training o = {
        .net = task.net,
        .train = &s[0],
        .test = &s[1],
        .batch = task.batch,
        .opt = method(run),
        .rate = {.first = tame_run_real(run, "rate"),
                 .epochs = tame_run_count(run, "horizon")},
        .seed = tame_seed(tame_run_root(run), "2505.13122/imbalance/order", k)};
    status = tame_group_train(
        &log, &o,
        &(tame_group_plan){tame_run_count(run, "epochs"), TAU, KAPPA[1],
                           tame_run_real(run, "checkpoint")},
        rng, run, cell, err);
    gsl_rng_free(rng);
  }
  for (size_t i = 0; i < 2; i++) tame_selection_free(&s[i]);
  if (status == TAME_OK) write_cell(out, log, ZETA[cell->coord[0]], k);
  tame_group_log_free(log);
  return status <= TAME_OK ? status
                           : tame_fail(err, TAME_ESINGULAR, "%s", err->text);
}

/* --- merge ---------------------------------------------------------------- */

static const table_column COLUMNS[] = {
    {"zeta", "share of the class kept", "%"},
    {"run", "run", "1"},
    {"n0", "training images with A = 0", "1"},
    {"n1", "training images with A = 1", "1"},
    {"T_early", "first epoch with accuracy of all above 90 %", "epoch"},
    {"minority_at_early", "accuracy on A = 0 in that epoch", "%"},
    {"T_final_90", "first epoch with accuracy on A = 0 above 90 %", "epoch"},
    {"extra_90", "T_final_90 - T_early", "epoch"},
    {"overcost_90", "extra_90 / T_early", "%"},
    {"T_final_99", "first epoch with accuracy on A = 0 above 99 %", "epoch"},
    {"extra_99", "T_final_99 - T_early", "epoch"},
    {"overcost_99", "extra_99 / T_early", "%"},
    {"test_a0", "best test accuracy on A = 0", "%"},
    {"test_a1", "best test accuracy on A = 1", "%"},
    {"test_last_a0", "test accuracy on A = 0 in the last epoch", "%"},
    {"test_last_a1", "test accuracy on A = 1 in the last epoch", "%"},
    {"epochs", "epochs of the run", "1"},
    {"mismatch", "largest |L - p l0 - (1 - p) l1| / L of an epoch", "1"}};

/* mean/overcost_KAPPA over zeta: (mean extra) / (mean T_early) */
static tame_status write_means(tame_h5 *out, const tame_cells *cells,
                               size_t runs, tame_error *err)
{
  double *early = tame_vec(2 * N_ZETA * runs), *final = early + N_ZETA * runs;
  tame_h5_group(out, "mean", "Over the runs of each share");
  tame_h5_axis(out, "mean/zeta", ZETA, N_ZETA, "share of the class kept", "%");
  tame_status s = tame_cells_gather(early, cells, "T_early", 1, err);
  for (size_t k = 0; k < 2 && s >= 0; k++) {
    char name[48];
    double x[N_ZETA];
    snprintf(name, sizeof name, "T_final_%g", KAPPA[k]);
    s = tame_cells_gather(final, cells, name, 1, err);
    for (size_t i = 0; i < N_ZETA && s >= 0; i++)
      x[i] = tame_runs_overcost(early + i * runs, final + i * runs, runs);
    snprintf(name, sizeof name, "mean/overcost_%g", KAPPA[k]);
    if (s >= 0)
      tame_h5_write(out, name, "zeta", x, "mean extra / mean T_early", "%");
  }
  free(early);
  return s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  const size_t runs = tame_run_count(run, "runs");
  char group[64];
  TAME_TRY(open_task(run, err));
  tame_h5_group(out, "kappa_90", "Curves until A = 0 is above 90 %");
  tame_h5_group(out, "kappa_99", "Curves until A = 0 is above 99 %");
  for (size_t k = 0; k < 2; k++)
    for (size_t i = 0; i < N_ZETA; i++) {
      snprintf(group, sizeof group, "kappa_%g/zeta_%g", KAPPA[k], ZETA[i]);
      TAME_TRY(write_curves(out, cells, i * runs, runs, KAPPA[k], group,
                            "Means over runs", err));
      tame_h5_panel(out, group, "train_acc_all", "epoch");
    }
  tame_h5_group(out, "run", "Each run");
  for (size_t i = 0; i < N_ZETA; i++) {
    snprintf(group, sizeof group, "run/zeta_%g", ZETA[i]);
    TAME_TRY(write_runs(out, cells, i * runs, runs, group, err));
  }
  TAME_TRY(write_table(out, cells, "overcost", "How long the minority takes",
                       COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], err));
  TAME_TRY(write_means(out, cells, runs, err));
  tame_h5_write_scalar(out, "parameters",
                       (double)tame_net_n_parameters(task.net),
                       "parameters of the network", "1");
  tame_images_write_sources(out, "overcost", &task.images);
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  return N_ZETA * tame_run_count(run, "runs");
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  const size_t runs = tame_run_count(run, "runs");
  cell->coord[0] = index / runs;
  cell->coord[1] = index % runs;
  snprintf(cell->name, sizeof cell->name, "zeta%g-%zu", ZETA[cell->coord[0]],
           cell->coord[1]);
  snprintf(cell->group, sizeof cell->group, "zeta %g %%", ZETA[cell->coord[0]]);
}

static const char *input(const tame_run *run)
{
  return tame_run_word(run, "data");
}

/* names of the figures, whatever the network */
#define FOUR(net)                                                              \
  "imbalance-" net "-90-train imbalance-" net                                  \
  "-90-full "                                                                  \
  "imbalance-" net "-99-train imbalance-" net "-99-full "
#define FIGURES                                                                \
  FOUR("mlp64")                                                                \
  FOUR("mlp256") FOUR("mlp64_adamw") FOUR("resnet18") FOUR("resnet50")         \
      FOUR("resnet101") FOUR("vgg11") FOUR("vgg19") FOUR("mobilenet")          \
          FOUR("squeezenet") FOUR("resnet18_adamw") FOUR("resnet50_adamw")     \
              FOUR("resnet101_adamw") FOUR("vgg11_adamw")                      \
                  FOUR("mobilenet_adamw")

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/imbalance",
          .title = "Class imbalance: how long a thinned class takes",
          .figures = FIGURES "tab-overcost",
          .about = "A network is trained on images of which one class is "
                   "thinned to 1, 10 and 30 %, until that class is learned.",
          .params = PARAMS,
          .input = input,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
