# Fine-tuning on Food101, from the authors' published result files.
# usage: gnuplot -c published-food101.gp OUT.(pdf|svg) published_food101.h5
#
# kind: figure
# title: Figure 5? (replot): fine-tuning on Food101
# caption: Replot of the authors' published result files; nothing here was run by us. Pre-trained VGG11
#   (top) and ResNet18 (bottom), 20 epochs on Food101, step size 0.0001, no weight decay: training
#   loss, best test accuracy so far, training accuracy; mean of 3 runs with bootstrap band (our
#   seed), a mark every 5 epochs. The number 5 is from memory; ranges and colours were read in the
#   authors' code (training accuracy of ResNet18: our range).
# alt: VGG11: the loss of (2, 2) is above the others up to epoch 14; ResNet18: below them from epoch 2.
#   In both, the test accuracy of (2, 2) begins lowest and ends highest.
# claims: 2410.05871-C25a 2410.05871-C25b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 11
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2410.05871-innaprop/published-draw.gp"
set multiplot layout 2, 3
set xrange [0:19]
set xtics 5
EVERY = 5
TEST_LO = 70; TEST_HI = 79; TRAIN_LO = 90; TRAIN_HI = 101
PANEL = "vgg11"
set title "VGG11" offset 0, -0.6
load "experiments/2410.05871-innaprop/published-panels-draw.gp"
set xlabel "epochs"
TEST_LO = 72; TEST_HI = 79; TRAIN_LO = 60
PANEL = "resnet18"
set title "ResNet18"
load "experiments/2410.05871-innaprop/published-panels-draw.gp"
unset multiplot
