/* SPDX-License-Identifier: MIT */
/* main() of every paper's claims program: each claim is one number measured
 * from the HDF5 files and the interval that it must lie in.
 *
 * Verdicts: PASS, FAIL, NOT RUN (the data or the scale is missing), NOT
 * ATTEMPTED (no `measure`; `reason` says why). */
#ifndef TAME_CLAIM_H
#define TAME_CLAIM_H

#include <stddef.h>

#include "tame/exp.h"
#include "tame/h5.h"
#include "tame/status.h"

/* The result files of one paper at one scale. */
typedef struct tame_results tame_results;

/* A whole data set of experiment EXP ("newton"); *x is released with free().
 * TAME_EMISSING when the experiment was not run.  TAME_EIO, for a file that is
 * there but may not be read, makes the program fail and write no table.  A result
 * that someone made with other parameters may be smaller than the claim takes it
 * for: its numbers are followed by 65536 NaN, so that what is not there measures
 * as NaN, FAIL. */
tame_status tame_results_read(double **x, tame_h5_shape *shape,
                              const tame_results *r, const char *exp,
                              const char *path);
tame_status tame_results_scalar(double *x, const tame_results *r,
                                const char *exp, const char *path);

/* A claim about many numbers is measured by the worst of them: the smallest, the
 * largest, or the one farthest from CENTRE.  Any NaN among them, or no number at all,
 * makes the value NaN, and so the claim FAIL. */
double tame_claim_smallest(const double *x, size_t n);
double tame_claim_largest(const double *x, size_t n);
double tame_claim_farthest(const double *x, size_t n, double centre);

/* The same over a whole data set. */
tame_status tame_results_largest(double *value, const tame_results *r,
                                 const char *exp, const char *path);
tame_status tame_results_farthest(double *value, const tame_results *r,
                                  const char *exp, const char *path,
                                  double centre);

typedef struct {
  const char *id;   /* "2305.13768-C1" */
  tame_scale scale; /* smallest scale at which the criterion is meant to hold */
  const char *sentence;
  const char *paper; /* the paper's or the theory's value, as text */
  double lo, hi;     /* accepted: lo <= measured <= hi */
  /* *value <- the number.  An error status means that it could not be had;
   * TAME_EMISSING gives NOT RUN (no result file, or one the claim is not about,
   * which `reason` then explains), any other FAIL.  NaN and infinity are FAIL,
   * also where lo or hi is infinite. */
  tame_status (*measure)(double *value, const tame_results *r);
  const char *interval; /* where the interval comes from */
  const char *reason;   /* for what is not PASS: a sentence, or NULL */
  const char *exp;      /* the experiment whose file it reads first */
} tame_claim;

/* Usage: claims --scale S --tree DIR --out FILE.tsv | --list
 * DIR is the root that holds data/<paper>/ at the default scale and
 * scale/<s>/data/<paper>/ otherwise.  A claim is measured on the data of scale
 * S when S is at least its own scale; a claim of a larger scale is measured on
 * that scale's data if they exist, else NOT RUN. */
int tame_claims_main(int argc, char **argv, const char *paper,
                     const tame_claim *claims, size_t n);

#endif
