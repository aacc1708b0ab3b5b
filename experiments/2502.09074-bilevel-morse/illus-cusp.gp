# Number of critical points of the cusp.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-cusp.gp OUT.(pdf|svg) cusp.h5
#
# kind: illustration
# title: A lower level that is Morse off a thin set
# caption: Number of critical points of y⁴/4 − x₁y²/2 − x₂y, counted with certificates by Sturm
#   sequences on a grid of 401 × 401 parameters (81 × 81 at smoke, 1601 × 1601 at paper scale):
#   three in the shaded cells, one elsewhere. Black: the fold curve 27x₂² = 4x₁³, where the lower
#   level is degenerate. Dashed: the Maxwell set x₂ = 0, x₁ > 0, where its two minimisers tie.
# alt: A horn-shaped shaded region that opens to the right from the origin, bounded by a cusp curve,
#   with a dashed line through its middle.
# claims: 2502.09074-C4a 2502.09074-C4b
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
set datafile missing "NaN"
col(x, y) = sprintf("< build/bin/h5cols %s %s %s", DATA, x, y)

set xlabel "x_1"
set ylabel "x_2"
set xrange [-1:1]
set yrange [-1:1]
set key top left
set style fill solid 1.0 noborder
plot col("count/x1", "count/x2_low count/x2_high") using 1:2:3 with filledcurves \
         linecolor rgb "#bcd9ea" title "3 critical points", \
     col("curve/x1", "curve/x2") using 1:2 with lines linetype 8 dashtype 1 title "fold curve", \
     col("curve/x1", "curve/x2") using 1:(-$2) with lines linetype 8 dashtype 1 notitle, \
     col("count/x1", "count/ties") using ($2 == 2 ? $1 : NaN):(0) with lines linetype 2 dashtype 2 \
         title "Maxwell set (ties)"
