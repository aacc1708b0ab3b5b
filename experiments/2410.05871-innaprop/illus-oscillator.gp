# INNA on a quadratic and the differential equation behind it.  Illustration, not
# a figure of the paper.
# usage: gnuplot -c illus-oscillator.gp OUT.(pdf|svg) oscillator.h5
#
# kind: illustration
# title: INNA follows its differential equation
# caption: INNA on J = ½(x² + 25y²) from (2, 1), four pairs (α, β), no gradient scaling. Left: x
#   with step γ = 0.01 (marks, every 20th iterate) and the exact solution of
#   θ'' + αθ' + β∇²J θ' + ∇J = 0 (lines). Middle: energy (1 + αβ)J + ½|p|² of the
#   iterates. Right: distance to the exact solution at time 4 against γ; dashed grey: slope 1.
# alt: Left: one slowly damped oscillation and three monotone decays, marks on lines. Middle:
#   four decreasing curves on a logarithmic axis. Right: four parallel lines of slope 1.
# claims: 2410.05871-C4 2410.05871-C5 2410.05871-C6a 2410.05871-C6b 2410.05871-C7
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[4] = ["(0.1, 0.9)", "(1, 1)", "(2, 2)", "(0.5, 0.1)"]
theta(i, c) = sprintf("< build/bin/h5cols %s trajectory/time trajectory/theta[%d,%d]", DATA, i, c)
energy(i) = sprintf("< build/bin/h5cols %s trajectory/time trajectory/energy[%d]", DATA, i)
order(i) = sprintf("< build/bin/h5cols %s order/step order/error[%d]", DATA, i)

set multiplot layout 1, 3
set xlabel "time kγ"
set ylabel "x"
set xrange [0:4]
set yrange [-2.2:2.2]
set key bottom left
plot for [i=0:3] theta(i, 2) using 1:2 with lines linetype i+1 dashtype 1 linewidth 1.0 notitle, \
     for [i=0:3] theta(i, 0) using 1:2 every 20 with points linetype i+1 pointsize 0.4 title NAME[i+1]
set ylabel "energy"
set logscale y
set yrange [*:*]
set format y "10^{%T}"
unset key
plot for [i=0:3] energy(i) using 1:2 with lines linetype i+1
set xlabel "step γ"
set ylabel "error at time 4"
set logscale x
set xrange [0.001:0.025]
set yrange [5e-5:2e-2]
set xtics (0.00125, 0.0025, 0.005, 0.01, 0.02) rotate by 45 right
plot 0.25*x with lines linestyle 100, \
     for [i=0:3] order(i) using 1:2 with linespoints linetype i+1 dashtype 1
unset multiplot
