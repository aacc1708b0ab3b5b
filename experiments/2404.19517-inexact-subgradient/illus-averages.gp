# Averaged values against the explicit bound.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-averages.gp OUT.(pdf|svg) averages.h5
#
# kind: illustration
# title: Averages without compactness
# caption: Mean of f(x_k) − min f over K steps under outward errors of size ε, for |x|₁ in 20 variables
#   (left), |x|²/2 (middle) and |x|⁴/4 (right), step proportional to 1/√K. Thin dashed lines of the
#   same colour: the explicit bound (derived for this project); grey: the floor ε^{p/(p−1)}/p. For
#   p = 1 the averages hardly depend on ε, the bound is attained at ε = 0, and there is no floor below
#   ε = 1.
# alt: Three log-log panels. Left: parallel lines of slope minus one half on or below their bounds.
#   Middle and right: curves that level off at grey lines, the higher the larger the error.
# claims: 2404.19517-C21 2404.19517-C22 2404.19517-C23
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.4
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array EPS[4] = ["0", "0.05", "0.2", "0.5"]
array NAME[3] = ["|x|_1", "|x|^2/2", "|x|^4/4"]
col(what, p, i) = sprintf("< build/bin/h5cols %s average/steps 'average/%s[%d,%d]'", DATA, what, p - 1, i - 1)
floor_of(p, i) = real(system(sprintf("build/bin/h5cols %s 'average/floor[%d]' | sed -n %dp", DATA, p - 1, i + 1)))
set multiplot layout 1, 3 margins char 8, screen 0.99, char 6.6, screen 0.9 spacing char 2.5, char 1
set logscale xy
set format x "10^{%T}"
set xlabel "steps K"
set xrange [60:1.6e6]
set yrange [8e-5:3]
do for [p=1:3] {
  set title NAME[p] offset 0, -0.6
  if (p == 1) { set format y "10^{%T}"; set ylabel "mean of f(x_k) − min f" } else { set format y ""; set ylabel "" }
  if (p == 2) { set key at screen 0.5, char 1.2 center vertical maxrows 1 samplen 1.5 } else { unset key }
  plot for [i=1:4] (p > 1 && i > 1 ? floor_of(p, i) : NaN) with lines linestyle 100 dashtype 1 linewidth 0.8 notitle, \
       for [i=1:4] col("bound", p, i) using 1:2 with lines linetype i linewidth 0.8 dashtype (6, 4) notitle, \
       for [i=1:4] col("average", p, i) using 1:2 with linespoints linetype i dashtype 1 title "ε = ".EPS[i], \
       keyentry with lines linestyle 100 title "bound"
}
unset multiplot
