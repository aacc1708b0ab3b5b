# Bias of descent with one-step gradients on a bilevel toy problem.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-bilevel.gp OUT.(pdf|svg) bilevel_toy.h5
#
# kind: illustration
# title: Where one-step gradients lead on a bilevel problem
# caption: Upper level: distance of the lower level's solution to a target; lower level: a quadratic
#   in 20 variables with condition number κ, 5 outer parameters, solved by gradient descent. θ_1
#   is where the one-step gradient vanishes, θ* the minimiser. Left: norm of the exact gradient
#   at θ_1 and its bound ρ ‖C'‖ ‖x̄(θ_1) - t‖, C' the derivative of x̄. Right: excess of the outer
#   loss at θ_1 over its minimum, relative. Lines: median over random problems (25; 2 at smoke,
#   200 at paper scale); bands: quartiles. κ - 1 is drawn because the bias vanishes with it.
# alt: Left: the gradient norm grows with the condition number, in proportion to κ - 1 at first,
#   always about a factor of four below its bound. Right: the relative excess of the loss grows
#   from 1e-6 to about one half.
# claims: 2305.13768-C21a 2305.13768-C21b 2305.13768-C21c
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
col(what) = sprintf("< build/bin/h5cols %s bias/kappa bias/%s_median bias/%s_q25 " . \
    "bias/%s_q75", DATA, what, what, what)
veil(i) = "#c8".OI[i][2:7]

set multiplot layout 1, 2
set logscale xy
set xlabel "κ − 1"
set format x "10^{%T}"
set format y "10^{%T}"
set ylabel "norm of the gradient at θ_1"
set key top left
plot col("gradient") using ($1-1):3:4 with filledcurves fillcolor rgb veil(1) notitle, \
     col("bound") using ($1-1):3:4 with filledcurves fillcolor rgb "#c8707070" notitle, \
     col("bound") using ($1-1):2 with lines linestyle 100 title "bound", \
     col("gradient") using ($1-1):2 with linespoints linetype 1 title "‖∇φ(θ_1)‖"
set ylabel "φ(θ_1)/φ(θ*) − 1"
set yrange [1e-7:10]
unset key
plot col("loss_ratio") using ($1-1):($3-1):($4-1) with filledcurves fillcolor rgb veil(1) notitle, \
     col("loss_ratio") using ($1-1):($2-1) with linespoints linetype 1
unset multiplot
