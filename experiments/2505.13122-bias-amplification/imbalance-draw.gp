# Curves of the runs on thinned classes; ROWS is 1 (training accuracy) or 4 (losses and accuracies). DATA
# is the result; KAPPA is in the name of the output, imbalance-NET-KAPPA-KIND.
load "experiments/2505.13122-bias-amplification/panels-draw.gp"
array ZETA[3] = [1, 10, 30]
array WHO[3] = ["a0", "a1", "all"]
array NAME[3] = ["A = 0 (minority)", "A = 1", "all"]
array COLOUR[3] = ["#0072B2", "#E69F00", "#009E73"]
array DASH[3] = [1, 1, 4]
array QUANTITY[4] = ["train_loss", "train_acc", "test_loss", "test_acc"]
array LABEL[4] = ["training loss", "training accuracy (%)", "test loss", "test accuracy (%)"]
group(z) = sprintf("kappa_%d/zeta_%d", KAPPA, ZETA[z])
curve(z, q, i) = sprintf("< build/bin/h5cols %s %s/epoch %s/%s_%s %s/%s_%s_lo %s/%s_%s_hi", DATA, group(z), group(z), \
  QUANTITY[q], WHO[i], group(z), QUANTITY[q], WHO[i], group(z), QUANTITY[q], WHO[i])
epochs(z) = rows(DATA, group(z)."/epoch")
set datafile missing "NaN"
set multiplot layout ROWS, 3 margins 0.075, 0.985, (ROWS == 1 ? 0.25 : 0.1), (ROWS == 1 ? 0.9 : 0.965) \
  spacing 0.065, (ROWS == 1 ? 0.1 : 0.05)
set xrange [0:*]
set style fill solid 0.25 noborder
unset key
do for [r=1:ROWS] {
  q = ROWS == 1 ? 2 : r
  is_loss = q == 1 || q == 3
  do for [z=1:3] {
    if (r == 1) { set title sprintf("ζ = %d %%", ZETA[z]) offset 0, -0.7 } else { unset title }
    if (r == ROWS) { set xlabel "epoch" offset 0, 0.4 + LIFT } else { unset xlabel }
    set ylabel (z == 1 ? LABEL[q] : "") offset 0.8
    if (is_loss) { set logscale y; set yrange [*:*]; set format y "10^{%T}" } else {
      unset logscale y
      set yrange [0:102]
      set format y "%g"
    }
    set xtics tic_step(epochs(z) / 4.0)
    plot for [i=1:3] curve(z, q, i) using 1:(is_loss ? above($3, $2) : $3):4 with filledcurves \
           linecolor rgb COLOUR[i] notitle, \
         for [i=1:3] curve(z, q, i) using 1:2 with lines linecolor rgb COLOUR[i] dashtype DASH[i] linewidth 1.4 \
           notitle, \
         for [k=(q == 2 ? 1 : 2):1] KAPPA with lines linecolor rgb "#d00000" dashtype (6, 4) linewidth 1 notitle
  }
}
LEGEND = ROWS == 1 ? 0.12 : 0.04
load "experiments/2505.13122-bias-amplification/legend-draw.gp"
unset multiplot
