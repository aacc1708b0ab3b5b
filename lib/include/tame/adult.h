/* SPDX-License-Identifier: MIT */
/* The census income table of the UCI repository (Becker and Kohavi 1996):
 * adult.data and adult.test, 15 columns without a header, ? for missing.
 *
 * Six columns are numeric (age, fnlwgt, education-num, capital-gain,
 * capital-loss, hours-per-week), nine categorical, the last of them the label
 * "income", <=50K or >50K.  adult.test begins with a line |... and ends its
 * labels with a dot; both are taken away here. */
#ifndef TAME_ADULT_H
#define TAME_ADULT_H

#include "tame/frame.h"

tame_status tame_adult_read(tame_frame *f, const char *path, tame_error *err);

#endif
