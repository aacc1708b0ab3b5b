/* SPDX-License-Identifier: MIT */
/* The user's tools, run as a user runs them: from the top of the tree, on
 * files made here, judged by what they print and by their exit status. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "bpe_files.h"
#include "run_tests.h"
#include "sandbox.h"
#include "tame/h5.h"

/* --- a result to look at ------------------------------------------------- */

static const double SIZE[3] = {50.0, 106.5, 1e6 / 3.0};
static const double MEAN[6] = {0.1, 2.385, -0.417, 7.25, -1e-300, 3.5};
static const double CUBE[8] = {0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5};
static const double RATE[2] = {0.25, -3.071};
static const double SHARE[2] = {12.5, 87.5};

typedef struct {
  double rate;      /* first number of cost/rate */
  double seconds;   /* first number of cost/seconds, which is volatile */
  const char *text; /* long_name of cost/share */
  double host;      /* attribute of provenance/run */
  double seed;      /* attribute of provenance */
} variant;
static const variant PLAIN = {0.25, 1.5, "share of the whole", 1.0, 7.0};

static void write_result(const char *name, const variant *v)
{
  tame_h5 *f;
  tame_error err;
  const double mean[6] = {MEAN[0], MEAN[1], MEAN[2], MEAN[3], NAN, MEAN[5]};
  const double rate[2] = {v->rate, RATE[1]};
  const double seconds[2] = {v->seconds, 2.0};
  const double pair[2] = {3.0, 4.0};
  ck_assert_int_ge(tame_h5_create(&f, in_dir(name), &err), 0);
  tame_h5_group(f, "curve", "a curve");
  tame_h5_axis(f, "curve/size", SIZE, 3, "size n", "1");
  tame_h5_axis(f, "curve/side", pair, 2, "side", "m");
  tame_h5_codes(f, "curve/method", "autodiff one_step", "method");
  tame_h5_write(f, "curve/mean", "method size", mean, "mean", "s");
  tame_h5_write(f, "curve/cube", "method side side", CUBE, "cube", "1");
  tame_h5_write_scalar(f, "curve/limit", -2.385, "limit", "1");
  tame_h5_group(f, "cost", "a table");
  tame_h5_codes(f, "cost/method", "autodiff one_step", "method");
  tame_h5_write(f, "cost/rate", "method", rate, "rate", "1");
  tame_h5_write(f, "cost/share", "method", SHARE, v->text, "%");
  tame_h5_write_measured(f, "cost/seconds", "method", seconds, "time", "s");
  tame_h5_group(f, "provenance", "how");
  tame_h5_group(f, "provenance/run", "when");
  tame_h5_attr_number(f, "provenance", "seed", v->seed);
  tame_h5_attr_number(f, "provenance/run", "host", v->host);
  ck_assert_int_ge(tame_h5_commit(f, &err), 0);
}

static void setup(void)
{
  make_dir();
  write_result("plain.h5", &PLAIN);
}

static const char *plain(void) { return in_dir("plain.h5"); }

/* --- h5cols -------------------------------------------------------------- */

/* Whether every number reads back bit for bit. */
START_TEST(h5cols_prints_all_digits_and_names)
{
  const outcome *o = run("h5cols %s curve/size 'curve/mean[0]'", plain());
  double a[3], b[3];
  ck_assert_int_eq(o->status, 0);
  ck_assert_int_eq(sscanf(o->text,
                          "# curve/size curve/mean[0]\n"
                          "%lf %lf\n%lf %lf\n%lf %lf\n",
                          &a[0], &b[0], &a[1], &b[1], &a[2], &b[2]),
                   6);
  for (int i = 0; i < 3; i++) {
    ck_assert_double_eq(a[i], SIZE[i]);
    ck_assert_double_eq(b[i], MEAN[i]);
  }
}
END_TEST

START_TEST(h5cols_prints_missing_numbers_as_NaN)
{
  const outcome *o = run("h5cols %s 'curve/mean[1]'", plain());
  ck_assert_str_eq(o->text, "# curve/mean[1]\n7.25\nNaN\n3.5\n");
}
END_TEST

