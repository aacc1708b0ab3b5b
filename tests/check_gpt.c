/* SPDX-License-Identifier: MIT */
/* tame/gpt.h: numbers of parameters, names, groups; two layers in both forms
 * against PyTorch (tests/reference/gpt.txt, gpt.py). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gpt_trial.h"
#include "run_tests.h"
#include "tame/rng.h"
#include "tame/stats.h"

/* --- sizes ---------------------------------------------------------------- */

static void check_size(const tame_gpt *g, size_t trained, size_t frozen)
{
  tame_net *net = net_of(g);
  ck_assert_uint_eq(tame_net_n_parameters(net), trained);
  ck_assert_uint_eq(tame_net_n_frozen(net), frozen);
  tame_net_free(net);
}

/* of the published form, with biases */
static size_t published(const tame_gpt *g)
{
  const size_t c = g->channels;
  return (g->vocabulary + g->context) * c + g->layers * (12 * c * c + 13 * c) +
         2 * c;
}

START_TEST(numbers_of_parameters_are_the_known_ones)
{
  static const struct {
    const char *name;
    size_t n, low_rank;
  } KNOWN[] = {{"mini", 30331776, 6 * 16 * 384},
               {"small", 124373760, 147456},
               {"medium", 354599936, 393216},
               {"large", 773582080, 737280}};
  for (size_t i = 0; i < 4; i++) {
    tame_gpt g;
    ck_assert(tame_gpt_named(&g, KNOWN[i].name, TAME_GPT_PRETRAINING, NULL) ==
              TAME_OK);
    check_size(&g, KNOWN[i].n, 0);
    ck_assert(tame_gpt_named(&g, KNOWN[i].name, TAME_GPT_PUBLISHED, NULL) ==
              TAME_OK);
    check_size(&g, published(&g), 0);
    g.rank = 4;
    check_size(&g, KNOWN[i].low_rank, published(&g));
  }
  tame_gpt small;
  tame_gpt_named(&small, "small", TAME_GPT_PUBLISHED, NULL);
  ck_assert_uint_eq(published(&small), 124439808);
  const tame_gpt characters = {.layers = 2,
                               .heads = 2,
                               .channels = 32,
                               .context = 32,
                               .vocabulary = 73,
                               .has_norm_bias = true,
                               .gelu = TAME_GELU};
  check_size(&characters, 28256, 0);
}
END_TEST

START_TEST(mistakes_are_told)
{
  tame_gpt g;
  tame_net *net;
  tame_error err;
  ck_assert(tame_gpt_named(&g, "tiny", TAME_GPT_PUBLISHED, &err) ==
            TAME_EINVAL);
  ck_assert_ptr_nonnull(strstr(err.text, "tiny"));
  tame_gpt_named(&g, "mini", TAME_GPT_PUBLISHED, &err);
  g.heads = 5;
  ck_assert(tame_gpt_net(&net, &g, &err) == TAME_EINVAL && !net);
  ck_assert_ptr_nonnull(strstr(err.text, "heads"));
  g.heads = 0;
  ck_assert(tame_gpt_net(&net, &g, &err) == TAME_EINVAL && !net);
}
END_TEST

/* --- PyTorch -------------------------------------------------------------- */

/* array FORM.NAME of the reference file, [count]; free() it */
static double *reference(const char *form, const char *name, size_t count)
{
  char line[64], wanted[64];
  size_t rows = 0, cols = 0;
  FILE *f = fopen("tests/reference/gpt.txt", "r");
  ck_assert_ptr_nonnull(f);
  snprintf(wanted, sizeof wanted, "%s.%s", form, name);
  while (fscanf(f, "%63s %zu %zu", line, &rows, &cols) == 3) {
    double *x = tame_vec(rows * cols);
    for (size_t i = 0; i < rows * cols; i++)
      ck_assert_int_eq(fscanf(f, "%lf", &x[i]), 1);
    if (strcmp(line, wanted) == 0) {
      fclose(f);
      ck_assert_uint_eq(rows * cols, count);
      return x;
    }
    free(x);
  }
  ck_abort_msg("no %s in the reference file", wanted);
}

