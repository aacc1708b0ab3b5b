# Losses and accuracies on CIFAR-10 with a thinned class.
# usage: gnuplot -c imbalance-full.gp OUT-KAPPA-KIND.(pdf|svg) imbalance_NET.h5
#
# kind: figure
# title: Class imbalance: losses and accuracies
# caption: CIFAR-10, class 5 (dog) thinned to the share ζ, sizes of the authors' public code; step sizes are ours. Best values so far of A = 0 (the images kept of the class), A = 1 and all; mean of two runs with a band of one sample deviation,
#   which ends with the shorter run (the mean may then jump). A run is shown until A = 0 is above κ (dashed red) and all above 90 %. Scores of training are gathered
#   on the mini-batches before each update. Network, optimiser (SGD unless adamw) and κ are in the name of the figure.
# alt: Four rows of three panels: losses and accuracies in training and test. In training A = 0 is learned late; in test its accuracy stays far below that
#   of A = 1, most of all for ζ = 1 %.
# claims: 2505.13122-C15b 2505.13122-C18b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 18
call "figures/style/terminal.gp" ARG1
DATA = ARG2
KAPPA = strstrt(ARG1, "-99-") ? 99 : 90
ROWS = 4
load "experiments/2505.13122-bias-amplification/imbalance-draw.gp"
