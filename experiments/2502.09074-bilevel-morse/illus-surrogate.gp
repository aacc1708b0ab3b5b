# The unrolled surrogate.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-surrogate.gp OUT.(pdf|svg) surrogate.h5
#
# kind: illustration
# title: Unrolling adds a spurious global minimum
# caption: φ_k(x) = f₁(x, A_x^k(0)): k inner steps from the fixed start 0, for the double well. Left:
#   φ_k against the values along the branches of minimisers (grey). Dots: certified global minima,
#   for k = 20 and 40 in a well at x = 0, where the start lies on the basin boundary. Right: width of
#   the set where |A_x^k(0)| ≤ 1/2, with 1.1^{−k} (dashed grey).
# alt: Left: smooth curves that approach two branches away from zero and dip ever more narrowly near
#   zero. Right: points on a straight falling line on a logarithmic axis.
# claims: 2502.09074-C13 2502.09074-C14a 2502.09074-C14b 2502.09074-C14c 2502.09074-C14d 2502.09074-C15 2502.09074-C16a 2502.09074-C16b 2502.09074-C16c
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array K[4] = [5, 10, 20, 40]
phi(i) = sprintf("< build/bin/h5cols %s curve/x 'curve/phi[%d]'", DATA, i)
branch(b) = sprintf("< build/bin/h5cols %s curve/x curve/phi_%s", DATA, b)
minima = sprintf("< build/bin/h5cols %s minimum/x_low minimum/x_high minimum/upper", DATA)

set multiplot layout 1, 2
set xlabel "x"
set ylabel "value"
set xrange [-0.5:2]
set yrange [0:1.7]
set key top right
plot branch("a") using ($1<=0 ? $1 : NaN):2 with lines linestyle 100 dashtype 1 linewidth 3 notitle, \
     branch("c") using ($1>0 ? $1 : NaN):2 with lines linestyle 100 dashtype 1 linewidth 3 \
         title "value function", \
     for [i=0:3] phi(i) using 1:2 with lines linetype i+1 dashtype 1 title sprintf("k = %d", K[i+1]), \
     minima using ($0 < 4 ? ($1+$2)/2 : NaN):3 with points linetype 8 pointtype 7 pointsize 0.7 \
         title "certified minima"
set xlabel "inner steps k"
set ylabel "width of the well at 0"
set logscale y
set format y "10^{%T}"
set xrange [15:125]
set yrange [1e-5:1]
plot sprintf("< build/bin/h5cols %s width/steps width/law", DATA) using 1:2 with lines \
         linestyle 100 title "1.1^{−k}", \
     sprintf("< build/bin/h5cols %s width/steps width/width", DATA) using 1:2 with points \
         linetype 1 pointtype 7 pointsize 0.8 title "width"
unset multiplot
