# Cost of value and gradient over the cost of the value, against the number of inputs.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-ratio.gp OUT.(pdf|svg) ratio.h5
#
# kind: illustration
# title: The price of a gradient does not depend on the dimension
# caption: Programs of growing size on a tape, differentiated with respect to all their inputs,
#   weights included. Left: backward program over program in our cost model (transcendental
#   functions cost 1), whose bound is 5 (dashed grey) for any number of inputs. Middle: operations
#   that a careful implementation performs. Right: processor time of an evaluation with its reverse
#   sweep over that of an evaluation alone, medians over repetitions, measured on a shared machine.
#   Networks have three layers of equal width taped scalar by scalar; |ABx|₁ has random sign
#   matrices; random programs have 16 operations an input.
# alt: Left: all curves lie at or below 5; networks and norms approach 5, sorts fall towards 1.
#   Middle: between 1 and 3, flat. Right: between 1 and 4, flat over four decades of inputs.
# claims: 2206.01730-C1a 2206.01730-C1b 2206.01730-C2 2206.01730-C3 2206.01730-C4a 2206.01730-C4b 2206.01730-C4c 2206.01730-C6a 2206.01730-C6b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 8.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array PROGRAM[10] = ["mlp_relu", "mlp_abs", "mlp_tanh", "mlp_sigmoid", "speelpenning", "norm1", \
    "maxpool", "sort", "random_piecewise", "random_all"]
array NAME[10] = ["network, ReLU", "network, |·|", "network, tanh", "network, sigmoid", \
    "product of x_i", "|ABx|₁", "max-pool, hinge", "sort", "random, piecewise", "random, all"]
array TYPE[10] = [1, 2, 3, 4, 5, 6, 8, 2, 1, 3]
array DASH[10] = [1, 1, 1, 1, 1, 1, 1, 3, 3, 3]
col(path, i) = sprintf("< build/bin/h5cols %s 'count/inputs[%s]' '%s'", DATA, PROGRAM[i], path)
model(i) = sprintf("count/model[%s,:,0]", PROGRAM[i])
lean(i) = sprintf("count/lean[%s]", PROGRAM[i])
timed(i) = sprintf("time/ratio[%s]", PROGRAM[i])
set datafile missing "NaN"
set logscale x
set format x "10^{%T}"
set xrange [1.5:*]
set yrange [0:5.6]
set xlabel "inputs p"
unset key

set multiplot
set size 0.345, 0.76
set origin 0.0, 0.24
set title "model"
set ylabel "value and gradient over value"
plot 5 with lines linestyle 100, for [i=1:10] col(model(i), i) using 1:2 with linespoints \
    linetype TYPE[i] dashtype DASH[i] pointsize 0.4
unset ylabel
set size 0.325, 0.76
set origin 0.35, 0.24
set title "operations performed"
plot 5 with lines linestyle 100, for [i=1:10] col(lean(i), i) using 1:2 with linespoints \
    linetype TYPE[i] dashtype DASH[i] pointsize 0.4
set origin 0.675, 0.24
set title "processor time"
plot 5 with lines linestyle 100, for [i=1:10] col(timed(i), i) using 1:2 with linespoints \
    linetype TYPE[i] dashtype DASH[i] pointsize 0.4
# the key alone
set origin 0.0, 0.0
set size 1.0, 0.24
unset title
unset xlabel
unset border
unset tics
unset grid
unset logscale
set xrange [0:1]
set yrange [0:1]
set key center center maxrows 3 samplen 2.5
plot for [i=1:10] NaN with linespoints linetype TYPE[i] dashtype DASH[i] title NAME[i], \
     NaN with lines linestyle 100 title "bound 5"
unset multiplot
