# Figure 3 of 2206.00457: derivatives of gradient descent and of heavy ball.
# usage: gnuplot -c fig03.gp OUT.(pdf|svg) heavy_ball.h5
#
# kind: figure
# title: Figure 3: a piecewise quadratic function, gradient descent and heavy ball
# caption: Left: the function f (x²/2 right of 0, x²/8 left of it) and its derivative, which has
#   a kink at 0. Middle: gradient descent with step 1. Right: heavy ball with step 1 and momentum
#   3/4, started twice at θ. Dashed: norm of the iterates from θ = 1 and −1, which is also that
#   of their derivatives there. Solid: norm of the derivative of the k-th iterate at θ = 0, where
#   all iterates are 0 and each step may be differentiated on either side of the kink: always the
#   same side, the cycle left left right right, or random sides (median over the selections; the
#   band reaches from the first to the last decile). Every selection contracts for gradient
#   descent. For heavy ball a fixed side and random sides contract, but along the cycle the
#   derivatives grow like (9/8)^{k/4} although the iterates converge. A program that always takes
#   the same side at 0 does not see this. Exact zeros are drawn at 1e-16. Number, layout and
#   constants of the figure are from memory of the paper; the growth is computed.
# alt: Three panels. A convex curve with its kinked derivative; curves that all fall to zero;
#   falling curves and one that rises steadily on a logarithmic axis.
# claims: 2206.00457-C1 2206.00457-C2 2206.00457-C3a 2206.00457-C3b 2206.00457-C4a
#   2206.00457-C4b 2206.00457-C4c 2206.00457-C5 2206.00457-C6 2206.00457-C10
load "figures/style/style.gp"
WIDE = 1; HEIGHT = 6.2
call "figures/style/terminal.gp" ARG1
DATA = ARG2
FLOOR = 1e-16
up(y) = y > FLOOR ? y : FLOOR
col(group, name) = sprintf("< build/bin/h5cols %s k %s/%s", DATA, group, name)
band(group) = sprintf("< build/bin/h5cols %s k %s/random_low %s/random_high", DATA, group, group)

set multiplot layout 1, 3
set title "the function"
set xlabel "x"
set xrange [-2:2]
set yrange [-0.6:2.1]
set xtics 1
set key top left
plot sprintf("< build/bin/h5cols %s function/x function/value", DATA) \
         with lines linetype 1 title "f", \
     sprintf("< build/bin/h5cols %s function/x function/derivative", DATA) \
         with lines linetype 2 dashtype (5, 4) title "f'"
set logscale y
set format y "10^{%T}"
set xlabel "iteration k"
do for [panel=1:2] {
  GROUP = panel == 1 ? "gradient_descent" : "heavy_ball"
  set title panel == 1 ? "gradient descent" : "heavy ball"
  LAST = panel == 1 ? 100 : 200
  set xrange [0:LAST]
  set yrange [FLOOR:1e4]
  set ytics 1e-16, 1e4
  unset mytics
  set xtics LAST/4
  # half of the legend in each panel
  if (panel == 1) { set key top right } else { set key bottom left }
  plot band(GROUP) using 1:(up($2)):(up($3)) with filledcurves \
           fillcolor rgb "#c8".OI[5][2:7] notitle, \
       col(GROUP, "random_median") using 1:(up($2)) with lines linetype 5 dashtype 1 \
           title (panel == 1 ? "random sides" : ""), \
       col(GROUP, "right") using 1:(up($2)) with lines linetype 3 dashtype 1 \
           title (panel == 1 ? "side x ≥ 0" : ""), \
       col(GROUP, "left") using 1:(up($2)) with lines linetype 4 dashtype 1 \
           title (panel == 1 ? "side x < 0" : ""), \
       col(GROUP, "cycle") using 1:(up($2)) with lines linetype 2 dashtype 1 linewidth 2.4 \
           title (panel == 2 ? "cycle" : ""), \
       col(GROUP, "iterate_plus") using 1:(up($2)) with lines linetype 1 dashtype (5, 4) \
           title (panel == 2 ? "iterates, θ = 1" : ""), \
       col(GROUP, "iterate_minus") using 1:(up($2)) with lines linetype 8 dashtype (2, 3) \
           title (panel == 2 ? "iterates, θ = −1" : "")
}
unset multiplot
