# ResNet18 and ResNet50 on ImageNet, from the authors' published result files.
# usage: gnuplot -c published-imagenet.gp OUT.(pdf|svg) published_imagenet.h5
#
# kind: figure
# title: Figure 3? (replot): ResNet18 and ResNet50 on ImageNet
# caption: Replot of the authors' published result files; nothing here was run by us. ImageNet, 90
#   epochs, step size 0.001 to 0.00001. Top: ResNet18, weight decay 0.01, 3 runs each. Bottom: ResNet50,
#   weight decay 0.1 for AdamW (3 runs) and (2, 2) (2 runs), but 0.01 for (0.1, 0.9) (2 runs): the
#   authors' plotting code selects them so. Training loss, best top-1 test accuracy so far, top-1
#   training accuracy; mean with bootstrap band (our seed), marks on the first run. The number 3 is from
#   memory; ranges and colours were read in the code.
# alt: ResNet18: AdamW leads from epoch 10 to 65; ResNet50: (0.1, 0.9) leads up to epoch 70. Test accuracy at the end, ResNet18: (0.1, 0.9)
#   70.0 %, AdamW 69.3 %, (2, 2) 66.8 %; ResNet50: AdamW 76.3 %, (2, 2) 75.6 %, (0.1, 0.9) 73.7 %.
# claims: 2410.05871-C24a 2410.05871-C24b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 11
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2410.05871-innaprop/published-draw.gp"
array PANELS[2] = ["resnet18", "resnet50"]
array TITLE[2] = ["ResNet18", "ResNet50"]
array QUANTITY[3] = ["train_loss", "test_accuracy", "train_accuracy"]
array LABEL[3] = ["training loss", "best top-1 test accuracy (%)", "top-1 training accuracy (%)"]
array TEST_TOP[2] = [75, 80]
array TRAIN_TOP[2] = [75, 90]
array DECAY[3] = ["0.1", "0.01", "0.1"]
at(x) = x == 10 || x == 29 || x == 49 || x == 69 || x == 89
set multiplot layout 2, 3
set xrange [0:90]
do for [r=1:2] {
  set title TITLE[r] offset 0, -0.6
  if (r == 2) { set xlabel "epochs" }
  do for [q=1:3] {
    set ylabel LABEL[q]
    if (q == 1) { set logscale y; set yrange [0.6:30]; set ytics (0.6, 1, 2, 4, 8, 16) } else {
      unset logscale y
      set ytics autofreq
      set yrange [20:(q == 2 ? TEST_TOP[r] : TRAIN_TOP[r])]
    }
    if (q == 1) { set key top right samplen 1 } else { unset key }
    plot for [i=1:3] band(PANELS[r], QUANTITY[q], i) using 1:2:3 with filledcurves \
             linecolor rgb COLOUR[i] notitle, \
         for [i=1:3] mean(PANELS[r], QUANTITY[q], i) using 1:2 with lines linetype 10+i \
             dashtype 1 notitle, \
         for [i=1:3] first(PANELS[r], QUANTITY[q], i) using 1:(at($1) ? $2 : NaN) \
             with points linetype 10+i notitle, \
         for [i=1:3] keyentry with linespoints linetype 10+i dashtype 1 \
             title (r == 2 ? NAME[i].", λ=".DECAY[i] : NAME[i])
  }
}
unset multiplot
