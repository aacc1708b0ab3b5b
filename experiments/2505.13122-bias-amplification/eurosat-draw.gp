# Loss and accuracies over the epochs; DATA is the result.
load "experiments/2505.13122-bias-amplification/panels-draw.gp"
array WHO[3] = ["a0", "a1", "all"]
array NAME[3] = ["A = 0", "A = 1", "all"]
array COLOUR[3] = ["#0072B2", "#E69F00", "#009E73"]
array DASH[3] = [1, 1, 4]
array QUANTITY[3] = ["train_loss", "train_acc", "test_acc"]
array LABEL[3] = ["training loss", "training accuracy (%)", "test accuracy (%)"]
KAPPA = 90
curve(q, i) = sprintf("< build/bin/h5cols %s curves/epoch curves/%s_%s curves/%s_%s_lo curves/%s_%s_hi", DATA, \
  QUANTITY[q], WHO[i], QUANTITY[q], WHO[i], QUANTITY[q], WHO[i])

set datafile missing "NaN"
set multiplot layout 1, 3 margins 0.075, 0.985, 0.25, 0.96 spacing 0.08, 0
set xrange [0:*]
set style fill solid 0.25 noborder
set xlabel "epoch" offset 0, 0.4 + LIFT
unset key
set xtics tic_step(rows(DATA, "curves/epoch") / 4.0)
do for [q=1:3] {
  set ylabel LABEL[q] offset 0.8
  if (q == 1) { set logscale y; set yrange [0.03:0.4]; set ytics (0.03, 0.05, 0.1, 0.2, 0.4) } else {
    unset logscale y
    set yrange [30:102]
    set ytics autofreq
  }
  plot for [i=1:3] curve(q, i) using 1:(q == 1 ? above($3, $2) : $3):4 with filledcurves linecolor rgb COLOUR[i], \
       for [i=1:3] curve(q, i) using 1:2 with lines linecolor rgb COLOUR[i] dashtype DASH[i] linewidth 1.4, \
       for [k=(q == 2 ? 1 : 2):1] KAPPA with lines linecolor rgb "#d00000" dashtype (6, 4) linewidth 1
}
LEGEND = 0.1
load "experiments/2505.13122-bias-amplification/legend-draw.gp"
unset multiplot
