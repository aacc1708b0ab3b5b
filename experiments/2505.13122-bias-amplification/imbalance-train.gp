# Accuracy in training on CIFAR-10 with a thinned class.
# usage: gnuplot -c imbalance-train.gp OUT-KAPPA-KIND.(pdf|svg) imbalance_NET.h5
#
# kind: figure
# title: Class imbalance: training accuracy
# caption: CIFAR-10, class 5 (dog) thinned to the share ζ, sizes of the authors' public code; step sizes are ours. Best values so far of A = 0 (the images kept of the class), A = 1 and all; mean of two runs with a band of one sample deviation,
#   which ends with the shorter run (the mean may then jump). A run is shown until A = 0 is above κ (dashed red) and all above 90 %. Scores of training are gathered
#   on the mini-batches before each update. Network, optimiser (SGD unless adamw) and κ are in the name of the figure.
# alt: Three panels for ζ = 1, 10, 30 %: A = 1 and all are above 90 % after some ten epochs, when A = 0 is far below; A = 0 comes much later, the later the
#   smaller ζ.
# claims: 2505.13122-C11b 2505.13122-C12b 2505.13122-C13b 2505.13122-C14b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 5.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
KAPPA = strstrt(ARG1, "-99-") ? 99 : 90
ROWS = 1
load "experiments/2505.13122-bias-amplification/imbalance-draw.gp"
