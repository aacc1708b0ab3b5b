# Accuracy in training on images with a thinned class, small network.
# usage: gnuplot -c analogue-train.gp OUT-KAPPA-KIND.(pdf|svg) imbalance_NET.h5
#
# kind: figure
# title: Class imbalance: training accuracy (small-scale analogue)
# caption: Small-scale analogue of the authors' figures, not one of them: Fashion-MNIST, 1000 images of each class, of class 6 (shirt) only the share ζ; a network
#   with one hidden layer of 64 or 256. Best values so far of A = 0 (the images kept of the class), A = 1 and all; mean of two runs with a band of one sample deviation,
#   which ends with the shorter run (the mean may then jump). A run is shown until A = 0 is above κ (dashed red) and all above 90 %. Scores of training are gathered
#   on the mini-batches before each update. Network, optimiser (SGD unless adamw) and κ are in the name of the figure.
# alt: Three panels for ζ = 1, 10, 30 %: A = 1 and all are above 90 % after some ten epochs, when A = 0 is far below; A = 0 comes much later, the later the
#   smaller ζ.
# claims: 2505.13122-C11a 2505.13122-C12a 2505.13122-C13a 2505.13122-C14a
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 5.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
KAPPA = strstrt(ARG1, "-99-") ? 99 : 90
ROWS = 1
load "experiments/2505.13122-bias-amplification/imbalance-draw.gp"
