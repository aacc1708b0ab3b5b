/* SPDX-License-Identifier: MIT */
/* Parameters and forward multiplications of the networks at paper scale, as the
 * library builds them, for images of 3 x 32 x 32 (the last: 3 x 64 x 64). */
#include <stdio.h>
#include <string.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/nets.h"

typedef struct {
  const char *word, *net;
  size_t classes, side;
  bool has_no_norm;
} size_case;

static const size_case CASES[] = {
    {"resnet18", "resnet18", 10, 32, false},
    {"resnet18_plain", "resnet18", 10, 32, true},
    {"resnet50", "resnet50", 10, 32, false},
    {"resnet101", "resnet101", 10, 32, false},
    {"resnet101_plain", "resnet101", 10, 32, true},
    {"vgg11", "vgg11", 10, 32, false},
    {"vgg19", "vgg19", 10, 32, false},
    {"mobilenet", "mobilenet", 10, 32, false},
    {"squeezenet", "squeezenet", 10, 32, false},
    {"resnet18_two", "resnet18", 2, 32, false},
    {"resnet18_one_plain", "resnet18", 1, 64, true}};
#define WORDS                                                                  \
  "resnet18 resnet18_plain resnet50 resnet101 resnet101_plain vgg11 vgg19 "    \
  "mobilenet squeezenet resnet18_two resnet18_one_plain"
enum { N_CASES = sizeof CASES / sizeof CASES[0] };

static const tame_option PARAMS[] = {{0}};

static const tame_field FIELDS[] = {
    {"parameters", "network", "trainable parameters", "1"},
    {"mac", "network", "multiplications of a forward pass, per image", "1"}};

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_case *c = &CASES[cell->index];
  (void)run;
  tame_net *net =
      tame_net_named(c->net,
                     &(tame_net_options){.c = 3,
                                         .h = c->side,
                                         .w = c->side,
                                         .classes = c->classes,
                                         .has_no_norm = c->has_no_norm},
                     err);
  if (!net) return TAME_EINVAL;
  const double x[2] = {(double)tame_net_n_parameters(net),
                       (double)tame_net_mac(net)};
  tame_fields_write(out, FIELDS, x, 2);
  tame_net_free(net);
  return TAME_OK;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  (void)run;
  tame_h5_group(out, "size", "Networks of the paper");
  tame_h5_codes(out, "size/network", WORDS, "network");
  TAME_TRY(tame_fields_merge(out, "size", FIELDS, 2, cells, err));
  tame_h5_panel(out, "size", "parameters", "network");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run) { return (void)run, N_CASES; }

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  snprintf(cell->name, sizeof cell->name, "%s", CASES[index].word);
  snprintf(cell->group, sizeof cell->group, "all");
}

int main(int argc, char **argv)
{
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2505.13122/network_sizes",
          .title = "Sizes of the networks of the paper",
          .figures = "tab-networks",
          .about = "Parameters and multiplications of the networks that the "
                   "paper trains; they are counted, not trained.",
          .params = PARAMS,
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
