# Affine interpolants and the inclusion.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-interpolants.gp OUT.(pdf|svg) interpolants.h5
#
# kind: illustration
# title: As the step goes to zero
# caption: Left: x1 of affine interpolants of the subgradient method in the valley of the nonsmooth
#   Chebyshev–Rosenbrock function, without errors, for two steps a, and the solution of x' ∈ −∂f.
#   Middle: largest distance to a solution against a: |x|, the valley without and with errors uphill
#   (slope 1), and |x1| + x2²/2 with random errors of size 1/2, mean over seeds with first and last
#   decile (slope 1/2): they average out. Right: f = −|x| from 0, three choices in ∂f(0) = [−1, 1],
#   three solutions of the same inclusion.
# alt: Left: zigzags around a straight line. Middle: log-log lines, three of slope one and one of slope
#   one half. Right: three rays from the origin.
# claims: 2404.19517-C24 2404.19517-C35
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.4
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[3] = ["|x|", "valley", "valley, uphill"]
sup(i) = sprintf("< build/bin/h5cols %s distance/step 'distance/sup[%d]'", DATA, i - 1)
set multiplot layout 1, 3 margins char 8.5, screen 0.99, char 3.6, screen 0.97 spacing char 8.5, char 1
set xlabel "time t"
set ylabel "x1"
set xrange [0:8]
set yrange [0.38:1]
set key top left samplen 1.5
plot sprintf("< build/bin/h5cols %s curve/time 'curve/x1[0]'", DATA) using 1:2 with lines linetype 2 dashtype 1 title "a = 1/16", \
     sprintf("< build/bin/h5cols %s curve/time 'curve/x1[1]'", DATA) using 1:2 with lines linetype 1 dashtype 1 title "a = 1/64", \
     sprintf("< build/bin/h5cols %s curve/time curve/exact", DATA) using 1:2 with lines linetype 8 dashtype (4, 3) title "solution"
set logscale xy
set format "10^{%T}"
set xrange [3e-5:0.15]
set yrange [1e-5:10]
set xlabel "constant step a"
set ylabel "sup distance to the solution"
plot sprintf("< build/bin/h5cols %s distance/step distance/random_low distance/random_high", DATA) using 1:2:3 \
         with filledcurves linecolor rgb OI[4] fillstyle transparent solid 0.25 noborder notitle, \
     for [i=1:3] sup(i) using 1:2 with linespoints linetype i pointsize (i == 2 ? 0.9 : 0.5) title NAME[i], \
     sup(4) using 1:2 with linespoints linetype 4 title "random errors"
unset logscale
set format "%g"
set xrange [0:1]
set yrange [-1.1:1.1]
set xlabel "time t"
set ylabel "x"
set key bottom left
plot for [i=1:3] sprintf("< build/bin/h5cols %s choices/time 'choices/x[%d]'", DATA, i - 1) using 1:2 \
         with lines linetype i dashtype 1 title word("+1 −1 0", i)
unset multiplot
