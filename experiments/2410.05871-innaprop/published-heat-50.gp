# Heat maps over (alpha, beta) after 50 epochs, from the authors' published result
# files.  Illustration, not a figure of the paper.
# usage: gnuplot -c published-heat-50.gp OUT.(pdf|svg) published_heat.h5
#
# kind: illustration
# title: VGG11 and ResNet18 on CIFAR-10 over (α, β), 50 epochs
# caption: From the authors' published result files, which hold this grid though their plotting code does
#   not use it; nothing here was run by us. INNAprop, CIFAR-10, weight decay 0.01, 50 epochs of a
#   cosine over 200: log10 of the smallest training loss of an epoch (left) and best test accuracy
#   (right) for VGG11 (top) and ResNet18 (bottom).
# alt: Loss grows with αβ; accuracy is highest along a band of small αβ, and no longer at the smallest.
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 14
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2410.05871-innaprop/published-heat-draw.gp"
array NETWORK[2] = ["VGG11", "ResNet18"]
set multiplot layout 2, 2
do for [n=0:1] {
  set title "log_{10} training loss, ".NETWORK[n+1]
  plot map("log_loss", n, 1, 0) using 1:2:3 with image pixels
  set title "test accuracy (%), ".NETWORK[n+1]
  plot map("test_accuracy", n, 1, 0) using 1:2:3 with image pixels
}
unset multiplot
