# Exponents measured.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-exponent.gp OUT.(pdf|svg) exponent.h5
#
# kind: illustration
# title: The exponent is that of the geometry
# caption: Left: distance to the critical set against the size ε of the errors over three decades, for
#   six of ten families; median over seeds (5; 2 at smoke, 20 at paper scale) and range, outward
#   errors (largest distance of the last tenth). Right: slope of such curves, outward errors and random
#   errors with a bias of ε/2 (mean distance of the last tenth), against the geometric exponent; bars:
#   95 % interval of the mean over seeds (most are smaller than the points); dashed: equality.
# alt: Left: six straight lines on log-log axes. Right: points on the diagonal.
# claims: 2404.19517-C32 2404.19517-C33 2404.19517-C34
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.4
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array FAMILY[6] = [1, 2, 5, 6, 8, 9]
array NAME[6] = ["|x|^{1.5}", "x²", "|x|^6", "partly smooth, q = 4", "rotated powers", "lasso"]
col(i) = sprintf("< build/bin/h5cols %s 'curve/eps[%d,0]' 'curve/median[%d,outward]' 'curve/low[%d,outward]' 'curve/high[%d,outward]'", \
    DATA, FAMILY[i] - 1, FAMILY[i] - 1, FAMILY[i] - 1, FAMILY[i] - 1)
rho(m) = sprintf("< build/bin/h5cols %s rho/exponent rho/%s rho/%s_half", DATA, m, m)
set errorbars 0.6
set multiplot layout 1, 2
set logscale xy
set format "10^{%T}"
set xrange [6e-5:0.25]
set yrange [1e-9:1e6]
set xlabel "size ε of the errors"
set ylabel "distance to crit f"
set key top left samplen 1.5
plot for [i=1:6] col(i) using 1:2:3:4 with yerrorbars linetype i dashtype 1 notitle, \
     for [i=1:6] col(i) using 1:2 with linespoints linetype i title NAME[i]
unset logscale
set format "%g"
set xrange [0:2.2]
set yrange [0:2.2]
set xlabel "geometric exponent"
set ylabel "measured exponent"
set key top left
plot x with lines linestyle 100 title "equal", \
     rho("outward") using 1:2:3 with yerrorbars linetype 1 dashtype 1 pointtype 6 pointsize 1 title "outward errors", \
     rho("tilted") using 1:2:3 with yerrorbars linetype 2 dashtype 1 pointtype 1 pointsize 0.8 title "biased random errors"
unset multiplot
