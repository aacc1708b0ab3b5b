# The descent-like inequality.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-descent.gp OUT.(pdf|svg) descent.h5
#
# kind: illustration
# title: Descent along trajectories
# caption: Windows of time √a along the subgradient method with constant steps a and random errors of
#   size ε (uphill in the valley); V, G: means of v_k and of v_k + e_k. Left: mean defect of the
#   chain rule, |Δf/√a + ⟨V, G⟩|. Middle: largest excess of Δf/√a over −|V|(|V| − ε). Means over
#   seeds (5; 2 at smoke, 50 at paper scale); dashed: slope 1/2. Right: f along one run on a lasso,
#   and the bound f(x_0) − ∫ |V| (|V| − ε).
# alt: Left and middle: lines that fall with the step on log-log axes. Right: a falling curve below a
#   second one that falls more slowly.
# claims: 2404.19517-C30 2404.19517-C31
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.4
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[6] = ["|x|", "|x|^{1.5}", "partly smooth", "valley", "lasso", "robust phase"]
col(what, i) = sprintf("< build/bin/h5cols %s window/step 'window/%s_mean[%d]'", DATA, what, i - 1)
set multiplot layout 1, 3 margins char 8.5, screen 0.99, char 7.6, screen 0.97 spacing char 9, char 1
set logscale xy
set format "10^{%T}"
set xrange [3e-5:0.03]
set xtics 10
set yrange [1e-6:2]
set xlabel "constant step a"
set ylabel "mean defect of the chain rule"
unset key
plot sqrt(x) with lines linestyle 100 notitle, \
     for [i=1:6] col("defect", i) using 1:2 with linespoints linetype i title NAME[i]
set ylabel "largest excess"
set key at screen 0.5, char 1.7 center vertical maxrows 2 samplen 1.5
plot sqrt(x) with lines linestyle 100 notitle, \
     for [i=1:6] col("excess", i) using 1:2 with linespoints linetype i title NAME[i]
unset logscale
set format "%g"
set xrange [0:8]
set xtics 2
set yrange [0:*]
set xlabel "time t"
set ylabel "f, lasso"
set key inside top right
plot sprintf("< build/bin/h5cols %s record/time record/bound", DATA) using 1:2 with lines linestyle 100 title "bound", \
     sprintf("< build/bin/h5cols %s record/time record/value", DATA) using 1:2 with lines linetype 1 title "f(x(t))"
unset multiplot
