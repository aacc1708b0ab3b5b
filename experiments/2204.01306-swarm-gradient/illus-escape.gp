# Escape from the wrong well.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-escape.gp OUT.(pdf|svg) escape.h5
#
# kind: illustration
# title: Time to leave the wrong well at fixed β
# caption: Two-well potential; T is the first time at which less than half of the mass (start in the wrong well, left and middle)
#   or a quarter (uniform start, right) is in the wrong half circle. Dashed: theory for large β (ours), T = β^{m/(1−m)}/(2K) and
#   (p₀ − 1/4) β^{m/(1−m)}/K for m < 1, ln 2/λ with the formula of Eyring and Kramers for m = 1: polynomial against
#   exponential. K from a shooting problem along the two barrier paths.
# alt: Straight lines with slopes a third, one and three on logarithmic axes; a straight line on a
#   half-logarithmic one, six decades high.
# claims: 2204.01306-C11a 2204.01306-C11b 2204.01306-C11c 2204.01306-C12a 2204.01306-C12b 2204.01306-C12c 2204.01306-C13 2204.01306-C14 2204.01306-C15 2204.01306-C34a 2204.01306-C34b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.8
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[6] = ["m = 1/4", "m = 1/2", "m = 3/4", "hybrid, m = 1/4", "hybrid, m = 1/2", "m = 1"]
col(what, i, start) = sprintf("< build/bin/h5cols %s 'escape/beta[%d,%d]' 'escape/%s[%d,%d]'", DATA, i, start, what, i, start)
set multiplot layout 1, 3
set logscale xy
set format y "10^{%T}"
set xlabel "β"
set ylabel "time T, start in the wrong well"
set xrange [3.5:300]
set yrange [1e-2:1e8]
set xtics (4, 16, 64, 256)
set key top left
plot for [i in "1 2 3 5"] col("theory", i - 1, 0) using 1:2 with lines linestyle 100 notitle, \
     for [i in "1 2 3 5"] col("time", i - 1, 0) using 1:2 with points linetype int(i) title NAME[int(i)]
unset logscale x
set xrange [0:26]
set xtics autofreq
set key top left
plot col("theory", 5, 0) using 1:2 with lines linestyle 100 title "ln 2/λ", \
     col("time", 5, 0) using 1:2 with points linetype 6 pointtype 7 title "m = 1", \
     col("time", 1, 0) using 1:2 with points linetype 2 title "m = 1/2"
set logscale x
set xrange [3.5:300]
set yrange [5e-2:1e8]
set xtics (4, 16, 64, 256)
set ylabel "time T, uniform start"
set key top left
plot for [i in "1 2 3"] col("theory", i - 1, 1) using 1:2 with lines linestyle 100 notitle, \
     for [i in "1 2 3 4 5"] col("time", i - 1, 1) using 1:2 with points linetype int(i) title NAME[int(i)]
unset multiplot
