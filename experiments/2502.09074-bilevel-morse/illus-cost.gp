# Cost of unrolled gradients.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-cost.gp OUT.(pdf|svg) gradient_cost.h5
#
# kind: illustration
# title: The cheap gradient, and the dear one
# caption: Processor time of the gradient of an unrolled surrogate (50 inner steps) over that of its
#   value, median of 11 measurements, against the dimension d = n = p: reverse mode stays at a few
#   times the value, forward mode grows with d. Times of the machine that drew this figure.
# alt: A nearly flat curve at three and one that rises to more than fifty.
# claims: 2502.09074-C25a 2502.09074-C25b
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
col(y) = sprintf("< build/bin/h5cols %s cost/d cost/%s", DATA, y)

set xlabel "dimension d"
set ylabel "time of gradient / time of value"
set logscale x 2
set logscale y
set xrange [7:290]
set yrange [1:200]
set key top left
plot 0.3*x with lines linestyle 100 title "proportional to d", \
     col("forward_ratio") using 1:2 with linespoints linetype 2 dashtype 1 title "forward mode", \
     col("reverse_ratio") using 1:2 with linespoints linetype 1 dashtype 1 title "reverse mode"
