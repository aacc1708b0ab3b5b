/* SPDX-License-Identifier: MIT */
#include "tame/dataset.h"

#include <errno.h>
#include <sha2.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tame/base.h"

static const tame_dataset MANIFEST[] = {
#include "manifest.inc"
};

static void to_hex(char hex[65], const uint8_t digest[SHA256_DIGEST_LENGTH])
{
  for (size_t i = 0; i < SHA256_DIGEST_LENGTH; i++)
    snprintf(hex + 2 * i, 3, "%02x", (unsigned)digest[i]);
}

/* DIR/NAME/FILE */
static char *join(const char *dir, const char *name, const char *file)
{
  const size_t size = strlen(dir) + strlen(name) + strlen(file) + 3;
  char *path = tame_calloc(size, 1);
  snprintf(path, size, "%s/%s/%s", dir, name, file);
  return path;
}

/* Free PATH unless there is something; then leave it in *found. */
static void take(char **found, char *path)
{
  if (access(path, R_OK) == 0 || errno == EACCES)
    *found = path;
  else
    free(path);
}

/* The first place of D, or NULL; data/sets/find.sh looks in the same order.  A
 * place that we may not look into counts: it was named, and to go on to another
 * would be silent. */
static char *locate(const tame_dataset *d)
{
  char *found = NULL;
  const char *list = getenv("TAME_DATA");
  char *dirs = tame_strdup(list ? list : "");
  char *rest = dirs;
  for (char *dir = strtok_r(rest, ":", &rest); dir && !found;
       dir = strtok_r(NULL, ":", &rest))
    take(&found, join(dir, d->name, d->file));
  free(dirs);
  if (!found) take(&found, join("data/sets", d->name, d->file));
  if (!found && *d->system) take(&found, tame_strdup(d->system));
  return found;
}

static tame_status missing(const tame_dataset *d, tame_error *err)
{
  if (!*d->url && !*d->system) {
    return tame_fail(err, TAME_EMISSING,
                     "data set %s: %s not found; run data/sets/fetch.sh %s, "
                     "which takes it from the Debian package %s",
                     d->name, d->file, d->name, d->package);
  }
  if (!*d->url) {
    return tame_fail(err, TAME_EMISSING,
                     "data set %s: %s not found; install the Debian package "
                     "%s, or run data/sets/fetch.sh --debian %s",
                     d->name, d->file, d->package, d->name);
  }
  return tame_fail(err, TAME_EMISSING,
                   "data set %s: %s not found; run data/sets/fetch.sh %s, or "
                   "name the folder that holds %s/%s in TAME_DATA",
                   d->name, d->file, d->name, d->name, d->file);
}

/* Compare with the manifest where it has a sum of the file itself. */
static tame_status verify(const tame_dataset *d, const char *path,
                          tame_error *err)
{
  char hex[65];
  if (strlen(d->sha256) != 64) return TAME_OK;
  TAME_TRY(tame_sha256_file(hex, path, err));
  if (strcmp(hex, d->sha256) == 0) return TAME_OK;
  return tame_fail(err, TAME_EFORMAT,
                   "%s: not the file that the manifest describes: SHA-256 "
                   "%.12s..., expected %.12s...",
                   path, hex, d->sha256);
}

const tame_dataset *tame_dataset_manifest(size_t *n)
{
  *n = sizeof MANIFEST / sizeof *MANIFEST;
  return MANIFEST;
}

tame_status tame_dataset_find(char **path, const char *name, const char *file,
                              tame_error *err)
{
  const size_t n = sizeof MANIFEST / sizeof *MANIFEST;
  const tame_dataset *d = NULL;
  *path = NULL;
  for (size_t i = 0; i < n && !d; i++)
    if (strcmp(MANIFEST[i].name, name) == 0 &&
        (!file || strcmp(MANIFEST[i].file, file) == 0))
      d = &MANIFEST[i];
  if (!d) {
    return tame_fail(err, TAME_EINVAL, "data set %s%s%s: not in the manifest",
                     name, file ? "/" : "", file ? file : "");
  }
  char *found = locate(d);
  if (!found) return missing(d, err);
  tame_status s = TAME_OK;
  if (access(found, R_OK) != 0)
    s = tame_fail(err, TAME_EIO, "data set %s: %s: %s", d->name, found,
                  strerror(errno));
  if (s >= 0) s = verify(d, found, err);
  if (s < 0) {
    free(found);
    return s;
  }
  *path = found;
  return TAME_OK;
}

tame_status tame_sha256_file(char hex[65], const char *path, tame_error *err)
{
  FILE *in = fopen(path, "rb");
  if (!in) {
    return tame_fail(err, errno == ENOENT ? TAME_EMISSING : TAME_EIO, "%s: %s",
                     path, strerror(errno));
  }
  struct stat info;
  if (fstat(fileno(in), &info) == 0 && !S_ISREG(info.st_mode) &&
      !S_ISDIR(info.st_mode)) {
    fclose(in); /* a pipe is read once only, a device may have no end */
    return tame_fail(err, TAME_EIO, "%s: not a regular file", path);
  }
  SHA2_CTX ctx;
  uint8_t block[1 << 16], digest[SHA256_DIGEST_LENGTH];
  size_t got;
  SHA256Init(&ctx);
  while ((got = fread(block, 1, sizeof block, in)) > 0)
    SHA256Update(&ctx, block, got);
  const bool failed = ferror(in) != 0; /* a folder opens, but does not read */
  fclose(in);
  if (failed) return tame_fail(err, TAME_EIO, "%s: could not be read", path);
  SHA256Final(digest, &ctx);
  to_hex(hex, digest);
  return TAME_OK;
}

void tame_sha256_text(char hex[65], const char *text)
{
  tame_sha256_bytes(hex, text, strlen(text));
}

void tame_sha256_bytes(char hex[65], const void *bytes, size_t n)
{
  SHA2_CTX ctx;
  uint8_t digest[SHA256_DIGEST_LENGTH];
  SHA256Init(&ctx);
  SHA256Update(&ctx, bytes, n);
  SHA256Final(digest, &ctx);
  to_hex(hex, digest);
}
