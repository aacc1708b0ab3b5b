# Error of Whitney's construction against its depth.  Illustration.
# usage: gnuplot -c illus-whitney-error.gp OUT.(pdf|svg) whitney.h5
#
# kind: illustration
# title: How fast the discs reach a function
# caption: Illustration, not a figure of the paper. Error φ − φ_D of the value function with discs up
#   to depth D: mean and maximum over 512 mid-points, and maximum over x = i/120, for |x − ½|
#   and for Takagi's function with jumps. Dashed: halving with each depth. The mean halves in both
#   cases. Beside a jump the error stays large until the discs resolve it, so the maximum over
#   mid-points hardly falls: convergence is pointwise, not uniform. At the jumps themselves
#   (i/120) it converges.
# alt: Four lines fall parallel to the dashed one or in steps; the maximum over mid-points of the
#   rough function stays near one until the last depth.
# claims: 2407.12372-C3a 2407.12372-C3b 2407.12372-C4a 2407.12372-C4b 2407.12372-C5a 2407.12372-C5b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.8
call "figures/style/terminal.gp" ARG1
DATA = ARG2
get(what, i) = sprintf("< build/bin/h5cols %s error/depth 'error/%s[%d]'", DATA, what, i)
set xlabel "depth D"
set ylabel "error φ − φ_D"
set logscale y 2
set format y "2^{%L}"
set yrange [2**-11:2**1]
set key outside right center
plot get("mean", 0) using 1:2 with linespoints linetype 1 title "|x − ½|, mean", \
     get("max_mid", 0) using 1:2 with linespoints linetype 3 title "|x − ½|, maximum, mid-points", \
     get("max_twelfths", 0) using 1:2 with linespoints linetype 6 title "|x − ½|, maximum, i/120", \
     get("mean", 1) using 1:2 with linespoints linetype 2 title "Takagi, mean", \
     get("max_mid", 1) using 1:2 with linespoints linetype 4 title "Takagi, maximum, mid-points", \
     get("max_twelfths", 1) using 1:2 with linespoints linetype 5 title "Takagi, maximum, i/120", \
     get("mean", 0) using 1:(1.5 * 2**-$1) with lines linestyle 100 title "halving"
