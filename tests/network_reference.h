/* SPDX-License-Identifier: MIT */
/* The numbers that tests/reference/networks.py makes too, and those it has
 * written. */
#ifndef NETWORK_REFERENCE_H
#define NETWORK_REFERENCE_H

#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/nets.h"

enum { CLASSES = 10, SUMMARY = 7, MAX_BATCH = 8 };
enum { IMAGES = 1000, DIRECTION = 2000, PLACES = 3000 }; /* tensor numbers */

static uint32_t word(uint32_t t, uint32_t i)
{
  uint32_t x = 2654435761u * i + 2246822519u * t + 1u;
  x = (x ^ (x >> 15)) * 739982445u;
  x = (x ^ (x >> 12)) * 695872825u;
  return x ^ (x >> 15);
}

static double unit(uint32_t t, size_t i)
{
  return (2.0 * (double)word(t, (uint32_t)i) + 1.0) / 0x1p32 - 1.0;
}

static size_t batch_of(const char *name)
{
  return strcmp(name, "densenet121") == 0 ? 8 : 4;
}

/* Parts of theta or of the running statistics that are one tensor. */
typedef struct {
  size_t at, n;
} part;

/* The tensors of theta, in order; returns how many. */
static size_t tensors_of(const tame_net *net, part *x)
{
  size_t k = 0;
  for (size_t i = 0; i < tame_net_n_nodes(net); i++) {
    const tame_node *a = tame_net_node(net, i);
    if (a->n_parameters == 0) continue;
    const bool has_second = a->op == TAME_NODE_BATCH_NORM || a->has_bias;
    const size_t first = a->n_parameters - (has_second ? a->c : 0);
    x[k++] = (part){a->parameter, first};
    if (has_second) x[k++] = (part){a->parameter + first, a->c};
  }
  return k;
}

static size_t statistics_of(const tame_net *net, part *x)
{
  size_t k = 0;
  for (size_t i = 0; i < tame_net_n_nodes(net); i++) {
    const tame_node *a = tame_net_node(net, i);
    if (a->n_state == 0) continue;
    x[k++] = (part){a->state, a->c};
    x[k++] = (part){a->state + a->c, a->c};
  }
  return k;
}

/* theta [n_parameters] as networks.py fills it */
static void fill_parameters(double *theta, const tame_net *net)
{
  uint32_t t = 0;
  for (size_t i = 0; i < tame_net_n_nodes(net); i++) {
    const tame_node *a = tame_net_node(net, i);
    if (a->n_parameters == 0) continue;
    const bool is_norm = a->op == TAME_NODE_BATCH_NORM;
    const bool has_second = is_norm || a->has_bias;
    const size_t first = a->n_parameters - (has_second ? a->c : 0);
    const double bound = sqrt(6.0 / ((double)first / (double)a->c));
    double *w = theta + a->parameter;
    for (size_t k = 0; k < first; k++)
      w[k] = is_norm ? 1.0 + unit(t, k) / 5.0 : bound * unit(t, k);
    t++;
    if (!has_second) continue;
    for (size_t k = 0; k < a->c; k++) w[first + k] = unit(t, k) / 10.0;
    t++;
  }
}

/* Entry I of an array [batch][c][h][w] is entry PLACE of [c][batch][h][w]. */
static size_t place_of(size_t i, const tame_node *in, size_t batch)
{
  const size_t area = in->h * in->w, example = i / (in->c * area);
  const size_t channel = i / area % in->c;
  return (channel * batch + example) * area + i % area;
}

static void fill_images(double *x, const tame_node *in, size_t batch)
{
  const size_t n = batch * in->c * in->h * in->w;
  for (size_t i = 0; i < n; i++) x[place_of(i, in, batch)] = unit(IMAGES, i);
}

/* s [SUMMARY] <- summary of g [n] */
static void summarise(double *s, const double *g, size_t n)
{
  double squares = 0.0, product = 0.0;
  for (size_t i = 0; i < n; i++) {
    squares += g[i] * g[i];
    product += g[i] * unit(DIRECTION, i);
  }
  s[0] = sqrt(squares);
  s[1] = product;
  for (uint32_t k = 0; k + 2 < SUMMARY; k++) s[2 + k] = g[word(PLACES, k) % n];
}

/* Array NET.NAME of the reference file, of COUNT numbers; free() it. */
static double *reference(const char *net, const char *name, size_t count)
{
  char wanted[64], found[64];
  size_t n = 0;
  FILE *f = fopen("tests/reference/networks.txt", "r");
  ck_assert_ptr_nonnull(f);
  snprintf(wanted, sizeof wanted, "%s.%s", net, name);
  while (fscanf(f, "%63s %zu", found, &n) == 2) {
    double *x = tame_vec(n);
    for (size_t i = 0; i < n; i++) ck_assert_int_eq(fscanf(f, "%lf", &x[i]), 1);
    if (strcmp(found, wanted) == 0) {
      fclose(f);
      ck_assert_uint_eq(n, count);
      return x;
    }
    free(x);
  }
  ck_abort_msg("no %s in the reference file", wanted);
}

#endif
