#include "tame/claim.h"
int main(int argc, char **argv)
{
  return tame_claims_main(argc, argv, "2410.05871", NULL, 0);
}
