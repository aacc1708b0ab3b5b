/* SPDX-License-Identifier: MIT */
/* The parts of the page, and the page that `report` makes of a small tree. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <check.h>

#include "run_tests.h"
#include "sandbox.h"
#include "tame/describe.h"
#include "tame/h5.h"
#include "tame/html.h"
#include "tame/plan.h"

/* --- pieces of HTML ------------------------------------------------------ */

/* What PRINT(out, text) prints. */
static void assert_prints(void (*print)(FILE *, const char *), const char *text,
                          const char *expected)
{
  char *got = NULL;
  size_t size;
  FILE *out = open_memstream(&got, &size);
  print(out, text);
  fclose(out);
  ck_assert_str_eq(got, expected);
  free(got);
}

START_TEST(text_is_escaped)
{
  assert_prints(tame_html_text, "<a b=\"1\" c='2'> & ‖x‖",
                "&lt;a b=&quot;1&quot; c=&#39;2&#39;&gt; &amp; ‖x‖");
}
END_TEST

static const struct {
  const char *text, *html;
} MARKDOWN[] =
    {
        {"`a<b` *c* **d**",
         "<code>a&lt;b</code> <em>c</em> <strong>d</strong>"},
        {"2 * 3 * 4 of one_step", "2 * 3 * 4 of one_step"},
        {"x_k, x_{k+1}; 10^{-5} n^2",
         "x<sub>k</sub>, x<sub>k+1</sub>; "
         "10<sup>-5</sup> n<sup>2</sup>"},
        {"_k a_{ a_{} a^ x_kk a_", "_k a_{ a_{} a^ x_kk a_"},
        {"E_β(ρ), (1+t)^γ; x_βγ a_−",
         "E<sub>β</sub>(ρ), (1+t)<sup>γ</sup>; x_βγ a_−"},
        {"see https://x.org/a_b?c=1&d. Or (https://y.org)",
         "see <a "
         "href=\"https://x.org/a_b?c=1&amp;d\">https://x.org/a_b?c=1&amp;d"
         "</a>. Or (<a href=\"https://y.org\">https://y.org</a>)"},
        {"an open `code", "an open `code"},
        {"[t&u](https://x.org/?a=\"1\")",
         "<a href=\"https://x.org/?a=&quot;1&quot;\">t&amp;u</a>"},
        {"[here](../lib/README.md), [0.97, 1.03] (x)",
         "here, [0.97, 1.03] (x)"},
        {"[x](javascript:alert(1))", "x)"},
        {"<script>", "&lt;script&gt;"},
},
  NUMBERS[] = {
      {"2002000", "2002000"},
      {"-0.33333333333333331", "−0.3333"},
      {"1.234567e-13", "1.235×10<sup>−13</sup>"},
      {"-2e+20", "−2×10<sup>20</sup>"},
      {"NaN", "–"},
      {"", ""},
      {"about <10>", "about &lt;10&gt;"},
};
enum {
  N_MARKDOWN = sizeof MARKDOWN / sizeof MARKDOWN[0],
  N_NUMBERS = sizeof NUMBERS / sizeof NUMBERS[0]
};

START_TEST(markdown_becomes_html_and_nothing_else_does)
{
  assert_prints(tame_html_markdown, MARKDOWN[_i].text, MARKDOWN[_i].html);
}
END_TEST

START_TEST(numbers_are_printed_for_people)
{
  assert_prints(tame_html_number, NUMBERS[_i].text, NUMBERS[_i].html);
}
END_TEST

static const struct {
  double seconds;
  const char *text;
} DURATIONS[] = {{0.0421, "0.042 s"},   {2.385, "2.38 s"},
                 {99.94, "99.9 s"},     {99.96, "1 min 40 s"},
                 {119.7, "2 min 0 s"},  {7199.4, "119 min 59 s"},
                 {7199.6, "2 h 0 min"}, {90061.0, "25 h 1 min"}};
enum { N_DURATIONS = sizeof DURATIONS / sizeof DURATIONS[0] };

START_TEST(durations_never_show_sixty_seconds)
{
  char *got = NULL;
  size_t size;
  FILE *out = open_memstream(&got, &size);
  tame_html_seconds(out, DURATIONS[_i].seconds);
  fclose(out);
  ck_assert_str_eq(got, DURATIONS[_i].text);
  free(got);
}
END_TEST

