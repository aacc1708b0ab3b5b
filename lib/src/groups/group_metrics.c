/* SPDX-License-Identifier: MIT */
#include "tame/group_metrics.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "curves.h"
#include "tame/base.h"
#include "tame/group_runs.h"

struct tame_group_log {
  size_t cap, epochs;
  bool has_test;
  size_t n[2][2]; /* [set][group] */
  double *x;      /* [TAME_GROUP_CURVES x cap] */
};

void tame_group_add(tame_group_sums *s, const double *loss,
                    const bool *is_correct, const size_t *a, size_t m,
                    double mean_loss)
{
  for (size_t i = 0; i < m; i++) {
    TAME_REQUIRE(a[i] <= 1);
    s->n[a[i]]++;
    s->correct[a[i]] += is_correct[i];
    s->loss[a[i]] += loss[i];
  }
  if (m > 0) s->total += mean_loss * (double)m;
}

tame_group_log *tame_group_log_alloc(size_t max_epochs, bool has_test)
{
  tame_group_log *g = tame_calloc(1, sizeof *g);
  g->cap = max_epochs;
  g->has_test = has_test;
  g->x = tame_vec(TAME_GROUP_CURVES * max_epochs);
  return g;
}

void tame_group_log_free(tame_group_log *g)
{
  if (!g) return;
  free(g->x);
  free(g);
}

/* X of this epoch into the raw curve, and the best so far into the other. */
static void put(tame_group_log *g, tame_group_set set,
                tame_group_quantity quantity, tame_group_who who, double x)
{
  const size_t e = g->epochs;
  double *raw =
      g->x + tame_curve_index(set, quantity, who, TAME_GROUP_RAW) * g->cap;
  double *best =
      g->x + tame_curve_index(set, quantity, who, TAME_GROUP_BEST) * g->cap;
  raw[e] = x;
  best[e] = x;
  /* fmin and fmax leave out a NaN: one epoch's does not undo what was seen */
  if (e > 0)
    best[e] = quantity == TAME_GROUP_LOSS ? fmin(best[e - 1], x)
                                          : fmax(best[e - 1], x);
}

/* Correct ones of N in %.  100 times them is exact and the quotient is rounded
 * once, so "> 90" is decided as for the fraction itself. */
static double percent(size_t correct, size_t n)
{
  return 100.0 * (double)correct / (double)n;
}

static bool add_set(tame_group_log *g, tame_group_set set,
                    const tame_group_sums *s)
{
  const size_t n = s->n[0] + s->n[1];
  const double mean = s->total / (double)n;
  bool is_finite = n == 0 || isfinite(mean);
  for (size_t a = 0; a < 2; a++) {
    const double loss = s->loss[a] / (double)s->n[a];
    const tame_group_who who = a ? TAME_GROUP_A1 : TAME_GROUP_A0;
    if (g->epochs == 0) g->n[set][a] = s->n[a];
    TAME_REQUIRE(g->n[set][a] == s->n[a]);
    put(g, set, TAME_GROUP_LOSS, who, loss);
    put(g, set, TAME_GROUP_ACCURACY, who, percent(s->correct[a], s->n[a]));
    is_finite = is_finite && (s->n[a] == 0 || isfinite(loss));
  }
  put(g, set, TAME_GROUP_LOSS, TAME_GROUP_ALL, mean);
  put(g, set, TAME_GROUP_ACCURACY, TAME_GROUP_ALL,
      percent(s->correct[0] + s->correct[1], n));
  return is_finite;
}

tame_status tame_group_log_add(tame_group_log *g, const tame_group_sums *train,
                               const tame_group_sums *test)
{
  TAME_REQUIRE(g->epochs < g->cap);
  TAME_REQUIRE(g->has_test == (test != NULL));
  bool is_finite = add_set(g, TAME_ON_TRAIN, train);
  if (test) is_finite = add_set(g, TAME_ON_TEST, test) && is_finite;
  g->epochs++;
  return is_finite ? TAME_OK : TAME_DIVERGED;
}

size_t tame_group_epochs(const tame_group_log *g) { return g->epochs; }

const double *tame_group_curve(const tame_group_log *g, tame_group_set set,
                               tame_group_quantity quantity, tame_group_who who,
                               tame_group_kind kind)
{
  if (set == TAME_ON_TEST && !g->has_test) return NULL;
  return g->x + tame_curve_index(set, quantity, who, kind) * g->cap;
}

size_t tame_group_size(const tame_group_log *g, tame_group_set set, size_t a)
{
  TAME_REQUIRE(a <= 1);
  return g->n[set][a];
}