static const struct {
  const char *slice, *rows;
} SLICES[] = {
    {"curve/limit", "-2.3849999999999998\n"},
    {"curve/limit[]", NULL},
    {"curve/mean[one_step]", "7.25\nNaN\n3.5\n"},
    {"curve/mean[one_step,2]", "3.5\n"},
    {"curve/mean[1,:]", "7.25\nNaN\n3.5\n"},
    {"curve/mean[:,0]", "0.10000000000000001\n7.25\n"},
    {"curve/cube[0,1]", "2.5\n3.5\n"},
    {"curve/cube[0,1,:]", "2.5\n3.5\n"},
    {"curve/cube[:,1,0]", "2.5\n6.5\n"},
    {"curve/cube[1,:,1]", "5.5\n7.5\n"},
    {"curve/cube[1,0,1]", "5.5\n"},
    {"curve/cube[0]", NULL},
    {"curve/cube", NULL},
    {"curve/cube[0,0,0,0]", NULL},
    {"curve/cube[0,2]", NULL},
    {"curve/cube[99999999999999999999999,0]", NULL},
    {"curve/cube[-1,0]", NULL},
    {"curve/cube[0,1", NULL},
    {"curve/cube[0,1]x", NULL},
    {"curve/cube[,0]", NULL},
    {"curve/mean[implicit]", NULL},
    {"curve/mean[one]", NULL},
    {"curve/nothing", NULL},
    {"curve", NULL},
};
enum { N_SLICES = sizeof SLICES / sizeof SLICES[0] };

START_TEST(h5cols_slices_or_says_why_not)
{
  const char *slice = SLICES[_i].slice, *rows = SLICES[_i].rows;
  const outcome *o = run("h5cols %s '%s'", plain(), slice);
  if (rows) {
    char expected[256];
    snprintf(expected, sizeof expected, "# %s\n%s", slice, rows);
    ck_assert_str_eq(o->text, expected);
    ck_assert_int_eq(o->status, 0);
  } else {
    assert_error(o, 1, "h5cols", "curve");
  }
}
END_TEST

START_TEST(h5cols_refuses_columns_of_unequal_length)
{
  assert_error(run("h5cols %s curve/size cost/rate", plain()), 1, "h5cols",
               "2 rows, but curve/size has 3");
}
END_TEST

START_TEST(h5cols_refuses_what_is_no_result)
{
  write_text("text.h5", "no result\n");
  assert_error(run("h5cols %s a/b", in_dir("text.h5")), 1, "h5cols",
               "not an HDF5 file");
  assert_error(run("h5cols %s a/b", in_dir("none.h5")), 1, "h5cols",
               "No such file");
}
END_TEST

START_TEST(h5cols_reports_a_full_disk)
{
  assert_error(run("h5cols %s curve/size >/dev/full", plain()), 1, "h5cols",
               "standard output: cannot write: No space left");
}
END_TEST

START_TEST(h5cols_lists_what_is_in_a_file)
{
  const outcome *o = run("h5cols --list %s", plain());
  ck_assert_int_eq(o->status, 0);
  ck_assert_ptr_nonnull(
      strstr(o->text, "curve/mean(method=2,size=3)\t[s]\tmean\n"));
  ck_assert_ptr_nonnull(strstr(o->text, "curve/limit()\t[1]\tlimit\n"));
  ck_assert_ptr_nonnull(strstr(o->text, "autodiff one_step"));
}
END_TEST

/* --- h5table ------------------------------------------------------------- */

START_TEST(h5table_prints_names_units_and_short_numbers)
{
  const outcome *o = run("h5table cost %s", plain());
  ck_assert_int_eq(o->status, 0);
  ck_assert_str_eq(o->text,
                   "method\trate\tshare of the whole [%]\ttime [s]\n"
                   "autodiff\t0.25\t12.5\t1.5\n"
                   "one_step\t-3.071\t87.5\t2\n");
}
END_TEST

START_TEST(h5table_prints_texts)
{
  tame_h5 *f;
  tame_error err;
  const double rows[3] = {0, 1, 2};
  ck_assert_int_ge(tame_h5_create(&f, in_dir("texts.h5"), &err), 0);
  tame_h5_group(f, "said", "texts");
  tame_h5_index(f, "said/row", 3, "row");
  tame_h5_write(f, "said/text", "row", rows, "text", "1");
  tame_h5_attr(f, "said/text", "texts", "It is far .\n\nYou\tgo .");
  tame_h5_write(f, "said/score", "row", rows, "score", "1");
  ck_assert_int_ge(tame_h5_commit(f, &err), 0);
  const outcome *o = run("h5table said %s", in_dir("texts.h5"));
  ck_assert_int_eq(o->status, 0);
  ck_assert_str_eq(o->text,
                   "row\ttext\tscore\n"
                   "0\tIt is far .\t0\n"
                   "1\t\t1\n"
                   "2\tYou go .\t2\n");
}
END_TEST

START_TEST(h5table_names_the_results_when_there_are_several)
{
  write_result("other.h5", &(variant){NAN, 1.0, PLAIN.text, 1.0, 7.0});
  const outcome *o = run("h5table cost %s %s", plain(), in_dir("other.h5"));
  ck_assert_int_eq(o->status, 0);
  ck_assert_str_eq(o->text,
                   "result\tmethod\trate\tshare of the whole [%]\ttime [s]\n"
                   "plain\tautodiff\t0.25\t12.5\t1.5\n"
                   "plain\tone_step\t-3.071\t87.5\t2\n"
                   "other\tautodiff\tNaN\t12.5\t1\n"
                   "other\tone_step\t-3.071\t87.5\t2\n");
}
END_TEST

