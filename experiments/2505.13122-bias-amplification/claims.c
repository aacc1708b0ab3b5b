/* SPDX-License-Identifier: MIT */
#include "tame/claim.h"
int main(int argc, char **argv)
{
  return tame_claims_main(argc, argv, "2505.13122", NULL, 0);
}
