# Cooling: swarms and simulated annealing.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-annealing.gp OUT.(pdf|svg) annealing.h5 freezing.h5
#
# kind: illustration
# title: Cooling schedules: mass near the wrong minimiser against time
# caption: Two-well potential, uniform start. Swarms cooled by β = 4(1 + t)^γ, simulated annealing (m = 1, thin lines) by β = 1 + ln(1 + t)/c; the
#   critical depth is 0.81. Top left: mass of the wrong half circle. Top right: mean of U less its minimum; dashed: slopes −1/3 and −0.6 that
#   theory (ours) gives for the hybrid. Bottom left: the same against drift time s = ∫β dt, the clock in which the drift is −∇U. Bottom right: pure m = 1/2
#   cooled too fast, β = β₀(1 + t)^g, from the wrong well: mass that has left it, and the prediction (dashed); the rest is frozen.
# alt: Swarms fall along straight lines on logarithmic axes; annealing is slow for c above the depth and freezes at
#   a constant for small c. Bottom right: curves that level off below one.
# claims: 2204.01306-C18a 2204.01306-C18b 2204.01306-C19 2204.01306-C20a 2204.01306-C20b 2204.01306-C21 2204.01306-C22 2204.01306-C35
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 12.5
call "figures/style/terminal.gp" ARG1
array NAME[11] = ["hybrid m = 1/2, γ = 0.5", "hybrid m = 1/2, γ = 0.9", "m = 1/2, γ = 0.5", "", "", "", "", \
    "annealing c = 0.2", "annealing c = 0.4", "annealing c = 0.81", "annealing c = 1.2"]
array LOOK[11] = [1, 2, 3, 4, 5, 6, 1, 4, 5, 6, 8]
array WIDTH[11] = [1.8, 1.8, 1.8, 1, 1, 1, 1, 0.9, 0.9, 0.9, 0.9]
col(x, y, i) = sprintf("< build/bin/h5cols %s annealing/%s 'annealing/%s[%d]'", ARG2, x, y, i)
both(x, y, i) = sprintf("< build/bin/h5cols %s 'annealing/%s[%d]' 'annealing/%s[%d]'", ARG2, x, i, y, i)
ice(what, i) = sprintf("< build/bin/h5cols %s freezing/time 'freezing/%s[%d]'", ARG3, what, i)
set multiplot layout 2, 2
set logscale xy
set format "10^{%T}"
set xlabel "time t"
set ylabel "wrong mass"
set xrange [1e-2:1e6]
set xtics 100
set yrange [1e-7:1]
unset key
plot for [i in "1 2 3 8 9 10 11"] col("time", "wrong", i - 1) using 1:2 with lines linetype LOOK[int(i)] linewidth WIDTH[int(i)]
set key bottom left
set ylabel "E[U] − min U"
set yrange [1e-9:1]
plot for [i in "1 2 3 8 9 10 11"] col("time", "excess", i - 1) using 1:2 with lines linetype LOOK[int(i)] linewidth WIDTH[int(i)] title NAME[int(i)], \
     ((x > 30 && x < 1e4) ? 0.04 * (x / 1e3) ** (-1. / 3) : NaN) with lines linestyle 100 notitle, \
     ((x > 30 && x < 1e3) ? 0.0055 * (x / 1e3) ** -0.6 : NaN) with lines linestyle 100 notitle
unset key
set xlabel "drift time s"
set xrange [1e-2:1e7]
plot for [i in "1 2 3 8 9 10 11"] both("drift_time", "excess", i - 1) using 1:2 with lines linetype LOOK[int(i)] linewidth WIDTH[int(i)]
unset logscale y
set format y "%g"
set xlabel "time t"
set ylabel "mass that has left the wrong well"
set xrange [1e-3:10]
set yrange [0:0.3]
set xtics 10
set key top left
array CASE[3] = ["β₀ = 40, g = 3", "β₀ = 80, g = 2", "β₀ = 80, g = 3"]
plot for [i=1:3] ice("theory", i - 1) using 1:2 with lines linestyle 100 notitle, \
     for [i=1:3] ice("moved", i - 1) using 1:2 with lines linetype i dashtype 1 title CASE[i]
unset multiplot
