# Distance of the predictor trained on everything to the stereotypical one.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-proximity.gp OUT.(pdf|svg) quad4.h5 logistic2.h5
#
# kind: illustration
# title: The minority pulls in proportion to its share
# caption: Illustration, not a figure of the paper. Distance ‖θ* − θ1‖ between the minimiser of
#   ℒ = p ℓ0 + (1 − p) ℓ1 and that of the majority's ℓ1, against the minority's share p (marks), and the bound
#   p/(1 − p) ‖∇ℓ0(θ*)‖/λ_{min}(H̄) (lines without marks). Left: quadratic losses in dimension 4, the
#   minority's curvature multiplied by σ². Right: logistic losses in dimension 2, the minority's feature
#   multiplied by s. Dashed grey: slope 1. The proposition is ours.
# alt: Two panels of straight lines of slope 1 on logarithmic axes; the weaker minority gives a distance ten
#   times smaller on the left and about half on the right; each bound lies above its points.
# claims: 2505.13122-C1a 2505.13122-C1b 2505.13122-C2a 2505.13122-C2b 2505.13122-C2c 2505.13122-C2d 2505.13122-C3a 2505.13122-C3b 2505.13122-C3c
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
array FILE[2] = [ARG2, ARG3]
array HEAD[2] = ["quadratic, dimension 4", "logistic, dimension 2"]
array FACTOR[2] = ["σ^2 = ", "s = "]
array WEAK[4] = ["1", "0.1", "1", "0.3"]
curve(f, name, i) = sprintf("< build/bin/h5cols %s p proximity/%s[%d]", FILE[f], name, i)

set multiplot layout 1, 2
set logscale xy
set format xy "10^{%T}"
set xlabel "minority share p"
set xrange [7e-5:0.45]
set yrange [1e-5:3]
set key top left
do for [f=1:2] {
  set title HEAD[f] offset 0, -0.6
  set ylabel (f == 1 ? "distance ‖θ* − θ_1‖" : "") offset 0
  plot 0.04*x with lines linestyle 100 notitle, \
       for [i=0:1] curve(f, "bound", i) using 1:2 with lines linetype i+1 dashtype 1 linewidth 0.8 notitle, \
       for [i=0:1] curve(f, "distance", i) using 1:2 with points linetype i+1 pointsize 0.7 \
         title FACTOR[f].WEAK[2*f-1+i]
}
unset multiplot