/* as gpt.py has it */
static void set_by_formula(trial *t)
{
  for (size_t k = 0; k < t->n_w; k++) {
    const tame_gpt_weight *w = &t->w[k];
    double *x = tame_vec(w->count);
    const double a = w->n_dims == 2 ? 0.3 : 0.2;
    const bool is_gain = strstr(w->name, "ln_") && strstr(w->name, ".weight");
    for (size_t i = 0; i < w->count; i++) {
      const double r = (double)i;
      x[i] = a * sin(1.0 + 0.37 * r + 1.9 * (double)k) +
             0.5 * a * cos(0.11 * r * r) + (is_gain ? 1.0 : 0.0);
    }
    tame_gpt_import_f64(base_of(t, k), w, x);
    free(x);
  }
}

/* Sum, norm and product with cos(0.7 i) of each array.  The bias of the keys has
 * no influence: its gradient is rounding, some 1e-17, which ten steps of AdamW
 * with eps = 1e-8 turn into parameters of 1e-10. */
static void check_digests(trial *t, const double *ours, const char *form,
                          const char *name)
{
  double *expected = reference(form, name, 3 * t->n_w);
  for (size_t k = 0; k < t->n_w; k++) {
    const tame_gpt_weight *w = &t->w[k];
    double *x = tame_vec(w->count), got[3] = {0};
    tame_gpt_export_f64(x, w, ours);
    for (size_t i = 0; i < w->count; i++) {
      got[0] += x[i];
      got[2] += x[i] * cos(0.7 * (double)i);
    }
    got[1] = tame_norm(x, w->count);
    const double room =
        (strstr(w->name, "c_attn.bias") ? 1e-9 : 1e-10) * fmax(1.0, got[1]);
    for (size_t i = 0; i < 3; i++)
      ck_assert_msg(fabs(got[i] - expected[3 * k + i]) < room,
                    "%s of %s: %.17g, not %.17g", name, w->name, got[i],
                    expected[3 * k + i]);
    free(x);
  }
  free(expected);
}

/* Ten steps of AdamW against their losses. */
static void train(trial *t, const char *form)
{
  double *losses = reference(form, "losses", 11);
  tame_opt_group group[64];
  const size_t n_groups = tame_net_decay_groups(group, t->net, 0.1);
  tame_opt_options o = tame_opt_defaults(TAME_OPT_ADAMW);
  o.beta2 = 0.95;
  tame_opt_f64 *opt = tame_opt_alloc_f64(t->n, tame_opt_vectors(&o));
  double *theta = tame_nn_parameters_f64(t->nn);
  ck_assert(tame_opt_init_f64(opt, &o, group, n_groups, theta) == TAME_OK);
  ck_assert_double_eq_tol(loss_of(t, 0.0, false), losses[0], 1e-12);
  for (size_t k = 0; k < 10; k++) {
    ck_assert_double_eq_tol(loss_of(t, 0.1, true), losses[k + 1], 1e-10);
    tame_nn_backward_f64(t->nn);
    const double *g = tame_nn_gradient_f64(t->nn);
    if (k == 0) check_digests(t, g, form, "gradient");
    ck_assert(tame_opt_step_f64(opt, theta, g, 0.01) == TAME_OK);
  }
  check_digests(t, theta, form, "parameters");
  tame_opt_free_f64(opt);
  free(losses);
}

START_TEST(two_layers_agree_with_pytorch)
{
  const char *form = _i ? "published" : "pretraining";
  trial t = begin(two_layers(_i), NULL);
  double z[N * V], *logits = reference(form, "logits", N * V);
  set_by_formula(&t);
  loss_of(&t, 0.0, false);
  tame_nn_logits_f64(z, t.nn, TAME_GPT_TABLE, T - 1);
  for (size_t i = 0; i < N * V; i++)
    ck_assert_double_eq_tol(z[i], logits[i], 1e-12);
  train(&t, form);
  free(logits);
  end(&t);
}
END_TEST

/* --- names and groups ----------------------------------------------------- */

