# Piggyback derivatives as functions of the parameter.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-almost-everywhere.gp OUT.(pdf|svg) set_piggyback.h5
#
# kind: illustration
# title: Convergence almost everywhere
# caption: x⁺ = max(x + θ, 0)/2 from x₀ = 0: the derivative after k steps as a function of θ, with
#   derivative 0 taken at the kink. It is 1 - 2⁻ᵏ for θ > 0 and 0 for θ ≤ 0, and converges to the
#   derivative of max(θ, 0) for every θ ≠ 0; at θ = 0 the limit is one element of its Clarke
#   derivative [0, 1].
# alt: Step functions with a jump at zero whose height tends to 1 as k = 1, 2, 4, 8, 16.
# claims: 2206.00457-C24
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array K[5] = [1, 2, 4, 8, 16]
col(i) = sprintf("< build/bin/h5cols %s functions/theta 'functions/jacobian[%d]'", DATA, i - 1)
set xlabel "parameter θ"
set ylabel "derivative J_k(θ)"
set xrange [-1:1]
set yrange [-0.05:1.1]
set key at graph 0.4, 0.92
plot for [i=1:5] col(i) using 1:2 with steps linetype i dashtype 1 \
    title sprintf("k = %d", K[i])
