# Forms and special cases of INNAprop.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-forms.gp OUT.(pdf|svg) forms.h5
#
# kind: illustration
# title: One method in four forms, and its special cases
# caption: A random quadratic in 20 variables, no weight decay, constant step. Left: relative distance of
#   the phase, momentum and two-step forms of INNAprop to its ψ form, γ = 0.001, two pairs (α, β).
#   Right: INNAprop with β = γ(2 − αγ) and Nesterov's method on scaled gradients, γ = 0.01. All of it is
#   rounding. What is not drawn is equal bit for bit: INNAprop with αβ = 1 and RMSprop, and INNAprop with
#   β = γ and the heavy ball.
# alt: Curves on a logarithmic axis between 1e-17 and 1e-11, growing slowly with the iterations.
# claims: 2410.05871-C1a 2410.05871-C1b 2410.05871-C2a 2410.05871-C2b 2410.05871-C3
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array FORM[3] = ["phase", "momentum", "two-step"]
form(p, f) = sprintf("< build/bin/h5cols %s iteration forms/difference[%d,%d]", DATA, p, f)
ball(a) = sprintf("< build/bin/h5cols %s iteration balls/difference[1,%d]", DATA, a)
set multiplot layout 1, 2
set logscale y
set format y "10^{%T}"
set yrange [1e-17:1e-7]
set ytics 1e2
set xtics 500
set xlabel "iteration k"
set ylabel "relative difference"
set key top right
plot for [f=0:2] form(0, f) using 1:2 with lines linetype f+1 dashtype 1 linewidth 1.0 \
         title FORM[f+1].", (0.1, 0.9)", \
     for [f=0:2] form(3, f) using 1:2 with lines linetype f+4 dashtype 1 linewidth 1.0 \
         title FORM[f+1].", (0.5, 0.1)"
plot ball(0) using 1:2 with lines linetype 1 dashtype 1 linewidth 1.0 title "Nesterov, α = 0.1", \
     ball(1) using 1:2 with lines linetype 2 dashtype 1 linewidth 1.0 title "Nesterov, α = 1"
unset multiplot
