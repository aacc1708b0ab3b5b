# Weights of an elastic net by hypergradients.  Illustration, not a figure of the
# paper.
# usage: gnuplot -c illus-hyper-building.gp OUT.(pdf|svg) hyper_building.h5
#
# kind: illustration
# title: Two weights of an elastic net chosen by hypergradients, building data
# caption: Elastic net on 119 features (14 inputs, their squares and products) of 162 rows of the
#   building data, weights λ_1 and λ_2; validation: mean square error on 486 other rows, of a
#   target with variance one on the fitted rows. Left: validation loss on a grid, and descent
#   with implicit hypergradients and with gradients unrolled through 300 forward-backward steps,
#   from the same start. Right: at the start, error of the unrolled gradient and of the loss it
#   belongs to, against the number of steps.
# alt: Left: a heat map with two paths from the upper right; the implicit one ends in the darkest
#   region, the unrolled one goes on to the lower left corner. Right: both errors fall to
#   rounding within a thousand steps.
# claims: 2212.07844-C22b 2212.07844-C22d
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.5
call "figures/style/terminal.gp" ARG1
DATA = ARG2
FIRST = "λ_1"
SECOND = "λ_2"
KEY = "top right"
load "experiments/2212.07844-monotone-inclusions/illus-hyper-draw.gp"
