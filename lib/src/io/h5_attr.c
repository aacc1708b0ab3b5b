/* SPDX-License-Identifier: MIT */
#include "tame/h5.h"

#include <stdio.h>

#include "h5_file.h"

void tame_h5_fail(tame_h5 *f, const char *path)
{
  char why[256];
  if (f->has_failed) return;
  f->has_failed = true;
  tame_h5_why(why, sizeof why);
  tame_fail(&f->error, TAME_EIO, "%s: cannot write %s: %s", f->path, path, why);
}

hid_t tame_h5_text_type(void)
{
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, H5T_VARIABLE);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return type;
}

void tame_h5_put_attr(tame_h5 *f, const char *path, const char *name,
                      hid_t type, hid_t space, const void *value)
{
  if (f->has_failed) return;
  const hid_t object = H5Oopen(f->file, path, H5P_DEFAULT);
  if (object >= 0 && H5Aexists(object, name) > 0) H5Adelete(object, name);
  const hid_t attr =
      H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
  if (attr < 0 || H5Awrite(attr, type, value) < 0) tame_h5_fail(f, path);
  if (attr >= 0) H5Aclose(attr);
  if (object >= 0) H5Oclose(object);
}

static void put_scalar_attr(tame_h5 *f, const char *path, const char *name,
                            hid_t type, const void *value)
{
  const hid_t space = H5Screate(H5S_SCALAR);
  tame_h5_put_attr(f, path, name, type, space, value);
  H5Sclose(space);
}

void tame_h5_attr(tame_h5 *f, const char *path, const char *name,
                  const char *text)
{
  const hid_t type = tame_h5_text_type();
  put_scalar_attr(f, path, name, type, &text);
  H5Tclose(type);
}

void tame_h5_attr_number(tame_h5 *f, const char *path, const char *name,
                         double x)
{
  put_scalar_attr(f, path, name, H5T_NATIVE_DOUBLE, &x);
}

void tame_h5_attr_integer(tame_h5 *f, const char *path, const char *name,
                          long x)
{
  put_scalar_attr(f, path, name, H5T_NATIVE_LONG, &x);
}
