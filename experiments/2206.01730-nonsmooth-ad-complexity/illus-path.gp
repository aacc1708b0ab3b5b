# The chain rule along a polygon through kinks.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-path.gp OUT.(pdf|svg) path.h5
#
# kind: illustration
# title: What backpropagation returns integrates to the function
# caption: A random linear ReLU network F with 4 inputs, around a closed polygon of 4 sides. Left:
#   F (line), the slope along the polygon, and the exact integral of the slope from the start added
#   to F there (dots on the line). Right: circulation around the polygon by the midpoint rule with N
#   steps a side, and relu'(0) = a; the values for a = 0 and a = 1 are the same here, and some are 0 and not drawn. Dashed grey: 10/N.
# alt: Left: a piecewise linear curve between −10 and 1 with dots on it, and a step function.
#   Right: points that fall from 1 at 10 steps to 0.01 at 100 and 0.009 at 1000, all below the line
#   10/N.
# claims: 2206.01730-C18a 2206.01730-C18b 2206.01730-C18c 2206.01730-C19
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
curve(what) = sprintf("< build/bin/h5cols %s curve/position curve/value %s", DATA, what)
set datafile missing "NaN"

set multiplot layout 1, 2
set xlabel "position on the polygon (corners at 0, ..., 4)"
set ylabel "F, slope"
set xtics 1
set yrange [-14:38]
set key top left
START = real(system(sprintf("build/bin/h5cols %s 'curve/value[0]' | tail -n 1", DATA)))
EVERY = int(system(sprintf("build/bin/h5cols %s curve/value | grep -vc '#'", DATA)) / 40)
plot curve("curve/slope") using 1:3 with steps linetype 5 dashtype 1 title "slope", \
     curve("curve/slope") using 1:2 with lines linetype 1 dashtype 1 title "F", \
     curve("curve/integral") using 1:(START + $3) every EVERY with points linetype 2 pointtype 6 \
         pointsize 0.6 title "F(start) + integral of the slope"
set xlabel "steps a side N"
set ylabel "circulation"
set logscale xy
set xtics auto
set format x "10^{%T}"
set format y "10^{%T}"
set xrange [7:1500]
set yrange [1e-3:3]
set key top right
array A[3] = ["0", "1/2", "1"]
array TYPE[3] = [7, 4, 6]
plot 10/x with lines linestyle 100 title "10/N", \
     for [i=1:3] sprintf("< build/bin/h5cols %s midpoint/steps 'midpoint/circulation[%d]'", DATA, i-1) \
         using 1:2 with points linetype i pointtype TYPE[i] pointsize 0.3 + 0.2*i \
         title "a = ".A[i]
unset multiplot
