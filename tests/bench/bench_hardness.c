/* SPDX-License-Identifier: MIT */
/* How many vertices a second the exact enumerations of the bilevel reductions
 * look at, on one core, each counted by the function that visits them.
 *
 * usage: hardness OUT.h5 [--quick]
 *
 * Works, timed in turn:
 *   table       nearest subset sum over {0,1}^k, sums of 11 bits from a table,
 *               the others in Gray order, k = 30;
 *   plain       one Gray step a pattern, k = 26;
 *   naive       the sum of each pattern from its bits, k = 20: what both avoid;
 *   words       fewest true terms of a 3-DNF, 512 vertices at a time, m = 26,
 *               60 terms;
 *   points      the same, one vertex at a time, m = 16;
 *   bernstein   certificates of a polynomial of degree (8, 16) near a jump.
 * Targets are ours; a missed one is said, and is no error. */
#include <stdio.h>

#include "bench.h"
#include "tame/base.h"
#include "tame/bernstein.h"
#include "tame/forall_dnf.h"
#include "tame/gray.h"
#include "tame/subset_sum.h"

static const char WORKS[] = "table plain naive words points bernstein";
enum { TABLE, PLAIN, NAIVE, DNF_WORDS, POINTS, BERNSTEIN, N_WORKS };

typedef struct {
  tame_subset_sum table, plain, naive;
  tame_dnf words, points;
  double items[N_WORKS]; /* vertices, or certificates */
  int64_t check;         /* so that nothing is optimised away */
} reductions;

static void run_table(void *ctx, tame_timer *t)
{
  reductions *b = ctx;
  tame_timer_start(t);
  const tame_gray_nearest n =
      tame_gray_nearest_sum(b->table.q, b->table.k, b->table.start);
  tame_timer_stop(t);
  b->items[TABLE] = (double)n.visited;
  b->check += n.distance;
}

static void run_plain(void *ctx, tame_timer *t)
{
  reductions *b = ctx;
  tame_timer_start(t);
  const tame_gray_nearest n =
      tame_gray_nearest_sum_plain(b->plain.q, b->plain.k, b->plain.start);
  tame_timer_stop(t);
  b->items[PLAIN] = (double)n.visited;
  b->check += n.distance;
}

static void run_naive(void *ctx, tame_timer *t)
{
  reductions *b = ctx;
  int64_t best = INT64_MAX;
  uint64_t visited = 0;
  tame_timer_start(t);
  for (uint64_t y = 0; y < UINT64_C(1) << b->naive.k; y++, visited++) {
    int64_t d = -b->naive.start;
    for (size_t j = 0; j < b->naive.k; j++) d += y >> j & 1 ? b->naive.q[j] : 0;
    if (d < 0) d = -d;
    if (d < best) best = d;
  }
  tame_timer_stop(t);
  b->items[NAIVE] = (double)visited;
  b->check += best;
}

static void run_words(void *ctx, tame_timer *t)
{
  reductions *b = ctx;
  tame_timer_start(t);
  const tame_dnf_fewest f = tame_dnf_lower(&b->words, 5);
  tame_timer_stop(t);
  b->items[DNF_WORDS] = (double)f.visited;
  b->check += (int64_t)f.fewest;
}

static void run_points(void *ctx, tame_timer *t)
{
  reductions *b = ctx;
  size_t best = SIZE_MAX;
  uint64_t visited = 0;
  tame_timer_start(t);
  for (uint64_t y = 0; y < UINT64_C(1) << b->points.m; y++, visited++) {
    const size_t count = tame_dnf_true_terms(&b->points, 5, y);
    if (count < best) best = count;
  }
  tame_timer_stop(t);
  b->items[POINTS] = (double)visited;
  b->check += (int64_t)best;
}

/* prod_{k<=3} [(t - k)^2 + (x - k + z^2)^2] at x = 1 + 1e-7 */
static tame_bipoly *ceiling(double x)
{
  const tame_precision w = TAME_DOUBLE_DOUBLE;
  tame_bipoly *q = tame_bipoly_monomial(w, 1, 0, 0);
  for (int k = 0; k <= 3; k++) {
    tame_bipoly *a = tame_bipoly_add(tame_bipoly_monomial(w, 1, 1, 0),
                                     tame_bipoly_monomial(w, -k, 0, 0));
    tame_bipoly *c = tame_bipoly_add(tame_bipoly_monomial(w, x - k, 0, 0),
                                     tame_bipoly_monomial(w, 1, 0, 2));
    a = tame_bipoly_mul(a, tame_bipoly_copy(a));
    c = tame_bipoly_mul(c, tame_bipoly_copy(c));
    q = tame_bipoly_mul(q, tame_bipoly_add(a, c));
  }
  return q;
}

