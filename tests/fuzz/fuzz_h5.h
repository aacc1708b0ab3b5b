/* SPDX-License-Identifier: MIT */
/* Result files that are whole and sealed, and odd: a program of edits, read from
 * the fuzzer's bytes, is applied through the HDF5 library to a good file, which
 * is then sealed again.  So the readers see files that HDF5 takes for valid and
 * our writer never makes: other types, ranks and sizes, missing attributes,
 * chunks of gigabytes, circles of links, lists of scales that are none.
 *
 * Bytes that were changed afterwards never come to the HDF5 library, because the
 * seal does not fit; that it can crash on them (1.10.8 does) is why there is a
 * seal, which is no defence against who makes a file in order to harm. */
#ifndef FUZZ_H5_H
#define FUZZ_H5_H

#include "fuzz.h"

#include <math.h>

#include <hdf5_hl.h>

#include "../../lib/src/io/h5_file.h"

/* --- leaks ---------------------------------------------------------------- */

/* HDF5 1.10.8 leaks the header of what a dangling reference leads to.  Objects
 * that our readers would leave open are found by fuzz_h5_all_closed. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) { return "leak:libhdf5\n"; }

static inline void fuzz_h5_all_closed(void)
{
  if (H5Fget_obj_count(H5F_OBJ_ALL, H5F_OBJ_ALL) != 0) abort();
}

/* --- bytes ---------------------------------------------------------------- */

typedef struct {
  const uint8_t *data;
  size_t size;
} fuzz_bytes;

/* The next N bytes; zeros when they are used up. */
static inline void fuzz_take(void *to, size_t n, fuzz_bytes *b)
{
  const size_t got = n < b->size ? n : b->size;
  memset(to, 0, n);
  if (got) memcpy(to, b->data, got);
  b->data += got;
  b->size -= got;
}

static inline uint8_t fuzz_byte(fuzz_bytes *b)
{
  uint8_t x;
  fuzz_take(&x, 1, b);
  return x;
}

/* --- the good file and what may be edited in it --------------------------- */

typedef struct {
  void *image; /* [size], without the seal */
  size_t size;
  const char *const *path; /* [n_paths] of its objects */
  size_t n_paths;
} fuzz_base;

/* The file that tame_h5_commit left at PATH. */
static inline void fuzz_base_read(fuzz_base *base, const char *path)
{
  FILE *in = fopen(path, "rb");
  if (!in || fseek(in, 0, SEEK_END) != 0) abort();
  base->size = (size_t)ftell(in) - TAME_H5_SEAL_SIZE;
  base->image = malloc(base->size);
  rewind(in);
  if (!base->image || fread(base->image, 1, base->size, in) != base->size)
    abort();
  fclose(in);
}

static const char *const FUZZ_ATTRIBUTES[] = {
    "Conventions",   "schema_version", "complete",       "title",
    "long_name",     "units",          "flag_meanings",  "flag_values",
    "texts",         "volatile",       "DIMENSION_LIST", "REFERENCE_LIST",
    "CLASS",         "NAME",           "inputs",         "fingerprint",
    "wall_seconds",  "started",        "identity",       "epochs",
    "steps",         "points",         "has_diverged",   "net",
    "n_parameters",  "dropout_pass",   "kind",           "n",
    "max_rss_bytes", "_Netcdf4Dimid",  "git_commit",     "arguments"};
enum { FUZZ_N_ATTRIBUTES = sizeof FUZZ_ATTRIBUTES / sizeof *FUZZ_ATTRIBUTES };

static inline const char *fuzz_any_path(const fuzz_base *base, fuzz_bytes *b)
{
  return base->path[fuzz_byte(b) % base->n_paths];
}

static inline const char *fuzz_any_name(fuzz_bytes *b)
{
  return FUZZ_ATTRIBUTES[fuzz_byte(b) % FUZZ_N_ATTRIBUTES];
}

/* --- types and shapes ----------------------------------------------------- */

static inline hid_t fuzz_string(size_t size)
{
  const hid_t t = H5Tcopy(H5T_C_S1);
  H5Tset_size(t, size);
  return t;
}

static inline hid_t fuzz_compound(void)
{
  const hid_t t = H5Tcreate(H5T_COMPOUND, 16);
  H5Tinsert(t, "re", 0, H5T_NATIVE_DOUBLE);
  H5Tinsert(t, "im", 8, H5T_NATIVE_DOUBLE);
  return t;
}

/* A float of 48 bits. */
static inline hid_t fuzz_odd_float(void)
{
  const hid_t t = H5Tcopy(H5T_IEEE_F64LE);
  H5Tset_fields(t, 47, 36, 11, 0, 36);
  H5Tset_size(t, 6);
  return t;
}

