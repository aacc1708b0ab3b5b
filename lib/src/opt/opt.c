/* SPDX-License-Identifier: MIT */
#include "tame/opt.h"

#include "options.h"

#define WORD(kind, word, state)  word,
#define STATE(kind, word, state) state,
static const char *const WORDS[] = {TAME_OPT_LIST(WORD)};
static const char *const STATES[] = {TAME_OPT_LIST(STATE)};

tame_opt_options tame_opt_defaults(tame_opt_kind kind)
{
  return (tame_opt_options){.kind = kind,
                            .phase_below = 0.01,
                            .beta1 = 0.9,
                            .beta2 = 0.999,
                            .eps = 1e-8};
}

const char *tame_opt_word(tame_opt_kind kind) { return WORDS[kind]; }

const char *tame_opt_first_state(tame_opt_kind kind) { return STATES[kind]; }

bool tame_opt_has_first(const tame_opt_options *o)
{
  return STATES[o->kind][0] != '\0';
}

bool tame_opt_is_inertial_newton(tame_opt_kind kind)
{
  return kind == TAME_OPT_INNA || kind == TAME_OPT_INNAPROP ||
         kind == TAME_OPT_INNAPROP_MOMENTUM;
}

bool tame_opt_has_second(const tame_opt_options *o)
{
  switch (o->kind) {
  case TAME_OPT_SGD:
  case TAME_OPT_INNA:
    return false;
  case TAME_OPT_HEAVY_BALL:
  case TAME_OPT_NESTEROV:
    return o->is_scaled;
  default:
    return true;
  }
}

size_t tame_opt_vectors(const tame_opt_options *o)
{
  return (size_t)tame_opt_has_first(o) + (size_t)tame_opt_has_second(o);
}

/* written so that NaN is outside */
static bool within(double x, double lo, double hi)
{
  return x >= lo && x <= hi;
}
static bool below_one(double x) { return x >= 0.0 && x < 1.0; }

bool tame_opt_damping_is_valid(double alpha, double beta)
{
  return within(alpha, 0.0, 1e300) && beta > 0.0 && beta <= 1e300;
}

bool tame_opt_options_are_valid(const tame_opt_options *o)
{
  if (!within(o->weight_decay, 0.0, 1e300)) return false;
  if (tame_opt_has_second(o) && !(below_one(o->beta2) && o->eps > 0.0))
    return false;
  switch (o->kind) {
  case TAME_OPT_SGD:
  case TAME_OPT_HEAVY_BALL:
  case TAME_OPT_NESTEROV:
    return within(o->momentum, 0.0, 1.0);
  case TAME_OPT_ADAMW:
    return below_one(o->beta1);
  case TAME_OPT_SCHEDULE_FREE:
    return below_one(o->beta1) && o->beta1 > 0.0;
  case TAME_OPT_RMSPROP:
    return true;
  default:
    return tame_opt_damping_is_valid(o->alpha, o->beta) && o->phase_below >= 0;
  }
}
