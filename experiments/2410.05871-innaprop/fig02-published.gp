# Figure 2 of 2410.05871, from the authors' published result files.
# usage: gnuplot -c fig02-published.gp OUT.(pdf|svg) published_cifar10.h5
#
# kind: figure
# title: Figure 2 (replot): VGG11 on CIFAR-10
# caption: Replot of the authors' published result files; nothing here was run by us. VGG11, CIFAR-10,
#   200 epochs, step size 0.001 with a cosine, weight decay 0.01. Training loss, test accuracy (the best
#   so far of each run, as published) and training accuracy of AdamW, INNAprop (α, β) = (0.1, 0.9) and
#   (2, 2): mean of 5 runs, band of 2.5 to 97.5 % of 1000 bootstrap means (our seed), a mark every 20
#   epochs. The figure number, layout, ranges and colours were read in the authors' code.
# alt: Left: losses fall to below 0.001, (0.1, 0.9) fastest at first, (2, 2) slowest. Middle: (0.1, 0.9)
#   leads until epoch 60 and ends lowest at 89.7 %, (2, 2) ends highest at 91.0 %, AdamW at 90.8 %.
# claims: 2410.05871-C22a 2410.05871-C22b 2410.05871-C23
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2410.05871-innaprop/published-draw.gp"
set multiplot layout 1, 3
set xlabel "epochs"
set xrange [0:200]
set xtics 50
PANEL = "vgg11"
load "experiments/2410.05871-innaprop/published-panels-draw.gp"
unset multiplot