static const struct {
  const char *path, *from, *relative;
} ADDRESSES[] = {
    {"figures/p/a.svg", "figures", "p/a.svg"},
    {"./figures/p/a.svg", "./figures/", "p/a.svg"},
    {"data/p/a.h5", "figures", "../data/p/a.h5"},
    {"data/p/a.h5", "", "data/p/a.h5"},
    {"data/p/a.h5", ".", "data/p/a.h5"},
    {"scale/smoke/data/a.h5", "scale/smoke/figures", "../data/a.h5"},
    {"experiments/p/a.gp", "scale/smoke/figures",
     "../../../experiments/p/a.gp"},
    {"figures2/a.svg", "figures", "../figures2/a.svg"},
    {"/tmp/a.h5", "figures", "/tmp/a.h5"},
};
enum { N_ADDRESSES = sizeof ADDRESSES / sizeof ADDRESSES[0] };

START_TEST(addresses_are_seen_from_the_page)
{
  char *got = tame_html_relative(ADDRESSES[_i].path, ADDRESSES[_i].from);
  ck_assert_str_eq(got, ADDRESSES[_i].relative);
  free(got);
}
END_TEST

/* --- what people wrote --------------------------------------------------- */

START_TEST(the_head_of_a_script_is_read)
{
  tame_figure_text t;
  tame_error err;
  write_text("a.gp",
             "# What this is: a figure\n"
             "# usage: gnuplot -c a.gp\n"
             "#\n"
             "# kind: illustration\n"
             "# title: Figure 2\n"
             "# caption: one\n"
             "#   two: three\n"
             "# a remark\n"
             "#   that goes on\n"
             "# alt: seen\n"
             "# claims: p-C1 p-C2\n"
             "\n"
             "# title: not in the head\n");
  ck_assert_int_eq(tame_figure_text_read(&t, in_dir("a.gp"), &err), TAME_OK);
  ck_assert(t.is_illustration);
  ck_assert_str_eq(t.title, "Figure 2");
  ck_assert_str_eq(t.caption, "one two: three");
  ck_assert_str_eq(t.alt, "seen");
  ck_assert_str_eq(t.claims, "p-C1 p-C2");
  tame_figure_text_free(&t);
}
END_TEST

START_TEST(the_first_line_stands_in_for_title_and_alt)
{
  tame_figure_text t;
  tame_error err;
  write_text("a.gp", "# Error of all\n# kind: figure");
  ck_assert_int_eq(tame_figure_text_read(&t, in_dir("a.gp"), &err), TAME_OK);
  ck_assert(!t.is_illustration);
  ck_assert_str_eq(t.title, "Error of all");
  ck_assert_str_eq(t.alt, "Error of all");
  ck_assert_str_eq(t.caption, "");
  tame_figure_text_free(&t);
}
END_TEST

START_TEST(a_script_without_kind_is_refused)
{
  tame_figure_text t;
  tame_error err;
  write_text("a.gp", "# kind of a figure\n# kind: figures\nplot x\n");
  ck_assert_int_eq(tame_figure_text_read(&t, in_dir("a.gp"), &err),
                   TAME_EFORMAT);
  ck_assert_ptr_nonnull(strstr(err.text, "a.gp"));
  ck_assert_int_eq(tame_figure_text_read(&t, in_dir("none.gp"), &err),
                   TAME_EMISSING);
}
END_TEST

START_TEST(a_readme_begins_with_title_and_paragraphs)
{
  tame_readme r;
  tame_error err;
  write_text("README.md", "# A title\n\nAuthors.\n\nOne\ntwo.\n\n## More\nx\n");
  ck_assert_int_eq(tame_readme_read(&r, in_dir("README.md"), &err), TAME_OK);
  ck_assert_str_eq(r.title, "A title");
  ck_assert_str_eq(r.text, "Authors.\nOne two.");
  tame_readme_free(&r);
  write_text("README.md", "no title\n");
  ck_assert_int_eq(tame_readme_read(&r, in_dir("README.md"), &err),
                   TAME_EFORMAT);
}
END_TEST

