# Heat maps over (alpha, beta), VGG11 on CIFAR-10, weight decay 0, from the
# authors' published result files.
# usage: gnuplot -c published-heat-vgg11-nodecay.gp OUT.(pdf|svg) published_heat.h5
#
# kind: figure
# title: Appendix (replot): VGG11 on CIFAR-10 over (α, β), λ = 0
# caption: Replot of the authors' published result files; nothing here was run by us. INNAprop, VGG11,
#   CIFAR-10, weight decay 0, one run a cell: log10 of the smallest training loss of an epoch (left) and
#   best test accuracy (right) after 20 epochs (top) and 200 (bottom); the step size follows a cosine
#   over 200 epochs in both. Colours beyond the ends of the accuracy scale (75 to 87 and 88.2 to 91.2 %) are those of
#   the ends. That the paper has these maps in its appendix is from memory; axes, ranges and the kind of palette were
#   read in the authors' code.
# alt: After 20 epochs loss grows and accuracy falls steadily with αβ; after 200 epochs the best loss is
#   at moderate α and β and accuracy is higher for larger αβ.
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 14
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2410.05871-innaprop/published-heat-draw.gp"
set multiplot layout 2, 2
do for [e in "0 2"] {
  set title sprintf("log_{10} training loss, %d epochs", EPOCHS[int(e)+1])
  set cbrange [*:*]
  plot map("log_loss", 0, int(e), 1) using 1:2:3 with image pixels
  set title sprintf("test accuracy (%%), %d epochs", EPOCHS[int(e)+1])
  if (int(e) == 0) { set cbrange [75:87] } else { set cbrange [88.2:91.2] }
  plot map("test_accuracy", 0, int(e), 1) using 1:2:3 with image pixels
}
unset multiplot
