/* SPDX-License-Identifier: MIT */
/* A result file ends with a line that HDF5 ignores:
 *
 *     "\ntame sha256 " 64 hexadecimal digits "\n"
 *
 * the digest of all bytes before it.  Our readers check it first, so a
 * truncated or altered file is refused before HDF5 sees it: the library itself
 * can crash on damaged heaps (seen with 1.10.8). */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <sha2.h>

#include "h5_file.h"

static const char MARK[] = "\ntame sha256 ";
enum { HEX_SIZE = 64, BUFFER_SIZE = 1 << 16 };

void tame_h5_seal(char seal[TAME_H5_SEAL_SIZE + 1], const void *image,
                  size_t size)
{
  char hex[SHA256_DIGEST_STRING_LENGTH];
  SHA256Data(image, size, hex);
  snprintf(seal, TAME_H5_SEAL_SIZE + 1, "%s%s\n", MARK, hex);
}

/* Digest of the first SIZE bytes of FD, and the seal after them. */
static bool digest_matches(int fd, size_t size)
{
  uint8_t buffer[BUFFER_SIZE];
  char hex[SHA256_DIGEST_STRING_LENGTH], seal[TAME_H5_SEAL_SIZE];
  SHA2_CTX sha;
  SHA256Init(&sha);
  for (size_t left = size; left > 0;) {
    const size_t want = left < sizeof buffer ? left : sizeof buffer;
    const ssize_t n = read(fd, buffer, want);
    if (n <= 0) return false;
    SHA256Update(&sha, buffer, (size_t)n);
    left -= (size_t)n;
  }
  SHA256End(&sha, hex);
  return read(fd, seal, sizeof seal) == (ssize_t)sizeof seal &&
         memcmp(seal, MARK, sizeof MARK - 1) == 0 &&
         memcmp(seal + sizeof MARK - 1, hex, HEX_SIZE) == 0;
}

tame_status tame_h5_check_seal(const char *path, tame_error *err)
{
  static const char SIGNATURE[] = "\x89HDF\r\n\x1a\n";
  char start[8];
  struct stat st;
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return tame_fail(err, errno == ENOENT ? TAME_EMISSING : TAME_EIO, "%s: %s",
                     path, strerror(errno));
  tame_status s = TAME_OK;
  if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
    s = tame_fail(err, TAME_EIO, "%s: not a regular file", path);
  else if (pread(fd, start, sizeof start, 0) != (ssize_t)sizeof start ||
           memcmp(start, SIGNATURE, sizeof start) != 0)
    s = tame_fail(err, TAME_EFORMAT, "%s: not an HDF5 file", path);
  else if (st.st_size <= TAME_H5_SEAL_SIZE ||
           !digest_matches(fd, (size_t)st.st_size - TAME_H5_SEAL_SIZE))
    s = tame_fail(err, TAME_EFORMAT,
                  "%s: truncated, altered or not a result file of tame "
                  "(checksum)",
                  path);
  close(fd);
  return s;
}
