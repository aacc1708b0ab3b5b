# Forward-backward on the lasso with more columns than rows.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-wide.gp OUT.(pdf|svg) lasso_wide.h5
#
# kind: illustration
# title: Without strong convexity: the lasso with more columns than rows
# caption: As the left column of figure 2, with A of 50 rows and 100 columns: the step contracts on the
#   final support only (by ρ), not on the whole space. Relative errors of iterates and of their
#   derivatives in λ, median over random problems (100; 4 at smoke scale) with a band from first to
#   last decile. Dashed grey: decay by the median of ρ. Both converge at the local rate, once the
#   support has been found.
# alt: Two curves on a logarithmic axis, nearly flat at first, then falling to rounding level along the
#   dashed lines; bands four times as wide as for a tall matrix.
# claims: 2206.00457-C26a 2206.00457-C26b 2206.00457-C26c 2206.00457-C26d 2206.00457-C26e
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
col(q) = sprintf("< build/bin/h5cols %s iteration curves/%s", DATA, q)
band(q) = sprintf("< build/bin/h5cols %s iteration curves/%s_low curves/%s_high", DATA, q, q)
set logscale y
set format y "10^{%T}"
set yrange [1e-16:10]
set xrange [0:1500]
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
