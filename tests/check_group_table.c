/* SPDX-License-Identifier: MIT */
/* tame/group_table.h: from somebody's file to rows, inputs, labels, groups. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/arff.h"
#include "tame/dataset.h"
#include "tame/group_table.h"
#include "tame/rng.h"

/* 60 people; one in three is f, every fifth y, two with something missing. */
static void write_people(void)
{
  FILE *out = fopen(in_dir("people.csv"), "w");
  fputs("sex,age,job,label\n", out);
  for (int i = 0; i < 60; i++)
    fprintf(out, "%s,%d,%s,%s\n",
            i == 7  ? "?"
            : i % 3 ? "m"
                    : "f",
            20 + i % 40, i % 4 ? "a" : "b",
            i == 11 ? ""
            : i % 5 ? "n"
                    : "y");
  ck_assert_int_eq(fclose(out), 0);
}

static void open_people(tame_frame *f)
{
  tame_error err = {""};
  write_people();
  ck_assert_msg(tame_frame_open(f, in_dir("people.csv"), NULL, &err) == TAME_OK,
                "%s", err.text);
}

static void make(tame_group_table *t, tame_frame *f,
                 const tame_group_choice *choice)
{
  tame_error err = {""};
  gsl_rng *rng = tame_rng_alloc(0, "people", 0);
  ck_assert_msg(tame_group_table_make(t, f, choice, rng, &err) == TAME_OK, "%s",
                err.text);
  gsl_rng_free(rng);
}

static bool has_note(const tame_group_table *t, const char *text)
{
  for (size_t k = 0; k < t->notes.n; k++)
    if (strstr(t->notes.line[k], text)) return true;
  return false;
}

START_TEST(rows_carry_their_own_label_and_group)
{
  tame_frame f;
  tame_group_table t;
  open_people(&f);
  make(&t, &f,
       &(tame_group_choice){
           .label = "label", .group = "sex", .keep = 1.0, .test = 0.25});
  ck_assert_uint_eq(t.classes, 2);
  ck_assert_str_eq(t.class_name[1], "y");
  ck_assert_uint_eq(t.train.n + t.test.n, 58);
  const tame_group_rows *part[2] = {&t.train, &t.test};
  size_t n0[2] = {0}, seen[60] = {0};
  for (size_t s = 0; s < 2; s++) {
    for (size_t k = 0; k < part[s]->n; k++) {
      const size_t i = part[s]->row[k];
      ck_assert_uint_eq(part[s]->a[k], i % 3 ? 1 : 0);
      ck_assert_uint_eq(part[s]->label[k], i % 5 ? 0 : 1);
      ck_assert(i != 7 && i != 11);
      n0[s] += part[s]->a[k] == 0;
      seen[i]++;
      /* sex and job have two inputs each, age one */
      for (size_t j = 0; j < t.d; j++)
        if (strcmp(t.encoder.input[j].name, "job=b") == 0)
          ck_assert_double_eq(part[s]->x[k * t.d + j], i % 4 ? 0.0 : 1.0);
    }
  }
  ck_assert_uint_eq(t.d, 5);
  /* of 16 f/n and 4 f/y a quarter */
  ck_assert_uint_eq(n0[1], 4 + 1);
  ck_assert_uint_eq(n0[0], 15);
  for (size_t i = 0; i < 60; i++) ck_assert_uint_eq(seen[i], i != 7 && i != 11);
  ck_assert(has_note(&t, "the minority is 'f', the rarer of two"));
  ck_assert(has_note(&t, "'label': missing in 1 rows, which are left out"));
  ck_assert(has_note(&t, "'sex': missing in 1 rows, which are left out"));
  ck_assert(has_note(&t, "15 with A = 0 (0 of the minority thinned out), "));
  tame_group_table_free(&t);
  tame_frame_free(&f);
}
END_TEST

