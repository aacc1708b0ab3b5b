# Errors of path following.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-tracking.gp OUT.(pdf|svg) tracking.h5
#
# kind: illustration
# title: Following a branch: four correctors, three orders
# caption: Largest error along branch c of the double well from x = −1 to 1 in steps D: three inner
#   gradient steps or one Newton step at each x, with or without a tangent predictor. Dashed grey:
#   slopes 1, 2 and 4.
# alt: Four nearly straight lines on logarithmic axes of slopes one, two, two and four.
# claims: 2502.09074-C12a 2502.09074-C12b
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[4] = ["gradient", "predicted gradient", "Newton", "predicted Newton"]
col(i) = sprintf("< build/bin/h5cols %s tracking/step 'tracking/error[%d]'", DATA, i)

set xlabel "step D"
set ylabel "largest error"
set logscale xy
set format "10^{%T}"
set xrange [0.004:0.25]
set yrange [1e-18:1]
set key bottom right
if (int(system(sprintf("build/bin/h5cols %s tracking/step | grep -vc '#'", DATA))) > 6) set xrange [0.001:0.25]
plot 0.337*x with lines linestyle 100 notitle, 0.25*x**2 with lines linestyle 100 notitle, \
     0.04*x**4 with lines linestyle 100 title "D, D^2, D^4", \
     for [i=0:3] col(i) using 1:2 with linespoints linetype i+1 dashtype 1 title NAME[i+1]
