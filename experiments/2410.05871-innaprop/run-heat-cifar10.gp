# Heat maps on CIFAR-10, run by us.
# usage: gnuplot -c run-heat-cifar10.gp OUT.(pdf|svg) grid_vgg11.h5 grid_vgg11_nodecay.h5 grid_resnet18.h5 grid_resnet18_nodecay.h5
#
# kind: figure
# title: Heat maps over (α, β) on CIFAR-10, run by us
# caption: CIFAR-10, run by us, one run a cell: log10 of the smallest training loss of an epoch,
#   best test accuracy after the last epoch. At paper scale 200 epochs of the paper's protocol; the
#   maps after 20 and 50 epochs are in the result files, since the schedule is that of 200 epochs in
#   all. At other scales small-scale analogues: an eighth of the width, 4000 images, 3 epochs.
# alt: Four rows: VGG11 and ResNet18, each with weight decay 0.01 and 0; left log loss, right test
#   accuracy over a grid of alpha and beta.
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 24
call "figures/style/terminal.gp" ARG1
DATA = ARG2
set multiplot layout 4, 2
DATA = ARG2
load "experiments/2410.05871-innaprop/run-heat-draw.gp"
set title "VGG11, λ = 0.01: log_{10} training loss"
plot map(DATA, "log_loss") using 1:2:3 with image pixels
set title "VGG11, λ = 0.01: test accuracy (%)"
plot map(DATA, "test_accuracy") using 1:2:3 with image pixels
DATA = ARG3
load "experiments/2410.05871-innaprop/run-heat-draw.gp"
set title "VGG11, λ = 0: log_{10} training loss"
plot map(DATA, "log_loss") using 1:2:3 with image pixels
set title "VGG11, λ = 0: test accuracy (%)"
plot map(DATA, "test_accuracy") using 1:2:3 with image pixels
DATA = ARG4
load "experiments/2410.05871-innaprop/run-heat-draw.gp"
set title "ResNet18, λ = 0.01: log_{10} training loss"
plot map(DATA, "log_loss") using 1:2:3 with image pixels
set title "ResNet18, λ = 0.01: test accuracy (%)"
plot map(DATA, "test_accuracy") using 1:2:3 with image pixels
DATA = ARG5
load "experiments/2410.05871-innaprop/run-heat-draw.gp"
set title "ResNet18, λ = 0: log_{10} training loss"
plot map(DATA, "log_loss") using 1:2:3 with image pixels
set title "ResNet18, λ = 0: test accuracy (%)"
plot map(DATA, "test_accuracy") using 1:2:3 with image pixels
unset multiplot
