/* SPDX-License-Identifier: MIT */
/* What all experiments must satisfy, on the results of the smoke run
 * (`make smoke` comes first): files follow the schema, and paper-map.md agrees
 * with `make list`. */
#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/describe.h"
#include "tame/h5.h"
#include "tame/plan.h"

static const char PLAN[] = "build/plan/smoke.txt";
static tame_plan plan;

static void read_plan(void)
{
  tame_error err;
  ck_assert_msg(tame_plan_read(&plan, PLAN, &err) == TAME_OK, "%s", err.text);
}

static void free_plan(void) { tame_plan_free(&plan); }

static bool has_text(const tame_h5 *f, const char *path, const char *name)
{
  char *text = NULL;
  const bool found =
      tame_h5_read_attr(&text, f, path, name, NULL) == TAME_OK && *text != '\0';
  free(text);
  return found;
}

/* --- schema -------------------------------------------------------------- */

typedef struct {
  const tame_h5 *f;
  const char *file;
  size_t n_sets, n_panels;
} schema;

/* Every dimension of a data set has a named scale of its length; a scale is
 * one-dimensional and describes itself. */
static void check_axes(const schema *s, const char *path, tame_h5_shape shape)
{
  char *axis = NULL;
  for (size_t d = 0; d < shape.rank; d++) {
    const bool has_scale =
        tame_h5_axis_name(&axis, s->f, path, d, NULL) == TAME_OK;
    const bool is_scale = shape.rank == 1 && has_text(s->f, path, "CLASS");
    ck_assert_msg(has_scale || is_scale, "%s: %s: dimension %zu has no scale",
                  s->file, path, d);
    free(axis);
  }
}

static void check_panel(const schema *s, const char *group)
{
  char *signal = NULL, path[512];
  ck_assert_int_eq(tame_h5_read_attr(&signal, s->f, group, "signal", NULL), 0);
  snprintf(path, sizeof path, "%s/%s", group, signal);
  ck_assert_msg(tame_h5_exists(s->f, path), "%s: %s: no signal %s", s->file,
                group, signal);
  free(signal);
}

static bool check_object(const char *path, bool is_group, void *ctx)
{
  schema *s = ctx;
  if (is_group) {
    ck_assert_msg(has_text(s->f, path, "title"), "%s: group %s has no title",
                  s->file, path);
    if (has_text(s->f, path, "NX_class")) {
      check_panel(s, path);
      s->n_panels++;
    }
    return true;
  }
  double *x;
  tame_h5_shape shape;
  ck_assert_msg(has_text(s->f, path, "long_name"), "%s: %s has no long_name",
                s->file, path);
  ck_assert_msg(has_text(s->f, path, "units"), "%s: %s has no units", s->file,
                path);
  ck_assert_msg(tame_h5_read(&x, &shape, s->f, path, NULL) == TAME_OK,
                "%s: %s cannot be read", s->file, path);
  check_axes(s, path, shape);
  free(x);
  s->n_sets++;
  return true;
}

static void check_file(const tame_plan_entry *e)
{
  static const char *const root[] = {"Conventions", "title", "paper", "figures",
                                     "scale"};
  static const char *const provenance[] = {
      "program",  "arguments", "config", "program_sha256",
      "compiler", "cflags",    "gsl",    "hdf5",
      "openblas", "blas_core", "inputs"};
  tame_h5 *f;
  tame_error err;
  double seconds = 0.0;
  ck_assert_msg(tame_h5_open(&f, e->file, &err) == TAME_OK, "%s", err.text);
  schema s = {f, e->file, 0, 0};
  for (size_t i = 0; i < sizeof root / sizeof *root; i++)
    ck_assert_msg(has_text(f, "/", root[i]), "%s: no %s", e->file, root[i]);
  for (size_t i = 0; i < sizeof provenance / sizeof *provenance; i++)
    ck_assert_msg(has_text(f, "provenance", provenance[i]), "%s: no %s",
                  e->file, provenance[i]);
  ck_assert_int_eq(tame_h5_read_attr_number(&seconds, f, "provenance/run",
                                            "cpu_seconds", NULL),
                   TAME_OK);
  ck_assert_double_gt(seconds, 0.0);
  ck_assert_int_eq(tame_h5_walk(f, "/", check_object, &s, &err), TAME_OK);
  ck_assert_msg(s.n_sets > 0, "%s: empty", e->file);
  ck_assert_msg(s.n_panels > 0, "%s: no NXdata panel", e->file);
  tame_h5_close(f);
}

