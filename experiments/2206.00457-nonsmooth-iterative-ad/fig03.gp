# Figure 3 of 2206.00457: gradient descent is stable, the heavy ball is not.
# usage: gnuplot -c fig03.gp OUT.(pdf|svg) heavy_ball.h5
#
# kind: figure
# title: Derivatives of gradient descent and of the heavy ball at a kink
# caption: (a) f(x) = x²/2 for x ≥ 0 and x²/8 for x < 0, and its derivative. (b) Gradient descent
#   with step 1 and (c) heavy ball with α = 1, β = 3/4. Grey: norm of the iterates started at
#   θ = 1 and θ = -1, which converge. Colour: norm of the piggyback derivative at θ = 0, where all
#   iterates are 0 and each step may take either of two derivatives: always the right one, always
#   the left one, the period left, left, right, right, and random (median and deciles of 200 runs;
#   20 at smoke scale). Gradient descent contracts whatever is taken, at most by 3/4 a step (exact
#   zeros are drawn at 1e-16). For the heavy ball the periodic selection grows by 9/8 in four
#   steps, though any fixed choice, and a random one, converges: divergence needs a selection
#   that changes with k. Function, parameters and layout from memory of the paper; the random
#   selections are ours.
# alt: Three panels. (a) a parabola, steeper on the right, and a derivative with a kink at zero. (b)
#   All curves fall at least as fast as a straight line to 1e-12 or drop to zero. (c) On a logarithmic
#   axis iterates and most derivatives fall to 1e-9 or below, the periodic one rises steadily to
#   about 100 at iteration 200.
# claims: 2206.00457-C1a 2206.00457-C1b 2206.00457-C2 2206.00457-C3a 2206.00457-C3b
#   2206.00457-C4a 2206.00457-C4b 2206.00457-C4c 2206.00457-C5 2206.00457-C6 2206.00457-C10
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
col(x, y) = sprintf("< build/bin/h5cols %s %s %s", DATA, x, y)
band(g, x) = sprintf("< build/bin/h5cols %s %s %s/random_low %s/random_high", DATA, x, g, g)
WORD = "constant_1 constant_2 periodic"
array NAME[3] = ["always right", "always left", "left left right right"]
array TYPE[3] = [1, 3, 2]
drawn(y) = y > 1e-16 ? y : 1e-16

set multiplot layout 1, 3 margins char 7, screen 0.975, char 3.6, screen 0.9 \
    spacing char 7, char 1
set title "(a) function" offset 0, -0.6
set xlabel "x"
set xrange [-2:2]
set xtics 1
set yrange [-0.6:2.1]
set key top left samplen 1.6
plot col("function/x", "function/value") using 1:2 with lines linetype 1 dashtype 1 \
         title "f", \
     col("function/x", "function/derivative") using 1:2 with lines linetype 2 dashtype (6, 3) \
         title "f'"
set title "(b) gradient descent"
set xlabel "iteration k"
set logscale y
set format y "10^{%T}"
set xrange [0:100]
set xtics 25
set yrange [5e-17:10]
set ytics 1e-16, 1e4
set key at graph 0.06, 0.48 left top samplen 1.2
plot band("descent", "step") using 1:(drawn($2)):(drawn($3)) with filledcurves \
         linecolor rgb OI[4] fillstyle transparent solid 0.25 noborder notitle, \
     for [i=0:1] col("step", sprintf("'descent/iterate[%d]'", i)) using 1:(drawn($2)) \
         with lines linecolor rgb "#909090" linewidth 2.6 dashtype 1 \
         title i == 0 ? "iterates" : "", \
     for [i=1:3] col("step", sprintf("'descent/jacobian[%s]'", word(WORD, i))) \
         using 1:(drawn($2)) with lines linetype TYPE[i] dashtype 1 title NAME[i], \
     col("step", "descent/random_median") using 1:(drawn($2)) with lines linetype 4 dashtype 1 \
         title "random"
set title "(c) heavy ball"
set xrange [0:200]
set xtics 50
set yrange [1e-14:1e4]
set ytics 1e-12, 1e4
unset key
plot band("ball", "iteration") using 1:2:3 with filledcurves linecolor rgb OI[4] \
         fillstyle transparent solid 0.25 noborder notitle, \
     for [i=0:1] col("iteration", sprintf("'ball/iterate[%d]'", i)) using 1:2 \
         with lines linecolor rgb "#909090" linewidth 1.6 dashtype 1 \
         notitle, \
     for [i=1:3] col("iteration", sprintf("'ball/jacobian[%s]'", word(WORD, i))) \
         using 1:2 with lines linetype TYPE[i] dashtype 1 notitle, \
     col("iteration", "ball/random_median") using 1:2 with lines linetype 4 dashtype 1 \
         notitle
unset multiplot
