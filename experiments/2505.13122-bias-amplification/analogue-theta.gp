# Distance to the stereotypical predictor, small network.
# usage: gnuplot -c analogue-theta.gp OUT.(pdf|svg) theta.h5
#
# kind: figure
# title: Distance to the stereotypical predictor (small-scale analogue)
# caption: Small-scale analogue of a figure of the authors, not one of them: Fashion-MNIST, 30 shirts (A = 0) and 1000 pullovers (A = 1), a
#   network with 64 hidden units. Left: losses while training on ℓ1 alone until its gradient is shorter than 0.01, which gives θ1, and
#   then on ℒ. Right: distance to θ1 while training on ℒ, until it grows by less than a thousandth in ten steps in a row. One run.
# alt: Left: ℓ1 falls to 0.01 or less; in the second phase ℓ0 falls from above 1 while ℓ1 rises. Right: the three distances rise at first fast and
#   then slowly.
# claims: 2505.13122-C18a 2505.13122-C19a 2505.13122-C19b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.5
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2505.13122-bias-amplification/theta-draw.gp"