static inline hid_t fuzz_type(fuzz_bytes *b)
{
  const hsize_t three = 3;
  switch (fuzz_byte(b) % 18) {
  case 0:
    return H5Tcopy(H5T_IEEE_F64LE);
  case 1:
    return H5Tcopy(H5T_IEEE_F32BE);
  case 2:
    return H5Tcopy(H5T_STD_I8LE);
  case 3:
    return H5Tcopy(H5T_STD_U64BE);
  case 4:
    return H5Tcopy(H5T_NATIVE_LDOUBLE);
  case 5:
    return tame_h5_text_type();
  case 6:
    return fuzz_string(1);
  case 7:
    return fuzz_string(1 + fuzz_byte(b));
  case 8:
    return fuzz_compound();
  case 9:
    return H5Tcopy(H5T_STD_REF_OBJ);
  case 10:
    return H5Tcopy(H5T_STD_REF_DSETREG);
  case 11:
    return H5Tvlen_create(H5T_NATIVE_DOUBLE);
  case 12:
    return H5Tvlen_create(H5T_STD_REF_OBJ);
  case 13:
    return H5Tarray_create2(H5T_NATIVE_DOUBLE, 1, &three);
  case 14:
    return H5Tcopy(H5T_STD_B16LE);
  case 15:
    return H5Tcreate(H5T_OPAQUE, 1 + fuzz_byte(b));
  case 16:
    return H5Tenum_create(H5T_NATIVE_INT);
  default:
    return fuzz_odd_float();
  }
}

/* Mostly small, at times beyond all memory. */
static inline hsize_t fuzz_dim(fuzz_bytes *b)
{
  const uint8_t x = fuzz_byte(b);
  if (x < 240) return x % 12;
  return (hsize_t)1 << (x - 240) * 4;
}

static inline hid_t fuzz_space(int *rank, hsize_t *dims, fuzz_bytes *b)
{
  const uint8_t kind = fuzz_byte(b) % 12;
  *rank = 0;
  if (kind == 0) return H5Screate(H5S_NULL);
  if (kind == 1) return H5Screate(H5S_SCALAR);
  *rank = kind < 6 ? 1 : kind < 9 ? 2 : kind - 6;
  for (int i = 0; i < *rank; i++) dims[i] = fuzz_dim(b);
  return H5Screate_simple(*rank, dims, NULL);
}

/* --- edits ---------------------------------------------------------------- */

enum { FUZZ_MOST_VALUES = 4096 };

/* Values of TYPE [count], all bits from the bytes; NULL for addresses, which
 * the library would follow, and for what is too much. */
static inline void *fuzz_values(hid_t type, hid_t space, fuzz_bytes *b)
{
  const hssize_t n = H5Sget_simple_extent_npoints(space);
  const size_t each = H5Tget_size(type);
  if (n <= 0 || (size_t)n > FUZZ_MOST_VALUES || each > 256 ||
      H5Tdetect_class(type, H5T_VLEN) > 0 || H5Tis_variable_str(type) > 0)
    return NULL;
  uint8_t *x = calloc((size_t)n, each);
  for (size_t i = 0; i < (size_t)n * each && b->size > 0; i++)
    x[i] = fuzz_byte(b);
  return x;
}

static inline hid_t fuzz_creation(int rank, const hsize_t *dims, fuzz_bytes *b)
{
  const hid_t how = H5Pcreate(H5P_DATASET_CREATE);
  hsize_t chunk[8];
  const uint8_t kind = fuzz_byte(b) % 8;
  if (kind >= 3 && rank > 0) {
    for (int i = 0; i < rank; i++)
      chunk[i] = kind == 7 ? dims[i] : 1 + fuzz_dim(b) % 5;
    H5Pset_chunk(how, rank, chunk);
    if (kind & 1) H5Pset_deflate(how, 4);
    if (kind == 4) H5Pset_fletcher32(how);
  }
  if (kind == 1) H5Pset_layout(how, H5D_COMPACT);
  if (kind == 2) H5Pset_external(how, "/etc/passwd", 0, H5F_UNLIMITED);
  return how;
}

static inline void fuzz_put_data(hid_t file, const char *path, fuzz_bytes *b)
{
  hsize_t dims[8];
  int rank;
  const hid_t type = fuzz_type(b), space = fuzz_space(&rank, dims, b);
  const hid_t how = fuzz_creation(rank, dims, b);
  H5Ldelete(file, path, H5P_DEFAULT);
  const hid_t d =
      H5Dcreate2(file, path, type, space, H5P_DEFAULT, how, H5P_DEFAULT);
  void *x = d >= 0 ? fuzz_values(type, space, b) : NULL;
  if (x && H5Pget_external_count(how) == 0)
    H5Dwrite(d, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, x);
  free(x);
  if (d >= 0) H5Dclose(d);
  H5Pclose(how);
  H5Sclose(space);
  H5Tclose(type);
}

