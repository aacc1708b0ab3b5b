/* SPDX-License-Identifier: MIT */
/* The other direction (an illustration of ours): directional derivatives of one
 * ReLU program determine a matrix product.  With K = p + 1 and C = A B,
 *
 *     G(x) = sum_i K^i relu((A B x)_i),   G'(0; +-e_j) = sum_i K^i max(+-C_ij, 0),
 *
 * and |C_ij| <= p < K: the digits of 2p directional derivatives in base K are the
 * entries of C.  Exact in double precision up to p = 13.  The derivatives are
 * those of the tape, along all 2p directions at once; a cell is one p. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/exp.h"
#include "tame/splitmix.h"
#include "tame/tape_forward.h"
#include "tame/tape_vector.h"

static const size_t SIZES[] = {2, 4, 8, 12, 13};
enum { N_SIZES = sizeof SIZES / sizeof *SIZES, MOST = 13 };

/* dy [2p] <- G'(0; e_1), ..., G'(0; e_p), G'(0; -e_1), ..., G'(0; -e_p) */
static tame_status derivatives(double *dy, const double *a, const double *b,
                               size_t p)
{
  double weight[MOST], zero[MOST] = {0}, dx[MOST * 2 * MOST] = {0};
  for (size_t i = 0; i < p; i++) {
    weight[i] = pow((double)(p + 1), (double)i);
    dx[i * 2 * p + i] = 1.0;
    dx[i * 2 * p + p + i] = -1.0;
  }
  tame_tape *t = tame_tape_alloc();
  const tame_vars x = tame_tape_input_vector(t, zero, p);
  const tame_vars y = tame_vars_matvecc(a, p, tame_vars_matvecc(b, p, x));
  const tame_var g =
      tame_vars_at(tame_vars_matvecc(weight, 1, tame_vars_relu(y)), 0);
  const tame_status s =
      tame_tape_forward(dy, dx, 2 * p, TAME_DIRECTIONAL, &g, 1);
  tame_tape_free(t);
  return s;
}

static tame_status run_cell(tame_h5 *out, const tame_cell *cell,
                            const tame_run *run, tame_error *err)
{
  const size_t p = cell->coord[0];
  double a[2 * MOST * MOST], *b = a + p * p, dy[2 * MOST], wrong = 0.0;
  double largest = 0.0;
  tame_splitmix g = tame_splitmix_seed((100 + p) ^ tame_run_root(run) << 32);
  for (size_t i = 0; i < 2 * p * p; i++)
    a[i] = tame_splitmix_uniform(&g) < 0.5 ? 1.0 : -1.0;
  const tame_status s = derivatives(dy, a, b, p);
  for (size_t j = 0; j < p; j++) {
    double plus = dy[j], minus = dy[p + j];
    largest = fmax(largest, fmax(plus, minus));
    for (size_t i = 0; i < p; i++) {
      const double base = (double)(p + 1);
      const double found = fmod(plus, base) - fmod(minus, base);
      double c = 0.0;
      for (size_t k = 0; k < p; k++) c += a[i * p + k] * b[k * p + j];
      wrong += found != c;
      plus = floor(plus / base);
      minus = floor(minus / base);
    }
  }
  tame_h5_write_scalar(out, "wrong", wrong, "wrong entries", "1");
  tame_h5_write_scalar(out, "largest", log2(largest), "bits", "1");
  return s < 0 ? tame_fail(err, s, "p = %zu: %s", p, tame_status_str(s)) : s;
}

static tame_status merge(tame_h5 *out, const tame_cells *cells,
                         const tame_run *run, tame_error *err)
{
  double wrong[N_SIZES], largest[N_SIZES], size[N_SIZES], n[N_SIZES];
  (void)run;
  TAME_TRY(tame_cells_gather(wrong, cells, "wrong", 1, err));
  TAME_TRY(tame_cells_gather(largest, cells, "largest", 1, err));
  for (size_t k = 0; k < N_SIZES; k++) {
    size[k] = (double)SIZES[k];
    n[k] = 2.0 * size[k];
  }
  tame_h5_group(out, "digits", "A product out of directional derivatives");
  tame_h5_axis(out, "digits/size", size, N_SIZES, "size p", "1");
  tame_h5_write(out, "digits/derivatives", "size", n,
                "directional derivatives used", "1");
  tame_h5_write(out, "digits/wrong", "size", wrong,
                "entries of A B that the digits get wrong", "1");
  tame_h5_write(out, "digits/bits", "size", largest,
                "log2 of the largest derivative", "1");
  tame_h5_panel(out, "digits", "wrong", "size");
  return TAME_OK;
}

static size_t n_cells(const tame_run *run)
{
  (void)run;
  return N_SIZES;
}

static void describe_cell(tame_cell *cell, size_t index, const tame_run *run)
{
  (void)run;
  cell->coord[0] = SIZES[index];
  snprintf(cell->name, sizeof cell->name, "size%zu", SIZES[index]);
  snprintf(cell->group, sizeof cell->group, "all p");
}

int main(int argc, char **argv)
{
  static const tame_option NONE[] = {{0}};
  return tame_exp_main(
      argc, argv,
      &(tame_experiment){
          .id = "2206.01730/digits",
          .title = "A matrix product out of directional derivatives",
          .figures = "tab-digits",
          .about = "Recovers the product of two random sign matrices of size p "
                   "from 2p directional derivatives of one ReLU program.  An "
                   "illustration, not an experiment of the paper.",
          .params = NONE,
          .cost = {0.01, 0.01, 0.01},
          .n_cells = n_cells,
          .cell = describe_cell,
          .run_cell = run_cell,
          .merge = merge});
}
