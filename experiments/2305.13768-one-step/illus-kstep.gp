# Error of the derivative through K gradient steps on quadratics.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-kstep.gp OUT.(pdf|svg) quadratic.h5
#
# kind: illustration
# title: How many steps does a derivative need?
# caption: Gradient descent with step 2/(μ+L) on random quadratics in 50 variables whose solution
#   depends on 10 parameters. Left: relative error, in operator norm, of the derivative through
#   the last K steps, median over random problems (5; 2 at smoke, 20 at paper scale), with the
#   bound ρ^K (dashed grey), ρ = (κ-1)/(κ+1). Right: the same for one step (K = 1), in two
#   norms, against ρ for 13 condition numbers; bars from the smallest to the largest value;
#   dashed grey: the bound ρ.
# alt: Left: nearly straight lines on a logarithmic axis, steep for small condition numbers and
#   flat for 1000, each just below its dashed bound. Right: points close below the diagonal.
# claims: 2305.13768-C17 2305.13768-C18
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
# positions of the condition numbers drawn on the left
array AT[5] = [0, 3, 6, 9, 12]
array NAME[5] = ["1.1", "2", "10", "100", "1000"]
col(what, i) = sprintf("< build/bin/h5cols %s error/step error/%s[%d]", DATA, what, i)
one(norm) = sprintf("< build/bin/h5cols %s one_step/rho one_step/%s one_step/%s_low " . \
    "one_step/%s_high", DATA, norm, norm, norm)

set errorbars 0.6
set multiplot layout 1, 2
set xlabel "steps K"
set ylabel "relative error"
set logscale y
set xrange [0:200]
set yrange [1e-12:2]
set format y "10^{%T}"
set key right center
plot for [i=1:5] col("bound", AT[i]) using 1:2 with lines linestyle 100 notitle, \
     for [i=1:5] col("operator_median", AT[i]) using 1:2 with lines linetype i dashtype 1 \
         title "κ = ".NAME[i], \
     keyentry with lines linestyle 100 title "ρ^K"
unset logscale
set xlabel "rate ρ"
set ylabel "relative error of one step"
set xrange [0:1.03]
set yrange [0:1.03]
set format y "%g"
set key top left
plot x with lines linestyle 100 title "ρ", \
     one("operator") using 1:2:3:4 with yerrorbars linetype 1 dashtype 1 \
         pointtype 7 title "operator norm", \
     one("frobenius") using 1:2:3:4 with yerrorbars linetype 2 dashtype 1 \
         pointtype 5 title "Frobenius norm"
unset multiplot
