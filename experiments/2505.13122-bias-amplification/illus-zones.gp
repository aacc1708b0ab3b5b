# Zones of the parameter plane and flow lines.  Illustration, not a figure of the
# paper.
# usage: gnuplot -c illus-zones.gp OUT.(pdf|svg) plane.h5
#
# kind: illustration
# title: Where training on everything is training on the majority
# caption: Illustration, not a figure of the paper. Parameters θ of two groups with minimisers θ0 (minority) and θ1
#   (majority, the stereotypical predictor); θ* minimises ℒ = p ℓ0 + (1 − p) ℓ1. Orange: the adverse zone
#   ⟨∇ℒ, ∇ℓ1⟩ ≤ 0, the only place where descending ℒ does not descend ℓ1. Pale: p‖∇ℓ0‖ ≥ (1 − p)‖∇ℓ1‖; outside it
#   the majority dominates. Blue lines: flow of ℒ; grey dashed: flow of ℓ1 alone, from the same points. Left:
#   isotropic quadratics, p = 0.3, both zones are discs. Right: logistic losses, p = 0.1.
# alt: In each panel a small orange region between theta1 and theta-star inside a larger pale one around
#   theta1; lines from all around run to theta-star or theta1 almost together until they are close.
# claims: 2505.13122-C25a 2505.13122-C25b 2505.13122-C26a 2505.13122-C26b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 8.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
zone(m, z) = sprintf("< build/bin/h5cols %s 'zones/boundary[%d,%d,0]' 'zones/boundary[%d,%d,1]'", DATA, m, z, m, z)
flow(m, f, i) = sprintf("< build/bin/h5cols %s 'flow/position[%d,%d,%d,0]' 'flow/position[%d,%d,%d,1]'", DATA, m, f, i, m, f, i)
mark(m) = sprintf("< build/bin/h5cols %s 'zones/mark[%d,0]' 'zones/mark[%d,1]'", DATA, m, m)
array HEAD[2] = ["quadratic, p = 0.3", "logistic, p = 0.1"]
array UP[3] = [0, 0.9, 0.4]
array NAME[3] = ["θ_0", "θ_1", "θ*"]

set multiplot layout 1, 2 margins char 9, screen 0.98, char 3.6, screen 0.86 spacing char 8, char 1
set size ratio -1
unset grid
set xlabel "first parameter"
do for [m=0:1] {
  set title HEAD[m+1] offset 0, -0.6
  if (m == 0) { set xrange [-1.25:1.25]; set yrange [-1.25:1.25]; set xtics 0.5; set ytics 0.5 } \
  else { set xrange [-1.6:2.6]; set yrange [-1.1:3.1]; set xtics 1; set ytics 1 }
  if (m == 0) { set key at screen 0.5, screen 0.99 center top horizontal } else { unset key }
  set ylabel (m == 0 ? "second parameter" : "") offset 0
  plot zone(m, 1) using 1:2 with filledcurves closed fillcolor rgb "#fbe9d0" fillstyle solid noborder title "not dominated", \
       zone(m, 0) using 1:2 with filledcurves closed fillcolor rgb "#E69F00" fillstyle solid noborder title "adverse", \
       for [i=0:11] flow(m, 1, i) using 1:2 with lines linecolor rgb "#909090" linewidth 0.8 dashtype (4, 4) notitle, \
       for [i=0:11] flow(m, 0, i) using 1:2 with lines linetype 1 dashtype 1 linewidth 0.9 notitle, \
       mark(m) using 1:2 with points pointtype 7 pointsize 0.5 linecolor rgb "black" notitle, \
       for [i=0:2] mark(m) using 1:2:(NAME[i+1]) every ::i::i with labels offset UP[i+1], (i == 2 ? -1 : 1) notitle
}
unset multiplot