START_TEST(names_and_shapes_are_the_published_ones)
{
  tame_gpt g = two_layers(true);
  g.rank = 2;
  trial t = begin(g, NULL);
  static const struct {
    const char *name;
    size_t n_dims, shape[2];
  } SOME[] = {{"wte.weight", 2, {V, C}},
              {"wpe.weight", 2, {T, C}},
              {"h.0.ln_1.bias", 1, {C, 0}},
              {"h.0.attn.c_attn.weight", 2, {C, 3 * C}},
              {"h.0.attn.c_attn.lora_A", 2, {4, C}},
              {"h.1.attn.c_attn.lora_B", 2, {2 * C, 2}},
              {"h.1.attn.c_proj.bias", 1, {C, 0}},
              {"h.1.mlp.c_fc.weight", 2, {C, 4 * C}},
              {"h.1.mlp.c_proj.weight", 2, {4 * C, C}},
              {"ln_f.bias", 1, {C, 0}}};
  size_t all = 0;
  for (size_t i = 0; i < sizeof SOME / sizeof SOME[0]; i++) {
    size_t k = 0;
    while (k < t.n_w && strcmp(t.w[k].name, SOME[i].name) != 0) k++;
    ck_assert_msg(k < t.n_w, "no %s", SOME[i].name);
    ck_assert_uint_eq(t.w[k].n_dims, SOME[i].n_dims);
    ck_assert_uint_eq(t.w[k].shape[0], SOME[i].shape[0]);
    ck_assert_uint_eq(t.w[k].shape[1], SOME[i].shape[1]);
    ck_assert(t.w[k].is_frozen == !strstr(t.w[k].name, "lora"));
  }
  for (size_t k = 0; k < t.n_w; k++) all += t.w[k].count;
  ck_assert_uint_eq(all, t.n + tame_net_n_frozen(t.net));
  ck_assert_uint_eq(t.n_w, 2 + L * (12 + 2) + 2);
  end(&t);
}
END_TEST

START_TEST(decay_is_of_linear_weights_only)
{
  for (int form = 0; form < 2; form++) {
    trial t = begin(two_layers(form), NULL);
    tame_opt_group group[64];
    const size_t n = tame_net_decay_groups(group, t.net, 0.1);
    double *lambda = tame_vec(t.n);
    size_t at = 0;
    for (size_t i = 0; i < n; i++)
      for (size_t k = 0; k < group[i].n; k++)
        lambda[at++] = group[i].weight_decay;
    ck_assert_uint_eq(at, t.n);
    for (size_t k = 0; k < t.n_w; k++) {
      const bool is_decayed = t.w[k].n_dims == 2 && t.w[k].name[0] == 'h';
      for (size_t i = 0; i < t.w[k].count; i++)
        ck_assert(lambda[t.w[k].parameter + i] == (is_decayed ? 0.1 : 0.0));
    }
    free(lambda);
    end(&t);
  }
}
END_TEST

START_TEST(weights_are_drawn_as_told)
{
  tame_gpt g = two_layers(true);
  g.channels = 64;
  trial t = begin(g, NULL);
  gsl_rng *rng = tame_rng_alloc(0, "check_gpt", 1);
  tame_nn_init_f64(t.nn, rng);
  for (size_t k = 0; k < t.n_w; k++) {
    const tame_gpt_weight *w = &t.w[k];
    const double *x = base_of(&t, k) + w->parameter;
    const bool is_gain = w->n_dims == 1 && strstr(w->name, ".weight");
    const double sd = strstr(w->name, "c_proj") ? 0.01 : 0.02;
    double squares = 0.0;
    for (size_t i = 0; i < w->count; i++) {
      squares += x[i] * x[i];
      if (w->n_dims == 1) ck_assert(x[i] == (is_gain ? 1.0 : 0.0));
    }
    /* five standard deviations of the mean square */
    const double off = fabs(squares / (double)w->count / (sd * sd) - 1.0);
    if (w->n_dims == 2) ck_assert(off < 5.0 * sqrt(2.0 / (double)w->count));
  }
  gsl_rng_free(rng);
  end(&t);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("gpt");
  tcase_set_timeout(t, 120);
  tcase_add_test(t, numbers_of_parameters_are_the_known_ones);
  tcase_add_test(t, mistakes_are_told);
  tcase_add_loop_test(t, two_layers_agree_with_pytorch, 0, 2);
  tcase_add_test(t, names_and_shapes_are_the_published_ones);
  tcase_add_test(t, decay_is_of_linear_weights_only);
  tcase_add_test(t, weights_are_drawn_as_told);
  return run_tests(t);
}
