# Best accuracies so far of A = 0, A = 1 and all, N panels with heads HEAD and
# the red level KAPPA; DATA is the file.
array COLOUR[3] = ["#0072B2", "#E69F00", "#009E73"]
array CURVE[3] = ["train_acc_a0", "train_acc_a1", "train_acc_all"]
array WHO[3] = ["A = 0", "A = 1", "all"]
band(i, c) = sprintf("< build/bin/h5cols %s curve/epoch 'curve/%s_lo[%d]' 'curve/%s_hi[%d]'", DATA, CURVE[c], i, CURVE[c], i)
mean(i, c) = sprintf("< build/bin/h5cols %s curve/epoch 'curve/%s[%d]'", DATA, CURVE[c], i)

set datafile missing "NaN"
set multiplot
set logscale x
set xlabel "epoch" offset 0, 0.4 + LIFT
set yrange [0:104]
set ytics 20
unset key
set style fill transparent solid 0.25 noborder
LEFT = 0.065
STEP = (1.0 - LEFT - 0.01) / N
set tmargin at screen 0.80
set bmargin at screen 0.19
do for [i=0:N-1] {
  set lmargin at screen LEFT + i*STEP
  set rmargin at screen LEFT + i*STEP + 0.88*STEP
  set title HEAD[i+1] offset 0, -0.6
  set ylabel (i == 0 ? "training accuracy, %" : "") offset 1, 0
  set format y (i == 0 ? "%g" : "")
  plot KAPPA with lines linecolor rgb "#D00000" dashtype 2 linewidth 1, \
       for [c=1:3] band(i, c) using 1:2:3 with filledcurves linecolor rgb COLOUR[c], \
       for [c=1:3] mean(i, c) using 1:2 with lines linecolor rgb COLOUR[c] dashtype 1 linewidth 1.6
}
# a plot of its own for the key, which is no wider than its plot
set lmargin at screen 0
set rmargin at screen 1
unset title
unset xlabel
unset ylabel
unset tics
unset border
unset grid
set key at screen 0.5, screen 0.99 center top horizontal maxrows 1
set xrange [1:2]
plot for [c=1:3] -1 with lines linecolor rgb COLOUR[c] dashtype 1 linewidth 1.6 title WHO[c], \
     -1 with lines linecolor rgb "#D00000" dashtype 2 linewidth 1 title sprintf("κ = %g %%", KAPPA)
unset multiplot
