/* SPDX-License-Identifier: MIT */
#include "network.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/dataset.h"
#include "tame/rng.h"
#include "tame/sets.h"

enum { SYNTHETIC, BUILDING, CPUSMALL };

const char *network_input(const tame_run *run)
{
  return tame_run_count(run, "set") == SYNTHETIC ? NULL
                                                 : tame_run_word(run, "set");
}

static void allocate(network_data *data, size_t n, size_t d)
{
  *data = (network_data){n, d, tame_vec(n * d + n), NULL};
  data->y = data->z + n * d;
}

void network_data_free(network_data *data)
{
  free(data->z);
  *data = (network_data){0};
}

static void make_synthetic(network_data *data, size_t n, const tame_run *run)
{
  gsl_rng *rng = tame_run_rng(run, "data", 0);
  allocate(data, n, 2);
  tame_rng_uniform(data->z, 2 * n, -1.0, 1.0, rng);
  gsl_rng_free(rng);
  for (size_t i = 0; i < n; i++) {
    const double *z = data->z + 2 * i;
    data->y[i] = sin(3.0 * z[0]) * cos(2.0 * z[1]) + 0.5 * z[1];
  }
}

/* x [n] at a distance of `stride`: centre and scale. */
static void standardise(double *x, size_t n, size_t stride)
{
  double mean = 0.0, square = 0.0;
  for (size_t i = 0; i < n; i++) mean += x[i * stride] / (double)n;
  for (size_t i = 0; i < n; i++) {
    x[i * stride] -= mean;
    square += x[i * stride] * x[i * stride] / (double)n;
  }
  const double scale = square > 0.0 ? 1.0 / sqrt(square) : 0.0;
  for (size_t i = 0; i < n; i++) x[i * stride] *= scale;
}

/* `rows` rows of T at even distances, the first of its targets. */
static void select_rows(network_data *data, const tame_table *t, size_t rows)
{
  allocate(data, rows, t->p);
  for (size_t i = 0; i < rows; i++) {
    const size_t from = i * t->n / rows;
    memcpy(data->z + i * t->p, t->x + from * t->p, t->p * sizeof *t->x);
    data->y[i] = t->y[from * t->m];
  }
  for (size_t j = 0; j < t->p; j++) standardise(data->z + j, rows, t->p);
  standardise(data->y, rows, 1);
}

static tame_status read_set(tame_table *t, const tame_run *run, tame_error *err)
{
  *t = (tame_table){0};
  if (tame_run_count(run, "set") == CPUSMALL)
    return tame_set_cpusmall(t, tame_run_input(run), err);
  char *test;
  TAME_TRY(tame_dataset_find(&test, "building", "building.test", err));
  const tame_status s = tame_set_building(t, tame_run_input(run), test, err);
  free(test);
  return s;
}

tame_status network_load(network_data *data, const tame_run *run,
                         tame_error *err)
{
  const size_t rows =
      tame_run_count(run, network_input(run) ? "real_rows" : "rows");
  if (tame_run_count(run, "set") == SYNTHETIC) {
    make_synthetic(data, rows, run);
    return TAME_OK;
  }
  tame_table t;
  TAME_TRY(read_set(&t, run, err));
  if (rows > t.n) {
    const size_t n = t.n;
    tame_table_free(&t);
    return tame_fail(err, TAME_EINVAL, "%s: %zu rows asked for, it has %zu",
                     tame_run_word(run, "set"), rows, n);
  }
  select_rows(data, &t, rows);
  tame_table_free(&t);
  return TAME_OK;
}
