# Phase retrieval under errors.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-phase.gp OUT.(pdf|svg) phase.h5
#
# kind: illustration
# title: Robust or smooth
# caption: Phase retrieval in 10 unknowns from 60 measurements under errors outward from the nearer
#   solution ±x*; three random problems (one at smoke, 20 at paper scale, of which three are drawn).
#   Left: the robust objective (1/m) Σ |⟨aᵢ,x⟩² − bᵢ| is sharp: the tail is the last step's up to
#   a threshold. Right: the smooth objective (1/4m) Σ (⟨aᵢ,x⟩² − bᵢ)²: the tail is proportional to
#   ε; dashed: ε over the least eigenvalue of the Hessian at x*, first problem.
# alt: Left: points near 0.0002 that jump above 0.1 between ε = 0.4 and 0.8. Right: straight lines of
#   slope one.
# claims: 2404.19517-C19 2404.19517-C20
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
N = int(system(sprintf("build/bin/h5cols %s smooth/instance | tail -n 1", DATA))) + 1
N = N > 3 ? 3 : N
col(what, i) = sprintf("< build/bin/h5cols %s %s/eps '%s/tail[%d]'", DATA, what, what, i - 1)
set multiplot layout 1, 2
set logscale y
set format y "10^{%T}"
set xrange [-0.05:1.65]
set yrange [5e-5:10]
set xlabel "size ε of the errors"
set ylabel "tail of the distance to ±x*"
set title "robust" offset 0, -0.6
set key bottom right samplen 1.5
plot for [i=1:N] col("robust", i) using 1:2 with linespoints linetype i title sprintf("problem %d", i)
set logscale x
set format x "10^{%T}"
set xrange [3e-4:0.6]
set yrange [5e-4:10]
set title "smooth"
set key top left
plot for [i=1:N] col("smooth", i) using 1:2 with linespoints linetype i title sprintf("problem %d", i), \
     sprintf("< build/bin/h5cols %s smooth/eps smooth/guide", DATA) using 1:2 with lines linestyle 100 title "ε/λ_{min}"
unset multiplot
