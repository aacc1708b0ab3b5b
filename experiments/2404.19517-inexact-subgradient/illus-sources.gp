# Where errors come from.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-sources.gp OUT.(pdf|svg) sources.h5
#
# kind: illustration
# title: Errors met in practice
# caption: Left: gradients truncated to a grid of width δ on |x|ᵖ/p; the iterates stop at δ^{1/(p−1)}
#   (dashed). Middle: forward differences of 1 + |x|ᵖ/p with increment h, in double and in single
#   precision; dashed: h/2 + (u/h)^{1/(p−1)} with u the unit in the last place of 1, truncation plus
#   rounding. Right: a gradient through N steps of an inner solver instead of the exact solution;
#   error of that gradient and distance of its zero to the solution, dashed: 0.9ᴺ.
# alt: Left: three rising lines. Middle: a falling line, and V-shaped curves for single precision.
#   Right: two parallel straight lines that fall over seven decades.
# claims: 2404.19517-C25 2404.19517-C26 2404.19517-C27a 2404.19517-C27b 2404.19517-C36
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.4
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[3] = ["double, p = 2", "single, p = 2", "single, p = 4"]
array P[3] = [2, 4, 6]
set multiplot layout 1, 3 margins char 8.5, screen 0.99, char 3.6, screen 0.97 spacing char 9.5, char 1
set logscale xy
set format "10^{%T}"
set xrange [5e-4:0.2]
set yrange [3e-4:2]
set xlabel "width δ of the grid"
set ylabel "last |x_k|"
set key bottom right samplen 1.5
plot for [i=1:3] x**(1.0/(P[i] - 1)) with lines linestyle 100 notitle, \
     for [i=1:3] sprintf("< build/bin/h5cols %s grid/delta 'grid/x[%d]'", DATA, i - 1) using 1:2 \
         with points linetype i title sprintf("p = %d", P[i])
set xrange [5e-8:0.2]
set yrange [1e-12:10]
set xtics 1e2
set xlabel "increment h"
set ylabel "tail of |x_k|"
set key at graph 0.98, 0.02 right bottom
plot for [i=1:3] sprintf("< build/bin/h5cols %s single/h 'single/model[%d]'", DATA, i - 1) using 1:2 with lines linestyle 100 notitle, \
     for [i=1:3] sprintf("< build/bin/h5cols %s single/h 'single/tail[%d]'", DATA, i - 1) using 1:2 \
         with points linetype i title NAME[i]
unset logscale x
set format x "%g"
set xrange [0:170]
set yrange [1e-9:1e6]
set xtics 40
set xlabel "inner steps N"
set ylabel "error"
set key inside top right
plot sprintf("< build/bin/h5cols %s inner/steps inner/guide", DATA) using 1:2 with lines linestyle 100 title "0.9^N", \
     sprintf("< build/bin/h5cols %s inner/steps inner/distance", DATA) using 1:2 with points linetype 1 title "|x_N − x*|", \
     sprintf("< build/bin/h5cols %s inner/steps inner/eps", DATA) using 1:2 with points linetype 2 title "ε_N"
unset multiplot