START_TEST(h5table_refuses_what_is_no_table)
{
  write_result("other.h5", &(variant){0.0, 1.0, "other words", 1.0, 7.0});
  assert_error(run("h5table curve %s", plain()), 1, "h5table", "2 axes");
  assert_error(run("h5table nothing %s", plain()), 1, "h5table", "nothing");
  assert_error(run("h5table provenance %s", plain()), 1, "h5table",
               "no columns");
  assert_error(run("h5table cost %s", in_dir("none.h5")), 1, "h5table",
               "No such file");
  const outcome *o = run("h5table cost %s %s", plain(), in_dir("other.h5"));
  ck_assert_int_eq(o->status, 1);
  ck_assert_ptr_nonnull(strstr(o->text, "other columns than the first file"));
}
END_TEST

/* --- h5same -------------------------------------------------------------- */

START_TEST(h5same_leaves_out_the_run_and_measured_times)
{
  write_result("again.h5", &(variant){PLAIN.rate, 99.5, PLAIN.text, 2.0, 7.0});
  const outcome *o = run("h5same %s %s", plain(), in_dir("again.h5"));
  ck_assert_str_eq(o->text, "");
  ck_assert_int_eq(o->status, 0);
}
END_TEST

static const struct {
  variant v;
  const char *says;
} DIFFERENCES[] = {
    {{0.25000000000000006, 1.5, "share of the whole", 1.0, 7.0}, "cost/rate"},
    {{NAN, 1.5, "share of the whole", 1.0, 7.0}, "cost/rate"},
    {{0.25, 1.5, "another share", 1.0, 7.0}, "another share"},
    {{0.25, 1.5, "share of the whole", 1.0, 8.0}, "attribute seed"},
};
enum { N_DIFFERENCES = sizeof DIFFERENCES / sizeof DIFFERENCES[0] };

START_TEST(h5same_tells_one_changed_bit)
{
  write_result("changed.h5", &DIFFERENCES[_i].v);
  const outcome *o = run("h5same %s %s", plain(), in_dir("changed.h5"));
  ck_assert_int_eq(o->status, 1);
  ck_assert_msg(strstr(o->text, DIFFERENCES[_i].says), "%s", o->text);
  /* one line: nothing else differs */
  ck_assert_ptr_eq(strchr(o->text, '\n') + 1, o->text + strlen(o->text));
}
END_TEST

START_TEST(h5same_tells_zeros_of_different_sign)
{
  write_result("plus.h5", &(variant){0.0, 1.5, PLAIN.text, 1.0, 7.0});
  write_result("minus.h5", &(variant){-0.0, 1.5, PLAIN.text, 1.0, 7.0});
  ck_assert_int_eq(
      run("h5same %s %s", in_dir("plus.h5"), in_dir("minus.h5"))->status, 1);
}
END_TEST

START_TEST(h5same_finds_what_only_one_file_has)
{
  tame_h5 *f;
  tame_error err;
  ck_assert_int_ge(tame_h5_create(&f, in_dir("less.h5"), &err), 0);
  tame_h5_group(f, "cost", "a table");
  ck_assert_int_ge(tame_h5_commit(f, &err), 0);
  const outcome *o = run("h5same %s %s", plain(), in_dir("less.h5"));
  ck_assert_int_eq(o->status, 1);
  ck_assert_ptr_nonnull(strstr(o->text, "curve/mean: only in the first\n"));
  o = run("h5same %s %s", in_dir("less.h5"), plain());
  ck_assert_int_eq(o->status, 1);
  ck_assert_ptr_nonnull(strstr(o->text, "curve/mean: only in the second\n"));
}
END_TEST

START_TEST(h5same_can_leave_out_all_provenance)
{
  write_result("seed.h5", &DIFFERENCES[N_DIFFERENCES - 1].v);
  ck_assert_int_eq(
      run("h5same --numbers %s %s", plain(), in_dir("seed.h5"))->status, 0);
}
END_TEST

START_TEST(h5same_compares_trees)
{
  char command[600];
  /* the left-over cell of an unmerged run is on one side only */
  snprintf(command, sizeof command,
           "cd '%s' && mkdir -p a/p/x.h5.cells b && cp plain.h5 a/p/x.h5 && "
           "cp -r a/p b && cp plain.h5 a/p/x.h5.cells/cell.h5",
           dir);
  ck_assert_int_eq(system(command), 0);
  ck_assert_int_eq(run("h5same -r %s/a %s/b", dir, dir)->status, 0);

  write_result("b/p/extra.h5", &PLAIN);
  write_result("a/p/x.h5", &DIFFERENCES[0].v);
  const outcome *o = run("h5same -r %s/a %s/b", dir, dir);
  ck_assert_int_eq(o->status, 1);
  ck_assert_ptr_nonnull(strstr(o->text, "p/x.h5: cost/rate: 1 of 2 numbers"));
  ck_assert_ptr_nonnull(strstr(o->text, "p/extra.h5: only in"));
}
END_TEST

