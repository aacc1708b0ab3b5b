# Weights of robust regression by hypergradients.  Illustration, not a figure of
# the paper.
# usage: gnuplot -c illus-hyper-stackloss.gp OUT.(pdf|svg) hyper_stackloss.h5
#
# kind: illustration
# title: Two weights of robust regression chosen by hypergradients, stack-loss data
# caption: Robust sparse regression on Brownlee's stack-loss data (21 days, 3 features), weights κ
#   (sparsity) and δ (width of the Huber loss); validation: leave-one-out with the loss √(1+r²)−1.
#   Left: validation loss on a grid, and descent with implicit hypergradients and with gradients
#   unrolled through 1000 forward-backward steps, from the same start; implicit descent ends at a
#   kink of the loss. Right: at the start, error of the unrolled gradient and of the loss it
#   belongs to, against the number of steps; the forward-backward map of this saddle point
#   contracts slowly.
# alt: Left: a heat map with two paths from the upper right, the implicit one into the darkest
#   region, the unrolled one ending far from it. Right: errors near 1 until a thousand steps,
#   1e-4 after ten thousand.
# claims: 2212.07844-C22a 2212.07844-C22c
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.5
call "figures/style/terminal.gp" ARG1
DATA = ARG2
FIRST = "κ"
SECOND = "δ"
KEY = "bottom left"
load "experiments/2212.07844-monotone-inclusions/illus-hyper-draw.gp"
