/* SPDX-License-Identifier: MIT */
/* Outcome of every library call that can end in more than one way. */
#ifndef TAME_STATUS_H
#define TAME_STATUS_H

/* One list, expanded into the enum here and into the names and messages in
 * status.c, so that the three cannot drift apart.  Values >= 0 are outcomes of
 * a computation; values < 0 are errors. */
#define TAME_STATUS_LIST(X)                                                    \
  X(TAME_OK, 0, "success")                                                     \
  X(TAME_CONVERGED, 1, "stopping test met")                                    \
  X(TAME_MAX_ITER, 2, "iteration limit reached")                               \
  X(TAME_STALLED, 3, "no further progress at working precision")               \
  X(TAME_DIVERGED, 4, "iterates left the trust bound or became NaN")           \
  X(TAME_EINVAL, -1, "argument outside its documented range")                  \
  X(TAME_ESINGULAR, -2, "matrix singular to working precision")                \
  X(TAME_EIO, -3, "file could not be read or written")                         \
  X(TAME_EFORMAT, -4, "file does not follow the expected schema")              \
  X(TAME_EMISSING, -5, "file, data set or attribute not found")

#define TAME_STATUS_ENUM(name, value, text) name = (value),
typedef enum { TAME_STATUS_LIST(TAME_STATUS_ENUM) } tame_status;
#undef TAME_STATUS_ENUM

/* Short text and enum name of a status; never NULL. */
const char *tame_status_str(tame_status s);
const char *tame_status_name(tame_status s);

/* Return the status of EXPR to the caller when it is an error. */
#define TAME_TRY(expr)                                                         \
  do {                                                                         \
    const tame_status tame_try_s_ = (expr);                                    \
    if (tame_try_s_ < 0) return tame_try_s_;                                   \
  } while (0)

/* Why an error of the world (file, format, option) happened: one line without
 * newline, "what: why", to be printed after the program's name.  Functions
 * that can fail so take a `tame_error *` as last argument; NULL is accepted by
 * all of them. */
typedef struct {
  char text[512];
} tame_error;

/* Fill E (may be NULL) from a printf format and return S, so that a failing
 * function ends with  return tame_fail(e, TAME_EIO, "%s: %s", path, why). */
tame_status tame_fail(tame_error *e, tame_status s, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
