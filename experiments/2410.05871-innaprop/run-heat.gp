# Heat maps over (alpha, beta), small-scale analogue.
# usage: gnuplot -c run-heat.gp OUT.(pdf|svg) damping_grid.h5
#
# kind: figure
# title: Figure 1?, small-scale analogue: LeNet5 over (α, β)
# caption: Small-scale analogue of the paper's heat maps (Figure 1 from memory), run by us; not the
#   paper's figure. Default scale: LeNet5 on 4000 images of Fashion-MNIST, one run a cell, 3 epochs of
#   a cosine over 16, step size 0.01, weight decay 0.01: log10 of the smallest training loss of an
#   epoch (left), best test accuracy on 2000 images (right). The step size is the one of the analogue
#   of Figure 2, chosen for its total time.
# alt: The loss grows and the accuracy falls with alpha and with beta, as in the paper's maps after
#   20 epochs.
# claims: 2410.05871-C15a 2410.05871-C15b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 8
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2410.05871-innaprop/run-heat-draw.gp"
set multiplot layout 1, 2
set title "log_{10} training loss"
plot map(DATA, "log_loss") using 1:2:3 with image pixels
set title "test accuracy (%)"
plot map(DATA, "test_accuracy") using 1:2:3 with image pixels
unset multiplot
