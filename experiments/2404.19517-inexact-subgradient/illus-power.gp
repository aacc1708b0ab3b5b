# Tails for |x|^p / p against the size of the error.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-power.gp OUT.(pdf|svg) power.h5
#
# kind: illustration
# title: A power of the error
# caption: Subgradient method on f(x) = |x|ᵖ/p from 1: largest |x_k| over the last tenth of 200 000
#   iterations (20 000 at smoke, 2 000 000 at paper scale) against the size ε of the errors, over
#   three decades. Filled: constant steps; open: vanishing ones, a_k ~ k^{−1/3}. Left: outward errors
#   −ε sgn x, the adversary. Middle: constant errors +ε. Right: errors uniform on [−ε, ε]. Dashed:
#   ε^{1/(p−1)}, the exact answer on the left and in the middle; the exponent is that of the
#   geometry, whatever the steps. Right: for p = 1.5 and the smallest ε the step decides; where
#   points level off (p = 3, 4 and 6) the runs end before they get closer.
# alt: Three log-log panels with five straight lines of slopes 2, 1, 1/2, 1/3 and 1/5; in the first
#   two all points lie on the dashed lines, in the third most lie below them.
# claims: 2404.19517-C1 2404.19517-C2 2404.19517-C3
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.4
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array P[5] = ["1.5", "2", "3", "4", "6"]
array NAME[3] = ["outward", "constant", "random"]
col(i, m, s) = sprintf("< build/bin/h5cols %s power/eps 'power/tail[%d,%d,%d]'", DATA, i - 1, m - 1, s)
exact(i) = sprintf("< build/bin/h5cols %s power/eps 'power/exact[%d]'", DATA, i - 1)
array OPEN[5] = [6, 4, 8, 12, 10]
set multiplot layout 1, 3 margins char 9, screen 0.99, char 6.6, screen 0.92 spacing char 2.5, char 1
set logscale xy
set xrange [3e-4:0.8]
set yrange [3e-8:3]
set format x "10^{%T}"
set xlabel "size ε of the errors"
do for [m=1:3] {
  set title NAME[m]." errors" offset 0, -0.6
  set ylabel (m == 1 ? "tail of |x_k|" : "")
  if (m == 1) { set format y "10^{%T}" } else { set format y "" }
  if (m == 2) { set key at screen 0.5, char 1.2 center vertical maxrows 1 samplen 1.5 } else { unset key }
  plot for [i=1:5] exact(i) using 1:2 with lines linestyle 100 notitle, \
       for [i=1:5] col(i, m, 0) using 1:2 with points linetype i title "p = ".P[i], \
       for [i=1:5] col(i, m, 1) using 1:2 with points linetype i pointtype OPEN[i] pointsize 0.9 notitle, \
       keyentry with lines linestyle 100 title "ε^{1/(p−1)}"
}
unset multiplot
