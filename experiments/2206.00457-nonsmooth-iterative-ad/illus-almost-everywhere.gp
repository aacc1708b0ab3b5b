# Derivatives of the iterates converge for almost every parameter.
# usage: gnuplot -c illus-almost-everywhere.gp OUT.(pdf|svg) set_piggyback.h5
#
# kind: illustration
# title: Convergence almost everywhere, not uniformly
# caption: Derivative of the k-th iterate of F(x, θ) = max(x + θ, 0)/2, started at 0, against θ:
#   1 − 2^{−k} for θ > 0, 0 for θ < 0. It converges to the derivative of the limit max(θ, 0) for
#   every θ but 0, where the limit has none.
# alt: Step functions with a jump at zero whose upper level rises towards one with k.
# claims:
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
set xlabel "θ"
set ylabel "derivative of the k-th iterate"
set xtics 0.5
set yrange [-0.05:1.1]
set key center left
array K[5] = [1, 2, 4, 8, 16]
plot for [i=1:5] sprintf("< build/bin/h5cols %s sweep/theta 'sweep/derivative[%d,:]'", DATA, i-1) \
     with lines linetype i title sprintf("k = %d", K[i])
