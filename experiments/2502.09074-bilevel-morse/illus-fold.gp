# Exponents at a fold.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-fold.gp OUT.(pdf|svg) fold.h5
#
# kind: illustration
# title: How the Morse condition breaks down at a fold
# caption: Left: the curve of critical points x = y³ − y of y⁴/4 − y²/2 − xy, followed by
#   prediction and correction in arc length, and the two folds found on it. Right: second derivative
#   g_{yy} of the lower level and the factor 1/g_{yy} of the hypergradient against the distance d to the
#   fold, with 2·3^{1/4} d^{1/2} and its inverse (dashed grey).
# alt: Left: an S-shaped curve with two marked turning points. Right: two straight lines on
#   logarithmic axes, one rising with slope one half and one falling with slope minus one half.
# claims: 2502.09074-C5a 2502.09074-C5b 2502.09074-C5c
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
col(x, y) = sprintf("< build/bin/h5cols %s %s %s", DATA, x, y)

set multiplot layout 1, 2
set xlabel "x"
set ylabel "y"
set xrange [-0.6:0.6]
set yrange [-1.5:1.5]
set key top left
plot col("curve/x", "curve/y") using 1:2 with lines linetype 1 dashtype 1 title "critical points", \
     col("curve/fold_x", "curve/fold_y") using 1:2 with points linetype 2 pointtype 7 \
         pointsize 0.8 title "folds found"
set logscale xy
set format "10^{%T}"
set xlabel "distance d to the fold"
set ylabel ""
set xrange [1e-6:1e-2]
set yrange [*:*]
set key center right
plot col("fold/distance", "fold/gyy_law") using 1:2 with lines linestyle 100 title "d^{±1/2} laws", \
     col("fold/distance", "fold/factor_law") using 1:2 with lines linestyle 100 notitle, \
     col("fold/distance", "fold/gyy") using 1:2 with points linetype 1 title "g_{yy}", \
     col("fold/distance", "fold/factor") using 1:2 with points linetype 2 \
         title "hypergradient factor 1/g_{yy}"
unset multiplot
