/* SPDX-License-Identifier: MIT */
/* A damaged or a hostile header may promise more than its file holds: memory is
 * asked for in proportion to the file, whatever it says. */
#include "h5_file.h"

/* Deflate shrinks by at most 1032:1: what a file can hold for each byte that it
 * stores, or has at all. */
static const hsize_t MOST_DEFLATED = 1032;

static hsize_t file_size(const tame_h5 *f)
{
  hsize_t size = 0;
  return H5Fget_filesize(f->file, &size) < 0 ? 0 : size;
}

/* Do chunks of that shape fit, in memory, into MOST bytes? */
static bool chunks_fit(hid_t how, hsize_t most)
{
  hsize_t chunk[H5S_MAX_RANK], size = sizeof(double);
  const int rank = H5Pget_chunk(how, H5S_MAX_RANK, chunk);
  for (int i = 0; i < rank; i++) {
    if (chunk[i] == 0 || size > most / chunk[i]) return false;
    size *= chunk[i];
  }
  return true;
}

bool tame_h5_data_fits(const tame_h5 *f, hid_t data, size_t count)
{
  const hsize_t stored = H5Dget_storage_size(data), all = file_size(f);
  const hsize_t least = stored < all ? stored : all;
  const hid_t how = H5Dget_create_plist(data);
  const H5D_layout_t layout = H5Pget_layout(how);
  bool fits = count <= MOST_DEFLATED * least / sizeof(double) + 1;
  /* numbers of other files, which this one names */
  if (layout == H5D_VIRTUAL || H5Pget_external_count(how) != 0) fits = false;
  if (layout == H5D_CHUNKED && !chunks_fit(how, MOST_DEFLATED * all))
    fits = false;
  H5Pclose(how);
  return fits;
}

bool tame_h5_attr_fits(const tame_h5 *f, hid_t attr)
{
  return H5Aget_storage_size(attr) <= file_size(f);
}
