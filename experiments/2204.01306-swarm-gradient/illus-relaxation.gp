# Linear relaxation rate.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-relaxation.gp OUT.(pdf|svg) relaxation.h5
#
# kind: illustration
# title: How fast a swarm relaxes near its equilibrium
# caption: Smallest nonzero eigenvalue λ of the flow linearised at μ_β, two-well potential. Left: for m < 1 it grows like β
#   (dashed), as if there were no barrier; for Boltzmann's entropy (m = 1) it falls exponentially. Right: m = 1 alone, with the
#   formula of Eyring and Kramers for two barriers, 23.7 β exp(−0.81 β) (dashed). Values of m = 1 below 10⁻⁸ are rounding and left out.
# alt: Left: curves that rise with slope one, one that drops. Right: a straight line on a
#   logarithmic axis, beside the dashed one.
# claims: 2204.01306-C9 2204.01306-C10
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[5] = ["m = 1/4", "m = 1/2", "m = 1", "hybrid, m = 1/4", "hybrid, m = 1/2"]
col(i) = sprintf("< build/bin/h5cols %s relaxation/beta 'relaxation/lambda[%d]'", DATA, i)
set multiplot layout 1, 2
set logscale xy
set xlabel "β"
set ylabel "relaxation rate λ"
set xrange [1.8:70]
set yrange [0.1:20000]
set xtics (2, 4, 8, 16, 32, 64)
set key top left
plot for [i=1:5] col(i - 1) using 1:2 with linespoints linetype i title NAME[i], \
     3 * x with lines linestyle 100 title "slope 1"
unset logscale x
set format y "10^{%T}"
set xrange [0:20]
set yrange [1e-6:100]
set xtics autofreq
set key top right
plot col(2) using 1:($2 > 0 ? $2 : NaN) with linespoints linetype 3 title "m = 1", \
     sprintf("< build/bin/h5cols %s relaxation/beta relaxation/eyring_kramers", DATA) using 1:($1 <= 16 ? $2 : NaN) with lines linestyle 100 title "Eyring, Kramers"
unset multiplot
