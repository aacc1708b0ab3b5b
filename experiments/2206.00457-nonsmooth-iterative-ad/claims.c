/* SPDX-License-Identifier: MIT */
/* The claims of arXiv 2206.00457, each one number computed from the HDF5 files;
 * where a claim is about many numbers, it is the worst of them.  "Theory" is
 * derived in the README beside this file; "prototype" is an independent program
 * with data of its own. */
#include <math.h>

#include "claims.h"

#define ID       "2206.00457-"
#define N_CLAIMS (sizeof CLAIMS / sizeof *CLAIMS)

static const tame_claim CLAIMS[] = {
    {ID "C1", TAME_SMOKE,
     "heavy ball: eigenvalues of M1 M1 M2 M2, distance to -9/8 and -9/32",
     "0 (theory)", 0, 1e-12, c1, "rounding of a 2 x 2 eigenproblem", NULL,
     "heavy_ball"},
    {ID "C2", TAME_SMOKE,
     "heavy ball: slope of log |J_k| along the cycle, distance to log(9/8)/4",
     "0 (theory)", 0, 1e-6, c2,
     "the other eigenvalue has decayed by 1e-12 at k = 80", NULL, "heavy_ball"},
    {ID "C3a", TAME_SMOKE,
     "heavy ball: spectral radii of M1 and M2, distance to sqrt(3/4)",
     "0 (theory)", 0, 1e-12, c3a, "rounding of a 2 x 2 eigenproblem", NULL,
     "heavy_ball"},
    {ID "C3b", TAME_SMOKE,
     "heavy ball: |J_200| when the side is always the "
     "same, larger of both",
     "0 (theory)", 0, 1e-10, c3b,
     "0.866^200 = 3e-13 with room for the condition of eigenvectors", NULL,
     "heavy_ball"},
    {ID "C4a", TAME_SMOKE, "heavy ball: largest iterate from theta = 0",
     "0 (theory)", 0, 0, c4a, "exact in floating point", NULL, "heavy_ball"},
    {ID "C4b", TAME_SMOKE, "heavy ball: |(x, y)_200| from theta = 1 and -1",
     "0 (theory)", 0, 1e-10, c4b,
     "a worst rate of 0.8657 gives 3e-13; room for transients", NULL,
     "heavy_ball"},
    {ID "C4c", TAME_SMOKE, "heavy ball: rate of the iterates from theta = 1",
     "0.866 (theory)", 0, 0.9, c4c, "linear convergence, below 1 with a margin",
     NULL, "heavy_ball"},
    {ID "C5", TAME_SMOKE, "heavy ball: momentum below which it converges",
     "0.7723635432 (theory), above 3/4", 0.7723635422, 0.7723635442, c5,
     "1e-9 about the closed form", NULL, "heavy_ball"},
    {ID "C6", TAME_SMOKE,
     "gradient descent: |J_k| over 0.75^k, any selection, k <= 100",
     "at most 1 (theory)", 0, 1 + 1e-12, c6, "a bound, and rounding", NULL,
     "heavy_ball"},
    {ID "C7", TAME_SMOKE, "hull: growth per step at beta = 0.75",
     "1.032144 (prototype; best cycle of 11)", 1.032144 - 2e-4, 1.032144 + 2e-4,
     c7, "period of the cycle over the fitted length", NULL, "hull"},
    {ID "C8", TAME_SMOKE, "hull: beta where the 4-cycle begins to grow",
     "0.70692558 (prototype)", 0.70692458, 0.70692658, c8,
     "bisection to 1e-12; the reference has eight digits", NULL, "hull"},
    {ID "C9a", TAME_SMOKE, "hull: growth per step at beta = 0.5",
     "0.8831 (prototype)", 0.8821, 0.8841, c9a,
     "the reference has four digits; period of the fit", NULL, "hull"},
    {ID "C9b", TAME_SMOKE, "hull: growth at beta = 0.65 and 0.69, larger",
     "below 1 (prototype: 0.9754, 0.9979)", 0, 1 - 1e-4, c9b,
     "an order; the fit is good to 1e-4", NULL, "hull"},
    {ID "C9c", TAME_SMOKE, "hull: growth at beta = 0.70 and 0.75, smaller",
     "above 1 (prototype: 1.0034, 1.0321)", 1 + 1e-4, INFINITY, c9c,
     "an order; the fit is good to 1e-4", NULL, "hull"},
    {ID "C10", TAME_SMOKE,
     "heavy ball: mean growth exponent of random selections",
     "-0.100 (prototype)", -0.12, -0.08, c10,
     "standard deviation 0.005 over runs; four of them about the mean", NULL,
     "heavy_ball"},
    {ID "C24", TAME_SMOKE,
     "interval: upper end minus 1 against 4 2^-k from J_0 = 5, k <= 40, "
     "relative",
     "0 (theory)", 0, 1e-12, c24,
     "halving is exact as long as 4 2^-k is above 2^-52", NULL,
     "set_piggyback"},
};

int main(int argc, char **argv)
{
  return tame_claims_main(argc, argv, "2206.00457", CLAIMS, N_CLAIMS);
}
