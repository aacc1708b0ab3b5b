/* SPDX-License-Identifier: MIT */
#include "machine.h"

#include <gsl/gsl_cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/stats.h"
#include "tame/timer.h"

enum { RUNS = 5 };

void machine_update_f32(float *restrict a, const float *restrict b, float c,
                        size_t n)
{
  for (size_t i = 0; i < n; i++) a[i] += c * b[i];
}

void machine_update_f64(double *restrict a, const double *restrict b, double c,
                        size_t n)
{
  for (size_t i = 0; i < n; i++) a[i] += c * b[i];
}

/* a and b [many >= 3 size^2], the first two thirds of which a product reads */
typedef struct {
  size_t size, many;
  double *a, *b;
} arrays;

static void product_f64(const arrays *w)
{
  const int n = (int)w->size;
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1.0, w->a, n,
              w->b, n, 0.0, w->b + n * n, n);
}

static void product_f32(const arrays *w)
{
  const int n = (int)w->size;
  float *b = (float *)w->b;
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1.0f,
              (float *)w->a, n, b, n, 0.0f, b + n * n, n);
}

static void update(const arrays *w)
{
  machine_update_f64(w->a, w->b, 1e-3, w->many);
}

/* Least processor seconds of WORK; busy [RUNS] <- wall over processor time */
static double least_seconds(void (*work)(const arrays *w), const arrays *w,
                            double *busy)
{
  double least = (double)INFINITY;
  work(w);
  for (size_t r = 0; r < RUNS; r++) {
    tame_timer t = {0};
    tame_timer_start(&t);
    work(w);
    tame_timer_stop(&t);
    least = fmin(least, t.cpu);
    busy[r] = t.wall / t.cpu;
  }
  return least;
}

machine machine_measure(bool is_quick)
{
  const size_t size = is_quick ? 128 : 1024;
  arrays w = {.size = size, .many = 16 * size * size};
  double busy[3 * RUNS];
  w.a = tame_vec(w.many);
  w.b = tame_vec(w.many);
  /* small numbers, in either precision */
  for (size_t i = 0; i < w.many; i++) {
    ((float *)w.a)[i] = ((float *)w.b)[i] = 1.0f / (float)(i + 1);
  }
  const double flops = 2.0 * (double)size * (double)size * (double)size;
  machine m;
  m.flops_f32 = flops / least_seconds(product_f32, &w, busy);
  for (size_t i = 0; i < w.many; i++) w.a[i] = w.b[i] = 1.0 / (double)(i + 1);
  m.flops_f64 = flops / least_seconds(product_f64, &w, busy + RUNS);
  m.bytes = 3.0 * sizeof(double) * (double)w.many /
            least_seconds(update, &w, busy + 2 * RUNS);
  m.busy = tame_quantile(busy, 3 * RUNS, 0.5);
  free(w.a);
  free(w.b);
  return m;
}

void machine_print(const machine *m)
{
  printf(
      "one thread here: matrix product %.1f Gflop/s (single precision %.1f), "
      "update in place %.1f GB/s\n",
      1e-9 * m->flops_f64, 1e-9 * m->flops_f32, 1e-9 * m->bytes);
  if (m->busy > 1.1)
    printf(
        "the machine is busy: wall time is %.1f times processor time, so "
        "wall times mean nothing\n",
        m->busy);
}

void machine_write(tame_h5 *f, const machine *m)
{
  const double product[2] = {1e-9 * m->flops_f64, 1e-9 * m->flops_f32};
  const double gigabytes = 1e-9 * m->bytes;
  tame_h5_group(f, "machine", "what one thread can do, in the same run");
  tame_h5_codes(f, "machine/precision", "double single", "precision");
  tame_h5_write_measured(f, "machine/product", "precision", product,
                         "operations of a matrix product a second", "Gflop/s");
  tame_h5_write_measured(f, "machine/bandwidth", "", &gigabytes,
                         "bytes of an update in place a second", "GB/s");
  tame_h5_write_measured(f, "machine/busy", "", &m->busy,
                         "wall over processor time", "1");
  tame_h5_panel(f, "machine", "product", "precision");
}