START_TEST(thinning_leaves_the_test_rows_alone)
{
  tame_frame f;
  tame_group_table t[2];
  open_people(&f);
  for (size_t k = 0; k < 2; k++)
    make(&t[k], &f,
         &(tame_group_choice){.label = "label",
                              .group = "sex",
                              .hide_group = true,
                              .keep = k ? 0.2 : 1.0,
                              .test = 0.25});
  ck_assert_uint_eq(t[0].d, 3); /* sex is no input now */
  ck_assert_uint_eq(t[0].test.n, t[1].test.n);
  ck_assert_mem_eq(t[0].test.row, t[1].test.row, t[0].test.n * sizeof(size_t));
  ck_assert_uint_eq(t[0].train.n - t[1].train.n, 12); /* 15 - 3 */
  ck_assert(has_note(&t[1], "3 with A = 0 (12 of the minority thinned out)"));
  for (size_t k = 0; k < 2; k++) tame_group_table_free(&t[k]);
  tame_frame_free(&f);
}
END_TEST

START_TEST(a_bound_or_words_name_the_minority)
{
  static const char *const M[] = {"m", NULL};
  const double young = 25.0;
  tame_frame f;
  tame_group_table t;
  open_people(&f);
  make(&t, &f,
       &(tame_group_choice){
           .label = "label", .group = "sex", .minority = M, .keep = 1.0});
  for (size_t k = 0; k < t.train.n; k++)
    ck_assert_uint_eq(t.train.a[k], t.train.row[k] % 3 ? 0 : 1);
  ck_assert_uint_eq(t.test.n, 0);
  tame_group_table_free(&t);
  make(&t, &f,
       &(tame_group_choice){
           .label = "label", .group = "age", .below = &young, .keep = 1.0});
  for (size_t k = 0; k < t.train.n; k++)
    ck_assert_uint_eq(t.train.a[k], t.train.row[k] % 40 < 5 ? 0 : 1);
  ck_assert(!f.column[1].is_categorical); /* age is still a number */
  tame_group_table_free(&t);
  tame_frame_free(&f);
}
END_TEST

START_TEST(a_test_file_tests_what_the_first_file_trains)
{
  tame_frame f, g;
  tame_group_table t;
  tame_error err = {""};
  open_people(&f);
  open_people(&g);
  ck_assert_int_eq(tame_frame_append(&f, &g, &err), TAME_OK);
  make(&t, &f,
       &(tame_group_choice){
           .label = "label", .group = "sex", .keep = 1.0, .n_train = 60});
  ck_assert_uint_eq(t.train.n, 58);
  ck_assert_uint_eq(t.test.n, 58);
  for (size_t k = 0; k < 58; k++)
    ck_assert_uint_eq(t.test.row[k], t.train.row[k] + 60);
  tame_group_table_free(&t);
  tame_frame_free(&f);
  tame_frame_free(&g);
}
END_TEST

START_TEST(what_cannot_be_compared_is_refused)
{
  static const char *const Q[] = {"q", NULL};
  static const double BOUND = 1.0;
  static const struct {
    tame_group_choice choice;
    tame_status status;
    const char *why;
  } BAD[] = {
      {{.label = "label", .group = "sx", .keep = 1.0},
       TAME_EFORMAT,
       "no column 'sx'; there are 'sex', 'age', 'job', 'label'"},
      {{.label = "l", .group = "sex", .keep = 1.0},
       TAME_EFORMAT,
       "no column 'l'"},
      {{.label = "label", .group = "sex", .minority = Q, .keep = 1.0},
       TAME_EFORMAT,
       "column 'sex' has no 'q'; there are 'f', 'm'"},
      {{.label = "label", .group = "sex", .below = &BOUND, .keep = 1.0},
       TAME_EFORMAT,
       "column 'sex' holds words"},
      {{.label = "label", .group = "age", .below = &BOUND, .keep = 1.0},
       TAME_EFORMAT,
       "column 'age': 0 of the 59 training rows are in the minority"},
      {{.label = "label", .group = "sex", .keep = 0.0},
       TAME_EFORMAT,
       "column 'sex': 0 of the "},
      {{.label = "label", .group = "sex", .keep = 1.5},
       TAME_EINVAL,
       "shares from 0 to 1"},
      {{.label = "label", .group = "sex", .test = NAN},
       TAME_EINVAL,
       "shares from 0 to 1"},
      {{.label = "label", .group = "sex", .minority = Q, .below = &BOUND},
       TAME_EINVAL,
       "not both"},
      {{.label = "label", .group = "sex", .keep = 1.0, .encode.max_levels = 1},
       TAME_EFORMAT,
       "column 'label': 2 different labels, more than 1"},
      {{.label = "label", .group = "sex", .keep = 1.0, .encode.skip = Q},
       TAME_EFORMAT,
       "no column 'q'"},
      {{.label = "label", .group = "age", .keep = 1.0},
       TAME_EFORMAT,
       "column 'age' has 40 groups, not two"}};
  for (size_t k = 0; k < sizeof BAD / sizeof *BAD; k++) {
    tame_frame f;
    tame_group_table t;
    tame_error err = {""};
    gsl_rng *rng = tame_rng_alloc(0, "people", 0);
    open_people(&f);
    ck_assert_int_eq(tame_group_table_make(&t, &f, &BAD[k].choice, rng, &err),
                     BAD[k].status);
    ck_assert_msg(strstr(err.text, BAD[k].why), "no '%s' in: %s", BAD[k].why,
                  err.text);
    ck_assert_ptr_null(t.train.x);
    tame_frame_free(&f);
    gsl_rng_free(rng);
  }
}
END_TEST

