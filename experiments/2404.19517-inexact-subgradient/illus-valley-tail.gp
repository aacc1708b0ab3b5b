# Tails in the valley against the size of the error.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-valley-tail.gp OUT.(pdf|svg) valley.h5
#
# kind: illustration
# title: A threshold for errors
# caption: f = |x1 − 1|/4 + |x2 − 2|x1| + 1|, errors that push away from the minimiser (1, 1) along
#   the valley. Largest distance to the critical points over the last tenth of 4 000 000 iterations
#   (400 000 at smoke scale), against the size of the errors over ε* = 1/(4√5), the norm of the least
#   subgradient in the valley; dashed: ε = ε*. Below, the tail is of the order of the last step;
#   above, iterates are driven away for ever.
# alt: Two rows of points near 0.001 and 0.0002 that jump above one at the dashed line.
# claims: 2404.19517-C10 2404.19517-C11
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
col(s) = sprintf("< build/bin/h5cols %s tail/relative 'tail/tail[%s]'", DATA, s)
set logscale y
set format y "10^{%T}"
set xrange [-0.05:1.4]
set yrange [1e-5:200]
set xlabel "ε / ε*"
set ylabel "tail of the distance to crit f"
set arrow 1 from 1, graph 0 to 1, graph 1 nohead linestyle 100
set key top left
plot col("constant_step") using 1:2 with linespoints linetype 1 title "constant step", \
     col("vanishing_step") using 1:2 with linespoints linetype 2 title "vanishing steps"