START_TEST(every_result_follows_the_schema)
{
  size_t n = 0;
  for (size_t i = 0; i < plan.n; i++)
    if (plan.entry[i].kind == TAME_PLAN_EXPERIMENT) {
      check_file(&plan.entry[i]);
      n++;
    }
  ck_assert_uint_gt(n, 0);
}
END_TEST

/* The attribute `figures` of the result FILE holds the word NAME. */
static void check_named(const char *file, const char *name)
{
  tame_h5 *f;
  char *words = NULL;
  const size_t length = strlen(name);
  bool found = false;
  ck_assert_int_eq(tame_h5_open(&f, file, NULL), TAME_OK);
  ck_assert_int_eq(tame_h5_read_attr(&words, f, "/", "figures", NULL), TAME_OK);
  for (const char *w = words; *w && !found; w += strspn(w, " ")) {
    const size_t n = strcspn(w, " ");
    found = n == length && strncmp(w, name, n) == 0;
    w += n;
  }
  ck_assert_msg(found, "%s: its figures are '%s', without %s", file, words,
                name);
  free(words);
  tame_h5_close(f);
}

START_TEST(every_result_names_what_is_drawn_from_it)
{
  for (size_t i = 0; i < plan.n; i++) {
    const tame_plan_entry *e = &plan.entry[i];
    if (e->kind != TAME_PLAN_FIGURE && e->kind != TAME_PLAN_TABLE) continue;
    char *file;
    for (size_t d = 0; (file = tame_plan_data(e, d)); d++) {
      check_named(file, e->name);
      free(file);
    }
  }
}
END_TEST

START_TEST(every_figure_was_drawn)
{
  for (size_t i = 0; i < plan.n; i++) {
    struct stat st;
    const tame_plan_entry *e = &plan.entry[i];
    if (e->kind != TAME_PLAN_FIGURE && e->kind != TAME_PLAN_TABLE) continue;
    ck_assert_msg(stat(e->file, &st) == 0 && st.st_size > 100, "%s", e->file);
  }
}
END_TEST

/* --- the map ------------------------------------------------------------- */

static char *slurp(const char *path)
{
  FILE *f = fopen(path, "r");
  ck_assert_msg(f != NULL, "%s", path);
  fseek(f, 0, SEEK_END);
  const size_t n = (size_t)ftell(f);
  rewind(f);
  char *text = tame_calloc(n + 1, 1);
  ck_assert_uint_eq(fread(text, 1, n, f), n);
  fclose(f);
  return text;
}

/* "scale/smoke/figures/x.svg" -> "figures/x.pdf": the map names the default
 * scale's PDF. */
static void mapped_name(char *text, size_t size, const char *file)
{
  const char *start = strncmp(file, "scale/smoke/", 12) == 0 ? file + 12 : file;
  snprintf(text, size, "%s", start);
  char *ending = strrchr(text, '.');
  if (ending && strcmp(ending, ".svg") == 0) memcpy(ending, ".pdf", 4);
}

START_TEST(the_map_names_everything_that_make_lists)
{
  char *map = slurp("paper-map.md"), name[512];
  for (size_t i = 0; i < plan.n; i++) {
    if (plan.entry[i].kind == TAME_PLAN_PAPER) continue;
    mapped_name(name, sizeof name, plan.entry[i].file);
    ck_assert_msg(strstr(map, name) != NULL, "paper-map.md lacks %s", name);
  }
  free(map);
}
END_TEST