double tame_group_share(const tame_group_log *g, tame_group_set set)
{
  return (double)g->n[set][0] / (double)(g->n[set][0] + g->n[set][1]);
}

double tame_first_above(const double *x, size_t n, double level)
{
  for (size_t i = 0; i < n; i++)
    if (x[i] > level) return (double)(i + 1);
  return NAN;
}

tame_group_times tame_group_times_of(const tame_group_log *g, double tau,
                                     double kappa)
{
  const double *all = tame_group_curve(g, TAME_ON_TRAIN, TAME_GROUP_ACCURACY,
                                       TAME_GROUP_ALL, TAME_GROUP_BEST);
  const double *a0 = tame_group_curve(g, TAME_ON_TRAIN, TAME_GROUP_ACCURACY,
                                      TAME_GROUP_A0, TAME_GROUP_BEST);
  tame_group_times t = {.early = tame_first_above(all, g->epochs, tau),
                        .final = tame_first_above(a0, g->epochs, kappa)};
  t.extra = t.final - t.early;
  t.overcost = 100.0 * t.extra / t.early;
  t.minority_at_early = isnan(t.early) ? (double)NAN : a0[(size_t)t.early - 1];
  return t;
}

double tame_group_mismatch(const tame_group_log *g, tame_group_set set)
{
  const double p = tame_group_share(g, set);
  double worst = 0.0;
  for (size_t e = 0; e < g->epochs; e++) {
    double loss[3];
    for (size_t k = 0; k < 3; k++)
      loss[k] = tame_group_curve(g, set, TAME_GROUP_LOSS, (tame_group_who)k,
                                 TAME_GROUP_RAW)[e];
    const double parts = (g->n[set][0] ? p * loss[0] : 0.0) +
                         (g->n[set][1] ? (1.0 - p) * loss[1] : 0.0);
    const double gap = fabs(loss[2] - parts);
    /* L = 0 exactly: both are or nothing is right */
    const double relative = gap > 0.0 ? gap / fabs(loss[2]) : gap;
    if (isnan(relative)) return NAN;
    worst = fmax(worst, relative);
  }
  return worst;
}

/* --- writing ----------------------------------------------------------------- */

static void write_number(tame_h5 *f, const char *group, const char *name,
                         double x, const char *long_name, const char *units)
{
  char path[256];
  tame_curve_path(path, group, name);
  tame_h5_write_scalar(f, path, x, long_name, units);
}

/* T_final_90 and what follows from it. */
static void write_final(tame_h5 *f, const char *group, const tame_group_log *g,
                        double tau, double kappa)
{
  const tame_group_times t = tame_group_times_of(g, tau, kappa);
  char name[48], meaning[128];
  snprintf(name, sizeof name, "T_final_%g", kappa);
  snprintf(meaning, sizeof meaning,
           "first epoch whose best training accuracy of A = 0 is > %g %%",
           kappa);
  write_number(f, group, name, t.final, meaning, "epoch");
  snprintf(name, sizeof name, "extra_%g", kappa);
  snprintf(meaning, sizeof meaning, "T_final_%g - T_early", kappa);
  write_number(f, group, name, t.extra, meaning, "epoch");
  snprintf(name, sizeof name, "overcost_%g", kappa);
  snprintf(meaning, sizeof meaning, "extra_%g / T_early", kappa);
  write_number(f, group, name, t.overcost, meaning, "%");
}

void tame_group_write(tame_h5 *f, const char *group, const tame_group_log *g,
                      double tau, const double *kappa, size_t n_kappa)
{
  const tame_group_times t = tame_group_times_of(g, tau, NAN);
  const size_t curves = g->has_test ? TAME_GROUP_CURVES : TAME_GROUP_CURVES / 2;
  TAME_REQUIRE(g->epochs > 0);
  tame_curve_axis(f, group, g->epochs);
  for (size_t k = 0; k < curves; k++)
    tame_curve_write(f, group, k, "", "", g->x + k * g->cap);
  write_number(f, group, "n0", (double)g->n[0][0],
               "training samples with A = 0", "1");
  write_number(f, group, "n1", (double)g->n[0][1],
               "training samples with A = 1", "1");
  write_number(f, group, "p", tame_group_share(g, TAME_ON_TRAIN),
               "n0 / (n0 + n1)", "1");
  write_number(f, group, "tau", tau, "level of accuracy for T_early", "%");
  write_number(f, group, "T_early", t.early,
               "first epoch whose best training accuracy of all is > tau",
               "epoch");
  write_number(f, group, "minority_at_early", t.minority_at_early,
               "best training accuracy of A = 0 in epoch T_early", "%");
  for (size_t k = 0; k < n_kappa; k++) write_final(f, group, g, tau, kappa[k]);
}
