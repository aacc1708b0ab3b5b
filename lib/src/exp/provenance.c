/* SPDX-License-Identifier: MIT */
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include <gsl/gsl_version.h>

#include "tame/base.h"
#include "tame/dataset.h"

#ifndef TAME_CFLAGS
#define TAME_CFLAGS "unknown"
#endif

/* Present in OpenBLAS only; another BLAS leaves them NULL. */
extern char *openblas_get_config(void) __attribute__((weak));
extern char *openblas_get_corename(void) __attribute__((weak));
extern int openblas_get_num_threads(void) __attribute__((weak));

static const char *from_environment(const char *name)
{
  const char *text = getenv(name);
  return text && *text ? text : "unknown";
}

/* "NAME PATH SHA256" as one more line of TEXT, which is moved. */
static char *add_input(char *text, const char *name, const char *path,
                       const char *sha256)
{
  const size_t size =
      strlen(text) + strlen(name) + strlen(path) + strlen(sha256) + 4;
  char *more = tame_calloc(size, 1);
  snprintf(more, size, "%s%s%s %s %s", text, *text ? "\n" : "", name, path,
           sha256);
  free(text);
  return more;
}

char *tame_run_inputs(const tame_run *run)
{
  char *text = tame_strdup("");
  if (run->input_path)
    text = add_input(text, run->input_name, run->input_path, run->input_sha256);
  for (size_t i = 0; i < run->n_params; i++)
    if (tame_option_is_file(&run->exp->params[i]) && run->word[i])
      text = add_input(text, run->exp->params[i].name, run->word[i],
                       run->sha256[i]);
  return text;
}

tame_status tame_run_identify(tame_run *run, tame_error *err)
{
  TAME_TRY(tame_sha256_file(run->program_sha256, "/proc/self/exe", err));
  const size_t size = strlen(run->arguments) + 128 +
                      (run->n_params + 2) * sizeof run->program_sha256;
  char *all = tame_calloc(size, 1);
  /* of the files only what they hold: it does not matter where they lie */
  size_t n = (size_t)snprintf(all, size, "%d|%s|%s|%s", TAME_SCHEMA_VERSION,
                              run->program_sha256, run->arguments,
                              run->input_path ? run->input_sha256 : "");
  for (size_t i = 0; i < run->n_params; i++)
    if (tame_option_is_file(&run->exp->params[i]) && run->word[i])
      n += (size_t)snprintf(all + n, size - n, "|%s", run->sha256[i]);
  tame_sha256_text(run->fingerprint, all);
  free(all);
  return TAME_OK;
}

static void write_file_attributes(tame_h5 *out, const tame_run *run)
{
  const char *slash = strchr(run->id, '/');
  char paper[128];
  snprintf(paper, sizeof paper, "arXiv:%.*s",
           slash ? (int)(slash - run->id) : 64, run->id);
  tame_h5_attr(out, "/", "title", run->exp->title);
  tame_h5_attr(out, "/", "paper", paper);
  tame_h5_attr(out, "/", "figures", run->exp->figures);
  tame_h5_attr(out, "/", "scale", tame_scale_name(run->scale));
  tame_h5_attr_integer(out, "/", "root_seed", (long)run->root);
}

static void write_libraries(tame_h5 *out, const char *g)
{
  char version[32], threads[16] = "unknown";
  if (openblas_get_num_threads)
    snprintf(threads, sizeof threads, "%d", openblas_get_num_threads());
#ifdef __clang__
  tame_h5_attr(out, g, "compiler", __VERSION__);
#else
  tame_h5_attr(out, g, "compiler", "gcc " __VERSION__);
#endif
  tame_h5_attr(out, g, "cflags", TAME_CFLAGS);
  tame_h5_attr(out, g, "gsl", gsl_version);
  tame_h5_attr(out, g, "hdf5", tame_h5_library_version(version));
  tame_h5_attr(out, g, "openblas",
               openblas_get_config ? openblas_get_config() : "not OpenBLAS");
  tame_h5_attr(out, g, "blas_core",
               openblas_get_corename ? openblas_get_corename() : "unknown");
  tame_h5_attr(out, g, "blas_threads", threads);
}

void tame_run_write_provenance(tame_h5 *out, const tame_run *run)
{
  static const char *const g = "provenance";
  char *inputs = tame_run_inputs(run);
  write_file_attributes(out, run);
  tame_h5_group(out, g, "how this file was made; equal for equal runs");
  tame_h5_attr(out, g, "program", run->program);
  tame_h5_attr(out, g, "arguments", run->arguments);
  tame_h5_attr(out, g, "config", *run->config ? run->config : "no parameters");
  tame_h5_attr(out, g, "program_sha256", run->program_sha256);
  tame_h5_attr(out, g, "fingerprint", run->fingerprint);
  write_libraries(out, g);
  tame_h5_attr(out, g, "inputs", *inputs ? inputs : "none");
  free(inputs);
}

void tame_run_time(char text[32])
{
  const time_t now = time(NULL);
  struct tm utc;
  gmtime_r(&now, &utc);
  strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

/* "model name : AMD EPYC" in /proc/cpuinfo, where there is one. */
static void cpu_name(char *text, size_t size)
{
  char line[256];
  snprintf(text, size, "unknown");
  FILE *f = fopen("/proc/cpuinfo", "r");
  while (f && fgets(line, sizeof line, f))
    if (strncmp(line, "model name", 10) == 0 && strchr(line, ':')) {
      snprintf(text, size, "%s", strchr(line, ':') + 2);
      text[strcspn(text, "\n")] = '\0';
      break;
    }
  if (f) fclose(f);
}

void tame_run_write_cost(tame_h5 *out, const char *started, double wall,
                         double cpu, double max_rss)
{
  static const char *const g = "provenance/run";
  struct utsname machine;
  char text[128];
  tame_h5_group(out, "provenance", "how this file was made");
  tame_h5_group(out, g, "what differs from run to run");
  tame_h5_attr(out, g, "started", started);
  tame_h5_attr(out, g, "host",
               uname(&machine) == 0 ? machine.nodename : "unknown");
  cpu_name(text, sizeof text);
  tame_h5_attr(out, g, "cpu", text);
  /* of the source tree, which changes without changing the program; what the
   * result depends on is program_sha256 */
  tame_h5_attr(out, g, "git_commit", from_environment("TAME_GIT_COMMIT"));
  tame_h5_attr(out, g, "git_dirty", from_environment("TAME_GIT_DIRTY"));
  tame_h5_attr_number(out, g, "wall_seconds", wall);
  tame_h5_attr_number(out, g, "cpu_seconds", cpu);
  tame_h5_attr_number(out, g, "max_rss_bytes", max_rss);
}
