# A wild function by staircases.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-staircase.gp OUT.(pdf|svg) staircase.h5
#
# kind: illustration
# title: Staircases under a wild function, from bilinear lower levels
# caption: Illustration of the theorem that polynomial lower levels over a compact box reach
#   semi-algebraic, lower semicontinuous functions; not a figure of the paper. Left:
#   Takagi's function with jumps to −1/q below it at p/q, q ≤ 8 (grey), and staircases below it
#   with 16 and 64 steps, each the optimistic value function of min Σ (x − b_k) y_k over a cube.
#   Right: their error over 512 points, mean and maximum, and the maximum over x = i/120, against
#   the number of steps; dashed: halving with each doubling.
# alt: Left: two step functions hug the grey curve from below and drop deeply around each jump.
#   Right: the mean error falls along the dashed line, the maximum stays near one.
# claims: 2407.12372-C21a 2407.12372-C21b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.5
call "figures/style/terminal.gp" ARG1
DATA = ARG2
curve(i) = sprintf("< build/bin/h5cols %s staircase/x 'staircase/curve[%d]'", DATA, i)
get(what) = sprintf("< build/bin/h5cols %s staircase/pieces staircase/%s", DATA, what)
set multiplot layout 1, 2
set xlabel "x"
set ylabel "value"
set xrange [0:1]
set yrange [-1.1:0.95]
set key outside top center maxrows 1
plot sprintf("< build/bin/h5cols %s staircase/x staircase/phi", DATA) using 1:2 with points \
         linecolor rgb "#a0a0a0" pointtype 7 pointsize 0.2 notitle, \
     curve(3) using 1:2 with lines linetype 2 dashtype 1 linewidth 1.0 title "16 steps", \
     curve(5) using 1:2 with lines linetype 1 dashtype 1 linewidth 1.0 title "64 steps", \
     keyentry with points linecolor rgb "#a0a0a0" pointtype 7 pointsize 0.6 title "φ"
set xlabel "steps 2^d"
set ylabel "error"
set autoscale x
set logscale x 2
set logscale y
set format x "2^{%L}"
set format y "10^{%T}"
set yrange [1e-3:10]
set key inside bottom left maxrows 4
plot get("mean") using 1:2 with linespoints linetype 1 title "mean", \
     get("max_points") using 1:2 with linespoints linetype 2 title "maximum", \
     get("max_twelfths") using 1:2 with linespoints linetype 3 title "maximum, i/120", \
     get("mean") using 1:(8.0/$1) with lines linestyle 100 title "halving"
unset multiplot
