# Errors of derivatives along Newton's method.  Illustration, not a figure of
# the paper.
# usage: gnuplot -c illus-local.gp OUT.(pdf|svg) newton_local.h5
#
# kind: illustration
# title: One-step and implicit derivatives along Newton's method
# caption: Newton's method for logistic regression, 50 coefficients, one set of points for each of
#   the random data sets (5; 2 at smoke, 20 at paper scale). At each iterate x_k: error of the
#   gradient through the step from x_k alone (one-step) and of the implicit gradient at x_{k+1},
#   against the distance of x_k to the solution. One-step is of first order in that distance; the
#   implicit gradient at x_{k+1} is of second order, because x_{k+1} is. Dashed: slopes 1 and 2
#   through the median of the points. Iterates closer than 1e-10 and errors below 1e-12, which
#   are rounding, are not drawn.
# alt: Log-log scatter plot. One-step errors lie on a line of slope 1, errors of the implicit
#   gradient on a line of slope 2, over many decades of the distance to the solution.
# claims: 2305.13768-C19 2305.13768-C20
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2

col(names) = "< build/bin/h5cols ".DATA." ".names
stats col("local/dataset") using 1 nooutput
N = STATS_records

set logscale xy
set format xy "10^{%T}"
set xrange [1e-10:10]
set yrange [1e-12:1e3]
set xtics 1e2
set ytics 1e3
set xlabel "distance of x_k to the solution"
set ylabel "error of the gradient"
set key top left
set label 1 "slope 1" at 4e-10, 1e-5 textcolor rgb "#707070"
set label 2 "slope 2" at 1e-4, 2e-9 textcolor rgb "#707070"
plot col("guide/distance guide/slope_1") using 1:2 with lines linestyle 100 notitle, \
     col("guide/distance guide/slope_2") using 1:2 with lines linestyle 100 notitle, \
     for [i=0:N-1] col(sprintf("local/distance[%d] local/one_step_error[%d]", i, i)) \
         using 1:2 with points linetype 3 title i == 0 ? "one-step, step from x_k" : "", \
     for [i=0:N-1] col(sprintf("local/distance[%d] local/implicit_error[%d]", i, i)) \
         using 1:2 with points linetype 2 title i == 0 ? "implicit, at x_{k+1}" : ""
