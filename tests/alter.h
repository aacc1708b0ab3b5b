/* SPDX-License-Identifier: MIT */
/* For tests of the comparison of results: a copy of a result in which single
 * bits are flipped, sealed again as a result, and what is said about it. */
#ifndef ALTER_H
#define ALTER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <hdf5.h>
#include <sha2.h>

#include "tame/base.h"
#include "tame/compare.h"
#include "tame/h5.h"

static const char ALTER_MARK[] = "\ntame sha256 ";
enum { ALTER_SEAL = 13 + 64 + 1 };

static inline size_t alter_slurp(uint8_t **bytes, const char *path)
{
  FILE *in = fopen(path, "rb");
  ck_assert_ptr_nonnull(in);
  fseek(in, 0, SEEK_END);
  const size_t n = (size_t)ftell(in);
  rewind(in);
  *bytes = tame_calloc(n + 1, 1);
  ck_assert_uint_eq(fread(*bytes, 1, n, in), n);
  fclose(in);
  return n;
}

/* PATH <- the result ORIGINAL without its seal, open for changes. */
static inline hid_t alter_open(const char *path, const char *original)
{
  uint8_t *bytes;
  const size_t n = alter_slurp(&bytes, original);
  FILE *out = fopen(path, "wb");
  ck_assert_uint_eq(fwrite(bytes, 1, n - ALTER_SEAL, out), n - ALTER_SEAL);
  ck_assert_int_eq(fclose(out), 0);
  free(bytes);
  const hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
  ck_assert_int_ge(file, 0);
  return file;
}

static inline void alter_close(hid_t file, const char *path)
{
  uint8_t *bytes;
  char hex[SHA256_DIGEST_STRING_LENGTH];
  ck_assert_int_ge(H5Fclose(file), 0);
  const size_t n = alter_slurp(&bytes, path);
  SHA256Data(bytes, n, hex);
  free(bytes);
  FILE *out = fopen(path, "ab");
  fprintf(out, "%s%s\n", ALTER_MARK, hex);
  ck_assert_int_eq(fclose(out), 0);
}

/* --- what the comparison says --------------------------------------------- */

enum { MOST = 4096 };

typedef struct {
  size_t n;
  char *text[MOST];
} sayings;

static inline void keep(const char *text, void *ctx)
{
  sayings *s = ctx;
  ck_assert_uint_lt(s->n, MOST);
  s->text[s->n++] = tame_strdup(text);
}

static inline void forget(sayings *s)
{
  for (size_t i = 0; i < s->n; i++) free(s->text[i]);
  s->n = 0;
}

static inline void compare(sayings *s, const char *x, const char *y,
                           bool numbers_only)
{
  tame_h5 *a, *b;
  tame_error err = {""};
  s->n = 0;
  ck_assert_msg(tame_h5_open(&a, x, &err) == TAME_OK, "%s", err.text);
  ck_assert_msg(tame_h5_open(&b, y, &err) == TAME_OK, "%s", err.text);
  ck_assert_uint_eq(tame_h5_compare(a, b, numbers_only, keep, s), s->n);
  tame_h5_close(a);
  tame_h5_close(b);
}

/* --- one bit -------------------------------------------------------------- */

/* Flip bit BIT of number INDEX (modulo their count) of the data set PATH. */
static inline void alter_number(hid_t file, const char *path, size_t index,
                                unsigned bit)
{
  const hid_t data = H5Dopen2(file, path, H5P_DEFAULT);
  const hid_t space = H5Dget_space(data);
  const size_t n = (size_t)H5Sget_simple_extent_npoints(space);
  double *x = tame_vec(n);
  uint64_t bits;
  ck_assert_int_ge(
      H5Dread(data, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, x), 0);
  memcpy(&bits, &x[index % n], sizeof bits);
  bits ^= (uint64_t)1 << bit;
  memcpy(&x[index % n], &bits, sizeof bits);
  ck_assert_int_ge(
      H5Dwrite(data, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, x), 0);
  free(x);
  H5Sclose(space);
  H5Dclose(data);
}

