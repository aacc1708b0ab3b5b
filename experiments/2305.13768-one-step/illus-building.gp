# The computation of figure 3 of 2305.13768 on another real data set.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-building.gp OUT.(pdf|svg) ridge_building.h5
#
# kind: illustration
# title: Weighted ridge regression by gradient descent, building
# caption: The computation of Figure 3 on a data set that the paper does not use: building of
#   Proben1, energy use of a building, 4208 rows, 14 features, target the first of the three
#   outputs. Solid with dots: error of the Jacobian; dashed with crosses: error of the iterates.
#   Six points per curve, at every fifth of the 5000 gradient steps (500 at smoke scale).
#   "1-step" is a block of 1000 gradient steps (a fifth of all). The regularisation is chosen as
#   in Figure 3; X is better conditioned here, which lowers κ. One run; times are measured.
# alt: Four panels with logarithmic errors, of the same shape as Figure 3; with step 2/(μ+L) and
#   the larger condition number autodiff rises above 10 first, but ends below 1-step.
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 11
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2305.13768-one-step/fig03-draw.gp"
