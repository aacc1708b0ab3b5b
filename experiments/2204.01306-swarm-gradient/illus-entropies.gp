# Entropies, their slopes, the noise.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-entropies.gp OUT.(pdf|svg) entropies.h5
#
# kind: illustration
# title: Entropies and the noise that they give
# caption: Left: entropies φ, all zero with slope zero and curvature one at density r = 1. Middle:
#   slopes φ'. Right: noise α(r) = (1/r) ∫₀ʳ s φ''(s) ds of the nonlinear diffusion: the same everywhere for
#   Boltzmann's entropy (m = 1, simulated annealing), large where a swarm is thin for m < 1, and large
#   again in a crowd for the hybrid, which is quadratic above r = 1. The family is from memory of
#   the paper, the formulas are ours.
# alt: Three panels with four curves each. On the right a flat line at one, two falling straight
#   lines, and one that falls to about two and rises again.
# claims: 2204.01306-C33
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.4
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[4] = ["m = 1/4", "m = 1/2", "m = 1", "hybrid, m = 1/2"]
col(what, i) = sprintf("< build/bin/h5cols %s entropy/density 'entropy/%s[%d]'", DATA, what, i)
set multiplot layout 1, 3
set xlabel "density r"
set xrange [0:4]
set yrange [0:3]
set ylabel "φ(r)"
unset key
plot for [i=1:4] col("phi", i - 1) using 1:2 with lines linetype i
set yrange [-5:3.2]
set ylabel "φ'(r)"
set key bottom right samplen 1.5
plot for [i=1:4] col("slope", i - 1) using 1:2 with lines linetype i title NAME[i]
unset key
set logscale xy
set xrange [1e-3:1e2]
set xtics 1e-2, 100
set yrange [0.03:1000]
set format "10^{%T}"
set ylabel "noise α(r)"
plot for [i=1:4] col("noise", i - 1) using 1:2 with lines linetype i
unset multiplot
