/* SPDX-License-Identifier: MIT */
/* Readers take time in proportion to their file, whatever is in it: each reads
 * contents that invite a second look at everything, once of some size and once
 * of 16 times that size, and takes less than 80 times as long (a quadratic one
 * takes 256 times).  Processor time, the least of a few. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "run_tests.h"
#include "tame/arff.h"
#include "tame/base.h"
#include "tame/bleu.h"
#include "tame/csv.h"
#include "tame/describe.h"
#include "tame/dimacs.h"
#include "tame/e2e.h"
#include "tame/frame.h"
#include "tame/html.h"
#include "tame/plan.h"
#include "tame/read.h"
#include "tame/safetensors.h"
#include "tame/sat.h"
#include "tame/text.h"
#include "tame/vocabulary.h"

static char path[] = "/tmp/tame-check-linear-XXXXXX";

/* --- what readers are given ------------------------------------------------- */

/* TEXT n times. */
static void many(FILE *out, const char *text, size_t n)
{
  for (size_t i = 0; i < n; i++) fputs(text, out);
}

/* FORMAT with 0, 1, ..., n - 1 in it. */
static void numbered(FILE *out, const char *before, const char *after, size_t n)
{
  for (size_t i = 0; i < n; i++) fprintf(out, "%s%zu%s", before, i, after);
}

static void wide_and_long(FILE *out, size_t n)
{
  many(out, "\t", n);
  many(out, "\n", n);
}

static void one_wide_row(FILE *out, size_t n)
{
  numbered(out, "c", ",", n);
  fputs("z\n", out);
  many(out, "1,", n);
  fputs("1\n", out);
}

static void quotes(FILE *out, size_t n)
{
  fputs("\"", out);
  many(out, "\"\"", n);
  fputs("\"\n", out);
}

static void words(FILE *out, size_t n)
{
  fputs("a\n", out);
  numbered(out, "w", "\n", n);
}

static void levels(FILE *out, size_t n)
{
  fputs("@relation r\n@attribute a {z", out);
  numbered(out, ",l", "", n);
  fputs("}\n@data\n", out);
  numbered(out, "l", "\n", n);
}

static void attributes(FILE *out, size_t n)
{
  fputs("@relation r\n", out);
  numbered(out, "@attribute a", " numeric\n", n);
  fputs("@data\n?", out);
  many(out, ",?", n - 1);
}

static void sparse(FILE *out, size_t n) { many(out, "1 1:2 3:4\n", n); }

static void long_clause(FILE *out, size_t n)
{
  fprintf(out, "p cnf %zu 1\n", n);
  numbered(out, "", " ", n + 1);
  fseek(out, 0, SEEK_SET); /* variable 0 ends a clause: begin with 1 */
  fprintf(out, "p cnf %zu 1\n1", n);
  fseek(out, 0, SEEK_END);
  fputs("0\n", out);
}

static void comments(FILE *out, size_t n)
{
  many(out, "   c x\n", n);
  fputs("p cnf 1 1\n", out);
  many(out, " ", n);
  fputs("1 0\n", out);
}

static void pairs(FILE *out, size_t n)
{
  fputs("mr,ref\n\"name[A]", out);
  many(out, ", near[B]", n);
  fputs("\",\"a", out);
  many(out, ".", n);
  many(out, " b-", n);
  fputs("\"\n", out);
}

static void points(FILE *out, size_t n)
{
  many(out, "a..", n);
  many(out, ".", n);
  many(out, "'", n);
  numbered(out, " w", " the", n / 4);
}

static void entries(FILE *out, size_t n) { many(out, "paper|P|d;", n); }

static void head(FILE *out, size_t n)
{
  fputs("# f\n# kind: figure\n# caption: a\n", out);
  many(out, "#   b\n", n);
}

static void brackets(FILE *out, size_t n)
{
  fputs("# ", out);
  many(out, "[", n);
  fputs("\n\n", out);
  many(out, "[](", n);
  many(out, "\n*a", n);
  many(out, "`_{", n);
}

static void arrays(FILE *out, size_t n)
{
  char *text = tame_calloc(64 * n + 16, 1), *to = text;
  to += sprintf(to, "{");
  for (size_t i = 0; i < n; i++)
    to += sprintf(to,
                  "%s\"a%zu\":{\"dtype\":\"F32\",\"shape\":[0],"
                  "\"data_offsets\":[0,0]}",
                  i ? "," : "", i);
  to += sprintf(to, "}");
  const size_t length = (size_t)(to - text);
  for (size_t k = 0; k < 8; k++) fputc((int)(length >> 8 * k & 0xFF), out);
  fwrite(text, 1, length, out);
  free(text);
}

/* --- readers ---------------------------------------------------------------- */

static void read_tsv(void)
{
  tame_tsv t;
  if (tame_tsv_read(&t, path, NULL) >= 0) tame_tsv_free(&t);
}

static void read_csv(void)
{
  tame_csv t;
  if (tame_csv_read(&t, path, ',', NULL, NULL) >= 0) tame_csv_free(&t);
}

static void read_frame(void)
{
  tame_frame f;
  if (tame_frame_csv(&f, path, NULL, NULL) >= 0) tame_frame_free(&f);
}

