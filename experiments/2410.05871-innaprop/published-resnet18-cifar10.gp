# ResNet18 on CIFAR-10, from the authors' published result files.
# usage: gnuplot -c published-resnet18-cifar10.gp OUT.(pdf|svg) published_cifar10.h5
#
# kind: figure
# title: Appendix (replot): ResNet18 on CIFAR-10
# caption: Replot of the authors' published result files; nothing here was run by us. ResNet18,
#   CIFAR-10, otherwise as Figure 2: mean of 5 runs with bootstrap band (our seed). That the paper has
#   this figure in its appendix is from memory; layout, ranges and colours were read in the authors'
#   code.
# alt: As Figure 2; (2, 2) ends highest in test accuracy with 91.6 %, AdamW 91.2 %, (0.1, 0.9)
#   90.2 %.
# claims: 2410.05871-C22c 2410.05871-C22d
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2410.05871-innaprop/published-draw.gp"
set multiplot layout 1, 3
set xlabel "epochs"
set xrange [0:200]
set xtics 50
PANEL = "resnet18"
TEST_LO = 82; TEST_HI = 92; TRAIN_LO = 90; TRAIN_HI = 101
load "experiments/2410.05871-innaprop/published-panels-draw.gp"
unset multiplot
