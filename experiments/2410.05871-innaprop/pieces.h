/* SPDX-License-Identifier: MIT */
/* What the programs of this paper share: damping pairs. */
#ifndef PIECES_H
#define PIECES_H

#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/exp.h"

/* (alpha, beta) and its word in files and file names */
typedef struct {
  double alpha, beta;
  const char *word;
} damping;

#endif
