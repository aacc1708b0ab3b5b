# Errors of piggyback derivatives.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-piggyback.gp OUT.(pdf|svg) piggyback.h5
#
# kind: illustration
# title: Piggyback derivatives converge to the implicit Jacobian
# caption: Distance of the iterate to the solution and of two columns of the differentiated iteration
#   to those of the implicit Jacobian, against iterations. Left: forward-backward for the elastic
#   net; dashed: the predicted rate 1 − γ(λ_{min}(X_S'X_S) + λ_2), S the support, found after 73
#   steps; the column of λ_2 falls like kρ^k. Middle: forward-backward for the dual of total
#   variation at λ = 0.5; dashed: cos²(π/(2ℓ)), ℓ = 11 samples on the longest constant piece.
#   Right: Chambolle–Pock for deblurring with Huber's total variation.
# alt: Three panels with logarithmic errors that fall along straight lines to rounding, parallel to
#   the dashed predictions where there are any.
# claims: 2212.07844-C5a 2212.07844-C5b 2212.07844-C5c 2212.07844-C6 2212.07844-C7
#   2212.07844-C8
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
NAMES = "net tv deblur"
array TITLE[3] = ["elastic net", "total variation", "deblurring"]
array SECOND[3] = ["∂/∂λ_2", "∂/∂b_1", "∂/∂δ"]
array FIRST[3] = ["∂/∂λ_1", "∂/∂λ", "∂/∂λ"]
array LAST[3] = [1000, 1600, 1500]
col(i, what) = sprintf("< build/bin/h5cols %s error/iteration 'error/%s[%s]'", DATA, what, \
    word(NAMES, i))
set logscale y
set format y "10^{%T}"
set yrange [1e-16:1e2]
set ytics 1e4
set xtics 500
set xlabel "iteration k"
set key top right
set multiplot layout 1, 3
do for [i=1:3] {
  set title TITLE[i] offset 0, -0.6
  set xrange [0:LAST[i]]
  set ylabel (i == 1 ? "error" : "")
  plot col(i, "iterate") using 1:2 with lines linetype 8 dashtype (5, 4) title "iterate", \
       col(i, "first") using 1:2 with lines linetype 1 dashtype 1 title FIRST[i], \
       col(i, "second") using 1:2 with lines linetype 2 dashtype 1 title SECOND[i], \
       col(i, "slope") using 1:2 with lines linestyle 100 title (i < 3 ? "ρ^k" : "")
}
unset multiplot
