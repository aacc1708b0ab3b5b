/* SPDX-License-Identifier: MIT */
/* HDF5 results that explain themselves.  This is the only module that includes
 * hdf5.h.
 *
 * Files are also valid netCDF-4: every dimension is a named scale, creation
 * order is kept, every data set carries long_name and units, and a group that
 * holds one panel of a figure carries the NXdata attributes.  There is no way
 * to write a number without a description.
 *
 * Writing is transactional.  `create` takes the name PATH.tmp; `commit` sets
 * the attribute complete = 1, writes the file, syncs and renames it to PATH;
 * `discard` removes PATH.tmp.  Until commit the file is held in memory.  `open`
 * refuses a file without complete = 1.  So a reader sees whole files or none.
 *
 * Writers do not return a status one by one: the first failure is kept in the
 * file object, later writes do nothing, and `commit` reports it.  The body of
 * an experiment then reads as a list of what is stored. */
#ifndef TAME_H5_H
#define TAME_H5_H

#include <stdbool.h>
#include <stddef.h>

#include "tame/status.h"

typedef struct tame_h5 tame_h5;

/* --- writing ------------------------------------------------------------- */

tame_status tame_h5_create(tame_h5 **f, const char *path, tame_error *err);
tame_status tame_h5_commit(tame_h5 *f, tame_error *err); /* releases F */
void tame_h5_discard(tame_h5 *f);                        /* releases F */

/* A group, with all its parents; TITLE says what it holds.  An existing group
 * is left as it is. */
void tame_h5_group(tame_h5 *f, const char *group, const char *title);

/* PATH is "group/name"; the group must exist.
 *
 * A dimension scale: x [n] names an axis for the data sets of its group and
 * the groups below. */
void tame_h5_axis(tame_h5 *f, const char *path, const double *x, size_t n,
                  const char *long_name, const char *units);

/* The dimension scale 0, 1, ..., n-1: iterations, repetitions. */
void tame_h5_index(tame_h5 *f, const char *path, size_t n,
                   const char *long_name);

/* A dimension scale 0, 1, ..., n-1 over named things; WORDS is their names
 * separated by single spaces and sets n.  Stored with the CF attributes
 * flag_values and flag_meanings. */
void tame_h5_codes(tame_h5 *f, const char *path, const char *words,
                   const char *long_name);

/* A data set over the axes named in AXES (separated by spaces, slowest first),
 * each found in the data set's group or one of its parents; its shape is
 * theirs.  AXES = "" is a scalar.  NaN means missing. */
void tame_h5_write(tame_h5 *f, const char *path, const char *axes,
                   const double *x, const char *long_name, const char *units);
void tame_h5_write_scalar(tame_h5 *f, const char *path, double x,
                          const char *long_name, const char *units);

/* Same, for numbers that are measured times, memory or derived from them: they
 * differ from run to run, and carry the attribute volatile = 1 so that a
 * comparison of two runs can leave them out. */
void tame_h5_write_measured(tame_h5 *f, const char *path, const char *axes,
                            const double *x, const char *long_name,
                            const char *units);

/* Mark GROUP as one panel: SIGNAL is the data set drawn first, over AXES. */
void tame_h5_panel(tame_h5 *f, const char *group, const char *signal,
                   const char *axes);

/* Attributes; PATH = "/" is the file, "g" a group, "g/d" a data set.  Strings
 * are stored variable-length UTF-8. */
void tame_h5_attr(tame_h5 *f, const char *path, const char *name,
                  const char *text);
void tame_h5_attr_number(tame_h5 *f, const char *path, const char *name,
                         double x);
void tame_h5_attr_integer(tame_h5 *f, const char *path, const char *name,
                          long x);

/* --- reading ------------------------------------------------------------- */

/* Open for reading.  TAME_EMISSING when there is no such file, TAME_EIO when
 * it cannot be read, TAME_EFORMAT when it is not HDF5, is truncated, is not a
 * result of this project, is of another schema version or lacks complete = 1.
 *
 * The SHA-256 at the end is compared before HDF5 sees a byte, because HDF5 can
 * crash on damaged files: a file that was cut, altered or written by another
 * program is refused with a message.  It is a check sum, not a signature: who
 * makes a malicious file can seal it.  Of such a file our readers believe no
 * size that it cannot hold (deflate makes at most 1032 bytes of one), follow no
 * link out of it and read no numbers that it says are in other files; HDF5
 * itself is not safe against it. */
tame_status tame_h5_open(tame_h5 **f, const char *path, tame_error *err);
void tame_h5_close(tame_h5 *f); /* NULL is accepted */

/* The name it was opened or created under, for messages; owned by F. */
const char *tame_h5_path(const tame_h5 *f);

#define TAME_H5_MAX_RANK 6
typedef struct {
  size_t rank, dims[TAME_H5_MAX_RANK], count; /* count = product of dims */
} tame_h5_shape;

/* All numbers of a data set as doubles, row-major; *x is released with free().
 * TAME_EMISSING when PATH does not exist, TAME_EFORMAT when it is not numeric.
 */
tame_status tame_h5_read(double **x, tame_h5_shape *shape, const tame_h5 *f,
                         const char *path, tame_error *err);
tame_status tame_h5_read_scalar(double *x, const tame_h5 *f, const char *path,
                                tame_error *err);

/* Attributes; text is released with free(). */
tame_status tame_h5_read_attr(char **text, const tame_h5 *f, const char *path,
                              const char *name, tame_error *err);
tame_status tame_h5_read_attr_number(double *x, const tame_h5 *f,
                                     const char *path, const char *name,
                                     tame_error *err);
bool tame_h5_exists(const tame_h5 *f, const char *path);

/* Name of the axis along dimension DIM of a data set, released with free();
 * TAME_EMISSING when that dimension has no scale. */
tame_status tame_h5_axis_name(char **name, const tame_h5 *f, const char *path,
                              size_t dim, tame_error *err);

/* Call VISIT for every object below GROUP ("/" for all), parents first, in
 * creation order.  PATH is "group/name" without a leading slash.  A VISIT that
 * returns false ends the walk.  Links other than hard ones, which we never
 * make, are passed over. */
typedef bool tame_h5_visit(const char *path, bool is_group, void *ctx);
tame_status tame_h5_walk(const tame_h5 *f, const char *group,
                         tame_h5_visit *visit, void *ctx, tame_error *err);

/* Version of the schema that this library writes and reads, and of HDF5. */
#define TAME_SCHEMA_VERSION 1
const char *tame_h5_library_version(char buffer[32]);

#endif
