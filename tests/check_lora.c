/* SPDX-License-Identifier: MIT */
/* The program lora of 2410.05871 with pre-trained weights from a file, as at
 * paper scale: a tiny GPT with GPT-2's vocabulary and longer positions than
 * are used. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/base.h"
#include "tame/dataset.h"
#include "tame/gpt.h"
#include "tame/h5.h"
#include "tame/rng.h"

enum { C = 8, T_FILE = 160, T_USED = 150, V = 50257 };

static bool has_vocabulary(void)
{
  char *path = NULL;
  tame_error err;
  const bool has =
      tame_dataset_find(&path, "gpt2-bpe", "encoder.json", &err) == TAME_OK;
  if (!has) fprintf(stderr, "skipped: %s\n", err.text);
  free(path);
  return has;
}

static void write_weights(const char *name, size_t channels, size_t seed)
{
  const tame_gpt g = {.layers = 1,
                      .heads = 2,
                      .channels = channels,
                      .context = T_FILE,
                      .vocabulary = V,
                      .has_bias = true,
                      .has_norm_bias = true,
                      .gelu = TAME_GELU_TANH};
  tame_net *net;
  tame_error err;
  ck_assert_int_eq(tame_gpt_net(&net, &g, NULL), TAME_OK);
  tame_nn_f32 *nn = tame_nn_alloc_f32(net, &(tame_nn_options){.batch = 1});
  gsl_rng *rng = tame_rng_alloc(0, "check_lora", seed);
  tame_nn_init_f32(nn, rng);
  float *theta = tame_nn_parameters_f32(nn);
  for (size_t i = 0; i < tame_net_n_parameters(net); i++) theta[i] *= 10.0f;
  ck_assert_msg(tame_gpt_write(in_dir(name), nn, &g, &err) == TAME_OK, "%s",
                err.text);
  gsl_rng_free(rng);
  tame_nn_free_f32(nn);
  tame_net_free(net);
}

/* first validation loss and frozen parameters of a run on weights NAME */
static void first_loss(double *loss, double *frozen, const char *name)
{
  double *x;
  tame_h5 *f;
  tame_h5_shape shape;
  tame_error err;
  const outcome *o =
      run("2410.05871/lora --scale smoke --weights %s/%s --layers 1 --heads 2 "
          "--channels %d --context %d --lines 8 --valid 4 --steps 2 --warmup 1 "
          "--texts 1 --beams 2 --out %s/lora.h5",
          dir, name, (int)C, (int)T_USED, dir);
  ck_assert_msg(o->status == 0, "%s", o->text);
  ck_assert_msg(tame_h5_open(&f, in_dir("lora.h5"), &err) == TAME_OK, "%s",
                err.text);
  ck_assert_int_eq(
      tame_h5_read(&x, &shape, f, "training/validation_loss_mean", &err),
      TAME_OK);
  *loss = x[0];
  free(x);
  ck_assert_int_eq(tame_h5_read_scalar(frozen, f, "training/frozen", &err),
                   TAME_OK);
  tame_h5_close(f);
}

START_TEST(weights_of_a_file_are_used)
{
  double a, b, again, frozen;
  if (!has_vocabulary()) return;
  write_weights("a.safetensors", C, 0);
  write_weights("b.safetensors", C, 1);
  first_loss(&a, &frozen, "a.safetensors");
  ck_assert(frozen == (double)((V + T_USED) * C + 12 * C * C + 13 * C + 2 * C));
  first_loss(&b, &frozen, "b.safetensors");
  first_loss(&again, &frozen, "a.safetensors");
  ck_assert(a == again && a != b);
}
END_TEST

START_TEST(weights_of_another_shape_are_refused)
{
  if (!has_vocabulary()) return;
  write_weights("c.safetensors", 2 * C, 0);
  const outcome *o =
      run("2410.05871/lora --scale smoke --weights %s/c.safetensors --layers 1 "
          "--heads 2 --channels %d --context %d --lines 8 --valid 4 "
          "--out %s/no.h5",
          dir, (int)C, (int)T_USED, dir);
  ck_assert_int_eq(o->status, 1);
  ck_assert_ptr_nonnull(strstr(o->text, "c.safetensors"));
  ck_assert_ptr_nonnull(strstr(o->text, "wte.weight"));
  ck_assert_ptr_null(fopen(in_dir("no.h5"), "r"));
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("lora");
  tcase_add_unchecked_fixture(t, make_dir, remove_dir);
  tcase_set_timeout(t, 240);
  tcase_add_test(t, weights_of_a_file_are_used);
  tcase_add_test(t, weights_of_another_shape_are_refused);
  return run_tests(t);
}
