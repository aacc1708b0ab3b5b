# Gradient descent across a regularised jump.  Illustration.
# usage: gnuplot -c illus-tunnelling.gp OUT.(pdf|svg) inexact.h5
#
# kind: illustration
# title: Gradient descent tunnels through a regularised jump
# caption: Illustration, not a figure of the paper. min ½(x − 1)² + 2φ(x), φ the step at 0 regularised
#   to a ramp of width μ: its least value is at the jump, x = 1 is a local minimum. Share of 200
#   starts in [−3, −1) (2000 at paper scale) from which gradient descent crosses to x > 0, against
#   its step over the threshold μ/(1 + μ). Up to the threshold none can cross; beyond it they do,
#   chaotically, and end in the wrong basin.
# alt: All shares are zero up to ratio one and mostly one at two and four.
# claims: 2407.12372-C12a 2407.12372-C12b
load "figures/style/style.gp"
HEIGHT = 6.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array MU[5] = ["0.2", "0.1", "0.05", "0.02", "0.01"]
get(i) = sprintf("< build/bin/h5cols %s descent/ratio 'descent/fraction[%d]'", DATA, i)
set logscale x 2
set xlabel "step over the threshold"
set ylabel "share of starts that cross"
set xrange [0.45:4.4]
set xtics (0.5, 1, 2, 4)
set yrange [-0.05:1.1]
set key at graph 0.98, 0.06 right bottom samplen 1.5
plot for [i=1:5] get(i-1) using 1:2 with linespoints linetype i title "μ = ".MU[i]
