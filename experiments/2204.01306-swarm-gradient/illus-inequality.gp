# Functional inequality and comparison.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-inequality.gp OUT.(pdf|svg) inequality.h5 comparison.h5
#
# kind: illustration
# title: A functional inequality on the circle
# caption: Left: dissipation D of the free energy against the lower bound Ψ_β(F), one point per random density (150 of each kind at
#   the default scale), pure and hybrid entropies of m = 1/10 (blue), 1/4, 2/5 and 1/2; dashed: equality. No point lies below; the bound is far from
#   sharp. Right: free energy F(t) above its minimum (lines) along β = (1 + t)^γ, hybrid entropies, and the solution y(t) of the
#   comparison equation y' = −Ψ_β(y) + β' osc U (dashed in the same colour), which bounds it. The inequality is derived in the README; it is ours.
# alt: Left: a cloud above the diagonal. Right: four falling curves, each below its dashed bound.
# claims: 2204.01306-C16 2204.01306-C17
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.5
call "figures/style/terminal.gp" ARG1
col(m, k, b) = sprintf("< build/bin/h5cols %s 'inequality/psi[%d,%d,%d]' 'inequality/dissipation[%d,%d,%d]'", ARG2, m, k, b, m, k, b)
run(what, i) = sprintf("< build/bin/h5cols %s comparison/time 'comparison/%s[%d]'", ARG3, what, i)
array NAME[4] = ["m = 1/4, γ = 0.5", "m = 1/4, γ = 0.4", "m = 2/5, γ = 0.3", "m = 1/2, γ = 0.3"]
set multiplot layout 1, 2
set logscale xy
set format "10^{%T}"
set xlabel "lower bound Ψ_β(F)"
set ylabel "dissipation D"
set xrange [1e-14:1e4]
set yrange [1e-10:1e10]
set xtics 1e4
set ytics 1e4
unset key
plot for [m=0:3] for [k=0:1] for [b=0:3] col(m, k, b) using 1:2 with points linetype m + 1 pointtype 7 pointsize 0.14, \
     x with lines linestyle 100
set xlabel "time t"
set ylabel "F and its bound y"
set xrange [1e-4:1e4]
set yrange [1e-12:10]
set xtics 100
set ytics 100
set key bottom left
plot for [i=1:4] run("bound", i - 1) using 1:2 with lines linetype i dashtype 2 linewidth 1 notitle, \
     for [i=1:4] run("excess", i - 1) using 1:($2 > 0 ? $2 : NaN) with lines linetype i dashtype 1 title NAME[i]
unset multiplot
