# The indicator step of a disc.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-disc.gp OUT.(pdf|svg) disc.h5
#
# kind: illustration
# title: Optimistic and pessimistic values of a step on a disc
# caption: Illustration of the two value functions of a bilevel programme; not a figure of the paper.
#   The lower level (x₁² + x₂² − 1) y over y in [0, 1]. Left: its optimistic value, 0 on the closed
#   disc (white) and 1 outside (blue), on a grid. Right: where the optimistic and the
#   pessimistic value differ: on the circle alone; rational points of it from Pythagorean triples,
#   where both are exact.
# alt: Left: a white disc in a blue square. Right: dots on a circle.
# claims: 2407.12372-C20a 2407.12372-C20b 2407.12372-C20c
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 8.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
set multiplot layout 1, 2
set xlabel "x₁"
set ylabel "x₂"
set xrange [-1.5:1.5]
set yrange [-1.5:1.5]
set size ratio -1
unset key
unset colorbox
set palette defined (0 "white", 1 OI[1])
set title "optimistic value" offset 0, -0.6
unset grid
plot sprintf("< build/bin/h5cols %s map/x1 map/x2 map/optimistic", DATA) using 1:2:3 with image
set title "where the two values differ" offset 0, -0.6
set grid
circle = sprintf("< build/bin/h5cols %s circle/x1 circle/x2 circle/optimistic circle/pessimistic", DATA)
plot circle using ($4 > $3 ? $1 : 1/0):2 with points linetype 2 pointtype 7 pointsize 0.5
unset multiplot
