# Invariant densities.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-stationary.gp OUT.(pdf|svg) stationary.h5
#
# kind: illustration
# title: Invariant densities of the two-well potential
# caption: Densities μ_β = (φ')⁻¹(c − βU) by quadrature. Top left: β = 10 (thin) and 100; the wrong well is at 1/4, the
#   minimiser at 3/4. Top right: mass of the wrong half circle (0, 1/2). Bottom left: mean of U less its minimum.
#   Bottom right: L1 distance, at β = 10, between the steady state of the scheme on n cells and the
#   cell means of the closed form. Dashed grey: slopes that theory (ours, in the README) gives, −1/(1−m) for the mass and
#   −min(1/(1−m), 2/(1+m)) for the mean, −2/3 for the hybrid; −2 for the scheme.
# alt: Peaks at three quarters, higher and thinner for larger beta. Straight falling lines on
#   logarithmic axes; exponential fall of the mass for m = 1.
# claims: 2204.01306-C1 2204.01306-C2 2204.01306-C3a 2204.01306-C3b 2204.01306-C4 2204.01306-C29
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 11.5
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array AT[4] = [0, 2, 4, 6]
array NAME[4] = ["m = 1/5", "m = 1/2", "m = 1", "hybrid, m = 1/2"]
col(axis, what, i) = sprintf("< build/bin/h5cols %s stationary/%s 'stationary/%s[%d]'", DATA, axis, what, i)
shot(i, k) = sprintf("< build/bin/h5cols %s stationary/x 'stationary/density[%d,%d]'", DATA, i, k)
set multiplot layout 2, 2
set xlabel "x"
set ylabel "density μ_β"
set xrange [0:1]
set logscale y
set yrange [1e-4:1e5]
set format y "10^{%T}"
set key top left
plot for [i=1:4] shot(AT[i], 0) using 1:2 with lines linetype i linewidth 0.8 notitle, \
     for [i=1:4] shot(AT[i], 2) using 1:2 with lines linetype i title NAME[i]
set logscale xy
set format "10^{%T}"
set xlabel "β"
set xrange [8:4e4]
set ylabel "wrong mass"
set yrange [1e-10:1]
unset key
plot for [i=1:4] col("beta", "wrong", AT[i]) using 1:($2 > 0 ? $2 : NaN) with linespoints linetype i, \
     0.4 * (x / 10) ** -1.25 with lines linestyle 100, \
     0.1 * (x / 10) ** -2 with lines linestyle 100
set ylabel "E[U] − min U"
set yrange [1e-7:1]
plot for [i=1:4] col("beta", "excess", AT[i]) using 1:2 with linespoints linetype i, \
     0.35 * (x / 10) ** (-2. / 3) with lines linestyle 100, \
     0.04 * (x / 10) ** (-4. / 3) with lines linestyle 100
set format x "%g"
set xlabel "cells n"
set ylabel "L1 distance to cell means"
set xrange [24:700]
set yrange [2e-5:0.4]
set xtics (32, 64, 128, 256, 512)
plot for [i=1:4] col("cells", "cells_error", AT[i]) using 1:2 with linespoints linetype i, \
     0.02 * (x / 32) ** -2 with lines linestyle 100
unset multiplot
