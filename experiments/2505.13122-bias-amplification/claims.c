/* SPDX-License-Identifier: MIT */
/* The claims of arXiv 2505.13122, each one number computed from the HDF5 files;
 * where a claim is about many numbers, it is the worst of them.  "theory" is a
 * proposition derived by us (tame/bias.h and the headers beside it), not one of
 * the paper's; "published" are numbers of the authors' figures, stored in
 * published_extra.csv: C24 so tests our table, not the paper. */
#include <math.h>

#include "claims.h"

#define ID       "2505.13122-"
#define N_CLAIMS (sizeof CLAIMS / sizeof *CLAIMS)
#define ROUND    "rounding"

/* two-sided tail of a normal deviate beyond 4 */
#define FOUR_SIGMA 6.334e-5
#define LARGE_REASON                                                           \
  "needs runs at paper scale (CIFAR-10, EuroSAT), which we have not made"
#define SMALL_REASON "about the sizes of the default scale"
#define SIGMA_REASON                                                           \
  "6.3e-5: a normal deviate beyond 4, exact for small counts too"

static const tame_claim CLAIMS[] = {
    {ID "C1a", TAME_SMOKE,
     "quadratic groups: slope of log |theta* - theta1| over log p, p <= 0.01, "
     "farthest from 1",
     "1 (theory)", 0.98, 1.02, c1a, "terms of order p", NULL, "quad4"},
    {ID "C1b", TAME_SMOKE, "logistic groups: the same", "1 (theory)", 0.98,
     1.02, c1b, "terms of order p", NULL, "logistic2"},
    {ID "C2a", TAME_SMOKE,
     "quadratic groups: residual of the identity of proposition 1 over the "
     "distance",
     "0 (theory)", 0, 1e-12, c2a, ROUND, NULL, "quad4"},
    {ID "C2b", TAME_SMOKE,
     "logistic groups: residual of the identity of proposition 1", "0 (theory)",
     0, 1e-10, c2b, "gradient of 1e-14 at theta*", NULL, "logistic2"},
    {ID "C2c", TAME_SMOKE, "quadratic groups: largest distance over its bound",
     "at most 1 (theory)", 0, 1 + 1e-12, c2c, ROUND, NULL, "quad4"},
    {ID "C2d", TAME_SMOKE, "logistic groups: largest distance over its bound",
     "at most 1 (theory)", 0, 1 + 1e-10, c2d, "gradient of 1e-14 at theta*",
     NULL, "logistic2"},
    {ID "C3a", TAME_SMOKE, "quadratic groups: distance at p = 0.001",
     "1.657111e-3 (independent program)", 1.657111e-3 * (1 - 1e-5),
     1.657111e-3 * (1 + 1e-5), c3a, "digits of the value given", NULL, "quad4"},
    {ID "C3b", TAME_SMOKE, "the same with a tenth of the minority's curvature",
     "1.658129e-4 (independent program)", 1.658129e-4 * (1 - 1e-5),
     1.658129e-4 * (1 + 1e-5), c3b, "digits of the value given", NULL, "quad4"},
    {ID "C3c", TAME_SMOKE, "quotient of the two", "10 (theory, to first order)",
     9.9, 10.1, c3c, "terms of order p", NULL, "quad4"},
    {ID "C4a", TAME_SMOKE,
     "balls: smallest tail probability of an adverse count, 3 dimensions, 8 "
     "models",
     "(|theta* - theta1|/2R)^d (theory)", FOUR_SIGMA, 1, c4a, SIGMA_REASON,
     NULL, "balls"},
    {ID "C4b", TAME_SMOKE, "balls: the same for undominated counts",
     "(alpha/(1 - alpha^2))^d (theory)", FOUR_SIGMA, 1, c4b, SIGMA_REASON, NULL,
     "balls"},
    {ID "C5", TAME_DEFAULT,
     "logistic groups: slope of log adverse area over log p, p <= 0.01, "
     "farthest from 2",
     "2 (theory: the dimension)", 1.95, 2.05, c5,
     "terms of order p, and counting", NULL, "logistic2"},
    {ID "C6a", TAME_SMOKE,
     "logistic groups, s = 1: accuracy of theta* on the minority, p <= 0.3, "
     "farthest from 0.2046",
     "0.2046 (theory: that of theta1)", 0.2045, 0.2047, c6a,
     "digits of the value given", NULL, "logistic2"},
    {ID "C6b", TAME_SMOKE, "the same for p = 0.01, 0.03, 0.1, 0.3",
     "0.2046 (theory: that of theta1)", 0.2045, 0.2047, c6b,
     "digits of the value given", NULL, "box"},
    {ID "C6c", TAME_SMOKE, "the best possible accuracy on the minority",
     "0.7954 (theory: that of theta0)", 0.7953, 0.7955, c6c,
     "digits of the value given", NULL, "logistic2"},
    {ID "C7a", TAME_SMOKE,
     "quadratic groups: time to half the way over its bound, L convex, "
     "smallest",
     "at least 1 (theory)", 1 - 1e-12, INFINITY, c7a, ROUND, NULL, "quad4"},
    {ID "C7b", TAME_SMOKE, "the same, gradient of L Lipschitz",
     "at least 1 (theory)", 1 - 1e-12, INFINITY, c7b, ROUND, NULL, "quad4"},
    {ID "C7c", TAME_SMOKE, "the same for steps of gradient descent",
     "at least 1 (theory)", 1 - 1e-12, INFINITY, c7c, ROUND, NULL, "quad4"},
    {ID "C7d", TAME_SMOKE,
     "two parameters: extra time over its bound, smallest, p < p_c",
     "at least 1 (theory)", 1 - 1e-6, INFINITY, c7d, "error of the integration",
     NULL, "margins"},
    {ID "C7e", TAME_SMOKE, "the same, largest, p <= 0.03",
     "below 3 (independent program)", 1, 3, c7e,
     "the bound is of the right size: within a factor 3", NULL, "margins"},
    {ID "C8a", TAME_SMOKE,
     "two parameters, s0 = 0.5, p = 0.28: smallest minority margin",
     "negative, since p < p_c = 2/7 (theory)", -INFINITY, -1e-5, c8a,
     "far above the error of the integration", NULL, "threshold"},
    {ID "C8b", TAME_SMOKE, "the same, p = 0.29: over all t > 0",
     "positive, since p > p_c (theory)", 1e-12, INFINITY, c8b,
     "above the error of the integration", NULL, "threshold"},
    {ID "C8c", TAME_SMOKE, "s0 = 1, p = 0.001: the same",
     "positive for every p (theory)", 1e-12, INFINITY, c8c,
     "above the error of the integration", NULL, "threshold"},
    {ID "C8d", TAME_SMOKE,
     "32 pairs (s0, p): cases where a dip and p < p_c disagree", "0 (theory)",
     0, 0, c8d, "an integer", NULL, "margins"},
    {ID "C9", TAME_SMOKE,
     "two parameters: slope of log t_final over log p, p in [1e-4, 1e-2], "
     "farthest from -1.1",
     "-1 up to a logarithm (theory)", -1.2, -1.0, c9,
     "1/p is the bound; D grows like log(1/p)", NULL, "margins"},
    {ID "C10a", TAME_SMOKE,
     "distance of the flows of L and of the majority over p G t, largest",
     "at most 1 (theory)", 0, 1 + 1e-9, c10a, "error of the integration", NULL,
     "tube"},
    {ID "C10b", TAME_SMOKE, "stereotypical margin, integrated less closed form",
     "0 (theory)", 0, 1e-7, c10b, "error of the integration", NULL, "tube"},
    {ID "C11a", TAME_DEFAULT,
     "class imbalance, small networks: smallest T_final - T_early, kappa = 90, "
     "epochs",
     "positive in 72 of 72 experiments (published)", 1, INFINITY, c11a,
     "an integer", SMALL_REASON, "imbalance_mlp64"},
    {ID "C11b", TAME_PAPER, "the same on CIFAR-10",
     "positive in 72 of 72 experiments (published)", 1, INFINITY, c11b,
     "an integer", LARGE_REASON, "imbalance_resnet18"},
    {ID "C12a", TAME_DEFAULT,
     "class imbalance, zeta = 1 %: largest training accuracy on the minority "
     "at "
     "T_early, %",
     "at most 2 (published)", 0, 10, c12a, "one image of 10", SMALL_REASON,
     "imbalance_mlp64"},
    {ID "C12b", TAME_PAPER, "the same on CIFAR-10", "at most 2 (published)", 0,
     4, c12b, "two images of 50", LARGE_REASON, "imbalance_resnet18"},
    {ID "C13a", TAME_DEFAULT,
     "class imbalance, SGD, kappa = 90: smallest decrease of the extra "
     "training "
     "from one zeta to the next, %",
     "positive for 7 networks (published)", 1e-9, INFINITY, c13a, "an order",
     SMALL_REASON, "imbalance_mlp64"},
    {ID "C13b", TAME_PAPER, "the same on CIFAR-10",
     "positive for 7 networks (published)", 1e-9, INFINITY, c13b, "an order",
     LARGE_REASON, "imbalance_resnet18"},
    {ID "C14a", TAME_DEFAULT,
     "class imbalance, SGD, kappa = 90: smallest extra training, %",
     "62 to 467 (published); up to 400 (the authors)", 200, INFINITY, c14a,
     "prototypes of ours had 489 and more", SMALL_REASON, "imbalance_mlp64"},
    {ID "C14b", TAME_PAPER,
     "the same on CIFAR-10, farthest from the middle of the interval",
     "62 to 467 (published)", 50, 600, c14b, "published range, widened",
     LARGE_REASON, "imbalance_resnet18"},
    {ID "C15a", TAME_DEFAULT,
     "class imbalance, zeta = 1 %: best test accuracy, majority less minority, "
     "smallest, %",
     "48 to 68 (three published networks)", 40, 100, c15a,
     "below the published range", SMALL_REASON, "imbalance_mlp64"},
    {ID "C15b", TAME_PAPER, "the same on CIFAR-10",
     "48 to 68 (three published networks)", 40, 100, c15b,
     "below the published range", LARGE_REASON, "imbalance_resnet18"},
    {ID "C16a", TAME_DEFAULT,
     "trajectories: steps until the minority is learned over steps until all "
     "is, from the start, smallest",
     "152/119 (published)", 2, INFINITY, c16a, "prototypes of ours had 4.4",
     SMALL_REASON, "trajectory"},
    {ID "C16b", TAME_DEFAULT,
     "the same from the unlucky point over until all is, from the start",
     "886/119 (published)", 1 + 1e-9, INFINITY, c16b, "an order", NULL,
     "trajectory"},
    {ID "C16c", TAME_PAPER, "C16a on CIFAR-10", "152/119 (published)", 1 + 1e-9,
     INFINITY, c16c, "an order", LARGE_REASON, "trajectory"},
    {ID "C16d", TAME_PAPER,
     "trajectories, minority: steps from the unlucky point over steps from the "
     "start",
     "886/152 (published)", 2, INFINITY, c16d, "half the published",
     LARGE_REASON, "trajectory"},
    {ID "C17a", TAME_DEFAULT,
     "trajectory from the start: largest majority loss of steps 5 to 50 over "
     "that of step 2, median over runs",
     "above 10 (published)", 2, INFINITY, c17a,
     "the majority's loss rises again", SMALL_REASON, "trajectory"},
    {ID "C17b", TAME_DEFAULT,
     "the same: largest accuracy on the minority at steps 2 to 8, %",
     "0 (published)", 0, 5, c17b, "one image of 30", SMALL_REASON,
     "trajectory"},
    {ID "C18a", TAME_DEFAULT,
     "training runs: largest |L - p l0 - (1 - p) l1| / L", "0 (theory)", 0,
     1e-4, c18a, "sums in single precision", SMALL_REASON, "imbalance_mlp64"},
    {ID "C18b", TAME_PAPER, "the same at paper scale", "0 (theory)", 0, 1e-4,
     c18b, "sums in single precision", LARGE_REASON, "imbalance_resnet18"},
    {ID "C19a", TAME_DEFAULT,
     "distance to the stereotypical predictor over the length of parameters, "
     "farthest from the middle of the interval",
     "not published", 0.05, 0.3, c19a, "prototypes of ours had 0.138 to 0.146",
     SMALL_REASON, "theta"},
    {ID "C19b", TAME_DEFAULT, "largest coordinate of that distance over it",
     "below 1 (theory)", 0, 1 - 1e-9, c19b, "more than one coordinate moves",
     NULL, "theta"},
    {ID "C20a", TAME_DEFAULT,
     "images of another tone: smallest T_final - T_early of runs that reach "
     "both, epochs",
     "109 and 98 (published logs)", 1, INFINITY, c20a, "an integer", NULL,
     "eurosat"},
    {ID "C20b", TAME_DEFAULT, "the same: median extra training, %",
     "46 and 40 (published logs)", 10, 150, c20b,
     "the size of the published, not more", NULL, "eurosat"},
    {ID "C22a", TAME_DEFAULT,
     "random parameters: share where the majority dominates, %",
     "nearly all (abstract: a dominating region)", 99, 100, c22a,
     "at most one of 100", NULL, "alignment"},
    {ID "C22b", TAME_DEFAULT, "the same: mean cosine of both gradients",
     "near 1 (abstract)", 0.99, 1, c22b, "a prototype of ours had 0.9994", NULL,
     "alignment"},
    {ID "C22c", TAME_DEFAULT,
     "along training: smallest cosine of both gradients at steps 2 to 9",
     "negative (prototype of ours)", -1, -1e-9, c22c, "a sign", NULL,
     "alignment"},
    {ID "C23", TAME_SMOKE,
     "parameters of 11 networks less the known numbers, largest difference",
     "0 (four printed in the authors' logs)", 0, 0, c23, "integers", NULL,
     "network_sizes"},
    {ID "C21a", TAME_DEFAULT,
     "synthetic tables: T_final at s0 = 0.5 less that at s0 = 1, smallest of 4 "
     "shares p and all data seeds (not reached: the cap)",
     "positive", 1, INFINITY, c21a, "T_final is a whole number", NULL,
     "tab_synthetic"},
    {ID "C21b", TAME_DEFAULT,
     "synthetic tables: smallest decrease of T_final from p = 0.03 to 0.1 to "
     "0.3, both s0, all data seeds",
     "positive", 1, INFINITY, c21b, "T_final is a whole number", NULL,
     "tab_synthetic"},
    {ID "C21c", TAME_DEFAULT,
     "synthetic tables: T_final at p = 0.01 less that at 0.03, mean over s0 "
     "and "
     "data seeds",
     "positive", 1e-9, INFINITY, c21c,
     "any: with 30 rows in the minority single seeds may differ", NULL,
     "tab_synthetic"},
    {ID "C21d", TAME_DEFAULT, "the same as C21b for TabNet", "positive", 1,
     INFINITY, c21d, "T_final is a whole number", NULL, "tab_synthetic_tabnet"},
    {ID "C21e", TAME_DEFAULT,
     "German credit, A = 0 the class bad, 3, 10, 30 % kept: smallest T_final - "
     "T_early (not reached: the cap)",
     "positive", 1, INFINITY, c21e, "T_final is a whole number", NULL,
     "tab_credit"},
    {ID "C21f", TAME_DEFAULT,
     "the same, 3 % kept: rows of A = 0 (of 9) that are right by T_early, "
     "largest",
     "at most 1", 0, 1 + 1e-9, c21f,
     "one row of the minority, as one image in C12",
     "T_early is 1 or 2 epochs, so an untrained network predicts the rows of "
     "the first batches: 4 of 9 in one run of ten",
     "tab_credit"},
    {ID "C21g", TAME_DEFAULT,
     "the same: overcost with 3 and with 10 % kept over that with 30 %, "
     "smaller "
     "of the two",
     "above 1", 1, INFINITY, c21g, "decreasing in the share kept", NULL,
     "tab_credit"},
    {ID "C21h", TAME_DEFAULT,
     "German credit, A = 0 the women, all kept: largest |T_final - T_early| / "
     "T_early, %",
     "small (no marked bias)", 0, 25, c21h,
     "a choice of ours: a quarter, against several hundred % above", NULL,
     "tab_credit"},
    {ID "C21i", TAME_DEFAULT,
     "census income, A = 0 the class >50K, 3 % kept: accuracy on A = 0 at "
     "T_early, largest, %",
     "small: the early predictor is stereotypical", 0, 10, c21i, "as C12", NULL,
     "tab_adult"},
    {ID "C21j", TAME_DEFAULT,
     "census income, A = 0 the women, all kept: T_final - T_early, largest",
     "at most 0 (no bias)", -INFINITY, 0, c21j,
     "a group learned no later than all rows", NULL, "tab_adult"},
    {ID "C24a", TAME_SMOKE,
     "published runs: extra training recomputed from the epochs less the value "
     "in the table, %",
     "0 (published)", 0, 0.5 + 1e-9, c24a, "rounding to whole per cent", NULL,
     "published_extra"},
    {ID "C24b", TAME_SMOKE,
     "published runs: smaller T_final less larger T_early, smallest of 72",
     "positive (published)", 1, INFINITY, c24b, "an integer", NULL,
     "published_extra"},
    {ID "C24c", TAME_SMOKE,
     "published runs, SGD, kappa = 90: smallest decrease of the extra training "
     "from one zeta to the next, %",
     "positive (published)", 0.5, INFINITY, c24c, "rounding", NULL,
     "published_extra"},
    {ID "C24d", TAME_SMOKE, "the same runs: smallest extra training, %",
     "62 (published)", 61.5, 62.5, c24d, "rounding to whole per cent", NULL,
     "published_extra"},
    {ID "C24e", TAME_SMOKE, "the same runs: largest extra training, %",
     "467 (published)", 466.5, 467.5, c24e, "rounding to whole per cent", NULL,
     "published_extra"},
    {ID "C25a", TAME_DEFAULT,
     "plane, quadratics: area of each boundary found over that of the disc",
     "1 (theory)", 0.999, 1.0 + 1e-9, c25a,
     "a polygon of n corners lacks 2 pi^2/(3 n^2)", NULL, "plane"},
    {ID "C25b", TAME_DEFAULT,
     "plane, logistic groups: adverse area by its boundary over the area "
     "counted",
     "1 (theory)", 0.99, 1.01, c25b, "counting on a grid of 401 x 401", NULL,
     "plane"},
    {ID "C26a", TAME_DEFAULT,
     "square [-6, 6]^2, s = 1: adverse share at p = 0.03, 0.1, 0.3 over the "
     "known one",
     "1 (independent program)", 0.99, 1.01, c26a, "digits of the values given",
     NULL, "box"},
    {ID "C26b", TAME_DEFAULT, "the same for the undominated share",
     "1 (independent program)", 0.99, 1.01, c26b, "digits of the values given",
     NULL, "box"},
};

int main(int argc, char **argv)
{
  return tame_claims_main(argc, argv, "2505.13122", CLAIMS, N_CLAIMS);
}
