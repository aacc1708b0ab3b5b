/* SPDX-License-Identifier: MIT */
#include "tame/claim.h"
int main(int argc, char **argv)
{
  return tame_claims_main(argc, argv, "2206.00457", NULL, 0);
}
