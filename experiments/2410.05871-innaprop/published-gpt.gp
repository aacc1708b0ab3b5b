# GPT-2 pre-training, from the authors' published result files.
# usage: gnuplot -c published-gpt.gp OUT.(pdf|svg) published_gpt.h5
#
# kind: figure
# title: Figure 6? (replot): GPT-2 on OpenWebText
# caption: Replot of the authors' published result files; nothing here was run by us. Best validation loss
#   so far of GPT-2 mini, small and medium against training steps, evaluated every 1000 steps, one run
#   each, weight decay 0.1. AdamW, INNAprop (0.1, 0.9), and (2, 2), which the saved figures of the
#   authors have and their last plotting code has not. The number 6 is from memory; ranges and colours
#   were read in the authors' code. The mini AdamW run begins at another loss (10.890, the others
#   10.862), that is from another initialisation.
# alt: In each panel (0.1, 0.9) is below AdamW from 9000 steps on; the gap is largest for mini. (2, 2) is
#   close to AdamW for mini, and above it for small and medium.
# claims: 2410.05871-C26 2410.05871-C27
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2410.05871-innaprop/published-draw.gp"
array PANELS[3] = ["mini", "small", "medium"]
array LO[3] = [3.4, 2.95, 2.81]
array HI[3] = [4.5, 3.5, 3.4]
set multiplot layout 1, 3
set xlabel "training steps"
set xrange [0:100000]
set xtics ("0" 0, "20K" 20000, "40K" 40000, "60K" 60000, "80K" 80000, "100K" 100000)
do for [p=1:3] {
  set title "GPT-2 ".PANELS[p] offset 0, -0.6
  set yrange [LO[p]:HI[p]]
  if (p == 1) { set key top right samplen 1.2; set ylabel "validation loss" } else { unset key; unset ylabel }
  plot for [i=1:3] best(PANELS[p], "validation_loss", i) using 1:2 with lines linetype 10+i \
      dashtype DASH[i] title NAME[i]
}
unset multiplot
