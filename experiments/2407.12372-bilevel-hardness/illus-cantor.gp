# A Cantor-like value function.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-cantor.gp OUT.(pdf|svg) cantor.h5
#
# kind: illustration
# title: A Cantor-like value function from a linear lower level
# caption: Illustration of how wild value functions of small circuits can be; not a figure of the paper.
#   Left: the sets where the value is 0, n = 0, …, 7: the points whose first n iterates
#   of x² − 3 stay in [−β, β]; elsewhere it is 1. The lower level is linear in y and its
#   coefficient a polynomial of degree 2ⁿ⁺¹, computed by n squarings. Right: the number of
#   intervals, 2ⁿ, and their total length, which shrinks by 0.66576 with each n (dashed).
# alt: Left: bars that split in two again and again. Right: two straight lines, one rising, one
#   falling.
# claims: 2407.12372-C13a 2407.12372-C13b 2407.12372-C13c
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
set multiplot layout 1, 2
unset key
set xlabel "x"
set ylabel "n"
set xrange [-2.4:2.4]
set yrange [7.6:-0.6]
set ytics 1
set style fill solid 0.9 noborder
plot sprintf("< build/bin/h5cols %s bars/level bars/left bars/right", DATA) \
         using 2:1:2:3:($1-0.28):($1+0.28) with boxxyerror linetype 1 dashtype 1
set xlabel "n"
set ylabel "count, length"
set xrange [-0.5:*]
set autoscale y
set yrange [1e-2:1e5]
set logscale y
set format y "10^{%T}"
set ytics autofreq
set key top left
plot sprintf("< build/bin/h5cols %s levels/n levels/count", DATA) using 1:2 with linespoints \
         linetype 2 title "intervals, 2ⁿ", \
     sprintf("< build/bin/h5cols %s levels/n levels/length", DATA) using 1:2 with points \
         linetype 1 title "total length", \
     sprintf("< build/bin/h5cols %s levels/n levels/length", DATA) \
         using 1:(4.40 * 0.6657623268**$1) with lines linestyle 100 title "0.66576ⁿ"
unset multiplot