/* The last of N texts gets another last letter. */
static inline void alter_texts(hid_t attr, hid_t type, size_t n)
{
  char **text = tame_calloc(n, sizeof *text), *old, *new;
  ck_assert_int_ge(H5Aread(attr, type, text), 0);
  old = text[n - 1];
  new = tame_strdup(old && *old ? old : "x");
  if (old && *old) new[strlen(new) - 1] ^= 1;
  text[n - 1] = new;
  ck_assert_int_ge(H5Awrite(attr, type, text), 0);
  text[n - 1] = old;
  for (size_t i = 0; i < n; i++) H5free_memory(text[i]);
  free(text);
  free(new);
}

/* Flip the lowest bit of the first byte of a value, or of a letter. */
static inline void alter_attr(hid_t file, const char *path, const char *name)
{
  /* HDF5 1.10.8 writes what H5Aopen_by_name opened to the root group */
  const hid_t object = H5Oopen(file, path, H5P_DEFAULT);
  const hid_t attr = H5Aopen(object, name, H5P_DEFAULT);
  ck_assert_int_ge(attr, 0);
  const hid_t type = H5Aget_type(attr), space = H5Aget_space(attr);
  const size_t n = (size_t)H5Sget_simple_extent_npoints(space);
  if (H5Tis_variable_str(type) > 0) {
    alter_texts(attr, type, n);
  } else {
    uint8_t *bytes = tame_calloc(n * H5Tget_size(type) + 1, 1);
    ck_assert_int_ge(H5Aread(attr, type, bytes), 0);
    bytes[0] ^= 1;
    ck_assert_int_ge(H5Awrite(attr, type, bytes), 0);
    free(bytes);
  }
  H5Sclose(space);
  H5Tclose(type);
  H5Aclose(attr);
  H5Oclose(object);
}

/* --- one bit of everything ------------------------------------------------ */

typedef struct {
  char *path, *name; /* NAME of an attribute; NULL: the numbers of PATH */
} alteration;

typedef struct {
  size_t n, room;
  alteration *one;
  hid_t file;
  const char *path; /* whose attributes are visited */
} alterations;

static inline void alter_note(alterations *all, const char *path,
                              const char *name)
{
  if (all->n == all->room) {
    all->room = 2 * all->room + 64;
    all->one = realloc(all->one, all->room * sizeof *all->one);
    ck_assert_ptr_nonnull(all->one);
  }
  all->one[all->n++] =
      (alteration){tame_strdup(path), name ? tame_strdup(name) : NULL};
}

static inline herr_t alter_visit_attr(hid_t object, const char *name,
                                      const H5A_info_t *info, void *ctx)
{
  /* which scale is whose is kept in three of them; `volatile` says whether
   * numbers count: these are tried one by one */
  static const char *const apart[] = {"DIMENSION_LIST", "REFERENCE_LIST",
                                      "CLASS", "volatile"};
  alterations *all = ctx;
  (void)object;
  (void)info;
  for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
    if (strcmp(name, apart[i]) == 0) return 0;
  /* without these a file is not opened */
  if (strcmp(all->path, "/") == 0 &&
      (strcmp(name, "Conventions") == 0 || strcmp(name, "complete") == 0 ||
       strcmp(name, "schema_version") == 0))
    return 0;
  alter_attr(all->file, all->path, name);
  alter_note(all, all->path, name);
  return 0;
}

static inline void alter_attrs(alterations *all, const char *path)
{
  hsize_t i = 0;
  all->path = path;
  ck_assert_int_ge(H5Aiterate_by_name(all->file, path, H5_INDEX_NAME,
                                      H5_ITER_INC, &i, alter_visit_attr, all,
                                      H5P_DEFAULT),
                   0);
}

static inline bool alter_visit(const char *path, bool is_group, void *ctx)
{
  alterations *all = ctx;
  if (!is_group) {
    /* another number and another bit each time */
    alter_number(all->file, path, all->n * 7919, (unsigned)(all->n * 29 % 64));
    alter_note(all, path, NULL);
  }
  alter_attrs(all, path);
  return true;
}

/* One bit of every data set and attribute of FILE, a copy of F. */
static inline void alter_all(alterations *all, hid_t file, const tame_h5 *f)
{
  all->file = file;
  alter_attrs(all, "/");
  ck_assert_int_eq(tame_h5_walk(f, "/", alter_visit, all, NULL), TAME_OK);
}

static inline void alter_free(alterations *all)
{
  for (size_t i = 0; i < all->n; i++) {
    free(all->one[i].path);
    free(all->one[i].name);
  }
  free(all->one);
}

#endif
