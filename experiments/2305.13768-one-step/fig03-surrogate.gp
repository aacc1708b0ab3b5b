# Figure 3 of 2305.13768 on data with the spectrum of cpusmall.
# usage: gnuplot -c fig03-surrogate.gp OUT.(pdf|svg) ridge_surrogate.h5
#
# kind: figure
# title: Figure 3 on surrogate data: weighted ridge regression by gradient descent
# caption: As Figure 3, on a surrogate: random data with the singular values of cpusmall and the
#   coefficients of its targets (1024 rows; 64 at smoke, 8192 at paper scale). The iterates
#   (dashed, crosses) have the same errors as on the real data; the errors of the Jacobian
#   (solid, dots) are alike but not equal. Six points per curve, at every fifth of the 5000
#   gradient steps (500 at smoke scale). "1-step" is a block of 1000 gradient steps (a fifth of
#   all): its recursion starts from zero at k = 4000. The implicit estimate is made once, at the
#   end. One run; times are measured, descent included, and the clock stops while errors are
#   evaluated.
# alt: Four panels with logarithmic errors. With step 1/L the autodiff curve falls beside the
#   iterates and 1-step ends above it; with step 2/(μ+L) and condition number 1001 the autodiff
#   error first rises above 100 and ends above 1-step; implicit ends lowest and soonest in both.
# claims: 2305.13768-C10a 2305.13768-C11 2305.13768-C12 2305.13768-C13a 2305.13768-C13b
#   2305.13768-C14 2305.13768-C15a 2305.13768-C15b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 11
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2305.13768-one-step/fig03-draw.gp"
