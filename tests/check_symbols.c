/* SPDX-License-Identifier: MIT */
/* What libtame.a offers the linker: every name is the library's own, so that a
 * program of somebody else's may link it, and none is there twice, which an
 * archive would hide until both members are linked. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"

enum { LENGTH = 128, MOST = 8192 };
static char name[MOST][LENGTH];
static size_t n_names;

/* `name type value size` of each global symbol that is defined, weak ones of
 * the compiler aside */
static void read_names(void)
{
  char line[512], type;
  FILE *nm = popen("nm -g -P --defined-only build/libtame.a", "r");
  ck_assert_ptr_nonnull(nm);
  n_names = 0;
  while (fgets(line, sizeof line, nm)) {
    ck_assert_uint_lt(n_names, MOST);
    if (sscanf(line, "%127s %c", name[n_names], &type) == 2 && isupper(type) &&
        !strchr("VW", type))
      n_names++;
  }
  ck_assert_int_eq(pclose(nm), 0);
  ck_assert_uint_gt(n_names, 500);
}

static int compare(const void *a, const void *b) { return strcmp(a, b); }

START_TEST(every_name_begins_with_that_of_the_library)
{
  read_names();
  for (size_t i = 0; i < n_names; i++)
    ck_assert_msg(strncmp(name[i], "tame_", 5) == 0 ||
                      strncmp(name[i], "TAME_", 5) == 0,
                  "%s", name[i]);
}
END_TEST

START_TEST(no_name_is_defined_twice)
{
  read_names();
  qsort(name, n_names, sizeof *name, compare);
  for (size_t i = 1; i < n_names; i++)
    ck_assert_msg(strcmp(name[i - 1], name[i]) != 0, "%s", name[i]);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("symbols");
  tcase_add_test(t, every_name_begins_with_that_of_the_library);
  tcase_add_test(t, no_name_is_defined_twice);
  return run_tests(t);
}
