/* SPDX-License-Identifier: MIT */
/* Private to opt/: what the options of an optimiser imply. */
#ifndef TAME_OPT_OPTIONS_H
#define TAME_OPT_OPTIONS_H

#include "tame/opt.h"

bool tame_opt_options_are_valid(const tame_opt_options *o);
bool tame_opt_damping_is_valid(double alpha, double beta);
bool tame_opt_is_inertial_newton(tame_opt_kind kind);

/* psi, m, b or z; v */
bool tame_opt_has_first(const tame_opt_options *o);
bool tame_opt_has_second(const tame_opt_options *o);
const char *tame_opt_first_state(tame_opt_kind kind);

#endif
