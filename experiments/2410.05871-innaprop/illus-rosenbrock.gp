# AdamW and INNAprop on Rosenbrock's function.  Illustration, not a figure of the
# paper.
# usage: gnuplot -c illus-rosenbrock.gp OUT.(pdf|svg) rosenbrock.h5
#
# kind: illustration
# title: AdamW and INNAprop on Rosenbrock's function
# caption: f(x, y) = (1 − x)² + 100(y − x²)² from (−1.2, 1), 4000 steps, step size from 0.01 to 0 by
#   a cosine, no weight decay; AdamW and INNAprop with five pairs (α, β). Left: f against
#   iterations. Right: paths; dashed grey: the bottom y = x²; cross: the minimum (1, 1). The run
#   with (0.5, 4) oscillates in a way that depends on rounding.
# alt: Left: six decreasing curves; (0.1, 0.9) passes below 0.001 at 1000 iterations,
#   comes back above 0.1 and ends at 0.007, as does (0.5, 4), with spikes on its way. Right: all paths follow the parabola; (0.1, 0.9) overshoots the
#   minimum.
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.5
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[6] = ["AdamW", "(0.1, 0.9)", "(1, 1)", "(2, 2)", "(0.5, 0.1)", "(0.5, 4)"]
array TYPE[6] = [8, 2, 5, 1, 3, 4]
f(i) = sprintf("< build/bin/h5cols %s path/iteration path/f[%d]", DATA, i)
path(i) = sprintf("< build/bin/h5cols %s path/x[%d] path/y[%d]", DATA, i, i)

set multiplot layout 1, 2
set xlabel "iteration k"
set ylabel "f"
set xtics 1000
set logscale y
set yrange [1e-5:50]
set format y "10^{%T}"
set key bottom right
plot for [i in "5 0 1 2 3 4"] f(int(i)) using 1:2 with lines linetype TYPE[int(i)+1] dashtype 1 \
    linewidth 1.2 title NAME[int(i)+1]
unset logscale y
set xtics autofreq
set format y "%g"
set xlabel "x"
set ylabel "y"
set xrange [-1.3:1.3]
set yrange [-0.2:1.5]
unset key
plot x**2 with lines linestyle 100, \
     for [i in "5 0 1 2 3 4"] path(int(i)) using 1:2 with lines linetype TYPE[int(i)+1] dashtype 1 \
         linewidth 1.2, \
     "+" using (1):(1) every ::0::0 with points pointtype 2 pointsize 1 linecolor rgb "black"
unset multiplot
