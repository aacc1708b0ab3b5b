# Small-scale analogue of the fine-tuning figure.
# usage: gnuplot -c run-fine-tuning.gp OUT.(pdf|svg) fine_tuning.h5
#
# kind: figure
# title: Fine-tuning, small-scale analogue of Figure 5? (run by us)
# caption: Small-scale analogue of the paper's fine-tuning on Food101 (its number 5 is from memory),
#   run by us; not the paper's figure. Default scale: LeNet5 trained by AdamW on 2000 images of
#   classes 0 to 4 of Fashion-MNIST, last layer drawn anew, fine-tuned on 2000 images of classes 5 to
#   9 for 10 epochs, step size 0.003 to 0.0003, no weight decay; mean of 3 seeds with bootstrap band.
#   No order of the optimisers is claimed.
# alt: Training losses of three optimisers decrease over the epochs; test accuracies rise and level
#   off.
# claims: 2410.05871-C17b
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
