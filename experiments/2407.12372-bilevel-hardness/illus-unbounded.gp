# Value functions that need an unbounded box.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-unbounded.gp OUT.(pdf|svg) unbounded.h5
#
# kind: illustration
# title: Functions that no compact box reaches
# caption: Illustration of the theorem that unbounded boxes reach all semi-algebraic functions,
#   lower semicontinuous or not; not figures or programmes of the paper. Left: the step
#   that is 1 for x ≤ 0 (upper semicontinuous) and what boxes of size R make of it: the jump moves
#   to x_R > 0. Middle: −1/x², 0 at 0, and its truncations: near 0 the value is near 0. Both
#   are certified global minimisers of the lower level. Right: how far the jumps are from
#   1/R² and 1/R, relatively; dashed: √2 R⁻⁴ and R⁻².
# alt: Left: steps at 0.23, 0.06, 0.02. Middle: three funnels cut off around 0. Right: two
#   straight lines on their dashed asymptotes.
# claims: 2407.12372-C8a 2407.12372-C8b 2407.12372-C8c 2407.12372-C8d 2407.12372-C9a 2407.12372-C9b 2407.12372-C9c 2407.12372-C9d
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
curve(g, i) = sprintf("< build/bin/h5cols %s %s_curves/x '%s_curves/value[%d]'", DATA, g, g, i)
root(g) = sprintf("< build/bin/h5cols %s %s/R %s/e", DATA, g, g)
array R[3] = ["2", "4", "8"]
set multiplot layout 1, 3 margins 0.08, 0.985, 0.15, 0.92 spacing 0.105
set xlabel "x" offset 0, 0.4 + LIFT
set ylabel "value" offset 1, 0
set xrange [-0.2:0.4]
set xtics 0.2
set yrange [-0.1:1.35]
set key top right
set title "step, 1 for x ≤ 0" offset 0, -0.6
plot for [i=1:3] curve("step", i-1) using 1:2 with lines linetype i title "R = ".R[i]
set title "−1/x²" offset 0, -0.6
set ylabel "value" offset 0, 0
set xrange [-1.5:1.5]
set xtics 1
set yrange [-8.8:2.4]
unset key
plot for [i=1:3] curve("pole", i-1) using 1:2 with lines linetype i
set title "where they jump" offset 0, -0.6
set logscale xy
set xlabel "R"
set ylabel "relative distance" offset 0.8, 0
set xrange [1.6:80]
set xtics (2, 4, 8, 16, 32, 64)
set yrange [1e-8:1e2]
set format y "10^{%T}"
set key on top right maxrows 4
plot root("step") using 1:2 with points linetype 1 pointsize 0.7 title "step: 1 − x_R R²", \
     root("pole") using 1:2 with points linetype 2 pointsize 0.7 title "pole: 1 − x_R² R", \
     root("step") using 1:(sqrt(2.0) * $1**-4) with lines linestyle 100 title "√2 R⁻⁴, R⁻²", \
     root("pole") using 1:($1**-2) with lines linestyle 100 notitle
unset multiplot
