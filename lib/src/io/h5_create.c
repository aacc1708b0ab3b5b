/* SPDX-License-Identifier: MIT */
#include "tame/h5.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "h5_file.h"
#include "tame/base.h"
#include "tame/text.h"

/* Steps in which a file grows in memory. */
static const size_t GROW_BY = (size_t)1 << 20;

/* Creation order is tracked for links and attributes, object times are off:
 * then netCDF reads the file and equal contents are equal bytes. */
hid_t tame_h5_ordered(hid_t class)
{
  const hid_t plist = H5Pcreate(class);
  const unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  H5Pset_obj_track_times(plist, false);
  H5Pset_attr_creation_order(plist, order);
  if (class != H5P_DATASET_CREATE) H5Pset_link_creation_order(plist, order);
  return plist;
}

static void free_file(tame_h5 *f)
{
  if (f->fd >= 0) close(f->fd);
  free(f->path);
  free(f->tmp);
  free(f);
}

/* Open PATH.tmp for us alone, empty; the lock goes with the descriptor. */
static tame_status claim_name(tame_h5 *f, tame_error *err)
{
  TAME_TRY(tame_output_place(f->path, err));
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  f->fd = open(f->tmp, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (f->fd < 0)
    return tame_fail(err, TAME_EIO, "%s: cannot create: %s", f->path,
                     strerror(errno));
  if (fcntl(f->fd, F_SETLK, &whole) != 0)
    return tame_fail(err, TAME_EIO, "%s: another process is writing it",
                     f->path);
  if (ftruncate(f->fd, 0) != 0)
    return tame_fail(err, TAME_EIO, "%s: cannot write: %s", f->path,
                     strerror(errno));
  return TAME_OK;
}

tame_status tame_h5_create(tame_h5 **out, const char *path, tame_error *err)
{
  tame_h5_quiet();
  tame_h5 *f = tame_calloc(1, sizeof *f);
  f->path = tame_strdup(path);
  f->tmp = tame_calloc(strlen(path) + 5, 1);
  snprintf(f->tmp, strlen(path) + 5, "%s.tmp", path);

  const tame_status s = claim_name(f, err);
  if (s < 0) {
    free_file(f);
    return s;
  }
  /* The file grows in memory and is written in one go by commit: a full disk
   * then never meets HDF5 half-way, which it does not survive. */
  const hid_t create = tame_h5_ordered(H5P_FILE_CREATE);
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_fapl_core(access, GROW_BY, false);
  f->file = H5Fcreate(f->tmp, H5F_ACC_TRUNC, create, access);
  H5Pclose(access);
  H5Pclose(create);
  TAME_REQUIRE(f->file >= 0);
  tame_h5_attr(f, "/", "Conventions", "TAME-1 NXdata");
  tame_h5_attr_integer(f, "/", "schema_version", TAME_SCHEMA_VERSION);
  *out = f;
  return TAME_OK;
}

/* The finished file as HDF5 would have put it on disk; free() it. */
static void *file_image(size_t *size, tame_h5 *f)
{
  if (H5Fflush(f->file, H5F_SCOPE_GLOBAL) < 0) tame_h5_fail(f, "/");
  const ssize_t n = H5Fget_file_image(f->file, NULL, 0);
  *size = n > 0 ? (size_t)n : 0;
  void *image = tame_calloc(*size, 1);
  if (n <= 0 || H5Fget_file_image(f->file, image, *size) < 0)
    tame_h5_fail(f, "/");
  return image;
}

static bool write_all(int fd, const char *bytes, size_t size)
{
  while (size > 0) {
    const ssize_t n = write(fd, bytes, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes += n;
    size -= (size_t)n;
  }
  return true;
}

tame_status tame_h5_commit(tame_h5 *f, tame_error *err)
{
  tame_status s = TAME_OK;
  size_t size;
  tame_h5_attr_integer(f, "/", "complete", 1);
  void *image = file_image(&size, f);
  char seal[TAME_H5_SEAL_SIZE + 1];
  tame_h5_seal(seal, image, size);
  if (f->has_failed)
    s = tame_fail(err, TAME_EIO, "%s", f->error.text);
  else if (!write_all(f->fd, image, size) ||
           !write_all(f->fd, seal, TAME_H5_SEAL_SIZE) || fsync(f->fd) != 0 ||
           rename(f->tmp, f->path) != 0)
    s = tame_fail(err, TAME_EIO, "%s: cannot write: %s", f->path,
                  strerror(errno));
  free(image);
  if (s < 0) unlink(f->tmp);
  H5Fclose(f->file);
  free_file(f);
  return s;
}

void tame_h5_discard(tame_h5 *f)
{
  H5Fclose(f->file);
  unlink(f->tmp);
  free_file(f);
}