START_TEST(a_plan_is_read_or_refused)
{
  tame_plan p;
  tame_error err;
  write_text("p.txt", "paper|1|one; figure|1|f|f.svg|f.gp|a.h5+b.h5;\n");
  ck_assert_int_eq(tame_plan_read(&p, in_dir("p.txt"), &err), TAME_OK);
  ck_assert_uint_eq(p.n, 2);
  ck_assert_int_eq(p.entry[1].kind, TAME_PLAN_FIGURE);
  ck_assert_str_eq(p.entry[0].name, "one");
  ck_assert_str_eq(p.entry[0].data, "");
  ck_assert_ptr_null(tame_plan_data(&p.entry[0], 0));
  char *a = tame_plan_data(&p.entry[1], 0), *b = tame_plan_data(&p.entry[1], 1);
  ck_assert_str_eq(a, "a.h5");
  ck_assert_str_eq(b, "b.h5");
  ck_assert_ptr_null(tame_plan_data(&p.entry[1], 2));
  free(a);
  free(b);
  tame_plan_free(&p);
  /* many lines without a ';' */
  write_text("p.txt", "paper|1|a\npaper|1|b\npaper|1|c\n");
  ck_assert_int_eq(tame_plan_read(&p, in_dir("p.txt"), &err), TAME_OK);
  ck_assert_uint_eq(p.n, 3);
  ck_assert_str_eq(p.entry[2].name, "c");
  tame_plan_free(&p);

  static const char *const WRONG[] = {"paper|1;", "paper|1|2|3;", "film|1|2;",
                                      "paper|1|2; |"};
  for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
    write_text("p.txt", WRONG[i]);
    ck_assert_int_eq(tame_plan_read(&p, in_dir("p.txt"), &err), TAME_EFORMAT);
  }
}
END_TEST

/* --- the page ------------------------------------------------------------ */

static void write_result(void)
{
  tame_h5 *f;
  tame_error err;
  ck_assert_int_ge(tame_h5_create(&f, in_dir("a.h5"), &err), 0);
  tame_h5_group(f, "provenance", "how");
  tame_h5_group(f, "provenance/run", "when");
  tame_h5_attr(f, "provenance", "compiler", "<gcc>");
  tame_h5_attr(f, "provenance", "inputs",
               "building /a b/building.train 0123456789abcdef");
  tame_h5_attr_number(f, "provenance/run", "wall_seconds", 263.2);
  ck_assert_int_ge(tame_h5_commit(f, &err), 0);
}

static void write_tree(const char *script)
{
  write_result();
  ck_assert_int_eq(mkdir(in_dir("experiments"), 0777), 0);
  ck_assert_int_eq(mkdir(in_dir("experiments/one"), 0777), 0);
  write_text("experiments/one/README.md", "# One & all\n\nWho. *What*.\n");
  write_text("f.gp", script);
  write_text("m.gp", "# m\n# kind: figure\n# title: M\n# alt: seen too\n");
  write_text("f.svg", "<?xml?>\n<svg width=\"430\" height=\"310\" x>\n</svg>");
  write_text("h.svg", "<svg width=\"890\" height=\"350\">\n</svg>");
  write_text("t.tsv", "method\ttime [s]\none_step\t0.333333333\n");
  write_text("claims.tsv",
             "claim\tsentence\tpaper\tmeasured\taccepted\tscale\tverdict\n"
             "7.1-C1\tx < y\t1\t1.00412\t[0.9, 1.1]\tdefault\tFAIL\n"
             "7.10-C1\tnot of 7.1\t1\t1\t[0, 1]\tdefault\tPASS\n");
  write_text("default.txt",
             "paper|7.1|one; experiment|7.1|a|a.h5|a; "
             "experiment|7.1|b|b.h5|b; figure|7.1|f|f.svg|f.gp|a.h5+b.h5; "
             "figure|7.1|h|h.svg|m.gp|a.h5; figure|7.1|i|h.svg|m.gp|a.h5; "
             "table|7.1|t|t.tsv|g|a.h5; skipped|7.1|g|g.svg|cpusmall;");
}

/* Run report on the tree. */
static const outcome *report(void)
{
  return run(
      "report --plan %s/default.txt --claims %s/claims.tsv --root %s "
      "--out %s/page.html",
      dir, dir, dir, dir);
}

