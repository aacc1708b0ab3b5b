# Genericity by tilting.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-tilt.gp OUT.(pdf|svg) tilt.h5
#
# kind: illustration
# title: A tilt leaves one degenerate parameter
# caption: y⁶/6 − xy⁴/4 has a degenerate critical point for every x. Tilted by −vy it is degenerate at
#   one parameter x_f only, enclosed here to 10⁻¹⁰ between a certified count of one critical point
#   and one of three (points); line: ((5/2)(5/3)^{3/2} v)^{2/5}.
# alt: Points on a straight line of slope two fifths on logarithmic axes.
# claims: 2502.09074-C22a 2502.09074-C22b
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
col(y) = sprintf("< build/bin/h5cols %s tilt/v tilt/%s", DATA, y)

set xlabel "tilt v"
set ylabel "degenerate parameter x_f"
set logscale xy
set format x "10^{%T}"
set xrange [0.0008:1.25]
set yrange [0.1:3]
set key top left
plot col("exact") using 1:2 with lines linestyle 100 title "closed form, slope 2/5", \
     col("x_high") using 1:2 with points linetype 1 pointtype 7 pointsize 0.7 title "certified"
