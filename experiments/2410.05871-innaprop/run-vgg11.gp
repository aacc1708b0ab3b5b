# A narrow VGG11 on Fashion-MNIST.
# usage: gnuplot -c run-vgg11.gp OUT.(pdf|svg) curves_vgg11.h5
#
# kind: figure
# title: Narrow VGG11 on Fashion-MNIST (run by us)
# caption: Small-scale analogue, run by us; not a figure of the paper. VGG11 with an eighth of its
#   channels, Fashion-MNIST in a frame of 32 x 32, random crops and flips. Default scale: 2000 images,
#   12 epochs, step size 0.01 with a cosine (sum of the step sizes 2.1), weight decay 0.01, one seed,
#   so no band. No order of the optimisers is claimed.
# alt: Training losses of three optimisers decrease over the epochs; test and training accuracies
#   rise.
# claims: 2410.05871-C17a
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2410.05871-innaprop/published-draw.gp"
set multiplot layout 1, 3
set xlabel "epochs"
set xrange [*:*]
PANEL = "training"
EVERY = 2
TEST_LO = NaN; TRAIN_LO = NaN
load "experiments/2410.05871-innaprop/published-panels-draw.gp"
unset multiplot