static inline void fuzz_put_attribute(hid_t file, const char *path,
                                      const char *name, fuzz_bytes *b)
{
  hsize_t dims[8];
  int rank;
  const hid_t type = fuzz_type(b), space = fuzz_space(&rank, dims, b);
  const hssize_t n = H5Sget_simple_extent_npoints(space);
  H5Adelete_by_name(file, path, name, H5P_DEFAULT);
  const hid_t a =
      n > FUZZ_MOST_VALUES
          ? -1
          : H5Acreate_by_name(file, path, name, type, space, H5P_DEFAULT,
                              H5P_DEFAULT, H5P_DEFAULT);
  void *x = a >= 0 ? fuzz_values(type, space, b) : NULL;
  if (x) H5Awrite(a, type, x);
  free(x);
  if (a >= 0) H5Aclose(a);
  H5Sclose(space);
  H5Tclose(type);
}

/* A text of the bytes, which may be none, long, or no UTF-8. */
static inline void fuzz_put_text(hid_t file, const char *path, const char *name,
                                 fuzz_bytes *b)
{
  char text[256];
  const size_t n = fuzz_byte(b);
  fuzz_take(text, n, b);
  text[n] = '\0';
  const char *value = text;
  const hid_t type = tame_h5_text_type(), space = H5Screate(H5S_SCALAR);
  H5Adelete_by_name(file, path, name, H5P_DEFAULT);
  const hid_t a = H5Acreate_by_name(file, path, name, type, space, H5P_DEFAULT,
                                    H5P_DEFAULT, H5P_DEFAULT);
  if (a >= 0) {
    H5Awrite(a, type, &value);
    H5Aclose(a);
  }
  H5Sclose(space);
  H5Tclose(type);
}

static inline void fuzz_edit(hid_t file, const fuzz_base *base, fuzz_bytes *b)
{
  const char *path = fuzz_any_path(base, b), *other;
  double x;
  switch (fuzz_byte(b) % 10) {
  case 0:
    H5Ldelete(file, path, H5P_DEFAULT);
    break;
  case 1:
    fuzz_put_data(file, path, b);
    break;
  case 2:
    fuzz_put_attribute(file, path, fuzz_any_name(b), b);
    break;
  case 3:
    H5Adelete_by_name(file, path, fuzz_any_name(b), H5P_DEFAULT);
    break;
  case 4: /* circles, too */
    other = fuzz_any_path(base, b);
    H5Ldelete(file, other, H5P_DEFAULT);
    H5Lcreate_hard(file, path, file, other, H5P_DEFAULT, H5P_DEFAULT);
    break;
  case 5:
    other = fuzz_any_path(base, b);
    H5Ldelete(file, other, H5P_DEFAULT);
    H5Lcreate_soft(path, file, other, H5P_DEFAULT, H5P_DEFAULT);
    break;
  case 6:
    H5Ldelete(file, path, H5P_DEFAULT);
    H5Lcreate_external("/tmp/none.h5", "/x", file, path, H5P_DEFAULT,
                       H5P_DEFAULT);
    break;
  case 7:
    fuzz_put_text(file, path, fuzz_any_name(b), b);
    break;
  case 8:
    fuzz_take(&x, sizeof x, b);
    other = fuzz_any_name(b);
    H5Adelete_by_name(file, path, other, H5P_DEFAULT);
    H5LTset_attribute_double(file, path, other, &x, 1);
    break;
  default:
    H5Ldelete(file, path, H5P_DEFAULT);
    H5Gclose(H5Gcreate2(file, path, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  }
}

/* PATH <- BASE after at most 12 edits from the bytes, sealed; false when the
 * library could not make such a file.  Memory is watched from here on. */
static inline bool fuzz_h5_write(const char *path, const fuzz_base *base,
                                 fuzz_bytes *b)
{
  enum { MOST_EDITS = 12, MOST_SIZE = 4 << 20 };
  char seal[TAME_H5_SEAL_SIZE + 1];
  tame_h5_quiet();
  const hid_t file =
      H5LTopen_file_image(base->image, base->size, H5LT_FILE_IMAGE_OPEN_RW);
  if (file < 0) abort();
  const size_t edits = fuzz_byte(b) % (MOST_EDITS + 1);
  for (size_t i = 0; i < edits && b->size > 0; i++) fuzz_edit(file, base, b);
  H5Fflush(file, H5F_SCOPE_GLOBAL);
  const ssize_t n = H5Fget_file_image(file, NULL, 0);
  void *image = n > 0 && n <= MOST_SIZE ? malloc((size_t)n) : NULL;
  bool is_made = image && H5Fget_file_image(file, image, (size_t)n) == n;
  H5Fclose(file);
  if (is_made) {
    FILE *out = fopen(path, "wb");
    tame_h5_seal(seal, image, (size_t)n);
    is_made = out && fwrite(image, 1, (size_t)n, out) == (size_t)n &&
              fwrite(seal, 1, TAME_H5_SEAL_SIZE, out) == TAME_H5_SEAL_SIZE;
    if (!out || fclose(out) != 0) abort();
    fuzz_written = (size_t)n;
  }
  free(image);
  fuzz_watch();
  return is_made;
}

#endif
