/* SPDX-License-Identifier: MIT */
/* Checkpoints of an image classifier in training, whole files with odd contents
 * (fuzz_h5.h): one that is not of this run leaves the trainer as it was. */
#include "fuzz_h5.h"

#include "tame/nn.h"
#include "tame/rng.h"
#include "tame/train.h"

enum { N_IMAGES = 8, SIDE = 4, ROOM = 256 };
static const char *const PATHS[] = {"/",
                                    "record",
                                    "epoch",
                                    "number",
                                    "net",
                                    "net/parameters",
                                    "net/parameters_number",
                                    "net/statistics",
                                    "net/statistics_number",
                                    "optimiser",
                                    "optimiser/parameter",
                                    "optimiser/momentum",
                                    "optimiser/second_moment",
                                    "net/new"};
static char odd[] = "/tmp/tame-fuzz-checkpoint-XXXXXX";

static void forget(void) { unlink(odd); }

static tame_trainer *make_trainer(void)
{
  static uint8_t pixel[N_IMAGES * SIDE * SIDE], label[N_IMAGES];
  static tame_images images;
  static tame_selection train;
  tame_error err;
  for (size_t i = 0; i < sizeof pixel; i++) pixel[i] = (uint8_t)(37 * i);
  for (size_t i = 0; i < N_IMAGES; i++) label[i] = i % 2;
  images = (tame_images){.n = N_IMAGES,
                         .c = 1,
                         .h = SIDE,
                         .w = SIDE,
                         .n_classes = 2,
                         .pixel = pixel,
                         .label = label};
  train = tame_selection_all(&images);
  tame_net *net = tame_net_alloc(1, SIDE, SIDE);
  int x = tame_net_conv(net, 0, (tame_conv){.channels = 2, .kernel = 2});
  x = tame_net_dropout(net, tame_net_batch_norm(net, x), 0.5);
  tame_net_linear(net, x, (tame_conv){.channels = 2});
  tame_training o = {.net = net,
                     .train = &train,
                     .opt = tame_opt_defaults(TAME_OPT_ADAMW),
                     .rate = {.first = 0.02},
                     .seed = 7};
  o.batch = (tame_batch_options){.batch = 4, .mean = {0.5}, .sd = {0.5}};
  tame_trainer *t = tame_trainer_alloc(&o, &err);
  gsl_rng *rng = tame_rng_alloc(0, "fuzz", 0);
  if (!t || tame_trainer_init(t, rng) < 0) abort();
  gsl_rng_free(rng);
  return t;
}

static void begin(tame_trainer **t, fuzz_base *base)
{
  tame_epoch e;
  const int fd = mkstemp(odd);
  if (fd < 0) abort();
  close(fd);
  atexit(forget);
  *t = make_trainer();
  if (tame_trainer_epoch(&e, *t) < 0 || tame_trainer_epoch(&e, *t) < 0 ||
      tame_trainer_save(*t, odd, "mine", NULL) < 0)
    abort();
  fuzz_base_read(base, odd);
  base->path = PATHS;
  base->n_paths = sizeof PATHS / sizeof *PATHS;
}

static void fuzz_one(const uint8_t *data, size_t size)
{
  static tame_trainer *t;
  static fuzz_base base;
  static float before[ROOM];
  tame_error err = {""};
  if (!t) begin(&t, &base);
  fuzz_bytes b = {data, size};
  if (!fuzz_h5_write(odd, &base, &b)) return;
  const tame_net *net = tame_nn_net_f32(tame_trainer_nn(t));
  const size_t n = tame_net_n_parameters(net), epochs = tame_trainer_epochs(t);
  const float *theta = tame_nn_parameters_f32(tame_trainer_nn(t));
  if (n > ROOM) abort();
  memcpy(before, theta, n * sizeof *theta);
  const tame_status s = tame_trainer_load(t, odd, "mine", &err);
  fuzz_h5_all_closed();
  if (s >= 0) return;
  fuzz_explains(err.text);
  if (tame_trainer_epochs(t) != epochs ||
      memcmp(before, theta, n * sizeof *theta) != 0)
    abort();
}

FUZZ_READER(1100, 4 << 20)
