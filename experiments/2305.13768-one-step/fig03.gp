# Figure 3 of 2305.13768: three Jacobians along gradient descent, on cpusmall.
# usage: gnuplot -c fig03.gp OUT.(pdf|svg) ridge_cpusmall.h5
#
# kind: figure
# title: Figure 3: weighted ridge regression by gradient descent, cpusmall
# caption: Relative error of the Jacobian of the solution with respect to the 8192 sample weights
#   (solid, dots) and of the iterates (dashed, crosses) against elapsed time, for three
#   estimators. Data: cpusmall, 8192 rows, 12 features, not scaled. Rows: two regularisations;
#   columns: two step sizes. Six points per curve: k = 0, 1000, ..., 5000 gradient steps.
#   "1-step" is a block of 1000 gradient steps: its recursion starts from zero at k = 4000. The
#   implicit estimate is made once, at the end. One run; times are measured, descent included,
#   and the clock stops while errors are evaluated.
# alt: Four panels with logarithmic errors. With step 1/L the autodiff curve falls beside the
#   iterates and 1-step ends above it; with step 2/(μ+L) and condition number 1001 the autodiff
#   error first rises above 100 and ends above 1-step; implicit ends lowest and soonest in both.
# claims: 2305.13768-C10b 2305.13768-C16
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 11
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2305.13768-one-step/fig03-draw.gp"