START_TEST(a_table_without_rows_or_with_one_label_is_refused)
{
  static const char *const TEXT[2] = {"g,label,x\n",
                                      "g,label,x\na,u,1\nb,u,2\n"},
                           *const WHY[2] = {"0 groups, not two",
                                            "all training rows have the same"};
  for (size_t k = 0; k < 2; k++) {
    tame_frame f;
    tame_group_table t;
    tame_error err = {""};
    write_text("t.csv", TEXT[k]);
    ck_assert_int_eq(tame_frame_open(&f, in_dir("t.csv"), NULL, &err), TAME_OK);
    gsl_rng *rng = tame_rng_alloc(0, "people", 0);
    ck_assert_int_eq(
        tame_group_table_make(
            &t, &f,
            &(tame_group_choice){.label = "label", .group = "g", .keep = 1.0},
            rng, &err),
        TAME_EFORMAT);
    ck_assert_msg(strstr(err.text, WHY[k]), "no '%s' in: %s", WHY[k], err.text);
    gsl_rng_free(rng);
    tame_frame_free(&f);
  }
}
END_TEST

/* The sizes of the specification: 9, 30, 90 of 300 bad ones, 700 good. */
START_TEST(german_credit_has_the_sizes_of_the_experiment)
{
  static const double KEEP[3] = {0.03, 0.1, 0.3};
  static const char *const BAD[] = {"bad", NULL};
  char *path;
  tame_frame f;
  tame_error err = {""};
  if (tame_dataset_find(&path, "credit-g", NULL, &err) < 0) {
    printf("skipped: %s\n", err.text);
    return;
  }
  ck_assert_int_eq(tame_arff_read(&f, path, &err), TAME_OK);
  for (size_t k = 0; k < 3; k++) {
    tame_group_table t;
    make(&t, &f,
         &(tame_group_choice){.label = "class",
                              .group = "class",
                              .minority = BAD,
                              .keep = KEEP[k],
                              .encode.keep_constant = true});
    ck_assert_uint_eq(t.d, 63);
    ck_assert_uint_eq(t.train.n, 700 + (size_t)(300.0 * KEEP[k] + 0.5));
    for (size_t i = 0; i < t.train.n; i++)
      ck_assert_uint_eq(t.train.a[i], t.train.label[i] == 0);
    tame_group_table_free(&t);
  }
  tame_frame_free(&f);
  free(path);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("group_table");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, rows_carry_their_own_label_and_group);
  tcase_add_test(t, thinning_leaves_the_test_rows_alone);
  tcase_add_test(t, a_bound_or_words_name_the_minority);
  tcase_add_test(t, a_test_file_tests_what_the_first_file_trains);
  tcase_add_test(t, what_cannot_be_compared_is_refused);
  tcase_add_test(t, a_table_without_rows_or_with_one_label_is_refused);
  tcase_add_test(t, german_credit_has_the_sizes_of_the_experiment);
  return run_tests(t);
}
