# Bias of truncated hypergradients.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-bias.gp OUT.(pdf|svg) bias.h5
#
# kind: illustration
# title: Truncated hypergradients are biased gradients
# caption: Limit x_q of the single-step multi-step scheme when the inverse Hessian is replaced by q
#   Neumann terms: distance to the stationary point x* (points) and ρ^q y' f_y/φ'' (line), which is
#   the bias up to terms of order ρ^{2q}. q = 1 is one-step differentiation.
# alt: Points on a straight falling line on a logarithmic axis, a little below it for small q.
# claims: 2502.09074-C10a 2502.09074-C10b 2502.09074-C10c 2502.09074-C11
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
col(y) = sprintf("< build/bin/h5cols %s bias/terms bias/%s", DATA, y)

set xlabel "Neumann terms q"
set ylabel "|x_q − x*|"
set logscale y
set format y "10^{%T}"
set xrange [0:31]
set key top right
plot col("predicted") using 1:2 with lines linestyle 100 title "ρ^q y' f_y / φ''", \
     col("size") using 1:2 with points linetype 1 pointtype 7 pointsize 0.7 title "measured"
