# Shares of a ball, exact and counted.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-shares.gp OUT.(pdf|svg) balls.h5
#
# kind: illustration
# title: The adverse zone is small, and smaller in higher dimensions
# caption: Illustration, not a figure of the paper. Isotropic quadratics, ‖θ0 − θ1‖ = 1, equal curvatures: share of
#   the unit ball about θ1 that is adverse, (p/2)^d (left), and that the majority does not dominate,
#   (α/(1 − α²))^d with α = p/(1 − p), as far as it fits into the ball (right; at p = 0.4 it does not), against the minority's share p
#   in dimension d. Lines: exact. Marks: counted at uniform random points (a million at the default scale, none
#   where no point fell inside). The formulas are ours.
# alt: Lines of slopes about 2, 3 and 5 on logarithmic axes, marks on them.
# claims: 2505.13122-C4a 2505.13122-C4b
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array DIM[3] = ["2", "3", "5"]
array ZONE[2] = ["adverse", "undominated"]
array HEAD[2] = ["adverse zone", "zone not dominated by the majority"]
exact(z, d) = sprintf("< build/bin/h5cols %s exact/p 'exact/%s[%d]'", DATA, ZONE[z], d)
# models of variance factor 1 only
counted(z, d) = sprintf("< build/bin/h5cols %s shares/p shares/variance 'shares/%s_drawn[%d]'", DATA, ZONE[z], d)

set datafile missing "NaN"
set multiplot layout 1, 2
set logscale xy
set format y "10^{%T}"
set xlabel "minority share p"
set xrange [0.008:0.5]
set yrange [2e-7:1]
set xtics (0.01, 0.03, 0.1, 0.3)
set key top left
do for [z=1:2] {
  set title HEAD[z] offset 0, -0.6
  set ylabel (z == 1 ? "share of the ball" : "") offset 0
  plot for [d=0:2] exact(z, d) using 1:2 with lines linetype d+1 dashtype 1 linewidth 1.1 notitle, \
       for [d=0:2] counted(z, d) using ($2 == 1 ? $1 : NaN):3 with points linetype d+1 pointsize 0.7 \
         title "d = ".DIM[d+1]
}
unset multiplot
