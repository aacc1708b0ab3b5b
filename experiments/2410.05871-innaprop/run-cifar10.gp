# Figure 2 and its companions on CIFAR-10, run by us.
# usage: gnuplot -c run-cifar10.gp OUT.(pdf|svg) cifar10_vgg11.h5 cifar10_resnet18.h5 cifar10_densenet121.h5
#
# kind: figure
# title: Figure 2 on CIFAR-10, run by us: VGG11, ResNet18, DenseNet121
# caption: CIFAR-10, run by us: training loss, test accuracy (best so far), training accuracy; mean
#   over seeds with bootstrap band. At paper scale the paper's own sizes: 200 epochs, batches of 256
#   in a fixed order, random crops and flips, step size 0.001 with a cosine, weight decay 0.01, 5
#   seeds. At other scales small-scale analogues: an eighth of the width, 4000 images, 16 epochs,
#   batches of 64, step size 0.01. DenseNet121 has batch normalisation everywhere, which is our
#   choice; the paper's run cannot be reproduced from the authors' script.
# alt: Rows: VGG11, ResNet18, DenseNet121; columns: training loss, test accuracy, training accuracy
#   of three optimisers.
# claims: 2410.05871-C30a 2410.05871-C30b 2410.05871-C31
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 16
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2410.05871-innaprop/published-draw.gp"
set multiplot layout 3, 3
set xlabel "epochs"
set xrange [*:*]
PANEL = "training"
EVERY = 20
TEST_LO = NaN; TRAIN_LO = NaN
DATA = ARG2
set title "VGG11" offset 0, -0.6
load "experiments/2410.05871-innaprop/published-panels-draw.gp"
DATA = ARG3
set title "ResNet18" offset 0, -0.6
load "experiments/2410.05871-innaprop/published-panels-draw.gp"
DATA = ARG4
set title "DenseNet121" offset 0, -0.6
load "experiments/2410.05871-innaprop/published-panels-draw.gp"
unset multiplot
