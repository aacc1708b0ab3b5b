# What the scheme keeps.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-structure.gp OUT.(pdf|svg) structure.h5
#
# kind: illustration
# title: What the implicit scheme keeps
# caption: Two-well potential, β = 6, from the uniform density. Top left: free energy above its minimum for steps that grow from
#   10⁻⁶ to 1, far beyond what an explicit scheme allows. Top right: |mass − 1| after each step (lines) and the change of
#   mass in one step before it is scaled away (points); values of 0 are drawn at 10⁻¹⁷. Bottom left: L1 error in space after 40 steps, mean mobility
#   (filled) and upwind (open), with slopes −2 and −1 (dashed). Bottom right: decay of the free energy with time in units of 1/λ,
#   λ from the eigenproblem; dashed: exp(−2λt).
# alt: Falling curves; errors near rounding; straight lines of slope two and one; parallel straight
#   lines along the dashed one.
# claims: 2204.01306-C5a 2204.01306-C5b 2204.01306-C6a 2204.01306-C6b 2204.01306-C7a 2204.01306-C7b 2204.01306-C8
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 11.5
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array AT[4] = [0, 1, 2, 4]
array NAME[4] = ["m = 1/4", "m = 1/2", "m = 1", "hybrid, m = 1/2"]
col(axis, what, i) = sprintf("< build/bin/h5cols %s 'structure/%s' 'structure/%s[%d]'", DATA, axis, what, i)
over(time, what, i) = sprintf("< build/bin/h5cols %s 'structure/%s[%d]' 'structure/%s[%d]'", DATA, time, i, what, i)
set multiplot layout 2, 2
set logscale xy
set format "10^{%T}"
set xlabel "time t"
set ylabel "free energy − minimum"
set xrange [1e-6:10]
set yrange [1e-10:10]
set key bottom left
plot for [i=1:4] over("time", "energy", AT[i]) using 1:($2 > 0 ? $2 : NaN) with lines linetype i title NAME[i]
set ylabel "|mass − 1|"
set yrange [5e-18:1e-10]
unset key
plot for [i=1:4] over("time", "drift", AT[i]) using 1:($2 > 1e-17 ? $2 : 1e-17) with lines linetype i linewidth 0.7, \
     for [i=1:4] over("time", "defect", AT[i]) using 1:($2 > 1e-17 ? $2 : 1e-17) every 3 with points linetype i
set format x "%g"
set xlabel "cells n"
set ylabel "L1 error"
set xrange [24:340]
set yrange [1e-4:0.2]
set xtics (32, 64, 128, 256)
plot for [i=1:4] col("cells", "space_mean", AT[i]) using 1:2 with linespoints linetype i, \
     for [i=1:4] col("cells", "space_upwind", AT[i]) using 1:2 with linespoints linetype i pointtype 6 linewidth 0.7, \
     0.008 * (x / 32) ** -2 with lines linestyle 100, 0.15 * (x / 32) ** -1 with lines linestyle 100
unset logscale x
set format x "%g"
set xtics autofreq
set xlabel "λ t"
set ylabel "free energy − minimum"
set xrange [0:11.3]
set yrange [1e-11:1]
plot for [i=1:4] over("decay_time", "decay", AT[i]) using 1:($2 > 0 ? $2 : NaN) with lines linetype i, \
     0.02 * exp(-2 * x) with lines linestyle 100
unset multiplot
