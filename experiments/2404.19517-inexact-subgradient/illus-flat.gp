# A flat function has no exponent.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-flat.gp OUT.(pdf|svg) flat.h5
#
# kind: illustration
# title: Outside the semialgebraic class
# caption: f(x) = exp(−1/x²), smooth but flat at its minimiser 0. Left: the point x(ε) where f' = ε
#   (line) and the tail of the subgradient method under outward errors (points, the larger ε only).
#   Right: the local exponent d ln x / d ln ε between neighbouring ε, which falls to 0 like
#   1/(2 ln 1/ε) (dashed): no power of ε bounds the distance.
# alt: Left: a curve that falls by a factor of two only over ten decades. Right: points that fall
#   towards zero, close to a dashed curve.
# claims: 2404.19517-C8a 2404.19517-C8b
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
set multiplot layout 1, 2
set logscale x
set format x "10^{%T}"
set xlabel "size ε of the errors"
set xrange [3e-13:3e-2]
set xtics 1e3
set yrange [0:0.4]
set ylabel "distance to the minimiser"
set key bottom right
plot sprintf("< build/bin/h5cols %s flat/eps flat/x", DATA) using 1:2 with lines linetype 1 title "x(ε)", \
     sprintf("< build/bin/h5cols %s flat/eps flat/tail", DATA) using 1:2 with points linetype 2 title "tail of |x_k|"
set yrange [0:0.08]
set ylabel "local exponent"
set key top left
plot sprintf("< build/bin/h5cols %s slope/eps slope/slope", DATA) using 1:2 with linespoints linetype 1 title "d ln x / d ln ε", \
     sprintf("< build/bin/h5cols %s slope/eps slope/limit", DATA) using 1:2 with lines linestyle 100 title "1/(2 ln 1/ε)"
unset multiplot