static void run_bernstein(void *ctx, tame_timer *t)
{
  enum { N = 20 };
  reductions *b = ctx;
  tame_bipoly *q = ceiling(1.0 + 1e-7);
  size_t boxes = 0;
  tame_timer_start(t);
  for (int i = 0; i < N; i++)
    b->check += tame_bernstein_positive(
        &boxes, q, (tame_box2){0, 1.99, 0, 1.7320508}, true, 1000);
  tame_timer_stop(t);
  tame_bipoly_free(q);
  b->items[BERNSTEIN] = N;
}

static void setup(reductions *b, bool is_quick)
{
  const size_t k = is_quick ? 20 : 30, plain = is_quick ? 16 : 26;
  const size_t m = is_quick ? 16 : 26;
  *b = (reductions){
      .table = tame_subset_sum_random(1, k, 1, 1 << 25),
      .plain = tame_subset_sum_random(2, plain, 1, 1 << 25),
      .naive = tame_subset_sum_random(3, is_quick ? 14 : 20, 1, 1 << 25),
      .words = tame_dnf_random(4, 10, m, 60),
      .points = tame_dnf_random(4, 10, is_quick ? 12 : 16, 60)};
}

/* --- results -------------------------------------------------------------- */

static const double TARGET = 2e8; /* vertices a second */

/* Work OURS, for one item, against work THEIRS, or the rate that was asked. */
static const struct {
  speed of;
  size_t ours, theirs; /* N_WORKS: the rate */
} COMPARISONS[] = {
    {{.name = "table", .what = "A subset sum looked at, 11 bits from a table."},
     TABLE,
     N_WORKS},
    {{.name = "plain", .what = "A subset sum looked at, by one Gray step."},
     PLAIN,
     N_WORKS},
    {{.name = "words",
      .what = "A vertex of a 3-DNF of 60 terms looked at, 512 at a time."},
     DNF_WORDS,
     N_WORKS},
    {{.name = "table_naive",
      .peer = "sums from the bits",
      .what = "A subset sum looked at, against the sum of each pattern from "
              "its bits."},
     TABLE,
     NAIVE},
    {{.name = "words_points",
      .peer = "one vertex at a time",
      .what = "A vertex of a 3-DNF looked at, 512 at a time, against one."},
     DNF_WORDS,
     POINTS}};

static void add_speeds(speeds *s, const double *seconds, const double *items)
{
  for (size_t i = 0; i < sizeof COMPARISONS / sizeof *COMPARISONS; i++) {
    const size_t a = COMPARISONS[i].ours, b = COMPARISONS[i].theirs;
    speed c = COMPARISONS[i].of;
    double ours[REPEATS], theirs[REPEATS];
    c.kind = b == N_WORKS ? SPEED_STATED : SPEED_BASELINE;
    if (b == N_WORKS) {
      c.peer = "2e8 a second";
      c.asked = 1.0;
      for (size_t r = 0; r < REPEATS; r++) theirs[r] = 1.0 / TARGET;
    } else {
      scaled(theirs, seconds, b, 1.0 / items[b]);
    }
    speeds_add(s, &c, scaled(ours, seconds, a, 1.0 / items[a]), theirs);
  }
}

static void write_results(tame_h5 *f, const double *seconds,
                          const double *items)
{
  double rate[N_WORKS];
  for (size_t i = 0; i < N_WORKS; i++)
    rate[i] = items[i] / median_of(seconds, i);
  printf("Bernstein certificates of degree (8, 16): %.3g a second\n",
         rate[BERNSTEIN]);
  tame_h5_group(f, "time", "processor time of each work");
  tame_h5_codes(f, "time/work", WORKS, "what is timed");
  tame_h5_write(f, "time/items", "work", items,
                "vertices visited, or certificates", "1");
  tame_h5_write_measured(f, "time/rate", "work", rate,
                         "items per second, median", "1/s");
  tame_h5_panel(f, "time", "rate", "work");
}

static void run(tame_h5 *f, speeds *s, bool is_quick)
{
  reductions b;
  double seconds[N_WORKS * REPEATS];
  setup(&b, is_quick);
  const work works[N_WORKS] = {{run_table, &b},  {run_plain, &b},
                               {run_naive, &b},  {run_words, &b},
                               {run_points, &b}, {run_bernstein, &b}};
  time_works(seconds, works, N_WORKS);
  add_speeds(s, seconds, b.items);
  write_results(f, seconds, b.items);
  tame_dnf_free(&b.words);
  tame_dnf_free(&b.points);
}

int main(int argc, char **argv)
{
  return bench_main(
      argc, argv,
      &(bench){"hardness", "Enumeration of vertices, certificates", run});
}