static void append_frame(void)
{
  tame_frame f, g;
  ck_assert_int_ge(tame_frame_csv(&f, path, NULL, NULL), 0);
  ck_assert_int_ge(tame_frame_csv(&g, path, NULL, NULL), 0);
  free(g.column[0].level[0]);
  g.column[0].level[0] = tame_strdup("v");
  ck_assert_int_ge(tame_frame_append(&f, &g, NULL), 0);
  ck_assert_uint_eq(f.column[0].n_levels, g.column[0].n_levels + 1);
  tame_frame_free(&f);
  tame_frame_free(&g);
}

static void read_arff(void)
{
  tame_frame f;
  tame_error err;
  ck_assert_msg(tame_arff_read(&f, path, &err) >= 0 ||
                    strstr(err.text, "declared"),
                "%s", err.text);
  tame_frame_free(&f);
}

static void read_libsvm(void)
{
  tame_table t;
  ck_assert_int_ge(tame_read_libsvm(&t, path, 8, NULL), 0);
  tame_table_free(&t);
}

static void read_dimacs(void)
{
  tame_cnf f, three;
  tame_error err;
  ck_assert_msg(tame_read_dimacs(&f, path, &err) >= 0, "%s", err.text);
  ck_assert_msg(tame_sat_to_three(&three, &f, &err) >= 0, "%s", err.text);
  tame_cnf_free(&f);
  tame_cnf_free(&three);
}

static void read_pairs(void)
{
  tame_e2e e;
  tame_error err;
  ck_assert_msg(tame_e2e_read_csv(&e, path, &err) >= 0, "%s", err.text);
  tame_e2e_free(&e);
}

static void read_words(void)
{
  char *text;
  tame_vocabulary v;
  tame_bleu bleu = {0};
  ck_assert_int_ge(tame_text_read(&text, path, NULL), 0);
  const char *const texts[] = {text};
  free(tame_e2e_set_apart(text));
  free(tame_bleu_words(text));
  tame_bleu_add(&bleu, text, texts, 1);
  ck_assert_int_ge(tame_vocabulary_init(&v, texts, 1, NULL), 0);
  tame_vocabulary_free(&v);
  free(text);
}

static void read_plan(void)
{
  tame_plan p;
  ck_assert_int_ge(tame_plan_read(&p, path, NULL), 0);
  tame_plan_free(&p);
}

static void read_head(void)
{
  tame_figure_text t;
  ck_assert_int_ge(tame_figure_text_read(&t, path, NULL), 0);
  tame_figure_text_free(&t);
}

static void read_readme(void)
{
  tame_readme r;
  FILE *out = fopen("/dev/null", "w");
  ck_assert_int_ge(tame_readme_read(&r, path, NULL), 0);
  tame_html_markdown(out, r.title);
  tame_html_markdown(out, r.text);
  tame_readme_free(&r);
  fclose(out);
}

static void print_table(void)
{
  tame_tsv t;
  FILE *out = fopen("/dev/null", "w");
  ck_assert_int_ge(tame_tsv_read(&t, path, NULL), 0);
  tame_html_table(out, &t);
  tame_tsv_free(&t);
  fclose(out);
}

static void read_safetensors(void)
{
  tame_safetensors *f;
  tame_error err;
  ck_assert_msg(tame_safetensors_open(&f, path, &err) >= 0, "%s", err.text);
  tame_safetensors_close(f);
}

/* --- the test --------------------------------------------------------------- */

static const struct {
  void (*write)(FILE *, size_t);
  void (*read)(void);
  size_t n;
} CASES[] = {{wide_and_long, read_tsv, 20000}, {one_wide_row, read_csv, 4000},
             {quotes, read_csv, 50000},        {words, read_csv, 5000},
             {one_wide_row, read_frame, 2000}, {words, read_frame, 3000},
             {words, append_frame, 2000},      {levels, read_arff, 2000},
             {attributes, read_arff, 2000},    {sparse, read_libsvm, 3000},
             {long_clause, read_dimacs, 3000}, {comments, read_dimacs, 20000},
             {pairs, read_pairs, 3000},        {points, read_words, 3000},
             {entries, read_plan, 10000},      {head, read_head, 10000},
             {brackets, read_readme, 10000},   {words, print_table, 3000},
             {arrays, read_safetensors, 500}};

static double seconds_of(size_t i, size_t n)
{
  double least = 1e9;
  FILE *out = fopen(path, "w");
  ck_assert_ptr_nonnull(out);
  CASES[i].write(out, n);
  ck_assert_int_eq(fclose(out), 0);
  for (int k = 0; k < 3; k++) {
    struct timespec a, b;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    CASES[i].read();
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    const double s =
        (double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec);
    if (s < least) least = s;
  }
  return least;
}

START_TEST(time_is_in_proportion_to_the_file)
{
  const size_t i = (size_t)_i;
  const int fd = mkstemp(path);
  ck_assert_int_ge(fd, 0);
  close(fd);
  const double small = seconds_of(i, CASES[i].n);
  const double large = seconds_of(i, 16 * CASES[i].n);
  unlink(path);
  if (getenv("TAME_TEST_TIMES"))
    printf("case %zu: %.3g ms, %.3g ms: %.3g times\n", i, 1e3 * small,
           1e3 * large, large / small);
  ck_assert_msg(large < 80.0 * small + 2e-3, "case %zu: %g s, %g s", i, small,
                large);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("linear");
  tcase_set_timeout(t, 120);
  tcase_add_loop_test(t, time_is_in_proportion_to_the_file, 0,
                      sizeof CASES / sizeof *CASES);
  return run_tests(t);
}