static const char *const SAYS[] = {
    "<html lang=\"en\">",
    "<meta name=\"viewport\"",
    "<h2>One &amp; all</h2>",
    "<p>Who. <em>What</em>.</p>",
    "width=\"430\" height=\"310\" alt=\"seen &lt;by&gt; &quot;all&quot;\"",
    "illustration, not a figure of the paper",
    "<figure id=\"fig-7.1-f\">\n<a href=\"",
    "f.svg\"><img loading=\"lazy\" src=\"",
    "<strong>F</strong>",
    "<figure id=\"fig-7.1-h\">\n<div class=\"scroll\"><a href=\"",
    "h.svg\"><img class=\"wide\" loading=\"lazy\" src=\"",
    "width=\"890\" height=\"350\" alt=\"i: seen too\"></a></div>\n",
    "<strong>M: <code>h</code></strong>",
    "<a href=\"#claim-7.1-C1\">7.1-C1</a> <span class=\"verdict fail\">FAIL",
    ("<tr id=\"claim-7.1-C1\"><td class=\"short\">7.1-C1<br>"
     "<span class=\"verdict fail\">FAIL</span></td>"),
    ("from the data set building (<code>building.train</code>, SHA-256 "
     "<code>0123456789ab…"),
    "b.h5</a> (not computed yet)",
    "<th scope=\"col\" class=\"number\">time [s]</th>",
    "<td>one step</td><td class=\"number\">0.3333</td>",
    "4 min 23 s",
    "&lt;gcc&gt;",
    "<code>g.svg</code> needs the data set <em>cpusmall</em>",
};
enum { N_SAYS = sizeof SAYS / sizeof SAYS[0] };

START_TEST(the_page_says)
{
  write_tree(
      "# f\n# kind: illustration\n# title: F\n"
      "# alt: seen <by> \"all\"\n# claims: 7.1-C1\n");
  ck_assert_int_eq(report()->status, 0);
  char *page;
  ck_assert_int_ge(tame_text_read(&page, in_dir("page.html"), NULL), 0);
  ck_assert_msg(strstr(page, SAYS[_i]), "no '%s' in:\n%s", SAYS[_i], page);
  ck_assert_ptr_null(strstr(page, "not of 7.1"));
  ck_assert_ptr_null(strstr(page, "<script"));
  free(page);
}
END_TEST

START_TEST(a_page_that_cannot_be_made_leaves_nothing)
{
  write_tree("# f\n# kind: nonsense\n");
  assert_error(report(), 1, "report", "its head needs");
  ck_assert_int_ne(access(in_dir("page.html"), F_OK), 0);
  ck_assert_int_ne(access(in_dir("page.html.tmp"), F_OK), 0);
}
END_TEST

/* a folder in place of the file: it is there and does not read */
START_TEST(what_cannot_be_read_is_not_called_missing)
{
  static const char *const FILES[] = {"b.h5", "a.h5", "f.svg", "t.tsv",
                                      "experiments/one/README.md"};
  write_tree("# f\n# kind: illustration\n");
  ck_assert_int_eq(report()->status, 0);
  remove(in_dir("page.html"));
  remove(in_dir(FILES[_i]));
  ck_assert_int_eq(mkdir(in_dir(FILES[_i]), 0777), 0);
  assert_error(report(), 1, "report", FILES[_i]);
  ck_assert_int_ne(access(in_dir("page.html"), F_OK), 0);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("page");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, text_is_escaped);
  tcase_add_loop_test(t, markdown_becomes_html_and_nothing_else_does, 0,
                      N_MARKDOWN);
  tcase_add_loop_test(t, numbers_are_printed_for_people, 0, N_NUMBERS);
  tcase_add_loop_test(t, durations_never_show_sixty_seconds, 0, N_DURATIONS);
  tcase_add_loop_test(t, addresses_are_seen_from_the_page, 0, N_ADDRESSES);
  tcase_add_test(t, the_head_of_a_script_is_read);
  tcase_add_test(t, the_first_line_stands_in_for_title_and_alt);
  tcase_add_test(t, a_script_without_kind_is_refused);
  tcase_add_test(t, a_readme_begins_with_title_and_paragraphs);
  tcase_add_test(t, a_plan_is_read_or_refused);
  tcase_add_loop_test(t, the_page_says, 0, N_SAYS);
  tcase_add_test(t, a_page_that_cannot_be_made_leaves_nothing);
  tcase_add_loop_test(t, what_cannot_be_read_is_not_called_missing, 0, 5);
  return run_tests(t);
}
