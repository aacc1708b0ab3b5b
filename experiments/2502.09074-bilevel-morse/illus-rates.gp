# Rates of the single-step multi-step scheme.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-rates.gp OUT.(pdf|svg) rates.h5
#
# kind: illustration
# title: Single steps converge along a branch
# caption: Single-step multi-step on the double well, f₁, α = 1/2, s = 0.1. Left: distance of x_k to
#   the stationary point x* of branch c for m inner steps; dashed grey: the predicted rates, through
#   the first error below 10⁻⁴. Right: rates fitted between 10⁻⁴ and 10⁻¹¹ (points), the spectral
#   radius of the Jacobian of one iteration (lines through them), and |1 − αφ''(x*)| (dashed grey),
#   the rate of exact gradient steps.
# alt: Left: four straight falling lines, the slowest for one inner step, the others nearly equal.
#   Right: rates falling with m from 0.71 to 0.586.
# claims: 2502.09074-C7a 2502.09074-C7b 2502.09074-C8 2502.09074-C9a 2502.09074-C9b
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array M[4] = [1, 2, 5, 20]
error(i) = sprintf("< build/bin/h5cols %s run/iteration 'run/error[%d]'", DATA, i)
rates = sprintf("< build/bin/h5cols %s rate/rate rate/predicted rate/limit | head -n 5", DATA)

set multiplot layout 1, 2
set xlabel "outer iteration k"
set ylabel "|x_k − x*|"
set logscale y
set format y "10^{%T}"
set xrange [0:100]
set yrange [1e-16:1]
set key top right
law(i) = sprintf("< build/bin/h5cols %s run/iteration 'run/law[%d]'", DATA, i)
plot for [i=0:3] law(i) using 1:2 with lines linestyle 100 notitle, \
     keyentry with lines linestyle 100 title "predicted", \
     for [i=0:3] error(i) using 1:2 with lines linetype i+1 dashtype 1 title sprintf("m = %d", M[i+1])
unset logscale
set format y "%g"
set xlabel "inner steps m"
set ylabel "rate"
set logscale x
set xrange [0.9:25]
set xtics (1, 2, 5, 10, 20)
set yrange [0.55:0.75]
plot rates using (M[int($0)+1]):3 with lines linestyle 100 title "|1 − α φ''|", \
     rates using (M[int($0)+1]):2 with lines linetype 1 dashtype 1 title "spectral radius", \
     rates using (M[int($0)+1]):1 with points linetype 2 pointtype 7 pointsize 0.8 title "measured"
unset multiplot
