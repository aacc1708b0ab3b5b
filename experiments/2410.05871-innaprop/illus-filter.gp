# INNAprop as a filter of scaled gradients.  Illustration, not a figure of the
# paper.
# usage: gnuplot -c illus-filter.gp OUT.(pdf|svg) filter.h5
#
# kind: illustration
# title: INNAprop as a filter of scaled gradients
# caption: From the direction R_k (the scaled gradient) to the step, both constant step γ = 0.01 and
#   no decay. Left: steps under R = 1 from rest, in units of γ: the first is β, the limit 1/α. Right:
#   gain against the frequency of R_k, in radians per iteration. (0.1, 0.9) multiplies what
#   persists by 10, (2, 2) halves it and doubles what is fresh. Adam's momentum (β₁ = 0.9)
#   neither amplifies nor keeps fast changes.
# alt: Left: the step of (0.1, 0.9) rises from 0.9 to 10 over ten thousand iterations, that of (2, 2)
#   falls from 2 to 0.5, (1, 1) is constant. Right: gain 10 at low frequency for (0.1, 0.9), 0.5 for
#   (2, 2); Adam falls at high frequency.
# claims: 2410.05871-C8a 2410.05871-C8b 2410.05871-C8c
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[4] = ["(0.1, 0.9)", "(1, 1)", "(2, 2)", "Adam, β₁ = 0.9"]
array TYPE[4] = [2, 5, 1, 8]
step(i) = sprintf("< build/bin/h5cols %s response/iteration response/step[%d]", DATA, i)
gain(i) = sprintf("< build/bin/h5cols %s gain/frequency gain/gain[%d]", DATA, i)

set multiplot layout 1, 2
set logscale xy
set format x "10^{%T}"
set xlabel "iteration k + 1"
set ylabel "step / γ"
set xrange [1:3e4]
set yrange [0.03:20]
set key bottom right
plot for [i=0:3] step(i) using ($1+1):2 with lines linetype TYPE[i+1] title NAME[i+1]
set xlabel "frequency (rad per iteration)"
set ylabel "gain / γ"
set xrange [1e-5:3.1416]
unset key
plot for [i=0:3] gain(i) using 1:2 with lines linetype TYPE[i+1]
unset multiplot
