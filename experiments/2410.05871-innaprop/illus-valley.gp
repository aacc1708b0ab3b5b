# INNA in a nonsmooth valley.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-valley.gp OUT.(pdf|svg) valley.h5
#
# kind: illustration
# title: INNA in a nonsmooth valley
# caption: f(x, y) = 100(y − |x|)² + |1 − x|, INNA from (−1, 1.5) with step 0.001, sign(0) = 0; the
#   minimum is 0 at (1, 1). Left: the first 1000 iterates for four pairs (α, β); dashed grey: the
#   bottom y = |x|. Right: smallest f so far along 20000 iterations, for seven pairs. The function is the
#   test function of the paper that introduced INNA, from memory.
# alt: Left: with small β the path crosses the valley several times, with β near 1 or 2 it falls into
#   it and follows it. Right: seven decreasing staircases; (0.1, 0.9)
#   goes below 0.1 first, at 2879 iterations.
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.5
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[7] = ["(0.5, 0.01)", "(0.5, 0.1)", "(1.3, 0.1)", "(0.1, 0.1)", "(0.1, 0.9)", "(1, 1)", "(2, 2)"]
array TYPE[7] = [6, 1, 4, 3, 2, 5, 8]
array SHOWN[4] = [0, 1, 4, 6]
early(i) = sprintf("< build/bin/h5cols %s early/x[%d] early/y[%d]", DATA, i, i)
f(i) = sprintf("< build/bin/h5cols %s path/iteration path/best[%d]", DATA, i)

set multiplot layout 1, 2
set xlabel "x"
set ylabel "y"
set xrange [-1.5:-0.5]
set yrange [0.55:1.55]
set key top right
plot abs(x) with lines linestyle 100 title "y = |x|", \
     for [j=1:4] early(SHOWN[j]) using 1:2 with lines linetype TYPE[SHOWN[j]+1] dashtype 1 \
         linewidth 1.2 title NAME[SHOWN[j]+1]
set xlabel "iteration k (thousands)"
set ylabel "smallest f so far"
set xrange [0:20]
set logscale y
set yrange [1e-9:50]
set ytics 1e2
set format y "10^{%T}"
plot for [i=0:6] f(i) using ($1/1000):2 with lines linetype TYPE[i+1] dashtype 1 linewidth 1.0 \
    title NAME[i+1]
unset multiplot
