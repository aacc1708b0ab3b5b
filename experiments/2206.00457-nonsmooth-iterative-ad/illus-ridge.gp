# Forward-backward on ridge regression, the smooth control of figure 2.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-ridge.gp OUT.(pdf|svg) lasso.h5
#
# kind: illustration
# title: Smooth control: ridge regression
# caption: The data of the lasso in figure 2 with λ|x|²/2, λ = 0.1, in place of λ|x|₁, same
#   algorithm and step: relative errors of iterates and of their derivatives in λ, median over
#   random problems (100; 4 at smoke scale) with a band from first to last decile. Dashed grey: decay
#   by the median of ρ = (1 - aμ)/(1 + aλ). The step's derivative depends on the iterate, so the
#   errors of derivatives fall like kρ^k.
# alt: Two nearly parallel straight lines on a logarithmic axis, the derivative above the iterate,
#   both along the dashed lines.
# claims: 2206.00457-C25a 2206.00457-C25b 2206.00457-C25c 2206.00457-C25d 2206.00457-C25e
#   2206.00457-C25f
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
col(q) = sprintf("< build/bin/h5cols %s iteration ridge/ridge_%s", DATA, q)
band(q) = sprintf("< build/bin/h5cols %s iteration ridge/ridge_%s_low ridge/ridge_%s_high", \
    DATA, q, q)
set logscale y
set format y "10^{%T}"
set yrange [1e-16:10]
set xrange [0:400]
set xlabel "iteration k"
set ylabel "relative error"
set key top right
plot band("x_error") using 1:2:3 with filledcurves linecolor rgb OI[1] \
         fillstyle transparent solid 0.25 noborder notitle, \
     band("jacobian_error") using 1:2:3 with filledcurves linecolor rgb OI[2] \
         fillstyle transparent solid 0.25 noborder notitle, \
     col("x_error_guide") using 1:2 with lines linestyle 100 notitle, \
     col("jacobian_error_guide") using 1:2 with lines linestyle 100 title "rate ρ", \
     col("x_error_median") using 1:2 with lines linetype 1 dashtype 1 title "iterate", \
     col("jacobian_error_median") using 1:2 with lines linetype 2 dashtype 1 \
         title "derivative in λ"
