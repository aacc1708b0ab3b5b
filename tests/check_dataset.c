/* SPDX-License-Identifier: MIT */
/* tame/dataset.h: the manifest, the order of places, the checksum; and the
 * script that fetches, on archives of its own. */
#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/dataset.h"
#include "tame/text.h"

static char folder[] = "/tmp/check_dataset.XXXXXX";

static void make_folder(void)
{
  strcpy(folder, "/tmp/check_dataset.XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  unsetenv("TAME_DATA");
}

/* Run a shell script in which $D is the folder; its exit status. */
static int shell(const char *script)
{
  setenv("D", folder, 1);
  const int status = system(script);
  ck_assert(WIFEXITED(status));
  return WEXITSTATUS(status);
}

static void remove_folder(void) { shell("rm -rf \"$D\""); }

/* What the last script left in $D/log. */
static char *log_text(void)
{
  char name[64], *text;
  snprintf(name, sizeof name, "%s/log", folder);
  ck_assert_int_eq(tame_text_read(&text, name, NULL), TAME_OK);
  return text;
}

static void log_has(const char *word)
{
  char *text = log_text();
  ck_assert_msg(strstr(text, word) != NULL, "'%s' not in: %s", word, text);
  free(text);
}

START_TEST(sha256_agrees_with_published_vectors)
{
  /* FIPS 180-2, appendix B */
  char hex[65];
  tame_sha256_text(hex, "abc");
  ck_assert_str_eq(
      hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  tame_sha256_text(hex, "");
  ck_assert_str_eq(
      hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
END_TEST

START_TEST(sha256_of_a_file_is_that_of_its_bytes)
{
  char name[64], hex[65];
  tame_error err = {""};
  snprintf(name, sizeof name, "%s/million", folder);
  /* FIPS 180-2, appendix B.3: a million times the letter a */
  ck_assert_int_eq(
      shell("head -c 1000000 /dev/zero | tr '\\0' a > \"$D/million\""), 0);
  ck_assert_int_eq(tame_sha256_file(hex, name, &err), TAME_OK);
  ck_assert_str_eq(
      hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  ck_assert_int_eq(tame_sha256_file(hex, "/nonexistent", &err), TAME_EMISSING);
  ck_assert_ptr_nonnull(strstr(err.text, "/nonexistent"));
  ck_assert_int_eq(tame_sha256_file(hex, folder, &err), TAME_EIO);
}
END_TEST

START_TEST(every_entry_of_the_manifest_can_be_had_and_is_described)
{
  size_t n;
  const tame_dataset *d = tame_dataset_manifest(&n);
  ck_assert_uint_gt(n, 0);
  for (size_t i = 0; i < n; i++) {
    const char *const words[] = {d[i].name, d[i].file, d[i].licence,
                                 d[i].origin, d[i].note};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
      ck_assert_int_ne(words[k][0], '\0');
    /* an address, or a package that installs the file or has a program for a
     * script that prints it */
    char script[128];
    snprintf(script, sizeof script, "data/sets/%s.sh", d[i].name);
    const int is_printed = access(script, R_OK) == 0;
    ck_assert(strncmp(d[i].url, "http", 4) == 0 || d[i].package[0]);
    ck_assert_int_eq(d[i].package[0] && !is_printed, d[i].system[0] != '\0');
    const char *sum = d[i].sha256;
    if (strncmp(sum, "content:", 8) == 0) sum += 8;
    ck_assert(!*sum || strspn(sum, "0123456789abcdef") == 64);
    ck_assert_uint_eq(*sum ? 64 : 0, strlen(sum));
    for (size_t k = 0; k < i; k++)
      ck_assert(strcmp(d[i].name, d[k].name) || strcmp(d[i].file, d[k].file));
  }
}
END_TEST

START_TEST(the_first_folder_of_tame_data_that_has_the_file_wins)
{
  char list[256], expected[64], *found;
  tame_error err = {""};
  ck_assert_int_eq(shell("mkdir -p \"$D/b/cpusmall\" \"$D/c/cpusmall\" && "
                         "echo 1 1:2 > \"$D/b/cpusmall/cpusmall\" && "
                         "echo 3 1:4 > \"$D/c/cpusmall/cpusmall\""),
                   0);
  snprintf(list, sizeof list, "%s/a::%s/b:%s/c", folder, folder, folder);
  snprintf(expected, sizeof expected, "%s/b/cpusmall/cpusmall", folder);
  setenv("TAME_DATA", list, 1);
  ck_assert_int_eq(tame_dataset_find(&found, "cpusmall", NULL, &err), TAME_OK);
  ck_assert_str_eq(found, expected);
  free(found);

  /* the script of the make files finds the same */
  ck_assert_int_eq(shell("sh data/sets/find.sh cpusmall > \"$D/log\""), 0);
  log_has(expected);
}
END_TEST

/* In a process of its own, in which root gives up its rights. */
static bool is_denied(void)
{
  const pid_t child = fork();
  if (child == 0) {
    char *found = folder;
    tame_error err = {""};
    const bool is_ordinary = getuid() != 0 || setuid(65534) == 0;
    const tame_status s = tame_dataset_find(&found, "cpusmall", NULL, &err);
    _exit(is_ordinary && s == TAME_EIO && !found &&
                  strstr(err.text, "/b/cpusmall/cpusmall: Permission denied")
              ? 0
              : 1);
  }
  int status = 1;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) &&
         WEXITSTATUS(status) == 0;
}

START_TEST(a_place_that_may_not_be_read_ends_the_search)
{
  static const char *const CLOSED[] = {"", "/cpusmall", "/cpusmall/cpusmall"};
  char list[256], closed[64];
  ck_assert_int_eq(shell("mkdir -p \"$D/b/cpusmall\" \"$D/c/cpusmall\" && "
                         "echo 1 1:2 > \"$D/b/cpusmall/cpusmall\" && "
                         "echo 3 1:4 > \"$D/c/cpusmall/cpusmall\" && "
                         "chmod 755 \"$D\""),
                   0);
  snprintf(list, sizeof list, "%s/a:%s/b:%s/c", folder, folder, folder);
  snprintf(closed, sizeof closed, "%s/b%s", folder, CLOSED[_i]);
  setenv("TAME_DATA", list, 1);
  ck_assert_int_eq(chmod(closed, 0), 0);
  ck_assert(is_denied());
  ck_assert_int_eq(chmod(closed, 0755), 0);
  ck_assert(!is_denied());
}
END_TEST

START_TEST(a_file_with_another_checksum_is_refused)
{
  char *found = folder;
  tame_error err = {""};
  ck_assert_int_eq(shell("mkdir \"$D/gpt2-bpe\" && "
                         "echo not it > \"$D/gpt2-bpe/vocab.bpe\""),
                   0);
  setenv("TAME_DATA", folder, 1);
  ck_assert_int_eq(tame_dataset_find(&found, "gpt2-bpe", "vocab.bpe", &err),
                   TAME_EFORMAT);
  ck_assert_ptr_null(found);
  ck_assert_ptr_nonnull(strstr(err.text, "gpt2-bpe/vocab.bpe"));
}
END_TEST

START_TEST(unknown_and_missing_sets_say_what_to_do)
{
  char *found = folder, old[4096];
  tame_error err = {""};
  ck_assert_int_eq(tame_dataset_find(&found, "no-such-set", NULL, &err),
                   TAME_EINVAL);
  ck_assert_ptr_nonnull(strstr(err.text, "no-such-set"));
  ck_assert_int_eq(tame_dataset_find(&found, "mnist", "no-such-file", &err),
                   TAME_EINVAL);

  /* away from data/sets of this tree, there is no copy */
  ck_assert_ptr_nonnull(getcwd(old, sizeof old));
  ck_assert_int_eq(chdir(folder), 0);
  ck_assert_int_eq(tame_dataset_find(&found, "cpusmall", NULL, &err),
                   TAME_EMISSING);
  ck_assert_ptr_nonnull(strstr(err.text, "fetch.sh cpusmall"));
  ck_assert_int_eq(tame_dataset_find(&found, "bible-kjv", NULL, &err),
                   TAME_EMISSING);
  ck_assert_ptr_nonnull(strstr(err.text, "fetch.sh bible-kjv, which takes it"));
  ck_assert_int_eq(chdir(old), 0);
  ck_assert_ptr_null(found);
}
END_TEST

/* --- data/sets/fetch.sh, in a folder with a manifest of its own ----------- */

static const char TOY[] =
    "cp data/sets/fetch.sh data/sets/rows.awk \"$D\" && cd \"$D\" && "
    "mkdir -p src/in src/repo/odd && "
    "printf 'plain 2.385\\n' > src/plain && "
    "printf 'member\\n' > src/in/member.txt && "
    "tar -czf src/toy.tar.gz -C src in && gzip -c src/plain > src/p.gz && "
    "row() { printf '%s\\t%s\\t-\\t-\\tfile://%s/src/%s\\t%s\\tx\\tx\\tx\\n' "
    "\"$1\" \"$2\" \"$D\" \"$3\" \"$4\"; } && "
    "sum() { cat \"$1\" | sha256sum | cut -d' ' -f1; } && "
    "seq 5000 > src/in/x.bin && tar -czf src/x.tar.gz -C src in/x.bin && "
    "printf 'a\\n' > src/repo/a.csv && "
    "printf 'b\\n' > 'src/repo/odd/[0.1, 2]_b.csv' && (cd src/repo && "
    "sha256sum a.csv odd/* > ../../many.sha256 && git init -q . && "
    "git add . && git -c user.name=x -c user.email=x@x commit -q -m x && "
    "mv .git ../repo.git && git --git-dir=../repo.git config core.bare true) "
    "&& "
    "{ row many @many.sha256 repo.git -; row one plain plain $(sum src/plain); "
    "row tar member.txt toy.tar.gz $(sum src/in/member.txt); "
    "row gz p.gz p.gz content:$(sum src/plain); "
    "row first x.first2.bin x.tar.gz $(head -c 6146 src/in/x.bin | sum -); "
    "row wrong plain plain $(sum src/in/member.txt); "
    "row lacks other.txt toy.tar.gz -; "
    "echo 'printf \"plain 2.385\\\\n\"' > said.sh && "
    "row said said.txt none $(sum src/plain); "
    "echo 'echo no such program >&2; exit 1' > silent.sh && "
    "row silent silent.txt none -; "
    "row away none none -; } > manifest.tsv";

/* Run fetch.sh ARGS in the toy folder; output in $D/log. */
static int fetch(const char *args)
{
  char script[256];
  snprintf(script, sizeof script, "sh \"$D/fetch.sh\" %s > \"$D/log\" 2>&1",
           args);
  return shell(script);
}

START_TEST(fetching_puts_checked_files_in_place_once)
{
  ck_assert_int_eq(shell(TOY), 0);
  ck_assert_int_eq(fetch("one tar gz"), 0);
  ck_assert_int_eq(shell("cd \"$D\" && cmp one/plain src/plain && "
                         "cmp tar/member.txt src/in/member.txt && "
                         "cmp gz/p.gz src/p.gz && "
                         "[ $(ls -A one tar gz | wc -w) -eq 6 ]"),
                   0);
  /* a second time nothing is fetched, not even from where nothing is left */
  ck_assert_int_eq(shell("rm -r \"$D/src\""), 0);
  ck_assert_int_eq(fetch("one tar gz"), 0);
  log_has("have");
}
END_TEST

START_TEST(the_first_records_of_a_member_are_a_file_of_their_own)
{
  ck_assert_int_eq(shell(TOY), 0);
  ck_assert_int_eq(fetch("first"), 0);
  ck_assert_int_eq(
      shell("cd \"$D\" && [ $(wc -c < first/x.first2.bin) -eq 6146 "
            "] && cmp -n 6146 first/x.first2.bin src/in/x.bin && "
            "[ $(ls -A first | wc -w) -eq 1 ]"),
      0);
}
END_TEST

START_TEST(a_set_may_be_what_a_script_prints)
{
  ck_assert_int_eq(shell(TOY), 0);
  ck_assert_int_eq(fetch("said"), 0);
  ck_assert_int_eq(fetch("--debian said"), 0);
  log_has("have");
  ck_assert_int_eq(shell("cd \"$D\" && cmp said/said.txt src/plain && "
                         "[ $(ls -A said | wc -w) -eq 1 ]"),
                   0);
}
END_TEST

START_TEST(a_set_of_many_files_is_cloned_and_checked_one_by_one)
{
  ck_assert_int_eq(shell(TOY), 0);
  ck_assert_int_eq(fetch("many"), 0);
  ck_assert_int_eq(shell("cd \"$D\" && "
                         "cmp many/a.csv src/repo/a.csv && "
                         "cmp 'many/odd/[0.1, 2]_b.csv' "
                         "'src/repo/odd/[0.1, 2]_b.csv' && "
                         "[ $(ls -A many | wc -w) -eq 2 ]"),
                   0);
  ck_assert_int_eq(shell("cp data/sets/find.sh \"$D\" && "
                         "sh \"$D/find.sh\" many > \"$D/log\""),
                   0);
  log_has("many/a.csv");
  /* a listed file with other contents is not taken */
  ck_assert_int_eq(shell("cd \"$D\" && rm -r many && "
                         "sed -i 's/^[0-9a-f]/x/' many.sha256"),
                   0);
  ck_assert_int_eq(fetch("many"), 1);
  log_has("SHA-256");
}
END_TEST

START_TEST(what_cannot_be_fetched_leaves_nothing_and_one_line)
{
  static const struct {
    const char *set, *word;
  } BAD[] = {{"wrong", "SHA-256"},  {"lacks", "toy.tar.gz holds no other.txt"},
             {"away", "src/none"},  {"silent", "silent: no such program"},
             {"unknown", "not in"}, {"--debian one", "in no Debian package"}};
  ck_assert_int_eq(shell(TOY), 0);
  for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
    ck_assert_int_eq(fetch(BAD[i].set), 1);
    log_has(BAD[i].word);
    char *text = log_text();
    ck_assert_uint_eq(strcspn(text, "\n") + 1, strlen(text));
    free(text);
  }
  ck_assert_int_eq(shell("cd \"$D\" && [ \"$(ls -d */)\" = src/ ]"), 0);
  ck_assert_int_eq(fetch("--help"), 2);
  log_has("fetch.sh [NAME...]");
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("dataset");
  tcase_add_checked_fixture(t, make_folder, remove_folder);
  tcase_add_test(t, sha256_agrees_with_published_vectors);
  tcase_add_test(t, sha256_of_a_file_is_that_of_its_bytes);
  tcase_add_test(t, every_entry_of_the_manifest_can_be_had_and_is_described);
  tcase_add_test(t, the_first_folder_of_tame_data_that_has_the_file_wins);
  tcase_add_loop_test(t, a_place_that_may_not_be_read_ends_the_search, 0, 3);
  tcase_add_test(t, a_file_with_another_checksum_is_refused);
  tcase_add_test(t, unknown_and_missing_sets_say_what_to_do);
  tcase_add_test(t, fetching_puts_checked_files_in_place_once);
  tcase_add_test(t, the_first_records_of_a_member_are_a_file_of_their_own);
  tcase_add_test(t, a_set_may_be_what_a_script_prints);
  tcase_add_test(t, a_set_of_many_files_is_cloned_and_checked_one_by_one);
  tcase_add_test(t, what_cannot_be_fetched_leaves_nothing_and_one_line);
  return run_tests(t);
}
