# Forward mode along all axes against the reverse mode.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-forward.gp OUT.(pdf|svg) ratio.h5
#
# kind: illustration
# title: The forward mode pays for each input
# caption: Cost of the forward mode with as many directions as the program has inputs p, over the
#   cost of the program: by the model for the product of p numbers, where it is 1 + 3p, and by
#   operations performed for |ABx|₁, where it is 1 + p. For comparison, the backward program of
#   both by the model.
# alt: Two straight lines of slope 1 on logarithmic axes, up to 200 thousand; two flat curves at 5.
# claims: 2206.01730-C5a 2206.01730-C5b
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
col(path, p) = sprintf("< build/bin/h5cols %s 'count/inputs[%s]' '%s'", DATA, p, path)
set datafile missing "NaN"
set logscale xy
set format x "10^{%T}"
set format y "10^{%T}"
set xrange [1.5:*]
set yrange [1:*]
set xlabel "inputs p"
set ylabel "derivative over program"
set key top left
plot col("count/forward[speelpenning]", "speelpenning") using 1:2 with linespoints linetype 5 \
         dashtype 1 title "forward, product of x_i", \
     col("count/lean_forward[norm1]", "norm1") using 1:2 with linespoints linetype 6 \
         dashtype 1 title "forward, |ABx|₁", \
     1 + 3*x with lines linestyle 100 title "1 + 3p, 1 + p", 1 + x with lines linestyle 100 notitle, \
     col("count/model[speelpenning,:,0]", "speelpenning") using 1:2 with linespoints linetype 4 \
         dashtype 1 title "backward, product of x_i", \
     col("count/model[norm1,:,0]", "norm1") using 1:2 with linespoints linetype 3 \
         dashtype 1 title "backward, |ABx|₁"
