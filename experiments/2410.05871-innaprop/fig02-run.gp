# Small-scale analogue of Figure 2 of 2410.05871, run by us.
# usage: gnuplot -c fig02-run.gp OUT.(pdf|svg) curves.h5
#
# kind: figure
# title: Figure 2, small-scale analogue: LeNet5 on Fashion-MNIST
# caption: Small-scale analogue of Figure 2, run by us; not the paper's figure. Default scale:
#   LeNet5 with batch normalisation, 4000 images of Fashion-MNIST, 16 epochs, batches of 64, step size
#   0.01 with a cosine, weight decay 0.01; training loss, test accuracy (best so far, 2000 images),
#   training accuracy; mean of 3 seeds, band of 2.5 to 97.5 % of 1000 bootstrap means. The step size
#   was chosen, from 0.001, 0.005 and 0.01, so that the sum of all step sizes (5.4) is about that of
#   the first 20 epochs of the paper's runs (3.9): at 0.001 and 4 epochs the order of the losses is
#   the reverse. So this shows that the effect can be had at a matched total time, not at any step
#   size.
# alt: The training loss of (0.1, 0.9) falls fastest, then AdamW, then (2, 2); the test accuracy of
#   (2, 2) begins lowest and catches up at the end.
# claims: 2410.05871-C11 2410.05871-C12a 2410.05871-C12b 2410.05871-C13 2410.05871-C14a 2410.05871-C14b
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