static bool plan_has(const char *name)
{
  char mine[512];
  for (size_t i = 0; i < plan.n; i++) {
    mapped_name(mine, sizeof mine, plan.entry[i].file);
    if (plan.entry[i].kind != TAME_PLAN_PAPER && strcmp(mine, name) == 0)
      return true;
  }
  return false;
}

/* Every `data/<id>/<name>.h5` and `figures/<id>/<name>.*` in backquotes. */
START_TEST(the_map_names_nothing_else)
{
  char *map = slurp("paper-map.md"), name[512];
  size_t n = 0;
  for (const char *c = strchr(map, '`'); c; c = strchr(c, '`')) {
    const size_t length = strcspn(++c, "`:");
    snprintf(name, sizeof name, "%.*s", (int)length, c);
    c += strcspn(c, "`") + 1;
    if ((strncmp(name, "data/", 5) == 0 || strncmp(name, "figures/", 8) == 0) &&
        strchr(name, '.') && !strchr(name, '*') && !strchr(name, '<')) {
      ck_assert_msg(plan_has(name), "paper-map.md names %s, make does not",
                    name);
      n++;
    }
  }
  ck_assert_uint_gt(n, 0);
  free(map);
}
END_TEST

/* Claims of the map and of `claims --list` of each paper, both ways. */
START_TEST(the_map_names_exactly_the_claims)
{
  char *map = slurp("paper-map.md"), line[1024], id[64];
  size_t listed = 0, mapped = 0;
  for (size_t i = 0; i < plan.n; i++) {
    if (plan.entry[i].kind != TAME_PLAN_PAPER) continue;
    snprintf(line, sizeof line, "build/bin/%s/claims --list",
             plan.entry[i].paper);
    FILE *pipe = popen(line, "r");
    while (fgets(line, sizeof line, pipe)) {
      char key[80];
      ck_assert_int_eq(sscanf(line, "claim\t%*[^\t]\t%63[^\t]", id), 1);
      snprintf(key, sizeof key, "| %s |", id);
      ck_assert_msg(strstr(map, key) != NULL, "paper-map.md lacks claim %s",
                    id);
      listed++;
    }
    ck_assert_int_eq(pclose(pipe), 0);
  }
  for (const char *c = strstr(map, "-C"); c; c = strstr(c + 2, "-C")) {
    const char *start = c;
    while (start > map && strchr("0123456789.", start[-1])) start--;
    mapped += start - map >= 2 && strncmp(start - 2, "| ", 2) == 0;
  }
  ck_assert_uint_gt(listed, 0);
  ck_assert_uint_eq(listed, mapped);
  free(map);
}
END_TEST

/* Names in the head of a figure script, against the claims of the map. */
START_TEST(figures_carry_claims_that_exist)
{
  char *map = slurp("paper-map.md");
  size_t n = 0;
  for (size_t i = 0; i < plan.n; i++) {
    const tame_plan_entry *e = &plan.entry[i];
    tame_figure_text t;
    tame_error err;
    if (e->kind != TAME_PLAN_FIGURE) continue;
    ck_assert_msg(tame_figure_text_read(&t, e->source, &err) == TAME_OK, "%s",
                  err.text);
    for (char *id = strtok(t.claims, " "); id; id = strtok(NULL, " "), n++) {
      char key[80];
      snprintf(key, sizeof key, "| %s |", id);
      ck_assert_msg(strstr(map, key) != NULL, "%s: no claim %s", e->source, id);
    }
    tame_figure_text_free(&t);
  }
  ck_assert_uint_gt(n, 0);
  free(map);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("experiments");
  tcase_add_checked_fixture(t, read_plan, free_plan);
  tcase_set_timeout(t, 300);
  tcase_add_test(t, every_result_follows_the_schema);
  tcase_add_test(t, every_result_names_what_is_drawn_from_it);
  tcase_add_test(t, every_figure_was_drawn);
  tcase_add_test(t, the_map_names_everything_that_make_lists);
  tcase_add_test(t, the_map_names_nothing_else);
  tcase_add_test(t, the_map_names_exactly_the_claims);
  tcase_add_test(t, figures_carry_claims_that_exist);
  return run_tests(t);
}