START_TEST(h5same_exits_2_when_it_cannot_compare)
{
  assert_error(run("h5same %s %s", plain(), in_dir("none.h5")), 2, "h5same",
               "No such file");
  assert_error(run("h5same -r %s/none %s", dir, dir), 2, "h5same",
               "No such file");
}
END_TEST

/* --- tokenise ------------------------------------------------------------ */

static const outcome *tokenise(const char *text)
{
  return run("tokenise %s %s %s %s", in_dir("encoder.json"),
             in_dir("vocab.bpe"), in_dir("out.bin"), in_dir(text));
}

START_TEST(tokenise_writes_a_stream_or_nothing)
{
  static const uint16_t TOKENS[4] = {BPE_THE, BPE__THE, '\n', BPE_END};
  unsigned char byte[10];
  write_bpe_files();
  write_text("t.txt", "the the\n");
  write_text("bad.txt", "the \xFF");
  assert_error(tokenise("bad.txt"), 1, "tokenise",
               "bad.txt: the text is not UTF-8 at byte 4");
  assert_error(tokenise("none.txt"), 1, "tokenise", "No such file");
  ck_assert_int_ne(access(in_dir("out.bin"), F_OK), 0);
  const outcome *o = tokenise("t.txt");
  ck_assert_int_eq(o->status, 0);
  ck_assert_ptr_nonnull(strstr(o->text, "4 tokens of 1 text, vocabulary 262"));
  FILE *in = fopen(in_dir("out.bin"), "r");
  ck_assert_uint_eq(fread(byte, 1, sizeof byte, in), 8);
  fclose(in);
  for (size_t i = 0; i < 4; i++)
    ck_assert_uint_eq(byte[2 * i] | (unsigned)byte[2 * i + 1] << 8, TOKENS[i]);
}
END_TEST

/* --- all of them --------------------------------------------------------- */

static const char *const TOOLS[] = {"h5cols", "h5table", "h5same", "verify",
                                    "tokenise"};
enum { N_TOOLS = sizeof TOOLS / sizeof TOOLS[0] };

START_TEST(every_tool_explains_itself)
{
  const outcome *o = run("%s --help", TOOLS[_i]);
  ck_assert_int_eq(o->status, 0);
  ck_assert_ptr_eq(strstr(o->text, "usage: "), o->text);
  ck_assert_int_eq(run("%s", TOOLS[_i])->status, 2);
  o = run("%s --nonsense a b", TOOLS[_i]);
  ck_assert_int_eq(o->status, 2);
  ck_assert_ptr_eq(strstr(o->text, "usage: "), o->text);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("tools");
  tcase_add_checked_fixture(t, setup, remove_dir);
  tcase_add_test(t, h5cols_prints_all_digits_and_names);
  tcase_add_test(t, h5cols_prints_missing_numbers_as_NaN);
  tcase_add_test(t, tokenise_writes_a_stream_or_nothing);
  tcase_add_loop_test(t, h5cols_slices_or_says_why_not, 0, N_SLICES);
  tcase_add_test(t, h5cols_refuses_columns_of_unequal_length);
  tcase_add_test(t, h5cols_refuses_what_is_no_result);
  tcase_add_test(t, h5cols_reports_a_full_disk);
  tcase_add_test(t, h5cols_lists_what_is_in_a_file);
  tcase_add_test(t, h5table_prints_names_units_and_short_numbers);
  tcase_add_test(t, h5table_prints_texts);
  tcase_add_test(t, h5table_names_the_results_when_there_are_several);
  tcase_add_test(t, h5table_refuses_what_is_no_table);
  tcase_add_test(t, h5same_leaves_out_the_run_and_measured_times);
  tcase_add_loop_test(t, h5same_tells_one_changed_bit, 0, N_DIFFERENCES);
  tcase_add_test(t, h5same_tells_zeros_of_different_sign);
  tcase_add_test(t, h5same_finds_what_only_one_file_has);
  tcase_add_test(t, h5same_can_leave_out_all_provenance);
  tcase_add_test(t, h5same_compares_trees);
  tcase_add_test(t, h5same_exits_2_when_it_cannot_compare);
  tcase_add_loop_test(t, every_tool_explains_itself, 0, N_TOOLS);
  return run_tests(t);
}
